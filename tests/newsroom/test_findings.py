"""The fact check beside the words: findings in their boxes, what settles them, and what stands in the way of publication."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elections.models import Contest
from newsroom import duty, findings
from newsroom.factcheck.words import LONGEST, sentences
from newsroom.models import Answer, Article, Autosave, NotPublishable, Problem, check_revisions, check_words, write_draft
from tests import world
from tests.newsroom import marsh
from tests.newsroom.desk import at_the_desk, boxes, said, tree

FINDINGS, ADD = "/admin/newsroom/article/findings/", "/admin/newsroom/article/add/"
WRONG = "Ada Quill won by 2,496 votes."
RIGHT = "Ada Quill won by 2,469 votes."
UNKNOWN = "The parade drew 4,311 people."


def judge(body: str, **more: str):
    return findings.judge({"headline": "", "standfirst": "", "body": body, **more}, marsh.RECORD)


def of(found, words: str):
    (one,) = [one for one in found if one.words == words]
    return one


# Findings in their boxes. No database.


def test_each_finding_stands_in_its_own_box_at_its_own_place():
    texts = {
        "headline": "Quill takes Northmarsh by 2,469",
        "standfirst": "Ben Rook had 9,876 votes.",
        "body": f"First.\n\n{WRONG}",
    }
    found = findings.judge(texts, marsh.RECORD)
    for one in found:
        assert texts[one.box][one.start : one.end] == one.words
    assert (of(found, "2,496").box, of(found, "2,496").line) == ("body", 3)
    assert of(found, "9,876").box == "standfirst" and of(found, "2,469").box == "headline"


def test_words_that_agree_are_bound_exactly_where_they_stand():
    body = f"2,469 is a number. {RIGHT} It was 2,469."
    one = next(one for one in judge(body) if one.bindable and one.start > 20)
    assert findings.rewritten(body, [one]) == "2,469 is a number. Ada Quill won by [2,469](figure:majority) votes. It was 2,469."


def test_a_wrong_figure_is_put_right_and_bound_and_a_misspelt_bound_name_stays_bound():
    one = of(judge(WRONG), "2,496")
    assert findings.rewritten(WRONG, [one]) == "Ada Quill won by [2,469](figure:majority) votes."
    name = next(person for person in marsh.RECORD.people if person.misspellings)
    wrong = name.misspellings[0]
    body = f"[{wrong}](person:{name.slug}) spoke."
    assert findings.rewritten(body, [of(judge(body), wrong)]) == f"[{name.name}](person:{name.slug}) spoke."


def test_a_headline_has_no_links_and_its_words_are_only_put_right():
    found = judge("", headline="Ada Quill wins by 2,496 votes")
    assert of(found, "2,496").put == "2,469"
    assert not [one for one in judge("", headline="Ada Quill wins by 2,469 votes") if one.bindable]


@pytest.mark.parametrize("body", ["Ada Quill won by [2,469 votes](https://marsh.example/).", "`2,469` Ada Quill won"])
def test_a_link_is_never_put_into_a_link(body):
    assert not [one for one in judge(body) if one.bindable and "2,469" in one.words]


def test_bound_words_are_judged_by_their_own_figure_as_readers_will_see_them():
    assert not [one for one in judge("Ada Quill won by [2,496](figure:majority).") if one.open]  # it will read 2,469
    assert of(judge("Ada Quill won by [almost 3,000](figure:majority)."), "almost 3,000").open
    assert not of(judge("Ada Quill won, [narrowly](figure:majority)."), "narrowly").open  # the writer's: flagged when it moves


def test_the_key_of_a_finding_stays_while_other_sentences_change_and_goes_with_its_own():
    key = of(judge(WRONG), "2,496").key
    assert of(judge(f"Something before it. {WRONG} And after."), "2,496").key == key
    assert of(judge(WRONG.replace("won", "has won")), "2,496").key != key


def test_a_story_without_a_contest_binds_to_one_by_name():
    found = findings.judge({"body": RIGHT}, marsh.RECORD, attached=False)
    assert of(found, "2,469").put == f"[2,469](figure:{marsh.NOW.id}/majority)"


# Publication.


def draft(contest: Contest, body: str, **more) -> Article:
    return world.story(contest, body=body, published=False, **more)


def open_in(story: Article):
    return check_revisions([story.newest])[0]


def wave(story: Article, by, told: str = "I was there.", kind: str = "waived"):
    return Answer.give(story, open_in(story).open, by=by, kind=kind, told=told)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("box", "words"),
    [("headline", "Headline: “2,496” disagrees"), ("standfirst", "Standfirst: “2,496”"), ("body", "Line 1: “2,496”")],
)
def test_a_story_with_a_figure_that_disagrees_is_not_published_and_says_what_the_record_says(declared, box, words):
    story = draft(declared, **{"body": "Words.", box: WRONG})
    with pytest.raises(NotPublishable) as refused:
        story.publish(by=world.duty_editor())
    (problem,) = refused.value.problems
    assert problem.kind == Problem.Kind.FACT and str(problem).startswith(words) and "2,469" in str(problem)


@pytest.mark.django_db
def test_a_letter_that_nobody_sees_hides_no_name_from_the_fact_check(writer, declared):
    hidden = "Ben R\u200book wins Northmarsh"
    assert "“Ben Rook wins” disagrees" in " ".join(map(str, world.story(declared, headline=hidden, published=False).problems()))
    panel = writer.post(FINDINGS, {"headline": hidden, "body": "Words.", "contest": declared.pk})
    assert "Ben Rook wins" in said(panel)


def test_what_never_ends_is_read_in_parts_and_a_text_longer_than_a_story_is_refused_unread(writer, declared):
    body = "Ada Quill won by 2,469 votes and " * 200
    assert max(len(one.tokens) for one in sentences(body)) == LONGEST
    assert sum(one.words == "2,469" and one.verdict == "agrees" for one in judge(body)) > 190
    long = {"headline": "Long", "body": f"{RIGHT} {'word ' * 20_000}The end.", "contest": declared.pk}
    bound = boxes(writer.post(ADD, {**long, "settle": "bind-all"}))["body"]
    assert "](figure:majority)" in bound and bound.endswith("The end.")
    page = writer.post(ADD, long)
    assert "Ensure this value has at most 100000 characters" in said(page) and not Article.objects.exists()


@pytest.mark.parametrize("sign", ["²", "①", "₂", "⁹", "²nd", "1²", "by ² points", "¹ minutes", "10²", "m²", "٣", "٢٤٦٩"])
def test_a_sign_that_looks_like_a_number_is_read_without_a_fault(sign):
    judge(f"{sign} Ada Quill won {sign} votes, {sign}% of them, in {sign} rounds by {sign}.", headline=sign)


def test_an_unknown_figure_waits_for_a_source_or_a_reason_in_somebodys_name(declared):
    story = draft(declared, UNKNOWN)
    with pytest.raises(NotPublishable, match=r"“4,311.*” is not on record\. Bind it, give its source"):
        story.publish(by=world.duty_editor())
    wave(story, world.journalist(), "https://marsh.example/parade", "sourced")
    story.publish(by=world.duty_editor())
    assert Article.objects.public().get() == story and Answer.objects.get().url == "https://marsh.example/parade"


@pytest.mark.django_db
def test_an_answer_stays_with_its_sentence_and_ends_when_a_word_of_it_changes(declared):
    story = draft(declared, UNKNOWN)
    wave(story, world.journalist())
    more = {"by": world.journalist(), "headline": "A day in Northmarsh", "standfirst": ""}
    story.write(body=f"{RIGHT}\n\nSomething else. {UNKNOWN}", **more)
    assert not open_in(story).unknown
    story.write(body=UNKNOWN.replace("drew", "drew some"), **more)
    assert open_in(story).unknown


@pytest.mark.django_db
def test_against_the_record_only_a_duty_editor_lets_words_stand_and_nobody_has_a_source(declared):
    story = draft(declared, WRONG)
    with pytest.raises(NotPublishable, match="only a duty editor can let them stand"):
        wave(story, world.journalist())
    with pytest.raises(NotPublishable, match="put them right, or have the record corrected"):
        wave(story, world.duty_editor(), kind="sourced")
    with pytest.raises(NotPublishable, match="Say why these words may stand"):
        wave(story, world.duty_editor(), " ")
    assert not Answer.objects.exists()
    wave(story, world.duty_editor(), "The recount that the paper cites.")
    (answer,) = duty.board().answers
    assert (answer.told, answer.by) == ("The recount that the paper cites.", world.duty_editor())
    story.publish(by=world.duty_editor())


@pytest.mark.django_db
def test_an_answer_ends_when_the_record_comes_to_contradict_it_or_says_something_else(northmarsh):
    body = "Ada Quill won by 2,496 votes."
    story = draft(northmarsh, body)
    wave(story, world.journalist())
    world.declare(northmarsh)
    assert open_in(story).disagrees, "what was unknown is wrong now"
    wave(story, world.duty_editor())
    assert not open_in(story).open
    world.declare(northmarsh, world.CORRECTED)
    assert open_in(story).disagrees, "it was let stand against another figure"


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE newsroom_answer SET told = 'x'", "DELETE FROM newsroom_answer"])
def test_the_database_keeps_every_answer(declared, sql):
    wave(draft(declared, UNKNOWN), world.journalist())
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Answer.objects.get().told == "I was there."


@pytest.mark.django_db
def test_the_desk_reads_on_the_storys_page_who_answered_and_what_no_longer_holds(declared):
    story = draft(declared, UNKNOWN)
    wave(story, world.journalist())
    page = reverse("admin:newsroom_article_review", args=[story.pk])
    assert "Let stand by joan" in said(at_the_desk(world.duty_editor()).get(page))
    story.write(by=world.journalist(), headline="A day", standfirst="", body="Other words.")
    assert "It holds no longer" in said(at_the_desk(world.duty_editor()).get(page))


# The duty board.


@pytest.mark.django_db
def test_the_board_says_what_is_open_in_stories_that_wait_and_which_ones_the_record_overtook(declared):
    waiting = draft(declared, f"{WRONG} {UNKNOWN}", slug="waiting")
    waiting.send_to_review(by=world.journalist())
    later = draft(declared, "Words.", slug="later", headline="Ada Quill wins by 2,469 votes")
    later.publish(by=world.duty_editor(), at=timezone.now() + timedelta(days=1))
    now = world.story(declared, body="Words.", slug="now", headline="Quill elected: majority of 2,469")
    board = duty.board()
    assert [one.unsettled for one in board.waiting] == ["1 disagrees, 1 unknown"]
    assert board.scheduled == [later] and board.held == board.flags == [] and board.number == 1
    world.declare(declared, world.CORRECTED)
    board = duty.board()
    assert board.scheduled == [] and board.held == [later] and [flag.article for flag in board.flags] == [now]
    assert board.number == 3
    page = said(at_the_desk(world.duty_editor()).get("/admin/newsroom/article/duty/"))
    assert "The record has overtaken its words: “2,469”: majority 2,669" in page
    assert "Put them right, bind them, or let them stand by name: else it does not appear." in page


# At the form.


def address(story: Article) -> str:
    return reverse("admin:newsroom_article_change", args=[story.pk])


def settle(client: Client, story: Article, act: str, **typed):
    """Presses a button of the panel in a browser without a script."""
    page = client.get(address(story))
    return client.post(address(story), {**boxes(page), **typed, "settle": act})


def value(page, name: str) -> str:
    (node,) = [node for node in tree(page).iter("textarea") if node.get("name") == name]
    return (node.text or "").removeprefix("\n")


@pytest.mark.django_db
def test_the_form_shows_its_findings_without_a_script_what_disagrees_first(writer, declared):
    story = draft(declared, f"{RIGHT} {UNKNOWN} Ben Rook had 9,867 votes.")
    page = tree(writer.get(address(story)))
    (panel,) = [node for node in page.iter("section") if node.get("id") == "findings"]
    assert [node.get("data-verdict") for node in panel.iter("li")][:2] == ["disagrees", "unknown"]
    text = " ".join("".join(panel.itertext()).split())
    assert "2 to settle" in text and "9,876" in text and "Source: the declaration paper." in text


@pytest.mark.django_db
def test_a_button_binds_and_the_form_comes_back_filled_and_unsaved(writer, declared):
    story = draft(declared, RIGHT)
    one = next(one for one in open_in(story).bindable if one.words.startswith("2,469"))
    page = settle(writer, story, f"bind:{one.key}", byline="Somebody")
    assert "[2,469" in value(page, "body") and "(figure:majority)" in value(page, "body")
    assert 'value="Somebody"' in page.content.decode() and "Nothing is saved yet." in said(page)
    assert story.revisions.count() == 1 and not Autosave.objects.exists()
    assert writer.post(address(story), {**boxes(page), "_save": "Save"}).status_code == 302
    assert "(figure:majority)" in story.newest.body


@pytest.mark.django_db
def test_all_that_agree_are_bound_at_once_and_the_rest_is_let_stand_with_one_reason(writer, declared):
    story = draft(declared, f"{RIGHT} Ben Rook had 9,876 votes. {UNKNOWN} There is talk of 4,711 and of 240.")
    page = settle(writer, story, "bind-all")
    assert value(page, "body").count("](figure:") == 3 and "4,311 people" in value(page, "body")
    page = writer.post(address(story), {**boxes(page), "settle": "waive-unknown", "told-unknown": "Counted by us."})
    assert "stand, in your name" in said(page) and value(page, "body").count("](figure:") == 3
    assert {answer.told for answer in Answer.objects.all()} == {"Counted by us."}
    assert {answer.by for answer in Answer.objects.all()} == {world.journalist()}


@pytest.mark.django_db
def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(writer, declared):
    story = draft(declared, WRONG)
    one = open_in(story).disagrees[0]
    page = settle(writer, story, f"waive:{one.key}", body=f"{WRONG} More.", **{f"told-{one.key}": "I say so."})
    assert "only a duty editor can let them stand" in said(page) and value(page, "body") == f"{WRONG} More."
    page = settle(writer, story, "bind:gone", body="Other words.")
    assert "These words have changed meanwhile" in said(page) and value(page, "body") == "Other words."
    page = writer.post(ADD, {**boxes(writer.get(ADD)), "body": UNKNOWN, "settle": "waive-unknown", "told-unknown": "x"})
    assert "Save the story first" in said(page) and value(page, "body") == UNKNOWN and Article.objects.count() == 1


@pytest.mark.django_db
def test_a_fragment_of_what_is_typed_saves_nothing_is_kept_by_no_cache_and_says_nothing_twice(writer, declared):
    story = draft(declared, "Words.")
    typed = {**boxes(writer.get(address(story))), "body": WRONG}
    answer = writer.post(FINDINGS, typed)
    assert "disagrees with the record" in answer.content.decode() and "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"] and not Autosave.objects.exists() and story.revisions.count() == 1
    seen = answer.content.decode().partition('"findings_seen": "')[2].partition('"')[0]
    assert writer.post(FINDINGS, {**typed, "findings_seen": seen}).status_code == 204
    for who in (world.editor, world.checker):
        assert at_the_desk(who()).post(FINDINGS, typed).status_code == 403


@pytest.mark.django_db
def test_a_long_story_is_checked_in_as_many_queries_as_a_short_one_and_many_in_as_many_as_one(writer, declared):
    for name in ("Nell Harrow", "Otto Pear"):
        world.person(name).roles.create(label="Mayor of Northmarsh", start="2030-01-01", source="a register", party=None)
    texts = {"headline": "A day", "standfirst": "", "body": RIGHT}
    long = {**texts, "body": "\n\n".join([f"{RIGHT} {UNKNOWN} Ben Rook had 9,876 votes in Northmarsh."] * 100)}
    counts = []
    for one in (texts, long):
        with CaptureQueriesContext(connection) as asked:
            check_words(one, [declared.ballot_paper_id], Article.objects.create(slug=f"story-{len(counts)}"))
        counts.append(len(asked) - 1)
    revisions = [draft(declared, body, slug=f"other-{n}").newest for n, body in enumerate([WRONG, UNKNOWN, RIGHT])]
    with CaptureQueriesContext(connection) as asked:
        check_revisions(revisions)
    assert counts == [9, 9] and len(asked) == 10


# Drafts, and the demo.


@pytest.mark.django_db
def test_every_draft_of_the_demo_and_each_of_its_stories_has_nothing_open():
    call_command("demo", no_serve=True, verbosity=0)
    for contest in Contest.objects.filter(declarations__isnull=False).distinct():
        write_draft(contest, by=world.journalist())
    revisions = [article.newest for article in Article.objects.all()]
    told = {one.words for checked in check_revisions(revisions) for one in checked.open}
    assert told == set()
    assert len(revisions) > 30


@pytest.mark.django_db
def test_a_draft_of_a_fictional_contest_has_nothing_open(declared):
    story = write_draft(declared, by=world.journalist())
    assert open_in(story).open == [] and open_in(story).bound > 10
    story.publish(by=world.duty_editor())
