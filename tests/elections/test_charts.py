"""The geometry of pictures: what no picture of any result may do, by properties, and what the known ones look like."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from elections import charts
from elections.charts import Bench, Course, Moved, Part, Place, Polled

HALVES = st.fractions(0, 1, max_denominator=100_000)
CHANGES = st.none() | st.fractions(-1, 1, max_denominator=100_000)
VOTES = st.integers(0, 60_000)


def parts(votes):
    whole = sum(votes) or 1
    return [Part(f"n{n}", "p-other", Fraction(number, whole)) for n, number in enumerate(votes)]


def moved(*changes):
    return [Moved(f"k{n}", f"Name {n}", "p-other", change) for n, change in enumerate(changes)]


def poll(year, *, majority=None, turnout=None, holder="Orchard", shown=False, month=5):
    short = holder[:3]
    return Polled(f"{year}", date(year, month, 1), holder, holder, short, f"p-{holder.lower()}", majority, turnout, shown)


# Shares.


@given(st.lists(VOTES, min_size=1, max_size=20))
@example([66_665, 33_335])  # both round up
def test_a_share_bar_is_filled_and_never_overflows(votes):
    bar = charts.share_bar(parts(votes))
    assert all(one.x + one.width == two.x for one, two in pairwise(bar))
    assert bar[0].x == 0 and bar[-1].x + bar[-1].width == (100 if sum(votes) else 0)
    assert all(segment.width >= 0 for segment in bar)


def test_only_the_first_wide_segments_bear_their_share():
    bar = charts.share_bar(parts([40, 20, 30, 10]))
    assert [segment.labelled for segment in bar] == [True, True, False, False]
    assert not charts.share_bar(parts([90, 10]))[1].labelled


# Changes.


@given(st.lists(CHANGES, max_size=20))
def test_change_bars_stay_on_their_side_of_one_zero_line(changes):
    bars = charts.change_bars(moved(*changes))
    assert len(bars) in (0, len(changes))
    for bar, change in zip(bars, changes, strict=False):
        assert 0 <= bar.x and bar.x + bar.width <= 100
        if change and change < 0:
            assert bar.x + bar.width == 50 and bar.width
        else:
            assert bar.x == 50 and bool(bar.width) == bool(change)


def test_the_largest_absolute_change_sets_the_scale_of_both_sides():
    fall, rise, new = charts.change_bars(moved(Fraction(-3, 10), Fraction(1, 10), None))
    assert (fall.x, fall.width) == (0, 50)
    assert (rise.x, rise.width) == (50, Decimal("16.67"))
    assert (new.x, new.width) == (50, 0)


def test_without_a_change_there_are_no_bars():
    assert charts.change_bars(moved(None, None)) == charts.change_bars(moved(Fraction(0))) == charts.change_bars([]) == ()


# Swing.


@given(st.lists(st.tuples(HALVES, HALVES), min_size=2, max_size=6))
def test_the_labels_of_a_slope_stay_within_it_a_line_apart_and_in_order(shares):
    picture = charts.slope([Course(f"Party {n}", "P", "p-other", *both) for n, both in enumerate(shares)])
    for at, label in (("y_then", "label_then"), ("y_now", "label_now")):
        ends = sorted((getattr(line, label), getattr(line, at)) for line in picture.lines)
        assert all(below[0] - above[0] >= charts.LINE for above, below in pairwise(ends))
        assert [y for _label, y in ends] == sorted(y for _label, y in ends)
        assert all(picture.top <= y <= picture.bottom for _label, y in ends)
        assert all(0 <= text <= picture.bottom + charts.LINE for text, _y in ends)


def test_a_slope_has_the_highest_share_on_top_and_the_lowest_at_the_bottom():
    courses = [
        Course("Harbour", "Har", "p-harbour", Fraction(2, 10), Fraction(5, 10)),
        Course("Orchard", "Orc", "p-orchard", Fraction(4, 10), Fraction(3, 10)),
    ]
    harbour, orchard = charts.slope(courses).lines
    assert (harbour.y_then, harbour.y_now) == (160, 16)
    assert (orchard.y_then, orchard.y_now) == (64, 112)


def test_a_name_too_long_for_its_side_gives_way_to_the_short_one():
    course = Course("A Very Long Party Name Indeed", "VLP", "p-other", Fraction(1, 2), Fraction(1, 4))
    assert charts.slope([course]).lines[0].label == "VLP"


def test_equal_shares_are_level_in_the_middle():
    (line,) = charts.slope([Course("Harbour", "Har", "p-harbour", Fraction(1, 2), Fraction(1, 2))]).lines
    assert line.y_then == line.y_now == 88


# Seats.


@given(st.lists(st.integers(0, 411), max_size=8))
def test_the_squares_of_a_waffle_are_the_seats(numbers):
    picture = charts.waffle([Bench(f"n{n}", "p-other", seats) for n, seats in enumerate(numbers)])
    assert sum(row.path.count("M") for row in picture) == sum(numbers)
    assert len({row.width for row in picture}) <= 1
    for row in picture:
        corners = [tuple(map(int, corner.split("h")[0].split())) for corner in row.path.split("M")[1:]]
        assert len(set(corners)) == row.bench.seats
        assert all(x + charts.SIDE < row.width and y + charts.SIDE < row.height for x, y in corners)


def test_the_seats_of_a_contest_stand_in_a_row_and_a_lot_has_an_inner_square():
    picture = charts.strip([Place("p-harbour"), Place("p-orchard", lot=True), Place("")])
    assert [seat.path for seat in picture.seats] == ["M1 1h10v10h-10z", "M13 1h10v10h-10z", "M25 1h10v10h-10z"]
    assert [seat.lot for seat in picture.seats] == ["", "M16 4h4v4h-4z", ""]
    assert (picture.width, picture.height) == (36, 12)


# History.

POLLS = st.lists(
    st.builds(
        poll,
        st.integers(1918, 2099),
        majority=st.none() | VOTES,
        turnout=st.none() | st.fractions(0, Fraction(11, 10), max_denominator=1000),
        holder=st.sampled_from(["Harbour", "Orchard", "A Party Of Many Words"]),
        shown=st.booleans(),
    ),
    max_size=45,
)


@given(POLLS)
def test_no_bar_of_a_history_leaves_its_panel_and_no_label_touches_another(polls):
    picture = charts.history(polls)
    assert len(picture.columns) == len(polls)
    for column in picture.columns:
        assert 0 <= column.x and column.x + column.width <= picture.width
        assert charts.EDGE <= column.label_x <= picture.width - charts.EDGE
        assert (column.height is None) == (column.polled.majority is None)
        assert picture.top <= column.y <= picture.zero and column.y + (column.height or 0) == picture.zero
        assert (column.turnout_height is None) == (column.polled.turnout is None)
        assert picture.turnout_top <= column.turnout_y <= picture.turnout_zero
        for other in picture.columns if column.majority is not None else ():
            beside = other.x + other.width <= column.label_x - 24 or other.x >= column.label_x + 24
            assert beside or column.label_y <= other.y
    for label, letters in (("year", 6), ("majority", 8)):
        labelled = [column.label_x for column in picture.columns if getattr(column, label) not in ("", None)]
        assert all(abs(one - two) >= letters * charts.LETTER - Decimal("0.1") for one, two in combinations(labelled, 2))
    for line in (0, 1):
        names = [
            (band.middle, Decimal(len(band.label) * charts.LETTER) / 2)
            for band in picture.bands
            if band.line == line and band.label
        ]
        assert all(middle - half >= Decimal("-0.1") and middle + half <= picture.width + Decimal("0.1") for middle, half in names)
        assert all(one[0] + one[1] < two[0] - two[1] for one, two in pairwise(names))
    assert picture.unknown_majorities == sum(one.majority is None for one in polls)


def test_what_is_not_known_has_no_height_and_nought_has_one():
    unknown, tie = charts.history([poll(2019), poll(2021, majority=0)]).columns
    assert (unknown.height, tie.height) == (None, 1)


def test_a_history_is_in_the_order_of_days_with_who_won_under_it():
    picture = charts.history(
        [poll(2024, holder="Orchard"), poll(1974, month=10), poll(1974, month=2), poll(2021, majority=10, holder="Harbour")]
    )
    assert [column.polled.polling_on.year for column in picture.columns] == [1974, 1974, 2021, 2024]
    assert [(band.polled.name, band.label, band.line) for band in picture.bands] == [
        ("Orchard", "Orchard", 0), ("Harbour", "Harbour", 0), ("Orchard", "Orchard", 0),
    ]  # fmt: skip


def test_neighbours_with_long_names_are_named_on_two_lines():
    polls = [poll(1974 + n, holder="Harbour" if n % 2 else "Orchard") for n in range(14)]
    assert [(band.label, band.line) for band in charts.history(polls).bands][:3] == [("Orc", 0), ("Har", 1), ("Orc", 0)]


def test_polls_are_newest_first_in_the_table():
    picture = charts.history([poll(2024), poll(1974, month=10), poll(1974, month=2), poll(2021)])
    assert [column.polled.polling_on.year for column in picture.newest_first] == [2024, 2021, 1974, 1974]


def test_the_poll_that_the_page_is_about_bears_its_year_and_majority():
    polls = [poll(1974 + n, majority=1_000 + n, shown=n == 5) for n in range(40)]
    (shown,) = [column for column in charts.history(polls).columns if column.polled.shown]
    assert (shown.year, shown.majority) == ("1979", 1_005)


def test_a_seat_without_polls_has_an_empty_history():
    assert charts.history([]).columns == charts.history([]).bands == ()


# Two rounds, progress, gains.


@given(VOTES, VOTES, VOTES, st.data())
def test_the_picture_of_two_rounds_never_overflows(left, right, out, data):
    to_left = data.draw(st.integers(0, out))
    to_right = data.draw(st.integers(0, out - to_left))
    first = left + right + out
    stretches = charts.two_rounds(("p-a", left, left + to_left), ("p-b", right, right + to_right), "p-c", first)
    assert bool(stretches) == bool(first)
    for stretch in stretches:
        assert stretch.width >= 0 and stretch.x + stretch.width <= 100


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_a_progress_bar_never_overflows_and_every_contest_is_in_it(done, half, none):
    cells = charts.progress(done, half, none)
    assert all(one.x + one.width <= two.x for one, two in pairwise(cells))
    assert all(cell.x + cell.width <= 100 for cell in cells)
    if done + half + none <= charts.CELLS:
        states = [cell.state for cell in cells]
        assert [states.count(state) for state in ("done", "half", "none")] == [done, half, none]


@given(st.lists(st.lists(st.integers(0, 400), min_size=3, max_size=3), max_size=5))
def test_gains_are_squares_whose_area_is_the_number(rows):
    largest = max((number for row in rows for number in row), default=0)
    for row, sides in zip(rows, charts.areas(rows), strict=True):
        for number, side in zip(row, sides, strict=True):
            assert 0 <= side <= 100 and bool(side) == bool(number)
            assert abs(side**2 * largest - 10_000 * number) <= 2 * 100 * max(largest, 1) * Decimal("0.02")


def test_every_shape_is_frozen():
    shapes = [value for value in vars(charts).values() if isinstance(value, type) and value.__module__ == charts.__name__]
    assert shapes and all(shape.__dataclass_params__.frozen and fields(shape) for shape in shapes)
