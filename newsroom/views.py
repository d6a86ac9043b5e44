"""Pages of the newsroom. Each asks for its version first, then answers."""

import zlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from elections import colours, results, versions
from newsroom import cards, specimens, stories
from newsroom import people as register
from newsroom import search as finder
from newsroom.models import Article


@versions.public
def front(request: HttpRequest) -> HttpResponseBase:
    version, parties = stories.site_versions()
    live = versions.Live(reverse("live_front"), "f", version, declared=True)

    def whole() -> HttpResponse:
        context = {"live": live, "parties": versions.name(parties), **stories.front()}
        return versions.page("newsroom/front.html", context, at=request.path)

    return versions.answer(request, version.etag("F", live.pace), live.pace, whole)


@versions.public
def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    story = Article.objects.public().with_version().filter(slug=slug).first()
    if story is None:
        raise Http404
    live = story.live(reverse("live_article", args=[slug]))

    def whole() -> HttpResponse:
        context = {"article": story, "live": live, "parties": versions.name(story.parties), **stories.page(story)}
        return versions.page("newsroom/article.html", context, at=request.path)

    return versions.answer(request, live.version.etag("A", live.pace), live.pace, whole)


# Cards: the picture that goes with a shared link, at an address that names what is on it.


@versions.public
def site_card(request: HttpRequest, digest: str) -> HttpResponseBase:
    return _card(cards.site(), digest, "site_card")


@versions.public
def contest_card(request: HttpRequest, ballot_paper_id: str, digest: str) -> HttpResponseBase:
    row, *_versions = results.versions(ballot_paper_id) or (None,)
    if row is None:
        raise Http404
    card = cards.compose(results.result(row.pk), versions.Version.of(row.parties).number)
    return _card(card, digest, "contest_card", ballot_paper_id)


@versions.public
def article_card(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    story = Article.objects.public().with_version().filter(slug=slug).first()
    if story is None:
        raise Http404
    found = stories.page(story)["results"]
    card = cards.of_story(story.published.headline, found, versions.Version.of(story.parties).number)
    return _card(card, digest, "article_card", slug)


def _card(card: cards.Card, digest: str, name: str, *key: str) -> HttpResponseBase:
    """The card at its own address, kept for good; from the address of an older one the way to it."""
    if digest != card.digest:
        return HttpResponseRedirect(reverse(name, args=[*key, card.digest]))
    _version, rows = results.party_colours()
    looks = {f"p-{slug}": colours.looks(light, dark)[0] for slug, light, dark in [*colours.OTHERS, *rows]}
    response = HttpResponse(cards.draw(card, looks), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@versions.public
def styleguide(request: HttpRequest) -> HttpResponseBase:
    """Every component in every state on one page, for who works on the pages; there is none where readers are."""
    if not settings.DEBUG:
        raise Http404
    return versions.page("styleguide.html", specimens.context())


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


@versions.public
def search(request: HttpRequest) -> HttpResponseBase:
    """What readers look for; `q` is what they typed, `filter` the kind of thing, `page` which of its pages. Results are for no
    search engine: each is found at its own address."""
    version, parties = stories.site_versions()
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        found = finder.search(*(request.GET.get(name, "") for name in ("q", "filter", "page")))
        return versions.page("newsroom/search.html", {"found": found, "parties": versions.name(parties)})

    response = versions.answer(request, version.etag("S", pace), pace, whole)
    response["X-Robots-Tag"] = "noindex"
    return response


@versions.public
def about(request: HttpRequest) -> HttpResponseBase:
    """Who publishes this, how mistakes are put right, and what is known of readers. It changes with the code and the settings."""
    said = {"publisher": settings.PUBLISHER, "address": settings.PUBLISHER_ADDRESS, "email": settings.CONTACT_EMAIL}
    etag = f'W/"ab-{versions.build()}-{zlib.crc32(repr(said).encode()):08x}"'
    return versions.answer(request, etag, "", lambda: versions.page("newsroom/about.html", said, at=request.path))
