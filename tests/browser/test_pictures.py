"""Pictures of results in a browser: in every scheme, in forced colours, on paper, in large letters, and while they change."""

import pytest
from playwright.sync_api import expect

from tests import world
from tests.browser import steps
from tests.browser.conftest import COLOURS

pytestmark = [pytest.mark.browser]


@pytest.fixture
def guide(standing, settings, db) -> str:
    settings.DEBUG = True
    return f"{standing}/styleguide/"


def wider_than_the_window(page) -> list[str]:
    """What reaches over the window's edge, with nothing that scrolls or hides around it."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("[role=group], .visually-hidden"))
          .map((e) => `${e.tagName}.${e.getAttribute("class")}`).slice(0, 9)"""
    )


def test_no_component_has_a_barrier_in_any_scheme_or_width(page, guide, axe, subtests):
    page.goto(guide)
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in (("light", ()), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            with subtests.test(width=width, scheme=scheme):
                axe(page, rules)


def test_no_component_is_wider_than_a_small_screen_nor_in_letters_of_twice_the_size(page, guide, subtests):
    page.goto(guide)
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    for width, letters in ((320, "100%"), (640, "100%"), (640, "200%"), (1280, "200%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("letters => { document.documentElement.style.fontSize = letters; }", letters)
        with subtests.test(width=width, letters=letters):
            assert page.evaluate("document.documentElement.scrollWidth") <= width, wider_than_the_window(page)


BOXES = """all => all.map((e) => [e.getBoundingClientRect(), e.textContent])
  .map(([box, text]) => [box.left, box.right, box.top, box.bottom, text])"""


def test_labels_of_a_picture_never_touch(page, guide, subtests):
    page.goto(guide)
    for picture in (".slope svg", ".seat-history svg"):
        boxes = page.locator(f"{picture} text").evaluate_all(BOXES)
        with subtests.test(picture=picture):
            assert len(boxes) > 5
            touching = [
                (one[4], two[4])
                for n, one in enumerate(boxes)
                for two in boxes[n + 1 :]
                if one[0] < two[1] and two[0] < one[1] and one[2] + 3 < two[3] and two[2] + 3 < one[3]
            ]
            assert touching == []


def test_pictures_can_be_seen_in_forced_colours(page, guide, subtests):
    page.emulate_media(forced_colors="active")
    page.goto(guide)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    shapes = {
        ".share__bar .bar-fg": "fill", ".changes .bar-fg": "fill", ".slope__line": "stroke", ".slope__dot": "fill",
        ".seat-history .bar-fg": "fill", ".seat-history .turnout": "fill", ".seat-history .unknown": "stroke",
        ".chart .t-soft": "fill", ".seat": "fill", ".seat-open": "stroke", ".progress__cells .done": "fill",
        ".progress__cells .none": "stroke",
    }  # fmt: skip
    for shape, what in shapes.items():
        with subtests.test(shape=shape):
            ink = page.locator(shape).first.evaluate("(e, what) => getComputedStyle(e)[what]", what)
            assert ink not in (paper, "none")


def test_on_paper_pictures_keep_their_shapes_and_what_is_folded_away_is_printed(page, guide):
    page.goto(guide)
    page.emulate_media(media="print")
    expect(page.locator(".seat-history details td").first).to_be_visible()
    expect(page.locator(".seat-history svg")).to_be_visible()
    expect(page.locator(".live-bar").first).to_be_hidden()
    assert page.locator(".seat").first.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"


def test_every_picture_with_text_has_a_name_and_the_same_in_words(page, guide):
    page.goto(guide)
    slope = page.get_by_role("img", name="A swing of")
    expect(slope).to_have_accessible_description("Harbour went from 33.5% to 47.4%. Orchard went from 52.0% to 37.9%. "
                                                 "Half of the one’s rise and the other’s fall is the swing.")  # fmt: skip
    history = page.get_by_role("img", name="The seat since 1979")
    expect(history).to_have_accessible_description("Who won the seat at each of 14 polls on record, with what majority, on what "
                                                   "turnout. A dashed box is a figure that is not on our record.")  # fmt: skip
    page.locator(".seat-history summary").click()
    row = page.locator(".seat-history tbody tr").last
    expect(row).to_contain_text("3 May 1979")
    expect(row).to_contain_text("4,288")


@pytest.mark.django_db(transaction=True)
def test_pictures_follow_an_update_in_place(page, live_server):
    contest = world.northmarsh()
    page.set_viewport_size({"width": 1280, "height": 1600})
    steps.open_page(page, f"{live_server.url}/contests/{contest.ballot_paper_id}/")
    expect(page.locator(".chart")).to_have_count(0)
    world.declare(contest)
    steps.poll(page)
    expect(page.get_by_role("img", name="A swing of")).to_be_visible()
    page.evaluate("() => { window.kept = [...document.querySelectorAll('.chart svg')]; }")
    before = page.locator(".changes td.n").first.text_content()
    world.declare(contest, world.CORRECTED)
    steps.poll(page)
    expect(page.locator(".changes td.n").first).not_to_have_text(before)
    assert page.evaluate("() => window.kept.length > 2 && window.kept.every((svg) => svg.isConnected)")
