"""What a declaration would change, before it is made: the very act, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from elections.models.contests import Act, Contest, Effect, enter_sheets, publish
from elections.papers import Paper


@dataclass(frozen=True, slots=True)
class Preview:
    """The frozen figures before and after, by path, and what else would change."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    effects: tuple[Effect, ...]

    @property
    def changes(self) -> tuple[tuple[str, Any, Any], ...]:
        """(path, before, after) of every figure that differs; None where there is none."""
        paths = sorted(self.before.keys() | self.after.keys())
        return tuple((p, self.before.get(p), self.after.get(p)) for p in paths if self.before.get(p) != self.after.get(p))


def preview(contest: Contest, paper: Paper, *, by: Any) -> Preview:
    """What publishing this paper would change: it is published and taken back in one transaction, so that nothing else can be
    said than what will happen. Raises Stale and Refused."""
    newest = contest.newest_declaration()
    with transaction.atomic():
        (sheet,) = enter_sheets([paper], by=by)
        (declaration,), effects = publish([Act(sheet, overridden_by=by, override_reason="preview")])
        transaction.set_rollback(True)
    before = newest.as_published["figures"] if newest else {}
    return Preview(before, declaration.as_published["figures"], tuple(effects))
