"""CSV in: results. A file is all or nothing, and what is wrong with it is said row by row in words.

Results pass the same verbs as the count sheet: a file is one person's sheets. The same file from a second person confirms
it; `confirm_as` with a reason is the override for archives.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from elections import counting
from elections.cells import LONDON, Cells, Report, refuse, rows_of, table
from elections.cells import BadFile as BadFile  # what every importer raises
from elections.cells import File as File
from elections.models import (
    NO_RESULT,
    Act,
    Area,
    AreaCode,
    Candidacy,
    Contest,
    Election,
    Import,
    Kind,
    Look,
    Refused,
    Sheet,
    SheetQuery,
    candidacy_rows,
    declare_many,
    enter_sheets,
    free_slug,
    registering,
    rivals,
    sort_name,
)
from elections.papers import ELSEWHERE, Paper, Row, count_of
from elections.registers import Parties
from elections.sources import READ, translate

POLLS_CLOSE = time(22)  # Representation of the People Act 1983, Schedule 1, rule 1: 10 in the evening


def read_results(paths: Sequence[Path | File], polling_on: date | None, report: Report) -> list[dict[str, str]]:
    """The rows of a file of our own format, or of files that `sources` knows, turned into it. Raises BadFile."""
    tables = [table(path, report) for path in paths]
    report.format = " and ".join(table.source or "our own format" for table in tables)
    if len(tables) == 1 and tables[0].source is None:
        return rows_of(tables[0], READ)
    systems = dict(Contest.objects.values_list("ballot_paper_id", "voting_system"))
    translation = translate(tables, polling_on=polling_on, on_record=systems)
    refuse(translation.problems)
    report.warnings += translation.warnings
    return translation.rows


# Results.


@dataclass
class _Ballot:
    """One contest of the file: its rows, and what the first of them says about the contest."""

    rows: list[Cells]

    @property
    def head(self) -> Cells:
        return self.rows[0]


@contextmanager
def uncollected() -> Iterator[None]:
    """Nobody looks for cycles meanwhile: among a hundred thousand new objects that takes a sixth of the time, and finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@registering()
@uncollected()
def import_results(
    path: Path | File,
    pair: Path | File | None = None,
    *,
    by: Any,
    confirm_as: Any = None,
    reason: str = "",
    rehearsal: bool = False,
    dry_run: bool = False,
    submission: UUID | None = None,
    polling_on: date | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Contests, candidacies and results in our own format, or in one that `sources` knows, as one person's sheets.

    `pair` is the other of the House of Commons Library's two files, `polling_on` the day that a file may not say itself.
    With `dry_run` all is done, reported and undone. `submission` is of the form that the file came by, so that one form is
    one import. Contests whose rows have no votes are left awaiting. Equal figures already declared are counted as unchanged;
    different ones are refused, naming both. Raises BadFile.
    """
    report, problems = Report(), []
    paths = [path, pair] if pair else [path]
    ballots = _ballots(read_results(paths, polling_on, report), problems)
    contests = _contests(ballots, rehearsal, report)
    refuse(problems)
    candidacies = _candidacies(ballots, contests, Parties(report))
    refuse(problems)
    heads = {contests[key].pk: ballot.head for key, ballot in ballots.items()}
    declared_at = {pk: head.moment("declared_at") for pk, head in heads.items()}
    stated = {contests[key].pk: _paper(ballot, contests[key], candidacies[key]) for key, ballot in ballots.items()}
    papers = {pk: paper for pk, paper in stated.items() if paper}
    report.awaiting = len(stated) - len(papers)
    refuse(problems)
    fresh, own = _fresh(papers, heads, by, report)
    refuse(problems)
    entered = _entered(fresh, heads, by, problems)
    report.entered = len(entered)
    report.warnings += _contradictions(ballots, contests, candidacies, papers)
    report.warnings += _asked(entered, heads)
    sheets = [*entered, *own]
    acts = _acts(sheets, papers, heads, by, confirm_as, reason, progress)
    refuse(problems)
    acts = [replace(act, declared_at=declared_at[act.sheet.contest_id]) for act in acts]
    report.declared = len(declare_many(acts)) if acts else 0
    report.unchanged += len(own) - sum(act.sheet in own or act.confirming_sheet in own for act in acts)
    _kept(paths, report, by=by, confirmed_as=confirm_as, reason=reason, submission=submission)
    if dry_run:
        transaction.set_rollback(True)
    return report


def _kept(paths: Sequence[Path | File], report: Report, **how: Any) -> Import:
    """The file on record, with its hash, what came of it, and `how` it was taken."""
    return Import.objects.create(
        name=", ".join(path.name for path in paths),
        format=report.format,
        sha256=hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest(),
        entered=report.entered,
        declared=report.declared,
        unchanged=report.unchanged,
        awaiting=report.awaiting,
        warnings=report.warnings,
        **how,
    )


def _ballots(rows: Iterable[dict[str, str]], problems: list[str]) -> dict[str, _Ballot]:
    """The rows of each contest, in the order of the file, by its ballot paper id. Raises BadFile."""
    ballots: dict[str, _Ballot] = {}
    for row in rows:
        cells = Cells(row, problems)
        if row["ballot_paper_id"]:
            ballots.setdefault(row["ballot_paper_id"], _Ballot([])).rows.append(cells)
        else:
            cells.problem("ballot_paper_id is empty.")
    refuse(problems)
    return ballots


def _entered(papers: Sequence[Paper], heads: Mapping[int, Cells], by: Any, problems: list[str]) -> list[Sheet]:
    """The papers as this person's sheets. Raises BadFile with what scrutiny refuses, by row."""
    try:
        return enter_sheets(papers, by=by, unasked={"ballot-order"})  # files are often sorted by votes
    except Refused as refusal:
        for pk, doubts in refusal.by_contest.items():
            for doubt in doubts:
                heads[pk].problem(f"{heads[pk]['ballot_paper_id']}: {doubt}")
        raise BadFile(problems) from refusal


def _asked(sheets: Sequence[Sheet], heads: Mapping[int, Cells]) -> list[str]:
    """What scrutiny queried about the sheets, by row: taken, and said as a warning."""
    asked = SheetQuery.objects.filter(sheet__in=sheets).select_related("sheet").order_by("pk")
    named = [(heads[query.sheet.contest_id], query.sentence) for query in asked]
    return [f"Row {head['row']}: {head['ballot_paper_id']}: {sentence}" for head, sentence in named]


def _acts(
    sheets: Sequence[Sheet],
    papers: Mapping[int, Paper],
    heads: Mapping[int, Cells],
    by: Any,
    confirm_as: Any,
    reason: str,
    progress: Callable[[int, int], None],
) -> list[Act]:
    """What can be declared now: sheets that equal another person's, and, with `confirm_as`, all others."""
    others = rivals(sheets)
    seen = set(Look.objects.filter(by=by, sheet__contest__in=[s.contest_id for s in sheets]).values_list("sheet", flat=True))
    acts = []
    for n, sheet in enumerate(sheets, start=1):
        mine, head = papers[sheet.contest_id].figures, heads[sheet.contest_id]
        if twin := next((other for other in others[sheet.pk] if other.paper().figures == mine), None):
            if twin.pk in seen:
                head.problem(f"{head['ballot_paper_id']}: you have seen another person's sheet: somebody else must confirm it.")
            acts.append(Act(twin, confirming_sheet=sheet))
        elif confirm_as:
            acts.append(Act(sheet, overridden_by=confirm_as, override_reason=reason))
        progress(n, len(sheets))
    return acts


SYSTEMS = {system.casefold(): system for system in Contest.VotingSystem.values} | {
    "first past the post": "FPTP", "supplementary vote": "SV", "additional member": "AMS", "closed list": "PR-CL",
}  # fmt: skip
BODIES = {"parl": "House of Commons", "sp": "Scottish Parliament", "senedd": "Senedd", "nia": "Northern Ireland Assembly"}
BODIES |= {"gla": "London Assembly", "naw": "National Assembly for Wales", "europarl": "European Parliament"}


def _contests(ballots: Mapping[str, _Ballot], rehearsal: bool, report: Report) -> dict[str, Contest]:
    """The contests of the file, created with their elections and areas where they are not there."""
    on_record = Contest.objects.filter(ballot_paper_id__in=ballots).with_declaration().select_related("election", "area")
    known = {contest.ballot_paper_id: contest for contest in on_record}
    elections = {election.slug: election for election in Election.objects.all()}
    places = _Places()
    new: dict[str, Contest] = {}
    for key, ballot in ballots.items():
        if key in known:
            _agrees_with(known[key], ballot.head)
        elif contest := _contest(key, ballot.head, elections, places, rehearsal):
            new[key] = contest
            report.created.append(f"contest {key}")
    places.save()
    for contest in new.values():
        contest.area_id = contest.area.pk
    Contest.objects.bulk_create(new.values())
    known |= new
    _compare(ballots, known)
    for contest in known.values():
        if contest.voting_system == Contest.VotingSystem.AMS:
            _link_constituencies(contest)
    return known


def _contest(key: str, head: Cells, elections: dict[str, Election], places: _Places, rehearsal: bool) -> Contest | None:
    """A contest that is not on record, unsaved; its election is created where it is not among `elections`."""
    polling_on = head.day("election_date")
    slug, kind = election_of(key)
    if polling_on is None:
        head.problem("election_date is empty: write the polling day as 2021-05-06.")
        return None
    if kind not in Election.Kind.values:
        kinds = ", ".join(Election.Kind.values)
        head.problem(f"ballot_paper_id is {key!r}: it begins with the kind of election, one of {kinds}.")
        return None
    if slug not in elections:
        elections[slug] = Election.objects.create(
            slug=slug,
            name=_election_name(kind, head, polling_on),
            kind=kind,
            polling_on=polling_on,
            polls_close_at=datetime.combine(polling_on, POLLS_CLOSE, LONDON).astimezone(UTC),
            rehearsal=rehearsal,
        )
    contest = Contest(
        ballot_paper_id=key,
        election=elections[slug],
        area=places.of(head),
        voting_system=_system(head),
        seats=head.number("seats") or 1,
        electorate=head.number("electorate"),
        notional=head["notional"].casefold() in YES,
        by_election_reason=head["by_election_reason"],
        threshold_divisor=20 if kind == "gla" and _system(head) == "AMS" else None,  # Greater London Authority Act 1999
    )
    contest.declared, contest.revision = None, 0  # as `with_declaration` says of those on record
    return contest


class _Places:
    """The areas that a file names, on record or new."""

    def __init__(self) -> None:
        self.known = {(area.name, area.kind): area for area in Area.objects.all()}
        self.slugs = {area.slug for area in self.known.values()}
        self.new: list[Area] = []
        self.codes: dict[tuple[str, str], AreaCode] = {}

    def of(self, head: Cells) -> Area:
        """The area of a contest; a new one is saved by `save`."""
        place = (head["area_name"], head.choice("area_kind", Area.Kind.values, Area.Kind.CONSTITUENCY))
        if place not in self.known:
            area = Area(name=place[0], kind=place[1], country=head["country"], region=head["region"])
            area.slug = free_slug(area.name, self.slugs)
            area.sort_name = sort_name(area.name)  # a bulk insert does not call save()
            area.parent = self._parent(head)
            self.slugs.add(area.slug)
            self.known[place] = area
            self.new.append(area)
        area = self.known[place]
        if head["gss"]:
            self.codes.setdefault((area.slug, head["gss"]), AreaCode(area=area, code=head["gss"]))
        return area

    def _parent(self, head: Cells) -> Area | None:
        """The area that another is part of, by its name; a ward is part of a council, all else of a region."""
        name = head["area_parent"]
        if not name:
            return None
        found = next((self.known[name, kind] for kind in Area.Kind.values if (name, kind) in self.known), None)
        if found is None:
            kind = Area.Kind.COUNCIL if head["area_kind"] == Area.Kind.WARD else Area.Kind.REGION
            found = self.known[name, kind] = Area(name=name, kind=kind, slug=free_slug(name, self.slugs))
            self.slugs.add(found.slug)
        if found.pk is None:
            found.save()  # its parts name it by its key
            if found in self.new:
                self.new.remove(found)
        return found

    def save(self) -> None:
        Area.objects.bulk_create(self.new)
        for code in self.codes.values():
            code.area_id = code.area.pk  # a new area has a key only now
        AreaCode.objects.bulk_create(self.codes.values(), ignore_conflicts=True)


def _compare(ballots: Mapping[str, _Ballot], known: Mapping[str, Contest]) -> None:
    """Ties each contest to the one that its change is measured from, which is in the file or on record."""
    elsewhere = {ballot.head["comparison"] for ballot in ballots.values()} - known.keys()
    others = {contest.ballot_paper_id: contest for contest in Contest.objects.filter(ballot_paper_id__in=elsewhere)}
    filled = []
    for key, ballot in ballots.items():
        wanted, contest = ballot.head["comparison"], known.get(key)
        if not wanted or contest is None:
            continue
        former = known.get(wanted) or others.get(wanted)
        if contest.comparison_id:
            if former is None or former.pk != contest.comparison_id:
                ballot.head.problem(f"comparison is {wanted!r}; on record {key} is compared with another contest.")
        elif former is None:
            ballot.head.problem(f"comparison is {wanted!r}, which is neither in the file nor on record.")
        else:
            contest.comparison = former
            filled.append(contest)
    Contest.objects.bulk_update(filled, ["comparison"])


def _link_constituencies(region: Contest) -> None:
    """Ties the constituencies of a region to its list contest: those of the same body and day that are part of its area."""
    part = Q(area__parent=region.area) | Q(area__region=region.area.name)
    same = Contest.objects.filter(part, election__kind=region.election.kind, election__polling_on=region.election.polling_on)
    same.filter(voting_system=Contest.VotingSystem.FPTP, list_contest=None).update(list_contest=region)


def _agrees_with(contest: Contest, head: Cells) -> None:
    """What a row states of a contest on record must be what is on record; an empty cell states nothing."""
    stated = {"seats": head.number("seats"), "voting_system": _system(head) if head["voting_system"] else None}
    stated["election_date"] = head.day("election_date")
    kept = {"seats": contest.seats, "voting_system": contest.voting_system, "election_date": contest.election.polling_on}
    for column, value in stated.items():
        if value is not None and value != kept[column]:
            head.problem(f"{column} is {head[column]!r}; on record {contest.ballot_paper_id} has {kept[column]}.")


def _system(head: Cells) -> str:
    text = head["voting_system"].casefold()
    if text == "stv":
        return "STV-NI" if head["country"] == "Northern Ireland" else "STV-SCT"
    if text not in SYSTEMS:
        return head.choice("voting_system", Contest.VotingSystem.values, Contest.VotingSystem.FPTP)
    return SYSTEMS[text]


def election_of(ballot_paper_id: str) -> tuple[str, str]:
    """(election slug, kind) of a ballot paper, after Democracy Club's grammar: parl.hartlepool.by.2021-05-06 belongs to
    parl.2021-05-06, local.hartlepool.rossmere.2021-05-06 to local.hartlepool.2021-05-06."""
    kind, *middle, day = ballot_paper_id.split(".")
    body = [part for part in middle if part != "by"]
    if kind in ("local", "mayor", "pcc"):
        return ".".join([kind, *body[:1], day]), kind
    return f"{kind}.{day}", kind


def _election_name(kind: str, head: Cells, polling_on: date) -> str:
    day = f"{polling_on.day} {polling_on:%B %Y}"
    names = {"mayor": f"{head['area_name']} mayor", "pcc": f"{head['area_name']} police and crime commissioner"}
    return f"{BODIES.get(kind) or names.get(kind) or head['area_parent'] or head['area_name']}, {day}"


def _candidacies(
    ballots: Mapping[str, _Ballot], contests: Mapping[str, Contest], parties: Parties
) -> dict[str, list[Candidacy | None]]:
    """The candidacy of each row, by contest and in the order of the rows; created where the contest has none like it.

    Rows of one candidacy's stages name the same person, party and id; two people of one name in one stage are two.
    """
    there: dict[int, dict[str, Candidacy]] = {}
    rows_on_record = Candidacy.objects.filter(contest__in=contests.values()).select_related("party")
    for candidacy in rows_on_record.order_by("since_revision", "pk"):  # of a corrected name the newest row holds
        there.setdefault(candidacy.contest_id, {})[candidacy.slug] = candidacy
    found: dict[str, list[Candidacy | None]] = {}
    lists: list[Candidacy] = []
    members: list[Candidacy] = []
    for key, ballot in ballots.items():
        standing = _Standing(there.get(contests[key].pk, {}).values())
        found[key] = _standing_in(contests[key], ballot, standing, parties)
        for member in (row for row in found[key] if row and row.list_position and row.on_list_id is None):
            member.on_list = standing.list_of(member)
            if member.on_list is None:
                ballot.head.problem(f"{key}: {member.ballot_name} is on a list that has no row of its own.")
        for candidacy in standing.new:
            (members if candidacy.list_position else lists).append(candidacy)
    Candidacy.objects.bulk_create(lists)
    for member in members:
        member.on_list_id = member.on_list.pk if member.on_list else None  # its list has a key only now
    Candidacy.objects.bulk_create(members)
    return found


def _standing_in(contest: Contest, ballot: _Ballot, standing: _Standing, parties: Parties) -> list[Candidacy | None]:
    """The candidacy of each row of one contest; what is not on record becomes one of `standing`'s new ones."""
    nameless = {c.party_id: c for c in standing.every if not c.named}
    seen: dict[tuple, int] = {}
    rows: list[Candidacy | None] = []
    for order, cells in enumerate(ballot.rows, start=1):
        candidacy = _candidacy(cells, contest, order, parties)
        if candidacy is None:
            rows.append(None)
            continue
        turn = (_stands_as(candidacy), cells["person_id"], cells["stage"] or "1")
        seen[turn] = seen.get(turn, 0) + 1
        same = standing.same(candidacy)
        if len(same) >= seen[turn]:
            rows.append(same[seen[turn] - 1])
            continue
        if contest.declared and contest.declared != Kind.WINNER:
            cells.problem(f"{candidacy.ballot_name} is not among the candidates of {contest.ballot_paper_id}, which is declared.")
            continue
        known_by_party = nameless.pop(candidacy.party_id, None) if contest.declared and candidacy.party_id else None
        candidacy.slug = known_by_party.slug if known_by_party else free_slug(candidacy.ballot_name, standing.slugs)
        candidacy.since_revision = contest.revision + 1
        standing.add(candidacy)
        standing.new.append(candidacy)
        rows.append(candidacy)
    return rows


class _Standing:
    """Who stands in a contest, on record and in the rows read so far."""

    def __init__(self, every: Iterable[Candidacy]):
        self.every: list[Candidacy] = []
        self.new: list[Candidacy] = []
        self.slugs: set[str] = set()
        self.by_standing: dict[tuple, list[Candidacy]] = {}
        self.by_party: dict[int, list[Candidacy]] = {}
        for candidacy in every:
            self.add(candidacy)

    def add(self, candidacy: Candidacy) -> None:
        self.every.append(candidacy)
        self.slugs.add(candidacy.slug)
        self.by_standing.setdefault(_stands_as(candidacy), []).append(candidacy)
        if candidacy.party_id:
            self.by_party.setdefault(candidacy.party_id, []).append(candidacy)

    def list_of(self, member: Candidacy) -> Candidacy | None:
        """The list of a member's party."""
        lists = (row for row in self.every if row.kind == Candidacy.Kind.LIST)
        return next((row for row in lists if row.party_id == member.party_id), None)

    def same(self, row: Candidacy) -> list[Candidacy]:
        """Those whom a row may mean. A row of a party alone means its one candidate, who has a name on record."""
        alike = self.by_standing.get(_stands_as(row), [])
        alike = [one for one in alike if not row.external_id or one.external_id in ("", row.external_id)]
        of_party = self.by_party.get(row.party_id, []) if row.party_id else []
        return alike or (of_party if len(of_party) == 1 and not row.named else [])


def _stands_as(candidacy: Candidacy) -> tuple:
    """What one candidacy has in all its rows. A row without a name is its party, under whichever of its names."""
    return (
        candidacy.ballot_name if candidacy.named else "",
        candidacy.party_id,
        candidacy.standing_as,
        candidacy.kind,
        candidacy.list_position,
    )


def _candidacy(cells: Cells, contest: Contest, order: int, parties: Parties) -> Candidacy | None:
    standing = cells.choice("standing_as", ["party", "independent", "speaker", "aggregate", "non_transferable"], "party")
    if standing == "non_transferable" or not (cells["candidate"] or cells["party"] or standing != "party"):
        return None  # a row about the contest, or about votes that stayed with nobody
    by_lists = contest.voting_system in ("AMS", "PR-CL")
    party = adjunct = None
    if standing == "party":
        if not cells["party"]:
            cells.problem(f"{cells['candidate']} stands for a party that is not named. Name it, or write independent.")
            return None
        party = parties.find(cells["party"], cells["party_abbreviation"], cells["ec_party_id"])
    if cells["adjunct_party"]:
        adjunct = parties.find(cells["adjunct_party"])
    kind = Candidacy.Kind.CANDIDATE
    if standing == "aggregate":
        kind = Candidacy.Kind.AGGREGATE
    elif by_lists and not cells["candidate"]:
        kind = Candidacy.Kind.LIST
    return Candidacy(
        contest=contest,
        kind=kind,
        ballot_name=cells["candidate"]
        or cells["party"]
        or {"speaker": "Speaker", "independent": "Independent"}.get(standing, "Others"),
        given_name=cells["given_name"],
        family_name=cells["family_name"],
        external_id=cells["person_id"],
        standing_as=standing if standing in Candidacy.StandingAs.values else "party",
        party=party,
        adjunct_party=adjunct,
        list_position=cells.number("list_position"),
        ballot_order=order,
    )


STATUS = {"winner": Kind.WINNER, "uncontested": Kind.UNCONTESTED, "countermanded": Kind.COUNTERMANDED}
STATUS |= {"cancelled": Kind.CANCELLED, "void": Kind.VOID, "held": Kind.FIGURES}
YES = {"1", "true", "yes", "y", "t", "elected"}


def _paper(ballot: _Ballot, contest: Contest, candidacies: Sequence[Candidacy | None]) -> Paper | None:
    """The contest's rows as one paper, or None where nothing is known yet."""
    head, rows = ballot.head, []
    status = head.choice("poll_status", STATUS, "held")
    transferable = contest.voting_system.startswith("STV")
    states_elected = transferable or status in ("winner", "uncontested")
    for cells, candidacy in zip(ballot.rows, candidacies, strict=True):
        lost = cells["standing_as"] == "non_transferable"
        if candidacy is None and not lost:
            continue
        stage = cells.number("stage") or 1
        if candidacy is not None and candidacy.list_position:
            if "elsewhere" in cells["elected"].casefold():
                rows.append(Row(candidacy.pk, status=ELSEWHERE))
            continue  # the order of a list is the candidacies'; only who was elected elsewhere has a row
        lot = cells.choice("lot", ["", "won", "lost"], "")
        elected = cells["elected"].casefold() in YES if cells["elected"] and states_elected and stage == 1 else None
        rows.append(
            Row(
                candidacy.pk if candidacy else None,
                stage=stage,
                votes=cells.votes("votes", transferable=transferable),
                constituency_seats=cells.number("constituency_seats"),
                elected=elected,
                lot=lot,
                lot_source=cells["source"] if lot else "",
            )
        )
    if status == "held" and all(row.votes is None for row in rows):
        return None
    if status == "uncontested":
        rows = [replace(row, elected=True) for row in rows]
    if not head["source"]:
        head.problem("source is empty: say where the figures come from.")
    rejected = head.number("rejected_ballots")
    return Paper(
        contest_id=contest.pk,
        for_revision=1,
        kind=STATUS[status],
        source=head["source"],
        electorate=head.number("electorate"),
        ballot_papers=head.number("ballot_papers"),
        valid_votes=head.number("valid_votes"),
        rejected_ballots=() if rejected is None else (rejected,),
        rows=tuple(rows),
    )


def _contradictions(
    ballots: Mapping[str, _Ballot],
    contests: Mapping[str, Contest],
    candidacies: Mapping[str, Sequence[Candidacy | None]],
    papers: Mapping[int, Paper],
) -> list[str]:
    """Where the file marks others as elected than its votes elect, by row. A tie that awaits its lot contradicts nobody."""
    marked = {key: contests[key] for key, ballot in ballots.items() if any(cells["elected"] for cells in ballot.rows)}
    lines = candidacy_rows(contest.pk for contest in marked.values())
    found = []
    for key, contest in marked.items():
        paper = papers.get(contest.pk)
        if paper is None or paper.kind != Kind.FIGURES or contest.voting_system.startswith("STV"):
            continue
        result = counting.outcome(count_of(contest.ballot, paper, lines[contest.pk]))
        elected = {*result.elected, *(m.key for one in result.elected for m in result.elected_members(one))}
        for cells, candidacy in zip(ballots[key].rows, candidacies[key], strict=True):
            said = cells["elected"].casefold()
            if candidacy is None or not said or "elsewhere" in said or candidacy.slug in result.awaiting_lot:
                continue
            if (said in YES) != (candidacy.slug in elected):
                names = ", ".join(result.lines[one].name for one in result.elected) or "nobody yet"
                is_not = "" if said in YES else " not"
                found.append(
                    f"Row {cells['row']}: {candidacy.ballot_name} is{is_not} marked as elected; the votes elect {names}."
                )
    return found


def _fresh(papers: Mapping[int, Paper], rows: Mapping[int, Cells], by: Any, report: Report) -> tuple[list[Paper], list[Sheet]]:
    """The papers that say something new, and this person's own sheets that say the same and are not declared yet."""
    contests = {c.pk: c for c in Contest.objects.filter(pk__in=papers).with_declaration().select_related("election")}
    lines = candidacy_rows(pk for pk, contest in contests.items() if contest.declared)
    declared: dict[int, Sheet] = {}
    own: dict[tuple[int, int], Sheet] = {}
    for sheet in Sheet.objects.filter(contest__in=papers).order_by("pk").prefetch_related("tallies", "declarations"):
        if sheet.declarations.all():
            declared[sheet.contest_id] = sheet
        if sheet.by_id == by.pk:
            own[sheet.contest_id, sheet.for_revision] = sheet
    fresh: list[Paper] = []
    entered: list[Sheet] = []
    for pk, paper in papers.items():
        paper = replace(paper, for_revision=contests[pk].revision + 1)
        if pk in declared:
            former = declared[pk].paper()
            if contests[pk].declared in NO_RESULT or (former.kind, paper.kind) == (Kind.WINNER, Kind.FIGURES):
                fresh.append(paper)  # full figures may follow a winner
            elif agrees(former, paper) or _same_winner(former, paper, contests[pk], lines[pk]):
                report.unchanged += 1
            else:
                both = f"Declared: {_said(former)}; in the file: {_said(paper)}"
                key = rows[pk]["ballot_paper_id"]
                rows[pk].problem(f"{key} is declared with other figures. {both}. To change them is a correction.")
        elif (mine := own.get((pk, paper.for_revision))) and mine.paper().figures == paper.figures:
            entered.append(mine)
        else:
            fresh.append(paper)
    return fresh, entered


def agrees(declared: Paper, stated: Paper) -> bool:
    """Whether a paper agrees with a declared one in every figure that it states: an empty cell never disagrees."""
    heads = ("electorate", "ballot_papers", "valid_votes")
    same = {declared.kind, stated.kind} <= {Kind.FIGURES, Kind.CORRECTION} or declared.kind == stated.kind
    if not same or any(getattr(stated, name) is not None and getattr(stated, name) != getattr(declared, name) for name in heads):
        return False
    if stated.rejected_ballots and stated.rejected_ballots != declared.rejected_ballots:
        return False
    known = {(row.candidacy_id, row.stage): row for row in declared.rows}
    for row in stated.rows:
        former = known.get((row.candidacy_id, row.stage))
        if row.votes is not None and (former is None or former.votes != row.votes):
            return False
        if former and row.constituency_seats not in (None, former.constituency_seats):
            return False
        if former and ((row.elected is not None and row.elected != former.elected) or (row.lot and row.lot != former.lot)):
            return False
    return True


def _same_winner(declared: Paper, stated: Paper, contest: Contest, lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a paper that states only who won agrees with declared figures."""
    if declared.kind not in (Kind.FIGURES, Kind.CORRECTION) or stated.kind != Kind.WINNER:
        return False
    outcomes = [
        counting.outcome(count_of(contest.ballot, replace(paper, for_revision=contest.revision), lines))
        for paper in (declared, stated)
    ]
    return set(outcomes[0].elected) == set(outcomes[1].elected)


def _said(paper: Paper) -> str:
    votes = [f"{row.votes:,.0f}" for row in paper.rows if row.votes is not None and row.stage == 1]
    return ", ".join(votes) or Kind(paper.kind).label
