"""Who else has a sheet open: said to those at the desk, without a lock, without a figure, and gone within a minute."""

from datetime import timedelta

import pytest

from elections.models import Change, Presence
from elections.models.presence import AFTER
from tests import world
from tests.elections.desk import PAPER, Desk, address, inputs, text, words


def beat(desk, contest, shown=""):
    token = inputs(desk.open(contest, again=""))["csrfmiddlewaretoken"]
    return desk.client.post(address(contest, "present"), {"csrfmiddlewaretoken": token, "shown": shown})


def test_who_opens_a_sheet_is_seen_by_the_next(northmarsh, editor, checker):
    assert "has had this sheet open" not in words(editor.open(northmarsh))
    assert "erin has had this sheet open since" in words(checker.open(northmarsh))
    assert "chen has had this sheet open since" in text(beat(editor, northmarsh))


def test_nobody_is_told_of_themselves_or_of_another_sheet(northmarsh, editor, checker):
    editor.open(northmarsh)
    assert "open since" not in words(editor.open(northmarsh))
    assert "open since" not in words(checker.open(world.contest("Midmarsh", world.NORTHMARSH)))


def test_a_correction_is_a_sheet_too(northmarsh, editor, checker):
    world.declare(northmarsh)
    for desk in (editor, checker):
        page = desk.client.get(f"/admin/elections/contest/{northmarsh.pk}/declare/correction/")
    assert "erin has had this sheet open since" in words(page)


def test_who_gives_no_sign_is_gone_within_a_minute_and_comes_anew(northmarsh, editor, checker):
    assert AFTER < timedelta(minutes=1)
    editor.open(northmarsh)
    first = Presence.objects.get()
    world.set_clock(timedelta(seconds=30))
    assert "erin has had" in words(checker.open(northmarsh))
    editor.open(northmarsh)
    again = Presence.objects.get(by=first.by)
    assert again.since == first.since and again.seen_at > first.seen_at
    world.set_clock(timedelta(seconds=30) + AFTER)
    assert "erin has had" not in words(checker.open(northmarsh))
    editor.open(northmarsh)
    assert Presence.objects.get(by=first.by).since > first.since


def test_what_is_shown_already_is_not_sent_again(northmarsh, editor, checker):
    checker.open(northmarsh)
    shown = str(Presence.objects.get())
    assert beat(editor, northmarsh, shown).status_code == 204
    assert beat(editor, northmarsh, "").status_code == 200


def test_it_tells_nothing_of_a_sheet_and_keeps_nobody_out(northmarsh, editor, checker):
    editor.enter(northmarsh, {**PAPER, "source": "seen on the wall"})
    page = text(checker.open(northmarsh)) + text(beat(checker, northmarsh))
    assert not [figure for figure in ("12,345", "9,876", "24,721", "seen on the wall") if figure in page]
    checker.enter(northmarsh)
    assert northmarsh.declarations.count() == 1


def test_readers_hear_nothing_of_it(client, northmarsh, editor):
    page = f"/contests/{northmarsh.ballot_paper_id}/"
    before, changes = client.get(page)["ETag"], Change.objects.count()
    editor.open(northmarsh)
    beat(editor, northmarsh)
    assert (client.get(page)["ETag"], Change.objects.count()) == (before, changes)


@pytest.mark.parametrize("role", ["journalist", "operator"])
def test_it_is_for_who_may_enter(northmarsh, editor, role):
    desk = Desk(world.user("somebody", role))
    desk.client.handler.enforce_csrf_checks = False
    assert desk.client.post(address(northmarsh, "present")).status_code == 403
    assert not Presence.objects.exists()
    assert editor.client.get(address(northmarsh, "present")).status_code == 302
