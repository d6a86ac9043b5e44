"""The picture of a result that goes with a shared link: 1200x630, drawn from the record.

What a card says is composed first, as words and shares, and drawn afterwards. Its address carries a digest of what it says
and of the party colours: another figure is another address, and a card at its own address never changes. The typefaces are in
`static/fonts/`.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from elections import colours
from elections.results import Result
from elections.templatetags.formats import percent, thousands

SIZE = WIDE, HIGH = 1200, 630  # pixels, as Open Graph's readers cut them
MARGIN, GAP, FOOT = 64, 20, 526
ROOM = WIDE - 2 * MARGIN
INK, SOFT, LINE, PAPER, PANEL = "#121212", "#595959", "#d4d4d4", "#ffffff", "#f6f6f4"
LINES = 4  # how many candidates or lists a card names
SERIF, SANS, BOLD = "NotoSerif-Bold.ttf", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"
DESIGN = 1  # raised with every change of the drawing, so that what was kept of the old one is not shown as the new


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate, party or list: who, for whom, the figure in words, and its part of the whole (0 to 1, None if unknown)."""

    name: str
    party: str
    figure: str
    share: Fraction | None
    party_class: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, in the order in which it is read."""

    kicker: str
    headline: str
    lines: tuple[Line, ...] = ()
    foot: tuple[str, ...] = ()
    state: str = ""
    party_class: str = ""
    parties: int = 0  # the version of the party colours

    @property
    def alt(self) -> str:
        """The card for who hears it."""
        parts = [f"{self.kicker}: {self.headline}"]
        parts += [", ".join(filter(None, (line.name, line.party, line.figure))) for line in self.lines]
        return ". ".join(part.rstrip(".") for part in (*parts, *self.foot, self.state) if part) + "."

    @property
    def digest(self) -> str:
        """Names what is drawn: equal cards have the same, whoever composed them."""
        return hashlib.sha256(repr((DESIGN, astuple(self))).encode()).hexdigest()[:12]


def site() -> Card:
    """The card of pages that are about no one result."""
    return Card(settings.SITE_NAME, _("Election results entered by two people, and stories that cannot disagree with them"))


def compose(result: Result, parties: int, headline: str = "") -> Card:
    """The card of a result, or of a story about it under its own headline. `parties` is the version of the party colours."""
    day = formats.date_format(result.polling_on, "l j F Y")
    answer = result.answer if result.declared and not result.taken_back else _("Result awaited")
    kicker = _("%(title)s, %(day)s") % {"title": result.title, "day": day}
    if result.rehearsal:
        kicker = _("Rehearsal: %(kicker)s") % {"kicker": kicker}
    states = {"confirmed": _("Entered and checked by two people"), "single": _("Entered by one person")}
    return Card(
        kicker,
        headline or answer,
        tuple(_lines(result)) if result.counted else (),
        _foot(result, answer if headline else ""),
        states.get(result.state, "") if not result.taken_back else _("The result is being checked"),
        result.party_class,
        parties,
    )


def of_story(headline: str, found: Sequence[Result], parties: int) -> Card:
    """The card of a story: its headline over the first of its results, or alone."""
    return compose(found[0], parties, headline) if found else Card(settings.SITE_NAME, headline)


def _lines(result: Result) -> list[Line]:
    if result.lists:
        seats = {one.row.slug: one for one in result.lists}
        rows = [one.row for one in result.first_lists[:LINES]]
    else:
        seats, rows = {}, list(result.leaders if result.outcome.final_round else result.rows[:LINES])
    found = []
    for row in rows:
        votes = _("%(votes)s votes") % {"votes": thousands(row.votes)} if row.votes is not None else ""
        share = f"{percent(row.share)}%" if row.share is not None and not result.several else ""  # of parties, not of candidates
        name, party = row.name, row.party
        if row.slug in seats:
            name, party = seats[row.slug].name, ""
            if (won := seats[row.slug].list_seats) is not None:
                party = _("list seats: %(number)d") % {"number": won}
        elif row.elected and result.several:
            party = _("%(party)s, elected") % {"party": row.party}
        part = None if result.several else row.share
        found.append(Line(name, party, ", ".join(filter(None, (votes, share))), part, row.party_class))
    return found


def _foot(result: Result, answer: str) -> tuple[str, ...]:
    """The result in words where the headline is the story's own, then majority and turnout."""
    outcome, parts = result.outcome, [answer]
    if not result.taken_back:
        if outcome.majority is not None:
            values = {"votes": thousands(outcome.majority), "share": percent(outcome.majority_share)}
            one, two = _("Majority %(votes)s (%(share)s%%)"), _("Majority %(votes)s (%(share)s%%) in the second round")
            parts.append((two if outcome.final_round else one) % values)
        if outcome.turnout is not None:
            parts.append(_("Turnout %(share)s%%") % {"share": percent(outcome.turnout)})
    return tuple(filter(None, parts))


# Drawing.


@functools.cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / name, size)


def _wrap(words: str, font: ImageFont.FreeTypeFont, wide: int) -> list[str]:
    rows: list[str] = []
    for word in words.split():
        if rows and font.getlength(f"{rows[-1]} {word}") <= wide:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def _cut(words: str, font: ImageFont.FreeTypeFont, wide: int) -> str:
    """The words as far as they fit, with an ellipsis where some do not."""
    if font.getlength(words) <= wide:
        return words
    while words and font.getlength(words.rstrip() + "…") > wide:
        words = words[:-1]
    return words.rstrip() + "…"


def _fitted(words: str, wide: int, most: int, sizes: tuple[int, ...]) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The words in at most `most` rows, in the largest of the sizes that allows it; cut off in the smallest."""
    for size in sizes:
        font = _font(SERIF, size)
        rows = _wrap(words, font, wide)
        if len(rows) <= most and all(font.getlength(row) <= wide for row in rows):
            return rows, font
    kept = [*rows[: most - 1], " ".join(rows[most - 1 :])]
    return [_cut(row, font, wide) for row in kept], font


Looks = Mapping[str, colours.Look]  # by the class of a party


def draw(card: Card, looks: Looks) -> bytes:
    """The card as a PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDE, 12), fill=looks[card.party_class].fill if card.party_class in looks else INK)
    small = _font(SANS, 28)
    pen.text((MARGIN, 52), _cut(card.kicker, small, ROOM), font=small, fill=SOFT)
    sizes = (64, 58, 52, 46) if card.lines else (76, 68, 60, 52)
    rows, font = _fitted(card.headline, ROOM, 2 if card.lines else 4, sizes)
    y = 100
    for row in rows:
        pen.text((MARGIN, y), row, font=font, fill=INK)
        y += round(font.size * 1.2)
    y = max(y + GAP, 200)
    bars = any(line.share is not None for line in card.lines)
    least = 62 if bars else 48
    shown = card.lines[: (FOOT - 8 - y) // least]
    for line in shown:
        _draw_line(pen, line, y, looks.get(line.party_class, looks["p-other"]))
        y += min(84, (FOOT - 8 - y) // (len(shown) - shown.index(line)))
    _draw_foot(pen, card)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_line(pen: ImageDraw.ImageDraw, line: Line, y: int, look: colours.Look) -> None:
    """Who, for whom, and how many; below it the bar of the share, where it is known."""
    bold, small = _font(BOLD, 30), _font(SANS, 28)
    right = WIDE - MARGIN - round(bold.getlength(line.figure))
    name = _cut(line.name, bold, right - MARGIN - 2 * GAP)
    after = MARGIN + round(bold.getlength(name)) + 14
    pen.text((MARGIN, y), name, font=bold, fill=INK)
    pen.text((after, y + 2), _cut(line.party, small, right - GAP - after), font=small, fill=SOFT)
    pen.text((right, y), line.figure, font=bold, fill=INK)
    if line.share is not None:
        pen.rectangle((MARGIN, y + 42, WIDE - MARGIN, y + 54), fill=PANEL)
        end = MARGIN + max(round(ROOM * line.share), 3)
        pen.rectangle((MARGIN, y + 42, end, y + 54), fill=look.fill, outline=look.edge)


def _draw_foot(pen: ImageDraw.ImageDraw, card: Card) -> None:
    """What follows from the votes, as much of it as fits whole; how it was checked; and whose card it is."""
    pen.line((MARGIN, FOOT, WIDE - MARGIN, FOOT), fill=LINE, width=2)
    bold, small = _font(BOLD, 28), _font(SANS, 24)
    mark = round(bold.getlength(settings.SITE_NAME))
    pen.text((WIDE - MARGIN - mark, FOOT + 26), settings.SITE_NAME, font=bold, fill=INK)
    room, said = ROOM - mark - 2 * GAP, ""
    for part in card.foot:
        longer = f"{said} · {part}" if said else part
        said = longer if bold.getlength(longer) <= room else said or _cut(part, bold, room)
    if said:
        pen.text((MARGIN, FOOT + 12), said, font=bold, fill=INK)
    pen.text((MARGIN, FOOT + (52 if said else 28)), _cut(card.state, small, room), font=small, fill=SOFT)
