"""A general election at its true size: 650 contests and some 4,500 candidacies, with the one before it on record too.

Seconds are printed beside their limits and beside what reading the file alone takes, and never asserted: a busy machine is no
fault. Queries and figures are. What was measured where stands in `README.md` beside this file.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from elections import exporters, finding, importers, results
from elections.models import Contest, Declaration
from newsroom import records
from tests import world
from tests.bench.general_election import BEFORE, NOW, rows, text

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
CONTESTS, QUERIES, QUERIES_OF_A_RECORD = 650, 8, 14
LIMITS = {"import of both elections": 10, "CSV of one election": 2}  # seconds
ELECTION = Q(election__slug=f"parl.{NOW}")


class Watch:
    """Seconds by what took them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[what] = time.perf_counter() - start

    def table(self) -> Iterator[str]:
        reading = self.seconds["reading the file alone"]
        yield f"{'':<26} {'seconds':>8} {'limit':>6} {'x reading':>10}"
        for what, seconds in self.seconds.items():
            yield f"{what:<26} {seconds:>8.2f} {LIMITS.get(what, ''):>6} {seconds / reading:>10.1f}"


@pytest.fixture(scope="module")
def watch(request) -> Iterator[Watch]:
    """Prints its table once all is measured, past the capture of output."""
    watch = Watch()
    yield watch
    plugins = request.config.pluginmanager
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        for line in ("", *watch.table()):
            plugins.getplugin("terminalreporter").write_line(line)


@pytest.fixture(scope="module")
def report(watch, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[importers.Report]:
    """Both elections imported into an empty database, once for all tests of this file."""
    path = tmp_path_factory.mktemp("bench") / "general-election.csv"
    path.write_text(text(rows(BEFORE), rows(NOW, BEFORE)), encoding="utf-8")
    with django_db_blocker.unblock(), transaction.atomic():
        with watch("reading the file alone"):
            importers.read_results([path], None, importers.Report())
        editor, duty_editor = world.editor(), world.duty_editor()
        with watch("import of both elections"):
            report = importers.import_results(path, by=editor, confirm_as=duty_editor, reason="made by the tests")
        yield report
        transaction.set_rollback(True)


def won() -> dict[str, str]:
    """Who has most votes in each contest, from the rows that the file was made of."""
    best: dict[str, dict[str, str]] = {}
    for row in rows(NOW, BEFORE):
        key = row["ballot_paper_id"]
        if key not in best or int(row["votes"]) > int(best[key]["votes"]):
            best[key] = row
    return {key: row["candidate"] for key, row in best.items()}


def test_every_contest_is_declared_and_who_has_most_votes_has_won(report):
    assert (report.entered, report.declared, report.awaiting) == (2 * CONTESTS, 2 * CONTESTS, 0)
    found = results.results(ELECTION, ["ballot_paper_id"])
    assert {result.ballot_paper_id: result.outcome.winner.name for result in found} == won()
    assert all(result.change.shares for result in found)


def test_what_is_written_out_is_what_was_taken_in(report, watch):
    out = io.StringIO()
    with (
        watch("CSV of one election"),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        exporters.write_csv(results.results(ELECTION, ["ballot_paper_id"]), out)
    written = list(csv.DictReader(io.StringIO(out.getvalue())))
    taken = list(rows(NOW, BEFORE))
    told = ("ballot_paper_id", "candidate", "party", "votes", "valid_votes", "electorate", "rejected_ballots", "comparison")
    assert {tuple(row[name] for name in told) for row in written} == {tuple(row.get(name, "") for name in told) for row in taken}
    assert len(written) == len(taken) and len(queries) == 1


def test_the_page_of_the_election_takes_a_fixed_number_of_queries(report, watch, client):
    with watch("page of the election"), CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/elections/parl.{NOW}/")
    assert answer.status_code == 200
    assert len(queries) <= QUERIES


def test_the_board_and_what_is_found_on_it_take_a_fixed_number_of_queries(report, watch, client):
    client.force_login(world.checker(), backend="django.contrib.auth.backends.ModelBackend")
    with watch("board of the night"), CaptureQueriesContext(connection) as queries:
        answer = client.get("/admin/board/", {"poll": NOW})
    assert answer.status_code == 200
    assert len(queries) <= QUERIES
    for typed, nearest in (("alone 17 fictional", False), ("fictoinal 17 alnoe", True)):
        with watch(f"finding “{typed}”"):
            found = finding.find(Contest.objects.all(), typed)
            names = list(found.contests.values_list("area__name", flat=True))
        assert (names[0], found.nearest) == ("Fictional 17", nearest)


def test_the_record_of_a_story_takes_a_fixed_number_of_queries(report, watch):
    story = "Fictional was won by Cand 7 Harbour with 12,000 votes."
    with watch("record of a story"), CaptureQueriesContext(connection) as queries:
        found = records.record(story, [f"parl.fictional-7.{NOW}"])
    assert found.polls[0].id == f"parl.fictional-7.{NOW}" and len(found.polls) > records.MOST
    assert len(queries) <= QUERIES_OF_A_RECORD


def test_the_frozen_figures_are_those_of_the_rows(report):
    declaration = Declaration.objects.get(contest=Contest.objects.get(ballot_paper_id=f"parl.fictional-1.{NOW}"))
    votes = sorted((int(row["votes"]) for row in rows(NOW, BEFORE, contests=1)), reverse=True)
    figures = declaration.as_published["figures"]
    assert (figures["majority"], figures["valid_votes"]) == (votes[0] - votes[1], sum(votes))
    assert declaration.as_published["comparison"] == [f"parl.fictional-1.{BEFORE}", 1]
