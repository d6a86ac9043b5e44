"""The record that a story is checked against, taken from the database in a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from elections import results
from elections.models import Area, Candidacy, Contest, Party, Person
from newsroom.factcheck import Party as PartyName
from newsroom.factcheck import Person as Somebody
from newsroom.factcheck import Poll, Record
from newsroom.factcheck import Role as Held
from newsroom.factcheck.names import parts
from newsroom.factcheck.words import links

MOST = 40  # contests that a text may name
_parts = lru_cache(maxsize=50_000)(parts)  # of the names on ballot papers, which are the same with every check


@dataclass
class _Asked:
    """What a text's record is made of: the contests that it is about, others that it names, and the day that it speaks on."""

    on: date
    ids: list[int]
    also: list[int]
    seats: list[int]


def record(text: str, contests: Sequence[str] = (), on: date | None = None) -> Record:
    """What is on record of the contests of a story, and of every contest, person and party that its text names.

    Without contests the story is about those that it names, the newest on or before `on`. Without a date it speaks on the day
    after the newest poll of its contests, or today.
    """
    return records([(text, contests, on)])[0]


def records(stories: Sequence[tuple[str, Sequence[str], date | None]]) -> list[Record]:
    """The record of each of some stories, a text with its contests and the day that it speaks on, if that is said: the same
    number of queries for one and for many."""
    if not stories:
        return []
    standing = _standing()
    every = {one.id: one for one in standing}
    by_paper = {one.ballot_paper_id: one.id for one in standing}
    asked = []
    for text, contests, on in stories:
        today, names = on or timezone.localdate(), {name.lower() for name in _capitalised(text)}
        ids = (
            [by_paper[one] for one in dict.fromkeys(contests) if one in by_paper]
            if contests
            else named(standing, text, names, today)
        )
        if on is None and ids:
            today = max(every[pk].day for pk in ids) + timedelta(days=1)
        also = [pk for pk in named(standing, text, names, today) if pk not in ids] if contests else []
        targets = (link.target.rpartition("/")[0] for link in links(text) if link.kind == "figure")
        linked = dict.fromkeys(by_paper[target] for target in targets if target in by_paper)
        also += [pk for pk in linked if pk not in ids and pk not in also]
        asked.append(_Asked(today, ids, also, _same_seats(standing, [every[pk] for pk in (*ids, *also)], today)))
    wanted = {pk for one in asked for pk in (*one.ids, *one.also, *one.seats)}
    found = {result.id: result for result in results.results(Q(pk__in=wanted), history=True)}
    everybody, parties = list(Person.objects.standing().prefetch_related("names", "roles__party")), tuple(_parties())
    people, corrected, given_up = tuple(_people(everybody)), _renamed(wanted), _given_up()
    called = {*(one.name for one in everybody), *(name for one in people for name in one.aliases)}
    called |= {name for one in parties for name in (one.short, *one.names)}
    borne = {_parts(name) for name in called} | {one.area for one in standing} if given_up or corrected else set()
    answers = []
    for one in asked:
        rest = {pk for pk in one.seats if pk in found} - {*one.ids, *one.also}
        order = [*one.ids, *one.also, *sorted(rest, key=lambda pk: found[pk].polling_on, reverse=True)]
        polls = tuple(_poll(found[pk], told=pk in one.ids) for pk in order if pk in found)
        on_the_day = _on_the_day(standing, polls)
        gone = given_up | {name: now for pk in order for name, now in corrected.get(pk, {}).items()}
        own = [line for poll in polls if poll.told for line in poll.lines] if gone else []
        taken = borne | {_parts(name) for line in own for name in (line.name, *(member.name for member in line.members))}
        gone = {name: now for name, now in gone.items() if _parts(name) not in taken}  # who bears it there, bears it still
        answers.append(Record(one.on, polls, people, parties, on_the_day, gone))
    return answers


def _capitalised(text: str) -> set[str]:
    """Every capitalised word of a text."""
    return {
        word
        for word in "".join(c if c.isalpha() or c in "'’" else " " for c in text).replace("’s", "").replace("'s", "").split()
        if word[0].isupper()
    }


@dataclass
class _Contest:
    """A contest as texts may name it: by its area and by who stands in it."""

    id: int
    ballot_paper_id: str
    area_id: int
    area: tuple[str, ...]  # the words of its name
    area_name: str
    kind: str
    day: date
    rehearsal: bool
    notional: bool
    candidates: list[tuple[str, ...]]


def _standing() -> list[_Contest]:
    """Every contest with its candidates, in one query."""
    fields = (
        "pk", "ballot_paper_id", "area", "area__name", "election__kind", "election__polling_on", "election__rehearsal",
        "notional", "candidacies__ballot_name",
    )  # fmt: skip
    found: dict[int, _Contest] = {}
    for pk, paper, area, name, kind, day, rehearsal, notional, candidate in Contest.objects.values_list(*fields).order_by("pk"):
        if pk not in found:
            found[pk] = _Contest(pk, paper, area, _parts(name), name, kind, day, rehearsal, notional, [])
        if candidate:
            found[pk].candidates.append(_parts(candidate))
    return list(found.values())


def named(standing: Sequence[_Contest], text: str, names: set[str], on: date) -> list[int]:
    """The contests that a text is about: of the areas, people and parties that it names, the newest poll for each seat on or
    before a day. Areas come first, in the order of the text."""
    plain = f" {' '.join(parts(text))} "
    found: dict[int, tuple[tuple[str, str], date, int, int]] = {}  # seat, day, candidates named, place of the area's name or -1
    for one in standing:
        if one.rehearsal or one.notional or one.day > on:
            continue
        at = plain.find(f" {' '.join(one.area)} ") if set(one.area) & names else -1
        people = sum(len(said) > 1 and said[-1] in names and f" {' '.join(said)} " in plain for said in one.candidates)
        found[one.id] = ((one.area_name, one.kind), one.day, people, at)
    seats: dict[tuple[str, str], int] = {}
    for pk, (seat, day, people, at) in found.items():
        if people or at >= 0:
            best = seats.get(seat)
            if best is None or (people, day) > (found[best][2], found[best][1]):
                seats[seat] = pk
    ranked = sorted(seats.values(), key=lambda pk: (-min(found[pk][2], 1) - (found[pk][3] >= 0), -found[pk][2], found[pk][3], pk))
    return ranked[:MOST]


def _same_seats(standing: Sequence[_Contest], contests: Sequence[_Contest], on: date) -> list[int]:
    """Every poll up to a day for the seats of these contests."""
    seats = {(one.area_id, one.kind) for one in contests}
    return [one.id for one in standing if (one.area_id, one.kind) in seats and one.day <= on and not one.rehearsal]


def _poll(result: results.Result, *, told: bool) -> Poll:
    return Poll(
        id=result.ballot_paper_id,
        area=result.area,
        kind=result.election_kind,
        polling_on=result.polling_on,
        outcome=result.outcome,
        previous=result.previous,
        previous_id=result.previous_ballot_paper_id,
        history=result.history or (),
        by_election=result.by_election,
        reason=result.by_election_reason,
        told=told,
        places=(result.place.parent,) if result.place.parent else (),
        source=result.source,
    )


def _people(everybody: Iterable[Person]) -> Iterable[Somebody]:
    """Those of the register with a role, an alias or a known misspelling."""
    for person in everybody:
        roles = tuple(
            Held(role.label, role.start, role.end, role.organisation, role.party.short_name if role.party else "", role.source)
            for role in person.roles.all()
        )
        aliases = tuple(name.name for name in person.names.all() if name.kind == "alias")
        wrong = tuple(name.name for name in person.names.all() if name.kind == "misspelling")
        if roles or aliases or wrong:
            yield Somebody(person.slug, person.name, ("register", person.pk), aliases, wrong, roles)


def _parties() -> list[PartyName]:
    """Every party under the key of the first of its names, as a count has it."""
    parties = {party.pk: party for party in Party.objects.all()}
    found = []
    for party in parties.values():
        root = party
        while root.continues_id and root.continues_id in parties:
            root = parties[root.continues_id]
        found.append(PartyName(root.pk, party.short_name, (party.name, party.abbreviation, *party.aliases)))
    return found


def _given_up() -> dict[str, str]:
    """The names that people, parties or places had and have no more, each with the one in its place, from their rows' history."""
    fields: list[tuple[Any, str]] = [(Person, "name"), (Party, "name"), (Party, "short_name"), (Area, "name")]
    changed = [
        model.events.rel.related_model.objects.order_by()
        .exclude(**{field: F(f"pgh_obj__{field}")})
        .values_list(field, f"pgh_obj__{field}")
        for model, field in fields
    ]
    return dict(changed[0].union(*changed[1:]))


def _renamed(contests: Iterable[int]) -> dict[int, dict[str, str]]:
    """By contest: the names on the ballot paper that were corrected, each with the one in its place."""
    later = Candidacy.objects.filter(
        contest=OuterRef("contest"), slug=OuterRef("slug"), since_revision__gt=OuterRef("since_revision")
    )
    now = Subquery(later.order_by("-since_revision").values("ballot_name")[:1])
    found: dict[int, dict[str, str]] = {}
    rows = Candidacy.objects.filter(contest__in=list(contests)).annotate(now=now).exclude(now=None)
    for contest, name, right in rows.values_list("contest", "ballot_name", "now"):
        if name != right:
            found.setdefault(contest, {})[name] = right
    return found


def _on_the_day(standing: Sequence[_Contest], polls: Sequence[Poll]) -> dict[tuple[date, str], int]:
    days = {poll.polling_on for poll in polls}
    return Counter((one.day, one.kind) for one in standing if one.day in days and not one.rehearsal and not one.notional)
