"""What people answered for: words of a story that the record contradicts or does not know, let stand by name. And the check that
publication asks for, where every such finding is settled: by other words, by a binding, or by an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from elections.models import APPEND_ONLY, Contest
from newsroom import findings
from newsroom.factcheck import Kind, Record, Verdict
from newsroom.findings import BOXES, Judged
from newsroom.models.bindings import Desk
from newsroom.models.public import NotPublishable, Problem
from newsroom.records import records

TOLD_LATELY = timedelta(days=1)


class AnswerQuerySet(models.QuerySet):
    def against_the_record(self) -> AnswerQuerySet:
        """Those of the last day that let words stand which the record contradicts, the newest first."""
        since = timezone.now() - TOLD_LATELY
        return (
            self.filter(verdict=Answer.Verdict.DISAGREES, at__gte=since)
            .select_related("article__published", "by")
            .order_by("-pk")
        )


class Answer(models.Model):
    """Somebody answers by name for words that the fact check would not pass: with their source, or with a reason. Insert-only.

    It holds for these words in this sentence, wherever in the story the sentence stands and whatever is tied to it, and ends when
    a word of the sentence changes. An answer for words that were not on record ends when the record contradicts them; an answer
    against the record, when it says something else than `record`.
    """

    class Kind(models.TextChoices):
        SOURCED = "sourced", gettext_lazy("sourced")
        WAIVED = "waived", gettext_lazy("let stand")

    class Verdict(models.TextChoices):
        UNKNOWN = "unknown", gettext_lazy("not on record")
        DISAGREES = "disagrees", gettext_lazy("against the record")

    article = models.ForeignKey("newsroom.Article", models.PROTECT, related_name="answers")
    words = models.TextField()
    sentence = models.TextField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    record = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind)
    told = models.CharField(max_length=300, help_text=gettext_lazy("The source, or the reason."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="answer_says_why", condition=~Q(told="")),
            models.CheckConstraint(name="answer_no_source_against_the_record", condition=Q(kind="waived") | Q(verdict="unknown")),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.words}: {self.told}"

    @property
    def url(self) -> str:
        """The source as an address, if it is one."""
        return self.told if urlsplit(self.told).scheme in ("http", "https") and " " not in self.told else ""

    @classmethod
    def give(cls, article: Any, chosen: Sequence[Judged], *, by: Any, kind: str, told: str) -> list[Answer]:
        """Somebody lets words stand. Raises NotPublishable where they do not say why, or may not: against the record only who may
        publish lets words stand, and no source does; and only they answer for words that are flagged."""
        told, what = told.strip()[:300], [one for one in chosen if one.open]
        if not what:
            raise NotPublishable([_("These words have changed meanwhile, or are settled. Look at the findings again.")])
        if not told:
            asked = _("Say where these words are from.") if kind == Answer.Kind.SOURCED else _("Say why these words may stand.")
            raise NotPublishable([asked])
        against = [one for one in what if one.verdict is Verdict.DISAGREES]
        if against and kind == Answer.Kind.SOURCED:
            raise NotPublishable([_("The record contradicts these words: put them right, or have the record corrected.")])
        if against and not by.has_perm("newsroom.publish_article"):
            raise NotPublishable([_("The record contradicts these words: only a duty editor can let them stand.")])
        if not by.has_perm("newsroom.publish_article") and _flagged(article, what):
            raise NotPublishable([_("These words are flagged: put them right, or a duty editor lets them stand.")])
        with transaction.atomic():
            given = [
                cls.objects.create(
                    article=article,
                    words=one.words,
                    sentence=one.sentence,
                    verdict=one.verdict.value,
                    record=one.says,
                    kind=kind,
                    told=told,
                    by=by,
                )
                for one in what
            ]
            article.read_again()  # what readers see of these words is doubted no more
        return given

    def holds_for(self, one: Judged) -> bool:
        if (self.words, self.sentence) != (one.words, one.sentence):
            return False
        return one.verdict is Verdict.UNKNOWN or (self.verdict == Answer.Verdict.DISAGREES and self.record == one.says)


def _flagged(article: Any, chosen: Sequence[Judged]) -> bool:
    """Whether one of these stands flagged in what readers see, or would see from its minute on."""
    said = Q()
    for one in chosen:
        said |= Q(readings__words=one.words, readings__sentence=one.sentence)
    return article.flags.open().filter(said).exists()


@dataclass(frozen=True)
class StoryCheck:
    """Every finding of a story's words, and what was answered for."""

    texts: Mapping[str, str]
    found: Sequence[Judged]
    answers: Mapping[str, Answer]  # by the key of the finding that they hold for
    record: Record  # what the words were checked against

    @cached_property
    def disagrees(self) -> list[Judged]:
        return [one for one in self.found if one.verdict is Verdict.DISAGREES and one.key not in self.answers]

    @cached_property
    def unknown(self) -> list[Judged]:
        return [one for one in self.found if one.verdict is Verdict.UNKNOWN and one.open and one.key not in self.answers]

    @cached_property
    def answered(self) -> list[tuple[Judged, Answer]]:
        return [(one, self.answers[one.key]) for one in self.found if one.key in self.answers]

    @cached_property
    def agrees(self) -> list[Judged]:
        """What agrees, and bound words that no rule can judge: they are flagged when the figure under them moves."""
        return [one for one in self.found if one.verdict is Verdict.AGREES or (one.bound and not one.open)]

    @cached_property
    def bindable(self) -> list[Judged]:
        return [one for one in self.agrees if one.bindable]

    @property
    def undeclared(self) -> bool:
        """Whether a contest that the story is about has no result now."""
        return any(poll.told and not poll.declared for poll in self.record.polls)

    @property
    def bound(self) -> int:
        return sum(one.bound for one in self.agrees)

    @property
    def open(self) -> list[Judged]:
        """What somebody has to settle before readers see the story."""
        return [*self.disagrees, *self.unknown]

    def of(self, keys: Iterable[str]) -> list[Judged]:
        wanted = set(keys)
        return [one for one in self.found if one.key in wanted]

    def rewritten(self, chosen: Sequence[Judged]) -> dict[str, str]:
        """The texts with these findings bound, or put right."""
        return {box: findings.rewritten(self.texts.get(box, ""), [one for one in chosen if one.box == box]) for box in BOXES}


def check_words(texts: Mapping[str, str], contests: Sequence[str], article: Any = None) -> StoryCheck:
    """A story's words against the record now. `contests` are its own, by the id of their ballot papers, the first one first."""
    return check_many([(texts, contests, article)])[0]


def check_many(stories: Sequence[tuple[Mapping[str, str], Sequence[str], Any]]) -> list[StoryCheck]:
    """The same of some stories at once, in as many queries as for one: texts, contests, and the story or None. A story without
    a contest speaks of the polls that were newest when it was published, and not of those since."""
    answers: dict[int, list[Answer]] = {}
    for answer in Answer.objects.filter(
        article__in=[article for _texts, _contests, article in stories if article]
    ).select_related("by"):
        answers.setdefault(answer.article_id, []).append(answer)
    made = records([(findings.joined(texts), contests, _spoke_on(contests, article)) for texts, contests, article in stories])
    checked = []
    for (texts, contests, article), record in zip(stories, made, strict=True):
        found = findings.judge(texts, record, attached=bool(contests))
        given = answers.get(article.pk, []) if article else []
        held = {one.key: answer for one in found if one.open for answer in given if answer.holds_for(one)}  # the newest of each
        checked.append(StoryCheck(texts, found, held, record))
    return checked


def _spoke_on(contests: Sequence[str], article: Any) -> date | None:
    """The day that a story speaks on, where its contests do not say it: that of its publication, once it is published."""
    known = article is not None and article.published_id and not contests
    return timezone.localdate(article.publish_at) if known and article.publish_at else None


def check_revisions(revisions: Sequence[Any]) -> list[StoryCheck]:
    """Of some revisions at once, each with its story."""
    return check_texts([(one.article, {box: getattr(one, box) for box in BOXES}) for one in revisions])


def check_texts(stories: Sequence[tuple[Any, Mapping[str, str]]]) -> list[StoryCheck]:
    """Of some stories at once, each with texts of its own."""
    keys = [article.pk for article, _texts in stories]
    links = Contest.articles.through.objects.filter(article__in=keys).order_by("position", "pk")
    contests: dict[int, list[str]] = {}
    for key, paper in links.values_list("article", "contest__ballot_paper_id"):
        contests.setdefault(key, []).append(paper)
    return check_many([(texts, contests.get(article.pk, []), article) for article, texts in stories])


def check_facts(article: Any, revision: Any, desk: Desk) -> Iterator[Problem]:
    """Words that the record contradicts or does not know, and that nobody answered for. What is bound to a figure is that
    figure's, see `check_figures`."""
    own = [result.ballot_paper_id for result in desk.contests[: desk.attached]]
    checked = check_words({box: getattr(revision, box) for box in BOXES}, own, article)
    for one in checked.open:
        if not (one.bound and one.finding.kind is Kind.FIGURE):
            yield Problem(Problem.Kind.FACT, sentence_of(one))


def sentence_of(one: Judged) -> str:
    """A finding as what somebody has to do about it, naming its box and line."""
    boxes = {"headline": _("Headline"), "standfirst": _("Standfirst"), "body": _("Line %(line)d") % {"line": one.line}}
    where = {"where": boxes[one.box], "words": one.words, "why": one.finding.why, "record": one.finding.record}
    if one.verdict is Verdict.UNKNOWN:
        return _("%(where)s: “%(words)s” is not on record. Bind it, give its source, or let it stand with a reason.") % where
    if one.finding.record and one.finding.record not in one.finding.why:
        return _("%(where)s: “%(words)s” disagrees with the record, which says %(record)s. %(why)s") % where
    return _("%(where)s: “%(words)s” disagrees with the record. %(why)s") % where


def summary_of(checked: StoryCheck) -> str:
    """How much of a story is open, in a few words."""
    wrong, unknown = len(checked.disagrees), len(checked.unknown)
    parts = []
    if wrong:
        parts.append(ngettext("%(n)d disagrees", "%(n)d disagree", wrong) % {"n": wrong})
    if unknown:
        parts.append(ngettext("%(n)d unknown", "%(n)d unknown", unknown) % {"n": unknown})
    return ", ".join(parts)
