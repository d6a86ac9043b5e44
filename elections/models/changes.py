"""What has changed for readers: one row for each thing and transaction, written by triggers and never by hand.

Statement-level triggers stand on every table that pages show, so that no path (verb, stock admin, bulk, SQL) can forget it.
Unconfirmed sheets, drafts and unverified quotes write none: a version that moved would give them away.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Func, Q, Subquery
from django.db.models.functions import Cast, Extract, JSONObject, Now


class TransactionIdField(models.Field):
    """PostgreSQL's xid8: the number of the transaction that wrote a row."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class ChangeQuerySet(models.QuerySet):
    def version(self, things: Q) -> Subquery:
        """The version of a page as an annotation for `versions.Version`: how many changes of the things that it is made of
        have come, and for how many seconds none has. It only grows, and misses no commit, because it counts rows instead of
        comparing numbers or clocks."""
        rows = self.filter(things, at__lte=Now()).order_by().annotate(all=models.Value(1)).values("all")
        quiet = Cast(Extract(Now() - models.Max("at"), "epoch"), models.IntegerField())
        return Subquery(rows.annotate(version=JSONObject(number=models.Count("pk"), quiet=quiet)).values("version"))

    def party_version(self) -> Subquery:
        """The version of the parties, which names their stylesheet."""
        return self.version(Q(kind="party"))


class Change(models.Model):
    """One thing that one transaction changed for readers. Insert-only and written by triggers; never by hand."""

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    at = models.DateTimeField(db_default=Func(function="transaction_timestamp", output_field=models.DateTimeField()))
    xact = TransactionIdField(db_default=Func(function="pg_current_xact_id", output_field=TransactionIdField()))

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["xact"], name="change_xact"), models.Index(fields=["kind", "key"], name="change_thing")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def announces(things: str, *operations: pgtrigger.Operation, columns: str = "kind, key") -> list[pgtrigger.Trigger]:
    """Statement-level triggers that write Change. `things` selects `columns` from the table `rows`: the rows as they are
    after the statement, and for update and delete as they were before it too. A third column, `at`, may lie ahead: the
    change counts once that minute has come."""
    after, before = "SELECT * FROM after", "SELECT * FROM before"
    sides = {
        pgtrigger.Insert: (pgtrigger.Referencing(new="after"), after),
        pgtrigger.Update: (pgtrigger.Referencing(old="before", new="after"), f"{before} UNION ALL {after}"),
        pgtrigger.Delete: (pgtrigger.Referencing(old="before"), before),
    }
    return [
        pgtrigger.Trigger(
            name=f"announce_{str(operation).lower()}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=sides[operation][0],
            func=f"""
                INSERT INTO elections_change ({columns})
                SELECT DISTINCT {columns} FROM (WITH rows AS ({sides[operation][1]}) {things}) AS thing ({columns})
                WHERE key IS NOT NULL;
                RETURN NULL;""",  # noqa: S608 - every part is written in this repository
        )
        for operation in operations or tuple(sides)
    ]


APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)

CONTEST_THINGS = """
    SELECT thing.kind, thing.key FROM rows JOIN elections_contest c ON c.id = {contest}
    CROSS JOIN LATERAL (VALUES ('contest', c.id), ('election', c.election_id), ('area', c.area_id)) AS thing (kind, key)"""
"""For `announces`: what shows a row that is about a contest, whose key the row has as `{contest}`."""
