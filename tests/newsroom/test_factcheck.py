"""The fact check on sentences, true and false, about the contests of the demo and about fictional ones.

In the tables a false sentence marks what is false in it: «9,640» must be found to disagree; ‹a record›, on which the record is
silent, must at least be unknown. No true sentence may be called wrong. Beside the tables stand whole stories, true and with
planted errors: {what is true||what is false}.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from elections import importers, registers
from newsroom import records
from newsroom.factcheck import Finding, Kind, Record, Verdict, check, numbers, words
from newsroom.management.commands import demo
from tests.newsroom import marsh

TABLES = Path(__file__).parent / "sentences"
STORIES = sorted(path.stem for path in (Path(__file__).parent / "stories").glob("*.txt"))


@dataclass(frozen=True)
class Case:
    """A sentence without its marks, where they stood («» and ‹› apart), and the contest and day that it is about."""

    contest: str
    on: date
    style: str
    text: str
    false: tuple[tuple[int, int], ...]
    unproved: tuple[tuple[int, int], ...] = ()


def cases(name: str) -> Iterator[Case]:
    contest, on, style = "", date.min, ""
    for line in (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and "." in line:
            contest, on = line.split()[1], date.fromisoformat(line.split()[2])
        elif line.startswith("# "):
            style = line[2:]
        elif line:
            marks: dict[str, list[tuple[int, int]]] = {"«": [], "‹": []}
            text = line
            while mark := re.search("([«‹])(.*?)[»›]", text):
                marks[mark[1]].append((mark.start(), mark.end() - 2))
                text = text[: mark.start()] + mark[2] + text[mark.end() :]
            yield Case(contest, on, style, text, tuple(marks["«"]), tuple(marks["‹"]))


TABLE = [case for name in ("hartlepool", "more", "others", "holdout", "elsewhere", "beyond", "afar") for case in cases(name)]
FICTION = list(cases("northmarsh"))


def true(table: list[Case]) -> list[Case]:
    return [case for case in table if not case.false and not case.unproved]


def false(table: list[Case]) -> list[Case]:
    return [case for case in table if case.false]


def unproved(table: list[Case]) -> list[Case]:
    return [case for case in table if case.unproved]


def named(case: Case) -> str:
    return case.text[:60]


@dataclass(frozen=True)
class Story:
    """A story as it is true, as it is false, and where its errors stand."""

    contest: str
    on: date
    true: str
    false: str
    errors: tuple[tuple[int, int], ...]


def story(name: str) -> Story:
    head, _line, body = (TABLES.parent / "stories" / f"{name}.txt").read_text(encoding="utf-8").partition("\n")
    _hash, contest, on = head.split()
    false, errors = "", []
    for index, part in enumerate(re.split(r"\{.*?\|\|(.*?)\}", body)):
        if index % 2:
            errors.append((len(false), len(false) + len(part)))
        false += part
    return Story(contest, date.fromisoformat(on), re.sub(r"\{(.*?)\|\|.*?\}", r"\1", body), false, tuple(errors))


def load_elsewhere(people: dict[str, Any]) -> None:
    """Fictional elections of other shapes and a register of people, taken in by the importers: nobody links the two."""
    for when in ("before", "now"):
        path = TABLES / f"elsewhere-{when}.csv"
        importers.import_results(path, by=people["results-editor"], confirm_as=people["duty-editor"], reason="fictional")
    registers.import_people(TABLES / "elsewhere-people.csv")


@pytest.fixture(scope="module")
def demo_records(django_db_setup, django_db_blocker) -> Iterator[dict[str, Record]]:
    """A record for each contest of the tables, of the demo's elections, with everything that its sentences name."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = demo.demo_logins()
        demo.load_elections(people, lambda line: None)
        load_elsewhere(people)
        told: dict[tuple[str, date], list[str]] = {}
        for case in TABLE:
            told.setdefault((case.contest, case.on), []).append(case.text)
        found = {contest: records.record("\n".join(texts), [contest], on) for (contest, on), texts in told.items()}
        for name in STORIES:
            one = story(name)
            found[name] = records.record(one.true + one.false, [one.contest], one.on)
        transaction.set_rollback(True)
    yield found


def wrong(text: str, record: Record = marsh.RECORD) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in check(text, record) if one.verdict is Verdict.DISAGREES]


def caught(case: Case, found: list[tuple[int, int]]) -> bool:
    """Whether something that disagrees touches every mark of a sentence."""
    return all(any(start < end_ and start_ < end for start_, end_ in found) for start, end in case.false)


@pytest.mark.django_db
@pytest.mark.parametrize("case", true(TABLE), ids=named)
def test_nothing_true_of_the_demo_is_called_wrong(demo_records, case):
    assert wrong(case.text, demo_records[case.contest]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("case", false(TABLE), ids=named)
def test_everything_false_of_the_demo_is_called_wrong(demo_records, case):
    assert caught(case, wrong(case.text, demo_records[case.contest]))


@pytest.mark.django_db
@pytest.mark.parametrize("case", unproved(TABLE), ids=named)
def test_nothing_that_the_record_cannot_judge_stands_without_a_word(demo_records, case):
    open_to = [(one.start, one.end) for one in check(case.text, demo_records[case.contest]) if one.verdict is not Verdict.AGREES]
    assert all(any(start < end_ and start_ < end for start_, end_ in open_to) for start, end in case.unproved)


@pytest.mark.django_db
@pytest.mark.parametrize("name", STORIES)
def test_nothing_in_a_true_story_is_called_wrong(demo_records, name):
    text = story(name).true
    assert [text[start:end] for start, end in wrong(text, demo_records[name])] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", STORIES)
def test_every_sentence_of_a_story_with_an_error_in_it_is_found(demo_records, name):
    told = story(name)
    open_to = [one for one in check(told.false, demo_records[name]) if one.verdict is not Verdict.AGREES]
    missed = []
    for start, end in told.errors:
        first, last = next(
            (tokens[0].start, tokens[-1].end)
            for tokens in (one.tokens for one in words.sentences(told.false))
            if tokens[0].start <= start < tokens[-1].end
        )
        if not any(one.start < last and first < one.end for one in open_to):
            missed.append(told.false[start:end])
    assert missed == []


@pytest.mark.parametrize("case", true(FICTION), ids=named)
def test_nothing_true_of_a_fictional_contest_is_called_wrong(case):
    assert wrong(case.text) == []


@pytest.mark.parametrize("case", false(FICTION), ids=named)
def test_everything_false_of_a_fictional_contest_is_called_wrong(case):
    assert caught(case, wrong(case.text))


def test_the_tables_hold_enough_of_both():
    every = [*TABLE, *FICTION]
    assert len(true(every)) >= 200 and len(false(every)) >= 180
    assert {case.style for case in every} >= {"agency", "tabloid", "broadsheet", "live blog"}


# What a finding carries.


def one(text: str, said: str) -> Finding:
    (found,) = [finding for finding in check(text, marsh.RECORD) if finding.text == said]
    return found


def test_what_agrees_carries_the_path_to_bind_it_to():
    text = "Ada Quill won by almost 2,500 votes, with 49.9%; two years ago the majority was 5,000."
    assert (one(text, "almost 2,500").verdict, one(text, "almost 2,500").figure) == (Verdict.AGREES, "majority")
    assert one(text, "49.9%").figure == "share.ada-quill"
    assert one(text, "5,000").figure == "previous.majority"


def test_what_disagrees_says_what_the_record_has_and_where_it_has_it_from():
    found = one("Ada Quill won by 2,496 votes.", "2,496")
    assert (found.verdict, found.record, found.source) == (
        Verdict.DISAGREES,
        "majority 2,469 (Northmarsh, 1 May 2031)",
        "the declaration paper",
    )
    assert found.why == "The record has another figure: majority 2,469 (Northmarsh, 1 May 2031)."


def test_a_misspelt_name_comes_with_the_right_one():
    found = one("Nell Harrowe spoke to Tim Frosst.", "Tim Frosst")
    assert (found.kind, found.suggestion, found.person) == (Kind.NAME, "Tim Frost", "tim-frost")
    assert one("Nell Harrowe spoke to Tim Frosst.", "Nell Harrowe").suggestion == "Nell Harrow"


def test_where_the_register_is_silent_nothing_is_called_wrong():
    found = one("Ivy Marl, the former transport secretary, spoke.", "former transport secretary")
    assert found.verdict is Verdict.UNKNOWN
    assert found.why.startswith("This is not in the register")


def test_an_office_of_another_is_told_with_who_held_it():
    found = one("Tim Frost was the party's deputy leader under Nell Harrow.", "deputy leader")
    assert found.verdict is Verdict.DISAGREES
    assert "Ivy Marl was Deputy Leader of the Orchard Party since 9 January 2024" in found.why


def test_a_number_that_no_word_explains_is_unknown():
    assert one("Ada Quill won. There is talk of 4,711 in the town.", "4,711").verdict is Verdict.UNKNOWN


def test_words_of_somebody_else_never_disagree():
    assert wrong("“We lost by 9,999 votes,” said Mr Rook, “and Ben Rook won.”") == []
    assert wrong("Ada Quill won by 9,999 votes.") != []


def test_a_bound_number_is_judged_by_its_own_figure_at_its_place_in_the_raw_text():
    text = "## A *day*\n\nThe winner had [12,354 votes](figure:votes.ada-quill), [almost 2,500](figure:majority) more."
    found = {one.text: one for one in check(text, marsh.RECORD)}
    assert found["12,354 votes"].verdict is Verdict.DISAGREES
    assert (found["almost 2,500"].verdict, found["almost 2,500"].figure) == (Verdict.AGREES, "majority")
    assert all(text[one.start : one.end] == one.text for one in found.values())
    assert one("[1](figure:nothing.here) it is", "1").verdict is Verdict.UNKNOWN


def test_bound_words_without_a_numeral_are_judged_too():
    text = "[Four](figure:candidates) stood; [more than half](figure:share.ada-quill) chose the winner."
    found = {one.text: one.verdict for one in check(text, marsh.RECORD)}
    assert (found["Four"], found["more than half"]) == (Verdict.AGREES, Verdict.DISAGREES)


def test_no_two_findings_share_a_letter():
    text = " ".join(case.text for case in FICTION)
    found = check(text, marsh.RECORD)
    assert len(found) > 60
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


@pytest.mark.parametrize("text", ["", " \n\n", "[", "“", "7", "%", "...", "](figure:", "*" * 50, "£", "Quill", "1-", "a" * 5000])
def test_no_text_is_too_odd(text):
    assert isinstance(check(text, marsh.RECORD), list)


@given(st.text(alphabet="Ada Quil won by 2,469 votes.%()[]-–\n\"'", max_size=80))
def test_whatever_is_typed_findings_stand_within_it(text):
    for one in check(text, marsh.RECORD):
        assert 0 <= one.start < one.end <= len(text)


def test_without_any_record_nothing_is_called_wrong():
    empty = Record(on=marsh.ON)
    assert [wrong(case.text, empty) for case in FICTION if wrong(case.text, empty) and "Tuesday" not in case.text] == []


# Numbers in prose.


def read(text: str) -> list[tuple[str, Fraction, str]]:
    (sentence,) = words.sentences(text)
    return [(str(one.form), one.value, str(one.near)) for one in numbers.read(sentence.tokens)]


@pytest.mark.parametrize(
    ("text", "form", "value", "near"),
    [
        ("15,529 votes", "count", 15_529, ""),
        ("fifteen thousand five hundred and twenty-nine", "count", 15_529, ""),
        ("ninety-nine thousand, nine hundred and one", "count", 99_901, ""),
        ("a hundred and eighty-two ballots", "count", 182, ""),
        ("about 7k", "count", 7_000, "about"),
        ("1.2m", "count", 1_200_000, ""),
        ("nearly 52 per cent", "per cent", 52, "below"),
        ("just over half", "fraction", 50, "above"),
        ("one in five", "fraction", 20, ""),
        ("two-thirds of it", "fraction", Fraction(200, 3), ""),
        ("up to 16 percentage points", "points", 16, "most"),
        ("a 16-point swing", "points", 16, ""),
        ("no fewer than 6,000", "count", 6_000, "least"),
        ("for 47 years", "span", 564, ""),
        ("4th", "ordinal", 4, ""),
        ("in 1974", "year", 1974, ""),
        ("on Thursday 6 May 2021", "date", 2021, ""),
    ],
)
def test_a_quantity_is_read(text, form, value, near):
    assert read(text) == [(form, Fraction(value), near)]


@pytest.mark.parametrize(
    "text",
    ["at 4.30am", "at 04:30", "£25m for it", "aged 43", "Quill, 43, won", "12 High Street", "the A19", "Covid-19",
     "020 7946 0123", "page 12", "version 2.1.3", "a 2-1 win", "bus 36", "no one", "the 1990s", "43-year-old", "250 miles"],
)  # fmt: skip
def test_what_is_plainly_no_result_is_passed_over(text):
    assert read(text) == []
