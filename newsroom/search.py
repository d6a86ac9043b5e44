"""What readers look for: stories and quotes by their words, people, places, contests and parties by their names.

Words are found by PostgreSQL's text search, whatever their endings and accents: a story by its headline, its text and the quotes
in it; those whose headline says so come first. Names are found as `elections.finding` finds them. Only what is public is looked
through, and no rehearsal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import connection
from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery, Window
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from elections import finding, paging, results
from elections.models import Contest, Role
from newsroom import prose
from newsroom.models import Article, Placement, Quote, Revision, StoryWords

CONFIG = "public.hustings"
FIRST, PAGE = 5, 20  # how many of a kind stand among the others, and on a page of their own
NEAREST = 6  # names, where nothing is found
START, STOP = "\ue000", "\ue001"  # round what was found: letters that nobody types, so that all others can be escaped
SHORT = 300  # characters, up to which a text is shown whole
SNIPPET = f'MaxFragments=2,MaxWords=28,MinWords=12,FragmentDelimiter=" … ",StartSel={START},StopSel={STOP}'
WHOLE = f"HighlightAll=true,StartSel={START},StopSel={STOP}"


class _QuoteWords(Func):
    """What a quote is found by, as its index has it."""

    function = "quote_words"
    output_field = SearchVectorField()


@dataclass(frozen=True)
class Hit:
    """One thing that was found: where it is, what it is called, the words that were found in it, and what it is; `at` is when
    it was published, said or voted on."""

    url: str
    title: SafeString | str
    text: SafeString | str = ""
    about: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many there are, and those of this page."""

    kind: str
    label: str
    found: int
    hits: Sequence[Hit]


@dataclass(frozen=True)
class Found:
    """What was found, by kind; or nothing, and the names that come nearest, each with the address of its page.

    `kind` is the only one asked for, "" for all; `words` are what was typed, in plain letters.
    """

    q: str = ""
    kind: str = ""
    page: int = 1
    words: Sequence[str] = ()
    groups: Sequence[Group] = ()
    nearest: Sequence[tuple[str, str]] = ()

    @property
    def found(self) -> int:
        return sum(group.found for group in self.groups)

    @property
    def pages(self) -> int:
        return paging.last(self.found, PAGE) if self.kind else 1

    @property
    def numbers(self) -> range:
        return range(1, self.pages + 1)

    @property
    def query(self) -> str:
        """What was typed, as the beginning of a query string."""
        return urlencode({"q": self.q})


def search(typed: str, kind: str = "", page: str = "") -> Found:
    """Everything that is called so or says so, in a fixed number of queries. A kind or page that is not there counts as none."""
    typed = " ".join(typed.replace("\0", "").split())[: finding.LONGEST]
    kind = kind if kind in KINDS else ""
    words = finding.words_of(typed) if typed else []
    if not words:
        return Found(typed, kind)
    asked = Asked(typed, words, paging.asked(page) if kind else 1, PAGE if kind else FIRST)
    groups = [group for name in ([kind] if kind else KINDS) if (group := KINDS[name](asked)).found]
    near = [] if groups else [(reverse(of, args=[slug]), name) for of, slug, name in finding.nearest(words, NEAREST)]
    return Found(typed, kind, asked.number, words, _marked(groups, typed), near)


@dataclass(frozen=True)
class Asked:
    """What was typed, and which page of how many."""

    typed: str
    words: list[str]
    number: int
    size: int

    @property
    def query(self) -> SearchQuery:
        return SearchQuery(self.typed, config=CONFIG, search_type="websearch")

    def page(self, rows: QuerySet) -> tuple[int, list[Any]]:
        """How many there are, and those of this page, in one query; or two beyond the last one, which is no page of ours."""
        of = rows.annotate(of=Window(Count("pk")))
        start = self.size * (self.number - 1)
        found = list(of[start : start + self.size])
        if not found and start:
            return rows.count(), []
        return (found[0].of if found else 0), found


def _quotes_with(asked: Asked) -> QuerySet[Quote]:
    return Quote.objects.public().annotate(text=_QuoteWords("words", "translation", "reported")).filter(text=asked.query)


def _stories(asked: Asked) -> Group:
    """Those whose words match, or the words of a quote in them: by headline first, then the newest."""
    revisions = StoryWords.objects.filter(words=asked.query)
    placed = Placement.objects.filter(quote__in=_quotes_with(asked).order_by().values("pk"))
    head = SearchRank(F("published__found_by__head"), asked.query)
    stories = Article.objects.public().exclude(contests__election__rehearsal=True)
    stories = stories.filter(Q(published__in=revisions.values("pk")) | Q(pk__in=placed.values("article")))
    found, rows = asked.page(stories.order_by(head.desc(), "-publish_at", "-pk"))
    hits = [Hit(reverse("article", args=[one.slug]), one.title, _text(one.published), at=one.publish_at) for one in rows]
    return Group("stories", _("Stories"), found, hits)


def _quotes(asked: Asked) -> Group:
    """Those whose words match, or that were said by somebody called so: the newest first."""
    said = _quotes_with(asked).order_by().values("pk")
    by = finding.people(asked.words).order_by().values("pk")
    rows = Quote.objects.public().filter(Q(pk__in=said) | Q(person__in=by))
    found, quotes = asked.page(rows.order_by("-said_at", "pk"))
    hits = [
        Hit(
            reverse("quote", args=[one.slug]),
            one.person.name,
            " ".join([*(f"“{words}”" for words in (*one.spoken, *one.translation)), one.reported]),
            "" if one.role_doubted else one.role_at_time,
            one.said_at if one.said_precision != Quote.Precision.MONTH else None,
        )
        for one in quotes
    ]
    return Group("quotes", _("Quotes"), found, hits)


def _people(asked: Asked) -> Group:
    newest = Role.objects.filter(person=OuterRef("pk")).order_by("-start", "label")
    found, rows = asked.page(finding.people(asked.words).annotate(newest_role=Subquery(newest.values("pk")[:1])))
    roles = Role.objects.select_related("party").in_bulk([one.newest_role for one in rows if one.newest_role])
    hits = []
    for one in rows:
        role = roles.get(one.newest_role)
        hits.append(Hit(reverse("person", args=[one.slug]), one.name, about=role.office.named if role else ""))
    return Group("people", _("People"), found, hits)


def _places(asked: Asked) -> Group:
    found, rows = asked.page(finding.areas(asked.words).select_related("parent"))
    hits = []
    for one in rows:
        about = [str(capfirst(one.get_kind_display())), one.parent.name if one.parent else ""]
        hits.append(Hit(reverse("area", args=[one.slug]), one.name, about=", ".join(filter(None, about))))
    return Group("places", _("Places"), found, hits)


def _contests(asked: Asked) -> Group:
    real = Contest.objects.filter(election__rehearsal=False)
    found, rows = asked.page(finding.called(real, asked.words))
    order = {row.pk: place for place, row in enumerate(rows)}
    hits = [
        Hit(
            reverse("contest", args=[one.ballot_paper_id]),
            one.title,
            about=_("%(election)s: %(answer)s") % {"election": one.election, "answer": one.answer or _("result awaited")},
        )
        for one in sorted(results.results(Q(pk__in=order)), key=lambda one: order[one.id])
    ]
    return Group("contests", _("Contests"), found, hits)


def _parties(asked: Asked) -> Group:
    found, rows = asked.page(finding.parties(asked.words))
    return Group("parties", _("Parties"), found, [Hit(reverse("party", args=[one.slug]), one.name) for one in rows])


KINDS: Mapping[str, Callable[[Asked], Group]] = {
    "stories": _stories,
    "quotes": _quotes,
    "people": _people,
    "places": _places,
    "contests": _contests,
    "parties": _parties,
}


# What was found within the words.

_FOUND = re.compile(f"{START}([^{START}{STOP}]*){STOP}")


def _text(shown: Revision) -> str:
    """What a story says, as readers see it."""
    return prose.said(" ".join([shown.shown_standfirst, *(block["html"] for block in shown.shown_body if "html" in block)]))


def _marked(groups: Iterable[Group], typed: str) -> list[Group]:
    """The same with what was found marked in titles and texts, and of a text the part round it; in one query for all of them."""
    groups = list(groups)
    said = [text for group in groups for hit in group.hits for text in (str(hit.title), str(hit.text))]
    texts = [(text, WHOLE if len(text) <= SHORT else SNIPPET) for text in said]
    if not texts:
        return groups
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline(%s::regconfig, said, websearch_to_tsquery(%s::regconfig, %s), how)"
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS text (said, how, place) ORDER BY place",
            [CONFIG, CONFIG, typed, [text for text, _how in texts], [how for _text, how in texts]],
        )
        marked = iter([_safe(said) for (said,) in cursor.fetchall()])
    return [replace(group, hits=[replace(hit, title=next(marked), text=next(marked)) for hit in group.hits]) for group in groups]


def _safe(said: str) -> SafeString:
    """Escaped, and then marked where the database did."""
    marked = _FOUND.sub(r"<mark>\1</mark>", str(escape(said)))
    return mark_safe(marked.replace(START, "").replace(STOP, ""))
