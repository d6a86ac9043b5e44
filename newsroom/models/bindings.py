"""What a story's words are bound to: figures of the record and people of the register, and what publication showed of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from elections import figures, results
from elections.models import APPEND_ONLY, Contest, Declaration, Person
from newsroom import prose

HISTORY = "held_"  # what the figures of a seat's history begin with: they rest on the earlier polls for it


class Binding(models.Model):
    """What a published revision bound: the words, what readers saw, whether that is true, and the declarations it rests on.

    `holds` is None where the words cannot be judged ("more than half"); it turns false when the figure under them moves.
    """

    revision = models.ForeignKey("newsroom.Revision", models.CASCADE, related_name="bindings")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    target = models.CharField(max_length=200)
    contest = models.ForeignKey(Contest, models.PROTECT, null=True, related_name="bindings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="bindings")
    words = models.CharField(max_length=300, blank=True)
    shown = models.CharField(max_length=300)
    value = models.CharField(max_length=100, blank=True)
    holds = models.BooleanField(null=True)
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
        people = Person.objects.filter(slug__in=slugs) if slugs else ()
        return cls(found, {person.slug: person for person in people}, len(ids))

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
        numbers stand until there are others, and the page says that they are being checked."""
        shown = iter(before[position] for position in sorted(before))

        def words(bound: prose.Bound) -> str:
            former, result = next(shown, None), self.result(bound) if bound.kind == "figure" else None
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
        claims = not bound.words.strip() or figure.unit is figures.Unit.WORDS or figures.NUMERAL.search(bound.words)
        stands = result.taken_back and bound.words.strip()  # words that readers saw, and that are being checked
        if figure.value is None and claims and not stands:  # what is not declared yet is not shown as a fact, whatever was typed
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
            if bound.kind == "person":
                row.person = self.people.get(bound.target)
                rows.append(row)
                continue
            figure, result, former = self.figure(bound), self.result(bound), before.get(position)
            row.contest_id = result.id if result else None
            row.rests_on = result.rests_on(bound.target.rpartition("/")[2]) if result else ()
            row.value = str(figure.frozen) if figure and figure.value is not None else ""
            row.holds = figures.agrees(bound.words, figure) if figure else None
            if former and bound.words.strip():
                moved = bool(former.value) and former.value != row.value
                turned = moved and former.value.startswith("-") != row.value.startswith("-")
                if turned or (row.holds is None and (moved or former.holds is False)):
                    row.holds = False  # a rise became a fall, or words that we cannot judge stood on a figure that moved
            rows.append(row)
        return rows


def _of_history(target: str) -> bool:
    return target.rpartition("/")[2].startswith(HISTORY)
