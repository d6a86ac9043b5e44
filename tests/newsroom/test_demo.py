"""`manage.py demo`: from nothing to the site, again and again, and never over what a person entered."""

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from elections.models import Area, Candidacy, Contest, Party, Person
from newsroom.models import Article, Quote
from tests import world

pytestmark = pytest.mark.django_db
HARTLEPOOL, STORY = "parl.hartlepool.by.2021-05-06", "conservatives-take-hartlepool"
REHEARSAL = "mayor.tees-valley-rehearsal.2021-05-06"
ROLES = ["results-editor", "checker", "journalist", "duty-editor", "operator", "admin"]


def demo(**options) -> str:
    out = io.StringIO()
    call_command("demo", no_serve=True, stdout=out, **options)
    return out.getvalue()


def logins(said: str) -> list[list[str]]:
    return [line.split(" ") for line in said.splitlines() if line.startswith("login")]


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model.objects.count() for model in apps.get_models(include_auto_created=True)}


def test_the_demo_loads_everything_and_says_where_it_is():
    said = demo()
    contest = Contest.objects.get(ballot_paper_id=HARTLEPOOL)
    assert contest.candidacies.count() == 16
    figures = contest.declarations.get().as_published["figures"]
    assert figures["majority"] == 6940 and figures["winner"] == "Jill Mortimer"
    assert contest.declarations.get().checked_by != contest.declarations.get().entered_by
    assert contest.comparison.ballot_paper_id == "parl.hartlepool.2019-12-12"
    practice = Contest.objects.get(ballot_paper_id=REHEARSAL)
    assert practice.election.rehearsal and not practice.declarations.exists() and practice.candidacies.count() == 2
    assert Quote.objects.public().count() == 3
    assert Person.objects.filter(name="Diane Abbott").exists()
    for address in (f"/articles/{STORY}/", "/articles/rehearsal-tees-valley/", "/", "/admin/"):
        assert f"http://127.0.0.1:8000{address}" in said


def test_the_storys_page_has_its_figures_and_each_quote_without_a_script():
    demo()
    page = Client().get(f"/articles/{STORY}/").content.decode()
    for said in ("15,529", "8,589", "6,940", "23.2", "42.3", "51.9", "28.7", "9.7", "16.0", "Conservative gain from Labour"):
        assert said in page
    for said in ("Crushing defeat for Labour in Hartlepool.", "bitterly disappointed in the results", "bolder vision"):
        assert said in page
    for source in (
        "Diane Abbott on Twitter, 7 May 2021",
        "Keir Starmer to Sky News, 7 May 2021",
        "Jeremy Corbyn on Twitter, 7 May 2021",
    ):
        assert source in page
    assert "Abbot " not in page and "deputy leader" not in page.lower()


def test_no_word_of_the_demos_stories_is_being_checked_or_untrue():
    demo()
    stories = Article.objects.public().with_version()
    assert len(stories) == 2 and not any(story.being_checked for story in stories)
    assert [problem for story in stories for problem in story.problems()] == []


def test_every_run_prints_exactly_one_login_for_each_role_and_it_works():
    for said in (demo(), demo()):
        lines = logins(said)
        assert [line[1] for line in lines] == ROLES
        assert all(len(line) == 4 for line in lines)
        for _login, role, name, password in lines:
            user = get_user_model().objects.get(username=name)
            assert user.check_password(password) and user.is_active and user.is_staff
            assert user.is_superuser == (role == "admin")
            assert [group.name for group in user.groups.all()] == ([] if role == "admin" else [role.replace("-", " ")])


def test_a_login_opens_the_desk():
    _login, _role, name, password = logins(demo())[0]
    answer = Client().post("/admin/login/?next=/admin/", {"username": name, "password": password})
    assert answer.status_code == 302 and answer["Location"] == "/admin/"


def test_a_second_run_changes_nothing():
    demo()
    before, page = rows(), Client().get(f"/articles/{STORY}/")
    demo()
    assert rows() == before
    again = Client().get(f"/articles/{STORY}/")
    assert (again.content, again["ETag"]) == (page.content, page["ETag"])


def rename_a_candidate():
    Candidacy.objects.filter(contest__ballot_paper_id=REHEARSAL, slug="ben-houchen").update(ballot_name="Benjamin Houchen")


def rename_a_person():
    Person.objects.filter(name="Mike Hill").update(name="Michael Hill")


def change_a_story():
    story = Article.objects.get(slug=STORY)
    newest = story.newest
    story.write(by=world.journalist(), headline="Changed by a person", standfirst=newest.standfirst, body=newest.body)
    story.publish(by=world.duty_editor())


def change_a_partys_colour():
    Party.objects.filter(name="Labour Party").update(colour="#123456")


def rename_a_party():
    Party.objects.filter(name="Labour Party").update(name="The Labour Party")


def rename_a_place():
    Area.objects.filter(name="Tees Valley").update(name="Teesside")


def change_a_password():
    user = get_user_model().objects.get(username="checker")
    user.set_password(world.PASSWORD)
    user.save()


def take_a_role_away():
    get_user_model().objects.get(username="duty-editor").groups.clear()


def deactivate_somebody():
    get_user_model().objects.filter(username="journalist").update(is_active=False)


def declare_the_rehearsal():
    contest = Contest.objects.get(ballot_paper_id=REHEARSAL)
    votes = {name: ("", 100 + n) for n, name in enumerate(contest.candidacies.values_list("ballot_name", flat=True))}
    world.declare(contest, votes)


def correct_the_result():
    contest = Contest.objects.get(ballot_paper_id=HARTLEPOOL)
    votes = {c.ballot_name: ("", 100 + n) for n, c in enumerate(contest.candidacies.all())}
    world.declare(contest, votes)


EDITS = [
    rename_a_candidate, rename_a_person, change_a_story, change_a_partys_colour, rename_a_party, rename_a_place,
    change_a_password, take_a_role_away, deactivate_somebody, declare_the_rehearsal, correct_the_result,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_what_a_person_changed_survives_the_next_run(edit):
    demo()
    edit()
    everything = {model: list(model.objects.order_by("pk").values()) for model in apps.get_models(include_auto_created=True)}
    demo()
    for model, before in everything.items():
        assert list(model.objects.order_by("pk").values()) == before, model._meta.label


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


def test_a_port_does_not_matter_where_nothing_is_served():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        demo(port=busy.getsockname()[1])
    assert Article.objects.public().count() == 2


def test_static_files_are_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    demo()
    found = {path.name for path in (tmp_path / "static" / "css").iterdir()}
    assert any(name.startswith("tokens") for name in found)
    assert (tmp_path / "static" / "js" / "live.js").exists()
    assert not (Path(__file__).parents[2] / "static" / "admin").exists()


def test_the_demo_loads_beside_what_is_there_already(northmarsh):
    world.quote()
    world.story(northmarsh)
    demo()
    assert Article.objects.public().count() == 3
