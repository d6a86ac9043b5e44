"""Stories that follow the record, and what must be true before anything is published."""

import contextlib
import csv
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from elections import importers, sources
from elections.models import Change, Declaration, after_publication
from newsroom.models import Article, Binding, Desk, Flag, NotPublishable, Quote, Revision
from tests import world

pytestmark = pytest.mark.django_db


def shown(article: Article) -> str:
    """What readers see of the story's words."""
    article.refresh_from_db()
    published = article.published
    return " ".join([published.shown_standfirst, *(block.get("html", "") for block in published.shown_body)])


def being_checked(article: Article) -> bool:
    return Article.objects.public().with_version().get(pk=article.pk).being_checked


def version(article: Article) -> int:
    return Article.objects.with_version().get(pk=article.pk).version["number"]


# Waiting for a result, and following it.


def test_a_story_about_an_undeclared_contest_says_that_its_figures_are_awaited(northmarsh):
    story = world.story(northmarsh)
    assert '<span class="bound bound--awaited">awaited</span>' in shown(story)
    (binding,) = story.published.bindings.all()
    assert (binding.shown, binding.value, binding.holds) == ("awaited", "", None)
    assert list(binding.declarations.values_list("contest", flat=True)) == [northmarsh.comparison_id]


def test_a_number_typed_before_the_declaration_is_not_shown_as_a_fact(northmarsh):
    body = "The majority was [9,999 votes](figure:majority)."
    with contextlib.suppress(NotPublishable):  # to refuse it would be as good
        assert "9,999" not in shown(world.story(northmarsh, body=body))


def by_two_people(contest, tmp_path):
    world.declare(contest)


def by_override(contest, tmp_path):
    sheet = contest.enter_sheet(world.paper(contest), by=world.editor()).sheet
    contest.declare(sheet, overridden_by=world.duty_editor(), override_reason="The second person is stuck in the snow.")


def by_import(contest, tmp_path):
    path = tmp_path / "northmarsh.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sources.RESULTS, restval="")
        writer.writeheader()
        for name, (party, votes) in world.NORTHMARSH.items():
            writer.writerow(
                {
                    "ballot_paper_id": contest.ballot_paper_id, "election_date": "2031-05-01", "area_name": "Northmarsh",
                    "candidate": name, "party": party, "standing_as": "party" if party else "independent", "votes": votes,
                    "source": "the declaration paper",
                }
            )  # fmt: skip
    assert importers.import_results(path, by=world.editor()).declared == 0
    assert importers.import_results(path, by=world.checker()).declared == 1


@pytest.mark.parametrize("declare", [by_two_people, by_override, by_import])
def test_a_waiting_story_follows_whichever_way_the_result_is_declared(northmarsh, tmp_path, declare):
    body = "[](figure:winner) won by [](figure:majority), [](figure:result), [](figure:share.ada-quill) of the votes."
    story = world.story(northmarsh, body=body, standfirst="The majority: [](figure:majority).")
    declare(northmarsh, tmp_path)
    words = shown(story)
    assert words.count(">2,469</a>") == 2
    assert ">Ada Quill</a>" in words and ">49.9%</a>" in words and ">Harbour gain from Orchard</a>" in words
    assert "awaited" not in words
    assert story.published.kind == Revision.Kind.RESULT
    assert story.page_version == 2 and not being_checked(story)


@pytest.mark.django_db(transaction=True)
def test_the_story_changes_in_the_very_transaction_of_the_declaration():
    contest = world.northmarsh()
    story = world.story(contest)
    world.declare(contest)
    declared = Change.objects.filter(kind="contest", key=contest.pk).order_by("-pk").first()
    followed = Change.objects.filter(kind="article", key=story.pk).order_by("-pk").first()
    assert declared.xact == followed.xact


def test_nothing_is_declared_if_what_follows_fails(northmarsh):
    def fail(declarations):
        raise RuntimeError("the disk is full")

    story = world.story(northmarsh)
    before = shown(story)
    after_publication.append(fail)
    try:
        with pytest.raises(RuntimeError):
            world.declare(northmarsh)
    finally:
        after_publication.remove(fail)
    assert not northmarsh.declarations.exists()
    assert shown(story) == before and story.page_version == 1


def test_a_waiting_figure_of_another_contest_follows_too(northmarsh):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    story = world.story(northmarsh, body=f"There [](figure:{other.ballot_paper_id}/majority), here [](figure:majority).")
    world.declare(other)
    assert '>2,469</span>, here <span class="bound bound--awaited">awaited</span>.' in shown(story)


def test_a_story_follows_the_contest_that_its_own_is_compared_with(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="Before it was [5,000](figure:previous.majority); swing [](figure:swing).")
    before = shown(story)
    world.declare(northmarsh.comparison, {**world.NORTHMARSH_BEFORE, "Otto Pear": ("Orchard Party", 14_200)})
    assert ">5,200</a>" in shown(story) and shown(story) != before


@pytest.mark.parametrize(
    ("words", "target", "after"),
    [
        ("2,469", "majority", "2,669"),
        ("2469", "majority", "2669"),
        ("a majority of 2,469 votes", "majority", "a majority of 2,669 votes"),
        ("", "majority", "2,669"),
        ("49.9%", "share.ada-quill", "50.3%"),
        ("49.94 per cent", "share.har", "50.34 per cent"),
        ("50%", "share.ada-quill", "50%"),
        ("12,345", "votes.ada-quill", "12,545"),
        ("+17.8", "change.ada-quill", "+18.2"),
        ("41.2%", "turnout", "41.5%"),
        ("no. 1", "place.ada-quill", "no. 1"),
    ],
)
def test_numerals_follow_in_the_writers_own_format(northmarsh, words, target, after):
    world.declare(northmarsh)
    text = f"It was [{words}](figure:{target}), “as *said*”."
    story = world.story(northmarsh, body=text)
    world.declare(northmarsh, world.CORRECTED)
    assert f">{after}</a>, “as <em>said</em>”." in shown(story)
    assert story.published.body == text.replace(f"[{words}]", f"[{after}]" if words else "[]")
    assert not being_checked(story)


@pytest.mark.parametrize("target", ["winner", "result", "winning_party", "runner_up"])
def test_a_figure_shown_as_the_house_writes_it_follows_even_where_it_is_a_name(northmarsh, target):
    world.declare(northmarsh)
    story = world.story(northmarsh, body=f"It was [](figure:{target}).")
    before = shown(story)
    world.declare(northmarsh, {**world.NORTHMARSH, "Ben Rook": ("Orchard Party", 12_876)})
    name = Desk.over([northmarsh.pk]).contests[0].figures[target].shown
    assert f">{name}</a>" in shown(story) and shown(story) != before
    assert not being_checked(story)


@pytest.mark.parametrize("words", ["almost 2,500", "fewer than 2,500 votes", "at most 2,469", "narrowly", "by a whisker"])
def test_words_with_a_judgement_are_never_rewritten_and_flagged_when_they_stop_being_true(northmarsh, words):
    world.declare(northmarsh)
    story = world.story(northmarsh, body=f"She won [{words}](figure:majority).")
    assert not being_checked(story)
    world.declare(northmarsh, world.CORRECTED)
    assert f">{words}</a>" in shown(story)
    assert being_checked(story)


def test_words_with_a_judgement_that_stay_true_are_left_alone(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="She won by [more than 2,000](figure:majority).")
    world.declare(northmarsh, world.CORRECTED)
    assert ">more than 2,000</a>" in shown(story) and not being_checked(story)
    assert story.page_version == 1


def test_a_flag_goes_when_the_words_are_true_again(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="She won by [almost 2,500](figure:majority).")
    world.declare(northmarsh, world.CORRECTED)
    world.declare(northmarsh)
    assert not being_checked(story)


def test_words_that_nobody_can_judge_stay_flagged_until_an_editor_has_looked(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="She won [narrowly](figure:majority), with [9,876](figure:votes.ben-rook) for Rook.")
    world.declare(northmarsh, world.CORRECTED)
    corrected = {**world.CORRECTED, "Ben Rook": ("Orchard Party", 9_976), "Ada Quill": ("Harbour Party", 12_645)}
    world.declare(northmarsh, corrected)  # the majority is as in the correction before; only the other figure moves
    assert ">9,976</a>" in shown(story)
    assert being_checked(story)
    story.refresh_from_db()
    story.publish(by=world.duty_editor())  # who publishes the same words again has answered for nothing
    assert being_checked(story)
    (flag,) = Flag.objects.open()
    flag.waive(by=world.duty_editor(), reason="2,769 is narrow here too.")
    assert not being_checked(story)


def test_a_story_whose_words_do_not_change_gets_no_revision(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="The majority was [2,469](figure:majority), a swing of [](figure:swing).")
    world.declare(northmarsh, rejected_ballots=(101,))
    story.refresh_from_db()
    assert story.revisions.count() == 1 and story.page_version == 1


def test_a_story_about_another_contest_is_left_alone(northmarsh):
    elsewhere = world.story(world.contest("Southmarsh", world.NORTHMARSH), slug="southmarsh")
    world.declare(northmarsh)
    elsewhere.refresh_from_db()
    assert elsewhere.revisions.count() == 1 and elsewhere.page_version == 1


def test_a_draft_does_not_follow_but_is_up_to_date_when_it_is_published(northmarsh):
    draft = world.story(northmarsh, published=False)
    world.declare(northmarsh)
    assert draft.revisions.count() == 1
    draft.publish(by=world.duty_editor())
    assert ">2,469</a>" in shown(draft)


def test_a_later_draft_is_still_the_newest_after_a_result_has_arrived(northmarsh):
    story = world.story(northmarsh, body="The majority was [](figure:majority).")
    story.write(by=world.journalist(), headline="A better headline", standfirst="", body="Better: [](figure:majority).")
    world.declare(northmarsh)
    assert ">2,469</a>" in shown(story) and "Better" not in shown(story)
    assert story.newest.headline == "A better headline"
    story.publish(by=world.duty_editor())
    assert story.published.headline == "A better headline" and "Better" in shown(story)


# What is kept.


def test_bindings_record_what_was_shown_and_the_declarations_that_it_rests_on(northmarsh):
    declaration = world.declare(northmarsh)
    before = Declaration.objects.get(contest=northmarsh.comparison)
    nell = world.person()
    body = "[2,469 votes](figure:majority), [](figure:swing), [Nell Harrow](person:nell-harrow), [narrowly](figure:majority)"
    story = world.story(northmarsh, body=body, standfirst="[more than 2,000](figure:majority)")
    rows = list(story.published.bindings.all())
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]
    assert [row.words for row in rows] == ["more than 2,000", "2,469 votes", "", "Nell Harrow", "narrowly"]
    assert [row.holds for row in rows] == [True, True, None, None, None]
    assert rows[1].shown == "2,469 votes" and rows[1].value == "2469"
    assert rows[2].shown.endswith(" points") and "/" in rows[2].value
    assert (rows[3].kind, rows[3].person, rows[3].contest) == ("person", nell, None)
    assert not rows[3].declarations.exists()
    for row in (rows[1], rows[2]):
        assert set(row.declarations.all()) == {declaration, before}


def test_every_version_that_readers_saw_keeps_its_own_bindings(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh)
    second = world.declare(northmarsh, world.CORRECTED)
    first, last = story.revisions.order_by("number")
    assert [row.shown for row in first.bindings.all()] == ["2,469"]
    assert [row.shown for row in last.bindings.all()] == ["2,669"]
    assert second in last.bindings.get().declarations.all() and second not in first.bindings.get().declarations.all()


@pytest.mark.parametrize("model", [Revision, Binding, Binding.declarations.through], ids=["revision", "binding", "rests on"])
def test_the_database_refuses_to_change_or_delete_what_was_written(northmarsh, model):
    world.declare(northmarsh)
    world.story(northmarsh)
    column = {Revision: "headline", Binding: "shown"}.get(model, "declaration_id")
    value = "something else" if model in (Revision, Binding) else Declaration.objects.get(contest=northmarsh.comparison).pk
    rows = model.objects.all() if model in (Revision, Binding) else model.objects.filter(declaration__contest=northmarsh)
    assert rows.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**{column: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)


def test_a_published_story_cannot_be_deleted(northmarsh):
    story = world.story(northmarsh)
    with pytest.raises(DatabaseError), transaction.atomic():
        story.delete()


def test_the_same_words_again_make_no_revision(northmarsh):
    story = world.story(northmarsh)
    newest = story.newest
    again = story.write(by=world.journalist(), headline=newest.headline, standfirst=newest.standfirst, body=newest.body)
    assert again == newest and story.revisions.count() == 1


def test_a_draft_of_a_live_story_moves_nothing(northmarsh):
    story = world.story(northmarsh)
    before, at = shown(story), version(story)
    story.write(by=world.journalist(), headline="Not yet", standfirst="", body="Not yet.")
    assert shown(story) == before and version(story) == at and story.page_version == 1


def test_publishing_the_same_revision_again_is_harmless(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh)
    story.publish(by=world.duty_editor())
    assert story.revisions.count() == 1 and ">2,469</a>" in shown(story)
    assert story.published.bindings.count() == 1


# What stands in the way of publication.


def refused(story: Article) -> list[str]:
    with pytest.raises(NotPublishable) as refusal:
        story.publish(by=world.duty_editor())
    story.refresh_from_db()
    assert story.published is None and story.state == Article.State.DRAFT
    assert not Article.objects.public().exists()
    return [str(problem) for problem in refusal.value.problems]


def test_a_story_without_text_is_not_published():
    assert refused(Article.objects.create(slug="empty")) == ["The story has no text yet."]


def test_a_story_with_an_unverified_quote_is_not_published(northmarsh):
    quote = world.quote(verified=False)
    story = world.story(northmarsh, body="Words.\n\n{quote:harrow-day}", published=False)
    assert refused(story) == ["The quote harrow-day has not been verified by a second person."]
    quote.verify(by=world.duty_editor())
    story.publish(by=world.duty_editor())
    assert Article.objects.public().get() == story


def test_a_story_with_an_unverified_quote_beside_its_text_is_not_published(northmarsh):
    quote = world.quote(verified=False)
    story = world.story(northmarsh, published=False)
    story.place([quote.slug])
    assert refused(story) == ["The quote harrow-day has not been verified by a second person."]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("One.\n\n[](figure:majorty)", "Line 3: there is no figure “majorty” in the record of that contest."),
        ("[](figure:votes.nobody)", "Line 1: there is no figure “votes.nobody” in the record of that contest."),
        ("[](figure:parl.nowhere.2031-05-01/majority)", "Line 1: there is no contest as in “parl.nowhere.2031-05-01/majority”"),
        ("[Ada](person:nobody)", "Line 1: there is no person “nobody” in the register."),
        ("[almost 3,000](figure:majority)", "Line 1: “almost 3,000” is not true: the record says 2,469."),
        ("[less than half, 40%](figure:share.ada-quill)", "Line 1: “less than half, 40%” is not true: the record says 49.9%."),
        ("One.\n\n{quote:never-entered}", "never-entered"),
    ],
)
def test_unknown_names_and_untrue_words_are_refused_with_their_line(northmarsh, body, sentence):
    world.declare(northmarsh)
    (problem,) = refused(world.story(northmarsh, body=body, published=False))
    assert sentence in problem


def test_a_plain_number_that_is_not_the_records_is_named_and_takes_its_value(northmarsh):
    world.declare(northmarsh)
    body = "She\nwon by [2,469](figure:majority)."
    draft = world.story(northmarsh, body=body, published=False)
    assert Desk.over([northmarsh.pk]).corrected(body) == []
    world.declare(northmarsh, world.CORRECTED)
    assert Desk.over([northmarsh.pk]).corrected(body) == ["Line 2: “2,469” will read “2,669”, as in the record."]
    draft.publish(by=world.duty_editor())
    assert ">2,669</a>" in shown(draft)


def test_every_reason_is_given_at_once(northmarsh):
    world.declare(northmarsh)
    world.quote(verified=False)
    body = "[](figure:majorty)\n\n[Ada](person:nobody)\n\n[almost 3,000](figure:majority)\n\n{quote:harrow-day}"
    problems = refused(world.story(northmarsh, body=body, standfirst="[](figure:wrong)", published=False))
    assert len(problems) == 5


def test_a_figure_without_a_contest_needs_one_attached_to_the_story(northmarsh):
    story = world.story(body="[](figure:majority)", published=False)
    assert refused(story) == ["Line 1: “majority” needs a contest. Attach one to the story."]


def test_a_contest_that_is_only_named_in_the_text_is_not_the_storys_own(northmarsh):
    story = world.story(body=f"[](figure:{northmarsh.ballot_paper_id}/majority), [](figure:majority)", published=False)
    assert refused(story) == ["Line 1: “majority” needs a contest. Attach one to the story."]


# When a story is seen.


def test_a_scheduled_story_appears_when_its_minute_has_come_by_the_databases_clock(northmarsh):
    story = world.story(northmarsh, published=False)
    before = version(story)
    story.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    assert not Article.objects.public().exists() and version(story) == before
    world.set_clock(timedelta(hours=1, minutes=59))
    assert not Article.objects.public().exists() and version(story) == before
    world.set_clock(timedelta(hours=2, minutes=1))
    assert Article.objects.public().get() == story and version(story) > before


def test_a_scheduled_story_that_follows_a_result_still_waits_for_its_minute(northmarsh):
    story = world.story(northmarsh, published=False)
    story.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    world.declare(northmarsh)
    assert ">2,469</a>" in shown(story)
    assert not Article.objects.public().exists()
    world.set_clock(timedelta(hours=2, minutes=1))
    assert Article.objects.public().get() == story


def test_a_scheduled_story_can_be_published_at_once_after_all(northmarsh):
    story = world.story(northmarsh, published=False)
    story.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    story.write(by=world.journalist(), headline="Sooner", standfirst="", body="Sooner.")
    story.publish(by=world.duty_editor())
    assert Article.objects.public().get().published.headline == "Sooner"


def test_a_later_revision_with_a_minute_ahead_is_not_shown_before_it(northmarsh):
    story = world.story(northmarsh)
    story.write(by=world.journalist(), headline="Embargoed", standfirst="", body="Embargoed.")
    with contextlib.suppress(NotPublishable, ValueError):  # to refuse it would be as good
        story.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    assert Article.objects.public().get().published.headline == "A day in Northmarsh"


def test_the_first_minute_of_publication_is_kept(northmarsh):
    story = world.story(northmarsh)
    first = story.publish_at
    world.declare(northmarsh)
    story.refresh_from_db()
    assert story.publish_at == first and story.changed_at > first


# Quotes.


def test_a_quote_is_verified_by_another_person_only():
    quote = world.quote(verified=False)
    with pytest.raises(NotPublishable, match="another person must compare it with its source"):
        quote.verify(by=world.journalist())
    quote.refresh_from_db()
    assert (quote.state, quote.verified_by) == (Quote.State.DRAFT, None)
    quote.verify(by=world.duty_editor())
    assert (quote.state, quote.verified_by) == (Quote.State.VERIFIED, world.duty_editor())


@pytest.mark.parametrize("state", ["verified", "published", "retracted"])
def test_the_database_holds_that_a_quote_is_verified_by_another(state):
    quote = world.quote(verified=False)
    for checker in (None, quote.entered_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            Quote.objects.filter(pk=quote.pk).update(state=state, verified_by=checker)
    Quote.objects.filter(pk=quote.pk).update(state=state, verified_by=world.duty_editor())


def test_verifying_again_changes_nothing():
    quote = world.quote()
    quote.verify(by=world.user("olga", "duty editor"))
    assert quote.verified_by == world.duty_editor()


def test_a_quote_without_words_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=world.quote(verified=False).pk).update(words=[])


def test_a_quote_that_the_text_places_belongs_to_the_story_once(northmarsh):
    quotes = [world.quote(slug=slug, words=f"Words of {slug}.") for slug in ("a", "b", "c")]
    story = world.story(northmarsh, body="{quote:b}\n\n{quote:a}", published=False)
    story.place(["c"])
    story.publish(by=world.duty_editor())
    assert list(story.placements.values_list("quote__slug", flat=True)) == ["c", "b", "a"]
    assert {quote.state for quote in Quote.objects.filter(pk__in=[q.pk for q in quotes])} == {Quote.State.PUBLISHED}


def test_what_only_reported_speech_says_again_is_not_spoken_twice():
    quote = world.quote("a day to remember")
    quote.reported = "Called it “a day to remember” in the marsh."
    assert quote.spoken == []
