"""The board of the night: where every contest stands, how long it has waited, and what waits for the one who looks.

The second entry is blind, and so is the board: of a sheet that somebody has handed in, others read that it is there and since
when, as in the list of contests, and neither a figure, nor a doubt about one, nor whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from elections import finding, paging
from elections.models import NO_RESULT, Contest, Declaration, Election, Kind, Look, Sheet, SheetQuery

SHOWN = 6  # contests in one column, and of each sort of what waits for somebody
PAGE = 100  # contests on one page of a column's own list
CLOSE = time(22)  # when polls close, where nobody has recorded it


# What a contest's state is, and what may wait for somebody.


class State(NamedTuple):
    """A column of the board: its name in addresses, its heading, and its sign on the page."""

    name: str
    heading: Any
    sign: str


AWAITED = State("awaited", gettext_lazy("Awaited"), "ring")
ONE = State("one", gettext_lazy("One sheet in"), "half")
DIFFER = State("differ", gettext_lazy("Sheets differ"), "stop")
DECLARED = State("declared", gettext_lazy("Declared"), "tick")
CORRECTED = State("corrected", gettext_lazy("Corrected or taken back"), "pencil")
STATES = (AWAITED, ONE, DIFFER, DECLARED, CORRECTED)  # each contest has one
QUERIED = State("queried", gettext_lazy("With a query"), "query")  # beside its state
COLUMNS = (*STATES[:3], QUERIED, *STATES[3:])
OVER = (DECLARED, CORRECTED)  # nothing waits; the newest come first
TAKEN_BACK = (Kind.CORRECTION, Kind.WITHDRAWAL, Kind.VOID)


@dataclass(frozen=True)
class Pending:
    """What was handed in for a contest's next revision: since when, by how many people, and what it says; for the one who looks
    whether a sheet of theirs is there (its key), and whether they have looked at another's."""

    since: datetime
    people: int
    kind: str
    mine: int | None = None
    looked: bool = False


@dataclass(frozen=True)
class Card:
    """One contest as it stands on the board. `queries` are those that the one who looks may know of."""

    contest: Contest
    pending: Pending | None = None
    queries: int = 0

    @property
    def state(self) -> State:
        if self.pending:
            return ONE if self.pending.people == 1 else DIFFER
        if self.contest.declared in TAKEN_BACK:
            return CORRECTED
        return AWAITED if self.contest.declared in (*NO_RESULT, Kind.WINNER) else DECLARED

    @property
    def closed_at(self) -> datetime:
        return closed_at(self.contest.election)

    @property
    def open(self) -> bool:
        """Whether its polls are still open: nothing can be entered yet."""
        return self.contest.election.polls_open

    @property
    def since(self) -> datetime:
        """Since when it waits, or when it was published."""
        if self.pending:
            return self.pending.since
        taken_back = self.contest.declared in NO_RESULT and self.contest.declared is not None
        published = self.contest.published_at if taken_back or self.state is not AWAITED else None
        return published or self.closed_at

    @property
    def kind(self) -> str:
        """What is waited for or published, where it is not simply the result."""
        if self.pending:
            return "" if self.pending.kind == Kind.FIGURES else str(Kind(self.pending.kind).label)
        return "" if self.contest.declared in (None, Kind.FIGURES) else str(Kind(self.contest.declared).label)

    @property
    def done(self) -> bool:
        return self.state in OVER

    @property
    def wants_second(self) -> bool:
        """Whether the one who looks can be its second person."""
        return self.state is ONE and self.pending is not None and not self.pending.mine and not self.pending.looked

    @property
    def body(self) -> str:
        return str(capfirst(Election.Kind(self.contest.election.kind).label))

    @property
    def order(self) -> tuple[bool, float, str, int]:
        """The oldest waiting first, those whose polls are open last; of what is over the newest first."""
        seconds = self.since.timestamp()
        return self.open, -seconds if self.done else seconds, self.contest.area.sort_name, self.contest.pk


def closed_at(election: Election) -> datetime:
    """When the polls of an election close, at ten in the evening where it is not on record."""
    return election.polls_close_at or timezone.make_aware(datetime.combine(election.polling_on, CLOSE))


class Task(NamedTuple):
    """Why a contest waits for somebody, in their words; `page` is the desk's page to go to."""

    name: str
    words: Any
    page: str


YOURS_DIFFERS = Task("differs", gettext_lazy("Your sheet differs from another person’s"), "count")
SECOND = Task("second", gettext_lazy("Second person wanted"), "count")
OVERRIDE = Task("override", gettext_lazy("Two people’s sheets differ: settle it"), "override")
YOURS_QUERIED = Task("queried", gettext_lazy("Your sheet stands against a query: look at the paper again"), "count")
TASKS = (YOURS_DIFFERS, SECOND, OVERRIDE, YOURS_QUERIED)  # in the order in which they come


@dataclass(frozen=True)
class Due:
    """One contest that waits for the one who looks, and what for. `kind` is of the sheet that waits."""

    card: Card
    task: Task

    @property
    def declares(self) -> str:
        """The kind of declaration whose page it is on, or nothing for a count."""
        kind = self.card.pending.kind if self.card.pending else ""
        return "" if self.task.page != "count" or kind == Kind.FIGURES else kind


@dataclass(frozen=True)
class Column:
    """One state: its cards, of which the first few are shown, and how many there are."""

    state: State
    cards: tuple[Card, ...]

    @property
    def shown(self) -> tuple[Card, ...]:
        return self.cards[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.cards) - len(self.shown)


@dataclass(frozen=True)
class Part:
    """A part of the progress bar, in per cent of its width."""

    state: State
    number: int
    x: Decimal
    width: Decimal


# Which contests somebody asked for.


@dataclass(frozen=True)
class Night:
    """A polling day, rehearsals too, with its elections."""

    day: date
    elections: tuple[Election, ...]

    @property
    def name(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True)
class Asked:
    """What somebody chose: the poll (a day or an election's slug), one state's list and its page, or words to find."""

    poll: str = ""
    state: str = ""
    page: int = 1
    q: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """From the query of an address. Words that mean nothing here count as none."""
        state = query.get("state", "")
        return cls(
            poll=query.get("poll", "")[:100],
            state=state if state in {column.name for column in COLUMNS} else "",
            page=paging.asked(query.get("page", "")),
            q=query.get("q", "").strip()[: finding.LONGEST],
        )


@dataclass(frozen=True)
class Board:
    """All of it, for one who looks."""

    asked: Asked
    nights: tuple[Night, ...]
    night: Night | None
    election: Election | None
    cards: tuple[Card, ...]
    due: tuple[Due, ...]
    found: tuple[Card, ...] = ()
    nearest: bool = False
    may_enter: bool = False
    may_override: bool = False
    at: datetime = field(default_factory=timezone.now)
    following: Card | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(state, tuple(self._of(state))) for state in COLUMNS)

    def _of(self, state: State) -> list[Card]:
        return sorted((c for c in self.cards if (c.queries if state is QUERIED else c.state is state)), key=lambda c: c.order)

    @property
    def column(self) -> Column | None:
        """The one that was chosen."""
        return next((column for column in self.columns if column.state.name == self.asked.state), None)

    @property
    def pages(self) -> int:
        return paging.last(len(self.column.cards), PAGE) if self.column else 1

    @property
    def numbers(self) -> range:
        return range(1, self.pages + 1)

    @property
    def page(self) -> int:
        return min(self.asked.page, self.pages)

    @property
    def listed(self) -> tuple[Card, ...]:
        """One page of the chosen column."""
        return self.column.cards[PAGE * (self.page - 1) : PAGE * self.page] if self.column else ()

    @property
    def total(self) -> int:
        return len(self.cards)

    @property
    def declared(self) -> int:
        """How many have a result that readers see."""
        return sum(card.contest.declared not in NO_RESULT for card in self.cards)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The progress bar, from what is over to what is awaited."""
        found, x = [], Decimal(0)
        for column in (self._column(state) for state in (DECLARED, CORRECTED, DIFFER, ONE, AWAITED)):
            number = len(column.cards)
            width = Decimal(100 * number) / self.total if number else Decimal(0)
            found.append(Part(column.state, number, round(x, 2), round(width, 2)))
            x += width
        return tuple(part for part in found if part.number)

    def _column(self, state: State) -> Column:
        return next(column for column in self.columns if column.state is state)

    @property
    def tasks(self) -> tuple[tuple[Task, tuple[Due, ...], int], ...]:
        """What waits by its sort: the first few of each, and how many more there are."""
        sorts = [(task, [due for due in self.due if due.task is task]) for task in TASKS]
        return tuple((task, tuple(those[:SHOWN]), len(those[SHOWN:])) for task, those in sorts if those)

    @property
    def next(self) -> Due | None:
        return self.due[0] if self.due else None

    @property
    def polled(self) -> str:
        """What an open board asks for again, as a query: the same without the words, for what was found stays as it was."""
        asked = {"poll": self.asked.poll, "state": self.asked.state, "page": self.page}
        return urlencode({name: value for name, value in asked.items() if value and (name, value) != ("page", 1)})

    @property
    def announcement(self) -> str:
        """One sentence for who hears the board."""
        said = _("%(declared)d of %(total)d contests declared.") % {"declared": self.declared, "total": self.total}
        if not self.may_enter:
            return said
        waits = ngettext("%d contest waits for you.", "%d contests wait for you.", len(self.due)) % len(self.due)
        return f"{waits} {said}"


def board(user: Any, asked: Asked) -> Board:
    """The board as one person may see it: in four queries, however many contests there are, four more at most to find some by
    words, and those for the person's permissions."""
    may_enter, may_override = user.has_perm("elections.enter_sheet"), user.has_perm("elections.override_declaration")
    nights = _nights()
    night, election = _chosen(nights, asked.poll)
    pending = _pending(user)
    mine = {pk: one for pk, one in pending.items() if may_enter and (one.mine or not one.looked or may_override)}
    elections = [election.pk] if election else [one.pk for one in night.elections] if night else []
    wanted = Q(election__in=elections) | Q(pk__in=mine)
    found = finding.find(Contest.objects.all(), asked.q) if asked.q else None
    keys = list(found.contests.values_list("pk", flat=True)[: finding.NEAREST]) if found else []
    contests = Contest.objects.filter(wanted | Q(pk__in=keys)).with_declaration().select_related("area", "election")
    queries = _queries([one.mine for one in pending.values() if one.mine], elections)
    cards = {contest.pk: Card(contest, pending.get(contest.pk), queries.get(contest.pk, 0)) for contest in contests}
    shown = tuple(card for card in cards.values() if card.contest.election_id in elections)
    return Board(
        asked=asked,
        nights=nights,
        night=night,
        election=election,
        cards=shown,
        due=tuple(_due((cards[pk] for pk in mine if pk in cards), may_override)),
        found=tuple(cards[pk] for pk in keys),
        nearest=bool(found and found.nearest),
        may_enter=may_enter,
        may_override=may_override,
        following=_following(shown) if may_enter else None,
    )


def _nights() -> tuple[Night, ...]:
    """Every polling day, the newest first; each election has `open_work`, whether a contest of it awaits its result, and when
    one was last published, `latest`."""
    none = Contest.objects.filter(election=OuterRef("pk")).with_declaration().filter(Q(declared=None) | Q(declared=Kind.RECOUNT))
    found: dict[date, list[Election]] = {}
    newest = Declaration.objects.filter(contest__election=OuterRef("pk")).order_by("-published_at").values("published_at")[:1]
    every = Election.objects.annotate(open_work=Exists(none), latest=Subquery(newest))
    for election in every.order_by("-polling_on", "rehearsal", "name"):
        found.setdefault(election.polling_on, []).append(election)
    return tuple(Night(day, tuple(elections)) for day, elections in found.items())


def _chosen(nights: Sequence[Night], poll: str) -> tuple[Night | None, Election | None]:
    """The polling day, and the election if one was chosen. Without a choice it is the newest day whose polls have closed and
    that is not all declared; else that of the newest declaration; else the first to come."""
    for night in nights:
        if night.name == poll:
            return night, None
        for election in night.elections:
            if election.slug == poll:
                return night, election
    now = timezone.now()
    closed = [night for night in nights if any(closed_at(election) <= now for election in night.elections)]
    busy = [night for night in closed if any(election.open_work for election in night.elections)]  # type: ignore[attr-defined]
    done = [(election.latest, night) for night in nights for election in night.elections if election.latest]  # type: ignore[attr-defined]
    last = [max(done, key=lambda one: one[0])[1]] if done else []
    return next(iter([*busy[:1], *last, *nights[::-1]]), None), None


def _pending(user: Any) -> dict[int, Pending]:
    """What was handed in for the next revision of each contest, by the contest's key."""
    over = Declaration.objects.filter(contest=OuterRef("contest"), revision__gte=OuterRef("for_revision"))
    looks = Look.objects.filter(sheet=OuterRef("pk"), by=user)
    rows = (
        Sheet.objects.filter(~Exists(over))
        .order_by()
        .annotate(seen=Exists(looks))
        .values("contest")
        .annotate(
            since=Min("entered_at"),
            people=Count("by", distinct=True),
            kind=Coalesce(Min("kind", filter=Q(by=user)), Min("kind")),
            mine=Max("pk", filter=Q(by=user)),
            looked=BoolOr("seen"),
        )
    )
    return {row.pop("contest"): Pending(**row) for row in rows}


def _queries(own: Iterable[int], elections: Iterable[int]) -> dict[int, int]:
    """How many queries let a sheet stand, by contest: on somebody's own sheets, and on what is published. Those of another
    person's sheet would say something about its figures."""
    newest = Declaration.objects.filter(contest=OuterRef("sheet__contest")).order_by("-revision").values("sheet")[:1]
    published = SheetQuery.objects.filter(sheet__contest__election__in=list(elections), sheet=newest)
    rows = SheetQuery.objects.filter(Q(sheet__in=list(own)) | Q(pk__in=published.values("pk"))).order_by()
    return dict(rows.values_list("sheet__contest").annotate(number=Count("pk")))


def _due(cards: Iterable[Card], may_override: bool) -> list[Due]:
    """What waits for somebody: their own that differ, then others' to confirm, the oldest first."""
    found = [Due(card, task) for card in cards if (task := _task(card, may_override))]
    return sorted(found, key=lambda due: (TASKS.index(due.task), due.card.order))


def _task(card: Card, may_override: bool) -> Task | None:
    pending = card.pending
    if pending is None:
        return None
    if pending.people > 1:
        return YOURS_DIFFERS if pending.mine else OVERRIDE if may_override else None
    if pending.mine:
        return YOURS_QUERIED if card.queries else None
    return SECOND if card.wants_second else None


def _following(cards: Iterable[Card]) -> Card | None:
    """The awaited contest that has waited longest and can be entered now."""
    waiting = [card for card in cards if card.state is AWAITED and not card.open]
    return min(waiting, key=lambda card: card.order, default=None)
