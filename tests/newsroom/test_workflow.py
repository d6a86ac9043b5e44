"""A story's way from who writes it to who approves it, and what is kept of a form that is open."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import duty as waits
from newsroom.models import Article, Autosave, Correction, Flag, NotPublishable, PreviewLink, Problem, Review
from tests import world
from tests.newsroom.desk import at_the_desk, boxes, fill, said, tree

pytestmark = pytest.mark.django_db
ADD, AUTOSAVE = "/admin/newsroom/article/add/", "/admin/newsroom/article/autosave/"


def second_editor():
    return world.user("olga", "duty editor")


def address(story: Article, page: str = "change") -> str:
    return reverse(f"admin:newsroom_article_{page}", args=[story.pk])


def write(story: Article, body: str, by) -> None:
    story.write(by=by, headline="A day in Northmarsh", standfirst="", body=body)


@pytest.fixture
def draft(northmarsh) -> Article:
    return world.story(northmarsh, body="Words.", published=False)


# Approval by another.


def test_who_edited_since_the_last_approval_cannot_approve_however_small_the_edit_after_theirs(northmarsh):
    story = world.story(northmarsh, body="Words.")
    write(story, "Words, written.", by=world.duty_editor())
    write(story, "Words, written, with a comma.", by=world.journalist())
    with pytest.raises(NotPublishable, match="You edited this story since it was last approved"):
        story.publish(by=world.duty_editor())
    (problem,) = story.problems(world.duty_editor())
    assert problem.kind == Problem.Kind.APPROVAL and story.problems() == []
    story.publish(by=second_editor())
    write(story, "More words.", by=world.journalist())
    story.publish(by=world.duty_editor())  # what they edited is approved by another


def test_the_database_holds_that_an_approval_is_anothers(draft):
    write(draft, "Words by two.", by=world.duty_editor())
    for person in (world.journalist(), world.duty_editor()):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(revision=draft.newest, kind=Review.Kind.APPROVED, by=person)
    Review.objects.create(revision=draft.newest, kind=Review.Kind.APPROVED, by=second_editor())


def test_the_database_shows_readers_no_revision_that_nobody_approved(northmarsh, draft):
    live = world.story(northmarsh, slug="live", body="Words.")
    write(live, "Words that nobody has read.", by=world.journalist())
    for story in (draft, live):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=story.pk).update(published=story.newest, state="live", publish_at=timezone.now())


def test_what_followed_the_record_is_nobodys_edit(northmarsh):
    story = world.story(northmarsh)
    world.declare(northmarsh)
    assert story.editors() == set()


def test_a_story_is_sent_to_review_sent_back_and_sent_again(draft):
    draft.send_to_review(by=world.journalist(), note="Please look at line 1.")
    assert draft.state == Article.State.REVIEW and list(Article.objects.waiting()) == [draft]
    draft.send_back(by=world.duty_editor(), note="Who says so?")
    assert draft.state == Article.State.DRAFT and not Article.objects.waiting().exists()
    write(draft, "Words, says Nell.", by=world.journalist())
    draft.send_to_review(by=world.journalist())
    draft.publish(by=world.duty_editor())
    assert [step.kind for step in Review.objects.all()] == ["asked", "returned", "asked", "approved"]
    assert not Article.objects.waiting().exists()


def test_the_next_version_of_a_live_story_waits_for_approval_while_readers_see_the_one_before(northmarsh):
    story = world.story(northmarsh, body="Words.")
    with pytest.raises(NotPublishable, match="There is nothing to approve"):
        story.send_to_review(by=world.journalist())
    write(story, "Other words.", by=world.journalist())
    story.send_to_review(by=world.journalist())
    assert story.state == Article.State.LIVE and list(Article.objects.waiting()) == [story]


def test_a_journalist_sends_to_review_and_the_duty_editor_schedules_it(writer, duty, draft):
    page = writer.post(address(draft, "review"), {"note": "For the morning."}, follow=True)
    assert "The story is sent to review." in said(page) and "It waits for somebody’s approval" in said(page)
    form = boxes(duty.get(address(draft, "publish")))
    soon = timezone.localtime(timezone.now() + timedelta(days=1))
    past = duty.post(address(draft, "publish"), {**form, "at_0": "2020-01-01", "at_1": "06:00"})
    assert "That minute has passed" in said(past)
    typed = {**form, "at_0": soon.strftime("%Y-%m-%d"), "at_1": soon.strftime("%H:%M:%S")}
    assert "The story is scheduled." in said(duty.post(address(draft, "publish"), typed, follow=True))
    assert not Article.objects.public().exists() and [s.headline for s in waits.board().scheduled] == ["A day in Northmarsh"]
    world.set_clock(timedelta(days=2))
    assert Article.objects.public().get() == draft


def test_a_duty_editor_who_edited_is_told_so_and_has_no_button(duty, draft):
    write(draft, "My words.", by=world.duty_editor())
    page = duty.get(address(draft, "publish"))
    assert "You edited this story since it was last approved: another person must approve it." in said(page)
    duty.post(address(draft, "publish"), boxes(page))
    assert not Article.objects.public().exists()


def test_a_duty_editor_sends_a_story_back_with_a_word(duty, draft):
    draft.send_to_review(by=world.journalist())
    page = duty.post(address(draft, "publish"), {"back": "Send back", "note": "Who says so?"}, follow=True)
    assert "The story is sent back." in said(page) and "Who says so?" in said(page)


def test_a_duty_editor_withdraws_a_story_with_a_note_and_without_one_is_asked(duty, northmarsh):
    story = world.story(northmarsh, body="Words.")
    assert "Say why: readers are told." in said(duty.post(address(story, "withdraw"), {"how": "note", "note": ""}))
    duty.post(address(story, "withdraw"), {"how": "note", "note": "It was another hall."})
    assert "It was another hall." in Client().get("/articles/a-day-in-northmarsh/").content.decode()


# Revisions side by side.


def test_two_revisions_are_compared_word_by_word_with_marks_that_can_be_heard(writer, draft):
    write(draft, "Other words.", by=world.journalist())
    page = tree(writer.get(address(draft, "compare"), {"old": "1", "new": "2"}))
    (out,), (put,) = page.findall(".//del"), page.findall(".//ins")
    assert "".join(out.itertext()) == "[taken out: Words. ]" and "".join(put.itertext()) == "[put in: Other words. ]"
    assert "Every word is the same." in said(writer.get(address(draft, "compare"), {"old": "2", "new": "2"}))
    assert writer.get(address(draft, "compare"), {"old": "x", "new": "99"}).status_code == 200


# Links to look without an account.


def test_a_preview_shows_the_draft_to_who_has_its_address_and_to_no_cache(draft):
    link = PreviewLink.make(draft, by=world.journalist())
    page = Client().get(link.address.partition("8000")[2])
    assert page.status_code == 200 and "Words." in page.content.decode()
    assert page["Cache-Control"] == "no-store, private" and page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer" and not page.cookies
    write(draft, "Newer words.", by=world.journalist())
    assert "Newer words." in Client().get(link.address.partition("8000")[2]).content.decode()


@pytest.mark.parametrize("how", ["expired", "newer", "forged", "taken down"])
def test_a_preview_ends(draft, how):
    place = PreviewLink.make(draft, by=world.journalist()).address.partition("8000")[2]
    if how == "expired":
        world.set_clock(timedelta(hours=49))
    elif how == "newer":
        PreviewLink.make(draft, by=world.journalist())
    elif how == "taken down":
        draft.publish(by=world.duty_editor())
        assert Client().get(place).status_code == 200
        draft.withdraw(by=world.duty_editor(), note="A court has ruled.", legal=True)
    else:
        place = place[:-3] + "xx/"
    assert Client().get(place).status_code == 404


def test_a_journalist_makes_a_preview_at_the_desk(writer, draft):
    page = writer.post(address(draft, "review"), {"link": "Make"}, follow=True)
    assert PreviewLink.objects.get().address in said(page)


# What an open form keeps.


def keep(client: Client, place: str, **typed):
    """What the browser sends by itself while a form is open."""
    return client.post(AUTOSAVE, {**boxes(client.get(place)), **typed})


def test_what_is_typed_is_kept_for_its_author_alone_and_is_no_revision(writer, duty, draft):
    answer = keep(writer, address(draft), body="Half a sent")
    assert "Kept for you at" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.revisions.count() == 1 and Autosave.objects.get().person == world.journalist()
    for client in (duty, Client()):
        assert "Half a sent" not in client.get(address(draft), follow=True).content.decode()
    assert "Half a sent" not in duty.get(address(draft, "publish")).content.decode()


def test_after_a_crash_the_form_offers_it_puts_it_back_and_saving_ends_it(writer, draft):
    keep(writer, address(draft), headline="Half a head", body="Half a sentence")
    page = writer.get(address(draft))
    assert "You left something unsaved here" in said(page) and "Half a sentence" not in said(page)
    page = writer.get(address(draft), {"restore": "1"})
    assert "What you had typed is back in the boxes" in said(page)
    form = next(form for form in tree(page).iter("form") if form.get("id") == "article_form")
    values = {node.get("name"): (node.text or "").strip() for node in form.iter("textarea")}
    assert values["body"] == "Half a sentence"
    kept = Autosave.objects.get()
    assert writer.post(address(draft), {**whole(form), "_save": "Save"}).status_code == 302
    assert draft.newest.body == "Half a sentence" and draft.newest.headline == "Half a head"
    assert not Autosave.objects.filter(pk=kept.pk).exists()


def whole(form) -> dict:
    found = {node.get("name"): (node.text or "").removeprefix("\n") for node in form.iter("textarea")}
    found |= {node.get("name"): node.get("value", "") for node in form.iter("input") if node.get("type") in ("text", "hidden")}
    for select in form.iter("select"):
        chosen = [option.get("value") for option in select.iter("option") if option.get("selected") is not None]
        if chosen:
            found[select.get("name")] = chosen
    return {name: value for name, value in found.items() if name and "__prefix__" not in name}


def test_what_somebody_else_saved_meanwhile_is_shown_when_a_lost_form_is_put_back_and_saved(writer, draft):
    keep(writer, address(draft), body="Mine.")
    write(draft, "Theirs.", by=world.duty_editor())
    form = next(f for f in tree(writer.get(address(draft), {"restore": "1"})).iter("form") if f.get("id") == "article_form")
    page = writer.post(address(draft), whole(form))
    assert page.status_code == 200 and "Somebody else saved this while you had it open" in said(page)
    assert "Theirs." in said(page) and draft.newest.body == "Theirs."


def test_a_story_that_was_never_saved_is_kept_too_and_can_be_thrown_away(writer, northmarsh):
    keep(writer, ADD, headline="New", body="Not saved.", contest=northmarsh.pk)
    assert "You left something unsaved here" in said(writer.get(ADD))
    assert "Not saved." in said(writer.get(ADD, {"restore": "1"}))
    page = writer.post(AUTOSAVE, {"autosave_for": "", "discard": "Throw it away"}, follow=True)
    assert "What was left unsaved is thrown away." in said(page)
    assert not Autosave.objects.exists() and "You left something" not in said(writer.get(ADD))


def test_a_form_in_which_nothing_was_typed_keeps_nothing_and_says_nothing_twice(writer, draft):
    answer = keep(writer, address(draft))
    assert not Autosave.objects.exists()
    seen = answer.content.decode().partition('"seen": "')[2].partition('"')[0]
    assert keep(writer, address(draft), seen=seen).status_code == 204


def test_an_open_form_is_told_what_the_record_says_by_now_and_loses_nothing(writer, northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="By [2,469](figure:majority).")
    opened = boxes(writer.get(address(story)))
    typed = {**opened, "body": "By [2,469](figure:majority). And more."}
    world.declare(northmarsh, world.CORRECTED)
    answer = writer.post(AUTOSAVE, typed).content.decode()
    assert "Line 1: “2,469” will read “2,669”, as in the record." in answer
    assert "The record changed at" in answer and "Nothing in your boxes was touched." in answer
    page = writer.post(address(story), typed)
    assert "Somebody else saved this while you had it open" in said(page) and "And more." in said(page)


@pytest.mark.parametrize("who", [world.editor, world.checker])
def test_only_who_writes_stories_keeps_anything(who, draft):
    client = at_the_desk(who())
    assert client.post(AUTOSAVE, {"autosave_for": draft.pk, "body": "x"}).status_code == 403
    assert client.post(AUTOSAVE, {"autosave_for": "", "body": "x"}).status_code == 403


# The duty board.


def test_each_thing_that_waits_is_on_the_board_once_and_leaves_it_when_it_is_done(northmarsh, duty):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="[narrowly](figure:majority), [2,469](figure:majority)")
    quote = world.quote(verified=False)
    draft = world.story(northmarsh, slug="draft", headline="A draft", body="Words.", published=False)
    draft.send_to_review(by=world.journalist())
    world.declare(northmarsh, world.CORRECTED)
    board = waits.board()
    assert [flag.words for flag in board.flags] == ["narrowly"] and board.quotes == [quote] and board.waiting == [draft]
    assert [one.article for one in board.corrections] == [story] and board.number == 4
    for place in ("/admin/", reverse("admin:newsroom_article_duty")):
        page = said(duty.get(place))
        for words in ("“narrowly”", "A draft", "This is a day to remember.", "gave the majority as 2,469"):
            assert page.count(words) == 1, (place, words)
    (flag,) = Flag.objects.open()
    duty.post(address(story, "waive"), {"flag": flag.pk, "reason": "It is."})
    duty.post(address(story, "word"), {"correction": Correction.objects.get().pk, "text": "It was 2,669."})
    duty.post(address(draft, "publish"), boxes(duty.get(address(draft, "publish"))))
    quote.verify(by=world.duty_editor())
    assert waits.board().number == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_asks_the_same_however_much_is_on_it(northmarsh, django_assert_num_queries, number):
    world.declare(northmarsh)
    for n in range(number):
        world.story(northmarsh, slug=f"story-{n}", body="[narrowly](figure:majority), [2,469](figure:majority)")
        world.quote(slug=f"quote-{n}", verified=False)
        wrong = world.story(northmarsh, slug=f"wrong-{n}", body="Ada Quill won by 9 votes.", published=False)
        wrong.send_to_review(by=world.journalist())
    world.declare(northmarsh, world.CORRECTED)
    with django_assert_num_queries(19):
        assert waits.board().number == 4 * number


def test_the_landing_page_has_no_newsroom_for_who_has_no_stories():
    assert "Newsroom" not in said(at_the_desk(world.checker()).get("/admin/")).replace("Stories and quotes", "")


def test_every_page_of_a_story_opens_before_anything_is_written(duty, db):
    empty = Article.objects.create(slug="empty")
    for page in ("publish", "review", "compare", "waive", "word", "withdraw"):
        assert duty.get(address(empty, page)).status_code == 200
    assert fill(duty, address(empty), headline="A", body="Words.").status_code == 302
