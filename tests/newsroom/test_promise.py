"""The promise after publication: no page shows words of a story that the record contradicts without saying so.

Each attack publishes words that are true, or answered for, and then changes the record under them by a verb. Then every page
that may show the story is read: where the old words stand, a word beside them must say that they are being checked, or that
they are kept as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections.cells import File
from elections.models import Candidacy, Contest, Kind, Moved, Person, PersonName, Role, after_registering, registering
from elections.papers import Naming, Paper
from elections.registers import PEOPLE, import_people
from newsroom import cards, duty, stories
from newsroom.models import (
    Answer,
    Article,
    Edition,
    Flag,
    Hold,
    LabelAnswer,
    NotPublishable,
    PreviewLink,
    Quote,
    Reading,
    Scope,
    check_revisions,
    check_stories,
)
from tests import world
from tests.newsroom.test_admin import at_the_desk, boxes, said

pytestmark = pytest.mark.django_db
STORY = "/articles/a-day-in-northmarsh/"
SAYING = ("being checked", "We are checking", "we are checking", "kept as it was", "An earlier version of this story gave")
LOST = {**world.NORTHMARSH, "Ben Rook": ("Orchard Party", 13_000)}  # Ben Rook has won, where Ada Quill had


def page(address: str) -> str:
    """What is at an address, without the marks of a search; nothing where nothing is."""
    response = Client().get(address)
    return re.sub("</?mark>", "", response.content.decode()) if response.status_code == 200 else ""


def addresses() -> list[str]:
    """Every address at which readers and their programs may meet the story, its headline or its quotes."""
    found = [
        "/",
        reverse("live_front"),
        STORY,
        f"/live{STORY}",
        "/feed.atom",
        "/corrections/",
        "/corrections.atom",
        "/news-sitemap.xml",
    ]
    found += ["/areas/northmarsh/", "/areas/northmarsh/feed.atom", "/parties/harbour/", "/parties/harbour/feed.atom"]
    found += [f"/contests/{paper}/" for paper in Contest.objects.values_list("ballot_paper_id", flat=True)]
    found += [f"/search/?q={words}" for words in ("quill", "wonderful")]
    found += [f"/quotes/{slug}/" for slug in Quote.objects.values_list("slug", flat=True)]
    for slug in Person.objects.values_list("slug", flat=True):
        found += [f"/people/{slug}/", f"/people/{slug}/feed.atom"]
    return found + [f"{STORY}v/{number}/" for number in Edition.objects.seen().values_list("number", flat=True)]


def silent(words: str, headline: str = "A day in Northmarsh") -> list[str]:
    """The addresses that show these words, and the story that has them, and say nothing."""
    shown = ((one, page(one)) for one in addresses())
    return [one for one, said in shown if words in said and headline in said and not any(word in said for word in SAYING)]


# What happens to the record.


def corrected(contest: Contest) -> None:
    world.declare(contest, world.CORRECTED)


def lost(contest: Contest) -> None:
    world.declare(contest, LOST)


def taken_back(contest: Contest) -> None:
    said = {"kind": Kind.WITHDRAWAL, "source": "a call", "public_note": "Two boxes."}
    paper = Paper(contest_id=contest.pk, for_revision=contest.declarations.count() + 1, **said)
    for person in (world.editor(), world.checker()):
        contest.enter_sheet(paper, by=person)


def compared_otherwise(contest: Contest) -> None:
    """The Harbour Party had the seat already."""
    world.declare(contest.comparison, {**world.NORTHMARSH_BEFORE, "Ada Quill": ("Harbour Party", 15_000)})


def renamed(name: str, party: str = "Harbour Party") -> Callable[[Contest], None]:
    """Ada Quill's name on the ballot paper, or her party, is corrected."""

    def act(contest: Contest) -> None:
        row = Candidacy.objects.get(contest=contest, ballot_name="Ada Quill")
        naming = Naming(row.pk, name, "party", world.party(party).pk)
        world.declare(contest, kind=Kind.CORRECTION, public_note="The name was wrong.", namings=(naming,))

    return act


def register(**said: Any) -> Callable[[Contest], None]:
    def act(contest: Contest) -> None:
        marl = Person.objects.get(slug="ivy-marl")
        if name := said.get("name"):
            marl.name = name
            marl.save()
        else:
            role = marl.roles.get()
            for field, value in said.items():
                setattr(role, field, value)
            role.save()

    return act


def by_file(contest: Contest) -> None:
    row = "Ivy Marl,,,Deputy Leader of the Orchard Party,Orchard Party,,2024-01-09,2026-01-01,the gazette"
    import_people(File("people.csv", f"{','.join(PEOPLE[:-1])}\n{row}\n".encode()))


def party_renamed(contest: Contest) -> None:
    harbour = world.party("Harbour Party")
    harbour.name, harbour.short_name = "Haven Party", "Haven"
    harbour.save()


def area_renamed(contest: Contest) -> None:
    contest.area.name = "Long Reach"
    contest.area.save()


@dataclass(frozen=True)
class Attack:
    name: str
    act: Callable[..., None]
    stale: str  # the words that the record does not bear out afterwards
    headline: str = "A day in Northmarsh"
    standfirst: str = ""
    body: str = "It was a wonderful day."
    elsewhere: bool = False  # whether the story is about another contest


MARGIN = "Ada Quill won by 2,469 votes."
FAR = "Ada Quill won.\n\nShe was 2,469 ahead of Ben Rook."
GAIN = "The Harbour Party gained Northmarsh from the Orchard Party."
FOR_HARBOUR = "The Harbour candidate Ada Quill won the seat for Harbour."
ROLE = "Ivy Marl, deputy leader of the Orchard Party, was wonderful in Northmarsh."
LEADER = "Ivy Marl, Orchard Party deputy leader, in Northmarsh"
ATTACKS = [
    Attack("a figure in the headline", corrected, "2,469", headline="Ada Quill wins Northmarsh by 2,469 votes"),
    Attack("a figure in the standfirst", corrected, "2,469", standfirst=MARGIN),
    Attack("a figure that agreed and nobody bound", corrected, "2,469", body=MARGIN),
    Attack("a figure far from what it says", corrected, "2,469", body=FAR),
    Attack("a share", lost, "49.9%", body="Ada Quill had 49.9% of the vote."),
    Attack("who won, in the headline", lost, "Quill wins", headline="Ada Quill wins Northmarsh"),
    Attack("who won, in words", lost, "won the seat", body="Ada Quill won the seat."),
    Attack("who came second", lost, "came second", body="Ben Rook came second."),
    Attack("a headline on a result that is taken back", taken_back, "Quill wins", headline="Ada Quill wins Northmarsh"),
    Attack("figures of a result that is taken back", taken_back, "2,469", body=MARGIN),
    Attack("a gain that was none", compared_otherwise, "gained", body=GAIN),
    Attack("a story about another contest", corrected, "2,469", body=f"In Northmarsh, {MARGIN}", elsewhere=True),
    Attack("a candidate of another name", renamed("Adelaide Plume"), "Ada Quill", body="Ada Quill was wonderful there."),
    Attack("a candidate of another spelling", renamed("Ada Quille"), "Ada Quill", headline="Ada Quill in Northmarsh"),
    Attack("a candidate of another party", renamed("Ada Quill", "Lantern Party"), "Harbour candidate", body=FOR_HARBOUR),
    Attack("a person of another name", register(name="Ivy Meadows"), "Ivy Marl", body=ROLE),
    Attack("a role that had ended", register(end=date(2026, 1, 1)), "deputy leader", body=ROLE),
    Attack("a role that was another one", register(label="Treasurer of the Orchard Party"), "deputy leader", body=ROLE),
    Attack("a role that begins later", register(start=date(2031, 9, 1)), "deputy leader", body=ROLE),
    Attack("a role in the headline", register(end=date(2026, 1, 1)), "deputy leader", headline=LEADER),
    Attack("a role that a file ends", by_file, "deputy leader", body=ROLE),
    Attack("a party that is called otherwise", party_renamed, "Harbour Party", body="The Harbour Party won Northmarsh."),
    Attack("a place that is called otherwise", area_renamed, "Northmarsh"),
]


@pytest.fixture
def marl(db) -> Person:
    person = world.person("Ivy Marl")
    Role.objects.create(person=person, label="Deputy Leader of the Orchard Party", start=date(2024, 1, 9), source="the ballot")
    return person


def answer_open(story: Article) -> None:
    """What no rule can judge, and what is not on record, somebody answers for."""
    (checked,) = check_revisions([story.newest])
    if checked.open:
        Answer.give(story, checked.open, by=world.duty_editor(), kind="waived", told="I was there.")


def publish(contest: Contest, attack: Attack) -> Article:
    words = {"headline": attack.headline, "standfirst": attack.standfirst, "body": attack.body}
    story = world.story(other() if attack.elsewhere else contest, **words, published=False)
    answer_open(story)
    story.publish(by=world.duty_editor())
    return story


def other() -> Contest:
    contest = world.contest("Southmarsh", world.NORTHMARSH)
    world.declare(contest)
    return contest


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_no_page_shows_what_the_record_contradicts_without_a_word_that_says_so(northmarsh, marl, attack):
    world.declare(northmarsh)
    publish(northmarsh, attack)
    assert attack.stale in page(STORY) and "being checked" not in page(STORY), "true words are not doubted"
    attack.act(northmarsh)
    assert silent(attack.stale, attack.headline) == []
    assert "We are checking this story’s figures." in page(STORY)
    assert duty.board().flags != [] and check_stories() == [], "and there is nothing left to be done"


def test_a_story_about_no_contest_follows_the_polls_that_it_named_and_none_since(db):
    long_ago = world.contest("Northmarsh", world.NORTHMARSH, date(2019, 5, 2))
    world.declare(long_ago)
    story = world.story(headline="Ada Quill wins Northmarsh by 2,469 votes", body="Words.")
    Article.objects.filter(pk=story.pk).update(publish_at=timezone.make_aware(datetime(2019, 5, 3)))
    world.declare(world.contest("Northmarsh", world.NORTHMARSH, date(2023, 5, 4)), LOST)
    assert not Flag.objects.open().exists(), "the story speaks of the poll before it"
    corrected(long_ago)
    assert silent("2,469", "Ada Quill wins Northmarsh") == [] and [flag.words for flag in Flag.objects.open()] == ["2,469"]


# How a flag on words that are tied to nothing ends.

WORDS = {"headline": "Ada Quill wins Northmarsh by 2,469 votes", "body": "Words."}


@pytest.fixture
def flagged(northmarsh) -> Article:
    """A story whose headline the record contradicts since its correction."""
    world.declare(northmarsh)
    story = world.story(northmarsh, **WORDS)
    corrected(northmarsh)
    story.refresh_from_db()
    return story


def being_checked() -> bool:
    return "We are checking this story’s figures." in page(STORY)


def test_the_flag_says_what_the_record_has_and_a_declaration_that_changes_nothing_raises_no_other(flagged, northmarsh):
    (flag,) = Flag.objects.open()
    assert (flag.words, flag.target, flag.cause) == ("2,469", "", Flag.Cause.UNTRUE) and flag.now.startswith("majority 2,669")
    before = flagged.page_version
    world.declare(northmarsh, world.CORRECTED, rejected_ballots=(101,))
    flagged.refresh_from_db()
    assert Flag.objects.get() == flag and flagged.page_version == before


def test_it_ends_with_a_version_without_these_words(flagged):
    flagged.write(by=world.journalist(), headline="Ada Quill wins Northmarsh", standfirst="", body="Words.")
    assert being_checked()
    flagged.publish(by=world.duty_editor())
    assert not being_checked() and not Flag.objects.open().exists()


def test_it_ends_when_the_record_agrees_again(flagged, northmarsh):
    world.declare(northmarsh)
    assert not being_checked() and silent("2,669") == []


def test_it_ends_with_a_waiver_by_name_and_nobody_is_asked_again_until_the_record_moves(flagged, northmarsh):
    (flag,) = Flag.objects.open()
    flag.waive(by=world.duty_editor(), reason="As announced.")
    assert not being_checked() and Answer.objects.get().told == "As announced."
    check_stories()
    assert not being_checked()
    flagged.write(by=world.journalist(), headline=WORDS["headline"], standfirst="", body="Other words.")
    flagged.publish(by=world.duty_editor())
    assert not being_checked()
    world.declare(northmarsh, {**world.CORRECTED, "Ada Quill": ("Harbour Party", 12_645)})
    assert being_checked() and Flag.objects.open().get() != flag, "it was let stand against another figure"


def test_it_ends_with_an_answer_given_beside_the_form(flagged):
    (checked,) = check_revisions([flagged.newest])
    Answer.give(flagged, checked.disagrees, by=world.duty_editor(), kind="waived", told="As announced.")
    assert not being_checked() and not Flag.objects.open().exists()


def test_flagged_words_are_answered_for_by_a_duty_editor_alone_whatever_is_typed_beside_the_form(northmarsh):
    """What was on record and was taken back is unknown, and a journalist answers for what is unknown; but not for what readers
    are told is being checked, nor for what keeps a story back."""
    world.declare(northmarsh)
    body = "Ada Quill won by 2,469 votes."
    live, waits = world.story(northmarsh, body=body), scheduled(northmarsh, body=body)
    taken_back(northmarsh)
    for story in (live, waits):
        (checked,) = check_revisions([story.newest])
        with pytest.raises(NotPublishable, match="a duty editor lets them stand"):
            Answer.give(story, checked.unknown, by=world.journalist(), kind="sourced", told="The returning officer.")
    waits.refresh_from_db()
    assert being_checked() and waits.is_held and not Answer.objects.exists()
    assert Answer.give(waits, checked.unknown, by=world.duty_editor(), kind="sourced", told="The returning officer.")


def test_words_that_somebody_answered_for_stay_answered_when_a_bound_number_beside_them_moves(northmarsh):
    world.declare(northmarsh)
    body = "Ada Quill had [12,345](figure:votes.ada-quill) votes, and 9,999 for Ben Rook."
    story = world.story(northmarsh, body=body, published=False)
    answer_open(story)
    story.publish(by=world.duty_editor())
    assert Reading.objects.filter(verdict="disagrees", words__contains="9,999").exists()
    corrected(northmarsh)
    assert "12,545" in page(STORY) and not being_checked()


def test_what_the_record_comes_to_know_and_then_takes_back_is_flagged(northmarsh):
    """Words that nobody could judge when they were published, and that the record bore out meanwhile."""
    story = world.story(northmarsh, body="Ada Quill won by 2,469 votes.", published=False)
    answer_open(story)
    story.publish(by=world.duty_editor())
    world.declare(northmarsh)
    assert not being_checked()
    taken_back(northmarsh)
    assert being_checked()


def test_the_article_is_a_new_version_when_it_begins_to_be_checked_and_programs_are_told(flagged):
    assert flagged.page_version == 2 and page(f"{STORY}v/1/") and "We are checking" in page(f"{STORY}v/2/")
    assert '"creativeWorkStatus":"Being checked' in page(STORY)
    assert 'content="Ada Quill wins Northmarsh by 2,469 votes (being checked)"' in page(STORY)
    assert WORDS["headline"] not in page("/news-sitemap.xml")
    story = Article.objects.public().get()
    assert "(being checked)" in cards.of_story(story.title, stories.page(story_of(story))["results"], 0).headline


def story_of(story: Article) -> Article:
    return Article.objects.public().with_version().get(pk=story.pk)


@pytest.mark.parametrize("model", [Reading, Scope, Hold, LabelAnswer], ids=lambda model: model.__name__)
def test_the_database_keeps_every_one_of_them(flagged, northmarsh, marl, model):
    later = scheduled(northmarsh, headline="Ada Quill wins by 2,669 votes")
    world.declare(northmarsh)
    assert later.holds.exists()
    quote = labelled(marl)
    ended(marl)
    quote.let_stand(by=world.duty_editor(), reason="It is.")
    assert model.objects.exists()
    for act in (lambda rows: rows.update(id=F("id")), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(model.objects.all())


# A story that waits for its minute.


def scheduled(contest: Contest, *, slug: str = "later", hours: int = 2, **words: str) -> Article:
    story = world.story(contest, slug=slug, **{"body": "Words.", **words}, published=False)
    story.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=hours))
    return story


@pytest.fixture
def held(northmarsh) -> Article:
    """A scheduled story whose headline the record has overtaken."""
    world.declare(northmarsh)
    story = scheduled(northmarsh, slug="a-day-in-northmarsh", **WORDS)
    corrected(northmarsh)
    story.refresh_from_db()
    return story


def test_what_the_record_overtook_before_its_minute_does_not_appear(held):
    assert held.is_held and duty.board().held == [held] and duty.board().flags == []
    world.set_clock(timedelta(hours=3))
    assert not Article.objects.public().exists()
    assert [one for one in addresses() if WORDS["headline"] in page(one)] == []
    assert Client().get(STORY).status_code == 404
    with pytest.raises(NotPublishable, match="disagrees with the record"):
        held.publish(by=world.duty_editor())
    with pytest.raises(DatabaseError), transaction.atomic():
        Article.objects.update(state=Article.State.LIVE)


def test_let_stand_by_name_it_appears_at_its_minute(held):
    due = held.publish_at
    Flag.objects.open().get().waive(by=world.duty_editor(), reason="As announced.")
    held.refresh_from_db()
    assert held.is_scheduled and held.publish_at == due and not Article.objects.public().exists()
    world.set_clock(timedelta(hours=3))
    assert Article.objects.public().get() == held and duty.board().number == 0


def test_let_stand_after_its_minute_it_appears_at_once_and_says_when(held):
    past = timezone.now() - timedelta(hours=1)
    Article.objects.filter(pk=held.pk).update(publish_at=past)
    assert not Article.objects.public().exists()
    Flag.objects.open().get().waive(by=world.duty_editor(), reason="As announced.")
    held.refresh_from_db()
    assert Article.objects.public().get() == held and held.publish_at > past
    assert [edition.number for edition in held.editions.seen()] == [held.page_version], "nobody saw what was held back"


def test_put_right_and_approved_it_appears(held):
    held.write(by=world.journalist(), headline="Ada Quill wins Northmarsh", standfirst="", body="Words.")
    held.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    assert held.is_scheduled and not Flag.objects.open().exists()
    held.publish(by=world.duty_editor())
    assert Article.objects.public().get() == held


def test_when_the_record_agrees_again_it_appears_at_its_minute(held, northmarsh):
    world.declare(northmarsh)
    held.refresh_from_db()
    assert held.is_scheduled and duty.board().scheduled == [held]


def test_bound_words_that_stop_being_true_hold_a_story_back_and_numbers_that_follow_do_not(northmarsh):
    world.declare(northmarsh)
    follows = scheduled(northmarsh, slug="follows", body="By [2,469](figure:majority).")
    judges = scheduled(northmarsh, slug="judges", body="By [almost 2,500](figure:majority).")
    corrected(northmarsh)
    follows.refresh_from_db()
    judges.refresh_from_db()
    assert follows.is_scheduled and judges.is_held


def test_who_calls_it_off_has_a_draft(held):
    held.withdraw(by=world.duty_editor(), note="Not now.")
    assert held.state == Article.State.DRAFT and duty.board().held == []


def test_the_desk_says_what_to_do_and_a_duty_editor_does_it_there(held):
    desk = at_the_desk(world.duty_editor())
    board = said(desk.get("/admin/newsroom/article/duty/"))
    assert "Held back" in board and "“2,469”: majority 2,669" in board
    assert "Put them right, bind them, or let them stand by name: else it does not appear." in board
    assert "Held back, due" in said(desk.get(reverse("admin:newsroom_article_review", args=[held.pk])))
    address = reverse("admin:newsroom_article_waive", args=[held.pk])
    assert "no reader sees it until this is answered" in said(desk.get(address))
    answer = desk.post(address, {"flag": Flag.objects.get().pk, "reason": " "})
    assert "Say why these words may stand." in said(answer)
    desk.post(address, {"flag": Flag.objects.get().pk, "reason": "As announced."})
    held.refresh_from_db()
    assert held.is_scheduled
    waived = said(desk.get(reverse("admin:newsroom_article_review", args=[held.pk])))
    assert "held back, for the record had overtaken its words" in waived and "Let stand by dora: As announced." in waived


# Who somebody was when they said something.


def labelled(person: Person, label: str = "Deputy Leader of the Orchard Party") -> Quote:
    return world.quote("It was wonderful.", "marl-wonderful", person=person, role_at_time=label)


def ended(person: Person, on: date = date(2026, 1, 1)) -> None:
    role = person.roles.get()
    role.end = on
    role.save()


@pytest.fixture
def quoted(northmarsh, marl) -> Quote:
    quote = labelled(marl)
    world.story(northmarsh, body="It was.\n\n{quote:marl-wonderful}")
    quote.refresh_from_db()
    return quote


def test_a_label_that_the_register_contradicts_is_doubted_wherever_readers_see_it(quoted, marl):
    before = Client().get(STORY)["ETag"]
    ended(marl)
    assert silent('href="/people/ivy-marl/">Ivy Marl</a></b>, Deputy Leader', "") == []
    assert "we are checking who they were then" in page(STORY) and "jobTitle" not in page("/quotes/marl-wonderful/")
    assert Client().get(STORY)["ETag"] != before and duty.board().labels == [quoted]
    ended(marl, None)
    assert "we are checking" not in page(STORY) and duty.board().labels == []


def test_a_role_beside_it_contradicts_nothing(quoted, marl):
    Role.objects.create(person=marl, label="MP for Skerry", start=date(2020, 1, 1), source="the roll")
    assert duty.board().labels == []


def test_a_label_of_somebodys_own_words_is_doubted_once_the_register_has_an_end_of_it(northmarsh):
    person = world.person("Ivy Marl")
    labelled(person)
    Role.objects.create(
        person=person, label="Deputy Leader of the Orchard Party", start=date(2024, 1, 9), end=date(2026, 1, 1), source="x"
    )
    assert Quote.objects.get().role_doubted


def test_a_label_is_let_stand_by_name_or_put_right(quoted, marl):
    ended(marl)
    desk, address = at_the_desk(world.duty_editor()), reverse("admin:newsroom_quote_label", args=[quoted.pk])
    assert "Deputy Leader of the Orchard Party until January 2026" in said(desk.get(address))
    assert "Say why these words may stand." in said(desk.post(address, {"reason": ""}))
    desk.post(address, {"reason": "She still was, for a week."})
    assert duty.board().labels == [] and "we are checking" not in page(STORY)
    assert "She still was, for a week." in said(desk.get(address))
    ended(marl, date(2025, 1, 1))
    assert duty.board().labels == [quoted], "the register moved again"
    quoted.revise(by=world.journalist(), reason="She was not any more.", role_at_time="Former Deputy Leader of the Orchard Party")
    quoted.verify(by=world.duty_editor())
    assert duty.board().labels == [] and "we are checking" not in page(STORY)


# One act on the register.


@pytest.fixture
def heard() -> Iterator[list[Moved]]:
    """What is told of each act."""
    rows: list[Moved] = []
    after_registering.append(rows.append)
    yield rows
    after_registering.remove(rows.append)


def test_a_form_with_everything_below_it_is_one_act(marl, heard):
    desk = at_the_desk(world.duty_editor())
    address = reverse("admin:elections_person_change", args=[marl.pk])
    typed = boxes(desk.get(address))
    desk.post(address, {**typed, "name": "Ivy Meadows", "roles-0-label": "Leader of the Orchard Party"})
    (moved,) = heard
    assert moved.people == {marl.pk} and {"Ivy Marl", "Ivy Meadows"} <= moved.names


def test_what_only_a_colour_or_nothing_at_all_changes_tells_nobody(marl, heard):
    harbour = world.party("Harbour Party")
    harbour.colour = "#123456"
    harbour.save()
    marl.save()
    assert heard == []


def test_no_path_within_an_act_goes_past_it_and_a_file_that_is_only_tried_tells_nobody(marl, heard):
    with registering():
        Role.objects.filter(person=marl).update(label="Treasurer of the Orchard Party")
        PersonName.objects.bulk_create([PersonName(person=marl, name="Ivy Meadows")])
    assert [moved.people for moved in heard] == [{marl.pk}]
    row = "Ivy Marl,,,MP for Skerry,,,2020-01-01,,the roll"
    file = File("people.csv", f"{','.join(PEOPLE[:-1])}\n{row}\n".encode())
    import_people(file, dry_run=True)
    assert len(heard) == 1
    import_people(file)
    assert len(heard) == 2


def test_a_name_in_other_letters_is_the_same_name(northmarsh, marl):
    world.declare(northmarsh)
    world.story(northmarsh, body="Ivy Marl was in Northmarsh, with Ada Quill.")
    register(name="Ivy MARL")(northmarsh)
    northmarsh.area.name = "Nórthmarsh"
    northmarsh.area.save()
    assert not Flag.objects.open().exists()


# Other ways.


def test_a_preview_shows_the_figures_as_they_are_and_says_what_the_record_contradicts(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, headline=WORDS["headline"], body="By [](figure:majority).", published=False)
    address = PreviewLink.make(story, by=world.journalist()).address.removeprefix("http://127.0.0.1:8000")
    assert "contradicts" not in page(address)
    corrected(northmarsh)
    assert ">2,669<" in page(address) and "The record contradicts one phrase of it." in page(address)


def test_a_story_that_was_approved_before_the_correction_is_not_approved_after_it(northmarsh):
    world.declare(northmarsh)
    story = world.story(northmarsh, body="Words.")
    story.write(by=world.journalist(), headline=WORDS["headline"], standfirst="", body="Words.")
    story.send_to_review(by=world.journalist())
    corrected(northmarsh)
    with pytest.raises(NotPublishable, match="“2,469” disagrees with the record"):
        story.publish(by=world.duty_editor())
    assert "2,469" not in page(STORY)


def test_no_picture_stands_in_a_story_whose_description_could_say_something_else(northmarsh):
    world.declare(northmarsh)
    world.story(northmarsh, body="Look. ![Ada Quill had 2,469 votes more](https://marsh.example/quill.png)", published=False)
    revision = Article.objects.get().newest
    assert "<img" not in str(revision.shown_body)


def test_words_of_a_quote_that_were_put_right_stand_in_no_page_but_what_was_said_of_it(quoted):
    quoted.capture_source(by=world.journalist(), text="Marsh Radio: “It was dreadful.”")
    quoted.revise(by=world.journalist(), reason="We had misheard.", words=["It was dreadful."])
    quoted.verify(by=world.duty_editor())
    told = ("We had misheard.", "gave the words", "kept as it was")
    assert [one for one in addresses() if "It was wonderful." in page(one) and not any(word in page(one) for word in told)] == []


def test_a_story_that_was_withdrawn_shows_none_of_it(flagged):
    flagged.withdraw(by=world.duty_editor(), note="It was wrong.")
    withdrawn = ("We withdrew this story", "This story has been withdrawn.")
    shown = [page(one) for one in addresses()]
    assert all(any(word in said for word in withdrawn) for said in shown if WORDS["headline"] in said)


def waits(act: Callable[[], object]) -> bool:
    """Whether an act at another desk has to wait for the transaction that is open here."""

    def elsewhere() -> bool:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'")
            act()
        except OperationalError as refusal:
            return "lock timeout" in str(refusal)
        finally:
            connection.close()
        return False

    with ThreadPoolExecutor(1) as other_desk:
        return other_desk.submit(elsewhere).result()


@pytest.mark.django_db(transaction=True)
def test_no_result_is_declared_between_what_a_publication_reads_and_what_it_shows():
    northmarsh = world.northmarsh()
    world.declare(northmarsh)
    northmarsh.enter_sheet(world.paper(northmarsh, world.CORRECTED), by=world.editor())
    with transaction.atomic():
        world.story(northmarsh, **WORDS)
        assert waits(lambda: northmarsh.enter_sheet(world.paper(northmarsh, world.CORRECTED), by=world.checker()))
    assert northmarsh.declarations.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", ["verify", "let_stand"])
def test_no_role_ends_between_what_an_answer_for_a_label_reads_and_what_it_keeps(answer):
    person = world.person("Ivy Marl")
    label = "Deputy Leader of the Orchard Party"
    Role.objects.create(person=person, label=label, start=date(2024, 1, 9), source="the party")
    quote = world.quote("It was.", "marl", person=person, role_at_time=label, verified=answer != "verify")
    with transaction.atomic():
        quote.verify(by=world.duty_editor()) if answer == "verify" else quote.let_stand(by=world.duty_editor(), reason="It is.")
        assert waits(lambda: ended(person))
    ended(person)
    quote.refresh_from_db()
    assert quote.role_doubted
