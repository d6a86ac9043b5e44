"""What the fact check reads beside the story: contests with their figures, parties, people with dated roles. Pure.

A `Record` is made by `newsroom.records` from the database, or by hand in a test. Nothing here asks anybody: what is not in
it, is not on record.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from elections import counting, figures, standings
from elections.counting import Line, Outcome
from elections.standings import Held, Tenure


class Verdict(StrEnum):
    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a finding is about: a number, a result told in words, a day, a name, or what somebody was."""

    FIGURE = "figure"
    CLAIM = "claim"
    DATE = "date"
    NAME = "name"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Finding:
    """One stretch of the text and what the record says of it.

    `start` and `end` are offsets into the raw text. `figure` is the path that a link can bind the words to, as in
    `[words](figure:majority)`, or "" where there is none; `person` the same for `[words](person:slug)`. `record` is what the
    record holds, `source` where it has it from, `why` the verdict in one sentence, `suggestion` words to put instead.
    """

    start: int
    end: int
    text: str
    kind: Kind
    verdict: Verdict
    why: str
    figure: str = ""
    person: str = ""
    record: str = ""
    source: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a person was. Without an end it is still held."""

    label: str
    start: date
    end: date | None = None
    organisation: str = ""
    party: str = ""
    source: str = ""

    def held_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def held_between(self, start: date, end: date) -> bool:
        return self.start <= end and (self.end is None or self.end >= start)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the register of people. `key` is what `Line.person` holds where they stood."""

    slug: str
    name: str
    key: Hashable = None
    aliases: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A party under all its names. `key` is what `Line.party` holds: one for all names of a party that was renamed."""

    key: Hashable
    short: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Poll:
    """One contest. `kind` is the election's ("parl", "mayor", "local" ...); `told` says that the story is about it."""

    id: str
    area: str
    kind: str
    polling_on: date
    outcome: Outcome
    previous: Outcome | None = None
    previous_id: str = ""
    history: tuple[Held, ...] = ()
    by_election: bool = False
    reason: str = ""  # why a by-election was held
    told: bool = True
    places: tuple[str, ...] = ()  # of the council or region that the area is a part of
    source: str = ""

    @cached_property
    def figures(self) -> Mapping[str, figures.Figure]:
        return {**figures.figures(self.outcome, self.previous), **figures.history(self.defending)}

    @cached_property
    def change(self) -> counting.Change | None:
        return counting.compare(self.outcome, self.previous) if self.previous else None

    @cached_property
    def defending(self) -> Tenure | None:
        return standings.defending(self.history, self.polling_on)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return self.outcome.count.candidates

    @property
    def declared(self) -> bool:
        return bool(self.outcome.elected)

    @cached_property
    def former(self) -> Line | None:
        """Who won the seat the time before: of the comparison, else of the history."""
        if self.change and self.change.former:
            return self.change.former
        return self.defending.holder if self.defending else None

    @cached_property
    def title(self) -> str:
        """The contest in a few words, for a sentence."""
        return f"{self.area}, {self.polling_on.day} {self.polling_on:%B %Y}"

    def lines_of(self, party: Hashable) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing_as == "party" and line.party == party)


@dataclass(frozen=True)
class Record:
    """Everything that a story is checked against, on the date that it speaks on. The story's own contest comes first.

    `on_the_day` counts the contests of a polling day by kind, rehearsals aside: what "the only seat" is judged by. `gone` has, by
    a name that was corrected, the one in its place.
    """

    on: date
    polls: tuple[Poll, ...] = ()
    people: tuple[Person, ...] = ()
    parties: tuple[Party, ...] = ()
    on_the_day: Mapping[tuple[date, str], int] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Poll]:
        return {poll.id: poll for poll in self.polls}

    def same_seat(self, poll: Poll) -> tuple[Poll, ...]:
        """Every poll on record for the seat that a contest fills, the newest first."""
        found = [one for one in self.polls if (one.area, one.kind) == (poll.area, poll.kind)]
        return tuple(sorted(found, key=lambda one: one.polling_on, reverse=True))

    def comparison(self, poll: Poll) -> Poll | None:
        """The contest that change is measured from, as a poll of its own."""
        if poll.previous_id in self.by_id:
            return self.by_id[poll.previous_id]
        return next((one for one in self.same_seat(poll) if one.polling_on < poll.polling_on), None)

    def path(self, poll: Poll, path: str) -> str:
        """The path of a figure as a link of the story writes it."""
        first = self.polls[0]
        if poll.id == first.id:
            return path
        if poll.id == first.previous_id and f"previous.{path}" in first.figures:
            return f"previous.{path}"
        return f"{poll.id}/{path}"
