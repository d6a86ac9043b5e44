"""Pasting figures into the sheet: a whole result in one act, by keyboard, with axe, on a narrow screen and without script;
and who else has the sheet open."""

import pytest
from django.db.models.functions import Now
from playwright.sync_api import Page, expect

from elections.models import Contest, Presence
from elections.models.presence import AFTER
from tests import world
from tests.browser.steps import box, hand_in, open_sheet
from tests.browser.test_typing import SIXTEEN, SUM, so_far

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICER = """QUILL, Ada Jane, Harbour Party, 12,345 ELECTED
WICK, Lil, Lantern Party, 400
ROOK, Ben, Orchard Party, 9,876
STONE, Sam, Independent, 2,100
Total number of votes 24,721
Rejected ballot papers: 100
Electorate: 60,000 Turnout: 41.2%
"""


def paste(page: Page, label: str, text: str) -> None:
    """Puts a text into the clipboard, and presses Ctrl+V in a box."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    box(page, label).focus()
    page.keyboard.press("Control+V")


def filled(page: Page) -> str:
    report = page.get_by_role("group", name="filled from what you pasted")
    expect(report).to_be_focused()
    return report.inner_text()


@pytest.fixture
def lost(db) -> Contest:
    return world.northmarsh()


def test_sixteen_candidates_are_pasted_as_a_column_with_one_key(signed_in):
    contest = world.contest("Northmarsh", SIXTEEN)
    page = signed_in("results editor")
    open_sheet(page, contest)
    paste(page, "A Marsh", "\n".join(str(votes) for _party, votes in SIXTEEN.values()))
    assert "16 boxes filled" in filled(page) and "in the order of the ballot paper" in filled(page)
    so_far(page, f"{SUM:,}")
    box(page, "Valid votes, as stated").focus()
    for figure in ("13,600", "100", "", "60,000", "the declaration paper"):
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="I have looked again: it stands").check()
    page.get_by_label("Why it stands").fill("as read out")
    hand_in(page)
    expect(page.get_by_role("heading", name="Your sheet is in")).to_be_visible()
    figures = contest.sheets.get().tallies.order_by("candidacy__ballot_order").values_list("votes", flat=True)
    assert [int(votes) for votes in figures] == [votes for _party, votes in SIXTEEN.values()]


def test_two_people_paste_the_returning_officer_s_text_and_it_is_declared(lost, signed_in, axe):
    for role in ("results editor", "checker"):
        page = signed_in(role)
        open_sheet(page, lost)
        paste(page, "Ada Quill", OFFICER)
        assert "7 boxes filled" in filled(page)
        axe(page)
        expect(box(page, "Ben Rook")).to_have_value("9,876")
        box(page, "Source").fill("the declaration paper")
        page.get_by_role("checkbox", name="I have looked again: it stands").check()
        page.get_by_label("Why it stands").fill("as read out")
        hand_in(page)
        expect(page.locator(".messagelist")).to_be_visible()
    expect(page.get_by_text("The result is declared and published.")).to_be_visible()


def test_what_is_put_nowhere_and_what_gives_way_are_shown_beside_their_boxes(lost, signed_in, axe):
    page = signed_in("results editor")
    open_sheet(page, lost)
    box(page, "Ben Rook").fill("9,867")
    paste(page, "Ada Quill", "Ben Rook\t9876\nZed Nobody\t12")
    report = filled(page)
    assert "Zed Nobody 12" in report and "Ben Rook: 9,867 was there, 9,876 is there now." in report and "Sam Stone" in report
    row = page.get_by_role("row").filter(has=box(page, "Ben Rook"))
    expect(row).to_contain_text("9,867 was typed here before.")
    expect(page.get_by_label("Figures, copied from anywhere")).to_have_value("Ben Rook\t9876\nZed Nobody\t12")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    box(page, "Sam Stone").fill("2100")
    so_far(page, "11,976")
    expect(row).to_contain_text("9,867 was typed here before.")


def test_one_figure_pasted_into_a_box_stays_there(lost, signed_in):
    page = signed_in("results editor")
    open_sheet(page, lost)
    paste(page, "Ada Quill", "12,345\n")
    expect(box(page, "Ada Quill")).to_have_value("12,345")
    expect(page.locator("#sheet-filled")).to_have_count(0)


def test_pasting_works_without_javascript(lost, signed_in):
    page = signed_in("results editor", java_script_enabled=False)
    page.goto(f"{page.url}elections/contest/{lost.pk}/count/")
    page.locator(".sheet__paste summary").click()
    page.get_by_label("Figures, copied from anywhere").fill(OFFICER)
    page.get_by_role("button", name="Fill in").click()
    expect(box(page, "Ada Quill")).to_have_value("12,345")
    expect(box(page, "Electorate")).to_have_value("60,000")
    assert not lost.sheets.exists()
    box(page, "Source").fill("the declaration paper")
    box(page, "Source").press("Enter")
    expect(page.get_by_text("tick each doubt that stands")).to_be_visible()


def test_a_swapped_pair_is_named_to_both_people(lost, signed_in):
    swapped = OFFICER.replace("9,876", "2,1").replace("2,100", "9,876").replace("2,1\n", "2,100\n")
    pages = []
    for role, text in (("results editor", OFFICER), ("checker", swapped)):
        page = signed_in(role)
        open_sheet(page, lost)
        paste(page, "Ada Quill", text)
        filled(page)
        box(page, "Source").fill("the declaration paper")
        page.get_by_role("checkbox", name="I have looked again: it stands").check()
        page.get_by_label("Why it stands").fill("as read out")
        hand_in(page)
        expect(page.locator(".messagelist")).to_be_visible()
        pages.append(page)
    pages[0].reload()
    for page in pages:
        expect(page.get_by_text("Ben Rook and Sam Stone are exchanged")).to_be_visible()
    assert not lost.declarations.exists()


def test_who_else_has_the_sheet_open_is_said_while_they_have(lost, signed_in, axe):
    first, second = signed_in("results editor"), signed_in("checker")
    first.clock.install()
    open_sheet(first, lost)
    open_sheet(second, lost)
    expect(second.get_by_text("erin has had this sheet open since")).to_be_visible()
    with first.expect_response("**/count/present/"):
        first.clock.run_for(10_000)
    expect(first.get_by_text("chen has had this sheet open since")).to_be_visible()
    axe(first)
    with first.expect_response("**/count/present/") as answer:
        first.clock.run_for(10_000)
    assert answer.value.status == 204
    second.close()
    Presence.objects.filter(by__username="chen").update(seen_at=Now() - AFTER)
    with first.expect_response("**/count/present/"):
        first.clock.run_for(10_000)
    expect(first.get_by_text("has had this sheet open")).to_have_count(0)
