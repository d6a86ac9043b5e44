"""Which figure a number in a sentence speaks of, and whether the record allows it. Pure.

A cue beside the number says its family (votes, majority, share, change, turnout, swing ...), and what is named nearest to it says
whose. Only where both are plain and no figure of that family fits, the number disagrees; without a cue it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from elections.counting import Line, StandingAs, half_up, ratio
from elections.figures import Unit
from newsroom.factcheck.names import Mention
from newsroom.factcheck.numbers import Form, Near, Quantity, amounts, fits
from newsroom.factcheck.record import Finding, Kind, Poll, Verdict
from newsroom.factcheck.scene import FEMALE, MALE, PRONOUNS, Scene

VOTES = {"vote", "votes", "preferences", "preference"}
BALLOTS = {"ballots", "papers", "ballot", "paper"}
LEAD = {"majority", "lead", "margin", "advantage", "cushion", "gap", "majorities", "winning"}
SPOILT = {"spoilt", "spoiled", "rejected", "invalid", "void", "blank", "disallowed", "discounted"}
REGISTERED = {"registered", "eligible", "electorate", "entitled", "electors", "roll", "register"}
STOOD = {
    "candidates",
    "candidate",
    "contenders",
    "hopefuls",
    "contestants",
    "challengers",
    "runners",
    "nominees",
    "names",
    "rivals",
    "also-rans",
    "opponents",
    "contender",
}
TURNED_OUT = {"turnout", "turned", "turning"}
ADJECTIVES = set(
    "valid other rival more fewer less extra additional total spoilt spoiled rejected invalid void blank registered eligible first second preference"
    " different separate party men women of the those list regional council all hopeful independent losing defeated remaining further parliamentary constituency"
    " local clear whole good mainstream main big lost single fellow formal official - also his her their its final round counted confirmed verified election"
    " labour's".split()
)
UP = set(
    "up rose rise rises rising risen increased increase increases increasing climbed climb jumped jump grew grown growing gain surged surge leapt leap soared soar improved improvement"
    " swelled boosted added adding higher".split()
)
DOWN = set(
    "down fell fall falls falling fallen dropped drop drops dropping declined decline declines slumped slump plunged plunge slipped slip sank shrank shrunk dipped dip"
    " tumbled tumble decreased decrease crashed crash collapsed collapse cut slashed reduced reduction lower shed losing shedding plummeted plummet worse".split()
)
POLLED = set(
    "polled polls polling got gets getting took takes taking taken won wins winning win received receives receiving secured secures securing had has have having"
    " attracted attracting managed managing scored scoring mustered gained gaining picked collected collecting amassed amassing claimed claiming earned earning"
    " garnered garnering recorded recording drew drawing finished ended came on with attained captured bagged tallied notched tally gathered racked pulled accumulated logged"
    " mustering commanded commanding achieved achieving returned ending finishing put obtained obtaining obtain poll took raked finishes beaten".split()
)
WITHOUT_SUBJECT = {"cast", "counted", "total", "valid", "overall", "altogether"}
FAMILY_WORDS = {
    "votes": "votes", "majority": "majority", "share": "share of the vote", "change": "change in share", "turnout": "turnout", "swing": "swing",
    "electorate": "electorate", "candidates": "number of candidates", "total": "valid votes", "rejected": "rejected ballots", "place": "place",
    "deposits": "deposits lost", "majority_share": "majority", "seats": "seats", "quota": "quota", "margin": "margin",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a number may be of: its path as in a link ("" where it has none), its value in the unit that readers see,
    and how the record says it."""

    path: str
    value: Fraction
    says: str
    poll: Poll


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


def check(scene: Scene) -> Iterator[Finding]:
    """A finding for each number of a sentence that speaks of a result, or might."""
    for quantity in amounts(scene.quantities):
        judged = Judge(scene, quantity).finding()
        if judged:
            yield judged


@dataclass
class Judge:
    """One number of a sentence."""

    scene: Scene
    said: Quantity
    poll_said: bool = field(default=False)

    def __post_init__(self) -> None:
        self.words = self.scene.words
        self.at = self.said.first

    def word(self, at: int) -> str:
        return self.scene.word(at)

    def finding(self) -> Finding | None:
        if self._bound():
            return None
        cue = self._cue()
        if cue is None:
            return self._stray()
        if cue.family == "none":
            return None
        figures = list(self._figures(cue))
        held = [one for one in figures if self._holds(cue, one)]
        if held:
            best = held[0]
            return self._found(Verdict.AGREES, f"The record says so: {best.says}.", best)
        if not figures:
            if not self._plain():
                return None
            return self._found(
                Verdict.UNKNOWN,
                f"The {FAMILY_WORDS.get(cue.family, cue.family)} that this speaks of is not on record: bind it, source it, or waive it.",
            )
        best = (
            min(figures, key=lambda one: abs(abs(one.value) - self.said.value))
            if cue.family in ("majority", "total")
            else figures[0]
        )
        if not cue.sure or self.scene.mute(self.at) or self.scene.quoted(self.at) or self.scene.denied(self.at):
            if not self._plain():
                return None
            where = (
                "These are somebody's words; the record says otherwise"
                if self.scene.quoted(self.at)
                else "It is not plain which figure this is"
            )
            return self._found(Verdict.UNKNOWN, f"{where}: {best.says}.", best, path="")
        return self._found(Verdict.DISAGREES, f"{self._fault(best)}: {best.says}.", best)

    def _fault(self, best: Figure) -> str:
        if self.said.near is not Near.EXACT and abs(abs(best.value) - self.said.value) * 10 <= self.said.value:
            return "The words before the number are not true of it"
        return "The record has another figure"

    def _bound(self) -> bool:
        return False

    def _plain(self) -> bool:
        """Whether a number is written so that it may be a figure: not "one of them", "first"."""
        return not self.said.spelt or self.said.value >= 10 and self.said.form in (Form.COUNT, Form.PER_CENT, Form.POINTS)

    def _stray(self) -> Finding | None:
        if not self._plain() or self.said.form in (Form.FRACTION, Form.TIMES, Form.ORDINAL):
            return None
        if self.said.form is Form.COUNT and self.said.value < 10:
            return None
        return self._found(
            Verdict.UNKNOWN, "Nothing beside this number says which figure it is: bind it, source it, or waive it."
        )

    def _found(self, verdict: Verdict, why: str, figure: Figure | None = None, path: str | None = None) -> Finding:
        tokens = self.scene.tokens
        start, end = tokens[self.said.opens].start, tokens[self.said.last].end
        return Finding(
            start, end, "", Kind.FIGURE, verdict, why,
            figure=(figure.path if figure else "") if path is None else path,
            record=figure.says if figure else "",
            source=figure.poll.source if figure else "",
        )  # fmt: skip

    # Whether a figure allows the number.

    def _holds(self, cue: Cue, figure: Figure) -> bool:
        value, said = figure.value, self.said
        if cue.family in ("change", "swing") and figure.value is not None:
            sign = said.signed or cue.direction
            if sign and value and (value > 0) != (sign > 0):
                return False
            value = abs(value)
            if said.form is Form.FRACTION:
                return fits(said, value) and False
        if fits(said, value):
            return True
        if (
            said.form is Form.POINTS
            and said.near is Near.EXACT
            and cue.family in ("change", "swing")
            and said.step == Fraction(1, 10)
        ):
            return abs(value - said.value) <= Fraction(1, 10) and "rounded" in figure.says
        return False

    # Cues.

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
        for i in range(self.said.opens - 1, max(start, self.said.opens - 14) - 1, -1):
            text = self.words[i]
            if (
                text in LEAD - {"winning"}
                or text in VOTES
                or text in ("turnout", "swing", "share", "electorate", "support", "quota", "deposits", "seats")
            ):
                return text, self.said.opens - i
            if text == "," and i < self.said.opens - 1 and self._amount_between(i, self.said.opens):
                break
            if self._counted(i):
                break
        return "", 99

    def _counted(self, at: int) -> bool:
        """Whether a token belongs to another amount, from which the number does not go on: "from 57.9% to"."""
        return any(one.first <= at <= one.last and self.word(one.last + 1) != "to" for one in amounts(self.scene.quantities))

    def _start(self) -> int:
        """Where the clause begins that the number's cue may stand in; a colon before the number begins none: "Majority: 6,940"."""
        start = self.scene.clause(self.at)[0]
        if start > 1 and self.words[start - 1] == ":" and start >= self.said.opens - 1:
            start = self.scene.clause(start - 2)[0]
        return start

    def _amount_between(self, start: int, end: int) -> bool:
        return any(start <= one.first < end for one in amounts(self.scene.quantities) if one is not self.said)

    def _moved(self) -> tuple[int, int]:
        """(direction, distance) of the nearest word to the left, in the same clause, that something rose or fell: "up", "fell by"."""
        start, _end = self.scene.clause(self.at)
        for i in range(self.said.opens - 1, max(start, self.said.opens - 9) - 1, -1):
            if self.words[i] in UP:
                return 1, self.said.opens - i
            if self.words[i] in DOWN or (self.words[i] == "lost" and self.said.form is not Form.COUNT):
                return -1, self.said.opens - i
            if self.words[i] in POLLED - {"on", "with", "had", "has"} or (i < self.said.opens - 1 and self.words[i] == ","):
                break
            if self._counted(i):
                break
        return 0, 99

    def _cue_of(self, family: str, **more: object) -> Cue:
        polls, self.poll_said = self.scene.polls(self.at, change=family in ("change", "swing"))
        return Cue(family, polls=polls, **more)  # type: ignore[arg-type]

    def _from_then(self) -> bool:
        """Whether the number is what something was before: "from 57.9%", "down on 57.9%", "compared with 57.9%"."""
        before = self.words[max(0, self.said.opens - 2) : self.said.opens]
        return before[-1:] in (("from",), ("against",), ("than",)) or before in (
            ("compared", "with"),
            ("compared", "to"),
            ("down", "on"),
            ("up", "on"),
            ("on", "the"),
            ("from", "the"),
        )

    def _then(self, cue: Cue) -> Cue:
        """The same of the poll before."""
        now = cue.polls[0] if cue.polls else None
        then = self.scene.record.comparison(now) if now else None
        return replace(
            cue, polls=[then, *([now] if self.words[self.said.opens - 1] not in ("from",) and now else [])] if then else []
        )

    def _per_cent(self) -> Cue | None:
        noun, at, passed = self._after()
        if noun in ("threshold", "hurdle", "mark", "barrier", "bar", "rule", "needed", "required", "minimum", "line"):
            return Cue("none")
        near = self.words[self.said.last + 1 : self.said.last + 8]
        left, away = self._left()
        direction, moved = self._moved()
        if self._from_then() and not left and (before := self._inherited()):
            return before
        if noun == "swing" or (left == "swing" and away <= 4 and not passed):
            return self._swing()
        if noun == "turnout" or left == "turnout" and away <= 7:
            return self._turnout(direction, moved)
        if noun in LEAD and noun != "winning" or (left in LEAD and away <= 3):
            return self._cue_of("majority_share", whose=self._subjects()[0])
        if moved <= 3 and (direction and self._by(moved)) or noun in UP | DOWN or noun in ("increase", "decrease"):
            if noun in UP | DOWN:
                direction = 1 if noun in UP else -1
            return self._relative(direction)
        if near[:1] == ("of",) and set(near[1:5]) & {"electorate", "registered", "eligible", "electors"}:
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
        if whose and (self._polled() or self._beside(whose) or direction and self.word(self.said.opens - 1) in ("to", "at")):
            return self._share()
        return None

    def _inherited(self) -> Cue | None:
        """What the number before speaks of, for one that is only set against it: "42.3%, down from 57.9%"."""
        before = [one for one in amounts(self.scene.quantities) if one.last < self.said.opens and one.form is self.said.form]
        cue = Judge(self.scene, before[-1])._cue() if before else None
        return self._then(cue) if cue and cue.family in ("turnout", "share", "votes", "majority", "majority_share") else None

    def _by(self, moved: int) -> bool:
        """Whether something moved by the number and not to it: "up 23", "fell by 9", "down almost 16"."""
        between = self.words[self.said.opens - moved + 1 : self.said.opens]
        return between in ((), ("by",), ("of",), ("a",), ("some",), ("by", "a"), ("another",), ("in", "by"))

    def _swing(self) -> Cue:
        direction = 0
        cue = self._cue_of("swing")
        poll = cue.polls[0] if cue.polls else None
        swing = poll.change.swing if poll and poll.change else None
        if swing:
            direction = self._swing_direction(swing.gainer, swing.loser)
        return replace(cue, direction=direction)

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
        if direction and self._by(moved) and self.word(self.said.opens - 1) not in ("to", "at"):
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
        noun, at, passed = self._after()
        left, away = self._left()
        direction, moved = self._moved()
        if noun == "swing" or left == "swing" and away <= 8 and not self._amount_between(self.said.opens - away, self.said.opens):
            return self._swing()
        if noun in UP | DOWN or noun in ("increase", "decrease"):
            direction, moved = (1 if noun in UP else -1), 1
        if self.said.signed:
            direction, moved = self.said.signed, 1
        if noun in ("ahead", "clear") or noun in LEAD or left in LEAD and away < 5:
            return self._cue_of("majority_share", whose=self._subjects()[0], sure=False)
        if noun in ("behind", "short"):
            return self._cue_of("majority_share", sure=False)
        if direction or noun in ("on", "since", "compared"):
            if left == "turnout" or (noun == "in" and self.word(at + 1) == "turnout"):
                return self._cue_of("turnout_change", direction=direction)
            whose, sure = self._subjects()
            return self._cue_of("change", whose=whose, sure=sure and bool(whose) and bool(direction), direction=direction)
        if left == "swing" or "swing" in self.words:
            return self._swing()
        return None

    def _fraction(self) -> Cue | None:
        start, end = self.scene.clause(self.at)
        near = self.words[self.said.last + 1 : min(end, self.said.last + 7)]
        if (
            near[:1] == ("of",)
            or near[:2] == ("the", "vote")
            or near[:2] == ("the", "votes")
            or near[:1] == ("all",)
            or near[:1] in (("voters",), ("voted",), ("those",))
        ):
            told = set(near)
            if told & {"electorate", "registered", "eligible", "electors"} or (
                told & {"voters", "people", "those"} and told & {"turned", "bothered", "stayed"}
            ):
                return self._cue_of("turnout", sure="stayed" not in told and "did" not in told)
            if (
                told & (VOTES | {"ballots", "cast", "voters", "voted", "poll"})
                and not told & {"in", "who"} - {"who"}
                and "labour's" not in told
            ):
                if near[:1] == ("of",) and near[1:2] not in (
                    ("the",),
                    ("all",),
                    ("votes",),
                    ("valid",),
                    ("voters",),
                    ("those",),
                    ("its",),
                    ("those",),
                    ("every",),
                ):
                    return None
                whose, sure = self._subjects()
                own = near[1:2] == ("its",)
                return self._cue_of("share", whose=whose, sure=sure and bool(whose) and not own)
        if self.word(self.said.opens - 1) in ("by",) and self._moved()[0]:
            return None
        left, away = self._left()
        if left == "share" and away < 8 or (left == "turnout" and away < 6):
            whose, sure = self._subjects()
            return self._cue_of("turnout") if left == "turnout" else self._cue_of("share", whose=whose, sure=sure and bool(whose))
        return None

    def _count(self) -> Cue | None:
        noun, at, passed = self._after()
        before = self.word(self.said.opens - 1)
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
            return None
        if (
            noun == "majority"
            or (noun in VOTES and self.word(at + 1) in LEAD | {"-"} and self.word(at + 1) in LEAD)
            or (noun in VOTES and self.word(at + 1) in ("win", "victory", "defeat"))
        ):
            return self._majority()
        if (
            noun in VOTES
            or noun in ("voters", "people")
            and self.word(at + 1) in ("voted", "backed", "chose", "supported", "opted", "plumped")
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
            if noun == "people" and ahead & {"stood", "standing"}:
                return self._candidates(passed)
            if ahead & {"turned", "cast", "voted", "went"}:
                return self._cue_of("papers")
            return None
        if (
            noun in STOOD
            or (noun == "people" and self.word(at + 1) == "stood")
            or noun == "stood"
            or noun == "independents"
            or noun == "women"
            and False
        ):
            return self._candidates(passed, noun, at)
        if noun in ("deposits", "deposit") or (noun in ("lost", "forfeited") and "deposit" in " ".join(self.words[at : at + 4])):
            return self._cue_of("deposits")
        if noun in ("seats", "councillors", "msps", "members") and not before == "majority":
            whose, sure = self._subjects()
            return self._cue_of("seats", whose=whose, sure=sure and bool(whose))
        if left == "quota" and away <= 4:
            return self._cue_of("quota")
        if self._foreign(noun, at):
            return None
        if left in LEAD and away <= 9 and self._linked(left, away):
            return self._majority()
        if left == "electorate" and away <= 6:
            return self._cue_of("electorate")
        if left == "turnout" and away <= 4:
            return self._cue_of("papers", sure=False)
        if noun in ("voted",) or (noun in ("backed", "chose", "supported")):
            return self._of_votes("votes", at - 1, passed, before, left, away)
        if noun in ("ahead", "behind", "clear", "short", "adrift"):
            return self._majority()
        if before == "by" and self._won_by():
            return self._majority()
        if before == "of" and self.word(said.opens - 2) in ("field", "list", "slate", "lineup", "up", "one") and said.value < 200:
            return self._candidates(passed)
        if pair := self._pair():
            return pair
        if said.value < 10 or said.spelt and said.value < 100:
            return None
        whose, sure = self._subjects()
        if not whose:
            return None
        if left in VOTES and away <= 6:
            cue = self._cue_of("votes", whose=whose, sure=sure)
            return self._then(cue) if before == "from" else cue
        if noun == "for" or self._polled() or self._beside(whose) or before == "'s":
            return self._cue_of("votes", whose=whose, sure=sure and (said.value > 100 or self._beside(whose)))
        return None

    def _foreign(self, noun: str, at: int) -> bool:
        """Whether the number counts something that no result has: "400 jobs", "92,000 people"."""
        if not noun or not noun[0].isalpha() or noun in FUNCTION or self.scene.tokens[at].is_name:
            return False
        return not noun.endswith("ly")

    def _linked(self, left: str, away: int) -> bool:
        """Whether the words between the family's name and the number only join them: "majority was cut to", "lead of"."""
        between = self.words[self.said.opens - away + 1 : self.said.opens]
        return all(text in LINKS or text in UP or text in DOWN for text in between) or (
            away <= 9
            and between[-1:] in (("of",), ("to",), ("at",), ("was",), ("by",))
            and not any(text in POLLED - {"with", "on", "had", "has", "won", "came", "taken"} for text in between)
        )

    def _won_by(self) -> bool:
        start, end = self.scene.clause(self.at)
        return bool(set(self.words[start : self.at]) & WINNING) and not (self._moved()[0] and self._moved()[1] < 3)

    def _majority(self) -> Cue:
        start, end = self.scene.clause(self.at)
        cue = self._cue_of("majority")
        before = self.word(self.said.opens - 1)
        people = [mention for mention in self.scene.actors if mention.is_person or mention.is_party]
        if self.poll_said:
            return replace(cue, whose=people)
        if (
            before in ("from", "than")
            or before == "the"
            and self.word(self.said.opens - 2) in ("twice", "double", "than", "with", "against", "on", "from")
        ):
            return self._then(cue)
        if self.word(self.said.opens - 2) in ("notional", "previous") or set(self.words[max(start, self.at - 8) : self.at]) & {
            "overturned",
            "overturning",
            "overturn",
            "previous",
            "defending",
            "defended",
            "wiped",
            "inherited",
            "erased",
        }:
            then = self._then(cue)
            return replace(then, whose=people) if then.polls else cue
        owner = self.word(self.said.opens - 1) == "'s" and self.scene.before(self.at)
        if owner:
            return replace(cue, whose=people)
        return replace(cue, whose=people)

    def _of_votes(self, noun: str, at: int, passed: list[str], before: str, left: str, away: int) -> Cue | None:
        """A number of votes: a margin, a total, or somebody's."""
        after = self.words[at + 1 : at + 5]
        start, end = self.scene.clause(self.at)
        if (
            after[:1]
            and after[0] in ("ahead", "clear", "behind", "short", "adrift", "more", "fewer", "separating", "separated")
            or passed[:1] in (["more"], ["fewer"])
            or before in ("by",)
            and not self._moved()[0]
        ):
            if passed[:1] in (["more"], ["fewer"]) and "than" not in after:
                return self._cue_of("votes_change", whose=self._subjects()[0], sure=False)
            return self._majority()
        if before == "of" and self.word(self.said.opens - 2) in LEAD or before == "by" and self._won_by():
            return self._majority()
        if left in LEAD and away <= 6 and self._linked(left, away):
            return self._majority()
        if before in ("just", "only", "by") and "separated" in self.words[start:end]:
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
            or self.words[max(0, self.said.opens - 3) : self.said.opens][-3:-1] == ("total", "of")
            or before == "the"
            and after[:1] == ("cast",)
        )
        if "of" == before and total or total and not set(after) & {"for", "against"}:
            if not (whose and self._polled() and "cast" not in after):
                return self._cue_of("total")
        if noun == "preferences" or "preference" in passed or noun == "preference":
            kind = "second" if "second" in passed or self.words[max(0, self.at - 3) : self.at].count("second") else "first"
            return self._cue_of("seconds" if kind == "second" else "firsts", whose=whose, sure=sure and bool(whose))
        if noun == "people" or noun == "voters":
            named = self.scene.after(at)
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
        following = next((one.opens for one in amounts(self.scene.quantities) if one.first > self.said.last), len(self.words))
        ahead = set(self.words[self.said.last : min(self.said.last + 12, following)])
        if ahead & {"deposit", "deposits"}:
            return self._cue_of("deposits_kept" if ahead & {"kept", "saved", "retained", "held", "keep", "save"} else "deposits")
        some = (
            noun == "independents"
            or "independent" in passed
            or bool(party)
            or bool(ahead & {"who", "whose", "women", "men", "female", "male"})
        )
        whose = [party] if party else []
        sure = not (
            set(passed)
            & {"women", "men", "main", "remaining", "losing", "defeated", "local", "big", "mainstream", "fellow", "leading"}
        ) and not ahead & {
            "finished",
            "polled",
            "received",
            "took",
            "got",
            "who",
            "whose",
            "failed",
            "won",
            "scored",
            "between",
            "had",
            "secured",
            "elected",
            "managed",
        }
        return self._cue_of(
            "candidates",
            others=others,
            whose=whose,
            among="independent" if noun == "independents" or "independent" in passed else "",
            sure=sure and (not some or noun == "independents" or "independent" in passed),
        )

    def _pair(self) -> Cue | None:
        """Votes set against votes: "15,529 to 8,589", "15,529 votes against 8,589"."""
        others = [one for one in amounts(self.scene.quantities) if one.form is self.said.form and one is not self.said]
        for one in others:
            first, second = sorted((one, self.said), key=lambda q: q.first)
            between = [
                text
                for text in self.words[first.last + 1 : second.first]
                if text not in ("votes", "the", "his", "her", "just", "only")
            ]
            if between not in (
                ["to"],
                ["-"],
                ["–"],
                ["against"],
                ["versus"],
                ["v"],
                [",", "against"],
                ["compared", "with"],
            ) or self.word(first.opens - 1) in ("from", "between"):
                continue
            if self.said.value < 100 and one.value < 100:
                continue
            named = [mention for mention in self.scene.actors if mention.last < first.first]
            if not named:
                named = [mention for mention in self.scene.actors if mention.first > second.last]
            people = self._people_first(named)
            if not people:
                return None
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

    # Whose.

    def _polled(self) -> bool:
        """Whether a verb of winning votes stands before the number, with nothing else counted between."""
        start, _end = self.scene.clause(self.at)
        for i in range(self.said.opens - 1, max(start, self.said.opens - 6) - 1, -1):
            if self.words[i] in POLLED:
                return True
        return False

    def _in_brackets(self) -> bool:
        return "(" in self.words[max(0, self.at - 8) : self.at]

    def _beside(self, whose: Sequence[Mention]) -> bool:
        """Whether the number stands right beside the name, as in a table or brackets: "Mortimer 15,529", "Williams (Lab, 8,589)"."""
        for mention in whose:
            between = [
                text
                for text in self.words[mention.last + 1 : self.said.opens]
                if text not in ("(", ",", ":", "-", "–", "—", ")", "|", "'s", "on", "con", "lab", "ind")
            ]
            covered = [m for m in self.scene.mentions if mention.last < m.first < self.said.opens]
            if mention.last < self.at and (not between or len(between) <= sum(m.last - m.first + 1 for m in covered)):
                return not self._amount_between(mention.last, self.said.opens) or True
        return False

    def _subjects(self) -> tuple[list[Mention], bool]:
        """(whose the number is, whether that is plain). Where it is not, all that it may be."""
        scene, at, last = self.scene, self.said.opens, self.said.last
        following = scene.after(last)
        after_noun = [text for text in self.words[last + 1 : last + 5]]
        if following:
            near = following[0]
            between = [
                text
                for text in self.words[last + 1 : near.first]
                if text not in ("the", "-", "his", "her", "votes", "vote", "of", "share", "cast", "were", "voters", "people")
            ]
            if between in (
                ["for"],
                ["to"],
                ["went", "to"],
                ["backed"],
                ["voted", "for"],
                ["chose"],
                ["supported"],
                ["people", "voted", "for"],
            ) and not (between == ["to"] and self._other_amount_after(near)):
                if between != ["to"] or not scene.before(at):
                    return [near], True
        if self.word(at - 1) == "'s" or (self.word(at - 1) in ("s", "'", "’")):
            owner = next((m for m in scene.before(at) if m.last in (at - 2, at - 3)), None)
            if owner:
                return [owner], True
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
            earlier = before[1] if len(before) > 1 else None
            if earlier is None or self._amount_between(earlier.last, near.first):
                if self._object(near):
                    rest = [m for m in scene.remembered("she")][:3]
                    return self._unique([near, *before[1:], *rest]), False
                return [near], not {"rival", "rivals", "opponent", "opponents", "nearest"} & set(self.words[near.last + 1 : at])
            between = set(self.words[earlier.last + 1 : near.first])
            lead = self.words[near.last + 1 : at]
            if {"who", "which", "whose"} & set(lead):
                return [near], True
            if {"rival", "rivals", "opponent"} & set(lead):
                return self._unique([near, *before[1:], *scene.remembered("she")]), False
            if between & DEFEATS or self._object(near):
                if self.word(at - 1) in (
                    "with",
                    "on",
                    "polling",
                    "taking",
                    "winning",
                    "securing",
                    "gaining",
                    "getting",
                    "receiving",
                    "garnering",
                    "collecting",
                    "scoring",
                    "attracting",
                ) and not between & {"lost", "by"}:
                    return [earlier], True
                return [near, earlier], not between & {"lost"} or True
            if "and" in between and len(between) <= 2:
                return [near, earlier], True
            return [near], True
        if pronoun:
            remembered = self.scene.remembered(pronoun)
            return self._unique(remembered), len(
                {m.lines(self.scene.now) for m in remembered if self.scene.now}
            ) == 1 if self.scene.now else False
        if following and (
            self.words[0] in ("with", "on", "polling", "taking", "securing", "winning", "having", "after")
            or self.word(at - 1) in ("with", "on", "polling", "taking", "winning", "securing")
        ):
            return [following[0]], True
        if following and following[0].first - last <= 3 and not self._other_amount_after(following[0]):
            return [following[0]], False
        remembered = scene.remembered("they")
        return self._unique(remembered[:2]), False

    def _takes_over(self, pronoun: str, near: Mention, at: int) -> bool:
        """Whether a pronoun after the nearest name may mean somebody else: "Williams lost; she had ..." but not "Mortimer saw her ..."."""
        return pronoun in ("she", "he", "they", "it") and pronoun in self.words[near.last + 1 : at]

    def _object(self, mention: Mention) -> bool:
        """Whether a name is only what something is compared with or taken from: "ahead of Labour", "from Labour"."""
        lead = [
            text
            for text in self.words[max(0, mention.first - 3) : mention.first]
            if text not in ("the", "'s", "her", "his", "rival", "candidate")
        ]
        return lead[-1:] in (
            ["of"],
            ["from"],
            ["over"],
            ["behind"],
            ["than"],
            ["against"],
            ["to"],
            ["beating"],
            ["defeating"],
            ["beat"],
            ["defeated"],
            ["towards"],
        )

    def _other_amount_after(self, mention: Mention) -> bool:
        return any(mention.last < one.first <= mention.last + 3 for one in amounts(self.scene.quantities))

    @staticmethod
    def _unique(mentions: Iterable[Mention]) -> list[Mention]:
        found: list[Mention] = []
        for mention in mentions:
            if mention not in found:
                found.append(mention)
        return found

    # The figures of a family.

    def _figures(self, cue: Cue) -> Iterator[Figure]:
        for poll in cue.polls:
            if poll is not None and (poll.declared or cue.family in ("candidates", "electorate", "seats")):
                yield from self._of_poll(cue, poll)

    def _of_poll(self, cue: Cue, poll: Poll) -> Iterator[Figure]:
        outcome, count = poll.outcome, poll.outcome.count
        family = cue.family
        if family in ("votes", "share", "change", "firsts", "seconds", "relative", "any_votes", "votes_change", "seats"):
            yield from self._of_lines(cue, poll)
        elif family == "majority":
            yield from self._majorities(cue, poll)
        elif family == "majority_share":
            yield from self._named(poll, "majority_share")
            if cue.whose:
                yield from self._leads(poll, [line for m in cue.whose for line in m.lines(poll)])
        elif family in ("turnout", "turnout_change", "turnout_relative"):
            yield from self._turnouts(family, poll)
        elif family == "swing":
            yield from self._named(poll, "swing")
        elif family == "electorate":
            yield from self._named(poll, "electorate")
        elif family == "rejected":
            yield from self._named(poll, "rejected_ballots")
        elif family == "total":
            yield from self._named(poll, "valid_votes", "ballot_papers")
            yield from self._all_papers(poll)
        elif family == "papers":
            yield from self._named(poll, "ballot_papers", "valid_votes")
            yield from self._all_papers(poll)
        elif family == "quota":
            if outcome.stages and outcome.stages.quota is not None:
                yield self._figure(poll, "", Fraction(outcome.stages.quota), f"the quota was {outcome.stages.quota:,}")
        elif family == "deposits":
            yield from self._named(poll, "deposits_lost")
        elif family == "deposits_kept" and outcome.deposits_lost is not None:
            kept = len(poll.lines) - len(outcome.deposits_lost)
            yield self._figure(poll, "", Fraction(kept), f"{kept} of {len(poll.lines)} kept their deposits ({poll.title})")
        elif family == "candidates":
            lines = count.candidates
            if cue.whose:
                lines = tuple(line for m in cue.whose for line in m.lines(poll))
            if cue.among == "independent":
                lines = tuple(line for line in count.candidates if line.standing_as == StandingAs.INDEPENDENT)
            number = len(lines) - bool(cue.others)
            if any(line.aggregate for line in count.lines):
                return
            says = f"{len(lines)} {'independents ' if cue.among else ''}stood in {poll.title}"
            yield self._figure(poll, "" if cue.others or cue.among or cue.whose else "candidates", Fraction(number), says)
            if cue.others:
                yield self._figure(poll, "", Fraction(len(lines) - 2), says)
                yield self._figure(poll, "", Fraction(len(lines) - 3), says)

    def _all_papers(self, poll: Poll) -> Iterator[Figure]:
        valid, rejected = poll.outcome.valid_papers, poll.outcome.count.rejected_ballots
        if valid is not None and rejected is not None:
            yield self._figure(poll, "", Fraction(valid + rejected), f"{valid + rejected:,} ballot papers with the rejected ones")

    def _figure(self, poll: Poll, path: str, value: Fraction, says: str) -> Figure:
        return Figure(self.scene.record.path(poll, path) if path else "", value, says, poll)

    def _named(self, poll: Poll, *paths: str) -> Iterator[Figure]:
        """Figures by their paths, in the unit that readers see."""
        for path in paths:
            figure = poll.figures.get(path)
            if figure is None or figure.value is None or not isinstance(figure.value, int | Fraction):
                continue
            scaled = Fraction(figure.value) * (100 if figure.unit in (Unit.PER_CENT, Unit.POINTS) else 1)
            name = path.replace("_", " ").replace(".", " of ")
            said = f"{name} {figure.shown} ({poll.title})"
            if path == "swing" and poll.change and poll.change.swing:
                swing = poll.change.swing
                said = f"a swing of {figure.shown} from {swing.loser.party_short} to {swing.gainer.party_short} ({poll.title})"
            yield self._figure(poll, path, scaled, said)

    def _turnouts(self, family: str, poll: Poll) -> Iterator[Figure]:
        if family == "turnout":
            yield from self._named(poll, "turnout", "turnout_with_rejected")
            return
        then = self.scene.record.comparison(poll)
        before = then.outcome if then else poll.previous
        if before is None:
            return
        for name in ("turnout", "turnout_with_rejected"):
            now, was = getattr(poll.outcome, name), getattr(before, name)
            if now is None or was is None:
                continue
            change = (now - was) * 100
            says = f"turnout went from {half_up(was * 100, 1)}% to {half_up(now * 100, 1)}% ({poll.title})"
            if self.said.form is Form.POINTS:
                yield self._signed(poll, "", change, says)
            else:
                yield self._signed(poll, "", change / was, says)

    def _signed(self, poll: Poll, path: str, change: Fraction, says: str) -> Figure:
        """A change as the number says it: without a sign where the words say the direction rightly."""
        cue_direction = self.said.signed or self._direction
        right = not cue_direction or not change or (change > 0) == (cue_direction > 0)
        return self._figure(poll, path, abs(change) if right else -abs(change), says)

    @property
    def _direction(self) -> int:
        noun = self._after()[0]
        return 1 if noun in UP else -1 if noun in DOWN else self._moved()[0]

    def _of_lines(self, cue: Cue, poll: Poll) -> Iterator[Figure]:
        lines: list[Line] = []
        for mention in cue.whose:
            lines += [line for line in mention.lines(poll) if line not in lines]
        if cue.family == "any_votes":
            lines = list(poll.lines)
        if not lines and cue.whose and self.poll_said is False and len(cue.polls) == 1:
            for mention in cue.whose:  # somebody who stood another time, or elsewhere
                for other, _line in mention.stood[:4]:
                    if other.id != poll.id:
                        yield from (
                            self._of_poll(replace(cue, polls=[other], whose=[mention]), other)
                            if _line in mention.lines(other)
                            else ()
                        )
            return
        parties = [mention for mention in cue.whose if mention.is_party]
        outcome = poll.outcome
        second = outcome.second_round
        for line in lines:
            who = line.name
            if cue.family in ("votes", "firsts", "any_votes") and line.votes is not None:
                if cue.family == "votes" and second and line.key in second.totals:
                    total = second.totals[line.key]
                    yield self._figure(
                        poll,
                        f"final_votes.{line.key}",
                        Fraction(total),
                        f"{total:,} votes for {who} after second preferences ({poll.title})",
                    )
                yield self._figure(
                    poll, f"votes.{line.key}", Fraction(line.votes), f"{line.votes:,} votes for {who} ({poll.title})"
                )
            elif cue.family == "seconds" and second and line.key in second.totals and line.votes is not None:
                added = second.totals[line.key] - line.votes
                yield self._figure(
                    poll,
                    f"second_preferences.{line.key}",
                    Fraction(added),
                    f"{added:,} second preferences for {who} ({poll.title})",
                )
            elif cue.family == "share" and line.key in outcome.shares:
                if second and line.key in second.totals:
                    share = ratio(second.totals[line.key], sum(second.totals.values()))
                    if share is not None:
                        yield self._figure(
                            poll,
                            f"final_share.{line.key}",
                            share * 100,
                            f"{half_up(share * 100, 1)}% for {who} after second preferences ({poll.title})",
                        )
                share = outcome.shares[line.key]
                yield self._figure(poll, f"share.{line.key}", share * 100, f"{half_up(share * 100, 1)}% for {who} ({poll.title})")
            elif cue.family in ("change", "relative", "votes_change"):
                yield from self._changes(cue, poll, line)
            elif cue.family == "seats" and (outcome.allocation or line.constituency_seats is not None):
                won = outcome.seats(line.key) if outcome.allocation else None
                held = line.constituency_seats
                for path, number in (
                    (f"seats.{line.key}", won),
                    ("", held),
                    ("", None if won is None or held is None else won + held),
                ):
                    if number is not None:
                        yield self._figure(
                            poll,
                            path,
                            Fraction(number),
                            f"{won} list seats and {held if held is not None else 'an unknown number of'} constituency seats for {line.party_short or who} ({poll.title})",
                        )
        if cue.family in ("votes", "share") and parties and len(lines) > 1:
            whole = [line.votes for line in lines]
            if None not in whole:
                total = sum(votes or 0 for votes in whole)
                if cue.family == "votes":
                    yield self._figure(poll, "", Fraction(total), f"{total:,} votes together ({poll.title})")
                elif outcome.valid_votes:
                    share = Fraction(total, outcome.valid_votes)
                    yield self._figure(poll, "", share * 100, f"{half_up(share * 100, 1)}% together ({poll.title})")
        if cue.family == "seats" and not cue.whose:
            yield self._figure(poll, "", Fraction(poll.outcome.count.seats), f"{poll.outcome.count.seats} seats ({poll.title})")

    def _changes(self, cue: Cue, poll: Poll, line: Line) -> Iterator[Figure]:
        change = poll.change.shares.get(line.key) if poll.change else None
        if change is None or poll.previous is None:
            return
        now = poll.outcome.shares[line.key]
        was = now - change
        says = f"{line.party_short or line.name} went from {half_up(was * 100, 1)}% to {half_up(now * 100, 1)}%, {abs(half_up(change * 100, 1))} points {'up' if change > 0 else 'down'} ({poll.title})"
        if cue.family == "change":
            yield self._figure(poll, f"change.{line.key}", change * 100, says)
            rounded = Fraction(half_up(now * 100, 1) - half_up(was * 100, 1))
            yield self._figure(poll, f"change.{line.key}", rounded, says)
        elif cue.family == "relative" and was:
            yield self._signed(poll, "", change / was * 100, says)
            before = [one.votes for one in poll.previous.count.lines if one.identity == line.identity]
            if line.votes is not None and len(before) == 1 and before[0]:
                yield self._signed(poll, "", Fraction(line.votes - before[0], before[0]) * 100, says)
        elif cue.family == "votes_change":
            before = [one.votes for one in poll.previous.count.lines if one.identity == line.identity]
            if line.votes is not None and len(before) == 1 and before[0]:
                yield self._figure(
                    poll,
                    "",
                    Fraction(abs(line.votes - before[0])),
                    f"{line.party_short or line.name} went from {before[0]:,} votes to {line.votes:,} ({poll.title})",
                )

    def _majorities(self, cue: Cue, poll: Poll) -> Iterator[Figure]:
        """The majority; where two are named, the votes between them."""
        outcome = poll.outcome
        lines: list[Line] = []
        for mention in cue.whose:
            lines += [line for line in mention.lines(poll) if line not in lines]
        ranked = [line for line in lines if line.votes is not None]
        yield from self._named(poll, "majority")
        if outcome.margin is not None:
            yield self._figure(poll, "", Fraction(outcome.margin), f"a margin of {outcome.margin:,} votes ({poll.title})")
        second = outcome.second_round
        tables = [{line.key: line.votes or 0 for line in ranked}]
        if second and second.totals:
            tables.append(dict(second.totals))
        for table in tables:
            for i, one in enumerate(ranked):
                for other in ranked[i + 1 :]:
                    if one.key in table and other.key in table:
                        gap = abs(table[one.key] - table[other.key])
                        if gap != outcome.majority:
                            yield self._figure(
                                poll, "", Fraction(gap), f"{gap:,} votes between {one.name} and {other.name} ({poll.title})"
                            )

    def _leads(self, poll: Poll, lines: Sequence[Line]) -> Iterator[Figure]:
        shares = poll.outcome.shares
        for i, one in enumerate(lines):
            for other in lines[i + 1 :]:
                if one.key in shares and other.key in shares:
                    gap = abs(shares[one.key] - shares[other.key]) * 100
                    yield self._figure(
                        poll, "", gap, f"{half_up(gap, 1)} points between {one.name} and {other.name} ({poll.title})"
                    )


FUNCTION = set(
    "and or but to for from in on at by with of as than then the a an was were is are be been had has have against while which who that it he she they his her their its"
    " after before since when where because so if not only just also too yet still over under up down compared ahead behind clear short versus v last this next each"
    " respectively voted backed chose supported stood followed putting leaving giving making taking beating ahead between into out across during despite about".split()
)
LINKS = set(
    "of was is were be been being at to by just only now a an the his her their its from stood stands : , - – ( cut slashed reduced whittled trimmed down up hit reached remained remains still"
    " almost nearly as over and in put swelled huge slim slender narrow thumping comfortable whopping healthy wafer thin tiny massive reduced increased overall final came winning with out".split()
)
WINNING = set(
    "won win wins winning beat beats beaten beating defeated defeat defeating victory victorious lost lose loses losing held hold holds holding gained took take takes taking taken"
    " triumphed elected ahead edged trailed led leads separated squeaked romped swept scraped clung ousted unseated pipped clinched snatched retained majority trounced thrashed".split()
)
DEFEATS = set(
    "beat beats beating beaten defeated defeating defeats defeat edged pipped ousted unseated thrashed trounced overtook saw over ahead outpolled crushed overcame topped"
    " from squeezed lost than displaced behind against toppled".split()
)
