"""Doubts about a sheet: each refusal in words with the sum shown, and none for what is in order."""

import pytest

from elections.counting import Count, Line
from elections.scrutiny import Level, examine


def sheet(*votes: int | None, **more) -> Count:
    """A sheet of Ada, Ben and Cal with these votes."""
    lines = tuple(Line(key=name.lower(), name=name, votes=v) for name, v in zip(("Ada", "Ben", "Cal"), votes, strict=False))
    return Count(lines=lines, **more)


def with_others(known: int, unknown: int | None, **more) -> Count:
    others = Line(key="others", name="Others", votes=unknown, aggregate=True)
    return Count(lines=(Line(key="ada", name="Ada", votes=known), others), **more)


@pytest.mark.parametrize(
    "count",
    [
        sheet(30, 20),
        sheet(0, 0),
        sheet(30, 20, valid_votes=50, rejected_ballots=3, ballot_papers=53, electorate=53),
        sheet(30, 20, valid_votes=50, rejected_ballots=3, ballot_papers=60, electorate=100),
        sheet(30, 20, valid_votes=30, seats=2),
        with_others(30, 20, valid_votes=50),
        with_others(30, None, valid_votes=50),
    ],
    ids=["votes only", "no vote cast", "everybody voted", "all stated", "two votes each", "others known", "others unknown"],
)
def test_a_paper_in_order_is_not_refused(count):
    assert [doubt for doubt in examine(count) if doubt.level is Level.REFUSE] == []


REFUSED = {
    "missing": (
        sheet(30, None),
        ("missing", "ben", "", "Ben has no figure. Enter 0 if no vote was cast."),
    ),
    "negative": (
        sheet(30, -2),
        ("negative", "ben", "", "-2 is below nought. Enter the votes as read out."),
    ),
    "one above the electorate": (
        sheet(1200, 20, electorate=1000, seats=2, valid_votes=700),
        ("above-electorate", "ada", "", "1,200 votes for Ada are more than the electorate of 1,000."),
    ),
    "sum above the stated total": (
        sheet(6000, 4000, valid_votes=9997),
        ("sum", "", "valid_votes", "The boxes add up to 10,000; the paper says 9,997. 10,000 − 9,997 = 3."),
    ),
    "sum below the stated total": (
        sheet(6000, 4000, valid_votes=10_001),
        ("sum", "", "valid_votes", "The boxes add up to 10,000; the paper says 10,001. 10,001 − 10,000 = 1."),
    ),
    "two digits swapped": (
        sheet(6000, 4027, valid_votes=10_072),
        (
            "sum",
            "",
            "valid_votes",
            "The boxes add up to 10,027; the paper says 10,072. 10,072 − 10,027 = 45. "
            "A difference that 9 divides is often two digits swapped.",
        ),
    ),
    "valid votes above the electorate": (
        sheet(600, 500, valid_votes=1100, electorate=1000),
        ("valid-above-electorate", "", "electorate", "1,100 valid votes are more than the electorate of 1,000."),
    ),
    "sum above the electorate where no total is stated": (
        sheet(600, 500, electorate=1000),
        ("valid-above-electorate", "", "electorate", "1,100 valid votes are more than the electorate of 1,000."),
    ),
    "papers above the electorate": (
        sheet(600, 300, ballot_papers=1100, electorate=1000),
        ("papers-above-electorate", "", "ballot_papers", "1,100 ballot papers are more than the electorate of 1,000."),
    ),
    "votes and rejected above the papers": (
        sheet(600, 300, rejected_ballots=11, ballot_papers=910),
        (
            "above-papers",
            "",
            "ballot_papers",
            "900 valid votes and 11 rejected papers are 911, more than the 910 ballot papers.",
        ),
    ),
    "votes above the papers where none is said to be rejected": (
        sheet(600, 300, ballot_papers=899),
        ("above-papers", "", "ballot_papers", "900 valid votes and 0 rejected papers are 900, more than the 899 ballot papers."),
    ),
}


@pytest.mark.parametrize(("count", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_paper_that_contradicts_itself_is_refused_in_words(count, expected):
    (doubt,) = examine(count)
    assert (doubt.code, doubt.line, doubt.box, str(doubt)) == expected


@pytest.mark.parametrize("count", [count for count, _ in REFUSED.values()], ids=REFUSED)
def test_each_of_these_doubts_refuses(count):
    assert {doubt.level for doubt in examine(count)} == {Level.REFUSE}


def test_nothing_is_taken_while_the_polls_are_open():
    (doubt,) = examine(sheet(30, 20), polls_open=True)
    assert str(doubt) == "The polls are still open. A result may be entered once they have closed."


def test_every_doubt_is_said_at_once_in_the_order_of_the_sheet():
    codes = [doubt.code for doubt in examine(sheet(None, -1, 20), polls_open=True)]
    assert codes == ["polls-open", "missing", "negative"]


def test_a_figure_for_the_others_need_not_be_known():
    assert examine(with_others(30, None)) == ()


def test_known_votes_above_the_stated_total_are_refused_even_where_others_are_unknown():
    assert [doubt.code for doubt in examine(with_others(60, None, valid_votes=50))] == ["sum"]


def test_a_difference_of_nought_is_no_swapped_digits():
    assert examine(sheet(6000, 4000, valid_votes=10_000)) == ()
