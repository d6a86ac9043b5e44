"""A small fictional world with names: Northmarsh, its parties and its people. Builders are plain functions; results go
through the same verbs as the desk's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection

from elections.models import (
    Area,
    Candidacy,
    Contest,
    Declaration,
    Election,
    Party,
    Person,
)
from elections.papers import Paper, Row
from newsroom.models import Article, ArticleContest, Outlet, Quote

PASSWORD = "a long fictional password"
PARTIES = {  # name: short name, abbreviation, colour
    "Harbour Party": ("Harbour", "Har", "#0077b6"),
    "Orchard Party": ("Orchard", "Orc", "#c70000"),
    "Old Lantern Party": ("Old Lantern", "OL", "#ff7f0f"),
    "Lantern Party": ("Lantern", "Lan", "#ff7f0f"),
}
NORTHMARSH = {  # candidate: party, votes; Sam Stone stands as an independent
    "Ada Quill": ("Harbour Party", 12_345),
    "Ben Rook": ("Orchard Party", 9_876),
    "Sam Stone": ("", 2_100),
    "Lil Wick": ("Lantern Party", 400),
}
NORTHMARSH_BEFORE = {
    "Otto Pear": ("Orchard Party", 14_000),
    "Ada Quill": ("Harbour Party", 9_000),
    "Wim Wick": ("Old Lantern Party", 5_000),
}
NORTHMARSH_ID = "parl.northmarsh.2031-05-01"
ELECTORATE = 60_000


def user(name: str, role: str = "", **more: Any) -> Any:
    """Somebody at the desk; `role` is a group such as "results editor"."""
    person, created = get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True, **more})
    if created:
        person.set_password(PASSWORD)
        person.save()
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


def editor() -> Any:
    return user("erin", "results editor")


def checker() -> Any:
    return user("chen", "checker")


def journalist() -> Any:
    return user("joan", "journalist")


def duty_editor() -> Any:
    return user("dora", "duty editor")


def party(name: str) -> Party:
    short, abbreviation, colour = PARTIES[name]
    defaults = {"short_name": short, "abbreviation": abbreviation, "slug": short.lower().replace(" ", "-"), "colour": colour}
    return Party.objects.get_or_create(name=name, defaults=defaults)[0]


def lantern() -> Party:
    """A renamed party: the Lantern Party continues the Old Lantern Party."""
    new, old = party("Lantern Party"), party("Old Lantern Party")
    if new.continues_id is None:
        new.continues = old
        new.save()
    return new


def person(name: str = "Nell Harrow") -> Person:
    return Person.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def election(day: date = date(2031, 5, 1), *, kind: str = "parl", rehearsal: bool = False) -> Election:
    defaults = {
        "name": f"Fictional election, {day}",
        "kind": kind,
        "polling_on": day,
        "polls_close_at": datetime(day.year - 20, day.month, day.day, 21, tzinfo=UTC),  # long ago, by any clock
        "rehearsal": rehearsal,
    }
    return Election.objects.get_or_create(slug=f"{kind}.{day}{'.rehearsal' if rehearsal else ''}", defaults=defaults)[0]


def contest(area: str, candidates: dict[str, tuple[str, int]], day: date = date(2031, 5, 1), **more: Any) -> Contest:
    """An undeclared contest with its candidates in ballot order; a candidate without a party is an independent."""
    lantern()
    place = Area.objects.get_or_create(slug=area.lower(), defaults={"name": area, "kind": "constituency"})[0]
    rehearsal = more.pop("rehearsal", False)
    new = Contest.objects.create(
        ballot_paper_id=f"parl.{area.lower()}.{day}{'.rehearsal' if rehearsal else ''}",
        election=election(day, rehearsal=rehearsal),
        area=place,
        **more,
    )
    for order, (name, (of, _votes)) in enumerate(sorted(candidates.items(), key=lambda c: c[0].split()[-1]), start=1):
        Candidacy.objects.create(
            contest=new,
            slug=name.lower().replace(" ", "-"),
            ballot_name=name,
            standing_as="party" if of else "independent",
            party=party(of) if of else None,
            ballot_order=order,
        )
    return new


def northmarsh() -> Contest:
    """An undeclared by-election, compared with a declared election that the Orchard Party won."""
    before = contest("Northmarsh", NORTHMARSH_BEFORE, date(2029, 5, 3))
    declare(before, NORTHMARSH_BEFORE)
    return contest("Northmarsh", NORTHMARSH, by_election_reason="a resignation", comparison=before)


def lists(voting_system: str = "AMS", **more: Any) -> Contest:
    """An undeclared contest of three seats: two lists, the first with two members, and an independent; a twentieth is needed."""
    standing = {"Harbour Party": ("Harbour Party", 0), "Orchard Party": ("Orchard Party", 0), "Sam Stone": ("", 0)}
    new = contest("Skerry", standing, voting_system=voting_system, seats=3, threshold_divisor=20, **more)
    new.candidacies.filter(standing_as="party").update(kind=Candidacy.Kind.LIST)
    harbour = new.candidacies.get(slug="harbour-party")
    for position, name in enumerate(("Nell Harrow", "Otto Pear"), start=1):
        slug = name.lower().replace(" ", "-")
        Candidacy.objects.create(
            contest=new, slug=slug, ballot_name=name, party=harbour.party, on_list=harbour, list_position=position
        )
    return new


def paper(of: Contest, candidates: dict[str, tuple[str, int]] = NORTHMARSH, **more: Any) -> Paper:
    """The returning officer's paper with these votes."""
    slugs = dict(of.candidacies.values_list("ballot_name", "pk"))
    rows = tuple(Row(slugs[name], votes=votes) for name, (_party, votes) in candidates.items())
    valid = sum(votes for _party, votes in candidates.values())
    figures = {"valid_votes": valid, "electorate": ELECTORATE, "rejected_ballots": (100,), "source": "the declaration paper"}
    revision = of.declarations.count() + 1
    corrected = of.declarations.filter(kind__in=["figures", "correction"]).order_by("-revision").first()
    if corrected and corrected.revision == revision - 1:
        figures |= {"kind": "correction", "public_note": "A figure was misread."}
    return Paper(contest_id=of.pk, for_revision=revision, rows=rows, **{**figures, **more})


def declare(of: Contest, candidates: dict[str, tuple[str, int]] = NORTHMARSH, **more: Any) -> Declaration:
    """Two people enter the same paper."""
    of.enter_sheet(paper(of, candidates, **more), by=editor())
    declaration = of.enter_sheet(paper(of, candidates, **more), by=checker()).declaration
    assert declaration is not None
    return declaration


def quote(
    words: str | list[str] = "This is a day to remember.", slug: str = "harrow-day", *, verified: bool = True, **more: Any
) -> Quote:
    """What Nell Harrow said on the radio; the source that is kept has every word of it."""
    outlet = Outlet.objects.get_or_create(name="Marsh Radio", defaults={"kind": "broadcaster"})[0]
    stated = {
        "person": person(),
        "words": [words] if isinstance(words, str) else words,
        "said_at": datetime(2031, 5, 2, 7, 30, tzinfo=UTC),
        "medium": "broadcast",
        "outlet": outlet,
        "source_text": "Marsh Radio, breakfast news",
        "source_url": "https://radio.example/breakfast",
        "role_at_time": "Leader of the Orchard Party",
        "party": party("Orchard Party"),
        **more,
    }
    new = Quote.objects.create(slug=slug, entered_by=journalist(), **stated)
    said = " ".join(f"“{part}”" for part in [*new.words, new.reported] if part)
    new.capture_source(by=journalist(), text=f"Marsh Radio, breakfast news. Nell Harrow: {said}")
    if verified:
        new.verify(by=duty_editor())
    return new


def story(
    *contests: Contest,
    body: str = "The majority was [](figure:majority).",
    headline: str = "A day in Northmarsh",
    standfirst: str = "",
    slug: str = "a-day-in-northmarsh",
    published: bool = True,
) -> Article:
    article = Article.objects.create(slug=slug)
    for position, about in enumerate(contests, start=1):
        ArticleContest.objects.create(article=article, contest=about, position=position)
    article.write(by=journalist(), headline=headline, standfirst=standfirst, body=body)
    if published:
        article.publish(by=duty_editor())
    return article


CORRECTED = {**NORTHMARSH, "Ada Quill": ("Harbour Party", 12_545)}  # the majority was 2,469 and is 2,669


def set_clock(ahead: timedelta) -> None:
    """Puts the database's clock ahead until the test's transaction ends, so that a minute comes without waiting for it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS clock")
        for name in ("statement_timestamp", "transaction_timestamp"):
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION clock.{name}() RETURNS timestamptz LANGUAGE sql STABLE AS"
                f" $$ SELECT pg_catalog.{name}() + current_setting('clock.ahead')::interval $$"
            )
        cursor.execute("SELECT set_config('clock.ahead', %s, true)", [f"{ahead.total_seconds()} seconds"])
        cursor.execute("SET LOCAL search_path = clock, pg_catalog, public")
