"""Pages of the newsroom. Each asks for its version first, then answers."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from elections import results, versions
from newsroom import people as register
from newsroom import stories
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
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody in the register; `q` and `page` choose among them."""
    version, parties = register.listing_version()
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        listing = register.listing(request.GET.get("q", ""), request.GET.get("page", ""))
        return versions.page("newsroom/people.html", {"listing": listing, "parties": versions.name(parties)})

    return versions.answer(request, version.etag("PL", pace), pace, whole)


@versions.public
def person(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = register.person_version(slug)
    if found is None:
        raise Http404
    row, version, parties = found
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        return versions.page("newsroom/person.html", {"page": register.person(row), "parties": versions.name(parties)})

    return versions.answer(request, version.etag("PE", pace), pace, whole)


@versions.public
def quote(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = register.quote_version(slug)
    if found is None:
        raise Http404
    row, version, parties = found
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        return versions.page("newsroom/quote.html", {"page": register.quote(row), "parties": versions.name(parties)})

    return versions.answer(request, version.etag("Q", pace), pace, whole)
