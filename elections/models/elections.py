"""What is voted on at one poll for one body."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from elections.models.changes import announces


@pghistory.track()
class Election(models.Model):
    """What is voted on at one poll for one body; it has many contests. The slug is Democracy Club's election id."""

    class Kind(models.TextChoices):
        PARLIAMENT = "parl", _("House of Commons")
        SCOTTISH_PARLIAMENT = "sp", _("Scottish Parliament")
        SENEDD = "senedd", _("Senedd")
        WELSH_ASSEMBLY = "naw", _("National Assembly for Wales")
        NI_ASSEMBLY = "nia", _("Northern Ireland Assembly")
        EUROPEAN_PARLIAMENT = "europarl", _("European Parliament")
        LONDON_ASSEMBLY = "gla", _("London Assembly")
        MAYOR = "mayor", _("mayor")
        COMMISSIONER = "pcc", _("police and crime commissioner")
        LOCAL = "local", _("council")

    slug = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    polling_on = models.DateField()
    polls_close_at = models.DateTimeField(null=True, blank=True, help_text=_("No result can be entered before."))
    rehearsal = models.BooleanField(default=False, help_text=_("Not a real election: every page says so."))

    class Meta:
        ordering = ["-polling_on", "name"]
        triggers = announces("SELECT 'election', rows.id FROM rows")

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """Its name without the polling day, where that stands at its end: for what stands under the day already."""
        return self.name.removesuffix(f", {formats.date_format(self.polling_on, 'j F Y')}")

    @property
    def polls_open(self) -> bool:
        return self.polls_close_at is not None and timezone.now() < self.polls_close_at
