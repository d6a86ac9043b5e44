"""Who may do what at every address of the desk."""

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import reverse

from elections.models import Contest, Import
from newsroom import roles
from newsroom.models import DraftRule
from tests import world
from tests.newsroom.desk import boxes

pytestmark = pytest.mark.django_db


# The whole desk, address by address. A new address fails until it has its line here.

PEOPLE = ["results editor", "checker", "journalist", "duty editor", "operator", "administrator"]
MODELS = """
    elections_party         edit  look  look  edit  look  edit
    elections_person        edit  look  edit  edit  look  edit
    elections_area          edit  look  -     edit  look  edit
    elections_election      edit  look  -     edit  look  edit
    elections_contest       edit  look  look  edit  look  edit
    elections_import        look  look  -     look  look  look
    newsroom_article        -     -     edit  edit  look  edit
    newsroom_quote          -     -     edit  edit  look  edit
    newsroom_outlet         -     -     edit  edit  look  edit
    newsroom_draftrule      -     -     look  set   look  set
    auth_user               -     -     -     -     -     edit
    auth_group              -     -     -     -     -     look
    axes_accessattempt      -     -     -     -     -     tidy
    axes_accesslog          -     -     -     -     -     tidy
    axes_accessfailurelog   -     -     -     -     -     tidy
"""
MAY = {  # of a model's five pages; "see" answers, and a POST changes nothing; "do" takes what is posted
    "-": {},
    "look": {"changelist": "see", "history": "see", "change": "see"},
    "edit": {"changelist": "see", "history": "see", "change": "do", "add": "do"},
    "set": {"changelist": "see", "history": "see", "change": "do"},
    "tidy": {"changelist": "do", "history": "see", "change": "do", "delete": "do"},
}
PAGES = """
    index                       see  see  see  see  see  see
    board                       see  see  see  see  see  see
    app_list                    see  see  see  see  see  see
    login                       see  see  see  see  see  see
    jsi18n                      see  see  see  see  see  see
    view_on_site                see  see  see  see  see  see
    password_change             do   do   do   do   do   do
    password_change_done        see  see  see  see  see  see
    autocomplete                see  see  see  see  see  see
    elections_person_merge      -    -    -    do   -    do
    elections_contest_import    do   do   -    do   -    do
    elections_contest_count     do   do   -    do   -    do
    elections_contest_so_far    do   do   -    do   -    do
    elections_contest_present   do   do   -    do   -    do
    elections_contest_override  -    -    -    do   -    do
    elections_contest_declare   do   do   -    do   -    do
    elections_contest_record    see  see  see  see  see  see
    newsroom_article_draft      -    -    do   do   -    do
    newsroom_article_publish    -    -    -    do   -    do
    newsroom_article_waive      -    -    -    do   -    do
    newsroom_article_word       -    -    -    do   -    do
    newsroom_article_withdraw   -    -    -    do   -    do
    newsroom_article_review     -    -    do   do   see  do
    newsroom_article_autosave   -    -    do   do   -    do
    newsroom_article_findings   -    -    do   do   -    do
    newsroom_article_compare    -    -    see  see  see  see
    newsroom_article_duty       -    -    see  see  see  see
    newsroom_quote_verify       -    -    do   do   -    do
    newsroom_quote_retract      -    -    -    do   -    do
    newsroom_quote_label        -    -    -    do   -    do
    newsroom_quote_register     -    -    see  see  see  see
    auth_user_password_change   -    -    -    -    -    do
    logout                      do   do   do   do   do   do
"""
ACTIONS = {  # on many rows; none for what is not named here
    "axes_accessattempt": {"cleanup_expired_attempts", "delete_selected"},
    "axes_accesslog": {"delete_selected"},
    "axes_accessfailurelog": {"delete_selected"},
}
SEARCHED = """
    elections.contest.area          yes  yes  -    yes  yes  yes
    elections.contest.election      yes  yes  -    yes  yes  yes
    elections.candidacy.party       yes  yes  yes  yes  yes  yes
    elections.candidacy.person      yes  yes  yes  yes  yes  yes
    newsroom.articlecontest.contest yes  yes  yes  yes  yes  yes
    newsroom.placement.quote        -    -    yes  yes  yes  yes
    newsroom.quote.outlet           -    -    yes  yes  yes  yes
    elections.sheet.by              -    -    -    -    -    yes
    newsroom.revision.by            -    -    -    -    -    yes
    admin.logentry.user             -    -    -    -    -    yes
"""


def table(text: str) -> dict[str, dict[str, str]]:
    """By the name at the head of a line and by person."""
    lines = [line.split() for line in text.strip().splitlines()]
    return {name: dict(zip(PEOPLE, cells, strict=True)) for name, *cells in lines}


def allowed(person: str) -> dict[str, str]:
    """What one person may do at every named address: "-", "see" or "do"."""
    found = {name: cells[person] for name, cells in table(PAGES).items()}
    for model, cells in table(MODELS).items():
        for page in ("changelist", "history", "change", "add", "delete"):
            found[f"{model}_{page}"] = MAY[cells[person]].get(page, "-")
    return found


def routes() -> dict[str, str]:
    """Every address of the desk by name. Without a name are a row's short address, which leads to its form, and what is not
    there."""
    found, nameless = {}, set()
    for one in admin.site.get_urls():
        for route in getattr(one, "url_patterns", [one]):
            if route.name:
                found[route.name] = f"admin:{route.name}"
            else:
                nameless.add((str(route.pattern), getattr(route.callback, "view_class", route.callback.__wrapped__).__name__))
    assert nameless <= {("<path:object_id>/", "RedirectView"), ("(?P<url>.*)$", "catch_all_view")}
    return found


def rows() -> dict[str, int]:
    """A row of every model of the desk, by the name of the model."""
    northmarsh = world.northmarsh()
    sums = {"entered": 1, "declared": 0, "unchanged": 0, "awaiting": 0}
    attempt = {"username": "erin", "ip_address": "192.0.2.1", "path_info": "/admin/login/", "user_agent": "", "http_accept": ""}
    quote = world.quote(verified=False)
    northmarsh.enter_sheet(world.paper(northmarsh), by=world.user("olga", "results editor"))
    found = [
        northmarsh, northmarsh.election, northmarsh.area, world.party("Harbour Party"), quote, quote.person, quote.outlet,
        world.story(northmarsh, body="Words.", published=False), world.user("other"), Group.objects.get(name="checker"),
        DraftRule.objects.get(key="majority"),
        Import.objects.create(name="a.csv", sha256="0" * 64, format="ours", by=world.editor(), **sums),
        AccessAttempt.objects.create(get_data="", post_data="", failures_since_start=5, **attempt),
        AccessLog.objects.create(**attempt), AccessFailureLog.objects.create(**attempt, locked_out=True),
    ]  # fmt: skip
    return {f"{row._meta.app_label}_{row._meta.model_name}": row.pk for row in found}


@pytest.fixture(scope="module")
def built(once) -> tuple[dict[str, int], dict[str, dict]]:
    """The rows, and what a forged form sends to each address."""

    def build() -> tuple[dict[str, int], dict[str, dict]]:
        desk, root = rows(), signed_in("administrator")
        return desk, {name: forged(name, desk, root) for name in routes()}

    return once(build)


@pytest.fixture
def desk(built, db) -> dict[str, int]:
    return built[0]


@pytest.fixture
def forms(built) -> dict[str, dict]:
    return built[1]


def address(name: str, desk: dict[str, int]) -> str:
    model, _, page = name.rpartition("_")
    if name == "app_list":
        return "/admin/"  # each app has its own, see below
    if name == "view_on_site":
        kind = ContentType.objects.get_for_model(Contest).pk
        return reverse("admin:view_on_site", args=[kind, desk["elections_contest"]])
    if name == "auth_user_password_change":
        return reverse(f"admin:{name}", args=[desk["auth_user"]])
    if name == "autocomplete":
        return f"{reverse('admin:autocomplete')}?app_label=elections&model_name=candidacy&field_name=party"
    if name in ("elections_contest_so_far", "elections_contest_present"):
        return reverse(f"admin:{name}", args=[desk["elections_contest"]])
    if name == "elections_contest_declare":
        return reverse(f"admin:{name}", args=[desk[model], "recount"])
    if name == "newsroom_article_draft":
        return reverse(f"admin:{name}", args=[desk["elections_contest"]])
    stories = ("publish", "waive", "word", "withdraw", "review", "compare", "retract", "label", "merge")
    row = page in (*stories, "record", "history", "change", "delete", "count", "override", "verify")
    return reverse(f"admin:{name}", args=[desk[model]] if row and model in desk else [])


def signed_in(person: str) -> Client:
    client = Client()
    somebody = world.user("root", is_superuser=True) if person == "administrator" else world.user("somebody", person)
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    return client


def on_record() -> dict[str, list]:
    """Every row of the desk, its accounts and what they hold; without when people signed in, and what was looked at."""
    without = ("last_login",)
    models = [m for app in ("elections", "newsroom", "auth", "axes") for m in apps.get_app_config(app).get_models(True)]
    found = {}
    for model in models:
        names = [field.attname for field in model._meta.concrete_fields if field.name not in without]
        found[model._meta.label] = sorted(map(repr, model.objects.values_list(*names)))
    return found


def forged(name: str, desk: dict[str, int], root: Client) -> dict:
    """What an administrator's form would send, with more: a box changed, and every right asked for."""
    page = root.get(address(name, desk))
    sent = boxes(page) if page.status_code == 200 and page.content.count(b'method="post"') > 1 else {}  # one signs out
    more = {"name": "Forged", "headline": "Forged", "username": "forged", "electorate": "1", "words": "Forged", "post": "yes"}
    rights = {"is_staff": "on", "is_superuser": "on", "is_active": "on", "password1": LONG, "password2": LONG}
    right = [Permission.objects.values_list("pk", flat=True).first()]
    groups = {"groups": list(Group.objects.values_list("pk", flat=True)), "permissions": right, "user_permissions": right}
    actions = {"action": "delete_selected", "_selected_action": list(desk.values())}
    return {**sent, **more, **rights, **groups, **(actions if name.endswith("_changelist") else {})}


LONG = "another long fictional password"


def test_every_address_of_the_desk_has_its_line():
    for person in PEOPLE:
        assert set(allowed(person)) == set(routes())
    assert {*PEOPLE} == {*roles.GROUPS, "administrator"}


@pytest.mark.parametrize("person", PEOPLE)
def test_what_may_be_seen_and_done_at_every_address(person, desk, subtests):
    client = signed_in(person)
    for name, may in allowed(person).items():
        if name == "logout":
            continue
        url = address(name, desk)
        with subtests.test(name, method="GET"):
            status = client.get(url).status_code
            assert status == 403 if may == "-" else status in (200, 302, 404 if name == "view_on_site" else 200)
        if may == "do":
            with subtests.test(name, method="POST"), transaction.atomic():
                assert client.post(url, {}).status_code in (200, 204, 302)
                transaction.set_rollback(True)
    with subtests.test("logout"):
        assert client.post("/admin/logout/").status_code == 200
        assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("person", PEOPLE)
def test_what_may_not_be_done_changes_nothing_however_the_form_is_forged(person, desk, forms, subtests):
    client = signed_in(person)
    may_not = [name for name, may in allowed(person).items() if may != "do"]
    before = on_record()
    for name in may_not:
        with subtests.test(name):
            status = client.post(address(name, desk), forms[name]).status_code
            harmless = name.endswith(("_changelist", "_history")) or "_" not in name or name in table(PAGES)
            assert status == 403 or (harmless and allowed(person)[name] == "see" and status in (200, 302, 404, 405))
    assert on_record() == before


BOXES = [  # that pages read one by one
    *("number", "flag", "correction", "reason", "note", "text", "seen", "opened_revision", "autosave_for", "opened_with"),
    *(
        "contest",
        "more_contests",
        "headline",
        "standfirst",
        "body",
        "settle",
        "told-unknown",
        "shown",
        "with",
        "person",
        "on",
        "q",
    ),
]


@pytest.mark.parametrize("typed", ["a\0b", "²", "9" * 18, "9" * 5_000], ids=lambda typed: repr(typed[:9]))
def test_no_address_fails_over_what_is_no_number_and_no_word(typed, desk, subtests):
    client = signed_in("administrator")
    for name in (name for name in table(PAGES) if name.startswith(("elections_", "newsroom_", "board"))):
        for send in (client.get, client.post):
            with subtests.test(name, method=send.__name__), transaction.atomic():
                assert send(address(name, desk), dict.fromkeys(BOXES, typed)).status_code < 500
                transaction.set_rollback(True)


def test_the_forged_forms_would_change_something_if_they_were_let_through(desk, forms):
    client = signed_in("administrator")
    for name in ("auth_user_change", "elections_contest_change", "newsroom_article_change", "elections_party_change"):
        before = on_record()
        client.post(address(name, desk), forms[name])
        assert on_record() != before, name


@pytest.mark.parametrize("person", PEOPLE)
def test_every_action_on_many_rows_has_its_line(person, rf):
    request = rf.get("/admin/")
    request.user = User.objects.get(pk=signed_in(person).session["_auth_user_id"])
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if table(MODELS)[name][person] == "-":
            continue
        assert set(model_admin.get_actions(request)) == ACTIONS.get(name, set()), name
        assert set(model_admin.get_actions(request, ActionLocation.CHANGE_FORM)) <= ACTIONS.get(name, set()), name


@pytest.mark.parametrize("person", PEOPLE)
def test_what_a_box_that_searches_lets_through(person, desk, subtests):
    client = signed_in(person)
    for name, cells in table(SEARCHED).items():
        app, model, field = name.split(".")
        asked = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        with subtests.test(name):
            assert client.get("/admin/autocomplete/", asked).status_code == (200 if cells[person] == "yes" else 403)


@pytest.mark.parametrize("person", PEOPLE)
def test_an_apps_own_page_is_for_who_may_look_at_something_of_it(person):
    client = signed_in(person)
    for app in ("elections", "newsroom", "auth", "axes"):
        seen = any(cells[person] != "-" for model, cells in table(MODELS).items() if model.startswith(f"{app}_"))
        assert client.get(f"/admin/{app}/").status_code == (200 if seen else 404)


@pytest.mark.parametrize("who", ["nobody", "no staff", "not active"])
def test_who_is_not_at_the_desk_is_asked_to_sign_in_everywhere(who, desk, forms, subtests):
    client = Client()
    if who != "nobody":
        somebody = world.user("somebody", "duty editor", is_staff=who != "no staff", is_superuser=who == "no staff")
        client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
        User.objects.filter(pk=somebody.pk).update(is_active=who != "not active")
    before = on_record()
    for name in set(forms) - {"login", "logout"}:
        url = address(name, desk)
        for answer in (client.get(url), client.post(url, forms[name])):
            with subtests.test(name):
                assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/admin/login/")
    assert client.get("/admin/login/").status_code == 200
    assert on_record() == before


def test_an_operator_reads_a_draft_and_has_no_box_to_type_into(desk):
    northmarsh = Contest.objects.get(pk=desk["elections_contest"])
    other = world.contest("Southmarsh", world.NORTHMARSH)
    story = world.story(northmarsh, other, body="Some words.", slug="draft", standfirst="In short.", published=False)
    page = signed_in("operator").get(reverse("admin:newsroom_article_change", args=[story.pk])).content.decode()
    for words in ("Some words.", "In short.", "Northmarsh", "Southmarsh"):
        assert words in page
    assert "<textarea" not in page and 'type="text"' not in page


def test_an_operator_is_shown_no_sheet_before_it_is_published(desk):
    client = signed_in("operator")
    for name, may in allowed("operator").items():
        if may == "see":
            assert "12,345" not in client.get(address(name, desk)).content.decode().replace("12345", "12,345"), name


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_who_signs_in_is_led_to_no_other_site(address):
    world.editor()
    answer = Client().post("/admin/login/", {"username": "erin", "password": world.PASSWORD, "next": address})
    assert (answer.status_code, answer.url) == (302, "/admin/")


LOOKED_FOR = [  # what the addresses of a list would ask for, and what is blind
    *("contest/?sheets__tallies__votes=12345", "contest/?sheets__valid_votes__gt=1", "contest/?sheets__by__username=olga"),
    *("contest/?candidacies__tallies__votes=12345", "contest/?sheets__queries__sentence__contains=a"),
    *("import/?warnings__icontains=12345", "import/?warnings=[]", "import/?by__password__startswith=a"),
]


@pytest.mark.parametrize("asked", LOOKED_FOR)
def test_no_list_is_filtered_by_what_is_not_shown(asked, desk):
    assert signed_in("checker").get(f"/admin/elections/{asked}").status_code == 400


def test_who_is_locked_out_is_sent_to_somebody_who_can_see_the_failed_sign_ins(desk):
    world.editor()
    client = Client(REMOTE_ADDR="192.0.2.7")
    for _failure in range(5):
        answer = client.post("/admin/login/", {"username": "erin", "password": "wrong"})
    assert answer.status_code == 429
    assert "tell an administrator: only they see the list of failed sign-ins" in answer.content.decode()
    may = {person for person in PEOPLE if allowed(person)["axes_accessfailurelog_changelist"] != "-"}
    assert may == {"administrator"}
