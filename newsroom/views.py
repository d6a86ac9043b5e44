"""Pages of the newsroom. Each asks for its version first, then answers."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from elections import results, versions
from elections.versions import Version
from newsroom import stories
from newsroom.models import Article, PreviewLink

LATEST, REACTIONS, MORE = 6, 3, 5  # how many of each the front page shows


@versions.public
def front(request: HttpRequest) -> HttpResponseBase:
    version, parties = stories.site_versions()
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        lead, more = stories.front_stories(MORE)
        ids = [story.first_contest for story in (lead, *more) if story and story.first_contest]
        found = {result.id: result for result in results.results(Q(pk__in=ids))} if ids else {}
        context = {
            "lead": lead,
            "result": found.get(lead.first_contest) if lead else None,
            "more": [(story, found.get(story.first_contest)) for story in more],
            "declarations": results.latest_declarations(LATEST),
            "reactions": stories.newest_reactions(REACTIONS),
            "parties": versions.name(parties),
        }
        return versions.page("newsroom/front.html", context)

    return versions.answer(request, version.etag("f", pace), pace, whole)


@versions.public
def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A story; or that it is withdrawn, or, with 410 Gone and without a word of it, that it was taken down."""
    story = Article.objects.readable().with_version().filter(slug=slug).first()
    if story is None:
        raise Http404
    live = story.live(reverse("live_article", args=[slug]))

    def whole() -> HttpResponse:
        context = {"article": story, "live": live, "parties": versions.name(story.parties), **stories.page(story)}
        return versions.page("newsroom/article.html", context)

    return gone(story, versions.answer(request, live.version.etag("A", live.pace), live.pace, whole))


def gone(story: Article, response: HttpResponseBase) -> HttpResponseBase:
    """An answer about a story that is shown no more is for no search engine."""
    if story.state != Article.State.LIVE:
        response["X-Robots-Tag"] = "noindex"
        if story.state == Article.State.TAKEN_DOWN and response.status_code == 200:
            response.status_code = 410
    return response


@versions.public
def article_version(request: HttpRequest, slug: str, n: int) -> HttpResponseBase:
    """What a story said in an earlier version, for who wants to see what was corrected; never for search engines."""
    story = Article.objects.readable().with_version().filter(slug=slug).first()
    if story is None:
        raise Http404
    if story.state != Article.State.LIVE:
        return article(request, slug)
    version = Version.of(story.version)
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        context = {"article": story, "parties": versions.name(story.parties)}
        if found := stories.edition(story, n):
            return versions.page("newsroom/article_version.html", {**context, **found})
        if stories.taken_down(story, n):
            return versions.page("newsroom/article_version.html", context, status=410)
        raise Http404

    response = versions.answer(request, version.etag("V", pace), pace, whole)
    response["X-Robots-Tag"] = "noindex"
    return response


@versions.public
def corrections(request: HttpRequest) -> HttpResponseBase:
    """What we had wrong, and which stories are withdrawn."""
    version, page = stories.corrections_version(), request.GET.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        told, pages = stories.told(number)
        context = {"told": told, "page": min(max(1, number), pages), "pages": range(1, pages + 1)}
        return versions.page("newsroom/corrections.html", context)

    return versions.answer(request, version.etag("k", pace), pace, whole)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft, for whoever was given its address, until it expires. Kept by no cache and read by no search engine."""
    link = PreviewLink.of(token)
    newest = link.article.newest if link else None
    if link is None or newest is None:
        raise Http404
    response = versions.page("newsroom/preview.html", {"link": link, **stories.draft(newest)})
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
