"""A night once more: the right papers through the verbs, planted errors, and which of them the house catches."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from elections import importers, rehearsals, results
from elections.models import Act, Candidacy, Contest, Declaration, Election, Sheet, declare_many, differences, enter_sheets
from elections.papers import Row
from tests import world
from tests.elections.test_systems import HEAD, LISTS, MEMBERS, SEVERAL, SUPPLEMENTARY, TRANSFERABLE

NIGHT = datetime(2031, 5, 2, 0, 30, tzinfo=UTC)  # half past one in London


def declare(contest, candidates=world.NORTHMARSH, *, hours: float = 0, **more):
    """Two people's equal sheets, read out some hours into the night."""
    paper = world.paper(contest, candidates, **more)
    (first,), (second,) = (enter_sheets([paper], by=who) for who in (world.editor(), world.checker()))
    return declare_many([Act(first, confirming_sheet=second, declared_at=NIGHT + timedelta(hours=hours))])[0]


@pytest.fixture
def night(northmarsh):
    """An election of three contests: Southmarsh is declared before Northmarsh, and Eastmarsh not at all."""
    south = world.contest("Southmarsh", world.NORTHMARSH)
    declare(northmarsh, hours=2)
    declare(south, hours=1)
    world.contest("Eastmarsh", world.NORTHMARSH)
    return northmarsh.election


@pytest.fixture
def take(db, tmp_path):
    """Imports rows as two people's sheets and answers their election."""

    def taken(rows: str) -> Election:
        file = tmp_path / "results.csv"
        file.write_text(f"{HEAD}\n{rows}")
        for person in (world.editor(), world.checker()):
            importers.import_results(file, by=person)
        return Election.objects.get()

    return taken


def replayed(election, *names: str, **more):
    """The steps of a rehearsal with these errors, without waiting."""
    errors = {name: rehearsals.ERRORS[name] for name in names}
    return list(rehearsals.replay(rehearsals.prepare(election.slug), errors=errors, speed=0, **more))


def declared_figures(slug: str) -> dict:
    found = Declaration.objects.filter(contest__election__slug=slug).order_by("revision")
    return {d.contest.area.name: d.as_published["figures"] for d in found}


# The copy.


def test_a_rehearsal_declares_what_was_declared_and_in_that_order(night):
    steps = replayed(night)
    assert [str(step) for step in steps] == ["02:30 Southmarsh: declared", "03:30 Northmarsh: declared"]
    assert declared_figures(f"{night.slug}.rehearsal") == declared_figures(night.slug)
    assert rehearsals.prepare(night.slug).awaiting == 1


def test_the_real_election_is_untouched(night):
    def real():
        contests = Contest.objects.filter(election=night)
        kept = [contests, Candidacy.objects.filter(contest__in=contests), Sheet.objects.filter(contest__in=contests)]
        kept += [Declaration.objects.filter(contest__in=contests), Election.objects.filter(pk=night.pk)]
        return [list(rows.order_by("pk").values()) for rows in kept]

    before = real()
    replayed(night, *rehearsals.ERRORS)
    assert real() == before


def test_a_copy_says_that_it_is_one_everywhere_and_is_in_no_history(night, client):
    replayed(night)
    copy = Contest.objects.get(ballot_paper_id="parl.northmarsh.2031-05-01.rehearsal")
    assert copy.election.rehearsal and copy.election.name == f"Rehearsal: {night.name}"
    assert "This is not a real election" in client.get(f"/contests/{copy.ballot_paper_id}/").content.decode()
    assert not [one for one in results.latest_declarations(10) if one.rehearsal]
    real = Contest.objects.filter(election=night, area__name="Northmarsh").with_record(history=True).get()
    assert {record["ballot_paper_id"] for record in real.history_records} == {
        "parl.northmarsh.2029-05-03",
        "parl.northmarsh.2031-05-01",
    }


def test_a_second_rehearsal_has_a_name_of_its_own(night):
    names = [rehearsals.prepare(night.slug).election.slug for _time in range(3)]
    assert names == [f"{night.slug}.rehearsal{ending}" for ending in ("", "-2", "-3")]


def test_a_copy_stands_to_its_own_contests_as_the_real_one_does(night, northmarsh):
    real = Contest.objects.get(ballot_paper_id="parl.southmarsh.2031-05-01")
    later = world.contest("Westmarsh", world.NORTHMARSH, replaces=real, list_contest=real)
    rehearsals.prepare(night.slug)
    copy = Contest.objects.get(ballot_paper_id=f"{later.ballot_paper_id}.rehearsal")
    assert copy.replaces == copy.list_contest == Contest.objects.get(ballot_paper_id=f"{real.ballot_paper_id}.rehearsal")
    assert Contest.objects.get(ballot_paper_id=f"{northmarsh.ballot_paper_id}.rehearsal").comparison == northmarsh.comparison


def test_a_corrected_result_is_replayed_as_corrected(northmarsh):
    world.declare(northmarsh)
    old = northmarsh.candidacies.get(slug="ada-quill")
    new = Candidacy.objects.create(
        contest=northmarsh, slug=old.slug, since_revision=2, ballot_name="Ada Quille", party=old.party, ballot_order=1
    )
    paper = world.paper(northmarsh, {name: of for name, of in world.CORRECTED.items() if name != "Ada Quill"})
    paper = replace(paper, kind="correction", rows=(*paper.rows, Row(new.pk, votes=12_545)), valid_votes=24_921)
    for person in (world.editor(), world.checker()):
        northmarsh.enter_sheet(paper, by=person)
    replayed(northmarsh.election)
    copy = Contest.objects.get(ballot_paper_id=f"{northmarsh.ballot_paper_id}.rehearsal")
    assert results.result(copy.pk).outcome.winner.name == "Ada Quille"
    assert (copy.newest_declaration().kind, copy.newest_declaration().revision, copy.candidacies.count()) == ("figures", 1, 4)


@pytest.mark.parametrize(
    "rows",
    [SUPPLEMENTARY, LISTS, MEMBERS, SEVERAL.replace("LOT-ROOK", "won").replace("LOT-WICK", "lost"), TRANSFERABLE],
    ids=["supplementary", "lists", "members", "several", "transferable"],
)
def test_every_system_is_replayed_to_the_same_figures(take, rows):
    election = take(rows)
    (step,) = replayed(election)
    assert not step.refused
    assert declared_figures(f"{election.slug}.rehearsal") == declared_figures(election.slug)
    every = rehearsals.replay(rehearsals.prepare(election.slug), speed=0)
    assert not [step for step in every if step.refused]
    assert differences()[1] == []


def test_what_is_not_a_count_replays_as_it_was(northmarsh):
    rows = tuple(Row(pk, elected=name == "Ada Quill") for pk, name in northmarsh.candidacies.values_list("pk", "ballot_name"))
    paper = replace(world.paper(northmarsh), kind="winner", rows=rows, valid_votes=None)
    for person in (world.editor(), world.checker()):
        northmarsh.enter_sheet(paper, by=person)
    (step,) = replayed(northmarsh.election, *rehearsals.ERRORS)
    assert (step.error, step.caught, step.refused) == ("", None, "")
    assert Declaration.objects.get(contest=step.part.contest).kind == "winner"


def test_whoever_writes_a_rehearsal_cannot_sign_in(night):
    replayed(night)
    people = get_user_model().objects.filter(username__in=rehearsals.PEOPLE)
    assert [(person.is_active, person.has_usable_password(), person.is_staff) for person in people] == [(False, False, False)] * 2


def test_a_story_of_a_rehearsal_follows_it(night):
    rehearsal = rehearsals.prepare(night.slug)
    copy = next(part.contest for part in rehearsal.parts if part.contest.area.name == "Northmarsh")
    story = world.story(copy)
    assert story.published.bindings.get().shown == "awaited"
    list(rehearsals.replay(rehearsal, speed=0))
    story.refresh_from_db()
    assert story.published.bindings.get().shown == "2,469"


# Errors.

CAUGHT = {
    "digits swapped in the second sheet": "the sheets differ",
    "a stated total that is off": "refused: The boxes add up to 24,721; the paper says 24,",
    "more votes than electors": "refused: 12,345 votes for Ada Quill are more than the electorate of 6,000.",
    "digits swapped in both sheets": "Two digits swapped would explain it: Ada Quill, 21,345 for 12,345.",
    "a candidate left out of both sheets": "has no figure. Enter 0 if no vote was cast.",
    "both sheets by one person": "one person is not two",
}
ASKED = "(asked: 400 for Lantern is a tenth of last time’s 5,000, or less.)"  # of every sheet, the right one too
MISSED = {
    "digits swapped in both sheets, no total stated": (
        f"published, then corrected (asked: The swing from Orchard to Harbour is 25.9 points.) {ASKED}"
    ),
    "two candidates exchanged in both sheets": f"published, then corrected {ASKED}",
    "a digit too many in the electorate": (
        "published, then corrected (asked: 24,721 of 600,000 electors is a turnout of 4.1%.) "
        f"(asked: A turnout of 4.1% is 42.5 points below last time’s 46.7%.) {ASKED}"
    ),
}


@pytest.mark.parametrize("name", CAUGHT)
def test_an_error_that_is_caught_publishes_nothing_and_is_entered_right(northmarsh, name):
    world.declare(northmarsh)
    (step,) = replayed(northmarsh.election, name)
    assert (step.error, step.caught) == (name, True) and CAUGHT[name] in step.how
    declaration = Declaration.objects.get(contest=step.part.contest)
    assert declaration.as_published == Declaration.objects.get(contest=northmarsh).as_published


@pytest.mark.parametrize("name", MISSED)
def test_an_error_that_is_not_caught_is_said_to_be_and_corrected(northmarsh, name):
    world.declare(northmarsh)
    (step,) = replayed(northmarsh.election, name)
    assert (step.error, step.caught, step.how) == (name, False, MISSED[name])
    wrong, right = Declaration.objects.filter(contest=step.part.contest).order_by("revision")
    published = Declaration.objects.get(contest=northmarsh).as_published
    assert wrong.as_published != published and (right.as_published, right.kind) == (published, "correction")


def test_a_stage_misread_in_both_sheets_is_caught_where_the_table_adds_up(take):
    (step,) = replayed(take(TRANSFERABLE), "a later stage misread in both sheets")
    assert step.caught and step.figure.startswith("stage 2: ") and "Stage 2 adds up to" in step.how


def test_the_errors_of_lists_and_stages_fit_no_other_contest(northmarsh):
    world.declare(northmarsh)
    (step,) = replayed(northmarsh.election, *set(rehearsals.ERRORS) - set(CAUGHT) - set(MISSED))
    assert step.error == ""


def test_a_seat_too_many_is_not_caught(take):
    (step,) = replayed(take(LISTS), "a constituency seat too many in both sheets")
    assert step.caught is False and step.figure in ("2 as 3", "0 as 1")


def test_errors_are_spread_evenly_and_the_same_seed_plants_the_same(night):
    names = list(CAUGHT)[:2]
    runs = [[(step.error, step.figure) for step in replayed(night, *names, seed=seed)] for seed in (1, 1, *range(2, 9))]
    assert runs[0] == runs[1] and len({str(run) for run in runs}) > 1
    assert all({error for error, _figure in run} == set(names) for run in runs)


@pytest.mark.parametrize(("number", "others"), [(120, [210, 102]), (11, []), (7, []), (10, []), (1_223, [2_123, 1_232])])
def test_swapped_digits_are_another_number_of_as_many_digits(number, others):
    assert rehearsals.swaps(number) == others


def test_a_contest_that_fits_no_error_simply_replays(northmarsh):
    few = {name: (of, 3) for name, (of, _votes) in world.NORTHMARSH.items()}
    world.declare(northmarsh, few)
    (step,) = replayed(northmarsh.election, "digits swapped in the second sheet")
    assert (step.error, str(step).rpartition(": ")[2]) == ("", "declared")


def test_a_paper_that_a_newer_rule_refuses_is_said_to_be(northmarsh):
    world.declare(northmarsh)
    rehearsal = rehearsals.prepare(northmarsh.election.slug)
    (part,) = rehearsal.parts
    wrong = replace(part, paper=replace(part.paper, electorate=10))
    (step,) = rehearsals.replay(replace(rehearsal, parts=[wrong]), errors={}, speed=0)
    assert "the declared paper cannot be entered, refused: 12,345 votes" in str(step)


# The clock.


def test_the_night_is_waited_for_as_long_as_it_was_over_the_speed(night):
    parts = rehearsals.prepare(night.slug).parts
    assert rehearsals.due(parts, 1) == [0, 3600]
    assert rehearsals.due(parts, 60) == [0, 60]
    assert rehearsals.due(parts, None) == [0, rehearsals.WHOLE]
    assert rehearsals.due(parts, 0) == rehearsals.due(parts[:1], None) * 2 == [0, 0]


def test_each_contest_waits_for_its_time(night):
    waited = []
    steps = rehearsals.replay(rehearsals.prepare(night.slug), speed=60, until=waited.append)
    assert waited == []
    next(steps)
    assert waited == [0]
    next(steps)
    assert waited == [0, 60]


# The command.


def rehearse(slug: str, **options) -> str:
    out = StringIO()
    try:
        call_command("rehearse", slug, speed=0, stdout=out, **options)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def test_the_command_says_what_was_planted_caught_and_not(night, monkeypatch):
    monkeypatch.setattr(rehearsals.replay, "__kwdefaults__", {**rehearsals.replay.__kwdefaults__, "errors": chosen("exchanged")})
    said = rehearse(night.slug)
    assert "02:30 Southmarsh: two candidates exchanged in both sheets (12,345 for 9,876): NOT CAUGHT" in said
    assert "1 without a result stay awaiting." in said
    assert "two candidates exchanged in both sheets        2       0           2\n" in said
    assert said.endswith("Not caught: 2 of 2 planted errors.")


def test_the_command_is_content_where_all_was_caught(night, monkeypatch):
    names = chosen("second sheet", "one person")
    monkeypatch.setattr(rehearsals.replay, "__kwdefaults__", {**rehearsals.replay.__kwdefaults__, "errors": names})
    out = StringIO()
    call_command("rehearse", night.slug, speed=0, stdout=out)
    assert out.getvalue().splitlines()[-1].split() == ["all", "2", "2", "0"]


def chosen(*parts: str):
    return {name: error for name, error in rehearsals.ERRORS.items() if any(part in name for part in parts)}


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("parl.2099-01-01", "There is no election 'parl.2099-01-01' on record."),
        ("parl.2031-05-01.rehearsal", "is a rehearsal itself: name the election that it was made from."),
        ("parl.2031-05-01", "No contest of parl.2031-05-01 is declared: there is nothing to rehearse."),
    ],
    ids=["unknown", "a rehearsal", "nothing declared"],
)
def test_what_cannot_be_rehearsed_is_said_in_a_sentence(northmarsh, slug, said):
    world.election(rehearsal=True)
    assert said in rehearse(slug)
    assert Election.objects.count() == 3


@pytest.mark.parametrize("speed", [-1, float("inf"), float("nan")])
def test_a_speed_is_a_number_from_nought(speed):
    with pytest.raises(CommandError, match="how many times as fast"):
        call_command("rehearse", "parl.2031-05-01", speed=speed)


def test_every_error_answers_nothing_for_a_paper_without_figures(northmarsh):
    world.declare(northmarsh)
    (part,) = rehearsals.prepare(northmarsh.election.slug).parts
    empty = replace(part, paper=replace(part.paper, rows=(), electorate=None, valid_votes=None))
    fits = {name for name, error in rehearsals.ERRORS.items() if error(empty, Random(1))}
    assert fits == {"both sheets by one person"}
