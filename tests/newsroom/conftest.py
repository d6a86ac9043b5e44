"""Who sits at the story desk."""

import pytest
from django.test import Client

from tests import world
from tests.newsroom.desk import at_the_desk


@pytest.fixture
def writer(db) -> Client:
    return at_the_desk(world.journalist())


@pytest.fixture
def duty(db) -> Client:
    return at_the_desk(world.duty_editor())
