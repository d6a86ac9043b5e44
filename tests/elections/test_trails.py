"""Where pages stand: the way to them, and what stands beside them."""

import re
from datetime import date

import pytest
from django.test import Client

from elections import results
from elections.models import Area
from tests import world

pytestmark = pytest.mark.django_db


def way(address: str) -> list[str]:
    trail = re.search(r'<nav class="trail".*?</nav>', Client().get(address).content.decode(), re.DOTALL)
    return [re.sub("<[^>]+>", "", step) for step in re.findall(r"<li>(.*?)</li>", trail[0])] if trail else []


def test_a_contest_stands_in_its_election_on_its_day(northmarsh):
    assert way(f"/contests/{northmarsh.ballot_paper_id}/") == [
        "Elections", "Thursday 1 May 2031", "Fictional election, 2031-05-01", "Northmarsh by-election",
    ]  # fmt: skip
    assert way("/elections/parl.2031-05-01/") == ["Elections", "Thursday 1 May 2031", "Fictional election, 2031-05-01"]
    assert way("/elections/2031-05-01/") == ["Elections", "Thursday 1 May 2031"]


def test_a_rehearsal_stands_on_no_day(db):
    practice = world.contest("Northmarsh", world.NORTHMARSH, rehearsal=True)
    assert way(f"/contests/{practice.ballot_paper_id}/") == ["Elections", "Fictional election, 2031-05-01", "Northmarsh"]


def test_an_area_stands_in_those_above_it_and_a_new_name_of_any_moves_its_page(northmarsh):
    names = ["Marshland", "Marsh council", "Reed ward"]
    above = None
    for name in names:
        above = Area.objects.create(name=name, slug=name.lower().replace(" ", "-"), kind="ward", parent=above)
    assert way("/areas/reed-ward/") == names and way("/areas/marshland/") == []
    etag = Client().get("/areas/reed-ward/")["ETag"]
    Area.objects.filter(slug="marshland").update(name="The Marshes")
    assert Client().get("/areas/reed-ward/")["ETag"] != etag
    assert way("/areas/reed-ward/")[0] == "The Marshes"


# Beside a contest.


@pytest.fixture
def day(northmarsh):
    """Five contests of a day, of which the third is awaited; and one of another day."""
    names = ("Abermarsh", "Brackmarsh", "Cowmarsh", "Dunmarsh")
    contests = [world.contest(name, world.NORTHMARSH) for name in names]
    for contest in [*contests[:2], contests[3], northmarsh]:
        world.declare(contest)
    world.declare(world.contest("Bentmarsh", world.NORTHMARSH, date(2032, 5, 6)))
    return [*contests, northmarsh]


def beside(contest) -> tuple[str, str]:
    before, after = results.neighbours(results.result(contest.pk))
    return before.area if before else "", after.area if after else ""


def test_beside_a_contest_stand_the_declared_ones_before_and_after_it_on_its_day(day):
    assert [beside(contest) for contest in day] == [
        ("", "Brackmarsh"), ("Abermarsh", "Dunmarsh"), ("Brackmarsh", "Dunmarsh"), ("Brackmarsh", "Northmarsh"), ("Dunmarsh", ""),
    ]  # fmt: skip


def test_the_page_leads_to_them_and_moves_when_one_is_declared(day):
    address = f"/contests/{day[1].ballot_paper_id}/"
    first = Client().get(address)
    assert (
        f'<a href="/contests/{day[3].ballot_paper_id}/" rel="next"><small>Next</small> <span>Dunmarsh</span></a>'
        in first.content.decode()
    )
    world.declare(day[2])
    second = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200 and "Cowmarsh" in second.content.decode()


def test_beside_a_rehearsal_stand_those_of_the_rehearsal(day):
    first, last = (world.contest(name, world.NORTHMARSH, rehearsal=True) for name in ("Abermarsh", "Zedmarsh"))
    world.declare(first)
    assert beside(last) == ("Abermarsh", "") and beside(first) == ("", "")
    assert results.neighbours(results.result(last.pk))[0].rehearsal


def test_it_takes_two_queries(day, django_assert_num_queries):
    result = results.result(day[1].pk)
    with django_assert_num_queries(2):
        results.neighbours(result)
