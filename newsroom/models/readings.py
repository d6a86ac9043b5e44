"""What the record said of a published story's words that are tied to nothing: the headline, and whatever else nobody bound.

Such words cannot follow. They are read against the record when readers are first shown them, and again in every act that changes
the record under them. What was true and is no longer becomes a flag, as with bound words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy

from elections.models import APPEND_ONLY, Contest
from newsroom.factcheck import Kind, Verdict
from newsroom.findings import Judged
from newsroom.models.answers import StoryCheck
from newsroom.models.bindings import Flag

MOST = 300  # letters of words and of what the record says that a flag repeats; the reading has all of them


class Reading(models.Model):
    """One finding of the fact check in a published revision, of words that are tied to no figure. Insert-only.

    `key` names it within its revision; of the rows with one key the newest counts. `says` is what the record held, or why it
    holds nothing. A `flag` stands on words that the record no longer bears out.
    """

    class Verdict(models.TextChoices):
        AGREES = "agrees", gettext_lazy("agrees with the record")
        UNKNOWN = "unknown", gettext_lazy("not on record")
        DISAGREES = "disagrees", gettext_lazy("against the record")

    revision = models.ForeignKey("newsroom.Revision", models.CASCADE, related_name="readings")
    key = models.CharField(max_length=16)
    box = models.CharField(max_length=10)
    words = models.TextField()
    sentence = models.TextField()
    kind = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10, choices=Verdict)
    says = models.TextField()
    flag = models.ForeignKey(Flag, models.PROTECT, null=True, related_name="readings")

    class Meta:
        ordering = ["revision", "pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.words}: {self.get_verdict_display()}"

    @property
    def said(self) -> tuple[str, str, int | None]:
        """What a later reading of the same words may say otherwise."""
        return self.verdict, self.says, self.flag_id

    @property
    def doubted(self) -> bool:
        """Whether readers are told that the words are being checked."""
        return self.flag is not None and not (self.flag_id and hasattr(self.flag, "waiver"))


class Scope(models.Model):
    """A contest that a story's words were read against: its own, one that they name, or an earlier poll for the same seat.
    Insert-only: when its result changes, the words are read again."""

    article = models.ForeignKey("newsroom.Article", models.CASCADE, related_name="scopes")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "article"], name="scope_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.article_id} {self.contest_id}"


def read_so_far(readings: Iterable[Reading]) -> list[Reading]:
    """Of the readings of one revision, in the order in which they were made, the one of each key that counts."""
    return list({reading.key: reading for reading in readings}.values())


def read(article: Any, checked: StoryCheck, before: Sequence[Reading]) -> list[Reading]:
    """The readings of a story's words as the record is now, unsaved, each with its flag: that of the same words until now,
    waived or not, unless the record moved on since; else a new one, unsaved. `before` are those until now."""
    former = _Former(before)
    found = [one for one in checked.found if not (one.bound and one.finding.kind is Kind.FIGURE)]
    rows = []
    for one, was in [(one, former.of(one)) for one in found]:
        row = Reading(
            key=one.key,
            box=one.box,
            words=one.words,
            sentence=one.sentence,
            kind=one.finding.kind.value,
            verdict=one.verdict.value,
            says=one.says,
        )
        row.flag = _flag(article, row, was, answered=one.key in checked.answers)
        rows.append(row)
    return rows + [_silent(article, was) for was in former.left if _missed(was, checked)]


class _Former:
    """The readings until now, each to be found once: by its key, else by its words in the same box, for the sentence around
    them changes when a bound number in it does."""

    def __init__(self, before: Sequence[Reading]) -> None:
        self.by_key = {reading.key: reading for reading in before}
        self.by_words: dict[tuple[str, str], list[Reading]] = defaultdict(list)
        for reading in before:
            self.by_words[reading.box, reading.words].append(reading)
        self._left = {id(reading): reading for reading in before}

    @property
    def left(self) -> list[Reading]:
        """Those that were not found."""
        return list(self._left.values())

    def of(self, one: Judged) -> Reading | None:
        likely = [self.by_key.get(one.key), *self.by_words.get((one.box, one.words), ())]
        found = next((row for row in likely if row is not None and id(row) in self._left), None)
        return self._left.pop(id(found), None)


def _flag(article: Any, row: Reading, was: Reading | None, *, answered: bool) -> Flag | None:
    waived = was.flag if was and was.flag and not was.doubted else None
    if row.verdict == Verdict.AGREES:
        return None
    if answered:
        return waived
    if row.verdict == Verdict.DISAGREES:
        if was and (was.verdict, was.says) == (row.verdict, row.says):
            return was.flag  # the same as until now: flagged, waived, or answered for before its sentence changed
        cause = {Kind.NAME: Flag.Cause.NAME, Kind.ROLE: Flag.Cause.ROLE}.get(Kind(row.kind), Flag.Cause.UNTRUE)
        return _raised(article, row, cause, row.says)
    if was is None or (was.verdict == Verdict.UNKNOWN and was.flag is None):
        return None  # it was not on record when it was approved
    return was.flag if was.verdict == Verdict.UNKNOWN else _raised(article, row, Flag.Cause.SILENT)


def _silent(article: Any, was: Reading) -> Reading:
    """Words that the record bore out, or had flagged, and of which it says nothing now."""
    row = Reading(key=was.key, box=was.box, words=was.words, sentence=was.sentence, kind=was.kind)
    row.verdict, row.says = Verdict.UNKNOWN.value, ""
    row.flag = was.flag if was.verdict == Verdict.UNKNOWN else _raised(article, row, Flag.Cause.SILENT)
    return row


def _missed(was: Reading, checked: StoryCheck) -> bool:
    """Whether words of which the fact check finds nothing any more are in doubt: they still stand, nothing is found in their
    place, and the record took back what they said. A name that is no longer near anybody's is a name like any other."""
    if was.words not in checked.texts.get(was.box, ""):
        return False
    around = (one.words for one in checked.found if one.box == was.box and one.sentence == was.sentence)
    if any(words in was.words or was.words in words for words in around):
        return False
    if was.flag is not None:
        return was.kind != Kind.NAME
    return was.verdict == Verdict.AGREES and (was.kind == Kind.ROLE or (was.kind != Kind.NAME and checked.undeclared))


def _raised(article: Any, row: Reading, cause: str, now: str = "") -> Flag:
    return Flag(article=article, words=row.words[:MOST], cause=cause, now=now[:MOST])


def stand_still() -> None:
    """The record stands still until the transaction ends: who shows words to readers takes this before reading it, so that no
    result is declared, and nothing of the register changed, between what was read and what is shown."""
    _lock("pg_advisory_xact_lock")


def move_on() -> None:
    """Waits until whoever shows words to readers is done: the record has changed, and those words must follow too."""
    _lock("pg_advisory_xact_lock_shared")


def _lock(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(hashtext('what stories are read against'))")


def keep(revision: Any, rows: Sequence[Reading], scope: Iterable[str]) -> None:
    """Saves readings as a revision's, with their new flags, and the contests that they were read against."""
    Flag.objects.bulk_create([row.flag for row in rows if row.flag and row.flag.pk is None])
    for row in rows:
        row.revision = revision
        row.flag = row.flag  # its key, now that it has one
    Reading.objects.bulk_create(rows)
    known = Scope.objects.filter(article=revision.article_id).values("contest")
    fresh = Contest.objects.filter(ballot_paper_id__in=list(scope)).exclude(pk__in=known).values_list("pk", flat=True)
    Scope.objects.bulk_create([Scope(article_id=revision.article_id, contest_id=pk) for pk in fresh], ignore_conflicts=True)
