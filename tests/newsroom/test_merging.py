"""Two entries of the register that are one person: what becomes of everything that was said of either."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from elections import registers
from elections.cells import File
from elections.models import Candidacy, Merge, NotMergeable, Person, Role, differences, merge
from newsroom import duty
from newsroom.models import Article, Correction, Flag, Quote, check_stories
from tests import world
from tests.newsroom.test_admin import at_the_desk, said
from tests.newsroom.test_promise import STORY, page

pytestmark = pytest.mark.django_db
WHY = "One date of birth."


@pytest.fixture
def two(northmarsh) -> tuple[Person, Person]:
    """Nell Harrow, and a second entry of hers under another spelling, with a role, a candidacy of a declared contest, a quote
    and a story that names her by it."""
    nell, eleanor = world.person("Nell Harrow"), world.person("Eleanor Harrow")
    Role.objects.create(person=nell, label="MP for Skerry", start=date(2021, 5, 3), source="the roll")
    for person in (nell, eleanor):
        Role.objects.create(person=person, label="Leader of the Orchard Party", start=date(2028, 9, 10), source="the ballot")
    Role.objects.create(person=eleanor, label="Mayor of Long Reach", start=date(2015, 5, 3), end=date(2019, 5, 1), source="x")
    Candidacy.objects.filter(contest=northmarsh, ballot_name="Ben Rook").update(person=eleanor)
    world.declare(northmarsh)
    world.quote("It was a day.", "harrow-day", person=eleanor)
    body = "[Eleanor Harrow](person:eleanor-harrow) spoke, and [](person:eleanor-harrow) left.\n\n{quote:harrow-day}"
    world.story(northmarsh, body=body)
    return eleanor, nell


def put_together(two) -> None:
    merge(*two, by=world.duty_editor(), reason=WHY)


def test_names_roles_and_candidacies_become_those_of_the_entry_that_is_kept(two, northmarsh):
    eleanor, nell = two
    put_together(two)
    assert set(nell.names.values_list("name", "kind")) == {("Eleanor Harrow", "alias")}
    assert sorted(nell.roles.values_list("label", flat=True)) == [
        "Leader of the Orchard Party", "MP for Skerry", "Mayor of Long Reach",
    ]  # fmt: skip
    assert northmarsh.candidacies.get(ballot_name="Ben Rook").person == nell and not eleanor.candidacies.exists()
    (one,) = Merge.objects.all()
    assert (one.gone, one.kept, one.by, one.reason) == (eleanor, nell, world.duty_editor(), WHY)
    assert differences()[1] == [], "nothing that was published is another figure now"


def test_the_old_address_leads_to_the_new_one_for_good_and_no_list_has_both(two):
    put_together(two)
    for address in ("/people/eleanor-harrow/", "/people/eleanor-harrow/feed.atom"):
        answer = Client().get(address)
        assert answer.status_code == 301 and answer["Location"] == address.replace("eleanor", "nell")
    assert "Mayor of Long Reach" in page("/people/nell-harrow/") and "It was a day." in page("/people/nell-harrow/")
    for address in ("/people/", "/search/?q=harrow", "/sitemap.xml"):
        assert "eleanor-harrow" not in page(address), address


def test_a_live_story_keeps_the_name_that_is_hers_too_and_shows_the_other_where_the_house_writes_it(two):
    put_together(two)
    told = page(STORY)
    assert "Eleanor Harrow</a> spoke" in told and "Nell Harrow</a> left" in told and "/people/nell-harrow/" in told
    assert not Flag.objects.open().exists() and duty.board().flags == []
    assert Quote.objects.get().person.name == "Nell Harrow"
    assert Correction.objects.get().changes == [["a name", "Eleanor Harrow", "Nell Harrow"]]
    assert check_stories() == []
    story = Article.objects.get()
    story.write(by=world.journalist(), headline="Anew", standfirst="", body="[Eleanor Harrow](person:eleanor-harrow) spoke.")
    assert not [problem for problem in story.problems() if "eleanor" in str(problem)], "an old link still names her"


def test_a_file_that_names_the_entry_that_went_means_the_one_that_is_kept(two):
    put_together(two)
    row = "Eleanor Harrow,,,Treasurer of the Orchard Party,,,2030-01-01,,the ballot,eleanor-harrow"
    registers.import_people(File("people.csv", f"{','.join(registers.PEOPLE)}\n{row}\n".encode()))
    assert two[1].roles.filter(label__startswith="Treasurer").exists() and Person.objects.count() == 2


def test_a_chain_of_them_leads_to_the_last(two):
    put_together(two)
    ellie = world.person("Ellie Harrow")
    merge(two[1], ellie, by=world.duty_editor(), reason=WHY)
    assert Client().get("/people/eleanor-harrow/")["Location"] == "/people/ellie-harrow/"
    assert Quote.objects.get().person == ellie and set(ellie.names.values_list("name", flat=True)) == {
        "Nell Harrow", "Eleanor Harrow",
    }  # fmt: skip


def refused(gone: Person, kept: Person, reason: str = WHY) -> str:
    before = list(Candidacy.objects.values_list("pk", "person"))
    with pytest.raises(NotMergeable) as refusal:
        merge(gone, kept, by=world.duty_editor(), reason=reason)
    assert before == list(Candidacy.objects.values_list("pk", "person"))
    return str(refusal.value)


def test_what_is_not_one_person_is_refused_and_says_why(two, northmarsh):
    eleanor, nell = two
    assert "This is one entry" in refused(nell, nell)
    assert "Say how you know" in refused(eleanor, nell, " ")
    other = world.contest("Southmarsh", world.NORTHMARSH)
    for person, name in ((nell, "Ada Quill"), (eleanor, "Ben Rook")):
        other.candidacies.filter(ballot_name=name).update(person=person)
    assert "Both stood in Southmarsh" in refused(eleanor, nell)
    other.candidacies.update(person=None)
    put_together(two)
    assert "eleanor-harrow has been put together with Nell Harrow already." in refused(eleanor, world.person("Somebody Else"))


def test_a_change_that_was_published_is_not_made_another_one_without_a_declaration(db):
    before = world.contest("Westmarsh", {"Sam Stone": ("", 900), "Ada Quill": ("Harbour Party", 500)}, date(2027, 5, 6))
    now = world.contest("Westmarsh", {"Sam Stone": ("", 700), "Ada Quill": ("Harbour Party", 800)}, comparison=before)
    sam, samuel = world.person("Sam Stone"), world.person("Samuel Stone")
    before.candidacies.filter(ballot_name="Sam Stone").update(person=samuel)
    now.candidacies.filter(ballot_name="Sam Stone").update(person=sam)
    for contest, votes in ((before, (900, 500)), (now, (700, 800))):
        world.declare(contest, {"Sam Stone": ("", votes[0]), "Ada Quill": ("Harbour Party", votes[1])})
    assert "Leave the two apart." in refused(samuel, sam)


def test_the_database_holds_that_a_declared_candidate_changes_by_a_merge_only_and_keeps_every_merge(two, northmarsh):
    eleanor, nell = two
    rook = northmarsh.candidacies.filter(ballot_name="Ben Rook")
    with pytest.raises(DatabaseError), transaction.atomic():
        rook.update(person=nell)
    put_together(two)
    for act in (
        lambda: northmarsh.candidacies.filter(ballot_name="Ben Rook").update(person=None),
        lambda: Merge.objects.update(id=F("id")),
        lambda: Merge.objects.create(gone=world.person("X Y"), kept=eleanor, reason="x", by=world.duty_editor()),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_desk_shows_what_will_change_and_then_does_it(two):
    _eleanor, nell = two
    desk, address = at_the_desk(world.duty_editor()), reverse("admin:elections_person_merge", args=[nell.pk])
    assert "Put together with another entry" in said(desk.get(reverse("admin:elections_person_change", args=[nell.pk])))
    assert "Eleanor Harrow" in said(desk.get(address)), "who is called much alike is offered"
    assert "There is no person “nobody” in the register." in said(desk.get(address, {"with": "nobody"}))
    shown = said(desk.get(address, {"with": "eleanor-harrow"}))
    for words in ("Mayor of Long Reach", "Ben Rook: Northmarsh", "A day in Northmarsh", "It was a day.", "for good"):
        assert words in shown, words
    assert not Merge.objects.exists() and "Eleanor Harrow</a> left" in page(STORY)
    assert "Say how you know" in said(desk.post(address, {"with": "eleanor-harrow", "reason": ""}))
    desk.post(address, {"with": "eleanor-harrow", "reason": WHY})
    assert Merge.objects.get().reason == WHY and WHY in said(desk.get(address))
    assert "Eleanor Harrow" not in said(desk.get(reverse("admin:elections_person_changelist"))).replace("Search", "")
