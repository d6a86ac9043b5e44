"""The forms of the desk in a browser: two people at one form, and leaving a form with something typed in it."""

import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, expect

from elections.models import Contest
from tests.browser.steps import PRACTICE, box, hand_in, open_sheet, practice, type_sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contest(db) -> Contest:
    return practice()


def open_form(page: Page, contest: Contest) -> None:
    page.goto(f"{page.url.partition('/admin/')[0]}/admin/elections/contest/{contest.pk}/change/")
    expect(page.get_by_label("Electorate")).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def leave(page: Page, stay: bool) -> list[str]:
    """Presses the link to the first page; what kinds of question the browser asks."""
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.dismiss() if stay else dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="Home").click()
    if not stay:
        expect(page.get_by_text("What would you like to do?")).to_be_visible()
    page.remove_listener("dialog", answer)
    return asked


# Two people at one form.


def test_of_two_who_save_one_contest_one_wins_and_the_other_keeps_all_that_was_typed(contest, signed_in, axe):
    first, second = signed_in("results editor"), signed_in("duty editor")
    for page in (first, second):
        open_form(page, contest)
    first.get_by_label("Electorate").fill("60001")
    second.get_by_label("Electorate").fill("60002")
    second.locator("#id_candidacies-0-description").fill("Second’s words")
    save(first)
    expect(first.locator(".messagelist")).to_contain_text("was changed successfully")
    save(second)
    alert = second.get_by_role("alert")
    expect(alert).to_contain_text("Somebody else saved this while you had it open")
    expect(alert.get_by_role("row", name="Electorate")).to_contain_text("60001")
    expect(alert.get_by_role("row", name="Electorate")).to_contain_text("60002")
    expect(second.get_by_label("Electorate")).to_have_value("60002")
    expect(second.locator("#id_candidacies-0-description")).to_have_value("Second’s words")
    assert second.evaluate("document.documentElement.scrollWidth") <= 1280
    contest.refresh_from_db()
    assert contest.electorate == 60_001

    second.get_by_label("Electorate").fill("60003")
    save(second)
    expect(second.locator(".messagelist")).to_contain_text("was changed successfully")
    contest.refresh_from_db()
    assert contest.electorate == 60_003


def test_of_two_who_save_at_one_moment_one_wins_and_the_other_keeps_its_typing(contest, signed_in):
    pages = {page: str(60_001 + n) for n, page in enumerate([signed_in("results editor"), signed_in("duty editor")])}
    for page, electorate in pages.items():
        open_form(page, contest)
        page.get_by_label("Electorate").fill(electorate)
    with transaction.atomic():
        Contest.objects.select_for_update().get(pk=contest.pk)
        for page in pages:
            page.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
        waiting = 0
        while waiting < len(pages):  # both have been sent, and wait for the row
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
                (waiting,) = cursor.fetchone()
    for page in pages:
        expect(page.locator(".messagelist, .conflicts")).to_be_visible()
    (winner,) = [page for page in pages if page.locator(".messagelist").count()]
    (other,) = pages.keys() - {winner}
    expect(other.get_by_role("alert")).to_contain_text("Somebody else saved this while you had it open")
    expect(other.get_by_label("Electorate")).to_have_value(pages[other])
    contest.refresh_from_db()
    assert str(contest.electorate) == pages[winner]


# Leaving.


def test_who_leaves_a_form_with_something_typed_is_asked_and_can_stay(contest, signed_in):
    page = signed_in("results editor")
    open_form(page, contest)
    page.get_by_label("Electorate").fill("60001")
    assert leave(page, stay=True) == ["beforeunload"]
    expect(page.get_by_label("Electorate")).to_have_value("60001")
    assert leave(page, stay=False) == ["beforeunload"]
    expect(page.get_by_text("What would you like to do?")).to_be_visible()


def test_who_typed_nothing_or_put_it_back_is_not_asked(contest, signed_in):
    page = signed_in("results editor")
    open_form(page, contest)
    page.get_by_label("Electorate").fill("60001")
    page.get_by_label("Electorate").fill("")
    assert leave(page, stay=False) == []


def test_a_choice_and_a_row_added_are_something_typed(contest, signed_in, subtests):
    page = signed_in("results editor")
    with subtests.test("a box that searches"):
        open_form(page, contest)
        page.locator(".field-party .select2-selection").first.click()
        page.locator(".select2-search__field").last.fill("Lantern")
        page.locator(".select2-results__option", has_text="Lantern Party").first.click()
        assert leave(page, stay=False) == ["beforeunload"]
    with subtests.test("a row"):
        open_form(page, contest)
        page.get_by_role("button", name="Add another Candidacy").click()
        assert leave(page, stay=False) == ["beforeunload"]


def test_saving_asks_nothing(contest, signed_in):
    page = signed_in("results editor")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_form(page, contest)
    page.get_by_label("Electorate").fill("60001")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert asked == []


def test_a_sheet_is_guarded_until_it_is_handed_in_and_when_it_is_refused(contest, signed_in):
    page = signed_in("results editor")
    open_sheet(page, contest)
    type_sheet(page, PRACTICE)
    box(page, "Ana Ash").fill("eight")
    assert leave(page, stay=True) == ["beforeunload"]
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    hand_in(page)
    expect(page.get_by_role("alert")).to_be_visible()
    assert asked == []
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_text("What would you like to do?")).to_be_visible()
    assert asked == ["beforeunload"]
