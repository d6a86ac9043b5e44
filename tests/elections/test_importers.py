"""CSV in: a file is all or nothing, twice the same changes nothing, and what is wrong is said in words."""

import gc
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from elections import results
from elections.importers import BadFile, election_of, import_results
from elections.models import Area, Candidacy, Contest, Declaration, Election, Party, Person, Sheet, after_publication
from elections.sources import READ, RESULTS
from tests import world

CONTEST = {
    "ballot_paper_id": "parl.southmarsh.2011-05-05",
    "election_date": "2011-05-05",
    "area_name": "Southmarsh",
    "area_kind": "constituency",
    "gss": "X14000009",
    "country": "England",
    "voting_system": "FPTP",
    "seats": "1",
    "electorate": "60000",
    "valid_votes": "24321",
    "rejected_ballots": "100",
    "source": "the declaration paper",
}
ADA = {**CONTEST, "candidate": "Ada Quill", "party": "Harbour Party", "party_abbreviation": "Har", "votes": "12345"}
BEN = {**CONTEST, "candidate": "Ben Rook", "party": "Orchard Party", "party_abbreviation": "Orc", "votes": "9876"}
SAM = {**CONTEST, "candidate": "Sam Stone", "standing_as": "independent", "votes": "2100"}
SOUTHMARSH = [ADA, BEN, SAM]
WESTMARSH = [
    {**row, "ballot_paper_id": "parl.westmarsh.2011-05-05", "area_name": "Westmarsh", "gss": "X14000010"} for row in SOUTHMARSH
]


def contents():
    """How much there is on record."""
    models = (Party, Person, Area, Election, Contest, Candidacy, Sheet, Declaration)
    return {model.__name__: model.objects.count() for model in models}


def problems(act):
    """What the importer says is wrong; nothing may be left behind."""
    before = contents()
    with pytest.raises(BadFile) as bad:
        act()
    assert contents() == before
    return bad.value.problems


def shown(contest):
    return {line.name: line.votes for line in results.result(contest.pk).outcome.count.lines}


# One person, then another.


def test_a_file_is_one_person_s_sheets_and_publishes_nothing(db, file):
    report = import_results(file(SOUTHMARSH), by=world.editor())
    assert (report.entered, report.declared, report.awaiting, report.unchanged) == (1, 0, 0, 0)
    assert Sheet.objects.get().by == world.editor()
    assert not Declaration.objects.exists()


def test_the_same_file_of_a_second_person_confirms_it(db, file):
    import_results(file(SOUTHMARSH), by=world.editor())
    report = import_results(file(SOUTHMARSH), by=world.checker())
    assert report.declared == 1
    declaration = Declaration.objects.get()
    assert (declaration.entered_by, declaration.checked_by) == (world.editor(), world.checker())
    assert shown(declaration.contest) == {"Ada Quill": 12_345, "Ben Rook": 9_876, "Sam Stone": 2_100}


def test_a_file_confirms_a_sheet_that_was_entered_by_hand(db, file):
    import_results(file([{**row, "votes": ""} for row in SOUTHMARSH]), by=world.editor())
    contest = Contest.objects.get()
    votes = {row["candidate"]: ("", int(row["votes"])) for row in SOUTHMARSH}
    contest.enter_sheet(world.paper(contest, votes), by=world.checker())
    assert import_results(file(SOUTHMARSH), by=world.editor()).declared == 1


def test_another_person_s_file_with_other_figures_publishes_nothing(db, file):
    import_results(file(SOUTHMARSH), by=world.editor())
    other = [ADA, {**BEN, "votes": "9867"}, {**SAM, "votes": "2109"}]
    assert import_results(file(other), by=world.checker()).declared == 0


def test_the_same_file_of_the_same_person_changes_nothing(db, file):
    import_results(file(SOUTHMARSH), by=world.editor())
    before = contents()
    report = import_results(file(SOUTHMARSH), by=world.editor())
    assert (report.entered, report.declared, report.unchanged, report.created) == (0, 0, 1, [])
    assert contents() == before


def test_a_declared_file_changes_nothing_for_anybody(db, file):
    for by in (world.editor(), world.checker()):
        import_results(file(SOUTHMARSH), by=by)
    before = contents()
    for by in (world.editor(), world.checker(), world.duty_editor()):
        report = import_results(file(SOUTHMARSH), by=by, confirm_as=world.duty_editor(), reason="archive")
        assert (report.entered, report.declared, report.unchanged) == (0, 0, 1)
    assert contents() == before


def test_an_archive_is_published_by_override_with_its_reason(db, file):
    report = import_results(file(SOUTHMARSH), by=world.editor(), confirm_as=world.duty_editor(), reason="Printed long ago")
    declaration = Declaration.objects.get()
    assert report.declared == 1
    assert (declaration.overridden_by, declaration.override_reason) == (world.duty_editor(), "Printed long ago")


def test_an_override_without_a_reason_publishes_nothing(db, file):
    path, by, over = file(SOUTHMARSH), world.editor(), world.duty_editor()
    with pytest.raises((BadFile, IntegrityError)), transaction.atomic():
        import_results(path, by=by, confirm_as=over)
    assert not Declaration.objects.exists()


def test_a_file_entered_before_is_still_published_by_override(db, file):
    import_results(file(SOUTHMARSH), by=world.editor())
    report = import_results(file(SOUTHMARSH), by=world.editor(), confirm_as=world.duty_editor(), reason="Printed long ago")
    assert report.declared == 1


def test_every_contest_of_a_file_is_published_by_one_act(db, file):
    followed = []
    after_publication.append(followed.append)
    try:
        import_results(file(SOUTHMARSH + WESTMARSH), by=world.editor(), confirm_as=world.duty_editor(), reason="archive")
    finally:
        after_publication.remove(followed.append)
    (declarations,) = followed
    assert {declaration.contest.area.name for declaration in declarations} == {"Southmarsh", "Westmarsh"}


def test_other_figures_than_the_declared_ones_are_refused_naming_both(db, file):
    for by in (world.editor(), world.checker()):
        import_results(file(SOUTHMARSH), by=by)
    path = file([ADA, {**BEN, "votes": "9867"}, {**SAM, "votes": "2109"}])
    assert problems(lambda: import_results(path, by=world.editor())) == [
        "Row 2: parl.southmarsh.2011-05-05 is declared with other figures. Declared: 12,345, 9,876, 2,100; "
        "in the file: 12,345, 9,867, 2,109. To change them is a correction."
    ]


# Candidates before the count.


def test_candidates_without_votes_await_the_count(db, file):
    report = import_results(file([{**row, "votes": "", "valid_votes": ""} for row in SOUTHMARSH]), by=world.editor())
    assert (report.awaiting, report.entered) == (1, 0)
    assert shown(Contest.objects.get()) == {"Ada Quill": None, "Ben Rook": None, "Sam Stone": None}


def test_candidates_keep_the_order_of_the_file(db, file):
    import_results(file([{**row, "votes": ""} for row in (SAM, BEN, ADA)]), by=world.editor())
    assert list(Candidacy.objects.values_list("ballot_name", flat=True)) == ["Sam Stone", "Ben Rook", "Ada Quill"]


def test_votes_that_come_later_belong_to_the_candidates_who_are_there(db, file):
    import_results(file([{**row, "votes": ""} for row in SOUTHMARSH]), by=world.editor())
    before = contents()
    assert import_results(file(SOUTHMARSH), by=world.editor()).entered == 1
    assert contents() == {**before, "Sheet": 1}


def test_two_people_of_one_name_are_two_candidates(db, file):
    twins = [{**SAM, "votes": "30"}, {**SAM, "votes": "20"}]
    rows = [{**row, "valid_votes": "50"} for row in twins]
    for by in (world.editor(), world.checker()):
        import_results(file(rows), by=by)
    assert sorted(Candidacy.objects.values_list("slug", flat=True)) == ["sam-stone", "sam-stone-2"]


def test_a_file_of_candidates_adds_nobody_to_a_declared_contest(db, file):
    for by in (world.editor(), world.checker()):
        import_results(file(SOUTHMARSH), by=by)
    late = {**SAM, "candidate": "Lil Late"}
    with pytest.raises((BadFile, IntegrityError)), transaction.atomic():
        import_results(file([{**row, "votes": ""} for row in (*SOUTHMARSH, late)]), by=world.editor())
    assert "Lil Late" not in shown(Contest.objects.get())


def test_a_winner_before_the_figures_is_declared(db, file):
    rows = [{**row, "votes": "", "valid_votes": "", "poll_status": "winner"} for row in SOUTHMARSH]
    rows[0]["elected"] = "1"
    import_results(file(rows), by=world.editor(), confirm_as=world.duty_editor(), reason="archive")
    assert results.result(Contest.objects.get().pk).outcome.winner.name == "Ada Quill"


# What a file makes.


def test_a_contest_is_made_with_its_election_its_area_and_their_names(db, file):
    report = import_results(file(SOUTHMARSH), by=world.editor())
    contest = Contest.objects.get()
    assert report.created == ["contest parl.southmarsh.2011-05-05", "party Harbour Party", "party Orchard Party"]
    assert (contest.area.name, contest.area.kind, contest.area.country) == ("Southmarsh", "constituency", "England")
    assert contest.area.codes.get().code == "X14000009"
    assert (contest.election.slug, contest.election.polling_on) == ("parl.2011-05-05", date(2011, 5, 5))
    assert contest.election.polls_close_at.isoformat() == "2011-05-05T21:00:00+00:00"


def test_a_party_is_found_by_its_short_name_or_an_alias(db, file):
    harbour = world.party("Harbour Party")
    harbour.aliases = ["Harbour (Harbour and Quay)"]
    harbour.save()
    rows = [{**ADA, "party": "HARBOUR"}, {**BEN, "party": "harbour (harbour and quay)"}]
    import_results(file([{**row, "votes": ""} for row in rows]), by=world.editor())
    assert set(Candidacy.objects.values_list("party", flat=True)) == {harbour.pk}


def test_a_comparison_may_stand_in_the_same_file(db, file):
    before = [{**row, "ballot_paper_id": "parl.southmarsh.2009-05-07", "election_date": "2009-05-07"} for row in SOUTHMARSH]
    now = [{**row, "comparison": "parl.southmarsh.2009-05-07"} for row in SOUTHMARSH]
    import_results(file(now + before), by=world.editor())
    contest = Contest.objects.get(ballot_paper_id="parl.southmarsh.2011-05-05")
    assert contest.comparison.ballot_paper_id == "parl.southmarsh.2009-05-07"
    assert contest.comparison.area == contest.area


def test_a_rehearsal_is_marked_as_one(db, file):
    import_results(file(SOUTHMARSH), by=world.editor(), rehearsal=True)
    assert Election.objects.get().rehearsal is True


@pytest.mark.parametrize(
    ("ballot_paper_id", "election", "kind"),
    [
        ("parl.hartlepool.by.2021-05-06", "parl.2021-05-06", "parl"),
        ("local.hartlepool.rossmere.2021-05-06", "local.hartlepool.2021-05-06", "local"),
        ("local.hartlepool.rossmere.by.2021-10-07", "local.hartlepool.2021-10-07", "local"),
        ("mayor.tees-valley.2021-05-06", "mayor.tees-valley.2021-05-06", "mayor"),
        ("pcc.cleveland.2021-05-06", "pcc.cleveland.2021-05-06", "pcc"),
    ],
)
def test_a_ballot_paper_names_its_election(ballot_paper_id, election, kind):
    assert election_of(ballot_paper_id) == (election, kind)


# Files as programs write them.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_an_accent_survives_the_encodings_of_spreadsheets(db, file, encoding):
    rows = [{**ADA, "candidate": "Zoë Môn"}, BEN, SAM]
    import_results(file(rows, encoding=encoding), by=world.editor())
    assert Candidacy.objects.filter(ballot_name="Zoë Môn").exists()


def test_empty_lines_and_spaces_round_cells_do_no_harm(db, file):
    path = file([{**ADA, "votes": " 12345 "}, BEN, SAM])
    path.write_bytes(path.read_bytes() + b"\r\n\r\n" + b"," * (len(RESULTS) - 1) + b"\r\n")
    assert import_results(path, by=world.editor()).entered == 1


def test_columns_may_stand_in_any_order_and_most_may_be_left_out(db, file):
    columns = ["votes", *(name for name in CONTEST), "candidate", "party", "standing_as", "party_abbreviation"]
    assert import_results(file(SOUTHMARSH, columns), by=world.editor()).entered == 1


NOT_A_NUMBER = "write a whole number in digits only, such as 15529."


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ("1,234", "'1,234'"),
        ("١٢٣", "'١٢٣'"),
        ("1e3", "'1e3'"),
        ("-1", "'-1'"),
        ("12.0", "'12.0'"),
        ("many", "'many'"),
        ("²", "'²'"),
    ],
    ids=["comma", "Arabic digits", "exponent", "negative", "decimal", "text", "superscript"],
)
def test_votes_that_are_not_a_whole_number_are_refused_with_their_row(db, file, votes, said):
    path = file([ADA, {**BEN, "votes": votes}, SAM])
    assert problems(lambda: import_results(path, by=world.editor())) == [f"Row 3: votes is {said}: {NOT_A_NUMBER}"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"electorate": "6e4"}, f"Row 2: electorate is '6e4': {NOT_A_NUMBER}"),
        ({"source": ""}, "Row 2: source is empty: say where the figures come from."),
        ({"ballot_paper_id": ""}, "Row 2: ballot_paper_id is empty."),
        ({"election_date": ""}, "Row 2: election_date is empty: write the polling day as 2021-05-06."),
        ({"election_date": "6 May 2021"}, "Row 2: election_date is '6 May 2021': write a date as 2021-05-06."),
        ({"declared_at": "dawn"}, "Row 2: declared_at is 'dawn': write a time as 2021-05-07T07:12:00+01:00."),
        ({"voting_system": "AV"}, "Row 2: voting_system is 'AV': write one of FPTP, SV, AMS, PR-CL, STV-SCT, STV-NI."),
        ({"standing_as": "boss"}, "Row 2: standing_as is 'boss': write one of party, independent, speaker"),
        ({"lot": "drawn"}, "Row 2: lot is 'drawn': write one of , won, lost."),
        ({"party": ""}, "Row 2: Ada Quill stands for a party that is not named."),
        (
            {"comparison": "parl.nowhere.2009-05-07"},
            "Row 2: comparison is 'parl.nowhere.2009-05-07', which is neither in the file nor on record.",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_cell_that_cannot_be_read_is_named_with_its_row(db, file, row, sentence):
    path = file([{**ADA, **row}, BEN, SAM])
    found = problems(lambda: import_results(path, by=world.editor()))
    assert [problem for problem in found if problem.startswith(sentence)]


def test_an_unknown_kind_of_election_is_refused(db, file):
    path = file([{**row, "ballot_paper_id": "fete.southmarsh.2011-05-05"} for row in SOUTHMARSH])
    (problem,) = problems(lambda: import_results(path, by=world.editor()))
    assert problem.startswith("Row 2: ballot_paper_id is 'fete.southmarsh.2011-05-05': it begins with the kind of election")


HEADER = ",".join(RESULTS).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEADER + b"\r\n\0", "file.csv is not a text file: it has a NUL byte. Save it as CSV, UTF-8."),
        (HEADER + b"\r\nparl.southmarsh.2011-05-05,2011-05-05\r\n", f"Row 2: it has 2 cells, the header has {len(RESULTS)}."),
        (HEADER + b",votes\r\n", "The column 'votes' stands twice in the header."),
        (HEADER + b",shoe_size\r\n", "The column 'shoe_size' is not known. The columns are: " + ", ".join(READ) + "."),
        (b"votes\r\n12\r\n", "The column 'ballot_paper_id' is missing: the first row must name the columns, parted by commas."),
        (b"", "The column 'ballot_paper_id' is missing: the first row must name the columns, parted by commas."),
    ],
    ids=["NUL", "ragged", "duplicate column", "unknown column", "missing column", "empty"],
)
def test_a_file_that_is_no_such_table_is_refused_in_a_sentence(db, file, content, sentence):
    path = file(content)
    assert problems(lambda: import_results(path, by=world.editor())) == [sentence]


@pytest.mark.parametrize("delimiter", [";", "\t"], ids=["semicolons", "tabs"])
def test_a_file_parted_by_something_else_is_told_of_commas(db, file, delimiter):
    path = file(SOUTHMARSH, delimiter=delimiter)
    assert "parted by commas" in problems(lambda: import_results(path, by=world.editor()))[-1]


def test_a_quotation_mark_that_never_ends_is_refused_with_its_row(db, file):
    path = file(HEADER + b'\r\n"parl.southmarsh.2011-05-05\r\n')
    (problem,) = problems(lambda: import_results(path, by=world.editor()))
    assert problem.startswith("Row ") and problem.endswith("Save the file as CSV with commas, UTF-8.")


def test_bytes_that_no_encoding_knows_spoil_no_name(db, file):
    path = file(SOUTHMARSH)
    path.write_bytes(path.read_bytes().replace(b"Ada Quill", b"Zo\x81 Quill"))
    assert problems(lambda: import_results(path, by=world.editor()))


# All or nothing.


def test_everything_wrong_is_said_at_once(db, file):
    path = file([{**ADA, "votes": "many"}, {**BEN, "votes": "1e3"}, {**SAM, "votes": "-1"}])
    assert len(problems(lambda: import_results(path, by=world.editor()))) == 3


def test_one_bad_row_keeps_every_other_contest_out(db, file):
    path = file([*SOUTHMARSH, {**WESTMARSH[0], "votes": "many"}, *WESTMARSH[1:]])
    assert len(problems(lambda: import_results(path, by=world.editor()))) == 1


def test_figures_that_contradict_each_other_keep_every_other_contest_out(db, file):
    path = file([*SOUTHMARSH, *({**row, "valid_votes": "24312"} for row in WESTMARSH)])
    (problem,) = problems(lambda: import_results(path, by=world.editor()))
    assert "The boxes add up to 24,321; the paper says 24,312. 24,321 − 24,312 = 9." in problem


def test_a_contradiction_names_the_contest_that_it_is_in(db, file):
    path = file([*SOUTHMARSH, *({**row, "valid_votes": "24312"} for row in WESTMARSH)])
    (problem,) = problems(lambda: import_results(path, by=world.editor()))
    assert "parl.westmarsh.2011-05-05" in problem or "Row 5" in problem


def test_a_candidate_without_votes_among_others_is_refused(db, file):
    path = file([ADA, {**BEN, "votes": ""}, SAM])
    (problem,) = problems(lambda: import_results(path, by=world.editor()))
    assert "Ben Rook has no figure. Enter 0 if no vote was cast." in problem


def test_a_result_is_refused_while_the_polls_are_open(db, file):
    rows = [
        {**row, "ballot_paper_id": "parl.southmarsh.2999-05-02", "election_date": "2999-05-02"} for row in SOUTHMARSH
    ]  # fmt: skip
    (problem,) = problems(lambda: import_results(file(rows), by=world.editor()))
    assert "The polls are still open" in problem


# And besides.


def test_cycles_are_looked_for_again_after_a_file_that_was_taken_and_one_that_was_not(db, file):
    import_results(file(SOUTHMARSH), by=world.editor())
    assert gc.isenabled()
    with pytest.raises(BadFile):
        import_results(file([{**ADA, "votes": "many"}]), by=world.editor())
    assert gc.isenabled()
