"""The fact check on sentences, true and false, about the contests of the demo.

In the tables a false sentence marks what is false in it: «9,640». Every mark must be found to disagree, and no true sentence may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from newsroom import factcheck, records
from newsroom.factcheck import Finding, Verdict
from newsroom.management.commands import demo

pytestmark = pytest.mark.django_db
TABLES = Path(__file__).parent / "sentences"


@dataclass(frozen=True)
class Case:
    """A sentence without its marks, where they stood, and the contest and day that it is about."""

    contest: str
    on: date
    style: str
    text: str
    false: tuple[tuple[int, int], ...]


def cases(name: str) -> Iterator[Case]:
    contest, on, style = "", date.min, ""
    for line in (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and "." in line:
            contest, on = line.split()[1], date.fromisoformat(line.split()[2])
        elif line.startswith("# "):
            style = line[2:]
        elif line:
            false, text = [], line
            while mark := re.search("«(.*?)»", text):
                false.append((mark.start(), mark.end() - 2))
                text = text[: mark.start()] + mark[1] + text[mark.end() :]
            yield Case(contest, on, style, text, tuple(false))


TABLE = [case for name in ("hartlepool", "others") for case in cases(name)]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demo's elections, imported once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load_elections(demo.demo_logins(), lambda line: None)
        yield
        transaction.set_rollback(True)


def checked(case: Case) -> list[Finding]:
    return factcheck.check(case.text, records.record(case.text, [case.contest], case.on))


@pytest.mark.parametrize("case", [case for case in TABLE if not case.false], ids=lambda case: case.text[:60])
def test_nothing_true_is_called_wrong(loaded, case):
    assert [(one.text, one.why) for one in checked(case) if one.verdict is Verdict.DISAGREES] == []


@pytest.mark.parametrize("case", [case for case in TABLE if case.false], ids=lambda case: case.text[:60])
def test_what_is_false_is_called_wrong(loaded, case):
    wrong = [(one.start, one.end) for one in checked(case) if one.verdict is Verdict.DISAGREES]
    assert all(any(start < end_ and start_ < max(end, start + 1) for start_, end_ in wrong) for start, end in case.false)
