"""The polled fragments of elections, under /live/: one address for every reader, and nothing of theirs in the answer."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csp import csp_override

from elections import overviews, results, versions
from elections.models import NO_RESULT
from elections.versions import missing


@csp_override({})  # a fragment is no document: the policy is the page's
@versions.public
def contest(request: HttpRequest, ballot_paper_id: str) -> HttpResponseBase:
    row, version, _page = results.versions(ballot_paper_id) or missing()
    live = versions.Live(request.path, "c", version, row.declared not in NO_RESULT)

    def fragment() -> HttpResponse:
        result = results.result(row.pk, history=True)
        context = {"result": result, "published": results.history(result), "live": live}
        return versions.page("elections/contest.html#live", context)

    return versions.answer(request, live.etag, live.pace, fragment)


@csp_override({})
@versions.public
def embed(request: HttpRequest, ballot_paper_id: str) -> HttpResponseBase:
    row, version, _page = results.versions(ballot_paper_id) or missing()
    live = versions.Live(request.path, "b", version, row.declared not in NO_RESULT)

    def fragment() -> HttpResponse:
        return versions.page("elections/embed.html#live", {"result": results.result(row.pk, history=True), "live": live})

    return versions.answer(request, live.etag, live.pace, fragment)


@csp_override({})
@versions.public
def election(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = overviews.poll_version(slug) or missing()
    live = versions.Live(request.path, "e", found.version, found.declared)

    def fragment() -> HttpResponse:
        poll = overviews.poll(found)
        context = {"poll": poll, "listing": overviews.every(poll.contests), "live": live}
        return versions.page("elections/election.html#live", context)

    return versions.answer(request, live.etag, live.pace, fragment)
