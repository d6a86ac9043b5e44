"""Files of results: what was taken in, and what somebody is trying."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elections.models.changes import APPEND_ONLY

USER = settings.AUTH_USER_MODEL
KEPT_FOR = timedelta(days=1)


class Import(models.Model):
    """A file that was taken in: its name, the hash of its bytes, its format, who brought it, and what became of it."""

    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("hash"), max_length=64, help_text=_("SHA-256: equal for two people who brought the same file."))
    format = models.CharField(max_length=120)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("by whom"))
    confirmed_as = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    submission = models.UUIDField(null=True, unique=True, help_text=_("Of the form, so that one form makes one import."))
    at = models.DateTimeField(_("when"), default=timezone.now)
    entered = models.PositiveIntegerField(help_text=_("Sheets entered."))
    declared = models.PositiveIntegerField(help_text=_("Contests declared."))
    unchanged = models.PositiveIntegerField()
    awaiting = models.PositiveIntegerField(help_text=_("Contests without a result in the file."))
    warnings = ArrayField(models.TextField(), default=list)

    class Meta:
        verbose_name, verbose_name_plural = _("file taken in"), _("files taken in")
        ordering = ["-at", "-pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"


class Upload(models.Model):
    """A file that somebody tries: its bytes as they came, for a day, so that what is taken in is what was tried.

    A row, because it is the one place that every process of the site sees: a temporary file is on one machine, a session is
    read on every page, and a file that is chosen a second time may be another one. Nothing is on record by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, name: str, data: bytes, *, by: Any) -> Upload:
        """Keeps a file, and clears away whatever was kept for a day, of whom ever."""
        cls.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
        return cls.objects.create(name=name, data=data, by=by)
