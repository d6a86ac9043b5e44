"""Setting up contests at the desk: candidates, lists and their members, and what a contest is measured by."""

from datetime import date

import html5lib
import pytest
from django.urls import reverse

from elections.models import Area, Candidacy, Contest, candidacy_rows
from elections.papers import Paper, Row, count_of
from tests import world
from tests.elections.desk import PAPER, inputs, labels, rows, text, words

LIST = {"kind": "list", "standing_as": "party"}
PLACES = {"on_list", "list_position"}


def address(contest=None):
    return reverse("admin:elections_contest_change", args=[contest.pk]) if contest else reverse("admin:elections_contest_add")


def save(desk, contest=None, added=(), **changed):
    """Opens the form, changes boxes by their names, adds candidates, and saves."""
    boxes = inputs(desk.client.get(address(contest)))
    boxes = {
        name: value for name, value in boxes.items() if "__prefix__" not in name and not name.endswith(("withdrawn", "died"))
    }
    number = int(boxes["candidacies-TOTAL_FORMS"])
    for n, row in enumerate(added, start=number):
        row = {"kind": "candidate", "standing_as": "party", "ballot_order": "0", **row}
        row.setdefault("slug", row["ballot_name"].lower().replace(" ", "-"))
        boxes |= {f"candidacies-{n}-{name}": value for name, value in row.items()}
    boxes["candidacies-TOTAL_FORMS"] = str(number + len(added))
    return desk.client.post(address(contest), {**boxes, **changed}, follow=True)


def new(desk, voting_system, added=(), **more):
    """A contest that an editor sets up."""
    world.lantern()
    area = Area.objects.get_or_create(slug="skerry", defaults={"name": "Skerry", "kind": "region"})[0]
    what = {"ballot_paper_id": "sp.r.skerry.2031-05-01", "election": world.election(kind="sp").pk, "area": area.pk}
    page = save(desk, None, added, **{**what, "voting_system": voting_system, "seats": "7", **more})
    assert errors(page) == []
    return Contest.objects.get(ballot_paper_id=what["ballot_paper_id"])


def errors(page):
    """(box, sentence) of everything that is refused."""
    document = html5lib.parse(text(page), namespaceHTMLElements=False)
    found = []
    for cell in (*document.iter("td"), *document.iter("div")):
        field = next((c for c in (cell.get("class") or "").split() if c.startswith("field-")), None)
        if field:
            lists = [one for one in cell.iter("ul") if "errorlist" in (one.get("class") or "")]
            found += [(field.removeprefix("field-"), "".join(item.itertext())) for one in lists for item in one]
    return found


def columns(page):
    document = html5lib.parse(text(page), namespaceHTMLElements=False)
    classes = [name for cell in document.iter("th") for name in (cell.get("class") or "").split()]
    return {name.removeprefix("column-") for name in classes if name.startswith("column-")}


@pytest.fixture
def region(editor):
    """A regional contest with two lists, set up at the desk."""
    harbour, orchard = world.party("Harbour Party"), world.party("Orchard Party")
    lists = [
        {**LIST, "ballot_name": "Harbour Party", "party": harbour.pk, "ballot_order": "1"},
        {**LIST, "ballot_name": "Orchard Party", "party": orchard.pk, "ballot_order": "2"},
    ]
    return new(editor, "AMS", lists, threshold_divisor="20")


def member(name, on_list, position, **more):
    row = {"ballot_name": name, "party": on_list.party_id, "on_list": on_list.pk, "list_position": position}
    return {**row, **more}


# Lists.


def test_an_editor_sets_up_a_regional_contest_with_lists_and_their_members_in_order(editor, region):
    harbour, orchard = region.candidacies.order_by("ballot_order")
    added = [member("Otto Pear", harbour, 2), member("Nell Harrow", harbour, 1), member("Una Reed", orchard, 1)]
    assert errors(save(editor, region, added)) == []
    assert list(harbour.members.order_by("list_position").values_list("ballot_name", flat=True)) == ["Nell Harrow", "Otto Pear"]
    page = editor.client.get(address(region))
    names = [value for name, value in inputs(page).items() if name.endswith("ballot_name") and value]
    assert names == ["Harbour Party", "Nell Harrow", "Otto Pear", "Orchard Party", "Una Reed"]
    assert [cells[0] for cells in rows(editor.open(region))][1:3] == ["Harbour Party Harbour", "Orchard Party Orchard"]


def test_seats_go_by_the_place_on_the_list_whatever_the_order_on_the_paper(editor, region):
    harbour = region.candidacies.get(slug="harbour-party")
    save(editor, region, [member("Otto Pear", harbour, 2, ballot_order="1"), member("Nell Harrow", harbour, 1, ballot_order="5")])
    lines = candidacy_rows([region.pk])[region.pk]
    paper = Paper(region.pk, 1, rows=(Row(harbour.pk, votes=10),))
    assert [one.name for one in count_of(region.ballot, paper, lines).lines[0].members] == ["Nell Harrow", "Otto Pear"]
    shown = [label for label in labels(editor.open(region)) if "elected in a constituency" in label]
    assert [label.split(",")[0] for label in shown] == ["Nell Harrow", "Otto Pear"]


def test_a_member_chooses_among_the_lists_of_this_contest_only(editor, region):
    other = world.lists()
    page = text(editor.client.get(address(region)))
    box = page.partition('name="candidacies-0-on_list"')[2].partition("</select>")[0]
    assert box.count("<option") == 3
    foreign = other.candidacies.get(slug="harbour-party")
    assert errors(save(editor, region, [member("Una Reed", foreign, 1)])) == [("on_list", "Choose a list of this contest.")]


UNHELPFUL = {
    "a place without a list": ({"on_list": ""}, ("on_list", "Choose the list that this is a place on.")),
    "a member without a place": ({"list_position": ""}, ("list_position", "Enter the place on the list: 1 for the first.")),
    "place 0": ({"list_position": "0"}, ("list_position", "Enter the place on the list: 1 for the first.")),
    "a list on a list": (
        {"kind": "list"},
        ("on_list", "A list cannot stand on a list. Empty this box, or say that this is a candidate."),
    ),
}


@pytest.mark.parametrize(("typed", "error"), UNHELPFUL.values(), ids=UNHELPFUL)
def test_what_cannot_be_meant_is_said_beside_the_box_with_everything_typed_still_there(editor, region, typed, error):
    harbour = region.candidacies.get(slug="harbour-party")
    page = save(editor, region, [{**member("Una Reed", harbour, 1), "given_name": "Una", **typed}])
    assert errors(page) == [error]
    assert {"Una Reed", "Una", "una-reed"} <= set(inputs(page).values())
    assert not harbour.members.exists()


def test_two_members_cannot_have_one_place(editor, region):
    harbour, orchard = region.candidacies.order_by("ballot_order")
    added = [member("Nell Harrow", harbour, 1), member("Una Reed", orchard, 1), member("Otto Pear", harbour, 1)]
    sentence = "Nell Harrow has this place. Give each member another one."
    assert errors(save(editor, region, added)) == [("list_position", sentence)]


def test_a_list_with_members_stays_a_list(editor, region):
    harbour = region.candidacies.get(slug="harbour-party")
    save(editor, region, [member("Nell Harrow", harbour, 1)])
    page = save(editor, region, **{"candidacies-0-kind": "candidate"})
    assert errors(page) == [("kind", "Members stand on this list: it stays a list.")]


# The boxes of other voting systems.


@pytest.mark.parametrize(
    ("voting_system", "places"),
    [("FPTP", False), ("SV", False), ("STV-SCT", False), ("STV-NI", False), ("AMS", True), ("PR-CL", True)],
)
def test_the_boxes_of_lists_are_there_only_where_there_are_lists(editor, voting_system, places):
    contest = new(editor, voting_system)
    shown = columns(editor.client.get(address(contest)))
    assert PLACES <= shown if places else not PLACES & shown
    assert {"given_name", "family_name", "adjunct_party", "withdrawn", "died"} <= shown


def test_members_on_record_are_shown_whatever_the_voting_system(editor):
    assert PLACES <= columns(editor.client.get(address(world.lists("FPTP"))))


@pytest.mark.parametrize(("voting_system", "seats"), [("SV", "1"), ("STV-SCT", "3"), ("STV-NI", "5")])
def test_an_editor_sets_up_a_contest_of_other_systems_and_opens_its_sheet(editor, voting_system, seats):
    harbour, orchard = world.party("Harbour Party"), world.party("Orchard Party")
    added = [
        {
            "ballot_name": "Ada Quill",
            "given_name": "Ada",
            "family_name": "Quill",
            "party": harbour.pk,
            "adjunct_party": orchard.pk,
        },
        {"ballot_name": "Sam Stone", "standing_as": "independent"},
    ]
    contest = new(editor, voting_system, added, seats=seats)
    ada = contest.candidacies.get(slug="ada-quill")
    assert (ada.given_name, ada.family_name, ada.adjunct_party) == ("Ada", "Quill", orchard)
    assert "Ada Quill Harbour" in words(editor.open(contest, stages="2"))


# Who withdrew or died.


def test_who_withdrew_or_died_is_marked_on_the_sheet(northmarsh, editor):
    order = list(northmarsh.candidacies.order_by("ballot_order").values_list("slug", flat=True))
    ada, ben = (f"candidacies-{order.index(slug)}" for slug in ("ada-quill", "ben-rook"))
    assert errors(save(editor, northmarsh, **{f"{ada}-withdrawn": "on", f"{ben}-died": "on"})) == []
    names = [cells[0] for cells in rows(editor.open(northmarsh))]
    assert names[1:4] == ["Ada Quill withdrew Harbour", "Ben Rook died Orchard", "Sam Stone independent"]


def test_a_member_who_withdrew_is_marked_too(editor, region):
    harbour = region.candidacies.get(slug="harbour-party")
    save(editor, region, [member("Nell Harrow", harbour, 1, withdrawn="on")])
    assert "Nell Harrow withdrew" in words(editor.open(region))


# What a contest is measured by.


@pytest.mark.parametrize("box", ["comparison", "replaces", "list_contest"])
def test_a_contest_cannot_name_itself(editor, box):
    contest = world.contest("Southmarsh", world.NORTHMARSH)
    assert errors(save(editor, contest, **{box: contest.pk})) == [(box, "A contest cannot name itself here.")]


def test_change_is_measured_from_an_earlier_contest(editor):
    earlier, contest, later = (world.contest("Southmarsh", {}, date(year, 5, 1)) for year in (2029, 2031, 2033))
    sentence = "This contest is later. Change is measured from an earlier one."
    assert errors(save(editor, contest, comparison=later.pk)) == [("comparison", sentence)]
    assert errors(save(editor, contest, comparison=earlier.pk)) == []


def test_everything_wrong_with_a_contest_is_said_at_once(editor):
    contest = world.contest("Southmarsh", {})
    found = errors(save(editor, contest, comparison=contest.pk, ballot_paper_id=""))
    assert {box for box, _sentence in found} == {"comparison", "ballot_paper_id"}


def test_a_declared_contest_with_an_odd_comparison_still_opens(northmarsh, editor):
    Contest.objects.filter(pk=northmarsh.pk).update(replaces=northmarsh)
    editor.enter(northmarsh, PAPER)
    world.declare(Contest.objects.get(pk=northmarsh.pk))
    assert editor.client.post(address(northmarsh), inputs(editor.client.get(address(northmarsh)))).status_code in (200, 302)


def test_the_form_asks_few_queries_whatever_the_number_of_candidates(editor, region, django_assert_max_num_queries):
    harbour = region.candidacies.get(slug="harbour-party")
    Candidacy.objects.bulk_create(
        Candidacy(
            contest=region, slug=f"member-{n}", ballot_name=f"Member {n}", party=harbour.party, on_list=harbour, list_position=n
        )
        for n in range(1, 31)
    )
    with django_assert_max_num_queries(60):
        editor.client.get(address(region))
