"""Pages of many contests: an election, a polling day, an area, a party; and the same record as data."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import transaction

from elections import exporters, overviews, results
from elections.models import Area, Contest, Election, Kind, Party
from elections.papers import Paper, Row
from tests import world

DAY = "2031-05-01"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def seat(name: str, ada: int, ben: int, **more) -> Contest:
    return world.contest(name, {"Ada Quill": ("Harbour Party", ada), "Ben Rook": ("Orchard Party", ben)}, **more)


def votes(ada: int, ben: int) -> dict:
    return {"Ada Quill": ("Harbour Party", ada), "Ben Rook": ("Orchard Party", ben)}


def build() -> None:
    """Four seats: Aldmarsh held by Harbour, Bellmarsh gained by Harbour from Orchard, Çedmarsh declared without a
    comparison, Dunmarsh awaited."""
    for name, then, now in [("Aldmarsh", (900, 100), (600, 400)), ("Bellmarsh", (300, 700), (510, 490))]:
        before = seat(name, *then, day=date(2029, 5, 3))
        world.declare(before, votes(*then))
        contest = seat(name, *now, comparison=before)
        world.declare(contest, votes(*now))
    world.declare(seat("Çedmarsh", 200, 800), votes(200, 800))
    seat("Dunmarsh", 0, 0)


@pytest.fixture
def night(db):
    build()


@pytest.fixture(scope="module")
def poll(django_db_setup, django_db_blocker) -> overviews.Poll:
    """That night as readers have it; what it was read from is gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        build()
        found = overviews.poll(overviews.poll_version(f"parl.{DAY}"))
        transaction.set_rollback(True)
    return found


def names(listing) -> list[str]:
    return [result.area for result in listing.contests]


# An election.


def test_progress_is_declared_of_all(poll):
    assert (poll.progress.declared, poll.progress.contests, poll.confirmed, poll.awaited) == (3, 4, 3, 1)
    assert poll.announcement == "3 of 4 contests declared."
    assert [cell.state for cell in poll.cells] == ["done"] * 3 + ["none"]


def test_the_state_of_the_parties_says_seats_gains_losses_and_net(poll):
    rows = {row.name: (row.standing.seats, row.standing.gained, row.standing.lost, row.standing.net) for row in poll.standings}
    assert rows == {"Harbour": (2, 1, 0, 1), "Orchard": (1, 0, 1, -1)}
    assert (poll.filled, poll.to_come) == (3, 1)


def test_the_gains_matrix_says_who_took_what_from_whom(poll):
    assert (poll.losers, [(row.name, row.cells) for row in poll.matrix]) == (("Orchard",), [("Harbour", (1,))])


def test_the_seats_of_an_election_are_squares_with_those_that_are_open(poll):
    (body,) = poll.bodies
    assert [(row.bench.name, row.bench.seats) for row in body.waffle] == [("Harbour", 2), ("Orchard", 1), ("To come", 1)]
    assert (body.seats, body.open, body.strips) == (4, 1, ())


def test_the_squares_of_the_gains_matrix_are_as_large_as_its_numbers(poll):
    assert [row.squares for row in poll.matrix] == [((1, 100),)]


def test_an_area_draws_each_office_apart_from_two_polls_on(night):
    pages = {slug: overviews.area(Area.objects.get(slug=slug)) for slug in ("bellmarsh", "Çedmarsh".lower())}
    (office,) = pages["bellmarsh"].offices
    picture = office.seat_history
    assert [band.polled.name for band in picture.bands] == ["Orchard", "Harbour"]
    assert [column.polled.majority for column in picture.columns] == [400, 20]
    assert [office.seat_history for office in pages["çedmarsh"].offices] == [None]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Aldmarsh", "Bellmarsh", "Çedmarsh", "Dunmarsh"]),
        ({"q": "cedmarsh"}, ["Çedmarsh"]),
        ({"q": "QUILL"}, ["Aldmarsh", "Bellmarsh", "Çedmarsh", "Dunmarsh"]),
        ({"q": "no such place"}, []),
        ({"filter": "gain"}, ["Bellmarsh"]),
        ({"filter": "hold"}, ["Aldmarsh"]),
        ({"filter": "awaited"}, ["Dunmarsh"]),
        ({"filter": "declared", "sort": "closest"}, ["Bellmarsh", "Aldmarsh", "Çedmarsh"]),
        ({"filter": "nonsense", "sort": "nonsense", "page": "x"}, ["Aldmarsh", "Bellmarsh", "Çedmarsh", "Dunmarsh"]),
        ({"page": "99"}, ["Aldmarsh", "Bellmarsh", "Çedmarsh", "Dunmarsh"]),
    ],
)
def test_contests_are_found_by_name_state_and_order(poll, asked, found):
    assert names(overviews.listing(poll.contests, **asked)) == found


def test_a_long_list_has_pages(poll, monkeypatch):
    monkeypatch.setattr(overviews.Listing, "SIZE", 3)
    second = overviews.listing(poll.contests, page="2")
    assert (names(second), second.pages, second.found) == (["Dunmarsh"], 2, 4)


def test_the_page_of_an_election_works_without_a_script(client, night):
    page = text(client.get(f"/elections/parl.{DAY}/?filter=gain&sort=name"))
    assert "<b>3 of 4</b> contests declared" in page
    assert "1 of 4 contests" in page and "Bellmarsh" in page.split("All contests")[1]
    assert "Dunmarsh" not in page.split("All contests")[1]
    assert '<option value="gain" selected>' in page and "data-chosen" in page


def test_a_fragment_has_every_contest_and_no_choice(client, night):
    fragment = text(client.get(f"/live/elections/parl.{DAY}/?filter=gain"))
    assert all(f">{name}</a>" in fragment for name in ("Aldmarsh", "Bellmarsh", "Çedmarsh", "Dunmarsh"))
    assert "data-chosen" not in fragment and fragment.startswith("<section id=")


def test_a_day_is_all_its_elections_but_rehearsals(client, night):
    world.contest("Practicemarsh", world.NORTHMARSH, rehearsal=True)
    page = text(client.get(f"/elections/{DAY}/"))
    assert "Thursday 1 May 2031" in page and "Aldmarsh" in page and "Practicemarsh" not in page
    practice = text(client.get(f"/elections/parl.{DAY}.rehearsal/"))
    assert "Practicemarsh" in practice and "ehearsal" in practice


@pytest.mark.parametrize("address", ["/elections/", f"/elections/parl.{DAY}/", f"/live/elections/parl.{DAY}/"])
def test_a_declaration_moves_the_etag(client, night, address):
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    world.declare(Contest.objects.get(area__name="Dunmarsh", declarations=None), votes(1, 2))
    second = client.get(address, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200 and second["ETag"] != first["ETag"]


@pytest.mark.parametrize("address", [f"/elections/parl.{DAY}/", f"/live/elections/parl.{DAY}/", f"/elections/{DAY}/"])
def test_an_election_page_takes_a_fixed_number_of_queries(client, night, django_assert_num_queries, address):
    with django_assert_num_queries(3):
        client.get(address)
    for n in range(12):
        world.declare(seat(f"Eastmarsh {n}".replace(" ", "-"), 5, 4), votes(5, 4))
    with django_assert_num_queries(3):
        client.get(address)


def test_an_election_that_is_settled_polls_no_more(client, night):
    world.declare(Contest.objects.get(area__name="Dunmarsh", declarations=None), votes(1, 2))
    world.set_clock(timedelta(days=2))
    assert "hx-get" not in text(client.get(f"/elections/parl.{DAY}/"))


def test_the_elections_stand_by_day(client, night):
    page = text(client.get("/elections/"))
    assert page.index('id="day-2031-05-01"') < page.index('id="day-2029-05-03"')
    assert "3 of 4 contests declared" in page


def test_what_was_published_last_stands_first_among_the_latest_and_a_correction_is_news(night):
    def latest() -> list[str]:
        return [result.area for result in overviews.poll(overviews.poll_version(DAY)).latest]

    assert latest() == ["Çedmarsh", "Bellmarsh", "Aldmarsh"]
    world.declare(Contest.objects.get(ballot_paper_id=f"parl.aldmarsh.{DAY}"), votes(601, 399))
    assert latest() == ["Aldmarsh", "Çedmarsh", "Bellmarsh"]


def test_a_day_counts_the_same_contests_on_every_page_and_no_result_that_was_taken_back(client, night):
    practice = world.contest("Practicemarsh", world.NORTHMARSH, rehearsal=True)
    world.declare(practice)
    taken = Contest.objects.get(area__name="Çedmarsh")
    paper = Paper(
        for_revision=2, contest_id=taken.pk, kind=Kind.WITHDRAWAL, source="the officer", public_note="A bundle is lost."
    )
    for person in (world.editor(), world.checker()):
        taken.enter_sheet(paper, by=person)
    world.story(Contest.objects.get(ballot_paper_id="parl.aldmarsh.2031-05-01"))
    assert "2 of 4 contests declared" in text(client.get("/elections/"))
    assert "<b>2 of 4</b> contests declared" in text(client.get(f"/elections/{DAY}/"))
    assert "<b>2 of 4</b> contests of Thursday 1 May 2031 declared" in text(client.get("/"))


def test_under_its_day_an_election_is_named_without_it(client, night):
    Election.objects.filter(slug=f"parl.{DAY}").update(name="House of Marshes, 1 May 2031")
    assert f'<a href="/elections/parl.{DAY}/">House of Marshes</a>' in text(client.get(f"/elections/{DAY}/"))
    assert f'<a href="/elections/parl.{DAY}/">House of Marshes</a>' in text(client.get("/elections/"))
    assert "<h1>House of Marshes, 1 May 2031</h1>" in text(client.get(f"/elections/parl.{DAY}/"))


# An area and a party.


def test_an_area_says_who_has_held_it_since_when(client, night):
    page = text(client.get("/areas/bellmarsh/"))
    assert "House of Commons: Harbour since 1 May 2031." in page
    assert "Orchard from 3 May 2029 (the first poll on record)." in page
    assert page.count('<tr data-key="parl.bellmarsh') == 2


def test_an_area_knows_its_parts_and_its_parent(client, northmarsh):
    county = Area.objects.create(slug="marshland", name="Marshland", kind="region")
    Area.objects.filter(slug="northmarsh").update(parent=county)
    assert '<a href="/areas/northmarsh/">Northmarsh</a>' in text(client.get("/areas/marshland/"))
    assert '<a href="/areas/marshland/">Marshland</a>' in text(client.get("/areas/northmarsh/"))


def test_a_party_is_one_under_all_its_names(client, northmarsh):
    world.declare(northmarsh)
    page = text(client.get("/parties/lantern/"))
    assert "One party under more than one name:" in page and "Old Lantern Party" in page
    assert "Lil Wick" in page and "Wim Wick" in page and "2 on record" in page


@pytest.mark.parametrize("address", ["/areas/northmarsh/", "/parties/harbour/"])
def test_areas_and_parties_take_a_fixed_number_of_queries(client, northmarsh, django_assert_max_num_queries, address):
    world.declare(northmarsh)
    with django_assert_max_num_queries(6):
        client.get(address)


def test_a_partys_contests_have_pages(client, night, monkeypatch):
    monkeypatch.setattr(overviews.PartyPage, "SIZE", 4)
    page = overviews.party(Party.objects.get(slug="harbour"), "2")
    assert (page.found, page.pages, len(page.contests)) == (6, 2, 2)


# Who defends a seat.


@pytest.fixture
def bellmarsh(night):
    return results.result(Contest.objects.get(ballot_paper_id=f"parl.bellmarsh.{DAY}").pk, history=True)


def test_since_when_a_seat_was_held_is_a_figure(bellmarsh):
    assert bellmarsh.figures["held_since"].shown == "2029" and bellmarsh.figures["held_by"].value == "Orchard"


def test_what_came_later_does_not_change_who_defended(bellmarsh):
    later = seat("Bellmarsh", 1, 2, day=date(2033, 5, 5))
    world.declare(later, votes(1, 2))
    again = results.result(bellmarsh.id, history=True)
    assert again.figures["held_since"].shown == "2029"


def test_an_earlier_poll_that_comes_on_record_is_followed_by_the_story(bellmarsh):
    contest = Contest.objects.get(pk=bellmarsh.id)
    story = world.story(contest, body="Held by [Orchard](figure:held_by) since [2029](figure:held_since).")
    world.declare(seat("Bellmarsh", 1, 2, day=date(2025, 5, 1)), votes(1, 2))
    story.refresh_from_db()
    assert "2025" in json.dumps(story.published.shown_body) and "2029" not in json.dumps(story.published.shown_body)


def test_who_held_the_seat_last_is_said_where_it_is_not_the_comparisons_winner(night, client):
    before = Contest.objects.get(ballot_paper_id="parl.aldmarsh.2029-05-03")
    between = seat("Aldmarsh", 1, 2, day=date(2030, 5, 2), by_election_reason="a resignation", comparison=before)
    world.declare(between, votes(1, 2))
    page = text(client.get(f"/contests/parl.aldmarsh.{DAY}/"))
    assert "Harbour hold" in page and "Seat last held by Orchard, since May 2030." in page


# Whatever else can happen.


def declare(contest: Contest, kind: str, *elected: str, **more) -> None:
    """Two people enter a paper that says this, without figures."""
    rows = tuple(Row(contest.candidacies.get(ballot_name=name).pk, elected=True) for name in elected)
    paper = Paper(contest_id=contest.pk, for_revision=1, kind=kind, source="the notice", rows=rows, **more)
    for person in (world.editor(), world.checker()):
        contest.enter_sheet(paper, by=person)


@pytest.mark.parametrize(
    ("kind", "elected", "answer", "remark"),
    [
        (Kind.WINNER, ["Ada Quill"], "Harbour gain from Orchard", "The winner is declared; the figures are not on record yet."),
        (Kind.COUNTERMANDED, [], "Poll countermanded", "A candidate died, so that the poll was stopped; it is held anew."),
        (Kind.CANCELLED, [], "Poll cancelled", "The poll was not held."),
        (Kind.VOID, [], "Election void", "The election is void: nobody is elected by it."),
        (Kind.RECOUNT, [], "Being recounted", "The votes are being counted again; no figures stand until that is done."),
    ],
)
def test_every_declaration_has_its_own_words(client, northmarsh, kind, elected, answer, remark):
    declare(northmarsh, kind, *elected, public_note="By order of the returning officer.")
    page = text(client.get(f"/contests/{northmarsh.ballot_paper_id}/"))
    assert f">{answer}<" in page and remark in page and "By order of the returning officer." in page
    data = exporters.as_json(results.result(northmarsh.pk))
    assert data["result_long"] == answer
    assert [one["candidate"] for one in data["candidacies"] if one["elected"]] == elected


def test_who_is_returned_unopposed_is_named(client, db):
    contest = world.contest("Lonemarsh", {"Ada Quill": ("Harbour Party", 0)})
    declare(contest, Kind.UNCONTESTED, "Ada Quill")
    page = text(client.get(f"/contests/{contest.ballot_paper_id}/"))
    assert "Ada Quill returned unopposed" in page and "no poll was held" in page


def test_candidates_who_withdrew_or_died_are_marked(client, northmarsh):
    northmarsh.candidacies.filter(ballot_name="Lil Wick").update(withdrawn=True)
    northmarsh.candidacies.filter(ballot_name="Sam Stone").update(died=True)
    world.declare(northmarsh)
    page = text(client.get(f"/contests/{northmarsh.ballot_paper_id}/"))
    assert page.count(">withdrew<") == 1 and page.count(">died before the poll<") == 1


def test_a_contest_and_what_replaces_it_lead_to_each_other(client, northmarsh):
    declare(northmarsh, Kind.VOID)
    again = world.contest("Northmarsh", world.NORTHMARSH, date(2031, 8, 7), replaces=northmarsh)
    assert f'href="/contests/{again.ballot_paper_id}/"' in text(client.get(f"/contests/{northmarsh.ballot_paper_id}/"))
    assert f'href="/contests/{northmarsh.ballot_paper_id}/"' in text(client.get(f"/contests/{again.ballot_paper_id}/"))


def test_a_notional_comparison_is_named_as_one(client, db):
    before = seat("Newmarsh", 40, 60, day=date(2029, 5, 3), notional=True)
    world.declare(before, votes(40, 60))
    contest = seat("Newmarsh", 70, 30, comparison=before)
    world.declare(contest, votes(70, 30))
    page = text(client.get(f"/contests/{contest.ballot_paper_id}/"))
    assert "The comparison is an estimate on the new boundaries." in page
    assert results.result(before.pk).outcome.deposits_lost is None  # nobody stood in an estimate


# Data.


def test_the_record_is_there_as_json_for_anyone(client, night):
    response = client.get(f"/contests/parl.bellmarsh.{DAY}.json")
    assert response["Access-Control-Allow-Origin"] == "*" and response["Content-Type"] == "application/json"
    data = response.json()
    assert (data["result"], data["majority"], data["swing"]["points"]) == ("Har gain from Orc", 20, "21.0")
    assert client.get(f"/contests/parl.bellmarsh.{DAY}.json", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_an_election_is_there_whole(client, night):
    whole = client.get(f"/elections/parl.{DAY}.json").json()
    assert [contest["ballot_paper_id"].split(".")[1] for contest in whole] == ["aldmarsh", "bellmarsh", "çedmarsh", "dunmarsh"]
    response = client.get(f"/elections/{DAY}.csv")
    assert response["Content-Disposition"] == f'attachment; filename="{DAY}.csv"'
    assert len(list(csv.DictReader(io.StringIO(response.content.decode())))) == 8


def test_the_history_names_nobody(client, northmarsh):
    world.declare(northmarsh)
    response = client.get(f"/contests/{northmarsh.ballot_paper_id}/history.json")
    (first,) = response.json()
    assert (first["revision"], first["kind"], first["confirmed_by_two_people"]) == (1, "figures", True)
    assert first["figures"]["majority"] == 2469
    assert not {"erin", "chen"} & set(response.content.decode().replace('"', " ").split())


@pytest.mark.parametrize("name", ["=1+1", "+1 more", "-1-cmd", "@Quill", "\t=1", "\r=1", "\n=1", "＝1", "＠Quill"])
def test_no_cell_is_a_formula_and_a_number_is_one(name):
    assert exporters.safe(name) == f"'{name}"
    assert [exporters.safe(number) for number in (-2, "+1.5", 12_345, None)] == ["-2", "+1.5", "12345", ""]
