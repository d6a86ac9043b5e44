"""Results told in words: who won, beat, held, gained, lost; places, deposits, rises and falls. Pure.

A claim is judged only where its subject stood in the contest that is meant, and where nothing around it asks, supposes or
hopes for it. What is denied ("did not hold") is judged the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from elections.counting import Hands, Line, half_up
from newsroom.factcheck.lexicon import (
    AFTER_PLACE,
    ATTRIBUTES,
    BEAT,
    BEFORE_WIN,
    DETERMINERS,
    ELECTED,
    ELECTED_TO,
    FALLS,
    GAINED,
    GOVERNED_BY,
    HELD,
    KINDS_OF_VICTORY,
    LAST_WHAT,
    LED,
    LOST,
    NO_PLACE,
    NOT_THE_SEAT,
    PAST,
    PLACED,
    PLACING,
    RISES,
    SEAT,
    TOOK,
    VICTORY,
    WON,
)
from newsroom.factcheck.names import Mention
from newsroom.factcheck.numbers import Form, Quantity
from newsroom.factcheck.record import Finding, Kind, Poll, Role
from newsroom.factcheck.telling import Telling, same_party, stands_for, told_ordinal

OFFICE_OF = {  # what somebody is elected as, by the kind of the election
    "parl": {"mp", "member"},
    "mayor": {"mayor"},
    "pcc": {"commissioner", "pcc"},
    "local": {"councillor"},
}
MONTHS_BEFORE = timedelta(days=200)  # how long before a poll somebody may have left the party that they are still called by


class Claims(Telling):
    """The claims of one sentence about who won, and where everybody came."""

    def findings(self) -> Iterator[Finding]:
        scene = self.scene
        yield from self._standing()
        if scene.now is None:
            return
        for at, text in enumerate(self.words):
            if scene.quoted(at) or at in self.done:
                continue
            if text in LOST | HELD | {"saved", "saves", "forfeited", "forfeits", "forfeit", "save"} and "deposit" in " ".join(
                self.words[at + 1 : at + 5]
            ):
                yield from self._deposit(at)
            elif scene.mute(at):
                continue
            elif text in WON | TOOK | ELECTED:
                yield from self._won(at)
            elif text == "new" and self.word(at + 1) in ("mp", "mayor", "commissioner"):
                yield from self._new(at)
            elif text in ("topped", "tops", "topping", "headed"):
                yield from self._topped(at)
            elif text == "behind" or (text == "ahead" and self.word(at + 1) == "of"):
                yield from self._ahead_of(at)
            elif text in LED | {"trailed", "trailing"}:
                yield from self._first_round(at)
            elif text in BEAT or (text == "saw" and self.word(at + 1) == "off"):
                yield from self._beat(at)
            elif text in HELD:
                yield from self._held(at)
            elif text in GAINED or text == "gain":
                yield from self._gained(at)
            elif text in LOST:
                yield from self._lost(at)
            elif text in VICTORY or text == "defeat":
                yield from self._noun(at)
            elif text == "hands" and self.word(at - 1) in ("changed", "changes", "change"):
                yield from self._hands(at)
            elif text == "swing":
                yield from self._swing(at)
            elif text in ("last", "bottom") and self.word(at - 1) in PLACED | {"dead", "rock", "at", "in"}:
                yield from self._last(at)
        for quantity in scene.quantities:
            if scene.mute(quantity.first) or scene.quoted(quantity.first):
                continue
            if quantity.form is Form.ORDINAL:
                yield from self._place(quantity)

    def _result(self, poll: Poll) -> str:
        words = poll.figures["result"].value
        return f"{words} in {poll.title}" if words else f"no result is on record for {poll.title}"

    def _subject(self, at: int) -> Mention | None:
        """Who does what a verb says: the nearest before it in the clause that nothing else governs."""
        start, _end = self.scene.clause(at)
        for mention in self.scene.before(at, start=start):
            lead = [
                text
                for text in self.words[max(0, mention.first - 3) : mention.first]
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
        if self.words[start - 1 : start] in ((",",), ("(",), (")",), ("—",), ("–",), ("but",), ("while",)) or any(
            self.words[i] in ("she", "he", "they", "it") for i in range(start, at)
        ):
            return None
        return None

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

    def _won(self, at: int) -> Iterator[Finding]:
        text = self.words[at]
        if text in TOOK and not (self._of_seat(at) and self._names_seat(at)):
            return
        if text == "win" and self.word(at - 1) in BEFORE_WIN:
            yield from self._noun(at)
            return
        if text in ELECTED:
            elsewhere = self.word(at + 1) in ELECTED_TO - {"in", "at"}
            if elsewhere and not (self.word(at + 1) == "as" and self._office_of_contest(at)):
                return
            if not self._passive(at) and text == "returned":
                return
        elif not self._of_seat(at):
            return
        poll = self._poll(at)
        if poll is None:
            return
        passive = (
            text not in ELECTED
            and self._passive(at)
            and text in ("won", "taken", "captured", "seized", "clinched", "claimed", "snatched", "grabbed")
        )
        subject = self._agent(at) if passive else self._subject(at)
        if subject is None and text in ELECTED:
            return
        if subject is None or self._that_they_won(subject) or self._seat_that_they_won(subject, at):
            return
        holds = self._elected(subject, poll)
        if holds is None:
            return
        denied = self.scene.denied(at)
        taken_from = self._agent(at, ("from",))
        source = taken_from and taken_from.is_party
        first, last = min(subject.first, at), max(subject.last, at)
        true = holds != denied
        if (
            true
            and not denied
            and source
            and taken_from
            and poll.former is not None
            and not self._numbers_between(at, taken_from.first)
        ):
            former = self._is_former(taken_from, poll)
            if former is False:
                yield self._say(
                    at, taken_from.last, False, f"The seat was not {taken_from.called}'s: {self._result(poll)}.", poll, "result"
                )
                return
        if (text in ELECTED and self.word(at - 1) == "-" and self.word(at - 2) == "re") or text in ("re-elected", "reelected"):
            former = self._is_former(subject, poll)
            true = true and former is not False
        yield self._say(
            first, last, true, f"The record has {self._result(poll)}.", poll, "winner" if poll.outcome.winner else "result"
        )

    def _new(self, at: int) -> Iterator[Finding]:
        """ "is the new MP", "becomes the new mayor": whether they were elected."""
        poll, subject = self._poll(at), self._subject(at)
        lead = set(self.words[max(0, at - 4) : at])
        if poll is None or subject is None or not subject.is_person or not lead & {"is", "becomes", "became", "as", "was"}:
            return
        elected = self._elected(subject, poll)
        if elected is not None:
            right = elected != self.scene.denied(at)
            yield self._say(subject.first, at + 1, right, f"The record has {self._result(poll)}.", poll, "result")

    def _first_round(self, at: int) -> Iterator[Finding]:
        """ "led after the first round", "trailed on first preferences": by first preferences alone."""
        poll, subject = self._poll(at), self._subject(at)
        near = self.words[at + 1 : at + 7]
        if poll is None or subject is None or poll.outcome.second_round is None or "first" not in near:
            return
        firsts = {line.key: line.votes or 0 for line in poll.lines}
        own = [firsts[line.key] for line in subject.lines(poll)]
        if not own or self._numbers_between(at, at + 7) or self.scene.after(at, end=at + 7):
            return
        leads = max(own) == max(firsts.values())
        right = leads == (self.words[at] in LED) if not self.scene.denied(at) else leads != (self.words[at] in LED)
        leader = max(poll.lines, key=lambda line: line.votes or 0)
        yield self._say(subject.first, at, right, f"{leader.name} had most first preferences ({poll.title}).", poll)

    def _office_of_contest(self, at: int) -> bool:
        """Whether what somebody is elected as is what the contest fills: "re-elected as Northshire's commissioner"."""
        poll = self.scene.poll_at(at)
        return bool(poll and OFFICE_OF.get(poll.kind, set()) & set(self.words[at : at + 9]))

    def _topped(self, at: int) -> Iterator[Finding]:
        """ "topped the poll", "topped the list vote": whether they had most votes, by first preferences."""
        poll, subject = self._poll(at), self._subject(at)
        if poll is None or subject is None or not {"poll", "vote", "ballot", "list"} & set(self.words[at + 1 : at + 5]):
            return
        own = [line.votes for line in subject.lines(poll) if line.votes is not None]
        most = max((line.votes for line in poll.lines if line.votes is not None), default=None)
        if own and most is not None and not self._numbers_between(at, at + 4):
            top = next(line for line in poll.lines if line.votes == most)
            right = (max(own) == most) != self.scene.denied(at)
            why = f"{top.name} had most votes, {most:,} ({poll.title})."
            yield self._say(subject.first, at, right, why, poll, f"votes.{top.key}")

    def _ahead_of(self, at: int) -> Iterator[Finding]:
        """ "finished ahead of Labour", "came in behind the Greens"."""
        near = {"first", "second", "round", "early", "earlier", "until", "polls", "far", "once"} & set(self.words)
        poll, subject = self._poll(at), self._subject(at)
        if poll is None or subject is None or near or not PLACING & set(self.words[max(0, at - 3) : at]):
            return
        after = at + (2 if self.words[at] == "ahead" else 1)
        after += self.word(after) == "the"
        other = next((mention for mention in self.scene.mentions if mention.first == after), None)
        party = self.scene.party_of(other) if other else None
        ahead = _ahead(subject, other, poll) if other and (other.is_person or other.is_party) and party is None else None
        if ahead is not None and other is not None and not self._numbers_between(subject.last, at):
            right = (ahead == (self.words[at] == "ahead")) != self.scene.denied(at)
            yield self._say(subject.first, other.last, right, f"The record has {_order(subject, other, poll)}.", poll)

    def _seat_that_they_won(self, subject: Mention, at: int) -> bool:
        """Whether the seat is only said to be what somebody once won: "Labour lost Hexmoor, a seat it won last year"."""
        pronoun = self.word(at - 1) in ("it", "they", "he", "she") or self.words[at - 2 : at - 1] in (("it",), ("they",))
        return pronoun and bool(
            {"seat", "constituency", "that", "which", "where", "votes", "vote", "share"} & set(self.words[subject.last + 1 : at])
        )

    def _that_they_won(self, subject: Mention) -> bool:
        """Whether what was won stands before: "the 25.8 per cent that the Brexit Party won"."""
        lead = [text for text in self.words[max(0, subject.first - 2) : subject.first] if text != "the"]
        return lead[-1:] in (["that"], ["which"]) and self._numbers_between(-1, subject.first)

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

    def _beat(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll is None:
            return
        if self._passive(at):
            loser, winner = self._subject(at), self._agent(at)
            if winner is None and loser is not None and self.words[at] in ("beaten", "defeated", "ousted", "unseated"):
                elected = self._elected(loser, poll)
                if elected is not None and not self.scene.denied(at):
                    yield self._say(loser.first, at, not elected, f"The record has {self._result(poll)}.", poll, "result")
                return
        else:
            winner, loser = self._subject(at), self._object(at, 10)
        if winner is None or loser is None:
            return
        ahead = _ahead(winner, loser, poll)
        if ahead is None:
            return
        if self.scene.denied(at):
            ahead = not ahead
        first, last = min(winner.first, loser.first, at), max(winner.last, loser.last, at)
        yield self._say(
            first, last, ahead, f"The record has {self._result(poll)}: {_order(winner, loser, poll)}.", poll, "result"
        )

    def _held(self, at: int) -> Iterator[Finding]:
        text = self.words[at]
        party = next((m for m in self.scene.mentions if m.is_party and m.last == at - 1), None)
        if text in ("hold", "holds") and party and (text == "hold" or not self._names_seat(at)):
            if {"to", "will", "can"} & set(self.words[max(0, party.first - 1) : party.first]):
                return
            yield from self._hand(party, at, at, Hands.HOLD)
            return
        if (
            text == "held"
            and (self._passive(at) or self.word(at + 1) in ("on", "by", "in", "every", "since", "talks", "at", "up"))
            and not (self.word(at + 1) == "on" and self.word(at + 2) in ("to", "in", ".", ",", "here", "with", "by"))
        ):
            return
        verb = at + 2 if self.words[at + 1 : at + 3] == ("on", "to") else at
        kept = text in ("kept", "keeps", "keeping", "holding", "hold", "keep")
        if (kept and not self._names_seat(at)) or not self._of_seat(verb) or self.word(verb + 1) in ("hers", "his", "theirs"):
            return
        span = self.words[at : self.scene.clause(at)[1]]
        if {"since", "until", "years", "decades", "ever", "always", "previously"} & {*span, *self.words[max(0, at - 3) : at]} or (
            self.word(at - 1) in ("had", "have", "has", "previously", "that", "they", "it", "'d") and self.word(at - 1) != "has"
        ):
            return
        if self.scene.places(at, at + 6) or self._names_seat(at) or text in ("retained", "retains", "held", "retaining", "holds"):
            subject = self._subject(at)
            if subject:
                yield from self._hand(subject, at, at, Hands.HOLD)

    def _hand(self, subject: Mention, first: int, last: int, hands: Hands, former: Mention | None = None) -> Iterator[Finding]:
        """Whether somebody held or gained the seat."""
        poll = self._poll(first)
        if poll is None or not poll.declared:
            return
        elected, was = self._elected(subject, poll), self._is_former(subject, poll)
        if elected is None:
            return
        if subject.is_person and hands is Hands.HOLD and elected and was is False:
            was = any(line.party == poll.former.party for line in subject.lines(poll)) if poll.former else None
        right: bool | None = None
        if elected is False:
            right = False
        elif was is not None:
            right = was if hands is Hands.HOLD else not was
        if right and former is not None and hands is Hands.GAIN:
            right = self._is_former(former, poll)
        if right is None:
            return
        if self.scene.denied(first):
            right = not right
        start, end = min(subject.first, first), max(former.last if former else last, last, subject.last)
        yield self._say(start, end, right, f"The record has {self._result(poll)}.", poll, "result")

    def _gained(self, at: int) -> Iterator[Finding]:
        text = self.words[at]
        party = next((m for m in self.scene.mentions if m.is_party and m.last == at - 1), None)
        former = next(
            (
                m
                for m in self.scene.mentions
                if m.is_party
                and at < m.first <= at + 6
                and self.word(m.first - 1) in ("from", "the")
                and "from" in self.words[at : m.first]
            ),
            None,
        )
        if text == "gain":
            if (
                party
                and self.word(at + 1) not in ("of", "in")
                and not any(at < q.first < at + 4 for q in self.scene.quantities if q.form in (Form.POINTS, Form.PER_CENT))
            ):
                yield from self._hand(party, at, at, Hands.GAIN, former)
            return
        if not (self._of_seat(at) and (self._names_seat(at) or former)):
            return
        subject = self._subject(at)
        if subject:
            yield from self._hand(subject, at, at, Hands.GAIN, former)

    def _cost(self, at: int) -> bool:
        """Whether a loss is another's: "lost Labour the seat"."""
        return any(mention.is_party and mention.first == at + 1 for mention in self.scene.mentions)

    def _lost(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll is None or not poll.declared:
            return
        to = self._agent(at, ("to",))
        if to is None and not self._of_seat(at):
            return
        subject = self._agent(at) if self._passive(at) else self._subject(at)
        if subject is None or self._cost(at):
            return
        elected = self._elected(subject, poll)
        if elected is None:
            return
        right = not elected
        denied = self.scene.denied(at)
        if right and to is not None and not self._numbers_between(at, to.first):
            ahead = _ahead(to, subject, poll)
            right = ahead is not False and (self._elected(to, poll) is not False or not self._names_seat(at))
        if (
            right
            and not denied
            and subject.is_party
            and (self.scene.places(at, at + 4) or self.words[at + 1 : at + 3] == ("the", "seat"))
            and self._is_former(subject, poll) is False
        ):
            right = False
        first, last = min(subject.first, at), max(subject.last, to.last if to else at, at)
        yield self._say(first, last, right != denied, f"The record has {self._result(poll)}.", poll, "result")

    def _noun(self, at: int) -> Iterator[Finding]:
        """ "a Conservative victory", "victory for Labour", "defeat for the Greens", "Mortimer's victory"."""
        poll = self._poll(at)
        if poll is None or not poll.declared:
            return
        start, end = self.scene.clause(at)
        owner = next(
            (
                m
                for m in self.scene.actors
                if at - 4 <= m.last < at and all(t in KINDS_OF_VICTORY for t in self.words[m.last + 1 : at])
            ),
            None,
        )
        if owner is None and self.words[at + 1 : at + 2] == ("for",):
            owner = next(
                (
                    m
                    for m in self.scene.after(at, end=end)
                    if all(t in ("for", "the", "'s") for t in self.words[at + 1 : m.first])
                ),
                None,
            )
        if owner is None or (self.word(at + 1) in ("over", "in", "at") and self.scene.years(at, end)):
            return
        elected = self._elected(owner, poll)
        if elected is None or self.scene.denied(at) or "general" in self.words[start:end]:
            return
        right = elected if self.words[at] in VICTORY else not elected
        yield self._say(min(owner.first, at), max(owner.last, at), right, f"The record has {self._result(poll)}.", poll, "result")

    def _hands(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll and poll.change and poll.change.hands and not {"first", "never", "last", "since"} & set(self.words):
            right = (poll.change.hands is Hands.GAIN) != self.scene.denied(at)
            yield self._say(at - 1, at, right, f"The record has {self._result(poll)}.", poll, "result")

    def _swing(self, at: int) -> Iterator[Finding]:
        """Which way a swing went, where no number stands beside it."""
        poll = self._poll(at)
        swing = poll.change.swing if poll and poll.change else None
        near = [q for q in self.scene.quantities if q.form in (Form.PER_CENT, Form.POINTS) and abs(q.first - at) < 10]
        if poll is None or swing is None or near:
            return
        for mention in self.scene.mentions:
            if not mention.is_party or not at < mention.first <= at + 6:
                continue
            lead = [text for text in self.words[at : mention.first] if text not in ("the", "away")][-1:]
            right = None
            if lead == ["to"]:
                right = mention.party == swing.gainer.party
            elif lead in (["from"], ["against"]):
                right = mention.party == swing.loser.party
            if right is not None:
                yield self._say(
                    at,
                    mention.last,
                    right,
                    f"The swing was from {swing.loser.party_short} to {swing.gainer.party_short} ({poll.title}).",
                    poll,
                    "swing",
                )
                return

    def _place(self, one: Quantity) -> Iterator[Finding]:
        at = one.first
        after = self.word(one.last + 1)
        earlier = {
            q.first for q in self.scene.quantities if q.form is Form.ORDINAL and q.first < at and self.word(q.first - 1) == "from"
        }
        moved_to = self.word(at - 1) == "to" and bool(earlier)  # "from first to third", "from fourth in 2024 to second"
        moved_to = moved_to or (self.word(at - 1) == "to" and self.word(at - 2) in FALLS | RISES)
        moved_from = self.word(at - 1) == "from" and "to" in self.words[one.last + 1 : one.last + 5]
        hyphened = after == "-" and self.word(one.last + 2) in ("place", "placed")
        placed = moved_to or moved_from or hyphened or after in ("place", "spot")
        verb = any(self.words[i] in PLACED for i in range(max(0, at - 4), at)) and self.word(at - 1) not in (
            "the",
            "a",
            "his",
            "her",
            "their",
            "its",
        )
        if after in NO_PLACE and not placed:
            return
        if not placed and not (verb and (after in AFTER_PLACE or after == "after")):
            return
        if not placed and not PLACING & set(self.words[max(0, at - 4) : at]):
            return
        poll = self._poll(at)
        if moved_to:
            poll = self.scene.poll_at(at)
        if poll and moved_from and poll is self.scene.poll_at(at):
            poll = self.scene.record.comparison(poll)
        if poll is None or not poll.outcome.ranks:
            return
        start, end = self.scene.clause(at)
        lead_in = self.words[at - 1] in ("in", "with") if at else False
        subject = next(iter(self.scene.before(at, start=start)), None)
        following = next(iter(self.scene.after(one.last, end=end)), None)
        if following and (subject is None or after == "was" or self.word(one.last + 2) == "was"):
            between = self.words[one.last + 1 : following.first]
            if (
                "was" in between
                or "went" in between
                or "to" in between
                or (after == "-" and following.first <= one.last + 5)
                or (placed and lead_in and subject is None)
            ):
                subject = following
        if after == "-" and following and following.first <= one.last + 4:
            subject = following
        if subject is None or self._behind(subject):
            return
        lines = subject.lines(poll)
        ranks = [poll.outcome.ranks[line.key] for line in lines if line.key in poll.outcome.ranks]
        if not ranks:
            return
        right = int(one.value) in ranks
        if self.scene.denied(at):
            right = not right
        best = min(ranks)
        close = subject.last < at <= subject.last + 4 and not self._numbers_between(subject.last, at)
        yield self._say(
            subject.first if close and not right else at,
            one.last,
            right,
            f"{lines[0].name} came {told_ordinal(best)} of {len(poll.lines)} ({poll.title}).",
            poll,
            f"place.{lines[0].key}",
        )

    def _behind(self, mention: Mention) -> bool:
        """Whether a name is not who is placed: "third behind Labour"."""
        return self.word(mention.first - 1) in ("behind", "beating", "than") or self.words[
            max(0, mention.first - 2) : mention.first
        ] in (("ahead", "of"), ("behind", "the"))

    def _last(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll is None or not poll.outcome.ranks or self.word(at + 1) in LAST_WHAT:
            return
        if self.words[at] == "last" and self.word(at - 1) not in (
            "came",
            "finished",
            "dead",
            "was",
            "placed",
            "finishing",
            "coming",
        ):
            return
        subject = next(iter(self.scene.before(at, start=self.scene.clause(at)[0])), None)
        lines = subject.lines(poll) if subject else ()
        if len(lines) != 1 or any(line.aggregate for line in poll.outcome.count.lines):
            return
        rank = poll.outcome.ranks.get(lines[0].key)
        right = rank == max(poll.outcome.ranks.values())
        yield self._say(
            at,
            at,
            right,
            f"{lines[0].name} came {told_ordinal(rank or 0)} of {len(poll.lines)} ({poll.title}).",
            poll,
            f"place.{lines[0].key}",
        )

    def _deposit(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll is None or poll.outcome.deposits_lost is None or self.scene.mute(at):
            return
        start, _end = self.scene.clause(at)
        named = [m for m in self.scene.before(at, start=start)]
        if not named:
            return
        subjects = [named[0]]
        for earlier in named[1:]:
            if all(t in ("and", ",", "the", "both") for t in self.words[earlier.last + 1 : subjects[-1].first]):
                subjects.append(earlier)
        if (
            self.word(subjects[-1].first - 1) in ("no", "neither", "every", "each", "other", "another")
            or self._behind(subjects[0])
            or (self.word(subjects[0].last + 1) == "'s" and not self._candidate_of(subjects[0], at))
        ):
            return
        if any(
            self.words[i] in ("others", "rest", "all", "everyone", "other", "remaining", "neither")
            for i in range(subjects[0].last + 1, at)
        ):
            return
        lost = self.words[at] in LOST | {"forfeited", "forfeits", "forfeit"}
        if self.word(at + 1) in ("no", "neither"):  # "kept no deposit", "lost no deposit"
            lost = not lost
        if self.scene.denied(at):
            lost = not lost
        for subject in subjects:
            lines = subject.lines(poll)
            if not lines:
                continue
            truly = [line.key in poll.outcome.deposits_lost for line in lines]
            right = (all(truly) if lost else not any(truly)) if len(lines) == 1 or lost else not all(truly)
            share = poll.outcome.shares.get(lines[0].key)
            says = f"{lines[0].name} had {half_up((share or 0) * 100, 1)}%; who has not more than 5% loses it ({poll.title})."
            yield self._say(min(subject.first, at), at, right, says, poll, f"share.{lines[0].key}")
            if not right:
                return

    def _standing(self) -> Iterator[Finding]:
        """Whether somebody stood for the party that the words give them."""
        scene = self.scene
        for party, person in scene.standing():
            if not person.stood or (scene.mute(party.first) and scene.sentence.question):
                continue
            between = self.words[party.last + 1 : person.first] if party.last < person.first else ()
            if {"former", "mp", "mayor", "councillor", "cllr", "leader"} & set(between) or (
                self.word(party.first - 1) in ("former", "ex", "-")
                and self.word(party.first - 2) in ("ex", "former", "")
                and self.word(party.first - 1) != "-"
            ):
                continue
            if (self.words[max(0, party.first - 2) : party.first] == ("for", "the") and not self._stands(person, party)) or (
                self.word(party.first - 1) == "for" and party.first > person.last and not self._stands(person, party)
            ):
                continue
            lines = self._lines_now(person, party)
            right = any(stands_for(line, party) for line in lines)
            poll, line = next(((p, one) for p, one in person.stood if scene.now and p.id == scene.now.id), person.stood[0])
            if person.people and not right:
                right = any(self._sat_for(role, party, poll) for one in person.people for role in one.roles)
            called = line.party_short if line.standing_as == "party" else "an independent"
            why = f"{line.name} stood {'as ' if line.standing_as != 'party' else 'for '}{called} ({poll.title})."
            if not right:
                yield self._say(party.first, party.last, False, why, poll, kind=Kind.ROLE)

    def _lines_now(self, person: Mention, party: Mention) -> list[Line]:
        """The candidacies that a party may be said of: of the poll that the words speak of, else any."""
        polls, _said = self.scene.polls(person.first)
        past = PAST & set(self.words[max(0, min(person.first, party.first) - 4) : max(person.last, party.last) + 5])
        now = person.lines(polls[0]) if len(polls) == 1 and not past else ()
        return list(now) or [line for _poll, line in person.stood]

    @staticmethod
    def _sat_for(role: Role, party: Mention, poll: Poll) -> bool:
        """Whether somebody sat for a party up to the day of a poll, which they may have fought for another."""
        same = bool(role.party) and role.party.lower() == party.called.lower()
        return same and (role.end is None or role.end >= poll.polling_on - MONTHS_BEFORE)

    def _stands(self, person: Mention, party: Mention) -> bool:
        return bool({"standing", "stood", "candidate", ","} & set(self.words[person.last + 1 : party.first]))


def _strength(line: Line, poll: Poll) -> tuple[int, int] | None:
    if line.votes is None and line.key not in poll.outcome.elected:
        return None
    rank = poll.outcome.ranks.get(line.key)
    return (0 if line.key in poll.outcome.elected else 1, rank or 0)


def _ahead(winner: Mention, loser: Mention, poll: Poll) -> bool | None:
    """Whether one came before another; None where the record does not say."""
    above = [_strength(line, poll) for line in winner.lines(poll)]
    below = [_strength(line, poll) for line in loser.lines(poll)]
    if not above or not below or None in above or None in below or set(winner.lines(poll)) == set(loser.lines(poll)):
        return None
    return min(one for one in above if one) < max(one for one in below if one)


def _order(winner: Mention, loser: Mention, poll: Poll) -> str:
    lines = sorted(
        {line.key: line for line in (*winner.lines(poll), *loser.lines(poll))}.values(),
        key=lambda line: poll.outcome.ranks.get(line.key, 999),
    )
    return ", ".join(f"{line.name} {line.votes:,}" for line in lines if line.votes is not None)
