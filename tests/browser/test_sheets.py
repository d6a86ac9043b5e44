"""The sheets of voting systems with several boxes a line, by keyboard, with axe, and on a narrow screen."""

import pytest
from playwright.sync_api import Page, expect

from elections.models import Contest, Sheet
from tests import world
from tests.browser.steps import hand_in, open_sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THREE = {"Ada Quill": ("Harbour Party", 0), "Ben Rook": ("Orchard Party", 0), "Lil Wick": ("Lantern Party", 0)}
LOWER = {"Rejected ballots, first preferences": "12", "Rejected ballots, second preferences": "40"}
SUPPLEMENTARY = {
    "Ada Quill, first preferences": "450", "Ada Quill, second preferences transferred": "20",
    "Ben Rook, first preferences": "400", "Ben Rook, second preferences transferred": "90",
    "Lil Wick, first preferences": "150", "Lil Wick, second preferences transferred": "",
    "Valid votes, as stated": "1,000", **LOWER, "Ballot papers": "", "Electorate": "",
}  # fmt: skip
TRANSFERABLE = {
    "Ada Quill, stage 1": "45", "Ada Quill, stage 2": "55.5", "Ada Quill, elected": " ",
    "Ben Rook, stage 1": "40", "Ben Rook, stage 2": "42", "Ben Rook, elected": "",
    "Lil Wick, stage 1": "15", "Lil Wick, stage 2": "0", "Lil Wick, elected": "",
    "Not transferable, stage 1": "", "Not transferable, stage 2": "2.5",
    "Valid votes, as stated": "100", "Quota": "51", "Rejected ballots": "", "Ballot papers": "", "Electorate": "",
}  # fmt: skip


def type_by_keyboard(page: Page, paper: dict[str, str]) -> None:
    """Tab from box to box in the order of the paper, to the source; a space ticks. The first box has the focus."""
    for label, figure in {**paper, "Source": "the declaration paper"}.items():
        expect(page.get_by_label(label, exact=True)).to_be_focused()
        page.keyboard.type(figure)
        page.keyboard.press("Tab")


def narrow(page: Page) -> None:
    """Nothing stands out of a screen of 320 pixels but what scrolls by itself."""
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def two_people(contest: Contest, signed_in, paper: dict[str, str], axe) -> None:
    for role in ("results editor", "checker"):
        page = signed_in(role)
        if contest.voting_system == "SV":
            open_sheet(page, contest)
        else:
            open_stages(page, contest)
        type_by_keyboard(page, paper)
        axe(page)
        page.get_by_label("Source", exact=True).press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_be_visible()
    expect(page.get_by_text("The result is declared and published.")).to_be_visible()
    axe(page)
    narrow(page)


def open_stages(page: Page, contest: Contest) -> None:
    open_sheet(page, contest)
    page.get_by_label("Stages on the paper").press("Enter")
    expect(page.get_by_role("columnheader", name="Stage 2")).to_be_visible()


def test_two_people_enter_a_supplementary_vote_by_keyboard(signed_in, axe):
    contest = world.contest("Eastvale", THREE, voting_system="SV")
    two_people(contest, signed_in, SUPPLEMENTARY, axe)
    assert contest.declarations.get().sheet.rejected_ballots == [12, 40]


def test_two_people_enter_a_stage_table_by_keyboard(signed_in, axe):
    contest = world.contest("Quay", THREE, voting_system="STV-SCT")
    two_people(contest, signed_in, TRANSFERABLE, axe)
    assert contest.declarations.get().sheet.tallies.get(candidacy__slug="ada-quill", stage=1).elected


def test_a_refused_stage_table_has_no_barrier_and_takes_another_stage(signed_in, axe):
    contest = world.contest("Quay", THREE, voting_system="STV-NI")
    page = signed_in("results editor")
    open_stages(page, contest)
    type_by_keyboard(page, {**TRANSFERABLE, "Ben Rook, stage 2": "4z"})
    hand_in(page)
    wrong = page.get_by_label("Ben Rook, stage 2")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    described = page.locator(f"[id='{wrong.get_attribute('aria-describedby')}']")
    expect(described).to_contain_text("“4z” is not a number.")
    axe(page)
    narrow(page)
    axe(page)
    table = page.get_by_role("group", name="Total of each candidate after each stage")
    assert table.evaluate("group => group.scrollWidth > group.clientWidth")
    page.get_by_role("button", name="Add a stage").click()
    expect(page.get_by_label("Ada Quill, stage 3")).to_be_visible()
    expect(page.get_by_label("Ben Rook, stage 2")).to_have_value("4z")
    expect(page.get_by_label("Ada Quill, elected")).to_be_checked()
    assert not Sheet.objects.exists()


def test_lists_with_their_members_and_lots_unfolded_have_no_barrier(signed_in, axe):
    page = signed_in("results editor")
    open_sheet(page, world.lists())
    for summary in page.locator(".sheet__more summary").all():
        summary.click()
    page.get_by_label("Nell Harrow").check()
    axe(page)
    narrow(page)
    axe(page)
