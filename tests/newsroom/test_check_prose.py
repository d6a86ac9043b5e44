"""`manage.py check_prose`: stories against the record from the command line."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from elections.models import Role
from newsroom import records
from tests import world

ID = "parl.northmarsh.2031-05-01"
pytestmark = pytest.mark.django_db


def run(tmp_path, *texts: str, **options) -> tuple[int, str]:
    """(exit status, output)."""
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"story-{number}.md")
        paths[-1].write_text(text, encoding="utf-8")
    out = io.StringIO()
    try:
        call_command("check_prose", *map(str, paths), stdout=out, **options)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_one_file_is_a_flat_list_with_offsets_into_its_text(tmp_path, declared):
    text = "Ada Quill won by 2,496 votes."
    status, out = run(tmp_path, text, contest=[ID], json=True)
    found = json.loads(out)
    assert status == 1
    (wrong,) = [one for one in found if one["verdict"] == "disagrees"]
    assert text[wrong["start"] : wrong["end"]] == wrong["text"] == "2,496"
    assert set(wrong) >= {"start", "end", "text", "kind", "verdict", "figure", "record", "why"}
    assert (wrong["figure"], wrong["kind"]) == ("majority", "figure")


def test_where_all_agrees_it_ends_well(tmp_path, declared):
    status, out = run(tmp_path, "Ada Quill won by 2,469 votes.", contest=[ID])
    assert status == 0
    assert "agrees  “2,469”" in out and out.endswith("0 disagrees, 0 unknown\n")


def test_of_several_files_each_finding_names_its_own(tmp_path, declared):
    _status, out = run(tmp_path, "Ada Quill won by 2,469 votes.", "Ben Rook had 9,876 votes.", contest=[ID], json=True)
    assert [one["file"].rpartition("/")[2] for one in json.loads(out)] == ["story-0.md", "story-0.md", "story-1.md"]


def test_without_a_contest_it_is_found_by_what_the_text_names(tmp_path, declared):
    assert run(tmp_path, "In Northmarsh Ada Quill won by 2,496 votes.", on="2031-05-02")[0] == 1
    assert run(tmp_path, "In Northmarsh Otto Pear won by 5,000 votes.", on="2030-01-01")[0] == 0


def test_a_role_is_judged_on_the_day_that_the_story_speaks_on(tmp_path, declared):
    Role.objects.create(person=world.person(), label="Leader of the Orchard Party", start=date(2031, 5, 4), source="the ballot")
    text = "Orchard leader Nell Harrow spoke in Northmarsh."
    assert run(tmp_path, text, contest=[ID], on="2031-05-02")[0] == 1
    assert run(tmp_path, text, contest=[ID], on="2031-05-05")[0] == 0


@pytest.mark.parametrize(
    ("options", "said"), [({"contest": ["parl.nowhere"]}, "no contest parl.nowhere"), ({"on": "May"}, "such as 2021-05-07")]
)
def test_what_is_asked_wrongly_is_said(tmp_path, declared, options, said):
    with pytest.raises(CommandError, match=said):
        run(tmp_path, "A day.", **options)


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_prose", str(tmp_path / "nothing.md"))


def test_a_record_takes_a_fixed_number_of_queries(declared, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        found = records.record("Ada Quill beat Ben Rook in Northmarsh.", [ID])
    assert [(poll.id, poll.told) for poll in found.polls] == [(ID, True), ("parl.northmarsh.2029-05-03", False)]
    assert found.on == date(2031, 5, 2)
