"""Why a sheet is not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from elections import scrutiny


class Stale(Exception):
    """The contest was declared after the form was opened. `declaration` is the one that came between."""

    def __init__(self, declaration: Any):
        super().__init__("The contest was declared in the meantime")
        self.declaration = declaration


class NotMergeable(Exception):
    """Two entries of the register are not put together; `problems` are sentences."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


class Seen(Exception):
    """Who has looked at another person's sheet cannot enter one of their own: the second entry is blind."""


class Refused(Exception):
    """Scrutiny refuses sheets, or queries what nobody let stand; `by_contest` says why, by the contest's key, and `doubts` is
    all of it."""

    def __init__(self, by_contest: Mapping[int, Sequence[scrutiny.Doubt]]):
        self.by_contest = by_contest
        self.doubts = tuple(doubt for doubts in by_contest.values() for doubt in doubts)
        super().__init__(" ".join(map(str, self.doubts)))
