"""Thursday 6 May 2021 from the demo's own files: every contest has the outcome that was published."""

from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from elections import results
from elections.counting import half_up
from elections.importers import import_results
from elections.models import Contest, differences
from elections.registers import import_parties
from tests import world

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.BASE_DIR) / "elections" / "fixtures"
FILES = ["hartlepool-history", "hartlepool-2021", "thursday-2021", "hartlepool-wards-2021", "aberdeen-ward-2022"]
WARDS = {  # councillors elected, as published
    "burn-valley": ["Nicholson D.", "Hall G.", "Brash J.J.F."],
    "de-bruce": ["Nicholson V.", "Harrison B.", "Creevy R.J."],
    "fens-greatham": ["Lindridge J.", "Falconer A.", "Elliott J."],
    "foggy-furze": ["Picton S.", "Tiplady K.R.", "Price D."],
    "hart": ["Cassidy T.", "Cook R.", "Riddle J."],
    "headland-harbour": ["Cowie B.", "Fleming T.", "Moore S.R."],
    "manor-house": ["Ashton J.H.", "Clayton B.", "Hargreaves P."],
    "rossmere": ["Groves C.D.", "Fenney T.", "Clayton J.P."],
    "rural-west": ["Loynes B.", "Young M.", "Stokell C."],
    "seaton": ["Little S.", "Smith L.", "Cranney G."],
    "throston": ["Brown P.", "Jackson P.", "Prince A."],
    "victoria": ["Howson H.", "Loynes D.", "Richardson C."],
}


def load() -> None:
    import_parties(FIXTURES / "parties.csv")
    for name in FILES:
        report = import_results(
            FIXTURES / f"{name}.csv", by=world.editor(), confirm_as=world.duty_editor(), reason="as published"
        )
        assert not [warning for warning in report.warnings if "marked as elected" in warning]


@pytest.fixture(scope="module")
def loaded(once) -> None:
    once(load)


@pytest.fixture
def thursday(loaded, db) -> None:
    """All of it, once for this file."""


def result(thursday, key: str) -> results.Result:
    return results.result(Contest.objects.get(ballot_paper_id=key).pk, history=True)


def elected(result: results.Result) -> list[str]:
    return [result.outcome.lines[key].name for key in result.outcome.elected]


def per_cent(share: Fraction) -> str:
    return str(half_up(share * 100, 1))


@pytest.mark.parametrize("ward", WARDS)
def test_every_ward_elects_whom_it_elected(thursday, ward):
    contest = result(thursday, f"local.hartlepool.{ward}.2021-05-06")
    assert sorted(elected(contest)) == sorted(WARDS[ward])
    assert contest.outcome.decided_by_lot == (ward == "rossmere")


def test_the_lot_of_rossmere_leaves_the_votes_as_they_were(thursday):
    rossmere = result(thursday, "local.hartlepool.rossmere.2021-05-06").outcome
    assert rossmere.margin == 0 and [rossmere.lines[key].votes for key in rossmere.elected] == [783, 600, 558]


def test_the_mayor_of_cambridgeshire_won_from_second_place(thursday):
    contest = result(thursday, "mayor.cambridgeshire-and-peterborough.2021-05-06").outcome
    totals = {contest.lines[key].name: total for key, total in contest.second_round.totals.items()}
    assert totals == {"Nik Johnson": 113_994, "James Palmer": 108_195}
    assert contest.winner.name == "Nik Johnson"
    assert [per_cent(contest.shares[line.key]) for line in contest.ordered] == ["40.5", "32.8", "26.7"]


def test_the_mayor_of_tees_valley_won_between_two(thursday):
    contest = result(thursday, "mayor.tees-valley.2021-05-06").outcome
    assert contest.winner.name == "Ben Houchen" and not contest.final_round
    assert [per_cent(contest.shares[line.key]) for line in contest.ordered] == ["72.8", "27.2"]


def test_the_commissioner_of_cleveland_won_in_the_first_round(thursday):
    contest = result(thursday, "pcc.cleveland.2021-05-06").outcome
    assert contest.winner.name == "Steve Turner" and not contest.final_round
    assert half_up(contest.shares[contest.winner.key] * 100) == 54


def seats(result: results.Result) -> dict[str, int]:
    return {result.outcome.lines[key].name: result.outcome.seats(key) for key in result.outcome.elected}


def test_the_lists_of_mid_scotland_and_fife(thursday):
    region = result(thursday, "sp.r.mid-scotland-and-fife.2021-05-06")
    assert seats(region) == {"Conservative and Unionist Party": 4, "Labour Party": 2, "Scottish Green Party": 1}


def test_the_lists_of_london_of_which_four_are_known(thursday):
    region = result(thursday, "gla.a.2021-05-06")
    assert seats(region) == {"Labour Party": 2, "Conservative and Unionist Party": 4, "Green Party": 3, "Liberal Democrats": 2}
    assert region.outcome.valid_votes is None and not region.outcome.shares


def test_the_stages_of_a_ward_of_aberdeen(thursday):
    ward = result(thursday, "local.aberdeen-city.S13002835.2022-05-05")
    assert sorted(elected(ward)) == ["Avril MacKenzie", "Barney Crockett", "Gill Al-Samarai", "Neil MacGregor"]
    assert ward.outcome.stages.count == 7


def test_hartlepool_was_labours_since_it_was_created(thursday):
    by_election = result(thursday, "parl.hartlepool.by.2021-05-06")
    assert (by_election.figures["held_since"].shown, by_election.figures["held_by"].value) == ("1974", "Labour")
    later = result(thursday, "parl.hartlepool.2024-07-04")
    assert later.answer == "Labour hold" and later.holder == "Conservative" and later.last_held_by.since.year == 2021


def test_all_of_it_can_be_recounted(thursday):
    checked, found = differences()
    assert (checked, found) == (33, [])


def test_the_same_files_again_change_nothing(thursday):
    for name in FILES:
        report = import_results(FIXTURES / f"{name}.csv", by=world.checker())
        assert (report.entered, report.declared, report.created) == (0, 0, [])
