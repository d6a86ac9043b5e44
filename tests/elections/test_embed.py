"""One result in a frame of anybody's page."""

import re

import pytest

from tests import world

pytestmark = pytest.mark.django_db
ADDRESS = "/embed/contests/parl.northmarsh.2031-05-01/"


def test_the_result_may_be_framed_anywhere_and_nothing_else_of_its_policy_is_loosened(client, northmarsh):
    world.declare(northmarsh)
    framed, page = client.get(ADDRESS), client.get("/contests/parl.northmarsh.2031-05-01/")
    assert framed["Content-Security-Policy"] == page["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    )
    assert "X-Frame-Options" not in framed and framed["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert page["X-Frame-Options"] == "DENY" and "Cross-Origin-Resource-Policy" not in page


def test_it_says_the_answer_the_figures_and_where_the_rest_is(client, northmarsh):
    world.declare(northmarsh)
    page = client.get(ADDRESS).content.decode()
    for said in ("Harbour gain from Orchard", "12,345", "9,876", "2,469", "parl.northmarsh.2031-05-01/"):
        assert said in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/contests/parl.northmarsh.2031-05-01/">' in page
    assert '<meta name="robots" content="noindex">' in page


def test_before_the_declaration_it_holds_no_figure(client, northmarsh):
    northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor())
    page = client.get(ADDRESS).content.decode()
    assert "Result awaited" in page and "12,345" not in page


@pytest.mark.parametrize("system", ["AMS", "PR-CL"])
def test_lists_are_answered_in_words(client, system):
    contest = world.lists(system)
    assert client.get(f"/embed/contests/{contest.ballot_paper_id}/").status_code == 200


def test_it_is_light_and_follows_by_a_fragment_of_its_own(client, northmarsh, django_assert_max_num_queries):
    world.declare(northmarsh)
    with django_assert_max_num_queries(4):
        page = client.get(ADDRESS)
    assert len(page.content) <= 8_000
    (url,) = re.findall(r'hx-get="([^"]+)"', page.content.decode())
    fragment = client.get(url)
    assert fragment["ETag"] in page.content.decode().replace("&quot;", '"')
    section = re.search(r'<section id="embed-live".*?</section>', page.content.decode(), re.S)[0]
    assert fragment.content.decode().strip() == section
    assert client.get(url, headers={"if-none-match": fragment["ETag"]}).status_code == 304


def test_what_is_not_there_cannot_be_framed(client, db):
    assert client.get("/embed/contests/nowhere/").status_code == 404
    assert client.get("/live/embed/contests/nowhere/").status_code == 404
