"""What waits for somebody in the newsroom: the duty board's door, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from elections.models import Declaration
from newsroom.models import Answer, Article, Correction, Flag, Quote, Review, Revision, check_revisions, summary_of

LATELY = timedelta(days=1)


@dataclass(frozen=True)
class Board:
    """Each list the longest-waiting first; what is solved is no longer on it. Stories have a `headline`, and what the fact check
    has open in them as `unsettled`, in a few words or ""."""

    flags: list[Flag]
    waiting: list[Article]  # with, of who asked, `asked_by`, `asked_at` and `note`
    overtaken: list[Article]  # readers see words of them that the record contradicts since a declaration of the last day
    quotes: list[Quote]
    corrections: list[Correction]
    scheduled: list[Article]
    answers: list[Answer]  # of the last day, against the record: the newest first

    @property
    def number(self) -> int:
        """How much somebody has to do; what is scheduled comes by itself, unless its words are no longer true."""
        stopped = [article for article in self.scheduled if article.unsettled]
        return sum(map(len, (self.flags, self.waiting, self.overtaken, self.quotes, self.corrections, stopped)))


def board() -> Board:
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    asked = Review.objects.filter(revision__article=OuterRef("pk")).order_by("-pk")
    headline = Subquery(newest.values("headline")[:1])
    waiting = Article.objects.waiting().annotate(
        headline=headline,
        newest_pk=Subquery(newest.values("pk")[:1]),
        asked_by=Subquery(asked.values("by__username")[:1]),
        asked_at=Subquery(asked.values("at")[:1]),
        note=Subquery(asked.values("note")[:1]),
    )
    approved = Review.objects.filter(revision__article=OuterRef(OuterRef("pk")), kind=Review.Kind.APPROVED).order_by("-pk")
    since = Declaration.objects.filter(
        contest__articles=OuterRef("pk"),
        published_at__gt=Subquery(approved.values("at")[:1]),
        published_at__gte=timezone.now() - LATELY,
    )
    live = Article.objects.filter(Q(publish_at__gt=Now()) | Exists(since), state=Article.State.LIVE)
    shown = list(live.annotate(headline=headline).order_by("publish_at"))
    waits = list(waiting.order_by("asked_at"))
    unsettled(waits, shown)
    return Board(
        flags=list(Flag.objects.open().select_related("article__published")),
        waiting=waits,
        overtaken=[article for article in shown if article.contradicted and not article.is_scheduled],
        quotes=list(Quote.objects.filter(state=Quote.State.DRAFT).select_related("person", "entered_by").order_by("entered_at")),
        corrections=list(Correction.objects.unfinished().select_related("article__published").order_by("at")),
        scheduled=[article for article in shown if article.is_scheduled],
        answers=list(Answer.objects.against_the_record()),
    )


def unsettled(waiting: Sequence[Article], shown: Sequence[Article]) -> None:
    """Gives each story what the fact check has open in the words that wait for readers, or that readers see."""
    wanted = {article.newest_pk: article for article in waiting} | {article.published_id: article for article in shown}
    revisions = list(Revision.objects.filter(pk__in=wanted).select_related("article"))
    for article in (*waiting, *shown):
        article.unsettled, article.contradicted = "", False
    for revision, checked in zip(revisions, check_revisions(revisions), strict=True):
        article = wanted[revision.pk]
        article.unsettled, article.contradicted = summary_of(checked), bool(checked.disagrees)
