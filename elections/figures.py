"""The named figures of a result that prose may bind to, and whether a writer's words agree with one. Pure.

A figure has a path ("majority", "votes.jill-mortimer", "share.lab", "previous.turnout"), an exact value or None while it is
not known, and a unit. A writer's words keep their format: in "15,529 votes" or "52%" only the number follows the record;
words that carry a judgement ("almost 7,000", "more than half") are never rewritten, only judged true, false or unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from elections import rounds
from elections.counting import Change, Hands, Line, Outcome, Sentence, StandingAs, _, compare, half_up, ratio
from elections.standings import Tenure


class Unit(StrEnum):
    VOTES = "votes"
    NUMBER = "number"
    PER_CENT = "per cent"
    POINTS = "points"
    YEAR = "year"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. Shares and changes are held as Fractions of 1, and shown in per cent and points."""

    path: str
    value: int | Fraction | str | date | None
    unit: Unit
    anchor: str = ""

    @property
    def shown(self) -> str:
        """The house's own way of writing it, or "" while it is not known."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, date):
            return str(self.value.year)
        if self.unit is Unit.PER_CENT:
            return f"{half_up(self.value * 100, 1)}%"
        if self.unit is Unit.POINTS:
            return f"{abs(half_up(self.value * 100, 1))} points"
        return f"{self.value:,}"

    @property
    def frozen(self) -> str | int | None:
        """The exact value as JSON can carry it: a fraction as "15529/29933", a day as "1974-02-28"."""
        return str(self.value) if isinstance(self.value, Fraction | date) else self.value


def figures(now: Outcome, then: Outcome | None = None) -> dict[str, Figure]:
    """Every figure of a result by its path; those of the contest that it is compared with begin with "previous."."""
    change = compare(now, then) if then else None
    found = {figure.path: figure for figure in _figures(now, change)}
    if then:
        for figure in _figures(then, None):
            path = f"previous.{figure.path}"
            found[path] = Figure(path, figure.value, figure.unit, "fig-change")
    return found


def history(tenure: Tenure | None) -> dict[str, Figure]:
    """Who held the seat when it was voted on, and since when without a break, counting only polls before it.

    These rest on other contests, so that they are never frozen with a result: they follow when an earlier poll comes on record.
    """
    since, holder = (tenure.since, party(tenure.holder)) if tenure else (None, None)
    found = (Figure("held_since", since, Unit.YEAR, "fig-held"), Figure("held_by", holder, Unit.WORDS, "fig-held"))
    return {figure.path: figure for figure in found}


def _figures(now: Outcome, change: Change | None) -> Iterator[Figure]:
    count, known = now.count, bool(now.elected or now.awaiting_lot)
    yield Figure("majority", now.majority, Unit.VOTES, "fig-majority")
    yield Figure("majority_share", now.majority_share, Unit.PER_CENT, "fig-majority")
    yield Figure("turnout", now.turnout, Unit.PER_CENT, "fig-turnout")
    yield Figure("turnout_with_rejected", now.turnout_with_rejected, Unit.PER_CENT, "fig-turnout")
    yield Figure("electorate", count.electorate, Unit.NUMBER, "fig-turnout")
    yield Figure("valid_votes", now.valid_votes, Unit.VOTES, "fig-majority")
    yield Figure("rejected_ballots", count.rejected_ballots, Unit.NUMBER, "fig-turnout")
    yield Figure("ballot_papers", count.ballot_papers, Unit.NUMBER, "fig-turnout")
    yield Figure("candidates", len(count.candidates), Unit.NUMBER, "tally")
    yield Figure("deposits_lost", None if now.deposits_lost is None else len(now.deposits_lost), Unit.NUMBER, "tally")
    yield Figure("winner", now.winner.name if now.winner else None, Unit.WORDS, "fig-answer")
    yield Figure("winning_party", party(now.winner) if now.winner else None, Unit.WORDS, "fig-answer")
    second = next((line for line in count.candidates if now.ranks.get(line.key) == 2), None) if known else None
    yield Figure("runner_up", second.name if second else None, Unit.WORDS, "tally")
    if now.count.transferable and now.stages:
        yield Figure("quota", _quota(now.stages), Unit.VOTES, "tally")
    if not count.one_vote:
        yield Figure("margin", now.margin, Unit.VOTES, "fig-majority")
    words = answer(now, change)
    yield Figure("result", str(words) if words else None, Unit.WORDS, "fig-answer")
    if change:
        yield Figure("swing", change.swing.size if change.swing else None, Unit.POINTS, "fig-change")

    for name, line in _named(count.lines):
        anchor = f"row-{line.key}"
        yield Figure(f"votes.{name}", line.votes, Unit.VOTES, anchor)
        yield Figure(f"share.{name}", now.shares.get(line.key), Unit.PER_CENT, anchor)
        yield Figure(f"place.{name}", now.ranks.get(line.key), Unit.NUMBER, anchor)
        if change:
            yield Figure(f"change.{name}", change.shares.get(line.key), Unit.POINTS, anchor)
        if count.by_lists and not line.aggregate:
            yield Figure(f"seats.{name}", now.allocation.seats(line.key) if now.allocation else None, Unit.NUMBER, anchor)
            yield Figure(f"constituency_seats.{name}", line.constituency_seats, Unit.NUMBER, anchor)
        if now.second_round and line.key in now.second_round.totals:
            total, whole = now.second_round.totals[line.key], sum(now.second_round.totals.values())
            yield Figure(f"final_votes.{name}", total, Unit.VOTES, anchor)
            yield Figure(f"final_share.{name}", ratio(total, whole), Unit.PER_CENT, anchor)
            yield Figure(f"second_preferences.{name}", total - (line.votes or 0), Unit.VOTES, anchor)


def _quota(stages: rounds.Stages) -> int | Fraction:
    """The votes that elect under the transferable vote: as stated, else by the rule."""
    quota = Fraction(stages.quota) if stages.quota is not None else Fraction(rounds.droop(stages.valid_votes, stages.seats))
    return int(quota) if quota.denominator == 1 else quota


def _named(lines: tuple[Line, ...]) -> Iterator[tuple[str, Line]]:
    """Every line under its own key, and under its party's abbreviation where only one line has it."""
    for line in lines:
        yield line.key, line
    keys = {line.key for line in lines}
    short = [re.sub(r"[^a-z0-9]+", "-", line.party_abbreviation.lower()).strip("-") for line in lines]
    for name, line in zip(short, lines, strict=True):
        if name and name not in keys and short.count(name) == 1 and line.standing_as == StandingAs.PARTY:
            yield name, line


def party(line: Line) -> str:
    """What a line stands for, in the words used in a sentence."""
    if line.standing_as == StandingAs.INDEPENDENT:
        return "Independent"
    return "Speaker" if line.standing_as == StandingAs.SPEAKER else line.party_short


def _of_list(line: Line) -> str:
    return party(line) if line.is_list else line.name


def answer(now: Outcome, change: Change | None) -> Sentence | None:
    """The result in words: "Conservative gain from Labour", "Labour hold", "Ann Bell elected", "Equal votes, awaiting lot";
    the seats of lists are "Conservative 4, Labour 2"."""
    if words := NOBODY.get(now.count.kind):
        return Sentence(words)
    if now.awaiting_lot:
        return Sentence(_("Equal votes, awaiting lot"))
    if now.second_round and now.second_round.stayed and not now.second_round.totals:
        return Sentence(_("Second preferences not known yet"))
    if now.count.kind == "uncontested" and now.elected:
        return Sentence(_("%(names)s returned unopposed"), {"names": _listed([now.lines[key].name for key in now.elected])})
    if now.allocation and now.elected:
        order = sorted(now.elected, key=lambda key: (-now.seats(key), now.ranks[key]))
        return Sentence("%(seats)s", {"seats": ", ".join(f"{_of_list(now.lines[key])} {now.seats(key)}" for key in order)})
    if now.winner and change and change.hands and change.former:
        parties = {"winner": party(now.winner), "former": party(change.former)}
        words = _("%(winner)s hold") if change.hands is Hands.HOLD else _("%(winner)s gain from %(former)s")
        return Sentence(words, parties)
    names = [now.lines[key].name for key in now.elected]
    return Sentence(_("%(names)s elected"), {"names": _listed(names)}) if names else None


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


NOBODY = {  # by kind of declaration
    "countermanded": _("Poll countermanded"),
    "cancelled": _("Poll cancelled"),
    "void": _("Election void"),
    "recount": _("Being recounted"),
    "withdrawal": _("Result withdrawn"),
}


# What changed between two declarations.

HEADLINES = {
    "result": _("Result"),
    "winner": _("Winner"),
    "majority": _("Majority"),
    "turnout": _("Turnout"),
    "valid_votes": _("Valid votes"),
    "electorate": _("Electorate"),
    "ballot_papers": _("Ballot papers"),
    "rejected_ballots": _("Rejected ballots"),
}


def changed(
    before: Mapping[str, str | int], after: Mapping[str, str | int], names: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """(what, before, after) of the frozen figures that readers know by name and that differ: of the whole, and every
    candidate's votes. `names` has the candidates by their keys; "" is what was not known."""
    paths = {**HEADLINES, **{f"votes.{key}": name for key, name in names.items()}}
    rows = ((name, _written(path, before.get(path)), _written(path, after.get(path))) for path, name in paths.items())
    return tuple(row for row in rows if row[1] != row[2])  # as it is written: 42.30% and 42.31% are both 42.3%


def _written(path: str, frozen: str | int | None) -> str:
    value = Fraction(frozen) if isinstance(frozen, str) and re.fullmatch(r"-?\d+(/\d+)?", frozen) else frozen
    return Figure(path, value, Unit.PER_CENT if isinstance(value, Fraction) else Unit.NUMBER).shown


CALLED = {  # within a sentence, always singular, so that "it is ..." follows
    "majority": _("the majority"),
    "majority_share": _("the majority as a share of the votes"),
    "turnout": _("the turnout"),
    "turnout_with_rejected": _("the turnout counting rejected ballots"),
    "electorate": _("the electorate"),
    "valid_votes": _("the number of valid votes"),
    "rejected_ballots": _("the number of rejected ballots"),
    "ballot_papers": _("the number of ballot papers"),
    "candidates": _("the number of candidates"),
    "deposits_lost": _("the number of lost deposits"),
    "winner": _("the winner"),
    "winning_party": _("the winning party"),
    "runner_up": _("the runner-up"),
    "result": _("the result"),
    "swing": _("the swing"),
    "held_since": _("the year since when the seat had been held"),
    "held_by": _("the party that held the seat"),
}
CALLED_OF = {
    "votes": _("the vote for %(name)s"),
    "share": _("the share of %(name)s"),
    "place": _("the place of %(name)s"),
    "change": _("the change in the share of %(name)s"),
}


def called(path: str, now: Outcome, then: Outcome | None = None) -> str:
    """What a figure is called within a sentence: "the majority", "the vote for Paul Williams", "the turnout last time"."""
    if path.startswith("previous.") and then:
        return _("%(what)s last time") % {"what": called(path.removeprefix("previous."), then)}
    kind, _dot, name = path.partition(".")
    if name:
        names = {key: line.name or line.party_short for key, line in _named(now.count.lines)}
        return CALLED_OF[kind] % {"name": names.get(name, name)}
    return CALLED[kind]


# Words and figures.

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NUMERAL = re.compile(r"(?P<sign>[+\-−])?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?")
QUALIFIERS = {
    "just under": "below", "almost": "below", "nearly": "below", "close to": "near",
    "fewer than": "less", "less than": "less", "under": "less",
    "more than": "more", "over": "more", "at least": "least", "at most": "most", "up to": "most",
    "about": "near", "around": "near", "some": "near", "roughly": "near",
}  # fmt: skip
_QUALIFIER = re.compile(rf"\b({'|'.join(QUALIFIERS)})\b", re.IGNORECASE)


def agrees(words: str, figure: Figure) -> bool | None:
    """Whether a writer's words are true of a figure; None where the figure is not known or the words cannot be judged."""
    if figure.value is None or not words.strip():
        return None
    if isinstance(figure.value, str):
        return True if words.strip() == figure.value else None
    if isinstance(figure.value, date):
        year = YEAR.search(words)
        return int(year[0]) == figure.value.year if year else None
    found = NUMERAL.search(words)
    if not found:
        return None
    said = Decimal(found["whole"].replace(",", "") + (f".{found['part']}" if found["part"] else ""))
    value = _scaled(figure)
    if found["sign"]:
        said = -said if found["sign"] in "-−" else said
    else:
        value = abs(value)
    qualifier = _QUALIFIER.search(words[: found.start()])
    if not qualifier:
        return half_up(value, len(found["part"] or "")) == said
    limit = Fraction(said)
    return {
        "below": limit * Fraction(9, 10) <= value < limit,
        "near": abs(value - limit) * 20 <= abs(limit),
        "less": value < limit,
        "more": value > limit,
        "least": value >= limit,
        "most": value <= limit,
    }[QUALIFIERS[qualifier[1].lower()]]


def restate(words: str, figure: Figure) -> str:
    """The writer's words with the record's number in the writer's own format.

    No words at all take the house's; words with a judgement, or without a numeral, come back as they are.
    """
    if figure.value is None:
        return words
    if not words.strip():
        return figure.shown
    if isinstance(figure.value, date):
        return YEAR.sub(figure.shown, words, count=1)
    found = NUMERAL.search(words)
    if isinstance(figure.value, str) or not found or _QUALIFIER.search(words[: found.start()]):
        return words
    number = half_up(_scaled(figure), len(found["part"] or ""))
    grouped = "," in found["whole"] or len(found["whole"]) < 4  # below a thousand nothing says that the writer does not
    text = f"{abs(number):,}" if grouped else f"{abs(number)}"
    sign = ("+" if number >= 0 else "−") if found["sign"] else ""
    return words[: found.start()] + sign + text + words[found.end() :]


def _scaled(figure: Figure) -> Fraction:
    """The value in the unit that readers see: votes as they are, shares and changes times a hundred."""
    assert isinstance(figure.value, int | Fraction)  # noqa: S101 - callers have ruled the rest out
    return Fraction(figure.value) * (100 if figure.unit in (Unit.PER_CENT, Unit.POINTS) else 1)
