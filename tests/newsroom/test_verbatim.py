"""Words against their source, to the letter; and when they were said."""

from datetime import UTC, datetime

import pytest

from newsroom.timing import Moment, Offset, offset
from newsroom.verbatim import Difference, compare, marked, quoted

SOURCE = (
    "A hard night for the Orchard. Nobody can blame Otto Pear for it. The Orchard won the marsh twice under his leadership; "
    "Nell Harrow must think again about “the plan”."
)


@pytest.mark.parametrize(
    "words",
    [
        "A hard night for the Orchard.",
        "  A hard\nnight\u00a0for the   Orchard ",
        "Nell Harrow must think again about 'the plan'".replace("'", '"'),
        "must think again about „the plan”",
        "think again about \u201cthe plan\u201d.",
    ],
)
def test_spaces_and_the_look_of_quotation_marks_are_nobodys_words(words):
    found = compare(words, SOURCE)
    assert (found.difference, found.allowed) == (None, ())


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("Nobody can blame [him] for it.", ("[him]",)),
        ("[n]obody can blame Otto Pear", ("[n]",)),
        ("[They] can blame Otto Pear", ("[They]",)),
        ("under his [former] leadership", ("[former]",)),
        ("blame Otto Pear for [the result].", ("[the result]",)),
        ("A hard night … Nell Harrow must think again", ("…",)),
        ("A hard night... Nell Harrow must think again", ("...",)),
        ("A hard night […] Nell Harrow [of the Orchard] must think", ("[…]", "[of the Orchard]")),
        ("… must think again", ("…",)),
    ],
)
def test_what_an_editor_put_in_or_left_out_is_allowed_and_listed(words, allowed):
    found = compare(words, SOURCE)
    assert (found.difference, found.allowed) == (None, allowed)


@pytest.mark.parametrize(
    ("words", "difference"),
    [
        ("A bad night for the Orchard.", Difference("bad", "hard")),
        ("One hard night for the Orchard", Difference("One", "A")),
        ("A hard night for the Orchards", Difference("Orchards", "Orchard.")),
        ("A hard night, for the Orchard", Difference("night,", "night")),
        ("Nobody can blame her", Difference("her", "Otto")),
        ("must think again about the plan", Difference("the", '"the')),
        ("Must think again", Difference("Must", "must")),
        ("marsh twice under his leadership and more", Difference("leadership", "leadership;")),
        ("night for the Orchard Nobody can", Difference("Orchard", "Orchard.")),
        ("harbour", Difference("harbour")),
        ("rd. Nobody", Difference("rd.", "Orchard.")),
        ("must think again … A hard night", Difference("A", "")),
        ("[Everybody]", Difference("[Everybody]", "")),
        ("…", Difference("…", "")),
        ('Nell Harrow must think again about "the plan". Yes', Difference("Yes", "")),
    ],
)
def test_any_other_word_is_a_difference_and_the_first_one_is_named(words, difference):
    assert compare(words, SOURCE).difference == difference


def test_a_bracket_does_not_stand_for_half_the_speech():
    assert compare("A [x] again", SOURCE).difference == Difference("again", "hard")


def test_many_brackets_and_ellipses_are_read_in_no_time():
    words = " … ".join(["the [marsh]"] * 40)
    assert compare(words, "the marsh " * 2_000).difference is None
    assert compare(f"{words} never", "the marsh " * 2_000).difference is not None


def test_the_passages_can_be_marked_in_the_source():
    parts = marked(SOURCE, compare("A hard night … about “the plan”", SOURCE).passages)
    assert [part for part, mark in parts if mark] == ["A hard night", 'about "the plan"']
    assert "".join(part for part, _mark in parts) == SOURCE.replace("“", '"').replace("”", '"')
    assert marked("Nothing.", ("else",)) == [("Nothing.", False)]


def test_what_a_report_gives_as_words_is_found():
    assert quoted("Said that a “bolder plan” was \"needed\", isn't it 'so'.") == ["bolder plan", "needed"]


# When.


def at(day: int, hour: int = 12, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2031, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Moment(at(2, 6, 50)), Offset("minutes", 38)),
        (Moment(at(2, 6, 12)), Offset("moment")),
        (Moment(at(2, 6, 11)), Offset("before")),
        (Moment(at(2, 7, 12)), Offset("hours", 1, 0)),
        (Moment(at(2, 8, 40)), Offset("hours", 2, 28)),
        (Moment(at(3, 6, 12)), Offset("days", 1)),
        (Moment(at(5)), Offset("days", 3)),
        (Moment(at(2), "day"), Offset("day")),
        (Moment(at(3), "day"), Offset("days", 1)),
        (Moment(at(1), "day"), Offset("before")),
        (Moment(at(1), "month"), None),
        (Moment(at(1, month=6), "month"), Offset("after")),
        (Moment(at(1, month=4), "month"), Offset("before")),
    ],
)
def test_a_quote_is_set_against_the_declaration_as_exactly_as_it_is_known(said, expected):
    assert offset(said, at(2, 6, 12)) == expected


def test_a_day_is_a_day_in_london():
    assert offset(Moment(at(2, 23, 30)), at(2, 6, 12)) == Offset("hours", 17, 18)
    assert offset(Moment(at(2, 23, 30), "day"), at(2, 6, 12)) == Offset("days", 1)


def test_what_is_known_less_precisely_comes_last_within_what_is_known():
    moments = [
        Moment(at(30)),
        Moment(at(2), "month"),
        Moment(at(2), "day"),
        Moment(at(2, 20)),
        Moment(at(2, 6)),
        Moment(at(3, 1)),
    ]
    assert sorted(moments, key=Moment.order) == [moments[n] for n in (4, 3, 2, 5, 0, 1)]
