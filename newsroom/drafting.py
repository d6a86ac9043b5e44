"""A first draft from a declared result: whole sentences with every figure bound, each with the rule that made it and why. Pure.

A rule is a sentence in words that an editor may change, and a condition that stays in code (`newsroom.rules`). The words know
two marks and nothing else: `{majority}` writes a named figure, bound to the record; `[took the seat](result)` ties the
editor's own words to one, so that they are flagged when it moves. The same material and wordings make the same draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from elections.counting import Change, Line, Outcome, Sentence, StandingAs, _, compare
from elections.figures import Figure, Unit
from elections.standings import Held, Tenure, defending

MOST = 15  # sentences of a draft; what weighs least is left out above them
FEWEST = 8  # below which the draft says that the record is thin
HEADLINE, STANDFIRST = 110, 500  # characters that a story has room for
NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
WORDS_BELOW = 10  # a figure is written in words below it, what is no figure of the record always
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
OFFICES = {  # by kind of election: what who wins one seat becomes
    "parl": "MP for {area}",
    "sp": "MSP for {area}",
    "senedd": "Member of the Senedd for {area}",
    "naw": "Assembly Member for {area}",
    "nia": "MLA for {area}",
    "europarl": "MEP for {area}",
    "gla": "London Assembly member for {area}",
    "mayor": "mayor of {area}",
    "pcc": "police and crime commissioner for {area}",
    "local": "councillor for {area}",
}
POSTS = ("mayor", "pcc")  # one person's office, not a seat in a body
CALLED = {  # by a party's short name: what it is called in a sentence, where its name alone does not say
    "Labour": "Labour", "Conservative": "the Conservatives", "Liberal Democrat": "the Liberal Democrats", "Green": "the Greens",
    "Scottish Green": "the Scottish Greens", "UKIP": "UKIP", "SNP": "the SNP", "DUP": "the DUP", "SDLP": "the SDLP",
    "UUP": "the UUP", "TUV": "the TUV", "Alliance": "the Alliance Party", "Co-operative": "the Co-operative Party",
    "Plaid Cymru": "Plaid Cymru", "Reform UK": "Reform UK", "Women's Equality": "the Women’s Equality Party",
}  # fmt: skip


# What a draft is made of.


@dataclass(frozen=True, slots=True)
class Other:
    """Another contest of the same day for one seat, and who won it; `near` where the two areas belong together."""

    ballot_paper_id: str
    winner: Line
    office: str
    near: bool


@dataclass(frozen=True, slots=True)
class Reaction:
    """A quote that a second person has verified: who said it, who they were then, and how it was said ("post", "speech" ...)."""

    slug: str
    name: str
    person: str
    role: str
    medium: str
    outlet: str


@dataclass(frozen=True)
class Material:
    """A declared contest as a draft needs it. `figures` are all that prose may bind to, `people` the slugs of the register by
    what a line's `person` is, `surnames` the family names by a line's key where they are known."""

    area: str
    area_kind: str
    council: str
    election_kind: str
    polling_on: date
    kind: str
    outcome: Outcome
    figures: Mapping[str, Figure]
    previous: Outcome | None = None
    previous_on: date | None = None
    previous_id: str = ""
    notional_before: bool = False
    history: Sequence[Held] = ()
    people: Mapping[object, str] = field(default_factory=dict)
    surnames: Mapping[str, str] = field(default_factory=dict)
    by_election: bool = False
    reason: str = ""
    rehearsal: bool = False
    one_person: bool = False
    note: str = ""
    others: Sequence[Other] = ()
    reactions: Sequence[Reaction] = ()

    @cached_property
    def change(self) -> Change | None:
        return compare(self.outcome, self.previous) if self.previous else None

    @cached_property
    def tenure(self) -> Tenure | None:
        """Who held the seat on the day."""
        return defending(self.history, self.polling_on)

    @property
    def before(self) -> list[Held]:
        """The polls for the seat before this one, the newest first."""
        return sorted((held for held in self.history if held.polling_on < self.polling_on), key=lambda h: h.polling_on)[::-1]

    @property
    def winner(self) -> Line | None:
        return self.outcome.winner

    @property
    def runners(self) -> list[Line]:
        """Every candidate with votes, most first; after two rounds those who stayed by their totals. Nobody while a place is
        open."""
        if self.outcome.awaiting_lot or not self.outcome.count.known or not self.outcome.elected:
            return []
        totals = self.outcome.second_round.totals if self.outcome.second_round else {}
        ranks, won = self.outcome.ranks, self.outcome.elected
        return sorted(
            self.outcome.count.candidates,
            key=lambda line: (line.key not in won[:1] if self.outcome.count.seats == 1 else False,
                              -totals.get(line.key, -1), ranks.get(line.key, 0), line.key),
        )  # fmt: skip

    def place_of(self, number: int) -> Line | None:
        """Who came in a place that nobody shares; under one seat only."""
        if self.outcome.count.seats != 1 or len(self.runners) < number:
            return None
        line = self.runners[number - 1]
        if self.outcome.final_round and number <= 2:
            return line
        ranks = list(self.outcome.ranks.values())
        return line if ranks.count(number) == 1 and self.outcome.ranks.get(line.key) == number else None

    def known(self, path: str) -> Figure | None:
        """A figure that has a value."""
        figure = self.figures.get(path)
        return figure if figure and figure.value is not None else None

    def value(self, path: str) -> Fraction | None:
        figure = self.known(path)
        return Fraction(figure.value) if figure and isinstance(figure.value, int | Fraction) else None

    @property
    def place(self) -> str:
        return place_name(self.area, self.area_kind, self.election_kind)

    @property
    def office(self) -> str:
        return office_name(self.area, self.area_kind, self.election_kind)

    @property
    def poll(self) -> str:
        if self.by_election:
            return f"the {self.area} by-election"
        return f"the election for {self.office}" if self.election_kind in POSTS else f"the election in {self.place}"


# Words for places, people, parties and numbers.


def place_name(area: str, area_kind: str, election_kind: str) -> str:
    if area_kind == "ward" and not area.lower().endswith("ward"):
        return f"{area} ward"
    return f"the {area} region" if area_kind == "region" and election_kind != "gla" else area


def office_name(area: str, area_kind: str, election_kind: str) -> str:
    """What who wins one seat becomes."""
    return OFFICES.get(election_kind, "member for {area}").replace("{area}", place_name(area, area_kind, election_kind))


def counted(number: int) -> str:
    """A number as it is written in a sentence: in words below ten."""
    return NUMBERS[number] if 0 <= number < WORDS_BELOW else f"{number:,}"


def worded(number: int) -> str:
    """A number in words, or "" where it has none: what no figure of the record stands behind is never written in digits."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else ""


def listed(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def day(on: date) -> str:
    return f"{DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def month(on: date) -> str:
    return f"{MONTHS[on.month - 1]} {on.year}"


def spoken(name: str) -> str:
    """A name as it is said: some ballot papers put the initials last ("Nicholson D.")."""
    found = re.fullmatch(r"(?P<family>.+?) (?P<initials>(?:[A-Z]\.)+)", name)
    return f"{found['initials']} {found['family']}" if found else name


def nameless(line: Line) -> bool:
    """Whether the record has only the party of who stood."""
    return line.standing_as == StandingAs.PARTY and line.name in (line.party_name, line.party_short)


def adjective(line: Line) -> str:
    """What a line stands for before a noun: "Conservative", "Harbour", "independent"."""
    if line.standing_as == StandingAs.INDEPENDENT:
        return "independent"
    return "Speaker" if line.standing_as == StandingAs.SPEAKER else line.party_short


def side(line: Line) -> str:
    """What a line stands for as a noun: "Labour", "the Conservatives", "the Harbour Party", "an independent"."""
    if line.standing_as != StandingAs.PARTY:
        return "an independent" if line.standing_as == StandingAs.INDEPENDENT else "the Speaker"
    if line.party_short in CALLED:
        return CALLED[line.party_short]
    name = line.party_name if line.party_name.endswith("Party") else line.party_short
    return f"the {name.removeprefix('The ')}" if name.endswith(("Party", "Alliance", "Coalition")) else name


def described(line: Line) -> str:
    return side(line) if line.standing_as != StandingAs.PARTY else f"the {adjective(line)} candidate"


def plain(text: str) -> str:
    """Text that no mark of Markdown or of ours can be read into."""
    return re.sub(r"([\\`*_#<>|])", r"\\\1", text.replace("[", "(").replace("]", ")").replace("{", "(").replace("}", ")"))


# What words may name.


@dataclass(frozen=True, slots=True)
class Named:
    """One name with what it writes: bound, as plain text, and the figure that an editor's own words may be tied to."""

    marked: str
    text: str
    path: str = ""


VOCABULARY = {  # what an editor's words may name, with what it means
    "area": _("the area: Hartlepool"),
    "place": _("the area with what it is: Rossmere ward"),
    "poll": _("the contest: the Hartlepool by-election"),
    "office": _("what the winner becomes: MP for Hartlepool"),
    "seat": _("the seat, or the post where it is one person’s office"),
    "body": _("the council that a ward is part of"),
    "polling_day": _("the day of the poll: Thursday 6 May 2021"),
    "reason": _("the cause of the by-election"),
    "note": _("the public note of the declaration"),
    "seats": _("how many seats there are, in words"),
    "members": _("what is elected to several seats: councillors, members"),
    "result": _("the result in a few words; tie your own words to it, so that they are flagged when it changes"),
    "winner": _("who is elected to the one seat, by name"),
    "winner_surname": _("the same by family name, where it is known"),
    "winner_described": _("the winner as what they stood: the Conservative candidate, an independent"),
    "winner_party": _("the winner’s party: the Conservatives"),
    "winner_side": _("the same in a headline: Conservatives"),
    "winner_share_of": _("whose share it is: the Conservative share, Sam Stone’s share"),
    "winner_votes": _("the winner’s votes; first preferences where there are any"),
    "winner_share": _("the winner’s share of the valid votes"),
    "winner_change": _("by how many points the winner’s share rose or fell"),
    "winner_total": _("the winner’s votes after two rounds"),
    "second": _("who came second, by name"),
    "second_party": _("what they stood for, in brackets: Labour"),
    "second_side": _("their party: the Conservatives"),
    "second_share_of": _("whose share it is: the Labour share"),
    "second_votes": _("the votes of who came second"),
    "second_share": _("their share of the valid votes"),
    "second_change": _("by how many points their share rose or fell"),
    "second_total": _("their votes after two rounds"),
    "third": _("who came third, by name"),
    "third_party": _("what they stood for, in brackets"),
    "third_votes": _("the votes of who came third"),
    "third_share": _("their share of the valid votes"),
    "third_place": _("the third place; tie words to it"),
    "majority": _("the majority in votes"),
    "majority_share": _("the majority in per cent of the valid votes"),
    "previous_majority": _("the majority of the contest that is compared with"),
    "former_party": _("who won the contest that is compared with: Labour"),
    "former_side": _("the same in a headline: Conservatives"),
    "previous_when": _("when that was: December 2019"),
    "held_by": _("what who held the seat stood for: Labour"),
    "held_since": _("the year since which they had held it"),
    "swing": _("the swing in points"),
    "swing_from": _("the party that it went from"),
    "swing_to": _("the party that it went to"),
    "record_figure": _("the figure of the earlier poll that came nearest, in a sentence about a record"),
    "record_when": _("when that was"),
    "turnout": _("valid votes in per cent of the electorate"),
    "turnout_with_rejected": _("all ballot papers in per cent of the electorate"),
    "previous_turnout": _("the turnout of the contest that is compared with"),
    "electorate": _("how many are registered to vote"),
    "valid_votes": _("the valid votes"),
    "rejected_ballots": _("ballot papers that were rejected"),
    "candidates": _("how many stood"),
    "deposits_lost": _("how many lost a deposit"),
    "deposit_names": _("who lost a deposit, by name"),
    "elected_names": _("all who are elected, by name"),
    "elected_with_parties": _("all who are elected, each with the party"),
    "elected_votes": _("all who are elected, each with votes"),
    "elected_parties": _("how the seats fall to the parties: two went to Labour and one to an independent"),
    "elected_party": _("the one party of all who are elected: the Conservatives"),
    "elected_side": _("the same in a headline: Conservatives"),
    "runner_up": _("who came second, by name; tie words to it"),
    "tied": _("who have equal votes at the cut, by name"),
    "lot_losers": _("who lost the lot, by name"),
    "next": _("who came nearest of those not elected, by name"),
    "next_party": _("what they stood for, in brackets"),
    "next_votes": _("their votes"),
    "margin": _("votes between the last elected and the first who is not"),
    "list_seats": _("the seats of each list: four went to the Conservatives and two to Labour"),
    "list_leader": _("the list with the most votes: the Conservatives"),
    "list_leader_side": _("the same in a headline: Conservatives"),
    "list_leader_votes": _("its votes"),
    "list_leader_share": _("its share of the valid votes"),
    "list_second": _("the list with the second most votes"),
    "list_second_votes": _("its votes"),
    "list_second_share": _("its share of the valid votes"),
    "list_members": _("who are elected from the lists, by name"),
    "list_empty": _("how many lists have no seat"),
    "constituency_seats": _("the seats of constituencies: Labour won nine seats and the Conservatives five"),
    "quota": _("the votes that elect under the transferable vote"),
    "first": _("who led on first preferences, by name"),
    "first_party": _("what they stood for, in brackets"),
    "first_votes": _("their first preferences"),
    "over_quota": _("who reached the quota on first preferences, by name"),
    "overtook": _("who is elected from behind on first preferences, by name"),
    "mover": _("another party whose share moved much"),
    "mover_before": _("its share before"),
    "mover_now": _("its share now"),
    "absent": _("a party that did not stand again"),
    "absent_share": _("its share before"),
    "other_winner": _("who won another contest of the day, by name"),
    "other_party": _("what they stood for, in brackets"),
    "other_office": _("what they became"),
    "other_result": _("that result; tie words to it"),
    "others": _("who won other contests of the day, each with the party and what they became"),
    "speaker": _("who is quoted, by name"),
    "speaker_role": _("who they were then"),
    "outlet": _("where the words were published"),
}
UNBOUND = {  # names that no words can be tied to: they are no figures of the record
    "area", "place", "poll", "office", "seat", "body", "polling_day", "reason", "note", "seats", "members", "winner_described",
    "winner_surname", "winner_party", "winner_side", "winner_share_of", "second_party", "second_side", "second_share_of",
    "third", "third_party", "former_party", "former_side", "previous_when", "swing_from", "swing_to", "record_when",
    "deposit_names", "elected_votes", "elected_party", "elected_side", "tied", "lot_losers", "next",
    "next_party", "list_seats", "list_leader", "list_leader_side", "list_second", "list_members", "list_empty",
    "constituency_seats", "first", "first_party", "over_quota", "overtook", "mover", "absent", "other_party", "other_office",
    "others",
    "speaker", "speaker_role", "outlet",
}  # fmt: skip


class Names(dict[str, Named]):
    """The names of one contest that have something to write."""

    def __init__(self, material: Material):
        super().__init__()
        self.material = material

    def say(self, name: str, text: str) -> None:
        """Plain text of the record: a place, a party, a day."""
        if text:
            self[name] = Named(plain(text), text)

    def figure(self, name: str, path: str, words: str = "", *, of: str = "") -> None:
        """A figure of the record, bound; `words` where the house's own way of writing it is not meant."""
        if figure := self.material.known(path):
            text = words or written(figure)
            self[name] = Named(f"[{plain_words(text)}](figure:{of}{path})", text, f"{of}{path}")

    def person(self, name: str, line: Line | None, path: str = "") -> None:
        """A candidate by name: bound to the register, else to the figure that names them, else plain."""
        if line:
            self[name] = Named(self.called(line, path), spoken(line.name), path)

    def called(self, line: Line, path: str = "") -> str:
        words = plain_words(spoken(line.name))
        if slug := self.material.people.get(line.person):
            return f"[{words}](person:{slug})"
        figure = self.material.known(path) if path else None
        return f"[{words}](figure:{path})" if figure and figure.value == line.name else plain(spoken(line.name))

    def marks(self, name: str, parts: Iterable[tuple[str, str]], path: str = "") -> None:
        """A listing of (marked, plain text)."""
        if both := list(parts):
            self[name] = Named(listed([one for one, _text in both]), listed([text for _one, text in both]), path)


def plain_words(text: str) -> str:
    """Words that may stand between the brackets of a link."""
    return text.replace("[", "(").replace("]", ")").replace("\n", " ")


def written(figure: Figure) -> str:
    """A figure as a sentence has it: "6,940", "42.3 per cent", "16.0 points", "nine"."""
    if figure.unit is Unit.PER_CENT:
        return f"{figure.shown.removesuffix('%')} per cent"
    if figure.unit is Unit.NUMBER and isinstance(figure.value, int):
        return counted(figure.value)
    return figure.shown


def votes(line: Line, names: Names) -> str:
    figure = names.material.known(f"votes.{line.key}")
    return f"[{figure.shown}](figure:votes.{line.key})" if figure else ""


# The language of a rule's words.

_MARK = re.compile(r"\[(?P<words>[^\[\]\n]*)\]\((?P<target>[^()\s]*)\)|\{(?P<name>[^{}\n]*)\}")


def named_in(words: str) -> list[str]:
    """Every name that the words name, in order."""
    found: list[str] = []
    for mark in _MARK.finditer(words):
        found += [mark["name"]] if mark["name"] is not None else [*named_in(mark["words"]), mark["target"]]
    return found


def faults(words: str, names: Iterable[str] | None = None) -> list[Sentence]:
    """Why a rule's words cannot be taken, each as a sentence; `names` are those that the rule may use."""
    known = sorted(VOCABULARY if names is None else names)
    rest = _MARK.sub(lambda mark: _MARK.sub("", mark["words"] or ""), words)
    found = [
        Sentence(
            _("There is no figure “%(name)s” here. These can be named: %(known)s."), {"name": name, "known": ", ".join(known)}
        )
        for name in dict.fromkeys(named_in(words))
        if name not in known
    ]
    for mark in _MARK.finditer(words):
        if mark["target"] in UNBOUND:
            text = _(
                "Words cannot be tied to “%(name)s”: it is no figure of the record. Tie them to “result”, or write {%(name)s}."
            )
            found.append(Sentence(text, {"name": mark["target"]}))
    if lone := re.search(r"[\[\]{}]", rest):
        text = _("There is a “%(mark)s” too many. A name stands as {majority}, words tied to one as [took the seat](result).")
        found.append(Sentence(text, {"mark": lone[0]}))
    if digits := re.search(r"\d[\d,.]*", rest):
        text = _("“%(number)s” is typed and would not follow the record. Name a figure instead, such as {majority}.")
        found.append(Sentence(text, {"number": digits[0].rstrip(",.")}))
    if "\n" in words.strip():
        found.append(Sentence(_("A rule is one sentence on one line.")))
    return found


def fill(words: str, names: Mapping[str, Named], *, marked: bool = True) -> str:
    """The words with what they name; KeyError for a name that has nothing to write. `marked` binds the figures."""

    def put(mark: re.Match[str]) -> str:
        if mark["name"] is not None:
            return names[mark["name"]].marked if marked else names[mark["name"]].text
        text, path = fill(mark["words"], names, marked=False), names[mark["target"]].path
        return f"[{plain_words(text)}](figure:{path})" if marked and path else text

    return _MARK.sub(put, words.strip())


def capital(sentence: str) -> str:
    """With a capital first letter, which may stand within a link."""
    start = 1 if sentence.startswith("[") else 0
    return sentence[:start] + sentence[start : start + 1].upper() + sentence[start + 1 :]


# Rules, and the draft that they make.


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a rule fires, why or why not, and what it alone may name: one sentence is written for each of `each`."""

    fires: bool
    why: Sentence
    each: Sequence[Mapping[str, Named]] = ({},)
    quotes: Sequence[str] = ()


def yes(words: str, **values: str) -> Verdict:
    return Verdict(True, Sentence(words, values))


def no(words: str, **values: str) -> Verdict:
    return Verdict(False, Sentence(words, values))


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence and when it is written. `part` is where: the headline, the standfirst, or a paragraph of the body; of a
    headline and a standfirst the first that fires is taken. `own` are names that only this rule has. `weight` says what is left
    out first where there is too much."""

    key: str
    part: str
    about: str
    words: str
    when: Callable[[Material], Verdict]
    weight: int = 50
    own: tuple[str, ...] = ()
    order: int = 0
    on: bool = True

    @property
    def names(self) -> set[str]:
        """What the words of this rule may name."""
        return (set(VOCABULARY) - OWN) | set(self.own)


PARTS = {  # of a draft, in the house's order
    "headline": _("Headline"),
    "standfirst": _("Standfirst"),
    "note": _("Before the text"),
    "lead": _("Lead"),
    "count": _("Votes"),
    "past": _("The seat’s past"),
    "change": _("Change"),
    "field": _("The field"),
    "turnout": _("Turnout"),
    "around": _("Around the result"),
    "reactions": _("Reactions"),
}
OWN = {"record_figure", "record_when", "mover", "mover_before", "mover_now", "absent", "absent_share"} | {
    "other_winner", "other_party", "other_office", "other_result", "others", "speaker", "speaker_role", "outlet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of the draft, the rule that wrote it and why; `quote` follows it."""

    rule: str
    part: str
    text: str
    why: Sentence
    weight: int = 50
    quote: str = ""


@dataclass(frozen=True, slots=True)
class SilentRule:
    """A rule that wrote nothing, and why not."""

    rule: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """A story's first words. `said` are its sentences in order, headline and standfirst first."""

    headline: str
    standfirst: str
    body: str
    said: tuple[DraftSentence, ...]
    unsaid: tuple[SilentRule, ...]

    @property
    def sentences(self) -> tuple[DraftSentence, ...]:
        return tuple(one for one in self.said if one.part not in ("headline", "standfirst"))


def compose(material: Material, rules: Sequence[Rule], names: Names) -> Draft:
    """The draft that these rules make of a contest whose names are `names`. Rules are taken in their order."""
    said: list[DraftSentence] = []
    unsaid: list[SilentRule] = []
    for rule in sorted(rules, key=lambda rule: rule.order):
        verdict = rule.when(material)
        if not rule.on:
            unsaid.append(SilentRule(rule.key, Sentence(_("Switched off at the desk."))))
        elif not verdict.fires:
            unsaid.append(SilentRule(rule.key, verdict.why))
        elif rule.part in ("headline", "standfirst") and any(one.part == rule.part for one in said):
            unsaid.append(SilentRule(rule.key, Sentence(_("Another rule has written it already."))))
        else:
            _write(rule, verdict, names, said, unsaid)
    body = [one for one in said if one.part not in ("headline", "standfirst")]
    for _number in range(len(body) - MOST):
        least = min(reversed(body), key=lambda one: one.weight)
        body.remove(least)
        said.remove(least)
        unsaid.append(
            SilentRule(least.rule, Sentence(_("Left out: the draft has %(most)s sentences without it."), {"most": f"{MOST}"}))
        )
    parts = {part: next((one.text for one in said if one.part == part), "") for part in ("headline", "standfirst")}
    if material.rehearsal and parts["headline"]:
        parts["headline"] = f"Rehearsal: {parts['headline']}"
    return Draft(parts["headline"], parts["standfirst"], _paragraphs(body), tuple(said), tuple(unsaid))


def _write(rule: Rule, verdict: Verdict, names: Names, said: list[DraftSentence], unsaid: list[SilentRule]) -> None:
    room = {"headline": HEADLINE - len("Rehearsal: "), "standfirst": STANDFIRST}.get(rule.part, 0)
    for number, own in enumerate(verdict.each):
        try:
            text = capital(fill(rule.words, {**names, **own}, marked=rule.part != "headline"))
        except KeyError as missing:
            words = _("Its words name “%(name)s”, which this contest does not have.")
            unsaid.append(SilentRule(rule.key, Sentence(words, {"name": str(missing.args[0])})))
            continue
        if room and len(text) > room:
            words = _("It would be %(length)s characters long; there is room for %(room)s.")
            unsaid.append(SilentRule(rule.key, Sentence(words, {"length": f"{len(text)}", "room": f"{room}"})))
            continue
        quote = verdict.quotes[number] if number < len(verdict.quotes) else ""
        said.append(DraftSentence(rule.key, rule.part, text, verdict.why, rule.weight, quote))


def _paragraphs(sentences: Sequence[DraftSentence]) -> str:
    """Sentences of one part stand together; a quote stands on a line of its own after the sentence that leads to it."""
    blocks: list[str] = []
    part = ""
    for one in sentences:
        if blocks and one.part == part:
            blocks[-1] += f" {one.text}"
        else:
            blocks.append(one.text)
        part = one.part
        if one.quote:
            blocks.append(f"{{quote:{one.quote}}}")
            part = ""
    return "\n\n".join(blocks)


# What a contest's names write.


def names_of(m: Material) -> Names:
    """Every name of the vocabulary that the contest has something for."""
    names = Names(m)
    names.say("area", m.area)
    names.say("place", m.place)
    names.say("poll", m.poll)
    names.say("office", m.office)
    names.say("seat", "the post" if m.election_kind in POSTS else "the seat")
    names.say("body", m.council)
    names.say("polling_day", day(m.polling_on))
    names.say("note", "" if re.search(r"\d", m.note) else m.note.strip().rstrip("."))
    names.say("reason", reason(m.reason))
    names.say("seats", worded(m.outcome.count.seats))
    names.say("members", "councillors" if m.election_kind == "local" else "members")
    for path in (
        "result", "majority", "majority_share", "turnout", "turnout_with_rejected", "electorate", "valid_votes", "swing",
        "rejected_ballots", "candidates", "deposits_lost", "margin", "quota", "held_since", "runner_up",
    ):  # fmt: skip
        names.figure(path, path)
    _one_seat(m, names)
    _compared(m, names)
    _elected(m, names)
    if m.outcome.count.by_lists:
        _lists(m, names)
    if m.outcome.count.transferable:
        _transferable(m, names)
    lost = [line for line in m.outcome.ordered if line.key in (m.outcome.deposits_lost or ())]
    names.marks("deposit_names", _with_parties(lost, names))
    return names


def reason(words: str) -> str:
    """The cause of a by-election as it follows "after": "the resignation of Otto Pear on 16 March 2021"."""
    text = re.sub(r", (?:on )?(\d{1,2} \w+ \d{4})$", r" on \1", words.strip().rstrip("."))
    first = text.partition(" ")[0].lower()
    if first in ("resignation", "death", "disqualification", "recall", "retirement", "elevation", "bankruptcy", "removal"):
        return f"the {text[0].lower()}{text[1:]}"
    return text[:1].lower() + text[1:] if first in ("a", "an", "the") else text


def _called(lines: Iterable[Line], names: Names) -> list[tuple[str, str]]:
    return [(names.called(line), spoken(line.name)) for line in lines]


def _with_parties(lines: Sequence[Line], names: Names) -> list[tuple[str, str]]:
    both = zip(lines, _called(lines, names), strict=True)
    return [(f"{marked} ({plain(adjective(line))})", f"{text} ({adjective(line)})") for line, (marked, text) in both]


def _one_seat(m: Material, names: Names) -> None:
    """The winner, the second and the third of one seat."""
    if winner := m.winner:
        if not nameless(winner):
            names.person("winner", winner, "winner")
            names.say("winner_surname", m.surnames.get(winner.key) or spoken(winner.name))
        names.say("winner_described", described(winner))
        names.say("winner_party", side(winner))
        names.say("winner_side", side(winner).removeprefix("the "))
        names.say("winner_share_of", _share_of(winner))
    for place, name in ((1, "winner"), (2, "second"), (3, "third")):
        if line := m.place_of(place):
            names.figure(f"{name}_votes", f"votes.{line.key}")
            names.figure(f"{name}_share", f"share.{line.key}")
            names.figure(f"{name}_total", f"final_votes.{line.key}")
            names.figure(f"{name}_change", f"change.{line.key}")
    if second := m.place_of(2):
        names.person("second", second, "runner_up" if m.outcome.ranks.get(second.key) == 2 else "")
        names.say("second_party", adjective(second))
        names.say("second_side", side(second))
        names.say("second_share_of", _share_of(second))
    if third := m.place_of(3):
        names.person("third", third)
        names.say("third_party", adjective(third))
        names.figure("third_place", f"place.{third.key}", "third")
    level = [m.outcome.lines[key] for key in m.outcome.awaiting_lot]
    names.marks("tied", _called(level, names))
    names.marks("lot_losers", _called([line for line in m.outcome.ordered if line.lot == "lost"], names))


def _share_of(line: Line) -> str:
    return f"the {adjective(line)} share" if line.standing_as == StandingAs.PARTY else f"{spoken(line.name)}’s share"


def _compared(m: Material, names: Names) -> None:
    """What the contest is compared with, and who held the seat."""
    if m.previous_on:
        names.say("previous_when", month(m.previous_on))
    names.figure("previous_majority", "previous.majority")
    names.figure("previous_turnout", "previous.turnout")
    if former := m.change.former if m.change else None:
        names.say("former_party", side(former))
        names.say("former_side", side(former).removeprefix("the "))
    if held := m.known("held_by"):
        names.figure("held_by", "held_by", str(held.value).lower() if held.value == "Independent" else "")
    if swing := m.change.swing if m.change else None:
        names.say("swing_from", side(swing.loser))
        names.say("swing_to", side(swing.gainer))


def _elected(m: Material, names: Names) -> None:
    """All who are elected, the parties of theirs, and who came nearest."""
    out, result = m.outcome, "result"
    elected = [line for line in out.ordered if line.key in out.elected]
    names.marks("elected_names", _called(elected, names), result)
    names.marks("elected_with_parties", _with_parties(elected, names), result)
    if elected and all(line.votes is not None for line in elected):
        first, *more = elected
        lead = (
            f"{names.called(first)} received {votes(first, names)} votes",
            f"{spoken(first.name)} received {first.votes:,} votes",
        )
        rest = [(f"{names.called(of)} {votes(of, names)}", f"{spoken(of.name)} {of.votes:,}") for of in more]
        names.marks("elected_votes", [lead, *rest])
    if elected and not out.count.by_lists:
        by_side: dict[str, int] = {}
        for line in elected:
            key = "independents" if line.standing_as == StandingAs.INDEPENDENT else side(line)
            by_side[key] = by_side.get(key, 0) + 1
        order = sorted(by_side.items(), key=lambda pair: -pair[1])
        called = [("an independent" if key == "independents" and n == 1 else key, n) for key, n in order]
        parts = [f"{counted(n)} {'' if place else 'went '}to {key}" for place, (key, n) in enumerate(called)]
        if len(by_side) == 1:
            names.say("elected_party", order[0][0])
            names.say("elected_side", order[0][0].removeprefix("the "))
        words = listed(parts)
        names["elected_parties"] = Named(f"[{words}](figure:result)", words, result)
    if nearest := nearest_of(m):
        names.person("next", nearest)
        names.say("next_party", adjective(nearest))
        names.figure("next_votes", f"votes.{nearest.key}")


def nearest_of(m: Material) -> Line | None:
    """Who came nearest of those not elected to one of several seats, where nobody shares that place."""
    out = m.outcome
    rest = [line for line in out.ordered if line.key not in out.elected and not line.aggregate and line.votes is not None]
    if out.count.one_vote or not out.elected or out.awaiting_lot or not rest:
        return None
    return rest[0] if len(rest) == 1 or rest[0].votes != rest[1].votes else None


def _lists(m: Material, names: Names) -> None:
    out = m.outcome
    lists = [line for line in out.ordered if not line.aggregate]
    called = {line.key: side(line) if line.is_list else spoken(line.name) for line in lists}
    winning = sorted((line for line in lists if out.seats(line.key)), key=lambda line: -out.seats(line.key))
    if all(m.known(f"seats.{line.key}") for line in winning):
        seats: list[tuple[str, str]] = []
        for place, line in enumerate(winning):
            number, went = counted(out.seats(line.key)), f"{'' if place else 'went '}to {called[line.key]}"
            seats.append((f"[{number}](figure:seats.{line.key}) {went}", f"{number} {went}"))
        names.marks("list_seats", seats, "result")
    for line, name in zip((line for line in lists if line.votes is not None), ("list_leader", "list_second"), strict=False):
        names.say(name, called[line.key])
        if name == "list_leader":
            names.say("list_leader_side", called[line.key].removeprefix("the "))
        names.figure(f"{name}_votes", f"votes.{line.key}")
        names.figure(f"{name}_share", f"share.{line.key}")
    members = [
        (called[line.key], [spoken(one.name) for one in out.elected_members(line.key)]) for line in winning if line.is_list
    ]
    if members and all(those for _party, those in members):
        names.say("list_members", "; ".join(f"for {of}, {listed(those)}" for of, those in members))
    held = sorted(((line.constituency_seats or 0, called[line.key]) for line in lists), key=lambda pair: -pair[0])
    constituencies = [(worded(number), of) for number, of in held if number]
    stated = all(line.constituency_seats is not None for line in lists)
    if constituencies and stated and all(number for number, _of in constituencies):
        (first, of), *rest = constituencies
        lead = f"{of} won {first} {'seat' if first == 'one' else 'seats'}"
        names.say("constituency_seats", listed([lead, *(f"{other} {number}" for number, other in rest)]))
    empty = sum(not out.seats(line.key) for line in lists)
    names.say("list_empty", worded(empty) if empty else "")


def _transferable(m: Material, names: Names) -> None:
    out = m.outcome
    lines = [line for line in out.ordered if line.votes is not None and not line.aggregate]
    if not lines:
        return
    if len(lines) == 1 or lines[0].votes != lines[1].votes:
        names.person("first", lines[0])
        names.say("first_party", adjective(lines[0]))
        names.figure("first_votes", f"votes.{lines[0].key}")
    quota = m.value("quota")
    if quota is not None:
        names.marks("over_quota", _called([line for line in lines if Fraction(line.votes or 0) >= quota], names))
    seats = out.count.seats
    names.marks("overtook", _called([of for of in lines if of.key in out.elected and out.ranks[of.key] > seats], names))
