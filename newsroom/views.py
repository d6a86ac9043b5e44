"""Pages of the newsroom. Each asks for its version first, then answers."""

import zlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from elections import colours, paging, results, versions
from elections.versions import Version, missing
from newsroom import cards, specimens, stories
from newsroom import people as register
from newsroom import search as finder
from newsroom.models import Article, PreviewLink


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
    """A story; or that it is withdrawn, or, with 410 Gone and without a word of it, that it was taken down."""
    story = Article.objects.readable().with_version().filter(slug=slug).first() or missing()
    live = story.live(reverse("live_article", args=[slug]))

    def whole() -> HttpResponse:
        context = {"article": story, "live": live, "parties": versions.name(story.parties), **stories.page(story)}
        return versions.page("newsroom/article.html", context, at=request.path)

    return gone(story, versions.answer(request, live.version.etag("A", live.pace), live.pace, whole))


def gone(story: Article, response: HttpResponseBase) -> HttpResponseBase:
    """An answer about a story that is shown no more is for no search engine."""
    if story.state != Article.State.LIVE:
        response["X-Robots-Tag"] = "noindex"
        if story.state == Article.State.TAKEN_DOWN and response.status_code == 200:
            response.status_code = 410
    return response


# Cards: the picture that goes with a shared link, at an address that names what is on it.


@versions.public
def site_card(request: HttpRequest, digest: str) -> HttpResponseBase:
    return _card(cards.site(), digest, "site_card")


@versions.public
def contest_card(request: HttpRequest, ballot_paper_id: str, digest: str) -> HttpResponseBase:
    row, *_versions = results.versions(ballot_paper_id) or missing()
    card = cards.compose(results.result(row.pk), versions.Version.of(row.parties).number)
    return _card(card, digest, "contest_card", ballot_paper_id)


@versions.public
def article_card(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    story = Article.objects.public().with_version().filter(slug=slug).first() or missing()
    found = stories.page(story)["results"]
    card = cards.of_story(story.title, found, versions.Version.of(story.parties).number)
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
        missing()
    return versions.page("styleguide.html", specimens.context())


@versions.public
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody in the register; `q` and `page` choose among them."""
    version, parties = register.listing_version()

    def context() -> dict[str, Any]:
        return {"listing": register.listing(request.GET.get("q", ""), request.GET.get("page", ""))}

    return versions.still(request, "PL", version, parties, "newsroom/people.html", context)


@versions.public
def person(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = register.person_version(slug)
    if found is None:
        return HttpResponsePermanentRedirect(reverse("person", args=[register.moved_to(slug) or missing()]))
    row, version, parties = found
    return versions.still(request, "PE", version, parties, "newsroom/person.html", lambda: {"page": register.person(row)})


@versions.public
def quote(request: HttpRequest, slug: str) -> HttpResponseBase:
    row, version, parties = register.quote_version(slug) or missing()
    return versions.still(request, "Q", version, parties, "newsroom/quote.html", lambda: {"page": register.quote(row)})


@versions.public
def article_version(request: HttpRequest, slug: str, n: int) -> HttpResponseBase:
    """What a story said in an earlier version, for who wants to see what was corrected; never for search engines."""
    story = Article.objects.readable().with_version().filter(slug=slug).first() or missing()
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
        missing()

    response = versions.answer(request, version.etag("V", pace), pace, whole)
    response["X-Robots-Tag"] = "noindex"
    return response


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
def corrections(request: HttpRequest) -> HttpResponseBase:
    """What we had wrong, and which stories are withdrawn."""
    version, number = stories.corrections_version(), paging.asked(request.GET.get("page", ""))
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        told, pages = stories.told(number)
        context = {"told": told, "page": min(number, pages), "pages": range(1, pages + 1)}
        return versions.page("newsroom/corrections.html", context, at=request.path)

    return versions.answer(request, version.etag("k", pace), pace, whole)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft, for whoever was given its address, until it expires. Kept by no cache and read by no search engine."""
    link = PreviewLink.of(token)
    newest = link.article.newest if link else None
    if link is None or newest is None:
        missing()
    response = versions.page("newsroom/preview.html", {"link": link, **stories.draft(newest)})
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@versions.public
def about(request: HttpRequest) -> HttpResponseBase:
    """Who publishes this, how mistakes are put right, and what is known of readers. It changes with the code and the settings."""
    said = {"publisher": settings.PUBLISHER, "address": settings.PUBLISHER_ADDRESS, "email": settings.CONTACT_EMAIL}
    etag = f'W/"ab-{versions.build()}-{zlib.crc32(repr(said).encode()):08x}"'
    return versions.answer(request, etag, "", lambda: versions.page("newsroom/about.html", said, at=request.path))
