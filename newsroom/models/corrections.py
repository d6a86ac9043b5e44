"""What a story said wrongly, told to its readers: what was said, what is true, and why it changed. Nothing of it is ever altered.

A correction that follows from the record is written by the same act that changed the record, in whole sentences. A duty
editor may word it better later; every wording is kept, and the newest is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import APPEND_ONLY, Declaration
from newsroom.models.public import OF_ROW, NotPublishable, announces_articles, visible

USER = settings.AUTH_USER_MODEL


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a story gave wrongly: what it is called within a sentence ("the majority"), and both values as shown."""

    what: str
    was: str
    now: str

    @property
    def sentence(self) -> str:
        values = {"what": self.what, "was": self.was, "now": self.now}
        return _("An earlier version of this story gave %(what)s as %(was)s; it is %(now)s.") % values


class CorrectionQuerySet(models.QuerySet):
    def worded(self) -> CorrectionQuerySet:
        """With their newest wording."""
        newest = Wording.objects.filter(correction=OuterRef("pk")).order_by("-pk")
        return self.annotate(worded=Subquery(newest.values("text")[:1]), worded_at=Subquery(newest.values("at")[:1]))

    def public(self) -> CorrectionQuerySet:
        """Of stories that readers can see, but none that would repeat what was taken down."""
        taken = Withdrawal.objects.filter(article=OuterRef("article"), legal=True, version__gte=OuterRef("to_version"))
        return self.worded().filter(visible("article__"), ~Exists(taken)).select_related("article__published")

    def unfinished(self) -> CorrectionQuerySet:
        """Made by a change of the record, and not yet worded by anybody."""
        return self.worded().filter(by__isnull=True, worded__isnull=True)


class Correction(models.Model):
    """What readers are told about one version of a story's page that put right an earlier one.

    `changes` are rows of [what, was, now] where the record made it; `text` is what an editor wrote by hand.
    """

    class Cause(models.TextChoices):
        RESULT = "result", gettext_lazy("the result was corrected")
        QUOTE = "quote", gettext_lazy("the wording of a quote")
        FACT = "fact", gettext_lazy("a fact")
        NAME = "name", gettext_lazy("a name")

    article = models.ForeignKey("newsroom.Article", models.PROTECT, related_name="corrections")
    cause = models.CharField(max_length=10, choices=Cause)
    changes = models.JSONField(default=list)
    text = models.TextField(blank=True)
    from_version = models.PositiveIntegerField()
    to_version = models.PositiveIntegerField()
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="story_corrections")
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="correction_goes_forward", condition=Q(from_version__lt=F("to_version"))),
            models.CheckConstraint(name="correction_says_something", condition=~Q(changes=[]) | ~Q(text="")),
        ]
        triggers = [APPEND_ONLY, *announces_articles(OF_ROW, pgtrigger.Insert)]

    def __str__(self) -> str:
        return f"{self.article}: {self.notice}"

    being_checked = False  # whether words of the story are, where a door for readers asked
    worded: str | None = None  # from `worded()`
    worded_at: Any = None

    @property
    def title(self) -> str:
        """Of the story, as lists have it."""
        self.article.being_checked = self.being_checked
        return self.article.title

    @property
    def said(self) -> list[Said]:
        """What was wrong, one by one; nothing where an editor has worded the whole."""
        return [] if self.worded or self.text else [Said(*change) for change in self.changes]

    @property
    def said_first(self) -> list[str]:
        """What was shown before anybody worded it."""
        return [self.text] if self.text else [Said(*change).sentence for change in self.changes]

    @property
    def notice(self) -> str:
        """What readers are told, as plain text."""
        return self.worded or self.text or " ".join(said.sentence for said in self.said)

    @property
    def changed_at(self) -> Any:
        """When readers were last told something new about it."""
        return self.worded_at or self.at

    def word(self, text: str, *, by: Any) -> None:
        """Shows another wording from now on. What was shown before is kept."""
        if not (text := text.strip()):
            raise NotPublishable([_("Say what was wrong and what is true.")])
        with transaction.atomic():
            Correction.objects.select_for_update().get(pk=self.pk)
            newest = self.wordings.last()
            if newest is None or newest.text != text:
                Wording.objects.create(correction=self, text=text, by=by)


class Wording(models.Model):
    """A correction as somebody worded it. Insert-only: the newest is shown."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="wordings")
    text = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = [
            APPEND_ONLY,
            *announces_articles(
                "rows JOIN newsroom_correction c ON c.id = rows.correction_id JOIN newsroom_article a ON a.id = c.article_id",
                pgtrigger.Insert,
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Withdrawal(models.Model):
    """That a published story is shown no more, and why. `legal`: taken down, so that not a word of it or of its versions up
    to `version` is shown; otherwise the page stays and says the note."""

    article = models.ForeignKey("newsroom.Article", models.PROTECT, related_name="withdrawals")
    note = models.CharField(max_length=500)
    legal = models.BooleanField(default=False)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.article}: {self.note}"


class Hold(models.Model):
    """That a story did not appear at its minute, or would not, because the record had overtaken its words. Insert-only."""

    article = models.ForeignKey("newsroom.Article", models.PROTECT, related_name="holds")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.article}, {self.at}"


class EditionQuerySet(models.QuerySet):
    def seen(self) -> EditionQuerySet:
        """Those that readers saw: not one that was replaced, held back or called off before its minute, nor one that was taken
        down."""
        same = {"article": OuterRef("article")}
        before = {**same, "at__gte": OuterRef("made_at"), "at__lte": OuterRef("shown_at")}
        replaced = Edition.objects.filter(**same, number__gt=OuterRef("number"), shown_at__lte=OuterRef("shown_at"))
        off, held = Withdrawal.objects.filter(**before), Hold.objects.filter(**before)
        taken = Withdrawal.objects.filter(**same, legal=True, version__gte=OuterRef("number"))
        return self.filter(~Exists(replaced), ~Exists(off), ~Exists(held), ~Exists(taken), shown_at__lte=Now())


class Edition(models.Model):
    """What a version of a story's page showed, by the number that readers see, from `shown_at` on."""

    article = models.ForeignKey("newsroom.Article", models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey("newsroom.Revision", models.PROTECT, related_name="editions")
    shown_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="edition_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.article_id} version {self.number}"


def rows_of(changes: Sequence[Said]) -> list[list[str]]:
    """Changes as a correction keeps them."""
    return [[said.what, said.was, said.now] for said in changes]
