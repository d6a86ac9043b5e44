"""CSV in: parties and people. A file is all or nothing, and what is wrong with it is said row by row in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from django.db import transaction

from elections.cells import Cells, File, Report, read, refuse
from elections.models import Party, Person, PersonName, Role, free_slug, registering, sort_name

PARTIES = ["name", "short_name", "abbreviation", "ec_party_ids", "colour", "colour_dark", "continues"]
PEOPLE = ["name", "aliases", "misspellings", "role", "organisation", "party", "start", "end", "source", "slug"]


# Parties.


class Parties:
    """Finds parties by name, short name or alias, and creates those that are not there."""

    def __init__(self, report: Report):
        self.report = report
        self.known: dict[str, Party] = {}
        for party in Party.objects.order_by("pk"):
            for name in (party.name, party.short_name, *party.aliases):
                self.known.setdefault(name.casefold(), party)

    def named(self, name: str, cells: Cells) -> Party | None:
        """The party that a cell of the register means: by any of its names, or by an abbreviation that is one party's only."""
        if name.casefold() not in self.known:
            short = {party.pk: party for party in self.known.values() if party.abbreviation.casefold() == name.casefold()}
            if len(short) > 1:
                cells.problem(
                    f"party is {name!r}, which is short for {' and for '.join(map(str, short.values()))}: write its name."
                )
                return None
            if short:
                return next(iter(short.values()))
            if near := get_close_matches(name.casefold(), self.known, n=1, cutoff=0.85):
                meant = self.known[near[0]].name
                self.report.warnings.append(f"Row {cells['row']}: no party is called {name!r}; it was made. Is {meant!r} meant?")
        return self.find(name)

    def find(self, name: str, abbreviation: str = "", ec_id: str = "") -> Party:
        if party := self.known.get(name.casefold()):
            return party
        party = Party(name=name, short_name=name, abbreviation=abbreviation, ec_ids=[ec_id] if ec_id else [])
        party.slug = free_slug(name, {p.slug for p in self.known.values()})
        party.save()
        self.report.created.append(f"party {name}")
        self.known[name.casefold()] = party
        return party


@registering()
def import_parties(path: Path) -> Report:
    """Parties with their colours and renames. The same file again changes nothing. Raises BadFile."""
    report, problems = Report(), []
    rows = read(path, PARTIES, report)
    known = {party.name: party for party in Party.objects.all()}
    for row in rows:
        for column in ("colour", "colour_dark"):
            if row[column] and not re.fullmatch(r"#[0-9a-fA-F]{6}", row[column]):
                problems.append(
                    f"Row {row['row']}: {column} is {row[column]!r}: write # and six digits or letters, such as #0077b6."
                )
    refuse(problems)
    for row in rows:
        party = known.get(row["name"]) or Party(name=row["name"], slug=free_slug(row["name"], {p.slug for p in known.values()}))
        wanted = {
            "short_name": row["short_name"] or row["name"],
            "abbreviation": row["abbreviation"],
            "ec_ids": [part for part in row["ec_party_ids"].split("|") if part],
            "colour": row["colour"].lower(),
            "colour_dark": row["colour_dark"].lower(),
        }
        if party.pk is None:
            report.created.append(f"party {party.name}")
        if any(getattr(party, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(party, name, value)
            party.save()
        known[party.name] = party
    for row in rows:  # once all are there: a party may continue one that stands further down
        if row["continues"]:
            former = known.get(row["continues"])
            if former is None:
                problems.append(f"Row {row['row']}: {row['name']} continues {row['continues']!r}, which no row or record names.")
            elif known[row["name"]].continues_id != former.pk:
                known[row["name"]].continues = former
                known[row["name"]].save()
    refuse(problems)
    return report


# People.


def _key(name: str) -> str:
    """What two spellings of one name have in common: letters without capitals, one space, one kind of apostrophe."""
    return " ".join(unicodedata.normalize("NFC", name).replace("\u2019", "'").split()).casefold()


class People:
    """Finds people by slug, name or alias, in the register and in the file so far; makes those that are not there."""

    def __init__(self, report: Report):
        self.report = report
        every = Person.objects.select_related("merged__kept").prefetch_related("names").order_by("pk")
        self.by_slug = {person.slug: person.now for person in every}
        self.new: list[Person] = []
        self.called: dict[str, dict[str, list[Person]]] = {"": {}, "alias": {}, "misspelling": {}}  # by kind, then by name
        for person in {person.pk: person for person in self.by_slug.values()}.values():
            self._call(person, person.name, "")
            for other in person.names.all():
                self._call(person, other.name, other.kind)

    def _call(self, person: Person, name: str, kind: str) -> None:
        those = self.called[kind].setdefault(_key(name), [])
        if person not in those:
            those.append(person)

    def find(self, cells: Cells) -> Person | None:
        """Whom a row means; None, with a sentence, where that cannot be told."""
        name, slug = " ".join(cells["name"].split()), cells["slug"]
        if not name:
            cells.problem("name is empty: write whose row this is.")
            return None
        named, aliased, misspelt = (self.called[kind].get(_key(name), []) for kind in ("", "alias", "misspelling"))
        if slug:
            return self._by_slug(cells, name, slug, [*named, *aliased])
        found = named or aliased
        if len(found) > 1:
            which = ", ".join(person.slug for person in found)
            cells.problem(f"{len(found)} people are called {name!r}: {which}. Say which in a column slug.")
            return None
        if found:
            if not named:
                self.report.warnings.append(f"Row {cells['row']}: {name} is taken for {found[0].name}, whose alias it is.")
            return found[0]
        if misspelt:
            right = " or ".join(repr(person.name) for person in misspelt)
            cells.problem(f"{name!r} is a known misspelling of {right}. Write that, or, for somebody else, a slug of their own.")
            return None
        return self._make(name, free_slug(name, self.by_slug))

    def _by_slug(self, cells: Cells, name: str, slug: str, known: Sequence[Person]) -> Person | None:
        if not re.fullmatch(r"[a-z0-9_-]{1,100}", slug):
            cells.problem(f"slug is {slug!r}: write small letters, digits and hyphens, such as nell-harrow.")
        elif (person := self.by_slug.get(slug)) is None:
            return self._make(name, slug)
        elif person in known:
            return person
        else:
            cells.problem(f"the slug {slug!r} is {person.name}'s, who is not called {name!r} on record.")
        return None

    def _make(self, name: str, slug: str) -> Person:
        person = Person(name=name, slug=slug, sort_name=sort_name(name))
        self.by_slug[slug] = person
        self.new.append(person)
        self._call(person, name, "")
        self.report.created.append(f"person {name}")
        return person

    def name(self, person: Person, cells: Cells) -> Iterator[PersonName]:
        """The other names of a row that are new, or of another kind than on record."""
        columns = {"aliases": PersonName.Kind.ALIAS, "misspellings": PersonName.Kind.MISSPELLING}
        for column, kind in columns.items():
            for name in filter(None, (" ".join(part.split()) for part in cells[column].split("|"))):
                if _key(name) == _key(person.name):
                    if kind is PersonName.Kind.MISSPELLING:
                        cells.problem(f"{name!r} cannot be both the name and a misspelling of it.")
                    continue
                if kind is PersonName.Kind.ALIAS and _key(name) in map(_key, cells["misspellings"].split("|")):
                    cells.problem(f"{name!r} cannot be both an alias and a misspelling.")
                    continue
                if others := [other for other in self.called[""].get(_key(name), []) if other != person]:
                    warning = (
                        f"Row {cells['row']}: {name}, the {kind.label} of {person.name}, is the name of {others[0].slug} too."
                    )
                    self.report.warnings.append(warning)
                if person not in self.called[kind].get(_key(name), []):
                    self._call(person, name, kind)
                    yield PersonName(person=person, name=name, kind=kind)


def _role(cells: Cells, person: Person, parties: Parties) -> Role | None:
    """The role of a row; None where it has none, or one that cannot be kept."""
    label = " ".join(cells["role"].split())
    start, end = cells.days("start"), cells.days("end")
    if not label:
        if extra := [column for column in ("organisation", "party", "start", "end") if cells[column]]:
            cells.problem(f"{person.name}'s row has {', '.join(extra)} but no role. Name the role, or empty them.")
        return None
    whose = f"{person.name}'s role {label!r}"
    if not cells["start"]:
        cells.problem(f"{whose} needs a start.")
    if not cells["source"]:
        cells.problem(f"{whose} needs a source.")
    if start and end and end[1] < start[0]:
        cells.problem(f"{whose} ends on {cells['end']}, before it starts on {cells['start']}.")
    if not start or not cells["source"]:
        return None
    independent = cells["party"].casefold() in ("independent", "ind")
    role = Role(person=person, label=label, organisation=cells["organisation"], source=cells["source"], independent=independent)
    role.start, _last, role.start_precision = start
    if end:
        _first, role.end, role.end_precision = end
    role.party = parties.named(cells["party"], cells) if cells["party"] and not independent else None
    return role


ROLE = ["organisation", "party_id", "independent", "start_precision", "end", "end_precision", "source"]


def _merged(known: Role, role: Role, cells: Cells, report: Report) -> bool:
    """Takes over what a row says anew of a role on record, and answers whether it said anything. That a role has ended is
    never taken back by an empty cell."""
    if known.end and not role.end:
        report.warnings.append(f"Row {cells['row']}: {known.label} of {known.person.name} ended on {known.end}: left as it is.")
        role.end, role.end_precision = known.end, known.end_precision
    differs = [name for name in ROLE if getattr(known, name) != getattr(role, name)]
    for name in differs:
        setattr(known, name, getattr(role, name))
    known.party = role.party
    return bool(differs)


@registering()
def import_people(path: Path | File, *, dry_run: bool = False) -> Report:
    """The dated register: names and roles, a row for each role.

    Several rows for one name add roles; a row of a role on record (one person, label and start) brings it up to date; the
    same file again changes nothing. A name that two people bear needs the column slug, which may also name somebody new.
    Raises BadFile.
    """
    report, problems = Report(), []
    parties, people = Parties(report), People(report)
    on_record = {(role.person_id, _key(role.label), role.start): role for role in Role.objects.select_related("person")}
    stated: dict[tuple[str, str, date], tuple[str, Role]] = {}
    names: list[PersonName] = []
    new, changed = [], []
    for row in read(path, PEOPLE, report):
        cells = Cells(row, problems)
        _fits(cells)
        person = people.find(cells)
        if person is None:
            continue
        names += people.name(person, cells)
        role = _role(cells, person, parties)
        if role is None:
            continue
        key = (person.slug, _key(role.label), role.start)
        first, same = stated.setdefault(key, (row["row"], role))
        if same is not role:
            if any(getattr(same, name) != getattr(role, name) for name in ROLE):
                cells.problem(f"{person.name}'s role {role.label!r} from {row['start']} stands in row {first} too, otherwise.")
        elif known := on_record.get((person.pk, _key(role.label), role.start)):
            if _merged(known, role, cells, report):
                changed.append(known)
                report.changed.append(f"role {known.label} of {person.name}")
        else:
            new.append(role)
            report.created.append(f"role {role.label} of {person.name}")
    refuse(problems)
    Person.objects.bulk_create(people.new)
    _save_names(names, people)
    for role in new:
        role.person_id = role.person.pk
    Role.objects.bulk_create(new)
    for role in changed:
        role.save()
    if dry_run:
        transaction.set_rollback(True)
    return report


def _fits(cells: Cells) -> None:
    for column, most in (("name", 200), ("role", 200), ("organisation", 200), ("source", 300)):
        if len(cells[column]) > most:
            cells.problem(f"{column} has {len(cells[column])} letters: {most} is the most.")
    if any(len(name.strip()) > 200 for name in f"{cells['aliases']}|{cells['misspellings']}".split("|")):
        cells.problem("a name has more than 200 letters.")


def _save_names(names: Iterable[PersonName], people: People) -> None:
    """Other names of people who are on record; one that is there already takes the kind that is stated now."""
    kinds = {(name.person_id, _key(name.name)): name for name in PersonName.objects.filter(person__in=people.by_slug.values())}
    for name in names:
        name.person_id = name.person.pk
        if known_name := kinds.get((name.person_id, _key(name.name))):
            known_name.kind = name.kind
            known_name.save()
        else:
            name.save()
