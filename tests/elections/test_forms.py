"""The sheet of every voting system: two people enter one paper at the desk, and what it says is declared."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from elections import results
from elections.papers import ELSEWHERE
from tests import world
from tests.elections.desk import Desk, address, doubts, inputs, labels, rows, words

THREE = {"Ada Quill": ("Harbour Party", 0), "Ben Rook": ("Orchard Party", 0), "Lil Wick": ("Lantern Party", 0)}
SOURCE = {"source": "the declaration paper"}


def several():
    return world.contest("Mill", THREE, seats=2)


def supplementary():
    return world.contest("Eastvale", THREE, voting_system="SV")


def closed_lists():
    return world.lists("PR-CL")


def transferable(system="STV-SCT"):
    return world.contest("Quay", THREE, voting_system=system)


SEVERAL = {**SOURCE, "Ada Quill": 300, "Ben Rook": 200, "Lil Wick": 200, "ballot_papers": "400", "rejected_ballots": "5"}
SUPPLEMENTARY = {
    **SOURCE, "Ada Quill": 450, "Ben Rook": 400, "Lil Wick": 150, "valid_votes": "1,000",
    ("votes", "Ada Quill", 2): 20, ("votes", "Ben Rook", 2): 90, "rejected_ballots": 12, "rejected_ballots_2": 40,
}  # fmt: skip
CLOSED = {**SOURCE, "Harbour Party": 600, "Orchard Party": 351, "Sam Stone": 49, "valid_votes": "1,000"}
LISTS = {
    **CLOSED, ("seats", "Harbour Party"): 2, ("seats", "Orchard Party"): 0, ("seats", "Sam Stone"): 0,
    ("elsewhere", "Nell Harrow"): "on",
}  # fmt: skip
TRANSFERABLE = {
    **SOURCE, "stages": 2, "valid_votes": 100, "quota": 51, ("elected", "Ada Quill"): "on",
    "Ada Quill": 45, "Ben Rook": 40, "Lil Wick": 15,
    ("votes", "Ada Quill", 2): "55.50000", ("votes", "Ben Rook", 2): 42, ("votes", "Lil Wick", 2): 0, ("votes", None, 2): 2.5,
}  # fmt: skip
SYSTEMS = {  # contest, paper, who is elected, another reading of one box, and how both are shown
    "several seats": (several, SEVERAL, ["ada-quill"], {"Ada Quill": 310}, ["Ada Quill Harbour", "310", "300", "10"]),
    "supplementary": (
        supplementary, SUPPLEMENTARY, ["ben-rook"], {("votes", "Ben Rook", 2): 80},
        ["Ben Rook, second preferences transferred Orchard", "80", "90", "10"],
    ),
    "lists": (
        world.lists, LISTS, ["harbour-party", "orchard-party"], {("seats", "Harbour Party"): 3},
        ["Harbour Party, constituency seats Harbour", "3", "2", "1"],
    ),
    "closed lists": (
        closed_lists, CLOSED, ["harbour-party", "orchard-party"], {"Sam Stone": 39, "Harbour Party": 610},
        ["Harbour Party Harbour", "610", "600", "10"],
    ),
    "transferable": (
        transferable, TRANSFERABLE, ["ada-quill"], {("votes", "Ada Quill", 2): "54.5", ("votes", None, 2): "3.50"},
        ["Ada Quill, stage 2 Harbour", "54.5", "55.5", "1"],
    ),
    "transferable, Northern Ireland": (
        lambda: transferable("STV-NI"), TRANSFERABLE, ["ada-quill"], {("elected", "Ada Quill"): ""},
        ["Ada Quill, elected Harbour", "not stated", "elected", "differs"],
    ),
}  # fmt: skip


def outcome(contest):
    return results.result(contest.pk).outcome


@pytest.mark.parametrize("system", SYSTEMS)
def test_two_people_who_read_the_same_paper_declare_it(editor, checker, system):
    make, paper, elected, _misread, _shown = SYSTEMS[system]
    contest = make()
    assert "A second person must now enter the same paper" in words(editor.enter(contest, paper))
    assert "The result is declared and published." in words(checker.enter(contest, paper))
    assert sorted(outcome(contest).elected) == elected
    assert Client().get(reverse("contest", args=[contest.ballot_paper_id])).status_code == 200


@pytest.mark.parametrize("system", SYSTEMS)
def test_two_readings_are_shown_side_by_side_and_then_one_sheet_in_full(editor, checker, duty_editor, system):
    make, paper, _elected, misread, shown = SYSTEMS[system]
    contest = make()
    editor.enter(contest, paper)
    page = checker.enter(contest, {**paper, **misread})
    assert rows(page, "differs")[0] == shown
    assert len(rows(page, "differs")) == len(misread)
    assert not contest.declarations.exists()
    assert rows(page, "differs") == [[row[0], row[2], row[1], row[3]] for row in rows(editor.open(contest), "differs")]
    seen = words(duty_editor.open(contest, "override"))
    assert shown[1].replace("not stated", "") in seen and shown[2] in seen


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_box_of_a_sheet_has_a_name_of_its_own(editor, system):
    make, paper, *_rest = SYSTEMS[system]
    page = editor.open(make(), stages=paper.get("stages", ""))
    named = labels(page)
    assert len(named) == len(set(named)) > 5


# Several seats, and the lot.


def test_a_tie_may_be_handed_in_before_its_lot(editor, checker):
    contest = several()
    editor.enter(contest, SEVERAL)
    checker.enter(contest, SEVERAL)
    assert sorted(outcome(contest).awaiting_lot) == ["ben-rook", "lil-wick"]


def test_a_lot_is_kept_with_its_source_and_decides(editor, checker):
    contest = several()
    drawn = {**SEVERAL, ("lot", "Ben Rook"): "lost", ("lot", "Lil Wick"): "won", "lot_source": "seen in the hall"}
    editor.enter(contest, drawn)
    page = checker.enter(contest, {**drawn, "lot_source": ""})
    assert sorted(outcome(contest).elected) == ["ada-quill", "lil-wick"]
    assert {t.candidacy.slug: t.lot_source for t in contest.sheets.first().tallies.exclude(lot="")} == {
        "ben-rook": "seen in the hall", "lil-wick": "seen in the hall",
    }  # fmt: skip
    assert {t.lot_source for t in contest.sheets.last().tallies.exclude(lot="")} == {"the declaration paper"}
    assert "Lil Wick, lot: won the lot" in words(page) and "Source of the lot: seen in the hall" in words(page)


def test_a_lot_that_two_people_report_differently_is_shown(editor, checker):
    contest = several()
    editor.enter(contest, {**SEVERAL, ("lot", "Lil Wick"): "won"})
    page = checker.enter(contest, {**SEVERAL, ("lot", "Ben Rook"): "won"})
    assert rows(page, "differs") == [
        ["Ben Rook, lot Orchard", "won the lot", "not stated", "differs"],
        ["Lil Wick, lot Lantern", "not stated", "won the lot", "differs"],
    ]


def test_the_part_for_lots_is_folded_until_something_stands_in_it(editor):
    contest = several()
    assert '<details class="sheet__more">' in editor.open(contest).content.decode()
    page = editor.enter(contest, {**SEVERAL, ("lot", "Lil Wick"): "won", "source": ""})
    assert '<details class="sheet__more" open>' in page.content.decode()


# What each system keeps.


def test_a_supplementary_vote_keeps_the_rejected_papers_of_each_round(editor):
    contest = supplementary()
    editor.enter(contest, SUPPLEMENTARY)
    assert contest.sheets.get().rejected_ballots == [12, 40]


def test_a_supplementary_vote_that_the_first_round_decided_has_one_round(editor, checker):
    contest = supplementary()
    decided = {**SOURCE, "Ada Quill": 600, "Ben Rook": 400, "Lil Wick": 150, "rejected_ballots": 12}
    editor.enter(contest, decided)
    checker.enter(contest, decided)
    assert contest.sheets.first().rejected_ballots == [12]
    assert set(contest.sheets.first().tallies.values_list("stage", flat=True)) == {1}
    assert outcome(contest).elected == ("ada-quill",)


def test_who_is_elected_in_a_constituency_is_passed_over(editor, checker):
    contest = world.lists()
    editor.enter(contest, LISTS)
    page = checker.enter(contest, LISTS)
    assert contest.sheets.first().tallies.get(candidacy__slug="nell-harrow").status == ELSEWHERE
    assert [member.name for member in outcome(contest).elected_members("harbour-party")] == ["Otto Pear"]
    assert "Nell Harrow, elected in a constituency: elected" in words(page)


def test_a_stage_table_is_kept_with_its_quota_and_shown_without_trailing_noughts(editor, checker):
    contest = transferable()
    editor.enter(contest, TRANSFERABLE)
    page = checker.enter(contest, {**TRANSFERABLE, ("votes", "Ada Quill", 2): "55.5", ("votes", None, 2): "2.50"})
    sheet = contest.sheets.first()
    assert sheet.quota == 51
    assert sheet.tallies.get(candidacy=None).votes == Decimal("2.5")
    assert ["Ada Quill", "45", "55.5", "elected"] in rows(page)
    assert ["Not transferable", "", "2.5", ""] in rows(page)
    assert ["Quota", "51", "", ""] in rows(page)


def test_stages_that_nobody_filled_in_are_left_out(editor, checker):
    contest = transferable()
    editor.enter(contest, TRANSFERABLE)
    checker.enter(contest, {**TRANSFERABLE, "stages": 4})
    assert contest.declarations.exists()


# What is refused.

REFUSED = {
    "a decimal where votes are whole": (several, SEVERAL, {"Ada Quill": "300.5"}, "300.5 has a decimal part."),
    "a decimal among second preferences": (
        supplementary, SUPPLEMENTARY, {("votes", "Ben Rook", 2): "90.5"}, "90.5 has a decimal part.",
    ),
    "a decimal among first preferences": (transferable, TRANSFERABLE, {"Ada Quill": "45.5"}, "45.5 has a decimal part."),
    "letters among transferred votes": (
        transferable, TRANSFERABLE, {("votes", "Ben Rook", 2): "4z"},
        "“4z” is not a number. Enter digits, and a point before decimals, such as 1,529.25.",
    ),
    "a decimal comma": (transferable, TRANSFERABLE, {("votes", None, 2): "2,5"}, "“2,5” is not a number. Enter digits, and a"),
    "a point and nothing behind it": (transferable, TRANSFERABLE, {("votes", None, 2): "2."}, "“2.” is not a number."),
    "six decimals": (
        transferable, TRANSFERABLE, {("votes", None, 2): "2.500000"}, "2.500000 has more than five decimals. Enter five at most.",
    ),
    "transferred votes below nought": (transferable, TRANSFERABLE, {("votes", None, 2): "-2.5"}, "-2.5 is below nought."),
    "more votes than can be": (transferable, TRANSFERABLE, {"Ada Quill": "10000000"}, "10000000 is more than there are voters."),
    "a stage that does not add up": (transferable, TRANSFERABLE, {("votes", "Ben Rook", 2): "43"}, "Stage 2 adds up to 101"),
    "another quota": (transferable, TRANSFERABLE, {"quota": "50"}, "The quota is stated as 50"),
    "one elected too many": (transferable, TRANSFERABLE, {("elected", "Ben Rook"): "on"}, "2 are marked as elected"),
    "second preferences for who is out": (
        supplementary, SUPPLEMENTARY, {("votes", "Lil Wick", 2): "1"}, "Lil Wick did not stay for the second round",
    ),
    "second preferences from nowhere": (
        supplementary, SUPPLEMENTARY, {("votes", "Ben Rook", 2): "900"}, "920 second preferences are more than the 150 votes",
    ),
    "half a seat": (world.lists, LISTS, {("seats", "Harbour Party"): "1.5"}, "1.5 has a decimal part. Seats are whole numbers."),
    "seats without number": (
        world.lists, LISTS, {("seats", "Harbour Party"): "40000"}, "40000 is more than there are seats.",
    ),
    "seats left out": (
        world.lists, LISTS, {("seats", "Sam Stone"): ""}, "Enter the constituency seats of Sam Stone; 0 if none were won.",
    ),
    "a list left out": (closed_lists, CLOSED, {"Sam Stone": ""}, "Enter the votes for Sam Stone; 0 if none were cast."),
    "lists that do not add up": (closed_lists, CLOSED, {"Sam Stone": "48"}, "The boxes add up to 999; the paper says 1,000."),
}  # fmt: skip


@pytest.mark.parametrize(("make", "paper", "wrong", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_said_and_everything_typed_is_still_there(editor, make, paper, wrong, sentence):
    contest = make()
    data = editor.fill(contest, {**paper, **wrong})
    page = editor.send(contest, data)
    assert (page.status_code, contest.sheets.count()) == (200, 0)
    assert sentence in doubts(page)
    kept = inputs(page)
    assert {name: kept[name] for name in data if "csrf" not in name} == {n: v for n, v in data.items() if "csrf" not in n}


def test_a_doubt_about_a_stage_stands_at_its_box(editor):
    contest = transferable()
    page = editor.enter(contest, {**TRANSFERABLE, ("votes", "Ben Rook", 2): "43"}).content.decode()
    assert 'aria-describedby="sheet-votes_lost_2_error"' in page and 'id="sheet-votes_lost_2_error"' in page


# Stages: how many, and more of them.


def columns(page):
    return [heading for heading in rows(page)[0] if heading.startswith("Stage")]


def test_the_number_of_stages_is_asked_first_and_two_are_proposed(editor):
    contest = transferable()
    assert inputs(editor.open(contest)) == {"again": "", "stages": "2"}
    assert columns(editor.open(contest, stages=4)) == ["Stage 1", "Stage 2", "Stage 3", "Stage 4"]


@pytest.mark.parametrize("stages", ["", "0", "51", "two", "1.5"])
def test_a_number_of_stages_that_cannot_be_is_asked_again(editor, stages):
    page = editor.open(transferable(), stages=stages)
    assert page.status_code == 200
    assert doubts(page).startswith("Cannot go out.") and inputs(page) == {"again": "", "stages": stages}


def test_who_enters_again_is_proposed_the_stages_of_their_own_last_sheet(editor, checker):
    contest = transferable()
    editor.enter(contest, {**TRANSFERABLE, "stages": 3, ("votes", "Ada Quill", 3): "55.5", ("votes", "Ben Rook", 3): 42})
    assert inputs(editor.open(contest, again=""))["stages"] == "3"
    assert inputs(checker.open(contest))["stages"] == "2"


def test_a_stage_is_added_without_losing_or_saving_or_judging_what_was_typed(editor):
    contest = transferable()
    typed = {**TRANSFERABLE, ("votes", "Ben Rook", 2): "forty", "source": "", ("lot", "Ada Quill"): "won"}
    data = editor.fill(contest, typed)
    page = editor.send(contest, {**data, "add_stage": "Add a stage"})
    assert columns(page) == ["Stage 1", "Stage 2", "Stage 3"]
    kept = inputs(page)
    assert {n: kept[n] for n in data if n not in ("csrfmiddlewaretoken", "stages")} == {
        n: v for n, v in data.items() if n not in ("csrfmiddlewaretoken", "stages")
    }
    assert (kept["stages"], doubts(page), contest.sheets.count()) == ("3", "", 0)


def test_the_added_stage_is_handed_in(editor):
    contest = transferable()
    page = editor.send(contest, {**editor.fill(contest, TRANSFERABLE), "add_stage": "Add a stage"})
    ada, ben = (contest.candidacies.get(slug=slug).pk for slug in ("ada-quill", "ben-rook"))
    third = {f"votes_{ada}_3": "55.5", f"votes_{ben}_3": "42", "votes_lost_3": "2.5"}
    editor.send(contest, {**inputs(page), **third})
    assert set(contest.sheets.get().tallies.values_list("stage", flat=True)) == {1, 2, 3}


def test_no_more_stages_than_can_be(editor):
    contest = transferable()
    data = editor.fill(contest, {**TRANSFERABLE, "stages": 50})
    page = editor.send(contest, {**data, "add_stage": "Add a stage"})
    assert len(columns(page)) == 50 and "Add a stage" not in page.content.decode()


def test_a_sheet_whose_number_of_stages_was_spoilt_is_refused_in_a_sentence(editor):
    contest = transferable()
    page = editor.enter(contest, TRANSFERABLE, stages="x")
    assert (page.status_code, contest.sheets.count()) == (200, 0)
    assert "Nothing was saved" in doubts(page)


def test_the_second_person_sees_nothing_of_the_first_stage_table(editor, checker):
    contest = transferable()
    editor.enter(contest, {**TRANSFERABLE, "source": "seen on the wall"})
    for page in (checker.open(contest), checker.open(contest, stages=2), checker.client.get(address(contest, "override"))):
        assert not [figure for figure in ("55.5", "seen on the wall", "2.5") if figure in page.content.decode()]


def test_only_a_transferable_vote_asks_for_stages(editor):
    assert "stages" not in inputs(Desk(world.editor()).open(several()))
