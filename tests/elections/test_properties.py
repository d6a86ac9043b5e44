"""What holds for every count, whatever the figures: tried on thousands of made ones, and against second implementations that
are written as plainly as the rules are said."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from elections.allocation import List, allocate
from elections.counting import Count, Line, Member, Outcome, elect, half_up, outcome
from elections.figures import Figure, Unit, agrees, restate
from elections.rounds import Stages, Supplementary, droop, faults, supplementary
from elections.standings import Entry, standings

ELECTIONS = settings(max_examples=150)
few = st.integers(0, 12)  # ties are frequent
many = st.integers(0, 60_000)
figures_of_votes = st.one_of(few, many)


def lines_of(votes, **more) -> tuple[Line, ...]:
    return tuple(
        Line(f"line-{n}", f"Line {n}", number, party=f"party-{n}", party_name=f"Party {n}", **more)
        for n, number in enumerate(votes)
    )


@st.composite
def counts(draw, systems=("FPTP", "SV", "AMS", "PR-CL"), most=6) -> Count:
    """A count by one of the systems, with one or two candidates of a party where there are several seats, `most` at most."""
    system = draw(st.sampled_from(systems))
    votes = draw(st.lists(figures_of_votes, min_size=1, max_size=8))
    lines = [replace(line, is_list=system in ("AMS", "PR-CL")) for line in lines_of(votes)]
    seats = 1 if system == "SV" else draw(st.integers(1, most))
    if system == "SV":
        lines = [replace(line, later=(Decimal(draw(few)),)) for line in lines]
    if system == "AMS":
        lines = [replace(line, constituency_seats=draw(st.integers(0, 3))) for line in lines]
    if system in ("AMS", "PR-CL"):
        members = tuple(Member(f"Member {n}", n) for n in range(1, 4))
        lines = [replace(line, members=members[: draw(st.integers(0, 3))]) for line in lines]
    if system == "FPTP" and seats > 1:
        lines = [replace(line, party=f"party-{n // 2}") for n, line in enumerate(lines)]
    if draw(st.booleans()):
        lines.append(Line("others", "Others", draw(few), aggregate=True))
    return Count(tuple(lines), voting_system=system, seats=seats)


# Shares.


@ELECTIONS
@given(counts(most=1))
def test_shares_of_one_vote_are_a_whole(count):
    assume(count.total)
    assert sum(outcome(count).shares.values()) == 1


@ELECTIONS
@given(counts(systems=("FPTP",)))
def test_shares_of_several_votes_are_a_whole_of_the_best_of_each_party(count):
    assume(count.total)
    assert sum(outcome(count).shares.values()) == 1


# The order of rows.


def told(result: Outcome) -> tuple:
    """What is said of a result, by key and without order. Of one party's two equally best candidates the first on the ballot
    paper stands for it, so that shares are told by party."""
    parties = {line.key: line.party or line.key for line in result.count.lines}
    shares = {parties[key]: share for key, share in result.shares.items()}
    seats = {line.key: result.seats(line.key) for line in result.count.candidates}
    return set(result.elected), set(result.awaiting_lot), result.ranks, shares, seats, result.majority, result.margin


@ELECTIONS
@given(counts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(count, chance):
    shuffled = list(count.lines)
    chance.shuffle(shuffled)
    assert told(outcome(count)) == told(outcome(replace(count, lines=tuple(shuffled))))


# Plurality.


@ELECTIONS
@given(st.lists(figures_of_votes, min_size=1, max_size=10), st.integers(1, 6))
def test_nobody_is_elected_over_who_has_more_votes(votes, seats):
    elected, awaiting = elect(lines_of(votes), seats)
    of = dict(zip((line.key for line in lines_of(votes)), votes, strict=True))
    losers = of.keys() - {*elected, *awaiting}
    assert len(elected) <= seats
    assert not set(elected) & set(awaiting)
    assert all(of[winner] > of[loser] for winner in elected for loser in losers if awaiting or len(votes) > seats)
    if awaiting:
        assert len(elected) + len(awaiting) > seats > len(elected)
        assert len({of[key] for key in awaiting}) == 1
    else:
        assert len(elected) == min(seats, len(votes))


# Lists.


def by_quotients(lists: list[List], seats: int) -> tuple[dict[str, int], set[str]]:
    """D'Hondt as it is taught: every quotient written down, the highest underlined. Seats by list, and who is tied for more
    seats than are left."""
    quotients = [
        (Fraction(one.votes, one.constituency_seats + number), one.key)
        for one in lists
        for number in range(1, min(seats, seats if one.length is None else one.length) + 1)
        if one.votes
    ]
    quotients.sort(reverse=True)
    winning, tied = quotients[:seats], set()
    if len(quotients) > seats and quotients[seats][0] == quotients[seats - 1][0]:
        level = quotients[seats][0]
        tied = {key for figure, key in quotients if figure == level}
        winning = [(figure, key) for figure, key in quotients if figure > level]
    return {one.key: sum(key == one.key for _figure, key in winning) for one in lists}, tied


@st.composite
def lists_of(draw) -> list[List]:
    return [
        List(f"list-{n}", votes, draw(st.integers(0, 4)), draw(st.one_of(st.none(), st.integers(0, 4))))
        for n, votes in enumerate(draw(st.lists(figures_of_votes, min_size=1, max_size=7)))
    ]


@ELECTIONS
@given(lists_of(), st.integers(1, 12))
def test_lists_get_the_seats_of_the_highest_quotients(lists, seats):
    found = allocate(lists, seats)
    wanted, tied = by_quotients(lists, seats)
    assert {one.key: found.seats(one.key) for one in lists} == wanted
    assert set(found.awaiting_lot) == tied


@ELECTIONS
@given(lists_of(), st.integers(1, 12), st.integers(1, 5_000), st.integers(0, 6))
def test_more_votes_never_cost_a_list_a_seat(lists, seats, more, which):
    which %= len(lists)
    stronger = [replace(one, votes=one.votes + more) if n == which else one for n, one in enumerate(lists)]
    before, after = allocate(lists, seats), allocate(stronger, seats)
    assume(not before.awaiting_lot and not after.awaiting_lot)
    assert after.seats(lists[which].key) >= before.seats(lists[which].key)


@ELECTIONS
@given(lists_of(), st.integers(1, 12))
def test_one_more_seat_never_takes_one_away(lists, seats):
    before, after = allocate(lists, seats), allocate(lists, seats + 1)
    assume(not before.awaiting_lot and not after.awaiting_lot)
    assert all(after.seats(one.key) >= before.seats(one.key) for one in lists)


# Two rounds.


def by_two_rounds(first: dict[str, int], second: dict[str, int]) -> set[str]:
    """Who has most in the end; several if they have equally many."""
    if len(first) > 2:
        for key, votes in first.items():
            if votes > sum(first.values()) - votes:
                return {key}
        first = {
            key: votes + second[key] for key, votes in first.items() if sum(other > votes for other in first.values()) < 2
        }  # out is whom two others have beaten
    return {key for key, votes in first.items() if not any(other > votes for other in first.values())}


@ELECTIONS
@given(st.lists(st.tuples(figures_of_votes, figures_of_votes), min_size=1, max_size=7))
def test_the_supplementary_vote_is_two_rounds(votes):
    first = {f"line-{n}": one for n, (one, _two) in enumerate(votes)}
    second = {f"line-{n}": two for n, (_one, two) in enumerate(votes)}
    found = supplementary(first, second, {})
    best = by_two_rounds(first, second)
    assert (set(found.elected), set(found.awaiting_lot)) == ((best, set()) if len(best) == 1 else (set(), best))


def test_one_candidate_among_others_without_half_of_the_votes_is_not_known_to_stay():
    assert supplementary({"a": 4}, {"a": 9}, {}, valid_votes=10, others=True) == Supplementary((), {}, (), ())
    assert supplementary({"a": 6}, {"a": 0}, {}, valid_votes=10, others=True).elected == ("a",)


# Stages.


@st.composite
def stage_tables(draw) -> Stages:
    """What a count by transfers leaves behind: at each stage somebody's votes go to others, or to nobody."""
    now = [Decimal(votes) for votes in draw(st.lists(st.integers(0, 5_000), min_size=2, max_size=6))]
    lost, valid, seats = Decimal(0), int(sum(now)), draw(st.integers(1, 4))
    rows, losses = [[votes] for votes in now], [lost]
    for _stage in range(draw(st.integers(0, 5))):
        giver = draw(st.integers(0, len(now) - 1))
        for taker in (n for n in range(len(now)) if n != giver):
            part = now[giver] * draw(st.integers(0, 100)) / 100
            part = part.quantize(Decimal("0.00001"))
            now[giver], now[taker] = now[giver] - part, now[taker] + part
        gone = (now[giver] * draw(st.integers(0, 100)) / 100).quantize(Decimal("0.00001"))
        now[giver], lost = now[giver] - gone, lost + gone
        for row, votes in zip(rows, now, strict=True):
            row.append(votes)
        losses.append(lost)
    totals = {f"line-{n}": row for n, row in enumerate(rows)}
    return Stages(totals, valid, seats, Decimal(droop(valid, seats)), losses)


@ELECTIONS
@given(stage_tables())
def test_a_table_of_transfers_has_no_fault(table):
    assert not list(faults(table))


@ELECTIONS
@given(stage_tables(), st.data())
def test_one_changed_cell_of_a_table_is_one_fault(table, data):
    stage = data.draw(st.integers(1, table.count))
    key = data.draw(st.sampled_from(sorted(table.totals)))
    off = data.draw(st.decimals("0.011", "500", places=3))
    row = list(table.totals[key])
    row[stage - 1] += off if data.draw(st.booleans()) or row[stage - 1] < off else -off
    changed = replace(table, totals={**table.totals, key: row})
    assert [(fault.code, fault.stage) for fault in faults(changed)] == [("total", stage)]


@ELECTIONS
@given(stage_tables(), st.data())
def test_a_changed_number_of_lost_votes_or_quota_is_a_fault(table, data):
    stage = data.draw(st.integers(1, table.count))
    lost = list(table.non_transferable)
    lost[stage - 1] += Decimal("0.02")
    assert ("total", stage) in {(fault.code, fault.stage) for fault in faults(replace(table, non_transferable=lost))}
    assert [fault.code for fault in faults(replace(table, quota=table.quota + 1))] == ["quota"]


# Rounding, standings, words.


@given(st.decimals(-10_000, 10_000, places=4), st.integers(0, 3))
def test_halves_are_rounded_away_from_nought(value, places):
    assert half_up(Fraction(value), places) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@st.composite
def compared(draw) -> Entry:
    """One seat now and before, among parties that stand everywhere; ties wait for their lots."""
    now, then = (outcome(Count(lines_of(draw(st.lists(few, min_size=1, max_size=5))))) for _time in range(2))
    return Entry(now, then)


@ELECTIONS
@given(st.lists(compared(), min_size=1, max_size=8))
def test_what_parties_gain_others_lose(entries):
    found = standings(entries)
    assert sum(one.net or 0 for one in found) == 0
    assert sum(one.gained for one in found) == sum(one.lost for one in found)
    assert all(one.net is None or one.net == one.gained - one.lost for one in found)


@st.composite
def bound(draw) -> Figure:
    if draw(st.booleans()):
        return Figure("majority", draw(st.integers(0, 100_000)), Unit.VOTES)
    unit = draw(st.sampled_from([Unit.PER_CENT, Unit.POINTS]))
    least = 0 if unit is Unit.PER_CENT else -1
    return Figure("share.line-1", draw(st.fractions(least, 1, max_denominator=60_000)), unit)


said = st.from_regex(
    r"(majority of |)[+−-]?([1-9][0-9]{0,2}(,[0-9]{3})?|[0-9]{1,5})(\.[0-9]{1,2})?( votes|%| points|)", fullmatch=True
)


@ELECTIONS
@given(said, bound())
def test_words_agree_once_they_are_restated(words, figure):
    assert agrees(restate(words, figure), figure) is True


@ELECTIONS
@given(bound())
def test_the_houses_own_words_agree(figure):
    assert agrees(restate("", figure), figure) is True
