"""Party colours that can be seen by everybody, whatever colour a party chose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.colours import DARK, INK, LIGHT, PAPER, contrast, look, looks, luminance

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "two", "ratio"),
    [("#ffffff", "#000000", 21), ("#000000", "#ffffff", 21), ("#c70000", "#c70000", 1), ("#ffffff", "#777777", 4.48)],
    ids=["white and black", "black and white", "the same", "a known grey"],
)
def test_contrast_is_that_of_the_guidelines(one, two, ratio):
    assert contrast(one, two) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(("colour", "expected"), [("#000000", 0), ("#ffffff", 1), ("#ff0000", 0.2126)])
def test_luminance_is_that_of_the_guidelines(colour, expected):
    assert luminance(colour) == pytest.approx(expected)


@pytest.mark.parametrize(("fill", "on"), [("#0077b6", PAPER), ("#c70000", PAPER), ("#ffff00", INK), ("#3dbbe2", INK)])
def test_a_dark_fill_takes_white_and_a_light_fill_ink(fill, on):
    assert look(fill, LIGHT).on == on


@pytest.mark.parametrize("fill", ["#777777", "#bd5d5d"])
def test_what_stands_on_a_fill_of_middling_lightness_can_be_read(fill):
    assert contrast(look(fill, LIGHT).on, fill) >= 4.5


@given(colours)
def test_what_stands_on_any_fill_can_be_read(fill):
    assert contrast(look(fill, LIGHT).on, fill) >= 4.5


@pytest.mark.parametrize("grounds", [LIGHT, DARK], ids=["light", "dark"])
@given(fill=colours)
def test_the_edge_of_any_fill_stands_out_from_page_and_panel(grounds, fill):
    edge = look(fill, grounds).edge
    assert min(contrast(edge, ground) for ground in grounds) >= 3


def test_a_fill_that_stands_out_by_itself_keeps_its_colour_as_its_edge():
    assert look("#c70000", LIGHT).edge == "#c70000"


def test_a_party_has_a_look_for_each_scheme():
    assert [of.fill for of in looks("#0077b6", "#2f86ff")] == ["#0077b6", "#2f86ff"]


def test_a_party_without_a_dark_colour_keeps_the_light_one():
    assert [of.fill for of in looks("#ff7f0f")] == ["#ff7f0f", "#ff7f0f"]
