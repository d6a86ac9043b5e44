"""What readers find, and what they are told where there is nothing."""

import html
import re

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from elections.models import Contest, PersonName, Role
from newsroom import search
from tests import world
from tests.newsroom.desk import said

pytestmark = pytest.mark.django_db


def build() -> Contest:
    """A declared by-election, a story about it with a quote, and who said it."""
    northmarsh = world.northmarsh()
    world.declare(northmarsh)
    harrow = world.person()
    PersonName.objects.create(person=harrow, name="Eleanor Harrow")
    PersonName.objects.create(person=harrow, name="Nell Harow", kind="misspelling")
    Role.objects.create(person=harrow, label="Leader of the Orchard Party", start="2027-01-01", source="the party")
    world.quote("We will remember the café for ever.", slug="cafe")
    world.story(
        northmarsh,
        headline="Harbour takes Northmarsh",
        standfirst="A night of counting & waiting.",
        body="The hall emptied late; the majority was [](figure:majority).\n\n{quote:cafe}",
        slug="harbour-takes",
    )
    return northmarsh


@pytest.fixture(scope="module")
def built(once) -> int:
    return once(build).pk


@pytest.fixture
def marsh(built, db) -> Contest:
    return Contest.objects.get(pk=built)


def found(typed: str, kind: str = "") -> dict[str, list[str]]:
    """What is found, by kind, as titles without their marks."""
    groups = search.search(typed, kind).groups
    return {group.kind: [html.unescape(re.sub(r"</?mark>", "", hit.title)) for hit in group.hits] for group in groups}


# What is found.


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("hall", {"stories": ["Harbour takes Northmarsh"]}),
        ("COUNTED", {"stories": ["Harbour takes Northmarsh"]}),
        ("2,469", {"stories": ["Harbour takes Northmarsh"]}),
        ('"emptied late"', {"stories": ["Harbour takes Northmarsh"]}),
        ("hall -majority", {}),
        ("cafe", {"stories": ["Harbour takes Northmarsh"], "quotes": ["Nell Harrow"]}),
        ('"remember the café"', {"stories": ["Harbour takes Northmarsh"], "quotes": ["Nell Harrow"]}),
        ("harrow", {"quotes": ["Nell Harrow"], "people": ["Nell Harrow"]}),
        ("eleanor", {"quotes": ["Nell Harrow"], "people": ["Nell Harrow"]}),
        ("nell harow", {"quotes": ["Nell Harrow"], "people": ["Nell Harrow"]}),
        ("leader nell", {"quotes": ["Nell Harrow"], "people": ["Nell Harrow"]}),
        ("sam stone", {"contests": ["Northmarsh by-election"]}),
        ("old lantern", {"contests": ["Northmarsh"], "parties": ["Old Lantern Party"]}),
    ],
)
def test_what_is_called_so_or_says_so_is_found(marsh, typed, what):
    assert found(typed) == what


def test_a_name_finds_the_story_the_place_and_its_contests(marsh):
    what = found("northmarsh")
    assert what["stories"] == ["Harbour takes Northmarsh"] and what["places"] == ["Northmarsh"]
    assert what["contests"] == ["Northmarsh by-election", "Northmarsh"]


def test_a_headline_that_says_so_comes_before_a_newer_text_that_does(marsh):
    world.story(marsh, headline="Another night", body="Northmarsh again: [](figure:majority).", slug="another")
    assert found("northmarsh")["stories"] == ["Harbour takes Northmarsh", "Another night"]


def test_what_was_found_is_marked_and_all_else_is_escaped(marsh):
    body = "Votes & <b>more</b> were counted: [](figure:majority)."
    world.story(marsh, headline="A <i>counted</i> vote", body=body, slug="escaped")
    page = Client().get("/search/?q=counted").content.decode()
    assert "A &lt;i&gt;<mark>counted</mark>&lt;/i&gt; vote" in page
    assert "Votes &amp; &lt;b&gt;more&lt;/b&gt; were <mark>counted</mark>: 2,469." in page


def test_of_a_long_text_the_part_round_what_was_found_is_shown(marsh):
    world.story(marsh, headline="Long", body="Before and before. " * 80 + "The lamplighter came. " + "After. " * 80, slug="long")
    (hit,) = search.search("lamplighter", "stories").groups[0].hits
    assert "<mark>lamplighter</mark>" in hit.text and len(hit.text) < 400


# What is not.


def test_only_what_readers_see_is_found(marsh):
    draft = {"headline": "Zqx headline", "body": "zqx words", "slug": "draft"}
    world.story(marsh, published=False, **draft)
    world.quote("Zqx was never verified.", slug="unverified", verified=False)
    world.quote("Zqx is in no story.", slug="unplaced")
    soon = world.story(marsh, headline="Zqx soon", slug="soon", published=False)
    soon.publish(by=world.duty_editor(), at=timezone.now() + timezone.timedelta(hours=1))
    assert found("zqx") == {}
    world.set_clock(timezone.timedelta(hours=2))
    assert found("zqx") == {"stories": ["Zqx soon"]}


def test_a_new_revision_is_found_once_readers_see_it(marsh):
    story = world.story(marsh, slug="changing", headline="Changing", body="An owl. [](figure:majority)")
    story.write(by=world.journalist(), headline="Changing", standfirst="", body="A heron. [](figure:majority)")
    assert found("owl") == {"stories": ["Changing"]} and found("heron") == {}
    story.publish(by=world.duty_editor())
    assert found("owl") == {} and found("heron") == {"stories": ["Changing"]}


def test_a_retracted_quote_is_found_no_more(marsh):
    type(marsh.articles.get().quotes.get()).objects.get(slug="cafe").retract(by=world.duty_editor(), note="It was not said.")
    assert found("cafe") == {}


def test_nothing_of_a_rehearsal_is_found(marsh):
    practice = world.contest("Practicemarsh", world.NORTHMARSH, rehearsal=True)
    world.story(practice, headline="Practice makes", slug="practice")
    assert found("makes") == {} and "contests" not in found("practicemarsh")


# What is typed.


@pytest.mark.parametrize(
    "typed", ["", "   ", "\0", "!!!", "'", '"', '""', "()", "a:*", "<->", "\\", "'; --", "&|!", "-", "or", "the"]
)
def test_odd_queries_are_answered_with_how_to_ask(marsh, typed):
    page = Client().get("/search/", {"q": typed})
    assert page.status_code == 200
    parser = html5lib.HTMLParser()
    parser.parse(page.content.decode())
    assert parser.errors == []


def test_without_a_query_the_page_says_what_can_be_found():
    page = said(Client().get("/search/"))
    assert "What can be found" in page and "Words in quotation marks stand together" in page


def test_where_nothing_is_called_so_the_names_that_come_nearest_are_offered(marsh):
    page = Client().get("/search/?q=norhtmarsh").content.decode()
    assert "Nothing was found" in page and '<a href="/areas/northmarsh/">Northmarsh</a>' in page


def test_where_there_is_no_word_it_is_said(marsh):
    assert "There is no word in that" in said(Client().get("/search/?q=!!!"))


def test_the_box_keeps_what_was_typed(marsh):
    page = Client().get("/search/", {"q": '"harbour" <b>'}).content.decode()
    assert 'name="q" value="&quot;harbour&quot; &lt;b&gt;"' in page


def test_a_kind_has_pages_of_its_own(marsh, monkeypatch):
    monkeypatch.setattr(search, "FIRST", 1)
    monkeypatch.setattr(search, "PAGE", 1)
    page = Client().get("/search/?q=northmarsh").content.decode()
    assert 'href="/search/?q=northmarsh&amp;filter=contests"' in page and "All 2 contests" in page
    last = Client().get("/search/?q=northmarsh&filter=contests&page=2").content.decode()
    assert '<span aria-current="page">2</span>' in last and "page 2 of 2" in last and "parl.northmarsh.2029-05-03" in last
    beyond = said(Client().get("/search/?q=northmarsh&filter=contests&page=9"))
    assert "There are not so many pages." in beyond


def test_a_kind_or_a_page_that_is_not_there_counts_as_none(marsh):
    plain = Client().get("/search/?q=northmarsh").content
    assert Client().get("/search/?q=northmarsh&filter=nowhere&page=x").content == plain


# How it is answered.


@pytest.mark.parametrize("typed", ["northmarsh", "norhtmarsh", "zqx", "cafe"])
def test_however_much_is_found_it_takes_few_queries(marsh, django_assert_max_num_queries, typed):
    with django_assert_max_num_queries(11):
        Client().get(f"/search/?q={typed}")


def test_results_are_for_no_search_engine_and_the_same_question_is_answered_once(marsh, django_assert_num_queries):
    first = Client().get("/search/?q=northmarsh")
    assert first["X-Robots-Tag"] == "noindex" and '<meta name="robots" content="noindex">' in first.content.decode()
    assert 'rel="canonical"' not in first.content.decode()
    with django_assert_num_queries(1):
        again = Client().get("/search/?q=northmarsh", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again["X-Robots-Tag"] == "noindex"
    world.story(marsh, headline="Northmarsh again", slug="again")
    assert Client().get("/search/?q=northmarsh", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_every_page_has_a_box_that_asks_without_a_script(client, marsh):
    for address in ("/", "/about/", "/articles/harbour-takes/", "/nowhere/", "/search/"):
        page = client.get(address).content.decode()
        assert page.count('<form class="search" role="search" method="get" action="/search/">') == 1
        assert page.count('type="search"') == 1
