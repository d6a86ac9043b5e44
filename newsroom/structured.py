"""Pages for programs: stories, quotes and where a page stands, in the terms of schema.org, as JSON-LD.

Every value is one that the page shows. Addresses are whole, times have their zone, and what is not known is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from elections.results import Result
from newsroom import cards, prose
from newsroom.models import Article, Correction, Quote

Node = dict[str, Any]


def as_data(*nodes: Mapping[str, Any]) -> SafeString:
    """One JSON-LD document of these nodes. It stands in a script element as data, which no browser runs and no letter of it can
    end."""
    whole = {"@context": "https://schema.org", **(nodes[0] if len(nodes) == 1 else {"@graph": list(nodes)})}
    marks = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
    return mark_safe(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(marks))


def whole(path: str) -> str:
    return settings.SITE_URL + path


def moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def publisher() -> Node:
    """Who publishes this, with the address of what is done about mistakes."""
    about = whole(reverse("about"))
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{about}#publisher",
        "name": settings.PUBLISHER,
        "url": whole("/"),
        "correctionsPolicy": f"{about}#corrections",
        "publishingPrinciples": whole(reverse("methodology")),
    }


def breadcrumbs(steps: Iterable[Any]) -> Node:
    """The way to a page (`elections.trails`)."""
    items = [
        {"@type": "ListItem", "position": number, "name": step.name, "item": whole(step.path)}
        for number, step in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def quotation(quote: Quote) -> Node | None:
    """What somebody said to the letter; None where their words are only reported, or were taken from readers."""
    if not quote.words or quote.state != Quote.State.PUBLISHED:
        return None
    source = {"@type": "CreativeWork", "name": quote.source_text}
    if quote.source_url:
        source["url"] = quote.source_url
    person = {"@type": "Person", "name": quote.person.name, "url": whole(reverse("person", args=[quote.person.slug]))}
    return {
        "@type": "Quotation",
        "@id": whole(reverse("quote", args=[quote.slug])),
        "url": whole(reverse("quote", args=[quote.slug])),
        "text": " … ".join(quote.words),
        "inLanguage": quote.language,
        "creator": {**person, "jobTitle": quote.role_at_time} if quote.role_at_time and not quote.role_doubted else person,
        "isBasedOn": source,
        "dateCreated": _said(quote),
    }


def _said(quote: Quote) -> str:
    """When it was said, no more precisely than is known."""
    local = timezone.localtime(quote.said_at)
    if quote.said_precision == Quote.Precision.MINUTE:
        return moment(quote.said_at)
    return f"{local:%Y-%m-%d}" if quote.said_precision == Quote.Precision.DAY else f"{local:%Y-%m}"


def article(
    story: Article,
    found: Sequence[Result],
    quotes: Iterable[Quote],
    corrections: Iterable[Correction],
    card: cards.Card,
    *,
    live: bool,
) -> list[Node]:
    """A story: the article with what it is about and rests on, the quotes in it and, as long as its page follows the record by
    itself, its updates."""
    url = whole(reverse("article", args=[story.slug]))
    said = [(quote, node) for quote in quotes if (node := quotation(quote))]
    own: Node = {
        "headline": story.published.headline,
        "url": url,
        "datePublished": moment(story.publish_at),
        "dateModified": moment(story.changed_at),
        "author": {"@type": "Organization", "name": story.byline},
        "publisher": publisher(),
        "image": {
            "@type": "ImageObject",
            "url": whole(reverse("article_card", args=[story.slug, card.digest])),
            "width": cards.WIDE,
            "height": cards.HIGH,
        },
        "inLanguage": settings.LANGUAGE_CODE,
        "isAccessibleForFree": True,
    }
    if standfirst := prose.said(story.published.shown_standfirst):
        own["description"] = standfirst
    news = {"@type": "NewsArticle", "@id": url, "mainEntityOfPage": url, **own, "version": story.page_version}
    news |= _rests_on(found, [node for _quote, node in said], corrections)
    if story.being_checked:
        news["creativeWorkStatus"] = _("Being checked: the record has changed since these words were written.")
    nodes = [news]
    if live:
        updates = _updates(story, url, found, [quote for quote, _node in said])
        once = ("description", "inLanguage", "isAccessibleForFree", "publisher")  # said of the article already
        again = {name: value for name, value in own.items() if name not in once}
        blog = {"@type": "LiveBlogPosting", "@id": f"{url}#article-live", **again, "publisher": {"@id": own["publisher"]["@id"]}}
        nodes.append({**blog, "coverageStartTime": own["datePublished"], "liveBlogUpdate": updates})
    return nodes + [node for _quote, node in said]


def _rests_on(found: Sequence[Result], quotations: Sequence[Node], corrections: Iterable[Correction]) -> Node:
    """What a story is about, quotes, and had wrong."""
    node: Node = {}
    if found:
        results = [(one, whole(reverse("contest", args=[one.ballot_paper_id]))) for one in found]
        node["about"] = [{"@type": "Thing", "name": one.title, "url": url} for one, url in results]
        node["isBasedOn"] = [whole(reverse("contest_json", args=[one.ballot_paper_id])) for one in found]
    if quotations:
        node["citation"] = [quoted["isBasedOn"] for quoted in quotations]
        node["hasPart"] = [{"@id": quoted["@id"]} for quoted in quotations]
    told = [(one.notice, one.at) for one in corrections]
    noted = [(one.public_note, one.published_at) for one in found if one.kind == "correction" and one.public_note]
    told = told or noted  # a story that gave none of the figures has the result's own note
    if told:
        node["correction"] = [
            {"@type": "CorrectionComment", "text": text, "datePublished": moment(at)} for text, at in told if at
        ]
    return node


def _updates(story: Article, url: str, found: Sequence[Result], quotes: Iterable[Quote]) -> list[Node]:
    """What has come to a story's page since readers first saw it, the newest first: itself, results, quotes."""
    first = story.publish_at
    headline = story.published.headline
    came: list[tuple[datetime, str, Node, str]] = [
        (first, headline, {"articleBody": prose.said(story.published.shown_standfirst) or headline}, "")
    ]
    for one in found:
        if one.published_at:
            words = " ".join(filter(None, (one.announcement, one.remark, one.public_note)))
            came.append((max(one.published_at, first), one.announcement, {"articleBody": words}, "#result"))
    for quote in quotes:  # whose words stand in the document once, as a Quotation
        cited = {"citation": {"@id": whole(reverse("quote", args=[quote.slug]))}}
        came.append((max(quote.published_at or first, first), quote.person.name, cited, f"#quote-{quote.slug}"))
    return [
        {"@type": "BlogPosting", "headline": headline, **more, "datePublished": moment(at), "url": url + anchor}
        for at, headline, more, anchor in sorted(came, key=lambda one: one[0], reverse=True)
    ]
