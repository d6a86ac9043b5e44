"""The fact check beside the story form, from the typing of a story to its readers."""

import pytest
from playwright.sync_api import Page, expect

from newsroom.models import Answer, Article
from tests import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "Ada Quill won by 2,496 votes. Nel Harrow spoke. Ben Rook had 9,876 votes. The parade drew 4,311 people."


@pytest.fixture
def story(db) -> Article:
    northmarsh = world.northmarsh()
    world.declare(northmarsh)
    harrow = world.person()
    harrow.names.create(name="Nel Harrow", kind="misspelling")
    harrow.roles.create(label="Leader of the Orchard Party", start="2030-01-01", source="a fictional register")
    return world.story(northmarsh, body="Words.", published=False)


def panel(page: Page):
    return page.get_by_role("region", name="Fact check")


def paste(page: Page, text: str) -> None:
    page.get_by_label("Body").fill("")
    page.get_by_label("Body").focus()
    page.keyboard.insert_text(text)


def test_what_is_pasted_is_checked_bound_mended_waived_approved_and_read(story, signed_in, axe):
    page = signed_in("journalist")
    page.goto(f"{page.url}newsroom/article/{story.pk}/change/")
    paste(page, TYPED)
    body = page.get_by_label("Body")
    expect(panel(page)).to_contain_text("2 disagree with the record")
    expect(panel(page)).to_contain_text("1 unknown")
    expect(body).to_be_focused()

    panel(page).get_by_role("button", name="Write “2,469” and bind it").click()
    expect(body).to_have_value(TYPED.replace("2,496", "[2,469](figure:majority)"))
    page.keyboard.press("Control+z")
    expect(body).to_have_value(TYPED)
    panel(page).get_by_role("button", name="Write “2,469” and bind it").click()
    panel(page).get_by_role("button", name="Write “Nell Harrow” and bind it").click()
    expect(panel(page)).not_to_contain_text("disagree with the record")

    panel(page).get_by_role("button", name="that agree").click()
    expect(body).to_have_value(
        "[Ada Quill won](figure:winner) by [2,469](figure:majority) votes. [Nell Harrow](person:nell-harrow) spoke. "
        "Ben Rook had [9,876](figure:votes.ben-rook) votes. The parade drew 4,311 people."
    )

    panel(page).get_by_role("link", name="4,311").click()
    assert body.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)").startswith("4,311")
    panel(page).get_by_text("Source it, or let it stand").click()
    panel(page).get_by_label("Its source").fill("the stewards")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    panel(page).get_by_role("button", name="Keep as its source").click()
    expect(panel(page)).to_contain_text("nothing is open")
    assert Answer.objects.get().told == "the stewards" and story.revisions.count() == 1

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    page.goto(page.url.partition("/admin/")[0] + f"/admin/newsroom/article/{story.pk}/review/")
    page.get_by_role("button", name="Send to review").click()
    expect(page.locator(".messagelist")).to_contain_text("sent to review")

    duty = signed_in("duty editor")
    duty.goto(f"{duty.url}newsroom/article/{story.pk}/publish/")
    expect(duty.get_by_text("Source given by joan")).to_be_visible()
    axe(duty)
    duty.get_by_role("button", name="Publish this revision").click()
    expect(duty.locator(".messagelist")).to_contain_text("published")
    duty.goto(duty.url.partition("/admin/")[0] + "/articles/a-day-in-northmarsh/")
    expect(duty.get_by_text("The parade drew 4,311 people.")).to_be_visible()
    expect(duty.get_by_role("link", name="2,469").first).to_be_visible()


def test_typing_on_is_never_disturbed_and_a_reason_in_the_making_stays(story, signed_in):
    page = signed_in("journalist")
    page.goto(f"{page.url}newsroom/article/{story.pk}/change/")
    paste(page, "The parade drew 4,311 people.")
    panel(page).get_by_text("Source it, or let it stand").click()
    panel(page).get_by_label("Its source").fill("half a rea")
    body = page.get_by_label("Body")
    body.focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" Ada Quill won by 2,496 votes.")
    expect(panel(page)).to_contain_text("1 disagrees with the record")
    expect(panel(page).get_by_label("Its source")).to_have_value("half a rea")
    expect(body).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    assert body.evaluate("box => [box.selectionEnd - box.selectionStart, box.selectionEnd]") == [1, 59]
