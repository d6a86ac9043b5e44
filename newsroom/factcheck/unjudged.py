"""Claims of the kinds that results are told in and that no rule has judged: they are unknown. Pure.

The other files read what they can and pass over the rest. Here a sentence is read once more for the shape of a claim alone: who won
or held, who came where, what rose or fell, what was a first or a record. Where none of them has said anything of it, the writer is
told so, for a false statement must not stand without a word. Nothing is called wrong here, and nothing is claimed by a question, a
forecast, a condition or words inside quotation marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from newsroom.factcheck.lexicon import BEAT, CHANGED_PLACE, FALLS, HOLDING, MADE_TO_FALL, MADE_TO_RISE, RISES, SUPERLATIVES
from newsroom.factcheck.numbers import Form, Quantity
from newsroom.factcheck.record import Finding, Kind
from newsroom.factcheck.telling import Telling

PERSON, PARTY, PLACE, AMOUNT, ORDINAL, YEAR, SPAN, PART, TIMES = "~", "§", "@", "#", "º", "¥", "¤", "½", "×"
SIGNS = "~§@#º¥¤½×"
"""What a name or a quantity is read as, so that a shape can ask for it: every one of its tokens is the same sign."""


def _any(words: object) -> str:
    return "|".join(sorted(words if isinstance(words, set | frozenset) else str(words).split(), key=len, reverse=True))


WHO = (
    r"(?:(?:[~§]|he|she|they|it|who|which|(?:the )?(?:opposition|government|nationalists|incumbent|favourite|left|right)|"
    r"(?:his|her|their|the) (?:governing |ruling |opposition )?party)(?: 's)?)"
)
LEAD_IN = (
    r"(?:the|this|that|a|an|his|her|their|its|both|all|every|another|safe|once|target|old|new|former|#(?: of)?|only|last|other)"
)
SEAT = rf"(?:{LEAD_IN} |@ 's |[^ ,]+ (?=seat|constituency|ward|post)){{0,3}}(?:@|seats?|constituency|wards?|districts?|boroughs?|councils?|mayoralty|by - election|byelection|contest|race|post|crown|office)"
TIME = (
    r"(?:since|ever|yet|on record|anywhere|in (?:[^ ]+ ){0,4}(?:history|memory|years?|decades?|generations?|century|era|times|politics)"
    r"|for (?:[^ ]+ ){0,3}(?:years?|decades?|generations?|century)|of (?:all|modern) times?|of the (?:night|day|campaign|parliament)"
    r"|this (?:century|parliament)|to date)"
)
MEASURE = (
    r"(?:result|share|vote|votes|performance|showing|majority|turnout|total|swing|defeat|win|victory|finish|night|margin|"
    r"position|placing|tally|loss|gain|drop|fall|rise|lead|electorate|score|seat)"
)
MOVABLE = r"(?:shares?|votes?|support|majority|majorities|turnout|lead|margin|tally)"


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of claim: what is told of it where nothing judged it, and the words that make it. Words outside the group `x` only
    say that it is one. `by` names the kinds of finding that judge it; `near` says that one in the same clause does."""

    why: str
    words: re.Pattern[str]
    by: frozenset[str] = frozenset({"claims"})
    near: bool = False
    of: str = ""  # what a figure beside it must be called to judge it


def _shape(why: str, words: str, by: str = "claims", *, near: bool = False, of: str = "") -> Shape:
    return Shape(why, re.compile(rf"(?<![^ ])(?:{words})(?![^ ])"), frozenset(by.split()), near, of)


TIMES_PAST = "The record does not go back far enough to say so, or does not keep it: source it, or waive it."
WHO_WON = "This tells a result, and it is not plain whose, or of which contest: name them, source it, or waive it."
WHERE = "This tells where somebody came, and it is not plain who, or in which contest: name them, source it, or waive it."
MOVED = "This tells a rise or a fall that nothing on record can be held against: source it, or waive it."
COMPARED = "This sets one figure against another, and the record cannot tell which: source it, or waive it."
COUNTED = "This tells how the count went, which is not on record: source it, or waive it."
NO_SUCH_TIME = "No poll or role on record has this day, year or length of time: source it, or waive it."
HELD_BEFORE = "This tells of another contest, or of another time, than the record has: source it, or waive it."

SHAPES = (
    _shape(TIMES_PAST, rf"(?P<x>(?:all - time )?record (?:- breaking |[^ ]+ )?(?:low|high|{MEASURE}|number)|a record)", "time"),
    _shape(TIMES_PAST, rf"(?P<x>(?:{_any(SUPERLATIVES)})(?: ever)?)(?: [^ ,;]+){{0,7}}? {TIME}", "time"),
    _shape(TIMES_PAST, rf"(?P<x>(?:its|their|his|her|'s|party 's) (?:{_any(SUPERLATIVES)})(?: ever)? (?:[^ ]+ ){{0,2}}?{MEASURE}|"
        rf"(?:was|is|were|being|been) (?:its|their|his|her|our) (?:{_any(SUPERLATIVES)}))", "time"),
    _shape(TIMES_PAST, r"(?P<x>(?:the|its|their|only the|very) (?:º|first|second|third|fourth|fifth|sixth|seventh) (?:ever )?(?:time|occasion)|(?:the|an|its|their) (?:only|last) time)", "time"),
    _shape(
        TIMES_PAST,
        r"(?P<x>(?:the|a|her|his|their|its|'s) (?:º|only|youngest|oldest)(?: ever)? (?:[^ ]+ )?"
        r"(?:§|woman|female|man|black|asian|muslim|mp|mayor|commissioner|independent|party|candidate|victory|win|by - election|"
        r"councillor|person|politician|government|opposition|leader|holder|member))(?! (?:to (?:be )?(?:speak|arrive|concede)|~))",
        "time claims roles",
    ),
    _shape(
        TIMES_PAST,
        r"(?P<x>never (?:before|previously)|(?:has|have|had) (?:never|always|ever)|never (?:won|lost|held|elected|voted|sent|"
        r"returned|beaten|been|had|come|finished|failed)|always (?:been|voted|held|returned|elected|had|won)|every (?:time|election|poll|"
        r"contest) since|at every election|unbroken|uninterrupted|continuously|without interruption)",
        "time claims",
    ),
    _shape(TIMES_PAST, r"(?P<x>last (?:held|won|lost|had|elected|voted|returned|took|came|stood|represented)|in a generation|in living memory|in modern times|since the war|since the second world war|unprecedented)", "time"),
    _shape(
        WHO_WON,
        rf"{WHO} (?:[^ ,;]+ ){{0,4}}?(?P<x>(?:re )?(?:won|wins?|winning|regained?|recaptured?|captured?|seized?|seizes|took|takes?|"
        rf"taken|taking|claimed|clinched|clinches|snatch(?:ed|es)?|grab(?:bed|s)?|stole|steals?|secur(?:ed|es)|gain(?:ed|s|ing)?|held|"
        rf"holds?|holding|kept|keeps?|retain(?:ed|s|ing)?|lost|loses?|losing|defended|surrendered|ceded|forfeited|flip(?:ped|s)?|"
        rf"stormed?|storms|romped|swept|sweeps|carried|conceded) {SEAT})",
        "claims count time roles",
    ),
    _shape(
        WHO_WON,
        rf"{WHO} (?:[^ ,;]+ ){{0,3}}?(?P<x>(?:cling|clings|clung|hang|hangs|hung|hold|holds|held|holding|hanging|clinging) on(?! to # )|"
        r"romp(?:s|ed)? (?:home|to victory)|storms? (?:home|to victory)|prevail(?:s|ed)?|triumph(?:s|ed)?|sweeps? (?:home|to victory))",
    ),
    _shape(WHO_WON, r"(?P<x>(?:[~§](?: 's)?|(?:his|her|their|its|the) party) (?:gains?|holds?|win|wins|loss|victory|defeat|triumph|landslide))",
           "claims count", near=True),
    _shape(
        WHO_WON,
        rf"(?P<x>(?:{_any(BEAT)}|beats|saw off|sees off|pip|pips|thrash|overtook|overtakes|overhauled|leapfrog\w*|ousts?|defeats|"
        rf"unseats?|topples?)(?: out)? (?:the |her |his |its |their |by )?(?:[^ ,]+ ){{0,2}}?{WHO})",
    ),
    _shape(
        WHO_WON,
        r"(?P<x>(?:was|were|is|are|been|being|got|has been|be|stand|stands|duly) (?:[^ ]+ly |also |both |not |all )?(?:re - )?(?:elected|"
        r"returned|ousted|unseated|defeated|beaten|toppled|voted out|thrown out|kicked out|rejected by (?:the )?voters|re-elected))",
        "claims roles count",
    ),
    _shape(WHO_WON, r"(?P<x>(?:victory|win|triumph|landslide|defeat|loss|gain|rout|walkover) (?:for|by|over) (?:[^ ]+ ){0,2}?[~§])"),
    _shape(WHO_WON, r"(?P<x>(?:no (?:party|candidate|one)|neither [^ ]+|nobody|none of [^ ]+ [^ ]+) (?:[^ ]+ ){0,2}?(?:won|took|had|gained|"
           r"secured|got|reached|polled|lost|came|finished))", "claims amounts", near=True),
    _shape(WHO_WON, r"(?P<x>(?:changed|changes|change) hands)(?! (?:after that|since|later|then|again))"),
    _shape(
        WHERE,
        r"(?P<x>(?:came|come|comes|coming|finish(?:ed|es|ing)?|placed|was|were|is|are|in|into|to|ended|ranked|languish\w*|pushed|slipped|"
        r"dropped|fell|rose|climbed|jumped|moved|took|takes|roar|tumble|slump|crash|relegated) (?:up |down |back |home |a |an |the |[^ ]+ly |"
        r"just |only |into |to |in |distant |poor |close |strong ){0,3}(?:º|dead last|last|bottom|rock bottom|runner - up|also - rans?)"
        r"(?: place| spot)?)(?! (?:round|preferences?|count|counting|stage|time|term|vote|votes|week|reading|home|night|year|month|of all|º|minute|"
        r"job|day|candidate|half|-|by - election|friday|thursday|election|general|autumn|spring|summer|winter|resort|hours?|§|mayor|mp|phase))",
        "claims amounts",
    ),
    _shape(
        WHERE,
        r"(?:# (?:[^ ]+ )?)?(?P<x>(?:ahead of|in front of|behind|leapfrogged|overtaking|trailing|trailed|outpolled|outpolling) (?:the |both |all |her |his |its "
        r"|their |even |[^ ]+ of the )?(?:[^ ]+ ){0,1}?[~§])",
        "claims amounts",
    ),
    _shape(WHERE, r"(?P<x>(?:º|bottom|top|foot) (?:place|spot|of the (?:poll|pile|heap|table|ballot))|top(?:ped|s|ping)? the (?:poll|list|ballot|vote))"),
    _shape(WHERE, r"(?P<x>runner - up|also - rans?)", "claims amounts", near=True),
    _shape(
        WHERE, r"(?P<x>(?:lost|loses?|losing|kept|keeps?|keeping|saved?|saves|saving|forfeit\w*|held|retain\w*|lose) (?:[^ ,]+ ){0,3}?deposits?)",
        "claims amounts", near=True, of="deposit",
    ),
    _shape(
        MOVED,
        rf"(?P<x>{MOVABLE})(?: [^ ,;:]+){{0,6}}? (?P<y>{_any(RISES | FALLS | CHANGED_PLACE | MADE_TO_FALL | MADE_TO_RISE)}|doubled|trebled|tripled|halved|quadrupled)",
        "moves amounts", near=True,
    ),
    _shape(
        MOVED,
        rf"(?P<x>(?:more than |almost |nearly )?(?:doubled|doubles|doubling|trebled|tripled|quadrupled|halved|halving|increased|increasing|cut|slashed|boosted|"
        rf"raised|grew|improved|improving|reduced|reducing|extended|extending) (?:its|their|his|her|the|a|[§~] 's) (?:[^ ]+ ){{0,4}}?{MOVABLE})",
        "moves amounts", near=True,
    ),
    _shape(
        MOVED,
        rf"(?P<x>(?:rise|fall|drop|increase|decrease|slump|surge|collapse|jump|decline|crash|dip) in (?:the |its |their |his |her |[§~] 's )*"
        rf"(?:[^ ]+ )?{MOVABLE})", "moves amounts", near=True,
    ),
    _shape(COMPARED, r"(?P<x>[×½#] (?:over )?(?:as (?:many|much|big|large|high)|the (?:vote|number|share|size|majority)|the #|that of|those of)) "
           r"(?:[^ ]+ ){0,3}?(?:votes?|voters|people|share|majority|as|of|total|number|size|support|[~§])", "amounts moves claims"),
    _shape(COMPARED, r"(?P<x>(?:more|fewer|less|higher|lower|bigger|smaller|better|worse|larger|greater) (?:[^ ]+ ){0,3}?than) (?![#½×])(?:[^ ]+ ){0,4}?"
           r"(?:[~§¥]|rivals?|rest|put together|combined|last time|before|election|others?|ago|else|predecessor|three|two)",
           "amounts moves claims", near=True),
    _shape(COMPARED, r"(?P<x>neck and neck|dead heat|level on|level with|tied(?! to| up| down)|(?:a|the) tie|exactly (?:the same|level)|too close to call|photo finish)", "count claims amounts"),
    _shape(COUNTED, r"(?P<x>recounts?|recounted|bundle checks?)", "count"),
    _shape(COUNTED, r"(?P<x>(?:drawing|drew|drawn|draw|cast(?:ing)?|by|of) (?:of )?(?:the )?lots?|toss of a coin|tossing a coin|coin toss|picked from a hat|"
           r"single vote|by one vote|one vote in it)", "count claims amounts"),
    _shape(COUNTED, r"(?P<x>unopposed|uncontested|un - opposed|(?:only|sole|lone) (?:candidate|nominee|person to stand)|no contest)", "count claims time"),
    _shape(COUNTED, r"(?P<x>(?:eliminated|excluded|knocked out|dropped out|transfers? from|transfers of|surplus(?: votes)?|(?:reach|reached|reaches|reaching|"
           r"passed|exceeded|met|above|over|short of|within) (?:the )?quota|stage º|º stage|º count|count #|stage #|transferred|on transfers))",
           "count claims amounts", near=True),
    _shape(COUNTED, r"(?P<x>(?:last|final|remaining|º) (?:of the [^ ]+ )?(?:[^ ]+ )?seats?) (?:[^ ]+ ){0,2}?(?:went|fell|(?:was|were) (?:decided|settled|won|taken))|(?:took|won|claimed|clinched|"
           r"picked up|grabbed) (?:the )?(?P<y>(?:last|final|remaining|º|fourth|third|only) (?:of the [^ ]+ )?seat)", "count claims", near=True),
    _shape(COUNTED, r"(?P<x>(?:outright )?(?:in|on|after|by) (?:the )?(?:º (?:round|preferences|preference)|first preferences|second preferences|the final round))",
           "count claims amounts", near=True),
    _shape(HELD_BEFORE, r"(?P<x>(?:triggered|caused|prompted|called|forced|sparked|brought about) (?:by|after|following|when) (?:[^ ]+ ){0,4}?(?:death|resignation|"
           r"resigned|died|quit|recall|expulsion|expelled|suspension|suspended|jailed|imprisonment|conviction|retirement|elevation|petition))", "count"),
    _shape(HELD_BEFORE, r"(?:by - election|contest|poll|vote) (?:[^ ]+ ){0,3}?(?P<x>(?:followed|follows|follow|follow(?:ing|ed) on from) (?:[^ ]+ ){0,4}?(?:death|resignation|"
           r"recall|expulsion|suspension|imprisonment|conviction|retirement|elevation))", "count"),
)  # fmt: skip


HAPPENED = set("resigned resignation quit died death elected became appointed won lost stepped left sacked suspended expelled".split())


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
        return " ".join(sign for at, sign in enumerate(self._signs) if not self._joins(at))

    def _at(self, place: int) -> int:
        """The last token at a place of the text of signs."""
        return bisect_right(self._places, place) - 1

    def _stretch(self, match: re.Match[str]) -> tuple[int, int]:
        """The tokens that a finding marks, without names at its ends."""
        group = "x" if match["x"] else "y"
        first = bisect_left(self._places, self._places[self._at(match.start(group))])
        last = self._at(match.end(group) - 1)
        if match.groupdict().get("y") and match["x"]:
            last = self._at(match.end("y") - 1)
        while first < last and (self._signs[first] in "~§@,('s" or self._signs[first] in ("he", "she", "they", "it", "who")):
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
            if not self._of_voters(one) or self._claims_nothing(one.opens, one.last):
                continue
            if not any(self._touches(found, one.opens, one.last + 1) for found in judged):
                yield self._say(one.opens, one.last, None, COMPARED, None, kind=Kind.FIGURE)

    def _times_told(self) -> Iterator[Finding]:
        """Days, years and lengths of time that nothing judged and that no poll or role on record has."""
        judged = [one for found in self.judged.values() for one in found]
        for one in self.scene.quantities:
            if one.form not in (Form.YEAR, Form.DATE, Form.SPAN) or self._claims_nothing(one.opens, one.last):
                continue
            if any(self._touches(found, one.opens, one.last + 1) for found in judged) or self._on_record(one):
                continue
            yield self._say(one.opens, one.last, None, NO_SUCH_TIME, None, kind=Kind.DATE)

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
        return known or not clause & HAPPENED

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
