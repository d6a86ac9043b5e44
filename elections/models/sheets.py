"""What two people entered, and what is published.

A declaration rests on two equal sheets of two people, or on one sheet with a reason and a name. The database holds that by
itself, and that what is published takes no update and no delete. The verbs that write these rows stand with the contest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elections.models.changes import APPEND_ONLY, CONTEST_THINGS, announces
from elections.models.kinds import Kind
from elections.models.register import Party
from elections.papers import Naming, Paper, Row

USER = settings.AUTH_USER_MODEL


class Sheet(models.Model):
    """One person's entry of the returning officer's paper, for the revision that it would become. Insert-only."""

    contest = models.ForeignKey("elections.Contest", models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.FIGURES)
    for_revision = models.PositiveIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=300, help_text=_("Not compared."))
    public_note = models.CharField(max_length=500, blank=True)
    electorate = models.PositiveIntegerField(null=True)
    ballot_papers = models.PositiveIntegerField(null=True)
    valid_votes = models.PositiveIntegerField(null=True, help_text=_("As stated on the paper."))
    rejected_ballots = ArrayField(models.PositiveIntegerField(null=True), default=list, help_text=_("By stage of the count."))
    quota = models.DecimalField(max_digits=12, decimal_places=5, null=True)
    submission = models.UUIDField(null=True, help_text=_("Of the form, so that one form makes one sheet."))

    class Meta:
        constraints = [
            models.CheckConstraint(name="sheet_has_source", condition=~Q(source="")),
            models.UniqueConstraint(fields=["by", "submission"], name="sheet_once"),
        ]
        indexes = [models.Index(fields=["contest", "for_revision"], name="sheet_revision")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.contest_id} r{self.for_revision} by {self.by_id}"

    @classmethod
    def of(cls, paper: Paper, *, by: Any, submission: str | None = None) -> Sheet:
        """The sheet of a paper; what stands on it are `lines` and `names`."""
        sheet = cls(
            contest_id=paper.contest_id,
            kind=paper.kind,
            for_revision=paper.for_revision,
            by=by,
            source=paper.source,
            public_note=paper.public_note,
            electorate=paper.electorate,
            ballot_papers=paper.ballot_papers,
            valid_votes=paper.valid_votes,
            rejected_ballots=list(paper.rejected_ballots),
            quota=paper.quota,
            submission=submission,
        )
        sheet._paper = paper
        return sheet

    _paper: Paper | None = None  # what the sheet was made of

    @property
    def in_hand(self) -> bool:
        """Whether `paper` asks the database nothing."""
        return self._paper is not None

    def lines(self) -> list[Tally]:
        return [
            Tally(
                sheet=self,
                candidacy_id=row.candidacy_id,
                stage=row.stage,
                votes=row.votes,
                constituency_seats=row.constituency_seats,
                elected=row.elected,
                lot=row.lot,
                lot_source=row.lot_source,
                status=row.status,
            )
            for row in self.paper().rows
        ]

    def names(self) -> list[CorrectedName]:
        return [CorrectedName(sheet=self, **naming._asdict()) for naming in self.paper().namings]

    def paper(self) -> Paper:
        """The paper as it was entered: insert-only, so that what it was made of is what is on record."""
        if self._paper is not None:
            return self._paper
        rows = tuple(
            Row(t.candidacy_id, t.stage, t.votes, t.constituency_seats, t.elected, t.lot, t.lot_source, t.status)
            for t in self.tallies.all()
        )
        return Paper(
            contest_id=self.contest_id,
            for_revision=self.for_revision,
            kind=self.kind,
            source=self.source,
            public_note=self.public_note,
            electorate=self.electorate,
            ballot_papers=self.ballot_papers,
            valid_votes=self.valid_votes,
            rejected_ballots=tuple(self.rejected_ballots),
            quota=self.quota,
            rows=rows,
            namings=tuple(naming.said for naming in self.corrected_names.all()) if self.kind == Kind.CORRECTION else (),
        )

    def rivals(self) -> list[Sheet]:
        """The newest sheet of every other person for the same contest, revision and kind; the first entered first."""
        return rivals([self])[self.pk]

    def twin(self) -> Sheet | None:
        """Another person's sheet with equal figures, if there is one."""
        mine = self.paper().figures
        return next((sheet for sheet in self.rivals() if sheet.paper().figures == mine), None)


class SheetQuery(models.Model):
    """A doubt about a sheet that did not block it: what was asked, in words, and who let it stand with which reason."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="queries")
    code = models.CharField(max_length=40)
    sentence = models.CharField(max_length=500)
    candidacy = models.ForeignKey("elections.Candidacy", models.PROTECT, null=True, related_name="+")
    box = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = _("sheet queries")
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return self.sentence


def rivals(sheets: Sequence[Sheet]) -> dict[int, list[Sheet]]:
    """`Sheet.rivals` of many sheets in two queries, by the sheet's key."""
    every = Sheet.objects.filter(contest__in={sheet.contest_id for sheet in sheets}).order_by("pk")
    if len(people := {sheet.by_id for sheet in sheets}) == 1:
        every = every.exclude(by__in=people)  # nobody is their own rival: a file's own sheets are not read again
    newest: dict[tuple, dict[int, Sheet]] = {}
    for sheet in every.select_related("by").prefetch_related("tallies"):
        newest.setdefault((sheet.contest_id, sheet.for_revision, sheet.kind), {})[sheet.by_id] = sheet
    found = {}
    for sheet in sheets:
        others = newest.get((sheet.contest_id, sheet.for_revision, sheet.kind), {})
        found[sheet.pk] = sorted((s for by, s in others.items() if by != sheet.by_id), key=lambda s: s.pk)
    return found


class Look(models.Model):
    """Somebody looked at another person's sheet before handing in their own: they cannot be the second person any more."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="looks")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "by"], name="look_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.by_id} at {self.sheet_id}"


def closed_once_declared(what: str) -> pgtrigger.Trigger:
    """For the tables of a sheet's lines: they are of the sheet's own contest, and a sheet of a declaration takes no more of
    them; `what` they are, in the plural."""
    return pgtrigger.Trigger(
        name="closed_once_declared",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="after"),
        func=f"""
            IF EXISTS (SELECT FROM after a JOIN elections_declaration d ON d.sheet_id = a.sheet_id)
            OR EXISTS (SELECT FROM after a JOIN elections_declaration d ON d.confirming_sheet_id = a.sheet_id) THEN
                RAISE EXCEPTION 'The sheet is declared: it takes no more {what}' USING ERRCODE = 'check_violation';
            END IF;
            IF EXISTS (
                SELECT FROM after a JOIN elections_candidacy c ON c.id = a.candidacy_id
                JOIN elections_sheet s ON s.id = a.sheet_id WHERE s.contest_id <> c.contest_id
            ) THEN
                RAISE EXCEPTION 'The candidacy is of another contest' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;""",  # noqa: S608 - every part is written here
    )


class Tally(models.Model):
    """One line of a sheet: a candidacy's votes at one stage; without a candidacy, the votes that could not be transferred."""

    class Lot(models.TextChoices):
        NONE = "", "-"
        WON = "won", _("won the lot")
        LOST = "lost", _("lost the lot")

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="tallies")
    candidacy = models.ForeignKey("elections.Candidacy", models.PROTECT, null=True, related_name="tallies")
    stage = models.PositiveSmallIntegerField(default=1)
    votes = models.DecimalField(max_digits=12, decimal_places=5, null=True)
    constituency_seats = models.PositiveSmallIntegerField(null=True)
    elected = models.BooleanField(null=True)
    lot = models.CharField(max_length=4, choices=Lot, default=Lot.NONE, blank=True)
    lot_source = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "candidacy", "stage"], name="tally_once", nulls_distinct=False),
            models.CheckConstraint(name="tally_not_negative", condition=Q(votes__isnull=True) | Q(votes__gte=0)),
        ]
        triggers = [APPEND_ONLY, closed_once_declared("tallies")]

    def __str__(self) -> str:
        return f"{self.candidacy_id}: {self.votes}"


class CorrectedName(models.Model):
    """What a correction's sheet says that a candidate is called, and for which party; published, it is a new candidacy with the
    same slug."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="corrected_names")
    candidacy = models.ForeignKey("elections.Candidacy", models.PROTECT, related_name="+")
    ballot_name = models.CharField(max_length=200)
    standing_as = models.CharField(max_length=12)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "candidacy"], name="corrected_name_once")]
        triggers = [APPEND_ONLY, closed_once_declared("names")]

    def __str__(self) -> str:
        return self.ballot_name

    @property
    def said(self) -> Naming:
        return Naming(self.candidacy_id, self.ballot_name, self.standing_as, self.party_id)


def unequal(table: str, columns: str) -> str:
    """SQL that is true where the rows of `table` for the sheets `one` and `two` differ in any of these columns."""
    first, second = (f"SELECT {columns} FROM {table} WHERE sheet_id = {sheet}.id" for sheet in ("one", "two"))  # noqa: S608 - as above
    return f"EXISTS (({first} EXCEPT {second}) UNION ALL ({second} EXCEPT {first}))"


class Declaration(models.Model):
    """The published record of a contest: append-only, one for each revision, the newest holds.

    `as_published` freezes the computed figures as {"rules", "comparison": [ballot paper id, revision], "figures"}; history and
    recount read it, pages compute from the tallies.
    """

    contest = models.ForeignKey("elections.Contest", models.PROTECT, related_name="declarations")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="declarations")
    confirming_sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="confirmed_declarations")
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    overridden_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    override_reason = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(null=True, help_text=_("By the returning officer, if known."))
    published_at = models.DateTimeField(default=timezone.now)
    public_note = models.CharField(max_length=500, blank=True)
    as_published = models.JSONField()

    class Meta:
        ordering = ["contest", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "revision"], name="declaration_once"),
            models.CheckConstraint(
                name="declaration_two_people",
                condition=Q(checked_by__isnull=False, confirming_sheet__isnull=False) & ~Q(entered_by=F("checked_by"))
                | Q(overridden_by__isnull=False, checked_by__isnull=True, confirming_sheet__isnull=True) & ~Q(override_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["-published_at"], name="declaration_newest")]
        triggers = [
            APPEND_ONLY,
            *announces(CONTEST_THINGS.format(contest="rows.contest_id"), pgtrigger.Insert),
            pgtrigger.Trigger(
                name="rests_on_its_sheets",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("one", "elections_sheet%ROWTYPE"), ("two", "elections_sheet%ROWTYPE")],
                func=f"""
                    SELECT * INTO one FROM elections_sheet WHERE id = NEW.sheet_id;
                    IF (one.contest_id, one.for_revision, one.kind, one.by_id)
                        IS DISTINCT FROM (NEW.contest_id, NEW.revision, NEW.kind, NEW.entered_by_id) THEN
                        RAISE EXCEPTION 'The sheet is not of this contest, revision, kind and person'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.revision <> (
                        SELECT coalesce(max(revision), 0) + 1 FROM elections_declaration WHERE contest_id = NEW.contest_id
                    ) THEN
                        RAISE EXCEPTION 'The revision is not the next one' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.confirming_sheet_id IS NOT NULL THEN
                        SELECT * INTO two FROM elections_sheet WHERE id = NEW.confirming_sheet_id;
                        IF EXISTS (
                            SELECT FROM elections_look
                            WHERE (sheet_id, by_id) IN ((one.id, two.by_id), (two.id, one.by_id))
                            AND at < CASE sheet_id WHEN one.id THEN two.entered_at ELSE one.entered_at END
                        ) THEN
                            RAISE EXCEPTION 'The second person had seen the first sheet' USING ERRCODE = 'check_violation';
                        END IF;
                        IF two.by_id IS DISTINCT FROM NEW.checked_by_id OR two.by_id = one.by_id THEN
                            RAISE EXCEPTION 'The confirming sheet is not by a second person' USING ERRCODE = 'check_violation';
                        END IF;
                        IF (one.contest_id, one.for_revision, one.kind, one.electorate, one.ballot_papers, one.valid_votes,
                            one.rejected_ballots, one.quota)
                            IS DISTINCT FROM (two.contest_id, two.for_revision, two.kind, two.electorate, two.ballot_papers,
                            two.valid_votes, two.rejected_ballots, two.quota)
                        OR {unequal("elections_tally", "candidacy_id, stage, votes, constituency_seats, elected, lot, status")}
                        OR {unequal("elections_correctedname", "candidacy_id, ballot_name, standing_as, party_id")} THEN
                            RAISE EXCEPTION 'The two sheets are not equal' USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    RETURN NEW;""",  # noqa: S608 - every part is written here
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} r{self.revision}: {self.kind}"
