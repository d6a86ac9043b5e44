"""Pages of the newsroom. Each asks for its version first, then answers."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from elections import colours, results, versions
from newsroom import cards, stories
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
        return versions.page("newsroom/front.html", context, at=request.path)

    return versions.answer(request, version.etag("f", pace), pace, whole)


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
