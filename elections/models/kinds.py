"""What a sheet or a declaration says, and what may be declared after what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a sheet or a declaration says."""

    FIGURES = "figures", _("result")
    WINNER = "winner", _("winner, before the figures")
    UNCONTESTED = "uncontested", _("uncontested")
    COUNTERMANDED = "countermanded", _("poll countermanded")
    CANCELLED = "cancelled", _("cancelled")
    RECOUNT = "recount", _("recount")
    CORRECTION = "correction", _("correction")
    WITHDRAWAL = "withdrawal", _("withdrawn")
    VOID = "void", _("void")


NO_RESULT = (None, Kind.RECOUNT, Kind.WITHDRAWAL)  # nothing declared yet, or taken back with nothing in its place
FIRST = {Kind.FIGURES, Kind.WINNER, Kind.UNCONTESTED, Kind.COUNTERMANDED, Kind.CANCELLED, Kind.VOID}
COUNTED = {Kind.CORRECTION, Kind.RECOUNT, Kind.WITHDRAWAL, Kind.VOID}
FOLLOWS: dict[str | None, set[Kind]] = {  # what may be declared next, by what is declared now
    None: FIRST | {Kind.RECOUNT},
    Kind.RECOUNT: FIRST | {Kind.WITHDRAWAL},
    Kind.WITHDRAWAL: FIRST | {Kind.RECOUNT},
    Kind.WINNER: COUNTED | {Kind.FIGURES},
    Kind.FIGURES: COUNTED,
    Kind.CORRECTION: COUNTED,
    Kind.UNCONTESTED: {Kind.WITHDRAWAL, Kind.VOID},
    Kind.COUNTERMANDED: {Kind.WITHDRAWAL},
    Kind.CANCELLED: {Kind.WITHDRAWAL},
    Kind.VOID: {Kind.WITHDRAWAL},
}
EXPLAINED = {Kind.CORRECTION, Kind.WITHDRAWAL}  # kinds that take something back, and say why in a public note
