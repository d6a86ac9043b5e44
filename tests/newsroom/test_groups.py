"""The desk's groups: made by every migration, with these permissions and no others."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

from newsroom import roles
from tests import world

pytestmark = pytest.mark.django_db


def held() -> dict[str, set[str]]:
    return {
        group.name: {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        for group in Group.objects.all()
    }


def test_migrating_has_made_every_group_with_exactly_its_permissions():
    assert held() == {name: set(wanted) for name, wanted in roles.GROUPS.items()}
    assert set(held()) == {"results editor", "checker", "journalist", "duty editor", "operator"}


def test_making_them_again_changes_nothing():
    before, links = held(), sorted(Group.permissions.through.objects.values_list("pk", flat=True))
    roles.ensure()
    call_command("migrate", verbosity=0)
    assert held() == before
    assert sorted(Group.permissions.through.objects.values_list("pk", flat=True)) == links


def test_what_was_widened_or_narrowed_by_hand_is_put_right():
    group = Group.objects.get(name="checker")
    group.permissions.add(Permission.objects.get(codename="override_declaration"))
    group.permissions.remove(Permission.objects.get(codename="enter_sheet"))
    roles.ensure()
    assert held()["checker"] == set(roles.GROUPS["checker"])


def test_a_group_of_somebodys_own_is_left_alone():
    own = Group.objects.create(name="interns")
    own.permissions.add(Permission.objects.get(codename="view_contest"))
    roles.ensure()
    assert held()["interns"] == {"elections.view_contest"}


def test_every_permission_that_a_role_names_exists():
    known = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}
    assert {name for wanted in roles.GROUPS.values() for name in wanted} <= known


def test_no_role_can_change_users_or_groups_or_what_was_published():
    for wanted in roles.GROUPS.values():
        assert {name.partition(".")[0] for name in wanted} <= {"elections", "newsroom"}
        published = "sheet tally declaration change revision binding correction flag review answer"
        for model in f"{published} quoterevision sourcecapture comparison retraction".split():
            for act in ("add", "change", "delete"):
                assert not {f"elections.{act}_{model}", f"newsroom.{act}_{model}"} & set(wanted)


@pytest.mark.parametrize("role", list(roles.GROUPS))
def test_no_role_can_open_the_accounts_or_give_itself_more(role):
    somebody = world.user("somebody", role)
    other = world.user("other")
    client = Client()
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        f"/admin/auth/user/{somebody.pk}/change/",
        f"/admin/auth/user/{other.pk}/password/",
        f"/admin/auth/user/{other.pk}/delete/",
        f"/admin/auth/user/{other.pk}/history/",
        "/admin/auth/group/",
        "/admin/auth/group/add/",
        f"/admin/auth/group/{Group.objects.get(name=role).pk}/change/",
    ):
        for answer in (client.get(address), client.post(address, {"is_superuser": "on", "password1": "x", "password2": "x"})):
            assert answer.status_code == 403, address
    somebody.refresh_from_db()
    assert not somebody.is_superuser


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        ("elections.enter_sheet", {"results editor", "checker", "duty editor"}),
        ("elections.override_declaration", {"duty editor"}),
        ("newsroom.publish_article", {"duty editor"}),
        ("newsroom.verify_quote", {"journalist", "duty editor"}),
        ("newsroom.retract_quote", {"duty editor"}),
        ("elections.merge_person", {"duty editor"}),
        ("newsroom.add_article", {"journalist", "duty editor"}),
        ("newsroom.change_draftrule", {"duty editor"}),
        ("newsroom.add_quote", {"journalist", "duty editor"}),
        ("elections.change_contest", {"results editor", "duty editor"}),
        ("elections.change_person", {"results editor", "journalist", "duty editor"}),
    ],
)
def test_each_act_is_for_these_roles(permission, who):
    assert {role for role in roles.GROUPS if world.user(role.replace(" ", "-"), role).has_perm(permission)} == who


def test_who_is_deactivated_can_do_nothing_and_keeps_their_history(northmarsh):
    world.declare(northmarsh)
    erin = world.editor()
    erin.is_active = False
    erin.save()
    assert not erin.has_perm("elections.enter_sheet")
    assert northmarsh.declarations.get().entered_by == erin
    client = Client()
    client.force_login(erin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/elections/contest/").status_code == 302
