"""What readers are told when a story was wrong, and what becomes of words that nobody can put right by rule."""

import json
import re
from datetime import timedelta

import html5lib
import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from elections.models import Kind, Refused
from elections.papers import Paper
from newsroom.models import Article, Correction, Edition, Flag, NotPublishable, Waiver, Withdrawal, Wording
from tests import world

pytestmark = pytest.mark.django_db
STORY = "/articles/a-day-in-northmarsh/"
MAJORITY = "An earlier version of this story gave the majority as 2,469; it is 2,669."


def read(address: str) -> str:
    """What a reader hears of a page."""
    response = Client().get(address)
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False).find(".//main")
    return " ".join("".join(page.itertext()).split())


def linked(address: str = STORY) -> dict:
    """The article, as programs are told."""
    page = Client().get(address).content.decode()
    told = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)]
    nodes = [node for one in told for node in one.get("@graph", [one])]
    return next(node for node in nodes if node["@type"] == "NewsArticle")


@pytest.fixture
def corrected(northmarsh) -> Article:
    """A story with the majority, after its result was corrected."""
    world.declare(northmarsh)
    story = world.story(northmarsh, body="The majority was [2,469 votes](figure:majority), or [2,469](figure:majority).")
    world.declare(northmarsh, world.CORRECTED)
    story.refresh_from_db()
    return story


def test_a_corrected_declaration_tells_every_reader_what_was_said_and_what_is_true(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="By [2,469](figure:majority); [9,876](figure:votes.ben-rook).")
    declaration = world.declare(northmarsh, world.CORRECTED)
    (correction,) = Correction.objects.all()
    assert (correction.article, correction.cause, correction.by) == (story, Correction.Cause.RESULT, None)
    assert correction.changes == [["the majority", "2,469", "2,669"]]
    assert (correction.from_version, correction.to_version, correction.declaration) == (1, 2, declaration)
    assert MAJORITY in read(STORY) and MAJORITY in read("/corrections/")
    assert [c["text"] for c in linked()["correction"]] == [MAJORITY]
    assert MAJORITY in Client().get("/corrections.atom").content.decode()


def test_a_correction_stands_in_the_storys_timeline_and_on_the_front_page_beside_the_result(corrected):
    page = read(STORY)
    assert "Result and corrections" in page and "A figure in this story was corrected What changed" in page
    assert "A figure was misread." in page
    (correction,) = Correction.objects.all()
    assert f'<a href="#correction-{correction.pk}">What changed</a>' in Client().get(STORY).content.decode()
    for address in ("/", "/elections/parl.2031-05-01/"):
        latest = Client().get(address).content.decode().partition('class="declarations"')[2].partition("</ol>")[0]
        assert 'href="/contests/parl.northmarsh.2031-05-01/#history-head"' in latest and "Corrected" in latest


def test_each_figure_is_named_once_and_another_contests_with_its_place(northmarsh):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    for contest in (northmarsh, other):
        world.declare(contest)
    body = f"[2,469](figure:majority) [2,469 votes](figure:majority) [12,345](figure:{other.ballot_paper_id}/votes.ada-quill)"
    world.story(northmarsh, body=body)
    for contest in (northmarsh, other):
        world.declare(contest, world.CORRECTED)
    here, there = Correction.objects.order_by("pk")
    assert here.changes == [["the majority", "2,469", "2,669"]]
    assert there.changes == [["the vote for Ada Quill in Southmarsh", "12,345", "12,545"]]


def test_a_comparison_that_is_corrected_corrects_what_rests_on_it(northmarsh):
    world.declare(northmarsh)
    world.story(northmarsh, body="A swing of [](figure:swing).")
    world.declare(northmarsh.comparison, {**world.NORTHMARSH_BEFORE, "Otto Pear": ("Orchard Party", 15_000)})
    (correction,) = Correction.objects.all()
    assert correction.changes[0][0] == "the swing" and correction.declaration.contest == northmarsh.comparison


def test_a_result_that_arrives_corrects_nothing_for_nothing_was_said(northmarsh):
    world.story(northmarsh)
    world.declare(northmarsh)
    assert not Correction.objects.exists()


def test_a_story_that_no_reader_has_seen_yet_corrects_nothing(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, published=False)
    story.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    world.declare(northmarsh, world.CORRECTED)
    assert not Correction.objects.exists()
    world.set_clock(timedelta(hours=3))
    assert "2,669" in read(STORY)
    assert Client().get(f"{STORY}v/1/").status_code == 404 and Client().get(f"{STORY}v/2/").status_code == 200


def test_the_version_that_was_wrong_stays_as_it_was_with_a_banner_and_out_of_searches(corrected):
    page = Client().get(f"{STORY}v/1/")
    assert "The majority was 2,469 votes, or 2,469." in read(f"{STORY}v/1/")
    assert "This is version 1 of this story, kept as it was." in read(f"{STORY}v/1/")
    assert page["X-Robots-Tag"] == "noindex" and '<meta name="robots" content="noindex">' in page.content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{STORY}">' in page.content.decode()
    assert 'class="bound" href' not in page.content.decode()
    assert "2,669 votes, or 2,669" in read(f"{STORY}v/2/")
    assert Client().get(f"{STORY}v/3/").status_code == 404


@pytest.mark.parametrize(("address", "most"), [(f"{STORY}v/1/", 5), ("/corrections/", 5), ("/corrections.atom", 5)])
def test_their_pages_ask_no_more_however_many_there_are(corrected, northmarsh, django_assert_max_num_queries, address, most):
    with django_assert_max_num_queries(most):
        Client().get(address)
    for votes in (12_645, 12_745, 12_845):
        world.declare(northmarsh, {**world.CORRECTED, "Ada Quill": ("Harbour Party", votes)})
    assert Correction.objects.count() == 4
    with django_assert_max_num_queries(most):
        page = Client().get(address)
    with django_assert_max_num_queries(1):
        assert Client().get(address, headers={"if-none-match": page["ETag"]}).status_code == 304


def test_a_duty_editor_words_it_better_and_every_wording_is_kept(corrected):
    (correction,) = Correction.objects.unfinished()
    before = Client().get("/corrections.atom")["ETag"]
    correction.word("Two figures were swapped on our sheet: the majority is 2,669.", by=world.duty_editor())
    correction.word("Two figures were swapped: the majority is 2,669, not 2,469.", by=world.duty_editor())
    for address in (STORY, "/corrections/"):
        assert "Two figures were swapped: the majority is 2,669, not 2,469." in read(address)
        assert MAJORITY not in read(address)
    assert Client().get("/corrections.atom")["ETag"] != before
    assert correction.wordings.count() == 2 and not Correction.objects.unfinished().exists()
    with pytest.raises(NotPublishable, match="Say what was wrong"):
        correction.word(" ", by=world.duty_editor())


@pytest.mark.parametrize("model", [Correction, Wording, Edition, Flag, Waiver, Withdrawal], ids=lambda m: m.__name__)
def test_the_database_refuses_to_change_or_delete_what_readers_were_told(corrected, northmarsh, model):
    Correction.objects.get().word("Better words.", by=world.duty_editor())
    second = world.story(northmarsh, slug="second", body="[narrowly](figure:majority)")
    world.declare(northmarsh)
    Flag.objects.get().waive(by=world.duty_editor(), reason="It is.")
    second.refresh_from_db()
    second.withdraw(by=world.duty_editor(), note="Wrong.")
    rows = model.objects.all()
    assert rows.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(id=F("id"))
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)


def test_a_correction_by_hand_is_approved_with_the_revision_that_it_comes_with(northmarsh):
    story = world.story(northmarsh, body="The hall was cold.")
    told = "An earlier version of this story said that the hall was cold. It was warm."
    story.write(by=world.journalist(), headline="A day", standfirst="", body="The hall was warm.", correction=told)
    assert told not in read(STORY)
    story.publish(by=world.duty_editor())
    assert told in read(STORY)
    (correction,) = Correction.objects.all()
    assert (correction.cause, correction.by, correction.to_version) == (Correction.Cause.FACT, world.journalist(), 2)
    story.write(by=world.journalist(), headline="A day", standfirst="", body="The hall was warm.")
    assert story.newest.pk == story.published.pk, "what is told is told: the form's empty box is no change"


def test_a_quote_that_is_put_right_is_told_with_a_version_of_its_own(northmarsh):
    story = world.story(northmarsh, body="Words.")
    story.follow_quote(text="An earlier version gave other words.")
    assert "An earlier version gave other words." in read(STORY)
    assert (story.page_version, Correction.objects.get().cause) == (2, Correction.Cause.QUOTE)


# Flags.


def taken_back(contest, kind=Kind.WITHDRAWAL) -> None:
    said = {"kind": kind, "source": "a call", "public_note": "Two boxes."}
    paper = Paper(contest_id=contest.pk, for_revision=contest.declarations.count() + 1, **said)
    for person in (world.editor(), world.checker()):
        contest.enter_sheet(paper, by=person)


def test_a_withdrawn_result_flags_every_number_that_stood_on_it_and_says_why(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="By [2,469](figure:majority), for [](figure:winner), [narrowly](figure:majority).")
    taken_back(northmarsh)
    assert [(flag.words, flag.cause) for flag in Flag.objects.open()] == [
        ("2,469", "taken back"), ("Ada Quill", "taken back"), ("narrowly", "taken back"),
    ]  # fmt: skip
    assert "We are checking this story’s figures." in read(STORY) and "Two boxes." in read(STORY)
    assert "By 2,469, for Ada Quill" in read(STORY) and not Correction.objects.exists()
    world.declare(northmarsh, world.CORRECTED)
    assert [flag.words for flag in Flag.objects.open()] == ["narrowly"]
    assert "gave the majority as 2,469; it is 2,669." in read(STORY)
    story.refresh_from_db()


def test_other_words_answer_for_a_flag_and_the_same_words_do_not(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="She won [narrowly](figure:majority).")
    world.declare(northmarsh, world.CORRECTED)
    (flag,) = Flag.objects.open()
    assert (flag.words, flag.cause, flag.now) == ("narrowly", "moved", "2,669")
    words = {"headline": "Anew", "standfirst": ""}
    story.write(by=world.journalist(), body="She won [narrowly](figure:majority) there.", **words)
    story.publish(by=world.duty_editor())
    assert Flag.objects.open().get() == flag, "who changes something else has not answered for these words"
    story.write(by=world.journalist(), body="She won [comfortably](figure:majority) there.", **words)
    story.publish(by=world.duty_editor())
    assert not Flag.objects.open().exists() and "being checked" not in read(STORY)


def test_a_waiver_has_a_name_and_a_reason_and_ends_when_the_figure_moves_again(northmarsh):
    world.declare(northmarsh)
    world.story(northmarsh, body="She won [narrowly](figure:majority).")
    world.declare(northmarsh, world.CORRECTED)
    (flag,) = Flag.objects.open()
    before = Client().get(STORY)["ETag"]
    with pytest.raises(NotPublishable, match="Say why these words may stand"):
        flag.waive(by=world.duty_editor(), reason=" ")
    flag.waive(by=world.duty_editor(), reason="Under three thousand.")
    assert not Flag.objects.open().exists() and Client().get(STORY)["ETag"] != before
    world.declare(northmarsh, {**world.CORRECTED, "Ada Quill": ("Harbour Party", 12_745)})
    assert Flag.objects.open().get() != flag


def test_words_that_become_true_again_are_flagged_no_more(northmarsh):
    world.declare(northmarsh)
    world.story(northmarsh, body="She won by [almost 2,500](figure:majority).")
    world.declare(northmarsh, world.CORRECTED)
    assert Flag.objects.open().get().cause == "untrue"
    world.declare(northmarsh)
    assert not Flag.objects.open().exists()


# Names.


def test_a_name_that_is_put_right_in_the_register_is_put_right_where_it_stood_in_full(northmarsh):
    nell = world.person("Nell Harow")
    body = (
        "[Nell Harow](person:nell-harow) spoke; [](person:nell-harow) left; [Nell](person:nell-harow) [Harow](person:nell-harow)."
    )
    world.story(northmarsh, body=body)
    nell.name = "Nell Harrow"
    nell.save()
    assert "Nell Harrow spoke; Nell Harrow left; Nell Harow." in read(STORY)
    assert Correction.objects.get().changes == [["a name", "Nell Harow", "Nell Harrow"]]
    assert [(flag.words, flag.cause, flag.now) for flag in Flag.objects.open()] == [("Harow", "name", "Nell Harrow")]


def test_a_party_whose_name_is_put_right_restates_the_figures_that_give_it(northmarsh):
    world.declare(northmarsh)
    world.story(northmarsh, body="It is [](figure:result), for [Harbour](figure:winning_party).")
    harbour = world.party("Harbour Party")
    harbour.short_name = "Harbor"
    harbour.save()
    assert "It is Harbor gain from Orchard" in read(STORY)
    assert Correction.objects.get().cause == Correction.Cause.NAME
    assert [flag.words for flag in Flag.objects.open()] == ["Harbour"]


# Checking all of them.


def test_checking_every_story_mends_what_went_past_and_then_nothing(northmarsh, capsys):
    nell = world.person("Nell Harow")
    story = world.story(northmarsh, body="[](person:nell-harow) spoke.")
    type(nell).objects.filter(pk=nell.pk).update(name="Nell Harrow")  # past every verb
    call_command("check_stories", "--dry-run")
    assert "Nell Harow -> Nell Harrow" in capsys.readouterr().out and "Nell Harow spoke" in read(STORY)
    call_command("check_stories")
    assert "1 stories checked, 1 changed." in capsys.readouterr().out and "Nell Harrow spoke" in read(STORY)
    call_command("check_stories")
    assert "1 stories checked, 0 changed." in capsys.readouterr().out
    story.refresh_from_db()
    assert story.page_version == 2


# Stories that are shown no more.


def test_a_withdrawn_story_says_so_on_its_page_in_the_fragment_and_in_the_feed(corrected):
    corrected.withdraw(by=world.duty_editor(), note="The hall was another one.")
    for address in (STORY, f"/live{STORY}", f"{STORY}v/1/"):
        page = Client().get(address).content.decode()
        assert "We withdrew this story on" in page and "The hall was another one." in page, address
        assert "2,469" not in page and "2,669" not in page
    assert Client().get(STORY).status_code == 200 and Client().get(STORY)["X-Robots-Tag"] == "noindex"
    assert "The hall was another one." in Client().get("/corrections.atom").content.decode()
    assert "A day in Northmarsh" not in Client().get("/").content.decode()


def test_a_story_taken_down_leaves_no_word_of_itself_and_its_versions_never_come_back(corrected):
    corrected.withdraw(by=world.duty_editor(), note="Order of the court.", legal=True)
    for address in (STORY, f"{STORY}v/1/"):
        assert Client().get(address).status_code == 410
    for address in (STORY, f"{STORY}v/1/", f"/live{STORY}", "/corrections/", "/corrections.atom"):
        page = Client().get(address).content.decode()
        assert "2,469" not in page and "A day in" not in page and "Order of the court" not in page, address
    assert "This story was taken down" in Client().get(f"/live{STORY}").content.decode()  # an open page loses the words
    corrected.write(by=world.journalist(), headline="A harmless day", standfirst="", body="It rained.")
    corrected.publish(by=world.duty_editor())
    assert Client().get(STORY).status_code == 200 and Client().get(f"{STORY}v/3/").status_code == 200
    assert Client().get(f"{STORY}v/1/").status_code == Client().get(f"{STORY}v/2/").status_code == 410
    assert "2,469" not in read(STORY) + read("/corrections/")


def test_a_scheduled_story_that_is_called_off_is_a_draft_that_nobody_saw(northmarsh):
    story = world.story(northmarsh, published=False)
    story.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    story.withdraw(by=world.duty_editor(), note="Too early.")
    assert (story.state, story.published, story.publish_at) == (Article.State.DRAFT, None, None)
    world.set_clock(timedelta(hours=3))
    assert Client().get(STORY).status_code == 404
    story.publish(by=world.duty_editor())
    world.set_clock(timedelta(hours=4))
    assert Client().get(STORY).status_code == 200 and Client().get(f"{STORY}v/1/").status_code == 404


def test_a_withdrawal_says_why(corrected):
    with pytest.raises(NotPublishable, match="Say why"):
        corrected.withdraw(by=world.duty_editor(), note=" ")


def test_nothing_is_corrected_by_a_sheet_that_is_refused(corrected, northmarsh):
    with pytest.raises(Refused):
        northmarsh.enter_sheet(world.paper(northmarsh, valid_votes=1), by=world.editor())
    assert Correction.objects.count() == 1


def test_data_for_programs_cannot_end_its_element(northmarsh):
    world.story(northmarsh, headline="</script><b>&amp;", body="Words.")
    assert linked()["headline"] == "</script><b>&amp;"
    assert "</script><b>" not in Client().get(STORY).content.decode()
