"""Every voting system from a file to its figures: imported, declared, exported, recounted, and its page opened."""

import json

import pytest
from django.core.management import call_command
from django.db.models import Q

from elections import exporters, importers, results
from elections.models import differences
from tests import world

HEAD = "ballot_paper_id,election_date,area_name,area_kind,voting_system,seats,valid_votes,candidate,standing_as,party,"
HEAD += "constituency_seats,list_position,stage,votes,elected,lot,source"
DAY = "2011-05-05"
SUPPLEMENTARY = f"""\
mayor.eastvale.{DAY},{DAY},Eastvale,combined authority,SV,1,,Ada Quill,party,Harbour Party,,,1,450,,,paper
mayor.eastvale.{DAY},{DAY},Eastvale,combined authority,SV,1,,Ben Rook,party,Orchard Party,,,1,400,,,paper
mayor.eastvale.{DAY},{DAY},Eastvale,combined authority,SV,1,,Lil Wick,party,Lantern Party,,,1,150,,,paper
mayor.eastvale.{DAY},{DAY},Eastvale,combined authority,SV,1,,Ada Quill,party,Harbour Party,,,2,20,,,paper
mayor.eastvale.{DAY},{DAY},Eastvale,combined authority,SV,1,,Ben Rook,party,Orchard Party,,,2,90,,,paper
"""
LISTS = f"""\
gla.a.{DAY},{DAY},Skerry,region,AMS,3,1000,,party,Harbour Party,2,,,600,,,paper
gla.a.{DAY},{DAY},Skerry,region,AMS,3,1000,,party,Orchard Party,0,,,351,,,paper
gla.a.{DAY},{DAY},Skerry,region,AMS,3,1000,Sam Stone,independent,,0,,,49,,,paper
gla.a.{DAY},{DAY},Skerry,region,AMS,3,1000,Nell Harrow,party,Orchard Party,,1,,,,,paper
"""
SEVERAL = f"""\
local.harrow.mill.{DAY},{DAY},Mill,ward,FPTP,2,,Ada Quill,party,Harbour Party,,,,300,,,paper
local.harrow.mill.{DAY},{DAY},Mill,ward,FPTP,2,,Ben Rook,party,Orchard Party,,,,200,,LOT-ROOK,paper
local.harrow.mill.{DAY},{DAY},Mill,ward,FPTP,2,,Lil Wick,party,Lantern Party,,,,200,,LOT-WICK,paper
"""
TRANSFERABLE = f"""\
local.skerry.quay.{DAY},{DAY},Quay,ward,STV-SCT,1,100,Ada Quill,party,Harbour Party,,,1,45,yes,,paper
local.skerry.quay.{DAY},{DAY},Quay,ward,STV-SCT,1,100,Ben Rook,party,Orchard Party,,,1,40,,,paper
local.skerry.quay.{DAY},{DAY},Quay,ward,STV-SCT,1,100,Lil Wick,party,Lantern Party,,,1,15,,,paper
local.skerry.quay.{DAY},{DAY},Quay,ward,STV-SCT,1,100,Ada Quill,party,Harbour Party,,,2,55.5,,,paper
local.skerry.quay.{DAY},{DAY},Quay,ward,STV-SCT,1,100,Ben Rook,party,Orchard Party,,,2,42,,,paper
local.skerry.quay.{DAY},{DAY},Quay,ward,STV-SCT,1,100,Lil Wick,party,Lantern Party,,,2,0,,,paper
local.skerry.quay.{DAY},{DAY},Quay,ward,STV-SCT,1,100,,non_transferable,,,,2,2.5,,,paper
"""


@pytest.fixture
def take(db, tmp_path):
    """Imports rows as two people's sheets and answers the one contest of them as its JSON."""

    def taken(rows: str) -> dict:
        file = tmp_path / "results.csv"
        file.write_text(f"{HEAD}\n{rows}")
        for person in (world.editor(), world.checker()):
            importers.import_results(file, by=person)
        return exporters.as_json(results.results(Q(ballot_paper_id=rows.partition(",")[0]))[0])

    return taken


def elected(contest: dict) -> list[str]:
    return [one["candidate"] or one["party"] for one in contest["candidacies"] if one["elected"]]


def test_a_supplementary_vote_is_decided_by_second_preferences(take):
    contest = take(SUPPLEMENTARY)
    assert elected(contest) == ["Ben Rook"]
    assert contest["rounds"][1] == {
        "round": 2,
        "transferred": {"Ada Quill": 20, "Ben Rook": 90},
        "totals": {"Ada Quill": 470, "Ben Rook": 490},
    }
    assert (contest["majority"], contest["majority_share"]) == (20, "1/48")


def test_the_page_of_a_second_round_shows_its_totals(take, client):
    page = client.get(f"/contests/{take(SUPPLEMENTARY)['ballot_paper_id']}/").content.decode()
    assert "Second round" in page and ">490</td>" in page and "Majority <b>20</b>" in page


def test_more_second_preferences_than_there_are_papers_are_refused(take):
    with pytest.raises(importers.BadFile, match="151 second preferences are more than the 150 votes"):
        take(SUPPLEMENTARY.replace(",2,20,", ",2,61,"))


def test_list_seats_go_by_the_highest_figure_above_the_bar(take):
    contest = take(LISTS)
    assert [(award["to"], award["quotient"]) for award in contest["seats_awarded"]] == [
        ("Orchard Party", "351"),
        ("Harbour Party", "200"),
        ("Harbour Party", "150"),
    ]  # the list of one candidate has run out; the independent has 49 of 1,000, below a twentieth


@pytest.mark.parametrize(
    ("rook", "wick", "chosen", "waiting"),
    [("", "", ["Ada Quill"], ["Ben Rook", "Lil Wick"]), ("lost", "won", ["Ada Quill", "Lil Wick"], [])],
    ids=["before the lot", "after the lot"],
)
def test_equal_votes_at_the_cut_wait_for_the_lot(take, rook, wick, chosen, waiting):
    contest = take(SEVERAL.replace("LOT-ROOK", rook).replace("LOT-WICK", wick))
    assert sorted(elected(contest)) == chosen
    assert sorted(contest["awaiting_lot"]) == waiting


def test_a_stage_table_is_kept_as_declared(take):
    contest = take(TRANSFERABLE)
    assert elected(contest) == ["Ada Quill"]
    assert contest["rounds"][1]["totals"] == {"Ada Quill": "55.5", "Ben Rook": 42, "Lil Wick": 0}
    assert contest["rounds"][1]["non_transferable"] == "2.5"


def test_a_stage_that_does_not_add_up_is_refused(take):
    with pytest.raises(importers.BadFile, match="Stage 2 adds up to 101"):
        take(TRANSFERABLE.replace(",2,42,", ",2,43,"))


@pytest.mark.parametrize("rows", [SUPPLEMENTARY, LISTS, TRANSFERABLE], ids=["supplementary", "lists", "transferable"])
def test_what_was_published_can_be_recounted_opened_and_written_out(take, client, capsys, rows):
    contest = take(rows)
    assert differences() == (1, [])
    assert client.get(f"/contests/{contest['ballot_paper_id']}/").status_code == 200
    call_command("export_results", contest=contest["ballot_paper_id"], format="json")
    assert json.loads(capsys.readouterr().out)[0]["ballot_paper_id"] == contest["ballot_paper_id"]


@pytest.mark.parametrize("rows", [SUPPLEMENTARY, LISTS, SEVERAL, TRANSFERABLE], ids=["supplementary", "lists", "several", "stages"])
def test_what_is_written_out_can_be_taken_in_again(take, capsys, tmp_path, rows):
    key = take(rows.replace("LOT-ROOK", "won").replace("LOT-WICK", "lost"))["ballot_paper_id"]
    call_command("export_results", contest=key, format="csv")
    file = tmp_path / "out.csv"
    file.write_text(capsys.readouterr().out)
    report = importers.import_results(file, by=world.editor())
    assert (report.entered, report.unchanged, report.created, report.warnings) == (0, 1, [], [])
