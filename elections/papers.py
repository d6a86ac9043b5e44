"""The returning officer's paper as one person read it, and what is counted from it. Pure.

The desk's form, the importers and the database's records all become a Paper; `count_of` makes of it what the counting files
take. The lines of a contest come as plain mappings, one for each candidacy, as `models.candidacy_rows` reads them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from elections import allocation, counting

DEPOSIT_KINDS = {"parl", "mayor", "pcc"}  # elections where a twentieth of the votes keeps the deposit
TIE_RULES = {"senedd": allocation.TieRule.ONE_MORE_VOTE, "naw": allocation.TieRule.ONE_MORE_VOTE}
TIE_RULES |= {"gla": allocation.TieRule.ONE_MORE_SEAT}
ELSEWHERE = "elected elsewhere"  # the status of who is on a list and won a constituency


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


class Naming(NamedTuple):
    """What a correction says that somebody who stands is called, and for whom: without a party, as `standing_as` says."""

    candidacy_id: int
    ballot_name: str
    standing_as: str
    party_id: int | None


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
    namings: tuple[Naming, ...] = ()

    @property
    def figures(self) -> tuple[object, ...]:
        """What two people's papers must have equal: everything but the source, the note and where a lot is reported."""
        rows = frozenset(
            (row.candidacy_id, row.stage, row.votes, row.constituency_seats, row.elected, row.lot, row.status)
            for row in self.rows
        )
        head = (self.kind, self.electorate, self.ballot_papers, self.valid_votes, self.rejected_ballots, self.quota)
        return (*head, rows, frozenset(self.namings))


class Ballot(NamedTuple):
    """What counting needs to know of a contest beside its lines."""

    voting_system: str
    seats: int
    election_kind: str
    threshold_divisor: int | None = None
    notional: bool = False


def count_of(ballot: Ballot, paper: Paper | None, lines: Sequence[Mapping[str, Any]]) -> counting.Count:
    """What is counted: the candidacies as they hold for the paper's revision, with the paper's figures."""
    holding: dict[str, Mapping[str, Any]] = {}
    for line in sorted(lines, key=lambda line: line["since"]):
        if paper is None or line["since"] <= paper.for_revision:
            holding[line["slug"]] = line
    slugs: dict[int | None, str | None] = {None: None, **{line["id"]: line["slug"] for line in lines}}
    rows: dict[str | None, dict[int, Row]] = {}  # by the slug, which a corrected name keeps
    for row in paper.rows if paper else ():
        rows.setdefault(slugs.get(row.candidacy_id, ""), {})[row.stage] = row
    last = max((stage for stages in rows.values() for stage in stages), default=1)
    ordered = sorted(holding.values(), key=_turn)
    members: dict[str | None, list[counting.Member]] = {}
    for line in ordered:
        if line["on_list"] is not None:
            status = rows[line["slug"]][1].status if line["slug"] in rows else ""
            elsewhere = status == ELSEWHERE
            members.setdefault(slugs.get(line["on_list"], ""), []).append(
                counting.Member(line["name"], line["list_position"] or 0, elsewhere, line["slug"])
            )
    lost = rows.pop(None, {})
    return counting.Count(
        lines=tuple(
            _line(line, rows.get(line["slug"], {}), last, tuple(members.get(line["slug"], ())))
            for line in ordered
            if line["on_list"] is None
        ),
        voting_system=ballot.voting_system,
        seats=ballot.seats,
        valid_votes=paper.valid_votes if paper else None,
        rejected_ballots=paper.rejected_ballots[0] if paper and paper.rejected_ballots else None,
        ballot_papers=paper.ballot_papers if paper else None,
        electorate=paper.electorate if paper else None,
        kind=paper.kind if paper else "figures",
        deposit=ballot.election_kind in DEPOSIT_KINDS and not ballot.notional,
        threshold_divisor=ballot.threshold_divisor,
        tie_rule=TIE_RULES.get(ballot.election_kind, allocation.TieRule.LOT),
        quota=paper.quota if paper else None,
        non_transferable=tuple(_votes_at(lost, stage) for stage in range(1, last + 1)) if lost else (),
    )


def outcome_of(record: Mapping[str, Any]) -> counting.Outcome:
    """The outcome that a record of `with_record` tells."""
    paper = None
    if record["declaration"]:
        paper = Paper(
            for_revision=record["revision"],
            kind=record["kind"],
            source=record["source"],
            electorate=record["electorate"],
            ballot_papers=record["ballot_papers"],
            valid_votes=record["valid_votes"],
            rejected_ballots=tuple(record["rejected_ballots"]),
            quota=_votes(record["quota"]),
            rows=tuple(
                Row(
                    tally["candidacy"],
                    tally["stage"],
                    _votes(tally["votes"]),
                    tally["constituency_seats"],
                    tally["elected"],
                    tally["lot"],
                    status=tally["status"],
                )
                for tally in record["tallies"]
            ),
        )
    ballot = Ballot(
        record["voting_system"], record["seats"], record["election_kind"], record["threshold_divisor"], record["notional"]
    )
    return counting.outcome(count_of(ballot, paper, record["lines"]))


def _votes(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _turn(line: Mapping[str, Any]) -> tuple[int, int, int]:
    """Lists and candidates in the order of the ballot paper, members by their place on the list alone: seats go by it."""
    return 0 if line["on_list"] is not None else line["order"], line["list_position"] or 0, line["id"]


def _line(line: Mapping[str, Any], stages: Mapping[int, Row], last: int, members: tuple[counting.Member, ...]) -> counting.Line:
    first = stages.get(1)
    later = tuple(_votes_at(stages, stage) for stage in range(2, last + 1))
    return counting.Line(
        key=line["slug"],
        name=line["name"],
        votes=None if first is None or first.votes is None else int(first.votes),
        later=later if any(votes is not None for votes in later) else (),
        constituency_seats=first.constituency_seats if first else None,
        members=members,
        standing_as=counting.StandingAs(line["standing_as"]),
        party=line["party"],
        party_name=line["party_name"] or "",
        party_short=line["party_short"] or "",
        party_abbreviation=line["party_abbreviation"] or "",
        party_slug=line["party_slug"] or "",
        person=person_of(line),
        withdrawn=line["withdrawn"],
        died=line["died"],
        aggregate=line["kind"] == "aggregate",
        is_list=line["kind"] == "list",
        lot=counting.Lot(first.lot if first else ""),
        elected=bool(first and first.elected),
    )


def person_of(line: Mapping[str, Any]) -> Hashable:
    """Who stands, as independents are compared: the person of the register, else the id of the imported file together with the
    family name, because two people were once given one id."""
    if line["person"] is not None:
        return ("register", line["person"])
    family = line["family_name"] or line["name"].split()[-1]
    return (line["external_id"], family.casefold()) if line["external_id"] else None


def _votes_at(stages: Mapping[int, Row], stage: int) -> Decimal | None:
    votes = stages[stage].votes if stage in stages else None
    return None if votes is None else Decimal(votes)
