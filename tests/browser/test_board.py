"""The board of the night in a browser: it changes under one's hands without taking the focus, rests when it should, and is gone
through by keys that can be switched off."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from elections.models import Contest
from tests import world
from tests.browser.steps import PRACTICE, TICK, answered, box, hide, listen, practice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contest(db) -> Contest:
    return practice()


def enter(contest: Contest, by=None) -> None:
    with transaction.atomic():
        contest.enter_sheet(world.paper(contest, PRACTICE), by=by or world.checker())


@pytest.fixture
def board(contest, signed_in) -> Page:
    """The board of a results editor, with a clock that tests wind on."""
    page = signed_in("results editor")
    page.clock.install()
    page.reload()
    expect(page.get_by_role("heading", name="Board of the night")).to_be_visible()
    page.evaluate("() => { window.sent = 0; document.addEventListener('htmx:beforeSend', () => { window.sent += 1; }); }")
    return page


def poll(page: Page) -> None:
    listen(page)
    with page.expect_response("**/admin/board/**") as answer:
        page.clock.run_for(TICK)
    answered(page)
    assert answer.value.status == 200


def column(page: Page, name: str):
    return page.locator(f".board__col[data-key={name}] li.card")


def test_a_sheet_that_somebody_hands_in_appears_and_the_focus_stays_where_it_was(board, contest):
    card = board.locator(f"#card-{contest.pk}")
    card.focus()
    expect(column(board, "awaited")).to_have_count(1)
    enter(contest)
    poll(board)
    expect(column(board, "one")).to_have_count(1)
    expect(column(board, "awaited")).to_have_count(0)
    expect(card).to_be_focused()
    expect(board.get_by_role("link", name="Next: Northmarsh")).to_be_visible()
    expect(board.locator("[data-live-news]")).to_have_text("1 contest waits for you. 0 of 1 contests declared.")


def test_what_is_being_typed_into_the_search_stays(board, contest):
    board.get_by_label("Find a contest").press_sequentially("north")
    enter(contest)
    poll(board)
    expect(column(board, "one")).to_have_count(1)
    expect(board.get_by_label("Find a contest")).to_have_value("north")
    expect(board.get_by_label("Find a contest")).to_be_focused()


def test_it_rests_while_paused_and_while_hidden_and_is_true_again_at_once(board, contest):
    board.get_by_role("button", name="Pause updates").click()
    enter(contest)
    board.clock.run_for(3 * TICK)
    assert board.evaluate("window.sent") == 0
    listen(board)
    board.get_by_role("button", name="Pause updates").click()
    answered(board)
    expect(column(board, "one")).to_have_count(1)
    hide(board)
    before = board.evaluate("window.sent")
    board.clock.run_for(3 * TICK)
    assert board.evaluate("window.sent") == before


def test_what_was_found_stays_while_the_board_below_asks_again(board, contest):
    board.get_by_label("Find a contest").fill("nortmarsh")
    board.get_by_role("button", name="Show").click()
    found = board.get_by_role("region", name="Found for “nortmarsh”")
    expect(found).to_contain_text("Nothing is called that. This comes nearest:")
    enter(contest)
    poll(board)
    expect(column(board, "one")).to_have_count(1)
    expect(found.get_by_role("link", name="Northmarsh")).to_be_visible()


def test_who_was_signed_out_is_told_that_the_board_is_out_of_date(board, console):
    console.expect("Response Status Error Code 200 from /admin/board/")  # the page to sign in, in place of the board
    board.context.clear_cookies()
    listen(board)
    board.clock.run_for(TICK)
    answered(board)
    listen(board)
    board.clock.run_for(TICK)
    answered(board)
    expect(board.locator("[data-live-delayed]")).to_contain_text("Sign in again if you have been signed out.")
    expect(column(board, "awaited")).to_have_count(1)


def test_without_javascript_the_board_and_its_search_work_and_no_key_is_promised(contest, signed_in):
    enter(contest)
    page = signed_in("results editor", java_script_enabled=False)
    expect(page.get_by_role("link", name="Next: Northmarsh")).to_be_visible()
    expect(page.get_by_role("button", name="Keys")).to_be_hidden()
    expect(page.get_by_role("button", name="Pause updates")).to_be_hidden()
    page.get_by_label("Find a contest").fill("nortmarsh")
    page.get_by_label("Find a contest").press("Enter")
    expect(page.get_by_role("link", name="Northmarsh").first).to_be_visible()


# Keys.


def test_keys_lead_to_the_search_to_the_next_contest_and_back_to_the_board(contest, signed_in):
    enter(contest)
    page = signed_in("results editor")
    page.keyboard.press("/")
    expect(page.get_by_label("Find a contest")).to_be_focused()
    page.keyboard.type("north/?bn")
    expect(page.get_by_label("Find a contest")).to_have_value("north/?bn")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(box(page, "Ana Ash")).to_be_focused()
    page.keyboard.type("b?")
    expect(box(page, "Ana Ash")).to_have_value("b?")
    box(page, "Ana Ash").fill("")
    page.locator("h1").click()
    page.keyboard.press("b")
    expect(page.get_by_role("heading", name="Board of the night")).to_be_visible()


def test_the_list_of_keys_names_those_that_do_something_here(contest, signed_in):
    page = signed_in("results editor")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys on this page")
    expect(dialog).to_be_visible()
    assert dialog.locator("dt:visible").all_inner_texts() == ["?", "b", "n", "/", "Tab", "Esc"]
    page.keyboard.press("n")  # does nothing behind the list
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.goto(f"{page.url}elections/contest/{contest.pk}/count/")
    page.get_by_role("button", name="Keys").click()
    assert dialog.locator("dt:visible").all_inner_texts() == ["?", "b", "Enter", "Space", "Tab", "Esc"]


def test_keys_can_be_switched_off_for_good_and_on_again_by_the_button(contest, signed_in):
    page = signed_in("results editor")
    dialog = page.get_by_role("dialog", name="Keys on this page")
    switch = page.get_by_label("Keys of one letter or sign work")
    page.keyboard.press("?")
    switch.uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    for key in ("?", "/", "n"):
        page.keyboard.press(key)
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Find a contest")).not_to_be_focused()
    expect(page.get_by_role("heading", name="Board of the night")).to_be_visible()
    page.get_by_role("button", name="Keys").click()
    expect(switch).not_to_be_checked()
    switch.check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Find a contest")).to_be_focused()


def test_a_key_with_another_held_down_is_the_browsers_own(contest, signed_in):
    page = signed_in("results editor")
    page.keyboard.press("Alt+/")
    expect(page.get_by_label("Find a contest")).not_to_be_focused()
