"""The site as a whole: what it refuses to start with, and what every page has in common."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

import html5lib
import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client

from elections import colours, results, versions
from elections.models import Party
from newsroom.apps import check_encoding
from tests import world

ROOT = Path(__file__).parent.parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
KEY = "a-long-secret-of-letters-that-no-site-has-ever-used-0123456789-ABCDEFGHIJ"

# Starting it.


def database_url(name: str = "") -> str:
    """The tests' own server as a DATABASE_URL; without a name, the database that it was born with."""
    settings = connection.settings_dict
    where = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"], "password": settings["PASSWORD"]}
    return f"postgresql:///{name or 'postgres'}?{urlencode({key: value for key, value in where.items() if value})}"


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """manage.py in a process of its own with this environment and no other; a name with None is left out."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LOCALPG_DIR", "LOCALPG_BIN", "TMPDIR") if name in os.environ}
    site = {"SECRET_KEY": KEY, "SITE_URL": "https://hustings.example", "LOCALPG_PROFILE": "test"}
    env = {**kept, **site, **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={name: value for name, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_site_of_ones_own_passes_djangos_deployment_check(db):
    ran = manage("check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=database_url())
    assert ran.returncode == 0, ran.stderr
    assert "no issues" in ran.stdout


@pytest.mark.parametrize("command", [("check",), ("migrate",), ("demo", "--no-serve")], ids=" ".join)
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": None}, "DATABASE_URL is set but SECRET_KEY is not: set SECRET_KEY to 50 or more random characters."),
        ({"SECRET_KEY": ""}, "DATABASE_URL is set but SECRET_KEY is not: set SECRET_KEY to 50 or more random characters."),
        ({"DATABASE_URL": "mysql://nonsense"}, "DATABASE_URL cannot be read: write postgres://user:password@host:5432/name."),
        ({"HTTPS": "perhaps"}, "HTTPS is 'perhaps': set it to 1 or 0."),
    ],
    ids=["no key", "empty key", "unreadable url", "neither on nor off"],
)
def test_a_wrong_environment_is_one_clear_sentence(db, command, environment, sentence):
    ran = manage(*command, **{"DATABASE_URL": database_url(), **environment})
    assert ran.returncode != 0
    assert ran.stderr.strip().splitlines()[-1].removeprefix("CommandError: ") == sentence
    assert "Traceback" not in ran.stderr


def test_a_missing_key_stops_the_server_too(db):
    ran = subprocess.run(
        [sys.executable, "-c", "import newsroom.wsgi"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "DATABASE_URL": database_url()}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode != 0 and "DATABASE_URL is set but SECRET_KEY is not" in ran.stderr.strip().splitlines()[-1]


@pytest.fixture(params=["SQL_ASCII", "LATIN1"])
def foreign_database(request, db):
    """A database of the local server in another encoding than UTF-8."""
    name = f"hustings_{request.param.lower()}_{os.getpid()}"
    with psycopg.connect(database_url(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        locale = "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'"
        server.execute(f"CREATE DATABASE {name} ENCODING '{request.param}' TEMPLATE template0 {locale}")
        yield name, request.param
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_database_that_is_not_utf_8_is_refused_in_one_sentence(foreign_database):
    name, encoding = foreign_database
    sentence = f"The database's encoding is {encoding}: create it anew with CREATE DATABASE ... ENCODING 'UTF8'."
    ran = manage("demo", "--no-serve", DATABASE_URL=database_url(name))
    assert ran.returncode == 1
    assert ran.stderr.strip() == f"CommandError: {sentence}"
    for command in (["check", "--database", "default"], ["migrate"]):
        ran = manage(*command, DATABASE_URL=database_url(name))
        assert ran.returncode == 1 and sentence in ran.stderr and "Traceback" not in ran.stderr


def test_a_utf_8_database_is_taken(db):
    assert check_encoding(["default"]) == check_encoding() == []


# Every page.


def stories() -> None:
    """A world with a declared contest, a waiting one, a rehearsal, and stories about them."""
    northmarsh = world.northmarsh()
    world.declare(northmarsh)
    waiting = world.contest("Southmarsh", world.NORTHMARSH)
    practice = world.contest("Practicemarsh", world.NORTHMARSH, rehearsal=True)
    world.quote()
    world.story(
        northmarsh, waiting, body="[](figure:majority)\n\n{quote:harrow-day}\n\n## Head\n\n| a | b |\n|---|---|\n| c | d |"
    )
    world.story(practice, slug="practice")


@pytest.fixture(scope="module")
def whole(once):
    once(stories)


@pytest.fixture
def front(whole, db):
    """All of it, built once."""


PAGES = [
    "/", "/methodology/", "/articles/a-day-in-northmarsh/", "/articles/practice/", "/contests/parl.northmarsh.2031-05-01/",
    "/contests/parl.southmarsh.2031-05-01/", "/contests/parl.practicemarsh.2031-05-01.rehearsal/",
    "/elections/", "/elections/parl.2031-05-01/", "/elections/2031-05-01/", "/areas/northmarsh/", "/parties/harbour/",
    "/people/", "/people/nell-harrow/", "/quotes/harrow-day/",
    "/corrections/", "/articles/a-day-in-northmarsh/v/1/",
    "/about/", "/search/",
]  # fmt: skip
NO_PARTIES = ("/methodology/", "/corrections/", "/about/")  # none shows one
LIVE = ("/articles/", "/contests/", "/elections/2", "/elections/p")
FRAGMENTS = ["/live/front/", *(f"/live{page}" for page in PAGES if page.startswith(LIVE) and "/v/" not in page)]
DATA = [
    "/contests/parl.northmarsh.2031-05-01.json", "/contests/parl.northmarsh.2031-05-01/history.json",
    "/elections/parl.2031-05-01.json", "/elections/2031-05-01.csv",
    "/corrections.atom",
    "/feed.atom", "/areas/northmarsh/feed.atom", "/parties/harbour/feed.atom", "/people/nell-harrow/feed.atom",
    "/sitemap.xml", "/sitemap.1.xml", "/news-sitemap.xml", "/robots.txt",
]  # fmt: skip
NOT_FOUND = [
    "/nowhere/", "/styleguide/", "/articles/nowhere/", "/contests/nowhere/", "/live/articles/nowhere/", "/live/contests/nowhere/",
    "/elections/nowhere/", "/elections/1999-01-01/", "/elections/1999-99-99/", "/live/elections/nowhere/", "/areas/nowhere/",
    "/parties/nowhere/", "/contests/nowhere.json", "/contests/nowhere/history.json", "/elections/nowhere.json",
    "/elections/nowhere.csv", "/people/nowhere/", "/quotes/nowhere/",
    "/elections/nowhere.csv", "/articles/nowhere/v/1/", "/articles/practice/v/7/", "/preview/nowhere/",
    "/elections/nowhere.csv", "/people/nowhere/", "/quotes/nowhere/", "/areas/nowhere/feed.atom", "/parties/nowhere/feed.atom",
    "/people/nowhere/feed.atom", "/sitemap.0.xml", "/sitemap.2.xml",
]  # fmt: skip


def errors_of(document: str) -> list:
    parser = html5lib.HTMLParser()
    parser.parse(document)
    return parser.errors


@pytest.mark.parametrize("address", [*PAGES, NOT_FOUND[0]])
def test_every_public_page_is_valid_html(client, front, address):
    assert errors_of(client.get(address).content.decode()) == []


def test_the_page_for_an_error_of_ours_is_valid_html_and_needs_nothing():
    page = render_to_string("500.html")
    assert errors_of(page) == [] and "Something went wrong on our side" in page


@pytest.mark.parametrize("address", FRAGMENTS)
def test_every_fragment_is_one_valid_section(client, front, address):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    fragment = parser.parseFragment(client.get(address).content.decode())
    assert parser.errors == []
    assert [child.tag for child in fragment] == ["section"]


@pytest.mark.parametrize("address", [*PAGES, NOT_FOUND[0], "/admin/login/"])
def test_every_page_has_the_strict_policy_to_the_letter(client, front, address):
    response = client.get(address)
    assert response["Content-Security-Policy"] == POLICY
    assert response["X-Frame-Options"] == "DENY" and response["Referrer-Policy"] == "same-origin"
    assert "Content-Security-Policy-Report-Only" not in response


@pytest.mark.parametrize("address", FRAGMENTS)
def test_a_fragment_has_no_policy_of_its_own(client, front, address):
    assert "Content-Security-Policy" not in client.get(address)


@pytest.mark.parametrize("address", [*PAGES, *FRAGMENTS, *DATA])
@pytest.mark.parametrize("who", ["anonymous", "reader", "editor"])
def test_a_public_page_is_the_same_for_everybody_and_sets_no_cookie(front, django_assert_max_num_queries, address, who):
    plain, client = Client().get(address), Client()
    if who != "anonymous":
        somebody = get_user_model().objects.create_user("somebody") if who == "reader" else world.duty_editor()
        client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_max_num_queries(8):
        response = client.get(address)
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"
    assert response.content == plain.content and dict(response.headers) == dict(plain.headers)


@pytest.mark.parametrize("address", [*PAGES, *FRAGMENTS, *NOT_FOUND])
def test_another_sites_name_is_refused(client, front, address):
    for host in ("evil.example", "testserver.evil.example", "testserver:80@evil.example"):
        assert client.get(address, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("address", PAGES)
def test_a_name_forwarded_by_a_stranger_goes_nowhere(client, front, address):
    headers = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "forwarded": "host=evil.example"}
    assert client.get(address, headers=headers).content == client.get(address).content


@pytest.mark.parametrize("address", NOT_FOUND)
def test_what_is_not_there_is_a_page_that_says_so(client, db, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()
    assert errors_of(response.content.decode()) == []
    assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")


ADDRESSES = [
    "/contests/{}/", "/live/contests/{}/", "/articles/{}/", "/live/articles/{}/", "/party-colours.{}.css", "/elections/{}/",
    "/elections/{}.csv", "/areas/{}/", "/parties/{}/", "/contests/{}.json", "/elections/2031-05-01/?q={}",
    "/parties/harbour/?page={}", "/preview/{}/", "/corrections/?page={}", "/articles/{}/v/1/",
    "/parties/harbour/?page={}", "/search/?q={}", "/search/?q=marsh&filter={}", "/search/?q=marsh&filter=places&page={}",
    "/people/{}/feed.atom",
]  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("name", ["\0", "a\0b", "é", "٣", "..", "' OR 1=1 --", "a" * 5000, "%", "{{ 7 }}", "\n", "\ud83d\ude00"])
def test_no_address_is_an_error_of_ours(client, db, path, name):
    text = name.encode("utf-16", "surrogatepass").decode("utf-16")
    address = path.format(percent_encoded(text, safe=""))
    assert client.get(address).status_code in (200, 404)


@pytest.mark.parametrize("query", ["?q=zqx", "?preview=1", "?page=2", "?format=json", "?utm_source=zqx", "?q=%00", "?_=1"])
@pytest.mark.parametrize("address", ["/", "/articles/a-day-in-northmarsh/", "/live/articles/a-day-in-northmarsh/"])
def test_no_query_changes_a_page(client, front, address, query):
    plain, other = client.get(address), client.get(address + query)
    assert other.content == plain.content and dict(other.headers) == dict(plain.headers)


CURRENT = [  # a page, and what of the masthead it is or stands within
    ("/", [("page", "/")]),
    ("/elections/", [("page", "/elections/")]),
    ("/elections/2031-05-01/", [("true", "/elections/")]),
    ("/contests/parl.northmarsh.2031-05-01/", [("true", "/elections/")]),
    ("/parties/harbour/", [("true", "/elections/")]),
    ("/people/nell-harrow/", [("true", "/people/")]),
    ("/quotes/harrow-day/", [("true", "/people/")]),
    ("/about/", [("page", "/about/")]),
    ("/articles/a-day-in-northmarsh/", []),
    ("/nowhere/", []),
]


@pytest.mark.parametrize(("address", "current"), CURRENT)
def test_the_masthead_says_in_which_section_a_page_stands(client, front, address, current):
    masthead = client.get(address).content.decode().partition('<header class="masthead"')[2].partition("</header>")[0]
    links = re.findall(r'href="([^"]+)"(?: aria-current="(\w+)")?', masthead)
    assert [(said, href) for href, said in links if said] == current


@pytest.mark.parametrize("address", PAGES)
def test_search_engines_are_kept_from_rehearsals_and_from_no_page_that_lasts(client, front, address):
    page = client.get(address).content.decode()
    assert ('<meta name="robots" content="noindex">' in page) == any(part in address for part in ("practice", "/v/", "/search/"))


# Party colours.


def rules(sheet: str) -> list[tuple[str, dict[str, str]]]:
    found = re.findall(r"\.(p-[\w-]+) { --fill: (#\w{6}); --on: (#\w{6}); --edge: (#\w{6}); }", sheet)
    return [(name, {"fill": fill, "on": on, "edge": edge}) for name, fill, on, edge in found]


def test_every_partys_colour_can_be_seen_and_read_in_light_and_dark(client, front):
    for n, colour in enumerate(["#ffffff", "#000000", "#ffff00", "#777777", "#808080", "#0000ff", "#fdbb30", "#00ff00"]):
        Party.objects.create(name=f"Party {n}", short_name=f"P{n}", slug=f"colour-{n}", colour=colour)
    version, _rows = results.party_colours()
    sheet = client.get(f"/party-colours.{versions.name(version)}.css").content.decode()
    light, dark = sheet.split("@media (prefers-color-scheme: dark)")
    dark = dark.split("@media print")[0]
    for part, grounds in ((light, colours.LIGHT), (dark, colours.DARK)):
        looks = dict(rules(part))
        assert {f"p-{slug}" for slug in Party.objects.exclude(colour="").values_list("slug", flat=True)} <= set(looks)
        assert {"p-ind", "p-other"} <= set(looks)
        for name, look in looks.items():
            assert colours.contrast(look["on"], look["fill"]) >= 4.5, name
            for ground in grounds:
                assert colours.contrast(look["edge"], ground) >= 3, name


def test_party_colours_are_kept_for_good_under_their_own_version_only(client, front):
    address = re.search(r'href="(/party-colours\.[^"]+\.css)"', client.get("/").content.decode())[1]
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first["Content-Type"] == "text/css; charset=utf-8" and first["Vary"] == "Accept-Encoding"
    Party.objects.filter(slug="harbour").update(colour="#123456")
    assert "immutable" not in client.get(address)["Cache-Control"]
    assert address not in client.get("/").content.decode()


@pytest.mark.parametrize("page", [page for page in PAGES if page not in NO_PARTIES])
def test_every_page_names_the_same_party_colours(client, front, page):
    (address,) = re.findall(r'href="(/party-colours\.[^"]+\.css)"', client.get(page).content.decode())
    assert client.get(address)["Cache-Control"].endswith("immutable")
