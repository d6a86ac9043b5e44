"""What somebody was, and when: roles told in a sentence against the dated register. Pure.

The register is not all there is. Where it is silent the verdict is unknown: "not in the register". It disagrees where it has the
role at another time, or has somebody else in an office that one person holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from newsroom.factcheck import names
from newsroom.factcheck.lexicon import (
    BEFORE_ROLE,
    BETWEEN_NAME_AND_ROLE,
    COPULAS,
    FORMER,
    LED,
    TOOK_OVER,
)
from newsroom.factcheck.names import HONORIFICS, Mention
from newsroom.factcheck.numbers import Form, Quantity
from newsroom.factcheck.record import Finding, Kind, Party, Person, Record, Role, Verdict
from newsroom.factcheck.scene import UNTIL_NOW, Scene

TITLES = [
    tuple(title.split())
    for title in (
        "deputy prime minister|prime minister|deputy first minister|first minister|deputy leader|leader|chancellor"
        " of the exchequer|shadow chancellor of the exchequer|shadow chancellor"
        "|chancellor|shadow home secretary|home secretary|shadow foreign secretary|foreign secretary|health"
        " secretary|shadow health secretary"
        "|shadow secretary of state for|secretary of state for|party chair|party chairman|chair|chairman|chief"
        " whip|deputy mayor|mayor|police and crime commissioner"
        "|police commissioner|crime commissioner"
        "|commissioner|pcc|speaker|mp"
        "|member of parliament|msp|general secretary|council leader|councillor|president|treasurer|party"
        " leader|education secretary"
        "|shadow education secretary|defence secretary|shadow defence secretary|business secretary|shadow"
        " minister|attorney general|shadow attorney general"
        "|co-leader|mep|lord chancellor|justice secretary|shadow justice secretary|transport secretary|shadow"
        " transport secretary|shadow business secretary"
        "|work and pensions secretary|environment secretary|housing secretary|culture"
        " secretary|lawmaker|development secretary|shadow development secretary"
    ).split("|")
]
TITLES.sort(key=len, reverse=True)
NOT_UNIQUE = {
    ("councillor",),
    ("msp",),
    ("mep",),
    ("shadow", "minister"),
    ("speaker",),
    ("president",),
    ("lawmaker",),
    ("chair",),
    ("treasurer",),
}
SAME = {
    ("member", "of", "parliament"): ("mp",),
    ("party", "leader"): ("leader",),
    ("chairman",): ("chair",),
    ("party", "chairman"): ("chair",),
    ("party", "chair"): ("chair",),
    ("lawmaker",): ("mp",),
    ("chancellor",): ("chancellor", "of", "the", "exchequer"),
    ("shadow", "chancellor"): ("shadow", "chancellor", "of", "the", "exchequer"),
    ("commissioner",): ("police", "and", "crime", "commissioner"),
    ("crime", "commissioner"): ("police", "and", "crime", "commissioner"),
    ("police", "commissioner"): ("police", "and", "crime", "commissioner"),
    ("pcc",): ("police", "and", "crime", "commissioner"),
}
SECRETARY = ("secretary", "of", "state")
MINISTER = ("minister",)
MINISTRIES = (
    "agriculture armed_forces aviation business care children climate culture defence education employment energy environment"
    " europe farming foreign_office fisheries health home_office housing immigration justice local_government pensions"
    " planning policing prisons public_health rail roads schools science security skills sport sports tax trade transport"
    " treasury water welfare"
).split()
"""What ministers are said to be of, whoever the register has: "a health minister"."""
COUNTRIES = {"welsh": "wales", "scottish": "scotland"}
SEATS = {("mp",), ("msp",), ("councillor",)}
LEFT = set(
    "resignation resigned resigns quit quits died death late resigning departure".split()
)  # who is told of has left the office
JUST = 60  # days: how long before or after a poll somebody may enter an office that they have just won
EXACT = 45  # days: what "until 2020" and "April 2020" may be off by, where only a month is told


@dataclass(frozen=True, slots=True)
class Office:
    """A role's label taken apart: "Leader of the Labour Party" is a leader, of labour."""

    title: tuple[str, ...]
    of: frozenset[str]
    role: Role
    person: Person


BETWEEN_ROLES = set("; , and a the also then later now until till since from to between - – in".split())
STOP = {"of", "the", "for", "party", "and", "in", "at", "uk", "s", "state", "secretary"}


def secretary(title: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]] | None:
    """(title, what it is of) of a secretary of state by their department: "Welsh Secretary", "shadow health secretary"."""
    if title[-1:] != ("secretary",) or title in (("general", "secretary"), ("secretary",)):
        return None
    shadow, *department = title[:-1] if title[0] == "shadow" else ("", *title[:-1])
    of = frozenset(COUNTRIES.get(word, word) for word in department) - STOP
    return ((shadow, *SECRETARY) if shadow else SECRETARY), of


@lru_cache(maxsize=10_000)
def parse(label: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """(title, what it is of) of a role's label."""
    words = tuple(re.findall(r"[a-z]+(?:-[a-z]+)*", label.lower().replace("’", "'")))
    if minister := re.match(r"minister (?:of state )?for (.+)", " ".join(words)):
        return MINISTER, frozenset(minister[1].split()) - STOP
    for title in TITLES:
        for at in range(len(words) - len(title) + 1):
            if words[at : at + len(title)] == title:
                rest = {word for word in (*words[:at], *words[at + len(title) :])} - STOP
                if of := secretary(title):
                    return of[0], of[1] | (rest - {"affairs"})
                if title[-4:] == ("secretary", "of", "state", "for"):
                    return title[:-1], frozenset(part for word in rest for part in word.split("-"))
                return SAME.get(title, title), frozenset(part for word in rest for part in word.split("-"))
    if words[-1:] == MINISTER and len(words) > 1 and words[0] != "shadow":
        return MINISTER, frozenset(words[:-1]) - STOP  # "Rail Minister"
    return secretary(words) or (words, frozenset())


def _all_names(party: Party) -> tuple[str, ...]:
    return (party.short, *party.names, *names.NICKNAMES.get(party.short.lower(), ()))


class Register:
    """The register's roles by person and by office."""

    def __init__(self, record: Record) -> None:
        self.offices = [Office(*parse(role.label), role, person) for person in record.people for role in person.roles]
        self.labels = {re.sub(r"\bparty\b|\bthe\b", "", office.role.label.lower()).strip() for office in self.offices}
        self.parties = [
            ({word for name in _all_names(party) for word in re.findall(r"[a-z]+", name.lower())} - STOP)
            for party in record.parties
        ]
        self.by_title: dict[tuple[str, ...], list[Office]] = {}
        for office in self.offices:
            self.by_title.setdefault(office.title, []).append(office)

    @cached_property
    def titles(self) -> dict[str, list[tuple[str, ...]]]:
        """Titles to look for by their first word, the longest first: what the house knows and what the register has."""
        own = {tuple(re.findall(r"[a-z]+", re.split(r"\b(?:of|for)\b", office.role.label.lower())[0])) for office in self.offices}
        more = {
            tuple(re.findall(r"[a-z]+", office.role.label.lower()))
            for office in self.offices
            if not re.search(r"\b(?:of|for)\b", office.role.label)
        }
        found: dict[str, list[tuple[str, ...]]] = {}
        short = {
            (*office.title[:-3], *said, "secretary")
            for office in self.offices
            if office.title[-3:] == SECRETARY
            for word in office.of
            for said in ((word,), *((country,) for country, of in COUNTRIES.items() if of == word))
        }
        short |= {(word, "minister") for office in self.offices if office.title == MINISTER for word in office.of}
        short |= {(*ministry.split("_"), "minister") for ministry in MINISTRIES}
        for title in sorted({*TITLES, *short, *(t for t in own | more if t)}, key=len, reverse=True):
            found.setdefault(title[0], []).append(title)
        return found


@dataclass(frozen=True, slots=True)
class Told:
    """A role that a sentence gives to a person: tokens `first` to `last`, and when it is said to have been."""

    first: int
    last: int
    title: tuple[str, ...]
    of: frozenset[str]
    person: Mention
    former: bool = False
    past: bool = False
    became: bool = False


class Roles:
    """The roles of one sentence."""

    def __init__(self, scene: Scene, register: Register) -> None:
        self.scene, self.register, self.words = scene, register, scene.words
        self.dates = [self._dated(one) for one in scene.quantities]
        self.titled: set[int] = set()  # where a title begins

    def findings(self) -> Iterator[Finding]:
        if self.scene.sentence.question:
            return
        seen: set[int] = set()
        for told in list(self._told()):
            if told.first in seen or self.scene.quoted(told.first) or (self.scene.mute(told.first, ahead=0) and not told.former):
                continue
            seen.add(told.first)
            yield from self._judge(told)
        yield from self._into()
        yield from self._sat()
        yield from self._led()

    def _dated(self, one: Quantity) -> Quantity:
        """A month without a year as the last one before the day that the story speaks on: "until last September"."""
        on = self.scene.record.on
        if one.form is not Form.DATE or one.year or one.month is None or one.day is not None:
            return one
        return replace(one, year=on.year if one.month <= on.month else on.year - 1)

    # Finding them.

    def _told(self) -> Iterator[Told]:
        words = self.words
        at = 0
        before: Told | None = None
        while at < len(words):
            title = self._title_at(at)
            if title is None:
                at += 1
                continue
            first, last = at, at + len(title) - 1
            self.titled.add(first)
            at = last + 1
            if (
                words[last + 1 : last + 2] in (("'s",), ("ship",), ("-",)) and self.scene.word(last + 2) not in ("elect",)
            ) or self.scene.word(last + 1) == "candidate":
                continue
            if found := self._attach(title, first, last, before):
                before = found
                yield found

    def _title_at(self, at: int) -> tuple[str, ...] | None:
        return next((t for t in self.register.titles.get(self.scene.word(at), ()) if self.words[at : at + len(t)] == t), None)

    def _attach(self, title: tuple[str, ...], first: int, last: int, earlier: Told | None) -> Told | None:
        """Whose role it is, and of what: "Labour leader Keir Starmer", "X, who was the party's deputy leader under Y"."""
        words, scene = self.words, self.scene
        of: set[str] = set()
        lead = first
        former = False
        while lead > 0:
            text = words[lead - 1]
            mention = next((m for m in scene.mentions if m.last == lead - 1 or (text == "'s" and m.last == lead - 2)), None)
            if mention and (mention.is_party or mention.areas) and not mention.is_person:
                of |= {w for t in range(mention.first, mention.last + 1) for w in [words[t]] if w.isalpha()} - STOP
                lead = mention.first
            elif text in FORMER:
                former, lead = True, lead - 1
            elif text == "-" and words[lead - 2] in FORMER:
                former, lead = True, lead - 2
            elif text in BEFORE_ROLE or (text == "'s" and words[lead - 2] == "party"):
                lead -= 1
            elif (
                scene.tokens[lead - 1].is_name
                and scene.tokens[lead - 1].is_word
                and title in (("mp",), ("mayor",), ("msp",), ("council", "leader"), ("councillor",))
                and not any(m.first <= lead - 1 <= m.last for m in scene.mentions if m.is_person)
                and text not in ("the", "a", "our", "your", "my", "his", "her", "their", "this")
            ):
                of.add(text)
                lead -= 1
            elif text in ("and", "north", "south", "east", "west", "upon") and title == ("mp",) and lead < first:
                lead -= 1
            else:
                break
        if department := secretary(title):
            title, of = department[0], of | department[1]
        elif title[-1:] == MINISTER and title not in TITLES:
            title, of = MINISTER, of | {title[0]}
        elif title[-4:] == (*SECRETARY, "for"):
            title = title[:-1]
        opposition = "opposition" in words[lead:first]
        end = last
        after = last + 1
        if words[after : after + 1] in (("of",), ("for",)):
            here = after + 1
            while here < len(words) and here < after + 9:
                text = words[here]
                person = next((m for m in scene.mentions if m.first == here and m.is_person), None)
                if (text == "and" and self._title_at(here + 1)) or any(one.first == here for one in scene.quantities if one.year):
                    break
                if person or not (
                    scene.tokens[here].is_name
                    or text
                    in (
                        "the",
                        "and",
                        "upon",
                        "of",
                        "party",
                        "opposition",
                        "-",
                        "state",
                        "international",
                        "development",
                        "health",
                        "'s",
                    )
                ):
                    break
                if text.isalpha():
                    of.add(text)
                opposition = opposition or text == "opposition"
                end = here
                here += 1
            while words[end] in ("the", "and", "of", "for", "-"):
                end -= 1
        if opposition:
            return None  # leads the opposition, whoever's the party is: no office of the register
        of -= STOP
        person, past, became = self._whose(lead, end)
        if person is None and earlier is not None and self._goes_on(earlier, lead):
            person, past = earlier.person, earlier.past
        if person is None:
            return None
        past = past or bool(LEFT & set(words[max(0, person.first - 7) : person.first]))
        past = past or scene.word(end + 1) in ("until", "till")  # "leader of the council until last year"
        return Told(lead if former or of else first, end, SAME.get(title, title), frozenset(of), person, former, past, became)

    def _whose(self, first: int, last: int) -> tuple[Mention | None, bool, bool]:
        """(the person, whether it is told as past, whether as begun) of a role between two tokens."""
        words, scene = self.words, self.scene
        following = next((m for m in scene.mentions if m.is_person and m.first > last), None)
        if following:
            between = [text for text in words[last + 1 : following.first] if text not in HONORIFICS]
            if between in ([], [","]) and not (between == [","] and self._ends_aside(first)):
                return following, False, False
        before = next((m for m in reversed(scene.mentions) if m.is_person and m.last < first), None)
        if before is None:
            return None, False, False
        between = [text for text in words[before.last + 1 : first]]
        core = [text for text in between if text not in BETWEEN_NAME_AND_ROLE]
        if self._party_between(before, first):
            core = [text for text in core if text not in self._party_words(before, first)]
        if between == ["as"] and words[before.first - 1] in ("replaced", "replacing", "succeeded", "succeeding", "from"):
            return before, True, False
        past = bool({"was", "were", "had", "once", "formerly", "previously", "served"} & set(between))
        became = bool({"became", "becomes", "elected", "appointed", "named", "made"} & set(between))
        if tuple(core) in COPULAS:
            if not between or between == ["'s"] or between in (["and"], ["the"], ["—", "the"]):
                return None, False, False
            if between[0] == "'s":
                return None, False, False
            return before, past or became, became
        return None, False, False

    def _goes_on(self, earlier: Told, lead: int) -> bool:
        """Whether a role stands beside one that was told before, of the same person: "MP for Skerry; shadow chancellor until"."""
        dated = {at for one in self.scene.quantities if one.year for at in range(one.first, one.last + 1)}
        between = {self.words[at] for at in range(earlier.last + 1, lead) if at not in dated}
        return bool(between & {";", ",", "and"}) and between <= BETWEEN_ROLES

    def _ends_aside(self, first: int) -> bool:
        """Whether the role already stands behind a name and a comma: "Angela Rayner, the deputy leader, Keir Starmer"."""
        before = next((m for m in reversed(self.scene.mentions) if m.is_person and m.last < first), None)
        return bool(
            before and set(self.words[before.last + 1 : first]) <= {",", "the", "a", "party", "'s", "former", "who", "was", "is"}
        )

    def _party_between(self, before: Mention, first: int) -> bool:
        return any(m.is_party and before.last < m.first < first for m in self.scene.mentions)

    def _party_words(self, before: Mention, first: int) -> set[str]:
        return {
            self.words[i]
            for m in self.scene.mentions
            if m.is_party and before.last < m.first < first
            for i in range(m.first, m.last + 1)
        }

    # Judging them.

    def _when(self, told: Told) -> tuple[date, date, bool]:
        """(from, to, whether the words say so) of the time that a role is told for."""
        scene, on = self.scene, self.scene.record.on
        span = self._span_of(told)
        if span:
            return (*span, True)
        under = self._under(told)
        if under:
            return (*under, True)
        for one in scene.quantities:
            if (
                one.year
                and one.form in (Form.YEAR, Form.DATE)
                and told.first - 8 <= one.first <= told.last + 5
                and scene.word(one.first - 1) in ("in", "during", "on", "of", "early", "late")
                and not {",", "who", ";"} & set(self.words[told.last + 1 : one.first])
            ):
                if told.past or told.became or told.former:
                    return (*_bounds(one), True)
        if told.former or told.past:
            return date.min, on, False
        return on, on, False

    def _span(self, first: int, end: int) -> tuple[date, date] | None:
        """ "from 2015 to 2020", "between 2015 and 2019", "(2015-2020)", "until 2020", "since April 2020"."""
        end = self._aside(first, end)
        years = [one for one in self.dates if one.year and one.form in (Form.YEAR, Form.DATE) and first <= one.first < end]
        for one in years:
            lead = self.scene.word(one.first - (2 if self.scene.word(one.first - 1) == "last" else 1))
            other = next(
                (
                    q
                    for q in years
                    if q.first > one.first
                    and self.words[one.last + 1 : q.first] in (("to",), ("until",), ("and",), ("-",), ("–",), ("till",))
                ),
                None,
            )
            if other and lead not in ("since", "until", "till"):
                return _bounds(one)[0], _bounds(other)[1]
            if lead in ("until", "till"):
                return date.min, _bounds(one)[1]
            if lead == "since":
                return _bounds(one)[0], self.scene.record.on
        return None

    def _aside(self, first: int, end: int) -> int:
        """Where what is said of a role ends: at a semicolon or a closing bracket, and at a comma that no year goes on behind:
        "a former MP, has held the seat since", "(MP for Skerry; shadow chancellor until 2020)"."""
        for at in range(first, end):
            if self.words[at] in (";", ")"):
                return at
            if self.words[at] == "," and at + 1 < end:
                goes_on = self.words[at + 1] in ("from", "between", "until", "till", "since", "who")
                if not goes_on and not self.scene.tokens[at + 1].is_number:
                    return at
        return end

    def _span_of(self, told: Told) -> tuple[date, date] | None:
        """The years that are told of a role; of two roles side by side each has its own: "MP until 2019 and mayor since 2021"."""
        following = (at for at in self.titled if at > told.last)
        return self._span(told.first, min(len(self.words), told.last + 14, *following))

    def _under(self, told: Told) -> tuple[date, date] | None:
        """The time that somebody led: "under Jeremy Corbyn", "during Corbyn's leadership"."""
        for i in range(told.last + 1, min(len(self.words), told.last + 4)):
            if self.words[i] in ("under", "during", "to", "beneath"):
                leader = next((m for m in self.scene.mentions if m.is_person and i < m.first <= i + 3), None)
                for person in leader.people if leader else ():
                    led = [role for role in person.roles if parse(role.label)[0] == ("leader",)]
                    if led:
                        return led[0].start, led[0].end or self.scene.record.on
        return None

    def _offices(self, told: Told, person: Person | None = None) -> list[Office]:
        """The register's roles of that title, of what is said; of a person, or of everybody."""
        found = []
        for office in self.register.by_title.get(told.title, []) + (
            [o for o in self.register.offices if tuple(re.findall(r"[a-z]+", o.role.label.lower())) == told.title]
            if told.title not in self.register.by_title
            else []
        ):
            if person is not None and office.person is not person:
                continue
            if told.of and not self._of(told, office):
                continue
            found.append(office)
        return found

    def _of(self, told: Told, office: Office) -> bool:
        """Whether a role is of what the words say: the place, the party, or the party that its holder sat for."""
        party = set(re.findall(r"[a-z]+", (office.role.party or office.role.organisation).lower())) - STOP
        parties = [words for words in self.register.parties if told.of & words]
        said_party = {word for words in parties for word in words}
        place = told.of - said_party
        if place and not place & office.of:
            return False
        of_party = told.of & said_party
        if not of_party:
            return True
        if of_party & (office.of | party):
            return True
        return any(words & (office.of | party) and words & of_party for words in self.register.parties)

    def _judge(self, told: Told) -> Iterator[Finding]:
        people = [person for person in told.person.people]
        if not people:
            yield from self._of_a_candidate(told)
            return
        start, end, said = self._when(told)
        if len(people) > 1 or (told.person.stood and not self._is_candidate(people[0], told.person)):
            holders = [p for p in people if self._offices(told, p)]
            if told.person.stood or not holders:
                yield self._say(told, None, f"There is more than one {people[0].name} on record: say which.", people[0], "", "")
                return
            people = holders
        person = people[0]
        own = self._offices(told, person)
        fitting = [office for office in own if self._right(office.role, told, start, end, said)]
        if fitting:
            role = fitting[0].role
            yield self._say(told, True, f"{person.name} was {_line(role)}.", person, _line(role), role.source)
            return
        if own:
            role = min(own, key=lambda office: abs((office.role.start - (start if start > date.min else end)).days)).role
            when = [one for one in self.dates if one.year and told.last < one.first <= told.last + 4] if said else []
            told = replace(told, last=when[-1].last) if when else told
            yield self._say(
                told, False, f"{person.name} was {_line(role)}.", person, "; ".join(_line(o.role) for o in own), role.source
            )
            return
        others = (
            [office for office in self._offices(told) if office.role.held_between(max(start, date(1800, 1, 1)), end)]
            if told.title not in NOT_UNIQUE
            else []
        )
        asked = (start, end) if start > date.min else (end, end)
        others = [office for office in others if office.role.held_between(*asked) or (said is False and told.former)]
        near = [office.role for office in self.register.offices if office.person is person]
        at_time = [role for role in near if role.held_between(max(start, date(1800, 1, 1)), end)]
        theirs = "; ".join(_line(role) for role in (at_time or near)[:4]) or "no role"
        if self._of_another(told, near, at_time):
            yield self._say(told, False, f"The register has {person.name} as {theirs}.", person, theirs, near[0].source)
            return
        if (
            others
            and (told.of or told.title in (("deputy", "leader"), ("leader",), ("prime", "minister")))
            and (not told.former or said)
        ):
            span = (max(asked[0], date(1800, 1, 1)), asked[1])
            of_their_party = {word for role in near for word in role.party.lower().split()}
            others = [office for office in others if office.of & of_their_party] or others
            longest = max(others, key=lambda o: min(o.role.end or span[1], span[1]) - max(o.role.start, span[0]))
            role = longest.role
            says = f"{longest.person.name} was {_line(role)}. Of {person.name} the register has {theirs}"
            yield self._say(told, False, f"{says}; this is not in it.", person, says, role.source)
            return
        yield self._say(
            told,
            None,
            f"This is not in the register, which has of {person.name}: {theirs}.",
            person,
            theirs,
            near[0].source if near else "",
        )

    def _of_a_candidate(self, told: Told) -> Iterator[Finding]:
        """The office of somebody who stands but is not in the register: known only where this very contest gives it to them."""
        poll = self.scene.now
        lines = told.person.lines(poll) if poll else ()
        if poll is None or not told.person.stood:
            return
        leaving = (
            told.former
            or self._span_of(told) is not None
            or bool(UNTIL_NOW & set(self.words[max(0, told.first - 2) : told.first + 1]))
        )
        filled = told.title[-1] in self.scene.offices and not leaving and any(line.key in poll.outcome.elected for line in lines)
        name = told.person.stood[0][1].name
        why = (
            f"{name} was elected in {poll.title}."
            if filled
            else f"{name} is not in the register of people: source this, or waive it."
        )
        tokens = self.scene.tokens
        verdict = Verdict.AGREES if filled else Verdict.UNKNOWN
        yield Finding(tokens[told.first].start, tokens[told.last].end, "", Kind.ROLE, verdict, why, record=why if filled else "")

    def _of_another(self, told: Told, roles: list[Role], then: list[Role]) -> bool:
        """Whether the register has the title of somebody, but of another place or party: an MP elsewhere, a councillor for
        another party, the leader of another party at the time."""
        if not told.of:
            return False
        if told.title == ("mp",):
            return any(parse(role.label)[0] == told.title for role in roles)
        party = any(told.of <= words for words in self.register.parties)
        if told.title == ("leader",):
            led = [parse(role.label)[1] for role in then if parse(role.label)[0] == told.title]
            return (
                party and bool(led) and not told.former and all(any(of & words for words in self.register.parties) for of in led)
            )
        same = [role for role in roles if parse(role.label)[0] == told.title]
        return party and told.title in SEATS and bool(same) and all(role.party for role in same)

    def _is_candidate(self, person: Person, mention: Mention) -> bool:
        """Whether the candidates whom a name means are the person of the register who has it too.

        An editor's link says it. Without one, a role says it that is of the contest's area, or for the party that the candidate
        stood for; a name alone does not.
        """
        lines = [line for _poll, line in mention.stood]
        if any(line.person is not None and line.person == person.key for line in lines):
            return True
        if any(isinstance(line.person, tuple) and line.person[:1] == ("register",) for line in lines):
            return False
        mine = {names.parts(name) for name in (person.name, *person.aliases)}
        if any(names.parts(line.name) not in mine for line in lines):
            return False
        for poll, line in mention.stood:
            area = names.parts(poll.area)
            parties = [party for party in self.scene.record.parties if party.key == line.party and line.party is not None]
            called = {name.lower() for party in parties for name in (party.short, *party.names) if len(name) > 3}
            called |= {line.party_short.lower(), line.party_name.lower()} - {""}
            for role in person.roles:
                label = names.parts(f"{role.label} {role.organisation}")
                if any(label[at : at + len(area)] == area for at in range(len(label))):
                    return True
                if role.party.lower() in called or any(one in f"{role.label} {role.organisation}".lower() for one in called):
                    return True
        return False

    def _right(self, role: Role, told: Told, start: date, end: date, said: bool) -> bool:
        on = self.scene.record.on
        if "new" in self.words[max(0, told.first - 2) : told.last] and abs((role.start - on).days) <= JUST:
            return True
        if said and self._span_of(told):
            ends = role.end or on
            return (start == date.min or _near(role.start, start, month=start.month > 1)) and (
                end >= on or _near(ends, end, month=end.month < 12) or abs((ends - end).days) < EXACT
            )
        if told.became and said:
            return start <= role.start <= end
        if said:
            return role.held_between(start, end)
        if told.former:
            return (
                role.end is not None
                and role.end < on
                and not any(o.role.held_on(on) for o in self._offices(told, told.person.people[0]) if o.role.label == role.label)
            )
        if told.past:
            return role.start <= on
        return role.held_on(on)

    def _into(self) -> Iterator[Finding]:
        """ "13 months into the job": how long somebody has held one of their roles; which one is meant is not said."""
        for one in self.scene.quantities:
            if one.form is not Form.SPAN or self.scene.word(one.last + 1) != "into" or self.scene.mute(one.first):
                continue
            subject = next((m for m in reversed(self.scene.mentions) if m.people and m.last < one.first), None)
            on = self.scene.record.on
            held = [role for person in (subject.people[:1] if subject else ()) for role in person.roles if role.held_on(on)]
            fits = [
                role for role in held if abs((on - role.start).days / 30.44 - float(one.value)) <= max(1, float(one.step) / 2)
            ]
            if subject and fits:
                yield self._says_of(one.opens, one.last, True, subject.people[0], fits[0])

    def _sat(self) -> Iterator[Finding]:
        """ "who sat for Thornby until 2017", "represented Hexley from 2005 to 2015": the days of a seat that is on record."""
        for at, text in enumerate(self.words):
            held = text == "held" and "seat" in self.words[at + 1 : at + 3]
            if text != "represented" and not held and self.words[at : at + 2] != ("sat", "for"):
                continue
            subject = next((m for m in reversed(self.scene.mentions) if m.is_person and m.last < at), None)
            span = self._span(at, min(len(self.words), at + 14))
            if subject is None or span is None or len(subject.people) != 1 or self.scene.quoted(at) or self.scene.mute(at):
                continue
            person = subject.people[0]
            own = {"seat", "area", "constituency"} & set(self.words[at + 1 : at + 4]) and self.scene.now
            near = self.scene.tokens[at + 1 : at + 8]
            named = {token.text.lower() for token in near if token.is_word and token.is_name}
            place = set(names.parts(self.scene.now.area)) if own and self.scene.now else named
            seats = [role for role in person.roles if parse(role.label)[0] in SEATS and place & parse(role.label)[1]]
            spoken = [one for one in self.dates if one.year and at < one.first <= at + 14]
            if len(seats) == 1 and not (subject.stood and not self._is_candidate(person, subject)):
                right = self._lasted(seats[0], *span, ended="had" in self.words[max(0, at - 3) : at])
                yield self._days(spoken[0], spoken[-1 if span[0] > date.min else 0], right, person, seats[0])

    def _lasted(self, role: Role, start: date, end: date, *, ended: bool = False) -> bool:
        """Whether a role began and ended in the years that are told; without a beginning only its end is, and where it is told
        that it had ended ("had held the seat since 2015"), only its beginning."""
        on = self.scene.record.on
        begins = start == date.min or role.start.year == start.year
        if ended and end >= on:
            return begins
        return begins and ((end >= on and role.end is None) or (role.end or on).year == end.year)

    def _led(self) -> Iterator[Finding]:
        """ "who led the party from 2015 to 2020", "took control of the party in April 2020", "became leader in April 2020"."""
        words, scene = self.words, self.scene
        for at, text in enumerate(words):
            took = text in ("took", "taking", "takes", "assumed") and words[at + 1 : at + 3] in TOOK_OVER
            became = text in ("became", "elected", "become", "succeeded", "replaced") and bool(
                {"leader", "leadership"} & set(words[at : at + 6])
            )
            left = text in ("quit", "resigned", "stepped", "left", "stood") and bool(
                {"leader", "leadership"} & set(words[at : at + 5])
            )
            if not (text in LED or took or became or left) or scene.quoted(at) or scene.mute(at):
                continue
            if (
                text in LED
                and not {"party", "labour", "conservatives", "opposition", "it", "them"} & set(words[at : at + 6])
                and not any(m.is_party for m in scene.mentions if at < m.first < at + 4)
            ):
                continue
            near = set(words[at : at + 6])
            if text in LED and words[at + 1 : at + 2] in (("it",), ("them",)):
                near |= {"party"}
            if not (
                near & {"party", "leader", "leadership", "helm", "opposition", "control"}
                or any(m.is_party for m in scene.mentions if at < m.first < at + 4)
            ):
                continue
            subject = next((m for m in reversed(scene.mentions) if m.is_person and m.last < at and m.people), None)
            if subject is None and {"he", "she", "who"} & set(words[max(0, at - 4) : at]):
                subject = next((m for m in reversed(scene.memory.named) if m.is_person and m.people), None)
            if subject is None:
                continue
            person = subject.people[0]
            deputy = "deputy" in near
            roles = [role for role in person.roles if parse(role.label)[0] == (("deputy", "leader") if deputy else ("leader",))]
            if not roles:
                continue
            span = self._span(at, min(len(words), at + 16))
            days = [
                q
                for q in self.dates
                if q.year
                and q.form in (Form.DATE, Form.YEAR)
                and at < q.first <= at + 12
                and scene.word(q.first - 1) in ("in", "on", "during", "early", "late", "of")
            ]
            role = roles[0]
            if text in ("leads", "heads") and not span:
                held = any(one.held_on(scene.record.on) for one in roles)
                yield self._says_of(at, at, held, person, max(roles, key=lambda one: one.start))
            if span and not (took or became or left):
                spoken = [q for q in self.dates if q.year and at < q.first <= at + 16]
                right = self._lasted(role, *span)
                yield self._days(
                    spoken[0], spoken[-1] if span[0] > date.min and len(spoken) > 1 else spoken[0], right, person, role
                )
            elif days and (took or became or left):
                when = role.end if left else role.start
                start, end = _bounds(days[0])
                right = when is not None and start <= when <= end
                yield self._days(days[0], days[0], right, person, role)

    def _days(self, first: Quantity, last: Quantity, right: bool, person: Person, role: Role) -> Finding:
        return self._says_of(first.first, last.last, right, person, role)

    def _says_of(self, first: int, last: int, right: bool, person: Person, role: Role) -> Finding:
        tokens = self.scene.tokens
        says = f"{person.name} was {_line(role)}."
        verdict = Verdict.AGREES if right else Verdict.DISAGREES
        return Finding(
            tokens[first].start,
            tokens[last].end,
            "",
            Kind.ROLE,
            verdict,
            says,
            person=person.slug,
            record=_line(role),
            source=role.source,
        )

    def _say(self, told: Told, right: bool | None, why: str, person: Person, says: str, source: str) -> Finding:
        tokens = self.scene.tokens
        verdict = Verdict.UNKNOWN if right is None else Verdict.AGREES if right else Verdict.DISAGREES
        named_with = right is False and told.person.first == told.last + 1  # "Prime Minister X": either may be the slip
        return Finding(
            tokens[told.first].start,
            tokens[told.person.last if named_with else told.last].end,
            "",
            Kind.ROLE,
            verdict,
            why,
            person=person.slug,
            record=says,
            source=source,
        )


def _bounds(one: Quantity) -> tuple[date, date]:
    """The first and the last day that a year, a month or a day may mean."""
    year = one.year or 1
    if one.form is Form.YEAR or one.month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if one.day is None:
        following = date(year + one.month // 12, one.month % 12 + 1, 1)
        return date(year, one.month, 1), following - timedelta(days=1)
    day = date(year, one.month, min(one.day, 28)) if one.day > 28 else date(year, one.month, one.day)
    return day, day


def _near(day: date, said: date, *, month: bool) -> bool:
    """Whether a day is in the year that is told, and where a month is told too, no further from it than a month and a half."""
    return day.year == said.year and (not month or abs((day - said).days) < EXACT)


def _line(role: Role) -> str:
    """A role with its dates, for a sentence."""
    start = f"{role.start.day} {role.start:%B %Y}"
    return f"{role.label} from {start} to {role.end.day} {role.end:%B %Y}" if role.end else f"{role.label} since {start}"
