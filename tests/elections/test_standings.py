"""Many contests together, and one seat through the years."""

from datetime import date
from fractions import Fraction

import pytest

from elections.counting import Count, Line, Outcome, StandingAs, outcome
from elections.standings import Entry, Held, defending, gains, progress, standings, tenures


def line(party: str, votes: int | None = None, **more) -> Line:
    return Line(key=more.pop("key", party), name=more.pop("name", party), votes=votes, party=party, party_short=party, **more)


def independent(name: str, votes: int, person: object = None) -> Line:
    return Line(key=name, name=name, votes=votes, standing_as=StandingAs.INDEPENDENT, person=person)


def result(*lines: Line, seats: int = 1, **more) -> Outcome:
    return outcome(Count(lines=lines, seats=seats, **more))


GAIN = Entry(result(line("a", 60), line("b", 40)), result(line("a", 30), line("b", 70)))
HOLD = Entry(result(line("a", 51), line("b", 49)), result(line("a", 80), line("b", 20)))
LOSS = Entry(result(line("a", 10), line("c", 90)), result(line("a", 99), line("b", 1)))
WAITING = Entry(result(line("a"), line("b")), result(line("a", 1), line("b", 2)), declared=False)


def table(*entries: Entry) -> dict[str, tuple]:
    return {one.line.party_short or one.line.name: (one.seats, one.gained, one.lost, one.net) for one in standings(entries)}


def test_seats_gains_and_losses_are_counted_seat_by_seat():
    assert table(GAIN, HOLD, LOSS) == {"a": (2, 1, 1, 0), "b": (0, 0, 1, -1), "c": (1, 1, 0, 1)}


def test_a_contest_that_waits_counts_for_nobody():
    assert table(GAIN, WAITING) == table(GAIN)
    assert (progress([GAIN, WAITING]).declared, progress([GAIN, WAITING]).contests) == (1, 2)


def test_who_took_what_from_whom_is_a_matrix():
    assert [(gain.winner.key, gain.former.key, gain.number) for gain in gains([GAIN, GAIN, LOSS, HOLD])] == [
        ("a", "b", 2),
        ("c", "a", 1),
    ]


def test_without_a_comparison_there_is_no_net():
    assert table(Entry(result(line("a", 2), line("b", 1))))["a"] == (1, 0, 0, None)


def test_several_seats_have_a_net_and_no_gains():
    ward = Entry(result(line("a", 9), line("b", 8), line("c", 1), seats=2), result(line("a", 9), line("c", 8), seats=2))
    assert table(ward) == {"a": (1, 0, 0, 0), "b": (1, 0, 0, 1), "c": (0, 0, 0, -1)}


def test_where_the_seats_are_not_the_same_nothing_is_net():
    ward = Entry(result(line("a", 9), line("b", 8), line("c", 1), seats=2), result(line("a", 9), line("c", 8)))
    assert {net for _seats, _gained, _lost, net in table(ward).values()} == {None}


def test_a_renamed_party_is_one_party_under_its_new_name():
    now = Line(key="n", name="n", votes=5, party="root", party_short="New")
    then = Line(key="o", name="o", votes=5, party="root", party_short="Old")
    assert table(Entry(result(now, line("b", 1)), result(then, line("b", 1)))) == {"New": (1, 0, 0, 0), "b": (0, 0, 0, 0)}


def test_independents_are_counted_together():
    entries = [Entry(result(independent("kim", 9), line("a", 1))), Entry(result(independent("sam", 9), line("a", 1)))]
    (first, _second) = standings(entries)
    assert (first.line.standing_as, first.seats, first.votes, first.share) == ("independent", 2, 18, Fraction(18, 20))


def test_votes_are_not_added_up_where_a_paper_has_several():
    ward = Entry(result(line("a", 9), line("b", 8), line("c", 1), seats=2))
    assert {(one.votes, one.share) for one in standings([ward])} == {(None, None)}


def test_lists_win_as_many_seats_as_they_are_awarded():
    region = Entry(
        result(line("a", 60, constituency_seats=0), line("b", 30, constituency_seats=0), seats=3, voting_system="AMS"),
        column="List",
    )
    assert [(one.line.key, one.columns) for one in standings([region])] == [("a", {"List": 2}), ("b", {"List": 1})]
    assert progress([region]).filled == {"List": 3}


# One seat through the years.


def held(year: int, of: str, ballot: str = "") -> Held:
    return Held(date(year, 5, 1), ballot or f"parl.{year}", line(of, elected=True))


HISTORY = [held(1974, "lab"), held(1979, "lab"), held(2019, "lab"), held(2021, "con"), held(2024, "lab")]


@pytest.mark.parametrize(
    ("year", "holder", "since", "first"),
    [(1979, "lab", 1974, True), (2021, "lab", 1974, True), (2024, "con", 2021, False), (2030, "lab", 2024, False)],
)
def test_who_defends_a_seat_has_held_it_without_a_break_before_the_poll(year, holder, since, first):
    tenure = defending(HISTORY, date(year, 5, 1))
    assert (tenure.holder.key, tenure.since.year, tenure.first) == (holder, since, first)


def test_nobody_defends_what_was_never_held():
    assert defending(HISTORY, date(1974, 5, 1)) is None


def test_the_order_on_record_makes_no_difference():
    assert tenures(HISTORY) == tenures(HISTORY[::-1])


def test_two_independents_who_may_be_one_are_two_tenures():
    polls = [Held(date(2000 + n, 5, 1), str(n), independent("kim", 1)) for n in range(2)]
    assert len(tenures(polls)) == 2
    known = [Held(date(2000 + n, 5, 1), str(n), independent("kim", 1, person=1)) for n in range(2)]
    assert len(tenures(known)) == 1
