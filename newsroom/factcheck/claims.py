"""Results told in words: who won, held, gained, lost; which way a swing went. Pure.

A claim is judged only where its subject stood in the contest that is meant, and where nothing around it asks, supposes or
hopes for it. What is denied ("did not hold") is judged the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from elections.counting import Hands, half_up
from newsroom.factcheck.lexicon import (
    BEFORE_WIN,
    ELECTED,
    ELECTED_TO,
    GAINED,
    HELD,
    KINDS_OF_VICTORY,
    LOST,
    MARGINS,
    NARROW,
    TOOK,
    VICTORY,
    WIDE,
    WON,
)
from newsroom.factcheck.names import Mention
from newsroom.factcheck.numbers import Form
from newsroom.factcheck.record import Finding, Poll
from newsroom.factcheck.subjects import Subjects
from newsroom.factcheck.telling import ahead

TWICE = {
    "twice",
    "thrice",
    "then",
    "under",
    "again",
    "repeatedly",
    "throughout",
}  # "held the seat twice under him": of other polls


CLOSE, CLEAR = Fraction(1, 20), Fraction(3, 20)  # of the vote: nobody calls more narrow, or less a landslide


class Claims(Subjects):
    """The claims of one sentence about who won."""

    def findings(self) -> Iterator[Finding]:
        if self.scene.now is not None:
            yield from self._by_word(RULES)

    def _won(self, at: int) -> Iterator[Finding]:
        text = self.words[at]
        if text in TOOK and not (self._of_seat(at) and self._names_seat(at)):
            return
        if TWICE & set(self.words[at : at + 6]) - {"then"}:
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
        """ "is the new MP", "the new mayor, Ann Bell,", "the outgoing mayor, Joe Last": elected now, or before."""
        office = at - 2 if self.words[at] == "elect" else at + 1
        poll = self._poll(at) if self.word(office) in self.scene.offices else None
        if poll is None or not poll.declared:
            return
        coming = self.words[at] in ("new", "elect")
        behind = at + (1 if self.words[at] == "elect" else 2)
        following = next((one for one in self.scene.mentions if one.is_person and behind <= one.first <= at + 9), None)
        between = set(self.words[behind : following.first]) if following else set()
        named = following is not None and not between - {",", "-", "for", "of", "'s"} - self._place_words(behind, following.first)
        subject = following if named else self._subject(at)
        if subject is None or not subject.is_person:
            return
        if not named and not set(self.words[max(0, at - 4) : at]) & {"is", "becomes", "became", "as", "was"}:
            return
        right = self._elected(subject, poll) if coming else self._is_former(subject, poll)
        if right is None:
            why = f"Who held the office before is not on record: {self._result(poll)}."
            yield self._say(at, max(subject.last, at + 1), None, why, poll)
        else:
            first, last = min(subject.first, at), max(subject.last, at + 1)
            yield self._say(first, last, right != self.scene.denied(at), f"The record has {self._result(poll)}.", poll, "result")

    def _place_words(self, start: int, end: int) -> set[str]:
        """The words of places and parties that are named between two tokens."""
        named = [one for one in self.scene.mentions if (one.areas or one.is_party) and start <= one.first and one.last < end]
        return {self.words[i] for one in named for i in range(one.first, one.last + 1)}

    def _office_of_contest(self, at: int) -> bool:
        """Whether what somebody is elected as is what the contest fills: "re-elected as Northshire's commissioner"."""
        poll = self.scene.poll_at(at)
        return bool(poll and self.scene.offices & set(self.words[at : at + 9]))

    def _seat_that_they_won(self, subject: Mention, at: int) -> bool:
        """Whether the seat is only said to be what somebody once won: "Labour lost Hexmoor, a seat it won last year"."""
        pronoun = bool({"it", "they", "he", "she"} & set(self.words[max(0, at - 2) : at]))
        return pronoun and bool(
            {"seat", "constituency", "that", "which", "where", "votes", "vote", "share"} & set(self.words[subject.last + 1 : at])
        )

    def _that_they_won(self, subject: Mention) -> bool:
        """Whether what was won stands before: "the 25.8 per cent that the Brexit Party won"."""
        lead = [text for text in self.words[max(0, subject.first - 2) : subject.first] if text != "the"]
        return lead[-1:] in (["that"], ["which"]) and self._numbers_between(-1, subject.first)

    def _on(self, at: int) -> bool:
        """Whether somebody "held on", "clings on", without saying what to: not "was held on Thursday", "held on to 40%"."""
        dated = any(one.first in (at + 2, at + 3) and one.form in (Form.DATE, Form.YEAR) for one in self.scene.quantities)
        return self.word(at + 1) == "on" and self.word(at + 2) != "to" and not dated and not self._passive(at)

    def _held_on(self, at: int) -> Iterator[Finding]:
        subject = self._subject(at)
        if subject:
            yield from self._hand(subject, at, at + 1, Hands.HOLD)

    def _held(self, at: int) -> Iterator[Finding]:
        if self._on(at):
            yield from self._held_on(at)
            return
        text = self.words[at]
        if {"deposit", "deposits"} & set(self.words[at + 1 : at + 5]):
            return
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
        if (
            (kept and not self._names_seat(at))
            or not self._of_seat(verb)
            or (self.word(verb + 1) in ("hers", "his", "theirs") and self.word(verb + 2) != "seat")
        ):
            return
        span = self.words[at : self.scene.clause(at)[1]]
        perfect = self.word(at - 1) == "have" and text in ("retained", "kept", "clung")
        if TWICE & set(self.words[at : at + 7]):
            return
        if {"since", "until", "years", "decades", "ever", "always", "previously"} & {*span, *self.words[max(0, at - 3) : at]} or (
            self.word(at - 1) in ("had", "have", "previously", "that", "they", "it", "'d") and not perfect
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
        if was is None and subject.is_person and poll.outcome.count.seats > 1:
            was = self._sat(subject, poll)
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

    def _defending(self, at: int) -> Iterator[Finding]:
        """ "Labour, who were defending the seat": whether they had won it the time before."""
        if not {"seat", "constituency", "post", "mayoralty", "majority"} & set(self.words[at + 1 : at + 6]):
            return
        poll, subject = self._poll(at), self._subject(at)
        was = self._is_former(subject, poll) if subject and poll else None
        if poll is not None and subject is not None and was is False and subject.is_person:
            was = any(poll.former is not None and line.party == poll.former.party for line in subject.lines(poll))
        if poll is not None and subject is not None and was is not None:
            yield self._say(
                subject.first, at, was != self.scene.denied(at), f"The record has {self._result(poll)}.", poll, "result"
            )

    def _conceded(self, at: int) -> Iterator[Finding]:
        """ "conceded defeat", "conceded to Labour": whoever concedes has lost."""
        poll, subject = self._poll(at), self._subject(at)
        told = self.word(at + 1) in ("defeat", "to", "the", "", ".", ",", "at", "shortly", "just", "before", "after", "in")
        elected = self._elected(subject, poll) if subject and poll and told and "that" not in self.words[at : at + 3] else None
        if poll is not None and subject is not None and subject.is_person and elected is not None:
            right = elected == self.scene.denied(at)
            yield self._say(subject.first, at, right, f"The record has {self._result(poll)}.", poll, "result")

    def _cost(self, at: int) -> bool:
        """Whether a loss is another's: "lost Labour the seat"."""
        return any(mention.is_party and mention.first == at + 1 for mention in self.scene.mentions)

    def _lost(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll is None or not poll.declared or {"deposit", "deposits"} & set(self.words[at + 1 : at + 5]):
            return
        to = self._agent(at, ("to",))
        if to is None and not self._of_seat(at):
            return
        subject = self._agent(at) if self._passive(at) else self._subject(at)
        if subject is None or self._cost(at) or TWICE & set(self.words[at : at + 6]):
            return
        elected = self._elected(subject, poll)
        if elected is None:
            return
        right = not elected
        denied = self.scene.denied(at)
        if right and to is not None and not self._numbers_between(at, to.first):
            leads = ahead(to, subject, poll)
            right = leads is not False and (self._elected(to, poll) is not False or not self._names_seat(at))
        if (
            right
            and not denied
            and subject.is_party
            and (self.scene.places(at, at + 4) or self.words[at + 1 : at + 3] == ("the", "seat"))
            and self._is_former(subject, poll) is False
        ):
            right = False
        first, last = min(subject.first, at), max(subject.last, to.last if to else at, at)
        own = subject.is_person and self.words[at + 1 : at + 3] in (("his", "seat"), ("her", "seat"), ("their", "seat"))
        if own and right and not denied and poll.outcome.count.seats > 1 and not self._sat(subject, poll):
            return  # nobody loses what they did not have: that it was theirs is not on record
        yield self._say(first, last, right != denied, f"The record has {self._result(poll)}.", poll, "result")

    def _sat(self, subject: Mention, poll: Poll) -> bool | None:
        """Whether somebody was elected the time before; None where that is not on record."""
        then = self.scene.record.comparison(poll)
        lines = subject.lines(then) if then else ()
        return any(line.key in then.outcome.elected for line in lines) if then and lines else None

    def _noun(self, at: int) -> Iterator[Finding]:
        """ "a Conservative victory", "victory for Labour", "defeat for the Greens", "Mortimer's victory"."""
        poll = self._poll(at)
        if poll is None or not poll.declared:
            return
        start, end = self.scene.clause(at)
        to = next((i for i in range(at - 1, max(start, at - 4) - 1, -1) if self.words[i] == "to"), None)
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
        if (
            owner is None and to is not None and self.word(to - 1)[-1:] in "sdpe"
        ):  # "crashes to defeat", "swept to a famous victory"
            owner = self._subject(to)
        if owner is None or (self.word(at + 1) in ("over", "in", "at") and self.scene.years(at, end)):
            return
        elected = self._elected(owner, poll)
        if elected is None or self.scene.denied(at) or "general" in self.words[start:end]:
            return
        right = elected if self.words[at] in VICTORY else not elected
        yield self._say(min(owner.first, at), max(owner.last, at), right, f"The record has {self._result(poll)}.", poll, "result")

    def _how_clear(self, at: int) -> Iterator[Finding]:
        """ "a narrow victory", "a landslide": whether the majority is plainly so, or plainly not; else nothing is said."""
        poll = self._poll(at)
        share = poll.outcome.majority_share if poll else None
        if poll is None or share is None or (self.words[at] != "landslide" and not MARGINS & set(self.words[at + 1 : at + 4])):
            return
        start, end = self.scene.clause(at)
        if (
            self.scene.denied(at)
            or "general" in self.words[start:end]
            or {"previous", "former", "seat"} & set(self.words[max(0, at - 3) : at + 4])
        ):
            return
        narrow = self.words[at] in NARROW
        right = share <= CLOSE if narrow else share >= CLEAR
        if right or (share >= CLEAR if narrow else share <= CLOSE):
            says = f"The majority was {half_up(share * 100, 1)}% of the vote ({poll.title})."
            yield self._say(at, at, right, says, poll, "majority_share")

    def _hands(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at) if self.word(at - 1) in ("changed", "changes", "change") else None
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
        changes = poll.change.shares if poll.change else {}
        shares = {key: share for key, share in changes.items() if share is not None}
        for mention in self.scene.mentions:
            if not mention.is_party or not at < mention.first <= at + 10:
                continue
            lead = [text for text in self.words[at : mention.first] if text not in ("the", "away")][-1:]
            moved = [shares[line.key] for line in mention.lines(poll) if line.key in shares]
            right = None
            if lead == ["to"]:
                right = mention.party == swing.gainer.party or min(moved, default=Fraction()) > 0
            elif lead in (["from"], ["against"]):
                right = mention.party == swing.loser.party or max(moved, default=Fraction()) < 0
            other = self.scene.after(mention.last, end=mention.last + 5)
            if right and other and self.word(other[0].first - 1) in ("to", "the"):
                ways = [shares[line.key] for line in other[0].lines(poll) if line.key in shares]
                right = not (lead == ["from"] and "to" in self.words[mention.last : other[0].first] and moved and ways) or (
                    max(ways) > min(moved)
                )
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


RULES = {
    **dict.fromkeys(NARROW | WIDE, Claims._how_clear),
    **dict.fromkeys(("defending", "defended", "defends"), Claims._defending),
    **dict.fromkeys(("conceded", "concedes", "concede"), Claims._conceded),
    "swing": Claims._swing,
    "hands": Claims._hands,
    **dict.fromkeys(VICTORY | {"defeat"}, Claims._noun),
    **dict.fromkeys(LOST, Claims._lost),
    **dict.fromkeys(GAINED | {"gain"}, Claims._gained),
    **dict.fromkeys(HELD, Claims._held),
    **dict.fromkeys(("new", "outgoing", "departing", "elect"), Claims._new),
    **dict.fromkeys(WON | TOOK | ELECTED, Claims._won),
}
"""Which rule reads a word; of two that do, the later."""
