"""Public pages in a browser: for every reader, at every width, with and without colours, motion, a mouse and JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import COLOURS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def pages(standing) -> dict[str, str]:
    """Every kind of page by name, with its address; no test of this file changes their data."""
    return {name: standing + path for name, path in steps.election_night().items()}


@pytest.fixture
def story(pages) -> str:
    return pages["story"]


@pytest.fixture(autouse=True)
def not_found(console) -> None:
    console.expect("status of 404")  # the browser's own line about the page that is not there


def open_parts(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")


def test_no_page_has_a_barrier_scrolls_sideways_or_leads_nowhere(page, pages, axe, subtests):
    """Each page once: its ids and the links within it, then at every width, in light and dark, with every part open."""
    for name, url in pages.items():
        page.goto(url)
        ids = page.locator("[id]").evaluate_all("all => all.map((element) => element.id)")
        hashes = page.locator("a[href^='#']").evaluate_all("all => all.map((link) => decodeURIComponent(link.hash.slice(1)))")
        with subtests.test("every id is unique and every link leads to one", page=name):
            assert sorted(ids) == sorted(set(ids))
            assert set(hashes) <= set(ids)
        open_parts(page)
        for width in (320, 640):
            page.set_viewport_size({"width": width, "height": 800})
            with subtests.test("nothing scrolls sideways", page=name, width=width):
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            for scheme, rules in (("light", ()), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)
                with subtests.test("no barrier", page=name, width=width, scheme=scheme):
                    axe(page, rules)


def test_a_story_can_be_read_in_forced_colours(page, story):
    page.emulate_media(forced_colors="active")
    page.goto(story)
    for selector in ("h1", ".result__answer", ".score__votes >> nth=0", ".story__body .bound >> nth=0", ".state >> nth=0"):
        text = page.locator(selector)
        expect(text).to_be_visible()
        ink, paper = text.evaluate("e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]")
        assert ink != paper, selector


def test_the_skip_link_comes_first_and_leads_into_the_content(page, story):
    page.goto(story)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_bound_words_lead_to_their_figure_by_keyboard(page, story):
    page.goto(story)
    page.locator(".story__body .bound[href^='#']").first.focus()
    page.keyboard.press("Enter")
    target = page.locator(":target")
    expect(target).to_have_id("fig-majority")
    expect(target).to_be_in_viewport()


def test_bound_words_about_another_contest_lead_into_its_part_that_was_closed(page, pages):
    page.goto(pages["story of three contests"])
    page.locator(".story__body .bound[href]").last.click()
    target = page.locator(":target")
    expect(target).to_have_id(re.compile(r"^c\d+-row-gus-hazel$"))
    expect(target).to_be_in_viewport()


def test_parts_open_and_close_by_keyboard(page, story):
    page.goto(story)
    summary = page.get_by_text("How this was checked")
    page.locator("details.checked summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Entered twice, the second time blind")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("Entered twice, the second time blind")).to_be_hidden()
    expect(summary).to_be_visible()


def test_a_story_is_complete_without_javascript(new_context, story):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(story)
    for words in ("12,000", "9,500", "2,500", "This is a day to remember.", "We will look at what went wrong."):
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_text("How this was checked").click()
    expect(page.get_by_text("Entered twice, the second time blind")).to_be_visible()
    expect(page.locator("[data-live-bar]")).to_be_hidden()


def test_the_front_page_leads_to_a_story_and_on_to_its_contest(page, pages):
    page.goto(pages["front"])
    page.get_by_role("heading", level=1).get_by_role("link").click()
    expect(page).to_have_url(story_url := pages["story"])
    page.locator(".kicker a").click()
    expect(page).to_have_url(pages["contest"])
    page.get_by_role("link", name="A day in Northmarsh").click()
    expect(page).to_have_url(story_url)


def test_a_rehearsal_says_so_at_the_top(page, pages):
    page.goto(pages["contest awaited"])
    expect(page.get_by_text("This is not a real election")).to_be_in_viewport()
