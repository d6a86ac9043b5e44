"""Pages of the newsroom. Each asks for its version first, then answers."""

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from elections import results, versions
from newsroom import specimens, stories
from newsroom.models import Article

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
    story = Article.objects.public().with_version().filter(slug=slug).first()
    if story is None:
        raise Http404
    live = story.live(reverse("live_article", args=[slug]))

    def whole() -> HttpResponse:
        context = {"article": story, "live": live, "parties": versions.name(story.parties), **stories.page(story)}
        return versions.page("newsroom/article.html", context)

    return versions.answer(request, live.version.etag("A", live.pace), live.pace, whole)


@versions.public
def styleguide(request: HttpRequest) -> HttpResponseBase:
    """Every component in every state on one page, for who works on the pages; there is none where readers are."""
    if not settings.DEBUG:
        raise Http404
    return versions.page("styleguide.html", specimens.context())
