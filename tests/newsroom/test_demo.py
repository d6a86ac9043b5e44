"""`manage.py demo`: from nothing to the site, again and again, and never over what a person entered."""

import socket
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client

from elections.models import Area, Candidacy, Contest, Party, Person
from newsroom.models import Article, Quote
from tests import world
from tests.newsroom.desk import demo, logins, rows

HARTLEPOOL, STORY = "parl.hartlepool.by.2021-05-06", "conservatives-take-hartlepool"
REHEARSAL = "mayor.tees-valley-rehearsal.2021-05-06"
ROLES = ["results-editor", "checker", "journalist", "duty-editor", "operator", "admin"]


@pytest.fixture(scope="module")
def first(once) -> str:
    """What the command says of its first run."""
    return once(demo)


@pytest.fixture
def loaded(first, db) -> str:
    return first


def test_the_demo_loads_everything_and_says_where_it_is(loaded):
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
        assert f"http://127.0.0.1:8000{address}" in loaded


def test_the_storys_page_has_its_figures_and_each_quote_without_a_script(loaded):
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


def test_no_word_of_the_demos_stories_is_being_checked_or_untrue(loaded):
    stories = Article.objects.public().with_version()
    assert len(stories) == 2 and not any(story.being_checked for story in stories)
    assert [problem for story in stories for problem in story.problems()] == []


def test_every_run_prints_exactly_one_login_for_each_role_and_it_works(loaded):
    for said in (loaded, demo()):
        lines = logins(said)
        assert [line[1] for line in lines] == ROLES
        assert all(len(line) == 4 for line in lines)
        for _login, role, name, password in lines:
            user = get_user_model().objects.get(username=name)
            assert user.check_password(password) and user.is_active and user.is_staff
            assert user.is_superuser == (role == "admin")
            assert [group.name for group in user.groups.all()] == ([] if role == "admin" else [role.replace("-", " ")])


def test_a_login_opens_the_desk(loaded):
    _login, _role, name, password = logins(loaded)[0]
    answer = Client().post("/admin/login/?next=/admin/", {"username": name, "password": password})
    assert answer.status_code == 302 and answer["Location"] == "/admin/"


def test_a_second_run_changes_nothing(loaded):
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
def test_what_a_person_changed_survives_the_next_run(loaded, edit):
    edit()
    everything = {model: list(model.objects.order_by("pk").values()) for model in apps.get_models(include_auto_created=True)}
    demo()
    for model, before in everything.items():
        assert list(model.objects.order_by("pk").values()) == before, model._meta.label


def test_a_port_does_not_matter_where_nothing_is_served(loaded):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        demo(port=busy.getsockname()[1])
    assert Article.objects.public().count() == 2


def test_static_files_are_collected(loaded, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    demo()
    found = {path.name for path in (tmp_path / "static" / "css").iterdir()}
    assert any(name.startswith("tokens") for name in found)
    assert (tmp_path / "static" / "js" / "live.js").exists()
    assert not (Path(__file__).parents[2] / "static" / "admin").exists()
