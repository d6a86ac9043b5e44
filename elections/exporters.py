"""Results out, as JSON and CSV, from the door for readers. Exact fractions stand beside the rounded figures."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import IO, Any

from elections import counting
from elections.counting import Hands, Line, StandingAs, half_up
from elections.models import Declaration
from elections.results import Result
from elections.sources import RESULTS

STAGES = {"": "candidates", "figures": "full result", "correction": "full result", "winner": "winner declared"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what a spreadsheet may run: OWASP, CSV injection


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _percent(value: Fraction | None) -> str | None:
    return None if value is None else str(half_up(value * 100, 1))


def _number(votes: Decimal | int | None) -> int | str | None:
    """A whole number as it is, transferred votes as decimals in words."""
    if votes is None:
        return None
    return int(votes) if votes == int(votes) else f"{Decimal(votes).normalize():f}"


def _short(line: Line) -> str:
    names = {StandingAs.INDEPENDENT: "Ind", StandingAs.SPEAKER: "Spk"}
    return names.get(line.standing_as) or line.party_abbreviation or line.party_short


def _candidate(line: Line) -> str | None:
    """Who stands; None where only a party is known: a list, or a row of a notional contest."""
    nameless = line.standing_as == StandingAs.PARTY and line.name in (line.party_name, line.party_short)
    return None if line.is_list or nameless else line.name


def summary(result: Result) -> str | None:
    """The result in the shortest words: "Con gain from Lab", "Lab hold"; None where nobody won one seat."""
    change, winner = result.change, result.outcome.winner
    if winner is None:
        return None
    if change is None or change.hands is None or change.former is None:
        return None
    if change.hands is Hands.HOLD:
        return f"{_short(winner)} hold"
    return f"{_short(winner)} gain from {_short(change.former)}"


def as_json(result: Result) -> dict[str, Any]:
    """One contest as the JSON of `/contests/<id>.json`; nothing that is not known is guessed."""
    outcome, count, change = result.outcome, result.outcome.count, result.change
    swing = result.swing
    moved = result.published_at.isoformat() if result.published_at else None
    return {
        "ballot_paper_id": result.ballot_paper_id,
        "revision": result.revision,
        "stage": STAGES.get(result.kind or "", result.kind),
        "updated_at": moved,
        "comparison": result.previous_ballot_paper_id or None,
        "voting_system": result.voting_system,
        "seats": result.seats,
        "electorate": count.electorate,
        "ballot_papers": count.ballot_papers,
        "rejected_ballots": count.rejected_ballots,
        "valid_votes": outcome.valid_votes,
        "turnout": _exact(outcome.turnout),
        "turnout_percent": _percent(outcome.turnout),
        "turnout_with_rejected": _exact(outcome.turnout_with_rejected),
        "turnout_with_rejected_percent": _percent(outcome.turnout_with_rejected),
        "majority": outcome.majority,
        "majority_share": _exact(outcome.majority_share),
        "majority_share_percent": _percent(outcome.majority_share),
        "result": summary(result),
        "result_long": result.answer or None,
        "awaiting_lot": [outcome.lines[key].name for key in outcome.awaiting_lot],
        "swing": {
            "from": swing.loser.party_name,
            "to": swing.gainer.party_name,
            "points": str(half_up(swing.size * 100, 1)),
            "exact": str(swing.size),
        }
        if swing
        else None,
        "candidacies": [_candidacy(line, outcome, change) for line in outcome.ordered],
        "rounds": _rounds(outcome),
        "seats_awarded": [
            {"seat": award.seat, "to": outcome.lines[award.to].name, "quotient": str(award.figure)}
            for award in (outcome.allocation.awards if outcome.allocation else ())
        ],
        "lists": _lists(outcome),
    }


def _candidacy(line: Line, outcome: counting.Outcome, change: counting.Change | None) -> dict[str, Any]:
    changes = change.shares if change else {}
    share, moved = outcome.shares.get(line.key), changes.get(line.key)
    lost = outcome.deposits_lost
    undecided = line.key in outcome.awaiting_lot or not outcome.elected
    return {
        "candidate": _candidate(line),
        "party": line.party_name or None,
        "party_abbreviation": line.party_abbreviation or None,
        "standing_as": "aggregate" if line.aggregate else str(line.standing_as),
        "votes": _number(line.votes),
        "rank": outcome.ranks.get(line.key),
        "elected": None if undecided and line.key not in outcome.elected else line.key in outcome.elected,
        "seats": outcome.seats(line.key),
        "lot": str(line.lot) or None,
        "share": _exact(share),
        "share_percent": _percent(share),
        "change": _exact(moved),
        "change_points": None if moved is None else str(half_up(moved * 100, 1)),
        "deposit_lost": None if lost is None else line.key in lost,
    }


def _rounds(outcome: counting.Outcome) -> list[dict[str, Any]]:
    """The rounds of a supplementary vote, or the stages of a transferable one, each with every total."""
    second, stages = outcome.second_round, outcome.stages
    if second is not None:
        first = {line.name: line.votes for line in outcome.count.candidates}
        found: list[dict[str, Any]] = [{"round": 1, "totals": first}]
        if second.totals:
            named = {outcome.lines[key].name: total for key, total in second.totals.items()}
            added = {name: total - (first[name] or 0) for name, total in named.items()}
            found.append({"round": 2, "transferred": added, "totals": named})
        return found
    if stages is None:
        return []
    return [
        {
            "round": stage,
            "totals": {
                outcome.lines[key].name: _number(row[stage - 1] if len(row) >= stage else None)
                for key, row in stages.totals.items()
            },
            "non_transferable": _number(stages.lost(stage)),
        }
        for stage in range(1, stages.count + 1)
    ]


def _lists(outcome: counting.Outcome) -> list[dict[str, Any]]:
    if outcome.allocation is None:
        return []
    return [
        {
            "list": line.name,
            "votes": line.votes,
            "constituency_seats": line.constituency_seats,
            "list_seats": outcome.seats(line.key),
            "below_threshold": line.key in outcome.allocation.barred,
            "candidates": [
                {"name": member.name, "position": member.position, "elected": member in outcome.elected_members(line.key)}
                for member in line.members
            ],
        }
        for line in outcome.count.candidates
    ]


def history(declarations: Iterable[Declaration], renamed: Mapping[int, Sequence[tuple[str, str, str]]]) -> list[dict[str, Any]]:
    """What was published of one contest and when, the newest first, with the figures as they were frozen and, by revision, the
    candidates whose name or party was corrected; who entered it is not named."""
    return [
        {
            "revision": declaration.revision,
            "kind": declaration.kind,
            "published_at": declaration.published_at.isoformat(),
            "declared_at": declaration.declared_at.isoformat() if declaration.declared_at else None,
            "confirmed_by_two_people": declaration.checked_by_id is not None,
            "override_reason": declaration.override_reason or None,
            "public_note": declaration.public_note or None,
            "rules": declaration.as_published["rules"],
            "comparison": declaration.as_published["comparison"],
            "figures": declaration.as_published["figures"],
            "renamed": [{"key": key, "was": was, "now": now} for key, was, now in renamed.get(declaration.revision, ())],
        }
        for declaration in declarations
    ]


def safe(value: object) -> str:
    """A cell that no spreadsheet runs: what looks like a formula begins with an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) and not text.lstrip("+-").replace(".", "", 1).isdigit() else text


def rows(results: Iterable[Result]) -> Iterator[dict[str, str]]:
    """Results in our own import format, one row for each candidacy or list and stage; imported again, they are the same."""
    for result in results:
        head, outcome, count = _head(result), result.outcome, result.outcome.count
        for line in count.lines:
            names = result.names[line.key]
            said = {
                **head,
                "candidate": _candidate(line),
                "given_name": names.given_name,
                "family_name": names.family_name,
                "person_id": names.external_id,
                "standing_as": "aggregate" if line.aggregate else line.standing_as,
                "party": line.name if _candidate(line) is None else line.party_name,
                "party_abbreviation": line.party_abbreviation,
                "adjunct_party": names.adjunct_party,
                "constituency_seats": line.constituency_seats,
                "elected": "yes" if line.key in outcome.elected else "",
                "lot": line.lot,
            }
            staged = bool(line.later) or count.transferable
            yield _row({**said, "stage": 1 if staged else "", "votes": line.votes})
            for stage, votes in enumerate(line.later, start=2):
                if votes is not None:
                    yield _row({**said, "stage": stage, "votes": _number(votes), "elected": "", "lot": ""})
            for member in line.members:
                place = {"candidate": member.name, "list_position": member.position, "constituency_seats": "", "votes": ""}
                chosen = "yes" if member in outcome.elected_members(line.key) else ""
                yield _row({**said, **place, "elected": "elsewhere" if member.elsewhere else chosen, "lot": ""})
        for stage, votes in enumerate(count.non_transferable, start=1):
            if votes is not None:
                yield _row({**head, "standing_as": "non_transferable", "stage": stage, "votes": _number(votes)})


POLL_STATUS = {None: "", "figures": "held", "recount": "", "correction": "held", "withdrawal": ""}


def _head(result: Result) -> dict[str, object]:
    """The cells about the contest, the same in each of its rows."""
    count = result.outcome.count
    return {
        "ballot_paper_id": result.ballot_paper_id,
        "election_date": result.polling_on.isoformat(),
        "area_name": result.area,
        "area_kind": result.area_kind,
        "area_parent": result.place.parent,
        "gss": result.place.gss,
        "country": result.place.country,
        "region": result.place.region,
        "voting_system": result.voting_system,
        "seats": result.seats,
        "electorate": count.electorate,
        "ballot_papers": count.ballot_papers,
        "valid_votes": count.valid_votes,
        "rejected_ballots": count.rejected_ballots,
        "comparison": result.previous_ballot_paper_id,
        "notional": "yes" if result.notional else "",
        "poll_status": POLL_STATUS.get(result.kind, result.kind),
        "declared_at": result.declared_at.isoformat() if result.declared_at else "",
        "source": result.source,
    }


def _row(values: dict[str, object]) -> dict[str, str]:
    return {column: safe(values.get(column)) for column in RESULTS}


def write_csv(results: Iterable[Result], out: IO[str]) -> None:
    writer = csv.DictWriter(out, RESULTS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(results))
