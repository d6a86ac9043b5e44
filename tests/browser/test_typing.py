"""The count sheet while somebody types: by keyboard alone, and what appears beside the boxes and disturbs none of them."""

import pytest
from playwright.sync_api import Page, expect

from elections.models import Contest, SheetQuery
from tests import world
from tests.browser.steps import PRACTICE, box, hand_in, open_sheet, practice, type_sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIXTEEN = {f"{name} Marsh": ("", votes) for name, votes in zip("ABCDEFGHIJKLMNOP", range(1_600, 0, -100), strict=True)}
SUM = 13_600
WIDTHS = [320, 1280]


@pytest.fixture
def lost(db) -> Contest:
    """A contest whose last figure is a tenth of last time's: it is asked about."""
    return world.northmarsh()


def so_far(page: Page, text: str) -> None:
    expect(page.get_by_role("complementary", name="So far")).to_contain_text(text)


def test_sixteen_candidates_are_typed_by_keyboard_alone_with_one_key_beyond_the_digits_of_each(signed_in):
    contest, following = world.contest("Northmarsh", SIXTEEN), world.contest("Southmarsh", SIXTEEN)
    page = signed_in("results editor")
    open_sheet(page, contest)
    running = 0
    for name, (_none, votes) in SIXTEEN.items():
        expect(box(page, name)).to_be_focused()
        page.keyboard.type(str(votes))
        page.keyboard.press("Enter")
        running += votes
    so_far(page, f"{running:,}")
    expect(box(page, "Valid votes, as stated")).to_be_focused()
    expect(page.get_by_role("row").filter(has=box(page, "P Marsh")).locator(".run")).to_have_text("13,600")
    for figure in (str(SUM), "100", "", "60000", "the declaration paper"):
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    so_far(page, "1 doubt to look at")
    expect(page.get_by_role("button", name="Hand in this sheet")).to_be_visible()
    page.get_by_role("checkbox", name="I have looked again: it stands").focus()
    page.keyboard.press("Space")
    page.get_by_label("Why it stands").focus()
    page.keyboard.type("as read out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Hand in this sheet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your sheet is in")).to_be_visible()
    assert contest.sheets.get().valid_votes == SUM
    expect(page.get_by_role("link", name="Next: Southmarsh")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, "A Marsh")).to_be_focused()
    assert f"/{following.pk}/count/" in page.url


def test_tab_goes_through_the_boxes_before_anything_else(signed_in):
    page = signed_in("results editor")
    open_sheet(page, practice())
    labels = ["Valid votes, as stated", "Rejected ballots", "Ballot papers", "Electorate", "Source"]
    for label in [*PRACTICE, *labels]:
        expect(box(page, label)).to_be_focused()
        page.keyboard.press("Tab")


def test_what_appears_disturbs_neither_focus_nor_caret_nor_what_is_typed(lost, signed_in):
    page = signed_in("results editor")
    open_sheet(page, lost)
    type_sheet(page, world.NORTHMARSH)
    so_far(page, "1 doubt to look at")
    ada = box(page, "Ada Quill")
    ada.focus()
    ada.evaluate("box => { window.same = box; box.setSelectionRange(2, 2); }")
    with page.expect_response("**/so-far/"):
        page.keyboard.type("9")
    so_far(page, "+117,000")
    assert ada.evaluate("box => [box === window.same, document.activeElement === box, box.value, box.selectionStart]") == [
        True,
        True,
        "129345",
        3,
    ]
    expect(page.locator(".doubt--refuse")).to_contain_text(["129,345 votes for Ada Quill", "The boxes add up"])
    page.keyboard.press("Backspace")
    so_far(page, "1 doubt to look at")
    expect(page.locator(".doubt--refuse")).to_have_count(0)
    tick = page.get_by_role("checkbox", name="I have looked again: it stands")
    with page.expect_response("**/so-far/"):
        tick.check()
    expect(tick).to_be_focused()
    with page.expect_response("**/so-far/"):
        box(page, "Ada Quill").press("End")
        page.keyboard.type(" ")
    expect(tick).to_be_checked()
    assert not lost.sheets.exists()


def test_a_sheet_with_a_doubt_is_ticked_and_handed_in(lost, signed_in):
    page = signed_in("results editor")
    open_sheet(page, lost)
    type_sheet(page, world.NORTHMARSH)
    hand_in(page)
    expect(page.get_by_role("alert")).to_contain_text("tick each doubt that stands")
    tick = page.get_by_role("checkbox", name="I have looked again: it stands")
    expect(tick).to_be_focused()
    tick.check()
    page.get_by_label("Why it stands").fill("as read out")
    hand_in(page)
    expect(page.get_by_role("heading", name="Your sheet is in")).to_be_visible()
    assert SheetQuery.objects.get().reason == "as read out"


def test_the_second_person_sees_nothing_of_the_first_sheet_while_typing(lost, signed_in):
    lost.enter_sheet(world.paper(lost), by=world.editor())
    page = signed_in("checker")
    open_sheet(page, lost)
    with page.expect_response("**/so-far/") as answer:
        box(page, "Ben Rook").press_sequentially("7")
    assert not [figure for figure in ("12,345", "12345", "9,876", "24,721", "60,000") if figure in answer.value.text()]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sheet_with_doubts_has_no_barrier(lost, signed_in, axe, width, scheme):
    page = signed_in("results editor")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    open_sheet(page, lost)
    type_sheet(page, world.NORTHMARSH)
    so_far(page, "1 doubt to look at")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box(page, "Ben Rook").fill("9,867")
    expect(page.locator(".doubt--refuse")).to_contain_text("Ben Rook, 9,867 for 9,876")
    axe(page)


def test_the_sheet_works_without_javascript(lost, signed_in):
    page = signed_in("results editor", java_script_enabled=False)
    page.goto(f"{page.url}elections/contest/{lost.pk}/count/")
    type_sheet(page, world.NORTHMARSH)
    hand_in(page)
    page.get_by_label("I have looked again: it stands").check()
    page.get_by_label("Why it stands").fill("as read out")
    hand_in(page)
    expect(page.get_by_role("heading", name="Your sheet is in")).to_be_visible()
