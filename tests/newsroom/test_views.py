"""Pages of the newsroom as a reader, a cache and a polling page get them."""

import html
import re
from datetime import date, timedelta

import html5lib
import pytest
from django.test import Client

from elections import versions
from elections.models import Candidacy
from newsroom.models import Correction, Placement
from tests import world

pytestmark = pytest.mark.django_db
STORY, FRAGMENT = "/articles/a-day-in-northmarsh/", "/live/articles/a-day-in-northmarsh/"
LIVE = "public, max-age=0, s-maxage=1, stale-while-revalidate=4, stale-if-error=86400"


@pytest.fixture
def reader() -> Client:
    return Client()


@pytest.fixture
def story(northmarsh):
    """A live story about a declared contest, with one quote in its text and one beside it."""
    world.declare(northmarsh)
    world.quote("This is a day to remember.", "in-the-text")
    world.quote("We must start again.", "beside-the-text")
    new = world.story(northmarsh, body="She won by [](figure:majority).\n\n{quote:in-the-text}\n\nThe end.", published=False)
    new.place(["beside-the-text"])
    new.publish(by=world.duty_editor())
    return new


def text(response) -> str:
    return html.unescape(response.content.decode())


def tree(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


def words(node) -> str:
    return " ".join("".join(node.itertext()).split())


def heard(reader: Client, address: str) -> str:
    return words(tree(reader.get(address)).find(".//main"))


# What a page says without a script.


def test_the_article_has_every_figure_of_the_result_without_a_script(reader, story):
    page = words(tree(reader.get(STORY)).find(".//main"))
    for said in ("12,345", "9,876", "2,100", "400", "2,469", "49.9%", "39.9%", "Turnout 41.2%", "Harbour gain from Orchard"):
        assert said in page
    for name in world.NORTHMARSH:
        assert name in page
    assert "She won by 2,469." in page


def test_the_article_has_each_quotes_words_and_its_source(reader, story):
    page = words(tree(reader.get(STORY)).find(".//main"))
    for said in ("“This is a day to remember.”", "“We must start again.”", "Leader of the Orchard Party"):
        assert said in page
    assert page.count("source: Marsh Radio, breakfast news") == 2
    assert page.count("broadcast interview, Marsh Radio") == 2


def test_a_quote_is_a_figure_with_its_words_in_a_blockquote_and_the_rest_in_a_caption(reader, story):
    (figure,) = tree(reader.get(STORY)).findall(".//figure[@id='quote-in-the-text']")
    blockquote, caption = figure.find("blockquote"), figure.find("figcaption")
    assert blockquote.get("cite") == "https://radio.example/breakfast"
    assert words(blockquote) == "“This is a day to remember.”"
    assert "Nell Harrow" in words(caption) and caption.find(".//time").get("datetime").startswith("2031-05-02T08:30+01:00")
    assert caption.find("span[@class='source']/a").get("href") == "https://radio.example/breakfast"


def test_a_quote_without_an_address_has_no_cite(reader, northmarsh):
    world.quote(source_url="")
    world.story(northmarsh, body="{quote:harrow-day}")
    (figure,) = tree(reader.get(STORY)).findall(".//figure")
    assert "cite" not in figure.find("blockquote").attrib
    assert figure.find("figcaption/span[@class='source']/a") is None and "Marsh Radio, breakfast news" in words(figure)


def test_a_quote_in_fragments_has_a_paragraph_for_each_and_reported_speech_stands_outside(reader, northmarsh):
    world.quote(words=["One thing.", "Another <b>thing</b>."], reported="Said that it rained.")
    world.story(northmarsh, body="{quote:harrow-day}")
    (figure,) = tree(reader.get(STORY)).findall(".//figure")
    assert [words(p) for p in figure.findall("blockquote/p")] == ["“One thing.”", "“Another <b>thing</b>.”"]
    assert words(figure.find("p")) == "Said that it rained."


@pytest.mark.parametrize(
    ("precision", "stamp", "said"),
    [
        ("minute", "2031-05-02T08:30+01:00", "08:30 BST"),
        ("day", "2031-05-02", "Friday 2 May 2031"),
        ("month", "2031-05", "May 2031"),
    ],
)
def test_a_quote_is_dated_as_precisely_as_it_is_known(reader, northmarsh, precision, stamp, said):
    world.quote(said_precision=precision)
    world.story(northmarsh, body="{quote:harrow-day}")
    time = tree(reader.get(STORY)).find(".//figcaption//time")
    assert time.get("datetime") == stamp and said in words(time)


def test_a_verified_quote_that_no_published_words_hold_is_not_shown(reader, northmarsh):
    article = world.story(northmarsh)
    quote = world.quote("Not yet for readers.")
    Placement.objects.create(article=article, quote=quote)
    assert "Not yet for readers." not in text(reader.get(STORY))


def test_a_reader_is_told_when_words_are_being_checked(reader, northmarsh):
    world.declare(northmarsh)
    world.story(northmarsh, body="She won by [almost 2,500](figure:majority).")
    assert "We are checking this story’s figures." not in text(reader.get(STORY))
    world.declare(northmarsh, world.CORRECTED)
    for address in (STORY, FRAGMENT):
        assert "We are checking this story’s figures." in text(reader.get(address))


@pytest.mark.parametrize("declared", [True, False])
def test_every_word_that_is_tied_to_the_record_leads_to_something_on_the_page(reader, northmarsh, declared):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    if declared:
        world.declare(northmarsh)
        world.declare(other)
    paths = ["majority", "turnout", "electorate", "valid_votes", "rejected_ballots", "candidates", "deposits_lost", "winner"]
    paths += ["runner_up", "result", "swing", "votes.ada-quill", "share.har", "change.har", "place.ben-rook"]
    paths += ["previous.majority", "previous.turnout", "previous.votes.otto-pear", f"{other.ballot_paper_id}/majority"]
    world.story(northmarsh, body=" ".join(f"[](figure:{path})" for path in paths))
    page = tree(reader.get(STORY))
    ids = {node.get("id") for node in page.iter() if node.get("id")}
    links = {a.get("href") for a in page.iter("a") if a.get("class") == "bound"}
    assert {link for link in links if link.removeprefix("#") not in ids} == set()
    assert len(links) > 5 or not declared


def test_ids_are_used_once_on_a_page_with_two_contests_and_two_quotes(reader, northmarsh):
    other = world.contest("Southmarsh", world.NORTHMARSH)
    for contest in (northmarsh, other):
        world.declare(contest)
    for slug in ("one", "two"):
        world.quote(slug=slug)
    world.story(northmarsh, other, body="{quote:one}\n\n{quote:two}")
    for address in (STORY, "/", f"/contests/{northmarsh.ballot_paper_id}/"):
        ids = [node.get("id") for node in tree(reader.get(address)).iter() if node.get("id")]
        assert len(ids) == len(set(ids)), address


def test_the_front_page_leads_to_the_story_its_contest_and_its_reactions(reader, story, northmarsh):
    page = tree(reader.get("/"))
    links = {a.get("href") for a in page.iter("a")}
    assert {STORY, f"/contests/{northmarsh.ballot_paper_id}/", f"{STORY}#quote-in-the-text"} <= links
    said = words(page)
    assert "A day in Northmarsh" in said and "“We must start again.”" in said and "Harbour gain from Orchard" in said


def test_the_front_page_stands_before_anything_is_published(reader, db):
    response = reader.get("/")
    assert response.status_code == 200 and "No story is published yet" in text(response)


def test_the_front_page_tells_the_newest_corrections_in_short(reader, northmarsh):
    world.declare(northmarsh)
    bound = "[](figure:votes.ada-quill) [](figure:share.ada-quill) [](figure:majority) [](figure:turnout)"
    world.story(northmarsh, body=bound)
    said = heard(reader, "/")
    assert "Corrections are never removed" in said and "2,669" not in said
    world.declare(northmarsh, world.CORRECTED)
    page, said = reader.get("/"), heard(reader, "/")
    assert "The vote for Ada Quill: 12,345 12,545" in said and "and 1 more figure" in said and "The turnout" not in said
    (correction,) = Correction.objects.all()
    assert f'href="{STORY}#correction-{correction.pk}"' in page.content.decode()
    correction.word("We had misread a figure.", by=world.duty_editor())
    assert "We had misread a figure." in heard(reader, "/")


def test_no_headline_on_the_front_page_is_silent_while_its_figures_are_being_checked(reader, northmarsh):
    world.declare(northmarsh)
    body = "By [almost 2,500](figure:majority)."
    world.story(northmarsh, body=body, slug="second", headline="Second")
    world.story(northmarsh, body=body)
    assert "being checked" not in heard(reader, "/") and "We are checking" not in heard(reader, "/")
    world.declare(northmarsh, world.CORRECTED)
    said = heard(reader, "/")
    assert said.count("We are checking this story’s figures.") == 1 and "Second (being checked)" in said


def test_a_story_has_its_pictures_its_earlier_versions_and_the_data_beside_it(reader, northmarsh):
    world.declare(northmarsh)
    world.story(northmarsh)
    page = reader.get(STORY).content.decode()
    assert (
        'id="slope-head"' in page and f"/contests/{northmarsh.ballot_paper_id}.json" in page and "This story, version" not in page
    )
    for votes in (world.CORRECTED, world.NORTHMARSH):
        world.declare(northmarsh, votes)
    page = heard(reader, STORY)
    assert page.index("This story, version 2") < page.index("This story, version 1")
    assert "Version 1, which it replaced" in heard(reader, f"{STORY}v/2/")
    assert "which it replaced" not in heard(reader, f"{STORY}v/1/")


@pytest.mark.parametrize("address", ["/articles/nowhere/", "/live/articles/nowhere/"])
def test_an_unknown_story_is_not_found(reader, db, address):
    assert reader.get(address).status_code == 404


def test_a_draft_a_scheduled_story_and_an_unknown_one_cannot_be_told_apart(reader, northmarsh):
    from django.utils import timezone

    world.story(northmarsh, slug="draft", published=False)
    scheduled = world.story(northmarsh, slug="scheduled", published=False)
    scheduled.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=1))
    for prefix in ("/articles/", "/live/articles/"):
        answers = [reader.get(f"{prefix}{slug}/") for slug in ("nowhere", "draft", "scheduled")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({str(dict(answer.headers)) for answer in answers}) == 1


def test_a_scheduled_story_is_served_once_its_minute_has_come(reader, northmarsh):
    from django.utils import timezone

    story = world.story(northmarsh, published=False)
    story.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=1))
    front = reader.get("/")["ETag"]
    world.set_clock(timedelta(hours=1, minutes=1))
    assert reader.get(STORY).status_code == reader.get(FRAGMENT).status_code == 200
    assert reader.get("/")["ETag"] != front and "A day in Northmarsh" in text(reader.get("/"))


# How many questions a page asks the database.


def grow(story, contest, times: int) -> None:
    """More candidates, quotes, bound words and contests for a story."""
    for n in range(times):
        name = f"Extra {n}"
        Candidacy.objects.create(
            contest=contest, slug=f"extra-{n}", ballot_name=name, standing_as="independent", ballot_order=50 + n
        )
    for n in range(times):
        world.quote(f"Words {n}.", slug=f"quote-{n}")
    others = [world.contest(f"Extramarsh{n}", world.NORTHMARSH) for n in range(times)]
    for other in others:
        world.declare(other)
        story.article_contests.create(contest=other, position=9)
    body = "\n\n".join(f"[](figure:majority) [](figure:votes.extra-{n})\n\n{{quote:quote-{n}}}" for n in range(times))
    story.write(by=world.journalist(), headline="Grown", standfirst="", body=body)
    story.publish(by=world.duty_editor())


@pytest.mark.parametrize(
    ("address", "most"), [(STORY, 7), (FRAGMENT, 5), ("/", 9), ("/contests/{}/", 7), ("/live/contests/{}/", 3)]
)
def test_no_page_asks_more_of_the_database_however_much_there_is_on_it(
    reader, northmarsh, django_assert_max_num_queries, address, most
):
    address = address.format(northmarsh.ballot_paper_id)
    story = world.story(northmarsh, body="[](figure:majority)")
    with django_assert_max_num_queries(most) as small:
        assert reader.get(address).status_code == 200
    grow(story, northmarsh, 4)
    votes = {name: of for name, of in world.NORTHMARSH.items()} | {f"Extra {n}": ("", 10 + n) for n in range(4)}
    world.declare(northmarsh, votes)
    with django_assert_max_num_queries(most) as large:
        assert reader.get(address).status_code == 200
    assert len(large) <= max(len(small), most) and len(large) <= most
    again = world.quote("One more.", slug="one-more")
    story.write(by=world.journalist(), headline="Grown again", standfirst="", body=f"{{quote:{again.slug}}}\n\n[](figure:swing)")
    story.publish(by=world.duty_editor())
    with django_assert_max_num_queries(len(large)):
        reader.get(address)


@pytest.mark.parametrize("address", [STORY, FRAGMENT, "/", "/contests/{}/", "/live/contests/{}/"])
def test_to_say_that_nothing_has_changed_takes_one_question(reader, story, northmarsh, django_assert_max_num_queries, address):
    address = address.format(northmarsh.ballot_paper_id)
    etag = reader.get(address)["ETag"]
    with django_assert_max_num_queries(1):
        assert reader.get(address, headers={"if-none-match": etag}).status_code == 304


# What caches read.

PUBLIC = [STORY, FRAGMENT, "/", "/contests/{}/", "/live/contests/{}/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_an_answer_has_an_etag_and_is_not_sent_again_while_nothing_changes(reader, story, northmarsh, address):
    address = address.format(northmarsh.ballot_paper_id)
    first = reader.get(address)
    assert re.fullmatch(r'W/"[a-zA-Z]\d+-[0-9a-z-]+"', first["ETag"])
    for known in (first["ETag"], f'"other", {first["ETag"]}', "*"):
        again = reader.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        for header in ("ETag", "Cache-Control", "Vary"):
            assert again[header] == first[header]
    assert reader.get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", PUBLIC)
def test_a_declaration_a_quote_and_a_new_revision_each_make_a_new_etag(reader, northmarsh, address):
    address = address.format(northmarsh.ballot_paper_id)
    story = world.story(northmarsh)
    seen = [reader.get(address)["ETag"]]
    world.declare(northmarsh)
    seen.append(reader.get(address)["ETag"])
    assert seen[0] != seen[1]
    if "/live/contests/" not in address:  # a contest's panel shows no story
        world.quote()
        story.write(by=world.journalist(), headline="Anew", standfirst="", body="{quote:harrow-day}")
        story.publish(by=world.duty_editor())
        assert reader.get(address)["ETag"] not in seen


def test_page_and_fragment_never_share_an_etag(reader, story, northmarsh):
    addresses = [address.format(northmarsh.ballot_paper_id) for address in PUBLIC]
    etags = [reader.get(address)["ETag"] for address in addresses]
    assert len(set(etags)) == len(etags)


def test_the_page_is_born_with_the_etag_and_version_of_its_fragment(reader, story):
    page, fragment = tree(reader.get(STORY)).find(".//section[@id='article-live']"), reader.get(FRAGMENT)
    live = html5lib.parseFragment(fragment.content.decode(), namespaceHTMLElements=False).find("section")
    assert page.get("data-etag") == live.get("data-etag") == fragment["ETag"]
    assert page.get("data-version") == live.get("data-version")
    assert page.get("hx-get") == live.get("hx-get") == FRAGMENT


def test_the_fragment_is_the_live_section_of_the_page_to_the_letter(reader, story, northmarsh):
    for page, fragment in [(STORY, FRAGMENT), ("/contests/{}/", "/live/contests/{}/")]:
        page, fragment = (address.format(northmarsh.ballot_paper_id) for address in (page, fragment))
        assert reader.get(fragment).content.strip() in reader.get(page).content


@pytest.mark.parametrize("address", PUBLIC)
def test_headers_let_every_cache_keep_it_for_all_readers(reader, story, northmarsh, address):
    response = reader.get(address.format(northmarsh.ballot_paper_id))
    assert response["Cache-Control"] == LIVE
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("quiet", "pace", "caching"),
    [
        (timedelta(minutes=9), "every 5s", "5s"),
        (timedelta(minutes=11), "every 60s", "60s"),
        (timedelta(hours=23, minutes=59), "every 60s", "60s"),
        (timedelta(hours=24, minutes=1), None, ""),
    ],
)
def test_a_quiet_page_asks_less_often_and_a_settled_one_never_again(reader, story, quiet, pace, caching):
    world.set_clock(quiet)
    response = reader.get(STORY)
    live = tree(response).find(".//section[@id='article-live']")
    assert live.get("hx-trigger") == pace
    assert (live.get("hx-get") is None) == (pace is None)
    assert response["Cache-Control"] == versions.CACHING[caching]


def test_a_page_that_waits_for_a_result_keeps_asking_however_long_it_takes(reader, northmarsh):
    world.story(northmarsh)
    world.set_clock(timedelta(days=3))
    assert tree(reader.get(STORY)).find(".//section[@id='article-live']").get("hx-trigger") == "every 5s"


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize(
    "headers",
    [
        {"hx-request": "true"},
        {"hx-request": "true", "hx-boosted": "true", "hx-target": "article-live"},
        {"hx-history-restore-request": "true"},
        {"accept": "application/json"},
        {"cookie": "sessionid=nonsense"},
        {"cookie": "sessionid=x"},
        {"cookie": "csrftoken=nonsense"},
    ],
)
def test_no_header_of_a_reader_changes_the_answer(reader, story, northmarsh, address, headers):
    address = address.format(northmarsh.ballot_paper_id)
    plain, other = reader.get(address), reader.get(address, headers=headers)
    assert other.content == plain.content and dict(other.headers) == dict(plain.headers)
    assert not other.cookies


@pytest.mark.parametrize("address", PUBLIC)
def test_an_answer_is_compressed_for_who_can_read_it(reader, story, northmarsh, address):
    address = address.format(northmarsh.ballot_paper_id)
    response = reader.get(address, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip" and response["Vary"] == "Accept-Encoding"
    assert response["ETag"] == reader.get(address)["ETag"]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_readers_can_only_read(reader, story, northmarsh, address, method):
    assert getattr(reader, method)(address.format(northmarsh.ballot_paper_id)).status_code == 405


# Rehearsals.


def test_every_page_of_a_rehearsal_says_so(reader, db):
    real = world.contest("Southmarsh", world.NORTHMARSH)
    practice = world.contest("Practicemarsh", world.NORTHMARSH, date(2031, 5, 1), rehearsal=True)
    world.story(practice, slug="practice", headline="A practice story")
    world.story(real, practice, slug="both", headline="A story about both")
    world.story(real, slug="real", headline="A real story")
    for declared in (False, True):
        if declared:
            world.declare(practice)
        for address in ("/articles/practice/", "/articles/both/", f"/contests/{practice.ballot_paper_id}/"):
            assert "Rehearsal. This is not a real election" in words(tree(reader.get(address))), address
        for address in ("/articles/real/", f"/contests/{real.ballot_paper_id}/"):
            assert "Rehearsal" not in text(reader.get(address)), address


def test_the_front_page_labels_a_rehearsal_and_does_not_count_it_as_a_declaration(reader, db):
    practice = world.contest("Practicemarsh", world.NORTHMARSH, rehearsal=True)
    world.story(practice, slug="practice", headline="A practice story")
    alone = tree(reader.get("/"))
    assert words(alone.find(".//span[@class='label']")) == "Rehearsal"
    world.declare(practice)
    world.story(world.contest("Southmarsh", world.NORTHMARSH), slug="real", headline="A real story")
    page = tree(reader.get("/"))
    assert words(page.find(".//h1")) == "A real story"
    (label,) = page.findall(".//span[@class='label']")
    assert words(label) == "Rehearsal"
    assert "Practicemarsh" not in words(page.find(".//section[@aria-labelledby='declarations']"))


# Who publishes this, and pages that are not there.


def test_who_publishes_is_what_the_settings_say(client, db, settings):
    settings.PUBLISHER, settings.CONTACT_EMAIL, settings.PUBLISHER_ADDRESS = "The Marsh & Co", "desk@marsh.example", "1 Reed Lane"
    first = client.get("/about/")
    page = first.content.decode()
    assert "published by The Marsh &amp; Co. 1 Reed Lane" in page
    assert '<a href="mailto:desk@marsh.example">desk@marsh.example</a>' in page
    assert all(f'id="{part}"' in page for part in ("publisher", "corrections", "contact", "privacy"))
    assert client.get("/about/", headers={"if-none-match": first["ETag"]}).status_code == 304
    settings.CONTACT_EMAIL = ""
    assert client.get("/about/", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert "mailto:" not in client.get("/about/").content.decode()


def test_a_page_that_is_not_there_offers_ways_on(client, db):
    page = client.get("/nowhere/").content.decode()
    assert '<meta name="robots" content="noindex">' in page and 'id="page-q"' in page
    for address in ("/", "/elections/", "/people/", "/about/"):
        assert f'href="{address}"' in page
