"""`manage.py demo` on a database that is somebody's own, beside what is there, and where it cannot serve."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from newsroom.models import Article
from tests import world
from tests.newsroom.desk import demo, logins, rows

pytestmark = pytest.mark.django_db


def test_on_a_database_of_somebodys_own_nobody_can_sign_in_and_no_login_is_printed(settings):
    settings.LAPTOP = False
    said = demo()
    assert logins(said) == [] and "demo-" not in said.replace("manage.py", "")
    assert "createsuperuser" in said
    users = get_user_model().objects.all()
    assert users and not any(user.is_active or user.has_usable_password() or user.is_staff for user in users)
    assert Article.objects.public().count() == 2
    before = rows()
    demo()
    assert rows() == before


def test_an_account_of_somebodys_own_is_left_alone(settings):
    settings.LAPTOP = False
    own = world.user("checker")
    demo()
    own.refresh_from_db()
    assert own.check_password(world.PASSWORD) and not own.groups.exists()


def refusal(port: int) -> str:
    """What the command says on its way out. In a process of its own: it would become the server if it did not refuse."""
    ran = subprocess.run(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings", "LOCALPG_PROFILE": "test"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 1 and ran.stdout == "" and "Traceback" not in ran.stderr
    return ran.stderr.strip().removeprefix("CommandError: ")


def test_a_busy_port_is_one_clear_sentence_before_anything_is_loaded():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        sentence = f"Port {port} is taken: stop what listens there, or choose another with --port {port + 1}."
        assert refusal(port) == sentence


@pytest.mark.parametrize("port", [-1, 65536, 99999])
def test_a_port_that_does_not_exist_is_named_as_such(port):
    said = refusal(port)
    assert str(port) in said and "taken" not in said and "\n" not in said


def test_the_demo_loads_beside_what_is_there_already(northmarsh):
    world.quote()
    world.story(northmarsh)
    demo()
    assert Article.objects.public().count() == 3
