"""Feeds by RFC 4287, and maps of the site by the protocol of sitemaps.org: what is in them, and when it moves."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from elections.models import Candidacy
from newsroom import feeds
from newsroom.models import Article
from tests import world

pytestmark = pytest.mark.django_db
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
FEEDS = ["/feed.atom", "/areas/northmarsh/feed.atom", "/parties/harbour/feed.atom", "/people/nell-harrow/feed.atom"]


@pytest.fixture
def marsh(northmarsh):
    """A declared by-election that Nell Harrow stood in, and a story with her words about it."""
    Candidacy.objects.filter(contest=northmarsh, slug="ben-rook").update(person=world.person())
    world.declare(northmarsh)
    world.quote("We lost & <i>we</i> know why.")
    world.story(northmarsh, standfirst="Won by [](figure:majority) & no less.", body="So.\n\n{quote:harrow-day}")
    return northmarsh


def tree(address: str) -> ElementTree.Element:
    answer = Client().get(address)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)


def text(node: ElementTree.Element, name: str) -> str:
    (child,) = node.findall(ATOM + name)
    return child.text or ""


def entries(address: str) -> dict[str, ElementTree.Element]:
    return {text(entry, "id"): entry for entry in tree(address).findall(f"{ATOM}entry")}


def is_moment(words: str) -> bool:
    return datetime.fromisoformat(words).tzinfo is not None


# Feeds.


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_all_that_the_standard_asks(marsh, address):
    feed = tree(address)
    assert feed.tag == f"{ATOM}feed"
    assert text(feed, "title").startswith("Hustings: ") and text(feed, "id").startswith("tag:127.0.0.1,2021:")
    assert is_moment(text(feed, "updated"))
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1:8000{address}"
    assert Client().get(urlsplit(links["alternate"]).path).status_code == 200
    every = feed.findall(f"{ATOM}entry")
    assert every
    for entry in every:
        assert text(entry, "title") and text(entry, "summary")
        assert datetime.fromisoformat(text(entry, "published")) <= datetime.fromisoformat(text(entry, "updated"))
        assert entry.find(f"{ATOM}author/{ATOM}name").text
        assert Client().get(urlsplit(entry.find(f"{ATOM}link").get("href")).path).status_code == 200
    ids = [text(entry, "id") for entry in every]
    assert len(ids) == len(set(ids))
    assert text(feed, "updated") == max(text(entry, "updated") for entry in every)


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_named_on_the_page_that_it_goes_with(marsh, address):
    page = Client().get(address.removesuffix("feed.atom")).content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="{address}"' in page


def kinds(address: str) -> set[str]:
    return {key.partition(":")[2].partition(":")[2].partition("/")[0] for key in entries(address)}


def test_a_feed_has_what_it_is_about(marsh):
    world.declare(other := world.contest("Eastmarsh", world.NORTHMARSH), world.NORTHMARSH)
    everything, area = entries("/feed.atom"), entries("/areas/northmarsh/feed.atom")
    assert f"tag:127.0.0.1,2021:contest/{other.ballot_paper_id}" in everything
    assert f"tag:127.0.0.1,2021:contest/{other.ballot_paper_id}" not in area
    assert (
        kinds("/feed.atom")
        == kinds("/areas/northmarsh/feed.atom")
        == kinds("/parties/harbour/feed.atom")
        == {"article", "contest"}
    )
    assert kinds("/people/nell-harrow/feed.atom") == {"article", "contest", "quote"}


def test_a_summary_is_read_as_html_and_says_what_the_page_says(marsh):
    (story,) = (entry for key, entry in entries("/feed.atom").items() if ":article/" in key)
    assert text(story, "title") == "A day in Northmarsh" and text(story, "summary") == "Won by 2,469 &amp; no less."
    (quote,) = (entry for key, entry in entries("/people/nell-harrow/feed.atom").items() if ":quote/" in key)
    assert text(quote, "summary") == "“We lost &amp; &lt;i&gt;we&lt;/i&gt; know why.”"


def test_a_correction_moves_updated_and_neither_the_id_nor_published(marsh):
    before = entries("/feed.atom")
    world.declare(marsh, world.CORRECTED)
    after = entries("/feed.atom")
    assert set(after) == set(before)
    moved = {key for key in after if text(after[key], "updated") != text(before[key], "updated")}
    assert {key.rpartition(":")[2].partition("/")[0] for key in moved} == {"article", "contest"}
    assert all(text(after[key], "published") == text(before[key], "published") for key in after)
    (contest,) = (after[key] for key in moved if ":contest/" in key)
    assert "majority 2,669" in text(contest, "summary") and "A figure was misread." in text(contest, "summary")


def test_what_readers_do_not_see_moves_no_feed(marsh):
    before = {address: Client().get(address).content for address in [*FEEDS, "/sitemap.xml", "/news-sitemap.xml"]}
    marsh.enter_sheet(world.paper(marsh, world.CORRECTED), by=world.editor())
    story = Article.objects.get()
    story.write(by=world.journalist(), headline="Later", standfirst="", body="Later.")
    world.story(marsh, slug="draft", published=False)
    world.quote("Not verified.", slug="unverified", verified=False)
    assert {address: Client().get(address).content for address in before} == before


def test_no_rehearsal_is_in_a_feed_or_a_map(marsh):
    practice = world.contest("Practicemarsh", world.NORTHMARSH, rehearsal=True)
    world.declare(practice)
    world.story(practice, slug="practice", headline="Practice")
    for address in ("/feed.atom", "/parties/harbour/feed.atom", "/sitemap.xml", "/news-sitemap.xml"):
        said = Client().get(address).content.decode()
        assert "rehearsal" not in said and "/articles/practice/" not in said, address


def test_a_feed_of_nothing_is_the_same_whenever_it_is_asked_for(db):
    world.person("Tom Reeve")
    assert Client().get("/people/tom-reeve/feed.atom").content == Client().get("/people/tom-reeve/feed.atom").content
    assert text(tree("/people/tom-reeve/feed.atom"), "updated") == "1970-01-01T00:00:00+00:00"


def test_a_feed_answers_that_it_is_unchanged_without_reading_it(marsh, django_assert_num_queries):
    for address in FEEDS:
        etag = Client().get(address)["ETag"]
        with django_assert_num_queries(1):
            assert Client().get(address, headers={"if-none-match": etag}).status_code == 304


# Maps.


def listed(address: str) -> dict[str, str]:
    found = {}
    for one in tree(address):
        when = one.find(f"{MAP}lastmod")
        found[urlsplit(one.find(f"{MAP}loc").text).path] = when.text if when is not None else ""
    return found


def test_the_map_has_every_public_page_once_and_each_answers(marsh):
    world.contest("Southmarsh", world.NORTHMARSH)
    pages = listed("/sitemap.xml")
    for address in (
        *("/", "/about/", "/articles/a-day-in-northmarsh/", "/areas/southmarsh/", "/contests/parl.southmarsh.2031-05-01/"),
        *(
            "/elections/2031-05-01/",
            "/elections/parl.2031-05-01/",
            "/people/nell-harrow/",
            "/quotes/harrow-day/",
            "/parties/harbour/",
        ),
    ):
        assert address in pages
    assert all(Client().get(address).status_code == 200 for address in pages)
    assert all(is_moment(when) for when in pages.values() if when)
    assert "/search/" not in pages


def test_the_map_says_when_what_a_page_shows_last_changed(marsh):
    story = Article.objects.get()
    assert listed("/sitemap.xml")["/articles/a-day-in-northmarsh/"] == story.changed_at.isoformat()


def test_a_large_site_has_an_index_of_maps(marsh, monkeypatch):
    whole = listed("/sitemap.xml")
    monkeypatch.setattr(feeds, "LARGEST", 4)
    index = tree("/sitemap.xml")
    assert index.tag == f"{MAP}sitemapindex"
    parts = [urlsplit(node.text).path for node in index.iter(f"{MAP}loc")]
    assert len(parts) == -(-len(whole) // 4)
    assert [page for part in parts for page in listed(part)] == list(whole)
    assert Client().get(f"/sitemap.{len(parts) + 1}.xml").status_code == 404


def test_the_news_map_has_the_stories_of_two_days(marsh):
    (news,) = tree("/news-sitemap.xml").iter(f"{NEWS}news")
    assert news.findtext(f"{NEWS}title") == "A day in Northmarsh" and is_moment(news.findtext(f"{NEWS}publication_date"))
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Hustings"
    etag = Client().get("/news-sitemap.xml")["ETag"]
    world.set_clock(timedelta(hours=47))
    assert Client().get("/news-sitemap.xml", headers={"if-none-match": etag}).status_code == 304
    world.set_clock(timedelta(hours=49))
    assert len(tree("/news-sitemap.xml")) == 0 and Client().get("/news-sitemap.xml")["ETag"] != etag


def test_a_scheduled_story_is_in_the_maps_and_feeds_from_its_minute_on(marsh):
    world.story(marsh, slug="soon", published=False).publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    addresses = ("/feed.atom", "/sitemap.xml", "/news-sitemap.xml")
    assert not any("/articles/soon/" in Client().get(address).content.decode() for address in addresses)
    world.set_clock(timedelta(hours=3))
    assert all("/articles/soon/" in Client().get(address).content.decode() for address in addresses)


def test_robots_are_told_where_the_maps_are(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines and "Sitemap: http://127.0.0.1:8000/news-sitemap.xml" in lines
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines
