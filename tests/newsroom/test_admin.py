"""The story desk as people use it: every post is a form that was opened first, with a few boxes changed."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from elections.models import Contest
from newsroom.models import Article, Quote
from tests import world
from tests.newsroom.desk import ADD_QUOTE, ADD_STORY, at_the_desk, boxes, fill, problems, quote_boxes, said, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_northmarsh")]


def story_of(response) -> Article:
    assert response.status_code == 302, problems(response)
    return Article.objects.latest("pk")


# Writing a story.


def test_a_journalist_writes_a_story_and_it_is_a_draft(writer, northmarsh):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    world.quote(slug="harrow-day")
    body = "It was [](figure:majority).\n\n{quote:harrow-day}\n"
    contests = {"contest": northmarsh.pk, "more_contests": [other.pk]}
    story = story_of(fill(writer, ADD_STORY, headline="A long night", standfirst="In short.", body=body, **contests))
    assert (story.slug, story.state, story.published) == ("a-long-night", Article.State.DRAFT, None)
    assert (story.newest.headline, story.newest.body.strip()) == ("A long night", body.strip())
    assert story.newest.by == world.journalist()
    assert list(story.article_contests.values_list("contest", flat=True)) == [northmarsh.pk, other.pk]
    assert not Article.objects.public().exists()


def test_a_quote_that_the_text_places_is_among_the_storys_quotes_once_published(writer, duty, northmarsh):
    world.quote(slug="harrow-day")
    story = story_of(fill(writer, ADD_STORY, headline="A", body="Words.\n\n{quote:harrow-day}", contest=northmarsh.pk))
    duty.post(reverse("admin:newsroom_article_publish", args=[story.pk]), boxes_of_publish(duty, story))
    assert list(story.placements.values_list("quote__slug", flat=True)) == ["harrow-day"]
    assert "This is a day to remember." in Client().get(f"/articles/{story.slug}/").content.decode()


def boxes_of_publish(client: Client, story: Article) -> dict:
    return boxes(client.get(reverse("admin:newsroom_article_publish", args=[story.pk])))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("One.\n\nTwo [](figure:majorty)", "Line 3: there is no figure “majorty” in the record of that contest."),
        ("[Ada](person:ada-quill)", "Line 1: there is no person “ada-quill” in the register."),
        (
            "One\n[](figure:parl.x.2031-05-01/majority)",
            "Line 2: there is no contest as in “parl.x.2031-05-01/majority” on record.",
        ),
        ("One.\n\n{quote:nobody-said-it}", "Line 3: there is no quote “nobody-said-it”."),
        ("One {quote:harrow-day}", "Line 1: {quote:harrow-day} must stand on a line of its own."),
    ],
)
def test_what_the_text_names_must_be_on_record_or_its_line_is_named_and_nothing_typed_is_lost(writer, northmarsh, body, sentence):
    world.quote()
    typed = {"headline": "A very particular headline", "standfirst": "Particular standfirst", "body": body, "byline": "Joan"}
    page = fill(writer, ADD_STORY, **typed, contest=northmarsh.pk)
    assert problems(page) == [sentence]
    assert not Article.objects.exists()
    again = boxes(page)
    assert {name: again[name] for name in typed} == typed
    assert again["contest"] == str(northmarsh.pk)


def test_a_figure_without_a_contest_asks_for_one(writer, db):
    page = fill(writer, ADD_STORY, headline="A", body="[](figure:majority)")
    assert problems(page) == ["Line 1: “majority” needs a contest. Attach one to the story."]


def test_an_unknown_figure_in_the_standfirst_is_named_there(writer, northmarsh):
    page = fill(writer, ADD_STORY, headline="A", standfirst="[](figure:wrong)", body="Words.", contest=northmarsh.pk)
    assert problems(page) == ["Line 1: there is no figure “wrong” in the record of that contest."]


def test_every_unknown_name_is_given_at_once(writer, northmarsh):
    page = fill(writer, ADD_STORY, headline="A", body="[](figure:x)\n\n[](figure:y)\n\n{quote:z}", contest=northmarsh.pk)
    assert len(problems(page)) == 3


def test_saving_untrue_words_is_allowed_but_said(writer, northmarsh):
    world.declare(northmarsh)
    typed = {
        "headline": "A",
        "body": "By [almost 3,000](figure:majority), or [2,500](figure:majority).",
        "contest": northmarsh.pk,
    }
    page = writer.post(ADD_STORY, {**boxes(writer.get(ADD_STORY)), **typed}, follow=True)
    assert "Line 1: “almost 3,000” is not true: the record says 2,469." in said(page)
    assert "Line 1: “2,500” will read “2,469”, as in the record." in said(page)


def test_two_stories_with_one_headline_get_addresses_of_their_own(writer, db):
    first = story_of(fill(writer, ADD_STORY, headline="A long night", body="One."))
    second = story_of(fill(writer, ADD_STORY, headline="A long night", body="Two."))
    assert (first.slug, second.slug) == ("a-long-night", "a-long-night-2")


def test_opening_and_saving_without_a_change_makes_no_revision(writer, northmarsh):
    story = world.story(northmarsh, published=False)
    story_of(fill(writer, reverse("admin:newsroom_article_change", args=[story.pk])))
    assert story.revisions.count() == 1
    assert list(story.contests.all()) == [northmarsh]


def test_taking_a_contest_off_a_draft_and_changing_the_order_is_kept(writer, northmarsh):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    story = world.story(northmarsh, other, body="Words.", published=False)
    address = reverse("admin:newsroom_article_change", args=[story.pk])
    story_of(fill(writer, address, contest=other.pk, more_contests=[northmarsh.pk]))
    assert list(story.article_contests.values_list("contest", flat=True)) == [other.pk, northmarsh.pk]
    story_of(fill(writer, address, contest=northmarsh.pk, more_contests=[]))
    assert list(story.article_contests.values_list("contest", flat=True)) == [northmarsh.pk]


# What a draft may not do.


def seen(article: Article, contest: Contest) -> dict[str, str]:
    """What readers get of everything that could show the story: bodies with the versions in them taken out, and ETags."""
    addresses = ["/", f"/articles/{article.slug}/", f"/live/articles/{article.slug}/"]
    addresses += [f"/contests/{contest.ballot_paper_id}/", f"/live/contests/{contest.ballot_paper_id}/"]
    answers = {address: Client().get(address) for address in addresses}
    bodies = {address: re.sub(r'data-(etag|version)="[^"]*"', "", answer.content.decode()) for address, answer in answers.items()}
    return bodies | {f"ETag of {address}": answer["ETag"] for address, answer in answers.items()}


def test_a_journalist_changes_nothing_that_readers_see_of_a_live_story(writer, northmarsh):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    story = world.story(northmarsh)
    elsewhere = world.quote("Published elsewhere.", slug="elsewhere")
    world.quote("Not published at all.", slug="nowhere-yet")
    world.story(other, slug="other", body="{quote:elsewhere}")
    before = seen(story, northmarsh)
    address = reverse("admin:newsroom_article_change", args=[story.pk])
    typed = {
        "headline": "Anew", "body": "{quote:elsewhere}\n\n{quote:nowhere-yet}", "byline": "Somebody else",
        "contest": other.pk, "more_contests": [], "slug": "another-address",
        "placements-TOTAL_FORMS": "1", "placements-INITIAL_FORMS": "0", "placements-MIN_NUM_FORMS": "0",
        "placements-MAX_NUM_FORMS": "1000", "placements-0-quote": elsewhere.pk, "placements-0-position": "1",
    }  # fmt: skip
    story_of(fill(writer, address, **typed))
    assert story.newest.headline == "Anew"
    after = seen(story, northmarsh)
    assert [name for name in before if after[name] != before[name]] == []


def test_what_one_person_may_not_change_stays_open_to_everybody_else(writer, northmarsh):
    """A form's fields belong to its class: one closed for a live story would lose the contest of the next new story."""
    story = world.story(northmarsh)
    assert b"disabled" in writer.get(reverse("admin:newsroom_article_change", args=[story.pk])).content
    fresh = story_of(fill(writer, ADD_STORY, headline="A long night", body="Words.", contest=northmarsh.pk))
    assert list(fresh.contests.all()) == [northmarsh]


def test_a_published_address_stays(writer, duty, northmarsh):
    story = world.story(northmarsh)
    for client in (writer, duty):
        story_of(fill(client, reverse("admin:newsroom_article_change", args=[story.pk]), slug="another", headline="Anew"))
        story.refresh_from_db()
        assert story.slug == "a-day-in-northmarsh"


@pytest.mark.parametrize("sneaked", ["state", "published", "publish_at", "page_version", "published_id"])
def test_what_the_form_does_not_offer_cannot_be_sneaked_in(writer, northmarsh, sneaked):
    story = world.story(northmarsh, published=False)
    fill(writer, reverse("admin:newsroom_article_change", args=[story.pk]), **{sneaked: "live" if sneaked == "state" else "1"})
    story.refresh_from_db()
    assert (story.state, story.published, story.publish_at, story.page_version) == ("draft", None, None, 0)


# Publishing.


@pytest.mark.parametrize("who", [world.journalist, world.editor, world.checker, lambda: world.user("nobody")])
def test_only_who_may_publish_can_publish(northmarsh, who):
    story = world.story(northmarsh, published=False)
    client, address = at_the_desk(who()), reverse("admin:newsroom_article_publish", args=[story.pk])
    assert client.get(address).status_code == client.post(address).status_code == 403
    story.refresh_from_db()
    assert story.published is None
    assert address not in client.get(reverse("admin:newsroom_article_change", args=[story.pk])).content.decode()


def test_who_is_not_signed_in_is_asked_to(northmarsh):
    story = world.story(northmarsh, published=False)
    quote = world.quote(verified=False)
    for address in (
        reverse("admin:newsroom_article_publish", args=[story.pk]),
        reverse("admin:newsroom_quote_verify", args=[quote.pk]),
        ADD_STORY,
        ADD_QUOTE,
    ):
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 302 and urlsplit(answer["Location"]).path == "/admin/login/"
    story.refresh_from_db()
    quote.refresh_from_db()
    assert story.published is None and quote.state == "draft"


def test_a_duty_editor_looks_and_publishes(duty, northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, standfirst="In *short*.", published=False)
    address = reverse("admin:newsroom_article_publish", args=[story.pk])
    assert address in duty.get(reverse("admin:newsroom_article_change", args=[story.pk])).content.decode()
    page = duty.get(address)
    assert "A day in Northmarsh" in said(page) and "The majority was 2,469." in said(page) and "In short." in said(page)
    answer = duty.post(address, boxes(page), follow=True)
    assert "The story is published." in said(answer)
    assert Article.objects.public().get() == story
    assert "The majority was" in Client().get("/articles/a-day-in-northmarsh/").content.decode()


def test_the_publish_page_lists_every_problem_and_publishes_nothing(duty, northmarsh):
    world.declare(northmarsh)
    world.quote(verified=False)
    story = world.story(northmarsh, body="[almost 3,000](figure:majority)\n\n{quote:harrow-day}", published=False)
    address = reverse("admin:newsroom_article_publish", args=[story.pk])
    page = duty.get(address)
    answer = duty.post(address, boxes(page))
    for response in (page, answer):
        assert "Line 1: “almost 3,000” is not true: the record says 2,469." in said(response)
        assert "The quote harrow-day has not been verified by a second person." in said(response)
    (button,) = [node for node in tree(page).iter("input") if node.get("value") == "Publish this revision"]
    assert button.get("disabled") is not None
    assert not Article.objects.public().exists()


def test_what_is_published_is_the_revision_that_was_looked_at(duty, northmarsh):
    story = world.story(northmarsh, published=False)
    address = reverse("admin:newsroom_article_publish", args=[story.pk])
    looked_at = boxes(duty.get(address))
    story.write(by=world.journalist(), headline="Slipped in after the look", standfirst="", body="Unread.")
    duty.post(address, looked_at)
    assert not Article.objects.public().filter(published__headline="Slipped in after the look").exists()


def test_publishing_twice_by_a_double_click_is_harmless(duty, northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="The majority was [2,469](figure:majority).", published=False)
    address = reverse("admin:newsroom_article_publish", args=[story.pk])
    form = boxes(duty.get(address))
    assert duty.post(address, form).status_code == 302
    duty.post(address, form)
    story.refresh_from_db()
    assert story.revisions.count() == 1 and story.page_version == 1


# Quotes.


def test_a_journalist_enters_a_quote_and_it_is_a_draft(writer, db):
    words = "“This is a day to remember.”\n\nWe must  start\nagain."
    assert fill(writer, ADD_QUOTE, **quote_boxes(words=words)).status_code == 302
    quote = Quote.objects.get()
    assert quote.words == ["This is a day to remember.", "We must start again."]
    assert (quote.state, quote.entered_by, quote.verified_by) == ("draft", world.journalist(), None)
    assert quote.slug.startswith("nell-harrow-this-is-a-day")
    assert f"{quote.said_at:%Y-%m-%d %H:%M}" == "2031-05-02 07:30"  # typed in London's summer time


def test_only_the_outer_quotation_marks_are_taken_off(writer, db):
    fill(writer, ADD_QUOTE, **quote_boxes(words="“He said ‘never’”\n\n'Tis over, said the keepers\n\nShe said “stop”"))
    assert Quote.objects.get().words == ["He said ‘never’", "'Tis over, said the keepers", "She said “stop”"]


@pytest.mark.parametrize(
    ("box", "sentence"),
    [
        ("words", "Enter the words that were said, or below what they were reported to say."),
        ("person", "Choose who said it."),
        ("source_text", "Say where the words can be found."),
    ],
)
def test_a_quote_without_words_or_speaker_or_source_is_refused_in_a_sentence_and_nothing_typed_is_lost(writer, db, box, sentence):
    typed = quote_boxes(**{box: ""})
    page = fill(writer, ADD_QUOTE, **typed)
    assert problems(page) == [sentence]
    assert not Quote.objects.exists()
    again = boxes(page)
    assert {name: again[name] for name in typed} == {name: str(value) for name, value in typed.items()}


def test_a_quote_with_nothing_in_it_is_told_everything_at_once(writer, db):
    page = fill(writer, ADD_QUOTE)
    assert {"Choose who said it.", "Say where the words can be found."} <= set(problems(page))
    assert len(problems(page)) >= 5


def test_reported_speech_alone_is_enough(writer, db):
    assert fill(writer, ADD_QUOTE, **quote_boxes(words="", reported="Said that it rained.")).status_code == 302
    assert Quote.objects.get().words == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "not an address"])
def test_a_source_is_a_web_address(writer, db, url):
    page = fill(writer, ADD_QUOTE, **quote_boxes(source_url=url))
    assert problems(page) == ["Enter a valid URL."] and boxes(page)["source_url"] == url
    assert not Quote.objects.exists()


def test_the_verify_page_shows_the_quote_with_its_source_and_a_second_person_verifies(duty, db):
    quote = world.quote(verified=False)
    address = reverse("admin:newsroom_quote_verify", args=[quote.pk])
    assert address in duty.get(reverse("admin:newsroom_quote_change", args=[quote.pk])).content.decode()
    page = duty.get(address)
    for words in ("“This is a day to remember.”", "Nell Harrow", "Leader of the Orchard Party", "Marsh Radio, breakfast news"):
        assert words in said(page)
    assert "The quote is verified." in said(duty.post(address, boxes(page), follow=True))
    quote.refresh_from_db()
    assert (quote.state, quote.verified_by) == ("verified", world.duty_editor())


def test_a_journalist_cannot_verify_their_own_quote(writer, db):
    quote = world.quote(verified=False)
    page = writer.post(reverse("admin:newsroom_quote_verify", args=[quote.pk]))
    assert "You entered this quote: another person must compare it with its source." in said(page)
    quote.refresh_from_db()
    assert (quote.state, quote.verified_by) == ("draft", None)


def test_who_changed_the_words_last_cannot_verify_them(writer, db):
    fill(writer, ADD_QUOTE, **quote_boxes())
    quote = Quote.objects.get()
    second = at_the_desk(world.user("jack", "journalist"))
    assert fill(second, reverse("admin:newsroom_quote_change", args=[quote.pk]), words="Something else.").status_code == 302
    second.post(reverse("admin:newsroom_quote_verify", args=[quote.pk]))
    quote.refresh_from_db()
    assert (quote.words, quote.state) == (["Something else."], "draft")


def test_words_that_change_while_they_are_compared_are_not_verified(duty, writer, db):
    fill(writer, ADD_QUOTE, **quote_boxes())
    quote = Quote.objects.get()
    address = reverse("admin:newsroom_quote_verify", args=[quote.pk])
    looked_at = boxes(duty.get(address))
    fill(writer, reverse("admin:newsroom_quote_change", args=[quote.pk]), words="Something else.")
    duty.post(address, looked_at)
    quote.refresh_from_db()
    assert quote.state == "draft"


@pytest.mark.parametrize("who", [world.editor, world.checker, lambda: world.user("nobody")])
def test_who_does_not_work_on_stories_cannot_verify(who, db):
    quote = world.quote(verified=False)
    client = at_the_desk(who())
    address = reverse("admin:newsroom_quote_verify", args=[quote.pk])
    assert client.get(address).status_code == client.post(address).status_code == 403


def test_a_verified_quote_stands_as_it_was_verified_until_another_person_has_compared_a_change(writer, duty, db):
    quote = world.quote()
    address = reverse("admin:newsroom_quote_change", args=[quote.pk])
    for client in (writer, duty):
        client.post(address, quote_boxes(words="Something else."))
        quote.refresh_from_db()
        assert quote.words == ["This is a day to remember."]


def test_a_quote_cannot_be_verified_through_its_form(writer, db):
    quote = world.quote(verified=False)
    more = {"state": "verified", "verified_by": world.duty_editor().pk, "entered_by": world.duty_editor().pk}
    fill(writer, reverse("admin:newsroom_quote_change", args=[quote.pk]), **more)
    quote.refresh_from_db()
    assert (quote.state, quote.verified_by, quote.entered_by) == ("draft", None, world.journalist())


# The desk as a whole.


def test_nothing_can_be_deleted_at_the_desk(northmarsh, duty, writer, admin_client):
    world.declare(northmarsh)
    world.quote()
    world.story(northmarsh, body="{quote:harrow-day}")
    for model in admin.site._registry:
        if model._meta.app_label not in ("elections", "newsroom", "auth"):
            continue
        row = model.objects.order_by("pk").first()
        if row is None:
            continue
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        for client in (duty, writer, admin_client):
            address = reverse(f"admin:{name}_delete", args=[row.pk])
            assert client.get(address).status_code == client.post(address, {"post": "yes"}).status_code == 403, address
            listing = reverse(f"admin:{name}_changelist")
            client.post(listing, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
            assert model.objects.filter(pk=row.pk).exists(), listing


@pytest.mark.parametrize("address", [ADD_STORY, ADD_QUOTE, "/admin/newsroom/outlet/add/", "/admin/newsroom/article/", "/admin/"])
def test_every_page_of_the_desk_is_private_and_kept_by_nobody(writer, db, address):
    page = writer.get(address)
    assert page.status_code == 200
    assert "no-cache" in page["Cache-Control"] and "private" in page["Cache-Control"]


def test_names_that_a_journalist_typed_are_only_words_at_the_desk(duty, writer, northmarsh):
    nasty = "<script>alert(1)</script>"
    fill(writer, ADD_QUOTE, **quote_boxes(words=nasty, role_at_time=nasty, source_text=nasty))
    quote = Quote.objects.get()
    story = story_of(fill(writer, ADD_STORY, headline=nasty, standfirst=nasty, body=f"{nasty}\n\n{{quote:{quote.slug}}}"))
    for address in (
        reverse("admin:newsroom_quote_verify", args=[quote.pk]),
        reverse("admin:newsroom_article_publish", args=[story.pk]),
        reverse("admin:newsroom_article_changelist"),
        reverse("admin:newsroom_quote_changelist"),
    ):
        body = duty.get(address).content.decode()
        assert nasty not in body and html.escape(nasty) in body, address
