"""The figures that prose may bind to, and whether a writer's words agree with one."""

from decimal import Decimal
from fractions import Fraction

import pytest

from elections.counting import Count, Line, Outcome, StandingAs, compare, outcome
from elections.figures import Figure, Unit, agrees, answer, figures, restate


def line(key: str, votes: int | None, party: str = "", abbreviation: str = "", **more) -> Line:
    more.setdefault("standing_as", StandingAs.PARTY if party else StandingAs.INDEPENDENT)
    name = key.replace("-", " ").title()
    return Line(key=key, name=name, votes=votes, party=party or None, party_short=party, party_abbreviation=abbreviation, **more)


NOW = outcome(
    Count(
        lines=(
            line("ada-quill", 600, "Harbour", "Har"),
            line("ben-rook", 360, "Orchard", "Orc"),
            line("sam-stone", 40),
        ),
        valid_votes=1000,
        rejected_ballots=10,
        electorate=4000,
        deposit=True,
    )
)
THEN = outcome(
    Count(lines=(line("otto-pear", 700, "Orchard", "Orc"), line("ada-quill", 300, "Harbour", "Har")), electorate=2000),
)


# What a result offers.


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("majority", 240, "240"),
        ("majority_share", Fraction(6, 25), "24.0%"),
        ("turnout", Fraction(1, 4), "25.0%"),
        ("turnout_with_rejected", Fraction(101, 400), "25.3%"),
        ("electorate", 4000, "4,000"),
        ("valid_votes", 1000, "1,000"),
        ("rejected_ballots", 10, "10"),
        ("ballot_papers", None, ""),
        ("candidates", 3, "3"),
        ("deposits_lost", 1, "1"),
        ("winner", "Ada Quill", "Ada Quill"),
        ("winning_party", "Harbour", "Harbour"),
        ("runner_up", "Ben Rook", "Ben Rook"),
        ("result", "Harbour gain from Orchard", "Harbour gain from Orchard"),
        ("swing", Fraction(8, 25), "32.0 points"),
        ("votes.ada-quill", 600, "600"),
        ("votes.har", 600, "600"),
        ("share.orc", Fraction(9, 25), "36.0%"),
        ("place.sam-stone", 3, "3"),
        ("change.har", Fraction(3, 10), "30.0 points"),
        ("change.orc", Fraction(-17, 50), "34.0 points"),
        ("change.sam-stone", None, ""),
        ("previous.majority", 400, "400"),
        ("previous.winner", "Otto Pear", "Otto Pear"),
        ("previous.turnout", Fraction(1, 2), "50.0%"),
        ("previous.votes.orc", 700, "700"),
    ],
)
def test_a_result_offers_the_figure(path, value, shown):
    figure = figures(NOW, THEN)[path]
    assert (figure.value, figure.shown) == (value, shown)


def test_two_rounds_offer_what_decided_and_what_was_transferred():
    lines = (
        line("ada-quill", 450, "Harbour", "Har", later=(Decimal(20),)),
        line("ben-rook", 400, "Orchard", "Orc", later=(Decimal(90),)),
        line("sam-stone", 150),
    )
    found = figures(outcome(Count(lines=lines, voting_system="SV")))
    assert (found["final_votes.ben-rook"].value, found["second_preferences.orc"].value) == (490, 90)
    assert found["final_share.ben-rook"].value == Fraction(490, 960)
    assert "final_votes.sam-stone" not in found


def test_lists_offer_their_seats():
    lines = (
        line("harbour", 600, "Harbour", "Har", is_list=True, constituency_seats=1),
        line("orchard", 400, "Orchard", "Orc", is_list=True, constituency_seats=0),
    )
    found = figures(outcome(Count(lines=lines, voting_system="AMS", seats=2)))
    assert (found["seats.harbour"].value, found["seats.orc"].value) == (1, 1)
    assert found["constituency_seats.har"].value == 1


def test_several_seats_offer_the_margin_between_the_last_elected_and_the_first_who_is_not():
    lines = (line("ada-quill", 600), line("ben-rook", 360), line("sam-stone", 40))
    assert figures(outcome(Count(lines=lines, seats=2)))["margin"].value == 320


def test_without_a_comparison_there_is_no_figure_of_change():
    paths = figures(NOW)
    assert not [path for path in paths if path.startswith(("previous.", "change.", "swing"))]


def test_before_the_count_every_figure_of_the_count_is_unknown():
    undeclared = outcome(Count(lines=(line("ada-quill", None, "Harbour", "Har"), line("sam-stone", None))))
    known = {path for path, figure in figures(undeclared, THEN).items() if figure.value is not None}
    assert {path for path in known if not path.startswith("previous.")} == {"candidates"}


def test_every_figure_knows_its_own_path():
    assert all(figure.path == path for path, figure in figures(NOW, THEN).items())


def test_a_figure_of_a_candidate_points_to_the_row():
    assert figures(NOW)["share.har"].anchor == "row-ada-quill"


def test_an_abbreviation_of_two_parties_names_neither():
    greens = Count(lines=(line("a", 1, "Green of the Hills", "Green"), line("b", 2, "Green of the Sea", "Green")))
    assert "votes.green" not in figures(outcome(greens))


def test_an_abbreviation_never_hides_a_candidate_of_that_name():
    count = Count(lines=(line("har", 1), line("ada-quill", 2, "Harbour", "Har")))
    assert figures(outcome(count))["votes.har"].value == 1


@pytest.mark.parametrize(
    ("value", "unit", "frozen"),
    [
        (15_529, Unit.VOTES, 15_529),
        (Fraction(15_529, 29_933), Unit.PER_CENT, "15529/29933"),
        ("Ada Quill", Unit.WORDS, "Ada Quill"),
        (None, Unit.VOTES, None),
    ],
    ids=["votes", "share", "words", "unknown"],
)
def test_a_figure_is_frozen_exactly(value, unit, frozen):
    assert Figure("path", value, unit).frozen == frozen


def said(*lines: Line, then=None, **more) -> str:
    now = outcome(Count(lines=lines, **more))
    words = answer(now, compare(now, then) if then else None)
    return str(words) if words else ""


HARBOUR_BEFORE = outcome(Count(lines=(line("ada-quill", 700, "Harbour"), line("ben-rook", 300, "Orchard"))))
SPEAKER_BEFORE = outcome(Count(lines=(line("spot", 700, standing_as=StandingAs.SPEAKER), line("ben-rook", 300, "Orchard"))))


@pytest.mark.parametrize(
    ("words", "lines", "more"),
    [
        ("Harbour gain from Orchard", [line("a", 6, "Harbour"), line("b", 4, "Orchard")], {"then": THEN}),
        ("Harbour hold", [line("a", 6, "Harbour"), line("b", 4, "Orchard")], {"then": HARBOUR_BEFORE}),
        ("Independent gain from Harbour", [line("a", 6), line("b", 4, "Orchard")], {"then": HARBOUR_BEFORE}),
        ("Orchard gain from Speaker", [line("a", 3), line("b", 4, "Orchard")], {"then": SPEAKER_BEFORE}),
        ("Ada Quill elected", [line("ada-quill", 6, "Harbour"), line("b", 4, "Orchard")], {}),
        ("A, B and C elected", [line("a", 9), line("b", 8), line("c", 7), line("d", 6)], {"seats": 3}),
        ("Equal votes, awaiting lot", [line("a", 6, "Harbour"), line("b", 6, "Orchard")], {"then": THEN}),
        ("", [line("a", None, "Harbour"), line("b", None, "Orchard")], {"then": THEN}),
    ],
    ids=["gain", "hold", "independent", "from the Speaker", "no comparison", "three seats", "tie", "not counted"],
)
def test_the_result_is_told_in_words(words, lines, more):
    assert said(*lines, **more) == words


# What a writer says of a figure.

MAJORITY = Figure("majority", 6940, Unit.VOTES)
SHARE = Figure("share", Fraction(15_529, 29_933), Unit.PER_CENT)  # 51.879...
FALL = Figure("change", Fraction(-9, 100), Unit.POINTS)
WINNER = Figure("winner", "Ada Quill", Unit.WORDS)
UNKNOWN = Figure("turnout", None, Unit.PER_CENT)


@pytest.mark.parametrize(
    ("words", "figure", "true"),
    [
        ("6,940", MAJORITY, True),
        ("6940 votes", MAJORITY, True),
        ("a majority of 6,940", MAJORITY, True),
        ("6,941", MAJORITY, False),
        ("almost 7,000 votes", MAJORITY, True),
        ("Almost 7,000 votes", MAJORITY, True),
        ("nearly 7,000", MAJORITY, True),
        ("just under 7,000", MAJORITY, True),
        ("almost 6,940", MAJORITY, False),
        ("almost 6,900", MAJORITY, False),
        ("almost 9,000", MAJORITY, False),
        ("more than 6,900", MAJORITY, True),
        ("more than 6,940", MAJORITY, False),
        ("at least 6,940", MAJORITY, True),
        ("over 7,000", MAJORITY, False),
        ("fewer than 7,000", MAJORITY, True),
        ("under 6,940", MAJORITY, False),
        ("at most 6,940", MAJORITY, True),
        ("up to 6,939", MAJORITY, False),
        ("about 7,000", MAJORITY, True),
        ("around 7,500", MAJORITY, False),
        ("51.9%", SHARE, True),
        ("51.88%", SHARE, True),
        ("52%", SHARE, True),
        ("51.8%", SHARE, False),
        ("over 50%", SHARE, True),
        ("more than half", SHARE, None),
        ("9.0", FALL, True),
        ("9 points", FALL, True),
        ("-9.0", FALL, True),
        ("−9.0", FALL, True),
        ("+9.0", FALL, False),
        ("Ada Quill", WINNER, True),
        ("she", WINNER, None),
        ("the winner by a mile", MAJORITY, None),
        ("", MAJORITY, None),
        ("42.3%", UNKNOWN, None),
    ],
)
def test_words_are_true_false_or_unknown(words, figure, true):
    assert agrees(words, figure) is true


@pytest.mark.parametrize(
    ("words", "figure", "restated"),
    [
        ("7,041 votes", MAJORITY, "6,940 votes"),
        ("a majority of 912.", MAJORITY, "a majority of 6,940."),
        ("7041", MAJORITY, "6940"),
        ("50%", SHARE, "52%"),
        ("50.0%", SHARE, "51.9%"),
        ("50.00 per cent", SHARE, "51.88 per cent"),
        ("+1.2", FALL, "−9.0"),
        ("-1.2", FALL, "−9.0"),
        ("1.2 points", FALL, "9.0 points"),
        ("+1.2", Figure("change", Fraction(23, 100), Unit.POINTS), "+23.0"),
        ("", MAJORITY, "6,940"),
        ("", SHARE, "51.9%"),
        ("  ", FALL, "9.0 points"),
        ("almost 7,000", MAJORITY, "almost 7,000"),
        ("at least 8,000", MAJORITY, "at least 8,000"),
        ("a landslide", MAJORITY, "a landslide"),
        ("Ben Rook", WINNER, "Ben Rook"),
        ("42.3%", UNKNOWN, "42.3%"),
        ("", UNKNOWN, ""),
    ],
)
def test_a_number_follows_the_record_in_the_format_of_the_writer(words, figure, restated):
    assert restate(words, figure) == restated


@pytest.mark.parametrize("words", ["6,940", "6940", "6,940 votes"])
def test_words_that_are_true_already_stay_as_they_are(words):
    assert restate(words, MAJORITY) == words


def several(**more) -> Outcome:
    lines = (Line("ann", "Ann", 300), Line("bob", "Bob", 200), Line("cat", "Cat", 151))
    return outcome(Count(lines, **more))


def test_counts_of_more_than_one_step_offer_their_own_figures():
    assert figures(several(seats=2))["margin"].value == 49
    assert "margin" not in figures(several())
    quota = figures(several(seats=2, voting_system="STV-SCT", valid_votes=651))["quota"]
    assert (quota.value, quota.shown) == (218, "218")
    lists = figures(several(seats=3, voting_system="AMS"))
    assert [lists[f"seats.{key}"].value for key in ("ann", "bob", "cat")] == [1, 1, 1]
    lines = (Line("ann", "Ann", 300, (Decimal(10),)), Line("bob", "Bob", 290, (Decimal(60),)), Line("cat", "Cat", 151))
    rounds = figures(outcome(Count(lines, voting_system="SV")))
    assert (rounds["final_votes.ann"].value, rounds["final_votes.bob"].value, rounds["votes.bob"].value) == (310, 350, 290)
    assert "final_votes.cat" not in rounds
