"""What somebody pastes: put to the boxes by name and party in whatever form it comes, and never guessed."""

import pytest

from elections.forms import name_of
from elections.models import Candidacy
from elections.paste import INDEPENDENT, Line, read
from tests import world
from tests.elections.desk import Desk, address, inputs, rows, words
from tests.elections.test_notices import corrected, typed

QUILL, ROOK, STONE, WICK = 12_345, 9_876, 2_100, 400
NORTHMARSH = (
    Line(("quill",), "Ada Quill", "Quill", ("Harbour Party", "Harbour", "Har")),
    Line(("rook",), "Ben Rook", "", ("Orchard Party", "Orchard", "Orc", "Local Orchards")),
    Line(("stone",), "Sam Stone", "", INDEPENDENT),
    Line(("wick",), "Lil Wick", "", ("Lantern Party", "Lantern", "Lan", "Plaid Llusern")),
)
TOTALS = ("valid_votes", "rejected_ballots", "ballot_papers", "electorate")
ALL = {"quill": QUILL, "rook": ROOK, "stone": STONE, "wick": WICK}
NOTICE = """I, Jo Bell, being the Acting Returning Officer at the election held on Thursday 1 May 2031, do hereby give notice
that the number of votes recorded for each candidate is as follows:
Name of Candidate\tDescription (if any)\tNumber of Votes
ROOK\tOrchard Party\t9,876
Ben
QUILL\tHarbour Party Candidate\t12,345 ELECTED
Ada Jane
STONE\tIndependent\t2,100
Sam
WICK\tLantern Party\t400
Lil
The number of ballot papers rejected was as follows:
a) want of an official mark\t0
b) voting for more candidates than voter was entitled to\t21
c) writing or mark by which voter could be identified\t3
d) being unmarked or wholly void for uncertainty\t76
Total\t100
Vacant Seats: 1 Electorate: 60,000 Turnout: 41.2%
"""
READINGS = {
    "a column": ("12345\n9876\n2100\n400", ALL),
    "a column with its heading, Windows line ends and thousands": ("Votes\r\n12,345\r\n9,876\r\n2,100\r\n400\r\n", ALL),
    "a column with its total": ("12345\n9876\n2100\n400\nTotal 24721", {**ALL, "valid_votes": 24_721}),
    "a row of cells": ("12345\t9876\t2100\t400", ALL),
    "two columns": ("Ada Quill\t12345\nBen Rook\t9876\nSam Stone\t2100\nLil Wick\t400", ALL),
    "another order": ("WICK Lil\t400\nQUILL Ada\t12,345\nSTONE Sam\t2,100\nROOK Ben\t9,876", ALL),
    "votes first": ("12,345 Ada Quill\n9,876 Ben Rook\n2,100 Sam Stone\n400 Lil Wick", ALL),
    "CSV with shares and changes": (
        "Ada Quill,Harbour,12345,49.9,+1.0\nBen Rook,Orchard,9876,40.0,-2\nSam Stone,Ind,2100,8.5,+8.5\nLil Wick,,400,1.6,0.0",
        ALL,
    ),
    "CSV with quoted thousands": (
        '"Quill, Ada",Harbour,"12,345"\n"Rook, Ben",Orchard,"9,876"\n"Stone, Sam",,"2,100"\n"Wick, L",,400',
        ALL,
    ),
    "semicolons, points and a decimal comma": (
        "Ada Quill;12.345;49,9 %\nBen Rook;9.876;40,0 %\nSam Stone;2.100;8,5 %\nLil Wick;400;1,6 %",
        ALL,
    ),
    "thousands after a space": ("Ada Quill 12 345\nBen Rook 9 876\nSam Stone 2 100\nLil Wick 400", ALL),
    "thousands after a space that does not break": (
        "Ada Quill\t12\u00a0345\nBen Rook\t9\u202f876\nSam Stone\t2\u00a0100\nLil\u00a0Wick\t400",
        ALL,
    ),
    "the returning officer's words": (
        "Quill, Ada Jane, Harbour Party, 12,345\nRook, Ben, Orchard, 9,876\nStone, Sam, Independent, 2,100\nWick, Lil, 400.",
        ALL,
    ),
    "all on one line": ("Quill, Ada, Harbour, 12,345; Rook, Ben, 9,876; Stone, Sam, 2,100; Wick, Lil, Lantern, 400", ALL),
    "a paragraph that breaks within its parts": (
        "Quill, Ada, Harbour, 12,345,\nRook, Ben,\nOrchard, 9,876, Stone, Sam, 2,100,\nWick, Lil, Lantern,\n400",
        ALL,
    ),
    "the party in brackets": ("Ada Quill (Har) 12,345\nBen Rook (Orc) 9,876\nSam Stone (Ind) 2,100\nLil Wick (Lan) 400", ALL),
    "parties only": ("Harbour 12345\nOrchard Party candidate 9876\nInd 2100\nPlaid Llusern / Lantern Party 400", ALL),
    "the party's own description": ("Local Orchards 9876", {"rook": ROOK}),
    "family names only": ("QUILL 12345\nROOK 9876\nSTONE 2100\nWICK 400", ALL),
    "initials": ("A. J. Quill 12345\nB Rook 9876\nStone S 2100\nWick, L. 400", ALL),
    "places before names": ("1. Ada Quill 12,345\n2. Ben Rook 9,876\n3. Sam Stone 2,100\n4. Lil Wick 400", ALL),
    "places in a column": ("1\tAda Quill\t12345\n2\tBen Rook\t9876\n3\tSam Stone\t2100\n4\tLil Wick\t400", ALL),
    "one column of votes among others": (
        "Candidate\tAge\tVotes\nAda Quill\t43\t12345\nBen Rook\t51\t9876\nSam Stone\t60\t2100\nLil Wick\t39\t400",
        ALL,
    ),
    "name, party and votes below one another": (
        "QUILL\nAda\nHarbour Party\n12,345\n49.9%\nELECTED\n\nROOK Ben\nOrchard Party\n9,876\n\nSTONE Sam\n2,100\nWICK Lil\n400",
        ALL,
    ),
    "accents, apostrophes and a byte order mark": ("\ufeffÁda Quíll 12345\nBen Rook’s 1", {"quill": QUILL}),
    "two languages": (
        "Ada Quill Etholwyd / Elected 12345\nNifer y papurau pleidleisio a wrthodwyd / rejected 100",
        {"quill": QUILL, "rejected_ballots": 100},
    ),
    "a notice": (NOTICE, {"electorate": 60_000, "rejected_ballots": 100, **ALL}),
    "what else the paper states": (
        "Electorate 70,768\nBallot papers 24,821\nRejected ballot papers 182\nValid votes 24,721\nTurnout 42.55%\nMajority 2,469",
        {"electorate": 70_768, "ballot_papers": 24_821, "rejected_ballots": 182, "valid_votes": 24_721},
    ),
    "a total of all papers": (
        "Ada Quill 12345\nBen Rook 9876\nSam Stone 2100\nLil Wick 400\nRejected 100\nTotal 24,821",
        {**ALL, "rejected_ballots": 100, "ballot_papers": 24_821},
    ),
    "the same line twice": ("Ada Quill 12345\nQuill, Ada (Harbour) 12,345", {"quill": QUILL}),
    "nought": ("Ada Quill 0", {"quill": 0}),
    "nothing": (" \n\n", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", READINGS)
def test_what_is_pasted_fills_the_boxes_that_it_is_about(name):
    text, filled = READINGS[name]
    assert dict(read(text, NORTHMARSH, TOTALS).filled) == filled


@pytest.mark.parametrize("name", ["a column", "two columns", "parties only", "a notice"])
def test_a_whole_paste_leaves_nothing_over(name):
    found = read(READINGS[name][0], NORTHMARSH, TOTALS)
    assert found.unplaced == () and found.unfilled == () and found.in_order == (name == "a column")


GREEN, LABOUR = ("Green Meadow Party", "Meadow"), ("Mill Party", "Mill")
NAMESAKES = (
    Line(("a",), "John Vale", "", GREEN),
    Line(("b",), "John Vale", "", LABOUR),
    Line(("c",), "Pat Mill", "", GREEN),
    Line(("d",), "John Paul Vale", "", ("Upper Meadow Party", "Upper Meadow")),
)
PUT_NOWHERE = {
    "fewer numbers than candidates": (NORTHMARSH, "1\n2\n3", "3 figures without names, for 4 candidates"),
    "more numbers than candidates": (NORTHMARSH, "1\n2\n3\n4\n10", "5 figures without names, for 4 candidates"),
    "a name that nobody has": (NORTHMARSH, "Zed Nobody\t500", "No candidate of this contest is called that."),
    "a name that nobody has, of a party that somebody stands for": (NORTHMARSH, "Zed Nobody, Harbour, 500", "is called that"),
    "a name with another candidate's party": (NORTHMARSH, "Ada Quill, Orchard, 500", "Ada Quill stands here with another"),
    "a name above another candidate's party": (NORTHMARSH, "Ada Quill\nOrchard Party\n500", "Ada Quill stands here with another"),
    "another given name": (NORTHMARSH, "Otto Quill 500", "No candidate"),
    "two figures": (NORTHMARSH, "Ada Quill 500 43", "it is not clear which figure is the votes"),
    "a number before the name that does not count": (NORTHMARSH, "7 Ada Quill 500\n3 Ben Rook 400", "not clear which figure"),
    "thousands in CSV without quotes": (NORTHMARSH, "Ada Quill,Harbour,12,345", "not clear which figure"),
    "a space beside other thousands": (NORTHMARSH, "Ada Quill 12 345\nElectorate 60,000", "not clear which figure"),
    "votes above names": (NORTHMARSH, "500\nAda Quill\n400\nBen Rook", "of the name above or below it"),
    "two lines for one candidate": (NORTHMARSH, "Ada Quill 500\nAda Quill 501", "2 lines for Ada Quill, with different figures."),
    "a total twice": (NORTHMARSH, "Electorate 5\nElectorate 6", "Stated twice, with different figures."),
    "an unknown name under a known one": (NORTHMARSH, "Ada Quill\nZed Nobody\n500", "No candidate"),
    "more than there are voters": (NORTHMARSH, "Ada Quill 123456789", "not clear which figure"),
    "namesakes": (NAMESAKES, "John Vale 500", "This fits more than one: John Vale; John Vale."),
    "a party with two candidates": (NAMESAKES, "Green Meadow 500", "This fits more than one: John Vale; Pat Mill."),
    "a family name that is a party": (NAMESAKES, "Mill 500", "This fits more than one: John Vale; Pat Mill."),
}


@pytest.mark.parametrize("name", PUT_NOWHERE)
def test_what_is_not_certain_is_shown_and_not_guessed(name):
    lines, text, why = PUT_NOWHERE[name]
    found = read(text, lines, TOTALS)
    assert not {box for line in lines for box in line.boxes} & set(found.filled)
    assert why in str(found.unplaced[0].why)
    assert {one.name for one in lines} == set(found.unfilled)


def test_the_party_tells_namesakes_apart_and_the_longer_name_is_the_other_s():
    found = read("VALE John (Mill) 1\nVale, John, Green Meadow Party, 2\nVALE John Paul 3\nUpper Meadow 3\nPat Mill 4", NAMESAKES)
    assert dict(found.filled) == {"b": 1, "a": 2, "d": 3, "c": 4}


def test_lines_without_a_figure_for_a_box_are_said_to_be_passed_over():
    assert read("By-election\nAda Quill 5\nMajority 3", NORTHMARSH).passed == ("By-election", "Majority 3")


def test_columns_are_filled_where_every_figure_of_a_line_is_there_else_the_first():
    lines = (Line(("quill", "quill_2"), "Ada Quill"), Line(("rook", "rook_2"), "Ben Rook"))
    found = read("Ada Quill 45 55.5\nBen Rook 40\nQuota 51.5", lines, ("quota",), decimals=True)
    assert {name: str(value) for name, value in found.filled.items()} == {
        "quill": "45", "quill_2": "55.5", "rook": "40", "quota": "51.5",
    }  # fmt: skip


# At the desk.

VOTES = "Ben Rook (Orchard) 9,876\nAda Quill 12,345\nStone, Independent, 2,100\nLantern 400"
TEXT = f"{VOTES}\nTotal 24,721\nRejected 100\nElectorate 60,000"


def put(desk: Desk, contest, text: str, page="count", **more):
    return desk.client.post(address(contest, page), desk.fill(contest, {"pasted": text, **more}, fill="Fill in"))


def test_a_paste_fills_the_sheet_to_be_looked_at_and_hands_nothing_in(northmarsh, editor):
    page = put(editor, northmarsh, TEXT)
    assert "7 boxes filled from what you pasted." in words(page) and "Put nowhere" not in words(page)
    boxes = inputs(page)
    assert [boxes[name_of("votes", pk)] for pk in northmarsh.candidacies.values_list("pk", flat=True)] == [
        "12,345", "9,876", "2,100", "400",
    ]  # fmt: skip
    assert "Sum of the boxes 24,721" in words(page) and "is a tenth of last time’s" in words(page)
    assert not northmarsh.sheets.exists()


def test_what_was_typed_gives_way_and_is_shown_beside_and_what_is_not_pasted_stays(northmarsh, editor):
    page = put(
        editor, northmarsh, "Ben Rook 9,876\nAda Quill 12,345", **{"Ben Rook": "9,867", "Ada Quill": "12345", "Sam Stone": "7"}
    )
    assert "Ben Rook: 9,867 was there, 9,876 is there now." in words(page)
    assert "Sam Stone: 7 stays" in words(page) and "Ada Quill:" not in words(page)
    assert "9,867 was typed here before." in next(row for row in rows(page) if row[0].startswith("Ben Rook"))[-1]


def test_what_could_not_be_placed_is_said_and_is_still_there(northmarsh, editor):
    page = put(editor, northmarsh, "Zed Nobody 5\nBen Rook 9,876")
    assert "Zed Nobody 5 No candidate of this contest is called that." in words(page)
    assert "Zed Nobody 5\nBen Rook 9,876</textarea>" in page.content.decode()
    assert "</textarea>" in put(editor, northmarsh, "Ben Rook 9,876").content.decode()
    assert "Ben Rook 9,876</textarea>" not in put(editor, northmarsh, "Ben Rook 9,876").content.decode()


def test_a_paste_may_be_anything_and_shows_nothing_as_markup(northmarsh, editor):
    page = put(editor, northmarsh, '<script>alert(1)</script> 5\n"unclosed, 4\x0b\n' + "9" * 5_000)
    assert page.status_code == 200 and "<script>alert" not in page.content.decode()


def test_a_correction_takes_a_paste_like_a_first_count(northmarsh, editor):
    world.declare(northmarsh)
    correction = f"/admin/elections/contest/{northmarsh.pk}/declare/correction/"
    more = {"pasted": "Ada Quill 12,545", "public_note": "Misread.", "fill": "Fill in"}
    page = editor.client.post(correction, {**typed(editor.client.get(correction)), **corrected(northmarsh), **more})
    assert "1 box filled" in words(page) and "Misread." in page.content.decode() and "12,545" in page.content.decode()
    assert northmarsh.newest_declaration().revision == 1


def test_lists_and_second_preferences_take_two_figures_a_line(editor):
    page = put(editor, world.lists(), "Harbour Party\t100\t2\nOrchard Party\t80\t1\nSam Stone\t5\t0")
    figures = [value for name, value in inputs(page).items() if name.startswith(("votes_", "seats_"))]
    assert figures == ["100", "2", "80", "1", "5", "0"]


def test_an_aggregate_and_the_speaker_are_called_what_papers_call_them(editor):
    contest = world.contest("Northmarsh", world.NORTHMARSH)
    contest.candidacies.filter(slug="sam-stone").update(standing_as=Candidacy.StandingAs.SPEAKER)
    page = put(editor, contest, "The Speaker seeking re-election 2,100")
    assert "1 box filled" in words(page)
