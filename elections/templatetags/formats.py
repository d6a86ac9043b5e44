"""How figures and times are written for readers. Formatting only: no arithmetic but the one rounding, and no queries."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import figures
from elections.counting import Line, half_up

register = template.Library()
MINUS = "\u2212"


@register.filter
def thousands(value: int | Decimal | None) -> str:
    """15529 -> 15,529, and a decimal with the places that it has; nothing where it is not known."""
    return "" if value is None else f"{value:,}"


@register.filter
def written(value: int | Decimal | str | None) -> str:
    """What a sheet says in a box: words as they are, or a number without idle noughts: 1529.50000 -> 1,529.5."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{Decimal(value).normalize():,f}"


PAIR = re.compile(r"[^\s,]+ \d[\d,]*\b")


@register.filter
def folded(text: str) -> SafeString:
    """A long name, in which a line may end after a slash: Dyce/Bucksburn/Danestone."""
    return mark_safe(conditional_escape(text).replace("/", "/<wbr>"))


@register.filter
def paired(text: str) -> SafeString:
    """A result in words, in which no line ends between a word and its number: Conservative 4, Labour 2."""
    return mark_safe(PAIR.sub(r'<span class="num">\g<0></span>', conditional_escape(text)))


@register.filter
def percent(value: Fraction | None) -> str:
    """A share in per cent without the sign, to one decimal: Fraction(15529, 29933) -> 51.9."""
    return "" if value is None else str(half_up(value * 100, 1))


@register.filter
def points(value: Fraction | None) -> str:
    """A change in percentage points with its sign: +23.0, −9.0, and 0.0 for what rounds to nothing."""
    if value is None:
        return ""
    rounded = half_up(value * 100, 1)
    return f"{'+' if rounded > 0 else MINUS if rounded < 0 else ''}{abs(rounded)}"


@register.filter
def signed(value: int | None) -> str:
    """A number with its sign: +64, −8, 0."""
    return "" if value is None else f"{'+' if value > 0 else MINUS if value < 0 else ''}{abs(value):,}"


@register.filter
def called(line: Line) -> str:
    """What a line stands for: "Labour", "Independent", "Speaker"."""
    return _(figures.party(line))


@register.filter
def place(value: int | None, shared: bool = False) -> str:
    """A place with a sign where it is shared: =4."""
    return "" if value is None else f"{'=' if shared else ''}{value}"


@register.filter
def clock(value: datetime | None) -> str:
    """The time of day with its zone: 07:12 BST."""
    return "" if value is None else _time(value, "H:i T")


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time with its zone: Friday 7 May 2021, 07:12 BST."""
    return "" if value is None else _time(value, "l j F Y, H:i T")


@register.filter
def age(since: datetime, now: datetime) -> str:
    """How long something has waited, in its largest units: "under 1 min", "12 min", "3 h 5 min", "4 days"."""
    minutes = max(0, int((now - since).total_seconds())) // 60
    if minutes < 1:
        return _("under 1 min")
    if minutes < 60:
        return _("%d min") % minutes
    if minutes < 24 * 60:
        return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    days = minutes // (24 * 60)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": thousands(days)}


def _time(value: datetime, pattern: str) -> str:
    local = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), formats.date_format(local, pattern))
