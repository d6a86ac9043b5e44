"""What every browser test has. Each page of each context is watched, whether a test asks for it or not: no message on the
console, no script error, no request to another host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, expect
from pytest_django.live_server_helper import LiveServer

from tests import pristine, world

ROLES = {
    "results editor": world.editor,
    "checker": world.checker,
    "journalist": world.journalist,
    "duty editor": world.duty_editor,
}
COLOURS = ["color-contrast", "link-in-text-block"]  # what another colour scheme can break
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Console:
    """Errors and warnings of every page. A test that causes some on purpose expects them, each by a pattern."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.expected: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._message)
        context.on("weberror", self._error)

    def expect(self, pattern: str) -> None:
        self.expected.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        return [message for message in self.messages if not any(re.search(p, message) for p in self.expected)]

    def _message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.messages.append(f"{message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.messages.append(f"script error: {error.error}")


@pytest.fixture
def console():
    """Fails the test on any error, warning or script error of any page; CSP reports are among them."""
    watched = Console()
    yield watched
    assert watched.unexpected == []


@pytest.fixture
def offline():
    """Fails the test if a page asks any host but the test server for anything. It only listens: a route would switch the
    browser's cache off."""
    asked: list[str] = []

    def note(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and url.hostname not in ("localhost", "127.0.0.1"):
            asked.append(request.url)

    yield note
    assert asked == []


@pytest.fixture
def new_context(new_context, console, offline):
    """Playwright's contexts, watched."""

    def make(**options: object) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(10_000)
        console.watch(context)
        context.on("request", offline)
        return context

    return make


@pytest.fixture(scope="session", autouse=True)
def patience():
    """A loaded machine is slow: expectations wait longer than Playwright's five seconds."""
    expect.set_options(timeout=10_000)


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The address of a server whose data stand for a whole module, in the database and not in a transaction, which a server
    would not see. For tests that change nothing; they carry the plain `django_db` mark."""
    server = LiveServer("localhost")
    with django_db_blocker.unblock():
        yield server.url
        pristine.restore(connection)
    server.stop()


@pytest.fixture
def axe() -> Callable[..., None]:
    """axe(page): fails with a readable list on anything that WCAG 2.2 A or AA, or good practice, forbids. `only` names rules
    where nothing else can have changed since the page was looked at last: see `COLOURS`."""

    def check(page: Page, only: Sequence[str] = ()) -> None:
        if not page.evaluate("'axe' in window"):  # it stays in a page until another is opened
            page.evaluate(Axe().axe_script)
        rules = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": AXE_TAGS}
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        found = AxeResults({"violations": page.evaluate("options => axe.run(options).then(found => found.violations)", options)})
        assert found.violations_count == 0, found.generate_report()

    return check


@pytest.fixture
def signed_in(live_server, new_context) -> Callable[..., Page]:
    """signed_in(role): a page of a new context, signed in and looking at the desk."""

    def sign_in(role: str, **options: object) -> Page:
        client = Client()
        client.force_login(ROLES[role](), backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = new_context(**options)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/")
        return page

    return sign_in
