"""What waits for somebody in the newsroom: the duty board's door, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now

from newsroom.models import Answer, Article, Correction, Flag, Hold, Quote, Review, Revision, check_revisions, summary_of


@dataclass(frozen=True)
class Board:
    """Each list the longest-waiting first; what is solved is no longer on it. Stories have a `headline`, and those that wait for
    approval what the fact check has open in them as `unsettled`, in a few words or ""."""

    flags: list[Flag]  # on words that readers see
    held: list[Article]  # would appear at their minute but for their `flagged` words; with `held_at`
    waiting: list[Article]  # with, of who asked, `asked_by`, `asked_at` and `note`
    quotes: list[Quote]
    labels: list[Quote]  # readers see of them that we are checking who somebody was then
    corrections: list[Correction]
    scheduled: list[Article]
    answers: list[Answer]  # of the last day, against the record: the newest first

    @property
    def number(self) -> int:
        """How much somebody has to do; what is scheduled comes by itself."""
        return sum(map(len, (self.flags, self.held, self.waiting, self.quotes, self.labels, self.corrections)))


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
    waits = list(waiting.order_by("asked_at"))
    unsettled(waits)
    flags = list(Flag.objects.open().select_related("article__published"))
    since = Hold.objects.filter(article=OuterRef("pk")).values("at")[:1]
    held = Article.objects.filter(state=Article.State.HELD).annotate(headline=headline, held_at=Subquery(since))
    stopped = list(held.order_by("publish_at"))
    for article in stopped:
        article.flagged = [flag for flag in flags if flag.article_id == article.pk]
    scheduled = Article.objects.filter(state=Article.State.LIVE, publish_at__gt=Now())
    return Board(
        flags=[flag for flag in flags if not flag.article.is_held],
        held=stopped,
        waiting=waits,
        quotes=list(Quote.objects.filter(state=Quote.State.DRAFT).select_related("person", "entered_by").order_by("entered_at")),
        labels=list(Quote.objects.doubted().order_by("pk")),
        corrections=list(Correction.objects.unfinished().select_related("article__published").order_by("at")),
        scheduled=list(scheduled.annotate(headline=headline).order_by("publish_at")),
        answers=list(Answer.objects.against_the_record()),
    )


def unsettled(waiting: Sequence[Article]) -> None:
    """Gives each story what the fact check has open in the words that wait for approval."""
    wanted = {article.newest_pk: article for article in waiting}
    revisions = list(Revision.objects.filter(pk__in=wanted).select_related("article"))
    for revision, checked in zip(revisions, check_revisions(revisions), strict=True):
        wanted[revision.pk].unsettled = summary_of(checked)
