"""Doubts about a sheet before it goes out, each in words with the sum shown. Pure.

`refuse`: the figures contradict each other or the law, and the sheet cannot be handed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from elections.counting import Count, Sentence, _, outcome
from elections.rounds import faults


class Level(StrEnum):
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt. `line` is the key of the candidacy that it is about, `stage` the stage of the count (0 for none, 1 where a count
    has no others) and `box` the name of another box of the sheet."""

    code: str
    level: Level
    sentence: Sentence
    line: str = ""
    box: str = ""
    stage: int = 0

    def __str__(self) -> str:
        return str(self.sentence)


def examine(count: Count, *, polls_open: bool = False, figures_due: bool = True) -> tuple[Doubt, ...]:
    """Every doubt about a count, in the order of the sheet. None means that it may be handed in.

    `figures_due` is false for a declaration without figures: a winner declared first, a poll that was not held.
    """
    found = list(_refusals(count, polls_open, figures_due))
    if figures_due and count.voting_system == "SV":
        found += _second_preferences(count)
    if figures_due and count.transferable:
        found += _stages(count)
    return tuple(found)


def refuse(code: str, words: str, line: str = "", box: str = "", stage: int = 0, **values: object) -> Doubt:
    """A doubt that blocks; its values are written with thousands."""
    shown = {name: f"{value:,}" if isinstance(value, int | Decimal) else str(value) for name, value in values.items()}
    return Doubt(code, Level.REFUSE, Sentence(words, shown), line, box, stage)


def _second_preferences(count: Count) -> Iterator[Doubt]:
    """Second preferences come from those who are out, to those who stay."""
    second = outcome(count).second_round
    if second is None:
        return
    stayed = set(second.stayed)
    for line in count.candidates:
        if line.later[:1] not in ((), (None,)) and line.key not in stayed:
            words = _("%(name)s did not stay for the second round and can have no second preferences.")
            yield refuse("second-round", words, line.key, stage=2, name=line.name)
    given = sum(int(line.later[0] or 0) for line in count.candidates if line.later and line.key in stayed)
    there = sum(line.votes or 0 for line in count.candidates if line.key not in stayed)
    if stayed and given > there:
        words = _("%(given)s second preferences are more than the %(there)s votes of those who are out.")
        yield refuse("second-preferences", words, given=given, there=there)


def _stages(count: Count) -> Iterator[Doubt]:
    """A stage table against its own arithmetic."""
    table = outcome(count).stages
    sentences = {
        "quota": _("The quota is stated as %(said)s; %(valid)s valid votes for %(seats)s seats make it %(reckoned)s."),
        "total": _("Stage %(stage)s adds up to %(said)s, with what was not transferable; the valid votes are %(reckoned)s."),
        "too-many": _("Stage %(stage)s adds up to %(said)s, more than the %(reckoned)s valid votes."),
        "lost-falls": _("By stage %(stage)s fewer votes are not transferable (%(said)s) than before (%(reckoned)s)."),
        "elected": _("%(said)s are marked as elected; there are %(reckoned)s seats."),
        "negative": _("Stage %(stage)s has %(said)s votes, below nought."),
    }
    for fault in faults(table) if table else ():
        numbers = {"stage": fault.stage, "seats": count.seats, "valid": count.valid_votes or 0}
        reckoned = {"said": fault.said, "reckoned": fault.reckoned, **{name: Decimal(n) for name, n in numbers.items()}}
        values = {name: f"{number.normalize():,f}" for name, number in reckoned.items()}
        sentence, box = Sentence(sentences[fault.code], values), "quota" if fault.code == "quota" else ""
        yield Doubt(f"stages-{fault.code}", Level.REFUSE, sentence, fault.key, box, fault.stage)


def _refusals(count: Count, polls_open: bool, figures_due: bool) -> Iterator[Doubt]:
    if polls_open:
        yield refuse("polls-open", _("The polls are still open. A result may be entered once they have closed."))
    for line in count.candidates:
        if line.votes is None and not figures_due:
            continue
        if line.votes is None:
            yield refuse("missing", _("%(name)s has no figure. Enter 0 if no vote was cast."), line.key, name=line.name)
        elif line.votes < 0:
            yield refuse("negative", _("%(votes)s is below nought. Enter the votes as read out."), line.key, votes=line.votes)
        elif count.electorate is not None and line.votes > count.electorate:
            words = _("%(votes)s votes for %(name)s are more than the electorate of %(electorate)s.")
            yield refuse("above-electorate", words, line.key, votes=line.votes, name=line.name, electorate=count.electorate)

    total, valid, papers = count.total, count.valid_votes, count.ballot_papers
    known = sum(line.votes or 0 for line in count.lines)
    if count.one_vote and valid is not None and known > valid and total is None:
        words = _("The boxes add up to %(total)s, more than the %(valid)s valid votes on the paper.")
        yield refuse("sum", words, box="valid_votes", total=known, valid=valid)
    if count.one_vote and total is not None and valid is not None and total != valid:
        apart = abs(total - valid)
        words = _("The boxes add up to %(total)s; the paper says %(valid)s. %(more)s − %(less)s = %(apart)s.")
        if apart % 9 == 0:
            words = _(
                "The boxes add up to %(total)s; the paper says %(valid)s. %(more)s − %(less)s = %(apart)s. "
                "A difference that 9 divides is often two digits swapped."
            )
        more, less = max(total, valid), min(total, valid)
        yield refuse("sum", words, box="valid_votes", total=total, valid=valid, more=more, less=less, apart=apart)
    valid = valid if valid is not None or not count.one_vote else total
    if valid is not None and count.electorate is not None and valid > count.electorate:
        words = _("%(valid)s valid votes are more than the electorate of %(electorate)s.")
        yield refuse("valid-above-electorate", words, box="electorate", valid=valid, electorate=count.electorate)
    if papers is not None and count.electorate is not None and papers > count.electorate:
        words = _("%(papers)s ballot papers are more than the electorate of %(electorate)s.")
        yield refuse("papers-above-electorate", words, box="ballot_papers", papers=papers, electorate=count.electorate)
    rejected = count.rejected_ballots or 0
    if papers is not None and valid is not None and valid + rejected > papers:
        words = _("%(valid)s valid votes and %(rejected)s rejected papers are %(sum)s, more than the %(papers)s ballot papers.")
        yield refuse(
            "above-papers", words, box="ballot_papers", valid=valid, rejected=rejected, sum=valid + rejected, papers=papers
        )
