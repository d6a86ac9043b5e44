"""Doubts about a sheet before it goes out, each in words with the sum shown. Pure.

`refuse`: the figures contradict each other or the law, and the sheet cannot be handed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from elections.counting import Count, Sentence, _


class Level(StrEnum):
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt. `line` is the key of the candidacy that it is about and `box` the name of another box of the sheet."""

    code: str
    level: Level
    sentence: Sentence
    line: str = ""
    box: str = ""

    def __str__(self) -> str:
        return str(self.sentence)


def examine(count: Count, *, polls_open: bool = False) -> tuple[Doubt, ...]:
    """Every doubt about a count, in the order of the sheet. None means that it may be handed in."""
    return tuple(_refusals(count, polls_open))


def _refusals(count: Count, polls_open: bool) -> Iterator[Doubt]:
    def refuse(code: str, words: str, line: str = "", box: str = "", **values: object) -> Doubt:
        shown = {name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in values.items()}
        return Doubt(code, Level.REFUSE, Sentence(words, shown), line, box)

    if polls_open:
        yield refuse("polls-open", _("The polls are still open. A result may be entered once they have closed."))
    for line in count.candidates:
        if line.votes is None:
            yield refuse("missing", _("%(name)s has no figure. Enter 0 if no vote was cast."), line.key, name=line.name)
        elif line.votes < 0:
            yield refuse("negative", _("%(votes)s is below nought. Enter the votes as read out."), line.key, votes=line.votes)
        elif count.electorate is not None and line.votes > count.electorate:
            words = _("%(votes)s votes for %(name)s are more than the electorate of %(electorate)s.")
            yield refuse("above-electorate", words, line.key, votes=line.votes, name=line.name, electorate=count.electorate)

    total, valid, papers = count.total, count.valid_votes, count.ballot_papers
    if count.seats == 1 and total is not None and valid is not None and total != valid:
        apart = abs(total - valid)
        words = _("The boxes add up to %(total)s; the paper says %(valid)s. %(more)s − %(less)s = %(apart)s.")
        if apart % 9 == 0:
            words = _(
                "The boxes add up to %(total)s; the paper says %(valid)s. %(more)s − %(less)s = %(apart)s. "
                "A difference that 9 divides is often two digits swapped."
            )
        more, less = max(total, valid), min(total, valid)
        yield refuse("sum", words, box="valid_votes", total=total, valid=valid, more=more, less=less, apart=apart)
    valid = valid if valid is not None or count.seats != 1 else total
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
