"""Northmarsh as a record that needs no database: the fictional cast of `tests.world`, with a past and a register."""

from __future__ import annotations

from datetime import date

from elections.counting import Count, Line, Outcome, StandingAs, outcome
from elections.standings import Held
from newsroom.factcheck import Party, Person, Poll, Record, Role
from tests.world import ELECTORATE, NORTHMARSH, NORTHMARSH_BEFORE, PARTIES

KEYS = {"Old Lantern Party": "Lantern Party"}  # a renamed party is one
ON = date(2031, 5, 2)
SOURCE = "the declaration paper"


def counted(candidates: dict[str, tuple[str, int]]) -> Outcome:
    lines = []
    for name, (party, votes) in candidates.items():
        short, abbreviation, _colour = PARTIES.get(party, ("", "", ""))
        lines.append(
            Line(
                key=name.lower().replace(" ", "-"),
                name=name,
                votes=votes,
                standing_as=StandingAs.PARTY if party else StandingAs.INDEPENDENT,
                party=KEYS.get(party, party) or None,
                party_name=party,
                party_short=short,
                party_abbreviation=abbreviation,
            )
        )
    return outcome(Count(tuple(lines), electorate=ELECTORATE, rejected_ballots=100, deposit=True))


def held(day: date, party: str = "Orchard Party", name: str = "Otto Pear") -> Held:
    line = Line(key="winner", name=name, party=party, party_name=party, party_short=PARTIES[party][0])
    return Held(day, f"parl.northmarsh.{day}", line)


HISTORY = (held(date(2012, 5, 3), "Harbour Party", "Una Crane"), *(held(date(year, 5, 3)) for year in (2017, 2021, 2025, 2029)))
BEFORE = Poll(
    id="parl.northmarsh.2029-05-03",
    area="Northmarsh",
    kind="parl",
    polling_on=date(2029, 5, 3),
    outcome=counted(NORTHMARSH_BEFORE),
    told=False,
    source=SOURCE,
)
NOW = Poll(
    id="parl.northmarsh.2031-05-01",
    area="Northmarsh",
    kind="parl",
    polling_on=date(2031, 5, 1),
    outcome=counted(NORTHMARSH),
    previous=counted(NORTHMARSH_BEFORE),
    previous_id=BEFORE.id,
    history=HISTORY,
    by_election=True,
    source=SOURCE,
)
PEOPLE = (
    Person(
        "nell-harrow",
        "Nell Harrow",
        aliases=("Eleanor Harrow",),
        misspellings=("Nell Harrowe",),
        roles=(
            Role("Leader of the Orchard Party", date(2028, 9, 10), source="the party's ballot"),
            Role("MP for Skerry", date(2021, 5, 3), party="Orchard", source="the roll"),
        ),
    ),
    Person(
        "tim-frost",
        "Tim Frost",
        roles=(
            Role("Leader of the Orchard Party", date(2019, 3, 2), date(2028, 9, 10), source="the party's ballot"),
            Role("MP for Long Reach", date(2012, 5, 3), date(2029, 4, 1), party="Orchard", source="the roll"),
        ),
    ),
    Person(
        "ivy-marl",
        "Ivy Marl",
        roles=(
            Role("Deputy Leader of the Orchard Party", date(2024, 1, 9), source="the party's ballot"),
            Role("Shadow Chancellor", date(2022, 6, 1), date(2026, 6, 1), source="the gazette"),
        ),
    ),
)
RECORD = Record(
    on=ON,
    polls=(NOW, BEFORE),
    people=PEOPLE,
    parties=tuple(
        Party(KEYS.get(name, name), short, (name, abbreviation)) for name, (short, abbreviation, _c) in PARTIES.items()
    ),
    on_the_day={(date(2031, 5, 1), "parl"): 1},
)
