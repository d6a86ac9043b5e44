"""A misread figure is put right by two people, and everything that gave it changes while a reader's page stays open."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from elections.models import Contest
from newsroom.models import Article, Correction
from tests import world
from tests.browser import steps

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MISREAD = {"Jo Moss": ("Harbour Party", 15_529), "Wil Reed": ("Orchard Party", 8_598), "Sam Stone": ("", 5_806)}
TRUE = {**MISREAD, "Wil Reed": ("Orchard Party", 8_589)}
TOLD = "An earlier version of this story gave the vote for Wil Reed as 8,598; it is 8,589."


@pytest.fixture
def contest(db) -> Contest:
    contest = world.contest("Northmarsh", MISREAD)
    world.declare(contest, MISREAD)
    return contest


@pytest.fixture
def story(contest) -> Article:
    world.quote()
    body = "Wil Reed had [8,598](figure:votes.wil-reed), which is [narrowly](figure:majority) short.\n\n{quote:harrow-day}"
    return world.story(contest, body=body)


def correct(page: Page, contest: Contest) -> None:
    """One person's part of the desk's way to a correction: the paper read again, what will change, and handing it in."""
    page.goto(page.url.partition("/admin/")[0] + reverse("admin:elections_contest_declare", args=[contest.pk, "correction"]))
    for label, figure in [*steps.figures_of(TRUE), ("Source", "the declaration paper, read again")]:
        steps.box(page, label).fill(figure)
    page.locator("[name=public_note]").fill("Two digits had been swapped.")
    page.get_by_role("button", name="Hand in this sheet").click()
    page.get_by_role("button", name="Hand in", exact=True).click()


def linked(page: Page) -> dict:
    told = [json.loads(one) for one in page.locator("script[type='application/ld+json']").all_text_contents()]
    return next(node for one in told for node in one.get("@graph", [one]) if node["@type"] == "NewsArticle")


def test_a_corrected_figure_changes_story_panel_list_feed_card_and_data_before_a_readers_eyes(
    page, contest, story, live_server, signed_in
):
    steps.open_page(page, f"{live_server.url}/articles/{story.slug}/")
    expect(page.locator(".story__body")).to_contain_text("8,598")
    expect(page.locator("#row-wil-reed")).to_contain_text("8,598")
    assert "correction" not in linked(page)
    card = page.locator("meta[property='og:image']").get_attribute("content")
    for role in ("results editor", "checker"):
        correct(desk := signed_in(role), contest)
        steps.poll(page)
    expect(desk.get_by_text("Two people have entered the same. It is published.")).to_be_visible()
    expect(page.locator(".story__body")).to_contain_text("Wil Reed had 8,589")
    expect(page.locator("#row-wil-reed")).to_contain_text("8,589")
    expect(page.locator(".correction").get_by_text("gave the vote for Wil Reed as")).to_be_visible()
    expect(page.locator(".correction del")).to_have_text("8,598")
    expect(page.get_by_text("We are checking this story’s figures.", exact=True)).to_be_visible()
    expect(page.locator("figure.quote")).to_be_visible()
    assert [one["text"] for one in linked(page)["correction"]] == [TOLD]
    page.goto(page.url)  # the head of a page is as it was when the page was opened
    shared = page.locator("meta[property='og:image']").get_attribute("content")
    assert shared != card and "8,589" in page.locator("meta[property='og:image:alt']").get_attribute("content")

    page.get_by_role("link", name="See the earlier version").click()
    expect(page.get_by_text("This is version 1 of this story, kept as it was.")).to_be_visible()
    expect(page.locator(".story__body")).to_contain_text("Wil Reed had 8,598")
    page.goto(f"{live_server.url}/corrections/")
    expect(page.locator(".told")).to_contain_text(TOLD)
    feed = page.request.get(f"{live_server.url}/corrections.atom")
    assert TOLD in feed.text()


def test_pages_of_corrections_have_no_barrier(page, contest, story, live_server, axe):
    world.declare(contest, TRUE)
    for place in (f"/articles/{story.slug}/", f"/articles/{story.slug}/v/1/", "/corrections/"):
        page.goto(live_server.url + place)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
    story.withdraw(by=world.duty_editor(), note="It was another hall.")
    page.goto(f"{live_server.url}/articles/{story.slug}/")
    axe(page)


def test_an_open_story_that_is_taken_down_loses_its_words(page, contest, story, live_server):
    steps.open_page(page, f"{live_server.url}/articles/{story.slug}/")
    story.withdraw(by=world.duty_editor(), note="An order.", legal=True)
    steps.poll(page)
    expect(page.get_by_role("heading", name="This story was taken down")).to_be_visible()
    expect(page.locator("#article-live")).not_to_contain_text("8,598")


def test_a_journalists_open_form_is_told_and_keeps_what_is_typed(contest, story, signed_in):
    desk = signed_in("journalist")
    root = desk.url.partition("/admin/")[0]
    desk.clock.install()
    desk.goto(root + reverse("admin:newsroom_article_change", args=[story.pk]))
    desk.get_by_label("Body").press_sequentially("More. ")
    typed = desk.get_by_label("Body").input_value()
    world.declare(contest, TRUE)
    desk.clock.run_for(16_000)
    expect(desk.locator("#autosave")).to_contain_text("“8,598” will read “8,589”, as in the record.")
    expect(desk.locator("#autosave")).to_contain_text("Kept for you at")
    assert desk.get_by_label("Body").input_value() == typed
    desk.context.new_page().goto(root + reverse("admin:newsroom_article_change", args=[story.pk]))
    again = desk.context.pages[-1]
    again.get_by_role("link", name="Put it back into the boxes").click()
    expect(again.get_by_label("Body")).to_have_value(typed)
    assert Correction.objects.count() == 1


def test_the_pages_of_the_story_desk_have_no_barrier(contest, story, signed_in, axe):
    world.declare(contest, TRUE)
    words = {"headline": "Anew", "standfirst": "", "body": "Wil Reed had [8,589](figure:votes.wil-reed)."}
    story.write(by=world.journalist(), **words)
    story.send_to_review(by=world.journalist())
    desk = signed_in("duty editor")
    root = desk.url.partition("/admin/")[0]
    for name in ("publish", "review", "compare", "waive", "word", "withdraw"):
        desk.goto(root + reverse(f"admin:newsroom_article_{name}", args=[story.pk]))
        axe(desk)
    desk.goto(root + reverse("admin:newsroom_article_duty"))
    axe(desk)


def test_a_headline_that_is_tied_to_nothing_is_doubted_before_a_readers_eyes(page, contest, live_server):
    world.story(contest, slug="short", headline="Wil Reed falls short with 8,598 votes", body="Words.")
    steps.open_page(page, f"{live_server.url}/articles/short/")
    checked = page.get_by_text("We are checking this story’s figures.", exact=True)
    expect(checked).to_have_count(0)
    world.declare(contest, TRUE)
    steps.poll(page)
    expect(checked).to_be_visible()
    expect(page.locator("#row-wil-reed")).to_contain_text("8,589")
    page.goto(f"{live_server.url}/")
    expect(checked).to_be_visible()


def test_a_story_that_was_held_back_appears_once_a_duty_editor_lets_it_stand_by_name(page, contest, live_server, signed_in):
    late = world.story(contest, slug="late", headline="Wil Reed falls short with 8,598 votes", body="Words.", published=False)
    late.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=1))
    world.declare(contest, TRUE)
    Article.objects.filter(pk=late.pk).update(publish_at=timezone.now() - timedelta(minutes=1))  # its minute has come
    address = f"{live_server.url}/articles/late/"
    assert page.request.get(address).status == 404
    desk = signed_in("duty editor")
    held = desk.locator("#newsroom").get_by_role("listitem").filter(has_text="held back since")
    expect(held).to_contain_text("“8,598”")
    held.get_by_role("link").click()
    expect(desk.get_by_text("no reader sees it until this is answered")).to_be_visible()
    desk.get_by_label("Or why these words may stand").fill("As the returning officer had read it out.")
    desk.get_by_role("button", name="Let them stand").click()
    expect(desk.get_by_text("No words of this story are flagged.")).to_be_visible()
    assert page.goto(address).status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Wil Reed falls short with 8,598 votes")
    expect(page.get_by_text("We are checking")).to_have_count(0)
