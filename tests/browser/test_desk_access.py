"""The desk for everybody: no page of ours and no form of the admin's that we use has a barrier, at 1280 px and at 320, which is
1280 at 400% zoom; and a result goes from the paper to readers, and is corrected, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from elections.models import Contest, Import
from tests import world
from tests.browser.steps import PRACTICE, box, declare, hand_in, practice, type_sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 320]
MISREAD = {**PRACTICE, "Bo Beech": ("Harbour Party", 9_050)}
Act = Callable[[Page], Any]


def sideways(page: Page) -> int:
    """How many pixels of the page lie beyond the window's edge."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def one_more(inline: str, **boxes: str) -> Act:
    """One more row of an inline with too little in it, and what is said about it."""

    def act(page: Page) -> None:
        page.locator(f"#{inline}-group .add-row").get_by_role("button").click()
        row = page.locator(f"tr.dynamic-{inline}").last
        for name, value in boxes.items():
            row.locator(f".field-{name} input").first.fill(value)
        save(page)
        expect(page.locator(".errornote")).to_be_visible()

    return act


def refused(**boxes: str) -> Act:
    def act(page: Page) -> None:
        for label, value in boxes.items():
            box(page, label.replace("_", " ")).fill(value)
        page.locator(".sheet__foot input[type=submit], .submit-row input[name=_save]").first.click()
        expect(page.locator(".errornote").first).to_be_visible()

    return act


def corrected(page: Page) -> None:
    type_sheet(page, PRACTICE)
    page.get_by_label("Note for readers").fill("A figure was misread.")
    hand_in(page)
    expect(page.get_by_role("heading", name="What will change: Correct this result")).to_be_visible()


def keys(page: Page) -> None:
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys on this page")).to_be_visible()


@pytest.fixture
def pages(db) -> dict[str, tuple[str, Act | None]]:
    """Every page of the desk that is ours or that we use, by name: its address, and what is done there first."""
    contest, declared, differing = (world.contest(area, PRACTICE) for area in ("Northmarsh", "Eastmarsh", "Westmarsh"))
    declare(declared, MISREAD)
    differing.enter_sheet(world.paper(differing, PRACTICE), by=world.duty_editor())
    differing.enter_sheet(world.paper(differing, MISREAD), by=world.checker())
    waiting = world.contest("Southmarsh", PRACTICE)
    waiting.enter_sheet(world.paper(waiting, PRACTICE), by=world.editor())
    person, area, party = world.person(), contest.area, world.party("Harbour Party")
    person.names.create(name="Nel Harrow", kind="misspelling")
    person.roles.create(label="Leader of the Orchard Party", start="2030-01-01", source="a fictional register")
    area.codes.create(code="E00000001")
    quote, placed = world.quote(verified=False), world.quote("Something else.", "harrow-else")
    story = world.story(contest, declared, body="Words.", published=False)
    story.place([placed.slug])
    wrong = "Ana Ash had 8,010 votes, and Bo Beech 9,050. The parade drew 4,311 people."
    checked = world.story(declared, body=wrong, slug="checked", published=False)
    checked.send_to_review(by=world.journalist())
    held, later = world.contest("Hexmarsh", PRACTICE), "Bo Beech has 9,050 votes in Hexmarsh"
    world.declare(held, MISREAD)
    stopped = world.story(held, headline=later, body="Words.", slug="held", published=False)
    stopped.publish(by=world.duty_editor(), at=timezone.now() + timedelta(days=1))
    world.declare(held, PRACTICE)
    world.person("Eleanor Harrow")
    role = person.roles.get()
    role.end = date(2030, 6, 1)
    role.save()
    sums = {"entered": 1, "declared": 0, "unchanged": 0, "awaiting": 0}
    taken = Import.objects.create(
        name="a.csv", sha256="0" * 64, format="ours", by=world.duty_editor(), warnings=["Look."], **sums
    )

    def at(of: Contest, page: str) -> str:
        return f"elections/contest/{of.pk}/{page}/"

    def form(of: Any) -> str:
        return f"{of._meta.app_label}/{of._meta.model_name}/{of.pk}/change/"

    return {
        "board": ("", None),
        "board, found": ("?q=nortmarsh", None),
        "board, one column": ("?poll=2031-05-01&state=awaited", None),
        "board, keys": ("", keys),
        "count": (at(contest, "count"), None),
        "count, refused": (at(contest, "count"), refused(Ana_Ash="eight")),
        "count, differing": (at(differing, "count"), None),
        "count, declared": (at(declared, "count"), None),
        "override": (at(waiting, "override"), None),
        "override, refused": (at(waiting, "override"), lambda page: page.locator(".sheet__foot input").first.click()),
        "correction": (at(declared, "declare/correction"), None),
        "correction, refused": (at(declared, "declare/correction"), refused(Ana_Ash="eight")),
        "correction, to confirm": (at(declared, "declare/correction"), corrected),
        "withdrawal": (at(declared, "declare/withdrawal"), None),
        "withdrawal, refused": (at(declared, "declare/withdrawal"), refused()),
        "winner": (at(contest, "declare/winner"), None),
        "record": (at(declared, "record"), None),
        "file": ("elections/contest/import/", None),
        "file, refused": ("elections/contest/import/", refused()),
        "file taken in": (form(taken), None),
        "files taken in": ("elections/import/", None),
        "contests": ("elections/contest/", None),
        "contests, found": ("elections/contest/?q=nortmarsh", None),
        "contest": (form(contest), None),
        "contest, refused": (form(contest), one_more("candidacies", ballot_name="Hal Ivy")),
        "contest, declared": (form(declared), None),
        "person": (form(person), None),
        "person, refused": (form(person), one_more("roles", label="Mayor of Northmarsh")),
        "area": (form(area), None),
        "area, refused": (form(area), one_more("codes", start="x")),
        "person, two entries": (f"elections/person/{person.pk}/merge/", None),
        "person, what a merge changes": (f"elections/person/{person.pk}/merge/?with=eleanor-harrow", None),
        "party": (form(party), None),
        "election": (form(contest.election), None),
        "story": (form(story), None),
        "story, with findings": (form(checked), None),
        "story, where it stands": (f"newsroom/article/{checked.pk}/review/", None),
        "story, held back": (f"newsroom/article/{stopped.pk}/review/", None),
        "story, flagged words": (f"newsroom/article/{stopped.pk}/waive/", None),
        "duty board": ("newsroom/article/duty/", None),
        "story, refused": (form(story), refused(Headline="")),
        "look and publish": (f"newsroom/article/{story.pk}/publish/", None),
        "quote": (form(quote), None),
        "quote, refused": ("newsroom/quote/add/", refused()),
        "quote, who they were": (f"newsroom/quote/{placed.pk}/label/", None),
        "quote, to verify": (f"newsroom/quote/{quote.pk}/verify/", None),
        "history": (f"elections/contest/{contest.pk}/history/", None),
        "password": ("password_change/", None),
    }


def test_no_page_of_the_desk_has_a_barrier_or_moves_sideways(pages, signed_in, axe, subtests):
    """Each is opened once and looked at in both widths: what a style sheet shows or hides changes with the window."""
    page = signed_in("duty editor")
    desk = page.url
    page.on("dialog", lambda dialog: dialog.accept())  # a form is left with something typed in it
    for name, (address, act) in pages.items():
        page.goto(desk + address)
        if act:
            act(page)
        for width in WIDTHS:
            with subtests.test(name, width=width):
                page.set_viewport_size({"width": width, "height": 800})
                axe(page)
                assert sideways(page) <= 0
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})


# By keyboard alone. Nothing below touches the mouse, and no box is filled but by its keys.


def to(page: Page, role: str, name: str, *, most: int = 80) -> None:
    """Presses Tab until the element is reached, as somebody without a mouse would."""
    there = page.get_by_role(role, name=name, exact=True).first
    for _press in range(most):
        if there.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach the {role} “{name}”")


def keyed(page: Page, candidates: dict[str, tuple[str, int]]) -> None:
    """Types a sheet from its first box on, with Enter after each figure."""
    first = min(candidates, key=lambda name: name.split()[-1])
    expect(box(page, first)).to_be_focused()
    for name in sorted(candidates, key=lambda name: name.split()[-1]):
        expect(box(page, name)).to_be_focused()
        page.keyboard.type(str(candidates[name][1]))
        page.keyboard.press("Enter")
    for figure in (str(sum(votes for _party, votes in candidates.values())), "100", "", "60000", "the declaration paper"):
        page.keyboard.type(figure)
        page.keyboard.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_result_is_entered_confirmed_and_corrected_by_keyboard_alone(signed_in, width):
    contest = practice()
    people = [signed_in("results editor"), signed_in("checker")]
    for page in people:
        page.set_viewport_size({"width": width, "height": 800})
        page.keyboard.press("n")  # the count that has waited longest, then the sheet that wants a second person
        keyed(page, MISREAD)
        expect(page.get_by_role("button", name="Hand in this sheet")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_be_visible()
    assert contest.declarations.get().kind == "figures"

    for page in people:
        page.keyboard.press("b")
        expect(page.get_by_role("heading", name="Board of the night")).to_be_visible()
        waiting = contest.sheets.filter(for_revision=2).exists()
        if waiting:
            page.keyboard.press("n")
        else:
            to(page, "link", "Northmarsh")
            page.keyboard.press("Enter")
            menu = page.locator(".acts-menu summary")
            for _press in range(40):
                if menu.evaluate("element => element === document.activeElement"):
                    break
                page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            to(page, "link", "Correct this result")
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Correct this result")
        keyed(page, PRACTICE)
        to(page, "textbox", "Note for readers")
        page.keyboard.type("A figure was misread.")
        to(page, "button", "Hand in this sheet")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="What will change: Correct this result")).to_be_visible()
        to(page, "button", "Hand in")
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_be_visible()
    assert [declaration.kind for declaration in contest.declarations.order_by("revision")] == ["figures", "correction"]


def test_what_has_the_focus_can_be_seen_and_is_not_covered(pages, signed_in):
    """Each stop of Tab on the board has an outline and lies within the window."""
    page = signed_in("duty editor")
    page.set_viewport_size({"width": 320, "height": 640})
    seen = set()
    for _press in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 8));
              return {what: one.outerHTML.slice(0, 90), outline: style.outlineStyle !== "none" && style.outlineWidth !== "0px",
                      uncovered: one === document.body || one.contains(top) || top?.contains(one) || false};
            }"""
        )
        seen.add(stop["what"])
        assert stop["outline"] or stop["what"].startswith("<body"), stop["what"]
        assert stop["uncovered"], stop["what"]
    assert len(seen) > 30
