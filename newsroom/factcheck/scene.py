"""One sentence with everything that is needed to judge it: what it names, which poll it speaks of, who did what. Pure.

A sentence speaks of the story's own contest unless it names another place, person or year. What is asked, supposed, hoped for
or denied is no claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from elections.counting import Line
from newsroom.factcheck.lexicon import (
    BETWEEN_PARTY_AND_NAME,
    CANDIDATE_OF,
    HAD_DONE,
    HARD,
    LAST_TIME,
    MAYBE,
    MAYBE_BEFORE_ONLY,
    NOT,
    OFFICES,
    POLLS_SAID,
    STANDING_FOR,
    THAT_TIME,
)
from newsroom.factcheck.names import Mention, Names, parts
from newsroom.factcheck.numbers import Form, Quantity, amounts, read, word
from newsroom.factcheck.record import Poll, Record
from newsroom.factcheck.words import Sentence, Token

KINDS = {
    "parl": {"parliament", "parliamentary", "commons", "constituency", "mp", "mps", "westminster", "general"},
    "mayor": {"mayor", "mayoral", "mayoralty", "mayors"},
    "pcc": {"police", "commissioner", "commissioners", "pcc", "crime"},
    "local": {"ward", "council", "councillor", "councillors", "wards", "local"},
    "gla": {"assembly"},
    "sp": {"holyrood", "msp", "msps", "scottish"},
    "senedd": {"senedd"},
}
LONG_TIME = 9  # words that "at the general election two years ago" may have
TIME_BEGINS = {"in", "at", "on", "during", "back", "last", "earlier", "and", "but"}
MASK = "~"  # what a word of a person's name is read as, where words are looked for
FEMALE, MALE = {"she", "her", "hers", "herself"}, {"he", "his", "him", "himself"}
WOMEN, MEN = {"mrs", "ms", "miss", "dame", "lady", "baroness"}, {"mr", "sir", "lord"}
OFFICES_OF = {  # what somebody is elected as, by the kind of the election
    "parl": {"mp", "member"},
    "mayor": {"mayor"},
    "pcc": {"commissioner", "pcc"},
    "local": {"councillor"},
}
NEWLY = {"new", "newly"}
UNTIL_NOW = {"outgoing", "departing", "ousted", "defeated", "beaten", "incumbent", "sitting", "defending", "previous"}
PRONOUNS = FEMALE | MALE | {"they", "their", "it", "its", "them"}


@dataclass
class Memory:
    """What the sentences before have named: people and parties, the newest last, and the contest that they speak of."""

    named: list[Mention] = field(default_factory=list)
    poll: Poll | None = None
    paragraph: int = 0
    called: dict[str, list[Mention]] = field(default_factory=dict)  # who was named in full, by their family name
    last: list[Mention] = field(default_factory=list)  # whom the sentence before names, in its order
    then: Poll | None = None  # the earlier poll that this paragraph has spoken of last
    female: set[str] = field(default_factory=set)  # names that stand behind "Ms" and the like, in small letters
    male: set[str] = field(default_factory=set)

    def hear(self, tokens: Sequence[Token]) -> None:
        """Learns from "Ms Fell" and "Sir Keir Starmer" whom "she" and "he" cannot mean."""
        for at, token in enumerate(tokens):
            kind = self.female if token.lower in WOMEN else self.male if token.lower in MEN else None
            for following in tokens[at + 1 : at + 4] if kind is not None else ():
                if following.text == ".":
                    continue
                if not following.is_name:
                    break
                kind.add(following.lower)  # type: ignore[union-attr]


@dataclass
class Scene:
    """A sentence in its context. `i` and `j` in what follows count its tokens from 0."""

    sentence: Sentence
    record: Record
    names: Names
    memory: Memory
    mentions: list[Mention] = field(init=False)
    quantities: list[Quantity] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens: Sequence[Token] = self.sentence.tokens
        self.words: tuple[str, ...] = tuple(token.lower for token in self.tokens)
        self.mentions = [self._as_introduced(mention) for mention in self.names.mentions(self.tokens)]
        self._mask_people()
        self.quantities = read(self.tokens)
        self.now = self._now()
        self.mentions = sorted([*self.mentions, *self._described()], key=lambda one: one.first)

    def word(self, at: int) -> str:
        return word(self.tokens, at)

    def _mask_people(self) -> None:
        """Names of people are no words: Mr Hope hopes for nothing, and Rosie May names no month."""
        named = {at for mention in self.mentions if mention.is_person for at in range(mention.first, mention.last + 1)}
        self.tokens = [replace(token, lower=MASK) if at in named else token for at, token in enumerate(self.tokens)]
        self.words = tuple(token.lower for token in self.tokens)

    def _as_introduced(self, mention: Mention) -> Mention:
        """A family name alone as the one person of that name whom the story named in full; else as who stands in its contest."""
        if mention.whole or not mention.is_person:
            return mention
        known = self.memory.called.get(self.tokens[mention.last].text.lower(), [])
        if len({self._identity(one) for one in known}) == 1:
            return replace(mention, people=known[0].people, stood=known[0].stood)
        stands = {parts(line.name) for poll, line in mention.stood if poll.told}
        if not stands:
            return mention
        people = tuple(one for one in mention.people if stands & {parts(name) for name in (one.name, *one.aliases)})
        stood = tuple((poll, line) for poll, line in mention.stood if parts(line.name) in stands)
        return replace(mention, people=people or mention.people, stood=stood)

    @staticmethod
    def _identity(mention: Mention) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(one.slug for one in mention.people), frozenset(line.name for _poll, line in mention.stood)

    # Where a claim begins and ends.

    def clause(self, at: int) -> tuple[int, int]:
        """The first token and the one after the last of the clause around a token."""
        starts, ends = self._clauses
        return starts[at], ends[at]

    @cached_property
    def _clauses(self) -> tuple[list[int], list[int]]:
        starts, ends = [], [len(self.words)] * (len(self.words) + 1)
        begun = 0
        for at, text in enumerate(self.words):
            starts.append(begun)
            begun = at + 1 if text in HARD else begun
        starts.append(begun)
        for at in range(len(self.words) - 1, -1, -1):
            ends[at] = at if self.words[at] in HARD else ends[at + 1]
        return starts, ends

    def segment(self, at: int) -> tuple[int, int]:
        """The same, with commas too."""
        start, end = self.clause(at)
        for i in range(at - 1, start - 1, -1):
            if self.words[i] == "," and self.word(i + 1) != "when":  # "in 2019, when the party came third"
                start = i + 1
                break
        for i in range(at, end):
            if self.words[i] == ",":
                end = i
                break
        return self._time_before(start) if start > self.clause(at)[0] else start, end

    def _time_before(self, start: int) -> int:
        """Where a part of a sentence begins with the time that stands before it: "In 2019, Labour won"."""
        begun = self.clause(start)[0]
        begun = next((i + 1 for i in range(start - 2, begun - 1, -1) if self.words[i] == ","), begun)
        if any(one.last == begun - 2 for one in self.mentions if one.is_person or one.is_party):
            return start  # "Labour, first last year, found itself third"
        before = self.words[begun : start - 1]
        spans = {one.first for one in self.quantities if one.form is Form.SPAN}
        begins = before[:1] and (before[0] in TIME_BEGINS or begun in spans)
        if not begins or len(before) > LONG_TIME or self.word(start) in ("and", "but", "or"):
            return start
        acted = any(begun <= one.first < start for one in self.mentions if one.is_person or one.is_party)
        return begun if self._tells_time(begun, start - 1) and not acted else start

    def _tells_time(self, start: int, end: int) -> bool:
        named = any(one.form in (Form.YEAR, Form.DATE) and one.year and start <= one.first < end for one in self.quantities)
        return named or any((self.words[i], self.words[i + 1]) in LAST_TIME for i in range(start, end - 1))

    def mute(self, at: int, ahead: int = 6) -> bool:
        """Whether nothing is claimed at a token: it is asked, supposed or hoped for, by a word so far ahead at most."""
        if self.sentence.question:
            return True
        start, end = self.clause(at)
        for i in range(start, min(end, at + ahead)):
            text = self.words[i]
            if text not in MAYBE or self._aside(i, at):
                continue
            if text in ("polls", "poll", "may") and (text != "may" or self.tokens[i].is_name):
                if text in ("polls", "poll") and (self.word(i + 1) in POLLS_SAID or self._of_opinion(i)):
                    return True
                continue
            if text == "could" and self.word(i + 1) in ("only", "not", "muster", "manage"):
                continue
            if text == "if" and self.word(i - 1) in ("as", "even"):
                continue
            if text in MAYBE_BEFORE_ONLY and i > at:
                continue
            if text == "expected" and self.word(i - 1) in ("than", "as"):
                continue
            return True
        return "if" in self.words[:at] and bool({"would", "could", "might"} & set(self.words))

    def _of_opinion(self, at: int) -> bool:
        """Whether a poll is one of opinion: "a Survation poll in May had put", "in every opinion poll"."""
        called = self.word(at - 1) == "opinion" or (self.word(at - 2) in ("a", "one", "another") and self.tokens[at - 1].is_name)
        return called or (self.word(at - 1) in ("a", "one") and bool(POLLS_SAID & set(self.words[at + 1 : at + 6])))

    def _aside(self, at: int, of: int) -> bool:
        """Whether a word stands in an aside between commas that another does not: "Sam Lee, who hoped to win, came third"."""
        opens = next((i for i in range(at, -1, -1) if self.words[i] == ","), None)
        closes = next((i for i in range(at, len(self.words)) if self.words[i] == ","), None)
        if opens is None or closes is None or opens < of < closes:
            return False
        return self.word(opens + 1) in ("who", "which", "whose", "a", "an", "the", "where") and closes < of

    def denied(self, at: int) -> bool:
        """Whether the verb at a token is denied: "did not win", "failed to hold"."""
        start, _end = self.clause(at)
        for i in range(at - 1, max(start, at - 5) - 1, -1):
            if self.words[i] in NOT:
                return self.words[i] != "no" or self.word(i + 1) not in ("doubt", "surprise", "fewer", "less", "more")
            if self.words[i] in (",", "and", "despite", "after") or (self.tokens[i].is_name and i < at - 3):
                return False
        return False

    def quoted(self, at: int) -> bool:
        return self.tokens[at].quoted

    # Which poll.

    def _now(self) -> Poll | None:
        """The contest that the sentence speaks of."""
        if not self.record.polls:
            return None
        memory = self.memory
        if memory.paragraph != self.sentence.paragraph:
            memory.paragraph, memory.poll, memory.then = self.sentence.paragraph, None, None
        found = self._by_name()
        if found:
            memory.poll = found
            return found
        kinds = self._kinds()
        if memory.poll is None and kinds and self.record.polls[0].kind not in kinds and len({p.area for p in self.told}) > 1:
            fitting = [poll for poll in self.told if poll.kind in kinds]
            if len(fitting) == 1:
                return fitting[0]
        return memory.poll or self.record.polls[0]

    @property
    def told(self) -> list[Poll]:
        return [poll for poll in self.record.polls if poll.told]

    def _kinds(self) -> set[str]:
        present = set(self.words)
        return {kind for kind, words in KINDS.items() if words & present}

    def _by_name(self) -> Poll | None:
        """By a place or person that the sentence names; the story's own contest first, then the newest."""
        main = self.memory.poll or self.record.polls[0]
        stood = [{poll.id: poll for poll, _line in mention.stood} for mention in self.mentions if mention.stood]
        if stood and any(main.id in polls for polls in stood):
            return main
        kinds = self._kinds()
        areas = [mention.areas for mention in self.mentions if mention.areas]
        for polls in areas:
            if main in polls and (not kinds or main.kind in kinds or not any(poll.kind in kinds for poll in polls)):
                own = [mention for mention in self.mentions if mention.areas]
                if len(own) == 1 or not stood:
                    return main
        pool = [poll for polls in stood for poll in polls.values()] or [poll for polls in areas for poll in polls]
        pool = [poll for poll in pool if poll.polling_on <= self.record.on] or pool
        if not pool:
            return None
        by_area = {poll.id for polls in areas for poll in polls}
        same = (main.area, main.kind)
        if any((poll.area, poll.kind) == same for poll in pool) and not (by_area and main.id not in by_area):
            return main  # who stood for the same seat another time
        pool.sort(
            key=lambda poll: (poll.id in by_area, not kinds or poll.kind in kinds, poll.told, poll.polling_on), reverse=True
        )
        return pool[0]

    def places(self, start: int, end: int) -> list[Mention]:
        return [mention for mention in self.mentions if mention.areas and start <= mention.first < end]

    def poll_at(self, at: int) -> Poll | None:
        """The contest that is meant at a token: the sentence's, unless the clause names another place."""
        start, end = self.clause(at)
        named = self.places(start, end)
        if named and self.now and not any(self.now in mention.areas for mention in named):
            pool = [poll for mention in named for poll in mention.areas if poll.polling_on <= self.record.on]
            people = {poll.id for mention in self.mentions for poll, _line in mention.stood if start <= mention.first < end}
            pool.sort(key=lambda poll: (poll.id in people, poll.told, poll.polling_on), reverse=True)
            return pool[0] if pool else None
        return self.now

    def elsewhere(self, at: int) -> bool:
        """Whether a by-election that is told of behind a token was in a place of which nothing is on record: "lost a by-election
        to the left, in Rochdale"."""
        _start, end = self.clause(at)
        if not {"by-election", "byelection"} & set(self.words[at:end]) and ("by", "-", "election") not in zip(
            self.words[at:end], self.words[at + 1 : end], self.words[at + 2 : end], strict=False
        ):
            return False
        known = {i for one in self.mentions for i in range(one.first, one.last + 1)}
        known |= {i for one in self.quantities for i in range(one.first, one.last + 1)}
        named = (i for i in range(at + 1, end - 1) if self.words[i] == "in" and self.tokens[i + 1].is_name)
        return any(i + 1 not in known for i in named) and not self.places(at, end)

    def years(self, start: int, end: int) -> list[Quantity]:
        """Years that say when something was, and not since when."""
        found = []
        for one in self.quantities:
            if one.form not in (Form.YEAR, Form.DATE) or not start <= one.first < end or one.year is None:
                continue
            if self.word(one.first - 1) in ("since", "until", "till", "created", "before", "after") or self.word(
                one.first - 2
            ) in ("created", "created", "creation", "since", "formed", "established"):
                continue
            found.append(one)
        return found

    def polls(self, at: int, *, change: bool = False) -> tuple[list[Poll], bool]:
        """(the polls that a figure at a token may be of, the likeliest first; whether the words say so themselves).

        A year or "last time" in the same part of the sentence says it; elsewhere in the sentence it leaves both open. For a
        change the year is what it is measured from.
        """
        now = self.poll_at(at)
        if now is None:
            return [], False
        start, end = self.segment(at)
        then = self._then(now, start, end)
        if then is not None and not change:
            if self._counted_between(at, end):
                return [now, *(poll for poll in then if poll is not now)], False
            return then, True
        if change:
            return [now], False
        elsewhere = self._then(now, *self.clause(at)) or self._then(now, 0, len(self.words)) or self._had(now, start, end)
        if elsewhere and self._of_another_amount(at):
            elsewhere = []
        return [now, *(poll for poll in elsewhere if poll is not now)], False

    def _had(self, now: Poll, start: int, end: int) -> list[Poll]:
        """The poll before, where something had been so: "which had held the seat with a majority of 5,961"."""
        pluperfect = any(
            self.words[i : i + 2] == ("when", "he") or (self.words[i] == "had" and self.words[i + 1] in HAD_DONE)
            for i in range(start, end - 1)
        )
        then = self.record.comparison(now) if pluperfect else None
        return [then] if then else []

    def _counted_between(self, at: int, end: int) -> bool:
        """Whether another amount stands between a number and the year: "3,544 votes were half of the 7,088 of 2019"."""
        told = [one.first for one in self.years(at + 1, end)]
        told += [i for i in range(at + 1, end - 1) if (self.words[i], self.words[i + 1]) in LAST_TIME]
        return bool(told) and any(at < one.first < min(told) for one in amounts(self.quantities))

    def _of_another_amount(self, at: int) -> bool:
        """Whether every year of the sentence stands beside another amount, and speaks of that: "to 41.2%, from 46.7% in 2029"."""
        segments = [self.segment(one.first) for one in self.years(0, len(self.words))]
        counted = [one.first for one in amounts(self.quantities) if one.first != at]
        return bool(segments) and all(any(start <= i < end for i in counted) and not start <= at < end for start, end in segments)

    def _then(self, now: Poll, start: int, end: int) -> list[Poll] | None:
        """The polls of another time that the words between two tokens speak of; none of them may be on record."""
        for one in self.years(start, end):
            if one.year == now.polling_on.year and one.month in (None, now.polling_on.month):
                return None
            if self.word(one.first - 1) in ("on", "from", "than") or self.words[max(0, one.first - 2) : one.first] in (
                ("compared", "with"),
                ("compared", "to"),
            ):
                if not [q for q in amounts(self.quantities) if start <= q.first < one.first] or self.word(one.first - 1) == "on":
                    continue
            return [poll for poll in self.record.same_seat(now) if poll.polling_on.year == one.year]
        for i in range(start, end - 1):
            if (
                self.memory.then
                and self.words[i] == "that"
                and self.words[i + 1] in THAT_TIME
                and self.word(i - 1) in ("at", "in", "")
            ):
                return [self.memory.then]
            if (self.words[i], self.words[i + 1]) in LAST_TIME and self.word(i + 2) not in ("since",):
                if self.words[i] == "general" and not now.by_election:
                    continue
                if self.words[i] == "years" and not any(q.form is Form.SPAN and q.last == i for q in self.quantities):
                    continue
                then = self.record.comparison(now)
                return [then] if then else []
        return None

    # Who.

    @cached_property
    def actors(self) -> list[Mention]:
        """People and parties, without a party that only says what a person stands for: "Labour's Paul Williams"."""
        found = []
        attached = {id(party) for party, _person in self.standing()}
        for mention in self.mentions:
            if mention.is_person or (mention.is_party and id(mention) not in attached and not self._of_an_office(mention)):
                found.append(mention)
        return found

    def _of_an_office(self, party: Mention) -> bool:
        """Whether a party only says whose office it is: "the Labour leader", "a Tory minister"."""
        return self.word(party.last + 1) in OFFICES or (
            self.word(party.last + 1) in ("deputy", "shadow", "party", "cabinet") and self.word(party.last + 2) in OFFICES
        )

    def standing(self) -> list[tuple[Mention, Mention]]:
        """(party, person) where the words say that a person stands for a party, or belongs to it."""
        return self._standing

    @cached_property
    def _standing(self) -> list[tuple[Mention, Mention]]:
        found = []
        for one, other in zip(self.mentions, self.mentions[1:], strict=False):
            if one.areas or other.areas:
                continue
            between = self.words[one.last + 1 : other.first]
            if one.is_party and other.is_person and self._before_name(between):
                found.append((one, other))
            elif one.is_person and other.is_party and self._after_name(between, other):
                found.append((other, one))
        return found

    @staticmethod
    def _before_name(between: tuple[str, ...]) -> bool:
        said = [text for text in between if text not in BETWEEN_PARTY_AND_NAME]
        if said or between[:1] == (",",) or between == ("the",):
            return False
        return "former" not in between or between[0] == "'s" or "candidate" in between

    def _after_name(self, between: tuple[str, ...], party: Mention) -> bool:
        after = self.word(party.last + 1)
        if between == ("(",):
            return (
                after in (")", ",", ":", "/") or self.tokens[party.last + 1].is_number
                if party.last + 1 < len(self.words)
                else True
            )
        if between in ((",", "a"), (",", "an")) and after in (",", ".", ")", "who"):
            return True
        stands = after in ("candidate", "hopeful", "contender", "challenger", "nominee", "runner", "standard") or (
            party.independent and after in (",", ".", "candidate", "and")
        )
        if between in CANDIDATE_OF and stands:
            return True
        if between in STANDING_FOR:
            return True
        if between == (",", "the"):
            return after in (",", ".", ")", "who")
        return (between == (",",) and after in (",", ")", "-", "–") and not party.independent) or (
            between == (",",) and party.independent and after == ","
        )

    def party_of(self, person: Mention) -> Mention | None:
        return next((party for party, of in self.standing() if of is person), None)

    def before(self, at: int, *, start: int = 0) -> list[Mention]:
        """Actors that end before a token, the nearest first."""
        return [mention for mention in reversed(self.actors) if start <= mention.first and mention.last < at]

    def after(self, at: int, *, end: int | None = None) -> list[Mention]:
        limit = len(self.words) if end is None else end
        return [mention for mention in self.actors if at < mention.first < limit]

    def pronoun(self, start: int, end: int) -> str:
        return next((text for text in self.words[start:end] if text in PRONOUNS), "")

    def remembered(self, pronoun: str) -> list[Mention]:
        """Whom a pronoun may mean: of what was named before, people for "she", parties for "it"."""
        named = self.memory.named[-6:]
        people = pronoun in FEMALE | MALE
        return [mention for mention in reversed(named) if (mention.is_person if people else True)]

    @cached_property
    def offices(self) -> set[str]:
        """What whoever wins the contest is: "mayor", "mp"."""
        return OFFICES_OF.get(self.now.kind, set()) if self.now else set()

    def antecedents(self, pronoun: str, at: int) -> list[Mention]:
        """Whom a pronoun at a token may mean, the likeliest first: whom the sentence names before it, then whom the one before
        names, its subject first."""
        near = [mention for mention in self.actors if mention.last < at]
        found: list[Mention] = []
        for mention in (*near, *self.memory.last):
            fitting = mention.is_party if pronoun in ("it", "its") else mention.is_person or pronoun in ("they", "their", "the")
            if (
                fitting
                and not self._of_other_sex(mention, pronoun)
                and all(mention.lines(p) != one.lines(p) for one in found for p in self.told[:1])
            ):
                found.append(mention)
        return found[:4]

    def _of_other_sex(self, mention: Mention, pronoun: str) -> bool:
        names = {parts(line.name)[-1] for _poll, line in mention.stood if line.name} | {
            parts(one.name)[-1] for one in mention.people
        }
        wrong = self.memory.male if pronoun in FEMALE else self.memory.female if pronoun in MALE else set()
        return bool(names & wrong)

    def _described(self) -> list[Mention]:
        """People named by their place or office: "the winner", "the runner-up", "her nearest rival", "the new mayor"."""
        found: list[Mention] = []
        if self.now is None or not self.now.declared:
            return found
        first = [line for line in self.now.lines if line.key in self.now.outcome.elected]
        second = [line for line in self.now.lines if self.now.outcome.ranks.get(line.key) == 2]
        covered = {at for mention in self.mentions for at in range(mention.first, mention.last + 1)}
        for i, text in enumerate(self.words):
            lines: list[Line] = []
            last = i
            if text in ("winner", "victor") and self.word(i - 1) in ("the", "her", "his") and len(first) == 1:
                lines = first
            elif text == "runner" and self.words[i + 1 : i + 3] == ("-", "up") and self.word(i - 1) in ("the", "her", "his"):
                lines, last = second, i + 2
            elif text in self.offices and self.word(i - 1) in NEWLY and len(first) == 1:
                lines = first
            elif (text in self.offices and self.word(i - 1) in UNTIL_NOW) or (
                text == "incumbent" and self.word(i + 1) not in self.offices and self.word(i - 1) in ("the", ",")
            ):
                lines = [
                    line for line in self.now.lines if self.now.former and line.person and line.person == self.now.former.person
                ]
            elif text in ("rival", "challenger", "opponent") and self.word(i - 1) in ("nearest", "closest", "main", "chief"):
                lines = second
            if lines and not covered & set(range(i, last + 1)) and not self._named_next(i, last):
                found.append(Mention(i, last, tuple((self.now, line) for line in lines), whole=False))
        return found

    def _named_next(self, first: int, last: int) -> bool:
        """Whether who is described is named too: "the winner, Jill Mortimer", "her nearest rival, Labour's Paul Williams"."""
        return any(
            mention.is_person and (last < mention.first <= last + 5 or first - 3 <= mention.last < first)
            for mention in self.mentions
        )

    def remember(self) -> None:
        for mention in self.mentions:
            if mention.is_person and mention.whole and mention.last > mention.first and not mention.misspelt:
                self.memory.called.setdefault(self.tokens[mention.last].text.lower(), []).append(mention)
        if self.actors:
            self.memory.last = list(self.actors)
        for one in self.quantities:
            if one.form in (Form.YEAR, Form.DATE) and self.now and one.year and one.year != self.now.polling_on.year:
                told = [poll for poll in self.record.same_seat(self.now) if poll.polling_on.year == one.year]
                self.memory.then = told[0] if told else self.memory.then
        self.memory.named.extend(mention for mention in self.actors)
        del self.memory.named[:-12]


def shown(words: Sequence[str]) -> str:
    """Words as a sentence lists them."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
