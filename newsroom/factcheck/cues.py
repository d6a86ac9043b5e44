"""Which family of figures a number speaks of (votes, majority, share ...), of which poll, and whose. Pure.

The words beside the number say the family; what is named nearest to it says whose. Where a word leaves more than one reading
open, the cue says that it is not sure, and the number will not be called wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from elections.counting import Line
from newsroom.factcheck.lexicon import (
    ADJECTIVES,
    AGAINST,
    BALLOTS,
    DEFEATS,
    DOWN,
    FUNCTION,
    GIVEN_TO,
    LEAD,
    LINKS,
    OBJECT_AFTER,
    OF_ALL,
    OF_THE_FORMER,
    POLLED,
    REGISTERED,
    SOME_IN_ORDER,
    SOME_OF_THEM,
    SPOILT,
    STAYED_AWAY,
    STOOD,
    UP,
    VOTES,
    WINNING,
    WITH_VOTES,
)
from newsroom.factcheck.names import HONORIFICS, Mention
from newsroom.factcheck.numbers import Form, Quantity, amounts, begins
from newsroom.factcheck.record import Poll
from newsroom.factcheck.scene import Scene

KEPT = {"kept", "saved", "retained", "held", "keep", "save"}  # what somebody did to a deposit who did not lose it
CHANGES = {"change", "swing", "turnout_change", "turnout_relative", "relative", "votes_change"}  # "on last year" says since when
CHAMBERS = {"commons", "parliament", "council", "house", "lords", "assembly", "chamber"}
PARTY_WORDS = {"conservative", "labour", "tory", "democrat", "green", "independent", "rival", "candidate", "challenger", "'s"}
BETWEEN_TWO = set("ahead clear behind short adrift more fewer separating separated covered covering".split())
MULTIPLIED = {"doubled", "trebled", "tripled", "halved"}
PREFERENCES = {"first", "second", "preference", "preferences"}
BESIDE_VOTES = {*"the - his her votes vote of share cast were voters people".split(), *HONORIFICS, *PREFERENCES}
PARTY_LETTERS = {"c", "con", "lab", "ld", "lib", "ind", "ref", "ruk", "grn", "pc"}  # what stands in brackets in lists of results
NEAR = 12  # words that may stand between two figures set against each other: "15,529 votes to just the 8,589"


@dataclass
class Cue:
    """What a number speaks of. `sure` is whether the words around it leave no other family; `whose` are the lines meant."""

    family: str
    sure: bool = True
    whose: Sequence[Mention] = ()
    polls: Sequence[Poll] = ()
    direction: int = 0
    others: bool = False  # "15 other candidates": all but one
    among: str = ""


@dataclass
class Reader:
    """One number of a sentence."""

    scene: Scene
    said: Quantity
    poll_said: bool = False

    def __post_init__(self) -> None:
        self.words = self.scene.words
        self.at = self.said.first
        self.opens = begins(self.scene.tokens, self.said)

    def _plain(self) -> bool:
        """Whether a number is written so that it may be a figure: not "one of them", "first"."""
        return not self.said.spelt or (self.said.value >= 10 and self.said.form in (Form.COUNT, Form.PER_CENT, Form.POINTS))

    def word(self, at: int) -> str:
        return self.scene.word(at)

    def _cue(self) -> Cue | None:
        form = self.said.form
        if form is Form.TIMES:
            return None
        if form is Form.PER_CENT:
            return self._per_cent()
        if form is Form.POINTS:
            return self._points()
        if form is Form.FRACTION:
            return self._fraction()
        return self._count()

    def _after(self) -> tuple[str, int, list[str]]:
        """The first word after the number that is no adjective, its place, and the adjectives."""
        at, passed = self.said.last + 1, []
        while self.word(at) in ADJECTIVES:
            passed.append(self.word(at))
            at += 1
            if passed[-1] == "of" and len(passed) > 4:
                break
        return self.word(at), at, passed

    def _left(self) -> tuple[str, int]:
        """The nearest word to the left, in the same clause, that names a family, and how far it is; never past another amount."""
        start = self._start()
        for i in range(self.opens - 1, max(start, self.opens - 14) - 1, -1):
            text = self.words[i]
            if (
                text in LEAD - {"winning"}
                or text in VOTES
                or text in ("turnout", "swing", "share", "electorate", "support", "quota", "deposits", "seats")
            ):
                return text, self.opens - i
            if text == "," and i < self.opens - 1 and self._amount_between(i, self.opens):
                break
            if self._counted(i):
                break
        return "", 99

    def _counted(self, at: int) -> bool:
        """Whether a token belongs to another amount, from which the number does not go on: "from 57.9% to"."""
        return any(one.first <= at <= one.last and self.word(one.last + 1) != "to" for one in amounts(self.scene.quantities))

    def _start(self) -> int:
        """Where the clause of the number's cue begins; a colon before the number begins none: "Majority: 6,940"."""
        start = self.scene.clause(self.at)[0]
        if start > 1 and self.words[start - 1] == ":" and start >= self.opens - 1:
            start = self.scene.clause(start - 2)[0]
        return start

    def _amount_between(self, start: int, end: int) -> bool:
        return any(start <= one.first < end for one in amounts(self.scene.quantities) if one is not self.said)

    def _moved(self) -> tuple[int, int]:
        """(direction, distance) of the nearest word to the left, in the clause, that something rose or fell: "fell by"."""
        start, _end = self.scene.clause(self.at)
        for i in range(self.opens - 1, max(start, self.opens - 9) - 1, -1):
            if self.words[i] in ("gain", "gained", "gains") and self.scene.places(i, i + 4):
                break  # "gain Pennard by 41 votes"
            if self.words[i] in UP:
                return 1, self.opens - i
            if self.words[i] in DOWN or (self.words[i] == "lost" and self.said.form is not Form.COUNT):
                return -1, self.opens - i
            if self.words[i] in POLLED - {"on", "with", "had", "has"} or (i < self.opens - 1 and self.words[i] == ","):
                break
            if self._counted(i):
                break
        return 0, 99

    def _cue_of(self, family: str, **more: object) -> Cue:
        polls, self.poll_said = self.scene.polls(self.at, change=family in CHANGES)
        return Cue(family, polls=polls, **more)  # type: ignore[arg-type]

    def _from_then(self) -> bool:
        """Whether the number is what something was before: "from 57.9%", "down on 57.9%", "compared with 57.9%"."""
        before = self.words[max(0, self.opens - 2) : self.opens]
        return before[-1:] in (("from",), ("against",), ("than",)) or before in (
            ("compared", "with"),
            ("compared", "to"),
            ("down", "on"),
            ("up", "on"),
            ("on", "the"),
            ("from", "the"),
            ("than", "the"),
            ("with", "the"),
        )

    def _then(self, cue: Cue) -> Cue:
        """The same of the poll before, unless the words name a time themselves."""
        if self.poll_said:
            return cue
        now = cue.polls[0] if cue.polls else None
        then = self.scene.record.comparison(now) if now else None
        return replace(cue, polls=[then, *([now] if self.words[self.opens - 1] not in ("from",) and now else [])] if then else [])

    def _per_cent(self) -> Cue | None:
        noun, _at, passed = self._after()
        if noun in ("threshold", "hurdle", "mark", "barrier", "bar", "rule", "needed", "required", "minimum", "line"):
            return Cue("none")
        near = self.words[self.said.last + 1 : self.said.last + 8]
        left, away = self._left()
        direction, moved = self._moved()
        if self._from_then() and not left and (before := self._inherited()):
            return before
        if self.word(self.opens - 1) == "to" and not left and (onwards := self._onwards()):
            return onwards
        if noun == "swing" or (left == "swing" and away <= 9 and not passed):
            return self._swing()
        if noun == "turnout" or (left == "turnout" and away <= 7):
            return self._turnout(direction, moved)
        if (noun in LEAD and noun != "winning") or (left in LEAD and away <= 3):
            return self._cue_of("majority_share", whose=self._subjects()[0])
        if (moved <= 3 and (direction and self._by(moved))) or noun in UP | DOWN or noun in ("increase", "decrease"):
            if noun in UP | DOWN:
                direction = 1 if noun in UP else -1
            return self._relative(direction)
        if near[:1] == ("of",) and self._stayed_away(self.said.last):
            return self._cue_of("abstention")
        if near[:1] == ("of",) and set(near[1:7]) & {"electorate", "registered", "eligible", "electors", "register", "roll"}:
            return self._cue_of("turnout", sure=not self._subjects()[0])
        if (
            near[:2] == ("of", "voters")
            or near[:3] in (("of", "the", "voters"), ("of", "people", "voted"))
            or near[:1] in (("turned",), ("voted",))
        ):
            if set(near) & {"turned", "voted", "cast", "turnout"} and not set(near) & {"for", "backed", "chose"}:
                return self._cue_of("turnout")
            return self._share()
        if near[:1] == ("of",) and not set(near[1:6]) & (
            VOTES | {"ballot", "ballots", "poll", "cast", "total", "voters", "those", "preferences", "it", "valid", "share"}
        ):
            return Cue("none") if not self._plain() else None
        if left in {"share", "support"} | VOTES or near[:1] == ("of",) or noun == "share" or noun in VOTES:
            return self._share()
        whose, _sure = self._subjects()
        if whose and (
            self._polled()
            or self._behind_votes()
            or self._beside(whose)
            or (direction and self.word(self.opens - 1) in ("to", "at"))
        ):
            return self._share()
        return None

    def _behind_votes(self) -> bool:
        """Whether a share stands in brackets behind the votes that it is of: "took 14,206 votes (38.6%)"."""
        if self.word(self.opens - 1) != "(" or {"majority", "turnout", "electorate"} & set(self.words[: self.at]):
            return False
        counted = any(one.last == self.opens - 2 and one.form is Form.COUNT for one in amounts(self.scene.quantities))
        return counted or self.word(self.opens - 2) in VOTES

    def _stayed_away(self, after: int) -> bool:
        """Whether a share is of those who did not vote: "stayed at home", "did not bother to vote", "failed to turn out"."""
        near = self.words[after + 1 : after + 12]
        pairs = set(pairwise(near))
        return bool(pairs & STAYED_AWAY) and not {"for", "labour"} & set(near[:6])

    def _set_against(self) -> bool:
        """Whether a count is only what another is set against: "9,877, up from 3,208"."""
        lead = self.words[max(0, self.opens - 2) : self.opens]
        return lead in (("up", "from"), ("down", "from"), ("compared", "with"), ("compared", "to"))

    def _inherited(self) -> Cue | None:
        """What the number before speaks of, for one that is only set against it: "42.3%, down from 57.9%"."""
        like = {self.said.form, Form.POINTS} if self.said.form is Form.PER_CENT else {self.said.form}
        before = [one for one in amounts(self.scene.quantities) if one.last < self.opens and one.form in like]
        cue = Reader(self.scene, before[-1])._cue() if before else None
        if cue and cue.family in ("change", "turnout_change"):
            return self._then(self._cue_of("share" if cue.family == "change" else "turnout", whose=cue.whose, sure=cue.sure))
        return self._then(cue) if cue and cue.family in ("turnout", "share", "votes", "majority", "majority_share") else None

    def _onwards(self) -> Cue | None:
        """The share or turnout that another number ends in: "fell by nine points, to 28.7%", "trebled, from 10.3% to 32.5%"."""
        before = [
            one for one in amounts(self.scene.quantities) if one.last < self.opens and one.form in (Form.PER_CENT, Form.POINTS)
        ]
        cue = Reader(self.scene, before[-1])._cue() if before else None
        if cue is None or cue.family not in ("share", "change", "turnout", "turnout_change"):
            return None
        return self._cue_of("turnout" if "turnout" in cue.family else "share", whose=cue.whose, sure=cue.sure)

    def _by(self, moved: int) -> bool:
        """Whether something moved by the number and not to it: "up 23", "fell by 9", "down almost 16"."""
        between = self.words[self.opens - moved + 1 : self.opens]
        if between in ((), ("by",), ("of",), ("a",), ("some",), ("by", "a"), ("another",), ("in", "by")):
            return True
        return between[-1:] == ("by",) and bool(VOTES & set(between)) and not WINNING & set(between)

    def _swing(self) -> Cue:
        direction = 0
        cue = self._cue_of("swing", whose=self._swing_between())
        if cue.whose:
            return replace(cue, direction=1)
        poll = cue.polls[0] if cue.polls else None
        swing = poll.change.swing if poll and poll.change else None
        if swing:
            direction = self._swing_direction(swing.gainer, swing.loser)
        return replace(cue, direction=direction)

    def _swing_between(self) -> list[Mention]:
        """[to, from] where the words name both parties of a swing."""
        start, end = self.scene.clause(self.at)
        named: dict[str, Mention] = {}
        for mention in self.scene.mentions:
            if mention.is_party and start <= mention.first < end + 6:
                lead = [text for text in self.words[max(0, mention.first - 3) : mention.first] if text not in ("the", "away")][
                    -1:
                ]
                way = "to" if lead in (["to"], ["towards"], ["toward"]) else "from" if lead in (["from"], ["against"]) else ""
                named.setdefault(way, mention)
        gaining = (
            [one for one in self.scene.before(self.opens, start=start) if one.lines(self.scene.now)] if self.scene.now else []
        )
        if set(named) & {"to", "from"} == {"from"} and gaining and WINNING & set(self.words[gaining[0].last + 1 : self.at]):
            named["to"] = gaining[0]  # "the Greens won on a swing of 12 points from Labour"
        return [named["to"], named["from"]] if {"to", "from"} <= set(named) else []

    def _swing_direction(self, gainer: Line, loser: Line) -> int:
        """1 where the words agree with who the swing went to or say nothing of it, -1 where they say the other way."""
        start, end = self.scene.clause(self.at)
        for mention in self.scene.mentions:
            if not mention.is_party or not start <= mention.first < end + 6:
                continue
            lead = [text for text in self.words[max(0, mention.first - 2) : mention.first] if text != "the"][-1:]
            if lead in (["to"], ["towards"], ["toward"]):
                return 1 if gainer.party == mention.party else -1
            if lead in (["from"], ["against"], ["away"]):
                return 1 if loser.party == mention.party else -1
        return 1

    def _turnout(self, direction: int, moved: int) -> Cue:
        if direction and self._by(moved) and self.word(self.opens - 1) not in ("to", "at"):
            return self._cue_of("turnout_change", direction=direction, sure=self.said.form is Form.POINTS)
        cue = self._cue_of("turnout")
        return self._then(cue) if self._from_then() else cue

    def _share(self) -> Cue:
        whose, sure = self._subjects()
        cue = self._cue_of("share", whose=whose, sure=sure and bool(whose))
        return self._then(cue) if self._from_then() and not self.poll_said else cue

    def _relative(self, direction: int) -> Cue:
        whose, sure = self._subjects()
        family = "turnout_relative" if "turnout" in self.words[: self.at] and not whose else "relative"
        return self._cue_of(family, whose=whose, sure=sure and bool(whose), direction=direction)

    def _points(self) -> Cue | None:
        noun, at, _passed = self._after()
        left, away = self._left()
        direction = self._moved()[0]
        if noun == "swing" or (left == "swing" and away <= 8 and not self._amount_between(self.opens - away, self.opens)):
            return self._swing()
        if noun in UP | DOWN or noun in ("increase", "decrease"):
            direction = 1 if noun in UP else -1
        if self.said.signed:
            direction = self.said.signed
        if noun in ("ahead", "clear", "behind", "short") or noun in LEAD or (left in LEAD and away < 5):
            whose = self._subjects()[0] if noun not in ("behind", "short") else self.scene.actors
            return self._cue_of("majority_share", whose=whose, sure=not whose or self._of_winner(whose))
        if self.word(self.opens - 1) == "by" and self._won_by():
            return self._cue_of("majority_share", whose=self.scene.actors)
        if direction or noun in ("on", "since", "compared"):
            whose, sure = self._subjects()
            alone = not self.scene.before(self.opens) and "turnout" in self.words[: self.at]
            if left == "turnout" or alone or (noun == "in" and self.word(at + 1) == "turnout"):
                return self._cue_of("turnout_change", direction=direction)
            return self._cue_of("change", whose=whose, sure=sure and bool(whose) and bool(direction), direction=direction)
        if left == "swing" or "swing" in self.words:
            return self._swing()
        return None

    def _of_winner(self, whose: Sequence[Mention]) -> bool:
        """Whether somebody meant is elected: then a lead in points is the majority, or theirs over another."""
        poll = self.scene.poll_at(self.at)
        return poll is not None and any(line.key in poll.outcome.elected for one in whose for line in one.lines(poll))

    def _fraction(self) -> Cue | None:
        _start, end = self.scene.clause(self.at)
        near = self.words[self.said.last + 1 : min(end, self.said.last + 7)]
        if self.word(self.opens - 1) in ("lost", "losing", "shed", "shedding") and {"vote", "votes", "support"} & set(near):
            return replace(self._relative(-1), sure=False)
        if (
            near[:1] == ("of",)
            or near[:2] == ("the", "vote")
            or near[:2] == ("the", "votes")
            or near[:1] == ("all",)
            or near[:1]
            in (
                ("chose",),
                ("backed",),
                ("voters",),
                ("registered",),
                ("voted",),
                ("those",),
                ("people",),
                ("adults",),
                ("cast",),
                ("turned",),
                ("bothered",),
            )
        ):
            told = set(near)
            if near[:1] in (("chose",), ("backed",)):
                whose, sure = self._subjects()
                return self._cue_of("share", whose=whose, sure=sure and bool(whose))
            if near[:1] in (("cast",), ("voted",), ("turned",), ("bothered",)) and "for" not in near[:3]:
                return self._cue_of("turnout", sure=not self._subjects()[0])
            if near[:1] in (("people",), ("adults",), ("voters",)) and {"voted", "turned"} & set(near[1:3]) and "for" not in near:
                return self._cue_of("turnout")
            if self._stayed_away(self.said.last):
                return self._cue_of("abstention")
            if told & {"electorate", "registered", "eligible", "electors"} or (
                told & {"voters", "people", "those"} and told & {"turned", "bothered", "part", "participated"}
            ):
                return self._cue_of("turnout", sure="did" not in told)
            if (
                told & (VOTES | {"ballots", "cast", "voters", "voted", "poll", "total"})
                and not told & {"in", "who"} - {"who"}
                and "labour's" not in told
            ):
                if near[:1] == ("of",) and near[1:2] not in OF_ALL:
                    return None
                whose, sure = self._subjects()
                own = near[1:2] == ("its",)
                return self._cue_of("share", whose=whose, sure=sure and bool(whose) and not own)
        if self.word(self.opens - 1) in ("by",) and (direction := self._moved()[0]):
            return replace(self._relative(direction), sure=False)
        if self._polled() and near[:1] in ((".",), (",",), ("and",)) and {"vote", "votes", "voters"} & set(self.words[self.at :]):
            whose, sure = self._subjects()
            return self._cue_of("share", whose=whose, sure=False)
        left, away = self._left()
        if left in ("share", "turnout") and self.word(self.opens - 1) == "from":
            return self._then(self._turnout(0, 99) if left == "turnout" else self._share())
        if (left == "share" and away < 8) or (left == "turnout" and away < 6):
            whose, sure = self._subjects()
            return self._cue_of("turnout") if left == "turnout" else self._cue_of("share", whose=whose, sure=sure and bool(whose))
        return None

    def _count(self) -> Cue | None:
        noun, at, passed = self._after()
        before = self.word(self.opens - 1)
        left, away = self._left()
        said = self.said
        if said.signed and not said.step < 1 and not self._in_brackets():
            return None
        if said.step < 1 or said.signed:  # 52.3 without a unit, as in a table: "+23.0"
            whose, sure = self._subjects()
            if said.signed and whose:
                return self._cue_of("change", whose=whose, sure=sure, direction=said.signed)
            if left == "turnout" and away < 3:
                return self._cue_of("turnout")
            if whose and not said.signed and said.value < 100 and self._beside(whose[:1]):
                return self._cue_of("share", whose=whose[:1], sure=False)  # "Green 34.1, Reform 31.1"
            return None
        if (
            noun == "majority"
            or (noun in VOTES and self.word(at + 1) in LEAD | {"-"} and self.word(at + 1) in LEAD)
            or (noun in VOTES and self.word(at + 1) in ("win", "victory", "defeat"))
        ):
            return self._majority()
        if noun in VOTES or (
            noun in ("voters", "people")
            and self.word(at + 1 + (self.word(at + 1) == "who")) in ("voted", "backed", "chose", "supported", "opted", "plumped")
        ):
            return self._of_votes(noun, at, passed, before, left, away)
        if noun in BALLOTS or noun in SPOILT or set(passed) & SPOILT or (noun in ("were", "was") and self.word(at + 1) in SPOILT):
            if set(passed) & SPOILT or noun in SPOILT or set(self.words[at : at + 5]) & SPOILT:
                return self._cue_of("rejected")
            if set(self.words[at : at + 5]) & {"cast", "counted", "returned", "issued"} or before == "of":
                return self._cue_of("papers")
            return None
        if noun in ("voters", "electors", "people", "residents", "constituents", "electorate") or set(passed) & REGISTERED:
            ahead = set(self.words[at : at + 6])
            if (
                set(passed) & REGISTERED
                or noun in ("electors", "electorate")
                or ahead & (REGISTERED - {"electors"})
                or (noun == "voters" and left == "electorate")
            ):
                return self._cue_of("electorate")
            if noun == "people" and ahead & {"stood", "standing", "names"}:
                return self._candidates(passed)
            if ahead & {"turned", "cast", "voted", "went"}:
                return self._cue_of("papers")
            return None
        if noun in STOOD or (noun == "people" and self.word(at + 1) == "stood") or noun == "stood" or noun == "independents":
            return self._candidates(passed, noun, at)
        if (
            passed[:1] == ["of"]
            and (self._amount_between(at, at + 1) or noun in ("whom", "them"))
            and "deposit" in " ".join(self.words[at : at + 9])
        ):
            kept = KEPT & set(self.words[at : at + 9])
            return self._cue_of("deposits_kept" if kept else "deposits")  # "six of the nine candidates lost their deposits"
        if noun in ("deposits", "deposit") or (noun in ("lost", "forfeited") and "deposit" in " ".join(self.words[at : at + 4])):
            return self._cue_of("deposits")
        if noun in ("seats", "seat") and self.words[at + 1 : at + 3] in (("are", "up"), ("were", "up"), ("up", "for")):
            return Cue("none")  # of an election to come
        if noun in ("seats", "seat", "councillors", "msps", "members") and not before == "majority":
            return self._seats(passed)
        if left == "quota" and away <= 4:
            return self._cue_of("quota")
        if before == "on" and self.word(self.opens - 2) in ("tied", "level"):
            return self._cue_of("any_votes", sure=False)
        if left in LEAD and away <= 2 and before == "of":
            return self._majority()
        if self._foreign(noun, at):
            return None
        if left in LEAD and away <= 9 and self._linked(left, away):
            return self._majority()
        if noun == "than" and passed[-1:] in (["more"], ["fewer"], ["less"]):
            return self._more_than(at)
        if self.word(said.last + 1) in ("separated", "separating", "separates", "between", "covered"):
            return self._majority()
        if left == "electorate" and away <= 6:
            return self._cue_of("electorate")
        if left == "turnout" and away <= 4:
            return self._cue_of("papers", sure=False)
        if noun in ("voted",) or (noun in ("backed", "chose", "supported")):
            return self._of_votes("votes", at - 1, passed, before, left, away)
        if noun in ("ahead", "behind", "clear", "short", "adrift"):
            return self._majority()
        if before == "within" or (before == "by" and self._won_by() and not (said.spelt and said.value < 10)):
            return self._majority()
        if before == "of" and self.word(said.opens - 2) in ("field", "list", "slate", "lineup", "up", "one") and said.value < 200:
            return self._candidates(passed)
        if pair := self._pair():
            return pair
        if said.value < 10 or (said.spelt and said.value < 100):
            return None
        if self._set_against() and (then := self._inherited()):
            return then
        return self._of_somebody(noun, before, left, away)

    def _of_somebody(self, noun: str, before: str, left: str, away: int) -> Cue | None:
        """Somebody's votes, or how many more or fewer than before, where no noun says so."""
        said = self.said
        whose, sure = self._subjects()
        if not whose:
            return None
        direction, moved = self._moved()
        if direction and self._by(moved):
            return self._cue_of("votes_change", whose=whose, sure=sure and left in VOTES)
        if before in ("from", "to") and left in VOTES and MULTIPLIED & set(self.words[: self.at]):
            cue = self._cue_of("votes", whose=whose, sure=False)  # "the vote trebled, from 4,020 to 11,950"
            return self._then(cue) if before == "from" else cue
        if (left in VOTES and away <= 6) or {"added", "adding"} & set(self.words[: self.at]):
            if {"added", "adding"} & set(self.words[: self.at]):
                return self._cue_of("votes", whose=whose, sure=False)
            cue = self._cue_of("votes", whose=whose, sure=sure)
            return self._then(cue) if before == "from" else cue
        if noun == "for" or self._polled() or self._beside(whose) or before == "'s":
            return self._cue_of("votes", whose=whose, sure=sure and (said.value > 100 or self._beside(whose)))
        return None

    def _seats(self, passed: list[str]) -> Cue:
        """Somebody's seats, of a list or of constituencies where it is said; or all there were to win."""
        among = next((kind for kind in ("list", "regional", "constituency") if kind in passed), "")
        lead = self.words[max(0, self.opens - 2) : self.opens]
        if lead == ("of", "the") or lead[-1:] in (("contested",), ("contesting",), ("fought",), ("filled",)):
            return self._cue_of("seats")
        whose, sure = self._subjects()
        return self._cue_of("seats", whose=whose, sure=sure and bool(whose), among=among)

    def _more_than(self, at: int) -> Cue:
        """ "32 more than Rose Bangor", "800 fewer than in 2019": the votes between two, or between two polls."""
        if self.scene.after(at, end=at + 6):
            return self._majority()
        return self._cue_of("votes_change", whose=self._subjects()[0], sure=False)

    def _foreign(self, noun: str, at: int) -> bool:
        """Whether the number counts something that no result has: "400 jobs", "92,000 people"."""
        if not noun or not noun[0].isalpha() or noun in FUNCTION or self.scene.tokens[at].is_name:
            return False
        return not noun.endswith("ly")

    def _linked(self, left: str, away: int) -> bool:
        """Whether the words between the family's name and the number only join them: "majority was cut to", "lead of"."""
        between = self.words[self.opens - away + 1 : self.opens]
        return all(text in LINKS or text in UP or text in DOWN for text in between) or (
            away <= 9
            and between[-1:] in (("of",), ("to",), ("at",), ("was",), ("by",))
            and not any(text in POLLED - {"with", "on", "had", "has", "won", "came", "taken"} for text in between)
        )

    def _won_by(self) -> bool:
        start, _end = self.scene.clause(self.at)
        return bool(set(self.words[start : self.at]) & WINNING) and not (self._moved()[0] and self._moved()[1] < 3)

    def _majority(self) -> Cue:
        start = max(self.scene.clause(self.at)[0], self.at - 8)
        start = max([start, *(one.last + 1 for one in amounts(self.scene.quantities) if one.last < self.at)])
        cue = self._cue_of("majority")
        if (CHAMBERS - {"council"} | {"working"}) & set(self.words[slice(*self.scene.clause(self.at))]):
            return replace(cue, sure=False)  # a government's majority in the House
        before = self.word(self.opens - 1)
        people = [mention for mention in self.scene.actors if mention.is_person or mention.is_party]
        if self.poll_said:
            return replace(cue, whose=people)
        if (then := self._of_former_member(cue)) or (then := self._of_former_party(cue)):
            return then
        if (before in ("from", "than") and self._after()[0] != "behind" and self.word(self._after()[1] + 1) != "behind") or (
            before == "the" and self.word(self.opens - 2) in ("twice", "double", "than", "with", "against", "on", "from")
        ):
            return self._then(cue)
        if self.word(self.opens - 2) in ("notional", "previous") or set(self.words[start : self.at]) & OF_THE_FORMER:
            then = self._then(cue)
            return replace(then, polls=then.polls[:1]) if then.polls else cue
        return replace(cue, whose=people)

    def _of_former_member(self, cue: Cue) -> Cue | None:
        """The majority before, where it is that of somebody who does not stand now: "Mr Johnson's 7,210-vote majority"."""
        near = [one for one in self.scene.before(self.opens) if one.is_person and one.last >= self.opens - 5]
        owner = next((one for one in near if self.word(one.last + 1) == "'s"), None)
        now = cue.polls[0] if cue.polls else None
        then = self._then(cue).polls[:1]
        if owner is None or now is None or not then or owner.lines(now) or not owner.lines(then[0]):
            return None
        return replace(cue, polls=then) if self.word(self.opens - 1) != "to" else None

    def _of_former_party(self, cue: Cue) -> Cue | None:
        """The majority before, where it is called after a party that has lost: "a Labour majority of almost 8,000"."""
        now, then = cue.polls[:1], [poll for poll in self._then(cue).polls[:1] if poll]
        for party in self.scene.before(self.opens) if now and then else ():
            if party.is_party and self.word(party.last + 1) in LEAD and party.last >= self.opens - 4:
                won = [{line.key for line in party.lines(poll)} & set(poll.outcome.elected) for poll in (now[0], then[0])]
                return replace(cue, polls=then) if won[1] and not won[0] else None
        return None

    def _of_votes(self, noun: str, at: int, passed: list[str], before: str, left: str, away: int) -> Cue | None:
        """A number of votes: a margin, a total, or somebody's."""
        after = self.words[at + 1 : at + 5]
        start, _end = self.scene.clause(self.at)
        if before in ("added", "adding", "lost", "losing", "shed", "shedding") or (
            before == "of" and {"added", "adding"} & set(self.words[start : self.at])
        ):
            return self._cue_of("votes_change", whose=self._subjects()[0], sure=False)
        if before in ("gained", "gains", "gaining") and after[:1] == ("on",):
            whose, sure = self._subjects()
            return self._cue_of("votes_change", whose=whose, sure=sure and bool(whose))
        if before == "by" and (pair := self._pair()):
            return pair
        if before == "by" and not self._moved()[0] and not self._won_by() and not {"missed", "short", "fell"} & set(self.words):
            return replace(self._majority(), sure=False)
        if (
            (after[:1] and after[0] in BETWEEN_TWO)
            or passed[:1] in (["more"], ["fewer"])
            or (before in ("by",) and not self._moved()[0])
            or before == "within"
        ):
            if passed[:1] in (["more"], ["fewer"]) and ("than" not in after or not self.scene.after(at, end=at + 6)):
                return self._cue_of("votes_change", whose=self._subjects()[0], sure=False)
            return self._majority()
        if (before == "of" and self.word(self.opens - 2) in LEAD) or (before == "by" and self._won_by()):
            return self._majority()
        if left in LEAD and away <= 6 and self._linked(left, away):
            return self._majority()
        if pair := self._pair():
            return pair
        if before == "by" and self._moved()[0]:
            return self._cue_of("votes_change", whose=self._subjects()[0], sure=False)
        whose, sure = self._subjects()
        total = (
            bool(set(after[:4]) & {"cast", "counted"})
            or "valid" in passed
            or "total" in passed
            or self.words[max(0, self.opens - 3) : self.opens][-3:-1] == ("total", "of")
            or (before == "the" and after[:1] == ("cast",))
        )
        if ("of" == before and total) or (total and not set(after) & {"for", "against"}):
            if not (whose and self._polled() and "cast" not in after):
                return self._cue_of("total")
        if noun == "preferences" or "preference" in passed or noun == "preference":
            kind = "second" if "second" in passed or self.words[max(0, self.at - 3) : self.at].count("second") else "first"
            return self._cue_of("seconds" if kind == "second" else "firsts", whose=whose, sure=sure and bool(whose))
        if noun == "people" or noun == "voters":
            named = self.scene.after(at)
            if self.word(at + 1) == "who" and named and named[0].first <= at + 5:  # "the 349 people who voted Liberal Democrat"
                return self._cue_of("votes", whose=named[:1])
            if "for" in after or self.word(at + 1) in ("backed", "chose", "supported"):
                return self._cue_of("votes", whose=named[:1], sure=bool(named))
            return self._cue_of("papers", sure=not named)
        if not whose:
            return self._cue_of("any_votes", sure=False)
        cue = self._cue_of("votes", whose=whose, sure=sure)
        return self._then(cue) if before == "from" else cue

    def _candidates(self, passed: list[str], noun: str = "", at: int = 0) -> Cue:
        others = "other" in passed or "rival" in passed or noun in ("rivals", "challengers", "opponents") or "others" == noun
        party = next(
            (
                mention
                for mention in self.scene.actors
                if self.said.last < mention.first <= self.said.last + 3 and mention.is_party
            ),
            None,
        )
        following = min(
            [one.opens for one in amounts(self.scene.quantities) if one.first > self.said.last]
            + [one.first for one in self.scene.actors if one.is_person and one.first > self.said.last]
            + [len(self.words)]
        )
        if self.word(self.opens - 1) in SOME_IN_ORDER:  # "the first three candidates"
            return Cue("none")
        if noun == "names" and not {"ballot", "ballots", "list"} & set(self.words[at : at + 8]):
            return Cue("none")
        if CHAMBERS & set(self.words[at : at + 5]):  # "six independents in the Commons"
            return Cue("none")
        if (
            self.words[max(0, self.opens - 2) : self.opens] == ("of", "the") and not passed
        ):  # "five of the nine candidates lost ..."
            return self._cue_of("candidates", sure=noun in STOOD and not passed)
        ahead = set(self.words[self.said.last : min(self.said.last + 26, following)])
        if ahead & {"deposit", "deposits"}:
            return self._cue_of("deposits_kept" if ahead & KEPT else "deposits")
        some = (
            noun == "independents"
            or "independent" in passed
            or bool(party)
            or bool(ahead & {"who", "whose", "women", "men", "female", "male"})
        )
        if self.word(self.opens - 1) == "'s":
            party = next((mention for mention in self.scene.before(self.opens) if mention.is_party), None)
        whose = [party] if party else []
        sure = not (
            set(passed)
            & {"women", "men", "main", "remaining", "losing", "defeated", "local", "big", "mainstream", "fellow", "leading"}
        ) and not ahead & (SOME_OF_THEM - ({"took"} if "part" in ahead else set()))
        return self._cue_of(
            "candidates",
            others=others,
            whose=whose,
            among="independent" if noun == "independents" or "independent" in passed else "",
            sure=sure and (not some or noun == "independents" or "independent" in passed) and self.word(self.opens - 1) != "'s",
        )

    def _pair(self) -> Cue | None:
        """Votes set against votes: "15,529 to 8,589", "15,529 votes against 8,589"."""
        others = [one for one in amounts(self.scene.quantities) if one.form is self.said.form and one is not self.said]
        for one in others:
            first, second = sorted((one, self.said), key=lambda q: q.first)
            if second.first - first.last > NEAR:
                continue
            between = [
                text
                for text in self.words[first.last + 1 : second.first]
                if text not in ("votes", "the", "his", "her", "just", "only")
            ]
            if tuple(between) not in AGAINST or self.word(first.opens - 1) in ("from", "between"):
                continue
            if self.said.value < 100 and one.value < 100:
                continue
            named = [mention for mention in self.scene.actors if mention.last < first.first]
            if not named:
                named = [mention for mention in self.scene.actors if mention.first > second.last]
            people = self._people_first(named)
            if not people:
                return None
            if (
                len(people) == 1
                and self.word(people[0].first - 1) in DEFEATS | PARTY_WORDS
                and self.scene.pronoun(0, people[0].first)
            ):
                # "he defeated Lorna Bly by 61,004 votes to 58,220"
                return self._cue_of("any_votes", sure=False) if self.said is first else self._cue_of("votes", whose=people)
            lost = bool(
                set(self.words[: first.first]) & {"lost", "losing", "beaten", "defeated", "trailed"}
                and set(self.words) & {"lost", "by", "losing", "trailed"}
            )
            if self.said is first:
                whose = people[:2] if lost else people[:1]
            else:
                whose = people[:2] if lost else people[1:2]
                if not whose:
                    return self._cue_of("any_votes", whose=())
            return self._cue_of("votes", whose=whose)
        return None

    @staticmethod
    def _people_first(named: Sequence[Mention]) -> list[Mention]:
        people = [mention for mention in named if mention.is_person]
        return people if len(people) > 1 else list(named)

    def _polled(self) -> bool:
        """Whether a verb of winning votes stands before the number, with nothing else counted between."""
        start, _end = self.scene.clause(self.at)
        for i in range(self.opens - 1, max(start, self.opens - 6) - 1, -1):
            if self.words[i] in POLLED:
                return True
        return False

    def _in_brackets(self) -> bool:
        return "(" in self.words[max(0, self.at - 8) : self.at]

    def _beside(self, whose: Sequence[Mention]) -> bool:
        """Whether the number stands right beside the name, as in a table: "Mortimer 15,529", "Williams (Lab, 8,589)"."""
        for mention in whose:
            between = [
                text
                for text in self.words[mention.last + 1 : self.opens]
                if text not in ("(", ",", ":", "-", "–", "—", ")", "|", "'s", "on", *PARTY_LETTERS)
            ]
            covered: list[Mention | Quantity] = [m for m in self.scene.mentions if mention.last < m.first < self.opens]
            if self._in_brackets():
                covered += [q for q in amounts(self.scene.quantities) if mention.last < q.first < self.opens]
            if mention.last < self.at and (not between or len(between) <= sum(m.last - m.first + 1 for m in covered)):
                return True
        return False

    def _subjects(self) -> tuple[list[Mention], bool]:
        """(whose the number is, whether that is plain). Where it is not, all that it may be."""
        scene, at, last = self.scene, self.opens, self.said.last
        following = scene.after(last)
        if following:
            near = following[0]
            between = [text for text in self.words[last + 1 : near.first] if text not in BESIDE_VOTES]
            if tuple(between) in GIVEN_TO and not (between == ["to"] and self._other_amount_after(near)):
                if between != ["to"] or not scene.before(at):
                    return [near], True
        if self.word(at - 1) == "'s" or (self.word(at - 1) in ("s", "'", "’")):
            owner = next((m for m in scene.before(at) if m.last in (at - 2, at - 3)), None)
            if owner:
                return [owner], True
            return self._unique([*scene.before(at), *scene.remembered("they")]), False  # "to the mayor's 121,964"
        start = scene.clause(at)[0]
        if start and self.words[start - 1] == "(":  # in brackets: of what stands before them
            inside = scene.before(at, start=start)
            outside = [m for m in scene.before(start) if m.last >= start - 6]
            found = [m for m in inside if m.is_person] or outside[:1] or inside[:1]
            if found:
                return found[:1], True
        before = scene.before(at, start=start) or (
            scene.before(at) if start and self.words[start - 1] in ("(", ")", ":", "—", "–", "|") else []
        )
        pronoun = scene.pronoun(max(start, before[0].last + 1) if before else start, at)
        if before:
            near = before[0]
            if pronoun and self._takes_over(pronoun, near, at):
                remembered = scene.remembered(pronoun)
                return self._unique([*before, *remembered]), False
            if self._of_somebody_else(near):
                return self._unique([near, *before[1:]]), False
            earlier = before[1] if len(before) > 1 else None
            if earlier is None or self._amount_between(earlier.last, near.first):
                if self._object(near):
                    rest = [m for m in scene.remembered("she")][:3]
                    return self._unique([near, *before[1:], *rest]), False
                return [near], not {"rival", "rivals", "opponent", "opponents", "nearest"} & set(self.words[near.last + 1 : at])
            linking = set(self.words[earlier.last + 1 : near.first])
            lead = self.words[near.last + 1 : at]
            if {"who", "which", "whose"} & set(lead):
                return [near], True
            if {"rival", "rivals", "opponent"} & set(lead):
                return self._unique([near, *before[1:], *scene.remembered("she")]), False
            if linking & DEFEATS or self._object(near) or linking - {"and", ",", "the", "while", "'s", "for"}:
                if linking & DEFEATS and self.word(at - 1) in WITH_VOTES and not linking & {"lost", "by"}:
                    return [earlier], True
                if linking & DEFEATS or self._object(near) or self.word(at - 1) == "with":
                    return [near, earlier], True
                return [near], True
            if "and" in linking and len(linking) <= 2:
                return [near, earlier], True
            return [near], True
        if pronoun:
            remembered = self.scene.remembered(pronoun)
            return self._unique(remembered), len(
                {m.lines(self.scene.now) for m in remembered if self.scene.now}
            ) == 1 if self.scene.now else False
        taken_over = following and scene.pronoun(last + 1, following[0].first) in ("she", "he", "they", "it")
        if (
            following
            and not taken_over
            and (
                self.words[0] in ("with", "on", "polling", "taking", "securing", "winning", "having", "after")
                or self.word(at - 1) in ("with", "on", "polling", "taking", "winning", "securing")
            )
        ):
            return [following[0]], True
        if following and following[0].first - last <= 3 and not self._other_amount_after(following[0]):
            return [following[0]], False
        remembered = scene.remembered("they")
        return self._unique(remembered[:2]), False

    def _of_somebody_else(self, near: Mention) -> bool:
        """Whether somebody who is not on record by that name stands between the number before and this one: "Mr Bright took 402
        votes and the Loony candidate 188"."""
        counted = [one.last for one in amounts(self.scene.quantities) if near.last < one.first and one.last < self.opens]
        between = self.words[max(counted) + 1 : self.opens] if counted else ()
        return bool({"candidate", "hopeful", "contender", "rival", "challenger", "runner"} & set(between))

    def _takes_over(self, pronoun: str, near: Mention, at: int) -> bool:
        """Whether a pronoun after the nearest name may mean somebody else: "Williams lost; she had ..."."""
        return pronoun in ("she", "he", "they", "it") and pronoun in self.words[near.last + 1 : at]

    def _object(self, mention: Mention) -> bool:
        """Whether a name is only what something is compared with or taken from: "ahead of Labour", "from Labour"."""
        before = self.words[max(0, mention.first - 3) : mention.first]
        lead = [text for text in before if text not in ("the", "'s", "her", "his", "rival", "candidate")]
        return tuple(lead[-1:]) in OBJECT_AFTER

    def _other_amount_after(self, mention: Mention) -> bool:
        return any(mention.last < one.first <= mention.last + 3 for one in amounts(self.scene.quantities))

    @staticmethod
    def _unique(mentions: Iterable[Mention]) -> list[Mention]:
        found: list[Mention] = []
        for mention in mentions:
            if mention not in found:
                found.append(mention)
        return found
