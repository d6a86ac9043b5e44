"""What one result is shown as: its rows, lists seat by seat, two rounds, stages. Shapes and how they are filled;
nothing is asked of the database here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from elections import charts, counting
from elections.charts import Stretch


@dataclass(frozen=True)
class Row:
    """One line as readers see it. `share` and `change` are Fractions of 1; `new` means not there in the comparison."""

    slug: str
    name: str
    party: str
    party_abbreviation: str
    party_class: str
    votes: int | None
    rank: int | None
    shared: bool  # whether another has the same place
    share: Fraction | None
    change: Fraction | None
    new: bool
    elected: bool
    by_lot: bool
    awaiting_lot: bool
    deposit_lost: bool
    withdrawn: bool
    died: bool
    continues: str


@dataclass(frozen=True)
class ListMember:
    """A candidate on a list; `elsewhere` is who won a constituency and is passed over."""

    name: str
    position: int
    elected: bool
    elsewhere: bool


@dataclass(frozen=True)
class ListRow:
    """One list. Seats that are not known are None; `length` is how many of its candidates can be elected, where known."""

    row: Row
    name: str
    abbreviation: str
    constituency_seats: int | None
    list_seats: int | None
    total: int | None
    below_bar: bool
    length: int | None
    members: tuple[ListMember, ...]


@dataclass(frozen=True)
class Quotient:
    """A list's figure for a seat: its votes over one more than the seats that it holds. `figure` is rounded to one decimal;
    both are None where the list has no candidate left."""

    to: ListRow
    divisor: int
    exact: Fraction | None
    figure: Decimal | None
    wins: bool = False


@dataclass(frozen=True)
class Seat:
    """One list seat: the quotient that won it, who took it ("" where the order of the list is not known), and what every
    list near a seat had."""

    number: int
    won: Quotient
    member: str
    quotients: tuple[Quotient, ...]


@dataclass(frozen=True)
class Allocation:
    """The list seats in the order of allocation, a column for each list near one. `seats_left` wait for the lot between
    those of `awaiting_lot`; `runner_up` had the second highest figure for the last seat."""

    columns: tuple[ListRow, ...]
    seats: tuple[Seat, ...]
    seats_left: tuple[int, ...]
    awaiting_lot: tuple[Quotient, ...]
    runner_up: Quotient | None

    @property
    def tied_last(self) -> bool:
        """Whether the last seat was won on a figure that another list had too."""
        return bool(self.last and self.runner_up and self.last.won.exact == self.runner_up.exact)

    @property
    def last(self) -> Seat | None:
        return self.seats[-1] if self.seats else None


@dataclass(frozen=True)
class RoundRow:
    """One candidate of a supplementary vote: second preferences transferred, total, and its share of the totals."""

    row: Row
    stayed: bool
    added: int | None
    total: int | None
    share: Fraction | None


@dataclass(frozen=True)
class Rounds:
    """The two rounds of a supplementary vote: those who stayed first. `first` counts first preferences, `neither` those of
    them that reached nobody who stayed."""

    rows: tuple[RoundRow, ...]
    first: int
    more_than_half: Row | None
    neither: int | None
    awaiting: bool
    bands: tuple[Stretch, ...]

    @property
    def stayed(self) -> tuple[RoundRow, ...]:
        return tuple(one for one in self.rows if one.stayed)

    @property
    def out(self) -> tuple[RoundRow, ...]:
        return tuple(one for one in self.rows if not one.stayed)

    @property
    def second(self) -> bool:
        return self.neither is not None

    @property
    def out_first(self) -> int:
        """The first preferences of those who were out."""
        return sum(one.row.votes or 0 for one in self.out)

    def of(self, kind: str) -> tuple[Stretch, ...]:
        return tuple(band for band in self.bands if band.kind == kind)

    @property
    def first_bands(self) -> tuple[Stretch, ...]:
        return self.of("first")

    @property
    def moved_bands(self) -> tuple[Stretch, ...]:
        return self.of("moved")

    @property
    def second_bands(self) -> tuple[Stretch, ...]:
        return self.of("second")


@dataclass(frozen=True)
class StageCell:
    """A total after a stage; `reaches` marks the first that is not below the quota."""

    votes: Decimal | None
    reaches: bool


@dataclass(frozen=True)
class StageRow:
    """A candidate's totals; `reached` is the stage of the first that is not below the quota."""

    row: Row
    cells: tuple[StageCell, ...]
    reached: int | None


@dataclass(frozen=True)
class Stages:
    """A declared stage table. What could not be transferred is as stated, else (`lost_stated`) what is missing from the valid
    votes; the quota is as stated, else by the rule."""

    numbers: tuple[int, ...]
    rows: tuple[StageRow, ...]
    lost: tuple[Decimal, ...]
    lost_stated: bool
    quota: Decimal
    quota_stated: bool
    divisor: int  # of the valid votes, for the quota: one more than the seats


def length(line: counting.Line) -> int | None:
    if line.standing_as == counting.StandingAs.INDEPENDENT:
        return 1
    return sum(not member.elsewhere for member in line.members) if line.members else None


def quotient(one: ListRow, order: Sequence[str], *, wins: bool = False) -> Quotient:
    """A list's figure after the seats of `order` are allocated."""
    won = list(order).count(one.row.slug)
    divisor = (one.constituency_seats or 0) + won + 1
    if one.length is not None and won >= one.length:
        return Quotient(one, divisor, None, None)
    exact = Fraction(one.row.votes or 0, divisor)
    return Quotient(one, divisor, exact, counting.half_up(exact, 1), wins)


def seat_of(lists: Mapping[str, ListRow], columns: Sequence[ListRow], order: Sequence[str], number: int) -> Seat:
    key, before = order[number - 1], order[: number - 1]
    elected = [member.name for member in lists[key].members if member.elected]
    if not lists[key].members and lists[key].length == 1:
        elected = [lists[key].name]
    turn = before.count(key)
    return Seat(
        number=number,
        won=quotient(lists[key], before, wins=True),
        member=elected[turn] if turn < len(elected) else "",
        quotients=tuple(quotient(one, before, wins=one.row.slug == key) for one in columns),
    )


def bands_of(rows: Sequence[RoundRow], first: int) -> tuple[Stretch, ...]:
    """The picture of two rounds, where two stayed and their totals are known: who was elected stands left."""
    stayed, out = [one for one in rows if one.stayed], [one for one in rows if not one.stayed]
    if len(stayed) != 2 or any(one.total is None for one in stayed):
        return ()
    left, right = ((one.row.party_class, one.row.votes or 0, one.total or 0) for one in stayed)
    return charts.two_rounds(left, right, out[0].row.party_class if len(out) == 1 else "p-other", first)


def places_of(votes: Iterable[Decimal | None]) -> int:
    """How many decimals the figures of a column need."""
    exponents = [int(one.normalize().as_tuple().exponent) for one in votes if one is not None]
    return max([0, *(-exponent for exponent in exponents)])


def stage_row(row: Row, totals: Sequence[Decimal | None], quota: Decimal, places: Sequence[int]) -> StageRow:
    reached = next((stage for stage, votes in enumerate(totals, start=1) if votes is not None and votes >= quota), None)
    shown = [*totals, *[None] * (len(places) - len(totals))]
    cells = tuple(
        StageCell(None if votes is None else counting.half_up(votes, place if votes else 0), stage == reached)
        for stage, (votes, place) in enumerate(zip(shown, places, strict=True), start=1)
    )
    return StageRow(row, cells, reached)


def party_class(line: counting.Line) -> str:
    """The class that gives a line its colour in the party stylesheet."""
    if line.standing_as == "independent":
        return "p-ind"
    return f"p-{line.party_slug}" if line.party_slug and not line.aggregate else "p-other"
