"""What the desk says while a sheet is typed: what follows from the figures so far, every doubt, and nothing of anybody else."""

import pytest

from elections.models import Sheet
from tests import world
from tests.elections.desk import PAPER, Desk, address, asked, doubts, looked, rows, text, words
from tests.elections.test_forms import SYSTEMS

QUERY = "400 for Lantern is a tenth of last time’s 5,000, or less."


def type_in(desk, contest, paper, **hidden):
    return desk.client.post(address(contest, "so_far"), desk.fill(contest, paper, **hidden))


def cells(page, name):
    """What stands beside a candidate's box: share, running sum, doubts."""
    return next(row for row in sheet_rows(page) if row[0].startswith(name))[2:]


def sheet_rows(page):
    page.content = b'<div id="content">' + page.content + b"</div>"
    return rows(page)


def test_the_sum_runs_while_boxes_are_empty_and_nothing_is_missing_yet(northmarsh, editor):
    page = type_in(editor, northmarsh, {"Ada Quill": "12,345", "Sam Stone": "2100"})
    assert doubts(page) == ""
    said = words(page)
    assert "Sum of the boxes 14,445 2 of 4 filled" in said and "Leads Ada Quill 12,345, Harbour" in said
    assert cells(page, "Sam Stone") == ["14.5", "14,445", ""]


def test_the_running_sum_is_held_against_the_stated_total(northmarsh, editor):
    page = type_in(editor, northmarsh, {**PAPER, "Ben Rook": "9,867"})
    assert "Sum less stated −9 stated: 24,721" in words(page)
    assert "Ben Rook, 9,867 for 9,876" in doubts(page)
    assert not northmarsh.sheets.exists()


def test_two_swapped_digits_are_named_beside_the_box_that_they_are_in(northmarsh, editor):
    page = type_in(editor, northmarsh, {**PAPER, "Ben Rook": "9,867"})
    assert "9,867 may be 9,876, with two digits swapped: then" in cells(page, "Ben Rook")[-1]
    assert "12,345 may be 12,354, with two digits swapped: then" in cells(page, "Ada Quill")[-1]
    page = type_in(editor, northmarsh, {**PAPER, "Ada Quill": "12,222", "Ben Rook": "9,867", "valid_votes": "24,598"})
    assert "of all the boxes only this would make them add up" in cells(page, "Ben Rook")[-1]
    assert cells(page, "Ada Quill")[-1] == ""
    assert "swapped: then" not in words(type_in(editor, northmarsh, {**PAPER, "Ben Rook": "9,867", "Lil Wick": ""}))


def test_majority_turnout_and_what_is_asked_are_shown(northmarsh, editor):
    page = type_in(editor, northmarsh, PAPER)
    said = words(page)
    assert "Majority 2,469" in said and "Turnout 41.2%" in said and "1 doubt to look at" in said
    assert asked(page) == [QUERY]
    assert "tick each doubt" not in said


def test_a_tick_stays_ticked(northmarsh, editor):
    page = type_in(editor, northmarsh, PAPER, **looked([QUERY], ""))
    assert "checked" in text(page)


def test_what_is_no_number_is_said_at_once(northmarsh, editor):
    assert "“twelve” is not a number." in doubts(type_in(editor, northmarsh, {"Ada Quill": "twelve"}))


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_sheet_can_be_typed_box_by_box_and_nothing_is_saved(editor, system):
    make, paper, *_rest = SYSTEMS[system]
    contest, boxes = make(), list(paper.items())
    stages = {"stages": paper["stages"]} if "stages" in paper else {}
    for number in range(len(boxes) + 1):
        page = type_in(editor, contest, {**stages, **dict(boxes[:number])})
        assert page.status_code == 200
    assert not Sheet.objects.exists()


def test_a_later_stage_is_judged_once_its_last_box_is_filled(editor):
    make, paper, *_rest = SYSTEMS["transferable"]
    contest = make()
    wrong = {**paper, ("votes", "Ben Rook", 2): 43}
    assert "Stage 2 adds up" in doubts(type_in(editor, contest, wrong))
    assert "Stage 2 adds up" not in doubts(type_in(editor, contest, {**wrong, ("votes", None, 2): ""}))


def test_the_second_person_is_told_nothing_of_the_first_sheet(northmarsh, editor, checker):
    editor.enter(northmarsh, {**PAPER, "source": "seen on the wall"})
    page = text(type_in(checker, northmarsh, {"Lil Wick": "7"}))
    assert not [figure for figure in ("12,345", "9,876", "24,721", "60,000", "seen on the wall", "erin") if figure in page]


def test_it_is_for_who_may_enter_and_answers_to_what_is_typed_only(northmarsh, editor):
    assert editor.client.get(address(northmarsh, "so_far")).status_code == 302
    journalist = Desk(world.journalist())
    data = editor.fill(northmarsh, PAPER)
    journalist.client.handler.enforce_csrf_checks = False
    assert journalist.client.post(address(northmarsh, "so_far"), data).status_code == 403


# The next contest.


def test_the_next_contest_is_offered_where_another_person_waits_first(editor, checker):
    first, alone, begun = (world.contest(name, world.NORTHMARSH) for name in ("Eastmarsh", "Midmarsh", "Westmarsh"))
    checker.enter(begun)
    assert "Next: Westmarsh" in words(editor.enter(first))
    assert "Next: Midmarsh" in words(editor.enter(begun))
    assert "Next:" not in words(editor.enter(alone))


def test_what_somebody_has_seen_or_cannot_enter_yet_is_not_offered(editor, checker, duty_editor):
    first, seen = (world.contest(name, world.NORTHMARSH) for name in ("Eastmarsh", "Westmarsh"))
    world.contest("Midmarsh", world.NORTHMARSH, rehearsal=True)
    checker.enter(seen)
    duty_editor.open(seen, "override")
    assert "Next:" not in words(duty_editor.enter(first))
    assert "Next: Westmarsh" in words(editor.enter(first))
