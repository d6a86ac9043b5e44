"""Results told in words: who won, beat, held, gained, lost; places, deposits, rises and falls; since when a seat is held; days. Pure.

A claim is judged only where its subject stood in the contest that is meant, and where nothing around it asks, supposes or
hopes for it. What is denied ("did not hold") is judged the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from elections.counting import Hands, Line, half_up
from newsroom.factcheck.names import Mention
from newsroom.factcheck.numbers import Form, Near, Quantity, fits
from newsroom.factcheck.record import Finding, Kind, Poll, Verdict
from newsroom.factcheck.scene import LAST_TIME, Scene

WON = set(
    "won wins win winning clinched clinches clinching seized seizes snatched snatches captured captures triumphed triumphs victorious prevailed prevails stormed swept sweeps romped".split()
)
TOOK = {
    "took",
    "takes",
    "taken",
    "take",
    "taking",
    "claimed",
    "claims",
    "grabbed",
    "grabs",
    "secured",
    "secures",
    "nabbed",
    "flipped",
    "flips",
    "bagged",
    "stole",
}
BEAT = set(
    "beat beats beating beaten defeated defeats defeating edged pipped trounced thrashed outpolled overcame unseated ousted toppled trounces thrashes routed overwhelmed hammered crushed".split()
)
HELD = set("held hold holds holding retained retains retaining kept keeps keeping clung".split())
GAINED = {"gained", "gains", "gaining"}
LOST = set("lost lose loses losing".split())
VICTORY = {"victory", "win", "triumph"}
ELECTED = {"elected", "returned", "re-elected", "reelected"}
SEAT = set(
    "seat contest by-election byelection election race constituency mayoralty ward post job it here vote poll battle fight crown day mayorship commissionership division office council"
    " re-election again outright comfortably easily narrowly by with in after , . on from to convincingly handsomely decisively and as ; : — – but while ! at since for who when"
    " because thanks despite against over there out through today yesterday overnight - ) ? mayor control".split()
)
DETERMINERS = {"the", "this", "that", "a", "an", "its", "her", "his", "their", "safe", "red", "wall", "coastal", "north-east", "parliamentary", "former", "stronghold", "labour", "marginal",
               "mayoral", "key", "crucial", "whole", "historic", "stunning", "by", "-", "town", "'s", "northern", "town's", "english", "city", "single", "once", "hotly", "contested", "first", "local", "commons",
               "on", "northeast", "bellwether", "north", "east", "easily", "comfortably", "narrowly", "both", "region's", "area's"}  # fmt: skip
NOT_THE_SEAT = set(
    "leadership general votes support backing argument deposit deposits ground share points national nomination right control seats council councils hearts heart confidence trust money applause office"
    " back place term referendum praise war battle friends argument selection number most % per voters headlines role".split()
)
PLACED = set(
    "came come comes finished finishes finishing placed finish coming ended ranked trailed pushed slipped relegated was languished fell dropped beaten down limped managed trailing is were squeezed trailed ending took in".split()
)
RISES = set(
    "rose rises risen increased increases grew climbed jumped surged soared rising improved leapt up grown increasing higher".split()
)
FALLS = set(
    "fell falls fallen dropped drops declined slumped plunged dipped slipped decreased collapsed tumbled falling shrank shrunk plummeted down lower dropping crashed sank".split()
)
FACTORS = {
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
HOLDING = set(
    "held hold holds holding labour-held voted voting represented controlled belonged seat stronghold safe bastion been has had red blue hands run ruled returned elected sent backed backing party dominated heartland fortress uninterrupted unbroken held".split()
)
COMMONS = {"commons", "parliamentary", "westminster", "parliament", "by", "by-election", "mp"}
POLLING = set(
    "polling polls poll voted vote votes voters by-election byelection election contest ballot balloting elections by contested took".split()
)
NOT_POLLING = set(
    "count counted counting declared declaration announced result results resigned resignation quit stood became leader called deadline born died appointed said told tweeted wrote sacked"
    " nomination nominations conference selected speech published reported interview budget joined left took registration campaign launched postal".split()
)


@dataclass
class Claims:
    """The claims of one sentence."""

    scene: Scene

    def __post_init__(self) -> None:
        self.words = self.scene.words
        self.done: set[int] = set()

    def word(self, at: int) -> str:
        return self.scene.word(at)

    def findings(self) -> Iterator[Finding]:
        scene = self.scene
        yield from self._standing()
        if scene.now is None:
            yield from self._days()
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
            elif text in BEAT or text == "saw" and self.word(at + 1) == "off":
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
            elif text in RISES | FALLS or text in FACTORS:
                yield from self._moved(at)
            elif text == "only" and self.word(at - 1) in ("the", "'s", "only", "night", "day"):
                yield from self._only(at)
            elif text in ("last", "bottom") and self.word(at - 1) in PLACED | {"dead", "rock", "at", "in"}:
                yield from self._last(at)
        for quantity in scene.quantities:
            if scene.mute(quantity.first) or scene.quoted(quantity.first):
                continue
            if quantity.form is Form.ORDINAL:
                yield from self._place(quantity)
            elif quantity.form is Form.YEAR or quantity.form is Form.DATE:
                yield from self._since(quantity)
            elif quantity.form is Form.SPAN:
                yield from self._years(quantity)
            elif quantity.form is Form.TIMES:
                yield from self._times(quantity)
        yield from self._days()

    # Saying it.

    def _say(
        self,
        first: int,
        last: int,
        holds: bool | None,
        why: str,
        poll: Poll | None,
        path: str = "",
        kind: Kind = Kind.CLAIM,
        says: str = "",
    ) -> Finding:
        tokens = self.scene.tokens
        verdict = Verdict.UNKNOWN if holds is None else Verdict.AGREES if holds else Verdict.DISAGREES
        figure = self.scene.record.path(poll, path) if poll and path else ""
        return Finding(
            tokens[first].start,
            tokens[last].end,
            "",
            kind,
            verdict,
            why,
            figure=figure,
            record=says or why,
            source=poll.source if poll else "",
        )

    def _poll(self, at: int) -> Poll | None:
        """The one poll that a claim at a token is about, where the words say which."""
        polls, said = self.scene.polls(at)
        if not polls:
            return None
        if len(polls) > 1 and not said:
            return polls[0] if self._present(at) else None
        return polls[0]

    def _present(self, at: int) -> bool:
        """Whether a claim in a sentence that names another time too stands apart from it, behind a comma or "and"."""
        return not self.scene.years(*self.scene.segment(at)) and self.word(at - 1) not in ("had", "previously", "who")

    def _result(self, poll: Poll) -> str:
        words = poll.figures["result"].value
        return f"{words} in {poll.title}" if words else f"no result is on record for {poll.title}"

    # Whose.

    def _subject(self, at: int) -> Mention | None:
        """Who does what a verb says: the nearest before it in the clause that nothing else governs."""
        start, _end = self.scene.clause(at)
        for mention in self.scene.before(at, start=start):
            lead = [
                text
                for text in self.words[max(0, mention.first - 3) : mention.first]
                if text not in ("the", "its", "her", "his", "candidate", "'s", "dr", "sir", "former")
            ]
            governed = lead[-1:] in (
                ["of"],
                ["from"],
                ["over"],
                ["than"],
                ["against"],
                ["to"],
                ["behind"],
                ["by"],
                ["under"],
                ["with"],
                ["for"],
                ["in"],
                ["since"],
                ["beat"],
                ["defeated"],
                ["beating"],
                ["defeating"],
                ["told"],
                ["after"],
            )
            if governed and not self._other_name(mention):
                if (
                    lead[-1:] in (["with"], ["after"], ["for"], ["to"], ["by"])
                    and {"who", "having", "to"} & set(self.words[mention.last + 1 : at])
                    or lead[-1:] == ["with"]
                    or lead[-1:] == ["after"]
                ):
                    return mention
                continue
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

    def _other_name(self, mention: Mention) -> bool:
        return False

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
        return None if former is None else _same(mention, former, poll)

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

    # Verbs.

    def _won(self, at: int) -> Iterator[Finding]:
        text = self.words[at]
        if text in TOOK and not (self._of_seat(at) and self._names_seat(at)):
            return
        if text == "win" and self.word(at - 1) in (
            "the",
            "a",
            "an",
            "this",
            "'s",
            "historic",
            "stunning",
            "big",
            "conservative",
            "labour",
            "by",
        ):
            yield from self._noun(at)
            return
        if text in ELECTED:
            if self.word(at + 1) in (
                "leader",
                "deputy",
                "as",
                "to",
                "chair",
                "mps",
                "in",
                "members",
                "politicians",
                "officials",
                "representatives",
                "at",
            ) and self.word(at + 1) not in ("in", "at"):
                if not (self.word(at + 1) in ("as",) and "mp" in self.words[at : at + 5]):
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
        if subject is None:
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
        if text in ELECTED and self.word(at - 1) == "-" and self.word(at - 2) == "re" or text in ("re-elected", "reelected"):
            former = self._is_former(subject, poll)
            true = true and former is not False
        yield self._say(
            first, last, true, f"The record has {self._result(poll)}.", poll, "winner" if poll.outcome.winner else "result"
        )

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
        if text in ("kept", "keeps", "keeping", "holding", "hold", "keep") and not self._names_seat(at) or not self._of_seat(at):
            return
        span = self.words[at : self.scene.clause(at)[1]]
        if (
            {"since", "until", "years", "decades", "ever", "always", "previously"} & {*span, *self.words[max(0, at - 3) : at]}
            or self.word(at - 1) in ("had", "have", "has", "previously", "that", "they", "it", "'d")
            and self.word(at - 1) != "has"
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

    def _lost(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll is None or not poll.declared:
            return
        to = self._agent(at, ("to",))
        if to is None and not self._of_seat(at):
            return
        subject = self._agent(at) if self._passive(at) else self._subject(at)
        if subject is None:
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
                if at - 4 <= m.last < at
                and all(
                    t
                    in (
                        "'s",
                        "historic",
                        "stunning",
                        "shock",
                        "narrow",
                        "by",
                        "-",
                        "election",
                        "by-election",
                        "crushing",
                        "convincing",
                        "comfortable",
                        "famous",
                        "surprise",
                        "humiliating",
                        "clear",
                        "emphatic",
                        "landslide",
                        "resounding",
                        "big",
                    )
                    for t in self.words[m.last + 1 : at]
                )
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
        if owner is None or self.word(at + 1) in ("over", "in", "at") and self.scene.years(at, end):
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
        poll = self._poll(at)
        if not what or poll is None or not poll.declared:
            return
        then = self.scene.record.comparison(poll)
        before = then.outcome if then else poll.previous
        if before is None or self.scene.denied(at):
            return
        now_value: Fraction | None = None
        was: Fraction | None = None
        path = ""
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
            now_value = poll.outcome.shares[lines[0].key]
            was, path = now_value - change, f"change.{lines[0].key}"
        if now_value is None or was is None or not was:
            return
        if any(at < q.first <= at + 5 and q.form is Form.POINTS for q in self.scene.quantities) and text not in FACTORS:
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
            if self.word(at - 1) == "than" and self.word(at - 2) == "more":
                near = Near.MORE
            if near is not Near.EXACT:
                first = at - (2 if self.word(at - 1) == "than" else 1)
            ratio = now_value / was
            if factor < 1:
                ratio, factor = 1 / ratio, 1 / factor
            right = (
                abs(ratio - factor) * 8 <= factor
                if near in (Near.EXACT, Near.ABOUT)
                else fits(Quantity(Form.TIMES, factor, 0, 0, 0, near=near), ratio)
            )
        else:
            right = (now_value > was) == (text in RISES)
        yield self._say(first, at, right, says, poll, path)

    def _times(self, one: Quantity) -> Iterator[Finding]:
        """ "nearly twice the 3,595 of 2019", "double Labour's vote"."""
        poll = self._poll(one.first)
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

    # Places and deposits.

    def _place(self, one: Quantity) -> Iterator[Finding]:
        at = one.first
        after = self.word(one.last + 1)
        placed = after == "place" or (after == "-" and self.word(one.last + 2) in ("place", "placed")) or after == "spot"
        verb = any(self.words[i] in PLACED for i in range(max(0, at - 4), at)) and self.word(at - 1) not in (
            "the",
            "a",
            "his",
            "her",
            "their",
            "its",
        )
        if (
            after
            in (
                "-",
                "preference",
                "preferences",
                "round",
                "time",
                "by",
                "term",
                "choice",
                "count",
                "stage",
                "candidate",
                "woman",
                "person",
                "mp",
            )
            and not placed
        ):
            return
        if not placed and not (
            verb
            and (
                after
                in (
                    ",",
                    ".",
                    "with",
                    "on",
                    "and",
                    "behind",
                    "in",
                    "for",
                    "overall",
                    "",
                    "by",
                    "at",
                    ";",
                    ":",
                    "(",
                    "—",
                    "–",
                    "but",
                    "ahead",
                    "while",
                    "as",
                    "to",
                )
                or after == "after"
            )
        ):
            return
        if not placed and not {
            "came",
            "come",
            "comes",
            "finished",
            "finishes",
            "finishing",
            "placed",
            "coming",
            "ended",
            "ranked",
            "pushed",
            "relegated",
            "was",
            "trailed",
            "slipped",
            "in",
            "trailing",
            "finish",
            "limped",
            "beaten",
            "squeezed",
            "dropped",
            "fell",
            "were",
            "is",
        } & set(self.words[max(0, at - 4) : at]):
            return
        poll = self._poll(at)
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
        yield self._say(
            at,
            one.last,
            right,
            f"{lines[0].name} came {_ordinal(best)} of {len(poll.lines)} ({poll.title}).",
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
        if (
            poll is None
            or not poll.outcome.ranks
            or self.word(at + 1)
            in (
                "week",
                "month",
                "year",
                "night",
                "time",
                "to",
                "thursday",
                "friday",
                "election",
                "minute",
                "autumn",
                "summer",
                "spring",
                "winter",
                "but",
            )
        ):
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
            f"{lines[0].name} came {_ordinal(rank or 0)} of {len(poll.lines)} ({poll.title}).",
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
        if self._behind(subjects[0]) or self.word(subjects[0].last + 1) == "'s" and not self._candidate_of(subjects[0], at):
            return
        if any(
            self.words[i] in ("others", "rest", "all", "everyone", "other", "remaining", "neither")
            for i in range(subjects[0].last + 1, at)
        ):
            return
        lost = self.words[at] in LOST | {"forfeited", "forfeits", "forfeit"}
        if self.scene.denied(at):
            lost = not lost
        for subject in subjects:
            lines = subject.lines(poll)
            if not lines:
                continue
            truly = [line.key in poll.outcome.deposits_lost for line in lines]
            right = (all(truly) if lost else not any(truly)) if len(lines) == 1 or lost else not all(truly)
            share = poll.outcome.shares.get(lines[0].key)
            says = f"{lines[0].name} had {half_up((share or 0) * 100, 1)}%; a deposit is lost by who has not more than 5% ({poll.title})."
            yield self._say(min(subject.first, at), at, right, says, poll, f"share.{lines[0].key}")
            if not right:
                return

    # Through the years.

    def _since(self, one: Quantity) -> Iterator[Finding]:
        """Since when a seat is held: "Labour since 1974", "created in 1974", "for the first time since 1959"."""
        before = self.words[max(0, one.first - 6) : one.first]
        start, end = self.scene.clause(one.first)
        made = {"created", "creation", "formed", "established", "inception", "existence"} & set(before)
        if one.year is None or not ("since" in before[-2:] or made):
            return
        poll = self.scene.poll_at(one.first)
        if poll is None or not poll.history:
            return
        tenure = poll.defending
        if tenure is None:
            return
        whole = len(tenure.polls) >= 3 or not tenure.first
        first = self.words[: one.first]
        if "first" in first[-9:] and not made:
            yield from self._first_since(one, poll)
            return
        if made and "since" not in before[-2:]:
            first_poll = min(held.polling_on for held in poll.history)
            if first_poll.year == one.year or whole:
                yield self._say(
                    one.first,
                    one.last,
                    first_poll.year == one.year,
                    f"The first poll on record for {poll.area} is of {_day(first_poll)}.",
                    poll,
                    "held_since",
                )
            return
        if not HOLDING & set(self.words[max(0, one.first - 14) : one.first + 1]) and not any(
            m.is_party and m.last >= one.first - 4 for m in self.scene.mentions if m.last < one.first
        ):
            return
        if {
            "mp",
            "leader",
            "deputy",
            "turnout",
            "lowest",
            "highest",
            "best",
            "worst",
            "biggest",
            "largest",
            "smallest",
            "councillor",
        } & set(self.words[max(0, one.first - 10) : one.first]):
            return
        parties = [m for m in self.scene.mentions if m.is_party and m.last < one.first][-3:] or [
            m for m in self.scene.mentions if m.is_party
        ][:1]
        holders = [m for m in parties if _same(m, tenure.holder, poll)]
        says = f"{tenure.holder.party_short or tenure.holder.name} has won every poll on record for {poll.area} since {_day(tenure.since)}, before this one."
        if not parties:
            if tenure.since.year == one.year:
                yield self._say(one.first, one.last, True, says, poll, "held_since")
            return
        right = bool(holders) and tenure.since.year == one.year
        if right:
            yield self._say(one.first, one.last, True, says, poll, "held_since")
        elif whole:
            yield self._say(one.first if holders else parties[-1].first, one.last, False, says, poll, "held_since")
        else:
            yield self._say(
                one.first, one.last, None, f"The record of {poll.area} goes back no further than {_day(tenure.since)}.", poll
            )

    def _first_since(self, one: Quantity, poll: Poll) -> Iterator[Finding]:
        """ "for the first time since 1959": when the winner last won, or when the loser last lost."""
        winner = poll.outcome.winner
        tenure = poll.defending
        if winner is None or tenure is None:
            return
        wins = [
            held.polling_on
            for held in poll.history
            if held.polling_on < poll.polling_on and held.winner.identity == winner.identity
        ]
        if wins:
            last = max(wins)
            yield self._say(
                one.first,
                one.last,
                last.year == one.year,
                f"{winner.party_short or winner.name} last won {poll.area} on {_day(last)}.",
                poll,
            )
        elif one.year is not None and one.year >= tenure.since.year and len(tenure.polls) >= 3:
            if one.year == tenure.since.year:
                yield self._say(one.first, one.last, None, f"The record of {poll.area} begins on {_day(tenure.since)}.", poll)
            else:
                yield self._say(
                    one.first,
                    one.last,
                    False,
                    f"{tenure.holder.party_short or tenure.holder.name} has won every poll on record for {poll.area} since {_day(tenure.since)}, before this one.",
                    poll,
                    "held_since",
                )
        else:
            yield self._say(
                one.first,
                one.last,
                None,
                f"The record of {poll.area} goes back no further than {_day(min(h.polling_on for h in poll.history))}.",
                poll,
            )

    def _years(self, one: Quantity) -> Iterator[Finding]:
        """How long a seat was held: "for 47 years", "after 47 years of Labour rule"; how long after an election something was."""
        yield from self._after(one)
        poll = self.scene.poll_at(one.first)
        tenure = poll.defending if poll else None
        if (
            poll is None
            or tenure is None
            or one.unit not in ("year", "decade")
            or self.word(one.last + 1) in ("ago", "earlier", "later", "before", "since")
        ):
            return
        near = self.words[max(0, one.first - 9) : one.last + 8]
        lead = self.words[max(0, one.opens - 2) : one.opens]
        if not (
            lead[-1:] in (("for",), ("after",), ("of",), ("in",), ("than",), ("ends",), ("ended",), ("ending",))
            and (HOLDING - {"has", "had", "been", "party"}) & set(near)
        ):
            return
        if (
            {"mp", "leader", "councillor", "prison", "aged", "jail", "turnout", "opposition", "power", "conservatives'"}
            & set(near)
            or lead[-1:] == ("in",)
            and "first" not in near
        ):
            return
        if not any(_same(m, tenure.holder, poll) for m in self.scene.mentions if m.is_party) and "rule" not in near:
            return
        months = Fraction((poll.polling_on - tenure.since).days * 12 * 100, 36525)
        years, said = months / 12, one.value / 12
        right = (
            abs(years - said) < 1
            if one.near is Near.EXACT
            else fits(Quantity(Form.COUNT, said, 0, 0, 0, step=Fraction(1), near=one.near), years)
        )
        says = f"{tenure.holder.party_short or tenure.holder.name} has won every poll on record for {poll.area} since {_day(tenure.since)}, {int(years)} years before this one."
        if right or len(tenure.polls) >= 3 or not tenure.first:
            yield self._say(one.opens, one.last, right, says, poll, "held_since")

    def _after(self, one: Quantity) -> Iterator[Finding]:
        """ "in April 2020, four months after the general election": between a day that is told and the election before it."""
        if self.word(one.last + 1) not in ("after", "before", "following") or one.unit not in ("month", "year"):
            return
        told = [q for q in self.scene.quantities if q.form is Form.DATE and q.year and q.month and abs(q.last - one.first) < 8]
        ahead = self.words[one.last + 1 : one.last + 30]
        if not told or "election" not in ahead and "elections" not in ahead:
            return
        said = date(told[0].year or 1, told[0].month or 1, told[0].day or 15)
        generals = [poll.polling_on for poll in self.scene.record.polls if poll.kind == "parl" and not poll.by_election]
        generals += [
            held.polling_on
            for poll in self.scene.record.polls
            for held in poll.history
            if poll.kind == "parl" and ".by." not in held.ballot_paper_id
        ]
        after = self.word(one.last + 1) != "before"
        sided = [day for day in generals if (day < said) == after]
        if not sided or ("general" not in ahead):
            return
        election = max(sided) if after else min(sided)
        months = abs((said.year - election.year) * 12 + said.month - election.month)
        right = (
            months == one.value
            or one.unit == "year"
            and abs(months - one.value) < 12
            or one.near is not Near.EXACT
            and fits(one, Fraction(months))
        )
        poll = next((p for p in self.scene.record.polls if p.polling_on == election), None)
        says = f"The general election was on {_day(election)}, {months} months {'before' if after else 'after'}."
        yield self._say(one.opens, one.last, right, says, poll)

    def _only(self, at: int) -> Iterator[Finding]:
        """ "the only House of Commons seat": whether the day had one such contest."""
        near = self.words[at + 1 : at + 9]
        place = next(
            (
                i
                for i, text in enumerate(near)
                if text in ("seat", "contest", "by-election", "byelection", "constituency", "vacancy", "race", "mp")
                or (text == "election" and i and near[i - 1] == "-")
            ),
            None,
        )
        poll = self.scene.now
        if (
            place is None
            or poll is None
            or any(
                self.scene.tokens[at + 1 + i].is_name
                and near[i] not in ("house", "commons", "westminster", "parliamentary", "uk", "british")
                for i in range(place)
            )
        ):
            return
        if not COMMONS & set(near[: place + 1]) and not {
            "contested",
            "fought",
            "dispute",
            "stake",
            "day",
            "thursday",
            "up",
        } & set(self.words):
            return
        if "for" in self.words[at + 2 + place : at + 4 + place] or not poll.kind == "parl":
            return
        rest = set(self.words[at + place + 1 :])
        if {"lost", "won", "gained", "changed", "held", "hands", "gain", "loss"} & rest:
            return
        number = self.scene.record.on_the_day.get((poll.polling_on, poll.kind))
        if number is None:
            return
        says = f"{number} House of Commons contest{'s are' if number != 1 else ' is'} on record for {_day(poll.polling_on)}."
        yield self._say(at - 1 if self.word(at - 1) == "the" else at, at + 1 + place, number == 1, says, poll)

    # Days.

    def _days(self) -> Iterator[Finding]:
        scene = self.scene
        for one in scene.quantities:
            if one.form is not Form.DATE or scene.mute(one.first) or scene.quoted(one.first):
                continue
            if one.weekday is not None and one.day and one.month:
                year = one.year or (scene.now.polling_on.year if scene.now else scene.record.on.year)
                try:
                    weekday = date(year, one.month, one.day).weekday()
                except ValueError:
                    yield self._say(one.first, one.last, False, "There is no such day.", None, kind=Kind.DATE)
                    continue
                if weekday != one.weekday and one.year:
                    yield self._say(
                        one.first,
                        one.last,
                        False,
                        f"{_day(date(year, one.month, one.day))} was a {date(year, one.month, one.day):%A}.",
                        None,
                        kind=Kind.DATE,
                    )
                    continue
            yield from self._polling_day(one)

    def _polling_day(self, one: Quantity) -> Iterator[Finding]:
        """Whether a day on which a poll is said to have been is the day."""
        scene = self.scene
        poll = scene.poll_at(one.first)
        if poll is None:
            return
        start, end = scene.segment(one.first)
        near = set(self.words[max(start, one.first - 8) : min(end, one.last + 7)])
        told = self.words[one.last + 1 : one.last + 5]
        possessive = told[:1] in (("'s",), ("by",), ("by-election",), ("election",)) and bool(
            {"by", "by-election", "byelection", "election", "elections", "vote", "poll", "polls", "contest", "ballot"}
            & set(told[:4])
        )
        went = (
            {"polls", "voted", "polling"} & near
            or (
                ("held" in near or "place" in near or "on" in near)
                and {"by-election", "byelection", "election", "contest", "vote", "ballot"} & near
            )
            or "by" in near
            and "election" in near
        )
        if not (possessive or went) or NOT_POLLING & near and not possessive or "general" in near or "called" in near:
            return
        if one.day and one.month:
            day = (one.year or poll.polling_on.year, one.month, one.day)
            true = poll.polling_on
            known = [p.polling_on for p in scene.record.same_seat(poll)] + [held.polling_on for held in poll.history]
            right = day == (true.year, true.month, true.day) or any(
                day == (d.year, d.month, d.day) for d in known if d.year != true.year
            )
            if not right and one.year and one.year != true.year and not any(d.year == one.year for d in known) and not possessive:
                if abs(one.year - true.year) > 1:
                    return
            if right and one.weekday is not None and one.weekday != date(*day).weekday():
                right = False
            yield self._say(one.first, one.last, right, f"The poll was on {true:%A} {_day(true)}.", poll, kind=Kind.DATE)
        elif one.weekday is not None and one.month is None and 0 <= (scene.record.on - poll.polling_on).days <= 7:
            if one.weekday != poll.polling_on.weekday():
                if possessive and told[:1] == ("'s",) or {"polls", "voted", "polling"} & near:
                    yield self._say(
                        one.first,
                        one.last,
                        False,
                        f"The poll was on {poll.polling_on:%A} {_day(poll.polling_on)}.",
                        poll,
                        kind=Kind.DATE,
                    )
            elif possessive:
                yield self._say(
                    one.first,
                    one.last,
                    True,
                    f"The poll was on {poll.polling_on:%A} {_day(poll.polling_on)}.",
                    poll,
                    kind=Kind.DATE,
                )

    # Whose party.

    def _standing(self) -> Iterator[Finding]:
        """Whether somebody stood for the party that the words give them."""
        scene = self.scene
        for party, person in scene.standing():
            if not person.stood or scene.mute(party.first) and scene.sentence.question:
                continue
            between = self.words[party.last + 1 : person.first] if party.last < person.first else ()
            if (
                {"former", "mp", "mayor", "councillor", "cllr", "leader"} & set(between)
                or self.word(party.first - 1) in ("former", "ex", "-")
                and self.word(party.first - 2) in ("ex", "former", "")
                and self.word(party.first - 1) != "-"
            ):
                continue
            if (
                self.words[max(0, party.first - 2) : party.first] in (("for", "the"),)
                or self.word(party.first - 1) == "for"
                and party.first > person.last
                and not self._stands(person, party)
            ):
                continue
            lines = [line for _poll, line in person.stood]
            right = any(_stands_for(line, party) for line in lines)
            if person.people and not right:
                right = any(
                    role.party and role.party.lower() == party.called.lower() for one in person.people for role in one.roles
                )
            poll, line = next(((p, one) for p, one in person.stood if scene.now and p.id == scene.now.id), person.stood[0])
            called = line.party_short if line.standing_as == "party" else "an independent"
            why = f"{line.name} stood {'as ' if line.standing_as != 'party' else 'for '}{called} ({poll.title})."
            if not right:
                yield self._say(party.first, party.last, False, why, poll, kind=Kind.ROLE)

    def _stands(self, person: Mention, party: Mention) -> bool:
        return bool({"standing", "stood", "candidate", ","} & set(self.words[person.last + 1 : party.first]))


def _stands_for(line: Line, party: Mention) -> bool:
    if party.independent:
        return line.standing_as == "independent"
    return line.standing_as == "party" and line.party == party.party


def _same(mention: Mention, line: Line, poll: Poll) -> bool:
    """Whether a line of another poll is that of a party or person."""
    if mention.is_party:
        return _stands_for(line, mention)
    names = {one.name for _poll, one in mention.stood}
    return line.name in names or any(
        one.identity and one.identity == line.identity and one.standing_as != "party" for _poll, one in mention.stood
    )


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


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _ordinal(number: int) -> str:
    return f"{number}{'th' if 10 <= number % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_ = LAST_TIME
