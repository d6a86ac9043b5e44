"""A file of results at the desk: tried, which saves nothing, then taken in; and the list of what was taken in."""

import re
from datetime import timedelta
from uuid import uuid4

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import importers
from elections.models import Contest, Declaration, Import, Sheet, SheetQuery, Upload
from tests import world
from tests.elections.desk import Desk, doubts, inputs, text, value, words
from tests.elections.test_admin import PAPER, STAFF
from tests.elections.test_sources import BY_CANDIDATE, BY_CONSTITUENCY, DECLARED
from tests.elections.test_sources import SOUTHMARSH as CANDIDATES
from tests.elections.test_systems import HEAD

PAGE = reverse("admin:elections_contest_import")
KEY = "parl.southmarsh.2011-05-05"
ROW = f"{KEY},2011-05-05,Southmarsh,constituency,FPTP,1,"
FILE = f"""{HEAD}
{ROW}24321,Ada Quill,party,Harbour Party,,,,12345,,,the declaration paper
{ROW}24321,Ben Rook,party,Orchard Party,,,,9876,,,the declaration paper
{ROW}24321,Sam Stone,independent,,,,,2100,,,the declaration paper
"""


def named(name, data):
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def attempt(desk, data=FILE, name="southmarsh.csv", **more):
    """Fetches the page, chooses the file, and tries it."""
    boxes = inputs(desk.client.get(PAGE))
    chosen = {"file": named(name, data)} if data is not None else {}
    return desk.client.post(PAGE, {**{k: v for k, v in boxes.items() if k not in ("file", "second", "alone")}, **chosen, **more})


def form(page, act):
    """The boxes of the form with this button, as they stand on the page."""
    document = html5lib.parse(text(page), namespaceHTMLElements=False)
    every = [list(form.iter("input")) for form in document.iter("form")]
    found = next(boxes for boxes in every if act in [box.get("value") for box in boxes])
    kept = (box for box in found if box.get("type") not in ("submit", "file"))
    return {box.get("name"): value(box) for box in kept}


def take(desk, page):
    return desk.client.post(PAGE, form(page, "Take it in"), follow=True)


def taken(desk, data=FILE, **more):
    return take(desk, attempt(desk, data, **more))


def sums(page):
    """What would be done, by its name."""
    document = html5lib.parse(text(page), namespaceHTMLElements=False)
    said = document.find(".//dl[@class='file__sums']")
    return {one.find("dt").text: one.find("dd").text for one in (said if said is not None else ())}


def listed(page):
    """The sentences of the numbered list."""
    document = html5lib.parse(text(page), namespaceHTMLElements=False)
    lists = [one for one in document.iter("ol") if one.get("class") == "file__said"]
    return ["".join(item.itertext()) for one in lists for item in one]


def kept_files(page):
    """Those that need not be chosen again."""
    return re.findall(r"Chosen: <b>(.*?)</b>", text(page))


def on_record():
    return [model.objects.count() for model in (Contest, Sheet, Declaration, Import)]


# Tried.


def test_trying_says_what_would_be_done_and_saves_nothing(editor):
    page = attempt(editor)
    assert "Recognised as our own format. Nothing is saved yet." in words(page)
    assert sums(page) == {"Sheets entered": "1", "Unchanged": "0", "Without a result in the file": "0"}
    assert "Parties that would be created: 2 Harbour Party Orchard Party" in words(page)
    assert f"Contests that would be created: 1 {KEY}" in words(page)
    assert on_record() == [0, 0, 0, 0]


def test_every_warning_is_said_by_row(editor):
    page = attempt(editor, FILE.replace("2100,,,", "2100,yes,,"))
    assert listed(page) == ["Row 4: Sam Stone is marked as elected; the votes elect Ada Quill."]


def test_what_is_wrong_is_said_row_by_row_with_nothing_saved(editor):
    page = attempt(editor, FILE.replace("12345", "12345.5").replace("2100", "many"))
    assert [sentence.partition(":")[0] for sentence in listed(page)] == ["Row 2", "Row 4"]
    assert "Nothing was saved. Put the file right, and try it again." in doubts(page)
    assert on_record() == [0, 0, 0, 0]


def test_of_many_problems_the_first_200_are_shown_and_the_rest_are_counted(editor):
    wrong = "".join(f"{ROW}24321,Una Reed {n},independent,,,,,x,,,paper\n" for n in range(1_234))
    page = attempt(editor, f"{HEAD}\n{wrong}")
    assert len(listed(page)) == 200
    assert "And 1,034 more." in words(page)


def test_the_polling_day_is_asked_where_the_file_does_not_say_it_and_the_file_need_not_be_chosen_again(editor):
    pair = {"second": named("constituencies.csv", f"{BY_CONSTITUENCY}\n{DECLARED}")}
    undated = f"{BY_CANDIDATE}\n{CANDIDATES}"
    page = attempt(editor, undated, "candidates.csv", polling_day="31/02/2011", **pair)
    assert "Enter a date as 2024-07-04." in doubts(page)
    assert kept_files(page) == ["candidates.csv", "constituencies.csv"]
    again = form(page, "Try it")
    assert again["polling_day"] == "31/02/2011"
    page = editor.client.post(PAGE, {**again, "polling_day": "2011-05-05"})
    assert "the House of Commons Library's results by candidate" in words(page)
    assert "and the House of Commons Library's results by constituency" in words(page)
    assert "The file is taken in." in words(take(editor, page))
    assert Sheet.objects.get().electorate == 60_000


FAULTS = {
    "no file": (None, "", "Choose the file."),
    "an empty file": (b"", "a.csv", "The submitted file is empty."),
    "Excel": (b"PK\x03\x04...", "a.xlsx", "a.xlsx is a spreadsheet or a zip archive. Open it, save it as CSV in UTF-8"),
    "old Excel": (b"\xd0\xcf\x11\xe0...", "a.xls", "a.xls is an old Excel file. Open it, save it as CSV in UTF-8"),
    "PDF": (b"%PDF-1.7", "a.pdf", "a.pdf is a PDF. Ask its publisher for the table as CSV, or enter the counts by hand."),
    "a long name": (FILE, f"{'a' * 100}.csv", "Ensure this filename has at most 95 characters"),
}


@pytest.mark.parametrize(("data", "name", "sentence"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_a_file_of_results_gets_a_sentence_that_says_what_to_do(editor, data, name, sentence):
    page = attempt(editor, data, name, polling_day="2011-05-05")
    assert sentence in doubts(page)
    assert form(page, "Try it")["polling_day"] == "2011-05-05"
    assert not Upload.objects.exists()


def test_a_file_of_more_than_20_mb_is_refused(editor):
    page = attempt(editor, b"x" * (20 * 1024 * 1024 + 1))
    assert "southmarsh.csv is larger than 20 MB. Split it by contest" in doubts(page)
    assert not Upload.objects.exists()


def test_the_database_s_own_refusal_is_a_sentence(editor):
    page = attempt(editor, FILE.replace("Ada Quill", "A" * 300))
    assert "longer, or its number larger, than can be kept" in words(page)
    assert on_record() == [0, 0, 0, 0]


# Taken in.


def test_what_was_tried_is_taken_in_without_choosing_it_again(editor):
    page = taken(editor)
    assert "The file is taken in." in words(page) and "the same file confirms it" in words(page)
    assert (Sheet.objects.get().by, Import.objects.get().name) == (world.editor(), "southmarsh.csv")
    assert not Declaration.objects.exists()


def test_the_same_file_of_a_second_person_confirms_it(editor, checker):
    taken(editor)
    page = attempt(checker)
    assert not Declaration.objects.exists()
    take(checker, page)
    declaration = Declaration.objects.get()
    assert (declaration.entered_by, declaration.checked_by) == (world.editor(), world.checker())
    assert len(set(Import.objects.values_list("sha256", flat=True))) == 1


def test_trying_tells_nobody_whether_their_figures_are_those_of_another_person(editor, checker, duty_editor):
    """Else a second person could try until they are: who enters second enters blind."""
    taken(editor)
    other = FILE.replace("12345", "12346").replace("9876", "9875")
    same, differs = (re.sub(r'value="[^"]*"', "", text(attempt(checker, file))) for file in (FILE, other))
    assert "Nothing is saved yet." in same and same == differs
    assert sums(attempt(duty_editor, other, alone="on", reason="Read out."))["Contests declared"] == "1"


def test_the_same_file_of_the_same_person_confirms_nothing(editor):
    taken(editor)
    assert sums(attempt(editor))["Unchanged"] == "1"
    taken(editor)
    assert not Declaration.objects.exists()


def test_a_form_sent_twice_is_one_import(editor):
    page = attempt(editor)
    first, second = take(editor, page), take(editor, page)
    assert Import.objects.count() == 1
    assert first.redirect_chain == second.redirect_chain


def test_what_has_become_wrong_since_it_was_tried_is_said_and_nothing_is_saved(editor, checker, duty_editor):
    page = attempt(editor)
    other = FILE.replace("12345", "12346").replace("9876", "9875")
    taken(checker, other)
    taken(duty_editor, other)
    answer = take(editor, page)
    assert "is declared with other figures" in listed(answer)[0]
    assert Import.objects.count() == 2


def test_the_file_of_somebody_else_cannot_be_taken_in(editor, checker):
    page = attempt(editor)
    sent = form(page, "Take it in")
    sent["csrfmiddlewaretoken"] = inputs(checker.client.get(PAGE))["csrfmiddlewaretoken"]
    answer = checker.client.post(PAGE, sent)
    assert "The file was kept for a day, and is gone. Choose it again." in doubts(answer)
    assert on_record() == [0, 0, 0, 0]


def test_a_kept_file_is_gone_after_a_day(editor):
    page = attempt(editor)
    old = Upload.objects.get()
    later = Upload.objects.create(name=old.name, data=old.data, by=old.by, at=timezone.now() - timedelta(hours=25))
    attempt(editor)
    assert not Upload.objects.filter(pk=later.pk).exists()
    assert Upload.objects.filter(pk=old.pk).exists()
    assert "The file is taken in." in words(take(editor, page))


def test_hidden_boxes_that_were_spoilt_are_refused_in_a_sentence(editor):
    sent = {**form(attempt(editor), "Take it in"), "kept_file": "x", "submission": "y"}
    page = editor.client.post(PAGE, sent)
    assert (page.status_code, on_record()) == (200, [0, 0, 0, 0])
    assert "Choose the file." in doubts(page)


def test_who_has_looked_at_the_first_sheet_cannot_confirm_it_by_a_file(editor, duty_editor):
    taken(editor)
    duty_editor.open(Contest.objects.get(), "override")
    page = attempt(duty_editor)
    assert listed(page) == [f"Row 2: {KEY}: you have seen another person's sheet: somebody else must confirm it."]


# Alone.


def test_a_duty_editor_publishes_a_file_alone_with_a_reason(duty_editor):
    page = attempt(duty_editor, alone="on", reason="From the archive")
    assert "Published at once on your word alone; readers see the reason: From the archive" in words(page)
    take(duty_editor, page)
    declaration = Declaration.objects.get()
    assert (declaration.overridden_by, declaration.override_reason) == (world.duty_editor(), "From the archive")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"alone": "on"}, "Give the reason: readers see it."),
        ({"alone": "on", "reason": "  "}, "Give the reason: readers see it."),
        ({"reason": "From the archive"}, "Tick this too, or leave the reason empty."),
    ],
    ids=["no reason", "a blank reason", "a reason alone"],
)
def test_publishing_alone_needs_its_tick_and_its_reason(duty_editor, more, sentence):
    page = attempt(duty_editor, **more)
    assert sentence in doubts(page)
    kept = form(page, "Try it")
    assert {name: kept[name] for name in ("alone", "reason")} == {"alone": "", "reason": "", **more}
    assert kept_files(page) == ["southmarsh.csv"]


@pytest.mark.parametrize("role", ["results editor", "checker"])
def test_who_may_not_publish_alone_has_no_such_box_and_cannot_send_it_either(db, role):
    desk = Desk(STAFF[role]())
    assert not {"alone", "reason"} & set(inputs(desk.client.get(PAGE)))
    assert attempt(desk, alone="on", reason="because").status_code == 403
    assert on_record() == [0, 0, 0, 0]


# Who may do what.


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("results editor", 200),
        ("checker", 200),
        ("journalist", 403),
        ("duty editor", 200),
        ("admin", 200),
        ("nobody in a group", 403),
    ],
)
def test_who_may_take_in_a_file(db, role, status):
    client, editor = Client(), Desk(world.user("fred", "results editor"))
    client.force_login(STAFF[role]())
    again = form(attempt(editor), "Take it in")
    answers = [client.get(PAGE), client.post(PAGE, {"file": named("southmarsh.csv", FILE)}), client.post(PAGE, again)]
    assert [answer.status_code for answer in answers] == [status] * 3
    assert Upload.objects.count() == (2 if status == 200 else 1)


def test_who_is_not_signed_in_is_asked_to(db):
    for method in ("get", "post"):
        answer = getattr(Client(), method)(PAGE)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")


def test_a_form_without_its_token_is_refused(editor):
    assert editor.client.post(PAGE, {"file": named("southmarsh.csv", FILE)}).status_code == 403


@pytest.mark.parametrize("model", ["contest", "import"])
def test_the_lists_lead_to_the_page_for_who_may_take_in_a_file(editor, model):
    address = reverse(f"admin:elections_{model}_changelist")
    assert f'href="{PAGE}"' in text(editor.client.get(address))
    assert f'href="{PAGE}"' not in text(Desk(STAFF["journalist"]()).client.get(address))


# What was taken in.


@pytest.mark.parametrize("role", ["results editor", "checker", "duty editor", "admin"])
def test_imports_are_there_to_look_at_and_nothing_more(editor, role):
    taken(editor)
    row = Import.objects.get()
    desk = Desk(STAFF[role]())
    base = "/admin/elections/import/"
    page = words(desk.client.get(base))
    assert re.search(rf"erin southmarsh\.csv our own format 1 0 0 {row.sha256[:12]}", page)
    assert row.sha256 in words(desk.client.get(f"{base}{row.pk}/change/"))
    for page in (f"{base}add/", f"{base}{row.pk}/delete/"):
        assert desk.client.get(page).status_code == 403
    assert not {name for name in inputs(desk.client.get(f"{base}{row.pk}/change/"))} - {"csrfmiddlewaretoken", "opened_with"}


def test_a_journalist_sees_no_imports(editor):
    taken(editor)
    assert Desk(STAFF["journalist"]()).client.get("/admin/elections/import/").status_code == 403


def test_the_warnings_of_a_file_which_name_figures_are_for_who_brought_it(editor, checker):
    page = taken(editor, FILE.replace("2100,,,", "2100,yes,,"))
    address = reverse("admin:elections_import_change", args=[Import.objects.get().pk])
    assert "Sam Stone is marked as elected" in words(page)
    assert "Sam Stone" not in words(checker.client.get(address))


# What was looked at again.

SENTENCE = "The turnout is 11.2 per cent; look at the electorate again."


def queried(sheet):
    SheetQuery.objects.create(sheet=sheet, code="turnout", sentence=SENTENCE, by=sheet.by)


def test_what_was_looked_at_again_stands_beside_a_sheet_that_is_shown(northmarsh, editor, checker, duty_editor):
    editor.enter(northmarsh)
    queried(northmarsh.sheets.get())
    assert f"Looked at again: {SENTENCE}" in words(duty_editor.open(northmarsh, "override"))
    assert SENTENCE not in words(checker.open(northmarsh))
    checker.enter(northmarsh, {**PAPER, "electorate": ""})
    for desk in (editor, checker):
        assert f"Looked at again: {SENTENCE}" in words(desk.open(northmarsh))
    checker.enter(northmarsh)
    assert f"Looked at again: {SENTENCE}" in words(checker.open(northmarsh))


# The importer's own part.


def test_a_dry_run_leaves_nothing_and_one_form_is_one_import(db):
    file, form = importers.File("southmarsh.csv", FILE.encode()), uuid4()
    assert importers.import_results(file, by=world.editor(), dry_run=True).entered == 1
    assert on_record() == [0, 0, 0, 0]
    importers.import_results(file, by=world.editor(), submission=form)
    assert Import.objects.get().submission == form
