"""Pages of elections. Each asks for its version first, then answers."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from elections import colours, results, versions

# Who has no party, and who is not worth a colour of their own: light fill, dark fill.
OTHERS = [("ind", "#333333", "#a1a1a1"), ("other", "#848484", "#8a8a8a")]


@versions.public
def contest(request: HttpRequest, ballot_paper_id: str) -> HttpResponseBase:
    found = results.versions(ballot_paper_id)
    if found is None:
        raise Http404
    row, fragment, page = found
    live = versions.Live(reverse("live_contest", args=[ballot_paper_id]), "c", fragment, row.declared is not None)
    pace = page.pace(declared=live.declared)

    def whole() -> HttpResponse:
        context = {"result": results.result(row.pk, history=True), "live": live, "parties": versions.name(row.parties)}
        return versions.page("elections/contest.html", context)

    return versions.answer(request, page.etag("C", pace + live.pace), pace, whole)


@versions.public
def party_colours(request: HttpRequest, version: str) -> HttpResponseBase:
    """Every party's colours as one stylesheet. Under its own version it never changes; under another it is not kept."""
    current, rows = results.party_colours()
    parties = [(slug, *colours.looks(light, dark)) for slug, light, dark in [*OTHERS, *rows]]
    response = versions.page("elections/party_colours.css", {"parties": parties}, content_type="text/css; charset=utf-8")
    if version == versions.name(current):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@versions.public
def methodology(request: HttpRequest) -> HttpResponseBase:
    """How everything is counted. It changes with the code only, so that the build alone is its version."""
    etag = f'W/"m-{versions.build()}"'
    return versions.answer(request, etag, "", lambda: versions.page("elections/methodology.html", {}))
