"""What was voted on and who stood; and the verbs that enter sheets and publish them: the only write path of a result."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.aggregates import JSONBAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import Case, F, Func, OuterRef, Q, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from elections import counting, figures, scrutiny
from elections.models.changes import CONTEST_THINGS, announces
from elections.models.elections import Election
from elections.models.faults import Faulty
from elections.models.kinds import EXPLAINED, FOLLOWS, Kind
from elections.models.refusals import Refused, Seen, Stale
from elections.models.register import Area, AreaCode, Party, Person
from elections.models.registering import Effect
from elections.models.sheets import CorrectedName, Declaration, Look, Sheet, SheetQuery, Tally
from elections.papers import Ballot, Paper, count_of, outcome_of

# Contests and candidacies.


class ContestQuerySet(models.QuerySet):
    def with_declaration(self) -> ContestQuerySet:
        """Adds of the newest declaration its kind as `declared`, `published_at`, and its number as `revision`, 0 before."""
        newest = Declaration.objects.filter(contest=OuterRef("pk")).order_by("-revision")
        return self.annotate(
            declared=Subquery(newest.values("kind")[:1]),
            published_at=Subquery(newest.values("published_at")[:1]),
            revision=Coalesce(Subquery(newest.values("revision")[:1]), 0),
        )

    def with_record(self, *, history: bool = False) -> ContestQuerySet:
        """Adds what a result is computed from, as JSON, in the same one query: `record` and `comparison_record`; and with
        `history` the records of the polls that gave the same seat to somebody, as `history_records`."""
        found = self.select_related("election", "area").annotate(
            record=_compiled("record"), comparison_record=_compiled("comparison")
        )
        return found.annotate(history_records=_compiled("history")) if history else found


@pghistory.track()
class Contest(Faulty):
    """One ballot paper: one area in one election. Its status is what its newest declaration says."""

    class VotingSystem(models.TextChoices):
        FPTP = "FPTP", _("First past the post")
        SV = "SV", _("Supplementary vote")
        AMS = "AMS", _("Additional member")
        CLOSED_LIST = "PR-CL", _("Closed list")
        STV_SCOTLAND = "STV-SCT", _("Single transferable vote (Scotland)")
        STV_NORTHERN_IRELAND = "STV-NI", _("Single transferable vote (Northern Ireland)")

    ballot_paper_id = models.CharField(max_length=150, unique=True)
    election = models.ForeignKey(Election, models.PROTECT, related_name="contests")
    area = models.ForeignKey(Area, models.PROTECT, related_name="contests")
    voting_system = models.CharField(max_length=10, choices=VotingSystem, default=VotingSystem.FPTP)
    seats = models.PositiveSmallIntegerField(default=1)
    by_election_reason = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    comparison = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="compared_by", help_text=_("Where change is measured from.")
    )
    notional = models.BooleanField(default=False, help_text=_("An estimate on new boundaries, not a poll."))
    electorate = models.PositiveIntegerField(null=True, blank=True, help_text=_("As expected; the sheet states the true one."))
    list_contest = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="constituency_contests")
    threshold_divisor = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("A list needs at least one part in this many of the votes: 20 for one twentieth.")
    )

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["-election__polling_on", "area__sort_name"]
        permissions = [
            ("enter_sheet", _("Can enter the returning officer's paper")),
            ("override_declaration", _("Can publish one person's sheet, with a reason")),
        ]
        constraints = [models.CheckConstraint(name="contest_has_seats", condition=Q(seats__gt=0))]
        triggers = [
            *announces(
                "SELECT thing.kind, thing.key FROM rows CROSS JOIN LATERAL"
                " (VALUES ('contest', rows.id), ('election', rows.election_id), ('area', rows.area_id)) AS thing (kind, key)"
            ),
            pgtrigger.Trigger(
                name="fixed_once_declared",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF (NEW.ballot_paper_id, NEW.election_id, NEW.area_id, NEW.voting_system, NEW.seats, NEW.notional,
                        NEW.threshold_divisor)
                        IS DISTINCT FROM (OLD.ballot_paper_id, OLD.election_id, OLD.area_id, OLD.voting_system, OLD.seats,
                        OLD.notional, OLD.threshold_divisor)
                    OR (OLD.comparison_id IS NOT NULL AND NEW.comparison_id IS DISTINCT FROM OLD.comparison_id) THEN
                        IF EXISTS (SELECT FROM elections_declaration WHERE contest_id = OLD.id) THEN
                            RAISE EXCEPTION 'The contest is declared: what its result rests on cannot change'
                                USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NEW;""",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area.name}, {self.election.name}"

    @property
    def ballot(self) -> Ballot:
        return Ballot(self.voting_system, self.seats, self.election.kind, self.threshold_divisor, self.notional)

    @property
    def by_election(self) -> bool:
        """By Democracy Club's grammar (parl.hartlepool.by.2021-05-06), or because a reason is known."""
        return ".by." in self.ballot_paper_id or bool(self.by_election_reason)

    def faults(self) -> dict[str, str]:
        links = {"replaces": self.replaces_id, "comparison": self.comparison_id, "list_contest": self.list_contest_id}
        found = {link: str(_("A contest cannot name itself here.")) for link, key in links.items() if key and key == self.pk}
        if self.comparison and self.election_id and self.comparison.election.polling_on > self.election.polling_on:
            found["comparison"] = str(_("This contest is later. Change is measured from an earlier one."))
        return found

    def standing(self) -> list[Candidacy]:
        """Who stands, in the order of the ballot paper, under the names that hold now."""
        rows = self.candidacies.select_related("party").order_by("since_revision", "pk")
        return sorted({row.slug: row for row in rows}.values(), key=lambda row: (row.ballot_order, row.pk))

    def newest_declaration(self) -> Declaration | None:
        return self.declarations.order_by("-revision").first()

    def doubts(self, paper: Paper) -> tuple[scrutiny.Doubt, ...]:
        """What scrutiny has against a paper for this contest, measured by all that is on record. Saves nothing."""
        lines, constituencies, before = candidacy_rows([self.pk]), _constituencies([self]), comparisons([self])
        return examine(self, paper, lines[self.pk], constituencies.get(self.pk), before.get(self.pk))

    def enter_sheet(
        self, paper: Paper, *, by: Any, submission: str | None = None, stands: Mapping[str, str] | None = None
    ) -> Entered:
        """One person's entry of the returning officer's paper. If it equals another person's, it is declared by the same act.

        Raises Stale if the contest was declared since the form was opened, Seen for who has looked at another's sheet, and
        Refused for what scrutiny refuses; with `stands`, also for what it queries that is not let stand there.
        """
        with transaction.atomic():
            _hold([self.pk])  # a form sent twice at one moment: the second waits here and finds the first one's sheet
            if submission and (sheet := Sheet.objects.filter(submission=submission, by=by).first()):
                return Entered(sheet, Declaration.objects.filter(Q(sheet=sheet) | Q(confirming_sheet=sheet)).first())
            if not self.sheets.filter(by=by, for_revision=paper.for_revision).exists() and self.seen_by(by, paper.for_revision):
                raise Seen()
            (sheet,) = enter_sheets([replace(paper, contest_id=self.pk)], by=by, submission=submission, stands=stands)
            twin = sheet.twin()
            return Entered(sheet, self.declare(twin, confirming_sheet=sheet) if twin else None)

    def seen_by(self, user: Any, revision: int) -> bool:
        """Whether somebody has looked at another person's sheet for a revision."""
        return Look.objects.filter(sheet__contest=self, sheet__for_revision=revision, by=user).exists()

    def declare(self, sheet: Sheet, **how: Any) -> Declaration:
        """Publishes a sheet: `declare_many` of one."""
        return declare_many([Act(sheet, **how)])[0]


BOTH = "(SELECT * FROM before UNION ALL SELECT * FROM after)"  # a row as it was and as it is
MERGED = """EXISTS (
    SELECT FROM before JOIN after ON after.id = before.id
    JOIN elections_merge m ON m.gone_id = before.person_id AND m.kept_id = after.person_id
    WHERE c.id = before.id AND to_jsonb(after) - 'person_id' = to_jsonb(before) - 'person_id')"""  # one person's two entries


@pghistory.track()
class Candidacy(Faulty):
    """Someone, or a list, standing in a contest under the name on the ballot paper. Insert-only once the contest is declared:
    a corrected name is a new row with the same slug that holds from a later revision on."""

    class Kind(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        LIST = "list", _("list")
        AGGREGATE = "aggregate", _("others together")

    class StandingAs(models.TextChoices):
        PARTY = "party", _("a party's candidate")
        INDEPENDENT = "independent", _("independent")
        SPEAKER = "speaker", _("Speaker seeking re-election")

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="candidacies")
    slug = models.SlugField(max_length=150)
    since_revision = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CANDIDATE)
    ballot_name = models.CharField(max_length=200)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="candidacies")
    standing_as = models.CharField(max_length=12, choices=StandingAs, default=StandingAs.PARTY)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="candidacies")
    adjunct_party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="adjunct_candidacies")
    description = models.CharField(max_length=200, blank=True, help_text=_("As on the ballot paper."))
    on_list = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="members")
    list_position = models.PositiveSmallIntegerField(null=True, blank=True)
    external_id = models.CharField(max_length=60, blank=True, help_text=_("As imported; two people were once given one id."))
    ballot_order = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    died = models.BooleanField(default=False)

    class Meta:
        ordering = ["ballot_order", "pk"]
        verbose_name_plural = _("candidacies")
        constraints = [
            models.UniqueConstraint(fields=["contest", "slug", "since_revision"], name="candidacy_once"),
            models.CheckConstraint(
                name="candidacy_party",
                condition=~Q(standing_as="party") | Q(party__isnull=False) | Q(kind="aggregate"),
                violation_error_message=_("Choose the party, or say that the candidate stands as an independent."),
            ),
            models.CheckConstraint(
                name="candidacy_no_party",
                condition=Q(standing_as="party") | Q(party__isnull=True),
                violation_error_message=_("An independent, or the Speaker, has no party."),
            ),
        ]
        triggers = [
            *announces(CONTEST_THINGS.format(contest="rows.contest_id")),
            *(
                pgtrigger.Trigger(
                    name=f"fixed_once_declared_{str(operation).lower()}",
                    level=pgtrigger.Statement,
                    when=pgtrigger.After,
                    operation=operation,
                    referencing=referencing,
                    func=f"""
                        PERFORM FROM elections_contest WHERE id IN (SELECT contest_id FROM {rows} c) ORDER BY id FOR SHARE;
                        IF EXISTS (  -- asked once nobody is declaring the contest
                            SELECT FROM {rows} c JOIN elections_declaration d ON d.contest_id = c.contest_id {condition}
                        ) THEN
                            RAISE EXCEPTION 'The contest is declared: a change to its candidates is a correction'
                                USING ERRCODE = 'check_violation';
                        END IF;
                        RETURN NULL;""",  # noqa: S608 - every part is written here
                )
                for operation, referencing, rows, condition in [
                    (pgtrigger.Insert, pgtrigger.Referencing(new="after"), "after", "AND d.revision >= c.since_revision"),
                    (pgtrigger.Update, pgtrigger.Referencing(old="before", new="after"), BOTH, f"AND NOT {MERGED}"),
                    (pgtrigger.Delete, pgtrigger.Referencing(old="before"), "before", ""),
                ]
            ),
        ]

    def __str__(self) -> str:
        return self.ballot_name

    def faults(self) -> dict[str, str]:
        if self.on_list is None:
            return {} if self.list_position is None else {"on_list": str(_("Choose the list that this is a place on."))}
        if self.kind == Candidacy.Kind.LIST:
            return {"on_list": str(_("A list cannot stand on a list. Empty this box, or say that this is a candidate."))}
        if (self.on_list.contest_id, self.on_list.kind) != (self.contest_id, Candidacy.Kind.LIST):
            return {"on_list": str(_("Choose a list of this contest."))}
        return {} if self.list_position else {"list_position": str(_("Enter the place on the list: 1 for the first."))}

    @property
    def named(self) -> bool:
        """Whether somebody stands, and not only a party: a list and a row of a notional contest have the party's name."""
        if self.kind == Candidacy.Kind.LIST and self.party:
            return False
        return bool(self.given_name or self.family_name) or self.party is None or not self.party.is_called(self.ballot_name)


# The verbs.


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of an entry: the sheet, and the declaration if it confirmed another's."""

    sheet: Sheet
    declaration: Declaration | None


@dataclass(frozen=True, slots=True)
class Act:
    """One sheet to publish: confirmed by another person's, or overridden by a duty editor who gives a reason."""

    sheet: Sheet
    confirming_sheet: Sheet | None = None
    overridden_by: Any = None
    override_reason: str = ""
    declared_at: Any = None
    public_note: str = ""


after_publication: list[Callable[[list[Declaration]], list[Effect] | None]] = []
"""Called inside the transaction of every publication, once for each act, with the list of its declarations; answers what else
has changed by it."""


def _hold(contest_ids: Iterable[int]) -> list[int]:
    """Locks the contests until the transaction ends, always in the same order. Who only refers to one need not wait."""
    contests = Contest.objects.filter(pk__in=set(contest_ids)).order_by("pk").select_for_update(no_key=True)
    return list(contests.values_list("pk", flat=True))


def _lock(contest_ids: Iterable[int]) -> dict[int, Contest]:
    """The contests, locked, with `revision` as it is now."""
    ids = _hold(contest_ids)
    contests = Contest.objects.filter(pk__in=ids).with_declaration()  # asked once we hold the locks
    return {contest.pk: contest for contest in contests.select_related("election", "area")}


def examine(
    contest: Contest,
    paper: Paper,
    lines: Sequence[Mapping[str, Any]],
    constituencies: Mapping[Hashable, int] | None = None,
    before: counting.Outcome | None = None,
) -> tuple[scrutiny.Doubt, ...]:
    """What scrutiny has against a paper for this contest."""
    count = count_of(contest.ballot, paper, lines)
    figures_due = paper.kind in (Kind.FIGURES, Kind.CORRECTION)
    # a poll that is not held has no close to wait for: it is known when nominations end, or a candidate dies
    held = paper.kind not in (Kind.UNCONTESTED, Kind.COUNTERMANDED, Kind.CANCELLED)
    polls_open = held and contest.election.polls_open
    return scrutiny.examine(
        count,
        polls_open=polls_open,
        figures_due=figures_due,
        constituencies=constituencies,
        before=before,
        expected_electorate=contest.electorate,
    )


def _order(contest: Contest, paper: Paper) -> Iterator[scrutiny.Doubt]:
    """What speaks against a declaration of this kind coming next."""
    if paper.kind not in FOLLOWS[contest.declared]:
        now = Kind(contest.declared).label if contest.declared else _("awaited")
        words = "This contest is declared (%(now)s): “%(kind)s” cannot come next. Correct it or withdraw it first."
        yield scrutiny.refuse("kind", words, now=now, kind=Kind(paper.kind).label)
    if paper.kind in EXPLAINED and not paper.public_note.strip():
        yield scrutiny.refuse("note", "Say in a note for readers what changes and why.", box="public_note")


def _constituencies(contests: Iterable[Contest]) -> dict[int, dict[Hashable, int]]:
    """For each list contest whose constituencies are all declared: how many seats each party has won in them."""
    lists = [contest.pk for contest in contests if contest.voting_system == Contest.VotingSystem.AMS]
    found: dict[int, dict[Hashable, int]] = {}
    waiting: set[int] = set()
    for contest in Contest.objects.filter(list_contest__in=lists).with_record() if lists else ():
        winner = outcome_of(contest.record).winner
        wins = found.setdefault(contest.list_contest_id, {})
        if winner is None:
            waiting.add(contest.list_contest_id)
        elif winner.party is not None:
            wins[winner.party] = wins.get(winner.party, 0) + 1
    return {pk: wins for pk, wins in found.items() if pk not in waiting}


def comparisons(contests: Iterable[Contest]) -> dict[int, counting.Outcome]:
    """The outcome of the declared contest that each is compared with, by the contest's key, in one query."""
    links = {contest.pk: contest.comparison_id for contest in contests if contest.comparison_id}
    found = Contest.objects.filter(pk__in=links.values()).with_record() if links else ()
    outcomes = {contest.pk: outcome_of(contest.record) for contest in found if contest.record["declaration"]}
    return {pk: outcomes[then] for pk, then in links.items() if then in outcomes}


def enter_sheets(
    papers: Sequence[Paper],
    *,
    by: Any,
    submission: str | None = None,
    stands: Mapping[str, str] | None = None,
    unasked: Set[str] = frozenset(),
) -> list[Sheet]:
    """Records papers as one person's sheets, with what scrutiny queries about them, in a fixed number of queries. Publishes
    nothing. `stands` is why each query may stand, by its sentence; without it nobody is asked. `unasked` are the codes of queries
    that say nothing here. Raises Stale and Refused."""
    with transaction.atomic():
        contests = _lock(paper.contest_id for paper in papers)
        lines = candidacy_rows(contests)
        queried = _queried(papers, contests, lines, stands, unasked)
        sheets = Sheet.objects.bulk_create(Sheet.of(paper, by=by, submission=submission) for paper in papers)
        Tally.objects.bulk_create(tally for sheet in sheets for tally in sheet.lines())
        CorrectedName.objects.bulk_create(name for sheet in sheets for name in sheet.names())
        SheetQuery.objects.bulk_create(
            SheetQuery(
                sheet=sheet,
                code=doubt.code,
                sentence=str(doubt),
                candidacy_id=next((line["id"] for line in lines[sheet.contest_id] if line["slug"] == doubt.line), None),
                box=doubt.box,
                by=by,
                reason=(stands or {}).get(str(doubt), ""),
            )
            for sheet, doubts in zip(sheets, queried, strict=True)
            for doubt in doubts
        )
        return sheets


def _queried(
    papers: Sequence[Paper],
    contests: Mapping[int, Contest],
    lines: Mapping[int, list[dict]],
    stands: Mapping[str, str] | None,
    unasked: Set[str],
) -> list[list[scrutiny.Doubt]]:
    """What scrutiny queries about each paper, as `enter_sheets` keeps it. Raises Stale, and Refused for what cannot go out or
    was not let stand."""
    constituencies, before = _constituencies(contests.values()), comparisons(contests.values())
    refused: dict[int, list[scrutiny.Doubt]] = {}
    queried: list[list[scrutiny.Doubt]] = []
    for paper in papers:
        contest = contests[paper.contest_id]
        if paper.for_revision != contest.revision + 1:
            raise Stale(contest.newest_declaration())
        asked = examine(contest, paper, lines[contest.pk], constituencies.get(contest.pk), before.get(contest.pk))
        doubts = (*_order(contest, paper), *asked)
        queries = [doubt for doubt in doubts if doubt.level is scrutiny.Level.QUERY and doubt.code not in unasked]
        if refusals := [doubt for doubt in doubts if doubt.level is scrutiny.Level.REFUSE]:
            refused[contest.pk] = refusals
        elif stands is not None and any(str(doubt) not in stands for doubt in queries):
            refused[contest.pk] = queries
        queried.append(queries)
    if refused:
        raise Refused(refused)
    return queried


def declare_many(acts: Sequence[Act]) -> list[Declaration]:
    """Publishes sheets: the commit is the publication. Set-based, so that a general election is one act.

    Raises Stale if one of the contests was declared since its sheet was opened; the database raises IntegrityError for
    sheets that are not equal or not by two people.
    """
    return publish(acts)[0]


def publish(acts: Sequence[Act]) -> tuple[list[Declaration], list[Effect]]:
    """`declare_many`, with what else changed by it."""
    with transaction.atomic():
        contests = _lock(act.sheet.contest_id for act in acts)
        for act in acts:
            contest = contests[act.sheet.contest_id]
            if act.sheet.for_revision != contest.revision + 1:
                raise Stale(contest.newest_declaration())
        _rename([act.sheet for act in acts])
        frozen = _frozen([act.sheet for act in acts], contests)
        declarations = Declaration.objects.bulk_create(
            Declaration(
                contest=contests[act.sheet.contest_id],
                revision=act.sheet.for_revision,
                kind=act.sheet.kind,
                sheet=act.sheet,
                confirming_sheet=act.confirming_sheet,
                entered_by_id=act.sheet.by_id,
                checked_by_id=act.confirming_sheet.by_id if act.confirming_sheet else None,
                overridden_by=act.overridden_by,
                override_reason=act.override_reason,
                declared_at=act.declared_at,
                public_note=act.public_note or act.sheet.public_note,
                as_published=frozen[act.sheet.pk],
            )
            for act in acts
        )
        return declarations, [effect for follow in after_publication for effect in follow(declarations) or ()]


def _rename(sheets: Sequence[Sheet]) -> None:
    """Makes of each name that a correction's sheet states a new candidacy, which holds from the sheet's revision on."""
    namings = {naming.candidacy_id: (sheet, naming) for sheet in sheets for naming in sheet.paper().namings}
    fresh = []
    for row in Candidacy.objects.filter(pk__in=namings) if namings else ():
        sheet, naming = namings[row.pk]
        if not all(part in naming.ballot_name for part in (row.given_name, row.family_name)):
            row.given_name = row.family_name = ""  # parts of the name that was
        row.ballot_name, row.standing_as, row.party_id = naming.ballot_name, naming.standing_as, naming.party_id
        row.pk, row._state.adding, row.since_revision = None, True, sheet.for_revision
        fresh.append(row)
    Candidacy.objects.bulk_create(fresh)


def _frozen(sheets: Sequence[Sheet], contests: Mapping[int, Contest]) -> dict[int, dict]:
    """`as_published` of each sheet. A comparison that is published by the same act is taken as it will be."""
    models.prefetch_related_objects([sheet for sheet in sheets if not sheet.in_hand], "tallies")
    lines = candidacy_rows(contests)
    outcomes = {
        sheet.contest_id: counting.outcome(count_of(contests[sheet.contest_id].ballot, sheet.paper(), lines[sheet.contest_id]))
        for sheet in sheets
    }
    basis = {contests[sheet.contest_id].pk: (contests[sheet.contest_id].ballot_paper_id, sheet.for_revision) for sheet in sheets}
    before = {contest.comparison_id for contest in contests.values() if contest.comparison_id} - outcomes.keys()
    for contest in Contest.objects.filter(pk__in=before).with_record():
        if contest.record["declaration"]:
            outcomes[contest.pk] = outcome_of(contest.record)
            basis[contest.pk] = (contest.ballot_paper_id, contest.record["revision"])
    frozen = {}
    for sheet in sheets:
        then = contests[sheet.contest_id].comparison_id
        found = figures.figures(outcomes[sheet.contest_id], outcomes.get(then))
        frozen[sheet.pk] = {
            "rules": counting.RULES,
            "comparison": list(basis[then]) if then in basis else None,
            "figures": {path: figure.frozen for path, figure in found.items() if figure.value is not None},
        }
    return frozen


# From rows to what is counted. The read door and the verbs use the same shapes.

_LINE = {
    "id": F("pk"), "slug": F("slug"), "name": F("ballot_name"), "since": F("since_revision"), "kind": F("kind"),
    "standing_as": F("standing_as"), "party": Func("party_id", function="party_root", output_field=models.BigIntegerField()),
    "party_name": F("party__name"), "party_short": F("party__short_name"), "party_abbreviation": F("party__abbreviation"),
    "party_slug": Case(When(party__colour="", then=None), default=F("party__slug")), "person": F("person_id"),
    "order": F("ballot_order"), "on_list": F("on_list_id"), "list_position": F("list_position"),
    "withdrawn": F("withdrawn"), "died": F("died"), "given_name": F("given_name"), "family_name": F("family_name"),
    "external_id": F("external_id"), "adjunct": F("adjunct_party__name"),
}  # fmt: skip


def candidacy_rows(contest_ids: Iterable[int]) -> dict[int, list[dict]]:
    """Every candidacy of the contests as plain rows, in ballot order, by contest."""
    ids = list(contest_ids)
    rows: dict[int, list[dict]] = {pk: [] for pk in ids}
    plain = ("id", "slug", "kind", "standing_as", "list_position", "withdrawn", "died")  # columns of the same name
    named = {key: value for key, value in _LINE.items() if key not in plain}
    found = Candidacy.objects.filter(contest__in=ids).order_by("ballot_order", "pk")
    for row in found.values(*plain, "contest_id", line=JSONObject(**named)):
        rows[row.pop("contest_id")].append({**row.pop("line"), **row})
    return rows


def renamed(contest_id: int) -> dict[int, list[tuple[str, str, str]]]:
    """(slug, before, after) of everybody whose name or party was corrected, as "Ada Quill, Harbour", by the revision."""
    before: dict[str, dict] = {}
    found: dict[int, list[tuple[str, str, str]]] = {}
    for line in sorted(candidacy_rows([contest_id])[contest_id], key=lambda line: line["since"]):
        if line["slug"] in before:
            change = line["slug"], _called(before[line["slug"]]), _called(line)
            found.setdefault(line["since"], []).append(change)
        before[line["slug"]] = line
    return found


def _called(line: Mapping[str, Any]) -> str:
    standing = Candidacy.StandingAs(line["standing_as"])
    return f"{line['name']}, {line['party_short'] or standing.label}"


def _compiled(name: str) -> RawSQL:
    """A record as SQL that is put together once: with its fifty expressions that takes longer than the answer does."""
    return RawSQL(*_sql(name), output_field=models.JSONField())  # noqa: S611 - Django's own SQL, with its parameters


@functools.cache
def _sql(name: str) -> tuple[str, tuple]:
    records = {
        "record": lambda: _record(OuterRef("pk")),
        "comparison": lambda: _record(OuterRef("comparison_id")),
        "history": _history,
    }
    query = Contest.objects.annotate(record=records[name]()).query
    return query.get_compiler(DEFAULT_DB_ALIAS).compile(query.annotations["record"])


def _history() -> Subquery:
    """The declared contests for the one seat of the contest's area and kind, as one JSON array of records."""
    declared = models.Exists(Declaration.objects.filter(contest=OuterRef("pk")))
    same = Contest.objects.filter(declared, area=OuterRef("area_id"), election__kind=OuterRef("election__kind"), seats=1)
    real = (
        same.filter(notional=False, election__rehearsal=False)
        .order_by()
        .annotate(json=_record(OuterRef("pk")), all=models.Value(1))
    )
    return Subquery(real.values("all").annotate(array=JSONBAgg("json")).values("array"))


def _record(contest: OuterRef) -> Subquery:
    """One contest's candidacies, newest declaration and its tallies as one JSON object, or null without a contest."""
    newest = Declaration.objects.filter(contest=OuterRef("pk")).order_by("-revision")
    same = Declaration.objects.filter(contest=OuterRef(OuterRef("pk"))).order_by("-revision")  # seen from within `tallies`
    tallies = Tally.objects.filter(sheet=Subquery(same.values("sheet")[:1]))
    tally = JSONObject(
        candidacy=F("candidacy_id"), stage="stage", votes=Cast("votes", models.CharField()), elected="elected", lot="lot",
        constituency_seats="constituency_seats", status="status",
    )  # fmt: skip
    lines = Candidacy.objects.filter(contest=OuterRef("pk")).order_by("ballot_order", "pk")

    def declared(path: str) -> Subquery:
        return Subquery(newest.values(path)[:1])

    fields = {
        "declaration": declared("pk"),
        "revision": Coalesce(declared("revision"), 0),
        "kind": declared("kind"),
        "published_at": declared("published_at"),
        "declared_at": declared("declared_at"),
        "first_entered_at": declared("sheet__entered_at"),
        "confirmed_at": declared("confirming_sheet__entered_at"),
        "override_reason": declared("override_reason"),
        "public_note": declared("public_note"),
        "source": declared("sheet__source"),
        "electorate": declared("sheet__electorate"),
        "ballot_papers": declared("sheet__ballot_papers"),
        "valid_votes": declared("sheet__valid_votes"),
        "rejected_ballots": declared("sheet__rejected_ballots"),
        "quota": Cast(declared("sheet__quota"), models.CharField()),
        "lines": ArraySubquery(lines.values(json=JSONObject(**_LINE))),
        "tallies": ArraySubquery(tallies.values(json=tally)),
        "ballot_paper_id": F("ballot_paper_id"),
        "polling_on": F("election__polling_on"),
        "seats": F("seats"),
        "voting_system": F("voting_system"),
        "election_kind": F("election__kind"),
        "notional": F("notional"),
        "area_parent": F("area__parent__name"),
        "gss": Subquery(AreaCode.objects.filter(area=OuterRef("area")).order_by("-start", "pk").values("code")[:1]),
        "replaces": F("replaces__ballot_paper_id"),
        "replaced_by": Subquery(Contest.objects.filter(replaces=OuterRef("pk")).values("ballot_paper_id")[:1]),
        "threshold_divisor": F("threshold_divisor"),
    }
    return Subquery(Contest.objects.filter(pk=contest).values(json=JSONObject(**fields)))
