"""Two texts word by word."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.compare import Mark, Part, parts

SAME, OUT, IN = Mark.SAME, Mark.OUT, Mark.IN


def test_a_word_that_is_replaced_is_taken_out_and_put_in():
    assert parts("It was cold.", "It was warm.") == [Part(SAME, "It was "), Part(OUT, "cold."), Part(IN, "warm.")]


def test_equal_texts_are_one_part():
    assert parts("It was.\n\nSo.", "It was.\n\nSo.") == [Part(SAME, "It was.\n\nSo.")]


def test_nothing_at_all_has_no_parts():
    assert parts("", "") == []
    assert parts("", "Words") == [Part(IN, "Words")] and parts("Words", "") == [Part(OUT, "Words")]


@given(st.text("ab \n"), st.text("ab \n"))
def test_the_parts_make_up_both_texts_to_the_letter(old, new):
    found = parts(old, new)
    assert "".join(part.text for part in found if part.mark != IN) == old
    assert "".join(part.text for part in found if part.mark != OUT) == new
