"""Who does what a verb says, and whether that won: what claims about results, places and counts have in common. Pure.

The subject is who stands before the verb in its clause. Where that is a pronoun, it may be anybody whom the sentence before
names: the claim is judged of each of them, and called wrong only if it is wrong of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from newsroom.factcheck.lexicon import ATTRIBUTES, DETERMINERS, GOVERNED_BY, HELD, LOST, NOT_THE_SEAT, PLACED, POLLED, SEAT
from newsroom.factcheck.names import Mention
from newsroom.factcheck.numbers import Form
from newsroom.factcheck.record import Finding, Poll, Verdict
from newsroom.factcheck.telling import Telling, same_party

THEN_DOING = {"before", "after", "while", "despite", "when", "without"}
PEOPLE = {"she", "he", "they", "it"}
BEFORE_PRONOUN = set(
    "and but when as because that if while so after before since where said says then though until yet or".split()
)
FAR = 6  # words that may stand between a pronoun and its verb


class Subjects(Telling):
    """Subjects and objects of one sentence."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.supposed: Mention | None = None  # whom a pronoun is taken for while a claim is judged

    def _by_word(self, rules: Mapping[str, Callable[[Any, int], Iterator[Finding]]]) -> Iterator[Finding]:
        """What the rules say of the words that they read, where something is claimed."""
        for at, text in enumerate(self.words):
            rule = rules.get(text)
            if rule is not None and not self.scene.quoted(at) and not self.scene.mute(at):
                yield from self._judged(partial(rule, self), at, at)

    def _judged(self, rule: Callable[..., Iterator[Finding]], of: object, at: int) -> Iterator[Finding]:
        """What a rule says of a claim at a token; where a pronoun stands for its subject, of everybody whom that may mean."""
        found = list(rule(of))
        if found:
            yield from found
            return
        said: list[Finding] = []
        for mention in self._meant(at):
            self.supposed = mention
            said += list(rule(of))[:1]
        self.supposed = None
        if said and all(one.verdict is said[0].verdict for one in said):
            yield said[0]
        elif said:
            likely = said[0].verdict is Verdict.AGREES
            yield said[0] if likely else replace(said[0], verdict=Verdict.UNKNOWN)

    def _meant(self, at: int) -> list[Mention]:
        """Whom the pronoun before a verb may mean, the likeliest first, each at the pronoun's place."""
        start, _end = self.scene.clause(at)
        if self._then_doing(at):
            first = min((one.first for one in self.scene.actors if start <= one.first < at), default=at)
            at = first if PEOPLE & set(self.words[start:first]) else at
        covered = {i for one in self.scene.actors for i in range(one.first, one.last + 1)}
        for i in range(at - 1, max(start, at - FAR) - 1, -1):
            text = self.words[i]
            if i in covered:
                return []
            if text == "party" and self.word(i - 1) in ("his", "her", "their", "its", "the"):
                found = [self._party_of(one, i - 1) for one in self.scene.antecedents(self.word(i - 1), i - 1)]
                return [replace(one, first=i - 1, last=i) for one in found if one]
            if text in PEOPLE:
                if i > start and self.words[i - 1][0].isalpha() and self.words[i - 1] not in BEFORE_PRONOUN:
                    return []  # "the votes they had won"
                return [replace(one, first=i, last=i) for one in self.scene.antecedents(text, i)]
        return []

    def _start(self, at: int) -> int:
        """Where the clause of a verb begins, with the one before where "but" goes on with its subject: "Ms Hill kept her deposit
        but finished fourth"."""
        start, _end = self.scene.clause(at)
        goes_on = start > 1 and self.words[start - 1] == "but" and self.words[start] in POLLED | PLACED | HELD | LOST
        return self.scene.clause(start - 2)[0] if goes_on else start

    def _nearest(self, at: int) -> list[Mention]:
        """Actors before a verb in its clause, the nearest first; where "but" goes on with a subject, that alone."""
        start = self._start(at)
        found = self._before(at, start=start)
        return found if start == self.scene.clause(at)[0] else found[-1:]

    def _then_doing(self, at: int) -> bool:
        return self.words[at].endswith("ing") and self.word(at - 1) in THEN_DOING

    def _party_of(self, mention: Mention, at: int) -> Mention | None:
        """The party of somebody, as a name of it would stand there."""
        if mention.is_party:
            return mention
        poll = self.scene.poll_at(at)
        lines = mention.lines(poll) if poll else ()
        if len(lines) != 1 or lines[0].party is None:
            return None
        return Mention(at, at, party=lines[0].party, called=lines[0].party_short)

    def _acting(self, at: int, start: int) -> int:
        """Where the last pronoun before a verb stands that is its subject rather than whoever is named before it, or -1."""
        for i in range(at - 1, start, -1):
            if (
                self.words[i] == "party"
                and self.words[i - 1] in ("the", "his", "her", "their")
                and self.words[i - 2] in BEFORE_PRONOUN
            ):
                return i
            if self.words[i] in PEOPLE - {"it"} and self.words[i - 1] in BEFORE_PRONOUN | {"that"}:
                return i
        return -1

    def _before(self, at: int, *, start: int = 0) -> list[Mention]:
        """Actors before a token, the nearest first, with whom a pronoun is taken for."""
        found = self.scene.before(at, start=start)
        if self.supposed is None:
            acting = self._acting(at, start)
            return [one for one in found if one.last > acting]
        if self.supposed and start <= self.supposed.first and self.supposed.last < at:
            found = sorted([*found, self.supposed], key=lambda one: one.first, reverse=True)
        return found

    def _subject(self, at: int) -> Mention | None:
        """Who does what a verb says: the nearest before it in the clause that nothing else governs."""
        start, before = self._start(at), self._nearest(at)
        if self._then_doing(at):  # "A trailed B before winning": A won
            before = before[-1:]
            if before and before[0] is not self.supposed and PEOPLE & set(self.words[start : before[0].first]):
                return None
        for mention in before:
            begins = self._begins(mention)
            lead = [
                text
                for text in self.words[max(0, begins - 3) : begins]
                if text not in ("the", "its", "her", "his", "candidate", "'s", "dr", "sir", "former")
            ]
            governed = tuple(lead[-1:]) in GOVERNED_BY
            if governed:
                if (
                    (
                        lead[-1:] in (["with"], ["after"], ["for"], ["to"], ["by"])
                        and {"who", "having", "to"} & set(self.words[mention.last + 1 : at])
                    )
                    or lead[-1:] == ["with"]
                    or lead[-1:] == ["after"]
                ):
                    return mention
                continue
            if self.word(mention.last + 1) in ATTRIBUTES and mention.is_party:
                continue
            if self.word(mention.first - 1) in ("no", "neither", "every", "each", "other", "another"):
                return None
            if self.word(mention.last + 1) in ("'s", "'", "’") and not self._candidate_of(mention, at):
                return None
            return mention
        return None

    def _begins(self, mention: Mention) -> int:
        """Where a name begins with the party before it: "overtook the Conservative, Ros Kettle, on second preferences"."""
        party = self.scene.party_of(mention)
        beside = (one for one in self.scene.mentions if one.is_party and one.last == mention.first - 2)
        if party is None and mention.is_person and self.word(mention.first - 1) == ",":
            party = next(beside, None)
        return min(mention.first, party.first) if party else mention.first

    def _candidate_of(self, mention: Mention, at: int) -> bool:
        """Whether "Labour's candidate" and the like stand for the party."""
        between = self.words[mention.last + 2 : at]
        return bool(between) and between[0] in ("candidate", "hopeful", "man", "woman", "contender")

    def _object(self, at: int, within: int = 7) -> Mention | None:
        _start, end = self.scene.clause(at)
        for mention in self.scene.after(at, end=min(end, at + within)):
            if not any(
                text in ("by", "who", "and", "to", "with", ",", "after", "in", "as")
                for text in self.words[at + 1 : mention.first]
                if text not in ("the",)
            ):
                return mention
            return None
        return None

    def _agent(self, at: int, by: tuple[str, ...] = ("by",)) -> Mention | None:
        """Who stands behind "by": "was beaten by the Conservatives"."""
        _start, end = self.scene.clause(at)
        for mention in self.scene.after(at, end=end):
            lead = [text for text in self.words[max(0, mention.first - 2) : mention.first] if text not in ("the", "'s")]
            party = self.scene.party_of(mention)
            if party:
                lead = [text for text in self.words[max(0, party.first - 2) : party.first] if text != "the"]
            if lead[-1:] and lead[-1] in by:
                return mention
        return None

    def _passive(self, at: int) -> bool:
        return bool({"was", "were", "been", "being", "be", "is", "are", "got"} & set(self.words[max(0, at - 3) : at])) and not {
            "has",
            "have",
        } & set(self.words[max(0, at - 1) : at])

    @staticmethod
    def _elected(mention: Mention, poll: Poll) -> bool | None:
        """Whether somebody or a party is elected in a contest; None where the record does not say."""
        if not poll.declared:
            return None
        lines = mention.lines(poll)
        if lines:
            return any(line.key in poll.outcome.elected for line in lines)
        if mention.is_party and not mention.independent and not any(line.aggregate for line in poll.outcome.count.lines):
            return False if all(line.party is not None or line.standing_as != "party" for line in poll.lines) else None
        return None

    @staticmethod
    def _is_former(mention: Mention, poll: Poll) -> bool | None:
        former = poll.former
        return None if former is None else same_party(mention, former, poll)

    def _numbers_between(self, start: int, end: int) -> bool:
        return any(start < q.first < end for q in self.scene.quantities if q.form in (Form.COUNT, Form.PER_CENT, Form.POINTS))

    def _names_seat(self, at: int) -> bool:
        """Whether the object of "took" is plainly the seat."""
        near = set(self.words[at + 1 : at + 7])
        places = self.scene.places(at, at + 6)
        return bool(places) or bool(
            near
            & {"seat", "constituency", "by-election", "byelection", "mayoralty", "ward", "contest", "victory", "election", "it"}
        )

    def _of_seat(self, at: int) -> bool:
        """Whether a verb's object is the seat: "won Hartlepool", "took the seat", not "won 8,589 votes", "won the argument"."""
        i = at + 1
        _start, end = self.scene.clause(at)
        areas = {a for mention in self.scene.mentions if mention.areas for a in range(mention.first, mention.last + 1)}
        passed = 0
        while i < end and passed < 6:
            text = self.words[i]
            if i in areas:
                named = next(mention for mention in self.scene.mentions if mention.areas and mention.first <= i <= mention.last)
                return self.word(named.last + 1) not in ("council", "voters", "hearts", "votes")
            if text in NOT_THE_SEAT or any(
                q.first <= i <= q.last and q.form not in (Form.YEAR, Form.DATE, Form.ORDINAL) for q in self.scene.quantities
            ):
                return text in ("control",) and False
            if text in SEAT:
                return text not in ("election",) or self.words[i - 1] != "general"
            if any(m.first <= i <= m.last for m in self.scene.mentions):
                i += 1
                continue
            if text not in DETERMINERS:
                return False
            i += 1
            passed += 1
        return True

    def _result(self, poll: Poll) -> str:
        words = poll.figures["result"].value
        return f"{words} in {poll.title}" if words else f"no result is on record for {poll.title}"
