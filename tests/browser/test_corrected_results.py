"""A result that is corrected, and one that is taken back, followed to everything that a reader may have open or fetch."""

import pytest
from playwright.sync_api import Page, expect

from elections.models import Contest
from tests import world
from tests.browser.steps import box, open_page, poll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE = "Two figures were misread on the first paper."


@pytest.fixture
def declared(db) -> Contest:
    contest = world.northmarsh()
    world.declare(contest)
    return contest


def desk(page: Page, contest: Contest, kind: str) -> Page:
    page.goto(f"{page.url.partition('/admin/')[0]}/admin/elections/contest/{contest.pk}/declare/{kind}/")
    return page


def data(page: Page, contest: Contest, name: str) -> object:
    return page.request.get(f"{page.url.partition('/contests/')[0]}/contests/{contest.ballot_paper_id}{name}.json").json()


def test_a_correction_reaches_the_open_page_its_history_and_the_data(page, live_server, declared, signed_in, axe):
    open_page(page, f"{live_server.url}/contests/{declared.ballot_paper_id}/")
    expect(page.locator("#fig-majority")).to_contain_text("2,469")
    for role in ("results editor", "checker"):
        editor = desk(signed_in(role), declared, "correction")
        expect(editor.get_by_role("heading", level=1)).to_contain_text("Correct this result")
        editor.get_by_text("Paste the figures", exact=True).last.click()
        editor.get_by_label("Figures, copied from anywhere").fill(
            "Ada Quill 12,545\nBen Rook 9,876\nSam Stone 2,100\nLil Wick 400\nValid votes 24,921\nRejected 100\nElectorate 60,000"
        )
        editor.get_by_role("button", name="Fill in").click()
        expect(box(editor, "Ada Quill")).to_have_value("12,545")
        box(editor, "Source").fill("the declaration paper")
        box(editor, "Note for readers").fill(NOTE)
        editor.get_by_role("checkbox", name="I have looked again: it stands").check()
        editor.get_by_label("Why it stands").fill("as read out")
        editor.get_by_role("button", name="Hand in this sheet").click()
        expect(editor.get_by_role("row", name="Ada Quill")).to_contain_text("12,545")
        axe(editor)
        editor.get_by_role("button", name="Hand in", exact=True).click()
        expect(editor.locator(".messagelist")).to_be_visible()
    poll(page)
    expect(page.locator("#fig-majority")).to_contain_text("2,669")
    expect(page.locator("main")).to_contain_text(NOTE)
    expect(page.locator("main")).to_contain_text("2,469")
    axe(page)
    history = data(page, declared, "/history")
    assert [(one["revision"], one["kind"], one["public_note"]) for one in history] == [
        (2, "correction", NOTE),
        (1, "figures", None),
    ]
    assert data(page, declared, "")["majority"] == 2_669


def test_a_withdrawal_reaches_the_open_page_its_history_and_the_data(page, live_server, declared, signed_in, axe):
    open_page(page, f"{live_server.url}/contests/{declared.ballot_paper_id}/")
    expect(page.locator("#fig-majority")).to_contain_text("2,469")
    for role in ("results editor", "checker"):
        editor = desk(signed_in(role), declared, "withdrawal")
        box(editor, "Source").fill("the returning officer")
        box(editor, "Note for readers").fill(NOTE)
        editor.get_by_role("button", name="See what will change").click()
        expect(editor.get_by_role("row", name="Majority")).to_contain_text("2,469")
        editor.get_by_role("button", name="Hand in", exact=True).click()
        expect(editor.locator(".messagelist")).to_be_visible()
    poll(page)
    expect(page.locator("#fig-majority")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Result withdrawn")
    expect(page.locator("main")).to_contain_text(NOTE)
    axe(page)
    assert [one["kind"] for one in data(page, declared, "/history")] == ["withdrawal", "figures"]
    assert data(page, declared, "")["majority"] is None
