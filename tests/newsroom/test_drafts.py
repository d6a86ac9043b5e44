"""Drafting at the desk: from a declared contest to a story in draft, and the rules that editors may change."""

import re
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from elections import results
from elections.models import Contest
from elections.papers import Row
from newsroom import prose
from newsroom.apps import ship_rules
from newsroom.models import Article, Desk, Drafted, DraftRule, NotPublishable, write_draft
from newsroom.models.drafts import draft_of
from newsroom.rules import RULES
from tests import world
from tests.newsroom.desk import at_the_desk, boxes, demo, fill, problems, said

pytestmark = pytest.mark.django_db


def address(contest: Contest) -> str:
    return reverse("admin:newsroom_article_draft", args=[contest.pk])


def change_of(key: str) -> str:
    return reverse("admin:newsroom_draftrule_change", args=[DraftRule.objects.get(key=key).pk])


# From the contest to the story.


def test_one_click_on_a_declared_contest_makes_a_draft_and_lands_on_its_form(writer, declared):
    page = writer.get(reverse("admin:elections_contest_change", args=[declared.pk]))
    assert f'action="{address(declared)}"' in page.content.decode()
    answer = writer.post(address(declared))
    article = Article.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("admin:newsroom_article_change", args=[article.pk]))
    assert (article.state, article.published, article.newest.by) == (Article.State.DRAFT, None, world.journalist())
    assert article.newest.headline == "Harbour Party gain Northmarsh from Orchard Party"
    assert list(article.contests.all()) == [declared]
    assert not Article.objects.public().exists()


def test_the_form_says_sentence_by_sentence_which_rule_wrote_it_and_why_and_which_did_not(writer, declared):
    page = said(writer.post(address(declared), follow=True))
    assert "Turnout fell. Turnout is 41.2%; it was 46.7%." in page
    assert "Ada Quill, the Harbour candidate, has been elected MP for Northmarsh, taking the seat from the Orchard Party." in page
    assert "A gain. The Harbour Party won, and the Orchard Party had won in May 2029: a gain." in page
    assert "rules that wrote nothing, and why not" in page
    assert "The returning officer" not in page and "No lot was drawn for one seat." in page


def test_a_draft_as_it_stands_can_be_published_and_its_words_are_what_the_record_says(writer, duty, declared):
    writer.post(address(declared))
    article = Article.objects.get()
    assert article.problems() == []
    article.publish(by=world.duty_editor())
    page = Client().get(f"/articles/{article.slug}/").content.decode()
    assert "12,345" in page and "2,469" in page and "awaited" not in re.sub(r"<[^>]*>", "", article.published.shown_standfirst)
    assert not article.published.bindings.filter(holds=False).exists()


def test_when_the_result_is_corrected_the_drafts_numbers_follow_and_its_claims_are_flagged_where_they_rest_on_it(declared):
    article = write_draft(declared, by=world.journalist())
    article.publish(by=world.duty_editor())
    turned = {**world.NORTHMARSH, "Ada Quill": ("Harbour Party", 9_000)}
    world.declare(declared, turned)
    article.refresh_from_db()
    assert "[9,000](figure:votes.ada-quill)" in article.published.body
    flagged = set(article.published.bindings.filter(holds=False).values_list("target", flat=True))
    assert {"result", "winner"} <= flagged


def test_a_second_draft_is_offered_the_first_one_before(writer, declared):
    writer.post(address(declared))
    first = Article.objects.get()
    again = writer.post(address(declared))
    assert again.status_code == 200 and Article.objects.count() == 1
    assert reverse("admin:newsroom_article_change", args=[first.pk]) in again.content.decode()
    writer.post(address(declared), boxes(again))
    assert Article.objects.count() == 2
    assert Article.objects.latest("pk").slug != first.slug


def test_the_page_before_shows_what_would_be_written_and_saves_nothing(writer, declared):
    page = said(writer.get(address(declared)))
    assert "taking the seat from the Orchard Party" in page
    assert not Article.objects.exists() and not Drafted.objects.exists()


def test_the_board_leads_to_a_draft_of_what_is_declared(writer, declared):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    board = writer.get("/admin/").content.decode()
    assert address(declared) in board and address(other) not in board
    assert address(declared) not in at_the_desk(world.editor()).get("/admin/").content.decode()


def test_an_undeclared_contest_has_no_button_and_no_draft(writer, northmarsh):
    page = writer.get(reverse("admin:elections_contest_change", args=[northmarsh.pk]))
    assert "Draft a story" not in page.content.decode()
    assert "Nothing is declared for this contest yet" in said(writer.post(address(northmarsh)))
    with pytest.raises(NotPublishable, match="Nothing is declared"):
        write_draft(northmarsh, by=world.journalist())
    assert not Article.objects.exists()


def test_who_may_not_write_stories_has_no_button_and_no_draft(declared):
    client = at_the_desk(world.editor())
    assert "Draft a story" not in client.get(reverse("admin:elections_contest_change", args=[declared.pk])).content.decode()
    assert client.post(address(declared)).status_code == 403
    assert not Article.objects.exists()


def test_what_a_draft_was_made_by_is_kept_whatever_becomes_of_the_rules(declared):
    article = write_draft(declared, by=world.journalist())
    DraftRule.objects.get(key="majority-gain").change(by=world.duty_editor(), words="Now {majority}.", order=1, on=True)
    kept = article.drafted
    assert any(one.text.startswith("The majority of 2,469 compares") for one in kept.sentences)
    assert (kept.declaration, kept.revision) == (declared.newest_declaration(), article.newest)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Drafted.objects.update(said=[])


def test_a_reaction_is_placed_once_verified_and_not_before(declared):
    first = world.story(declared, body="Words.\n\n{quote:harrow-day}", published=False)
    quote = world.quote(verified=False)
    first.place(["harrow-day"])
    assert "{quote:harrow-day}" not in draft_of(declared).body
    quote.verify(by=world.duty_editor())
    body = draft_of(declared).body
    assert "[Nell Harrow](person:nell-harrow) (Leader of the Orchard Party) spoke to Marsh Radio.\n\n{quote:harrow-day}" in body


def test_a_candidate_of_the_register_is_bound_to_it(northmarsh):
    northmarsh.candidacies.filter(slug="ada-quill").update(person=world.person("Ada Quill"))
    world.declare(northmarsh)
    assert draft_of(northmarsh).body.startswith("[Ada Quill](person:ada-quill), the Harbour candidate,")


def test_a_thin_record_says_that_it_is(writer, declared):
    assert not write_draft(declared, by=world.journalist()).drafted.thin
    bare = world.contest("Southmarsh", world.NORTHMARSH)
    won = (Row(bare.candidacies.get(slug="ada-quill").pk, elected=True),)
    known = {"kind": "winner", "valid_votes": None, "electorate": None, "rejected_ballots": ()}
    paper = replace(world.paper(bare, **known), rows=won)
    for person in (world.editor(), world.checker()):
        bare.enter_sheet(paper, by=person)
    assert "There are few, because the record has little of this contest" in said(writer.post(address(bare), follow=True))


# The rules at the desk.


def test_every_shipped_rule_has_its_row_and_making_them_again_changes_nothing():
    assert set(DraftRule.objects.values_list("key", flat=True)) == {rule.key for rule in RULES}
    DraftRule.objects.get(key="majority").change(by=world.duty_editor(), words="It is {majority}.", order=7, on=False)
    ship_rules(apps)
    row = DraftRule.objects.get(key="majority")
    assert (row.words, row.order, row.on) == ("It is {majority}.", 7, False)


def test_a_duty_editor_changes_the_words_of_a_rule_and_the_next_draft_has_them(duty, declared):
    words = "{winner} is ahead by {majority}."
    assert fill(duty, change_of("majority-gain"), words=words, on="on").status_code == 302
    assert "[Ada Quill](figure:winner) is ahead by [2,469](figure:majority)." in draft_of(declared).body
    row = DraftRule.objects.get(key="majority-gain")
    assert (row.words, row.changed_by) == (words, world.duty_editor())
    fill(duty, change_of("majority-gain"), words="{winner} leads by {majority}.", on="on")
    page = said(duty.get(change_of("majority-gain")))
    assert page.count("dora:") == 2 and words in page


def test_emptied_words_are_the_houses_again(duty):
    fill(duty, change_of("majority"), words="It is {majority}.", on="on")
    assert DraftRule.objects.get(key="majority").words
    fill(duty, change_of("majority"), words="", on="on")
    assert DraftRule.objects.get(key="majority").wording == "The majority is {majority}, or {majority_share} of the votes."


def test_opening_and_saving_a_rule_changes_nothing(duty):
    fill(duty, change_of("majority"), on="on")
    row = DraftRule.objects.get(key="majority")
    assert (row.words, row.changed_by) == ("", None)


def test_a_rule_switched_off_writes_nothing_and_says_so(duty, declared):
    page = duty.get(change_of("majority-gain"))
    duty.post(change_of("majority-gain"), boxes(page))  # a box that is not ticked is not sent
    made = draft_of(declared)
    assert "compares with" not in made.body
    assert "Switched off at the desk." in [str(one.why) for one in made.unsaid if one.rule == "majority-gain"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("It was {majorty}.", "There is no figure “majorty” here. These can be named: area, "),
        ("It was 2,469.", "“2,469” is typed and would not follow the record."),
        ("It was {other_winner}.", "There is no figure “other_winner” here."),
    ],
)
def test_words_that_name_what_is_not_there_are_refused_and_stay_in_their_box(duty, typed, says):
    page = fill(duty, change_of("majority"), words=typed, on="on")
    assert any(one.startswith(says) for one in problems(page)), problems(page)
    assert boxes(page)["words"] == typed
    assert DraftRule.objects.get(key="majority").words == ""


def test_the_verb_refuses_the_same(northmarsh):
    with pytest.raises(NotPublishable, match="There is no figure"):
        DraftRule.objects.get(key="majority").change(by=world.duty_editor(), words="{x}", order=1, on=True)


def test_a_journalist_reads_the_rules_and_has_no_box(writer):
    page = writer.get(change_of("majority")).content.decode()
    assert "The majority is {majority}" in page and "<textarea" not in page


# Every contest that the demo has.


def test_every_contest_of_the_demo_has_a_draft_that_could_be_published():
    demo()
    full = {}
    for result in results.results(Q(declarations__isnull=False)):
        made = draft_of(Contest.objects.get(pk=result.id))
        texts = made.standfirst, made.body
        desk = Desk.over([result.id], *texts)
        assert desk.unknown(*texts) + desk.untrue(*texts) + desk.corrected(*texts) == [], result.ballot_paper_id
        shown = "".join(block.get("html", "") for block in prose.render(made.body, desk.show))
        assert shown and "awaited" not in shown
        loose = re.sub(r"\[[^\]]*\]\([^)]*\)|\{quote:[^}]*\}", "", " ".join(texts))
        months = "January|February|March|April|May|June|July|August|September|October|November|December"
        loose = re.sub(rf"(\d{{1,2}} )?({months}) \d{{4}}", "", loose)
        assert not re.search(r"\d", loose.replace("September 2015", "")), (result.ballot_paper_id, loose)
        assert made.headline and len(made.headline) <= 110
        full[result.ballot_paper_id] = len(made.sentences)
    assert full["parl.hartlepool.by.2021-05-06"] == 15
    assert min(full.values()) >= 3 and max(full.values()) <= 15
    for key in ("parl.hartlepool.2019-12-12", "mayor.cambridgeshire-and-peterborough.2021-05-06", "pcc.cleveland.2021-05-06"):
        assert 8 <= full[key] <= 15
