"""Pictures of results as geometry. Pure: figures in, frozen shapes out. Templates draw the shapes and write the same figures
beside them, so that every picture has a text form.

Bars that stand in a page's own flow are per cent of its width, to two decimals. Pictures with text in them have a grid of whole
units, `width` by `height`, with its origin at the top left, and coordinates to one decimal; a letter of their text is taken to
be seven units wide. What is not known is None, and is drawn as such: never as nought.

Rules: bars never leave their frame; one zero line, and the largest absolute change sets the scale of both its sides; a square
is one seat; labels that would touch are moved apart or left out, never printed over each other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, groupby, pairwise
from math import isqrt

from elections.counting import half_up

LETTER = 7  # units that a letter of a label takes, at most
LINE = 16  # units between two labels, one under the other
LEAST = Decimal("0.60")  # per cent: a bar of a change that is not nought can be seen
CELLS = 60  # contests, above which a progress bar has no cell for each
EDGE = 21  # units from the side of a picture to the middle of a label: half of one of six letters
COLUMNS = 20  # squares in a row of seats


def _edges(parts: Iterable[Fraction | int], whole: int) -> list[Decimal]:
    """Where parts that stand side by side begin and end, in per cent of a whole that they do not overflow."""
    sums = accumulate((Fraction(part) for part in parts), initial=Fraction(0))
    return [half_up(100 * end / whole, 2) for end in sums] if whole else []


def _tenth(value: Fraction | int | Decimal) -> Decimal:
    return half_up(Fraction(value), 1)


def _fits(text: str, room: Decimal | int) -> bool:
    return len(text) * LETTER <= room


# Shares: one bar for all.


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's share, as a Fraction of 1, and the class of their colour."""

    name: str
    party_class: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the share bar, in per cent of its width; a `labelled` one is wide enough to have its share written on it."""

    name: str
    party_class: str
    x: Decimal
    width: Decimal
    share: Fraction
    labelled: bool


def share_bar(parts: Sequence[Part], *, labels: int = 2) -> tuple[Segment, ...]:
    """The parts from left to right. The first `labels` of them bear their share where it is a sixth or more."""
    edges = pairwise(_edges([part.share for part in parts], 1))
    return tuple(
        Segment(part.name, part.party_class, x, end - x, part.share, n < labels and part.share >= Fraction(1, 6))
        for n, (part, (x, end)) in enumerate(zip(parts, edges, strict=True))
    )


# Changes: bars on both sides of one zero line.


@dataclass(frozen=True, slots=True)
class Moved:
    """How somebody's share has changed, as a Fraction of 1; None is "new": not there in the comparison."""

    key: str
    name: str
    party_class: str
    change: Fraction | None


@dataclass(frozen=True, slots=True)
class ChangeBar:
    """One change, in per cent of the width; the zero line is at 50. Who is new has no bar, and who is unchanged none either."""

    moved: Moved
    x: Decimal
    width: Decimal


def change_bars(changes: Sequence[Moved]) -> tuple[ChangeBar, ...]:
    """A bar for each change, in the order given; none where nothing is compared. The largest one fills its side."""
    largest = max((abs(one.change) for one in changes if one.change is not None), default=Fraction(0))
    if not largest:
        return ()

    def bar(one: Moved) -> ChangeBar:
        change = one.change or Fraction(0)
        wide = max(half_up(50 * abs(change) / largest, 2), LEAST) if change else Decimal(0)
        return ChangeBar(one, 50 - wide if change < 0 else Decimal(50), wide)

    return tuple(bar(one) for one in changes)


# Swing: two parties, then and now.


@dataclass(frozen=True, slots=True)
class Course:
    """Somebody's share at two polls, with a name and a shorter one for where that does not fit."""

    name: str
    short: str
    party_class: str
    then: Fraction
    now: Fraction


@dataclass(frozen=True, slots=True)
class SlopeLine:
    """One course drawn: the height of both its ends, and of the labels beside them."""

    course: Course
    label: str
    y_then: Decimal
    y_now: Decimal
    label_then: Decimal
    label_now: Decimal


@dataclass(frozen=True, slots=True)
class Slope:
    """Both polls as upright lines at `left` and `right`, each with a label at its end; labels stand outside the lines."""

    lines: tuple[SlopeLine, ...]
    width: int = 320
    height: int = 190
    left: int = 112
    right: int = 208
    top: int = 16
    bottom: int = 160


def slope(courses: Sequence[Course]) -> Slope:
    """Both shares of each on one scale, which runs from the lowest to the highest of them."""
    frame = Slope(())
    shares = [share for course in courses for share in (course.then, course.now)]
    low, high = (min(shares), max(shares)) if shares else (Fraction(0), Fraction(0))

    def y(share: Fraction) -> Decimal:
        part = (high - share) / (high - low) if high > low else Fraction(1, 2)
        return _tenth(frame.top + part * (frame.bottom - frame.top))

    before, after = [y(course.then) for course in courses], [y(course.now) for course in courses]
    room = frame.left - 8 - 6 * LETTER  # for a name beside " 51.9%"
    return Slope(
        tuple(
            SlopeLine(course, course.name if _fits(course.name, room) else course.short, *ends)
            for course, *ends in zip(courses, before, after, _apart(before, frame), _apart(after, frame), strict=True)
        )
    )


def _apart(heights: Sequence[Decimal], frame: Slope) -> list[Decimal]:
    """The heights of labels, in the same order from the top, a line apart at least, and all within the frame."""
    order = sorted(range(len(heights)), key=lambda n: heights[n])
    found = list(heights)
    for above, below in pairwise(order):
        found[below] = max(found[below], found[above] + LINE)
    lowest = Decimal(frame.bottom + LINE // 2)
    for n in reversed(order):
        found[n] = min(found[n], lowest)
        lowest = found[n] - LINE
    return found


# Seats: a square each.


@dataclass(frozen=True, slots=True)
class Bench:
    """How many seats somebody has."""

    name: str
    party_class: str
    seats: int


@dataclass(frozen=True, slots=True)
class Squares:
    """A bench drawn: one path with a square for each seat, in rows of `columns`."""

    bench: Bench
    path: str
    width: int
    height: int


SIDE, STEP = 10, 12  # of a square, and from one to the next


def squares(number: int, columns: int = COLUMNS, *, start: int = 0, inset: int = 0) -> str:
    """`number` squares as one path, from the place `start` on; `inset` makes them smaller, about the same middles."""
    side = SIDE - 2 * inset
    places = ((start + n) for n in range(number))
    return "".join(
        f"M{place % columns * STEP + inset + 1} {place // columns * STEP + inset + 1}h{side}v{side}h-{side}z" for place in places
    )


def _rows(number: int, columns: int) -> int:
    return -(-number // columns)


def waffle(benches: Sequence[Bench]) -> tuple[Squares, ...]:
    """Each bench's squares, all in rows of the same length, so that they can be compared; who has no seat has no squares."""
    seated = [bench for bench in benches if bench.seats > 0]
    most = max((bench.seats for bench in seated), default=0)
    columns = COLUMNS if most <= 5 * COLUMNS else 2 * COLUMNS
    return tuple(
        Squares(bench, squares(bench.seats, columns), columns * STEP, _rows(bench.seats, columns) * STEP) for bench in seated
    )


@dataclass(frozen=True, slots=True)
class Place:
    """One seat of a contest: whose it is, "" while it is open, and whether a lot gave it."""

    party_class: str
    lot: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A seat drawn, with the inner square that marks a lot."""

    place: Place
    path: str
    lot: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The seats of one contest in a row, in the order in which they were won; open ones come last."""

    seats: tuple[Placed, ...]
    width: int
    height: int = STEP


def strip(places: Sequence[Place]) -> Strip:
    drawn = (
        Placed(place, squares(1, len(places), start=n), squares(1, len(places), start=n, inset=3) if place.lot else "")
        for n, place in enumerate(places)
    )
    return Strip(tuple(drawn), len(places) * STEP)


# A seat's history.


@dataclass(frozen=True, slots=True)
class Polled:
    """One poll for a seat: who won it, as what, and by how many votes on which turnout, both None where not known."""

    key: str
    polling_on: date
    holder: Hashable
    name: str
    short: str
    party_class: str
    majority: int | None
    turnout: Fraction | None
    shown: bool = False  # the poll that the page is about


@dataclass(frozen=True, slots=True)
class Column:
    """One poll drawn: a bar of `width` at `x` on the zero line of majorities, another on that of turnout. A height is None
    where the figure is not known. `year` and `majority` are labels about `label_x`, missing where another stands too near;
    `label_y` is above every bar that the majority would be printed over."""

    polled: Polled
    x: Decimal
    middle: Decimal
    label_x: Decimal
    width: Decimal
    y: Decimal
    label_y: Decimal
    height: Decimal | None
    turnout_y: Decimal
    turnout_height: Decimal | None
    year: str
    majority: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """Polls that somebody won one after the other: a band under their bars, with a name on the first `line` (0 or 1) where it
    touches no other, or none."""

    polled: Polled
    x: Decimal
    width: Decimal
    middle: Decimal
    label: str
    line: int


@dataclass(frozen=True)
class History:
    """Majorities above, who won beneath them, turnout below. `zero` and `turnout_zero` are the lines that bars stand on, `top`
    and `turnout_top` the heights of the largest majority and of a turnout of all; `unknown` is the height of a box with "?"."""

    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    width: int = 320
    height: int = 284
    top: int = 38
    zero: int = 138
    band: int = 143
    lines: tuple[int, int] = (162, 177)
    year: int = 198
    turnout_top: int = 228
    turnout_zero: int = 278
    unknown: int = 22

    @property
    def known(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.height is not None)

    @property
    def unknown_majorities(self) -> int:
        return len(self.columns) - len(self.known)

    @property
    def unknown_turnouts(self) -> int:
        return sum(column.turnout_height is None for column in self.columns)

    @property
    def box(self) -> int:
        """The top of a box with "?" in place of a majority."""
        return self.zero - self.unknown

    @property
    def half(self) -> Decimal:
        """Half of a bar's width: the middle of a box, from its left edge."""
        return self.columns[0].width / 2 if self.columns else Decimal(0)

    @property
    def turnout_box(self) -> int:
        return self.turnout_zero - self.unknown

    @property
    def newest_first(self) -> tuple[Column, ...]:
        return self.columns[::-1]


def history(polls: Sequence[Polled]) -> History:
    """The polls for one seat by day. Bars of majorities are measured against the largest known one, turnout against all."""
    frame = History((), ())
    polls = sorted(polls, key=lambda polled: polled.polling_on)
    step = Fraction(frame.width, max(1, len(polls)))
    wide = min(step * Fraction(7, 10), Fraction(28))
    middles = [step * n + step / 2 for n in range(len(polls))]
    labels = [min(max(middle, Fraction(EDGE)), Fraction(frame.width - EDGE)) for middle in middles]
    largest = max((polled.majority for polled in polls if polled.majority is not None), default=0) or 1
    years = _spaced(polls, labels, 6, [n for n, polled in enumerate(polls) if polled.shown])
    figures = _figures(polls, labels, largest)

    def bar(value: Fraction | int | None, whole: int, room: int) -> Decimal | None:
        return None if value is None else max(_tenth(min(Fraction(value), Fraction(whole)) / whole * room), Decimal(1))

    highs = [bar(polled.majority, largest, frame.zero - frame.top) for polled in polls]
    columns = []
    for n, (polled, middle) in enumerate(zip(polls, middles, strict=True)):
        high = highs[n]
        reach = Fraction(8 * LETTER, 2) + wide / 2
        under = [other for at, other in zip(middles, highs, strict=True) if other and abs(at - labels[n]) < reach]
        turnout = bar(polled.turnout, 1, frame.turnout_zero - frame.turnout_top)
        columns.append(
            Column(
                polled=polled,
                x=_tenth(middle - wide / 2),
                middle=_tenth(middle),
                label_x=_tenth(labels[n]),
                width=_tenth(wide),
                y=frame.zero - (high or Decimal(0)),
                label_y=frame.zero - max(under, default=Decimal(0)),
                height=high,
                turnout_y=frame.turnout_zero - (turnout or Decimal(0)),
                turnout_height=turnout,
                year=str(polled.polling_on.year) if n in years else "",
                majority=polled.majority if n in figures else None,
            )
        )
    return History(tuple(columns), tuple(_bands(columns, step)))


def _spaced(polls: Sequence[Polled], middles: Sequence[Fraction], letters: int, first: Sequence[int]) -> set[int]:
    """Which polls are labelled with labels of so many letters: those of `first`, both ends, and others where there is room."""
    chosen: set[int] = set()
    for n in [*first, len(polls) - 1, 0, *range(len(polls))]:
        if n >= 0 and all(abs(middles[n] - middles[other]) >= letters * LETTER for other in chosen):
            chosen.add(n)
    return chosen


def _figures(polls: Sequence[Polled], middles: Sequence[Fraction], largest: int) -> set[int]:
    """Which bars bear their majority: the one that the page is about, the newest known and the largest, where they do not
    touch."""
    known = [n for n, polled in enumerate(polls) if polled.majority is not None]
    wanted = [n for n in known if polls[n].shown] + known[-1:] + [n for n in known if polls[n].majority == largest][:1]
    chosen: set[int] = set()
    for n in wanted:
        if all(abs(middles[n] - middles[other]) >= 8 * LETTER for other in chosen):
            chosen.add(n)
    return chosen


def _bands(columns: Sequence[Column], step: Fraction) -> Iterable[Band]:
    """A holder who is not known goes on with nobody."""
    taken = [Decimal(0), Decimal(0)]  # up to where each line of labels is written on
    numbered = enumerate(columns)
    for _holder, group in groupby(
        numbered, key=lambda one: (one[1].polled.holder, one[0] if one[1].polled.holder is None else 0)
    ):
        run = [column for _n, column in group]
        first, last = run[0], run[-1]
        x, wide = first.x, last.x + last.width - first.x
        label = last.polled.name if _fits(last.polled.name, _tenth(step * len(run))) else last.polled.short
        half = Decimal(len(label) * LETTER) / 2
        middle = min(max(x + wide / 2, half), History.width - half)
        line = next((n for n, until in enumerate(taken) if middle - half >= until), None)
        if line is not None:
            taken[line] = middle + half + LETTER
        yield Band(last.polled, x, wide, _tenth(middle), label if line is not None else "", line or 0)


# Two rounds of a supplementary vote.


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the picture of two rounds, in per cent of all first preferences; no class is what reached nobody."""

    kind: str  # first, moved, second
    party_class: str
    x: Decimal
    width: Decimal


def two_rounds(left: tuple[str, int, int], right: tuple[str, int, int], between: str, first: int) -> tuple[Stretch, ...]:
    """Those who stayed, each as (class, first preferences, total), one from the left and the other from the right; and between
    them the first preferences of those who were out, which moved to the one, to the other or to neither."""
    if not first:
        return ()
    start, end = left[1], first - right[1]
    to_left, to_right = left[2], first - right[2]

    def stretch(kind: str, look: str, begin: int, until: int) -> Stretch:
        x, edge = (half_up(Fraction(100 * votes, first), 2) for votes in (begin, until))
        return Stretch(kind, look, x, edge - x)

    return (
        stretch("first", left[0], 0, start),
        stretch("first", between, start, end),
        stretch("first", right[0], end, first),
        stretch("moved", left[0], 0, start),
        stretch("moved", between, start, to_left),
        stretch("moved", between, to_right, end),
        stretch("moved", right[0], end, first),
        stretch("second", left[0], 0, to_left),
        stretch("second", "", to_left, to_right),
        stretch("second", right[0], to_right, first),
    )


# Declared so far.


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the progress bar, in per cent of its width; `state` is done, half (one person's sheet) or none."""

    x: Decimal
    width: Decimal
    state: str


def progress(confirmed: int, single: int, awaited: int) -> tuple[Cell, ...]:
    """A cell for each contest, parted by an eighth of its width, or one for each state where there are too many to count."""
    numbers = {"done": confirmed, "half": single, "none": awaited}
    whole = sum(numbers.values())
    if whole <= CELLS:
        states = [state for state, number in numbers.items() for _cell in range(number)]
        step = Fraction(100, whole or 1)
        return tuple(Cell(half_up(n * step, 2), half_up(step * Fraction(7, 8), 2), state) for n, state in enumerate(states))
    edges = pairwise(_edges(numbers.values(), whole))
    return tuple(Cell(x, end - x, state) for state, (x, end) in zip(numbers, edges, strict=True) if end > x)


# Who took seats from whom.


def areas(numbers: Sequence[Sequence[int]]) -> tuple[tuple[Decimal, ...], ...]:
    """The sides of squares whose areas are as the numbers of a table, the largest being 100; nought has none."""
    largest = max((number for row in numbers for number in row), default=0)

    def side(number: int) -> Decimal:
        return half_up(Fraction(isqrt(10**8 * number // largest), 100), 2) if number > 0 else Decimal(0)

    return tuple(tuple(side(number) for number in row) for row in numbers)
