"""When something was said, by how precisely that is known, against when the result was declared. Pure: knows no Django.

What is known to the day is never given in minutes, and stands after what is known to the minute of that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_FINENESS = {"minute": 0, "day": 1, "month": 2}
A_DAY = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, and how precisely it is known: minute, day or month."""

    at: datetime
    precision: str = "minute"

    def order(self, zone: tzinfo = LONDON) -> tuple[int, ...]:
        """What moments are ordered by: what is known less precisely comes last within what is known of it."""
        local = self.at.astimezone(zone)
        day = local.day if self.precision != "month" else 32
        return (local.year, local.month, day, _FINENESS[self.precision], local.hour, local.minute, local.second)


@dataclass(frozen=True, slots=True)
class Offset:
    """How long after a declaration. `unit` is minutes, hours (with `minutes` beside them) or days, with a `number`; or only
    "moment", "day" (the same), "before" or "after"."""

    unit: str
    number: int = 0
    minutes: int = 0


def offset(said: Moment, declared: datetime, zone: tzinfo = LONDON) -> Offset | None:
    """When something was said against a declaration, as exactly as both are known; None where that cannot be told."""
    one, other = said.at.astimezone(zone), declared.astimezone(zone)
    if said.precision == "month":
        months = (one.year, one.month), (other.year, other.month)
        return None if months[0] == months[1] else Offset("after" if months[0] > months[1] else "before")
    days = (one.date() - other.date()).days
    if said.precision == "day":
        return Offset("day") if days == 0 else Offset("before") if days < 0 else Offset("days", days)
    minutes = int((one - other).total_seconds() // 60)
    if minutes < 0:
        return Offset("before")
    if minutes == 0:
        return Offset("moment")
    if minutes < 60:
        return Offset("minutes", minutes)
    return Offset("hours", minutes // 60, minutes % 60) if minutes < A_DAY else Offset("days", max(days, 1))
