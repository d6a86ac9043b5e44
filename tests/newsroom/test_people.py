"""People as readers find them: a list, and for each a page of roles, elections and words."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from elections.models import Candidacy, Change, Person, PersonName, Role
from newsroom import people
from tests import world
from tests.newsroom.desk import said

pytestmark = pytest.mark.django_db
LIST, PAGE = "/people/", "/people/ada-quill/"


def text(address: str) -> str:
    return said(Client().get(address))


@pytest.fixture
def ada(northmarsh) -> Person:
    """Ada Quill, who stood twice, and has won the second time."""
    ada = world.person("Ada Quill")
    PersonName.objects.create(person=ada, name="Adeline Quill")
    PersonName.objects.create(person=ada, name="Ada Quil", kind="misspelling")
    harbour = world.party("Harbour Party")
    Role.objects.create(
        person=ada, label="Councillor", party=harbour, start=date(2024, 1, 1), start_precision="year", end=date(2030, 5, 31),
        end_precision="month", source="https://council.example/minutes",
    )  # fmt: skip
    Role.objects.create(person=ada, label="MP for Northmarsh", party=harbour, start=date(2031, 5, 1), source="the return")
    Candidacy.objects.filter(contest=northmarsh, slug="ada-quill").update(person=ada)
    world.declare(northmarsh)
    return ada


def test_a_person_has_their_roles_with_dates_as_precise_as_they_are_known_and_their_sources(ada):
    page = text(PAGE)
    for words in ("Also Adeline Quill.", "MP for Northmarsh", "since 1 May 2031", "Councillor", "2024 to May 2030", "the return"):
        assert words in page
    assert "Ada Quil " not in page, "a misspelling is known, not shown"
    assert '<a href="https://council.example/minutes"' in Client().get(PAGE).content.decode()


def test_a_person_has_the_contests_that_they_stood_in_with_who_they_were_and_what_came_of_it(ada):
    page = text(PAGE)
    for words in ("Northmarsh by-election", "1 May 2031", "Elected", "12,345", "49.9", "Harbour Councillor until May 2030"):
        assert words in page
    assert page.count("MP for Northmarsh") == 1, "what the poll made of her she was not on the day"


def test_a_person_has_their_public_quotes_and_no_others(northmarsh):
    world.quote("Heard.", slug="heard")
    world.quote("Not heard.", slug="unheard")
    world.story(northmarsh, body="{quote:heard}")
    page = text("/people/nell-harrow/")
    assert "“Heard.”" in page and "Not heard." not in page and "in the story" in page


def test_a_name_bound_in_a_story_leads_to_the_person(northmarsh):
    world.person()
    world.story(northmarsh, body="So says [Nell Harrow](person:nell-harrow).")
    body = Client().get("/articles/a-day-in-northmarsh/").content.decode()
    assert '<a class="bound" href="/people/nell-harrow/">Nell Harrow</a>' in body


def change_a_role(ada):
    ada.roles.filter(label="Councillor").update(note="resigned")


def add_a_name(ada):
    PersonName.objects.create(person=ada, name="Ada Q.")


def quote_them(ada):
    world.quote(person=ada)
    world.story(body="{quote:harrow-day}", slug="quoted")


def correct_the_result(ada):
    world.declare(ada.candidacies.get().contest, world.CORRECTED)


@pytest.mark.parametrize("change", [change_a_role, add_a_name, quote_them, correct_the_result])
def test_the_page_has_another_version_when_what_it_shows_has_changed(ada, change):
    before = Client().get(PAGE)
    assert Client().get(PAGE, headers={"if-none-match": before["ETag"]}).status_code == 304
    change(ada)
    after = Client().get(PAGE, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200 and after.content != before.content


def test_a_version_never_goes_back_when_something_is_taken_away(ada):
    quote_them(ada)
    *_row, before, _parties = people.person_version("ada-quill")
    ada.quotes.get().retract(by=world.duty_editor(), note="Taken back.")
    *_row, after, _parties = people.person_version("ada-quill")
    assert after.number > before.number


def test_the_list_has_everybody_in_order_with_their_newest_role(ada):
    Person.objects.create(name="Örn Ash", slug="orn-ash")
    page = Client().get(LIST).content.decode()
    assert page.index(">Ada Quill<") < page.index(">Örn Ash<")
    assert "Harbour MP for Northmarsh" in text(LIST) and "since 1 May 2031" in text(LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("quill", ["Ada Quill"]),
        ("ORN", ["Örn Ash"]),
        ("adeline", ["Ada Quill"]),
        ("quil ada", ["Ada Quill"]),
        ("nobody", []),
        ("%", []),
        ("\0", ["Ada Quill", "Örn Ash"]),
        ("", ["Ada Quill", "Örn Ash"]),
    ],
)
def test_people_are_found_by_any_word_of_a_name(ada, query, found):
    Person.objects.create(name="Örn Ash", slug="orn-ash")
    assert [person.name for person in people.listing(query).people] == found


def test_a_long_list_has_pages(db):
    Person.objects.bulk_create(Person(name=f"P {n:03}", slug=f"p-{n}", sort_name=f"p {n:03}") for n in range(101))
    assert len(people.listing().people) == 100 and people.listing().pages == 2
    for page in ("2", "999"):
        assert [person.name for person in people.listing("p", page).people] == ["P 100"]
    for page in ("0", "-1", "x", "²"):
        assert people.listing("", page).page == 1
    assert "page=2" in Client().get(LIST).content.decode()


@pytest.mark.parametrize(("address", "most"), [(LIST, 4), (PAGE, 6), ("/quotes/quote-0/", 3)])
def test_no_page_asks_more_however_much_is_on_it(ada, django_assert_num_queries, address, most):
    def grow(numbers):
        for n in numbers:
            person = world.person(f"Extra {n}")
            Role.objects.create(
                person=person, label="Mayor", start=date(2030, 1, 1), source="x", party=world.party("Orchard Party")
            )
            Role.objects.create(person=ada, label=f"Mayor {n}", start=date(2030, 1, 1), source="x")
            world.quote(f"Words {n}.", slug=f"quote-{n}", person=ada)
            other = world.contest(f"Extramarsh{n}", world.NORTHMARSH)
            other.candidacies.filter(slug="ada-quill").update(person=ada)
            world.declare(other)
            world.story(other, body=f"{{quote:quote-{n}}}\n\n{{quote:quote-0}}", slug=f"story-{n}")

    grow([0])
    for numbers in ([], [1, 2]):
        grow(numbers)
        with django_assert_num_queries(most):
            assert Client().get(address).status_code == 200


@pytest.mark.parametrize("address", [LIST, PAGE])
def test_that_nothing_has_changed_takes_one_question(ada, django_assert_num_queries, address):
    etag = Client().get(address)["ETag"]
    with django_assert_num_queries(1):
        assert Client().get(address, headers={"if-none-match": etag}).status_code == 304


def test_a_draft_moves_no_version(ada):
    before, changes = Client().get(PAGE)["ETag"], Change.objects.count()
    world.quote("Not yet.", slug="not-yet", person=ada, verified=False)
    assert Client().get(PAGE)["ETag"] == before
    assert Change.objects.count() - changes <= 1  # the outlet's and the party's first rows
    assert reverse("people") == LIST
