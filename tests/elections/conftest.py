"""Who sits at the results desk, and files for it."""

import csv
import io

import pytest

from elections.sources import RESULTS
from tests import world
from tests.elections.desk import Desk


@pytest.fixture
def editor(db):
    return Desk(world.editor())


@pytest.fixture
def checker(db):
    return Desk(world.checker())


@pytest.fixture
def duty_editor(db):
    return Desk(world.duty_editor())


@pytest.fixture
def desks(db):
    """Two people who enter the same paper."""
    return Desk(world.editor()), Desk(world.checker())


@pytest.fixture
def file(tmp_path):
    """Makes a CSV file of these rows, or of this very text."""

    def make(rows, columns=RESULTS, *, encoding="utf-8", delimiter=","):
        path = tmp_path / "file.csv"
        if isinstance(rows, bytes):
            path.write_bytes(rows)
            return path
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(text.getvalue(), encoding=encoding, newline="")
        return path

    return make
