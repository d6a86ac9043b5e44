"""Who and what a sentence names: people, parties, areas; and names that are nearly somebody's. Pure.

A name is looked up whole, or as a family name alone where nothing before it says that it is another person's. A near miss is a
capitalised name of which one part is a known person's and the other is one or two letters away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from elections.counting import Line
from newsroom.factcheck.record import Party, Person, Poll, Record
from newsroom.factcheck.words import Token

NICKNAMES = {  # what everybody calls a party, by its short name
    "conservative": ("Tory", "Tories", "Conservatives"),
    "labour": ("Labour",),
    "liberal democrat": ("Lib Dem", "Lib Dems", "Liberal Democrats", "LibDem", "LibDems"),
    "liberal democrats": ("Lib Dem", "Lib Dems", "Liberal Democrat", "LibDem", "LibDems"),
    "reform uk": ("Reform",),
    "brexit party": ("Brexit Party",),
    "green": ("Greens", "Green Party"),
    "snp": ("Scottish Nationalists", "Nationalists"),
    "plaid cymru": ("Plaid",),
    "ukip": ("Ukip",),
}
HONORIFICS = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "cllr",
    "councillor",
    "prof",
    "professor",
    "rev",
    "baroness",
}
PARTICLES = set("ab al ap bin da de del der di du el flying ferch la le mac ni o st ter van von".split())  # of a family name
NOT_NAMES = set(
    "the a an and but for in on at by of from with to as it its he she they we i you his her their this that these"
    " those there here when while"
    " after before since until if so or yet then now no not all one two three four five six seven eight nine ten"
    " labour what who how why"
    " monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november"
    " december mr mrs ms miss dr sir dame lord lady cllr councillor mp mps leader party council north south east"
    " west new old great saint st"
    " former deputy shadow prime minister secretary mayor candidate conservative independent".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` to `last` that name somebody or something. `stood` are the candidacies that they may mean, each with its
    contest; `people` those of the register; `party` a party's key; `areas` the contests of an area."""

    first: int
    last: int
    stood: tuple[tuple[Poll, Line], ...] = ()
    people: tuple[Person, ...] = ()
    party: Hashable = None
    called: str = ""
    areas: tuple[Poll, ...] = ()
    whole: bool = True  # the whole name, not the family name alone
    independent: bool = False
    misspelt: bool = False

    @property
    def is_person(self) -> bool:
        return bool(self.stood or self.people)

    @property
    def is_party(self) -> bool:
        return self.party is not None or self.independent

    def lines(self, poll: Poll) -> tuple[Line, ...]:
        """Their lines in a contest."""
        if self.is_person:
            return tuple(line for of, line in self.stood if of.id == poll.id)
        if self.independent:
            return tuple(line for line in poll.lines if line.standing_as == "independent")
        return poll.lines_of(self.party) if self.party is not None else ()


@dataclass
class _Entry:
    stood: list[tuple[Poll, Line]] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    party: Party | None = None
    areas: list[Poll] = field(default_factory=list)
    independent: bool = False
    wrong: bool = False


def parts(name: str) -> tuple[str, ...]:
    """A name as its words in small letters without accents; "Nicholson D." is D. Nicholson."""
    flat = unicodedata.normalize("NFKD", name.replace("’", "'"))
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", "".join(c for c in flat if not unicodedata.combining(c)))
    initials = [word for word in words[1:] if len(word) == 1]
    if initials and len(words) == len(initials) + 1 and len(words[0]) > 1:
        words = [*initials, words[0]]
    return tuple(word.lower() for word in words)


def _flat(token: Token) -> str:
    if token.text.isascii():
        return token.lower
    flat = unicodedata.normalize("NFKD", token.lower)
    return "".join(c for c in flat if not unicodedata.combining(c))


class Names:
    """Every name of a record, ready to be looked up."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.index: dict[tuple[str, ...], _Entry] = {}
        self.families: dict[str, _Entry] = {}
        self.longest: dict[str, int] = {}
        self.full: dict[tuple[str, ...], str] = {}
        for poll in record.polls:
            self._area(poll)
            for line in poll.outcome.count.lines:
                if not line.aggregate and not line.is_list:
                    self._person(line.name, stood=(poll, line))
                for member in line.members:
                    self._person(member.name, stood=(poll, line))
        for person in record.people:
            for name in (person.name, *person.aliases):
                self._person(name, person=person)
            for name in person.misspellings:
                key = parts(name)
                entry = self._put(key)
                entry.people.append(person)
                entry.wrong = True
                if len(key) > 1 and key[-1] not in self.families:
                    self.families[key[-1]] = _Entry(people=[person], wrong=True)
        self._parties()

    def _put(self, key: tuple[str, ...]) -> _Entry:
        entry = self.index.setdefault(key, _Entry())
        if key:
            self.longest[key[0]] = max(self.longest.get(key[0], 0), len(key))
        return entry

    def _person(self, name: str, stood: tuple[Poll, Line] | None = None, person: Person | None = None) -> None:
        key = parts(name)
        titled = key[0] in HONORIFICS and len(key) > 2 if key else False
        if titled:
            key = key[1:]
        if not key:
            return
        forms = {key}
        if titled:  # "Sir Nigel" alone
            self._add(self._put((parts(name)[0], key[0])), stood, person)
        if len(key) > 2:
            forms.add((key[0], *key[-2:]) if len(key) > 3 else (key[0], key[-1]))
            if len(key[0]) == 1:
                forms.add(key[1:])
        for form in forms:
            if len(form) > 1:
                self._add(self._put(form), stood, person)
                self.full.setdefault(form, name)
        family = self.families.get(key[-1])
        if family is None or family.wrong:
            family = self.families[key[-1]] = _Entry()
        self._add(family, stood, person)
        joined = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)+$", name)
        if joined:  # Ward-Jackson, Al-Samarai: a family name of two words
            self._add(self._put(parts(joined[0])), stood, person)
        elif len(key) > 2 and stood and key[-2] in PARTICLES:
            self._add(self._put(key[1:]), stood, person)

    @staticmethod
    def _add(entry: _Entry, stood: tuple[Poll, Line] | None, person: Person | None) -> None:
        entry.wrong = False
        if stood and stood not in entry.stood:
            entry.stood.append(stood)
        if person and person not in entry.people:
            entry.people.append(person)

    def _area(self, poll: Poll) -> None:
        halves = poll.area.split(" and ") if " and " in poll.area else []
        for name in (poll.area, *poll.places, *(half for half in halves if len(half) > 4 and half[0].isupper())):
            key = parts(re.sub(r"\b(Borough|City|County|District|Council)\b", "", name)) or parts(name)
            entry = self._put(key)
            if poll not in entry.areas:
                entry.areas.append(poll)

    def _parties(self) -> None:
        known: dict[Hashable, set[str]] = {}
        of: dict[Hashable, Party] = {}
        for party in self.record.parties:
            of.setdefault(party.key, party)
            known.setdefault(party.key, set()).update((party.short, *party.names))
        for poll in self.record.polls:
            for line in poll.outcome.count.lines:
                if line.party is not None and line.standing_as == "party":
                    of.setdefault(line.party, Party(line.party, line.party_short))
                    names = {line.party_name, line.party_short, line.party_abbreviation}
                    known.setdefault(line.party, set()).update(names - {""})
        for key, names in known.items():
            for name in [one for one in names if one]:
                names.update(NICKNAMES.get(name.lower(), ()))
                bare = re.sub(r"^The\s+|\s+Party$", "", name)
                names.update((bare, f"{bare} Party"))
                if " " not in bare and len(bare) > 3 and not bare.endswith("s"):
                    names.add(f"{bare}s")
            for name in names:
                if words := parts(name):
                    entry = self._put(words)
                    if entry.party is None or len(name) > 3:
                        entry.party = of[key] if entry.party is None or self._stands(key) else entry.party
        for name in ("independent", "independents"):
            self._put((name,)).independent = True
        self._put(("ind",)).independent = True

    def _stands(self, key: Hashable) -> bool:
        return any(line.party == key for poll in self.record.polls[:1] for line in poll.lines)

    # Reading.

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """Everything that a sentence names, in order, the longest name first."""
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            mention = self._at(tokens, at)
            if mention:
                found.append(mention)
                at = mention.last + 1
            else:
                at += 1
        return found

    def _at(self, tokens: Sequence[Token], at: int) -> Mention | None:
        token = tokens[at]
        if not token.is_word or not (token.is_name or token.lower in ("independent", "independents")):
            return None
        first = _flat(token)
        best: Mention | None = None
        words: list[str] = []
        here = at
        if at + 1 < len(tokens) and tokens[at + 1].lower == "'s" and f"{first}'s" in self.longest:  # Women's Equality
            first, words, here = f"{first}'s", [f"{first}'s"], at + 2
        longest = self.longest.get(first, 0)
        while here < len(tokens) and len(words) < longest:
            one = tokens[here]
            if one.text in ("-", ".", "‐", "‑", "/") and words:
                here += 1
                continue
            if not one.is_word or (
                words
                and one.text[0].islower()
                and one.lower
                not in ("and", "of", "van", "de", "der", "for", "the", "von", "with", "upon", "in", "to", "le", "on")
            ):
                break
            words.append(_flat(one))
            entry = self.index.get(tuple(words))
            goes_on = words[0] in HONORIFICS and here + 1 < len(tokens) and tokens[here + 1].is_name  # not Sir Nigel Hope
            if entry and not goes_on:
                best = self._mention(entry, at, here, whole=True) or best
            here += 1
        titled = at > 0 and tokens[at - 1].lower in HONORIFICS  # "Mr Green" is no party
        if best is None or (titled and best.is_party and best.first == best.last and first in self.families):
            family = self.families.get(first)
            if family and not self._of_another(tokens, at, family):
                best = self._mention(family, at, at, whole=False) or best
        if best and best.is_party and not self._capital(tokens, best):
            return None
        return best

    def _mention(self, entry: _Entry, first: int, last: int, *, whole: bool) -> Mention | None:
        people, stood = tuple(entry.people), tuple(entry.stood)
        if people or stood:
            return Mention(first, last, stood, people, whole=whole, misspelt=entry.wrong)
        if entry.party is not None:
            return Mention(first, last, party=entry.party.key, called=entry.party.short)
        if entry.areas:
            return Mention(first, last, areas=tuple(entry.areas))
        if entry.independent:
            return Mention(first, last, independent=True, called="Independent")
        return None

    @staticmethod
    def _capital(tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether a party's name is written as one: "Labour", not "labour"; abbreviations by themselves, not within a word."""
        after = tokens[mention.last + 1].lower if mention.last + 1 < len(tokens) else ""
        return (mention.independent and after not in ("inquiry", "review", "report", "body", "commission")) or tokens[
            mention.first
        ].is_name

    def _of_another(self, tokens: Sequence[Token], at: int, family: _Entry) -> bool:
        """Whether a family name is a part of another name: "Robert Smith", "Smith Street", "Hill's" is not."""
        if at + 1 < len(tokens):
            following = tokens[at + 1]
            if (
                following.is_word
                and following.is_name
                and (len(following.text) < 3 or not following.text.isupper())  # "Price CLINGS on"
                and following.lower not in NOT_NAMES
                and parts(following.text) not in self.index
            ):
                return True
            if (
                following.text == "-"
                and at + 2 < len(tokens)
                and tokens[at + 2].is_name
                and following.end == tokens[at + 2].start
            ):
                return True
        if at == 0:
            return False
        before = tokens[at - 1]
        if before.text in ("-", ".") and at > 1 and tokens[at - 2].is_name and before.start == tokens[at - 2].end:
            return tokens[at - 2].lower not in HONORIFICS and len(tokens[at - 2].text) > 1
        if not (before.is_word and before.is_name) or before.lower in HONORIFICS or before.lower in NOT_NAMES:
            return False
        if at >= 2 and before.lower in self.families and len(self.families[before.lower].stood) and tokens[at - 2].is_name:
            return False
        if (before.lower,) in self.index or at == 1:
            return (
                at == 1
                and before.lower not in NOT_NAMES
                and (before.lower,) not in self.index
                and not before.lower.endswith("ly")
            )
        return True

    # Near misses.

    @cached_property
    def _by_part(self) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for key in self.full:
            for part in {key[0], key[-1]}:
                found.setdefault(part, []).append(key)
        return found

    @cached_property
    def _wrong(self) -> set[tuple[str, ...]]:
        return {key for key, entry in self.index.items() if entry.wrong}

    def near(self, words: tuple[str, ...]) -> tuple[str, int] | None:
        """(the name as it is known, letters away) of a name that is nearly somebody's, or None."""
        if len(words) < 2 or words in self.full or any(len(word) < 2 for word in words):
            return None
        best: tuple[int, str] | None = None
        for key in {*self._by_part.get(words[0], ()), *self._by_part.get(words[-1], ())}:
            if len(key) != len(words):
                continue
            away = [distance(said, true) for said, true in zip(words, key, strict=True)]
            if sum(1 for one in away if one) != 1:
                continue
            said, true = next((s, t) for s, t in zip(words, key, strict=True) if s != t)
            doubled = away[-1] == 0 and len(true) > 3 and said[:2] == true[:2]  # "Hannah" for "Hana"
            if max(away) > (2 if doubled else allowed(true)) or _short_form(said, true) or said == f"{true}s":
                continue
            if best is None or max(away) < best[0]:
                best = (max(away), self.full[key])
        return (best[1], best[0]) if best else None

    def told(self, name: str) -> bool:
        """Whether a person stood in a contest of the story."""
        return any(poll.told for poll, _line in self.index[parts(name)].stood) if parts(name) in self.index else False

    def person(self, words: tuple[str, ...]) -> Person | None:
        entry = self.index.get(words)
        return entry.people[0] if entry and entry.people else None


def allowed(word: str) -> int:
    """How many letters may be wrong in a near miss of a word."""
    return 0 if len(word) < 3 else 1 if len(word) < 7 else 2


def _short_form(said: str, true: str) -> bool:
    """Whether one is the other's short form: Rob and Robert, Jess and Jessie."""
    short, long = sorted((said, true), key=len)
    return len(short) >= 3 and long.startswith(short) and len(long) - len(short) > 1


def distance(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with their neighbour to make one word the other."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def runs(tokens: Sequence[Token], taken: Iterable[Mention]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Capitalised names of two or three words that no mention covers, with their first and last token."""
    covered = {at for mention in taken if not mention.areas for at in range(mention.first, mention.last + 1)}
    for at, token in enumerate(tokens):
        if at in covered or not token.is_word or not token.is_name or token.lower in HONORIFICS:
            continue
        words, here = [_flat(token)], at + 1
        while here < len(tokens) and len(words) < 4:
            one = tokens[here]
            if one.text == "-" and here + 1 < len(tokens) and one.end == tokens[here + 1].start:
                here += 1
                continue
            if not one.is_word or not one.is_name:
                break
            words.append(_flat(one))
            if len(words) > 1:
                yield at, here, tuple(words)
            here += 1
