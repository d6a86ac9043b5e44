"""What a page says of itself to those who share it and find it: Open Graph, with the card that goes with the page; where it
stands; and, for programs, what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from elections.results import Result
from newsroom import cards, structured
from newsroom.models import Article, Quote

register = template.Library()


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> SafeString:
    """A block of this page a second time: its title is said in <title> and in Open Graph, and written once."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    with context.push():
        return mark_safe(" ".join(block.nodelist.render(context).split()))


@register.inclusion_tag("_card.html")
def contest_card(result: Result, parties: str) -> dict:
    card = cards.compose(result, _number(parties))
    return _address(card, "contest_card", result.ballot_paper_id)


@register.inclusion_tag("_card.html")
def article_card(story: Article, found: Sequence[Result], parties: str) -> dict:
    return _address(cards.of_story(story.title, found, _number(parties)), "article_card", story.slug)


@register.inclusion_tag("_card.html")
def site_card() -> dict:
    return _address(cards.site(), "site_card")


SECTIONS = {"elections": ("elections", "contests", "areas", "parties"), "people": ("people", "quotes")}  # beginnings of paths


@register.simple_tag(takes_context=True)
def here(context: template.Context, section: str) -> SafeString | str:
    """For the link to a section: that this is its page, or one of the pages within it."""
    path = context.get("canonical", "").removeprefix(settings.SITE_URL)
    if path == reverse(section):
        return mark_safe(' aria-current="page"')
    within = path[1:].partition("/")[0] in SECTIONS.get(section, ())
    return mark_safe(' aria-current="true"') if within else ""


@register.inclusion_tag("_trail.html")
def trail(steps: Sequence[Any]) -> dict:
    """The way to a page, for readers and for programs; the last step is the page itself."""
    return {"steps": steps, "linked_data": structured.as_data(structured.breadcrumbs(steps))}


@register.simple_tag(takes_context=True)
def article_data(context: template.Context, live: bool) -> SafeString:
    """A story's page as JSON-LD; `live` says that it still follows the record by itself."""
    story, found = context["article"], context["results"]
    card = cards.of_story(story.title, found, _number(context["parties"]))
    nodes = structured.article(story, found, context["quotes"], context["corrections"], card, live=live)
    return structured.as_data(*nodes)


@register.simple_tag
def quote_data(quote: Quote) -> SafeString | str:
    """A quote as JSON-LD; nothing where no words of it are shown."""
    node = structured.quotation(quote)
    return structured.as_data(node) if node else ""


def _number(parties: str) -> int:
    """The version of the party colours without the build, which changes nothing on a card."""
    return int(parties.partition("-")[0])


def _address(card: cards.Card, name: str, *key: str) -> dict:
    return {
        "url": settings.SITE_URL + reverse(name, args=[*key, card.digest]),
        "alt": card.alt,
        "wide": cards.WIDE,
        "high": cards.HIGH,
    }
