"""What the style guide shows of the newsroom: fictional words in every state, made for the page and never stored."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elections import overviews, specimens, styles
from elections.models import Party, Person
from elections.trails import Step
from newsroom.models import Outlet, Quote


def quotes() -> tuple[Quote, ...]:
    """Spoken to the minute, written to the day by somebody without a party, and reported only, to the month."""
    harbour = Party(name="Harbour Party", short_name="Harbour", abbreviation="Har", slug="harbour")

    def said(slug: str, name: str, **more: Any) -> Quote:
        given = {
            "person": Person(name=name, slug=slug),
            "said_at": datetime(2031, 5, 2, 7, 30, tzinfo=UTC),
            "outlet": Outlet(name="Marsh Radio", kind="broadcaster"),
            "source_text": "Marsh Radio, breakfast news",
            "role_at_time": "Leader of the Harbour Party",
            "medium": "broadcast",
        }
        return Quote(slug=slug, **{**given, **more})

    url = "https://radio.example/breakfast"
    return (
        said("harrow", "Nell Harrow", words=["This is a day to remember."], party=harbour, source_url=url),
        said("stone", "Sam Stone", words=["I am sorry.", "I will ask why."], said_precision="day", medium="post", outlet=None,
             role_at_time="independent member for Eastmarsh"),
        said("reeve", "Tom Reeve", reported="Said that the count had been fair.", said_precision="month", medium="print"),
    )  # fmt: skip


def context() -> dict[str, Any]:
    """Everything that templates/styleguide.html draws: results by name, a night of them, words."""
    of = {name.replace(" ", "_"): one for name, one in specimens.results().items()}
    night = specimens.poll()
    shown_apart = ("lists", "two_rounds", "stages")  # each under the file of its own table
    return {
        "files": {name: f"{name}.css" for name in styles.SHEETS},
        "colours": ("page", "panel", "ink", "soft", "hair", "link", "correction", "on-correction", "mark", "bar-empty"),
        "parties_shown": (*specimens.PARTIES, "ind", "other"),
        "of": of,
        "panels": [one for name, one in of.items() if name not in shown_apart],
        "poll": night,
        "listing": overviews.every(night.contests),
        "filters": overviews.FILTERS,
        "sorts": overviews.SORTS,
        "quotes": quotes(),
        "history": specimens.published(),
        "trail": [Step("Elections", "#trail"), Step("Thursday 1 May 2031", "#trail"), Step("Northmarsh by-election", "#trail")],
    }
