"""How pages look, as far as a test can hold it: the one style sheet, what pages weigh, and the page of all components."""

import gzip
import re
from datetime import date
from pathlib import Path

import brotli
import django_htmx
import html5lib
import pytest

from elections import colours, specimens, styles
from tests import world

ROOT = Path(__file__).parent.parent
STYLES, SCRIPT, HTML, ARTICLE = 12_000, 22_000, 40_000, 10_000  # bytes; all but HTML compressed
ELSEWHERE = {"admin.css", "styleguide.css"}  # the desk's own, and the frame of the style guide


@pytest.fixture
def guide(client, settings):
    settings.DEBUG = True
    return client.get("/styleguide/").content.decode()


# One sheet for the whole site.


def test_every_component_is_in_the_sheet_in_the_order_of_its_layers():
    files = {path.name for path in (ROOT / "static" / "css").glob("*.css")}
    assert {f"{name}.css" for name in styles.SHEETS} == files - ELSEWHERE, "give a new component its place in styles.SHEETS"
    assert styles.SHEETS[:3] == ("tokens", "base", "layout")
    assert styles.sheet().startswith("@layer tokens, base, layout, components;")


def test_the_sheet_has_every_rule_and_no_comment():
    sheet = styles.sheet()
    assert "/*" not in sheet and sheet.count("{") == sheet.count("}")
    assert all(rule in sheet for rule in (".masthead {", ".waffle {", ".footer {"))


def test_a_page_loads_one_sheet_that_never_changes_under_its_own_address(client, northmarsh):
    page = client.get("/methodology/").content.decode()
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (response["Content-Type"], response["Vary"]) == ("text/css; charset=utf-8", "Accept-Encoding")
    assert response.content.decode() == styles.sheet()
    assert "immutable" not in client.get("/styles.another.css")["Cache-Control"]


# What pages weigh.


def test_all_styles_together_are_light(client, northmarsh):
    contest = client.get(f"/contests/{northmarsh.ballot_paper_id}/").content.decode()
    parties = client.get(re.search(r"/party-colours\.[^\"]+\.css", contest)[0]).content
    assert len(brotli.compress(styles.sheet().encode())) + len(brotli.compress(parties)) <= STYLES


def test_all_script_of_a_page_is_light():
    htmx = next(Path(django_htmx.__file__).parent.rglob("htmx-2.min.js"))
    assert len(brotli.compress(htmx.read_bytes() + (ROOT / "static" / "js" / "live.js").read_bytes())) <= SCRIPT


def test_a_story_with_sixteen_candidates_and_its_quotes_is_light(client, db):
    crowd = {f"Una Reed {n:02}": ("" if n % 2 else "Harbour Party", 1_000 + 37 * n) for n in range(16)}
    polls = [world.contest("Northmarsh", crowd, date(1990 + 2 * n, 5, 3)) for n in range(10)]
    for poll in polls:
        world.declare(poll, crowd)
    contest = world.contest("Northmarsh", crowd, comparison=polls[-1])
    world.declare(contest, crowd)
    quotes = [world.quote(f"Words of number {n}. " * 8, f"quote-{n}") for n in range(3)]
    body = "\n\n".join(["The majority was [](figure:majority). " * 4] * 8 + [f"{{quote:{quote.slug}}}" for quote in quotes])
    story = world.story(contest, body=body)
    page = client.get(f"/articles/{story.slug}/").content
    assert b"Words of number 2." in page and b"changes-head" in page and b"seat-history-head" in page
    assert len(page) <= HTML and len(gzip.compress(page)) <= ARTICLE


# The style guide.


def test_readers_have_no_style_guide(client, db):
    assert client.get("/styleguide/").status_code == 404


def test_the_style_guide_names_every_component_and_draws_it(guide):
    heads = re.findall(r"<h2>([^<]+\.css)</h2>", guide)
    assert heads == [f"{name}.css" for name in styles.SHEETS]
    for name, own in {"waffle": "seat-open", "charts": 'class="unknown"', "rounds": "bar-moved", "quote": "<blockquote"}.items():
        assert (
            own
            in re.search(rf'<section class="specimen" id="{name}".*?(?=<section class="specimen"|</main>)', guide, re.DOTALL)[0]
        )


def test_the_style_guide_is_valid_html_without_a_query(client, settings, db, django_assert_num_queries):
    settings.DEBUG = True
    with django_assert_num_queries(0):
        page = client.get("/styleguide/").content.decode()
    parser = html5lib.HTMLParser()
    parser.parse(page)
    assert parser.errors == []
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_the_style_guide_has_a_result_in_every_state():
    results = specimens.results().values()
    assert {result.state for result in results} == {"awaited", "single", "confirmed"}
    assert {result.voting_system for result in results} == {"FPTP", "AMS", "SV", "STV-SCT"}
    assert all(any(getattr(result, shown) for result in results) for shown in ("taken_back", "several", "rounds", "stages"))
    assert any(result.outcome.awaiting_lot for result in results) and any(result.outcome.decided_by_lot for result in results)


def test_the_style_guides_parties_have_the_colours_that_the_house_computes():
    css = (ROOT / "static" / "css" / "styleguide.css").read_text(encoding="utf-8")
    light, dark = css.split("prefers-color-scheme: dark")
    for part, ground in ((light, colours.LIGHT), (dark, colours.DARK)):
        looks = re.findall(r"\.p-[a-z]+ { --fill: (#\w+); --on: (#\w+); --edge: (#\w+); }", part)
        assert len(looks) == len(specimens.PARTIES) + 2
        assert all(colours.look(fill, ground) == colours.Look(fill, on, edge) for fill, on, edge in looks)
