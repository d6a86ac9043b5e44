"""The door for readers of people: who they were when, where they stood, what they said, and in which stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from elections import results
from elections.models import Candidacy, Change, Contest, Election, Person, PersonName, Role, sort_name
from elections.offices import known_as, sides
from elections.paging import Paged
from elections.results import Result
from elections.versions import Version
from newsroom import prose
from newsroom.models import Article, Comparison, Correction, Placement, Quote, QuoteRevision
from newsroom.timing import LONDON, Moment, Offset, offset

# The list of people.


@dataclass(frozen=True)
class Listing(Paged):
    """One page of the people whose names match what a reader asked for; each knows their newest `role`, if any."""

    people: Sequence[Person]
    found: int
    page: int
    q: str


def listing_version() -> tuple[Version, Version]:
    """The version of the list and that of the parties, in one query."""
    versions = Election.objects.annotate(list=Change.objects.version(Q(kind="person")), parties=Change.objects.party_version())
    found, parties = versions.values_list("list", "parties").first() or (None, None)
    return Version.of(found), Version.of(parties)


def listing(q: str = "", page: str = "") -> Listing:
    """The people whose name, or another name of whom, has every word, in three queries. Words that mean nothing count as none."""
    words = sort_name(q.replace("\0", "")[:100]).split()
    found = Person.objects.standing()
    for word in words:
        aliases = PersonName.objects.filter(kind=PersonName.Kind.ALIAS, name__icontains=word)
        found = found.filter(Q(sort_name__contains=word) | Q(pk__in=aliases.values("person")))
    count = found.count()
    number, rows = Listing.cut(page, count)
    roles = Role.objects.filter(person=OuterRef("pk")).order_by("-start", "label")
    newest = found.annotate(newest_role=Subquery(roles.values("pk")[:1])).order_by("sort_name", "pk")
    people = list(newest[rows])
    held = Role.objects.select_related("party").in_bulk([person.newest_role for person in people if person.newest_role])
    for person in people:
        person.role = held.get(person.newest_role)
    return Listing(people, count, number, " ".join(q.split())[:100])


# One person.


@dataclass(frozen=True)
class Stood:
    """A contest that somebody stood in, their row there, and who they were on polling day, as the register has it."""

    result: Result
    rows: Sequence[Any]
    known_as: str


@dataclass(frozen=True)
class PersonPage:
    person: Person
    aliases: Sequence[str]
    roles: Sequence[Role]
    stood: Sequence[Stood]
    quotes: Sequence[Quote]


def person_version(slug: str) -> tuple[Person, Version, Version] | None:
    """(person, version of their page, version of the parties) in one query. They may stand anywhere and be quoted in any
    story, so that every contest and every story moves the page: a version made of fewer things could go back when one of
    them is taken away."""
    things = Q(kind__in=["contest", "election", "area", "article", "party"]) | Q(kind="person", key=OuterRef("pk"))
    people = Person.objects.standing().filter(slug=slug)
    row = people.annotate(version=Change.objects.version(things), parties=Change.objects.party_version()).first()
    return (row, Version.of(row.version), Version.of(row.parties)) if row else None


def moved_to(slug: str) -> str:
    """The slug of the entry that this one was put together with; "" where it was not."""
    gone = Person.objects.filter(slug=slug, merged__isnull=False).select_related("merged__kept").first()
    return gone.now.slug if gone else ""


def person(of: Person) -> PersonPage:
    """A person's page in five queries."""
    roles = list(of.roles.select_related("party").order_by("-start", "label"))
    aliases = of.names.filter(kind=PersonName.Kind.ALIAS).order_by("name").values_list("name", flat=True)
    lines: dict[int, set[str]] = {}
    for contest, slug in Candidacy.objects.filter(person=of).values_list("contest", "slug"):
        lines.setdefault(contest, set()).add(slug)
    stood = []
    if lines:
        for result in results.results(Q(pk__in=lines), ["-election__polling_on", "pk"]):
            rows = [row for row in result.rows if row.slug in lines[result.id]]
            before = [role.office for role in roles if role.start < result.polling_on]  # not what the poll made of them
            stood.append(Stood(result, rows, known_as(before, result.polling_on)))
    return PersonPage(of, list(aliases), roles, stood, quotes(Q(person=of)))


def quotes(which: Q) -> list[Quote]:
    """Public quotes, what was said last first; each knows the newest `story` that it stands in."""
    story = Article.objects.public().filter(placements__quote=OuterRef("pk")).order_by("-publish_at")
    found = Quote.objects.public().filter(which).annotate(story=Subquery(story.values("slug")[:1]))
    return sorted(found, key=lambda quote: (moment(quote).order(), quote.pk), reverse=True)


# One quote.


@dataclass(frozen=True)
class Wording:
    """A quote as readers saw it from `at` on; `reason` says why it was changed."""

    revision: QuoteRevision
    at: datetime
    reason: str


@dataclass(frozen=True)
class QuotePage:
    quote: Quote
    comparison: Comparison
    stories: Sequence[Article]
    wordings: Sequence[Wording]


def quote_version(slug: str) -> tuple[Quote, Version, Version] | None:
    """(quote, version of its page, version of the parties) in one query, for quotes that readers know of."""
    things = Q(kind__in=["article", "person", "party"])
    row = Quote.objects.known().filter(slug=slug)
    found = row.annotate(version=Change.objects.version(things), parties=Change.objects.party_version())
    quote = found.select_related("person", "party", "outlet", "retraction").first()
    return (quote, Version.of(quote.version), Version.of(quote.parties)) if quote else None


def quote(of: Quote) -> QuotePage:
    """A quote's page in two queries."""
    comparison, wordings = wordings_of([of])[of.pk]
    stories = Article.objects.public().filter(placements__quote=of).order_by("-publish_at", "-pk")
    return QuotePage(of, comparison, list(stories), wordings)


def wordings_of(quotes: Iterable[Quote]) -> dict[int, tuple[Comparison, Sequence[Wording]]]:
    """By quote: the comparison that it rests on, and every wording that readers saw, the newest first, in one query. What was
    changed before publication nobody saw, and what waits for a second person nobody sees yet."""
    by_key = {quote.pk: quote for quote in quotes}
    made = Comparison.objects.filter(revision__quote__in=by_key).select_related("capture", "revision__outlet", "revision__party")
    kept: dict[int, list[Comparison]] = {}
    for one in made.order_by("revision__number"):
        kept.setdefault(one.revision.quote_id, []).append(one)
    found = {}
    for key, those in kept.items():
        quote = by_key[key]
        until = [*(one.at for one in those[1:]), None]
        seen = [one for one, end in zip(those, until, strict=True) if end is None or (quote.published_at or end) < end]
        wordings = [Wording(seen[0].revision, quote.published_at or seen[0].at, "")]
        wordings += [Wording(one.revision, one.at, one.revision.reason) for one in seen[1:]]
        found[key] = those[-1], wordings[::-1]
    return found


# Quotes in a story.


@dataclass(frozen=True)
class Happening:
    """An entry of a story's timeline: a declaration, a quote with how long after the first declaration it was said, or a
    correction of the story."""

    result: Result | None = None
    quote: Quote | None = None
    offset: Offset | None = None
    correction: Correction | None = None


def moment(quote: Quote) -> Moment:
    return Moment(quote.said_at, quote.said_precision)


def placed(article: Article, *, at: datetime | None = None) -> dict[str, Quote]:
    """The quotes that readers know of in a story, by slug, in one query, or two where the words of one were changed. Each knows
    its `changed`: the wordings that came after the story was published. They read as they do now, or as they did `at` a time."""
    known = Q(quote__state__in=[Quote.State.PUBLISHED, Quote.State.RETRACTED])
    related = ("quote__person", "quote__party", "quote__outlet", "quote__retraction")
    found = {row.quote.slug: row.quote for row in article.placements.filter(known).select_related(*related)}
    revised = [quote for quote in found.values() if quote.accepted > 1]
    wordings = wordings_of(revised) if revised else {}
    for quote in found.values():
        seen = wordings[quote.pk][1] if quote.pk in wordings else ()
        quote.changed = [one for one in seen if one.reason and article.publish_at and one.at > article.publish_at]
        if at is not None and (then := [one for one in seen if one.at <= at] or list(seen[-1:])):
            quote.changed = []
            for name, value in then[0].revision.facts.items():
                setattr(quote, name, value)
    return found


def timeline(found: Sequence[Result], said: Iterable[Quote], corrections: Iterable[Correction] = ()) -> list[Happening]:
    """Declarations, quotes and corrections in the order in which they are known to have happened. A declaration whose time is
    not on record stands after its polling day."""
    declared = [result for result in found if not result.awaited]
    first = declared[0].declared_at if declared else None
    events: list[tuple[tuple[int, ...], int, Happening]] = []
    for result in declared:
        known = Moment(result.declared_at) if result.declared_at else Moment(_noon(result.polling_on), "day")
        events.append((known.order(), result.id, Happening(result=result)))
    for quote in said:
        after = offset(moment(quote), first) if first else None
        events.append((moment(quote).order(), quote.pk, Happening(quote=quote, offset=after)))
    for correction in corrections:
        events.append((Moment(correction.at).order(), correction.pk, Happening(correction=correction)))
    return [happening for _order, _key, happening in sorted(events, key=lambda event: event[:2])]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON).astimezone(UTC)


# For the desk.


@dataclass(frozen=True)
class Side:
    """How many reactions of a story come from one party's side; `part` is "won" or "second" in its first contest."""

    name: str
    number: int
    part: str = ""


def balance(article: Article) -> list[Side]:
    """From whose side a story's reactions come, the winner's and the runner-up's always among them. Who sat as an independent
    is counted with the party that they last belonged to. A prompt for editors; no rule."""
    newest = article.newest
    slugs = {place.slug for place in prose.places(newest.body)} if newest else set()
    roles = Prefetch("person__roles", Role.objects.select_related("party"))
    placings = Placement.objects.filter(article=article).values("quote")
    chosen = Quote.objects.filter(Q(pk__in=placings) | Q(slug__in=slugs)).exclude(state=Quote.State.RETRACTED)
    counted: dict[str, int] = {}
    for quote in chosen.select_related("person", "party").prefetch_related(roles):
        offices = [role.office for role in quote.person.roles.all()]
        own = quote.party.short_name if quote.party else sides(offices, timezone.localdate(quote.said_at))
        counted[own] = counted.get(own, 0) + 1
    if not counted:
        return []
    parts = _parts(article)
    names = sorted({*counted, *parts}, key=lambda name: (-counted.get(name, 0), name))
    return [Side(name, counted.get(name, 0), parts.get(name, "")) for name in names]


def _parts(article: Article) -> Mapping[str, str]:
    """The parties that came first and second in the first contest of a story."""
    first = Contest.objects.filter(article_contests__article=article).order_by("article_contests__position").first()
    result = results.result(first.pk) if first else None
    if result is None or result.awaited or not result.one_seat:
        return {}
    leaders = result.outcome.ordered[:2]
    return {line.party_short: part for line, part in zip(leaders, ("won", "second"), strict=False) if line.party_short}
