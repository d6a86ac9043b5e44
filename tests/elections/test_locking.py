"""Two people have one form of the desk open: nothing that either of them saves is lost unseen."""

import threading

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from elections.locking import NOTE, OptimisticLocking
from elections.models import Area, AreaCode, Contest, Person
from newsroom.models import Article, Placement
from tests import world
from tests.elections.desk import inputs, rows, words
from tests.newsroom.desk import boxes

pytestmark = pytest.mark.django_db
WHO = ("changed by somebody else meanwhile", "typed by you")
OVERTAKEN = "Somebody else saved this while you had it open"


def address(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


class Form:
    """A change form that somebody has opened, and types into."""

    def __init__(self, row, who=None):
        self.client = Client()
        self.client.force_login(who or world.duty_editor(), backend="django.contrib.auth.backends.ModelBackend")
        self.row = row
        self.data = self.read(self.client.get(address(row)))

    @staticmethod
    def read(page):
        ticked = {name: "on" for name, value in inputs(page).items() if value == "on" and "__prefix__" not in name}
        return boxes(page) | ticked

    def save(self, **typed):
        self.data |= typed
        return self.client.post(address(self.row), self.data)

    def save_again(self, refused, **typed):
        """Sends the refused page as a browser shows it."""
        self.data = self.read(refused)
        return self.save(**typed)


def conflicts(page):
    """The lines of the table: what is on record and what was typed."""
    return {cells[0]: (cells[1], cells[2], cells[3]) for cells in rows(page) if len(cells) == 4 and cells[3] in WHO}


def refused(page):
    return page.status_code == 200 and OVERTAKEN in words(page)


@pytest.fixture
def harrow(db):
    return world.person()


# One box, two people.


def test_the_second_save_is_refused_and_shows_both_values(northmarsh):
    first, second = Form(northmarsh), Form(northmarsh, world.user("olga", "results editor"))
    assert first.save(electorate="60001").status_code == 302
    page = second.save(electorate="60002")
    assert refused(page)
    assert conflicts(page) == {"Electorate": ("60001", "60002", "changed by somebody else meanwhile")}
    northmarsh.refresh_from_db()
    assert northmarsh.electorate == 60_001


def test_what_was_typed_stays_in_its_box_and_can_be_saved_on_top_of_what_was_seen(northmarsh):
    first, second = Form(northmarsh), Form(northmarsh)
    first.save(electorate="60001")
    page = second.save(electorate="60002", by_election_reason="a death")
    assert boxes(page)["electorate"] == "60002"
    assert conflicts(page)["By election reason"] == ("a resignation", "a death", "typed by you")
    assert second.save_again(page).status_code == 302
    northmarsh.refresh_from_db()
    assert (northmarsh.electorate, northmarsh.by_election_reason) == (60_002, "a death")


def test_a_third_save_in_between_is_refused_again(northmarsh):
    first, second, third = Form(northmarsh), Form(northmarsh), Form(northmarsh)
    first.save(electorate="60001")
    page = second.save(electorate="60002")
    third.save_again(third.save(electorate="60003"))
    again = second.save_again(page)
    assert refused(again)
    assert conflicts(again)["Electorate"][:2] == ("60003", "60002")


def test_a_box_that_the_second_never_touched_is_not_put_back_unseen(harrow):
    first, second = Form(harrow), Form(harrow)
    first.save(name="Nell Harrow-Reed")
    page = second.save(slug="harrow")
    assert refused(page)
    assert conflicts(page) == {
        "Name": ("Nell Harrow-Reed", "Nell Harrow", "changed by somebody else meanwhile"),
        "Slug": ("nell-harrow", "harrow", "typed by you"),
    }


def test_a_choice_and_a_row_are_shown_by_their_names(northmarsh):
    first, second = Form(northmarsh), Form(northmarsh)
    other = world.contest("Southmarsh", world.NORTHMARSH)
    first.save(area=other.area_id, notional="on")
    page = second.save(voting_system="STV-NI", seats="3")
    assert conflicts(page)["Area"][:2] == ("Southmarsh", "Northmarsh")
    assert conflicts(page)["Voting system"][:2] == ("First past the post", "Single transferable vote (Northern Ireland)")
    assert conflicts(page)["Notional"][:2] == ("yes", "no")


# Inlines.


def test_a_row_of_an_inline_changed_meanwhile(northmarsh):
    first, second = Form(northmarsh), Form(northmarsh)
    first.save(**{"candidacies-0-description": "first"})
    page = second.save(**{"candidacies-1-description": "second", "candidacies-0-description": "third"})
    found = conflicts(page)
    ada, ben = (one for one in found)
    assert refused(page)
    assert found[ada][:2] == ("first", "third") and "Ada Quill" in ada
    assert found[ben] == ("empty", "second", "typed by you") and "Ben Rook" in ben
    assert second.save_again(page).status_code == 302
    assert list(northmarsh.candidacies.values_list("description", flat=True).order_by("ballot_order"))[:2] == ["third", "second"]


def test_another_row_of_an_inline_than_the_second_typed_into(northmarsh):
    first, second = Form(northmarsh), Form(northmarsh)
    first.save(**{"candidacies-0-description": "first"})
    assert refused(second.save(**{"candidacies-1-description": "second"}))
    assert northmarsh.candidacies.get(ballot_name="Ada Quill").description == "first"


def test_a_row_of_an_inline_added_meanwhile_is_shown_and_stays(db):
    area = Area.objects.create(slug="skerry", name="Skerry", kind="region")
    first, second = Form(area), Form(area)
    first.save(**{"codes-TOTAL_FORMS": "1", "codes-0-code": "E14000001"})
    page = second.save(name="Skerry Isle")
    assert refused(page)
    assert any("E14000001" in now and typed == "not in your form" for now, typed, _who in conflicts(page).values())
    assert second.save_again(page).status_code == 302
    assert AreaCode.objects.get().area.name == "Skerry Isle"


def test_rows_that_both_added_are_both_shown(db):
    area = Area.objects.create(slug="skerry", name="Skerry", kind="region")
    first, second = Form(area), Form(area)
    first.save(**{"codes-TOTAL_FORMS": "1", "codes-0-code": "E14000001"})
    page = second.save(**{"codes-TOTAL_FORMS": "1", "codes-0-code": "E14000002"})
    assert refused(page) and boxes(page)["codes-0-code"] == "E14000002"
    assert second.save_again(page).status_code == 302
    assert set(AreaCode.objects.values_list("code", flat=True)) == {"E14000001", "E14000002"}


def test_a_row_of_an_inline_removed_meanwhile_is_kept_as_a_new_one(northmarsh):
    quote, other = world.quote(), world.quote("Another.", "harrow-other")
    story = world.story(northmarsh, body="Words.", published=False)
    for position, one in enumerate((quote, other)):
        Placement.objects.create(article=story, quote=one, position=position)
    first, second = Form(story), Form(story)
    first.save(**{"placements-0-DELETE": "on"})
    page = second.save(**{"placements-0-position": "7"})
    assert refused(page)
    assert second.save_again(page).status_code == 302
    assert set(story.placements.values_list("quote__slug", "position")) == {("harrow-day", 7), ("harrow-other", 1)}


# What may no longer be changed.


def test_what_was_typed_for_a_contest_declared_meanwhile_is_shown(northmarsh):
    form = Form(northmarsh)
    world.declare(northmarsh)
    page = form.save(electorate="60002", **{"candidacies-0-description": "late"})
    assert refused(page) and "It can no longer be changed here" in words(page)
    assert conflicts(page)["Electorate"][1] == "60002"
    assert any(typed == "late" for _now, typed, _who in conflicts(page).values())


def test_what_was_typed_for_a_quote_verified_meanwhile_is_shown(db):
    quote = world.quote(verified=False)
    form = Form(quote, world.journalist())
    quote.verify(by=world.duty_editor())
    page = form.save(words="This is a day to forget.")
    assert refused(page)
    assert conflicts(page)["Words"][:2] == ("This is a day to remember.", "This is a day to forget.")
    quote.refresh_from_db()
    assert quote.words == ["This is a day to remember."]


def test_the_words_of_a_story(northmarsh):
    story = world.story(northmarsh, body="Words.", published=False)
    first, second = Form(story, world.journalist()), Form(story)
    first.save(body="One.")
    page = second.save(body="Two.", headline="Other")
    assert refused(page)
    assert conflicts(page)["Body"][:2] == ("One.", "Two.")
    assert second.save_again(page).status_code == 302
    assert story.newest.body == "Two."


# No false alarms.


def test_a_save_that_changed_nothing_holds_up_nobody(northmarsh, harrow):
    for row, typed in ((northmarsh, {"electorate": "60002"}), (harrow, {"name": "Nell Harrow-Reed"})):
        first, second = Form(row), Form(row)
        assert first.save().status_code == 302
        assert second.save(**typed).status_code == 302


def test_one_form_sent_twice_is_saved_once(northmarsh):
    form = Form(northmarsh)
    assert form.save(electorate="60002").status_code == 302
    assert form.save().status_code == 302


def test_one_form_after_another_is_no_conflict(northmarsh):
    for electorate in ("60001", "60002"):
        assert Form(northmarsh).save(electorate=electorate).status_code == 302


def test_a_sign_in_is_no_conflict_for_who_has_the_account_open(client):
    admin_user, other = User.objects.create_superuser("root"), world.editor()
    form = Form(other, admin_user)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert form.save(first_name="Erin").status_code == 302


def test_the_roles_of_an_account_are_locked_too(db):
    root, other = User.objects.create_superuser("root"), world.editor()
    first, second = Form(other, root), Form(other, root)
    first.save(groups=[])
    assert refused(second.save(first_name="Erin"))
    assert not other.groups.exists()


# The note cannot be forged.


@pytest.mark.parametrize("note", ["", "{}", "forged:note"])
def test_without_its_note_a_form_is_not_saved(northmarsh, note):
    assert refused(Form(northmarsh).save(electorate="60002", **{NOTE: note}))


def test_the_note_of_another_row_is_none(harrow):
    other = Form(world.person("Otto Pear"))
    assert refused(Form(harrow).save(name="Nell Reed", **{NOTE: other.data[NOTE]}))


# At one moment.


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_one_moment_exactly_one_wins():
    person = world.person()
    forms = [Form(person, world.duty_editor()), Form(person, world.journalist())]
    gate, statuses = threading.Barrier(2), []

    def send(form, name):
        gate.wait()
        statuses.append(form.save(name=name).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=(form, f"Nell {n}")) for n, form in enumerate(forms)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 302]
    assert Person.objects.get().name in ("Nell 0", "Nell 1")


# Everywhere.


def test_every_form_of_the_desk_is_locked_and_no_list_is_edited_in_place(rf):
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("root")
    for model, model_admin in admin.site._registry.items():
        kinds = type(model_admin).__mro__
        assert not model_admin.list_editable, model
        if model._meta.app_label == "axes":  # nothing in it can be typed into
            assert set(flatten_fieldsets(model_admin.get_fieldsets(request))) <= set(model_admin.readonly_fields), model
        else:
            assert OptimisticLocking in kinds, model
            assert kinds.index(OptimisticLocking) < kinds.index(admin.ModelAdmin), model
    assert {User, Group, Contest, Article} <= set(admin.site._registry)
