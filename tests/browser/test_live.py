"""live.js by itself: when it asks, the patch against random trees, and answers that it must not take."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import steps
from tests.browser.steps import TICK, hide, open_page, poll

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAIRS = 300
# In the page: a generator of random trees, and `answer(html)`, which hands a fragment to live.js as htmx does.
TREES = """
(seed) => {
  let state = seed;
  window.random = () => { // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  window.upTo = (n) => Math.floor(random() * n);
  window.pick = (list) => list[upTo(list.length)];
  window.shuffled = (list) => list.map((x) => [random(), x]).sort((a, b) => a[0] - b[0]).map(([, x]) => x);
  window.live = document.querySelector("[data-live]");

  const words = ["nine", "ten", "12,345", "–", "Ada Quill", " ", "é"];
  const attributes = ["class", "title", "lang", "data-mark", "aria-label", "open"];
  const inside = {table: "tbody", tbody: "tr", tr: "td", ul: "li"};
  function node(depth, parent) {
    const kind = random();
    const only = inside[parent];
    if (!only && kind < 0.3) return document.createTextNode(pick(words));
    if (!only && kind < 0.36) return document.createComment(pick(words));
    const element = document.createElement(only ?? pick(["div", "section", "span", "b", "ul", "table", "details", "figure"]));
    for (const name of attributes) if (random() < 0.2) element.setAttribute(name, pick(["", "a", "b"]));
    if (depth > 0) fill(element, depth - 1);
    return element;
  }
  function fill(element, depth) {
    const keys = shuffled([..."abcdefgh"]);
    for (let n = upTo(5); n > 0; n -= 1) {
      const child = node(depth, element.localName);
      if (child.dataset && random() < 0.4) child.dataset.key = keys.pop();
      element.append(child);
    }
  }
  window.tree = () => { // a section as the server would send it
    const section = live.cloneNode(false);
    section.removeAttribute("class");
    fill(section, 4);
    return section.outerHTML;
  };
  window.parsed = (html) => new DOMParser().parseFromString(html, "text/html").getElementById(live.id);
  window.answer = (html) => live.dispatchEvent(new CustomEvent("htmx:beforeSwap", {bubbles: true, detail: {
    shouldSwap: true, serverResponse: html, xhr: {getResponseHeader: () => null},
  }}));
  window.plain = (element) => { // without what belongs to the reader and to live.js
    const copy = element.cloneNode(true);
    for (const name of ["open", "data-changed"])
      for (const one of [copy, ...copy.querySelectorAll(`[${name}]`)]) one.removeAttribute(name);
    copy.normalize();
    return copy;
  };
}
"""


@pytest.fixture(scope="module")
def story(standing) -> str:
    """The address of a story without a result; no test of this file changes its data."""
    return f"{standing}/articles/{steps.practice_story(steps.practice()).slug}/"


@pytest.fixture
def reader(page, story) -> Page:
    open_page(page, story)
    return page


@pytest.fixture
def fragment(reader) -> str:
    """The fragment as the server sends it."""
    return reader.request.get(reader.url.replace("/articles/", "/live/articles/")).text()


def answer_polls(page: Page, body: str, **more: object) -> None:
    """From here on each poll of the page gets this body."""

    def fulfil(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html; charset=utf-8", **more)

    page.route("**/live/**", fulfil)


# When it asks.


def test_polls_of_an_unchanged_page_change_nothing_in_it(reader):
    reader.evaluate("window.changes = 0")
    poll(reader)
    poll(reader)
    assert reader.evaluate("window.changes") == 0
    assert reader.evaluate("window.spoken") == []


def test_the_second_poll_of_an_unchanged_page_is_a_304_on_the_wire(reader):
    polls, wire = [], {}  # a page is told 200 even so: what was on the wire only the browser's own tools say
    session = reader.context.new_cdp_session(reader)
    session.on("Network.requestWillBeSent", lambda e: "/live/" in e["request"]["url"] and polls.append(e["requestId"]))
    session.on("Network.responseReceivedExtraInfo", lambda e: wire.update({e["requestId"]: e["statusCode"]}))
    session.send("Network.enable")
    for _again in range(3):
        poll(reader)
    assert [wire[request] for request in polls] == [200, 304, 304]


def test_a_poll_sends_nothing_about_its_reader(reader):
    with reader.expect_request("**/live/**") as asked:
        reader.clock.run_for(TICK)
    headers = asked.value.all_headers()
    assert "cookie" not in headers
    assert [name for name in headers if name.startswith("hx-")] == []


def test_a_hidden_page_asks_for_nothing(reader):
    hide(reader)
    reader.clock.run_for(12 * TICK)
    assert reader.evaluate("window.sent") == 0


def test_a_paused_page_asks_for_nothing_and_says_that_it_is_paused(reader):
    button = reader.get_by_role("button", name="Pause updates")
    button.focus()
    reader.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    reader.clock.run_for(12 * TICK)
    assert reader.evaluate("window.sent") == 0


# The patch.


def test_the_patch_makes_the_new_tree_of_any_old_one(reader):
    reader.evaluate(TREES, 20310501)
    wrong = reader.evaluate(
        """(pairs) => {
          const wrong = [];
          for (let n = 0; n < pairs; n += 1) {
            const [before, after] = [tree(), tree()];
            const old = parsed(before);
            live.replaceChildren(...old.childNodes);
            answer(after);
            if (!plain(live).isEqualNode(plain(parsed(after)))) wrong.push({before, after, became: live.outerHTML});
          }
          return wrong;
        }""",
        PAIRS,
    )
    assert wrong == []


def test_rows_with_a_key_keep_their_nodes_and_the_focus_in_them_whatever_their_order(reader):
    reader.evaluate(TREES, 20310502)
    wrong = reader.evaluate(
        """(pairs) => {
          const table = (keys) => {
            const rows = keys.map((key) => `<tr data-key="${key}"><th><a href="#${key}">${key}</a></th><td>${upTo(9)}</td></tr>`);
            const section = live.cloneNode(false);
            section.innerHTML = `<table><tbody>${rows.join("")}</tbody></table>`;
            return section.outerHTML;
          };
          const some = () => shuffled([..."abcdefghijkl"]).slice(0, 6 + upTo(6));
          const wrong = [];
          let keys = some();
          live.replaceChildren(...parsed(table(keys)).childNodes);
          for (let n = 0; n < pairs; n += 1) {
            const now = some();
            const nodes = new Map([...live.querySelectorAll("tr")].map((row) => [row.dataset.key, row]));
            const kept = now.filter((key) => keys.includes(key));
            const link = nodes.get(pick(kept)).querySelector("a");
            link.focus();
            answer(table(now));
            const rows = [...live.querySelectorAll("tr")];
            if (rows.map((row) => row.dataset.key).join() !== now.join()) wrong.push(`order of ${now}`);
            if (!kept.every((key) => rows.includes(nodes.get(key)))) wrong.push(`nodes of ${keys} to ${now}`);
            if (document.activeElement !== link) wrong.push(`focus on ${link.textContent} of ${keys} to ${now}`);
            keys = now;
          }
          return wrong;
        }""",
        100,
    )
    assert wrong == []


def test_an_open_part_stays_open_whatever_comes(reader):
    reader.evaluate(TREES, 20310503)
    reader.evaluate(
        """() => {
          const details = (text) => `<details><summary>More</summary><p>${text}</p></details>`;
          const section = live.cloneNode(false);
          section.innerHTML = details("old");
          live.replaceChildren(...parsed(section.outerHTML).childNodes);
          live.querySelector("details").open = true;
          section.innerHTML = `<p>Before it</p>${details("new")}`;
          answer(section.outerHTML);
        }"""
    )
    expect(reader.locator("[data-live] details")).to_have_attribute("open", "")
    expect(reader.locator("[data-live] details p")).to_have_text("new")


def test_only_cells_that_differ_are_marked(reader):
    reader.evaluate(TREES, 20310504)
    reader.evaluate(
        """() => {
          const table = (votes) => `<table><tbody><tr><th>Ada</th><td>${votes}</td><td>Harbour</td></tr></tbody></table>`;
          const section = live.cloneNode(false);
          section.innerHTML = table(1);
          live.replaceChildren(...parsed(section.outerHTML).childNodes);
          section.innerHTML = table(2);
          answer(section.outerHTML);
        }"""
    )
    assert reader.locator("[data-changed]").all_inner_texts() == ["2"]


def test_a_change_that_is_no_news_is_shown_and_not_spoken(reader, fragment):
    answer_polls(reader, fragment.replace("A night in", "The night in"))
    poll(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text("The night in Northmarsh")
    assert reader.evaluate("window.spoken") == []


# What it does not take.


def test_two_polls_that_fail_say_that_updates_are_delayed_and_a_good_one_takes_it_back(reader, console):
    console.expect(r"Failed to load resource|Response Status Error Code 500")
    delayed = reader.locator("[data-live-delayed]")
    answer_polls(reader, "", status=500)
    poll(reader)
    expect(delayed).to_be_empty()
    poll(reader)
    expect(delayed).to_have_text("Updates are delayed. What you see may be out of date.")
    expect(reader.locator("#result")).to_be_visible()
    reader.unroute_all()
    poll(reader)
    expect(delayed).to_be_empty()


def test_two_polls_without_a_network_say_that_updates_are_delayed(reader, console):
    console.expect(r"Failed to load resource|htmx:sendError|htmx:afterRequest")
    reader.route("**/live/**", lambda route: route.abort())
    for _again in range(2):
        steps.listen(reader)
        reader.clock.run_for(TICK)
        steps.answered(reader)
    expect(reader.locator("[data-live-delayed]")).to_have_text("Updates are delayed. What you see may be out of date.")


def test_an_older_version_is_refused(reader, fragment):
    older = re.sub(r'data-version="\d+"', 'data-version="0"', fragment.replace("A night in", "Before the night in"))
    answer_polls(reader, older)
    poll(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text("A night in Northmarsh")


def test_an_older_version_is_taken_when_it_is_still_there_a_minute_later(reader, fragment):
    older = re.sub(r'data-version="\d+"', 'data-version="0"', fragment.replace("A night in", "Before the night in"))
    answer_polls(reader, older)
    reader.clock.run_for(60_000)
    poll(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Before the night in Northmarsh")


def test_a_page_that_is_no_fragment_is_refused_and_counts_as_a_failure(reader, console):
    console.expect(r"Response Status Error Code 200")  # htmx's own line about an answer that was refused
    answer_polls(reader, "<!doctype html><title>Log in</title><form><h1>Welcome to the station's network</h1></form>")
    poll(reader)
    poll(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text("A night in Northmarsh")
    expect(reader.locator("[data-live-delayed]")).to_have_text("Updates are delayed. What you see may be out of date.")


def test_a_fragment_with_another_interval_is_polled_at_that_interval(reader, fragment):
    slower = fragment.replace("every 5s", "every 60s").replace("data-etag", 'data-slower="" data-etag')
    answer_polls(reader, slower)
    poll(reader)
    expect(reader.locator("[data-slower]")).to_be_attached()
    asked = reader.evaluate("window.sent")
    reader.clock.run_for(55_000)
    assert reader.evaluate("window.sent") == asked
    reader.clock.run_for(6_000)
    assert reader.evaluate("window.sent") == asked + 1


def test_a_settled_fragment_ends_the_polling_and_clicks_in_it_ask_for_nothing(reader, fragment):
    settled = re.sub(r' hx-[a-z]+="[^"]*"', "", fragment)
    assert "hx-" not in settled
    answer_polls(reader, settled)
    poll(reader)
    expect(reader.locator("[data-live]")).not_to_have_attribute("hx-get", re.compile(""))
    asked = reader.evaluate("window.sent")
    reader.get_by_role("heading", level=1).click()
    reader.clock.run_for(12 * TICK)
    assert reader.evaluate("window.sent") == asked
    expect(reader.locator("[data-live-pause]")).to_be_hidden()


# A list that the reader has chosen.


@pytest.fixture(scope="module")
def election(standing) -> str:
    """The address of an election, one of whose three contests is awaited; no test of this file changes its data."""
    return f"{standing}{steps.election_of_three()}"


def test_of_a_chosen_list_rows_change_and_none_comes_goes_or_moves(page, election):
    open_page(page, f"{election}?q=marsh&sort=closest")
    page.get_by_label("Place, name or party").fill("half a word")
    rows = page.locator("[data-key=contests] > li")
    before = rows.evaluate_all("all => all.map((row) => row.dataset.key)")
    fragment = page.request.get(election.replace("/elections/", "/live/elections/")).text()
    changed = fragment.replace("Result awaited", "Result near").replace('data-etag="', 'data-etag="x')
    changed = changed.replace('<ul data-key="contests">', '<ul data-key="contests"><li data-key="new">New</li>')
    answer_polls(page, changed)
    poll(page)
    expect(rows.filter(has_text="Result near")).to_have_count(1)
    assert rows.evaluate_all("all => all.map((row) => row.dataset.key)") == before
    expect(page.get_by_label("Place, name or party")).to_have_value("half a word")
