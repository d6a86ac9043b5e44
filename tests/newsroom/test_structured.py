"""What pages say to programs: required fields, whole addresses, times with their zone, and nothing that readers do not see."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import world

pytestmark = pytest.mark.django_db
STORY = "/articles/a-day-in-northmarsh/"
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def marsh(northmarsh):
    world.declare(northmarsh)
    world.quote("This is a day </script><b>to remember</b>.")
    world.story(northmarsh, standfirst="By [](figure:majority).", body="So.\n\n{quote:harrow-day}")
    return northmarsh


def nodes(address: str) -> dict[str, dict[str, Any]]:
    """Every thing that a page describes, by its type."""
    found: dict[str, dict[str, Any]] = {}
    for data in re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', Client().get(address).content.decode(), re.DOTALL
    ):
        said = json.loads(data)
        assert said.pop("@context") == "https://schema.org"
        for node in said.get("@graph", [said]):
            found[node["@type"]] = node
    return found


def values(node: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from values(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, name)
    else:
        yield name, node


@pytest.mark.parametrize(
    "address", [STORY, "/quotes/harrow-day/", "/contests/parl.northmarsh.2031-05-01/", "/elections/2031-05-01/"]
)
def test_every_address_is_whole_and_every_time_has_its_zone(marsh, address):
    found = nodes(address)
    assert found
    for name, value in values(list(found.values())):
        assert value not in ("", None)
        if name in ("url", "item", "@id", "correctionsPolicy", "mainEntityOfPage", "publishingPrinciples"):
            assert value.startswith(("http://", "https://")), (name, value)
        if name in ("datePublished", "dateModified", "coverageStartTime", "dateCreated"):
            assert datetime.fromisoformat(value).tzinfo is not None, (name, value)


def test_a_story_is_a_news_article_with_what_it_rests_on(marsh):
    news = nodes(STORY)["NewsArticle"]
    assert news["headline"] == "A day in Northmarsh" and news["description"] == "By 2,469."
    assert news["author"]["name"] == "Hustings desk" and news["publisher"]["correctionsPolicy"] == f"{HERE}/about/#corrections"
    assert news["about"] == [
        {"@type": "Thing", "name": "Northmarsh by-election", "url": f"{HERE}/contests/{marsh.ballot_paper_id}/"}
    ]
    assert news["citation"][0]["url"] == "https://radio.example/breakfast"
    assert news["hasPart"] == [{"@id": f"{HERE}/quotes/harrow-day/"}]
    image = news["image"]["url"].removeprefix(HERE)
    assert Client().get(image)["Content-Type"] == "image/png"
    assert f'content="{HERE}{image}"' in Client().get(STORY).content.decode(), "the card of the page"
    assert "correction" not in news


def test_a_corrected_result_is_a_correction_of_the_story(marsh):
    before = nodes(STORY)["NewsArticle"]
    world.declare(marsh, world.CORRECTED)
    after = nodes(STORY)["NewsArticle"]
    (correction,) = after["correction"]
    assert correction["text"] == "An earlier version of this story gave the majority as 2,469; it is 2,669."
    assert correction["@type"] == "CorrectionComment"
    assert after["description"] == "By 2,669." and after["datePublished"] == before["datePublished"]
    assert after["dateModified"] >= before["dateModified"] and after["version"] == before["version"] + 1


def test_a_story_that_follows_the_record_is_a_live_blog_until_it_is_settled(marsh):
    blog = nodes(STORY)["LiveBlogPosting"]
    assert blog["coverageStartTime"] == blog["datePublished"] and "coverageEndTime" not in blog
    said = {update["headline"]: update for update in blog["liveBlogUpdate"]}
    assert set(said) == {
        "A day in Northmarsh",
        "Northmarsh by-election: Harbour gain from Orchard, majority 2,469.",
        "Nell Harrow",
    }
    times = [update["datePublished"] for update in blog["liveBlogUpdate"]]
    assert times == sorted(times, reverse=True)
    assert all(update.get("articleBody") or update["citation"] for update in said.values())
    page = Client().get(STORY).content.decode()
    assert all(f'id="{update["url"].partition("#")[2]}"' in page for update in said.values() if "#" in update["url"])
    world.set_clock(timedelta(days=2))
    settled = nodes(STORY)
    assert "LiveBlogPosting" not in settled and "NewsArticle" in settled


def test_an_awaited_result_is_no_update(marsh):
    world.story(world.contest("Southmarsh", world.NORTHMARSH), slug="waiting", headline="Waiting")
    assert [update["headline"] for update in nodes("/articles/waiting/")["LiveBlogPosting"]["liveBlogUpdate"]] == ["Waiting"]


def test_a_quote_says_who_said_it_when_and_where_it_can_be_checked(marsh):
    quote = nodes("/quotes/harrow-day/")["Quotation"]
    assert quote == nodes(STORY)["Quotation"]
    assert quote["text"] == "This is a day </script><b>to remember</b>."
    assert quote["creator"] == {
        "@type": "Person", "name": "Nell Harrow", "url": f"{HERE}/people/nell-harrow/", "jobTitle": "Leader of the Orchard Party",
    }  # fmt: skip
    assert quote["isBasedOn"]["name"] == "Marsh Radio, breakfast news" and quote["dateCreated"] == "2031-05-02T08:30:00+01:00"


@pytest.mark.parametrize(("precision", "said"), [("day", "2031-05-02"), ("month", "2031-05")])
def test_when_something_was_said_is_given_no_more_precisely_than_it_is_known(northmarsh, precision, said):
    world.quote(said_precision=precision)
    world.story(northmarsh, body="{quote:harrow-day}")
    assert nodes("/quotes/harrow-day/")["Quotation"]["dateCreated"] == said


def test_what_was_only_reported_or_was_retracted_is_no_quotation(marsh):
    world.quote([], "reported", reported="Said that it had been fair.")
    world.story(marsh, slug="other", body="{quote:reported}")
    assert "Quotation" not in nodes("/quotes/reported/") | nodes("/articles/other/")
    type(marsh.articles.first().quotes.first()).objects.get(slug="harrow-day").retract(by=world.duty_editor(), note="Wrong.")
    assert "Quotation" not in nodes(STORY) | nodes("/quotes/harrow-day/")
    assert "remember" not in Client().get(STORY).content.decode()


def test_the_way_to_a_page_is_the_one_that_readers_see(marsh):
    address = f"/contests/{marsh.ballot_paper_id}/"
    items = nodes(address)["BreadcrumbList"]["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3, 4]
    assert [item["name"] for item in items][:2] == ["Elections", "Thursday 1 May 2031"]
    assert items[-1] == {"@type": "ListItem", "position": 4, "name": "Northmarsh by-election", "item": HERE + address}
    page = Client().get(address).content.decode()
    for item in items[:-1]:
        assert f'<a href="{item["item"].removeprefix(HERE)}">{item["name"]}</a>' in page


def test_a_browser_takes_the_data_for_data(client, marsh):
    """No letter of it ends the element it stands in."""
    page = client.get(STORY).content.decode()
    assert "\\u003c/script\\u003e" in page and "</script><b>" not in page
