"""One contest, counted: who is elected, by how much, and what changed since. Pure: votes in, exact figures out.

Votes are whole numbers. Shares, turnouts and changes are Fractions (of 1: a change of 1/100 is one point); nothing is
rounded here but by `half_up`, and that is for display. Thresholds are compared on integers, because a rounded share
once decided wrongly who kept a deposit. A tie at the cut is never broken by code: it waits for the lot.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from elections import allocation, rounds

ELECTS_NOBODY = {"countermanded", "cancelled", "withdrawal", "void", "recount"}  # kinds of declaration
STATES_ELECTED = {"winner", "uncontested"}  # kinds that say who is elected, whatever votes are known
RULES = 1  # raised whenever a rule below changes what it answers; frozen beside every published result


def _(message: str) -> str:
    """Marks a sentence for translation; the pure files know no Django."""
    return message


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence for people, with its values apart, so that it is translated whole where it is shown."""

    words: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words % self.values


class StandingAs(StrEnum):
    PARTY = "party"
    INDEPENDENT = "independent"
    SPEAKER = "speaker"


class Lot(StrEnum):
    """What the returning officer's lot decided for one of those who were tied at the cut."""

    NONE = ""
    WON = "won"
    LOST = "lost"


class Hands(StrEnum):
    """Whether a seat changed hands, against the winner of the contest that it is compared with."""

    HOLD = "hold"
    GAIN = "gain"


@dataclass(frozen=True, slots=True)
class Member:
    """A candidate on a list. `elsewhere` is who was elected in a constituency and is passed over."""

    name: str
    position: int
    elsewhere: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a count: a candidate, a list, or an aggregate ("others together"), which never wins.

    `party` names the party across renames (the root of `continues`) and `person` the person; either may be unknown.
    `party_slug` names the colour of a party that has one. `elected` is only read where votes are not known, for a winner
    declared before the figures, and under the single transferable vote, whose papers are not recounted. `later` holds the
    further stages: second preferences transferred to the candidate, or transferable totals after stage 2, 3 ...
    """

    key: str
    name: str
    votes: int | None = None
    later: tuple[Decimal | None, ...] = ()
    constituency_seats: int | None = None
    members: tuple[Member, ...] = ()
    standing_as: StandingAs = StandingAs.PARTY
    party: Hashable = None
    party_name: str = ""
    party_short: str = ""
    party_abbreviation: str = ""
    party_slug: str = ""
    person: Hashable = None
    aggregate: bool = False
    is_list: bool = False
    lot: Lot = Lot.NONE
    elected: bool = False
    withdrawn: bool = False
    died: bool = False

    @property
    def identity(self) -> tuple[Hashable, ...] | None:
        """What a line is compared by: Speaker with Speaker, party with party, an independent with the same person only."""
        if self.aggregate:
            return None
        if self.standing_as == StandingAs.SPEAKER:
            return ("speaker",)
        if self.standing_as == StandingAs.INDEPENDENT:
            return None if self.person is None else ("person", self.person)
        return None if self.party is None else ("party", self.party)


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of one contest as read out. None is "not known"; `deposit` says that a deposit is at stake, and `kind` what
    is declared: figures, a winner before the figures, or that nobody was elected (void, countermanded, cancelled ...)."""

    lines: tuple[Line, ...]
    kind: str = "figures"
    voting_system: str = "FPTP"
    seats: int = 1
    valid_votes: int | None = None
    rejected_ballots: int | None = None
    ballot_papers: int | None = None
    electorate: int | None = None
    deposit: bool = False
    threshold_divisor: int | None = None
    tie_rule: allocation.TieRule = allocation.TieRule.LOT
    quota: Decimal | None = None
    non_transferable: tuple[Decimal | None, ...] = ()

    @property
    def one_vote(self) -> bool:
        """Whether a paper carries one vote, so that votes add up to papers: not where several are elected by plurality."""
        return self.seats == 1 or self.voting_system != "FPTP"

    @property
    def elects(self) -> bool:
        """Whether what is declared elects anyone."""
        return self.kind not in ELECTS_NOBODY

    @property
    def by_lists(self) -> bool:
        return self.voting_system in ("AMS", "PR-CL")

    @property
    def transferable(self) -> bool:
        return self.voting_system.startswith("STV")

    @property
    def candidates(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.aggregate)

    @property
    def known(self) -> bool:
        """Whether every candidate's votes are known."""
        return bool(self.candidates) and all(line.votes is not None for line in self.candidates)

    @property
    def total(self) -> int | None:
        """The sum of the lines, or None while one of them is not known."""
        votes = [line.votes for line in self.lines]
        return None if not votes or None in votes else sum(v for v in votes if v is not None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from a Count. Every mapping is keyed by the line's key; an unknown figure is None or missing.

    `majority` is first less second, under the supplementary vote in the round that decided; `margin` is the last elected less
    the first who is not, where several are elected by plurality.
    """

    count: Count
    ranks: Mapping[str, int]
    elected: tuple[str, ...]
    awaiting_lot: tuple[str, ...]
    valid_votes: int | None
    shares: Mapping[str, Fraction]
    majority: int | None
    margin: int | None
    deposits_lost: frozenset[str] | None
    lines: Mapping[str, Line] = field(repr=False)
    second_round: rounds.Supplementary | None = None
    allocation: allocation.Allocation | None = None
    stages: rounds.Stages | None = None

    def seats(self, key: str) -> int:
        """How many seats a line has won: of its list, or its own."""
        return self.allocation.seats(key) if self.allocation else int(key in self.elected)

    def elected_members(self, key: str) -> tuple[Member, ...]:
        """Who of a list is elected: in its order, who was not elected elsewhere."""
        free = [member for member in self.lines[key].members if not member.elsewhere]
        return tuple(free[: self.seats(key)])

    @property
    def final_round(self) -> bool:
        return bool(self.second_round and self.second_round.totals)

    @property
    def winner(self) -> Line | None:
        """The one who is elected where there is one seat, else None."""
        return self.lines[self.elected[0]] if self.count.seats == 1 and self.elected else None

    @property
    def decided_by_lot(self) -> bool:
        return any(self.lines[key].lot == Lot.WON for key in self.elected)

    @property
    def ordered(self) -> tuple[Line, ...]:
        """By votes, most first, then as on the ballot paper; as on the ballot paper while votes are not known."""
        return tuple(sorted(self.count.lines, key=lambda line: (line.aggregate, self.ranks.get(line.key, 0))))

    @property
    def majority_share(self) -> Fraction | None:
        """Of the valid votes; of those that counted in the second round, where that decided."""
        if self.second_round and self.second_round.totals:
            return ratio(self.majority, sum(self.second_round.totals.values()))
        return ratio(self.majority, self.valid_votes)

    @property
    def valid_papers(self) -> int | None:
        """Papers that counted: the valid votes where a paper carries one. Where it carries several they are never derived
        from votes, only from papers less rejected papers."""
        if self.count.one_vote:
            return self.valid_votes
        if self.count.ballot_papers is None or self.count.rejected_ballots is None:
            return None
        return self.count.ballot_papers - self.count.rejected_ballots

    @property
    def turnout(self) -> Fraction | None:
        """Valid papers over the electorate (the House of Commons Library's method)."""
        return ratio(self.valid_papers, self.count.electorate)

    @property
    def turnout_with_rejected(self) -> Fraction | None:
        """Valid and rejected papers, or all ballot papers, over the electorate (the Electoral Commission's method)."""
        if self.valid_papers is None or self.count.rejected_ballots is None:
            return ratio(self.count.ballot_papers, self.count.electorate)
        return ratio(self.valid_papers + self.count.rejected_ballots, self.count.electorate)


@dataclass(frozen=True, slots=True)
class Swing:
    """Half of one party's rise and the other's fall (Butler), as a Fraction of 1, from one line to the other.

    `usual` says that the same two parties led both times; only then is a swing shown unasked.
    """

    loser: Line
    gainer: Line
    size: Fraction
    usual: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A result against the one it is compared with. `shares` holds None for who was not there before ("new")."""

    shares: Mapping[str, Fraction | None]
    hands: Hands | None
    former: Line | None
    swing: Swing | None


def half_up(value: Fraction | int | Decimal, places: int = 0) -> Decimal:
    """The one rounding of the house: halves go away from nought. half_up(Fraction(1, 8), 2) is Decimal("0.13")."""
    scaled = Fraction(value) * 10**places
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


def ratio(part: int | None, whole: int | None) -> Fraction | None:
    return None if part is None or not whole else Fraction(part, whole)


def deposit_lost(votes: int, valid_votes: int) -> bool:
    """A deposit is lost by who has not more than a twentieth of the valid votes (Representation of the People Act 1983,
    Schedule 1, rule 53)."""
    return votes * 20 <= valid_votes


def ranks(lines: Iterable[Line]) -> dict[str, int]:
    """Places by votes, most first. Equal votes share a place; of those, who won the lot stands before."""
    strength = {line.key: (line.votes, line.lot == Lot.WON) for line in lines if line.votes is not None and not line.aggregate}
    order = sorted(strength.values(), reverse=True)
    return {key: order.index(value) + 1 for key, value in strength.items()}


def elect(lines: Iterable[Line], seats: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(elected, awaiting the lot) under plurality: the `seats` highest. Equal votes at the cut are decided only by a lot that
    marks just as many winners as there are seats left (Representation of the People Act 1983, Schedule 1, rule 49)."""
    lines = [line for line in lines if not line.aggregate]
    if len(lines) <= seats:
        return tuple(line.key for line in lines), ()
    votes = {line.key: line.votes or 0 for line in lines}
    cut = sorted(votes.values(), reverse=True)[seats - 1]
    safe = [line.key for line in lines if votes[line.key] > cut]
    level = [line for line in lines if votes[line.key] == cut]
    left = seats - len(safe)
    if len(level) > left:
        drawn = [line for line in level if line.lot == Lot.WON]
        if len(drawn) != left:
            return tuple(safe), tuple(line.key for line in level)
        level = drawn
    return tuple(sorted([*safe, *(line.key for line in level)], key=lambda key: -votes[key])), ()


def outcome(count: Count) -> Outcome:
    """Everything that follows from one count alone, by the contest's own method."""
    valid = count.valid_votes if count.valid_votes is not None or not count.one_vote else count.total
    second_round = seats = stages = None
    elected: tuple[str, ...] = ()
    awaiting_lot: tuple[str, ...] = ()
    if not count.elects:
        pass
    elif count.kind in STATES_ELECTED or count.transferable or not count.known:
        elected = tuple(line.key for line in count.candidates if line.elected)
    elif count.by_lists:
        seats = _allocate(count, valid)
        elected, awaiting_lot = tuple(dict.fromkeys(award.to for award in seats.awards)), seats.awaiting_lot
    elif count.voting_system == "SV":
        second_round = rounds.supplementary(
            {line.key: line.votes or 0 for line in count.candidates},
            {line.key: None if line.later[:1] in ((), (None,)) else int(line.later[0] or 0) for line in count.candidates},
            {line.key: line.lot for line in count.candidates},
            valid_votes=valid,
            others=len(count.candidates) < len(count.lines),
        )
        elected, awaiting_lot = second_round.elected, second_round.awaiting_lot
    else:
        elected, awaiting_lot = elect(count.lines, count.seats)
    if count.transferable:
        stages = _stages(count, valid, elected)
    lost = None
    if count.deposit and count.one_vote and valid is not None and count.known:
        lost = frozenset(line.key for line in count.candidates if deposit_lost(line.votes or 0, valid))
    return Outcome(
        count=count,
        ranks=ranks(count.lines),
        elected=elected,
        awaiting_lot=awaiting_lot,
        valid_votes=valid,
        shares=_shares(count, valid),
        majority=_majority(count, second_round),
        margin=_margin(count, elected),
        deposits_lost=lost,
        lines={line.key: line for line in count.lines},
        second_round=second_round,
        allocation=seats,
        stages=stages,
    )


def _allocate(count: Count, valid: int | None) -> allocation.Allocation:
    lists = []
    for line in count.candidates:
        length = len([member for member in line.members if not member.elsewhere]) if line.members else None
        length = 1 if line.standing_as == StandingAs.INDEPENDENT else length
        lists.append(allocation.List(line.key, line.votes or 0, line.constituency_seats or 0, length, line.lot))
    return allocation.allocate(lists, count.seats, rule=count.tie_rule, total_votes=valid, divisor=count.threshold_divisor)


def _stages(count: Count, valid: int | None, elected: tuple[str, ...]) -> rounds.Stages | None:
    if valid is None or not count.known:
        return None
    return rounds.Stages(
        totals={line.key: (Decimal(line.votes or 0), *line.later) for line in count.candidates},
        valid_votes=valid,
        seats=count.seats,
        quota=count.quota,
        non_transferable=count.non_transferable,
        elected=elected,
    )


def _shares(count: Count, valid: int | None) -> dict[str, Fraction]:
    """Of the valid votes. Where several are elected by plurality: each party's best candidate over the sum of those, and
    independents each for themselves (the House of Commons Library's method for councils)."""
    voted = [line for line in count.lines if line.votes is not None]
    if count.one_vote:
        return {line.key: Fraction(line.votes or 0, valid) for line in voted} if valid else {}
    if not count.known:
        return {}
    best: dict[Hashable, Line] = {}
    for line in voted:
        own = line.party if line.standing_as == StandingAs.PARTY and not line.aggregate else line.key
        if own not in best or (line.votes or 0) > (best[own].votes or 0):
            best[own] = line
    whole = sum(line.votes or 0 for line in best.values())
    return {line.key: Fraction(line.votes or 0, whole) for line in best.values()} if whole else {}


def _majority(count: Count, second_round: rounds.Supplementary | None) -> int | None:
    """First less second. Where there are several seats, lists or transferable votes there is none, and where votes are unknown
    it is not known."""
    if count.seats != 1 or not count.known or not count.elects or count.by_lists or count.transferable:
        return None
    if len(count.candidates) < 2:
        return None
    if second_round and second_round.stayed and not second_round.totals:
        return None
    deciding = [line.votes or 0 for line in count.candidates]
    if second_round and second_round.totals:
        deciding = list(second_round.totals.values())
    first, second = sorted(deciding, reverse=True)[:2]
    return first - second


def _margin(count: Count, elected: tuple[str, ...]) -> int | None:
    """The last elected less the first not elected, where several are elected by plurality."""
    if count.one_vote or not count.known or len(elected) != count.seats or len(count.candidates) <= count.seats:
        return None
    last = min(line.votes or 0 for line in count.candidates if line.key in elected)
    return last - max(line.votes or 0 for line in count.candidates if line.key not in elected)


def compare(now: Outcome, then: Outcome) -> Change:
    """`now` against `then`, party by party and not person by person: later by-elections and defections do not count.

    Who was not there before is new, but for who may have been: among "others" that `then` counts together, or an independent of
    the same name, not known as a person.
    """
    before: dict[tuple[Hashable, ...], Fraction] = {}
    for line in then.count.lines:
        if line.identity and line.key in then.shares:
            before[line.identity] = before.get(line.identity, Fraction(0)) + then.shares[line.key]
    unknown = any(line.aggregate for line in then.count.lines)
    shares: dict[str, Fraction | None] = {}
    for line in now.count.candidates if then.shares else ():
        if line.key not in now.shares:
            continue
        if line.identity in before:
            shares[line.key] = now.shares[line.key] - before[line.identity]
        elif not unknown and not any(_may_be_one(line, other) for other in then.count.lines):
            shares[line.key] = None
    former = then.winner
    return Change(shares=shares, hands=_hands(now.winner, former), former=former, swing=_swing(now, then, shares))


def _may_be_one(line: Line, other: Line) -> bool:
    """Whether two independents have one name and one of them is not known as a person."""
    independents = line.standing_as == other.standing_as == StandingAs.INDEPENDENT
    return independents and line.name == other.name and None in (line.identity, other.identity)


def _hands(winner: Line | None, former: Line | None) -> Hands | None:
    if winner is None or former is None:
        return None
    if winner.standing_as == former.standing_as and None in (winner.identity, former.identity):
        return None  # two independents of whom one is not known as a person: it may or may not be the same one
    return Hands.HOLD if winner.identity == former.identity else Hands.GAIN


def _swing(now: Outcome, then: Outcome, shares: Mapping[str, Fraction | None]) -> Swing | None:
    """Between the first and the second of `now`, if both are parties that stood in both, for one seat by plurality."""
    if any(side.count.seats != 1 or side.count.voting_system != "FPTP" or not side.count.known for side in (now, then)):
        return None
    first, second = _leaders(now), _leaders(then)
    if not first or not second or any(line.standing_as != StandingAs.PARTY for line in first):
        return None
    rises = [shares.get(line.key) for line in first]
    if rises[0] is None or rises[1] is None:
        return None
    size = (rises[0] - rises[1]) / 2
    gainer, loser = first if size >= 0 else (first[1], first[0])
    usual = {line.identity for line in first} == {line.identity for line in second}
    return Swing(loser=loser, gainer=gainer, size=abs(size), usual=usual)


def _leaders(result: Outcome) -> tuple[Line, Line] | None:
    """First and second, or None where either place is shared."""
    places = {place: line for line in result.count.candidates if (place := result.ranks.get(line.key)) in (1, 2)}
    shared = [result.ranks[line.key] for line in result.count.candidates if result.ranks.get(line.key) in (1, 2)]
    return (places[1], places[2]) if sorted(shared) == [1, 2] else None
