"""Colours that can be seen. Pure: from a party's colour to the ink that can be read on it and the edge that shows it.

Contrast after WCAG 2.2 (relative luminance): 4.5 for text on a fill, 3 for the edge of a fill against page and panel.
"""

from __future__ import annotations

from dataclasses import dataclass

INK, PAPER, BLACK = "#121212", "#ffffff", "#000000"
LIGHT, DARK = ("#ffffff", "#f6f6f4"), ("#121212", "#1c1c1c")  # page and panel of each scheme, as in tokens.css
# Who has no party, and who is not worth a colour of their own: class without "p-", light fill, dark fill.
OTHERS = (("ind", "#333333", "#a1a1a1"), ("other", "#848484", "#8a8a8a"))


@dataclass(frozen=True, slots=True)
class Look:
    """A fill with what goes on it and around it."""

    fill: str
    on: str
    edge: str


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """Between 1 (the same) and 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


def look(fill: str, grounds: tuple[str, str]) -> Look:
    """The fill with white, ink or black on it, whichever can be read, and the nearest edge that stands out from the grounds."""
    on = next((ink for ink in (PAPER, INK) if contrast(ink, fill) >= 4.5), BLACK)  # black where neither can be read
    towards = INK if luminance(grounds[0]) > 0.5 else PAPER
    edge, step = fill, 0
    while min(contrast(edge, ground) for ground in grounds) < 3 and step < 50:
        step += 1
        edge = _mix(fill, towards, step / 50)
    return Look(fill, on, edge)


def _mix(one: str, two: str, part: float) -> str:
    mixed = (round(a + (b - a) * part) for a, b in zip(_channels(one), _channels(two), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def looks(light: str, dark: str = "") -> tuple[Look, Look]:
    """A party's look in the light and in the dark scheme."""
    return look(light, LIGHT), look(dark or light, DARK)
