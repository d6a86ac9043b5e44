"""Results of a fictional place in every state that a page can show: what the style guide is made of. Nothing here is stored, and
nothing is asked of the database; the figures are computed by the same rules as real ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from elections.counting import Count, Line, Lot, Member, Outcome, StandingAs, outcome
from elections.models import Election
from elections.overviews import Poll
from elections.results import Names, Place, Published, Result
from elections.standings import Held

DAY, BEFORE = date(2031, 5, 1), date(2027, 5, 6)
DECLARED = datetime(2031, 5, 2, 3, 12, tzinfo=UTC)
PARTIES = {"harbour": "Har", "orchard": "Orc", "lantern": "Lan", "mill": "Mill", "reed": "Reed"}  # slug: abbreviation
ELECTORATE = 60_000


def line(name: str, party: str = "", votes: int | None = None, **more: Any) -> Line:
    """A candidate, or a party's list; without a party an independent."""
    key = name.lower().replace(" ", "-")
    if not party:
        return Line(key, name, votes, standing_as=StandingAs.INDEPENDENT, person=("specimen", key), **more)
    short = party.capitalize()
    names = {"party_name": f"{short} Party", "party_short": short, "party_abbreviation": PARTIES[party], "party_slug": party}
    return Line(key, name, votes, party=party, **names, **more)


NOW = (
    line("Ada Quill", "harbour", 12_345),
    line("Ben Rook", "orchard", 9_876),
    line("Sam Stone", "", 2_100),
    line("Lil Wick", "lantern", 900),
    line("Tom Reeve", "reed", 410),
    line("Una Marl", "mill", 380),
    line("Vic Oakes", "", 45),
)
THEN = (
    line("Otto Pear", "orchard", 14_000),
    line("Ada Quill", "harbour", 9_000),
    line("Lil Wick", "lantern", 3_500),
    line("Una Marl", "mill", 400),
)


def count(lines: Sequence[Line], **more: Any) -> Outcome:
    return outcome(Count(tuple(lines), **{"electorate": ELECTORATE, "rejected_ballots": 100, "deposit": True, **more}))


def result(area: str, now: Outcome, previous: Outcome | None = None, **more: Any) -> Result:
    """A declared by-election with these outcomes; whatever is given in `more` is otherwise."""
    slug = area.lower().replace(" ", "-")
    given = {
        "id": sum(slug.encode()), "ballot_paper_id": f"parl.{slug}.{DAY}", "area": area, "area_slug": slug,
        "election_slug": f"parl.{DAY}", "area_kind": "constituency", "election": "Fictional election", "election_kind": "parl",
        "polling_on": DAY, "by_election": False, "by_election_reason": "", "rehearsal": False, "notional": False,
        "voting_system": now.count.voting_system, "seats": now.count.seats, "revision": 1, "kind": "figures",
        "published_at": DECLARED, "first_entered_at": DECLARED, "confirmed_at": DECLARED, "one_person": False,
        "override_reason": "", "public_note": "", "source": "the declaration paper", "outcome": now, "declared_at": DECLARED,
        "previous": previous, "previous_year": BEFORE.year if previous else None, "previous_ballot_paper_id": "",
        "previous_polling_on": BEFORE if previous else None, "previous_notional": False, "replaces": "", "replaced_by": "",
        "declarations": (1, 2), "history": None, "place": Place("", "England", "", ""),
        "names": {one.key: Names("", "", "", "") for one in now.count.lines},
    }  # fmt: skip
    return Result(**{**given, **more})


def history() -> tuple[Held, ...]:
    """Fourteen polls for one seat: a party that held it for long, one in between, a majority of nought, and figures that are
    not known."""
    polls = []
    for n, votes in enumerate([4_288, 7_894, 8_162, None, 7_289, None, 17_508, 14_571, 0, 5_509, None, 7_650]):
        winner = "mill" if n in (8, 9) else "orchard"
        lines = [line("Otto Pear", winner, elected=True)]
        if votes is not None:
            lines = [
                line("Otto Pear", winner, 15_000 + votes, lot=Lot.NONE if votes else Lot.WON),
                line("Ida Elm", "lantern", 15_000),
            ]
        paper = count(lines, kind="winner" if votes is None else "figures")
        polls.append((date(1979 + 4 * n, 5, 3), paper))
    polls += [(BEFORE, count(THEN)), (DAY, count(NOW))]
    return tuple(Held(day, f"parl.northmarsh.{day}", one.winner, n, one) for n, (day, one) in enumerate(polls) if one.winner)


def results() -> dict[str, Result]:
    """A result in every state, by what it shows."""
    tied = [line("Ada Quill", "harbour", 558), line("Ben Rook", "orchard", 558), line("Sam Stone", "", 12)]
    unread = [line(one.name, one.party_slug) for one in NOW]
    ward = [
        line("Cora Vane", "harbour", 1_210), line("Dan Moss", "orchard", 1_040), line("Eve Holt", "mill", 558, lot=Lot.WON),
        line("Fay Lund", "orchard", 558, lot=Lot.LOST), line("Gil Tarn", "harbour", 410),
    ]  # fmt: skip
    members = (Member("Nell Harrow", 1), Member("Otto Pear", 2, elsewhere=True), Member("Pia Reed", 3), Member("Hugo Flint", 4))
    lists = [
        line("Harbour list", "harbour", 85_909, is_list=True, constituency_seats=1, members=members),
        line("Orchard list", "orchard", 136_825, is_list=True, constituency_seats=4),
        line("Mill list", "mill", 52_626, is_list=True, constituency_seats=0),
        line("Reed list", "reed", 9_100, is_list=True, constituency_seats=0),
    ]  # fmt: skip
    two = [
        line("Ada Quill", "harbour", 76_106, later=(Decimal(37_888),)),
        line("Ben Rook", "orchard", 93_942, later=(Decimal(14_253),)),
        line("Lil Wick", "lantern", 61_885),
    ]  # fmt: skip
    staged = [
        line("Cora Vane", "harbour", 450, later=(Decimal("401.00"), Decimal("401.00")), elected=True),
        line("Dan Moss", "orchard", 390, later=(Decimal("410.50"), Decimal("410.50")), elected=True),
        line("Eve Holt", "mill", 360, later=(Decimal("375.25"), Decimal("390.75"))),
        line("Fay Lund", "", 5, later=(Decimal("9.00"), Decimal(0))),
    ]
    now, then = count(NOW), count(THEN)
    return {
        "confirmed": result("Northmarsh", now, then, history=history(), by_election=True, by_election_reason="a resignation"),
        "awaited": result("Eastmarsh", count(unread), kind=None, revision=0, published_at=None, source=""),
        "single": result("Westmarsh", now, then, one_person=True, confirmed_at=None, override_reason="the second checker is ill"),
        "corrected": result("Fairmarsh", now, then, kind="correction", revision=2, public_note="Two figures were swapped."),
        "taken back": result(
            "Midmarsh", count(unread, kind="recount"), kind="recount", public_note="The bundles are counted again."
        ),
        "winner only": result("Highmarsh", count([line("Otto Pear", "orchard", elected=True)], kind="winner"), kind="winner"),
        "awaiting lot": result("Lowmarsh", count(tied)),
        "several seats": result("Skerry Ward", count(ward, seats=3, ballot_papers=2_000, deposit=False), election_kind="local"),
        "lists": result(
            "Skerry", count(lists, voting_system="AMS", seats=4, electorate=600_000, deposit=False), election_kind="sp"
        ),
        "two rounds": result("Fenland", count(two, voting_system="SV", electorate=640_000, deposit=False), election_kind="mayor"),
        "stages": result("Weir Ward", count(staged, voting_system="STV-SCT", seats=2, deposit=False), election_kind="local"),
    }


def poll() -> Poll:
    """A night with results in every state."""
    election = Election(slug=f"parl.{DAY}", name="Fictional election", kind="parl", polling_on=DAY)
    return Poll(f"{DAY}", "", (election,), tuple(results().values()))


def published() -> tuple[Published, ...]:
    """A result that was corrected: what stood before is struck out."""
    return (
        Published(
            2, "correction", DECLARED, "Two figures were swapped on the sheet.", False, (("Votes of Ben Rook", "9,867", "9,876"),)
        ),
        Published(1, "figures", DECLARED, "", True, ()),
    )
