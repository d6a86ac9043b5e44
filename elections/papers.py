"""The returning officer's paper as one person read it, and what is counted from it. Pure.

The desk's form, the importers and the database's records all become a Paper; `count_of` makes of it what the counting files
take. The lines of a contest come as plain mappings, one for each candidacy, as `models.candidacy_rows` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from elections import counting

DEPOSIT_KINDS = {"parl", "mayor", "pcc"}  # elections where a twentieth of the votes keeps the deposit


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a Paper. Votes are whole numbers but for transferred votes, which have up to five decimals."""

    candidacy_id: int | None
    stage: int = 1
    votes: Decimal | int | None = None
    constituency_seats: int | None = None
    elected: bool | None = None
    lot: str = ""
    lot_source: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The returning officer's paper as one person read it, before it is a Sheet."""

    for_revision: int
    source: str
    rows: tuple[Row, ...] = ()
    contest_id: int = 0
    kind: str = "figures"
    public_note: str = ""
    electorate: int | None = None
    ballot_papers: int | None = None
    valid_votes: int | None = None
    rejected_ballots: tuple[int | None, ...] = ()
    quota: Decimal | None = None

    @property
    def figures(self) -> tuple[object, ...]:
        """What two people's papers must have equal: everything but the source, the note and where a lot is reported."""
        rows = frozenset(
            (row.candidacy_id, row.stage, row.votes, row.constituency_seats, row.elected, row.lot, row.status)
            for row in self.rows
        )
        head = (self.kind, self.electorate, self.ballot_papers, self.valid_votes, self.rejected_ballots, self.quota)
        return (*head, rows)


class Ballot(NamedTuple):
    """What counting needs to know of a contest beside its lines."""

    voting_system: str
    seats: int
    election_kind: str


def count_of(ballot: Ballot, paper: Paper | None, lines: Sequence[Mapping[str, Any]]) -> counting.Count:
    """What is counted: the candidacies as they hold for the paper's revision, with the paper's figures."""
    holding: dict[str, Mapping[str, Any]] = {}
    for line in sorted(lines, key=lambda line: line["since"]):
        if paper is None or line["since"] <= paper.for_revision:
            holding[line["slug"]] = line
    rows = {row.candidacy_id: row for row in paper.rows if row.stage == 1} if paper else {}
    ordered = sorted(holding.values(), key=lambda line: (line["order"], line["id"]))
    return counting.Count(
        lines=tuple(_line(line, rows.get(line["id"])) for line in ordered if line["on_list"] is None),
        voting_system=ballot.voting_system,
        seats=ballot.seats,
        valid_votes=paper.valid_votes if paper else None,
        rejected_ballots=paper.rejected_ballots[0] if paper and paper.rejected_ballots else None,
        ballot_papers=paper.ballot_papers if paper else None,
        electorate=paper.electorate if paper else None,
        deposit=ballot.election_kind in DEPOSIT_KINDS,
    )


def outcome_of(record: Mapping[str, Any]) -> counting.Outcome:
    """The outcome that a record of `with_record` tells."""
    paper = None
    if record["declaration"]:
        paper = Paper(
            for_revision=record["revision"],
            source=record["source"],
            electorate=record["electorate"],
            ballot_papers=record["ballot_papers"],
            valid_votes=record["valid_votes"],
            rejected_ballots=tuple(record["rejected_ballots"]),
            rows=tuple(
                Row(tally["candidacy"], tally["stage"], _votes(tally["votes"]), None, tally["elected"], tally["lot"])
                for tally in record["tallies"]
            ),
        )
    ballot = Ballot(record["voting_system"], record["seats"], record["election_kind"])
    return counting.outcome(count_of(ballot, paper, record["lines"]))


def _votes(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _line(line: Mapping[str, Any], row: Row | None) -> counting.Line:
    return counting.Line(
        key=line["slug"],
        name=line["name"],
        votes=None if row is None or row.votes is None else int(row.votes),
        standing_as=counting.StandingAs(line["standing_as"]),
        party=line["party"],
        party_name=line["party_name"] or "",
        party_short=line["party_short"] or "",
        party_abbreviation=line["party_abbreviation"] or "",
        party_slug=line["party_slug"] or "",
        person=line["person"],
        aggregate=line["kind"] == "aggregate",
        lot=counting.Lot(row.lot if row else ""),
        elected=bool(row and row.elected),
    )
