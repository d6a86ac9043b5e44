"""What a story's words are bound to: figures of the record and people of the register, and what publication showed of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import figures, results
from elections.models import APPEND_ONLY, Contest, Declaration, Person, PersonName
from newsroom import prose
from newsroom.models.corrections import Said
from newsroom.models.public import NotPublishable, announces_articles

HISTORY = "held_"  # what the figures of a seat's history begin with: they rest on the earlier polls for it


class FlagQuerySet(models.QuerySet):
    def open(self) -> FlagQuerySet:
        """Those on words that readers see now, or would see from their minute on, and that nobody has answered for."""
        return self.standing(F("article__published")).filter(article__state__in=("live", "held"))

    def standing(self, revision: Any) -> FlagQuerySet:
        """Those on words of a revision that nobody has answered for."""
        there = Flag.objects.filter(Q(bindings__revision=revision) | Q(readings__revision=revision))
        return self.filter(pk__in=there.order_by().values("pk"), waiver__isnull=True)


class Flag(models.Model):
    """That words of a published story, bound to `target` or tied to nothing, may no longer be true, and why. Insert-only. It
    ends with a version of the story in which those words no longer stand or are true again, or with a waiver."""

    class Cause(models.TextChoices):
        UNTRUE = "untrue", gettext_lazy("no longer true")
        MOVED = "moved", gettext_lazy("the figure under these words has changed")
        TAKEN_BACK = "taken back", gettext_lazy("the result has been taken back")
        NAME = "name", gettext_lazy("the name has been corrected")
        ROLE = "role", gettext_lazy("the register says otherwise")
        SILENT = "silent", gettext_lazy("no longer on record")

    article = models.ForeignKey("newsroom.Article", models.PROTECT, related_name="flags")
    words = models.CharField(max_length=300)
    target = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=10, choices=Cause)
    now = models.CharField(max_length=300, blank=True, help_text=gettext_lazy("What the record says, as the house writes it."))
    raised_at = models.DateTimeField(default=timezone.now)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.words}: {self.get_cause_display()}"

    def waive(self, *, by: Any, reason: str) -> None:
        """Somebody answers by name for flagged words. The page no longer says that it is being checked; a story that was held
        back for them alone appears. Of words that are tied to nothing nobody is asked again when the story is changed."""
        if not (reason := reason.strip()[:300]):
            raise NotPublishable([_("Say why these words may stand.")])
        with transaction.atomic():
            _waiver, created = Waiver.objects.get_or_create(flag=self, defaults={"by": by, "reason": reason})
            if created:
                self.article.answered(self, by=by, reason=reason)


class Waiver(models.Model):
    """Who let flagged words stand, and why. Insert-only."""

    flag = models.OneToOneField(Flag, models.PROTECT, related_name="waiver")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [
            APPEND_ONLY,
            *announces_articles(
                "rows JOIN newsroom_flag f ON f.id = rows.flag_id JOIN newsroom_article a ON a.id = f.article_id",
                pgtrigger.Insert,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flag}: {self.reason}"


class Binding(models.Model):
    """What a published revision bound: the words, what readers saw, whether that is true, and the declarations it rests on.

    `holds` is None where the words cannot be judged ("more than half"); it turns false when the figure under them moves, and
    then a Flag stands on them. `value` is the exact figure, or the person's name, "" while it is not known.
    """

    revision = models.ForeignKey("newsroom.Revision", models.CASCADE, related_name="bindings")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    target = models.CharField(max_length=200)
    contest = models.ForeignKey(Contest, models.PROTECT, null=True, related_name="bindings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="bindings")
    words = models.CharField(max_length=300, blank=True)
    shown = models.CharField(max_length=300)
    value = models.CharField(max_length=200, blank=True)
    holds = models.BooleanField(null=True)
    flag = models.ForeignKey(Flag, models.PROTECT, null=True, related_name="bindings")
    declarations = models.ManyToManyField(Declaration, through="Ground", related_name="bindings")

    class Meta:
        ordering = ["revision", "position"]
        constraints = [models.UniqueConstraint(fields=["revision", "position"], name="binding_once")]
        triggers = [APPEND_ONLY]

    rests_on: Sequence[int] = ()

    def __str__(self) -> str:
        return f"{self.target}: {self.shown}"


class Ground(models.Model):
    """A declaration that a binding rests on."""

    binding = models.ForeignKey(Binding, models.CASCADE)
    declaration = models.ForeignKey(Declaration, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["binding", "declaration"], name="ground_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.binding_id} on {self.declaration_id}"


@dataclass(frozen=True)
class Desk:
    """What a story's words can be bound to: the figures of its contests, and the register of people."""

    contests: Sequence[results.Result]
    people: Mapping[str, Person]
    attached: int = 0  # how many of the contests are the story's own; the others are only named in its text
    aliases: Mapping[int, Set[str]] = field(default_factory=dict)  # what else people are called, by their key

    @classmethod
    def of(cls, article: models.Model, *texts: str) -> Desk:
        """Over an article's contests, for these texts of it."""
        return cls.over(article.article_contests.values_list("contest", flat=True), *texts)

    @classmethod
    def over(cls, contest_ids: Iterable[int], *texts: str) -> Desk:
        """Over the contests in this order, and over the contests and people that the texts name."""
        ids = list(contest_ids)
        bound = [b for text in texts for b in prose.bounds(text)]
        named = {b.target.rpartition("/")[0] for b in bound if b.kind == "figure" and "/" in b.target}
        slugs = {b.target for b in bound if b.kind == "person"}
        past = any(_of_history(b.target) for b in bound if b.kind == "figure")
        found = results.results(Q(pk__in=ids) | Q(ballot_paper_id__in=named), history=past)
        found.sort(key=lambda result: ids.index(result.id) if result.id in ids else len(ids))
        people = Person.objects.filter(slug__in=slugs).select_related("merged__kept") if slugs else ()
        by_slug = {person.slug: person.now for person in people}
        aliases: dict[int, set[str]] = {}
        for other in PersonName.objects.filter(person__in=by_slug.values(), kind=PersonName.Kind.ALIAS) if by_slug else ():
            aliases.setdefault(other.person_id, set()).add(other.name)
        return cls(found, by_slug, len(ids), aliases)

    def result(self, bound: prose.Bound) -> results.Result | None:
        name = bound.target.rpartition("/")[0]
        if not name:
            return self.contests[0] if self.attached else None
        return next((result for result in self.contests if result.ballot_paper_id == name), None)

    def figure(self, bound: prose.Bound) -> figures.Figure | None:
        result = self.result(bound)
        return result.figures.get(bound.target.rpartition("/")[2]) if result else None

    def words(self, bound: prose.Bound) -> str:
        """The writer's words as the record has them now; no words stay none, for the house writes them."""
        figure = self.figure(bound) if bound.kind == "figure" and bound.words.strip() else None
        return figures.restate(bound.words, figure) if figure else bound.words

    def kept(self, standfirst: str, body: str, before: Mapping[int, Binding]) -> tuple[str, str]:
        """The texts with the words that readers saw in place of what the house writes, where a result was taken back: its
        numbers stand until there are others, and the page says that they are being checked. And with the name as it is now
        where the words were the very name that the register had."""
        shown = iter(before[position] for position in sorted(before))

        def words(bound: prose.Bound) -> str:
            former, result = next(shown, None), self.result(bound) if bound.kind == "figure" else None
            if former and bound.kind == "person":
                person = self.people.get(bound.target)
                was = former.value if person and former.value not in self.aliases.get(person.pk, ()) else ""
                return person.name if was and bound.words.strip() == was else bound.words
            return former.shown if former and result and result.taken_back and not bound.words.strip() else bound.words

        return prose.restate(standfirst, words), prose.restate(body, words)

    def show(self, bound: prose.Bound) -> prose.Shown:
        if bound.kind == "person":
            person = self.people.get(bound.target)
            page = reverse("person", args=[person.slug]) if person else ""
            return prose.Shown(bound.words or (person.name if person else bound.target), page=page)
        figure, result = self.figure(bound), self.result(bound)
        if figure is None or result is None:
            return prose.Shown(bound.words)
        stands = result.taken_back and bound.words.strip()  # words that readers saw, and that are being checked
        if figure.value is None and self._claims(bound, figure) and not stands:  # not declared yet: no fact, whatever was typed
            return prose.Shown(_("awaited"), awaited=True)
        words = figures.restate(bound.words, figure)
        if result not in self.contests[: self.attached]:
            return prose.Shown(words)  # its panel is not on this page
        return prose.Shown(words, ("" if result is self.contests[0] else result.anchor_prefix) + figure.anchor)

    def unknown(self, *texts: str) -> list[str]:
        """Bindings of the texts that lead nowhere, each naming its line."""
        found = []
        for bound in (b for text in texts for b in prose.bounds(text)):
            where = {"line": bound.line, "target": bound.target}
            if bound.kind == "person":
                if bound.target not in self.people:
                    found.append(_("Line %(line)d: there is no person “%(target)s” in the register.") % where)
            elif self.result(bound) is None and "/" not in bound.target:
                found.append(_("Line %(line)d: “%(target)s” needs a contest. Attach one to the story.") % where)
            elif self.result(bound) is None:
                found.append(_("Line %(line)d: there is no contest as in “%(target)s” on record.") % where)
            elif self.figure(bound) is None:
                found.append(_("Line %(line)d: there is no figure “%(target)s” in the record of that contest.") % where)
        return found

    def untrue(self, *texts: str) -> list[str]:
        """Bound words that the record contradicts, each naming its line and what the record says."""
        found = []
        for bound in (b for text in texts for b in prose.bounds(text)):
            figure = self.figure(bound) if bound.kind == "figure" else None
            if figure and figures.agrees(figures.restate(bound.words, figure), figure) is False:
                where = {"line": bound.line, "words": bound.words, "figure": figure.shown}
                found.append(_("Line %(line)d: “%(words)s” is not true: the record says %(figure)s.") % where)
        return found

    def corrected(self, *texts: str) -> list[str]:
        """Bound numbers that readers will see otherwise than they were typed, each naming its line."""
        found = []
        for bound in (b for text in texts for b in prose.bounds(text)):
            if bound.words and (words := self.words(bound)) != bound.words:
                where = {"line": bound.line, "typed": bound.words, "words": words}
                found.append(_("Line %(line)d: “%(typed)s” will read “%(words)s”, as in the record.") % where)
        return found

    def bindings(self, standfirst: str, body: str, before: Mapping[int, Binding]) -> list[Binding]:
        """The bindings of a text, unsaved. `before` are those that readers saw until now, by position."""
        rows = []
        for position, bound in enumerate([*prose.bounds(standfirst), *prose.bounds(body)], start=1):
            row = Binding(position=position, kind=bound.kind, target=bound.target, words=bound.words)
            row.shown = self.show(bound).words
            former = before.get(position)
            if bound.kind == "person":
                row.person = self.people.get(bound.target)
                row.value = row.person.name if row.person else ""
                called = [row.value, *self.aliases.get(row.person.pk, ())] if row.person else [""]
                fits = any(bound.words.strip() in name for name in called)
                renamed = former and former.value and former.value != row.value and not fits
                if renamed or (former and former.holds is False and former.value == row.value):
                    row.holds = False
                rows.append(row)
                continue
            figure, result = self.figure(bound), self.result(bound)
            row.contest_id = result.id if result else None
            row.rests_on = result.rests_on(bound.target.rpartition("/")[2]) if result else ()
            row.value = str(figure.frozen) if figure and figure.value is not None else ""
            row.holds = figures.agrees(bound.words, figure) if figure else None
            if former and bound.words.strip():
                moved = bool(former.value) and former.value != row.value
                turned = moved and former.value.startswith("-") != row.value.startswith("-")
                if turned or (row.holds is None and (moved or former.holds is False)):
                    row.holds = False  # a rise became a fall, or words that we cannot judge stood on a figure that moved
            if result and result.taken_back and figure and figure.value is None and self._claims(bound, figure):
                row.holds = False  # whoever publishes it: the number rests on nothing
            rows.append(row)
        return rows

    def flags(self, article: models.Model, rows: Sequence[Binding], before: Mapping[int, Binding]) -> list[Flag]:
        """Gives every binding that does not hold its flag: that of the words until now, waived or not, unless the record moved
        on since; else a new one, unsaved. Answers the new ones."""
        new = []
        for row in rows:
            former = before.get(row.position)
            if row.holds is not False:
                continue
            if former and former.flag_id and former.value == row.value:
                row.flag = former.flag
                continue
            bound = prose.Bound(row.kind, row.target, row.words, 0, "")
            figure = self.figure(bound) if row.kind == "figure" else None
            if row.kind == "person":
                cause = Flag.Cause.NAME
            elif not row.value:
                cause = Flag.Cause.TAKEN_BACK
            else:
                cause = Flag.Cause.UNTRUE if figure and figures.agrees(row.words, figure) is False else Flag.Cause.MOVED
            now = figure.shown if figure else row.value
            row.flag = Flag(article=article, words=row.shown, target=row.target, cause=cause, now=now)
            new.append(row.flag)
        return new

    def said(self, rows: Sequence[Binding], before: Mapping[int, Binding]) -> list[Said]:
        """What readers saw as a fact and see otherwise now, each figure once, under the name that a sentence gives it."""
        found: dict[tuple, Said] = {}
        for row in rows:
            former = before.get(row.position)
            told = former and (former.value or former.holds is False)  # else it was shown as awaited
            if told and row.value and former.shown != row.shown:
                found.setdefault((row.contest_id, row.person_id, row.target), Said(self._called(row), former.shown, row.shown))
        return list(found.values())

    def _called(self, row: Binding) -> str:
        if row.kind == "person":
            return _("a name")
        result = next(result for result in self.contests if result.id == row.contest_id)
        what = figures.called(row.target.rpartition("/")[2], result.outcome, result.previous)
        return what if result is self.contests[0] else _("%(what)s in %(area)s") % {"what": what, "area": result.area}

    @staticmethod
    def _claims(bound: prose.Bound, figure: figures.Figure) -> bool:
        """Whether the words say what the figure is, and not only something about it."""
        return bool(not bound.words.strip() or figure.unit is figures.Unit.WORDS or figures.NUMERAL.search(bound.words))


def _of_history(target: str) -> bool:
    return target.rpartition("/")[2].startswith(HISTORY)
