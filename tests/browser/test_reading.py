"""Pages as they are read: by ear, by keyboard, on paper, in large letters, and while something new comes."""

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.test_live import answer_polls
from tests.browser.test_pictures import wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

READ = ["story", "story corrected", "front", "election", "contest"]
FOCUSABLE = "a[href], button, summary, input, select, textarea, [tabindex='0']"


@pytest.fixture(scope="module")
def pages(standing) -> dict[str, str]:
    """Every kind of page by name, with its address; no test of this file changes their data."""
    return {name: standing + path for name, path in steps.election_night().items()}


@pytest.fixture(autouse=True)
def not_found(console) -> None:
    console.expect("status of 404")  # the browser's own line about the page that is not there


# By ear and by keyboard.


def test_headings_and_landmarks_tell_what_a_page_holds(page, pages, subtests):
    for name in READ:
        page.goto(pages[name])
        heard = page.locator("body").aria_snapshot()
        levels = [int(level) for level in re.findall(r"heading .*\[level=(\d)\]", heard)]
        with subtests.test(page=name):
            assert levels[0] == 1 and levels.count(1) == 1
            assert all(then <= before + 1 for before, then in itertools.pairwise(levels)), levels
            for landmark in ("banner", "main", "contentinfo"):
                assert len(re.findall(rf"^- {landmark}:", heard, re.MULTILINE)) == 1
            named = re.findall(r"^ *- '?((?:navigation|region|complementary)[^:]*)", heard, re.MULTILINE)
            assert all('"' in landmark for landmark in named), "a landmark has no name"
            assert len(named) == len(set(named)), "two landmarks of one kind have the same name"


def test_a_link_is_known_by_its_name_and_the_row_that_it_stands_in(page, pages, subtests):
    for name in READ:
        page.goto(pages[name])
        alike = page.locator("a[href]").evaluate_all(
            """all => { const led = new Map(); const wrong = [];
              for (const link of all) {
                const key = link.textContent.replace(/\\s+/g, " ").trim();
                if (!key) wrong.push(`a link to ${link.href} has no name`);
                for (const other of led.get(key) ?? [])
                  if (other.href !== link.href && other.closest("li, tr, figure") === link.closest("li, tr, figure"))
                    wrong.push(`"${key}" leads to ${other.href} and to ${link.href}`);
                led.set(key, [...(led.get(key) ?? []), link]);
              }
              return wrong; }"""
        )
        with subtests.test(page=name):
            assert alike == []


def test_the_tab_key_goes_through_everything_that_can_be_seen_in_the_order_of_reading(page, pages, subtests):
    for name in READ:
        page.goto(pages[name])
        expect(page.locator("[data-live-bar]")).to_be_visible()
        page.evaluate(
            """(focusable) => { window.order = [...document.querySelectorAll(focusable)].filter((e) => e.checkVisibility()); }""",
            FOCUSABLE,
        )
        reached = []
        for _press in range(page.evaluate("window.order.length")):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    """() => { const e = document.activeElement; const box = e.getBoundingClientRect();
                      return box.width && box.height ? window.order.indexOf(e) : `hidden: ${e.outerHTML.slice(0, 80)}`; }"""
                )
            )
        with subtests.test(page=name):
            assert reached == list(range(len(reached)))


def test_every_table_says_what_it_is_and_letters_may_be_twice_the_size(page, pages, subtests):
    for name, url in pages.items():
        page.goto(url)
        tables = page.locator("main table:not(.story__body table)").evaluate_all(
            """all => all.map((t) => [t.caption?.textContent.trim() ?? "", t.querySelectorAll("th:not([scope])").length,
              [...t.tBodies].flatMap((b) => [...b.rows]).filter((row) => !row.querySelector("th[scope=row]")).length])"""
        )
        with subtests.test("each table has a caption and its heads", page=name):
            assert all(caption and not bare and not headless for caption, bare, headless in tables), tables
        page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            with subtests.test("nothing scrolls sideways", page=name, width=width):
                assert page.evaluate("document.documentElement.scrollWidth") <= width, wider_than_the_window(page)


# On paper.


def test_a_story_on_paper_has_its_result_its_sources_and_what_is_folded_away(page, pages):
    page.goto(pages["story"])
    page.emulate_media(media="print")
    for gone in ("[data-live-bar]", ".masthead__nav", ".skip", ".data-links"):
        expect(page.locator(gone).first).to_be_hidden()
    for there in (
        "#fig-majority",
        "#row-gus-hazel",
        ".checked li >> nth=0",
        ".changes table",
        ".seat-history svg",
        ".quote >> nth=0",
    ):
        expect(page.locator(there)).to_be_visible()
    address = page.locator(".quote .source a").first.evaluate("a => getComputedStyle(a, '::after').content")
    assert "radio.example/breakfast" in address
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    expect(page.locator(".footer .printed")).to_have_text(re.compile(r"/articles/a-day-in-northmarsh/$"))


def test_results_on_paper_are_black_on_white_and_leave_out_what_only_a_screen_can_do(page, pages, subtests):
    for name, there in [("election", ".standings table"), ("contest", "#row-gus-hazel"), ("front", ".declarations")]:
        page.goto(pages[name])
        page.emulate_media(media="print", color_scheme="dark")
        with subtests.test(page=name):
            expect(page.locator(there).first).to_be_visible()
            for gone in ("[data-live-bar]", ".masthead__nav", ".search"):
                expect(page.locator(gone).first).to_be_hidden()
            inks = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
            assert inks == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


# In forced colours and without a script.


def test_results_can_be_read_in_forced_colours(page, pages, subtests):
    page.emulate_media(forced_colors="active")
    for name in ("election", "contest of supplementary vote", "contest of lists", "front"):
        page.goto(pages[name])
        alike = page.locator("main :is(p, th, td, h1, h2, h3, small, b, span)").evaluate_all(
            """all => { const paper = getComputedStyle(document.body).backgroundColor;
              return all.filter((e) => e.checkVisibility() && getComputedStyle(e).color === paper)
                .map((e) => e.textContent.slice(0, 30)); }"""
        )
        with subtests.test(page=name):
            assert alike == []


def test_results_are_complete_without_a_script_and_contests_can_be_chosen(new_context, pages):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(pages["contest"])
    for words in ("12,000", "9,500", "2,500", "Gus Hazel"):
        expect(page.locator("main")).to_contain_text(words)
    page.goto(pages["day"])
    expect(page.locator("[data-live-bar]")).to_be_hidden()
    page.get_by_label("Place, name or party").fill("northmarsh")
    page.locator(".filters").get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"\?q=northmarsh&.*#contests-head$"))
    expect(page.locator(".contests > ul > li")).to_have_count(1)
    expect(page.get_by_label("Place, name or party")).to_have_value("northmarsh")


# While something new comes.


def fragment_of(page: Page, url: str) -> str:
    """The page's live section, as a poll would bring it."""
    return page.request.get(url).text().partition("<main")[2].partition(">")[2].partition("</main>")[0].strip()


def changed(fragment: str, old: str, new: str) -> str:
    """That section after something on it has changed."""
    assert old in fragment
    return re.sub(r'data-etag="[^"]*"', 'data-etag="changed"', fragment).replace(old, new, 1)


NEWS = '<aside class="correction" data-key="news"><p>{}</p></aside>'.format("A new thing that takes room. " * 30)
UPDATES = [  # a page, what stands before the new thing, and words further down that the reader is at
    ("front", '<div class="front-cols">', ".quote blockquote p"),
    ("election", '<section class="contests"', ".contests li a"),
    ("story", '<div class="with-rail story__cols">', ".timeline .what"),
]


@pytest.mark.parametrize(("name", "before", "words"), UPDATES, ids=[name for name, *_more in UPDATES])
def test_an_update_above_keeps_the_readers_place_selection_and_open_parts_and_shifts_nothing(page, pages, name, before, words):
    page.set_viewport_size({"width": 1280, "height": 400})  # what is new comes above it
    steps.open_page(page, pages[name])
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    opened = page.locator("details[open]").count()
    at = page.locator(words).first
    at.evaluate(
        """e => { scrollBy({top: e.getBoundingClientRect().top - 60, behavior: "instant"});
          getSelection().selectAllChildren(e); }"""
    )
    selected = page.evaluate("getSelection().toString()")
    place = at.bounding_box()["y"]
    page.evaluate(
        """() => { window.shifts = new PerformanceObserver(() => {}); window.shifts.observe({type: "layout-shift"}); }"""
    )
    answer_polls(page, changed(fragment_of(page, pages[name]), before, NEWS + before))
    steps.poll(page)
    expect(page.locator("[data-key=news]")).to_be_attached()
    page.screenshot()  # a frame is drawn, so that what shifted in it is on record
    assert abs(at.bounding_box()["y"] - place) <= 2, "the reader lost the place"
    assert page.evaluate("getSelection().toString()") == selected
    assert page.locator("details[open]").count() == opened
    assert page.evaluate("window.shifts.takeRecords().reduce((sum, entry) => sum + entry.value, 0)") <= 0.05


def test_nothing_moves_while_a_page_loads(page, pages, subtests):
    page.set_viewport_size({"width": 412, "height": 800})
    page.add_init_script(
        """window.moved = []; window.shifts = new PerformanceObserver((list) => moved.push(...list.getEntries()));
        shifts.observe({type: "layout-shift", buffered: true});"""
    )
    for name in READ:
        page.goto(pages[name])
        expect(page.locator("[data-live-bar]")).to_be_visible()
        page.screenshot()  # a frame is drawn, so that what shifted in it is on record
        moved = page.evaluate("[...moved, ...shifts.takeRecords()].reduce((sum, entry) => sum + entry.value, 0)")
        with subtests.test(page=name):
            assert moved <= 0.01


def test_figures_that_change_before_a_readers_eyes_move_nothing_else(page, pages):
    steps.open_page(page, pages["contest"])
    page.evaluate(
        """() => { window.shifts = new PerformanceObserver(() => {}); window.shifts.observe({type: "layout-shift"}); }"""
    )
    answer_polls(page, changed(fragment_of(page, pages["contest"]), "12,000", "12,001"))
    steps.poll(page)
    expect(page.locator("[data-changed]").first).to_contain_text("12,001")
    page.screenshot()
    assert page.evaluate("window.shifts.takeRecords().reduce((sum, entry) => sum + entry.value, 0)") == 0


@pytest.mark.parametrize("name", ["front", "story", "election", "contest"])
def test_a_page_that_has_changed_and_says_that_updates_are_delayed_has_no_barrier(page, pages, axe, console, name):
    console.expect(r"Failed to load resource|Response Status Error Code 500")
    steps.open_page(page, pages[name])
    answer_polls(page, changed(fragment_of(page, pages[name]), "12,000", "12,001"))
    steps.poll(page)
    expect(page.locator("[data-changed]").first).to_be_attached()
    page.unroute_all()
    answer_polls(page, "", status=500)
    for _again in range(2):
        steps.poll(page)
    expect(page.locator("[data-live-delayed]")).to_be_visible()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)


WITHOUT_POLLS = (  # without the clock of polls: what comes, comes because somebody is back
    "{ const real = setTimeout; window.setTimeout = (run, wait, ...more) => wait < 1000 && real(run, wait, ...more); }"
)


@pytest.fixture
def keeping(browser_type, browser_type_launch_args):
    """A browser that keeps pages for the way back, as readers' browsers do: under Playwright they do not."""
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


def test_a_page_that_the_browser_kept_for_the_way_back_asks_for_the_newest_at_once(keeping, pages):
    page = keeping.new_page()
    page.add_init_script(WITHOUT_POLLS)
    page.goto(pages["front"])
    page.evaluate("addEventListener('pageshow', (event) => { window.kept = event.persisted; })")
    page.goto(pages["story"])
    with page.expect_response("**/live/front/"):
        page.evaluate("history.back()")
    assert page.evaluate("window.kept") is True, "the page was loaded anew"
    expect(page.locator("[data-live-word]")).to_have_text("Live")


def test_who_comes_back_to_a_page_is_shown_the_newest_at_once(page, pages):
    page.add_init_script(WITHOUT_POLLS)
    page.goto(pages["front"])
    page.get_by_role("heading", level=1).get_by_role("link").click()
    expect(page).to_have_url(pages["story"])
    with page.expect_response("**/live/front/"):
        page.go_back()
