"""Seats for lists: D'Hondt for additional-member regions and closed lists. Pure, on integers and Fractions.

Each seat goes to the list with the highest figure: its votes over one more than the seats that it has, those of its
constituencies included. Sources: Scotland Act 1998, sections 7 and 8; Government of Wales Act 2006, sections 8 and 9; Greater
London Authority Act 1999, sections 4 and Schedule 2; Senedd Cymru (Members and Elections) Act 2024.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class TieRule(StrEnum):
    """How equal figures for fewer seats than lists are parted before a lot is drawn."""

    LOT = "lot"
    ONE_MORE_VOTE = "one more vote"  # Wales: each tied list's votes are counted as one more
    ONE_MORE_SEAT = "one more seat"  # London: each tied list's seats are counted as one more


@dataclass(frozen=True, slots=True)
class List:
    """A list, or an independent, who leaves after one seat. `length` is how many of its candidates can still be elected,
    None where they are not known; `lot` is "won" or "lost" where the returning officer drew one for the last seats."""

    key: str
    votes: int
    constituency_seats: int = 0
    length: int | None = None
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """One seat, in the order of allocation, and the figure that won it."""

    seat: int
    to: str
    figure: Fraction


@dataclass(frozen=True, slots=True)
class Allocation:
    """The seats awarded, the lists below the bar, and those that wait for the lot for the seats that are left."""

    awards: tuple[Award, ...]
    barred: frozenset[str] = frozenset()
    awaiting_lot: tuple[str, ...] = ()

    def seats(self, key: str) -> int:
        return sum(award.to == key for award in self.awards)


def barred(lists: Iterable[List], total_votes: int, divisor: int) -> frozenset[str]:
    """The lists that have less than one part in `divisor` of all votes, compared on integers."""
    return frozenset(one.key for one in lists if one.votes * divisor < total_votes)


def allocate(
    lists: Iterable[List], seats: int, *, rule: TieRule = TieRule.LOT, total_votes: int | None = None, divisor: int | None = None
) -> Allocation:
    """The `seats` highest figures, one after the other. The order of the lists makes no difference."""
    every = sorted(lists, key=lambda one: (-one.votes, one.key))
    out = barred(every, total_votes, divisor) if divisor and total_votes is not None else frozenset()
    standing = [one for one in every if one.key not in out and one.votes > 0]
    won = dict.fromkeys((one.key for one in standing), 0)
    awards: list[Award] = []

    def figure(one: List, *, votes: int = 0, more: int = 0) -> Fraction:
        return Fraction(one.votes + votes, one.constituency_seats + won[one.key] + more + 1)

    while len(awards) < seats:
        open_ = [one for one in standing if one.length is None or won[one.key] < one.length]
        if not open_:
            break
        top = max(figure(one) for one in open_)
        tied = [one for one in open_ if figure(one) == top]
        left = seats - len(awards)
        if len(tied) > left:
            chosen = _part(tied, left, {one.key: _again(one, rule, figure) for one in tied})
            if chosen is None:
                return Allocation(tuple(awards), out, tuple(one.key for one in tied))
            tied = chosen
        for one in tied:
            awards.append(Award(len(awards) + 1, one.key, top))
            won[one.key] += 1
    return Allocation(tuple(awards), out)


def _again(one: List, rule: TieRule, figure: object) -> Fraction:
    assert callable(figure)  # noqa: S101
    if rule is TieRule.ONE_MORE_VOTE:
        again = figure(one, votes=1)
    elif rule is TieRule.ONE_MORE_SEAT:
        again = figure(one, more=1)
    else:
        again = Fraction(0)
    assert isinstance(again, Fraction)  # noqa: S101
    return again


def _part(tied: list[List], left: int, again: dict[str, Fraction]) -> list[List] | None:
    """The `left` of the tied lists that get the last seats: by the figures computed again, then by the lot, else nobody."""
    order = sorted(again.values(), reverse=True)
    cut = order[left - 1]
    safe = [one for one in tied if again[one.key] > cut]
    level = [one for one in tied if again[one.key] == cut]
    if len(safe) + len(level) == left:
        return safe + level
    drawn = [one for one in level if one.lot == "won"]
    return safe + drawn if len(safe) + len(drawn) == left else None
