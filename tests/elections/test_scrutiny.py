"""Doubts about a sheet: each refusal and each query in words with the sum shown, and none for what is in order."""

import pytest

from elections.counting import Count, Line, StandingAs, outcome
from elections.scrutiny import Level, examine, swaps


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
            "Two digits swapped would explain it: Ben, 4,027 for 4,072.",
        ),
    ),
    "two digits swapped in one of several boxes": (
        sheet(15_592, 8_529, 529, valid_votes=24_587),
        (
            "sum",
            "",
            "valid_votes",
            "The boxes add up to 24,650; the paper says 24,587. 24,650 − 24,587 = 63. "
            "Two digits swapped would explain it: Ada, 15,592 for 15,529.",
        ),
    ),
    "two digits swapped in any of four boxes, of which three are named": (
        Count(lines=tuple(Line(key=name, name=name, votes=121) for name in ("Ada", "Ben", "Cal", "Dee")), valid_votes=475),
        (
            "sum",
            "",
            "valid_votes",
            "The boxes add up to 484; the paper says 475. 484 − 475 = 9. "
            "Two digits swapped would explain it: Ada, 121 for 112; Ben, 121 for 112; Cal, 121 for 112.",
        ),
    ),
    "a difference of 9 that no two digits explain": (
        sheet(6000, 4000, valid_votes=10_009),
        (
            "sum",
            "",
            "valid_votes",
            "The boxes add up to 10,000; the paper says 10,009. 10,009 − 10,000 = 9. "
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


# Queries: each case beside what just passes. What is asked, about which line or box, and in which words.


def poll(*lines: tuple, **more) -> Count:
    """A count of (party, votes), each party's candidate being called by its name."""
    return Count(lines=tuple(Line(key=p.lower(), name=p, party=p, party_short=p, votes=v) for p, v in lines), **more)


BEFORE = poll(("Harbour", 500), ("Orchard", 300), ("Lantern", 200), electorate=2000)  # a turnout of 50%
FIVE = ("Harbour", "Lantern", "Mill", "Orchard", "Quay")


def five(*votes: int) -> Count:
    return poll(*zip(FIVE, votes, strict=True))


QUERIED = {  # what is wrong: count, what it is measured by, and (code, line, box, sentence), or None where it passes
    "a tie without its lot": (
        sheet(30, 30), {},
        ("tie", "", "", "Ada and Ben have equal votes for the last seat. Without the lot it is published as awaiting it."),
    ),
    "electorate 10% off": (sheet(300, 200, electorate=1100), {"expected_electorate": 1000}, None),
    "electorate more than 10% above": (
        sheet(300, 200, electorate=1101), {"expected_electorate": 1000},
        ("electorate", "", "electorate", "An electorate of 1,101 is far from the 1,000 expected."),
    ),
    "electorate more than 10% below": (
        sheet(300, 200, electorate=899), {"expected_electorate": 1000},
        ("electorate", "", "electorate", "An electorate of 899 is far from the 1,000 expected."),
    ),
    "turnout of 10%": (sheet(60, 40, electorate=1000), {}, None),
    "turnout under 10%": (
        sheet(59, 40, electorate=1000), {},
        ("turnout", "", "electorate", "99 of 1,000 electors is a turnout of 9.9%."),
    ),
    "turnout of 90%": (sheet(600, 300, electorate=1000), {}, None),
    "turnout over 90%": (
        sheet(600, 301, electorate=1000), {},
        ("turnout", "", "electorate", "901 of 1,000 electors is a turnout of 90.1%."),
    ),
    "turnout less than 12 points off": (poll(("Harbour", 400), ("Orchard", 361), electorate=2000), {"before": BEFORE}, None),
    "turnout 12 points below last time": (
        poll(("Harbour", 400), ("Orchard", 360), electorate=2000), {"before": BEFORE},
        ("turnout-apart", "", "electorate", "A turnout of 38.0% is 12.0 points below last time’s 50.0%."),
    ),
    "turnout 12 points above last time": (
        poll(("Harbour", 700), ("Orchard", 540), electorate=2000), {"before": BEFORE},
        ("turnout-apart", "", "electorate", "A turnout of 62.0% is 12.0 points above last time’s 50.0%."),
    ),
    "swing of 25 points": (poll(("Harbour", 250), ("Orchard", 550), ("Lantern", 200)), {"before": BEFORE}, None),
    "swing over 25 points": (
        poll(("Harbour", 249), ("Orchard", 551), ("Lantern", 200)), {"before": BEFORE},
        ("swing", "orchard", "", "The swing from Harbour to Orchard is 25.1 points."),
    ),
    "rejected papers under 3%": (sheet(600, 371, rejected_ballots=30), {}, None),
    "rejected papers of 3%": (
        sheet(600, 370, rejected_ballots=30), {},
        ("rejected", "", "rejected_ballots", "30 rejected papers of 1,000 are 3.0%."),
    ),
    "a winner who was second": (poll(("Harbour", 380), ("Orchard", 420), ("Lantern", 200)), {"before": BEFORE}, None),
    "a winner who was third": (
        poll(("Harbour", 350), ("Orchard", 300), ("Lantern", 360)), {"before": BEFORE},
        ("outsider", "lantern", "", "Lantern would win; last time the first were Harbour, Orchard."),
    ),
    "four in the order of the ballot paper": (poll(*zip(FIVE[:4], (50, 40, 30, 20), strict=True)), {}, None),
    "five, two of them equal": (five(50, 40, 30, 30, 20), {}, None),
    "five in the order of the ballot paper": (
        five(50, 40, 30, 20, 10), {},
        ("ballot-order", "", "", "By votes the 5 candidates come just as on the ballot paper. Is each figure on its own line?"),
    ),
    "nine times": (poll(("Harbour", 4499), ("Orchard", 2700), ("Lantern", 1800)), {"before": BEFORE}, None),
    "ten times": (
        poll(("Harbour", 4500), ("Orchard", 2900), ("Lantern", 2000)), {"before": BEFORE},
        ("tenfold", "lantern", "", "2,000 for Lantern is ten times last time’s 200, or more."),
    ),
    "a tenth": (
        poll(("Harbour", 500), ("Orchard", 300), ("Lantern", 20)), {"before": BEFORE},
        ("tenfold", "lantern", "", "20 for Lantern is a tenth of last time’s 200, or less."),
    ),
    "a tenth of a handful": (
        poll(("Harbour", 500), ("Lantern", 9)), {"before": poll(("Harbour", 500), ("Lantern", 90))}, None,
    ),
}  # fmt: skip


def measured(count, by):
    return examine(count, **{name: outcome(value) if name == "before" else value for name, value in by.items()})


@pytest.mark.parametrize(("count", "by", "expected"), QUERIED.values(), ids=QUERIED)
def test_what_is_rare_is_asked_in_words_and_what_just_passes_is_not(count, by, expected):
    found = [(doubt.code, doubt.line, doubt.box, str(doubt)) for doubt in measured(count, by)]
    assert found == ([expected] if expected else [])
    assert {doubt.level for doubt in measured(count, by)} <= {Level.QUERY}


def test_what_is_refused_is_not_asked_about_as_well():
    count = poll(("Harbour", 249), ("Orchard", 551), ("Lantern", 200), valid_votes=999)
    assert {doubt.code for doubt in measured(count, {"before": BEFORE})} == {"sum"}


def test_a_party_with_several_lines_is_not_measured_against_one():
    lines = tuple(Line(key=name, name=name, party="Lantern", votes=votes) for name, votes in (("Ada", 20), ("Ben", 180)))
    assert [doubt.code for doubt in measured(Count(lines=lines, seats=2), {"before": BEFORE})] == []


@pytest.mark.parametrize(("name", "codes"), [("Sam", []), ("Tom", ["outsider"])])
def test_an_independent_who_is_not_known_as_a_person_is_told_by_the_name(name, codes):
    def alone(who, votes):
        return Line(key="alone", name=who, standing_as=StandingAs.INDEPENDENT, votes=votes)

    before = Count(lines=(*poll(("Harbour", 500), ("Orchard", 300)).lines, alone("Sam", 400)))
    now = Count(lines=(*poll(("Harbour", 400), ("Orchard", 300)).lines, alone(name, 500)))
    assert [doubt.code for doubt in measured(now, {"before": before})] == codes


def test_a_result_whose_votes_are_not_known_measures_nothing():
    before = Count(kind="winner", lines=(Line(key="orchard", name="Orchard", party="Orchard", elected=True),))
    assert measured(poll(("Harbour", 400), ("Orchard", 300)), {"before": before}) == ()


@pytest.mark.parametrize(
    ("number", "swapped"),
    [(7, set()), (77, set()), (70, set()), (15_592, {51_592, 15_952, 15_529}), (9_050, {9_500, 9_005})],
)
def test_two_neighbouring_digits_swapped(number, swapped):
    assert swaps(number) == swapped
