"""How a story gets from who wrote it to who approves it: who asked, who approved and who sent it back; links to look at a draft
without an account; and what stood in an open form when its browser was lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from elections.models import APPEND_ONLY
from newsroom.models.corrections import Withdrawal

USER = settings.AUTH_USER_MODEL
PREVIEW_HOURS = 48

EDITED_SINCE = """
    SELECT FROM newsroom_revision edited JOIN newsroom_revision approved ON approved.id = NEW.revision_id
    WHERE edited.article_id = approved.article_id AND edited.kind <> 'result' AND edited.by_id = NEW.by_id
    AND edited.number <= approved.number AND edited.number > coalesce((
        SELECT max(before.number) FROM newsroom_review JOIN newsroom_revision before ON before.id = newsroom_review.revision_id
        WHERE newsroom_review.kind = 'approved' AND before.article_id = approved.article_id AND before.number <= approved.number
    ), 0)"""


class Review(models.Model):
    """One step of a story on its way to readers: somebody asked for approval of a revision, approved it, or sent it back.
    Insert-only. The database refuses an approval by anybody who edited the story since the last one."""

    class Kind(models.TextChoices):
        ASKED = "asked", gettext_lazy("sent to review")
        APPROVED = "approved", gettext_lazy("approved")
        RETURNED = "returned", gettext_lazy("sent back")

    revision = models.ForeignKey("newsroom.Revision", models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="approved_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NEW.kind = 'approved' AND EXISTS ({EDITED_SINCE}) THEN
                        RAISE EXCEPTION 'Who edited a story since it was last approved cannot approve it'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;""",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_kind_display()}"


class PreviewLinkQuerySet(models.QuerySet):
    def valid(self) -> PreviewLinkQuerySet:
        """The newest of each story, until it expires, or the story is taken down."""
        newest = PreviewLink.objects.filter(article=OuterRef("article")).order_by("-pk").values("pk")[:1]
        taken = Withdrawal.objects.filter(article=OuterRef("article"), legal=True, at__gte=OuterRef("made_at"))
        return self.filter(~Exists(taken), pk=Subquery(newest), expires_at__gt=Now())


class PreviewLink(models.Model):
    """An address at which anybody who has it reads a story's newest revision. A newer link ends the one before it."""

    article = models.ForeignKey("newsroom.Article", models.CASCADE, related_name="preview_links")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.article}, until {self.expires_at}"

    @classmethod
    def make(cls, article: Any, *, by: Any) -> PreviewLink:
        return cls.objects.create(article=article, by=by, expires_at=timezone.now() + timedelta(hours=PREVIEW_HOURS))

    @property
    def address(self) -> str:
        return settings.SITE_URL + reverse("preview", args=[signing.dumps(self.pk, salt="preview")])

    @classmethod
    def of(cls, token: str) -> PreviewLink | None:
        """The link of an address, if it is one of ours and still valid."""
        try:
            pk = signing.loads(token, salt="preview")
        except signing.BadSignature:
            return None
        return cls.objects.valid().select_related("article").filter(pk=pk).first()


class Autosave(models.Model):
    """What stood in somebody's open form of a story, or of a new one (`article` is null): their own, read by nobody else, and
    never a revision. Saving the form or throwing this away ends it."""

    person = models.ForeignKey(USER, models.CASCADE, related_name="+")
    article = models.ForeignKey("newsroom.Article", models.CASCADE, null=True, related_name="autosaves")
    typed = models.JSONField()
    opened_with = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "article"], name="autosave_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"{self.person}, {self.at}"
