"""Foreign files, turned into rows of our own format: what each says, and what is said where it contradicts itself."""

import csv
import io
from datetime import date

import pytest

from elections.sources import RESULTS, Source, Table, ballot_paper, detect, polling_day, standing, translate, voting_system

# Democracy Club's headers, as exported; only the columns that matter here carry values.
CANDIDATES = (
    "person_id,person_name,election_id,ballot_paper_id,election_date,election_current,by_election_reason,party_name,"
    "sopn_last_name,sopn_first_names,party_id,party_list_position,party_lists_in_use,gss,post_label,cancelled_poll,nuts1,"
    "seats_contested,organisation_name,votes_cast,elected,tied_vote_winner,rank,turnout_reported,spoilt_ballots,"
    "total_electorate,turnout_percentage,results_source,mnis_id"
)
VOTES = (
    "election_id,ballot_paper_id,person_id,party_id,party_name,person_name,ballots_cast,elected,spoilt_ballots,turnout,"
    "turnout_percentage,total_electorate,source"
)
# The House of Commons Library's.
BY_CANDIDATE = (
    "ONS ID,ONS region ID,Constituency name,County name,Region name,Country name,Constituency type,Party name,"
    "Party abbreviation,Electoral Commission party ID,MNIS party ID,Electoral Commission adjunct party ID,"
    "Candidate first name,Candidate surname,Candidate gender,Sitting MP,Former MP,Member MNIS ID,Votes,Share,Change,"
    "Democracy Club person ID"
)
BY_CONSTITUENCY = (
    "ONS ID,ONS region ID,Constituency name,County name,Region name,Country name,Constituency type,Declaration time,"
    "Member first name,Member surname,Member gender,Result,First party,Second party,Electorate,Valid votes,Invalid votes,"
    "Majority,Har,Orc,All other candidates,Of which other winner"
)
PLACE = "X14000009,X12000001,Southmarsh,Marshes,Low Country,England,Borough"
SOUTHMARSH = f"""\
{PLACE},Harbour Party,Har,PP1001,4,,Ada,Quill,Female,No,No,4001,12345,0.5,0.1,9001
{PLACE},Orchard Party,Orc,PP1002,15,,Ben,Rook,Male,No,No,,9876,0.4,,9002
{PLACE},Independent,Ind,,8,,Sam,Stone,Male,No,No,,2100,0.09,,
"""
DECLARED = f"{PLACE},06/05/2011 02:30,Ada,Quill,Female,Har gain from Orc,Har,Orc,60000,24321,100,2469,12345,9876,2100,0\n"


def table(text: str, name: str = "GE2024.csv") -> Table:
    return Table(name, list(csv.reader(io.StringIO(text))))


def club(*rows: dict[str, str], header: str = CANDIDATES) -> Table:
    text = io.StringIO()
    writer = csv.DictWriter(text, header.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return table(text.getvalue())


def library(header: str, rows: str, name: str = "GE2024.csv") -> Table:
    return table(f"{header}\n{rows}", name)


def told(done, *columns: str) -> list[tuple[str, ...]]:
    assert done.problems == []
    return [tuple(row[column] for column in columns) for row in done.rows]


def candidate(name: str, **more: str) -> dict[str, str]:
    return {
        "person_id": "9001", "person_name": name, "ballot_paper_id": "parl.southmarsh.2031-05-01",
        "election_date": "2031-05-01", "party_name": "Harbour Party", "party_id": "PP1001", "gss": "E14000009",
        "post_label": "Southmarsh", "cancelled_poll": "f", "seats_contested": "1", **more,
    }  # fmt: skip


# Whose file it is.


@pytest.mark.parametrize(
    ("first", "source"),
    [
        (CANDIDATES, Source.CANDIDATES),
        (VOTES, Source.VOTES),
        (VOTES.replace("elected", "is_winner"), Source.VOTES),
        (BY_CANDIDATE, Source.BY_CANDIDATE),
        (BY_CANDIDATE.replace("County name,", ""), Source.BY_CANDIDATE),
        (f"Election date,{BY_CANDIDATE}".replace("ONS ID,", "ONS ID2,", 1), Source.BY_CANDIDATE),
        (BY_CONSTITUENCY, Source.BY_CONSTITUENCY),
        (f"By-election date,Writ date,{BY_CONSTITUENCY}", Source.BY_CONSTITUENCY),
        (SOUTHMARSH.splitlines()[0], Source.BY_CANDIDATE),
        (f"05/05/2011,{SOUTHMARSH.splitlines()[0]}", Source.BY_CANDIDATE),
        (DECLARED, Source.BY_CONSTITUENCY),
        (f"05/05/2011,01/04/2011,{DECLARED}", Source.BY_CONSTITUENCY),
        (",".join(RESULTS), None),
        ("votes,shoe_size", None),
        ("", None),
    ],
)
def test_a_file_is_known_by_its_first_row(first, source):
    assert detect(next(csv.reader([first]), [])) is source


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (club(), club()),
        (library(BY_CANDIDATE, ""), library(BY_CANDIDATE, "")),
        (library(BY_CANDIDATE, ""), table(",".join(RESULTS))),
        (library(BY_CANDIDATE, ""), table("")),
    ],
)
def test_two_files_that_are_no_pair_are_refused(one, other):
    (problem,) = translate([one, other]).problems
    assert problem.endswith("Give one file at a time.")


# Democracy Club.


@pytest.mark.parametrize(
    ("ballot", "country", "system"),
    [
        ("mayor.eastvale.2023-05-03", "England", "SV"),
        ("mayor.eastvale.2023-05-04", "England", "FPTP"),
        ("pcc.marshes.2021-05-06", "", "SV"),
        ("pcc.marshes.by.2023-08-10", "", "FPTP"),
        ("gla.a.2021-05-06", "England", "AMS"),
        ("gla.c.skerry.2021-05-06", "England", "FPTP"),
        ("sp.r.low-country.2021-05-06", "Scotland", "AMS"),
        ("sp.c.skerry.2021-05-06", "Scotland", "FPTP"),
        ("senedd.r.low-country.2021-05-06", "Wales", "AMS"),
        ("senedd.c.skerry.by.2025-10-23", "Wales", "FPTP"),
        ("senedd.skerry.2026-05-07", "Wales", "PR-CL"),
        ("nia.skerry.2022-05-05", "Northern Ireland", "STV-NI"),
        ("local.skerry.quay.2022-05-05", "Scotland", "STV-SCT"),
        ("local.skerry.quay.2023-05-18", "Northern Ireland", "STV-NI"),
        ("local.skerry.quay.2023-05-04", "England", "FPTP"),
        ("local.skerry.quay.2022-05-05", "Wales", "FPTP"),
        ("local.skerry.quay.2022-05-05", "", ""),
        ("parl.southmarsh.2024-07-04", "Scotland", "FPTP"),
    ],
)
def test_the_voting_system_follows_from_the_kind_of_election_and_its_day(ballot, country, system):
    assert voting_system(ballot, country) == system


@pytest.mark.parametrize(
    ("party", "party_id", "told"),
    [
        ("Independent", "ynmp-party:2", {"standing_as": "independent"}),
        ("Independent", "", {"standing_as": "independent"}),
        ("Speaker seeking re-election", "ynmp-party:12522", {"standing_as": "speaker"}),
        ("Speaker", "", {"standing_as": "speaker"}),
        ("Harbour Party", "PP1001", {"party": "Harbour Party", "ec_party_id": "PP1001"}),
        ("Harbour Party", "party:1001", {"party": "Harbour Party", "ec_party_id": "PP1001"}),
        ("Harbour Party", "ynmp-party:9", {"party": "Harbour Party"}),
        (
            "Labour and Co-operative Party",
            "joint-party:53-119",
            {"party": "Labour Party", "adjunct_party": "Co-operative Party", "ec_party_id": "PP53"},
        ),
        ("Labour and Co-operative", "", {"party": "Labour", "adjunct_party": "Co-operative Party"}),
    ],
)
def test_what_somebody_stands_as(party, party_id, told):
    assert standing(party, party_id).items() >= {"standing_as": "party", **told}.items()


def test_candidates_before_polling_day_have_no_votes_and_no_result():
    done = translate([club(candidate("Ada Quill", sopn_first_names="Ada", sopn_last_name="Quill"), candidate("Ben Rook"))])
    assert told(done, "candidate", "given_name", "family_name", "votes", "elected", "poll_status", "row") == [
        ("Ada Quill", "Ada", "Quill", "", "", "", "2"),
        ("Ben Rook", "", "", "", "", "", "3"),
    ]
    assert told(done, "ballot_paper_id", "area_name", "area_kind", "gss", "country", "voting_system", "seats")[0] == (
        "parl.southmarsh.2031-05-01", "Southmarsh", "constituency", "E14000009", "England", "FPTP", "1",
    )  # fmt: skip


def test_figures_of_the_count_are_taken_and_shares_of_any_kind_are_not():
    figures = {"turnout_reported": "24421", "spoilt_ballots": "100", "total_electorate": "60000", "turnout_percentage": "40.7"}
    done = translate([club(candidate("Ada Quill", votes_cast="12345", elected="t", results_source="the paper", **figures))])
    columns = ("votes", "ballot_papers", "rejected_ballots", "electorate", "valid_votes", "source")
    assert told(done, *columns) == [("12345", "24421", "100", "60000", "", "the paper")]
    assert "40.7" not in done.rows[0].values()


def test_a_winner_before_the_votes():
    done = translate([club(candidate("Ada Quill", elected="True"), candidate("Ben Rook", elected="False"))])
    assert told(done, "poll_status", "elected") == [("winner", "yes"), ("winner", "")]


def test_fewer_winners_than_seats_and_no_votes_are_no_result_yet():
    rows = [candidate(name, seats_contested="2", elected=elected) for name, elected in (("Ada Quill", "t"), ("Ben Rook", ""))]
    done = translate([club(*rows)])
    assert told(done, "poll_status") == [("",), ("",)]
    assert done.warnings == ["Row 2: parl.southmarsh.2031-05-01 has 1 elected for 2 seats, and no votes: it awaits."]


@pytest.mark.parametrize(("elected", "status"), [("t", "uncontested"), ("", "cancelled"), ("f", "cancelled")])
def test_a_cancelled_poll_is_uncontested_where_everybody_was_elected(elected, status):
    done = translate([club(candidate("Ada Quill", cancelled_poll="t", elected=elected))])
    assert told(done, "poll_status") == [(status,)]


def test_a_lot_is_won_by_one_and_lost_by_who_had_as_many_votes():
    rows = [
        candidate("Ada Quill", votes_cast="200", elected="t", tied_vote_winner="t"),
        candidate("Ben Rook", votes_cast="200", elected="f", tied_vote_winner="f"),
        candidate("Lil Wick", votes_cast="100", elected="f", tied_vote_winner="f"),
    ]
    done = translate([club(*rows)])
    assert told(done, "lot") == [("won",), ("lost",), ("",)]
    assert done.warnings == []


def test_who_was_elected_against_the_votes_is_said():
    rows = [candidate("Ada Quill", votes_cast="200", elected="f"), candidate("Ben Rook", votes_cast="100", elected="t")]
    assert translate([club(*rows)]).warnings == [
        "Row 2: the file says that Ada Quill was not elected; by the votes, elected.",
        "Row 3: the file says that Ben Rook was elected; by the votes, not elected.",
    ]


def test_a_by_election_has_its_cause_in_words():
    by = {"ballot_paper_id": "parl.southmarsh.by.2031-05-01", "by_election_reason": "RESIGNATION"}
    done = translate([club(candidate("Ada Quill", **by))])
    assert told(done, "by_election_reason") == [("the elected member resigned",)]


@pytest.mark.parametrize(
    ("place", "system"),
    [
        ({"gss": "S13000001"}, "STV-SCT"),
        ({"gss": "", "nuts1": "Northern Ireland"}, "STV-NI"),
        ({"gss": "", "nuts1": "North East (England)"}, "FPTP"),
    ],
)
def test_a_council_s_country_is_that_of_its_code_or_region(place, system):
    done = translate([club(candidate("Ada Quill", **{"ballot_paper_id": "local.skerry.quay.2031-05-01", **place}))])
    assert told(done, "voting_system", "area_kind", "area_parent") == [(system, "ward", "Skerry")]


def test_a_council_in_no_known_country_is_refused_unless_its_contest_is_on_record():
    file = club(candidate("Ada Quill", ballot_paper_id="local.skerry.quay.2031-05-01", gss=""))
    assert translate([file]).problems == [
        "Row 2: local.skerry.quay.2031-05-01: the voting system depends on the country, which is not in the file. "
        "Export it again with the column gss."
    ]
    done = translate([file], on_record={"local.skerry.quay.2031-05-01": "STV-SCT"})
    assert told(done, "voting_system") == [("STV-SCT",)]


@pytest.mark.parametrize("ballot", ["", "parl", "parl.65813", "parl.southmarsh.may"])
def test_a_ballot_paper_that_does_not_say_its_kind_and_day_is_refused(ballot):
    assert translate([club(candidate("Ada Quill", ballot_paper_id=ballot))]).problems == [
        f"Row 2: ballot_paper_id is {ballot!r}: it begins with the kind of election and ends with the day, "
        "such as parl.northmarsh.2024-07-04."
    ]


def test_a_supplementary_vote_without_second_preferences_keeps_its_winner_alone():
    mayor = {"ballot_paper_id": "mayor.eastvale.2021-05-06", "election_date": "2021-05-06"}
    rows = [
        candidate("Ada Quill", **mayor, votes_cast="450", elected="f"),
        candidate("Ben Rook", **mayor, votes_cast="400", elected="t"),
        candidate("Lil Wick", **mayor, votes_cast="150", elected="f"),
    ]
    done = translate([club(*rows)])
    assert told(done, "poll_status", "votes", "elected")[:2] == [("winner", "", ""), ("winner", "", "yes")]
    (warning,) = done.warnings
    assert warning.startswith("Row 2: mayor.eastvale.2021-05-06: nobody has more than half of these votes")


LISTED = {
    "ballot_paper_id": "senedd.skerry.2031-05-01", "seats_contested": "6", "party_lists_in_use": "t", "gss": "W09000001",
}  # fmt: skip


def test_lists_have_one_row_and_their_members_follow_in_order():
    rows = [
        candidate("Ben Rook", **LISTED, party_list_position="2", votes_cast="600"),
        candidate("Ada Quill", **LISTED, party_list_position="1", votes_cast="600"),
        candidate("Sam Stone", **LISTED, party_name="Independent", party_id="ynmp-party:2", votes_cast="49"),
    ]
    assert told(translate([club(*rows)]), "candidate", "party", "list_position", "votes", "standing_as") == [
        ("", "Harbour Party", "", "600", "party"),
        ("Ada Quill", "Harbour Party", "1", "", "party"),
        ("Ben Rook", "Harbour Party", "2", "", "party"),
        ("Sam Stone", "", "", "49", "independent"),
    ]  # fmt: skip


def test_a_list_with_two_figures_is_refused():
    rows = [
        candidate(name, **LISTED, party_list_position=votes, votes_cast=votes) for name, votes in (("Ada", "1"), ("Ben", "2"))
    ]
    assert translate([club(*rows)]).problems == ["Row 2: Harbour Party has more than one figure as a list: 1, 2. A list has one."]


def test_additional_members_await_because_the_file_has_no_constituencies():
    rows = [candidate("Ada Quill", **LISTED | {"ballot_paper_id": "sp.r.skerry.2031-05-01"}, votes_cast="600")]
    done = translate([club(*rows)])
    assert told(done, "voting_system", "votes", "candidate") == [("AMS", "", "")]
    assert "the seats of its lists depend on the constituencies" in done.warnings[0]
    assert done.warnings[1] == "Row 2: 1 on the list of Harbour Party have no party_list_position: left out."


RESULT = {
    "ballot_paper_id": "parl.southmarsh.2031-05-01",
    "person_id": "9001",
    "party_id": "PP1001",
    "party_name": "Harbour Party",
}


def test_a_file_of_votes_alone_is_for_contests_on_record():
    file = club({**RESULT, "person_name": "Ada Quill", "ballots_cast": "12345", "turnout": "24421"}, header=VOTES)
    assert translate([file]).problems == [
        "Row 2: parl.southmarsh.2031-05-01 is not on record, and this file does not say where it is. "
        "Import Democracy Club's candidates first."
    ]
    done = translate([file], on_record={"parl.southmarsh.2031-05-01": "FPTP"})
    assert told(done, "candidate", "votes", "ballot_papers") == [("Ada Quill", "12345", "24421")]


# The House of Commons Library.


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("HoC-GE2024-results-by-candidate.csv", date(2024, 7, 4)),
        ("ge-2019.csv", date(2019, 12, 12)),
        ("results 2031-05-01.csv", date(2031, 5, 1)),
        ("results-2031-13-01.csv", None),
        ("candidacies.csv", None),
    ],
)
def test_a_file_s_name_may_say_its_polling_day(name, day):
    assert polling_day(name) == day


@pytest.mark.parametrize(
    ("constituency", "slug"),
    [
        ("Southmarsh", "southmarsh"),
        ("Ynys Môn", "ynys-mon"),
        ("Marsh, Quay and King's Skerry", "marsh-quay-and-kings-skerry"),
        ("Berwick-upon-Marsh", "berwick-upon-marsh"),
    ],
)
def test_a_ballot_paper_is_named_by_democracy_club_s_grammar(constituency, slug):
    assert ballot_paper(constituency, date(2031, 5, 1), by_election=False) == f"parl.{slug}.2031-05-01"
    assert ballot_paper(constituency, date(2031, 5, 1), by_election=True) == f"parl.{slug}.by.2031-05-01"


def test_by_candidate_alone_has_candidates_and_votes():
    done = translate([library(BY_CANDIDATE, SOUTHMARSH)])
    assert told(done, "candidate", "standing_as", "party", "party_abbreviation", "ec_party_id", "votes", "person_id", "row") == [
        ("Ada Quill", "party", "Harbour Party", "Har", "PP1001", "12345", "9001", "2"),
        ("Ben Rook", "party", "Orchard Party", "Orc", "PP1002", "9876", "9002", "3"),
        ("Sam Stone", "independent", "", "", "", "2100", "", "4"),
    ]
    assert told(done, "ballot_paper_id", "gss", "region", "electorate")[0] == (
        "parl.southmarsh.2024-07-04", "X14000009", "Low Country", "",
    )  # fmt: skip


def test_a_member_without_democracy_club_s_number_keeps_the_library_s_own_and_says_so():
    done = translate([library(BY_CANDIDATE, SOUTHMARSH.replace(",9001", ","))])
    assert told(done, "person_id")[0] == ("mnis:4001",)


def test_an_adjunct_party_and_the_speaker():
    rows = (
        f"{PLACE},Labour and Co-operative,Lab,PP53,15,PP119,Ada,Quill,Female,No,No,,1,,,\n"
        f"{PLACE},Speaker,Spk,,7,,Ben,Rook,Male,No,No,,2,,,\n"
    )
    done = translate([library(BY_CANDIDATE, rows)])
    assert told(done, "party", "adjunct_party", "standing_as") == [
        ("Labour", "Co-operative Party", "party"), ("", "", "speaker"),
    ]  # fmt: skip


@pytest.mark.parametrize("swapped", [False, True], ids=["by candidate first", "by constituency first"])
def test_the_pair_makes_the_whole_result_in_either_order(swapped):
    pair = [library(BY_CANDIDATE, SOUTHMARSH), library(BY_CONSTITUENCY, DECLARED, "other.csv")]
    done = translate(pair[::-1] if swapped else pair)
    assert done.warnings == []
    assert told(done, "candidate", "votes", "electorate", "valid_votes", "rejected_ballots", "declared_at") == [
        ("Ada Quill", "12345", "60000", "24321", "100", "2011-05-06T02:30:00"),
        ("Ben Rook", "9876", "60000", "24321", "100", "2011-05-06T02:30:00"),
        ("Sam Stone", "2100", "60000", "24321", "100", "2011-05-06T02:30:00"),
    ]
    assert done.rows[0]["row"] == "2 of GE2024.csv"


def test_files_without_headers_read_the_same():
    with_headers = translate([library(BY_CANDIDATE, SOUTHMARSH), library(BY_CONSTITUENCY, DECLARED, "other.csv")])
    without = translate([table(SOUTHMARSH), table(DECLARED, "other.csv")])
    assert without.rows[0]["row"] == "1 of GE2024.csv"
    assert [row | {"row": ""} for row in without.rows] == [row | {"row": ""} for row in with_headers.rows]


def test_the_files_of_by_elections_say_their_day_themselves():
    candidates = "".join(f"05/05/2011,{row}\n" for row in SOUTHMARSH.splitlines())
    header = f"Election date,{BY_CANDIDATE}".replace("ONS ID,", "ONS ID2,", 1).replace("Democracy Club p", "DC P")
    stated = f"05/05/2011,01/04/2011,{DECLARED}"
    done = translate(
        [library(header, candidates, "a.csv"), library(f"By-election date,Writ date,{BY_CONSTITUENCY}", stated, "b.csv")]
    )
    assert told(done, "ballot_paper_id", "election_date", "electorate")[0] == (
        "parl.southmarsh.by.2011-05-05", "2011-05-05", "60000",
    )  # fmt: skip


def test_a_polling_day_that_nobody_says_is_asked_for():
    file = library(BY_CANDIDATE, SOUTHMARSH, "candidacies.csv")
    assert translate([file]).problems == [
        "candidacies.csv does not say its polling day. Give it with --election-date 2024-07-04, or write it in the file's name."
    ]
    assert told(translate([file], polling_on=date(2031, 5, 1)), "election_date")[0] == ("2031-05-01",)


@pytest.mark.parametrize(
    ("instead", "sentence"),
    [
        ((",2469,", ",2569,"), "the file says majority 2,569; the votes make it 2,469."),
        (("Ada,Quill", "Ben,Rook"), "the file says that Ben Rook was elected; by the votes it is Ada Quill."),
        (("Har gain from Orc", "Orc hold"), "the file says result Orc hold; by the votes Har is first."),
        ((",Har,Orc,", ",Orc,Har,"), "the file says first party Orc; by the votes Har is first."),
    ],
)
def test_what_is_stated_against_the_votes_is_said_with_its_row(instead, sentence):
    pair = [library(BY_CANDIDATE, SOUTHMARSH), library(BY_CONSTITUENCY, DECLARED.replace(*instead), "other.csv")]
    done = translate(pair)
    assert done.warnings == [f"Row 2 of other.csv: {sentence}"]
    assert len(done.rows) == 3


@pytest.mark.parametrize("result", ["Har hold", "Har Coop gain from Orc", "", "Harbour Party hold"])
def test_a_result_that_names_the_winner_s_party_otherwise_agrees(result):
    stated = DECLARED.replace("Har gain from Orc", result)
    assert translate([library(BY_CANDIDATE, SOUTHMARSH), library(BY_CONSTITUENCY, stated, "other.csv")]).warnings == []


def test_an_equal_lead_has_no_winner_to_compare():
    rows = SOUTHMARSH.replace("9876", "12345")
    done = translate([library(BY_CANDIDATE, rows), library(BY_CONSTITUENCY, DECLARED.replace("2469", "0"), "other.csv")])
    assert done.warnings == []


@pytest.mark.parametrize("instead", [("X14000009", "X14000010"), ("Southmarsh", "Westmarsh")], ids=["other id", "other name"])
def test_the_two_files_meet_on_id_and_name_together(instead):
    done = translate([library(BY_CANDIDATE, SOUTHMARSH), library(BY_CONSTITUENCY, DECLARED.replace(*instead), "other.csv")])
    assert told(done, "valid_votes") == [("",)] * 3
    assert [warning.partition(" (")[0] for warning in done.warnings] == [
        "Row 2 of GE2024.csv: Southmarsh",
        f"Row 2 of other.csv: {'Westmarsh' if 'Westmarsh' in instead else 'Southmarsh'}",
    ]


def test_a_name_in_other_letters_is_the_same_name():
    done = translate([library(BY_CANDIDATE, SOUTHMARSH), library(BY_CONSTITUENCY, DECLARED.replace("South", "SOUTH"), "b.csv")])
    assert told(done, "valid_votes")[0] == ("24321",)


def test_a_pair_without_votes_has_who_won():
    rows = SOUTHMARSH.replace("12345", "").replace("9876", "").replace("2100", "")
    done = translate([library(BY_CANDIDATE, rows), library(BY_CONSTITUENCY, DECLARED, "other.csv")])
    assert told(done, "poll_status", "elected", "valid_votes") == [("winner", "yes", ""), ("winner", "", ""), ("winner", "", "")]


def test_by_constituency_alone_has_who_won():
    done = translate([library(BY_CONSTITUENCY, DECLARED)], on_record={"parl.southmarsh.2024-07-04": "FPTP"})
    assert told(done, "candidate", "party", "elected", "poll_status", "votes", "electorate") == [
        ("Ada Quill", "Har", "yes", "winner", "", "60000")
    ]
    assert done.warnings == [
        "Only who won is taken from a file by constituency. The votes are in the file by candidate: give both."
    ]


def test_a_winner_whose_rivals_are_not_on_record_is_said():
    assert translate([library(BY_CONSTITUENCY, DECLARED)]).warnings[1].startswith("1 of its contests are not on record")


@pytest.mark.parametrize(
    ("instead", "sentence"),
    [
        (("60000", "60,000"), "Row 2 of b.csv: Electorate is '60,000': write a whole number in digits only, such as 15529."),
        (("06/05/2011 02:30", "dawn"), "Row 2 of b.csv: Declaration time is 'dawn': write it as 13/12/2019 02:30."),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_row_and_file(instead, sentence):
    rows = [cells.replace(*instead) if cells else "" for cells in next(csv.reader([DECLARED]))]
    stated = Table("b.csv", [BY_CONSTITUENCY.split(","), rows])
    assert translate([library(BY_CANDIDATE, SOUTHMARSH), stated]).problems == [sentence]


def test_a_ragged_row_is_refused():
    assert translate([library(BY_CANDIDATE, SOUTHMARSH + "X14000009,X1\n")]).problems[0] == (
        "Row 5: it has 2 cells, the first row has 22."
    )
