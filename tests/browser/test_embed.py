"""A result in a frame of another site's page, as its reader sees it."""

import pytest
from playwright.sync_api import expect

from tests import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRAMED = "/embed/contests/parl.northmarsh.2031-05-01/"
INTO_THE_PAGE = "address => document.body.append(Object.assign(document.createElement('iframe'), {src: address, title: 'x'}))"


@pytest.fixture
def elsewhere(live_server, new_context, console):
    """A page of another origin, without a policy of its own: fragments have none, nor an icon, which the browser misses."""
    console.expect("404")
    page = new_context().new_page()
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/live/contests/parl.northmarsh.2031-05-01/")
    return page


def test_a_frame_of_another_site_shows_the_result_and_follows_it(live_server, northmarsh, elsewhere):
    northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor())
    elsewhere.evaluate(INTO_THE_PAGE, live_server.url + FRAMED)
    frame = elsewhere.frame_locator("iframe")
    expect(frame.locator(".result__answer")).to_have_text("Result awaited")
    northmarsh.enter_sheet(world.paper(northmarsh), by=world.checker())
    expect(frame.locator(".result__answer")).to_have_text("Harbour gain from Orchard")
    expect(frame.get_by_text("12,345")).to_be_visible()


def test_no_other_page_can_be_framed(live_server, northmarsh, elsewhere, console):
    console.expect("frame-ancestors|X-Frame-Options|chrome-error|Refused to display|Framing")
    elsewhere.evaluate(INTO_THE_PAGE, live_server.url + "/contests/parl.northmarsh.2031-05-01/")
    elsewhere.wait_for_function("() => document.querySelector('iframe').contentDocument === null")
    expect(elsewhere.frame_locator("iframe").get_by_text("Ada Quill")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [320, 640])
def test_the_frame_has_no_barrier_and_does_not_scroll_sideways(live_server, northmarsh, new_context, axe, scheme, wide):
    world.declare(northmarsh)
    page = new_context(color_scheme=scheme).new_page()
    page.set_viewport_size({"width": wide, "height": 640})
    page.goto(live_server.url + FRAMED)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
