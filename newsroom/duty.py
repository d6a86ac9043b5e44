"""What waits for somebody in the newsroom: the duty board's door, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now

from newsroom.models import Article, Correction, Flag, Quote, Review, Revision


@dataclass(frozen=True)
class Board:
    """Each list the longest-waiting first; what is solved is no longer on it."""

    flags: list[Flag]
    waiting: list[Article]  # with `headline`, and of who asked `asked_by`, `asked_at` and `note`
    quotes: list[Quote]
    corrections: list[Correction]
    scheduled: list[Article]  # with `headline`

    @property
    def number(self) -> int:
        """How much somebody has to do; what is scheduled comes by itself."""
        return sum(map(len, (self.flags, self.waiting, self.quotes, self.corrections)))


def board() -> Board:
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    asked = Review.objects.filter(revision__article=OuterRef("pk")).order_by("-pk")
    headline = Subquery(newest.values("headline")[:1])
    waiting = Article.objects.waiting().annotate(
        headline=headline,
        asked_by=Subquery(asked.values("by__username")[:1]),
        asked_at=Subquery(asked.values("at")[:1]),
        note=Subquery(asked.values("note")[:1]),
    )
    return Board(
        flags=list(Flag.objects.open().select_related("article__published")),
        waiting=list(waiting.order_by("asked_at")),
        quotes=list(Quote.objects.filter(state=Quote.State.DRAFT).select_related("person", "entered_by").order_by("entered_at")),
        corrections=list(Correction.objects.unfinished().select_related("article__published").order_by("at")),
        scheduled=list(
            Article.objects.filter(state=Article.State.LIVE, publish_at__gt=Now())
            .annotate(headline=headline)
            .order_by("publish_at")
        ),
    )
