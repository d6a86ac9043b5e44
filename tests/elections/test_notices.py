"""What else may be declared: corrections, withdrawals, and polls without a count, through the same two people."""

import re

import pytest

from elections.models import FOLLOWS, Contest, Kind, Refused, Sheet, preview
from elections.papers import Paper
from tests import world
from tests.elections.desk import Desk

NOTE = "Two figures were exchanged on the first paper."


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def address(contest: Contest, kind: str) -> str:
    return f"/admin/elections/contest/{contest.pk}/declare/{kind}/"


def typed(page) -> dict[str, str]:
    """The hidden boxes of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))


def notice(desk: Desk, contest: Contest, kind: str, **more: str):
    """One person reads the form, sees what will change, and hands it in; answers the page of what will change."""
    form = desk.client.get(address(contest, kind))
    boxes = {**typed(form), "source": "the notice", "public_note": NOTE, **more}
    seen = desk.client.post(address(contest, kind), boxes)
    desk.client.post(address(contest, kind), {**boxes, "confirm": "1"})
    return seen


def corrected(contest: Contest) -> dict[str, str]:
    slugs = dict(contest.candidacies.values_list("ballot_name", "pk"))
    votes = {f"votes_{slugs[name]}": str(votes) for name, (_party, votes) in world.CORRECTED.items()}
    looked = {"stands": "400 for Lantern is a tenth of last time’s 5,000, or less.", "stands_why": "as read out"}
    return {**votes, "valid_votes": "24921", "electorate": "60000", "rejected_ballots": "100", **looked}


# Which may follow which.


def test_every_kind_of_declaration_says_what_may_follow_it():
    assert set(FOLLOWS) == {None, *Kind}
    assert all(Kind.FIGURES not in FOLLOWS[kind] for kind in (Kind.FIGURES, Kind.CORRECTION, Kind.VOID, Kind.CANCELLED))


@pytest.mark.parametrize("kind", [Kind.FIGURES, Kind.WINNER, Kind.CANCELLED])
def test_what_cannot_follow_a_result_is_refused(declared, kind):
    paper = Paper(contest_id=declared.pk, for_revision=2, kind=kind, source="x")
    with pytest.raises(Refused, match="cannot come next"):
        declared.enter_sheet(paper, by=world.editor())


def test_a_correction_without_a_note_is_refused(declared):
    with pytest.raises(Refused, match="note for readers"):
        declared.enter_sheet(world.paper(declared, world.CORRECTED, public_note=" "), by=world.editor())


# A correction, from the desk to the reader.


def test_a_correction_is_published_by_two_people_with_its_note(client, declared, desks):
    story = world.story(declared, body="The majority was [2,469](figure:majority), [almost 2,500](figure:majority).")
    for desk in desks:
        seen = words(notice(desk, declared, "correction", **corrected(declared)))
        assert "Majority 2,469 2,669" in seen and "Ada Quill 12,345 12,545" in seen
        assert "A day in Northmarsh “2,469” → “2,669”" in seen
    assert declared.newest_declaration().kind == Kind.CORRECTION
    page = words(client.get(f"/contests/{declared.ballot_paper_id}/"))
    assert "This result was corrected." in page and NOTE in page and "Majority: 2,469 is now 2,669" in page
    fragment = words(client.get(f"/live/contests/{declared.ballot_paper_id}/"))
    assert "Ada Quill: 12,345 is now 12,545" in fragment
    data = client.get(f"/contests/{declared.ballot_paper_id}/history.json").json()
    assert [(one["revision"], one["kind"], one["public_note"]) for one in data] == [(2, "correction", NOTE), (1, "figures", None)]
    story.refresh_from_db()
    answer = client.get(f"/articles/{story.slug}/").content.decode()
    assert "2,669" in answer and "We are checking this story’s figures." in answer


def test_one_person_alone_corrects_nothing(declared, desks):
    notice(desks[0], declared, "correction", **corrected(declared))
    assert declared.newest_declaration().revision == 1
    assert "A second person must now enter the same" in words(desks[0].client.get(address(declared, "correction")))


def test_two_different_corrections_publish_nothing_and_say_so(declared, desks):
    notice(desks[0], declared, "correction", **corrected(declared))
    notice(desks[1], declared, "correction", **{**corrected(declared), "rejected_ballots": "101"})
    assert declared.newest_declaration().revision == 1
    assert "The entries differ." in words(desks[1].client.get(address(declared, "correction")))


def test_seeing_what_will_change_changes_nothing(declared):
    world.story(declared)
    before = Sheet.objects.count(), declared.newest_declaration().revision
    found = preview(declared, world.paper(declared, world.CORRECTED), by=world.editor())
    assert ("majority", 2469, 2669) in found.changes and [effect.name for effect in found.effects] == ["A day in Northmarsh"]
    assert (Sheet.objects.count(), declared.newest_declaration().revision) == before


def test_what_is_missing_is_said_and_nothing_typed_is_lost(declared, desks):
    boxes = {**typed(desks[0].client.get(address(declared, "correction"))), **corrected(declared), "source": "paper"}
    page = desks[0].client.post(address(declared, "correction"), boxes)
    assert "Say in a note for readers what changes and why." in words(page) and 'value="12545"' in page.content.decode()


# Taking a result back.


def test_a_withdrawn_result_stands_no_more_and_its_stories_are_being_checked(client, declared, desks):
    story = world.story(declared, body="The majority was [](figure:majority), and [Ada Quill](figure:winner) won.")
    for desk in desks:
        assert "A day in Northmarsh" in words(notice(desk, declared, "withdrawal"))
    page = words(client.get(f"/contests/{declared.ballot_paper_id}/"))
    assert "Result withdrawn" in page and NOTE in page and "Majority: 2,469 stands no more" in page
    data = client.get(f"/contests/{declared.ballot_paper_id}.json").json()
    assert data["majority"] is None and not any(one["elected"] for one in data["candidacies"])
    answer = client.get(f"/articles/{story.slug}/").content.decode()
    assert "2,469" in answer and "Ada Quill" in answer and "We are checking this story’s figures." in answer


def test_after_a_withdrawal_figures_may_be_declared_anew_and_the_story_follows(client, declared, desks):
    story = world.story(declared, body="The majority was [](figure:majority).")
    for desk in desks:
        notice(desk, declared, "withdrawal")
    world.declare(declared, world.CORRECTED)
    assert declared.newest_declaration().kind == Kind.FIGURES
    answer = client.get(f"/articles/{story.slug}/").content.decode()
    assert "2,669" in answer and "We are checking" not in answer


# Without figures.


@pytest.mark.parametrize("kind", ["uncontested", "countermanded", "cancelled", "void", "recount"])
def test_a_poll_without_a_count_is_declared_by_two_people(db, desks, kind):
    contest = world.contest("Lonemarsh", {"Ada Quill": ("Harbour Party", 0)})
    for desk in desks:
        notice(desk, contest, kind)
    declaration = contest.newest_declaration()
    assert (declaration.kind, declaration.public_note) == (kind, NOTE)
    assert declaration.entered_by != declaration.checked_by


def test_the_winner_can_be_declared_before_the_figures_which_follow(northmarsh, desks):
    ada = northmarsh.candidacies.get(ballot_name="Ada Quill")
    for desk in desks:
        notice(desk, northmarsh, "winner", **{f"elected_{ada.pk}": "on"})
    assert northmarsh.newest_declaration().as_published["figures"]["winner"] == "Ada Quill"
    world.declare(northmarsh)
    assert northmarsh.newest_declaration().kind == Kind.FIGURES


def test_a_winner_without_a_tick_is_refused(northmarsh, desks):
    assert "Nobody is marked as elected" in words(notice(desks[0], northmarsh, "winner"))
    assert not northmarsh.sheets.exists()


# Who may, and what is on record.


def test_a_journalist_declares_nothing(declared):
    desk = Desk(world.journalist())
    assert desk.client.get(address(declared, "withdrawal")).status_code == 403
    assert desk.client.post(address(declared, "withdrawal"), {"confirm": "1"}).status_code == 403


def test_a_kind_that_there_is_not_is_not_found(declared, desks):
    assert desks[0].client.get(address(declared, "nonsense")).status_code == 404


def test_the_record_says_who_did_what(declared, desks):
    for desk in desks:
        notice(desk, declared, "correction", **corrected(declared))
    page = words(desks[0].client.get(f"/admin/elections/contest/{declared.pk}/record/"))
    assert "Revision 2: correction" in page and "Entered by erin, confirmed by chen." in page
    assert "Majority: 2,469 → 2,669" in page and NOTE in page


def test_the_record_of_what_is_not_declared_keeps_the_second_person_blind(declared, desks):
    notice(desks[0], declared, "correction", **corrected(declared))
    page = words(desks[1].client.get(f"/admin/elections/contest/{declared.pk}/record/"))
    assert "erin, correction" in page and "12,545" not in page and "2,669" not in page
