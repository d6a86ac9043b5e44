"""The version of a page, its ETag, how often it is asked for again, and the headers that caches read.

A version is how many changes of the things on a page have come: the same number for every reader, and it only grows. Pages
and fragments are public: no session, cookie, user or token touches them, so that anyone may keep a copy.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

TEN_MINUTES, A_DAY = 600, 86_400  # seconds
# s-maxage and stale-while-revalidate together stay within the poll, so that a lone reader's poll gets the truth.
CACHING = {
    "5s": "public, max-age=0, s-maxage=1, stale-while-revalidate=4, stale-if-error=86400",
    "60s": "public, max-age=0, s-maxage=5, stale-while-revalidate=10, stale-if-error=86400",
    "": "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=86400",
}

INDENTED = re.compile(r"\n\s*(?=\n|<)")  # what stands before tags in templates for who reads those: a tenth of a page


@functools.cache
def build() -> str:
    """A short name for this version of the code, templates and styles: another build is another page."""
    root = Path(settings.BASE_DIR)
    files = (p for part in ("elections", "newsroom", "templates", "static") for p in sorted((root / part).rglob("*.*")))
    digest = hashlib.sha256()
    for path in files:
        if path.suffix in (".py", ".html", ".css", ".js"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Version:
    """How many changes have come (`number`), and for how many seconds none has (`quiet`), by the database's clock."""

    number: int
    quiet: int

    @classmethod
    def of(cls, row: Mapping[str, int] | None) -> Version:
        return cls(row["number"], row["quiet"]) if row else cls(0, 0)

    def pace(self, *, declared: bool) -> str:
        """How often an open page asks again: every 5 s; every minute once declared and quiet for ten minutes; never again
        once nothing has changed for a day."""
        if not declared or self.quiet < TEN_MINUTES:
            return "5s"
        return "60s" if self.quiet < A_DAY else ""

    def etag(self, letter: str, pace: str) -> str:
        return f'W/"{letter}{self.number}-{pace or "0"}-{build()}"'


def name(parties: Mapping[str, int] | Version | None) -> str:
    """The version of the party stylesheet, as it stands in its address."""
    version = parties if isinstance(parties, Version) else Version.of(parties)
    return f"{version.number}-{build()}"


@dataclass(frozen=True, slots=True)
class Live:
    """The one live section of a page: its address, and what it is born with."""

    url: str
    letter: str
    version: Version
    declared: bool

    @property
    def pace(self) -> str:
        return self.version.pace(declared=self.declared)

    @property
    def etag(self) -> str:
        return self.version.etag(self.letter, self.pace)


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page or fragment that anyone may keep: GET and HEAD only, compressed here once, `Vary` on nothing but the encoding."""

    @require_safe
    @gzip_page
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        request.__dict__.pop("session", None)  # else a spoilt cookie would be answered, and what is kept would vary by it
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", CACHING["5s"])
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return wrapped


def page(
    template: str, context: dict[str, Any], content_type: str = "text/html; charset=utf-8", status: int = 200, *, at: str = ""
) -> HttpResponse:
    """A template rendered without the request, so that nothing of a reader can get into what is kept for all. `at` is the
    path of a page: the one address by which it is found and shared, whatever a reader's own address carries behind it."""
    if at:
        context = {**context, "canonical": settings.SITE_URL + at}
    said = INDENTED.sub("\n", render_to_string(template, context))
    return HttpResponse(said, content_type=content_type, status=status)


def answer(request: HttpRequest, etag: str, pace: str, make: Callable[[], HttpResponse]) -> HttpResponseBase:
    """304 if the reader has this very version, else what `make` answers; both with the headers of that pace."""
    response = get_conditional_response(request, etag=etag) or make()
    response["ETag"] = etag
    response["Cache-Control"] = CACHING[pace]
    return response


def still(
    request: HttpRequest,
    letter: str,
    version: Version,
    parties: Mapping[str, int] | Version | None,
    template: str,
    make: Callable[[], dict[str, Any]],
    *,
    declared: bool = True,
) -> HttpResponseBase:
    """A page without a live section: 304, or the template with what `make` answers, which is asked for only then."""
    pace = version.pace(declared=declared)

    def whole() -> HttpResponse:
        return page(template, {**make(), "parties": name(parties)}, at=request.path)

    return answer(request, version.etag(letter, pace), pace, whole)


def missing() -> NoReturn:
    """There is no such page: `row, version, parties = found(slug) or missing()`."""
    raise Http404
