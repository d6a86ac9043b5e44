"""Doubts about a sheet before it goes out, each in words with the sum shown. Pure.

`refuse`: the figures contradict each other or the law, and the sheet cannot be handed in. `query`: they may be right, and
somebody should look again; it is stored with the sheet.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from elections.counting import Count, Sentence, _, half_up, outcome
from elections.rounds import Stages, droop, faults


class Level(StrEnum):
    REFUSE = "refuse"
    QUERY = "query"


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


def examine(
    count: Count,
    *,
    polls_open: bool = False,
    figures_due: bool = True,
    constituencies: Mapping[Hashable, int] | None = None,
) -> tuple[Doubt, ...]:
    """Every doubt about a count, in the order of the sheet. None means that it may be handed in.

    `figures_due` is false for a declaration without figures: a winner declared first, a poll that was not held.
    `constituencies` says, for lists, how many seats each party has won in the constituencies that are all declared.
    """
    found = list(_refusals(count, polls_open, figures_due))
    if figures_due and count.voting_system == "SV":
        found += _second_preferences(count)
    if figures_due and count.transferable:
        found += _stages(count)
    if not any(doubt.level is Level.REFUSE for doubt in found):
        found += _queries(count)
        found += _constituencies(count, constituencies) if constituencies is not None else ()
    return tuple(found)


def refuse(code: str, words: str, line: str = "", box: str = "", stage: int = 0, **values: object) -> Doubt:
    """A doubt that blocks; its values are written with thousands."""
    return Doubt(code, Level.REFUSE, Sentence(words, _shown(values)), line, box, stage)


def query(code: str, words: str, line: str = "", box: str = "", **values: object) -> Doubt:
    """A doubt that asks to look again."""
    return Doubt(code, Level.QUERY, Sentence(words, _shown(values)), line, box)


def _shown(values: Mapping[str, object]) -> dict[str, str]:
    return {name: f"{value:,}" if isinstance(value, int | Decimal) else str(value) for name, value in values.items()}


def _queries(count: Count) -> Iterator[Doubt]:
    """What may be right and is rare enough to look at again."""
    result = outcome(count)
    if count.voting_system == "AMS" and all(line.constituency_seats is None for line in count.candidates):
        words = _("No list states the seats that its party won in constituencies: they are counted as none.")
        yield query("constituencies", words)
    waiting = [count_line.name for count_line in count.candidates if count_line.key in result.awaiting_lot]
    if waiting:
        words = _("%(names)s have equal votes for the last seat. Without the lot it is published as awaiting it.")
        yield query("tie", words, names=" and ".join(waiting))
    turnout = result.turnout
    if turnout is not None and not Fraction(1, 10) <= turnout <= Fraction(9, 10):
        words = _("%(papers)s of %(electorate)s electors is a turnout of %(turnout)s%%.")
        shown = half_up(turnout * 100, 1)
        papers, electorate = result.valid_papers, count.electorate
        yield query("turnout", words, box="electorate", papers=papers, electorate=electorate, turnout=shown)
    valid, rejected = result.valid_papers, count.rejected_ballots
    if valid and rejected and rejected * 100 >= 3 * (valid + rejected):
        words = _("%(rejected)s rejected papers of %(papers)s are %(share)s%%.")
        share = half_up(Fraction(rejected * 100, valid + rejected), 1)
        yield query("rejected", words, box="rejected_ballots", rejected=rejected, papers=valid + rejected, share=share)
    for line in count.candidates:
        said, reckoned = line.elected, line.key in result.elected
        if said and not reckoned and count.known and not count.transferable and line.key not in result.awaiting_lot:
            words = _("%(name)s is marked as elected; the votes elect %(others)s.")
            others = ", ".join(result.lines[key].name for key in result.elected) or _("nobody yet")
            yield query("elected", words, line.key, name=line.name, others=others)
    if result.stages:
        yield from _quota_reached(count, result.stages)


def _constituencies(count: Count, won: Mapping[Hashable, int]) -> Iterator[Doubt]:
    """The constituency seats that a list's sheet states, against those declared."""
    for line in count.candidates:
        declared = won.get(line.party, 0) if line.party is not None else 0
        if line.constituency_seats is not None and line.constituency_seats != declared:
            words = _("%(name)s is stated to have won %(said)s constituencies; those declared make it %(declared)s.")
            yield query("constituencies", words, line.key, name=line.name, said=line.constituency_seats, declared=declared)


def _quota_reached(count: Count, table: Stages) -> Iterator[Doubt]:
    """Who reaches the quota is elected (SSI 2011/399, Schedule 1, rule 46; Electoral Law Act (NI) 1962, Schedule 5, rule 46)."""
    quota = droop(table.valid_votes, table.seats)
    if not table.elected:
        return
    for line in count.candidates:
        most = max((votes for votes in table.totals[line.key] if votes is not None), default=Decimal(0))
        if most >= quota and line.key not in table.elected:
            words = _("%(name)s has %(most)s votes and is not marked as elected; the quota is %(quota)s.")
            yield query("quota-reached", words, line.key, name=line.name, most=most.normalize(), quota=quota)
    if len(table.elected) < table.seats:
        words = _("%(number)s are marked as elected; there are %(seats)s seats.")
        yield query("seats", words, number=len(table.elected), seats=table.seats)


def _second_preferences(count: Count) -> Iterator[Doubt]:
    """Second preferences come from those who are out, to those who stay."""
    second = outcome(count).second_round
    if second is None:
        return
    stayed = set(second.stayed)
    for line in count.candidates:
        if line.later[:1] not in ((), (None,)) and line.later[0] and line.key not in stayed:
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
    yield from _who(count)
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
    if not count.one_vote:
        yield from _several_votes(count)
    valid = (valid if valid is not None else total) if count.one_vote else None
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


def _who(count: Count) -> Iterator[Doubt]:
    """Declarations that say who is elected without figures."""
    marked = sum(line.elected for line in count.candidates)
    if count.kind in ("winner", "uncontested") and marked > count.seats:
        words = _("%(marked)s are marked as elected; there are %(seats)s seats.")
        yield refuse("elected", words, marked=marked, seats=count.seats)
    if count.kind == "winner" and not marked:
        yield refuse("elected", _("Nobody is marked as elected. Mark the winner."))


def _several_votes(count: Count) -> Iterator[Doubt]:
    """A paper carries at most as many votes as there are seats, and at most one for each candidate."""
    if count.ballot_papers is None:
        return
    papers = count.ballot_papers - (count.rejected_ballots or 0)
    total = sum(line.votes or 0 for line in count.lines)
    if total > papers * count.seats:
        words = _("The boxes add up to %(total)s votes; %(papers)s papers for %(seats)s seats carry at most %(most)s.")
        yield refuse(
            "above-papers", words, box="ballot_papers", total=total, papers=papers, seats=count.seats, most=papers * count.seats
        )
    for line in count.candidates:
        if line.votes is not None and line.votes > papers:
            words = _("%(votes)s votes for %(name)s are more than the %(papers)s ballot papers.")
            yield refuse("above-papers", words, line.key, votes=line.votes, name=line.name, papers=papers)
