"""The record that a story is checked against, taken from the database in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from elections import results
from elections.models import Contest, Party, Person
from newsroom.factcheck import Party as PartyName
from newsroom.factcheck import Person as Somebody
from newsroom.factcheck import Poll, Record
from newsroom.factcheck import Role as Held
from newsroom.factcheck.names import parts
from newsroom.factcheck.words import links

MOST = 40  # contests that a text may name


def record(text: str, contests: Sequence[str] = (), on: date | None = None) -> Record:
    """What is on record of the contests of a story, and of every contest, person and party that its text names.

    Without contests the story is about those that it names, the newest on or before `on`. Without a date it speaks on the day
    after the newest poll of its contests, or today.
    """
    today = on or timezone.localdate()
    names = {name.lower() for name in _capitalised(text)}
    if contests:
        told = list(
            Contest.objects.filter(ballot_paper_id__in=contests).values_list("pk", "ballot_paper_id", "election__polling_on")
        )
        told.sort(key=lambda row: list(contests).index(row[1]))
        ids = [pk for pk, _id, _day in told]
        if on is None and told:
            today = max(day for _pk, _id, day in told) + timedelta(days=1)
    else:
        ids = named(text, names, today)
        if on is None and ids:
            newest = max(Contest.objects.filter(pk__in=ids).values_list("election__polling_on", flat=True))
            today = newest + timedelta(days=1)
    linked = {link.target.rpartition("/")[0] for link in links(text) if link.kind == "figure" and "/" in link.target}
    also = [pk for pk in named(text, names, today) if pk not in ids] if contests else []
    also += Contest.objects.filter(ballot_paper_id__in=linked).exclude(pk__in=[*ids, *also]).values_list("pk", flat=True)
    seats = _same_seats([*ids, *also], today)
    found = {result.id: result for result in results.results(Q(pk__in={*ids, *also, *seats}), history=True)}
    order = [*ids, *also, *sorted(set(found) - {*ids, *also}, key=lambda pk: found[pk].polling_on, reverse=True)]
    polls = tuple(_poll(found[pk], told=pk in ids) for pk in order if pk in found)
    return Record(on=today, polls=polls, people=tuple(_people(names)), parties=tuple(_parties()), on_the_day=_on_the_day(polls))


def _capitalised(text: str) -> set[str]:
    """Every capitalised word of a text."""
    return {
        word
        for word in "".join(c if c.isalpha() or c in "'’" else " " for c in text).replace("’s", "").replace("'s", "").split()
        if word[0].isupper()
    }


def named(text: str, names: set[str], on: date) -> list[int]:
    """The contests that a text is about: of the areas, people and parties that it names, the newest poll for each seat on or
    before a day. Areas come first, in the order of the text."""
    contests = Contest.objects.filter(election__rehearsal=False, election__polling_on__lte=on, notional=False)
    fields = ("pk", "area__name", "election__kind", "election__polling_on", "candidacies__ballot_name")
    plain = f" {' '.join(parts(text))} "
    found: dict[int, tuple[tuple[str, str], date, int, int]] = {}  # seat, day, candidates named, place of the area's name or -1
    for pk, area, kind, day, candidate in contests.values_list(*fields).order_by("pk"):
        if pk not in found:
            words = parts(area)
            at = plain.find(f" {' '.join(words)} ") if set(words) & names else -1
            found[pk] = ((area, kind), day, 0, at)
        said = parts(candidate or "")
        if len(said) > 1 and said[-1] in names and f" {' '.join(said)} " in plain:
            seat, day, people, at = found[pk]
            found[pk] = (seat, day, people + 1, at)
    seats: dict[tuple[str, str], int] = {}
    for pk, (seat, day, people, at) in found.items():
        if people or at >= 0:
            best = seats.get(seat)
            if best is None or (people, day) > (found[best][2], found[best][1]):
                seats[seat] = pk
    ranked = sorted(seats.values(), key=lambda pk: (-min(found[pk][2], 1) - (found[pk][3] >= 0), -found[pk][2], found[pk][3], pk))
    return ranked[:MOST]


def _same_seats(ids: Sequence[int], on: date) -> list[int]:
    """Every poll up to a day for the seats of these contests."""
    seats = Contest.objects.filter(pk__in=ids).values_list("area", "election__kind")
    wanted = Q(pk__in=[])
    for area, kind in set(seats):
        wanted |= Q(area=area, election__kind=kind)
    return list(
        Contest.objects.filter(wanted, election__polling_on__lte=on, election__rehearsal=False).values_list("pk", flat=True)
    )


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
        told=told,
        places=(result.place.parent,) if result.place.parent else (),
        source=result.source,
    )


def _people(names: set[str]) -> Iterable[Somebody]:
    """Those of the register whose family name, or nearly, may stand in the text; of a role all who held it."""
    people = Person.objects.prefetch_related("names", "roles__party")
    for person in people:
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


def _on_the_day(polls: Sequence[Poll]) -> dict[tuple[date, str], int]:
    days = {poll.polling_on for poll in polls}
    rows = Contest.objects.filter(election__polling_on__in=days, election__rehearsal=False, notional=False)
    counted = rows.values_list("election__polling_on", "election__kind").annotate(number=Count("pk")).order_by()
    return {(day, kind): number for day, kind, number in counted}
