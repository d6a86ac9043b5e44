"""A file of results in a browser: chosen, tried and taken in by keyboard, on a wide and on a narrow screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from elections.models import Declaration, Sheet, Upload
from tests.elections.test_uploads import FILE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG = FILE.replace("12345", "12345.5").replace("2100", "many")
MARKED = FILE.replace("2100,,,", "2100,yes,,")  # Sam Stone, who was not elected


def tab_to(page: Page, label: str) -> None:
    """Tab until this box or button has the focus."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if (
            page.get_by_label(label, exact=True)
            .or_(page.get_by_role("button", name=label))
            .evaluate_all("found => found.includes(document.activeElement)")
        ):
            return
    raise AssertionError(f"{label} is not reached by Tab")


def choose(page: Page, data: str) -> None:
    tab_to(page, "File")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files({"name": "southmarsh.csv", "mimeType": "text/csv", "buffer": data.encode()})


def press(page: Page, button: str) -> None:
    tab_to(page, button)
    page.keyboard.press("Enter")


def open_by_keyboard(page: Page) -> None:
    page.on("filechooser", lambda chooser: None)  # from here on, or a key would open the system's own before anybody listens
    page.goto(f"{page.url}elections/contest/")
    page.get_by_role("link", name="Take in a file").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Take in a file of results")


@pytest.mark.parametrize("width", [1280, 320])
def test_two_people_take_in_a_file_by_keyboard(signed_in, axe, width):
    for role in ("results editor", "checker"):
        page = signed_in(role)
        page.set_viewport_size({"width": width, "height": 800})
        open_by_keyboard(page)
        axe(page)
        choose(page, WRONG)
        press(page, "Try it")
        expect(page.get_by_role("alert")).to_have_text("Nothing was saved. Put the file right, and try it again.")
        expect(page.get_by_role("region", name="What is wrong with the file").get_by_role("listitem")).to_have_count(2)
        axe(page)
        choose(page, MARKED)
        press(page, "Try it")
        expect(page.get_by_role("status")).to_contain_text("Recognised as our own format.")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not Declaration.objects.exists()
        press(page, "Take it in")
        expect(page.locator(".messagelist")).to_contain_text("The file is taken in.")
        axe(page)
    assert (Sheet.objects.count(), Declaration.objects.count()) == (2, 1)
    assert Upload.objects.count() == 4


def test_a_duty_editor_s_reason_is_kept_when_it_lacks_its_tick(signed_in, axe):
    page = signed_in("duty editor")
    page.set_viewport_size({"width": 320, "height": 800})
    open_by_keyboard(page)
    choose(page, FILE)
    tab_to(page, "Reason")
    page.keyboard.type("From the archive")
    press(page, "Try it")
    tick = page.get_by_label("Publish without a second person")
    expect(tick).to_have_accessible_description(re.compile("Tick this too, or leave the reason empty."))
    expect(page.get_by_label("Reason")).to_have_value("From the archive")
    axe(page)
    tab_to(page, "Publish without a second person")
    page.keyboard.press("Space")
    press(page, "Try it")
    expect(page.get_by_role("status")).to_be_visible()
    press(page, "Take it in")
    expect(page.locator(".messagelist")).to_contain_text("The file is taken in.")
    assert Declaration.objects.get().override_reason == "From the archive"
