"""Many contests together: seats, net change, who lost to whom, how many are declared; and who has held a seat since when. Pure.

Parties are counted across renames. Independents are counted together and the Speaker apart; an aggregate ("others together")
wins nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from elections.counting import Change, Hands, Line, Outcome, StandingAs, compare, ratio


@dataclass(frozen=True, slots=True)
class Entry:
    """One contest: its outcome, the outcome that it is compared with, and the column in which its seats are counted."""

    outcome: Outcome
    previous: Outcome | None = None
    column: str = ""
    declared: bool = True

    @property
    def change(self) -> Change | None:
        return compare(self.outcome, self.previous) if self.previous else None


@dataclass(frozen=True, slots=True)
class Standing:
    """One party's state: seats by column and in all; seats gained and lost where one seat was compared; `net` against the
    contests compared with, None where none was; votes, and their share of all valid votes in contests with one vote."""

    line: Line
    columns: Mapping[str, int]
    gained: int
    lost: int
    net: int | None
    candidates: int
    votes: int | None
    share: Fraction | None

    @property
    def seats(self) -> int:
        return sum(self.columns.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """How many contests of how many are declared, and how many seats."""

    contests: int
    declared: int
    seats: Mapping[str, int]
    filled: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gain:
    """How many seats one party took from another."""

    winner: Line
    former: Line
    number: int


def group(line: Line) -> Hashable:
    """What a line is counted under: its party across renames, all independents together, the Speaker."""
    if line.standing_as == StandingAs.PARTY:
        return ("party", line.party if line.party is not None else line.party_name)
    return (str(line.standing_as),)


def progress(entries: Iterable[Entry]) -> Progress:
    """Declared of total, and seats filled of seats, by column."""
    every = list(entries)
    seats: dict[str, int] = {}
    filled: dict[str, int] = {}
    for entry in every:
        seats[entry.column] = seats.get(entry.column, 0) + entry.outcome.count.seats
        filled[entry.column] = filled.get(entry.column, 0) + len(seat_lines(entry.outcome))
    return Progress(len(every), sum(entry.declared for entry in every), seats, filled)


def seat_lines(outcome: Outcome) -> list[Line]:
    """The line of every seat won, a list's once for each of its seats."""
    return [outcome.lines[key] for key in outcome.elected for _seat in range(outcome.seats(key))]


@dataclass
class _Sum:
    line: Line
    columns: dict[str, int] = field(default_factory=dict)
    gained: int = 0
    lost: int = 0
    before: int = 0
    candidates: int = 0
    votes: int = 0


def standings(entries: Iterable[Entry]) -> tuple[Standing, ...]:
    """The state of the parties: most seats first, then most votes, then by name."""
    sums: dict[Hashable, _Sum] = {}

    def of(line: Line) -> _Sum:
        return sums.setdefault(group(line), _Sum(line))

    every = list(entries)
    for line in (line for entry in every for line in entry.outcome.count.candidates):
        own = of(line)
        own.candidates += 1
        own.votes += line.votes or 0
    whole, plain = 0, True
    compared: dict[Hashable, int] = {}
    for entry in every:
        outcome = entry.outcome
        plain = plain and outcome.count.one_vote
        whole += (outcome.valid_votes or 0) if outcome.count.known else 0
        won = seat_lines(outcome)
        for line in won:
            own = of(line)
            own.columns[entry.column] = own.columns.get(entry.column, 0) + 1
        then = seat_lines(entry.previous) if entry.previous else []
        if len(won) != outcome.count.seats or len(then) != outcome.count.seats:
            continue
        for line in won:
            compared[group(line)] = compared.get(group(line), 0) + 1
        for line in then:
            of(line).before += 1
        change = entry.change
        if change and change.hands is Hands.GAIN and change.former and outcome.winner:
            of(outcome.winner).gained += 1
            of(change.former).lost += 1
    any_compared = bool(compared)
    found = [
        Standing(
            line=own.line,
            columns=own.columns,
            gained=own.gained,
            lost=own.lost,
            net=compared.get(key, 0) - own.before if any_compared else None,
            candidates=own.candidates,
            votes=own.votes if plain and whole else None,
            share=ratio(own.votes, whole) if plain else None,
        )
        for key, own in sums.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.seats, -(one.votes or 0), one.line.party_short or one.line.name)))


def gains(entries: Iterable[Entry]) -> tuple[Gain, ...]:
    """Who took how many seats from whom, where one seat was compared; the most first."""
    numbers: dict[tuple[Hashable, Hashable], int] = {}
    lines: dict[Hashable, Line] = {}
    for entry in entries:
        change, winner = entry.change, entry.outcome.winner
        if change is None or winner is None or change.former is None or change.hands is not Hands.GAIN:
            continue
        pair = (group(winner), group(change.former))
        lines.setdefault(pair[0], winner)
        lines.setdefault(pair[1], change.former)
        numbers[pair] = numbers.get(pair, 0) + 1
    found = [Gain(lines[winner], lines[former], number) for (winner, former), number in numbers.items()]
    return tuple(sorted(found, key=lambda gain: (-gain.number, gain.winner.party_short, gain.former.party_short)))


# One seat through the years.


@dataclass(frozen=True, slots=True)
class Held:
    """A poll that gave a seat to somebody: on which day, which contest, who won, and what is known of the count."""

    polling_on: date
    ballot_paper_id: str
    winner: Line
    declaration: int = 0
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who holds a seat, and the polls that gave it to them without a break, the first one first. `first` says that no earlier
    poll for the seat is on record."""

    polls: tuple[Held, ...]
    first: bool

    @property
    def holder(self) -> Line:
        return self.polls[-1].winner

    @property
    def since(self) -> date:
        return self.polls[0].polling_on


def tenures(history: Sequence[Held]) -> tuple[Tenure, ...]:
    """A seat's polls, parted where it changed hands; the newest tenure last. An independent continues as the same person only."""
    parts: list[list[Held]] = []
    for held in sorted(history, key=lambda held: held.polling_on):
        before = parts[-1][-1].winner.identity if parts else None
        if before is not None and held.winner.identity == before:
            parts[-1].append(held)
        else:
            parts.append([held])
    return tuple(Tenure(tuple(polls), n == 0) for n, polls in enumerate(parts))


def defending(history: Sequence[Held], before: date) -> Tenure | None:
    """The tenure of who holds the seat at a poll on `before`, counting only polls before it; None where none is known."""
    earlier = tenures([held for held in history if held.polling_on < before])
    return earlier[-1] if earlier else None
