"""Where a page stands: the way to it from the widest, which its head shows and search engines read."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from elections.models import Area
from elections.overviews import ABOVE, Poll
from elections.results import Result


@dataclass(frozen=True, slots=True)
class Step:
    """One page on the way, by name and path; the last is the page itself."""

    name: str
    path: str


def of_poll(poll: Poll) -> list[Step]:
    """All elections, the polling day and, of one election, its own page."""
    steps = [Step(_("Elections"), reverse("elections")), _day(poll.polling_on)]
    return [*steps, Step(poll.title, reverse("election", args=[poll.slug]))] if poll.title else steps


def of_contest(result: Result) -> list[Step]:
    return [
        Step(_("Elections"), reverse("elections")),
        *([] if result.rehearsal else [_day(result.polling_on)]),  # a day's page leaves rehearsals out
        Step(result.election, reverse("election", args=[result.election_slug])),
        Step(result.title, reverse("contest", args=[result.ballot_paper_id])),
    ]


def of_area(area: Area) -> list[Step]:
    """The areas above it, the widest first, as far as `overviews.area_version` brings them; none above, no way."""
    chain = [area]
    for _above in ABOVE:
        if chain[0].parent is not None:
            chain.insert(0, chain[0].parent)
    return [Step(one.name, reverse("area", args=[one.slug])) for one in chain]


def _day(day: object) -> Step:
    return Step(formats.date_format(day, "l j F Y"), reverse("election", args=[f"{day:%Y-%m-%d}"]))
