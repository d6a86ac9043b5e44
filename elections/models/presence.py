"""Who has a sheet open: told to the others at the desk, and nothing more. Nobody is kept out by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Now

from elections.models.contests import Contest

USER = settings.AUTH_USER_MODEL
AFTER = timedelta(seconds=45)  # without a sign somebody is gone; an open page gives one every ten seconds


class PresenceQuerySet(models.QuerySet):
    def at(self, contest: Contest) -> PresenceQuerySet:
        """Who has the contest's sheet open now, by the database's clock; who opened it first comes first."""
        return self.filter(contest=contest, seen_at__gt=Now() - AFTER).select_related("by").order_by("since", "pk")


class Presence(models.Model):
    """Somebody has a contest's sheet open, since when, and when their page last said so. One row for each person and contest is
    written over and over; no page for readers is made of it, and nothing of what is typed stands in it."""

    contest = models.ForeignKey("elections.Contest", models.CASCADE, related_name="+")
    by = models.ForeignKey(USER, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "by"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.by_id}@{self.since:%H%M%S}"

    @classmethod
    def note(cls, contest: Contest, *, by: Any) -> None:
        """Notes that somebody has the sheet open; who was gone meanwhile comes anew."""
        since = Case(When(seen_at__gt=Now() - AFTER, then=F("since")), default=Now())
        if not cls.objects.filter(contest=contest, by=by).update(since=since, seen_at=Now()):
            cls.objects.bulk_create([cls(contest=contest, by=by)], ignore_conflicts=True)
