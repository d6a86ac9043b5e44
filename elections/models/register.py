"""Who and where: parties, people with their dated roles, and areas. They outlive elections."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Container
from datetime import date
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from elections.models.changes import announces
from elections.models.registering import registering
from elections.offices import Office, known_as

colour_validator = RegexValidator(r"^#[0-9a-f]{6}$", _("Write a colour as # and six digits or letters, such as #0077b6."))


def sort_name(name: str) -> str:
    """What names are ordered by: no accents, no capitals, so that every database sorts alike."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def free_slug(name: str, taken: Container[str]) -> str:
    """A slug for a name, numbered where it is taken."""
    base = slugify(name)[:90] or "unnamed"
    numbered = (base if n == 1 else f"{base}-{n}" for n in itertools.count(1))
    return next(slug for slug in numbered if slug not in taken)


class Registered(models.Model):
    """A row of the register, whose words others repeat: saved with others, they are told."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with registering():
            super().save(*args, **kwargs)


class Named(Registered):
    """A person, a party or a place."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = sort_name(self.name)
        super().save(*args, **kwargs)


@pghistory.track()
class Party(Named):
    """A party, or one of its names: a renamed party `continues` the one before, and is compared with it."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=100, help_text=_("As in a sentence: Conservative, Labour, Reform UK."))
    abbreviation = models.CharField(max_length=20, blank=True, help_text=_("Not unique: several parties are called Green."))
    slug = models.SlugField(max_length=100, unique=True)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    ec_ids = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("Electoral Commission ids"))
    colour = models.CharField(max_length=7, blank=True, validators=[colour_validator])
    colour_dark = models.CharField(max_length=7, blank=True, validators=[colour_validator])
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_by")
    sort_name = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["sort_name"]
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(
                name="party_colours",
                condition=Q(colour__regex=r"^(#[0-9a-f]{6})?$") & Q(colour_dark__regex=r"^(#[0-9a-f]{6})?$"),
                violation_error_message=colour_validator.message,
            ),
        ]
        triggers = announces("SELECT 'party', rows.id FROM rows")

    def __str__(self) -> str:
        return self.name

    def is_called(self, name: str) -> bool:
        """Whether this is one of the party's names, whatever its capitals."""
        return name.casefold() in {known.casefold() for known in (self.name, self.short_name, *self.aliases)}


class PersonQuerySet(models.QuerySet):
    def standing(self) -> PersonQuerySet:
        """Each person once: not the entries that were put together with another one."""
        return self.filter(merged=None)


@pghistory.track()
class Person(Named):
    """A person in public life. Matched by id or by an editor, never by name alone: John Prescott stood in Hartlepool in 2021."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    ids = models.JSONField(default=dict, blank=True, help_text=_("Identifiers by scheme: democracy_club, wikidata ..."))
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name"]
        verbose_name_plural = _("people")
        permissions = [("merge_person", _("Can put together two entries of one person"))]
        triggers = announces("SELECT 'person', rows.id FROM rows")

    def __str__(self) -> str:
        return self.name

    @property
    def now(self) -> Person:
        """The entry that stands for this one, where the two were put together; else itself."""
        merged = getattr(self, "merged", None)
        return merged.kept.now if merged else self

    def known_as(self, on: date) -> str:
        """Who the person was on a day, as the register has it; empty where it says nothing."""
        return known_as([role.office for role in self.roles.select_related("party")], on)


@pghistory.track()
class PersonName(Registered):
    """Another way in which a person's name is written."""

    class Kind(models.TextChoices):
        ALIAS = "alias", _("alias")
        MISSPELLING = "misspelling", _("known misspelling")

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ALIAS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="person_name_once")]
        triggers = announces("SELECT 'person', rows.person_id FROM rows")

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Role(Registered):
    """What a person was, from when to when: the dated register that stories are checked against."""

    class Precision(models.TextChoices):
        DAY = "day", _("to the day")
        MONTH = "month", _("to the month")
        YEAR = "year", _("to the year")

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    label = models.CharField(max_length=200, help_text=_("Leader of the Labour Party, MP for Hartlepool ..."))
    organisation = models.CharField(max_length=200, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, help_text=_("Empty for who sat as an independent."))
    independent = models.BooleanField(default=False, help_text=_("Sat as an independent: an empty party alone says nothing."))
    start = models.DateField(help_text=_("Where only the month or the year is known, its first day."))
    start_precision = models.CharField(max_length=10, choices=Precision, default="day")
    end = models.DateField(null=True, blank=True, help_text=_("The last day. Empty if still held."))
    end_precision = models.CharField(max_length=10, choices=Precision, default="day")
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-start", "label"]
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_start",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("A role cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="role_independent_has_no_party",
                condition=Q(independent=False) | Q(party__isnull=True),
                violation_error_message=_("Who sat as an independent had no party: empty one of the two."),
            ),
        ]
        triggers = announces("SELECT 'person', rows.person_id FROM rows")

    def __str__(self) -> str:
        return self.label

    @property
    def start_known(self) -> str:
        """The start, as precisely as it is known."""
        return self._known(self.start, self.start_precision)

    @property
    def end_known(self) -> str:
        return self._known(self.end, self.end_precision) if self.end else ""

    @staticmethod
    def _known(day: date, precision: str) -> str:
        return date_format(day, {"day": "j F Y", "month": "F Y", "year": "Y"}[precision])

    @property
    def office(self) -> Office:
        """The role as `offices` puts it into words."""
        party = self.party.short_name if self.party else ""
        return Office(self.label, self.start, self.end, party, self.independent, self.start_precision, self.end_precision)


@pghistory.track()
class Area(Named):
    """A place that elects: it outlives elections, and its boundaries change."""

    class Kind(models.TextChoices):
        CONSTITUENCY = "constituency", _("constituency")
        WARD = "ward", _("ward")
        COUNCIL = "council", _("council")
        REGION = "region", _("region")
        POLICE_AREA = "police area", _("police area")
        COMBINED_AUTHORITY = "combined authority", _("combined authority")

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind)
    country = models.CharField(max_length=30, blank=True)
    region = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")
    sort_name = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["sort_name"]
        triggers = announces("SELECT 'area', rows.id FROM rows")

    def __str__(self) -> str:
        return self.name


class AreaCode(models.Model):
    """A GSS code of an area, with the dates between which it was in force."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="codes")
    code = models.CharField(max_length=9, db_index=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="area_code_once")]
        triggers = announces("SELECT 'area', rows.area_id FROM rows")

    def __str__(self) -> str:
        return self.code
