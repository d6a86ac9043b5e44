"""Rises and falls told in words: "turnout fell", "the majority was cut", "doubled its share", "twice the majority". Pure.

Only the direction or the factor is judged here; a number beside it is judged by `amounts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from elections.counting import Line, Outcome, half_up
from newsroom.factcheck.lexicon import (
    FALLS,
    MADE_TO_FALL,
    MADE_TO_RISE,
    RISES,
    SEEN_TO_FALL,
    SEEN_TO_RISE,
)
from newsroom.factcheck.names import Mention
from newsroom.factcheck.numbers import Form, Near, Quantity, fits
from newsroom.factcheck.record import Finding, Poll
from newsroom.factcheck.subjects import Subjects

FACTORS: dict[str, int | Fraction] = {
    "doubled": 2,
    "doubles": 2,
    "doubling": 2,
    "trebled": 3,
    "tripled": 3,
    "tripling": 3,
    "quadrupled": 4,
    "halved": Fraction(1, 2),
    "halves": Fraction(1, 2),
    "halving": Fraction(1, 2),
}


MOVED = RISES | FALLS | set(FACTORS)
MADE = MADE_TO_FALL | MADE_TO_RISE | SEEN_TO_FALL | SEEN_TO_RISE


def _by_factor(ratio: Fraction, factor: Fraction, near: Near) -> bool:
    """Whether something grew or shrank by a factor, as near to it as words without a number mean."""
    if factor < 1 and ratio:
        ratio, factor = 1 / ratio, 1 / factor
    if near in (Near.EXACT, Near.ABOUT):
        return abs(ratio - factor) * 8 <= factor
    return fits(Quantity(Form.TIMES, factor, 0, 0, 0, near=near), ratio)


class Moves(Subjects):
    """The rises and falls of one sentence."""

    def findings(self) -> Iterator[Finding]:
        scene = self.scene
        if scene.now is None:
            return
        for at, text in enumerate(self.words):
            moved = text in MOVED or (text in MADE and self._made_to_move(at))
            if moved and not scene.quoted(at) and not scene.mute(at):
                yield from self._moved(at)
        for one in scene.quantities:
            if one.form in (Form.COUNT, Form.PER_CENT) and not scene.quoted(one.first):
                yield from self._set_against(one)
            if one.form not in (Form.TIMES, Form.FRACTION) or scene.mute(one.first) or scene.quoted(one.first):
                continue
            if self.words[one.last + 1 : one.last + 3] in (("as", "many"), ("as", "much")):
                yield from self._judged(self._as_many, one, one.opens)
            elif one.form is Form.TIMES:
                yield from self._times(one)

    def _made_to_move(self, at: int) -> bool:
        """ "was cut to", "majority slashed": a rise or a fall that is done to it."""
        if self.words[at] in SEEN_TO_FALL | SEEN_TO_RISE:  # "saw his vote halve"
            return bool({"saw", "sees", "seen", "see", "watched"} & set(self.words[max(0, at - 7) : at]))
        before = self.words[max(0, at - 2) : at]
        return self.words[at] in MADE_TO_FALL | MADE_TO_RISE and bool(
            {"was", "been", "is", "has", "had", "saw", "majority"} & set(before)
        )

    def _moved(self, at: int) -> Iterator[Finding]:
        """ "turnout fell", "the majority doubled", "Labour's share rose": told without a number of points."""
        text = self.words[at]
        start, end = self.scene.clause(at)
        what = next(
            (
                self.words[i]
                for i in range(at - 1, max(start, at - 7) - 1, -1)
                if self.words[i] in ("turnout", "majority", "share", "vote", "support")
            ),
            "",
        )
        if text in FACTORS and not what and self.word(at + 1) in ("the", "her", "his", "their", "its"):
            what = next(
                (
                    self.words[i]
                    for i in range(at + 1, min(end, at + 6))
                    if self.words[i] in ("majority", "turnout", "share", "vote")
                ),
                "",
            )
        compared = "than" in self.words[at + 1 : at + 3]
        poll = self.scene.poll_at(at) if compared else self._poll(at)
        if not what or poll is None or not poll.declared:
            return
        then = self.scene.record.comparison(poll)
        before = then.outcome if then else poll.previous
        if before is None or self.scene.denied(at):
            return
        now_value: Fraction | None = None
        was: Fraction | None = None
        path = ""
        line: Line | None = None
        owner: Mention | None = None
        if what == "turnout":
            now_value, was, path = poll.outcome.turnout, before.turnout, "turnout"
        elif what == "majority":
            if poll.outcome.majority is None or before.majority is None:
                return
            now_value, was, path = Fraction(poll.outcome.majority), Fraction(before.majority), "majority"
        else:
            owner = next((m for m in self.scene.before(at, start=start) if m.is_party or m.is_person), None)
            lines = owner.lines(poll) if owner else ()
            change = poll.change.shares.get(lines[0].key) if poll.change and len(lines) == 1 else None
            if change is None:
                return
            line = lines[0]
            now_value = poll.outcome.shares[line.key]
            was, path = now_value - change, f"change.{lines[0].key}"
            fewer = self._fewer_votes(lines[0], before)
            if what in ("vote", "votes") and fewer is not None and fewer != (now_value < was):
                return  # more votes and a smaller share, or the other way round: either may be meant
        if now_value is None or was is None or not was:
            return
        if (
            any((at < q.first <= at + 5 or q.last == at - 1) and q.form is Form.POINTS for q in self.scene.quantities)
            and text not in FACTORS
        ):
            return  # its number is judged with its direction
        shown = (
            f"{half_up(was * 100, 1)}% to {half_up(now_value * 100, 1)}%"
            if path != "majority"
            else f"{int(was):,} to {int(now_value):,}"
        )
        says = f"The {what} went from {shown} ({poll.title})."
        first = at
        if text in FACTORS:
            factor = Fraction(FACTORS[text])
            near = {
                "nearly": Near.BELOW,
                "almost": Near.BELOW,
                "more": Near.MORE,
                "over": Near.MORE,
                "roughly": Near.ABOUT,
                "about": Near.ABOUT,
            }.get(self.word(at - 1), Near.EXACT)
            if (self.word(at - 1) == "than" and self.word(at - 2) == "more") or ("then", "some") in pairwise(
                self.words[at : at + 8]
            ):
                near = Near.MORE
            if near is not Near.EXACT:
                first = at - (2 if self.word(at - 1) == "than" else 1)
            ratios = [now_value / was]
            if line is not None and what in ("vote", "votes", "support"):
                ratios += [
                    Fraction(line.votes or 0, one.votes)
                    for one in before.count.lines
                    if one.identity == line.identity and one.votes
                ]
            right = any(_by_factor(ratio, factor, near) for ratio in ratios)
        else:
            right = (now_value > was) == (text in RISES | MADE_TO_RISE | SEEN_TO_RISE)
        yield self._say(first, at, right, says, poll, path)

    @staticmethod
    def _fewer_votes(line: Line, before: Outcome) -> bool | None:
        was = [one.votes for one in before.count.lines if one.identity == line.identity]
        return line.votes < was[0] if len(was) == 1 and was[0] is not None and line.votes is not None else None

    def _times(self, one: Quantity) -> Iterator[Finding]:
        """ "nearly twice the 3,595 of 2019", "double Labour's vote"."""
        poll = self.scene.poll_at(one.first)
        start, end = self.scene.clause(one.first)
        if poll is None or not poll.declared or "majority" not in self.words[start:end]:
            return
        then = self.scene.record.comparison(poll)
        was = then.outcome.majority if then else poll.previous.majority if poll.previous else None
        if not was or poll.outcome.majority is None:
            return
        ratio = Fraction(poll.outcome.majority, was)
        right = abs(ratio - one.value) * 8 <= one.value if one.near in (Near.EXACT, Near.ABOUT) else fits(one, ratio)
        says = f"The majority went from {was:,} to {poll.outcome.majority:,} ({poll.title})."
        yield self._say(one.opens, one.last, right, says, poll, "majority")

    def _as_many(self, one: Quantity) -> Iterator[Finding]:
        """ "nearly twice as many votes as Labour", "half as many as in 2019": votes over another's, or over those before."""
        poll = self.scene.poll_at(one.first)
        subject = next(iter(self._before(one.opens, start=self.scene.clause(one.opens)[0])), None)
        lines = subject.lines(poll) if subject and poll else ()
        clause = self.words[slice(*self.scene.clause(one.first))]
        if poll is None or not poll.declared or len(lines) != 1 or lines[0].votes is None or {"second", "seats"} & set(clause):
            return
        other = next(iter(self.scene.after(one.last, end=self.scene.clause(one.last)[1])), None)
        against = other.lines(poll) if other else self._own_before(lines[0], one, poll)
        if len(against) != 1 or not against[0].votes:
            return
        factor = one.value if one.form is Form.TIMES else one.value / 100
        ratio = Fraction(lines[0].votes, against[0].votes)
        right = _by_factor(ratio, factor, one.near) if factor >= 1 else fits(replace(one, form=Form.TIMES, value=factor), ratio)
        says = f"{lines[0].name} had {lines[0].votes:,} votes, {against[0].name} {against[0].votes:,} ({poll.title})."
        yield self._say(one.opens, one.last + 2, right != self.scene.denied(one.opens), says, poll, f"votes.{lines[0].key}")

    def _own_before(self, line: Line, one: Quantity, poll: Poll) -> tuple[Line, ...]:
        """The same party's or person's line of the poll before, where the words look back to it."""
        end = self.scene.clause(one.last)[1]
        back = self.scene.years(one.last, end) or {"before", "ago", "earlier", "time", "previously"} & set(
            self.words[one.last : end]
        )
        then = self.scene.record.comparison(poll) if back else None
        return tuple(was for was in then.lines if was.identity == line.identity) if then else ()

    def _set_against(self, one: Quantity) -> Iterator[Finding]:
        """ "8,031, up from 9,800": whether a number rose or fell from the one that the words set it against."""
        way, link = self.word(one.opens - 2), self.word(one.opens - 1)
        before = next((q for q in reversed(self.scene.quantities) if q.last < one.opens - 2), None)
        if way not in ("up", "down") or link not in ("from", "on") or before is None or before.form is not one.form:
            return
        between = set(self.words[before.last + 1 : one.opens - 2])
        if between <= {",", "votes", "(", "of", "the", "vote", "-", "–"} and (before.value > one.value) != (way == "up"):
            first, second = self.scene.tokens[before.first].text, self.scene.tokens[one.first].text
            why = f"{first} is {'less' if way == 'up' else 'more'} than {second}."
            yield self._say(one.opens - 2, one.opens - 1, False, why, None)
