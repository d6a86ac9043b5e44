"""The main job: two people at the desk enter a result, and the page that a reader has open shows it by itself."""

import re

import pytest
from playwright.sync_api import Page, expect

from elections.models import Contest
from tests import world
from tests.browser import steps
from tests.browser.steps import MAJORITY, PRACTICE, TICK, hide, open_page, poll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT_ONCE = 1_500  # milliseconds; on its own clock a page polls every 5,000


@pytest.fixture
def contest(db) -> Contest:
    return steps.practice()


@pytest.fixture
def story(contest, live_server) -> str:
    """The address of a published story about the rehearsal."""
    return f"{live_server.url}/articles/{steps.practice_story(contest).slug}/"


@pytest.fixture
def reader(page, story) -> Page:
    """A page open at the story, with a clock of ours."""
    open_page(page, story)
    return page


def enter_by_keyboard(page: Page, contest: Contest) -> None:
    """From the list of contests to the handed-in sheet without a mouse: Enter goes from box to box, and hands in."""
    page.goto(f"{page.url.partition('/admin/')[0]}/admin/elections/contest/")
    page.get_by_role("link", name="Enter count").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Enter the count")
    for label, figure in [*steps.figures_of(PRACTICE), ("Source", "the declaration paper")]:
        expect(steps.box(page, label)).to_be_focused()
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")


def test_a_result_entered_by_two_people_arrives_at_an_open_page_and_leaves_its_reader_in_peace(page, contest, story, signed_in):
    editor, checker = signed_in("results editor"), signed_in("checker")
    enter_by_keyboard(editor, contest)
    expect(editor.get_by_text("Your sheet is handed in.")).to_be_visible()

    page.goto(story)
    page.evaluate(
        """() => { window.spoken = []; const news = document.querySelector("[data-live-news]");
          new MutationObserver(() => window.spoken.push(news.textContent)).observe(news, {childList: true}); }"""
    )
    page.locator("#tally summary").click()
    page.get_by_role("link", name="the second hall").focus()
    paragraph = page.get_by_text("Paragraph 6.")
    paragraph.evaluate("p => window.scrollBy(0, p.getBoundingClientRect().top - 200)")
    place = paragraph.bounding_box()["y"]

    checker.goto(f"{checker.url}elections/contest/{contest.pk}/count/")
    assert "8001" not in checker.content(), "the second person does not enter blind"
    enter_by_keyboard(checker, contest)
    expect(checker.get_by_text("The result is declared and published.")).to_be_visible()

    expect(page.locator("#fig-majority")).to_contain_text(MAJORITY, timeout=10_000)
    expect(page.locator(".story__body .bound").first).to_have_text(MAJORITY)
    assert abs(paragraph.bounding_box()["y"] - place) <= 2, "the reader lost the place"
    expect(page.locator("#tally details")).to_have_attribute("open", "")
    expect(page.get_by_role("link", name="the second hall")).to_be_focused()
    assert page.evaluate("window.spoken") == [f"Northmarsh: Bo Beech elected, majority {MAJORITY}."]


def test_the_row_that_a_reader_is_at_stays_in_its_place_on_a_narrow_screen(reader, contest):
    reader.set_viewport_size({"width": 390, "height": 800})
    row = reader.locator("#row-cy-cedar")
    row.evaluate("row => window.scrollBy(0, row.getBoundingClientRect().top - 70)")
    place = row.bounding_box()["y"]
    steps.declare(contest)
    poll(reader)
    expect(reader.locator("#fig-majority")).to_be_attached()
    assert abs(row.bounding_box()["y"] - place) <= 2


def test_the_focus_stays_on_the_summary_of_an_open_part(reader, contest):
    reader.locator("#tally summary").focus()
    reader.keyboard.press("Enter")
    steps.declare(contest)
    poll(reader)
    expect(reader.locator("#fig-majority")).to_be_attached()
    expect(reader.locator("#tally summary")).to_be_focused()


def test_changed_cells_are_marked_until_a_minute_after_they_were_seen(reader, contest):
    steps.declare(contest)
    poll(reader)
    answer = reader.locator(".result__answer")
    expect(answer).to_have_attribute("data-changed", "")
    reader.get_by_role("button", name=re.compile(r"^\d+ updates?$")).wait_for()  # what lies further down was not seen
    hide(reader)
    reader.clock.run_for(60_000)
    expect(answer).not_to_have_attribute("data-changed", "")
    assert reader.locator("[data-changed]").count() > 0


def test_a_button_leads_to_what_was_not_seen_and_nothing_else_moves_the_reader(reader, contest):
    reader.evaluate("scrollTo(0, document.body.scrollHeight)")
    footer = reader.locator(".footer")
    place = footer.bounding_box()["y"]
    button = reader.get_by_role("button", name=re.compile(r"^\d+ updates?$"))
    expect(button).to_have_count(0)
    steps.declare(contest)
    poll(reader)
    expect(button).to_be_visible()
    assert abs(footer.bounding_box()["y"] - place) <= 2, "the reader lost the place"
    reader.emulate_media(reduced_motion="reduce")
    button.focus()
    reader.keyboard.press("Enter")
    first = reader.locator("[data-changed]").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    for _press in range(60):
        if not button.is_visible():
            break
        button.click()
    expect(button).to_be_hidden()


def test_the_state_and_the_time_of_the_last_look_are_always_said(reader, contest):
    state = reader.locator(".live-bar__state")
    expect(state).to_have_text(re.compile(r"Live checked \d\d:\d\d (GMT|BST)"))
    reader.get_by_role("button", name="Pause updates").click()
    expect(state).to_have_text(re.compile(r"Paused checked"))


def test_a_page_that_was_just_updated_has_no_barrier(reader, contest, axe):
    steps.declare(contest)
    poll(reader)
    expect(reader.locator("[data-changed]").first).to_be_attached()
    reader.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)
        axe(reader)


def test_nothing_moves_for_who_wants_no_motion(reader, contest):
    reader.emulate_media(reduced_motion="reduce")
    steps.declare(contest)
    poll(reader)
    marked = reader.locator("[data-changed]").first
    expect(marked).to_be_attached()
    assert marked.evaluate("cell => getComputedStyle(cell).animationName") == "none"


def test_a_quote_that_arrives_live_is_placed_without_moving_the_others(page, contest, live_server):
    world.quote("We were heard.", "harrow-first")
    article = world.story(contest, body="Before.\n\n{quote:harrow-first}\n\nAfter.")
    open_page(page, f"{live_server.url}/articles/{article.slug}/")
    page.evaluate("document.getElementById('quote-harrow-first').isThatNode = true")
    world.quote("We listened.", "harrow-second")
    body = "Before.\n\n{quote:harrow-second}\n\n{quote:harrow-first}\n\nAfter."
    article.write(by=world.journalist(), headline="A day in Northmarsh", standfirst="", body=body)
    article.publish(by=world.duty_editor())
    poll(page)
    expect(page.locator(".story__body figure")).to_have_count(2)
    assert page.evaluate("document.getElementById('quote-harrow-first').isThatNode") is True


def test_the_same_result_is_announced_once_however_often_it_is_polled(reader, contest):
    steps.declare(contest)
    for _again in range(3):
        poll(reader)
    assert reader.evaluate("window.spoken") == [f"Northmarsh: Bo Beech elected, majority {MAJORITY}."]


def test_a_contest_page_takes_the_result_as_a_story_does(page, contest, live_server):
    open_page(page, f"{live_server.url}/contests/{contest.ballot_paper_id}/")
    steps.declare(contest)
    poll(page)
    expect(page.locator("#fig-majority")).to_contain_text(MAJORITY)


def test_a_page_that_is_shown_again_polls_at_once(reader, contest):
    hide(reader)
    steps.declare(contest)
    reader.clock.run_for(2 * TICK)
    steps.listen(reader)
    shown_at = steps.now(reader)
    hide(reader, False)
    steps.answered(reader)
    expect(reader.locator("#fig-majority")).to_contain_text(MAJORITY)
    assert reader.evaluate("window.sentAt") - shown_at < AT_ONCE


def test_a_pause_survives_a_reload(reader, contest, story):
    reader.get_by_role("button", name="Pause updates").click()
    open_page(reader, story)
    expect(reader.get_by_role("button", name="Pause updates")).to_have_attribute("aria-pressed", "true")
    steps.declare(contest)
    reader.clock.run_for(12 * TICK)
    assert reader.evaluate("window.sent") == 0
    expect(reader.locator("#fig-majority")).to_have_count(0)


def test_ending_the_pause_polls_at_once(reader, contest):
    button = reader.get_by_role("button", name="Pause updates")
    button.click()
    steps.declare(contest)
    reader.clock.run_for(TICK)  # what is left until the next poll is most of five seconds
    steps.listen(reader)
    resumed_at = steps.now(reader)
    button.click()
    steps.answered(reader)
    expect(reader.locator("#fig-majority")).to_contain_text(MAJORITY)
    assert reader.evaluate("window.sentAt") - resumed_at < AT_ONCE
