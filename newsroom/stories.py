"""The door for readers of stories: what pages show of them, each in a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from elections import overviews, results
from elections.models import Change, Election
from elections.versions import Version
from newsroom import people, prose
from newsroom.models import Article, ArticleContest, Correction, Edition, Quote, Revision, Withdrawal

PAGE = 50  # corrections on one page of the list, and in the feed
VERSIONS = 8  # earlier versions that a story names


def page(article: Article) -> dict[str, Any]:
    """What the story's page shows beside its own row, in three queries, and one more each where the words of a quote were
    changed and where there are earlier versions; one where it is withdrawn."""
    if article.state != Article.State.LIVE:
        return {"withdrawal": article.withdrawals.first()}
    order = ["article_contests__position", "article_contests__pk"]
    found = results.results(Q(article_contests__article=article), order, history=True)
    quotes = people.placed(article)
    corrections = list(Correction.objects.public().filter(article=article))
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
        "corrections": corrections,
        "versions": earlier_versions(article) if article.earlier else (),
        "linked_data": linked_data(article, corrections),
        "rehearsal": any(result.rehearsal for result in found),
    }


def earlier_versions(article: Article) -> list[Edition]:
    """What readers saw at the story's address before, the newest first; each version leads on to the one before it."""
    seen = Edition.objects.seen().filter(article=article, number__lt=article.page_version)
    return list(seen.order_by("-number")[:VERSIONS])


def linked_data(article: Article, corrections: list[Correction]) -> SafeString:
    """The story for programs, as schema.org names things. It stands in a script element as data, which no browser runs."""
    site = {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": settings.SITE_URL}
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.published.headline,
        "description": prose.plain(article.published.standfirst),
        "url": settings.SITE_URL + reverse("article", args=[article.slug]),
        "datePublished": article.publish_at.isoformat(timespec="seconds"),
        "dateModified": article.changed_at.isoformat(timespec="seconds"),
        "version": article.page_version,
        "author": {"@type": "Organization", "name": article.byline},
        "publisher": {**site, "correctionsPolicy": settings.SITE_URL + reverse("corrections")},
    }
    if corrections:
        said["correction"] = [
            {"@type": "CorrectionComment", "text": one.notice, "datePublished": one.at.isoformat(timespec="seconds")}
            for one in corrections
        ]
    return as_data(said)


def as_data(value: Any) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    marks = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(marks))


def edition(article: Article, number: int) -> dict[str, Any] | None:
    """What a version of a story's page said, in four queries, or None if readers never saw it or may not see it again.

    Bound words stand as they stood; they lead nowhere, for the figures beside them are not that day's.
    """
    found = Edition.objects.seen().filter(article=article, number=number).select_related("revision").first()
    if found is None:
        return None
    seen = Edition.objects.seen().filter(article=article)
    until = seen.filter(number__gt=number).order_by("number").values("shown_at")[:1]
    bindings = found.revision.bindings.annotate(until=Subquery(until)).values_list("shown", "until")
    shown, untils = [words for words, _until in bindings], {until for _words, until in bindings}
    standfirst, blocks = as_shown(found.revision, shown)
    quotes = people.placed(article, at=found.shown_at)
    return {
        "edition": found,
        "canonical": settings.SITE_URL + reverse("article", args=[article.slug]),
        "until": untils.pop() if untils else None,
        "before": seen.filter(number__lt=number).order_by("-number").values_list("number", flat=True).first(),
        "standfirst": standfirst,
        "blocks": [{"quote": quotes.get(block["quote"])} if "quote" in block else block for block in blocks],
    }


def as_shown(revision: Revision, shown: list[str]) -> tuple[SafeString, list[dict[str, Any]]]:
    """A revision's standfirst and blocks with these words for what it binds, in order."""
    words: Iterator[str] = iter(shown)

    def show(bound: prose.Bound) -> prose.Shown:
        return prose.Shown(next(words, bound.words))

    standfirst = mark_safe(prose.render_line(revision.standfirst, show))
    blocks = prose.render(revision.body, show)
    return standfirst, [{"html": mark_safe(block["html"])} if "html" in block else dict(block) for block in blocks]


def draft(revision: Revision) -> dict[str, Any]:
    """A revision as readers would see it: its words, and the quotes that it places, verified or not."""
    quotes = Quote.objects.select_related("person", "party", "outlet")
    found = quotes.in_bulk([block["quote"] for block in revision.shown_body if "quote" in block], field_name="slug")
    blocks = [
        {"quote": found.get(block["quote"])} if "quote" in block else {"html": mark_safe(block["html"])}
        for block in revision.shown_body
    ]
    return {"revision": revision, "standfirst": mark_safe(revision.shown_standfirst), "blocks": blocks}


def taken_down(article: Article, number: int) -> bool:
    """Whether a version of the story was taken down for legal reasons."""
    return article.withdrawals.filter(legal=True, version__gte=number).exists()


@dataclass(frozen=True)
class Told:
    """One thing that readers are told about a story that was published: a correction, or that it is withdrawn."""

    key: str
    title: str
    text: str
    url: str
    at: datetime
    changed_at: datetime
    correction: Correction | None = None


def corrections_version() -> Version:
    """The version of everything that readers are told about stories, in one query."""
    row = Election.objects.annotate(stories=Change.objects.version(Q(kind="article"))).values("stories").first()
    return Version.of(row["stories"] if row else None)


def told(number: int = 1) -> tuple[list[Told], int]:
    """One page of the corrections and withdrawals, the newest first, and how many pages there are; in four queries."""
    corrections = Correction.objects.public()
    gone = Withdrawal.objects.filter(Exists(Article.objects.readable().filter(pk=OuterRef("article"))))
    gone = gone.exclude(article__state=Article.State.LIVE).select_related("article__published")
    pages = max(1, -(-(corrections.count() + gone.count()) // PAGE))
    number = min(max(1, number), pages)
    last = PAGE * number
    rows = [_corrected(one) for one in corrections[:last]] + [_withdrawn(one) for one in gone[:last]]
    return sorted(rows, key=lambda row: row.at, reverse=True)[last - PAGE : last], pages


def _corrected(one: Correction) -> Told:
    url = f"{reverse('article', args=[one.article.slug])}#correction-{one.pk}"
    return Told(f"correction/{one.pk}", one.article.published.headline, one.notice, url, one.at, one.changed_at, one)


def _withdrawn(one: Withdrawal) -> Told:
    if one.article.state == Article.State.TAKEN_DOWN:
        return Told(f"withdrawal/{one.pk}", _("A story"), _("Taken down for legal reasons."), "", one.at, one.at)
    text = _("This story has been withdrawn. %(note)s") % {"note": one.note}
    url = reverse("article", args=[one.article.slug])
    return Told(f"withdrawal/{one.pk}", one.article.published.headline, text, url, one.at, one.at)


def site_versions() -> tuple[Version, Mapping | None]:
    """The version of everything that readers see, and of the parties, in one query."""
    everything = Change.objects.version(Q())
    row = (
        Election.objects.annotate(everything=everything, parties=Change.objects.party_version())
        .values("everything", "parties")
        .first()
    )
    return (Version.of(row["everything"]), row["parties"]) if row else (Version(0, 0), None)


LATEST, REACTIONS, CORRECTIONS, MORE = 6, 3, 3, 5  # how many of each the front page shows


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
        "corrections": Correction.objects.public()[:CORRECTIONS],
    }


def front_stories(more: int) -> tuple[Article | None, list[Article]]:
    """The lead, which is the newest story about a real contest, and the newest others; each knows its first contest."""
    contests = ArticleContest.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
    rehearsal = Exists(contests.filter(contest__election__rehearsal=True))
    stories = Article.objects.public().with_doubts()
    stories = stories.annotate(first_contest=Subquery(contests.values("contest")[:1]), is_rehearsal=rehearsal)
    newest = list(stories.order_by("is_rehearsal", "-publish_at", "-pk")[: more + 1])
    return (newest[0], newest[1:]) if newest else (None, [])


def newest_reactions(limit: int) -> list[Quote]:
    """What was said last, in stories that readers can see; each knows one such story."""
    story = Article.objects.public().filter(placements__quote=OuterRef("pk")).order_by("-publish_at")
    quotes = Quote.objects.public().annotate(story=Subquery(story.values("slug")[:1]))
    return list(quotes.order_by("-said_at", "pk")[:limit])
