"""The door for readers of stories: what pages show of them, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, F, Max, Min, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Greatest, Now
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from elections import overviews, paging, results
from elections.models import Area, Change, Contest, Election, Party, Person
from elections.versions import Version
from newsroom import people, prose
from newsroom.models import (
    Article,
    ArticleContest,
    Comparison,
    Correction,
    Desk,
    Edition,
    Flag,
    Quote,
    Revision,
    Withdrawal,
    check_revisions,
)

PAGE = 50  # corrections on one page of the list, and in the feed
VERSIONS = 8  # earlier versions that a story names


def page(article: Article) -> dict[str, Any]:
    """What the story's page shows beside its own row, in three queries, and one more each where the words of a quote were
    changed and where there are earlier versions; one where it is withdrawn."""
    if article.state != Article.State.LIVE:
        return {"withdrawal": article.withdrawals.first()}
    order = ["article_contests__position", "article_contests__pk"]
    found = results.results(Q(article_contests__article=article), order, history=True)
    quotes = people.placed(article)
    corrections = list(Correction.objects.public().filter(article=article))
    blocks = [  # the HTML was sanitised when it was written
        {"quote": quotes.get(block["quote"])} if "quote" in block else {"html": mark_safe(block["html"])}
        for block in article.published.shown_body
    ]
    inline = {block["quote"].slug for block in blocks if block.get("quote")}
    return {
        "results": found,
        "standfirst": mark_safe(article.published.shown_standfirst),
        "blocks": blocks,
        "timeline": people.timeline(found, quotes.values(), corrections) if quotes or corrections else (),
        "inline": inline,
        "corrections": corrections,
        "quotes": tuple(quotes.values()),
        "versions": earlier_versions(article) if article.earlier else (),
        "rehearsal": any(result.rehearsal for result in found),
    }


def earlier_versions(article: Article) -> list[Edition]:
    """What readers saw at the story's address before, the newest first; each version leads on to the one before it."""
    seen = Edition.objects.seen().filter(article=article, number__lt=article.page_version)
    return list(seen.order_by("-number")[:VERSIONS])


def edition(article: Article, number: int) -> dict[str, Any] | None:
    """What a version of a story's page said, in four queries, or None if readers never saw it or may not see it again.

    Bound words stand as they stood; they lead nowhere, for the figures beside them are not that day's.
    """
    found = Edition.objects.seen().filter(article=article, number=number).select_related("revision").first()
    if found is None:
        return None
    seen = Edition.objects.seen().filter(article=article)
    until = seen.filter(number__gt=number).order_by("number").values("shown_at")[:1]
    bindings = found.revision.bindings.annotate(until=Subquery(until)).values_list("shown", "until")
    shown, untils = [words for words, _until in bindings], {until for _words, until in bindings}
    standfirst, blocks = as_shown(found.revision, shown)
    quotes = people.placed(article, at=found.shown_at)
    return {
        "edition": found,
        "canonical": settings.SITE_URL + reverse("article", args=[article.slug]),
        "until": untils.pop() if untils else None,
        "before": seen.filter(number__lt=number).order_by("-number").values_list("number", flat=True).first(),
        "standfirst": standfirst,
        "blocks": [{"quote": quotes.get(block["quote"])} if "quote" in block else block for block in blocks],
    }


def as_shown(revision: Revision, shown: list[str]) -> tuple[SafeString, list[dict[str, Any]]]:
    """A revision's standfirst and blocks with these words for what it binds, in order."""
    words: Iterator[str] = iter(shown)

    def show(bound: prose.Bound) -> prose.Shown:
        return prose.Shown(next(words, bound.words))

    standfirst = mark_safe(prose.render_line(revision.standfirst, show))
    blocks = prose.render(revision.body, show)
    return standfirst, [{"html": mark_safe(block["html"])} if "html" in block else dict(block) for block in blocks]


def draft(revision: Revision) -> dict[str, Any]:
    """A revision as readers would see it if it were published now: its words with the figures as they are, and the quotes that it
    places, verified or not; and what the fact check says of it."""
    desk = Desk.of(revision.article, revision.standfirst, revision.body)
    shown = prose.render(revision.body, desk.show)
    quotes = Quote.objects.select_related("person", "party", "outlet")
    found = quotes.in_bulk([block["quote"] for block in shown if "quote" in block], field_name="slug")
    blocks = [{"quote": found.get(block["quote"])} if "quote" in block else {"html": mark_safe(block["html"])} for block in shown]
    standfirst = mark_safe(prose.render_line(revision.standfirst, desk.show))
    return {"revision": revision, "standfirst": standfirst, "blocks": blocks, "checked": check_revisions([revision])[0]}


def taken_down(article: Article, number: int) -> bool:
    """Whether a version of the story was taken down for legal reasons."""
    return article.withdrawals.filter(legal=True, version__gte=number).exists()


@dataclass(frozen=True)
class Told:
    """One thing that readers are told about a story that was published: a correction, or that it is withdrawn."""

    key: str
    title: str
    text: str
    url: str
    at: datetime
    changed_at: datetime
    correction: Correction | None = None


def corrections_version() -> Version:
    """The version of everything that readers are told about stories, in one query."""
    row = Election.objects.annotate(stories=Change.objects.version(Q(kind="article"))).values("stories").first()
    return Version.of(row["stories"] if row else None)


def told(number: int = 1) -> tuple[list[Told], int]:
    """One page of the corrections and withdrawals, the newest first, and how many pages there are; in four queries."""
    corrections = _corrections()
    gone = Withdrawal.objects.filter(Exists(Article.objects.readable().filter(pk=OuterRef("article"))))
    gone = gone.exclude(article__state=Article.State.LIVE).select_related("article__published")
    pages = paging.last(corrections.count() + gone.count(), PAGE)
    number = min(number, pages)
    last = PAGE * number
    rows = [_corrected(one) for one in corrections[:last]] + [_withdrawn(one) for one in gone[:last]]
    return sorted(rows, key=lambda row: row.at, reverse=True)[last - PAGE : last], pages


def _corrections() -> QuerySet[Correction]:
    """With `being_checked` of the story, for its headline may still be wrong."""
    doubts = Flag.objects.open().filter(article=OuterRef("article"))
    return Correction.objects.public().annotate(being_checked=Exists(doubts))


def _corrected(one: Correction) -> Told:
    url = f"{reverse('article', args=[one.article.slug])}#correction-{one.pk}"
    return Told(f"correction/{one.pk}", one.title, one.notice, url, one.at, one.changed_at, one)


def _withdrawn(one: Withdrawal) -> Told:
    if one.article.state == Article.State.TAKEN_DOWN:
        return Told(f"withdrawal/{one.pk}", _("A story"), _("Taken down for legal reasons."), "", one.at, one.at)
    text = _("This story has been withdrawn. %(note)s") % {"note": one.note}
    url = reverse("article", args=[one.article.slug])
    return Told(f"withdrawal/{one.pk}", one.article.published.headline, text, url, one.at, one.at)


def site_versions() -> tuple[Version, Mapping | None]:
    """The version of everything that readers see, and of the parties, in one query."""
    everything = Change.objects.version(Q())
    row = (
        Election.objects.annotate(everything=everything, parties=Change.objects.party_version())
        .values("everything", "parties")
        .first()
    )
    return (Version.of(row["everything"]), row["parties"]) if row else (Version(0, 0), None)


LATEST, REACTIONS, CORRECTIONS, MORE = 6, 3, 3, 5  # how many of each the front page shows


def front() -> dict[str, Any]:
    """What the front page shows: the lead with its result, the polling day it is about, and what is new."""
    lead, more = front_stories(MORE)
    ids = [story.first_contest for story in (lead, *more) if story and story.first_contest]
    found = {result.id: result for result in results.results(Q(pk__in=ids))} if ids else {}
    result = found.get(lead.first_contest) if lead else None
    return {
        "lead": lead,
        "result": result,
        "day": overviews.day(result.polling_on) if result and not result.rehearsal else None,
        "more": [(story, found.get(story.first_contest)) for story in more],
        "declarations": results.latest_declarations(LATEST, result.polling_on if result else None),
        "reactions": newest_reactions(REACTIONS),
        "corrections": _corrections()[:CORRECTIONS],
    }


def front_stories(more: int) -> tuple[Article | None, list[Article]]:
    """The lead, which is the newest story about a real contest, and the newest others; each knows its first contest."""
    contests = ArticleContest.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
    rehearsal = Exists(contests.filter(contest__election__rehearsal=True))
    stories = Article.objects.public().annotate(first_contest=Subquery(contests.values("contest")[:1]), is_rehearsal=rehearsal)
    newest = list(stories.order_by("is_rehearsal", "-publish_at", "-pk")[: more + 1])
    return (newest[0], newest[1:]) if newest else (None, [])


def newest_reactions(limit: int) -> list[Quote]:
    """What was said last, in stories that readers can see; each knows one such story."""
    story = Article.objects.public().filter(placements__quote=OuterRef("pk")).order_by("-publish_at")
    quotes = Quote.objects.public().annotate(story=Subquery(story.values("slug")[:1]))
    return list(quotes.order_by("-said_at", "pk")[:limit])


# For programs: what is new, and which pages there are.

NEWEST = 50  # entries of a feed


@dataclass(frozen=True)
class Entry:
    """A story, a result or a quote in a feed. `key` never changes; `at` is when readers first saw it, `changed_at` when they
    last saw something else."""

    key: str
    title: str
    text: str
    url: str
    at: datetime
    changed_at: datetime
    author: str


def entries(*, articles: Q, contests: Q, quotes: Q | None = None) -> list[Entry]:
    """The newest stories, declared results and quotes of those that match, in three queries, or four with quotes."""
    found = _stories(articles) + _declared(contests) + (_said(quotes) if quotes is not None else [])
    return sorted(found, key=lambda entry: (entry.changed_at, entry.key), reverse=True)[:NEWEST]


def quoting(person: Person) -> Q:
    """The stories in which readers find something that a person said."""
    return Q(placements__quote__in=Quote.objects.public().filter(person=person).order_by().values("pk"))


def real() -> QuerySet[Article]:
    """What readers may see and no rehearsal is about."""
    return Article.objects.public().exclude(contests__election__rehearsal=True)


def _stories(which: Q) -> list[Entry]:
    keys = real().filter(which).order_by().values("pk")
    newest = Article.objects.public().filter(pk__in=keys).order_by("-changed_at", "-pk")[:NEWEST]
    return [
        Entry(
            key=f"article/{story.pk}",
            title=story.title,
            text=prose.said(story.published.shown_standfirst),
            url=reverse("article", args=[story.slug]),
            at=story.publish_at,
            changed_at=story.changed_at,
            author=story.byline,
        )
        for story in newest
    ]


def _declared(which: Q) -> list[Entry]:
    """Results with the time of their first declaration, and that of the last one that moved them: their own, or that of the
    contest that they are compared with."""
    keys = Contest.objects.filter(which, election__rehearsal=False, declarations__isnull=False).order_by().values("pk")
    last = Greatest(Max("declarations__published_at"), Max("comparison__declarations__published_at"))
    times = Contest.objects.filter(pk__in=keys).annotate(first=Min("declarations__published_at"), last=last)
    rows = {pk: (first, last) for pk, first, last in times.order_by("-last", "pk").values_list("pk", "first", "last")[:NEWEST]}
    return [
        Entry(
            key=f"contest/{result.ballot_paper_id}",
            title=_("%(title)s, %(year)d: %(answer)s")
            % {"title": result.title, "year": result.polling_on.year, "answer": result.answer},
            text=" ".join(filter(None, (result.announcement, result.remark, result.public_note))),
            url=reverse("contest", args=[result.ballot_paper_id]),
            at=rows[result.id][0],
            changed_at=rows[result.id][1],
            author=settings.PUBLISHER,
        )
        for result in results.results(Q(pk__in=rows))
    ]


def _said(which: Q) -> list[Entry]:
    newest = Quote.objects.public().filter(which).annotate(changed_at=_reworded()).order_by("-changed_at", "-pk")[:NEWEST]
    return [
        Entry(
            key=f"quote/{quote.pk}",
            title=_("What %(name)s said") % {"name": quote.person.name},
            text=" ".join([*(f"“{words}”" for words in quote.spoken), quote.reported]).strip(),
            url=reverse("quote", args=[quote.slug]),
            at=quote.published_at,
            changed_at=quote.changed_at,
            author=quote.person.name,
        )
        for quote in newest
    ]


def _reworded() -> Greatest:
    """When a quote's words, as readers see them, last changed: with its publication, or when other words were compared."""
    compared = Comparison.objects.filter(revision__quote=OuterRef("pk")).order_by("-at").values("at")[:1]
    return Greatest("published_at", Subquery(compared))


@dataclass(frozen=True)
class Page:
    """A page for search engines, with the time of the last change of what it shows, where that is on record."""

    url: str
    changed_at: datetime | None = None


LASTING = ("front", "elections", "people", "methodology", "about")


def pages() -> list[Page]:
    """Every public page but those of rehearsals, in an order that stays, in one query."""

    def of(rows: QuerySet, view: str, key: Any, changed_at: Any) -> QuerySet:
        named = rows.order_by().annotate(view=Value(view), at_path=Cast(key, CharField()), moved_at=changed_at)
        return named.values_list("view", "at_path", "moved_at")

    def changed(kind: str, keys: Any) -> Subquery:
        moved = Change.objects.filter(Q(kind=kind, **keys), at__lte=Now()).order_by().values("kind")
        return Subquery(moved.annotate(last=Max("at")).values("last"))

    def own(model: type[Model], view: str, key: str = "slug", **only: Any) -> QuerySet:
        return of(
            model._default_manager.filter(**only), view, F(key), changed(model._meta.model_name or "", {"key": OuterRef("pk")})
        )

    same_day = Election.objects.filter(polling_on=OuterRef(OuterRef("polling_on")), rehearsal=False)
    days = Election.objects.filter(rehearsal=False).distinct("polling_on")
    found = of(real(), "article", F("slug"), F("changed_at")).union(
        of(Quote.objects.public(), "quote", F("slug"), _reworded()),
        of(days, "election", F("polling_on"), changed("election", {"key__in": same_day.values("pk")})),
        own(Election, "election", rehearsal=False),
        own(Contest, "contest", "ballot_paper_id", election__rehearsal=False),
        own(Area, "area"),
        own(Party, "party"),
        own(Person, "person", merged=None),
        all=True,
    )
    rows = found.order_by("view", "at_path")
    every = [Page(settings.SITE_URL + reverse(view)) for view in LASTING]
    return every + [Page(settings.SITE_URL + reverse(view, args=[key]), changed_at) for view, key, changed_at in rows]


def of_two_days() -> list[Article]:
    """The stories first published within two days, by the database's clock, the newest first, but none whose words are being
    checked; no more than a thousand, which is as many as a news sitemap may name."""
    newest = real().filter(being_checked=False, publish_at__gt=Now() - timedelta(days=2))
    return list(newest.order_by("-publish_at", "-pk")[:1000])
