"""Everything that was published, computed anew from raw votes and held against what was frozen and against the house's rules."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from elections import counting, figures, scrutiny
from elections.models.contests import candidacy_rows, examine
from elections.models.sheets import Declaration
from elections.papers import count_of


def differences() -> tuple[int, list[str]]:
    """Every declaration recomputed from its tallies, with the comparison and the rules that it was published by: how many were
    checked; each difference and each broken rule as a sentence."""
    every = Declaration.objects.select_related("contest__election", "sheet", "confirming_sheet")
    declarations = list(every.order_by("contest", "revision"))
    by_name = {(d.contest.ballot_paper_id, d.revision): d for d in declarations}
    sheets = [sheet for d in declarations for sheet in (d.sheet, d.confirming_sheet) if sheet]
    models.prefetch_related_objects(sheets, "tallies")
    lines = candidacy_rows({declaration.contest_id for declaration in declarations})

    def outcome(declaration: Declaration) -> counting.Outcome:
        contest = declaration.contest
        return counting.outcome(count_of(contest.ballot, declaration.sheet.paper(), lines[contest.pk]))

    found = []
    for declaration in declarations:
        name = f"{declaration.contest.ballot_paper_id}, revision {declaration.revision}"
        published, result = declaration.as_published, outcome(declaration)
        if published["rules"] != counting.RULES:
            found.append(f"{name}: published by rules {published['rules']}, recounted by rules {counting.RULES}.")
        before = by_name.get(tuple(published["comparison"])) if published["comparison"] else None
        now = figures.figures(result, outcome(before) if before else None)
        fresh = {path: figure.frozen for path, figure in now.items() if figure.value is not None}
        for path in sorted(fresh.keys() | published["figures"].keys()):
            was, is_now = published["figures"].get(path), fresh.get(path)
            if was != is_now:
                found.append(f"{name}: {path} was published as {was}, and is {is_now}.")
        refused = examine(declaration.contest, declaration.sheet.paper(), lines[declaration.contest_id])
        found += [f"{name}: {sentence}" for sentence in _broken(declaration, result, refused)]
    return len(declarations), found


def _broken(declaration: Declaration, result: counting.Outcome, doubts: tuple[scrutiny.Doubt, ...]) -> Iterator[str]:
    """The rules that a declaration breaks, which the database and the verbs should have held."""
    one, two = declaration.sheet, declaration.confirming_sheet
    seats = sum(result.seats(key) for key in result.elected)
    if seats > declaration.contest.seats:
        yield f"{seats} are elected for {declaration.contest.seats} seats."
    if two and (one.by_id == two.by_id or one.paper().figures != two.paper().figures):
        yield "its two sheets are not equal, or are by one person."
    if not two and not (declaration.override_reason and declaration.overridden_by_id):
        yield "it rests on one sheet, without a name and a reason."
    for doubt in doubts:
        if doubt.level is scrutiny.Level.REFUSE and doubt.code != "polls-open":
            yield f"scrutiny would refuse it: {doubt}"
