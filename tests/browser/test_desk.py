"""The desk in a browser: entering counts, and writing, verifying and publishing stories."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from elections.models import Contest, Sheet
from newsroom.models import Article, Quote
from tests import world
from tests.browser.steps import BODY, PRACTICE, box, declare, hand_in, open_sheet, practice, type_sheet, typed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MISREAD = {**PRACTICE, "Bo Beech": ("Harbour Party", 9_050)}
REFUSED = {  # what is wrong: the box, what is typed there, and what stands beside which box
    "a negative number": ("Ana Ash", "-5", "Ana Ash", "-5 is below nought. Enter 0 or more."),
    "a decimal": ("Ana Ash", "80.5", "Ana Ash", "80.5 has a decimal part. Votes are whole numbers."),
    "text": ("Ana Ash", "eight", "Ana Ash", "“eight” is not a number. Enter digits only, such as 15,529."),
    "a missing candidate": ("Ana Ash", "", "Ana Ash", "Enter the votes for Ana Ash; 0 if none were cast."),
    "votes above the electorate": (
        "Ana Ash", "60001", "Ana Ash", "60,001 votes for Ana Ash are more than the electorate of 60,000.",
    ),
    "a wrong total": (
        "Valid votes, as stated", "21,350", "Valid votes, as stated", "The boxes add up to 21,351; the paper says 21,350.",
    ),
    "no source": ("Source", "", "Source", "Say where the figures come from."),
}  # fmt: skip


@pytest.fixture
def contest(db) -> Contest:
    return practice()


@pytest.fixture
def sheet(contest, signed_in) -> Page:
    """An editor's page with the empty sheet."""
    page = signed_in("results editor")
    open_sheet(page, contest)
    return page


def choose(page: Page, field: str, text: str) -> None:
    """Picks from a box of the admin that searches while one types."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


# The count.


def test_sheets_that_differ_are_shown_to_both_side_by_side_and_entered_again_until_they_are_equal(contest, signed_in):
    editor, checker = signed_in("results editor"), signed_in("checker")
    for page, figures in ((editor, MISREAD), (checker, PRACTICE)):
        open_sheet(page, contest)
        type_sheet(page, figures)
        hand_in(page)
    expect(checker.get_by_text("It differs from another person's: nothing is published.")).to_be_visible()
    expect(checker.locator("tr.differs").first).to_contain_text("9,500")
    expect(checker.locator("tr.differs").first).to_contain_text("9,050")
    assert checker.locator("tr.differs th").all_inner_texts() == ["Bo Beech Harbour", "Valid votes, as stated"]
    editor.reload()
    expect(editor.locator("tr.differs").first).to_contain_text("9,500")
    assert not contest.declarations.exists()

    editor.get_by_role("link", name="Enter my sheet again").click()
    type_sheet(editor, PRACTICE)
    hand_in(editor)
    expect(editor.get_by_text("The result is declared and published.")).to_be_visible()
    assert contest.declarations.count() == 1


def test_what_a_sheet_refuses_it_says_beside_the_box_and_keeps_all_that_was_typed(sheet, subtests):
    for wrong, (label, figure, beside, sentence) in REFUSED.items():
        type_sheet(sheet, PRACTICE)
        box(sheet, label).fill(figure)
        before = typed(sheet)
        hand_in(sheet)
        with subtests.test(wrong):
            expect(sheet.get_by_role("alert")).to_be_visible()
            field = box(sheet, beside)
            expect(field).to_have_attribute("aria-invalid", "true")
            row = sheet.locator("tr, .sheet__source").filter(has=field)
            expect(row.locator(".doubt")).to_contain_text(sentence)
            assert typed(sheet) == before
    assert not Sheet.objects.exists()


def test_the_sentence_beside_a_box_is_read_out_with_the_box(sheet):
    type_sheet(sheet, PRACTICE, **{"Ana Ash": "eight", "Ballot papers": "-1"})
    box(sheet, "Source").fill("")
    hand_in(sheet)
    for label in ("Ana Ash", "Ballot papers", "Source"):
        described = box(sheet, label).get_attribute("aria-describedby") or ""
        texts = [sheet.locator(f"[id='{id}']").inner_text() for id in described.split()]
        assert any("Cannot go out." in text for text in texts), label


def test_every_id_of_the_sheet_is_unique_when_one_box_has_two_doubts(sheet):
    type_sheet(sheet, PRACTICE, **{"Ballot papers": "20,000", "Electorate": "19,000"})
    hand_in(sheet)
    expect(sheet.get_by_role("alert")).to_be_visible()
    ids = sheet.locator("form.sheet [id]").evaluate_all("all => all.map((element) => element.id)")
    assert sorted(ids) == sorted(set(ids))


def test_the_sheet_has_no_barrier(sheet, axe):
    type_sheet(sheet, PRACTICE, **{"Ana Ash": "eight"})
    hand_in(sheet)
    expect(sheet.get_by_role("alert")).to_be_visible()
    axe(sheet)


def test_who_comes_too_late_reads_so_and_keeps_all_that_was_typed(sheet, contest):
    type_sheet(sheet, MISREAD)
    before = typed(sheet)
    world.user("olga", "results editor")
    contest.enter_sheet(world.paper(contest, PRACTICE), by=world.user("olga"))
    contest.enter_sheet(world.paper(contest, PRACTICE), by=world.checker())
    hand_in(sheet)
    expect(sheet.get_by_role("alert")).to_contain_text("while you had the form open. Your figures differ")
    assert typed(sheet) == before
    assert contest.declarations.count() == 1


def test_a_double_click_hands_in_one_sheet(sheet):
    type_sheet(sheet, PRACTICE)
    sheet.get_by_role("button", name="Hand in this sheet").dblclick()
    expect(sheet.get_by_role("heading", name="Your sheet is in")).to_be_visible()
    assert Sheet.objects.count() == 1


def test_one_form_handed_in_four_times_at_one_moment_makes_one_sheet_and_no_error(sheet):
    type_sheet(sheet, PRACTICE)
    statuses = sheet.evaluate(
        """() => { const form = document.querySelector("form.sheet");
          return Promise.all([1, 2, 3, 4].map(() => fetch(form.action, {method: "POST", body: new FormData(form)})
            .then((answer) => answer.status))); }"""
    )
    assert statuses == [200, 200, 200, 200]
    assert Sheet.objects.count() == 1


def test_a_duty_editor_publishes_one_sheet_with_a_reason_that_readers_see(contest, signed_in, live_server):
    contest.enter_sheet(world.paper(contest, PRACTICE), by=world.editor())
    page = signed_in("duty editor")
    page.goto(f"{page.url}elections/contest/{contest.pk}/override/")
    page.get_by_label("Reason").fill("The checker lost the line.")
    page.get_by_role("button", name="Publish this sheet").click()
    expect(page.get_by_text("Published on one person's sheet.")).to_be_visible()
    page.goto(f"{live_server.url}/contests/{contest.ballot_paper_id}/")
    expect(page.locator(".state")).to_contain_text("Entered by one person")
    page.get_by_text("How this was checked").click()
    expect(page.get_by_text("The checker lost the line.")).to_be_visible()


# Stories.


def test_a_story_with_a_figure_and_a_quote_goes_from_the_journalist_to_the_reader(contest, signed_in, page, live_server):
    declare(contest)
    world.quote("Something else.", "harrow-else")  # with it come the person, the outlet and the party
    mayor = {
        "label": "Mayor of Northmarsh",
        "party": world.party("Orchard Party"),
        "start": date(2030, 5, 2),
        "source": "council",
    }
    world.person().roles.create(**mayor)
    journalist, editor = signed_in("journalist"), signed_in("duty editor")
    desk = f"{live_server.url}/admin/newsroom"

    journalist.goto(f"{desk}/quote/add/")
    choose(journalist, "person", "Nell Harrow")
    journalist.locator("#id_words").fill("We were heard.\n\nAll of us.")
    journalist.get_by_label("What the source says").fill("Nell Harrow: “We were heard.” And then: “All of us.”")
    journalist.locator("#id_said_at_0").fill("2031-05-02")
    expect(journalist.get_by_label("Who they were then")).to_have_value("Orchard Mayor of Northmarsh")
    expect(journalist.get_by_role("status")).to_have_text("The register says of that day: Orchard Mayor of Northmarsh")
    journalist.locator("#id_said_at_1").fill("07:30")
    journalist.get_by_label("Medium").select_option("broadcast")
    choose(journalist, "outlet", "Marsh Radio")
    journalist.get_by_label("Source text").fill("Marsh Radio, breakfast news")
    journalist.get_by_label("Who they were then").fill("Leader of the Orchard Party")
    save(journalist)
    expect(journalist.locator(".messagelist")).to_contain_text("was added successfully")
    quote = Quote.objects.get(slug__startswith="nell-harrow")

    journalist.goto(f"{desk}/article/add/")
    journalist.get_by_label("Headline").fill("Harbour wins")
    body = f"It won by [almost 1,500](figure:majority), says [Nell Harrow](person:nell-harrow).\n\n{{quote:{quote.slug}}}"
    journalist.get_by_label("Body").fill(body)
    choose(journalist, "contest", "Northmarsh")
    journalist.get_by_role("button", name="Add another Quote in this story").click()
    choose(journalist, "quote", "Something else")
    save(journalist)
    expect(journalist.locator(".messagelist")).to_contain_text("was added successfully")
    article = Article.objects.get(slug="harbour-wins")

    editor.goto(f"{desk}/article/{article.pk}/publish/")
    expect(editor.get_by_role("alert")).to_contain_text(f"The quote {quote.slug} has not been verified by a second person.")
    expect(editor.get_by_role("button", name="Publish this revision")).to_be_disabled()
    editor.goto(f"{desk}/quote/{quote.pk}/verify/")
    expect(editor.locator("blockquote p").first).to_have_text("“We were heard.”")
    expect(editor.locator("mark")).to_have_text(["We were heard.", "All of us."])
    editor.get_by_role("button", name="I have compared them").click()
    expect(editor.get_by_text("The quote is verified.")).to_be_visible()
    editor.goto(f"{desk}/article/{article.pk}/publish/")
    editor.get_by_role("button", name="Publish this revision").click()
    expect(editor.get_by_text("The story is published.")).to_be_visible()

    page.goto(f"{live_server.url}/articles/harbour-wins/")
    expect(page.locator(".story__body")).to_contain_text("It won by almost 1,500, says Nell Harrow.")
    expect(page.locator("blockquote p").first).to_have_text("“We were heard.”")
    expect(page.locator(".timeline")).to_contain_text("Something else.")


def test_a_figure_that_is_not_on_record_blocks_saving_and_names_its_line(contest, signed_in):
    page = signed_in("journalist")
    page.goto(f"{page.url}newsroom/article/add/")
    page.get_by_label("Headline").fill("Too early")
    page.get_by_label("Body").fill("First line.\n\nThen [this](figure:majorty).")
    choose(page, "contest", "Northmarsh")
    save(page)
    expect(page.locator(".field-body .errorlist")).to_have_text(
        "Line 3: there is no figure “majorty” in the record of that contest."
    )
    expect(page.get_by_label("Body")).to_have_value("First line.\n\nThen [this](figure:majorty).")
    expect(page.locator(".field-contest .select2-selection")).to_contain_text("Northmarsh")


def test_a_quote_without_words_or_speaker_says_so_beside_the_boxes(signed_in):
    page = signed_in("journalist")
    page.goto(f"{page.url}newsroom/quote/add/")
    page.get_by_label("Source text").fill("Marsh Radio")
    save(page)
    expect(page.locator(".field-person .errorlist")).to_have_text("Choose who said it.")
    expect(page.locator(".field-words .errorlist")).to_contain_text("Enter the words that were said")
    expect(page.get_by_label("Source text")).to_have_value("Marsh Radio")


# The pages of the desk.


def test_no_page_of_the_desk_says_anything_on_the_console(contest, signed_in, subtests, console):
    quote = world.quote(verified=False)
    article = world.story(contest, body=BODY, published=False)
    contest.enter_sheet(world.paper(contest, PRACTICE), by=world.editor())
    page = signed_in("duty editor")
    desk = page.url
    paths = [
        "",
        "elections/contest/",
        "elections/contest/?q=marsh",
        "elections/contest/add/",
        "elections/contest/import/",
        "elections/import/",
        f"elections/contest/{contest.pk}/change/",
        f"elections/contest/{contest.pk}/count/",
        f"elections/contest/{contest.pk}/override/",
        f"elections/contest/{contest.pk}/history/",
        "elections/party/add/",
        "elections/person/add/",
        "elections/area/add/",
        "elections/election/",
        "newsroom/article/",
        "newsroom/article/add/",
        f"newsroom/article/{article.pk}/change/",
        f"newsroom/article/{article.pk}/publish/",
        "newsroom/quote/",
        f"newsroom/quote/{quote.pk}/change/",
        f"newsroom/quote/{quote.pk}/verify/",
        "password_change/",
    ]
    for path in paths:
        console.messages.clear()
        answer = page.goto(desk + path)
        with subtests.test(path):
            assert (answer.status, console.messages) == (200, [])


def test_candidates_are_added_to_a_contest_with_the_party_searched_for(contest, signed_in):
    page = signed_in("results editor")
    page.goto(f"{page.url}elections/contest/{contest.pk}/change/")
    page.get_by_role("button", name="Add another Candidacy").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280  # the table is wide, and scrolls by itself
    line = page.locator("tr.dynamic-candidacies").last
    line.locator(".field-ballot_name input").press_sequentially("Hal Ivy")
    expect(line.locator(".field-slug input")).to_have_value("hal-ivy")
    line.locator(".field-party .select2-selection").click()
    page.locator(".select2-search__field").last.fill("Harb")
    page.locator(".select2-results__option", has_text="Harbour Party").click()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert contest.candidacies.get(slug="hal-ivy").party.name == "Harbour Party"


def test_a_person_signs_in_by_password_and_a_wrong_one_is_refused(page, live_server):
    world.editor()
    page.goto(f"{live_server.url}/admin/")
    for password, answer in (("wrong", "Please enter the correct username"), (world.PASSWORD, "What would you like to do?")):
        page.get_by_label("Username").fill("erin")
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text(answer)).to_be_visible()
