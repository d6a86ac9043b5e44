"""Contests found as people type them."""

from datetime import date

import pytest

from elections.finding import NEAREST, find, words_of
from elections.models import Contest
from tests import world

pytestmark = pytest.mark.django_db


def seat(area: str, *names: str, **more) -> Contest:
    candidates = {name: ("Harbour Party" if n % 2 else "", 0) for n, name in enumerate(names or ("Ada Quill",))}
    return world.contest(area, candidates, **more)


def found(typed: str) -> tuple[list[str], bool]:
    answer = find(Contest.objects.all(), typed)
    return [contest.area.name for contest in answer.contests], answer.nearest


def build() -> None:
    seat("Ynys-Fâr", "Siân O’Dell", "Ada Quill")
    seat("Northmarsh", "Łukasz Rook", "Ben Wick")
    seat("Southmarsh", "Mary-Ann Mortimer", "Sam Stone")


@pytest.fixture(scope="module")
def built(once) -> None:
    once(build)


@pytest.fixture
def isles(built, db) -> None:
    """All of it, built once."""


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("northmarsh", ["Northmarsh"]),
        ("NORTHMARSH", ["Northmarsh"]),
        ("  marsh ", ["Northmarsh", "Southmarsh"]),
        ("ynys far", ["Ynys-Fâr"]),
        ("FÂR YNYS", ["Ynys-Fâr"]),
        ("sian odell", ["Ynys-Fâr"]),
        ("O'Dell", ["Ynys-Fâr"]),
        ("lukasz", ["Northmarsh"]),
        ("mortimer mary ann", ["Southmarsh"]),
        ("stone southmarsh", ["Southmarsh"]),
        ("harbour quill", ["Ynys-Fâr"]),
        ("Har", ["Northmarsh", "Southmarsh", "Ynys-Fâr"]),
        ("parl.southmarsh.2031-05-01", ["Southmarsh"]),
        ("southmarsh.2031", ["Southmarsh"]),
    ],
)
def test_a_contest_is_found_whatever_the_accents_capitals_and_order_of_the_words(isles, typed, where):
    places, nearest = found(typed)
    assert (sorted(places), nearest) == (sorted(where), False)


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("nortmarsh", "Northmarsh"),
        ("nrothmarsh", "Northmarsh"),
        ("Mortmier", "Southmarsh"),
        ("motrimer southmrsh", "Southmarsh"),
        ("Ynis", "Ynys-Fâr"),
        ("lukash", "Northmarsh"),
        ("Rokos", "Northmarsh"),
        ("stnoe", "Southmarsh"),
        ("northmarsh by-election", "Northmarsh"),
    ],
)
def test_where_nothing_is_called_so_what_comes_nearest_is_found_and_said_to_be_only_near(isles, typed, where):
    places, nearest = found(typed)
    assert (places[0], nearest) == (where, True)


def test_what_is_called_so_is_not_watered_down_by_what_is_like_it(isles):
    assert found("northmarsh") == (["Northmarsh"], False)


def test_what_is_like_nothing_finds_nothing(isles):
    assert found("zzyzx") == ([], False)


@pytest.mark.parametrize("typed", ["", "   ", "%", "' --", "\0", "()"])
def test_without_a_word_nothing_is_left_out(isles, typed):
    assert len(found(typed)[0]) == 3


def test_signs_with_a_meaning_elsewhere_mean_nothing_here(isles):
    assert found("north%marsh") == (["Northmarsh"], False)
    assert words_of("100% \\ _ ?") == ["100"]
    assert words_of("Fish & Chips") == ["fish", "and", "chips"]


def test_the_place_that_is_called_so_comes_before_one_where_a_candidate_is():
    seat("Eastmarsh", "Nora Westmarsh")
    seat("Westmarsh")
    assert found("westmarsh")[0] == ["Westmarsh", "Eastmarsh"]


def test_the_newest_poll_comes_first():
    old, new = seat("Westmarsh", day=date(2029, 5, 3)), seat("Westmarsh")
    assert [contest.pk for contest in find(Contest.objects.all(), "westmarsh").contests] == [new.pk, old.pk]


def test_only_the_given_contests_are_looked_through(isles):
    answer = find(Contest.objects.filter(area__name="Northmarsh"), "southmarsh")
    assert ([contest.area.name for contest in answer.contests], answer.nearest) == (["Northmarsh"], True)


def test_the_nearest_are_a_few_and_not_all():
    for number in range(NEAREST + 3):
        seat(f"Marshland-{number}")
    assert len(found("Marshlnad")[0]) == NEAREST


def test_finding_takes_a_fixed_number_of_queries(isles, django_assert_num_queries):
    for typed, number in (("marsh", 3), ("nortmarsh", 4)):
        with django_assert_num_queries(number):
            list(find(Contest.objects.select_related("area"), typed).contests)
