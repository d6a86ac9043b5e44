"""Every voting system from a file to its figures: imported, declared, exported, recounted, and its page opened."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import html5lib
import pytest
from django.core.management import call_command
from django.db.models import Q

from elections import exporters, importers, results
from elections.models import Contest, differences
from elections.papers import ELSEWHERE, Row
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

ONE_ROUND = SUPPLEMENTARY.replace(",1,450,", ",1,950,").replace(",2,20,", ",2,,").replace(",2,90,", ",2,,")
WAITING = SUPPLEMENTARY.replace(",2,20,", ",2,,").replace(",2,90,", ",2,,")
MEMBERS = f"""\
{LISTS}\
gla.a.{DAY},{DAY},Skerry,region,AMS,3,1000,Una Reed,party,Harbour Party,,1,,,,,paper
gla.a.{DAY},{DAY},Skerry,region,AMS,3,1000,Gus Hazel,party,Harbour Party,,2,,,,,paper
gla.a.{DAY},{DAY},Skerry,region,AMS,3,1000,Flo Gorse,party,Harbour Party,,3,,,,,paper
"""
TIED = f"""\
sp.r.skerry.{DAY},{DAY},Skerry,region,AMS,1,200,,party,Harbour Party,,,,100,,,paper
sp.r.skerry.{DAY},{DAY},Skerry,region,AMS,1,200,,party,Orchard Party,,,,100,,,paper
"""
JOINT = (
    SEVERAL.replace("LOT-ROOK", "")
    .replace("LOT-WICK", "")
    .replace(",300,", ",150,")
    .replace("Lantern Party,,,,200", "Lantern Party,,,,150")
)
JOINT = (
    JOINT.replace("Ben Rook,party,Orchard Party,,,,200", "Ben Rook,party,Orchard Party,,,,500")
    + f"""\
local.harrow.mill.{DAY},{DAY},Mill,ward,FPTP,2,,Una Reed,party,Orchard Party,,,,400,,,paper
"""
)


@pytest.fixture
def take(db, tmp_path):
    """Imports rows as two people's sheets and answers the one contest of them as its JSON."""

    def taken(rows: str) -> dict:
        file = tmp_path / "results.csv"
        file.write_text(f"{HEAD}\n{rows}")
        for name in world.PARTIES:
            world.party(name)
        for person in (world.editor(), world.checker()):
            importers.import_results(file, by=person)
        return exporters.as_json(results.results(Q(ballot_paper_id=rows.partition(",")[0]))[0])

    return taken


@pytest.fixture
def read(take):
    """Imports rows likewise and answers the contest as readers see it."""

    def result(rows: str) -> results.Result:
        return results.results(Q(ballot_paper_id=take(rows)["ballot_paper_id"]))[0]

    return result


@pytest.fixture(params=["/contests/{}/", "/live/contests/{}/"], ids=["page", "fragment"])
def shown(request, take, client):
    """Imports rows likewise and answers the words of the contest's page, or of its fragment, each parsed strictly."""

    def words(rows: str) -> str:
        answer = client.get(request.param.format(take(rows)["ballot_paper_id"])).content.decode()
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        (parser.parse if "<!doctype" in answer else parser.parseFragment)(answer)
        assert parser.errors == []
        ids = re.findall(r' id="([^"]+)"', answer)
        assert sorted(ids) == sorted(set(ids))
        plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer))
        return re.sub(r" (?=[.,])", "", plain)

    return words


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


@pytest.mark.parametrize(
    "rows", [SUPPLEMENTARY, LISTS, SEVERAL, TRANSFERABLE], ids=["supplementary", "lists", "several", "stages"]
)
def test_what_is_written_out_can_be_taken_in_again(take, capsys, tmp_path, rows):
    key = take(rows.replace("LOT-ROOK", "won").replace("LOT-WICK", "lost"))["ballot_paper_id"]
    call_command("export_results", contest=key, format="csv")
    file = tmp_path / "out.csv"
    file.write_text(capsys.readouterr().out)
    report = importers.import_results(file, by=world.editor())
    assert (report.entered, report.unchanged, report.created, report.warnings) == (0, 1, [], [])


# What pages and fragments say.


def test_a_second_round_is_shown_with_what_moved_and_its_own_shares(shown):
    words = shown(SUPPLEMENTARY)
    assert "Ben Rook elected" in words and "Majority 20 (2.1%) in the second round." in words
    assert "Ben Rook Elected 400 +90 490 51.0" in words
    assert "Ada Quill 450 +20 470 49.0" in words
    assert "Lil Wick 150 out" in words and "For nobody who stayed 40" in words


def test_a_supplementary_vote_leads_with_the_round_that_decided(read, shown):
    result = read(SUPPLEMENTARY)
    assert [(row.name, row.votes, row.elected) for row in result.leaders] == [("Ben Rook", 490, True), ("Ada Quill", 470, False)]
    assert [(part.name, str(part.share)) for part in result.segments] == [("Ben Rook", "49/96"), ("Ada Quill", "47/96")]
    words = shown(SUPPLEMENTARY)
    assert "Ben Rook Orchard · elected 490 votes 51.0% of the second round" in words
    assert "Ben Rook was 50 behind on first preferences." in words


@pytest.mark.parametrize("rows", [ONE_ROUND, WAITING], ids=["one round", "second awaited"])
def test_while_there_is_no_second_round_first_preferences_lead(read, rows):
    result = read(rows)
    assert result.leaders[0].name == result.rows[0].name == "Ada Quill"
    assert result.leaders[0].votes == result.rows[0].votes and len(result.segments) == 3
    assert result.behind is None


def test_equal_totals_of_a_second_round_lead_with_who_won_the_lot(read):
    tied = SUPPLEMENTARY.replace(",2,90,", ",2,70,")
    quill, rook = "Quill,party,Harbour Party,,,1,450,,", "Rook,party,Orchard Party,,,1,400,,"
    result = read(tied.replace(quill, f"{quill}lost").replace(rook, f"{rook}won"))
    assert [row.name for row in result.leaders] == ["Ben Rook", "Ada Quill"]
    assert [row.votes for row in result.leaders] == [470, 470]


def test_a_first_round_that_decided_says_so(shown):
    words = shown(ONE_ROUND)
    assert "Ada Quill is elected in the first round with more than half of the first preferences (63.3%)." in words
    assert "in the second round" not in words


def test_second_preferences_that_are_missing_are_said_to_be(shown):
    words = shown(WAITING)
    assert "Second preferences not known yet" in words
    assert "elected" not in words.lower() and "Majority" not in words


def test_lists_are_shown_seat_by_seat(shown):
    words = shown(LISTS)
    assert "Harbour 2, Orchard 1" in words and "3 list seats on 1,000 valid votes." in words
    assert "Harbour 600 60.0 2 2 4" in words and "Orchard 351 35.1 0 1 1" in words
    assert "Sam Stone below 5 per cent 49 4.9" in words
    assert "at least 5 per cent of all valid votes" in words and "Greater London Authority Act 1999, Schedule 2" in words
    assert "1 Orchard Nell Harrow 200.0 ÷ 3 351.0 ÷ 1, wins the seat" in words
    assert "3 Harbour 150.0 ÷ 4, wins the seat list at its end" in words


def test_the_seats_of_a_list_go_down_its_order(shown):
    words = shown(MEMBERS)
    assert "2 Harbour Una Reed" in words and "3 Harbour Gus Hazel" in words
    assert "Una Reed elected Gus Hazel elected Flo Gorse" in words and "Flo Gorse elected" not in words


def test_who_won_a_constituency_is_passed_over(db, client, tmp_path):
    file = tmp_path / "results.csv"
    file.write_text(f"{HEAD}\n{MEMBERS}")
    importers.import_results(file, by=world.editor())
    contest = Contest.objects.get()
    una = Row(contest.candidacies.get(ballot_name="Una Reed").pk, status=ELSEWHERE)
    paper = contest.sheets.get().paper()
    for person in (world.checker(), world.duty_editor()):
        contest.enter_sheet(replace(paper, rows=(*paper.rows, una)), by=person)
    (harbour, *_others) = results.result(contest.pk).lists
    assert [(one.name, one.elected, one.elsewhere) for one in harbour.members] == [
        ("Una Reed", False, True),
        ("Gus Hazel", True, False),
        ("Flo Gorse", True, False),
    ]
    assert "elected in a constituency" in client.get(f"/contests/{contest.ballot_paper_id}/").content.decode()


def test_equal_figures_for_the_last_list_seat_wait_for_the_lot(shown):
    words = shown(TIED)
    assert "Equal votes, awaiting lot" in words and "1 seat awaits the lot." in words
    assert "Awaiting lot Harbour 100.0, Orchard 100.0" in words and "wins the seat" not in words


def test_a_stage_table_is_shown_as_declared(shown):
    words = shown(TRANSFERABLE)
    assert "Recorded as declared and checked against its own arithmetic, not recounted" in words
    assert "Quota 51, by the rule: the whole part of 100 ÷ 2, plus one." in words
    assert "Ada Quill Elected, quota at stage 2 45 55.5, quota reached" in words
    assert "Not transferable what is missing from the valid votes 0 2.5" in words
    assert "Majority" not in words


def test_several_seats_have_places_and_a_margin_and_no_majority(shown):
    words = shown(JOINT)
    assert "2 elected. Margin between the last elected and the first not elected: 250." in words
    assert "=3 Ada Quill" in words and "=3 Lil Wick" in words and "Majority" not in words
    assert "Share: each party’s best candidate over the sum of those." in words
    assert "Una Reed Orchard Orc Elected 400 =3" in words  # a party's second candidate has no share


def test_a_seat_that_waits_for_the_lot_is_nobodys(shown):
    words = shown(SEVERAL.replace("LOT-ROOK", "").replace("LOT-WICK", ""))
    assert "Equal votes, awaiting lot" in words and "1 elected. 1 seat awaits the lot." in words
    assert words.count("equal votes, awaiting lot") == 2


def test_a_seat_by_lot_says_so(shown):
    words = shown(SEVERAL.replace("LOT-ROOK", "lost").replace("LOT-WICK", "won"))
    assert "Ada Quill and Lil Wick elected" in words and "Elected by lot" in words
    assert "The last elected and the first not elected have equal votes; a lot decided." in words


@pytest.mark.parametrize("rows", [LISTS, MEMBERS, TIED], ids=["lists", "members", "tied"])
def test_before_the_declaration_lists_have_no_figures(db, client, tmp_path, rows):
    file = tmp_path / "results.csv"
    file.write_text(f"{HEAD}\n{rows}")
    importers.import_results(file, by=world.editor())
    page = client.get(f"/contests/{rows.partition(',')[0]}/").content.decode()
    assert "Lists, as on the ballot paper" in page and "Seat by seat" not in page and "600" not in page


def test_pages_link_only_to_rules_that_there_are(take, client):
    rules = set(re.findall(r' id="([^"]+)"', client.get("/methodology/").content.decode()))
    for rows in (SUPPLEMENTARY, LISTS, TRANSFERABLE, SEVERAL.replace("LOT-ROOK", "").replace("LOT-WICK", "")):
        page = client.get(f"/contests/{take(rows)['ballot_paper_id']}/").content.decode()
        links = set(re.findall(r'href="/methodology/#([^"]+)"', page))
        assert links and links <= rules


def test_two_systems_in_one_story_share_no_id(take, client):
    contests = [
        Contest.objects.get(ballot_paper_id=take(rows)["ballot_paper_id"]) for rows in (LISTS, TRANSFERABLE, SUPPLEMENTARY, TIED)
    ]
    story = world.story(*contests, body="Words.")
    answer = client.get(f"/articles/{story.slug}/").content.decode()
    ids = re.findall(r' id="([^"]+)"', answer)
    assert sorted(ids) == sorted(set(ids)) and "Stage by stage" in answer


# What readers are given.


def test_beside_its_title_a_contest_says_only_what_that_does_not(read):
    mayor = read(SUPPLEMENTARY)
    assert (mayor.title, mayor.body, mayor.manner) == ("Eastvale mayor", "mayor, supplementary vote", "supplementary vote")
    lists = read(LISTS)
    assert lists.body == lists.manner == "London Assembly, 3 seats, additional member"


def test_the_seats_of_lists_stand_in_the_order_of_allocation_and_a_lot_is_marked(read):
    assert [seat.place.party_class for seat in read(LISTS).places.seats] == ["p-orchard", "p-harbour", "p-harbour"]
    drawn = read(SEVERAL.replace("LOT-ROOK", "lost").replace("LOT-WICK", "won")).places
    assert [(seat.place.party_class, bool(seat.lot)) for seat in drawn.seats] == [("p-harbour", False), ("p-lantern", True)]


def test_two_rounds_are_as_wide_as_all_first_preferences(read):
    rounds = read(SUPPLEMENTARY).rounds
    assert (rounds.first, rounds.out_first, rounds.neither) == (1_000, 150, 40)
    assert [(band.x, band.width) for band in rounds.first_bands] == [
        (Decimal("0.00"), Decimal("40.00")),
        (Decimal("40.00"), Decimal("15.00")),
        (Decimal("55.00"), Decimal("45.00")),
    ]
    assert [band.width for band in rounds.second_bands] == [Decimal("49.00"), Decimal("4.00"), Decimal("47.00")]


def test_the_second_highest_figure_for_the_last_seat_is_known(read):
    table = read(LISTS).allocation
    assert [(seat.number, seat.won.to.name, seat.won.figure) for seat in table.seats] == [
        (1, "Orchard", Decimal("351.0")),
        (2, "Harbour", Decimal("200.0")),
        (3, "Harbour", Decimal("150.0")),
    ]
    assert table.runner_up is None  # the one list of one has run out, the independent is below the bar
    assert [one.name for one in table.columns] == ["Harbour", "Orchard"]


def test_what_lists_together_had_for_the_last_seat_is_not_guessed(read):
    summed = TIED.replace(",AMS,1,200,", ",AMS,1,320,").replace("Orchard Party,,,,100", "Orchard Party,,,,90")
    summed += f"sp.r.skerry.{DAY},{DAY},Skerry,region,AMS,1,320,Others,aggregate,,,,,130,,,paper\n"
    result = read(summed)
    assert result.lists_summed and result.allocation.runner_up is None


def test_the_figures_of_a_column_have_the_decimals_that_it_needs(read):
    table = read(TRANSFERABLE).stages
    assert [[str(cell.votes) for cell in line.cells] for line in table.rows] == [["45", "55.5"], ["40", "42.0"], ["15", "0"]]
    assert [str(votes) for votes in table.lost] == ["0", "2.5"]


def test_transferable_votes_for_one_seat_have_no_majority(read):
    assert read(TRANSFERABLE).outcome.majority is None


# Constituencies and their region.

REGION = "sp.r.skerry.2011-05-05"
TOGETHER = f"""\
sp.c.eastskerry.{DAY},{DAY},Eastskerry,constituency,FPTP,1,,Ada Quill,party,Harbour Party,,,,20,,,paper,Skerry
sp.c.eastskerry.{DAY},{DAY},Eastskerry,constituency,FPTP,1,,Ben Rook,party,Orchard Party,,,,10,,,paper,Skerry
{REGION},{DAY},Skerry,region,AMS,2,,,party,Harbour Party,STATED,,,90,,,paper,
{REGION},{DAY},Skerry,region,AMS,2,,,party,Orchard Party,0,,,40,,,paper,
"""


@pytest.mark.parametrize(("stated", "queried"), [("1", []), ("2", ["Harbour Party"])])
def test_constituency_seats_are_held_against_the_declared_constituencies(db, tmp_path, stated, queried):
    file = tmp_path / "region.csv"
    lines = TOGETHER.replace("STATED", stated).splitlines()
    constituency, region = lines[:2], lines[2:]
    for rows in (constituency, region):
        file.write_text("\n".join([f"{HEAD},area_parent", *rows, ""]))
        report = importers.import_results(file, by=world.editor(), confirm_as=world.duty_editor(), reason="archive")
    assert Contest.objects.get(voting_system="FPTP").list_contest.ballot_paper_id == REGION
    assert [w.split(": ")[2].partition(" is stated")[0] for w in report.warnings] == queried
