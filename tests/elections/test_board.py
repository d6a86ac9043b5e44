"""The board of the night: where every contest stands, and what waits for the one who looks."""

import re
from datetime import UTC, date, datetime, timedelta

import pgtrigger
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from elections import board
from elections.models import Contest, Election, Kind, Look, Sheet
from elections.papers import Paper, Row
from elections.templatetags.formats import age
from newsroom.roles import GROUPS
from tests import world
from tests.elections.desk import Desk, address, words

pytestmark = pytest.mark.django_db

DAY = date(2031, 5, 1)
NOON = datetime(2031, 5, 2, 12, tzinfo=UTC)
MISREAD = {**world.NORTHMARSH, "Ada Quill": ("Harbour Party", 12_435)}
FEW = {**world.NORTHMARSH, "Lil Wick": ("Lantern Party", 0)}


def seat(name: str, **more) -> Contest:
    return world.contest(name, world.NORTHMARSH, **more)


def enter(contest: Contest, by, candidates=world.NORTHMARSH, ago: int = 0, **more) -> Sheet:
    """A sheet, handed in so many minutes ago. Sheets are insert-only, so the trigger looks away while its time is set."""
    sheet = contest.enter_sheet(world.paper(contest, candidates, **more), by=by).sheet
    if ago:
        with pgtrigger.ignore("elections.Sheet:append_only"):
            Sheet.objects.filter(pk=sheet.pk).update(entered_at=timezone.now() - timedelta(minutes=ago))
    return sheet


def seen(user, **asked) -> board.Board:
    return board.board(user, board.Asked.of(asked))


def names(cards) -> list[str]:
    return [card.contest.area.name for card in cards]


def columns(user, **asked) -> dict[str, list[str]]:
    return {column.state.name: names(column.cards) for column in seen(user, **asked).columns if column.cards}


def due(user) -> list[tuple[str, str]]:
    return [(one.card.contest.area.name, one.task.name) for one in seen(user).due]


def withdrawal(contest: Contest) -> Paper:
    return Paper(contest_id=contest.pk, for_revision=2, kind="withdrawal", source="the officer", public_note="Of another place.")


def olga():
    return world.user("olga", "results editor")


@pytest.fixture
def night():
    """One contest in each state; Calder was corrected, Dunmarsh withdrawn."""
    seat("Aldmarsh")
    enter(seat("Bellmarsh"), world.editor())
    differing = seat("Cedmarsh")
    enter(differing, world.editor())
    enter(differing, world.checker(), MISREAD)
    world.declare(seat("Elmarsh"))
    corrected, withdrawn = seat("Calder"), seat("Dunmarsh")
    world.declare(corrected)
    world.declare(corrected, world.CORRECTED)
    world.declare(withdrawn)
    for by in (world.editor(), world.checker()):
        withdrawn.enter_sheet(withdrawal(withdrawn), by=by)
    return Contest.objects.all()


# States.


def test_every_contest_stands_in_one_column(night):
    assert columns(olga()) == {
        "awaited": ["Aldmarsh"],
        "one": ["Bellmarsh"],
        "differ": ["Cedmarsh"],
        "declared": ["Elmarsh"],
        "corrected": ["Dunmarsh", "Calder"],
    }


def test_the_heading_counts_what_readers_see_a_result_of(night):
    found = seen(olga())
    assert (found.declared, found.total) == (2, 6)
    assert found.announcement == "1 contest waits for you. 2 of 6 contests declared."


def test_the_bar_is_as_wide_as_there_are_contests(night):
    parts = seen(olga()).parts
    assert [(part.state.name, part.number) for part in parts] == [
        ("declared", 1), ("corrected", 2), ("differ", 1), ("one", 1), ("awaited", 1),
    ]  # fmt: skip
    assert abs(sum(part.width for part in parts) - 100) < 1
    assert parts[0].x == 0


def test_a_winner_before_the_figures_still_awaits_them():
    contest = seat("Aldmarsh")
    row = Row(contest.candidacies.get(slug="ada-quill").pk, elected=True)
    winner = Paper(contest_id=contest.pk, for_revision=1, kind="winner", source="read out", rows=(row,))
    for by in (world.editor(), world.checker()):
        contest.enter_sheet(winner, by=by)
    (card,) = seen(olga()).cards
    assert (card.state, card.kind) == (board.AWAITED, "winner, before the figures")
    assert seen(olga()).declared == 1


def test_a_correction_under_way_waits_like_a_count():
    contest = seat("Aldmarsh")
    world.declare(contest)
    enter(contest, world.editor(), world.CORRECTED)
    assert columns(world.checker()) == {"one": ["Aldmarsh"]}
    (one,) = seen(world.checker()).due
    assert (one.task, one.declares, one.card.kind) == (board.SECOND, "correction", "correction")


def test_a_sheet_of_a_revision_that_is_over_waits_no_more():
    contest = seat("Aldmarsh")
    enter(contest, olga(), MISREAD)
    world.declare(contest)
    assert columns(olga()) == {"declared": ["Aldmarsh"]}
    assert due(olga()) == []


# The order.


def test_what_has_waited_longest_comes_first_and_open_polls_last():
    for name, hours in (("Aldmarsh", 2), ("Bellmarsh", 5), ("Cedmarsh", -1)):
        contest = seat(name)
        election = Election.objects.create(
            slug=f"parl.{name.lower()}",
            name=name,
            kind="parl",
            polling_on=DAY,
            polls_close_at=timezone.now() - timedelta(hours=hours),
        )
        Contest.objects.filter(pk=contest.pk).update(election=election)
    assert columns(olga())["awaited"] == ["Bellmarsh", "Aldmarsh", "Cedmarsh"]
    assert seen(olga()).following.contest.area.name == "Bellmarsh"


def test_sheets_wait_since_the_first_of_them_was_handed_in():
    for name, ago in (("Aldmarsh", 5), ("Bellmarsh", 50), ("Cedmarsh", 20)):
        enter(seat(name), world.editor(), ago=ago)
    assert [name for name, _task in due(world.checker())] == ["Bellmarsh", "Cedmarsh", "Aldmarsh"]


def test_of_what_is_published_the_newest_comes_first():
    for name in ("Aldmarsh", "Cedmarsh", "Bellmarsh"):
        world.declare(seat(name))
    assert columns(olga())["declared"] == ["Bellmarsh", "Cedmarsh", "Aldmarsh"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "under 1 min"),
        (-3, "under 1 min"),
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 h 0 min"),
        (252, "4 h 12 min"),
        (1440, "1 day"),
        (2880, "2 days"),
    ],
)
def test_an_age_is_said_in_its_largest_units(minutes, said):
    assert age(NOON - timedelta(minutes=minutes), NOON) == said


# What waits for me.


def test_another_persons_sheet_waits_for_everybody_who_may_confirm_it_and_not_for_who_entered_it():
    enter(seat("Aldmarsh"), world.editor())
    assert due(world.checker()) == due(olga()) == due(world.duty_editor()) == [("Aldmarsh", "second")]
    assert due(world.editor()) == []


def test_who_has_looked_at_a_sheet_cannot_confirm_it_and_is_not_asked_to():
    sheet = enter(seat("Aldmarsh"), world.editor())
    Look.objects.create(sheet=sheet, by=world.duty_editor())
    assert due(world.duty_editor()) == []


def test_sheets_that_differ_wait_for_both_who_entered_them_and_for_the_duty_editor():
    contest = seat("Aldmarsh")
    enter(contest, world.editor())
    enter(contest, world.checker(), MISREAD)
    assert due(world.editor()) == due(world.checker()) == [("Aldmarsh", "differs")]
    assert due(world.duty_editor()) == [("Aldmarsh", "override")]
    assert due(olga()) == []


def test_what_differs_comes_before_what_is_to_be_confirmed():
    enter(seat("Aldmarsh"), world.editor(), ago=60)
    contest = seat("Bellmarsh")
    enter(contest, world.checker())
    enter(contest, world.editor(), MISREAD)
    assert due(world.checker()) == [("Bellmarsh", "differs"), ("Aldmarsh", "second")]


def test_what_waits_is_shown_whatever_day_is_chosen():
    enter(seat("Aldmarsh", day=date(2029, 5, 3)), world.editor())
    seat("Bellmarsh")
    found = seen(world.checker(), poll="2031-05-01")
    assert names(found.cards) == ["Bellmarsh"]
    assert [one.card.contest.area.name for one in found.due] == ["Aldmarsh"]


@pytest.mark.parametrize("role", ["journalist", "operator"])
def test_nothing_waits_for_who_may_not_enter_a_sheet(role, night):
    found = seen(world.user("somebody", role))
    assert (found.due, found.following, found.may_enter) == ((), None, False)
    assert found.announcement == "2 of 6 contests declared."


# Blind.


def queried(contest, by):
    """A sheet that scrutiny asks about."""
    return enter(contest, by, electorate=500_000)


def test_a_query_is_shown_to_whose_sheet_it_is_and_to_nobody_else_before_the_result_is_published():
    contest = seat("Aldmarsh")
    assert queried(contest, world.editor()).queries.exists()
    assert columns(world.editor())["queried"] == ["Aldmarsh"]
    assert due(world.editor()) == [("Aldmarsh", "queried")]
    for other in (world.checker(), world.duty_editor(), world.user("ola", "operator")):
        assert "queried" not in columns(other)


def test_a_published_result_with_a_query_says_so_to_everybody():
    contest = seat("Aldmarsh")
    for by in (world.editor(), world.checker()):
        queried(contest, by)
    for other in (world.duty_editor(), world.user("ola", "operator")):
        assert columns(other)["queried"] == ["Aldmarsh"]


@pytest.mark.parametrize("role", list(GROUPS))
def test_two_different_sheets_and_two_different_people_look_alike_on_the_board(role):
    """Everything that is shown of an unconfirmed sheet is the same whatever it says and whoever entered it."""
    desk, shown = Desk(world.user("somebody", role)), []
    for by, candidates, more in ((world.editor(), world.NORTHMARSH, {}), (olga(), FEW, {"electorate": 500_000})):
        with transaction.atomic():
            contest = seat("Aldmarsh")
            enter(contest, by, candidates, **more)
            shown.append(re.sub(rf"\b{contest.pk}\b", "", part(desk)))
            transaction.set_rollback(True)
    assert shown[0] == shown[1]
    assert "Aldmarsh" in shown[0]


def test_no_figure_doubt_or_name_of_another_persons_sheet_is_on_the_board():
    queried(seat("Aldmarsh"), olga())
    for role in GROUPS:
        page = part(Desk(world.user(role.replace(" ", "-"), role)))
        for private in ("olga", "12,345", "12345", "24,721", "500,000", "query let stand"):
            assert private not in page


# The chosen poll.


def test_without_a_choice_it_is_the_newest_closed_day_with_something_to_declare():
    world.declare(seat("Aldmarsh"))
    seat("Bellmarsh", day=date(2029, 5, 3))
    later = seat("Cedmarsh", day=date(2033, 5, 5))
    Election.objects.filter(pk=later.election_id).update(polls_close_at=timezone.now() + timedelta(days=9))
    assert seen(olga()).night.day == date(2029, 5, 3)
    world.declare(Contest.objects.get(area__name="Bellmarsh"))
    assert seen(olga()).night.day == date(2029, 5, 3), "the newest declaration's"


def test_before_the_first_poll_it_is_the_one_to_come():
    for day in (date(2033, 5, 5), date(2031, 5, 1)):
        contest = seat("Aldmarsh", day=day)
        Election.objects.filter(pk=contest.election_id).update(polls_close_at=timezone.now() + timedelta(days=day.year))
    assert seen(olga()).night.day == DAY


def test_a_day_is_all_its_elections_rehearsals_too_and_an_election_is_itself():
    seat("Aldmarsh")
    rehearsal = seat("Bellmarsh", rehearsal=True)
    assert names(seen(olga(), poll="2031-05-01").cards) == ["Aldmarsh", "Bellmarsh"]
    assert names(seen(olga(), poll=rehearsal.election.slug).cards) == ["Bellmarsh"]


@pytest.mark.parametrize("poll", ["no-such", "2031-99-99", "'", "\0"])
def test_a_poll_that_is_not_there_counts_as_no_choice(poll):
    seat("Aldmarsh")
    assert names(seen(olga(), poll=poll).cards) == ["Aldmarsh"]
    assert Desk(olga()).client.get("/admin/", {"poll": poll, "state": poll, "page": poll, "q": poll}).status_code == 200


def test_polls_close_at_ten_where_nobody_has_recorded_it():
    contest = seat("Aldmarsh")
    Election.objects.filter(pk=contest.election_id).update(polls_close_at=None, polling_on=date(2021, 5, 6))
    (card,) = seen(olga()).cards
    assert card.closed_at == datetime(2021, 5, 6, 21, tzinfo=UTC)


def test_without_an_election_the_board_says_what_to_do():
    assert "There is no election yet." in words(Desk(olga()).client.get("/admin/"))


# A column's own list, and finding.


def test_a_column_of_a_hundred_and_more_is_shown_page_by_page(monkeypatch):
    monkeypatch.setattr(board, "PAGE", 2)
    for name in ("Aldmarsh", "Bellmarsh", "Cedmarsh"):
        seat(name)
    one, two = (seen(olga(), poll="2031-05-01", state="awaited", page=page) for page in ("1", "7"))
    assert (names(one.listed), names(two.listed), two.page) == (["Aldmarsh", "Bellmarsh"], ["Cedmarsh"], 2)
    page = words(Desk(olga()).client.get("/admin/", {"poll": "2031-05-01", "state": "awaited", "page": "2"}))
    assert "Cedmarsh" in page and "Page 1" in page


def test_a_contest_is_found_on_the_board_by_a_candidate_and_with_a_slip():
    seat("Aldmarsh", day=date(2029, 5, 3))
    seat("Bellmarsh")
    desk = Desk(olga())
    found = seen(olga(), q="quil bellmrsh")
    assert (names(found.found)[0], found.nearest) == ("Bellmarsh", True)
    assert "Nothing is called that. This comes nearest:" in words(desk.client.get("/admin/", {"q": "quil bellmrsh"}))
    assert "Nothing is called that, nor nearly so." in words(desk.client.get("/admin/", {"q": "zzz"}))


def test_the_list_of_contests_finds_the_same_and_says_where_it_is_only_near():
    seat("Aldmarsh")
    seat("Bellmarsh")
    desk = Desk(olga())
    listed = desk.client.get("/admin/elections/contest/", {"q": "QUILL âldmarsh"})
    assert [contest.area.name for contest in listed.context["cl"].result_list] == ["Aldmarsh"]
    near = desk.client.get("/admin/elections/contest/", {"q": "Belmrsh"})
    assert next(iter(near.context["cl"].result_list)).area.name == "Bellmarsh"
    assert "Nothing is called “Belmrsh”. What comes nearest is below." in words(near)


# The page and its part.


def part(desk: Desk, **query) -> str:
    """The live part, without the second it was made in."""
    return re.sub(r'data-version="\d+"', "", desk.client.get(reverse("admin:board"), query).content.decode())


def test_the_first_page_of_the_desk_is_the_board_above_djangos_own_list(night):
    page = words(Desk(olga()).client.get("/admin/"))
    for said in (
        "Board of the night",
        "Waits for you 1",
        "Next: Bellmarsh",
        "2 of 6 contests declared",
        "What would you like to do?",
    ):
        assert said in page
    assert page.index("Bellmarsh") < page.index("Elections and results")


def test_the_part_is_of_the_page_and_nobody_may_keep_it(night):
    desk = Desk(olga())
    answer = desk.client.get(reverse("admin:board"), {"poll": "2031-05-01"})
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer.content.decode().strip().startswith('<section id="board-live" data-live')
    assert 'hx-get="/admin/board/?poll=2031-05-01"' in answer.content.decode()


def test_the_part_is_for_who_may_look_at_contests_and_only_to_read(night):
    url = reverse("admin:board")
    nobody = Desk(world.user("nobody"))
    assert nobody.client.get(url).status_code == 403
    assert "Board of the night" not in words(nobody.client.get("/admin/"))
    assert Desk(None).client.get(url).status_code == 302
    assert Desk(olga()).client.post(url).status_code in (403, 405)


def test_each_leads_to_where_it_is_settled(night):
    contests = {contest.area.name: contest for contest in night}
    editor, duty = part(Desk(world.editor())), part(Desk(world.duty_editor()))
    assert f'id="due-{contests["Cedmarsh"].pk}" href="{address(contests["Cedmarsh"])}"' in editor
    assert f'id="due-{contests["Cedmarsh"].pk}" href="{address(contests["Cedmarsh"], "override")}"' in duty
    assert "Publish one sheet" in duty and "Publish one sheet" not in editor
    journalist = part(Desk(world.journalist()))
    assert address(contests["Cedmarsh"], "record") in journalist
    assert "/count/" not in journalist and "Waits for you" not in journalist


def test_a_confirmation_of_a_withdrawal_leads_to_its_own_page():
    contest = seat("Aldmarsh")
    world.declare(contest)
    contest.enter_sheet(withdrawal(contest), by=world.editor())
    assert reverse("admin:elections_contest_declare", args=[contest.pk, Kind.WITHDRAWAL]) in part(Desk(world.checker()))


def test_the_board_takes_as_many_queries_for_many_contests_as_for_few(django_assert_num_queries):
    user = olga()
    user.has_perm("elections.enter_sheet")
    for number in range(3):
        enter(seat(f"Aldmarsh{number}"), world.editor())
    with django_assert_num_queries(4):
        assert seen(user).columns
    for number in range(12):
        enter(seat(f"Bellmarsh{number}"), world.editor())
    with django_assert_num_queries(4):
        assert seen(user).columns
    with django_assert_num_queries(8):
        assert seen(user, q="belmrsh").found
