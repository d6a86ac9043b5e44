"""Hypothesis tells true from false here, never fast from slow. And who sits at the desk."""

import pytest
from hypothesis import settings

from tests import world
from tests.elections.desk import Desk

settings.register_profile("elections", deadline=None)
settings.load_profile("elections")


@pytest.fixture
def editor(db):
    return Desk(world.editor())


@pytest.fixture
def checker(db):
    return Desk(world.checker())


@pytest.fixture
def duty_editor(db):
    return Desk(world.duty_editor())
