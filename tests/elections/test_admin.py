"""The results desk as two people use it: every page is fetched and every form filled in and sent, as a browser would."""

from datetime import UTC, datetime

import html5lib
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from elections.models import Contest, Declaration, Election, Refused, Sheet, SheetQuery
from tests import world
from tests.elections.desk import PAPER, VOTES, Desk, address, asked, doubts, inputs, looked, rows, text, words

pytestmark = pytest.mark.usefixtures("one_northmarsh")
MISREAD = {**PAPER, "Ada Quill": "12,435", "valid_votes": "24,811"}  # two digits swapped
PRIVATE = ["12,345", "12345", "9,876", "9876", "2,100", "2100", "24,721", "24721"]  # nothing else on a page reads like these


# Two people enter one paper.


def test_the_sheet_has_a_box_for_every_candidate_in_the_order_of_the_ballot_paper(northmarsh, editor):
    names = [cells[0] for cells in rows(editor.open(northmarsh))]
    assert names[1:5] == ["Ada Quill Harbour", "Ben Rook Orchard", "Sam Stone independent", "Lil Wick Lantern"]


def test_every_box_of_a_new_sheet_is_empty(northmarsh, editor):
    fields = inputs(editor.open(northmarsh))
    assert {name for name, value in fields.items() if value} == {"csrfmiddlewaretoken", "for_revision", "submission"}


def test_the_first_sheet_is_kept_and_waits_for_a_second_person(northmarsh, editor):
    page = editor.enter(northmarsh)
    assert "A second person must now enter the same paper, without seeing yours." in words(page)
    sheet = Sheet.objects.get(contest=northmarsh)
    assert (sheet.by, sheet.source, sheet.electorate) == (world.editor(), "the declaration paper", 60_000)
    assert (sheet.valid_votes, sheet.rejected_ballots, sheet.ballot_papers) == (24_721, [100], None)
    assert {tally.candidacy.ballot_name: int(tally.votes) for tally in sheet.tallies.all()} == VOTES


def test_an_equal_second_sheet_declares_the_result(northmarsh, editor, checker):
    editor.enter(northmarsh)
    page = checker.enter(northmarsh)
    assert "Your sheet equals the first one. The result is declared and published." in words(page)
    assert "Harbour gain from Orchard" in words(page)
    assert "Entered by erin, confirmed by chen." in words(page)
    assert Declaration.objects.get(contest=northmarsh).checked_by == world.checker()


def test_the_result_is_on_the_public_page_at_once(northmarsh, editor, checker):
    editor.enter(northmarsh)
    checker.enter(northmarsh)
    page = text(Client().get(reverse("contest", args=[northmarsh.ballot_paper_id])))
    assert "12,345" in page and "two people, equal sheets" in page


def test_votes_may_be_typed_with_and_without_commas_and_spaces(northmarsh, editor, checker):
    editor.enter(northmarsh, {**PAPER, "Ada Quill": "12345", "valid_votes": "24 721"})
    checker.enter(northmarsh, {**PAPER, "Ada Quill": " 12,345 ", "valid_votes": "24\u202f721"})
    assert Declaration.objects.filter(contest=northmarsh).exists()


def test_the_same_person_cannot_confirm_his_own_sheet(northmarsh, editor):
    editor.enter(northmarsh)
    page = editor.enter(northmarsh)
    assert "A second person must now enter the same paper" in words(page)
    assert northmarsh.sheets.count() == 2
    assert not northmarsh.declarations.exists()


@pytest.mark.parametrize("who", ["editor", "checker"])
def test_both_see_both_sheets_with_the_differing_figures_first(northmarsh, editor, checker, who):
    editor.enter(northmarsh)
    answer = checker.enter(northmarsh, MISREAD)
    page = answer if who == "checker" else editor.open(northmarsh)
    mine, theirs = ("12,435", "12,345") if who == "checker" else ("12,345", "12,435")
    my_total, their_total = ("24,811", "24,721") if who == "checker" else ("24,721", "24,811")
    assert rows(page, "differs") == [
        ["Ada Quill Harbour", mine, theirs, f"90 two digits swapped: {mine} for {theirs}"],
        ["Valid votes, as stated", my_total, their_total, "90"],
    ]
    assert [cells[0] for cells in rows(page)[1:3]] == ["Ada Quill Harbour", "Valid votes, as stated"]
    assert ["Ben Rook Orchard", "9,876", "9,876", "equal"] in rows(page)
    assert "Nothing is published." in words(page)


def test_a_forged_post_that_confirms_its_own_sheet_is_refused_by_the_database(northmarsh, editor, monkeypatch):
    editor.enter(northmarsh)
    own = northmarsh.sheets.get()
    monkeypatch.setattr(Sheet, "twin", lambda sheet: own)  # the desk's own rule, put out of force
    with pytest.raises(IntegrityError, match=r"two_people|second person"), transaction.atomic():
        editor.enter(northmarsh)
    assert not northmarsh.declarations.exists()


@pytest.mark.parametrize("who", ["editor", "checker"])
def test_a_swapped_pair_is_named(northmarsh, editor, checker, who):
    editor.enter(northmarsh)
    checker.enter(northmarsh, {**PAPER, "Ben Rook": VOTES["Sam Stone"], "Sam Stone": VOTES["Ben Rook"]})
    said = words({"editor": editor, "checker": checker}[who].open(northmarsh))
    assert "Ben Rook and Sam Stone are exchanged" in said and said.count("are exchanged") == 1


def test_figures_that_merely_differ_are_no_swapped_pair(northmarsh, editor, checker):
    editor.enter(northmarsh)
    checker.enter(northmarsh, {**PAPER, "Ben Rook": "9,875", "Sam Stone": "2,101"})
    assert "exchanged" not in words(editor.open(northmarsh))


def test_a_figure_that_only_one_paper_states_differs(northmarsh, editor, checker):
    editor.enter(northmarsh)
    page = checker.enter(northmarsh, {**PAPER, "electorate": ""})
    assert rows(page, "differs") == [["Electorate", "not stated", "60,000", "differs"]]


def test_sheets_that_differ_publish_nothing(northmarsh, editor, checker):
    editor.enter(northmarsh)
    checker.enter(northmarsh, MISREAD)
    assert not northmarsh.declarations.exists()
    assert "Result awaited" in text(Client().get(reverse("contest", args=[northmarsh.ballot_paper_id])))


@pytest.mark.parametrize("who", ["editor", "checker"])
def test_either_can_enter_again(northmarsh, editor, checker, who):
    right = checker if who == "editor" else editor
    wrong = editor if who == "editor" else checker
    wrong.enter(northmarsh, MISREAD)
    right.enter(northmarsh)
    wrong.enter(northmarsh)
    assert northmarsh.declarations.get().as_published["figures"]["majority"] == 2469


def test_who_enters_again_starts_with_empty_boxes(northmarsh, editor):
    editor.enter(northmarsh)
    boxes = {name: value for name, value in inputs(editor.open(northmarsh, again="")).items() if name.startswith("votes_")}
    assert set(boxes.values()) == {""}


# Blind.


def desk_pages(contest):
    """Every page of the desk that shows something of a contest, as anybody may ask for it."""
    candidacy, party = contest.candidacies.first(), world.party("Harbour Party")
    admin = {
        "contest": contest, "election": contest.election, "area": contest.area, "candidacy": candidacy, "party": party,
        "sheet": contest.sheets.first(), "declaration": contest.comparison.declarations.first(),
    }  # fmt: skip
    for model, row in admin.items():
        yield f"/admin/elections/{model}/"
        for page in ("change", "history", "delete"):
            yield f"/admin/elections/{model}/{row.pk}/{page}/"
    yield from ("/admin/", "/admin/elections/", address(contest), f"{address(contest)}?again", address(contest, "override"))
    yield from ("/admin/elections/contest/?q=Northmarsh", "/admin/elections/contest/?election__kind__exact=parl")


@pytest.mark.parametrize("who", [world.checker, world.editor], ids=["checker", "results editor"])
def test_no_page_of_the_desk_shows_the_first_sheet_to_the_second_person(northmarsh, who):
    first = Desk(world.user("fred", "results editor"))
    first.enter(northmarsh, {**PAPER, "source": "seen on the wall of the hall"})
    second, seen = Desk(who()), 0
    for page in desk_pages(northmarsh):
        response = second.client.get(page, follow=True)
        seen += response.status_code == 200
        shown = text(response)
        assert [figure for figure in [*PRIVATE, "seen on the wall"] if figure in shown] == [], page
    assert seen >= 10


def test_a_refused_second_sheet_shows_nothing_of_the_first(northmarsh, editor, checker):
    editor.enter(northmarsh)
    wrong = {"Ada Quill": "1", "Ben Rook": "-2", "Sam Stone": "x", "source": "a photograph"}
    page = text(checker.enter(northmarsh, wrong))
    assert [figure for figure in PRIVATE if figure in page] == []


def test_a_third_person_is_as_blind_as_the_second(northmarsh, editor, checker):
    editor.enter(northmarsh)
    checker.enter(northmarsh, MISREAD)
    third = Desk(world.user("tara", "checker"))
    page = text(third.open(northmarsh))
    assert [figure for figure in [*PRIVATE, "12,435", "24,811"] if figure in page] == []


def test_the_list_of_contests_says_how_far_each_is_without_figures(northmarsh, editor, checker):
    listed = reverse("admin:elections_contest_changelist")
    steps = []
    for act in (lambda: None, lambda: editor.enter(northmarsh), lambda: checker.enter(northmarsh, MISREAD)):
        act()
        steps.append(words(checker.client.get(listed)))
    assert "awaited" in steps[0]
    assert "one sheet in: second person wanted" in steps[1]
    assert "sheets differ" in steps[2]
    assert not [figure for figure in PRIVATE if any(figure in step for step in steps)]


def test_a_second_sheet_of_one_person_is_still_one_person_in_the_list(northmarsh, editor):
    editor.enter(northmarsh)
    editor.enter(northmarsh)
    assert "one sheet in: second person wanted" in words(editor.client.get(reverse("admin:elections_contest_changelist")))


# Bad input: a clear sentence, and nothing typed is lost.

BAD = {
    "negative": ({"Ben Rook": "-9,876"}, "-9,876 is below nought. Enter 0 or more."),
    "real minus sign": ({"Ben Rook": "−9876"}, "−9876 is below nought. Enter 0 or more."),
    "decimal": ({"Ben Rook": "9876.5"}, "9876.5 has a decimal part. Votes are whole numbers."),
    "decimal comma": ({"Ben Rook": "9876,5"}, "9876,5 has a decimal part. Votes are whole numbers."),
    "text": ({"Ben Rook": "about 9,876"}, "“about 9,876” is not a number. Enter digits only, such as 15,529."),
    "exponent": ({"Ben Rook": "1e3"}, "“1e3” is not a number. Enter digits only, such as 15,529."),
    "Arabic digits": ({"Ben Rook": "٩٨٧٦"}, "“٩٨٧٦” is not a number. Enter digits only, such as 15,529."),
    "comma in the wrong place": ({"Ben Rook": "98,76,543"}, "“98,76,543” is not a number."),
    "too large": ({"Ben Rook": "9876543210"}, "9876543210 is more than there are voters. Look at the paper again."),
    "missing candidate": ({"Ben Rook": ""}, "Enter the votes for Ben Rook; 0 if none were cast."),
    "votes above electorate": (
        {"Ada Quill": "70,000", "valid_votes": ""},
        "70,000 votes for Ada Quill are more than the electorate of 60,000.",
    ),
    "valid votes above electorate": ({"electorate": "20,000"}, "24,721 valid votes are more than the electorate of 20,000."),
    "stated total is not the sum": (
        {"valid_votes": "24,712"},
        "The boxes add up to 24,721; the paper says 24,712. 24,721 − 24,712 = 9. "
        "Two digits swapped would explain it: Ben Rook, 9,876 for 9,867.",
    ),
    "votes and rejected above the papers": (
        {"ballot_papers": "24,800"},
        "24,721 valid votes and 100 rejected papers are 24,821, more than the 24,800 ballot papers.",
    ),
    "papers above electorate": ({"ballot_papers": "61,000"}, "61,000 ballot papers are more than the electorate of 60,000."),
    "electorate is text": ({"electorate": "many"}, "“many” is not a number. Enter digits only, such as 15,529."),
    "no source": ({"source": ""}, "Say where the figures come from."),
    "blank source": ({"source": "   "}, "Say where the figures come from."),
}


@pytest.mark.parametrize(("typed", "sentence"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_a_sentence_with_everything_typed_still_there(northmarsh, editor, typed, sentence):
    data = editor.fill(northmarsh, {**PAPER, **typed})
    page = editor.send(northmarsh, data)
    assert (page.status_code, northmarsh.sheets.count()) == (200, 0)
    assert sentence in doubts(page)
    kept = inputs(page)
    assert {name: kept[name] for name in data if name != "csrfmiddlewaretoken"} == {
        name: value for name, value in data.items() if name != "csrfmiddlewaretoken"
    }


def test_a_box_that_is_not_sent_at_all_is_missing_like_an_empty_one(northmarsh, editor):
    data = editor.fill(northmarsh, PAPER)
    del data[f"votes_{northmarsh.candidacies.get(slug='ben-rook').pk}"]
    assert "Enter the votes for Ben Rook; 0 if none were cast." in doubts(editor.send(northmarsh, data))


def test_everything_wrong_is_said_at_once(northmarsh, editor):
    said = doubts(editor.enter(northmarsh, {**PAPER, "Ada Quill": "-1", "Ben Rook": "x", "Sam Stone": "", "source": ""}))
    for sentence in ("-1 is below nought", "“x” is not a number", "Enter the votes for Sam Stone", "Say where the figures"):
        assert sentence in said


def test_a_wrong_box_is_marked_for_who_cannot_see_it(northmarsh, editor):
    page = editor.enter(northmarsh, {**PAPER, "Ben Rook": "x"})
    document = html5lib.parse(text(page), namespaceHTMLElements=False)
    wrong = [field.get("name") for field in document.iter("input") if field.get("aria-invalid") == "true"]
    assert wrong == [f"votes_{northmarsh.candidacies.get(slug='ben-rook').pk}"]


# Queries: what may be right, and is looked at again. The Lanterns had 5,000 votes last time.

TENTH = "400 for Lantern is a tenth of last time’s 5,000, or less."


def hand_in(desk, contest, **more):
    """Sends the sheet once, as it is filled in."""
    return desk.client.post(address(contest), {**desk.fill(contest, PAPER), **more}, follow=True)


def test_a_query_stands_beside_its_box_and_nothing_is_saved(northmarsh, editor):
    page = hand_in(editor, northmarsh)
    assert (asked(page), northmarsh.sheets.count()) == ([TENTH], 0)
    (row,) = [row for row in rows(page) if row[0].startswith("Lil Wick")]
    assert row[-1] == f"Please look. {TENTH} I have looked again: it stands"
    assert "tick each doubt that stands" in doubts(page)
    lil = f"votes_{northmarsh.candidacies.get(slug='lil-wick').pk}"
    assert f'aria-describedby="sheet-{lil}_error"' in text(page) and f'id="sheet-{lil}_error"' in text(page)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"stands_why": "as read out"}, "tick each doubt that stands"),
        ({"stands": ["401 for Lantern is a tenth of last time’s 5,000, or less."], "stands_why": "as read"}, "tick each doubt"),
        ({"stands": [TENTH]}, "Say why it stands, such as “as read out”."),
        ({"stands": [TENTH], "stands_why": "  "}, "Say why it stands, such as “as read out”."),
    ],
    ids=["a reason and no tick", "a tick for another figure", "a tick and no reason", "a blank reason"],
)
def test_a_query_needs_its_tick_and_a_reason(northmarsh, editor, answer, said):
    page = hand_in(editor, northmarsh, **answer)
    assert said in doubts(page)
    assert not northmarsh.sheets.exists()


def test_who_let_a_query_stand_is_kept_with_the_reason_for_each_of_two_people(northmarsh, editor, checker):
    hand_in(editor, northmarsh, **looked([TENTH], "as read out"))
    assert asked(hand_in(checker, northmarsh)) == [TENTH]
    page = hand_in(checker, northmarsh, **looked([TENTH], "in the photograph too"))
    assert list(SheetQuery.objects.order_by("pk").values_list("sentence", "by__username", "reason")) == [
        (TENTH, "erin", "as read out"),
        (TENTH, "chen", "in the photograph too"),
    ]
    assert northmarsh.declarations.exists()
    assert "erin let it stand: as read out" in words(page)


def test_a_refusal_is_put_right_before_anything_is_asked(northmarsh, editor):
    page = hand_in(editor, northmarsh, valid_votes="24,720")
    assert (asked(page), "The boxes add up to" in doubts(page)) == ([], True)


def test_what_is_asked_about_the_whole_sheet_stands_below_it(editor):
    tied = {"Ada Quill": ("Harbour Party", 0), "Ben Rook": ("Orchard Party", 0)}
    contest = world.contest("Westmarsh", tied)
    data = editor.fill(contest, {"source": "the paper", "Ada Quill": 50, "Ben Rook": 50})
    page = editor.client.post(address(contest), data)
    assert len(asked(page)) == 1 and asked(page)[0].startswith("Ada Quill and Ben Rook have equal votes for the last seat.")
    assert contest.sheets.count() == 0


def test_a_query_that_came_up_meanwhile_is_asked_too(northmarsh):
    with pytest.raises(Refused) as refusal:
        northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor(), stands={})
    assert [str(doubt) for doubt in refusal.value.doubts] == [TENTH]
    assert not northmarsh.sheets.exists()


def test_no_vote_at_all_is_a_figure(northmarsh, editor):
    editor.enter(northmarsh, {**PAPER, "Lil Wick": "0", "valid_votes": "24,321"})
    assert northmarsh.sheets.get().tallies.get(candidacy__slug="lil-wick").votes == 0


def test_nothing_is_entered_while_the_polls_are_open(northmarsh, editor):
    Election.objects.filter(pk=northmarsh.election_id).update(polls_close_at=datetime(2999, 1, 1, tzinfo=UTC))
    page = editor.enter(northmarsh)
    assert "The polls are still open. A result may be entered once they have closed." in doubts(page)
    assert not northmarsh.sheets.exists()


@pytest.mark.parametrize(
    ("paper", "sentence"),
    [(PAPER, "Your figures equal the published ones."), (MISREAD, "Your figures differ from the published ones")],
    ids=["equal", "different"],
)
def test_a_form_opened_before_the_declaration_is_refused_and_compared(northmarsh, duty_editor, paper, sentence):
    data = duty_editor.fill(northmarsh, paper)
    world.declare(northmarsh)
    page = duty_editor.send(northmarsh, data)
    said = doubts(page)
    assert "This contest was declared at" in said and sentence in said
    assert inputs(page)["source"] == paper["source"]
    assert f"{paper['Ada Quill']}" in inputs(page).values()
    assert (northmarsh.sheets.count(), northmarsh.declarations.count()) == (2, 1)


def test_a_form_of_another_revision_is_out_of_date(northmarsh, editor):
    page = editor.enter(northmarsh, for_revision="7")
    assert "This form is out of date. Nothing of yours was saved; your figures are still in the boxes below." in doubts(page)
    assert not northmarsh.sheets.exists()


def test_a_form_sent_twice_makes_one_sheet(northmarsh, editor):
    data = editor.fill(northmarsh, PAPER)
    first, second = editor.send(northmarsh, data), editor.send(northmarsh, data)
    assert northmarsh.sheets.count() == 1
    assert "A second person must now enter the same paper" in words(first) and doubts(second) == ""


def test_the_confirming_form_sent_twice_makes_one_declaration_and_no_complaint(northmarsh, editor, checker):
    editor.enter(northmarsh)
    data = checker.fill(northmarsh, PAPER)
    pages = [checker.send(northmarsh, data) for _ in range(2)]
    assert (northmarsh.sheets.count(), northmarsh.declarations.count()) == (2, 1)
    assert [doubts(page) for page in pages] == ["", ""]


def test_the_token_of_another_person_s_form_is_no_error_of_the_server(northmarsh, editor, checker):
    token = editor.fill(northmarsh, PAPER)["submission"]
    editor.enter(northmarsh, submission=token)
    assert checker.enter(northmarsh, submission=token).status_code == 200


@pytest.mark.parametrize("hidden", [{"for_revision": "x"}, {"submission": "x"}], ids=["revision", "token"])
def test_a_form_whose_hidden_boxes_were_spoilt_is_refused_in_a_sentence(northmarsh, editor, hidden):
    page = editor.enter(northmarsh, **hidden)
    assert (page.status_code, northmarsh.sheets.count()) == (200, 0)
    assert "Nothing was saved" in doubts(page)


def test_a_form_without_its_token_is_refused(northmarsh, editor):
    data = editor.fill(northmarsh, PAPER)
    del data["csrfmiddlewaretoken"]
    assert editor.send(northmarsh, data).status_code == 403
    assert not northmarsh.sheets.exists()


def test_once_declared_the_count_page_shows_what_is_published_and_no_form(northmarsh, duty_editor):
    world.declare(northmarsh)
    page = duty_editor.open(northmarsh)
    assert "Published" in words(page) and "12,345" in words(page)
    assert not [name for name in inputs(page) if name.startswith("votes_")]


def test_who_left_is_still_named_beside_what_was_entered(northmarsh, checker):
    world.declare(northmarsh)
    world.user("erin").__class__.objects.filter(username="erin").update(is_active=False)
    assert "Entered by erin, confirmed by chen." in words(checker.open(northmarsh))


# Who may do what.

STAFF = {
    "results editor": world.editor,
    "checker": world.checker,
    "journalist": world.journalist,
    "duty editor": world.duty_editor,
    "admin": lambda: world.user("ruth", is_superuser=True),
    "nobody in a group": lambda: world.user("nora"),
}


@pytest.mark.parametrize(
    ("role", "count", "override"),
    [
        ("results editor", 200, 403),
        ("checker", 200, 403),
        ("journalist", 403, 403),
        ("duty editor", 200, 200),
        ("admin", 200, 200),
        ("nobody in a group", 403, 403),
    ],
)
def test_who_may_open_the_pages_of_the_count(northmarsh, role, count, override):
    desk = Desk(STAFF[role]())
    assert (desk.open(northmarsh).status_code, desk.open(northmarsh, "override").status_code) == (count, override)


@pytest.mark.parametrize("page", ["count", "override"])
def test_who_is_not_signed_in_is_asked_to(northmarsh, page):
    for method in ("get", "post"):
        response = getattr(Client(), method)(address(northmarsh, page))
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("role", ["journalist", "nobody in a group"])
def test_who_may_not_enter_cannot_send_a_sheet_either(northmarsh, editor, role):
    data = editor.fill(northmarsh, PAPER)
    client = Client()
    client.force_login(STAFF[role]())
    assert client.post(address(northmarsh), data).status_code == 403
    assert not northmarsh.sheets.exists()


@pytest.mark.parametrize("role", ["results editor", "checker", "journalist", "nobody in a group"])
def test_who_may_not_override_cannot_send_one_either(northmarsh, role):
    sheet = northmarsh.enter_sheet(world.paper(northmarsh), by=world.user("fred", "results editor")).sheet
    client = Client()
    client.force_login(STAFF[role]())
    response = client.post(address(northmarsh, "override"), {"sheet": sheet.pk, "reason": "because"})
    assert response.status_code == 403
    assert not northmarsh.declarations.exists()


def test_who_left_may_not_open_the_count(northmarsh):
    left = world.editor()
    desk = Desk(left)
    type(left).objects.filter(pk=left.pk).update(is_active=False)
    assert desk.open(northmarsh).status_code == 302


@pytest.mark.parametrize("page", ["count", "override"])
def test_a_contest_that_is_not_there_is_not_found(duty_editor, page):
    assert duty_editor.client.get(reverse(f"admin:elections_contest_{page}", args=[0])).status_code == 404


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("model", ["contest", "election", "area", "party", "person"])
def test_nobody_deletes_what_is_on_record(northmarsh, role, model):
    row = {
        "contest": northmarsh,
        "election": northmarsh.election,
        "area": northmarsh.area,
        "party": world.party("Harbour Party"),
        "person": world.person(),
    }[model]
    response = Desk(STAFF[role]()).client.get(f"/admin/elections/{model}/{row.pk}/delete/")
    assert response.status_code == 403


@pytest.mark.parametrize("model", ["sheet", "tally", "declaration", "change"])
def test_sheets_and_declarations_have_no_form_of_their_own(db, model):
    assert Desk(STAFF["admin"]()).client.get(f"/admin/elections/{model}/").status_code == 404


def test_the_form_of_a_declared_contest_has_no_box_of_what_its_result_rests_on(northmarsh):
    world.declare(northmarsh)
    page = Desk(STAFF["admin"]()).client.get(f"/admin/elections/contest/{northmarsh.pk}/change/")
    assert page.status_code == 200
    assert not [name for name in inputs(page) if name.startswith("candidacies-") and name.endswith("ballot_name")]
    assert not {"seats", "ballot_paper_id"} & set(inputs(page))


# One person's sheet.


def test_a_duty_editor_publishes_one_sheet_and_the_page_says_so(northmarsh, editor, duty_editor):
    editor.enter(northmarsh)
    page = duty_editor.override(northmarsh, northmarsh.sheets.get(), "The line to the hall is down")
    assert "Entered by erin alone; published by dora: The line to the hall is down" in words(page)
    public = words(Client().get(reverse("contest", args=[northmarsh.ballot_paper_id])))
    assert "entered by one person" in public.lower()
    assert "Reason given: The line to the hall is down" in public


@pytest.mark.parametrize("reason", ["", "   "], ids=["empty", "blank"])
def test_an_override_needs_a_reason(northmarsh, editor, duty_editor, reason):
    editor.enter(northmarsh)
    page = duty_editor.override(northmarsh, northmarsh.sheets.get(), reason)
    assert "Give the reason: readers see it." in doubts(page)
    assert not northmarsh.declarations.exists()


def test_a_duty_editor_chooses_among_the_newest_sheet_of_each_person(northmarsh, editor, checker, duty_editor):
    editor.enter(northmarsh, MISREAD)
    checker.enter(northmarsh, MISREAD | {"Ada Quill": "12,436", "valid_votes": "24,812"})
    editor.enter(northmarsh)
    page = words(duty_editor.open(northmarsh, "override"))
    assert "Sheet of erin" in page and "Sheet of chen" in page
    assert "12,345" in page and "12,436" in page and "12,435" not in page


def test_a_sheet_that_was_entered_again_is_no_longer_the_one_to_publish(northmarsh, editor, duty_editor):
    editor.enter(northmarsh, MISREAD)
    old = northmarsh.sheets.get()
    editor.enter(northmarsh)
    page = duty_editor.override(northmarsh, old, "in a hurry")
    assert "This sheet is no longer the one to publish. Look at the sheets below again." in doubts(page)
    assert not northmarsh.declarations.exists()


def test_a_sheet_of_another_contest_is_not_published(northmarsh, editor, duty_editor):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    editor.enter(northmarsh)
    editor.enter(other)
    duty_editor.override(northmarsh, other.sheets.get(), "in a hurry")
    assert not Declaration.objects.filter(contest__in=[northmarsh, other]).exists()


def test_an_override_after_the_declaration_publishes_nothing_more(northmarsh, editor, duty_editor):
    editor.enter(northmarsh)
    page = duty_editor.open(northmarsh, "override")
    world.declare(northmarsh)
    data = {**inputs(page), "sheet": northmarsh.sheets.first().pk, "reason": "in a hurry"}
    answer = duty_editor.send(northmarsh, data, "override")
    assert "This sheet is no longer the one to publish." in doubts(answer)
    assert northmarsh.declarations.get().overridden_by is None


def test_an_override_without_any_sheet_says_that_there_is_none(northmarsh, duty_editor):
    assert "Nobody has handed in a sheet for this contest" in words(duty_editor.open(northmarsh, "override"))


def test_who_has_looked_at_a_sheet_to_publish_it_cannot_confirm_it(northmarsh, editor, duty_editor):
    editor.enter(northmarsh)
    seen = "12,345" in words(duty_editor.open(northmarsh, "override"))
    duty_editor.enter(northmarsh)
    assert not (seen and Declaration.objects.filter(contest=northmarsh, checked_by=world.duty_editor()).exists())


def test_the_desk_counts_few_queries_whatever_the_number_of_contests(editor, django_assert_max_num_queries):
    for n in range(12):
        world.contest(f"Marsh{n}", {"Una Reed": ("Harbour Party", 5)})
    with django_assert_max_num_queries(12):
        page = editor.client.get(reverse("admin:elections_contest_changelist"))
    assert words(page).count("Enter count") == Contest.objects.filter(declarations=None).count()
