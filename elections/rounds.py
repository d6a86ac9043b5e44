"""Counts in stages: the supplementary vote, and the declared stage tables of the single transferable vote. Pure.

Supplementary vote, at polls until May 2022: SI 2007/1024, Schedule 1, paragraphs 51 to 54 (mayors); SI 2017/67, Schedule 1,
paragraphs 54 to 58 (mayors of combined authorities). Transferable votes: SSI 2011/399, Schedule 1 (Scotland); Electoral Law
Act (Northern Ireland) 1962, Schedule 5. Transferable votes are recorded as declared and checked against their own arithmetic;
papers are not recounted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

TOLERANCE = Decimal("0.01")  # Northern Ireland cuts transfers at two decimals


@dataclass(frozen=True, slots=True)
class Supplementary:
    """A supplementary vote: who stayed for the second round (empty where the first decided), the totals of those who did, who
    is elected, and who waits for the lot."""

    stayed: tuple[str, ...]
    totals: Mapping[str, int]
    elected: tuple[str, ...]
    awaiting_lot: tuple[str, ...]


def supplementary(
    first: Mapping[str, int],
    second: Mapping[str, int | None],
    lots: Mapping[str, str],
    *,
    valid_votes: int | None = None,
    others: bool = False,
) -> Supplementary:
    """Elected is who has more than half of the first preferences, compared on integers; with two candidates, who has more.

    Else the two highest stay (all who share the second place too), and the second preferences transferred to them are added.
    Where those are not known yet, nobody is elected. `others` says that there were more candidates than those in `first`,
    of whom two at least must be known to say who stays; `valid_votes` are the first preferences of all.
    """
    if len(first) <= 2 and not others:
        elected, awaiting = _most(first, lots)
        return Supplementary((), {}, elected, awaiting)
    valid = sum(first.values()) if valid_votes is None else valid_votes
    over = tuple(key for key, votes in first.items() if votes * 2 > valid)
    if over:
        return Supplementary((), {}, over, ())
    if len(first) < 2:
        return Supplementary((), {}, (), ())  # whoever else stays is among the others
    bar = sorted(first.values(), reverse=True)[1]
    stayed = tuple(sorted((key for key, votes in first.items() if votes >= bar), key=lambda key: (-first[key], key)))
    added = {key: votes for key in stayed if (votes := second.get(key)) is not None}
    if len(added) < len(stayed):
        return Supplementary(stayed, {}, (), ())
    totals = {key: first[key] + added[key] for key in stayed}
    elected, awaiting = _most(totals, lots)
    return Supplementary(stayed, totals, elected, awaiting)


def _most(votes: Mapping[str, int], lots: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(elected, awaiting the lot) for one seat."""
    top = max(votes.values(), default=0)
    level = tuple(key for key, number in votes.items() if number == top)
    if len(level) <= 1:
        return level, ()
    drawn = tuple(key for key in level if lots.get(key) == "won")
    return (drawn, ()) if len(drawn) == 1 else ((), level)


@dataclass(frozen=True, slots=True)
class Stages:
    """A declared stage table: each candidate's total after each stage, the votes that could not be transferred after each
    stage (None where the table does not state them), valid votes, seats and quota."""

    totals: Mapping[str, Sequence[Decimal | None]]
    valid_votes: int
    seats: int
    quota: Decimal | None = None
    non_transferable: Sequence[Decimal | None] = ()
    elected: Sequence[str] = ()

    @property
    def count(self) -> int:
        return max((len(row) for row in self.totals.values()), default=0)

    def total(self, stage: int) -> Decimal:
        """The candidates' sum after a stage, counted from 1; who is out counts nothing."""
        return sum((row[stage - 1] or Decimal(0) for row in self.totals.values() if len(row) >= stage), Decimal(0))

    def lost(self, stage: int) -> Decimal:
        """What could not be transferred by a stage: as stated, else what is missing from the valid votes."""
        stated = self.non_transferable[stage - 1] if len(self.non_transferable) >= stage else None
        return self.valid_votes - self.total(stage) if stated is None else stated


def droop(valid_votes: int, seats: int) -> int:
    """The quota: the whole part of valid votes over one more than the seats, and one."""
    return valid_votes // (seats + 1) + 1


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a stage table contradicts itself: a code, the stage (0 for the whole), and the two figures that should agree."""

    code: str
    stage: int
    said: Decimal
    reckoned: Decimal
    key: str = ""


def faults(table: Stages) -> Iterator[Fault]:
    """Every contradiction of a stage table with its own arithmetic, to a hundredth of a vote."""
    quota = droop(table.valid_votes, table.seats)
    if table.quota is not None and abs(table.quota - quota) > TOLERANCE:
        yield Fault("quota", 0, table.quota, Decimal(quota))
    before = Decimal(0)
    for stage in range(1, table.count + 1):
        lost, total = table.lost(stage), table.total(stage)
        if abs(total + lost - table.valid_votes) > TOLERANCE:
            yield Fault("total", stage, total + lost, Decimal(table.valid_votes))
        if lost < -TOLERANCE:
            yield Fault("too-many", stage, total, Decimal(table.valid_votes))
        if lost < before - TOLERANCE:
            yield Fault("lost-falls", stage, lost, before)
        before = max(before, lost)
    if len(table.elected) > table.seats:
        yield Fault("elected", 0, Decimal(len(table.elected)), Decimal(table.seats))
    for key, row in table.totals.items():
        for stage, votes in enumerate(row, start=1):
            if votes is not None and votes < 0:
                yield Fault("negative", stage, votes, Decimal(0), key)
