"""A declared candidate's name or party corrected: by the same two people, for everybody who reads it from then on."""

import pytest
from django.db import IntegrityError, transaction

from elections import results
from elections.models import Act, Candidacy, Kind, declare_many, differences, enter_sheets
from elections.papers import Naming
from tests import world
from tests.elections.desk import Desk, words
from tests.elections.test_notices import address, typed

NOTE = "The name was misspelt on the first paper."


def boxes(contest, **more):
    """What the form of names sends: everybody as they are called now, and what is typed instead."""
    found = {}
    for one in contest.standing():
        found |= {f"name_{one.pk}": one.ballot_name, f"party_{one.pk}": str(one.party_id or one.standing_as)}
    return {**found, "source": "the nomination paper", "public_note": NOTE, **more}


def box(contest, slug, what="name"):
    return f"{what}_{next(one.pk for one in contest.standing() if one.slug == slug)}"


def correct(desk, contest, **more):
    """One person opens the form, sees what will change, and hands it in; answers both pages."""
    form = desk.client.get(address(contest, "names"))
    sent = {**typed(form), **boxes(contest, **more)}
    seen = desk.client.post(address(contest, "names"), sent)
    return seen, desk.client.post(address(contest, "names"), {**sent, "confirm": "1"}, follow=True)


def test_two_people_correct_a_name_and_every_page_follows(client, declared, desks):
    story = world.story(declared, body="[Ada Quill](figure:winner) won, by [](figure:majority).")
    old = declared.candidacies.get(slug="ada-quill")
    name = {box(declared, "ada-quill"): "Ada Quillfeather"}
    for desk in desks:
        seen, answer = correct(desk, declared, **name)
        assert "Candidate Ada Quill, Harbour Party Ada Quillfeather, Harbour Party" in words(seen)
        assert "A day in Northmarsh" in words(seen)
    assert "It is published." in words(answer)
    newest = declared.newest_declaration()
    assert (newest.revision, newest.kind, newest.public_note) == (2, Kind.CORRECTION, NOTE)
    new = declared.candidacies.get(slug="ada-quill", since_revision=2)
    assert (new.ballot_name, new.party, new.ballot_order) == ("Ada Quillfeather", old.party, old.ballot_order)
    page = words(client.get(f"/contests/{declared.ballot_paper_id}/"))
    assert "Ada Quillfeather" in page and "12,345" in page and NOTE in page
    assert "Candidate: Ada Quill, Harbour is now Ada Quillfeather, Harbour" in page
    data = client.get(f"/contests/{declared.ballot_paper_id}.json").json()
    assert [one["candidate"] for one in data["candidacies"]].count("Ada Quillfeather") == 1 and len(data["candidacies"]) == 4
    history = client.get(f"/contests/{declared.ballot_paper_id}/history.json").json()
    assert history[0]["renamed"] == [{"key": "ada-quill", "was": "Ada Quill, Harbour", "now": "Ada Quillfeather, Harbour"}]
    assert history[1]["renamed"] == []
    story.refresh_from_db()
    assert "Ada Quillfeather" in client.get(f"/articles/{story.slug}/").content.decode()
    assert differences() == (3, [])


def test_a_party_is_corrected_and_compared_anew(client, declared, desks):
    for desk in desks:
        correct(desk, declared, **{box(declared, "sam-stone", "party"): str(world.party("Orchard Party").pk)})
        correct(desk, declared, **{box(declared, "sam-stone", "party"): str(world.party("Orchard Party").pk)})
    new = declared.candidacies.get(slug="sam-stone", since_revision=2)
    assert (new.party.short_name, new.standing_as) == ("Orchard", "party")
    page = words(client.get(f"/contests/{declared.ballot_paper_id}/"))
    assert "Candidate: Sam Stone, independent is now Sam Stone, Orchard" in page


def test_one_person_alone_corrects_no_name_and_readers_hear_nothing(client, declared, desks):
    page = f"/contests/{declared.ballot_paper_id}/"
    before = client.get(page)["ETag"]
    correct(desks[0], declared, **{box(declared, "ada-quill"): "Ada Quillfeather"})
    assert declared.newest_declaration().revision == 1 and declared.candidacies.count() == 4
    assert client.get(page)["ETag"] == before
    assert "A second person must now enter the same" in words(desks[0].client.get(address(declared, "names")))


def test_two_who_spell_a_name_differently_publish_nothing(declared, desks):
    correct(desks[0], declared, **{box(declared, "ada-quill"): "Ada Quillfeather"})
    correct(desks[1], declared, **{box(declared, "ada-quill"): "Ada Quilfeather"})
    assert declared.newest_declaration().revision == 1
    assert "The entries differ." in words(desks[1].client.get(address(declared, "names")))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Nothing is changed yet."),
        ({"name": " "}, "Enter the name as on the ballot paper."),
        ({"name": "Ada Quillfeather", "public_note": ""}, "Say to readers why."),
        ({"name": "Ada Quillfeather", "party": "999999"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_everything_typed_is_still_there(declared, desks, more, said):
    sent = {box(declared, "ada-quill", what) if what in ("name", "party") else what: value for what, value in more.items()}
    seen, _answer = correct(desks[0], declared, **{**sent, box(declared, "ben-rook"): "Ben Rook"})
    assert said in words(seen) and "the nomination paper" in seen.content.decode()
    assert not declared.sheets.filter(for_revision=2).exists()


def test_names_are_corrected_where_figures_are_published_only(northmarsh, desks):
    assert desks[0].client.get(address(northmarsh, "names")).status_code == 302
    assert "Correct a candidate’s name" not in words(desks[0].open(northmarsh))


def test_a_later_correction_of_figures_is_entered_under_the_new_name_with_one_box_each(declared, desks):
    for desk in desks:
        correct(desk, declared, **{box(declared, "ada-quill"): "Ada Quillfeather"})
    form = desks[0].client.get(address(declared, "correction"))
    assert words(form).count("Ada Quillfeather") and form.content.decode().count('name="votes_') == 4
    paper = world.paper(
        declared, {"Ada Quillfeather": ("", 12_545), **{k: v for k, v in world.NORTHMARSH.items() if k != "Ada Quill"}}
    )
    for by in (world.editor(), world.checker()):
        declared.enter_sheet(paper, by=by)
    assert declared.newest_declaration().as_published["figures"]["votes.ada-quill"] == 12_545
    assert differences()[1] == []


def test_a_list_keeps_its_members_under_its_new_name(db):
    contest = world.lists()
    rows = {"Harbour Party": ("", 100), "Orchard Party": ("", 80), "Sam Stone": ("", 5)}
    world.declare(contest, rows)
    (members,) = [line.members for line in _lines(contest) if line.name == "Harbour Party"]
    for desk in (Desk(world.editor()), Desk(world.checker())):
        correct(desk, contest, **{box(contest, "harbour-party"): "Harbour Party and Friends"})
    (after,) = [line.members for line in _lines(contest) if line.name == "Harbour Party and Friends"]
    assert [member.name for member in members] == [member.name for member in after] == ["Nell Harrow", "Otto Pear"]


def _lines(contest):
    return results.result(contest.pk).outcome.count.lines


def test_the_database_refuses_two_sheets_whose_names_differ(declared):
    row = declared.candidacies.get(slug="ada-quill")
    sheets = []
    for by, name in ((world.editor(), "Ada One"), (world.checker(), "Ada Two")):
        paper = world.paper(declared, namings=(Naming(row.pk, name, "party", row.party_id),))
        sheets += enter_sheets([paper], by=by)
    with pytest.raises(IntegrityError, match="not equal"), transaction.atomic():
        declare_many([Act(sheets[0], confirming_sheet=sheets[1])])
    assert Candidacy.objects.filter(contest=declared).count() == 4
