"""Pages of elections. Each asks for its version first, then answers."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from elections import colours, exporters, overviews, results, styles, trails, versions
from elections.models import NO_RESULT, renamed
from elections.versions import missing


@versions.public
def contest(request: HttpRequest, ballot_paper_id: str) -> HttpResponseBase:
    row, fragment, page = results.versions(ballot_paper_id) or missing()
    live = versions.Live(reverse("live_contest", args=[ballot_paper_id]), "c", fragment, row.declared not in NO_RESULT)
    pace = page.pace(declared=live.declared)

    def whole() -> HttpResponse:
        result = results.result(row.pk, history=True)
        url = settings.SITE_URL + reverse("embed", args=[ballot_paper_id])
        frame = f'<iframe src="{url}" title="{escape(result.title)}" width="100%" height="640" loading="lazy"></iframe>'
        before, after = results.neighbours(result)
        context = {"result": result, "published": results.history(result), "live": live, "frame": frame}
        context |= {"trail": trails.of_contest(result), "before": before, "after": after}
        return versions.page("elections/contest.html", {**context, "parties": versions.name(row.parties)}, at=request.path)

    return versions.answer(request, page.etag("C", pace + live.pace), pace, whole)


EVERYWHERE = {**settings.SECURE_CSP, "frame-ancestors": ["*"]}


@xframe_options_exempt
@csp_override(EVERYWHERE)
@versions.public
def embed(request: HttpRequest, ballot_paper_id: str) -> HttpResponseBase:
    """One result for a frame in anybody's page: the only page of ours that may be framed."""
    row, version, _page = results.versions(ballot_paper_id) or missing()
    live = versions.Live(reverse("live_embed", args=[ballot_paper_id]), "b", version, row.declared not in NO_RESULT)

    def whole() -> HttpResponse:
        page = settings.SITE_URL + reverse("contest", args=[ballot_paper_id])
        context = {"result": results.result(row.pk, history=True), "live": live, "page": page}
        return versions.page("elections/embed.html", {**context, "parties": versions.name(row.parties)})

    response = versions.answer(request, live.version.etag("B", live.pace), live.pace, whole)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@versions.public
def elections(request: HttpRequest) -> HttpResponseBase:
    version, parties, days = overviews.days()
    declared = all(day.declared == day.contests for day in days)
    return versions.still(request, "EL", version, parties, "elections/elections.html", lambda: {"days": days}, declared=declared)


@versions.public
def election(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The contests of one election, or of a polling day; `q`, `filter`, `sort` and `page` choose among them."""
    found = overviews.poll_version(slug) or missing()
    live = versions.Live(reverse("live_election", args=[slug]), "e", found.version, found.declared)

    def whole() -> HttpResponse:
        poll = overviews.poll(found)
        asked = {name: request.GET.get(name, "") for name in ("q", "filter", "sort", "page")}
        listing = overviews.listing(poll.contests, **asked)
        choices = {"filters": overviews.FILTERS, "sorts": overviews.SORTS}
        context = {"poll": poll, "listing": listing, "live": live, "parties": versions.name(found.parties), **choices}
        context["trail"] = trails.of_poll(poll)
        return versions.page("elections/election.html", context, at=request.path)

    return versions.answer(request, found.version.etag("E", live.pace), live.pace, whole)


@versions.public
def area(request: HttpRequest, slug: str) -> HttpResponseBase:
    row, version, parties = overviews.area_version(slug) or missing()

    def context() -> dict[str, Any]:
        return {"page": overviews.area(row), "trail": trails.of_area(row)}

    return versions.still(request, "A", version, parties, "elections/area.html", context)


@versions.public
def party(request: HttpRequest, slug: str) -> HttpResponseBase:
    row, version, parties = overviews.party_version(slug) or missing()

    def context() -> dict[str, Any]:
        return {"page": overviews.party(row, request.GET.get("page", ""))}

    return versions.still(request, "P", version, parties, "elections/party.html", context)


# Data: the same record for programs. Anyone may read it from anywhere, so that it says so to browsers.


def data(
    request: HttpRequest, letter: str, version: versions.Version, *, declared: bool, make: Callable[[], HttpResponse]
) -> HttpResponseBase:
    """An answer for programs: 304 or what `make` answers, as pages have it, and open to scripts of any site."""
    pace = version.pace(declared=declared)
    response = versions.answer(request, version.etag(letter, pace), pace, make)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def as_json(value: object) -> HttpResponse:
    return JsonResponse(value, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})


@versions.public
def contest_json(request: HttpRequest, ballot_paper_id: str) -> HttpResponseBase:
    row, version, _page = results.versions(ballot_paper_id) or missing()

    def whole() -> HttpResponse:
        return as_json(exporters.as_json(results.result(row.pk)))

    return data(request, "j", version, declared=row.declared not in NO_RESULT, make=whole)


@versions.public
def contest_history(request: HttpRequest, ballot_paper_id: str) -> HttpResponseBase:
    row, version, _page = results.versions(ballot_paper_id) or missing()

    def whole() -> HttpResponse:
        return as_json(exporters.history(results.declarations(row.pk), renamed(row.pk)))

    return data(request, "h", version, declared=row.declared not in NO_RESULT, make=whole)


@versions.public
def election_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = overviews.poll_version(slug) or missing()

    def whole() -> HttpResponse:
        return as_json([exporters.as_json(result) for result in overviews.poll(found).contests])

    return data(request, "ej", found.version, declared=found.declared, make=whole)


@versions.public
def election_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = overviews.poll_version(slug) or missing()

    def whole() -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{slug}.csv"'
        exporters.write_csv(overviews.poll(found).contests, response)
        return response

    return data(request, "ec", found.version, declared=found.declared, make=whole)


@versions.public
def party_colours(request: HttpRequest, version: str) -> HttpResponseBase:
    """Every party's colours as one stylesheet. Under its own version it never changes; under another it is not kept."""
    current, rows = results.party_colours()
    parties = [(slug, *colours.looks(light, dark)) for slug, light, dark in [*colours.OTHERS, *rows]]
    response = versions.page("elections/party_colours.css", {"parties": parties}, content_type="text/css; charset=utf-8")
    if version == versions.name(current):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@versions.public
def stylesheet(request: HttpRequest, version: str) -> HttpResponseBase:
    """Every component's styles. Under their own version they never change; under another they are not kept."""
    response = HttpResponse(styles.sheet(), content_type="text/css; charset=utf-8")
    if version == styles.version():
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@versions.public
def methodology(request: HttpRequest) -> HttpResponseBase:
    """How everything is counted. It changes with the code only, so that the build alone is its version."""
    etag = f'W/"m-{versions.build()}"'
    return versions.answer(request, etag, "", lambda: versions.page("elections/methodology.html", {}, at=request.path))
