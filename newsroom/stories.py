"""The door for readers of stories: what pages show of them, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.safestring import mark_safe

from elections import overviews, results
from elections.models import Change, Election
from elections.versions import Version
from newsroom import people
from newsroom.models import Article, ArticleContest, Quote


def page(article: Article) -> dict[str, Any]:
    """What the story's page shows beside its own row, in two queries, or three where the words of a quote were changed."""
    order = ["article_contests__position", "article_contests__pk"]
    found = results.results(Q(article_contests__article=article), order, history=True)
    quotes = people.placed(article)
    blocks = [  # the HTML was sanitised when it was written
        {"quote": quotes.get(block["quote"])} if "quote" in block else {"html": mark_safe(block["html"])}
        for block in article.published.shown_body
    ]
    inline = {block["quote"].slug for block in blocks if block.get("quote")}
    return {
        "results": found,
        "standfirst": mark_safe(article.published.shown_standfirst),
        "blocks": blocks,
        "timeline": people.timeline(found, quotes.values()) if quotes else (),
        "inline": inline,
        "rehearsal": any(result.rehearsal for result in found),
    }


def site_versions() -> tuple[Version, Mapping | None]:
    """The version of everything that readers see, and of the parties, in one query."""
    everything = Change.objects.version(Q())
    row = (
        Election.objects.annotate(everything=everything, parties=Change.objects.party_version())
        .values("everything", "parties")
        .first()
    )
    return (Version.of(row["everything"]), row["parties"]) if row else (Version(0, 0), None)


LATEST, REACTIONS, MORE = 6, 3, 5  # how many of each the front page shows


def front() -> dict[str, Any]:
    """What the front page shows: the lead with its result, the polling day it is about, and what is new."""
    lead, more = front_stories(MORE)
    ids = [story.first_contest for story in (lead, *more) if story and story.first_contest]
    found = {result.id: result for result in results.results(Q(pk__in=ids))} if ids else {}
    result = found.get(lead.first_contest) if lead else None
    return {
        "lead": lead,
        "result": result,
        "day": overviews.day(result.polling_on) if result and not result.rehearsal else None,
        "more": [(story, found.get(story.first_contest)) for story in more],
        "declarations": results.latest_declarations(LATEST),
        "reactions": newest_reactions(REACTIONS),
    }


def front_stories(more: int) -> tuple[Article | None, list[Article]]:
    """The lead, which is the newest story about a real contest, and the newest others; each knows its first contest."""
    contests = ArticleContest.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
    rehearsal = Exists(contests.filter(contest__election__rehearsal=True))
    stories = Article.objects.public().annotate(first_contest=Subquery(contests.values("contest")[:1]), is_rehearsal=rehearsal)
    newest = list(stories.order_by("is_rehearsal", "-publish_at", "-pk")[: more + 1])
    return (newest[0], newest[1:]) if newest else (None, [])


def newest_reactions(limit: int) -> list[Quote]:
    """What was said last, in stories that readers can see; each knows one such story."""
    story = Article.objects.public().filter(placements__quote=OuterRef("pk")).order_by("-publish_at")
    quotes = Quote.objects.public().annotate(story=Subquery(story.values("slug")[:1]))
    return list(quotes.order_by("-said_at", "pk")[:limit])
