"""Shared fixtures. With REQUIRE_BROWSER=1, as in CI, a missing browser is a failure and not a skip."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from elections.models import Contest
from tests import pristine, world

# Hypothesis tells true from false here, never fast from slow.
settings.register_profile("house", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = pristine.migrated(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database, which is made as it was again after each test that commits."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        pristine.remember(connection)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: pristine.restore(connection))
        with django_db_blocker.block():
            yield


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker) -> Iterator[Callable]:
    """once(build): what `build` makes, for all tests of a module. It stands in a transaction round theirs, so that each of them
    finds it as it was built, whatever the one before did, and it is gone after the last."""

    @contextmanager
    def undone() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    with ExitStack() as stack:

        def make[T](build: Callable[[], T]) -> T:
            with django_db_blocker.unblock():
                stack.enter_context(undone())
                return build()

        yield make
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture(scope="module")
def one_northmarsh(once):
    """For `usefixtures` in a file most of whose tests are about Northmarsh: it is built once for all of them."""
    once(world.northmarsh)


@pytest.fixture
def northmarsh(request, db):
    """An undeclared by-election with four candidates and a comparison."""
    if "one_northmarsh" in request.fixturenames:
        return Contest.objects.select_related("election", "area", "comparison").get(ballot_paper_id=world.NORTHMARSH_ID)
    return world.northmarsh()


@pytest.fixture
def declared(northmarsh):
    """The same, declared by two people."""
    world.declare(northmarsh)
    return northmarsh


def chromium() -> str | None:
    """The system's browser: Playwright's own is never downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return found or (mac if os.path.exists(mac) else None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # A file stays with one process, and those that drive a browser take longest: begun first, both processes end together.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if chromium() or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium: install it, or set CHROMIUM to its path"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium()
    assert path, "REQUIRE_BROWSER=1 but no Chromium was found: install the system's chromium package"
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    args = [*quiet, "--disable-component-update", "--disable-sync"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")  # Chromium does not start as root otherwise
    return {**browser_type_launch_args, "executable_path": path, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    size = {"width": 1280, "height": 800}
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London", "viewport": size}


@pytest.fixture(scope="session", autouse=True)
def allow_orm_beside_playwright():
    # Playwright's sync API keeps an event loop in this thread, and the ORM would refuse to run beside it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
