"""Feeds of the newsroom, for readers' programs: Atom, in full, of what is public only."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from elections import versions
from newsroom import stories


class Feed(Atom1Feed):
    """Atom that is the same for the same entries: Django's own would say that an empty feed changed just now."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


def tag(key: str) -> str:
    """What an entry is called for good (RFC 4151), whatever becomes of its address and its words."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2021:{key}"


@versions.public
def corrections_atom(request: HttpRequest) -> HttpResponseBase:
    """What we had wrong, and which stories are withdrawn, the newest first."""
    version = stories.corrections_version()
    pace = version.pace(declared=True)

    def whole() -> HttpResponse:
        told, _pages = stories.told()
        feed = Feed(
            title=_("%(site)s: corrections") % {"site": settings.SITE_NAME},
            link=settings.SITE_URL + reverse("corrections"),
            description=_("What we had wrong, and what is true."),
            language=settings.LANGUAGE_CODE,
            feed_url=settings.SITE_URL + request.path,
            feed_guid=tag("corrections"),
        )
        for one in told:
            feed.add_item(
                title=one.title,
                link=settings.SITE_URL + (one.url or reverse("corrections")),
                description=one.text,
                unique_id=tag(one.key),
                pubdate=one.at,
                updateddate=one.changed_at,
                author_name=settings.SITE_NAME,
            )
        return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")

    return versions.answer(request, version.etag("x", pace), pace, whole)
