"""A declared election once more, against the clock: its papers entered again by two people through the same verbs, into a copy
that is marked as a rehearsal, with errors planted on the way. What was caught and what was not is said of each.

An error is caught where scrutiny refuses a sheet, or where nothing is declared because the sheets do not make two equal ones of
two people. One that is published is not caught, whatever scrutiny asked about it, and is corrected.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from elections.counting import Count
from elections.models import Candidacy, Contest, Declaration, Election, Kind, Refused, SheetQuery, candidacy_rows
from elections.papers import Paper, Row, count_of

PEOPLE = ("rehearsal-first", "rehearsal-second")
WHOLE = 60  # seconds that a rehearsal takes where no speed is given
MOST = 2**31 - 1  # what a box of a sheet holds
NO_RESULT = (Kind.RECOUNT, Kind.WITHDRAWAL)  # declarations that take back and put nothing in its place


class NothingToRehearse(Exception):
    """The election is not on record, is a rehearsal itself, or has no declared contest."""


@dataclass(frozen=True, slots=True)
class Part:
    """One declared contest of the night: when it was first declared, its copy, and the paper that is right for the copy."""

    moment: datetime
    contest: Contest
    paper: Paper
    count: Count
    candidates: frozenset[int]

    @property
    def voted(self) -> list[Row]:
        """The rows of candidates and lists that have votes in the first stage, the most votes first."""
        rows = [
            row for row in self.paper.rows if row.stage == 1 and row.candidacy_id in self.candidates and row.votes is not None
        ]
        return sorted(rows, key=lambda row: -(row.votes or 0))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """An election marked as a rehearsal, and its parts in the order of the night. `awaiting` is how many contests of the real
    one had no result to replay."""

    election: Election
    parts: Sequence[Part]
    awaiting: int


@dataclass(frozen=True, slots=True)
class Planted:
    """An error: the two papers that are handed in, by whom of the two people, and what is wrong in words: "12,345 as 12,435"."""

    first: Paper
    second: Paper
    figure: str
    by: tuple[int, int] = (0, 1)
    undeclared: str = "the sheets differ"


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one contest. `error` names what was planted, "" for nothing; `caught` is None where nothing was planted;
    `refused` is why the right paper could not be entered."""

    part: Part
    error: str = ""
    figure: str = ""
    caught: bool | None = None
    how: str = ""
    refused: str = ""

    def __str__(self) -> str:
        said = f"{timezone.localtime(self.part.moment):%H:%M} {self.part.contest.area.name}: "
        if self.error:
            said += f"{self.error} ({self.figure}): {'caught' if self.caught else 'NOT CAUGHT'}, {self.how}"
        elif not self.refused:
            said += "declared"
        if self.refused:
            said += f"{'; ' if self.error else ''}the declared paper cannot be entered, {self.refused}"
        return said


@dataclass
class Score:
    """How many errors of each name were planted, and how many of them caught; `refused` counts right papers that were."""

    planted: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    contests: int = 0
    refused: int = 0

    def add(self, step: Step) -> None:
        self.contests += 1
        self.refused += bool(step.refused)
        if step.error:
            self.planted[step.error] += 1
            self.caught[step.error] += bool(step.caught)

    @property
    def missed(self) -> int:
        return self.planted.total() - self.caught.total()


# The copy.


@transaction.atomic
def prepare(slug: str) -> Rehearsal:
    """Copies an election with its contests and who stands in them. Nothing of the real one is written. Raises
    NothingToRehearse."""
    real = Election.objects.select_for_update().filter(slug=slug).first()  # two rehearsals at once find two names
    if real is None:
        raise NothingToRehearse(f"There is no election {slug!r} on record.")
    if real.rehearsal:
        raise NothingToRehearse(f"{slug} is a rehearsal itself: name the election that it was made from.")
    declarations: dict[int, list[Declaration]] = {}
    found = Declaration.objects.filter(contest__election=real).exclude(kind__in=NO_RESULT).order_by("revision")
    for declaration in found.select_related("sheet").prefetch_related("sheet__tallies"):
        declarations.setdefault(declaration.contest_id, []).append(declaration)
    if not declarations:
        raise NothingToRehearse(f"No contest of {slug} is declared: there is nothing to rehearse.")
    election, contests = _copy(real)
    candidacies = _copy_candidacies(contests, {pk: revisions[-1].revision for pk, revisions in declarations.items()})
    lines = candidacy_rows(contest.pk for contest in contests.values())
    parts = []
    for pk, revisions in declarations.items():
        contest, moment = contests[pk], revisions[0].declared_at or revisions[0].published_at
        paper = _paper(revisions[-1].sheet.paper(), contest, candidacies)
        standing = frozenset(line["id"] for line in lines[contest.pk] if line["kind"] != Candidacy.Kind.AGGREGATE)
        parts.append(Part(moment, contest, paper, count_of(contest.ballot, paper, lines[contest.pk]), standing))
    parts.sort(key=lambda part: (part.moment, part.contest.ballot_paper_id))
    return Rehearsal(election, parts, len(contests) - len(parts))


def _copy(real: Election) -> tuple[Election, dict[int, Contest]]:
    """The election and its contests under names of their own; the contests by the key of the real one."""
    originals = list(Contest.objects.filter(election=real).select_related("area").order_by("pk"))
    names = [contest.ballot_paper_id for contest in originals]
    for number in itertools.count(1):
        ending = ".rehearsal" if number == 1 else f".rehearsal-{number}"
        taken = Contest.objects.filter(ballot_paper_id__in=[name + ending for name in names])
        if not taken.exists() and not Election.objects.filter(slug=real.slug + ending).exists():
            break
    election = Election.objects.create(
        slug=real.slug + ending,
        name=f"Rehearsal: {real.name}"[:200],
        kind=real.kind,
        polling_on=real.polling_on,
        polls_close_at=real.polls_close_at,
        rehearsal=True,
    )
    kept = ("area", "voting_system", "seats", "by_election_reason", "notional", "electorate", "threshold_divisor")
    copies = Contest.objects.bulk_create(
        Contest(
            ballot_paper_id=one.ballot_paper_id + ending,
            election=election,
            comparison_id=one.comparison_id,
            **{name: getattr(one, name) for name in kept},
        )
        for one in originals
    )
    by_original = {one.pk: copy for one, copy in zip(originals, copies, strict=True)}
    for one, copy in zip(originals, copies, strict=True):  # what stands in the same election stands in the copy of it
        copy.list_contest = by_original.get(one.list_contest_id or 0)
        copy.replaces = by_original.get(one.replaces_id or 0)
        copy.comparison_id = by_original[one.comparison_id].pk if one.comparison_id in by_original else one.comparison_id
    Contest.objects.bulk_update(copies, ["list_contest", "replaces", "comparison"])
    return election, by_original


def _copy_candidacies(contests: Mapping[int, Contest], revisions: Mapping[int, int]) -> dict[int, Candidacy]:
    """Who stands, as it holds for a contest's revision; the copies by the key of every row of the same person."""
    rows = list(Candidacy.objects.filter(contest__in=contests).select_related("party").order_by("since_revision", "pk"))
    rows = [row for row in rows if row.since_revision <= revisions.get(row.contest_id, row.since_revision)]
    holding = {(row.contest_id, row.slug): row for row in rows}
    kept = ["slug", "kind", "ballot_name", "given_name", "family_name", "person_id", "standing_as", "party_id", "description"]
    kept += ["adjunct_party_id", "list_position", "external_id", "ballot_order", "withdrawn", "died"]
    copies = {
        key: Candidacy(contest=contests[row.contest_id], **{name: getattr(row, name) for name in kept})
        for key, row in holding.items()
    }
    keys = {row.pk: (row.contest_id, row.slug) for row in rows}
    on_lists = {key: keys[row.on_list_id] for key, row in holding.items() if row.on_list_id}
    Candidacy.objects.bulk_create(copy for key, copy in copies.items() if key not in on_lists)
    for key, of in on_lists.items():
        copies[key].on_list = copies[of]
    Candidacy.objects.bulk_create(copies[key] for key in on_lists)  # their lists have keys only now
    return {pk: copies[key] for pk, key in keys.items()}


def _paper(declared: Paper, contest: Contest, candidacies: Mapping[int, Candidacy]) -> Paper:
    """A declared paper as the first one of the copy: a corrected result is entered right at once."""
    rows = tuple(
        row if row.candidacy_id is None else replace(row, candidacy_id=candidacies[row.candidacy_id].pk) for row in declared.rows
    )
    kind = Kind.FIGURES if declared.kind == Kind.CORRECTION else declared.kind
    return replace(declared, contest_id=contest.pk, for_revision=1, kind=kind, rows=rows, namings=())


# Errors. Each takes a part and chance, and answers what is handed in, or None where the contest does not fit it.

Error = Callable[[Part, Random], Planted | None]


def swaps(number: int) -> list[int]:
    """Every other number that two neighbouring digits, exchanged, make of one: 120 is read as 210 or 102."""
    digits = str(number)
    swapped = [digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :] for n in range(len(digits) - 1)]
    return [int(other) for other in swapped if other != digits and other[0] != "0"]


def _with(paper: Paper, row: Row, **changes: Any) -> Paper:
    return replace(paper, rows=tuple(replace(one, **changes) if one is row else one for one in paper.rows))


def _swapped(paper: Paper, rows: Sequence[Row], chance: Random) -> tuple[Paper, str] | None:
    """The paper with two digits of one row's votes swapped, and how."""
    rows = [row for row in rows if swaps(int(row.votes or 0))]
    if not rows:
        return None
    row = chance.choice(rows)
    votes = Decimal(row.votes or 0)
    other = chance.choice(swaps(int(votes))) + votes % 1
    stage = f"stage {row.stage}: " if row.stage > 1 else ""
    return _with(paper, row, votes=other), f"{stage}{votes.normalize():,f} as {other.normalize():,f}"


def _both(paper: Paper, figure: str) -> Planted:
    return Planted(paper, paper, figure)


def _in_the_second_sheet(part: Part, chance: Random) -> Planted | None:
    bare = replace(part.paper, valid_votes=None)  # else the sum is refused before the sheets are compared
    wrong = _swapped(bare, part.voted, chance)
    return Planted(bare, *wrong) if wrong else None


def _against_the_total(part: Part, chance: Random) -> Planted | None:
    if not part.count.one_vote or part.paper.valid_votes is None or part.count.total is None:
        return None
    wrong = _swapped(part.paper, part.voted, chance)
    return _both(*wrong) if wrong else None


def _without_a_total(part: Part, chance: Random) -> Planted | None:
    wrong = _swapped(replace(part.paper, valid_votes=None), part.voted, chance)
    return _both(*wrong) if wrong else None


def _later_stage(part: Part, chance: Random) -> Planted | None:
    wrong = _swapped(part.paper, [row for row in part.paper.rows if row.stage > 1 and row.votes], chance)
    return _both(*wrong) if wrong else None


def _total_off(part: Part, chance: Random) -> Planted | None:
    valid = part.paper.valid_votes
    if not part.count.one_vote or valid is None or part.count.total is None:
        return None
    off = valid + chance.randrange(1, 100)
    return _both(replace(part.paper, valid_votes=off), f"{valid:,} as {off:,}")


def _electorate_short(part: Part, chance: Random) -> Planted | None:
    electorate, most = part.paper.electorate, max((int(row.votes or 0) for row in part.voted), default=0)
    most = max(most, part.count.total or 0) if part.count.one_vote else most
    if not electorate or electorate // 10 >= most:
        return None
    return _both(replace(part.paper, electorate=electorate // 10), f"{electorate:,} electors as {electorate // 10:,}")


def _electorate_long(part: Part, chance: Random) -> Planted | None:
    electorate = part.paper.electorate
    if not electorate or electorate * 10 > MOST:
        return None
    return _both(replace(part.paper, electorate=electorate * 10), f"{electorate:,} electors as {electorate * 10:,}")


def _left_out(part: Part, chance: Random) -> Planted | None:
    if not part.voted:
        return None
    row = chance.choice(part.voted)
    return _both(_with(part.paper, row, votes=None), f"{int(row.votes or 0):,} as nothing")


def _exchanged(part: Part, chance: Random) -> Planted | None:
    """The first two candidates' votes: sums stay right, and somebody else wins."""
    if len(part.voted) < 2 or part.voted[0].votes == part.voted[1].votes:
        return None
    first, second = part.voted[:2]
    wrong = _with(_with(part.paper, first, votes=second.votes), second, votes=first.votes)
    return _both(wrong, f"{int(first.votes or 0):,} for {int(second.votes or 0):,}")


def _seat_too_many(part: Part, chance: Random) -> Planted | None:
    rows = [row for row in part.paper.rows if row.constituency_seats is not None]
    if not rows:
        return None
    row = chance.choice(rows)
    seats = row.constituency_seats or 0
    return _both(_with(part.paper, row, constituency_seats=seats + 1), f"{seats} as {seats + 1}")


def _alone(part: Part, chance: Random) -> Planted:
    return Planted(part.paper, part.paper, "the same figures twice", (0, 0), "one person is not two")


ERRORS: Mapping[str, Error] = {
    "digits swapped in the second sheet": _in_the_second_sheet,
    "a stated total that is off": _total_off,
    "more votes than electors": _electorate_short,
    "digits swapped in both sheets": _against_the_total,
    "a candidate left out of both sheets": _left_out,
    "both sheets by one person": _alone,
    "a later stage misread in both sheets": _later_stage,
    "digits swapped in both sheets, no total stated": _without_a_total,
    "two candidates exchanged in both sheets": _exchanged,
    "a digit too many in the electorate": _electorate_long,
    "a constituency seat too many in both sheets": _seat_too_many,
}


# The night.


def due(parts: Sequence[Part], speed: float | None) -> list[float]:
    """How many seconds after the start each part is due: as long as the real night waited, `speed` times as fast. None takes
    about a minute for the whole, nought waits for nothing."""
    waited = [(part.moment - parts[0].moment).total_seconds() for part in parts]
    if speed is None:
        speed = waited[-1] / WHOLE
    return [seconds / speed if speed else 0.0 for seconds in waited]


def clock() -> Callable[[float], None]:
    """Waits until so many seconds after now; what is late already is not waited for."""
    start = time.monotonic()
    return lambda seconds: time.sleep(max(0.0, start + seconds - time.monotonic()))


def replay(
    rehearsal: Rehearsal,
    *,
    seed: int = 1,
    speed: float | None = None,
    errors: Mapping[str, Error] = ERRORS,
    until: Callable[[float], None] | None = None,
) -> Iterator[Step]:
    """Enters every part when it is due, with one error each where one fits: of those that do, the one planted least so far.
    The same seed plants the same errors. `until` waits for a second after the start."""
    people, chance, planted = _people(), Random(seed), Counter[str]()  # noqa: S311 - to practise on, not to keep a secret
    until = until or clock()
    for part, second in zip(rehearsal.parts, due(rehearsal.parts, speed), strict=True):
        until(second)
        step = Step(part)
        if part.paper.kind == Kind.FIGURES and (found := _fitting(part, errors, planted, chance)):
            name, error = found
            planted[name] += 1
            caught, how = _hand_in(part, error, people)
            step = Step(part, name, error.figure, caught, how)
        yield replace(step, refused=_enter_right(part, people, published=step.caught is False))


def _people() -> list[Any]:
    """Two names to write under, inactive and without a password, so that nobody can sign in with them."""
    found = []
    for name in PEOPLE:
        user, created = get_user_model().objects.get_or_create(username=name, defaults={"is_active": False})
        if created:
            user.set_unusable_password()
            user.save()
        found.append(user)
    return found


def _fitting(part: Part, errors: Mapping[str, Error], planted: Counter[str], chance: Random) -> tuple[str, Planted] | None:
    names = sorted(errors)
    chance.shuffle(names)
    for name in sorted(names, key=lambda name: planted[name]):
        if error := errors[name](part, chance):
            return name, error
    return None


def _hand_in(part: Part, error: Planted, people: Sequence[Any]) -> tuple[bool, str]:
    """Whether the error was caught, and by what."""
    entered = None
    for paper, who in zip((error.first, error.second), error.by, strict=True):
        try:
            entered = part.contest.enter_sheet(paper, by=people[who])
        except Refused as refusal:
            return True, f"refused: {refusal.doubts[0]}"
    if entered is None or entered.declaration is None:
        return True, error.undeclared
    asked = SheetQuery.objects.filter(sheet=entered.sheet).order_by("pk").values_list("sentence", flat=True)
    return False, " ".join(["published, then corrected", *(f"(asked: {sentence})" for sentence in asked)])


def _enter_right(part: Part, people: Sequence[Any], *, published: bool) -> str:
    """Both people enter the declared paper: as the first result, or as a correction of a published error. Answers why it is
    refused, which a rule that came after the real declaration may do."""
    paper = part.paper
    if published:
        note = "A planted error of the rehearsal was published."
        paper = replace(paper, for_revision=2, kind=Kind.CORRECTION, public_note=note)
    try:
        for person in people:
            part.contest.enter_sheet(paper, by=person)
    except Refused as refusal:
        return f"refused: {refusal.doubts[0]}"
    return ""
