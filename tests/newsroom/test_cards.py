"""The picture of a shared link says what the record says, and another figure is another address."""

import io
import re

import pytest
from django.utils.html import escape
from PIL import Image

from elections import colours, importers, results
from elections.models import Contest, Kind
from elections.papers import Paper
from newsroom import cards
from tests import world
from tests.elections import test_systems as systems

pytestmark = pytest.mark.django_db
LOOKS = {f"p-{slug}": colours.looks(light, dark)[0] for slug, light, dark in colours.OTHERS}


def composed(contest, headline="") -> cards.Card:
    return cards.compose(results.result(contest.pk), 1, headline)


def taken_back(contest) -> None:
    """Two people withdraw a declared result."""
    revision = contest.declarations.count() + 1
    paper = Paper(
        contest_id=contest.pk, for_revision=revision, kind=Kind.WITHDRAWAL, rows=(), source="desk", public_note="Doubted."
    )
    for somebody in (world.editor(), world.checker()):
        contest.enter_sheet(paper, by=somebody)


def picture(card: cards.Card) -> Image.Image:
    return Image.open(io.BytesIO(cards.draw(card, LOOKS)))


def shared(client, address) -> dict[str, str]:
    """The Open Graph of a page."""
    page = client.get(address).content.decode()
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', page))


def test_a_card_names_the_result_the_leaders_and_what_follows(northmarsh):
    world.declare(northmarsh)
    card = composed(northmarsh)
    assert card.kicker == "Northmarsh by-election, Thursday 1 May 2031"
    assert card.headline == "Harbour gain from Orchard"
    assert [(line.name, line.party, line.figure) for line in card.lines] == [
        ("Ada Quill", "Harbour", "12,345 votes, 49.9%"),
        ("Ben Rook", "Orchard", "9,876 votes, 39.9%"),
        ("Sam Stone", "Independent", "2,100 votes, 8.5%"),
        ("Lil Wick", "Lantern", "400 votes, 1.6%"),
    ]
    assert card.foot == ("Majority 2,469 (10.0%)", "Turnout 41.2%")
    assert card.state == "Entered and checked by two people"
    for said in (card.kicker, card.headline, *card.foot, "Ada Quill, Harbour, 12,345 votes, 49.9%"):
        assert said in card.alt


def test_a_card_leads_with_the_round_that_decided(tmp_path):
    file = tmp_path / "results.csv"
    file.write_text(f"{systems.HEAD}\n{systems.SUPPLEMENTARY}")
    for person in (world.editor(), world.checker()):
        importers.import_results(file, by=person)
    card = composed(Contest.objects.get())
    assert [(line.name, line.figure) for line in card.lines] == [
        ("Ben Rook", "490 votes, 51.0%"),
        ("Ada Quill", "470 votes, 49.0%"),
    ]
    assert card.foot == ("Majority 20 (2.1%) in the second round",)


def test_before_the_declaration_a_card_holds_no_figure(northmarsh):
    northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor())
    card = composed(northmarsh)
    assert (card.headline, card.lines, card.foot, card.state) == ("Result awaited", (), (), "")
    assert not re.search(r"\d,\d|%", card.alt)


def test_the_card_of_a_story_has_its_headline_and_says_the_result_below(northmarsh):
    world.declare(northmarsh)
    card = composed(northmarsh, "A day in Northmarsh")
    assert card.headline == "A day in Northmarsh" and card.foot[0] == "Harbour gain from Orchard"


def test_a_result_that_was_taken_back_is_no_longer_on_the_card(northmarsh):
    world.declare(northmarsh)
    taken_back(northmarsh)
    card = composed(northmarsh)
    assert card.headline == "Result awaited" and card.lines == () and "12,345" not in card.alt


def test_a_rehearsal_says_so_first():
    contest = world.contest("Practicemarsh", world.NORTHMARSH, rehearsal=True)
    world.declare(contest)
    assert composed(contest).kicker.startswith("Rehearsal: ")


def test_equal_cards_have_one_address_and_every_word_counts(northmarsh):
    world.declare(northmarsh)
    card = composed(northmarsh)
    assert card.digest == composed(northmarsh).digest
    others = [composed(northmarsh, "Other"), cards.compose(results.result(northmarsh.pk), 2), cards.site()]
    assert len({card.digest, *(other.digest for other in others)}) == 4


@pytest.mark.parametrize(
    "headline", ["", "Short", "A very long headline " * 12, "Antidisestablishmentarianism" * 6, "Ynys Môn · Ł"]
)
def test_a_card_is_drawn_at_its_size_whatever_it_says(northmarsh, headline):
    world.declare(northmarsh)
    assert picture(composed(northmarsh, headline)).size == (1200, 630)


def test_long_words_stay_within_the_card(northmarsh):
    world.declare(northmarsh)
    drawn = picture(composed(northmarsh, "Antidisestablishmentarianism" * 6)).convert("RGB")
    margins = {drawn.getpixel((x, y)) for y in range(20, 630) for x in (*range(0, 60), *range(1140, 1200))}
    assert margins == {(255, 255, 255)}


def test_a_bar_is_as_long_as_the_share(northmarsh):
    world.declare(northmarsh)
    card = composed(northmarsh)
    looks = {**LOOKS, "p-harbour": colours.Look("#0000ff", "#ffffff", "#0000ff")}
    drawn = Image.open(io.BytesIO(cards.draw(card, looks))).convert("RGB")
    rows = [sum(drawn.getpixel((x, y)) == (0, 0, 255) for x in range(1200)) for y in range(20, 520)]
    assert max(rows) == pytest.approx(float(card.lines[0].share) * 1072, abs=2)


def test_a_page_names_its_card_and_a_correction_gives_it_another(client, northmarsh):
    world.declare(northmarsh)
    world.story(northmarsh)
    for page in (f"/contests/{northmarsh.ballot_paper_id}/", "/articles/a-day-in-northmarsh/"):
        first = shared(client, page)
        path = first["og:image"].removeprefix("http://127.0.0.1:8000")
        answer = client.get(path)
        assert answer["Content-Type"] == "image/png" and answer["Cache-Control"].endswith("immutable")
        assert "12,345 votes" in first["og:image:alt"]
    world.declare(northmarsh, {**world.NORTHMARSH, "Ada Quill": ("Harbour Party", 12_354)})
    second = shared(client, page)
    assert second["og:image"] != first["og:image"] and "12,354 votes" in second["og:image:alt"]
    old = client.get(path)
    assert old.status_code == 302 and second["og:image"].endswith(old["Location"])


def test_nobody_finds_the_card_of_a_draft(client, northmarsh):
    story = world.story(northmarsh, published=False)
    digest = cards.of_story("A day in Northmarsh", [results.result(northmarsh.pk)], 1).digest
    assert client.get(f"/cards/articles/{story.slug}.{digest}.png").status_code == 404
    assert client.get(f"/cards/contests/nowhere.{digest}.png").status_code == 404


def test_what_a_page_says_in_its_head_it_says_once_more_for_who_shares_it(client, northmarsh):
    world.declare(northmarsh)
    page = client.get(f"/contests/{northmarsh.ballot_paper_id}/").content.decode()
    found = shared(client, f"/contests/{northmarsh.ballot_paper_id}/")
    assert f"<title>{found['og:title']} - Hustings</title>" in page
    assert f'<meta name="description" content="{found["og:description"]}">' in page
    assert escape(found["og:url"]).endswith(f"/contests/{northmarsh.ballot_paper_id}/")
