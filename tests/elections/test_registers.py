"""Parties and people from CSV: all or nothing, twice the same changes nothing, and what is wrong is said in words."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from elections.cells import BadFile
from elections.models import Party, Person, PersonName, Role
from elections.registers import PARTIES, PEOPLE, import_parties, import_people
from tests import world


def contents():
    """Everything in the register."""
    return [list(model.objects.order_by("pk").values()) for model in (Party, Person, PersonName, Role)]


def problems(act):
    """What the importer says is wrong; nothing may be left behind."""
    before = contents()
    with pytest.raises(BadFile) as bad:
        act()
    assert contents() == before
    return bad.value.problems


# Parties.

NEW = {"name": "Lantern Party", "short_name": "Lantern", "abbreviation": "Lan", "colour": "#FF7F0F", "ec_party_ids": "PP1|PP2"}
OLD = {"name": "Old Lantern Party", "short_name": "Old Lantern", "abbreviation": "OL"}


def test_parties_come_with_their_colours_and_ids(db, file):
    assert import_parties(file([NEW], PARTIES)).created == ["party Lantern Party"]
    party = Party.objects.get()
    assert (party.short_name, party.abbreviation, party.colour, party.ec_ids) == ("Lantern", "Lan", "#ff7f0f", ["PP1", "PP2"])


def test_a_party_may_continue_one_that_stands_further_down(db, file):
    import_parties(file([{**NEW, "continues": "Old Lantern Party"}, OLD], PARTIES))
    assert Party.objects.get(name="Lantern Party").continues.name == "Old Lantern Party"


def test_the_same_parties_again_change_nothing(db, file):
    import_parties(file([{**NEW, "continues": "Old Lantern Party"}, OLD], PARTIES))
    before = list(Party.objects.values())
    assert import_parties(file([{**NEW, "continues": "Old Lantern Party"}, OLD], PARTIES)).created == []
    assert list(Party.objects.values()) == before


def test_a_new_colour_in_the_file_is_the_party_s_new_colour(db, file):
    import_parties(file([NEW], PARTIES))
    import_parties(file([{**NEW, "colour": "#123456"}], PARTIES))
    assert Party.objects.get().colour == "#123456"


def test_a_party_that_continues_nobody_known_is_refused_with_its_row(db, file):
    path = file([OLD, {**NEW, "continues": "The Moon Party"}], PARTIES)
    assert problems(lambda: import_parties(path)) == [
        "Row 3: Lantern Party continues 'The Moon Party', which no row or record names."
    ]


def test_a_colour_that_is_none_is_refused_with_its_row(db, file):
    path = file([OLD, {**NEW, "colour": "orange"}], PARTIES)
    (problem,) = problems(lambda: import_parties(path))
    assert problem.startswith("Row 3: ")


# People.

MAYOR = {"name": "Nell Harrow", "role": "Mayor of Northmarsh", "start": "2027-05-06", "end": "2031-05-01", "source": "council"}
LEADER = {
    "name": "Nell Harrow",
    "role": "Leader of the Orchard Party",
    "start": "2029-06-01",
    "source": "party",
    "party": "Orchard",
}


def test_people_come_with_their_roles_and_other_names(db, file):
    world.party("Orchard Party")
    import_people(file([{**MAYOR, "aliases": "Eleanor Harrow", "misspellings": "Nell Harow|Nel Harrow"}, LEADER], PEOPLE))
    person = Person.objects.get()
    assert sorted(person.names.values_list("name", "kind")) == [
        ("Eleanor Harrow", "alias"), ("Nel Harrow", "misspelling"), ("Nell Harow", "misspelling"),
    ]  # fmt: skip
    assert list(person.roles.values_list("label", "party__short_name", "start", "end")) == [
        ("Leader of the Orchard Party", "Orchard", date(2029, 6, 1), None),
        ("Mayor of Northmarsh", None, date(2027, 5, 6), date(2031, 5, 1)),
    ]


def test_the_same_people_again_change_nothing(db, file):
    world.party("Orchard Party")
    path = file([{**MAYOR, "aliases": "Eleanor Harrow"}, LEADER], PEOPLE)
    import_people(path)
    person = Person.objects.get()
    before = list(person.roles.values()), list(person.names.values())
    assert import_people(path).created == []
    assert (list(person.roles.values()), list(person.names.values())) == before


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"start": ""}, "Row 2: Nell Harrow's role 'Mayor of Northmarsh' needs a start."),
        ({"source": ""}, "Row 2: Nell Harrow's role 'Mayor of Northmarsh' needs a source."),
        ({"end": "soon"}, "Row 2: end is 'soon': write a date as 2021-05-06, or 2021-05 or 2021 where no more is known."),
        (
            {"end": "2031-02-30"},
            "Row 2: end is '2031-02-30': write a date as 2021-05-06, or 2021-05 or 2021 where no more is known.",
        ),
        (
            {"end": "2026"},
            "Row 2: Nell Harrow's role 'Mayor of Northmarsh' ends on 2026, before it starts on 2027-05-06.",
        ),
        ({"name": ""}, "Row 2: name is empty: write whose row this is."),
        ({"role": ""}, "Row 2: Nell Harrow's row has start, end but no role. Name the role, or empty them."),
        ({"role": "x" * 201}, "Row 2: role has 201 letters: 200 is the most."),
        ({"slug": "Nell Harrow"}, "Row 2: slug is 'Nell Harrow': write small letters, digits and hyphens, such as nell-harrow."),
        ({"misspellings": "Nell  harrow"}, "Row 2: 'Nell harrow' cannot be both the name and a misspelling of it."),
        ({"aliases": "Nel", "misspellings": "Nel"}, "Row 2: 'Nel' cannot be both an alias and a misspelling."),
    ],
    ids=["start", "source", "end", "day", "order", "name", "role", "long", "slug", "own misspelling", "both"],
)
def test_a_role_that_cannot_be_dated_or_sourced_is_refused_with_its_row(db, file, row, sentence):
    path = file([{**MAYOR, **row}, LEADER], PEOPLE)
    assert problems(lambda: import_people(path)) == [sentence]


def test_every_row_that_is_wrong_is_named_at_once(db, file):
    rows = [{**MAYOR, "start": "soon"}, LEADER, {**LEADER, "name": "Otto Pear", "source": ""}]
    assert [problem.partition(":")[0] for problem in problems(lambda: import_people(file(rows, PEOPLE)))] == ["Row 2", "Row 4"]


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        ("2027", "2031", (date(2027, 1, 1), "year", date(2031, 12, 31), "year")),
        ("2027-05", "2031-02", (date(2027, 5, 1), "month", date(2031, 2, 28), "month")),
        ("2027-05-06", "2027-05-06", (date(2027, 5, 6), "day", date(2027, 5, 6), "day")),
        ("2027", "2027", (date(2027, 1, 1), "year", date(2027, 12, 31), "year")),
        ("2027", "", (date(2027, 1, 1), "year", None, "day")),
    ],
)
def test_a_date_is_kept_as_precise_as_it_is_known(db, file, start, end, kept):
    import_people(file([{**MAYOR, "start": start, "end": end}], PEOPLE))
    assert Role.objects.values_list("start", "start_precision", "end", "end_precision").get() == kept


def test_roles_may_overlap_and_one_may_be_held_twice(db, file):
    again = {**MAYOR, "start": "2035-05-03", "end": ""}
    import_people(file([MAYOR, LEADER, again], PEOPLE))
    assert Role.objects.count() == 3 and Person.objects.count() == 1


def test_a_role_that_has_ended_meanwhile_is_brought_up_to_date(db, file):
    import_people(file([LEADER], PEOPLE))
    report = import_people(file([{**LEADER, "end": "2032-01", "source": "party, minutes"}], PEOPLE))
    assert report.changed == ["role Leader of the Orchard Party of Nell Harrow"] and report.created == []
    assert Role.objects.values_list("end", "end_precision", "source").get() == (date(2032, 1, 31), "month", "party, minutes")


def test_an_older_file_does_not_take_back_that_a_role_has_ended(db, file):
    import_people(file([{**LEADER, "end": "2032-01-31"}], PEOPLE))
    report = import_people(file([LEADER], PEOPLE))
    assert report.warnings == ["Row 2: Leader of the Orchard Party of Nell Harrow ended on 2032-01-31: left as it is."]
    assert Role.objects.get().end == date(2032, 1, 31) and report.changed == []


def test_one_role_in_two_rows_that_say_different_things_is_refused_with_both_rows(db, file):
    rows = [LEADER, LEADER, {**LEADER, "end": "2032-01-31"}]
    assert problems(lambda: import_people(file(rows, PEOPLE))) == [
        "Row 4: Nell Harrow's role 'Leader of the Orchard Party' from 2029-06-01 stands in row 2 too, otherwise."
    ]
    import_people(file(rows[:2], PEOPLE))
    assert Role.objects.count() == 1


def test_an_independent_is_not_somebody_whose_party_is_not_said(db, file):
    seat = {**MAYOR, "role": "MP for Northmarsh", "party": "independent"}
    import_people(file([seat, MAYOR], PEOPLE))
    assert sorted(Role.objects.values_list("label", "party", "independent")) == [
        ("MP for Northmarsh", None, True), ("Mayor of Northmarsh", None, False),
    ]  # fmt: skip
    assert not Party.objects.exists()


@pytest.mark.parametrize("written", ["Orchard Party", "orchard", "The Orchard Party", "orc"])
def test_a_party_is_known_by_every_name_of_it(db, file, written):
    orchard = world.party("Orchard Party")
    Party.objects.filter(pk=orchard.pk).update(aliases=["The Orchard Party"])
    report = import_people(file([{**LEADER, "party": written}], PEOPLE))
    assert Role.objects.get().party == orchard and report.warnings == [] and Party.objects.count() == 1


def test_a_party_that_is_not_known_is_made_and_said_and_a_near_one_named(db, file):
    world.party("Orchard Party")
    report = import_people(file([{**LEADER, "party": "Orchid Party"}, {**MAYOR, "party": "Moon Party"}], PEOPLE))
    assert [what for what in report.created if "party" in what] == ["party Orchid Party", "party Moon Party"]
    assert report.warnings == ["Row 2: no party is called 'Orchid Party'; it was made. Is 'Orchard Party' meant?"]


def test_an_abbreviation_of_two_parties_is_refused_with_both(db, file):
    for name in ("Orchard Party", "Harbour Party"):
        Party.objects.filter(pk=world.party(name).pk).update(abbreviation="OH")
    assert problems(lambda: import_people(file([{**LEADER, "party": "OH"}], PEOPLE))) == [
        "Row 2: party is 'OH', which is short for Orchard Party and for Harbour Party: write its name."
    ]


def test_a_name_that_two_people_bear_needs_a_slug(db, file):
    for slug in ("otto-pear", "otto-pear-2"):
        Person.objects.create(name="Otto Pear", slug=slug)
    row = {**LEADER, "name": "Otto Pear"}
    assert problems(lambda: import_people(file([row], PEOPLE))) == [
        "Row 2: 2 people are called 'Otto Pear': otto-pear, otto-pear-2. Say which in a column slug."
    ]
    import_people(file([{**row, "slug": "otto-pear-2"}, {**MAYOR, "name": "Otto Pear", "slug": "the-third"}], PEOPLE))
    assert sorted(Role.objects.values_list("person__slug", "label")) == [
        ("otto-pear-2", "Leader of the Orchard Party"), ("the-third", "Mayor of Northmarsh"),
    ]  # fmt: skip
    assert Person.objects.count() == 3


def test_a_slug_of_somebody_with_another_name_is_refused(db, file):
    world.person()
    assert problems(lambda: import_people(file([{**LEADER, "name": "Otto Pear", "slug": "nell-harrow"}], PEOPLE))) == [
        "Row 2: the slug 'nell-harrow' is Nell Harrow's, who is not called 'Otto Pear' on record."
    ]


def test_an_alias_is_the_person_and_a_misspelling_is_nobody(db, file):
    rows = [{**MAYOR, "aliases": "Eleanor Harrow", "misspellings": "Nell Harow"}, {**LEADER, "name": "eleanor  HARROW"}]
    report = import_people(file(rows, PEOPLE))
    assert Person.objects.get().roles.count() == 2
    assert report.warnings == ["Row 3: eleanor HARROW is taken for Nell Harrow, whose alias it is."]
    assert problems(lambda: import_people(file([{**LEADER, "name": "Nell Harow"}], PEOPLE))) == [
        "Row 2: 'Nell Harow' is a known misspelling of 'Nell Harrow'. Write that, or, for somebody else, a slug of their own."
    ]


def test_an_alias_that_turns_out_to_be_a_misspelling_is_one(db, file):
    import_people(file([{**MAYOR, "aliases": "Nell Harow"}], PEOPLE))
    import_people(file([{**MAYOR, "misspellings": "Nell Harow"}], PEOPLE))
    assert PersonName.objects.values_list("name", "kind").get() == ("Nell Harow", "misspelling")


def test_a_name_without_a_role_is_a_person_too(db, file):
    import_people(file([{"name": "Nell O’Harrow"}, {"name": "Nell O'Harrow"}], PEOPLE))
    assert Person.objects.values_list("name", "slug", "sort_name").get() == ("Nell O’Harrow", "nell-oharrow", "nell o’harrow")


def test_another_name_that_is_somebody_elses_is_said(db, file):
    world.person("Otto Pear")
    report = import_people(file([{**MAYOR, "aliases": "Otto Pear"}], PEOPLE))
    assert report.warnings == ["Row 2: Otto Pear, the alias of Nell Harrow, is the name of otto-pear too."]


def test_the_command_says_what_it_did_and_a_dry_run_does_nothing(db, file, capsys):
    path = file([MAYOR, LEADER], PEOPLE)
    call_command("import_people", path, "--dry-run")
    assert capsys.readouterr().out.splitlines()[-1] == "1 people and 2 roles would be added, 0 roles changed."
    assert contents() == [[], [], [], []]
    call_command("import_people", path)
    assert capsys.readouterr().out.splitlines() == [
        "created party Orchard: no party on record has that name", "1 people and 2 roles were added, 0 roles changed.",
    ]  # fmt: skip


def test_the_command_refuses_in_sentences(db, file, tmp_path):
    with pytest.raises(CommandError, match=r"^Nothing was saved\.\nRow 2: .* needs a source\.$"):
        call_command("import_people", file([{**MAYOR, "source": ""}], PEOPLE))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_people", tmp_path / "nowhere.csv")
