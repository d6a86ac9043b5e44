"""A fictional general election: 650 contests and some 4,500 candidacies, with the one before it to compare with."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator

from elections.sources import RESULTS

PARTIES = ["Harbour", "Orchard", "Lantern", "Meadow", "Anvil", "Heron", "Quarry"]
NOW, BEFORE = "2014-05-01", "2010-05-06"


def rows(day: str, comparison: str = "", *, contests: int = 650, seed: int = 1) -> Iterator[dict[str, str]]:
    """One general election in our own format; each contest has six to eight candidates."""
    chance = random.Random(f"{seed} {day}")
    for number in range(1, contests + 1):
        stands = PARTIES[: 5 + number % 3]
        votes = [chance.randrange(400, 24_000) for _party in [*stands, ""]]
        head = {
            "ballot_paper_id": f"parl.fictional-{number}.{day}",
            "election_date": day,
            "area_name": f"Fictional {number}",
            "area_kind": "constituency",
            "gss": f"E{number:08}",
            "country": "England",
            "region": f"Region {number % 9}",
            "voting_system": "FPTP",
            "seats": "1",
            "electorate": str(sum(votes) + 20_000),
            "valid_votes": str(sum(votes)),
            "rejected_ballots": str(number % 200),
            "comparison": f"parl.fictional-{number}.{comparison}" if comparison else "",
            "source": "made by the tests",
        }
        for party, number_of_votes in zip([*stands, ""], votes, strict=True):
            yield {
                **head,
                "candidate": f"Cand {number} {party or 'Alone'}",
                "given_name": f"Cand {number}",
                "family_name": party or "Alone",
                "standing_as": "party" if party else "independent",
                "party": f"{party} Party" if party else "",
                "party_abbreviation": party[:3],
                "votes": str(number_of_votes),
            }


def text(*elections: Iterator[dict[str, str]]) -> str:
    """Elections as one file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, RESULTS, restval="", lineterminator="\n")
    writer.writeheader()
    for election in elections:
        writer.writerows(election)
    return out.getvalue()
