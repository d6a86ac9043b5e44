"""What browser tests do over and over: the rehearsal and its story, handing in a sheet, and a poll of an open page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, Response, expect

from elections import importers
from elections.models import Contest, Kind
from elections.papers import Paper, Row
from newsroom.models import Article
from tests import world
from tests.elections import test_systems as systems

PRACTICE = {  # seven, so that two stand in the part of the table that opens; the ballot orders them by name
    "Ana Ash": ("Orchard Party", 8_001),
    "Bo Beech": ("Harbour Party", 9_500),
    "Cy Cedar": ("Lantern Party", 3_000),
    "Di Elder": ("", 700),
    "Ed Fir": ("", 60),
    "Flo Gorse": ("", 50),
    "Gus Hazel": ("", 40),
}
MAJORITY = "1,499"
PARAGRAPH = "The hall in Northmarsh filled early and emptied late, and the tea ran out at two in the morning. " * 6
BODY = "\n\n".join(
    [
        "The majority was [](figure:majority), on a turnout of [](figure:turnout).",
        *[f"Paragraph {number}. {PARAGRAPH}" for number in range(1, 9)],
        "Read [the second hall](https://hall.example/second) too.",
    ]
)
TICK = 5_000  # milliseconds between two polls


def practice(area: str = "Northmarsh") -> Contest:
    """An undeclared rehearsal."""
    return world.contest(area, PRACTICE, rehearsal=True)


def practice_story(contest: Contest) -> Article:
    """A published story whose figures are all awaited."""
    name = contest.area.name
    return world.story(contest, body=BODY, headline=f"A night in {name}", slug=f"a-night-in-{name.lower()}")


def quoted_story(contest: Contest) -> Article:
    """A published story with one quote in its text and another beside it."""
    world.quote("This is a day to remember.", "harrow-day")
    late = world.quote("We will look at what went wrong.", "harrow-wrong")
    body = f"It won, says [Nell Harrow](person:nell-harrow).\n\n{{quote:harrow-day}}\n\n{BODY}"
    story = world.story(contest, body=body, standfirst="Turnout was [](figure:turnout).", published=False)
    story.place([late.slug])
    story.publish(by=world.duty_editor())
    return story


def election_night() -> dict[str, str]:
    """Every kind of page by name, with its address: results declared, compared and awaited, with quotes and without."""
    before = world.contest("Northmarsh", PRACTICE, date(2029, 5, 3))
    declare(before)
    contest = world.contest("Northmarsh", PRACTICE, by_election_reason="a resignation", comparison=before)
    declare(contest, {**PRACTICE, "Cy Cedar": ("Lantern Party", 12_000)})
    rehearsal = practice()
    bound = f"[](figure:majority), [](figure:{before.ballot_paper_id}/votes.gus-hazel)."
    both = world.story(contest, before, rehearsal, body=bound, headline="Three results", slug="three-results")
    corrected = corrected_story()
    gone = world.story(contest, body="Words.", headline="Words that were wrong", slug="withdrawn")
    gone.withdraw(by=world.duty_editor(), note="It named the wrong place.")
    return {
        "front": "/",
        "story": f"/articles/{quoted_story(contest).slug}/",
        "story of three contests": f"/articles/{both.slug}/",
        "contest": f"/contests/{contest.ballot_paper_id}/",
        "story corrected": f"/articles/{corrected.slug}/",
        "story withdrawn": f"/articles/{gone.slug}/",
        "contest awaited": f"/contests/{rehearsal.ballot_paper_id}/",
        "contest corrected": f"/contests/{corrected.contests.get().ballot_paper_id}/",
        "contest taken back": f"/contests/{taken_back().ballot_paper_id}/",
        "contest without a poll": f"/contests/{uncontested().ballot_paper_id}/",
        "story of a rehearsal": f"/articles/{practice_story(rehearsal).slug}/",
        "no such page": "/articles/no-such-story/",
        "search": "/search/",
        "search found": "/search/?q=northmarsh",
        "search of one kind": "/search/?q=northmarsh&filter=contests",
        "search found nothing": "/search/?q=norhtmrash",
        "about": "/about/",
        "methodology": "/methodology/",
        "elections": "/elections/",
        "election": f"/elections/{contest.election.slug}/",
        "election chosen": f"/elections/{contest.election.slug}/?q=north&sort=closest",
        "day": f"/elections/{contest.election.polling_on}/",
        "area": f"/areas/{contest.area.slug}/",
        "party": "/parties/harbour/",
        "people": "/people/",
        "person": "/people/nell-harrow/",
        "quote": "/quotes/harrow-day/",
        "corrections": "/corrections/",
        "story's first version": f"/articles/{both.slug}/v/1/",
        **dict(voting_systems()),
    }


def corrected_story() -> Article:
    """A story with words that may be true no more, after its result was corrected."""
    contest = world.contest("Eastmarsh", PRACTICE, date(2030, 5, 2))
    declare(contest)
    bound = "Bo Beech had [9,500](figure:votes.bo-beech) and won by [almost 1,500](figure:majority)."
    story = world.story(contest, body=bound, headline="A close night in Eastmarsh", slug="a-close-night")
    declare(contest, {**PRACTICE, "Bo Beech": ("Harbour Party", 9_900)})
    return story


def taken_back() -> Contest:
    """A contest whose result was withdrawn."""
    contest = world.contest("Fenmarsh", PRACTICE, date(2030, 5, 2))
    declare(contest)
    both_enter(Paper(contest_id=contest.pk, for_revision=2, kind=Kind.WITHDRAWAL, source="the officer", public_note="A bundle."))
    return contest


def uncontested() -> Contest:
    """A contest with as many candidates as seats, in a place with a long name."""
    contest = world.contest("Saltmarsh", {"Ada Quill": ("", 0)}, date(2030, 5, 2))
    type(contest.area).objects.filter(pk=contest.area_id).update(name="Saltmarsh-on-the-Wold/Kincorthmouth/Newburgh")
    rows = (Row(contest.candidacies.get().pk, elected=True),)
    both_enter(Paper(contest_id=contest.pk, for_revision=1, kind=Kind.UNCONTESTED, rows=rows, source="the officer"))
    return contest


def both_enter(paper: Paper) -> None:
    for person in (world.editor(), world.checker()):
        Contest.objects.get(pk=paper.contest_id).enter_sheet(paper, by=person)


def election_of_three() -> str:
    """The address of an election with two declared contests and one that is awaited."""
    for name, ada in (("Eastmarsh", 900), ("Westmarsh", 510)):
        votes = {"Ada Quill": ("Harbour Party", ada), "Ben Rook": ("Orchard Party", 500)}
        world.declare(world.contest(name, votes, date(2032, 5, 6)), votes)
    return f"/elections/{world.contest('Midmarsh', PRACTICE, date(2032, 5, 6)).election.slug}/"


def voting_systems() -> Iterator[tuple[str, str]]:
    """A declared contest of every voting system but first past the post, by name, with its address."""
    several = systems.SEVERAL.replace("LOT-ROOK", "").replace("LOT-WICK", "")
    files = {"supplementary vote": systems.SUPPLEMENTARY, "lists": systems.MEMBERS, "transferable vote": systems.TRANSFERABLE}
    for name, rows in {**files, "several seats": several}.items():
        with TemporaryDirectory() as folder:
            file = Path(folder) / "results.csv"
            file.write_text(f"{systems.HEAD}\n{rows}")
            for person in (world.editor(), world.checker()):
                importers.import_results(file, by=person)
        yield f"contest of {name}", f"/contests/{rows.partition(',')[0]}/"


def declare(contest: Contest, candidates: dict[str, tuple[str, int]] = PRACTICE) -> None:
    world.declare(contest, candidates)


def figures_of(candidates: dict[str, tuple[str, int]]) -> list[tuple[str, str]]:
    """The boxes of the sheet in their order, by label, with what the paper says."""
    votes = [(name, str(votes)) for name, (_party, votes) in candidates.items()]
    valid = sum(votes for _party, votes in candidates.values())
    below = [("Valid votes, as stated", f"{valid:,}"), ("Rejected ballots", "100"), ("Ballot papers", "")]
    return [*votes, *below, ("Electorate", "60,000")]


def open_sheet(page: Page, contest: Contest) -> None:
    page.goto(f"{page.url.partition('/admin/')[0]}/admin/elections/contest/{contest.pk}/count/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Enter the count")


def box(page: Page, label: str) -> Locator:
    """A box of the sheet. A candidate's name is also that of the place for the lot, which is a choice and folded away."""
    return page.get_by_role("textbox", name=label)


def type_sheet(page: Page, candidates: dict[str, tuple[str, int]], **other: str) -> None:
    """Types a whole sheet, all but handing it in; `other` replaces what is typed into a box, by its label."""
    box(page, "Source").fill("the declaration paper")
    for label, figure in figures_of(candidates):
        box(page, label).fill(other.get(label, figure))


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Hand in this sheet").click()


def typed(page: Page) -> list[str]:
    """What stands in every visible box of the sheet."""
    return page.locator("form.sheet input:not([type=hidden]):not([type=submit])").evaluate_all("boxes => boxes.map(b => b.value)")


# An open page. Its clock is ours, so that five seconds pass at once.


def open_page(page: Page, url: str) -> None:
    """Opens a page with a clock that tests can wind on, and counts what its live section does."""
    page.clock.install()
    page.goto(url)
    page.evaluate(
        """() => {
          window.sent = 0; window.changes = 0; window.spoken = [];
          document.addEventListener("htmx:beforeSend", () => { window.sent += 1; window.sentAt = Date.now(); });
          const htmxs = (record) => record.attributeName === "class" && record.target.matches("[data-live]"); // its "under way"
          new MutationObserver((records) => { window.changes += records.filter((record) => !htmxs(record)).length; })
            .observe(document.querySelector("main"), {attributes: true, characterData: true, childList: true, subtree: true});
          new MutationObserver(() => window.spoken.push(document.querySelector("[data-live-news]").textContent))
            .observe(document.querySelector("[data-live-news]"), {childList: true, characterData: true, subtree: true});
        }"""
    )


def listen(page: Page) -> None:
    """From here on `answered` waits for the end of the next poll."""
    page.evaluate(
        """() => { window.answer = new Promise((done, fail) => {
          document.addEventListener("htmx:afterRequest", () => done(), {once: true});
          setTimeout(() => fail(new Error("no poll was answered")), 30_000);
        }); }"""
    )


def answered(page: Page) -> None:
    page.evaluate("() => window.answer")


def now(page: Page) -> int:
    """The time by the page's clock, in milliseconds."""
    return page.evaluate("Date.now()")


def poll(page: Page) -> Response:
    """Winds the clock on until the page polls, and waits until it has dealt with the answer."""
    listen(page)
    with page.expect_response("**/live/**") as answer:
        page.clock.run_for(TICK)
    answered(page)
    return answer.value


def hide(page: Page, hidden: bool = True) -> None:
    """Puts the tab in the background, or back: a browser under test takes every tab for visible."""
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
