"""Counting one contest: exact, and nothing decided that only a lot may decide."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.counting import (
    Count,
    Hands,
    Line,
    Lot,
    StandingAs,
    compare,
    deposit_lost,
    half_up,
    outcome,
)


def line(key: str, votes: int | None = None, party: str | None = None, **more) -> Line:
    """A party's candidate; the party is the key's first word unless it is named."""
    name = party or key.split("-")[0]
    return Line(key=key, name=key.title(), votes=votes, party=name, party_short=name.title(), **more)


def independent(key: str, votes: int | None = None, person: int | None = None) -> Line:
    return Line(key=key, name=key.title(), votes=votes, standing_as=StandingAs.INDEPENDENT, person=person)


def speaker(votes: int) -> Line:
    return Line(key="speaker", name="The Speaker", votes=votes, standing_as=StandingAs.SPEAKER)


def others(votes: int | None) -> Line:
    return Line(key="others", name="Others", votes=votes, aggregate=True)


def count(*lines: Line, **more) -> Count:
    return Count(lines=lines, **more)


def won(*lines: Line, **more):
    return outcome(count(*lines, **more))


ballots = st.lists(st.integers(0, 100_000), min_size=1, max_size=12).map(
    lambda votes: [line(f"party{n}-candidate", v) for n, v in enumerate(votes)]
)


# Who is elected.


def test_most_votes_win_the_one_seat():
    assert won(line("a", 10), line("b", 30), line("c", 20)).elected == ("b",)


def test_one_vote_is_enough():
    assert won(line("a", 5001), line("b", 5000)).winner.key == "a"


def test_several_seats_go_to_as_many_candidates_with_most_votes():
    result = won(line("a", 10), line("b", 40), line("c", 30), line("d", 20), seats=3)
    assert result.elected == ("b", "c", "d")


def test_several_seats_have_no_single_winner():
    assert won(line("a", 10), line("b", 40), line("c", 30), seats=2).winner is None


def test_a_tie_at_the_cut_waits_for_the_lot():
    result = won(line("a", 558), line("b", 558), line("c", 20))
    assert (result.elected, result.awaiting_lot, result.winner) == ((), ("a", "b"), None)


def test_a_tie_for_the_last_seat_leaves_the_seats_above_it_safe():
    result = won(line("a", 900), line("b", 558), line("c", 558), line("d", 3), seats=2)
    assert (result.elected, result.awaiting_lot) == (("a",), ("b", "c"))


def test_a_tie_below_the_cut_decides_nothing():
    result = won(line("a", 900), line("b", 558), line("c", 558))
    assert (result.elected, result.awaiting_lot) == (("a",), ())


def test_a_tie_of_just_as_many_as_there_are_seats_needs_no_lot():
    result = won(line("a", 558), line("b", 558), line("c", 20), seats=2)
    assert (set(result.elected), result.awaiting_lot) == ({"a", "b"}, ())


def test_the_lot_decides_a_tie_and_the_votes_stay_true():
    result = won(line("a", 558, lot=Lot.LOST), line("b", 558, lot=Lot.WON))
    assert (result.elected, result.awaiting_lot, result.decided_by_lot) == (("b",), (), True)
    assert result.lines["b"].votes == 558


@pytest.mark.parametrize("lots", [(Lot.WON, Lot.WON), (Lot.LOST, Lot.LOST), (Lot.NONE, Lot.LOST)], ids=["two", "none", "half"])
def test_a_lot_that_does_not_mark_as_many_winners_as_seats_decides_nothing(lots):
    result = won(line("a", 558, lot=lots[0]), line("b", 558, lot=lots[1]))
    assert (result.elected, result.awaiting_lot) == ((), ("a", "b"))


def test_a_lot_outside_the_tie_changes_nothing():
    result = won(line("a", 900), line("b", 558, lot=Lot.WON), line("c", 558, lot=Lot.LOST))
    assert (result.elected, result.decided_by_lot) == (("a",), False)


def test_others_together_are_never_elected():
    assert won(line("a", 10), line("b", 5), others(90)).elected == ("a",)


def test_a_winner_before_the_figures_is_who_was_said_to_be_elected():
    result = won(line("a", elected=True), line("b"))
    assert (result.elected, result.majority, result.shares) == (("a",), None, {})


def test_once_votes_are_known_the_votes_decide_and_not_what_was_said():
    assert won(line("a", 10, elected=True), line("b", 20)).elected == ("b",)


def test_no_votes_known_elects_nobody():
    assert won(line("a"), line("b")).elected == ()


def test_candidates_elected_with_equal_votes_stand_as_on_the_ballot_paper():
    tied = [line(key, 558) for key in "north east south west apple pear plum quince".split()]
    assert won(*tied, line("last", 1), seats=8).elected == tuple(of.key for of in tied)


# Places and order.


def test_equal_votes_share_a_place_and_the_next_place_is_left_out():
    assert won(line("a", 30), line("b", 20), line("c", 20), line("d", 10)).ranks == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_who_won_the_lot_stands_before_who_lost_it():
    assert won(line("a", 558, lot=Lot.LOST), line("b", 558, lot=Lot.WON)).ranks == {"b": 1, "a": 2}


def test_rows_stand_by_votes_with_the_others_last():
    result = won(line("a", 10), others(90), line("b", 30))
    assert [of.key for of in result.ordered] == ["b", "a", "others"]


def test_rows_stand_as_on_the_ballot_paper_before_votes_are_known():
    assert [of.key for of in won(line("c"), line("a"), line("b")).ordered] == ["c", "a", "b"]


# Majority, shares, turnout, deposits.


@pytest.mark.parametrize(
    ("lines", "more", "majority"),
    [
        ([line("a", 15_529), line("b", 8_589)], {}, 6_940),
        ([line("a", 5), line("b", 5)], {}, 0),
        ([line("a", 5), line("b", 3), others(90)], {}, 2),
        ([line("a", 5)], {}, None),
        ([line("a", 5), line("b")], {}, None),
        ([line("a", 5), line("b", 3)], {"seats": 2}, None),
    ],
    ids=["first less second", "tie", "others do not count", "alone", "one not known", "several seats"],
)
def test_majority_is_first_less_second_where_both_are_known(lines, more, majority):
    assert won(*lines, **more).majority == majority


def test_shares_are_exact():
    assert won(line("a", 1), line("b", 2)).shares == {"a": Fraction(1, 3), "b": Fraction(2, 3)}


def test_shares_are_of_the_stated_valid_votes_where_others_are_unknown():
    result = won(line("a", 30), line("b", 20), others(None), valid_votes=100)
    assert result.shares == {"a": Fraction(3, 10), "b": Fraction(1, 5)}


def test_shares_for_several_seats_are_of_each_partys_best_candidate():
    lines = line("a", 30, "red"), line("b", 20, "red"), line("c", 10, "blue"), independent("d", 10)
    assert won(*lines, seats=2, valid_votes=60).shares == {"a": Fraction(3, 5), "c": Fraction(1, 5), "d": Fraction(1, 5)}


def test_no_votes_at_all_have_no_shares():
    assert won(line("a", 0), line("b", 0)).shares == {}


def test_turnout_is_valid_votes_over_the_electorate():
    assert won(line("a", 30), line("b", 20), electorate=200).turnout == Fraction(1, 4)


def test_turnout_with_rejected_papers_counts_them_too():
    assert won(line("a", 30), line("b", 20), electorate=200, rejected_ballots=10).turnout_with_rejected == Fraction(3, 10)


@pytest.mark.parametrize("more", [{}, {"electorate": 0}, {"electorate": 200, "seats": 2}], ids=["unknown", "nought", "two seats"])
def test_there_is_no_turnout_without_an_electorate_or_with_several_votes_each(more):
    result = won(line("a", 30), line("b", 20), rejected_ballots=1, **more)
    assert (result.turnout, result.turnout_with_rejected) == (None, None)


@pytest.mark.parametrize(
    ("votes", "valid", "lost"),
    [(50, 1000, True), (51, 1000, False), (499, 9_999, True), (500, 9_999, False), (0, 1, True)],
    ids=["just a twentieth", "one more", "5.0% when rounded, but less", "just above", "no vote"],
)
def test_a_deposit_needs_more_than_a_twentieth_in_whole_votes(votes, valid, lost):
    assert deposit_lost(votes, valid) is lost


def test_deposits_are_lost_by_candidates_and_not_by_others_together():
    result = won(line("a", 900), line("b", 50), others(50), deposit=True)
    assert result.deposits_lost == {"b"}


def test_where_no_deposit_is_at_stake_none_is_lost():
    assert won(line("a", 900), line("b", 5)).deposits_lost is None


# Against another contest.


def test_a_change_is_the_difference_of_two_shares():
    change = compare(won(line("a", 60), line("b", 40)), won(line("a", 1), line("b", 2)))
    assert change.shares == {"a": Fraction(3, 5) - Fraction(1, 3), "b": Fraction(2, 5) - Fraction(2, 3)}


def test_a_renamed_party_is_compared_with_its_old_name():
    now, then = won(line("new", 10, party="root"), line("b", 90)), won(line("old", 40, party="root"), line("b", 60))
    assert compare(now, then).shares["new"] == Fraction(-3, 10)


def test_a_party_that_did_not_stand_before_is_new():
    assert compare(won(line("a", 60), line("b", 40)), won(line("a", 50), line("c", 50))).shares["b"] is None


def test_two_candidates_of_one_party_before_are_taken_together():
    then = won(line("a-one", 30), line("a-two", 20), line("b", 50))
    assert compare(won(line("a", 60), line("b", 40)), then).shares["a"] == Fraction(1, 10)


def test_an_independent_is_compared_with_the_same_person_only():
    now = won(independent("sam", 30, person=1), independent("kim", 20, person=2), independent("jo", 50))
    then = won(independent("sam", 10, person=1), independent("kim", 40, person=9), independent("jo", 50))
    assert compare(now, then).shares == {"sam": Fraction(1, 5), "kim": None}  # of jo nobody knows


def test_the_speaker_is_compared_with_the_speaker():
    now, then = won(speaker(80), independent("sam", 20)), won(speaker(60), line("b", 40))
    assert compare(now, then).shares["speaker"] == Fraction(1, 5)


def test_others_together_have_no_change():
    now, then = won(line("a", 60), others(40)), won(line("a", 50), others(50))
    assert "others" not in compare(now, then).shares


def test_nothing_is_called_new_where_the_former_shares_are_unknown():
    assert compare(won(line("a", 60), line("b", 40)), won(line("a", elected=True), line("b"))).shares == {}


@pytest.mark.parametrize(
    ("winner", "former", "hands"),
    [
        (line("a", 60), line("a", 60), Hands.HOLD),
        (line("a", 60), line("c", 60), Hands.GAIN),
        (line("new", 60, party="root"), line("old", 60, party="root"), Hands.HOLD),
        (speaker(60), speaker(60), Hands.HOLD),
        (speaker(60), line("a", 60), Hands.GAIN),
        (line("a", 60), independent("sam", 60, person=1), Hands.GAIN),
        (independent("sam", 60), line("a", 60), Hands.GAIN),
        (independent("sam", 60, person=1), independent("sam", 60, person=1), Hands.HOLD),
        (independent("sam", 60, person=1), independent("kim", 60, person=2), Hands.GAIN),
        (independent("sam", 60), independent("sam", 60, person=1), None),
    ],
    ids=[
        "same party", "another party", "renamed party", "Speaker again", "Speaker from party", "party from independent",
        "independent from party", "same independent", "another independent", "perhaps the same independent",
    ],
)  # fmt: skip
def test_a_seat_is_held_or_gained_by_party_and_an_independent_by_person(winner, former, hands):
    loser = line("z", 1)
    assert compare(won(winner, loser), won(former, loser)).hands is hands


def test_nobody_holds_or_gains_a_seat_that_waits_for_the_lot():
    assert compare(won(line("a", 5), line("b", 5)), won(line("a", 9), line("b", 1))).hands is None


def test_swing_is_half_of_one_rise_and_the_other_fall():
    swing = compare(won(line("con", 60), line("lab", 40)), won(line("con", 30), line("lab", 70))).swing
    assert (swing.loser.key, swing.gainer.key, swing.size, swing.usual) == ("lab", "con", Fraction(3, 10), True)


def test_swing_to_the_loser_goes_from_the_winner():
    swing = compare(won(line("con", 60), line("lab", 40)), won(line("con", 70), line("lab", 30))).swing
    assert (swing.loser.key, swing.gainer.key, swing.size) == ("con", "lab", Fraction(1, 10))


def test_swing_between_parties_that_did_not_lead_last_time_is_not_usual():
    then = won(line("con", 50), line("lib", 40), line("lab", 10))
    assert compare(won(line("con", 60), line("lab", 40)), then).swing.usual is False


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (won(line("con", 60), line("lab", 40)), won(line("con", 60), line("lib", 40))),
        (won(line("con", 60), independent("sam", 40, person=1)), won(line("con", 60), independent("sam", 40, person=1))),
        (won(speaker(60), line("lab", 40)), won(speaker(60), line("lab", 40))),
        (won(line("con", 60), line("lab", 20), line("lib", 20)), won(line("con", 60), line("lab", 30), line("lib", 10))),
        (won(line("con", 60), line("lab", 40), seats=2), won(line("con", 60), line("lab", 40))),
        (won(line("con", 60), line("lab", 40)), won(line("con", 60), line("lab", 40), voting_system="SV")),
        (won(line("con", 60), line("lab", 40)), won(line("con", elected=True), line("lab"))),
    ],
    ids=["one is new", "independent", "Speaker", "second place shared", "two seats", "another system", "former votes unknown"],
)
def test_there_is_no_swing_unless_two_parties_led_one_plurality_seat_and_stood_before(now, then):
    assert compare(now, then).swing is None


# The one rounding.


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-1, 100), 1, "0.0"),
        (Decimal("42.25"), 1, "42.3"),
        (7, 1, "7.0"),
    ],
    ids=["half up", "half down below nought", "one half", "not to even", "no minus nought", "decimal", "whole"],
)
def test_halves_go_away_from_nought(value, places, shown):
    assert str(half_up(value, places)) == shown


@given(st.integers(-16_000, 16_000), st.integers(0, 3))
def test_rounding_agrees_with_the_decimal_library(sixteenths, places):
    shown = (Decimal(sixteenths) / 16).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert half_up(Fraction(sixteenths, 16), places) == shown


# For every ballot.


@given(ballots)
def test_shares_of_a_contest_with_one_vote_each_sum_to_one(lines):
    result = won(*lines)
    assert sum(result.shares.values()) == (1 if result.valid_votes else 0)


@given(ballots.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))), st.integers(1, 3))
def test_the_order_of_rows_changes_nothing(both, seats):
    one, two = (won(*lines, seats=seats, deposit=True, electorate=2_000_000) for lines in both)
    assert (one.ranks, one.shares, one.majority, one.turnout) == (two.ranks, two.shares, two.majority, two.turnout)
    assert (set(one.elected), set(one.awaiting_lot)) == (set(two.elected), set(two.awaiting_lot))
    assert one.deposits_lost == two.deposits_lost


@given(ballots, ballots, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_comparison(now, then, random):
    def change(lines, former):
        compared = compare(won(*lines), won(*former))
        return compared.shares, compared.hands, compared.swing

    assert change(now, then) == change(random.sample(now, len(now)), random.sample(then, len(then)))


@given(ballots, st.integers(1, 3))
def test_no_more_are_elected_than_there_are_seats_and_nobody_above_them_is_left_out(lines, seats):
    result = won(*lines, seats=seats)
    votes = {of.key: of.votes for of in lines}
    assert len(result.elected) <= seats
    left = [votes[key] for key in votes if key not in result.elected and key not in result.awaiting_lot]
    assert not left or all(votes[key] > max(left) for key in (*result.elected, *result.awaiting_lot)) or len(lines) <= seats


@given(ballots, st.integers(1, 3))
def test_a_seat_stays_open_only_while_a_tie_waits_for_it(lines, seats):
    result = won(*lines, seats=seats)
    assert bool(result.awaiting_lot) is (len(result.elected) < min(seats, len(lines)))
