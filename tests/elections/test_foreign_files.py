"""Files of Democracy Club and of the House of Commons Library, from the file to the declared result."""

import json

import pytest
from django.core.management import CommandError, call_command

from elections import results
from elections.importers import BadFile, import_results
from elections.models import Candidacy, Contest, Declaration, Election, Sheet
from tests import world
from tests.elections.test_sources import (
    BY_CANDIDATE,
    BY_CONSTITUENCY,
    CANDIDATES,
    DECLARED,
    RESULT,
    SOUTHMARSH,
    VOTES,
    candidate,
    club,
)

DAY = "2011-05-05"
SEAT = f"parl.southmarsh.{DAY}"


@pytest.fixture
def file(tmp_path):
    """Makes a file of this text under a name, with a byte order mark as spreadsheets write it."""

    def make(text, name=f"candidacies-{DAY}.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8-sig")
        return path

    return make


@pytest.fixture
def pair(file):
    return file(f"{BY_CANDIDATE}\n{SOUTHMARSH}"), file(f"{BY_CONSTITUENCY}\n{DECLARED}", "constituencies.csv")


def text(*rows, header=CANDIDATES):
    return "\n".join(",".join(row) for row in club(*rows, header=header).rows)


def standing(name, **more):
    return candidate(name, **{"ballot_paper_id": SEAT, "election_date": DAY, **more})


def twice(*paths, **options):
    """The same file by two people, and by the first again: entered, declared, unchanged."""
    first = import_results(*paths, by=world.editor(), **options)
    second = import_results(*paths, by=world.checker(), **options)
    third = import_results(*paths, by=world.editor(), **options)
    return first.entered, second.declared, third.unchanged


def outcome():
    return results.result(Contest.objects.get().pk).outcome


# The House of Commons Library.


@pytest.mark.parametrize("swapped", [False, True], ids=["by candidate first", "by constituency first"])
def test_the_pair_is_entered_confirmed_and_then_unchanged(db, pair, swapped):
    assert twice(*(pair[::-1] if swapped else pair)) == (1, 1, 1)
    count = outcome().count
    assert {line.name: line.votes for line in count.lines} == {"Ada Quill": 12_345, "Ben Rook": 9_876, "Sam Stone": 2_100}
    assert (count.electorate, count.valid_votes, count.rejected_ballots, outcome().majority) == (60_000, 24_321, 100, 2_469)
    declaration = Declaration.objects.get()
    assert declaration.declared_at.isoformat() == "2011-05-06T01:30:00+00:00"
    assert declaration.contest.area.codes.get().code == "X14000009"


def test_the_pair_in_the_other_order_confirms_it(db, pair):
    import_results(*pair, by=world.editor())
    assert import_results(*pair[::-1], by=world.checker()).declared == 1


def test_by_candidate_alone_has_a_result_without_an_electorate(db, pair):
    assert twice(pair[0]) == (1, 1, 1)
    assert (outcome().winner.name, outcome().count.electorate) == ("Ada Quill", None)


def test_by_constituency_declares_a_winner_and_the_figures_follow(db, pair, file):
    nobody = SOUTHMARSH.replace("12345", "").replace("9876", "").replace("2100", "")
    assert import_results(file(f"{BY_CANDIDATE}\n{nobody}"), by=world.editor()).awaiting == 1
    winner = DECLARED.replace(",Har,Orc,60000", ",Harbour Party,Orc,60000")
    path = file(f"{BY_CONSTITUENCY}\n{winner}", "constituencies.csv")
    assert twice(path, polling_on=Election.objects.get().polling_on) == (1, 1, 1)
    assert (outcome().winner.name, outcome().majority) == ("Ada Quill", None)
    file(f"{BY_CANDIDATE}\n{SOUTHMARSH}")
    assert twice(*pair) == (1, 1, 1)
    assert outcome().majority == 2_469
    assert Candidacy.objects.count() == 3


def test_a_sum_that_is_not_the_stated_one_is_refused_with_its_row(db, pair, file):
    file(f"{BY_CANDIDATE}\n{SOUTHMARSH.replace('9876', '9867')}")
    with pytest.raises(
        BadFile, match=r"Row 2 of candidacies-2011-05-05.csv: .* The boxes add up to 24,312; the paper says 24,321"
    ):
        import_results(*pair, by=world.editor())
    assert not Contest.objects.exists()


def test_a_stated_majority_that_the_votes_contradict_is_a_warning(db, pair, file):
    file(f"{BY_CONSTITUENCY}\n{DECLARED.replace(',2469,', ',2569,')}", "constituencies.csv")
    report = import_results(*pair, by=world.editor())
    assert report.entered == 1
    assert report.warnings == ["Row 2 of constituencies.csv: the file says majority 2,569; the votes make it 2,469."]


def test_the_command_takes_the_pair_and_the_day(db, tmp_path, file, capsys):
    world.editor()
    files = [
        file(f"{BY_CANDIDATE}\n{SOUTHMARSH}", "candidacies.csv"),
        file(f"{BY_CONSTITUENCY}\n{DECLARED}", "constituencies.csv"),
    ]
    with pytest.raises(CommandError, match="--election-date 2024-07-04"):
        call_command("import_results", *files, "--by=erin")
    call_command("import_results", *files, "--by=erin", f"--election-date={DAY}")
    assert "1 sheets were entered" in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"There is no file .*nowhere\.csv"):
        call_command("import_results", files[0], tmp_path / "nowhere.csv", "--by=erin", f"--election-date={DAY}")


# Democracy Club.


def test_candidates_await_and_the_file_of_votes_is_entered_confirmed_and_then_unchanged(db, file):
    people = [
        standing("Ada Quill"),
        standing("Ben Rook", party_name="Orchard Party", party_id="PP1002", person_id="9002"),
        standing("Sam Stone", party_name="Independent", party_id="ynmp-party:2", person_id="9003"),
    ]
    assert import_results(file(text(*people)), by=world.editor()).awaiting == 1
    result = {"ballot_paper_id": SEAT, "spoilt_ballots": "100", "turnout": "24421", "total_electorate": "60000"}
    kept = {name: None for name in RESULT}
    rows = [
        {**{name: row[name] for name in kept}, **result, "person_name": row["person_name"], "ballots_cast": votes}
        for row, votes in zip(people, ("12345", "9876", "2100"), strict=True)
    ]
    assert twice(file(text(*rows, header=VOTES), "votes.csv")) == (1, 1, 1)
    assert (outcome().majority, outcome().count.ballot_papers) == (2_469, 24_421)
    assert Candidacy.objects.count() == 3


def test_an_export_with_votes_is_a_result(db, file):
    rows = [
        standing("Ada Quill", votes_cast="200", elected="t", tied_vote_winner="t"),
        standing("Ben Rook", votes_cast="200", elected="f", party_name="Orchard Party"),
    ]
    assert twice(file(text(*rows))) == (1, 1, 1)
    assert outcome().winner.name == "Ada Quill"


def test_a_winner_without_votes_is_a_winner(db, file):
    assert twice(file(text(standing("Ada Quill", elected="t"), standing("Ben Rook", elected="f")))) == (1, 1, 1)
    assert Declaration.objects.get().kind == "winner"


def test_first_preferences_elect_whom_the_file_says(db, file):
    ward = {"ballot_paper_id": f"local.skerry.quay.{DAY}", "gss": "S13000001"}
    rows = [
        standing("Ada Quill", **ward, votes_cast="45", elected="f"),
        standing("Ben Rook", **ward, votes_cast="40", elected="t", party_name="Orchard Party"),
        standing("Lil Wick", **ward, votes_cast="15", elected="f", party_name="Lantern Party"),
    ]
    assert twice(file(text(*rows))) == (1, 1, 1)
    assert outcome().winner.name == "Ben Rook"


def test_lists_are_counted_with_their_members(db, file):
    listed = {"ballot_paper_id": "senedd.skerry.2026-05-07", "election_date": "2026-05-07", "seats_contested": "2"}
    orchard = {"party_name": "Orchard Party", "party_id": "PP1002"}
    rows = [
        standing("Ada Quill", **listed, party_list_position="1", votes_cast="600"),
        standing("Otto Pear", **listed, party_list_position="2", votes_cast="600"),
        standing("Ben Rook", **listed, **orchard, party_list_position="1", votes_cast="400"),
    ]
    assert twice(file(text(*rows))) == (1, 1, 1)
    seats = outcome()
    assert {line.name: [one.name for one in seats.elected_members(line.key)] for line in seats.count.candidates} == {
        "Harbour Party": ["Ada Quill"],
        "Orchard Party": ["Ben Rook"],
    }


def test_a_poll_that_is_not_held_is_known_before_polling_day(db, file):
    later = {"ballot_paper_id": "parl.southmarsh.2999-05-02", "election_date": "2999-05-02", "cancelled_poll": "t"}
    assert twice(file(text(standing("Ada Quill", **later, elected="t")))) == (1, 1, 1)
    assert (Declaration.objects.get().kind, outcome().winner.name) == ("uncontested", "Ada Quill")


def test_the_cause_of_a_by_election_is_read(db, file):
    by = {"ballot_paper_id": f"parl.southmarsh.by.{DAY}", "by_election_reason": "DEATH"}
    import_results(file(text(standing("Ada Quill", **by, votes_cast="2"), standing("Ben Rook", **by, votes_cast="1"))),
                   by=world.editor(), confirm_as=world.duty_editor(), reason="archive")  # fmt: skip
    assert Contest.objects.get().by_election_reason == "the elected member died"


def test_what_a_foreign_file_makes_goes_out_and_comes_back_unchanged(db, pair, tmp_path, capsys):
    twice(*pair)
    call_command("export_results", contest=SEAT, format="csv")
    path = tmp_path / "ours.csv"
    path.write_text(capsys.readouterr().out)
    assert import_results(path, by=world.editor()).unchanged == 1
    call_command("export_results", contest=SEAT, format="json")
    assert json.loads(capsys.readouterr().out)
    assert Sheet.objects.count() == 2
