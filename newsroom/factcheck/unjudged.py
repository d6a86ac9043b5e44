"""Claims of the kinds that results are told in and that no rule has judged: they are unknown. Pure.

The other files read what they can and pass over the rest. Here a sentence is read once more for the shape of a claim alone: who
won or held, who came where, what rose or fell, what was a first or a record. Where none of them has said anything of it, the
writer is told so, for a false statement must not stand without a word. Nothing is called wrong here, and nothing is claimed by a
question, a forecast, a condition or words inside quotation marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from newsroom.factcheck.lexicon import HOLDING, OF_OFFICE, OF_RESULTS, OFFICES
from newsroom.factcheck.numbers import Form, Quantity
from newsroom.factcheck.record import Finding, Kind
from newsroom.factcheck.shapes import (
    AMOUNT,
    COMPARED,
    ORDINAL,
    PART,
    PARTY,
    PERSON,
    PLACE,
    SHAPES,
    SIGNS,
    SPAN,
    TIMES,
    YEAR,
    Shape,
)
from newsroom.factcheck.telling import Telling

NO_SUCH_TIME = "No poll or role on record has this day, year or length of time: source it, or waive it."
NO_BEGINNING = {"he", "she", "they", "it", "who", "'s", ",", "("}
VAGUE = set("been blue had hands has red run safe".split())  # of what HOLDING has
HAPPENED = set(
    "resigned resignation quit died death elected became appointed won lost stepped left sacked suspended expelled".split()
)


@dataclass
class Unjudged(Telling):
    """The claims of one sentence that `judged` says nothing of: findings by the name of what made them."""

    judged: Mapping[str, Sequence[Finding]]

    def findings(self) -> Iterator[Finding]:
        if self.scene.now is None or self.scene.sentence.question:
            return
        taken: list[tuple[int, int]] = []
        for shape in SHAPES:
            for match in shape.words.finditer(self._text):
                stretch = self._stretch(match)
                first, last = stretch
                if any(one <= last and first <= other for one, other in taken) or self._claims_nothing(first, last):
                    continue
                if self._answered(shape, self._at(match.start()), self._at(match.end() - 1), stretch):
                    continue
                taken.append(stretch)
                yield self._say(first, last, None, shape.why, None)
        yield from self._proportions()
        yield from self._times_told()

    # The sentence as shapes are read in it.

    @cached_property
    def _signs(self) -> list[str]:
        signs = list(self.words)
        for one in self.scene.quantities:
            sign = {
                Form.ORDINAL: ORDINAL,
                Form.YEAR: YEAR,
                Form.DATE: YEAR,
                Form.SPAN: SPAN,
                Form.FRACTION: PART,
                Form.TIMES: TIMES,
            }.get(one.form, AMOUNT)
            signs[one.first : one.last + 1] = [sign] * (one.last + 1 - one.first)
        for mention in self.scene.mentions:
            sign = PERSON if mention.is_person else PARTY if mention.is_party else PLACE
            signs[mention.first : mention.last + 1] = [sign] * (mention.last + 1 - mention.first)
        return signs

    @cached_property
    def _places(self) -> list[int]:
        """Where each token begins in the text of signs; of a run of one sign only the first has a place of its own."""
        places: list[int] = []
        at = 0
        for i, sign in enumerate(self._signs):
            if self._joins(i):
                places.append(places[-1])
                continue
            places.append(at)
            at += len(sign) + 1
        return places

    def _joins(self, at: int) -> bool:
        sign = self._signs[at]
        return at > 0 and len(sign) == 1 and sign == self._signs[at - 1] and sign in SIGNS

    @cached_property
    def _text(self) -> str:
        return "".join(f" {sign}" for at, sign in enumerate(self._signs) if not self._joins(at))

    def _at(self, place: int) -> int:
        """The last token at a place of the text of signs."""
        return bisect_right(self._places, place) - 1

    def _stretch(self, match: re.Match[str]) -> tuple[int, int]:
        """The tokens that a finding marks, without names and pronouns at their beginning."""
        first = bisect_left(self._places, self._places[self._at(match.start("x"))])
        last = self._at(match.end("x") - 1)
        while first < last and (self._signs[first] in NO_BEGINNING or self._signs[first] in SIGNS):
            first += 1
        return first, last

    # What is claimed, and what is judged.

    def _claims_nothing(self, first: int, last: int) -> bool:
        return any(self.scene.quoted(at) for at in (first, last)) or self.scene.mute(first)

    def _answered(self, shape: Shape, first: int, last: int, stretch: tuple[int, int]) -> bool:
        start, end = self.scene.clause(stretch[0]) if shape.near else (min(first, stretch[0]), max(last, stretch[1]) + 1)
        if "time" in shape.by and not shape.near:
            end = max(end, self.scene.clause(stretch[1])[1])
            start = stretch[0]
        return any(
            self._touches(one, start, end) and (shape.of in one.record or by != "amounts")
            for by in shape.by
            for one in self.judged[by]
        )

    def _touches(self, one: Finding, start: int, end: int) -> bool:
        tokens = self.scene.tokens
        return tokens[start].start < one.end and one.start < tokens[end - 1].end

    def _proportions(self) -> Iterator[Finding]:
        """Parts of the voters or of the vote that no cue explains: "half of the town voted Labour"."""
        judged = [one for found in self.judged.values() for one in found]
        for one in self.scene.quantities:
            if {"census", "survey"} & set(self.words) or not self._of_voters(one) or self._claims_nothing(one.opens, one.last):
                continue
            if not any(self._touches(found, one.opens, one.last + 1) for found in judged):
                yield self._say(one.opens, one.last, None, COMPARED, None, kind=Kind.FIGURE)

    def _times_told(self) -> Iterator[Finding]:
        """Days, years and lengths of time that nothing judged and that no poll or role on record has."""
        judged = [one for by, found in self.judged.items() for one in found if by != "claims"]
        for one in self.scene.quantities:
            if one.form not in (Form.YEAR, Form.DATE, Form.SPAN) or self._claims_nothing(one.opens, one.last):
                continue
            if any(self._touches(found, one.opens, one.last + 1) for found in judged) or self._on_record(one):
                continue
            if one.year is not None and not self._tells_of_office(one):
                continue
            yield self._say(one.opens, one.last, None, NO_SUCH_TIME, None, kind=Kind.DATE)

    def _tells_of_office(self, one: Quantity) -> bool:
        """Whether what happened on a day or in a year may be a result or a role: "closed in 2011", "born in 1987" are neither."""
        start, end = self.scene.clause(one.first)
        words = set(self.words[start:end])
        if one.year is not None and one.year > self.scene.record.on.year:
            return bool(words & {"term", "until", "till", "mp", "mps"})  # what is to come is no result
        party = any(mention.is_party and start <= mention.first < end for mention in self.scene.mentions)
        return party or bool((OF_RESULTS | OF_OFFICE | HAPPENED | OFFICES | HOLDING - VAGUE) & words)

    def _on_record(self, one: Quantity) -> bool:
        """Whether a day or year is one of a poll, or of a role of somebody who is named; whether a length of time claims nothing
        of a seat, or is the time since a poll for it."""
        if one.form is Form.SPAN:
            return not self._of_a_seat(one)
        if one.year is None and one.day is None:
            return self._weekday_or_month(one)
        return any(
            one.year in (None, day.year) and one.month in (None, day.month) and one.day in (None, day.day) for day in self._days
        )

    def _weekday_or_month(self, one: Quantity) -> bool:
        """Whether a weekday alone says when a result was declared and it was then, and a month alone when something was that is
        on record within the year. Beside other words they claim nothing that a result could contradict."""
        on = self.scene.record.on
        start, end = self.scene.clause(one.first)
        clause = set(self.words[start:end])
        if one.month is None:
            return one.weekday == on.weekday() or not clause & {"result", "results", "declared", "declaration", "announced"}
        year = [day for day in self._days if on - timedelta(days=400) <= day <= on + timedelta(days=60)]
        reasons = " ".join(poll.reason for poll in self.scene.record.polls[:1])
        known = any(day.month == one.month for day in year) or f"{date(2000, one.month, 1):%B}" in reasons
        return known or not (clause & HAPPENED or ("stood", "down") in pairwise(self.words))

    @cached_property
    def _days(self) -> list[date]:
        record = self.scene.record
        days = [poll.polling_on for poll in record.polls] + [held.polling_on for poll in record.polls for held in poll.history]
        people = {
            person.slug: person for mention in (*self.scene.mentions, *self.scene.memory.named) for person in mention.people
        }
        roles = [role for person in people.values() for role in person.roles]
        days += [day for role in roles for day in (role.start, role.end) if day]
        return [*days, record.on, *(record.on + timedelta(days=n) for n in range(-7, 8))]

    def _of_a_seat(self, one: Quantity) -> bool:
        """Whether a length of time is said of a seat: "after a quarter of a century of Labour rule", "five years ago"."""
        poll = self.scene.now
        after = self.word(one.last + 1)
        start, end = self.scene.clause(one.first)
        clause = set(self.words[start:end])
        if after == "into":
            return True  # "13 months into the job"
        if poll is None or one.unit == "month" or one.value < 24 or "old" in self.words[one.last : one.last + 3]:
            return False
        if after in ("ago", "earlier", "before", "previously"):
            gaps = {
                round((poll.polling_on - was.polling_on).days / 30.44)
                for was in self.scene.record.same_seat(poll)
                if was is not poll
            }
            polled = clause & {
                "election",
                "elections",
                "poll",
                "majority",
                "turnout",
                "vote",
                "votes",
                "share",
                "won",
                "lost",
                "beat",
                "beaten",
                "conceded",
                "elected",
                "stood",
            }
            return bool(polled) and not any(abs(gap - one.value) < 12 for gap in gaps)
        lead = set(self.words[max(0, one.opens - 2) : one.opens])
        ruled = clause & (HOLDING | {"rule", "grip", "dominance", "tenure", "reign", "control"}) - {
            "has",
            "had",
            "been",
            "party",
            "area",
        }
        return bool(lead & {"for", "after", "of", "in", "over", "than", "ending", "ended", "ends", "end", "first"} and ruled)

    def _of_voters(self, one: Quantity) -> bool:
        near = set(self.words[max(0, one.opens - 7) : one.last + 8])
        voters = {"vote", "votes", "voters", "voted", "voter", "electorate", "ballots", "turnout", "share", "majority", "backed"}
        spelt = one.form is Form.COUNT and one.spelt and one.value < 10
        counted = {
            "seats",
            "seat",
            "candidates",
            "councillors",
            "parties",
            "deposits",
            "votes",
            "contenders",
            "independents",
            "rounds",
            "stages",
        }
        if spelt:
            return bool(counted & set(self.words[one.last + 1 : one.last + 4]))
        return one.form in (Form.FRACTION, Form.TIMES) and bool(near & voters)
