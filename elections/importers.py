"""CSV in: results, parties and people. A file is all or nothing, and what is wrong with it is said row by row in words.

Results pass the same verbs as the count sheet: a file is one person's sheets. The same file from a second person confirms
it; `confirm_as` with a reason is the override for archives.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from elections.models import (
    Act,
    Area,
    AreaCode,
    Candidacy,
    Contest,
    Election,
    Kind,
    Party,
    Person,
    PersonName,
    Refused,
    Role,
    Sheet,
    declare_many,
    enter_sheets,
    free_slug,
)
from elections.papers import Paper, Row

RESULTS = (
    "ballot_paper_id,election_date,area_name,area_kind,area_parent,gss,country,region,voting_system,seats,electorate,"
    "ballot_papers,valid_votes,rejected_ballots,comparison,notional,poll_status,candidate,given_name,family_name,person_id,"
    "standing_as,party,party_abbreviation,ec_party_id,adjunct_party,list_position,constituency_seats,stage,votes,elected,lot,"
    "declared_at,source"
).split(",")
PARTIES = ["name", "short_name", "abbreviation", "ec_party_ids", "colour", "colour_dark", "continues"]
PEOPLE = ["name", "aliases", "misspellings", "role", "organisation", "party", "start", "end", "source"]
LONDON = ZoneInfo("Europe/London")
POLLS_CLOSE = time(22)  # Representation of the People Act 1983, Schedule 1, rule 1: 10 in the evening


class BadFile(Exception):
    """The file cannot be taken; `problems` are sentences, each naming its row where it has one. Nothing was saved."""

    def __init__(self, problems: Sequence[str]):
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass
class Report:
    """What an import did."""

    entered: int = 0
    declared: int = 0
    unchanged: int = 0
    awaiting: int = 0
    created: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV file with these columns, each with its row number as "row". Raises BadFile."""
    data = path.read_bytes()
    if b"\0" in data:
        raise BadFile([f"{path.name} is not a text file: it has a NUL byte. Save it as CSV, UTF-8."])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise BadFile([f"Row {reader.line_num}: {error}. Save the file as CSV with commas, UTF-8."]) from error
    header = [cell.strip() for cell in rows[0]] if rows else []
    problems = [f"The column {name!r} stands twice in the header." for name in sorted({c for c in header if header.count(c) > 1})]
    problems += [
        f"The column {name!r} is not known. The columns are: {', '.join(columns)}." for name in header if name not in columns
    ]
    if columns[0] not in header:
        problems.append(f"The column {columns[0]!r} is missing: the first row must name the columns, parted by commas.")
    if problems:
        raise BadFile(problems)
    ragged = [n for n, row in enumerate(rows[1:], start=2) if row and len(row) != len(header)]
    if ragged:
        raise BadFile([f"Row {n}: it has {len(rows[n - 1])} cells, the header has {len(header)}." for n in ragged])
    empty = dict.fromkeys(columns, "")
    return [
        {**empty, **dict(zip(header, map(str.strip, row), strict=True)), "row": str(n)}
        for n, row in enumerate(rows[1:], start=2)
        if any(row)
    ]


class _Cells:
    """Reads the cells of one row, and remembers what is wrong with them."""

    def __init__(self, row: Mapping[str, str], problems: list[str]):
        self.row, self.problems = row, problems

    def __getitem__(self, column: str) -> str:
        return self.row[column]

    def problem(self, sentence: str) -> None:
        self.problems.append(f"Row {self.row['row']}: {sentence}")

    def number(self, column: str) -> int | None:
        text = self.row[column]
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            self.problem(f"{column} is {text!r}: write a whole number in digits only, such as 15529.")
            return None
        return int(text) if text else None

    def day(self, column: str) -> date | None:
        text = self.row[column]
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problem(f"{column} is {text!r}: write a date as 2021-05-06.")
            return None

    def moment(self, column: str) -> datetime | None:
        text = self.row[column]
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            self.problem(f"{column} is {text!r}: write a time as 2021-05-07T07:12:00+01:00.")
            return None
        return moment.replace(tzinfo=LONDON) if moment and moment.tzinfo is None else moment

    def choice(self, column: str, choices: Iterable[str], default: str) -> str:
        text = self.row[column] or default
        if text not in (known := list(choices)):
            self.problem(f"{column} is {text!r}: write one of {', '.join(known)}.")
            return default
        return text


# Parties.


class Parties:
    """Finds parties by name, short name or alias, and creates those that are not there."""

    def __init__(self, report: Report):
        self.report = report
        self.known: dict[str, Party] = {}
        for party in Party.objects.order_by("pk"):
            for name in (party.name, party.short_name, *party.aliases):
                self.known.setdefault(name.casefold(), party)

    def find(self, name: str, abbreviation: str = "", ec_id: str = "") -> Party:
        if party := self.known.get(name.casefold()):
            return party
        party = Party(name=name, short_name=name, abbreviation=abbreviation, ec_ids=[ec_id] if ec_id else [])
        party.slug = free_slug(name, {p.slug for p in self.known.values()})
        party.save()
        self.report.created.append(f"party {name}")
        self.known[name.casefold()] = party
        return party


@transaction.atomic
def import_parties(path: Path) -> Report:
    """Parties with their colours and renames. The same file again changes nothing. Raises BadFile."""
    report, problems = Report(), []
    rows = read(path, PARTIES)
    known = {party.name: party for party in Party.objects.all()}
    for row in rows:
        party = known.get(row["name"]) or Party(name=row["name"], slug=free_slug(row["name"], (p.slug for p in known.values())))
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
    if problems:
        raise BadFile(problems)
    return report


# People.


@transaction.atomic
def import_people(path: Path) -> Report:
    """The dated register. Several rows for one name add roles; the same file again changes nothing. Raises BadFile."""
    report, problems = Report(), []
    parties = Parties(report)
    slugs = set(Person.objects.values_list("slug", flat=True))
    for row in read(path, PEOPLE):
        cells = _Cells(row, problems)
        start, end = cells.day("start"), cells.day("end")
        if row["role"] and not start:
            cells.problem(f"{row['name']}'s role {row['role']!r} needs a start.")
        if row["role"] and not row["source"]:
            cells.problem(f"{row['name']}'s role {row['role']!r} needs a source.")
        if problems:
            continue
        person = Person.objects.filter(name=row["name"]).first()
        if person is None:
            person = Person.objects.create(name=row["name"], slug=free_slug(row["name"], slugs))
            slugs.add(person.slug)
            report.created.append(f"person {person.name}")
        for column, kind in (("aliases", PersonName.Kind.ALIAS), ("misspellings", PersonName.Kind.MISSPELLING)):
            for name in filter(None, row[column].split("|")):
                PersonName.objects.get_or_create(person=person, name=name.strip(), defaults={"kind": kind})
        if row["role"]:
            Role.objects.get_or_create(
                person=person,
                label=row["role"],
                start=start,
                party=parties.find(row["party"]) if row["party"] not in ("", "Independent") else None,
                defaults={"organisation": row["organisation"], "end": end, "source": row["source"]},
            )
    if problems:
        raise BadFile(problems)
    return report


# Results.


@dataclass
class _Ballot:
    """One contest of the file: its rows, and what the first of them says about the contest."""

    rows: list[_Cells]

    @property
    def head(self) -> _Cells:
        return self.rows[0]


@transaction.atomic
def import_results(
    path: Path,
    *,
    by: Any,
    confirm_as: Any = None,
    reason: str = "",
    rehearsal: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Contests, candidacies and results in our own format, as one person's sheets.

    Contests whose rows have no votes are left awaiting. Equal figures already declared are counted as unchanged; different
    ones are refused, naming both. Raises BadFile.
    """
    report, problems = Report(), []
    ballots: dict[str, _Ballot] = {}
    for row in read(path, RESULTS):
        cells = _Cells(row, problems)
        if not row["ballot_paper_id"]:
            cells.problem("ballot_paper_id is empty.")
            continue
        ballots.setdefault(row["ballot_paper_id"], _Ballot([])).rows.append(cells)
    if problems:
        raise BadFile(problems)

    contests = _contests(ballots, rehearsal, report)
    candidacies = _candidacies(ballots, contests, Parties(report))
    if problems:
        raise BadFile(problems)

    papers: dict[int, Paper] = {}
    declared_at: dict[int, datetime | None] = {}
    for key, ballot in ballots.items():
        paper = _paper(ballot, contests[key], candidacies[key])
        declared_at[contests[key].pk] = ballot.head.moment("declared_at")
        if paper is None:
            report.awaiting += 1
        else:
            papers[contests[key].pk] = paper
    if problems:
        raise BadFile(problems)

    fresh = _fresh(papers, ballots, contests, by, report, problems)
    if problems:
        raise BadFile(problems)
    try:
        sheets = enter_sheets(fresh, by=by)
    except Refused as refusal:
        raise BadFile([str(doubt) for doubt in refusal.doubts]) from refusal
    report.entered = len(sheets)
    acts = []
    for n, sheet in enumerate(sheets, start=1):
        if twin := sheet.twin():
            acts.append(Act(twin, confirming_sheet=sheet, declared_at=declared_at[sheet.contest_id]))
        elif confirm_as:
            acts.append(Act(sheet, overridden_by=confirm_as, override_reason=reason, declared_at=declared_at[sheet.contest_id]))
        progress(n, len(sheets))
    report.declared = len(declare_many(acts)) if acts else 0
    return report


def _contests(ballots: Mapping[str, _Ballot], rehearsal: bool, report: Report) -> dict[str, Contest]:
    """The contests of the file, created with their elections and areas where they are not there."""
    known = {c.ballot_paper_id: c for c in Contest.objects.filter(ballot_paper_id__in=ballots).select_related("election", "area")}
    elections = {election.slug: election for election in Election.objects.all()}
    areas = {(area.name, area.kind): area for area in Area.objects.all()}
    slugs = {area.slug for area in areas.values()}
    for key, ballot in ballots.items():
        if key in known:
            continue
        head = ballot.head
        polling_on = head.day("election_date")
        if polling_on is None:
            head.problem("election_date is empty: write the polling day as 2021-05-06.")
            continue
        slug, kind = election_of(key)
        if kind not in Election.Kind.values:
            kinds = ", ".join(Election.Kind.values)
            head.problem(f"ballot_paper_id is {key!r}: it begins with the kind of election, one of {kinds}.")
            continue
        if slug not in elections:
            elections[slug] = Election.objects.create(
                slug=slug,
                name=_election_name(kind, ballot.head, polling_on),
                kind=kind,
                polling_on=polling_on,
                polls_close_at=datetime.combine(polling_on, POLLS_CLOSE, LONDON).astimezone(UTC),
                rehearsal=rehearsal,
            )
        place = (head["area_name"], head.choice("area_kind", Area.Kind.values, Area.Kind.CONSTITUENCY))
        if place not in areas:
            area = Area(name=place[0], kind=place[1], country=head["country"], region=head["region"])
            area.slug = free_slug(area.name, slugs)
            area.save()
            slugs.add(area.slug)
            areas[place] = area
        if head["gss"]:
            AreaCode.objects.get_or_create(area=areas[place], code=head["gss"])
        known[key] = Contest.objects.create(
            ballot_paper_id=key,
            election=elections[slug],
            area=areas[place],
            voting_system=head.choice("voting_system", Contest.VotingSystem.values, Contest.VotingSystem.FPTP),
            seats=head.number("seats") or 1,
            electorate=head.number("electorate"),
            notional=head["notional"] in ("1", "true", "yes"),
        )
        report.created.append(f"contest {key}")
    for key, ballot in ballots.items():
        wanted, contest = ballot.head["comparison"], known.get(key)
        if not wanted or contest is None or contest.comparison_id:
            continue
        former = known.get(wanted) or Contest.objects.filter(ballot_paper_id=wanted).first()
        if former is None:
            ballot.head.problem(f"comparison is {wanted!r}, which is neither in the file nor on record.")
        else:
            contest.comparison = former
            contest.save(update_fields=["comparison"])
    return known


def election_of(ballot_paper_id: str) -> tuple[str, str]:
    """(election slug, kind) of a ballot paper, after Democracy Club's grammar: parl.hartlepool.by.2021-05-06 belongs to
    parl.2021-05-06, local.hartlepool.rossmere.2021-05-06 to local.hartlepool.2021-05-06."""
    kind, *middle, day = ballot_paper_id.split(".")
    body = [part for part in middle if part != "by"]
    if kind in ("local", "mayor", "pcc"):
        return ".".join([kind, *body[:1], day]), kind
    return f"{kind}.{day}", kind


def _election_name(kind: str, head: _Cells, polling_on: date) -> str:
    day = f"{polling_on.day} {polling_on:%B %Y}"
    body = (
        {"parl": "House of Commons", "mayor": f"{head['area_name']} mayor"}.get(kind) or head["area_parent"] or head["area_name"]
    )
    return f"{body}, {day}"


def _candidacies(
    ballots: Mapping[str, _Ballot], contests: Mapping[str, Contest], parties: Parties
) -> dict[str, dict[int, Candidacy]]:
    """The candidacy of each row, by contest and row number; created where the contest has none of that name and party."""
    found: dict[str, dict[int, Candidacy]] = {}
    there: dict[int, list[Candidacy]] = {}
    for candidacy in Candidacy.objects.filter(contest__in=contests.values()):
        there.setdefault(candidacy.contest_id, []).append(candidacy)
    new: list[Candidacy] = []
    for key, ballot in ballots.items():
        if key not in contests:
            continue
        contest = contests[key]
        old = there.setdefault(contest.pk, [])
        matched: dict[int, Candidacy] = {}
        for order, cells in enumerate(ballot.rows, start=1):
            candidacy = _candidacy(cells, contest, order, parties)
            if candidacy is None:
                continue
            same = [
                c for c in old if _standing(c) == _standing(candidacy) and c not in matched.values()
            ]  # fmt: skip
            if same:
                matched[order] = same[0]
                continue
            candidacy.slug = free_slug(candidacy.ballot_name, (c.slug for c in old))
            old.append(candidacy)
            new.append(candidacy)
            matched[order] = candidacy
        found[key] = matched
    Candidacy.objects.bulk_create(new)
    return found


def _standing(candidacy: Candidacy) -> tuple:
    return candidacy.ballot_name, candidacy.party_id, candidacy.standing_as


def _candidacy(cells: _Cells, contest: Contest, order: int, parties: Parties) -> Candidacy | None:
    if not cells["candidate"] and not cells["party"]:
        return None  # a row about the contest alone
    standing = cells.choice("standing_as", ["party", "independent", "speaker", "aggregate"], "party")
    kind = Candidacy.Kind.AGGREGATE if standing == "aggregate" else Candidacy.Kind.CANDIDATE
    party = adjunct = None
    if standing == "party":
        if not cells["party"]:
            cells.problem(f"{cells['candidate']} stands for a party that is not named.")
            return None
        party = parties.find(cells["party"], cells["party_abbreviation"], cells["ec_party_id"])
    if cells["adjunct_party"]:
        adjunct = parties.find(cells["adjunct_party"])
    name = cells["candidate"] or (party.name if party else "Others")
    return Candidacy(
        contest=contest,
        kind=kind,
        ballot_name=name,
        given_name=cells["given_name"],
        family_name=cells["family_name"],
        standing_as=standing if standing in Candidacy.StandingAs.values else "party",
        party=party,
        adjunct_party=adjunct,
        ballot_order=order,
    )


def _paper(ballot: _Ballot, contest: Contest, candidacies: Mapping[int, Candidacy]) -> Paper | None:
    """The contest's rows as one paper, or None where nothing is known yet."""
    head, rows = ballot.head, []
    status = head.choice("poll_status", ["held", "winner"], "held")
    for order, cells in enumerate(ballot.rows, start=1):
        if candidacy := candidacies.get(order):
            elected = True if cells["elected"] in ("1", "true", "yes") else None
            lot = cells.choice("lot", ["", "won", "lost"], "")
            source = cells["source"] if lot else ""
            votes = cells.number("votes")
            rows.append(
                Row(candidacy.pk, votes=votes, elected=elected if status == "winner" else None, lot=lot, lot_source=source)
            )
    if not rows or (all(row.votes is None for row in rows) and status == "held"):
        return None
    if not head["source"]:
        head.problem("source is empty: say where the figures come from.")
    rejected = head.number("rejected_ballots")
    return Paper(
        contest_id=contest.pk,
        for_revision=1,
        kind=Kind.WINNER if status == "winner" else Kind.FIGURES,
        source=head["source"],
        electorate=head.number("electorate"),
        ballot_papers=head.number("ballot_papers"),
        valid_votes=head.number("valid_votes"),
        rejected_ballots=() if rejected is None else (rejected,),
        rows=tuple(rows),
    )


def _fresh(
    papers: Mapping[int, Paper],
    ballots: Mapping[str, _Ballot],
    contests: Mapping[str, Contest],
    by: Any,
    report: Report,
    problems: list[str],
) -> list[Paper]:
    """The papers that say something new: not declared already, and not entered already by the same person."""
    revisions = {c.pk: c for c in Contest.objects.filter(pk__in=papers).with_declaration()}
    declared: dict[int, Sheet] = {}
    own: dict[int, Sheet] = {}
    for sheet in Sheet.objects.filter(contest__in=papers).order_by("pk").prefetch_related("tallies", "declarations"):
        if sheet.declarations.all():
            declared[sheet.contest_id] = sheet
        if sheet.by_id == by.pk:
            own[sheet.contest_id] = sheet
    fresh = []
    for pk, paper in papers.items():
        paper = replace(paper, for_revision=revisions[pk].revision + 1)
        if pk in declared:
            if declared[pk].paper().figures == paper.figures:
                report.unchanged += 1
            else:
                key = next(key for key, contest in contests.items() if contest.pk == pk)
                both = f"Declared: {_said(declared[pk].paper())}; in the file: {_said(paper)}"
                ballots[key].head.problem(f"{key} is declared with other figures. {both}. To change them is a correction.")
        elif pk in own and own[pk].for_revision == paper.for_revision and own[pk].paper().figures == paper.figures:
            report.unchanged += 1
        else:
            fresh.append(paper)
    return fresh


def _said(paper: Paper) -> str:
    return ", ".join(f"{int(row.votes):,}" for row in paper.rows if row.votes is not None) or "the winner only"
