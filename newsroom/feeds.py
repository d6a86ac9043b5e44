"""Feeds of the newsroom, for readers' programs, and maps of the site for search engines: of what is public only.

A feed is Atom (RFC 4287). What an entry is called never changes; `updated` moves when readers see something else. Rehearsals are
in none of them.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from elections import overviews, versions
from elections.versions import Version, missing
from newsroom import people, stories
from newsroom.stories import Entry

LARGEST = 10_000  # addresses in one map; a site with more has an index of maps


class Feed(Atom1Feed):
    """Atom that is the same for the same entries: Django's own would say that an empty feed changed just now."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


def tag(key: str) -> str:
    """What an entry is called for good (RFC 4151), whatever becomes of its address and its words."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2021:{key}"


def atom(
    request: HttpRequest, key: str, version: Version, entries: Callable[[], Iterable[Entry]], *, title: str, about: str, of: str
) -> HttpResponseBase:
    """The feed called `key` of what `entries` answers, which is asked for only where a reader does not have it; `of` is the
    address of the page that it goes with."""
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        feed = Feed(
            title=_("%(site)s: %(title)s") % {"site": settings.SITE_NAME, "title": title},
            link=settings.SITE_URL + of,
            description=about,
            language=settings.LANGUAGE_CODE,
            author_name=settings.PUBLISHER,
            feed_url=settings.SITE_URL + request.path,
            feed_guid=tag(key),
        )
        for entry in entries():
            feed.add_item(
                title=entry.title,
                link=settings.SITE_URL + entry.url,
                description=str(escape(entry.text)),  # Atom's summaries are read as HTML
                unique_id=tag(entry.key),
                pubdate=entry.at,
                updateddate=entry.changed_at,
                author_name=entry.author,
            )
        return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")

    return versions.answer(request, version.etag("x", pace), pace, whole)


def newest(**which: Q) -> Callable[[], list[Entry]]:
    """The stories, contests and quotes that match, for `atom`; see `stories.entries`."""
    return functools.partial(stories.entries, **which)


@versions.public
def feed(request: HttpRequest) -> HttpResponseBase:
    """Every story and every declaration, the newest first."""
    version, _parties = stories.site_versions()
    title, about = _("stories and declarations"), _("Every story and every declared result, the newest first.")
    return atom(request, "feed", version, newest(articles=Q(), contests=Q()), title=title, about=about, of=reverse("front"))


@versions.public
def area_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    area, version, _parties = overviews.area_version(slug, with_stories=True) or missing()
    about = _("Results in %(name)s, and the stories about them.") % {"name": area.name}
    found = newest(articles=Q(contests__area=area), contests=Q(area=area))
    return atom(request, f"area/{area.pk}", version, found, title=area.name, about=about, of=reverse("area", args=[slug]))


@versions.public
def party_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    party, version, _parties = overviews.party_version(slug, with_stories=True) or missing()
    about = _("Results of contests in which %(name)s stood, and the stories about them.") % {"name": party.name}
    found = newest(articles=Q(contests__candidacies__party=party), contests=Q(candidacies__party=party))
    return atom(request, f"party/{party.pk}", version, found, title=party.name, about=about, of=reverse("party", args=[slug]))


@versions.public
def person_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    told = people.person_version(slug)
    if told is None:
        return HttpResponsePermanentRedirect(reverse("person_feed", args=[people.moved_to(slug) or missing()]))
    person, version, _parties = told
    about = _("What %(name)s said, the contests that they stood in, and the stories with their words.") % {"name": person.name}
    found = newest(articles=stories.quoting(person), contests=Q(candidacies__person=person), quotes=Q(person=person))
    return atom(request, f"person/{person.pk}", version, found, title=person.name, about=about, of=reverse("person", args=[slug]))


@versions.public
def corrections_atom(request: HttpRequest) -> HttpResponseBase:
    """What we had wrong, and which stories are withdrawn, the newest first."""
    title, about = _("corrections"), _("What we had wrong, and what is true.")
    return atom(request, "corrections", stories.corrections_version(), _told, title=title, about=about, of=reverse("corrections"))


def _told() -> Iterator[Entry]:
    for one in stories.told()[0]:
        url = one.url or reverse("corrections")
        yield Entry(one.key, one.title, one.text, url, one.at, one.changed_at, settings.PUBLISHER)


# Maps of the site.


@versions.public
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Every public page, with the day on which what it shows last changed; or, of a large site, an index of such maps."""
    version, _parties = stories.site_versions()
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        parts = _parts()
        if len(parts) == 1:
            return _xml("newsroom/sitemap_part.xml", {"pages": parts[0]})
        times = [max((page.changed_at for page in part if page.changed_at), default=None) for part in parts]
        return _xml("newsroom/sitemap.xml", {"site": settings.SITE_URL, "parts": list(enumerate(times, start=1))})

    return versions.answer(request, version.etag("M", pace), pace, whole)


@versions.public
def sitemap_part(request: HttpRequest, n: int) -> HttpResponseBase:
    """One map of a large site."""
    version, _parties = stories.site_versions()
    pace, parts = version.pace(declared=True), _parts()
    if not 1 <= n <= len(parts):
        missing()
    return versions.answer(
        request, version.etag("m", pace), pace, lambda: _xml("newsroom/sitemap_part.xml", {"pages": parts[n - 1]})
    )


def _parts() -> list[list[stories.Page]]:
    pages = stories.pages()
    return [pages[start : start + LARGEST] for start in range(0, len(pages), LARGEST)]


@versions.public
def news_sitemap(request: HttpRequest) -> HttpResponseBase:
    """The stories of the last two days. It changes as these pass, so that what it says is its version."""
    found = stories.of_two_days()
    said = [(story.slug, story.published.headline, story.publish_at) for story in found]
    etag = f'W/"n{_digest(said)}-{versions.build()}"'
    context = {"site": settings.SITE_URL, "name": settings.PUBLISHER, "stories": found}
    return versions.answer(request, etag, "60s", lambda: _xml("newsroom/news_sitemap.xml", context))


@versions.public
def robots(request: HttpRequest) -> HttpResponseBase:
    """Where programs that read the whole site begin, and what is none of theirs."""
    etag = f'W/"R-{versions.build()}"'
    context = {"site": settings.SITE_URL}
    return versions.answer(request, etag, "", lambda: versions.page("newsroom/robots.txt", context, "text/plain; charset=utf-8"))


def _digest(said: Iterable[Any]) -> str:
    return hashlib.sha256(repr(list(said)).encode()).hexdigest()[:12]


def _xml(template: str, context: dict[str, Any]) -> HttpResponse:
    return versions.page(template, context, "application/xml; charset=utf-8")
