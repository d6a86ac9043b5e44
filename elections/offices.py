"""Who somebody was on a day, in words, from their dated roles. Pure: knows no Django and no database.

"Labour MP for Hackney North and Stoke Newington; Shadow Home Secretary until April 2020": what they were, the newest first,
then the last thing that they were before. An end is the last day of a role; a date known to the month or the year is the
widest span that it can mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Office:
    """One dated role; `party` is the short name under which it was held, empty where that does not belong to it."""

    label: str
    start: date
    end: date | None = None
    party: str = ""
    independent: bool = False
    start_precision: str = "day"
    end_precision: str = "day"

    def held(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)

    @property
    def named(self) -> str:
        """With the party, unless the label says it: "Labour MP for Hartlepool", "independent MP for Islington North"."""
        before = "independent" if self.independent else self.party
        return self.label if not before or before.casefold() in self.label.casefold() else f"{before} {self.label}"


def month(day: date, precision: str = "day") -> str:
    """April 2020, or 2020 where no more is known."""
    return str(day.year) if precision == "year" else f"{MONTHS[day.month - 1]} {day.year}"


def known_as(offices: Iterable[Office], on: date) -> str:
    """Who somebody with these offices was on a day; empty where the register says nothing of it."""
    every = list(offices)
    now = sorted((office for office in every if office.held(on)), key=lambda office: (-office.start.toordinal(), office.label))
    labels = {office.label for office in now}
    past = [office for office in every if office.end and office.end < on and office.label not in labels]
    words = [office.named for office in now]
    if past:
        last = max(past, key=lambda office: (office.end or on, office.start))
        assert last.end  # noqa: S101 - as every one of them
        words.append(f"{last.named} until {month(last.end, last.end_precision)}")
    return "; ".join(words)


def overtaken(label: str, then: str, now: str) -> bool:
    """Whether who somebody was, in an editor's words, is no longer what the register says. `then` and `now` are what it said of
    that day (`known_as`) when the words were approved, and says: something has gone that it said, and the words are not among
    the rest; or it has an end of just what the words say."""
    words, before, after = ({part.casefold() for part in said.split("; ") if part} for said in (label, then, now))
    if words <= after:
        return False
    return not before <= after or any(part.startswith(f"{word} until ") for part in after for word in words)


def sides(offices: Iterable[Office], on: date) -> str:
    """The party on whose side somebody stood by that day: the one of their newest role that had one."""
    with_party = [office for office in offices if office.party and office.start <= on]
    return max(with_party, key=lambda office: (office.start, office.end or date.max)).party if with_party else ""
