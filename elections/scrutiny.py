"""Doubts about a sheet before it goes out, each in words with the sum shown. Pure.

`refuse`: the figures contradict each other or the law, and the sheet cannot be handed in. `query`: they may be right, and
somebody should look again; it is stored with the sheet, at the desk with the reason why it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from elections.counting import Count, Line, Outcome, Sentence, _, compare, half_up, outcome
from elections.rounds import Stages, droop, faults

# Bounds of the queries. They are the house's own: wide enough that most papers in order pass unasked.
TURNOUTS = Fraction(1, 10), Fraction(9, 10)
TURNOUT_APART = Fraction(12, 100)  # from the turnout of the contest that it is compared with
ELECTORATE_APART = Fraction(1, 10)  # of the expected one; registers seldom move by more while the boundaries stay
SWING = Fraction(25, 100)
REJECTED = Fraction(3, 100)  # of valid and rejected papers
IN_ORDER = 5  # candidates; fewer stand in the order of their votes by chance too often
TENFOLD_FROM = 100  # votes; below, ten times as many is no sign of a slipped digit
SWAPS_NAMED = 3


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
    before: Outcome | None = None,
    expected_electorate: int | None = None,
) -> tuple[Doubt, ...]:
    """Every doubt about a count, in the order of the sheet. None means that it may be handed in.

    `figures_due` is false for a declaration without figures: a winner declared first, a poll that was not held.
    `constituencies` says, for lists, how many seats each party has won in the constituencies that are all declared.
    `before` is the outcome that change is measured from, and `expected_electorate` the one known before the poll.
    """
    found = list(_refusals(count, polls_open, figures_due))
    if figures_due and count.voting_system == "SV":
        found += _second_preferences(count)
    if figures_due and count.transferable:
        found += _stages(count)
    if not any(doubt.level is Level.REFUSE for doubt in found):
        found += _queries(count, expected_electorate)
        found += _since(outcome(count), before) if before is not None else ()
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


def swaps(number: int) -> set[int]:
    """What a number becomes when two neighbouring digits change places: it differs by a multiple of 9. Nobody reads out a
    leading nought."""
    digits = str(number)
    swapped = (digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :] for n in range(len(digits) - 1))
    return {int(other) for other in swapped if other[0] != "0"} - {number}


def mends(count: Count) -> list[tuple[Line, int]]:
    """Each line of which two neighbouring digits, swapped back, make the sum the stated total, with what it then reads."""
    if count.total is None or count.valid_votes is None:
        return []
    apart = count.valid_votes - count.total
    return [(line, line.votes + apart) for line in count.lines if line.votes and line.votes + apart in swaps(line.votes)]


def _queries(count: Count, expected_electorate: int | None) -> Iterator[Doubt]:
    """What may be right and is rare enough to look at again."""
    result = outcome(count)
    if count.voting_system == "AMS" and all(line.constituency_seats is None for line in count.candidates):
        words = _("No list states the seats that its party won in constituencies: they are counted as none.")
        yield query("constituencies", words)
    waiting = [count_line.name for count_line in count.candidates if count_line.key in result.awaiting_lot]
    if waiting:
        words = _("%(names)s have equal votes for the last seat. Without the lot it is published as awaiting it.")
        yield query("tie", words, names=" and ".join(waiting))
    if expected_electorate and count.electorate is not None:
        if abs(count.electorate - expected_electorate) > ELECTORATE_APART * expected_electorate:
            words = _("An electorate of %(electorate)s is far from the %(expected)s expected.")
            yield query("electorate", words, box="electorate", electorate=count.electorate, expected=expected_electorate)
    turnout, (least, most) = result.turnout, TURNOUTS
    if turnout is not None and not least <= turnout <= most:
        words = _("%(papers)s of %(electorate)s electors is a turnout of %(turnout)s%%.")
        shown = half_up(turnout * 100, 1)
        papers, electorate = result.valid_papers, count.electorate
        yield query("turnout", words, box="electorate", papers=papers, electorate=electorate, turnout=shown)
    valid, rejected = result.valid_papers, count.rejected_ballots
    if valid and rejected and rejected >= REJECTED * (valid + rejected):
        words = _("%(rejected)s rejected papers of %(papers)s are %(share)s%%.")
        share = half_up(Fraction(rejected * 100, valid + rejected), 1)
        yield query("rejected", words, box="rejected_ballots", rejected=rejected, papers=valid + rejected, share=share)
    if count.known and len(count.candidates) >= IN_ORDER and _in_order([line.votes or 0 for line in count.candidates]):
        words = _("By votes the %(number)s candidates come just as on the ballot paper. Is each figure on its own line?")
        yield query("ballot-order", words, number=len(count.candidates))
    for line in count.candidates:
        said, reckoned = line.elected, line.key in result.elected
        if said and not reckoned and count.known and not count.transferable and line.key not in result.awaiting_lot:
            words = _("%(name)s is marked as elected; the votes elect %(others)s.")
            others = ", ".join(result.lines[key].name for key in result.elected) or _("nobody yet")
            yield query("elected", words, line.key, name=line.name, others=others)
    if result.stages:
        yield from _quota_reached(count, result.stages)


def _in_order(votes: Sequence[int]) -> bool:
    return all(one > other for one, other in pairwise(votes))


def _since(now: Outcome, then: Outcome) -> Iterator[Doubt]:
    """What is far from the contest that change is measured from."""
    if now.turnout is not None and then.turnout is not None and abs(now.turnout - then.turnout) >= TURNOUT_APART:
        words = _("A turnout of %(turnout)s%% is %(apart)s points below last time’s %(then)s%%.")
        if now.turnout > then.turnout:
            words = _("A turnout of %(turnout)s%% is %(apart)s points above last time’s %(then)s%%.")
        shares = now.turnout, then.turnout, abs(now.turnout - then.turnout)
        turnout, last, apart = (half_up(share * 100, 1) for share in shares)
        yield query("turnout-apart", words, box="electorate", turnout=turnout, then=last, apart=apart)
    swing = compare(now, then).swing
    if swing and swing.size > SWING:
        words = _("The swing from %(loser)s to %(gainer)s is %(size)s points.")
        size = half_up(swing.size * 100, 1)
        yield query("swing", words, swing.gainer.key, loser=_called(swing.loser), gainer=_called(swing.gainer), size=size)
    leaders = [line for line in then.ordered if then.ranks.get(line.key, 3) <= 2]
    if now.winner and len(leaders) > 1 and not any(_same(now.winner, line) for line in leaders):
        words = _("%(name)s would win; last time the first were %(leaders)s.")
        yield query("outsider", words, now.winner.key, name=now.winner.name, leaders=", ".join(map(_called, leaders)))
    yield from _tenfold(now, then)


def _tenfold(now: Outcome, then: Outcome) -> Iterator[Doubt]:
    """A digit too many or too few, against the same party's figure; not where a party has several lines."""
    before = _sole(then)
    for identity, line in _sole(now).items():
        votes, voted = line.votes or 0, (before[identity].votes or 0) if identity in before else 0
        if voted and max(votes, voted) >= TENFOLD_FROM and (votes >= 10 * voted or votes * 10 <= voted):
            words = _("%(votes)s for %(party)s is a tenth of last time’s %(voted)s, or less.")
            if votes > voted:
                words = _("%(votes)s for %(party)s is ten times last time’s %(voted)s, or more.")
            yield query("tenfold", words, line.key, votes=votes, party=_called(line), voted=voted)


def _sole(result: Outcome) -> dict[tuple[Hashable, ...], Line]:
    """The lines with votes by what they are compared by, of those that share it with no other."""
    lines = [line for line in result.count.candidates if line.identity and line.votes is not None]
    many = Counter(line.identity for line in lines)
    return {line.identity: line for line in lines if line.identity and many[line.identity] == 1}


def _same(one: Line, other: Line) -> bool:
    """Whether two lines are compared with one another; of independents who are not known as persons, the name decides."""
    if one.identity is not None and other.identity is not None:
        return one.identity == other.identity
    return one.standing_as == other.standing_as and one.name == other.name


def _called(line: Line) -> str:
    return line.party_short or line.party_name or line.name


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
    yield from _votes(count, figures_due)
    yield from _one_vote(count) if count.one_vote else _several_votes(count)
    yield from _above(count)


def _votes(count: Count, figures_due: bool) -> Iterator[Doubt]:
    """Each candidate's votes by themselves."""
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


def _one_vote(count: Count) -> Iterator[Doubt]:
    """Each paper carries one vote: the votes add up to the valid votes that the paper states."""
    total, valid = count.total, count.valid_votes
    if valid is None:
        return
    known = sum(line.votes or 0 for line in count.lines)
    if total is None and known > valid:
        words = _("The boxes add up to %(total)s, more than the %(valid)s valid votes on the paper.")
        yield refuse("sum", words, box="valid_votes", total=known, valid=valid)
    if total is None or total == valid:
        return
    apart = abs(total - valid)
    words = _("The boxes add up to %(total)s; the paper says %(valid)s. %(more)s − %(less)s = %(apart)s.")
    swapped = "; ".join(f"{line.name}, {line.votes:,} for {right:,}" for line, right in mends(count)[:SWAPS_NAMED])
    if swapped:
        words = _(
            "The boxes add up to %(total)s; the paper says %(valid)s. %(more)s − %(less)s = %(apart)s. "
            "Two digits swapped would explain it: %(swapped)s."
        )
    elif apart % 9 == 0:
        words = _(
            "The boxes add up to %(total)s; the paper says %(valid)s. %(more)s − %(less)s = %(apart)s. "
            "A difference that 9 divides is often two digits swapped."
        )
    more, less = max(total, valid), min(total, valid)
    box = "valid_votes"
    yield refuse("sum", words, box=box, total=total, valid=valid, more=more, less=less, apart=apart, swapped=swapped)


def _above(count: Count) -> Iterator[Doubt]:
    """No more votes than papers, and no more of either than the electorate; votes only where each paper carries one."""
    papers, electorate, rejected = count.ballot_papers, count.electorate, count.rejected_ballots or 0
    stated = count.valid_votes if count.valid_votes is not None else count.total
    valid = stated if count.one_vote else None
    if valid is not None and electorate is not None and valid > electorate:
        words = _("%(valid)s valid votes are more than the electorate of %(electorate)s.")
        yield refuse("valid-above-electorate", words, box="electorate", valid=valid, electorate=electorate)
    if papers is not None and electorate is not None and papers > electorate:
        words = _("%(papers)s ballot papers are more than the electorate of %(electorate)s.")
        yield refuse("papers-above-electorate", words, box="ballot_papers", papers=papers, electorate=electorate)
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
