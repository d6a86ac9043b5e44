"""Many contests as readers see them: the polls of a day or of one election, an area, a party. They come through the same door
as one result does; everything that is counted over them is counted by `standings`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import charts, results, standings
from elections.counting import Hands, Line
from elections.models import NO_RESULT, Area, Candidacy, Change, Contest, Election, Party, sort_name
from elections.paging import Paged
from elections.results import Result
from elections.standings import Entry, Gain, Progress, Standing, Tenure
from elections.tables import Row, party_class
from elections.versions import Version

LATEST = 6  # declarations beside the state of the parties
STRIPS = 100  # contests of a body, above which not each is drawn with its own seats
COLUMNS = {  # by kind of election: what its seats are called
    "parl": gettext_lazy("Commons"),
    "local": gettext_lazy("Councillors"),
    "mayor": gettext_lazy("Mayors"),
    "pcc": gettext_lazy("Commissioners"),
}
KINDS = list(Election.Kind.values)  # the order in which bodies are shown
LIST_SEATS, MEMBERS = gettext_lazy("List seats"), gettext_lazy("Members")


# Elections.


@dataclass(frozen=True)
class Day:
    """A polling day with its elections; `contests` and `declared` are how many there are, as the day's page counts them."""

    polling_on: date
    elections: tuple[Election, ...]

    @property
    def counted(self) -> tuple[Election, ...]:
        """Rehearsals count on a day of their own only."""
        return tuple(election for election in self.elections if not election.rehearsal) or self.elections

    @property
    def contests(self) -> int:
        return sum(election.contest_count for election in self.counted)  # type: ignore[attr-defined] # by `_counted`

    @property
    def declared(self) -> int:
        return sum(election.declared_count for election in self.counted)  # type: ignore[attr-defined] # by `_counted`

    @property
    def cells(self) -> tuple[charts.Cell, ...]:
        return charts.progress(self.declared, 0, self.contests - self.declared)


def days() -> tuple[Version, Version, list[Day]]:
    """The version of the list, that of the parties, and every polling day, newest first, in two queries."""
    things = Change.objects.version(Q(kind="election"))
    versions = (
        Election.objects.annotate(list=things, parties=Change.objects.party_version()).values_list("list", "parties").first()
    )
    found: dict[date, list[Election]] = {}
    for election in _counted().order_by("-polling_on", "rehearsal", "name"):
        found.setdefault(election.polling_on, []).append(election)
    version, parties = versions or (None, None)
    return Version.of(version), Version.of(parties), [Day(day, tuple(those)) for day, those in found.items()]


def day(polling_on: date) -> Day:
    """One polling day without its rehearsals, in one query."""
    return Day(polling_on, tuple(_counted().filter(polling_on=polling_on, rehearsal=False).order_by("name")))


def _counted() -> QuerySet[Election]:
    """Elections with how many contests they have, and how many of these have a result that stands."""
    taken_back = Q(declared=None) | Q(declared__in=NO_RESULT[1:])
    stands = Contest.objects.filter(election=OuterRef("pk")).with_declaration().exclude(taken_back)
    declared = stands.order_by().values("election").annotate(number=Count("pk")).values("number")
    return Election.objects.annotate(contest_count=Count("contests"), declared_count=Coalesce(Subquery(declared), 0))


# The contests of one election, or of all elections of a day.


@dataclass(frozen=True)
class PollVersion:
    """What answering "unchanged" about a poll takes: its elections, versions, and whether every contest is declared."""

    slug: str
    elections: tuple[Election, ...]
    version: Version
    parties: Version
    declared: bool

    @property
    def title(self) -> str:
        """The election's name, or nothing for a day, which is named by its date."""
        return self.elections[0].name if self.elections[0].slug == self.slug else ""


def poll_version(slug: str) -> PollVersion | None:
    """The version of a poll, by an election's slug or by a polling day (2021-05-06), which is all elections of that day but
    rehearsals; None where there is none. Two queries."""
    try:
        which = Q(polling_on=date.fromisoformat(slug), rehearsal=False) if slug[:1].isdigit() else Q(slug=slug)
    except ValueError:
        return None
    elections = tuple(Election.objects.filter(which).order_by("name"))
    if not elections:
        return None
    contests = Contest.objects.filter(election__in=elections)
    things = (
        Q(kind="election", key__in=[election.pk for election in elections])
        | Q(kind="contest", key__in=contests.values("comparison"))
        | Q(kind="area", key__in=contests.values("area"))
        | Q(kind="party")
    )
    awaited = Exists(contests.with_declaration().filter(Q(declared=None) | Q(declared__in=NO_RESULT[1:])))
    row = Election.objects.filter(pk=elections[0].pk).annotate(
        version=Change.objects.version(things), parties=Change.objects.party_version(), awaited=awaited
    )
    version, parties, waiting = row.values_list("version", "parties", "awaited").get()
    return PollVersion(slug, elections, Version.of(version), Version.of(parties), not waiting)


@dataclass(frozen=True)
class StandingRow:
    """One party in the state of the parties; `cells` are its seats in each column, `bar` per cent of the widest bar."""

    key: str
    name: str
    party_class: str
    party_slug: str
    cells: tuple[int, ...]
    standing: Standing
    bar: int


@dataclass(frozen=True)
class GainRow:
    """What one party took from each of the others, in the order of the matrix's columns; `sides` are those of
    squares whose areas are as the numbers, in per cent of the largest."""

    name: str
    party_class: str
    cells: tuple[int, ...]
    sides: tuple[Decimal, ...]

    @property
    def total(self) -> int:
        return sum(self.cells)

    @property
    def squares(self) -> tuple[tuple[int, Decimal], ...]:
        return tuple(zip(self.cells, self.sides, strict=True))


@dataclass(frozen=True)
class Body:
    """One election's contests, which fill the seats of a body or a part of them."""

    election: Election
    contests: tuple[Result, ...]

    @property
    def seats(self) -> int:
        return sum(result.seats for result in self.contests)

    @property
    def open(self) -> int:
        """How many seats nobody has yet."""
        return self.seats - sum(standing.seats for standing in self._standings)

    @cached_property
    def _standings(self) -> tuple[Standing, ...]:
        return standings.standings(entry(result) for result in self.contests)

    @property
    def waffle(self) -> tuple[charts.Squares, ...]:
        """A square for each seat: those of each party, the largest first, then those that are open."""
        benches = [charts.Bench(_called(one.line), party_class(one.line), one.seats) for one in self._standings]
        return charts.waffle([*benches, charts.Bench(_("To come"), "", self.open)])

    @property
    def strips(self) -> tuple[Result, ...]:
        """The contests of several seats, where there are some, and few enough to be drawn one by one."""
        several = tuple(result for result in self.contests if result.seats > 1)
        return several if 1 < len(several) <= STRIPS else ()


@dataclass(frozen=True)
class Poll:
    """The contests of one election or day, and what follows from all of them."""

    slug: str
    title: str
    elections: tuple[Election, ...]
    contests: tuple[Result, ...]

    @property
    def polling_on(self) -> date:
        return self.elections[0].polling_on

    @property
    def rehearsal(self) -> bool:
        return self.elections[0].rehearsal

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry(result) for result in self.contests)

    @cached_property
    def progress(self) -> Progress:
        return standings.progress(self.entries)

    @property
    def awaited(self) -> int:
        return self.progress.contests - self.progress.declared

    @property
    def single(self) -> int:
        """How many results rest on one person's sheet."""
        return sum(result.state == "single" for result in self.contests)

    @property
    def confirmed(self) -> int:
        return self.progress.declared - self.single

    @property
    def awaiting_lot(self) -> int:
        return sum(bool(result.outcome.awaiting_lot) for result in self.contests)

    @property
    def cells(self) -> tuple[charts.Cell, ...]:
        return charts.progress(self.confirmed, self.single, self.awaited)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """Each election that fills more than one seat, with a square for each of them; those drawn contest by contest first."""
        found = (
            Body(election, those)
            for election in self.elections
            if (those := tuple(one for one in self.contests if one.election_slug == election.slug))
            and sum(result.seats for result in those) > 1
        )
        return tuple(sorted(found, key=lambda body: not body.strips))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The kinds of seats, in the order of the contests."""
        return tuple(dict.fromkeys(entry.column for entry in self.entries))

    @cached_property
    def standings(self) -> tuple[StandingRow, ...]:
        """The parties that have won a seat or lost one, and, where nobody has yet, none."""
        every = [one for one in standings.standings(self.entries) if one.seats or one.lost or (one.net or 0) < 0]
        most = max((one.seats for one in every), default=0) or 1
        return tuple(
            StandingRow(
                key=_called(one.line).casefold(),
                name=_called(one.line),
                party_class=party_class(one.line),
                party_slug=one.line.party_slug,
                cells=tuple(one.columns.get(column, 0) for column in self.columns),
                standing=one,
                bar=100 * one.seats // most,
            )
            for one in every
        )

    @property
    def compared(self) -> bool:
        """Whether seats gained and lost are known of any party."""
        return any(row.standing.net is not None for row in self.standings)

    @property
    def voted(self) -> bool:
        """Whether votes can be added up: one vote a paper, everywhere."""
        return any(row.standing.votes is not None for row in self.standings)

    @property
    def declared_seats(self) -> tuple[int, ...]:
        return tuple(self.progress.filled[column] for column in self.columns)

    @property
    def seats_to_come(self) -> tuple[int, ...]:
        return tuple(self.progress.seats[column] - self.progress.filled[column] for column in self.columns)

    @property
    def seats(self) -> int:
        return sum(result.seats for result in self.contests)

    @property
    def filled(self) -> int:
        return sum(self.declared_seats)

    @property
    def to_come(self) -> int:
        return sum(self.seats_to_come)

    @cached_property
    def gains(self) -> tuple[Gain, ...]:
        return standings.gains(self.entries)

    @cached_property
    def losers(self) -> tuple[str, ...]:
        """The columns of the gains matrix: who lost seats, the most first."""
        lost: dict[str, int] = {}
        for gain in self.gains:
            lost[_called(gain.former)] = lost.get(_called(gain.former), 0) + gain.number
        return tuple(sorted(lost, key=lambda name: (-lost[name], name)))

    @cached_property
    def matrix(self) -> tuple[GainRow, ...]:
        """Who took how many seats from whom."""
        rows: dict[str, tuple[Line, dict[str, int]]] = {}
        for gain in self.gains:
            rows.setdefault(_called(gain.winner), (gain.winner, {}))[1][_called(gain.former)] = gain.number
        cells = [tuple(numbers.get(loser, 0) for loser in self.losers) for _line, numbers in rows.values()]
        found = [
            GainRow(name, party_class(line), those, sides)
            for (name, (line, _numbers)), those, sides in zip(rows.items(), cells, charts.areas(cells), strict=True)
        ]
        return tuple(sorted(found, key=lambda row: (-row.total, row.name)))

    @cached_property
    def latest(self) -> tuple[Result, ...]:
        """What was published last, the newest first; a correction is news too."""
        declared = [result for result in self.contests if not result.awaited]
        return tuple(sorted(declared, key=_moment, reverse=True)[:LATEST])

    @property
    def announcement(self) -> str:
        """One sentence for who hears the page."""
        values = {"declared": self.progress.declared, "contests": self.progress.contests}
        return _("%(declared)d of %(contests)d contests declared.") % values


def poll(version: PollVersion) -> Poll:
    """A poll with its contests by kind of election and name, in one query."""
    contests = results.results(Q(election__in=version.elections), ["election__name", "area__sort_name", "pk"])
    contests.sort(key=lambda result: KINDS.index(result.election_kind))
    return Poll(version.slug, version.title, version.elections, tuple(contests))


def entry(result: Result) -> Entry:
    if result.outcome.count.by_lists:
        column = LIST_SEATS
    else:
        column = COLUMNS.get(result.election_kind, MEMBERS)
    return Entry(result.outcome, result.previous, str(column), not result.awaited)


def _called(line: Line) -> str:
    """A party's name, or "Independent", or "Speaker"."""
    named = {"independent": _("Independent"), "speaker": _("Speaker")}
    return named.get(str(line.standing_as)) or line.party_short or line.name


def _moment(result: Result) -> tuple[datetime, str]:
    assert result.published_at is not None  # noqa: S101 - only declared results are ordered by it
    return result.published_at, result.ballot_paper_id


# Finding a contest among many.

FILTERS = {
    "": gettext_lazy("All"),
    "declared": gettext_lazy("Declared"),
    "awaited": gettext_lazy("Awaited"),
    "gain": gettext_lazy("Changed hands"),
    "hold": gettext_lazy("Held"),
    "lot": gettext_lazy("Equal votes or a lot"),
}
SORTS = {
    "": gettext_lazy("Kind and place"),
    "name": gettext_lazy("Place, A to Z"),
    "newest": gettext_lazy("Newest declaration first"),
    "closest": gettext_lazy("Closest first"),
    "turnout": gettext_lazy("Highest turnout first"),
}


@dataclass(frozen=True)
class Listing(Paged):
    """The contests that a reader asked for, one page of them."""

    contests: tuple[Result, ...]
    found: int
    total: int
    page: int
    q: str = ""
    filter: str = ""
    sort: str = ""

    @property
    def query(self) -> str:
        """What was asked for, as the beginning of a query string."""
        asked = {name: value for name in ("q", "filter", "sort") if (value := getattr(self, name))}
        return f"{urlencode(asked)}&" if asked else ""

    @property
    def chosen(self) -> bool:
        """Whether the reader asked for something: then updates change rows, and neither add nor move any."""
        return bool(self.q or self.filter or self.sort or self.pages > 1)


def listing(contests: Sequence[Result], *, q: str = "", filter: str = "", sort: str = "", page: str = "") -> Listing:
    """The contests that match, in the order asked for. Words that mean nothing here count as none."""
    filter, sort = filter if filter in FILTERS else "", sort if sort in SORTS else ""
    found = [result for result in contests if _matches(result, filter) and (not q.strip() or _named(result, q))]
    if sort:
        found.sort(key=ORDERS[sort])
    number, rows = Listing.cut(page, len(found))
    return Listing(tuple(found[rows]), len(found), len(contests), number, q.strip()[:100], filter, sort)


def every(contests: Sequence[Result]) -> Listing:
    """All of them: what a fragment brings to open pages, which take of it the rows that they show."""
    return Listing(tuple(contests), len(contests), len(contests), 1)


def _matches(result: Result, filter: str) -> bool:
    hands = result.change.hands if filter in ("gain", "hold") and result.change else None
    return {
        "": True,
        "declared": not result.awaited,
        "awaited": result.awaited,
        "gain": hands is Hands.GAIN,
        "hold": hands is Hands.HOLD,
        "lot": bool(result.outcome.awaiting_lot) or result.outcome.decided_by_lot,
    }[filter]


def _named(result: Result, q: str) -> bool:
    """Whether every word stands in the place's name, or in one candidate's or party's."""
    words = sort_name(q).split()
    lines = result.outcome.count.lines
    texts = [result.title, *(f"{line.name} {line.party_name} {line.party_short}" for line in lines)]
    return any(all(word in sort_name(text) for word in words) for text in texts)


def _closeness(result: Result) -> tuple[bool, float]:
    share = result.outcome.majority_share
    return share is None, float(share or 0)


ORDERS: dict[str, Callable[[Result], Any]] = {
    "name": lambda result: sort_name(result.area),
    "newest": lambda result: (not result.declared, -_moment(result)[0].timestamp() if result.declared else 0),
    "closest": _closeness,
    "turnout": lambda result: -(result.outcome.turnout or 0),
}


# An area.

ABOVE = ("parent", "parent__parent", "parent__parent__parent")  # as many areas above one as its page names


@dataclass(frozen=True)
class Office:
    """One kind of seat in an area through the years: who has held it since when, the newest tenure first."""

    kind: str
    tenures: tuple[Tenure, ...]

    @property
    def prefix(self) -> str:
        """What the ids of its picture begin with."""
        return f"{self.kind}-"

    @property
    def seat_history(self) -> charts.History | None:
        """Every poll for it, drawn, where there is more than one."""
        polls = [results.polled(held) for tenure in self.tenures for held in tenure.polls]
        return charts.history(polls) if len(polls) > 1 else None

    @property
    def body(self) -> str:
        return str(capfirst(Election.Kind(self.kind).label))

    @property
    def now(self) -> Tenure:
        return self.tenures[0]

    @property
    def before(self) -> tuple[Tenure, ...]:
        return self.tenures[1:]


@dataclass(frozen=True)
class AreaPage:
    """An area, its parts, every contest there, newest first, and its offices."""

    area: Area
    parts: tuple[Area, ...]
    contests: tuple[Result, ...]

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        polls: dict[str, list[standings.Held]] = {}
        for result in self.contests:
            winner = result.outcome.winner
            if winner and result.seats == 1 and not result.notional and not result.rehearsal:
                held = standings.Held(result.polling_on, result.ballot_paper_id, winner, outcome=result.outcome)
                polls.setdefault(result.election_kind, []).append(held)
        return tuple(Office(kind, standings.tenures(those)[::-1]) for kind, those in polls.items())


def area_version(slug: str, *, with_stories: bool = False) -> tuple[Area, Version, Version] | None:
    """(area, version of its page, version of the parties) in one query. Declarations announce their area; `with_stories` any
    story moves it too, as it does the area's feed."""
    things = Q(kind="area", key=OuterRef("pk")) | Q(kind="party")
    for above in range(1, len(ABOVE) + 1):
        things |= Q(kind="area", key=OuterRef("__".join(["parent"] * above) + "_id"))
    if with_stories:
        things |= Q(kind="article")
    areas = Area.objects.filter(slug=slug).select_related(*ABOVE)
    row = areas.annotate(version=Change.objects.version(things), parties=Change.objects.party_version()).first()
    return (row, Version.of(row.version), Version.of(row.parties)) if row else None


def area(of: Area) -> AreaPage:
    """An area's page in three queries."""
    contests = results.results(Q(area=of), ["-election__polling_on", "election__name", "pk"])
    return AreaPage(of, tuple(of.parts.order_by("sort_name")), tuple(contests))


# A party.


@dataclass(frozen=True)
class PartyContest:
    """A contest that a party stood in: its rows there."""

    result: Result
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PartyPage(Paged):
    """A party under all its names, and one page of the contests that it stood in, newest first."""

    party: Party
    names: tuple[Party, ...]
    contests: tuple[PartyContest, ...]
    found: int
    page: int


def party_version(slug: str, *, with_stories: bool = False) -> tuple[Party, Version, Version] | None:
    """(party, version of its page, version of the parties) in one query. A party may stand anywhere, so that every contest
    moves its page; `with_stories` every story too, as it does the party's feed."""
    things = Q(kind="contest") | Q(kind="party") | Q(kind="election")
    if with_stories:
        things |= Q(kind="article")
    row = Party.objects.filter(slug=slug).annotate(version=Change.objects.version(things), parties=Change.objects.party_version())
    found = row.first()
    return (found, Version.of(found.version), Version.of(found.parties)) if found else None


def party(of: Party, page: str = "") -> PartyPage:
    """A party's page in four queries."""
    names = _family(of, Party.objects.all())
    contests = _stood_in(names)
    found = contests.count()
    number, rows = PartyPage.cut(page, found)
    ids = list(contests.values_list("pk", flat=True)[rows])
    slugs = {name.pk for name in names}
    listed = []
    for result in results.results(Q(pk__in=ids), ["-election__polling_on", "area__sort_name", "pk"]):
        lines = {line.key for line in result.outcome.count.lines if line.party in slugs}
        listed.append(PartyContest(result, tuple(row for row in result.rows if row.slug in lines)))
    return PartyPage(of, names, tuple(listed), found, number)


def _family(of: Party, every: Iterable[Party]) -> tuple[Party, ...]:
    """A party under all its names, the first one first."""
    by_key = {party.pk: party for party in every}

    def chain(party: Party) -> list[int]:
        keys = [party.pk]
        while (former := by_key[keys[-1]].continues_id) and former not in keys:
            keys.append(former)
        return keys

    root = chain(of)[-1]
    family = [party for party in by_key.values() if chain(party)[-1] == root]
    return tuple(sorted(family, key=lambda party: len(chain(party))))


def _stood_in(names: Sequence[Party]) -> QuerySet[Contest]:
    stood = Candidacy.objects.filter(contest=OuterRef("pk"), party__in=names)
    real = Contest.objects.filter(Exists(stood), election__rehearsal=False)
    return real.order_by("-election__polling_on", "area__sort_name", "pk")
