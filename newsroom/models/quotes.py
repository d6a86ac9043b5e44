"""What politicians said: their words verbatim, where and when, who they were then, and where a story places them."""

from __future__ import annotations

import hashlib
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import Person
from newsroom.models.public import OF_QUOTE, OF_ROW, NotPublishable, announces_articles, visible

USER = settings.AUTH_USER_MODEL


class Outlet(models.Model):
    """Where words were published: a broadcaster, a paper, a platform."""

    class Kind(models.TextChoices):
        BROADCASTER = "broadcaster", gettext_lazy("broadcaster")
        PAPER = "paper", gettext_lazy("paper")
        PLATFORM = "platform", gettext_lazy("platform")
        PARTY = "party", gettext_lazy("party")
        OWN = "own", gettext_lazy("our own interview")

    name = models.CharField(max_length=100, unique=True)
    url = models.URLField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        ordering = ["name"]
        triggers = announces_articles(
            f"rows JOIN newsroom_quote q ON q.outlet_id = rows.id JOIN {OF_QUOTE.format(quote='q.id')}", pgtrigger.Update
        )

    def __str__(self) -> str:
        return self.name


class QuoteQuerySet(models.QuerySet):
    def public(self) -> QuoteQuerySet:
        """Published, and standing in a story that readers can see."""
        placed = Placement.objects.filter(visible("article__"), quote=OuterRef("pk"))
        return self.filter(Exists(placed), state=Quote.State.PUBLISHED).select_related("person", "party", "outlet")


@pghistory.track()
class Quote(models.Model):
    """What somebody said: their words verbatim and apart from what is only reported, when, where, and who they were then."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        VERIFIED = "verified", gettext_lazy("verified")
        PUBLISHED = "published", gettext_lazy("published")
        RETRACTED = "retracted", gettext_lazy("retracted")

    class Medium(models.TextChoices):
        POST = "post", gettext_lazy("social post")
        BROADCAST = "broadcast", gettext_lazy("broadcast interview")
        STATEMENT = "statement", gettext_lazy("statement")
        SPEECH = "speech", gettext_lazy("speech")
        INTERVIEW = "interview", gettext_lazy("interview")
        PRINT = "print", gettext_lazy("article in print")

    class Precision(models.TextChoices):
        MINUTE = "minute", gettext_lazy("to the minute")
        DAY = "day", gettext_lazy("to the day")
        MONTH = "month", gettext_lazy("to the month")

    slug = models.SlugField(max_length=100, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="quotes")
    words = ArrayField(models.TextField(), default=list, blank=True)
    reported = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_precision = models.CharField(max_length=10, choices=Precision, default=Precision.MINUTE)
    medium = models.CharField(max_length=20, choices=Medium)
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="quotes")
    source_text = models.CharField(max_length=300)
    source_url = models.URLField(blank=True)
    role_at_time = models.CharField(max_length=300)
    party = models.ForeignKey("elections.Party", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "pk"]
        permissions = [("verify_quote", "Can verify another person's quote")]
        constraints = [
            models.CheckConstraint(
                name="quote_says_something",
                condition=Q(words__len__gt=0) | ~Q(reported=""),
                violation_error_message=gettext_lazy("Enter the words that were said, or what they were reported to say."),
            ),
            models.CheckConstraint(
                name="quote_verified_by_another",
                condition=Q(state="draft") | (Q(verified_by__isnull=False) & ~Q(verified_by=F("entered_by"))),
            ),
        ]
        triggers = announces_articles(
            "(SELECT * FROM rows WHERE state IN ('published', 'retracted')) q JOIN " + OF_QUOTE.format(quote="q.id"),  # noqa: S608
            pgtrigger.Update,
        )

    def __str__(self) -> str:
        said = self.words[0] if self.words else self.reported
        return f"{self.person}: {said[:60]}"

    @property
    def spoken(self) -> list[str]:
        """The words that the reported speech does not already contain."""
        return [words for words in self.words if words not in self.reported]

    @property
    def fingerprint(self) -> str:
        """Of what a second person compares: other words have another."""
        return hashlib.sha256(repr((self.words, self.reported, self.person_id, self.source_text)).encode()).hexdigest()

    def verify(self, *, by: Any, seen: str | None = None) -> None:
        """A second person has compared the words with their source: those of the fingerprint `seen`, if it is given.

        Raises NotPublishable for who entered them, and for words that changed meanwhile.
        """
        with transaction.atomic():
            quote = Quote.objects.select_for_update().get(pk=self.pk)
            if quote.entered_by_id == by.pk:
                raise NotPublishable([_("You entered this quote: another person must compare it with its source.")])
            if seen is not None and seen != quote.fingerprint:
                raise NotPublishable([_("The words were changed while you compared them. Compare them again.")])
            if quote.state == Quote.State.DRAFT:
                Quote.objects.filter(pk=self.pk).update(state=Quote.State.VERIFIED, verified_by=by)
        self.refresh_from_db()


class Placement(models.Model):
    """A quote's place in a story."""

    article = models.ForeignKey("newsroom.Article", models.CASCADE, related_name="placements")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="placements")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "quote"], name="placement_once")]
        triggers = announces_articles(OF_ROW)

    def __str__(self) -> str:
        return f"{self.quote_id} in {self.article_id}"
