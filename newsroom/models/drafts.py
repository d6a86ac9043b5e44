"""The first draft of a story from a declared result: the rules as editors have changed them, and what each draft was made by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import results
from elections.models import APPEND_ONLY, Contest, Declaration, Person, free_slug
from elections.results import Result
from newsroom import drafting, prose
from newsroom.drafting import Draft, DraftSentence, Material, Other, Reaction, Rule, SilentRule, compose, names_of, office_name
from newsroom.models.articles import Article, ArticleContest, Revision
from newsroom.models.public import NotPublishable
from newsroom.models.quotes import Quote
from newsroom.rules import RULES

USER = settings.AUTH_USER_MODEL
SHIPPED = {rule.key: rule for rule in RULES}
MOST_OF_A_DAY = 200  # contests of one day that are looked at for what else was decided


class DraftRuleQuerySet(models.QuerySet):
    def ship(self) -> None:
        """A row for every rule that the house ships. Idempotent; what editors changed stays."""
        rows = [DraftRule(key=rule.key, order=rule.order) for rule in RULES]
        self.bulk_create(rows, ignore_conflicts=True)

    def known(self) -> DraftRuleQuerySet:
        """Without rows of rules that the house no longer has."""
        return self.filter(key__in=SHIPPED)

    def rules(self) -> list[Rule]:
        """Every rule as the desk has it."""
        rows = {row.key: row for row in self.known()}
        return [rows[rule.key].rule if rule.key in rows else rule for rule in RULES]


@pghistory.track()
class DraftRule(models.Model):
    """One sentence of a first draft as editors want it: its words, or none for those that the house ships; where it stands; and
    whether it is used. When it is written is decided in code. Every earlier state is kept, with who made it."""

    key = models.SlugField(max_length=50, unique=True, editable=False)
    order = models.PositiveIntegerField(help_text=gettext_lazy("Sentences stand in this order."))
    words = models.CharField(max_length=500, blank=True)
    on = models.BooleanField(default=True, verbose_name=gettext_lazy("used"))
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, editable=False, related_name="+")
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = DraftRuleQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]
        verbose_name = gettext_lazy("rule of drafts")
        verbose_name_plural = gettext_lazy("rules of drafts")

    def __str__(self) -> str:
        if self.key not in SHIPPED:
            return self.key
        return f"{_(drafting.PARTS[self.shipped.part])}: {_(self.shipped.about)}"

    @property
    def shipped(self) -> Rule:
        return SHIPPED[self.key]

    @property
    def wording(self) -> str:
        """The words that are used."""
        return self.words or self.shipped.words

    @property
    def nameable(self) -> list[tuple[str, str]]:
        """What the words may name, each with what it means."""
        return [(name, _(drafting.VOCABULARY[name])) for name in sorted(self.shipped.names)]

    @property
    def rule(self) -> Rule:
        return replace(self.shipped, order=self.order, on=self.on, words=self.wording)

    def faults(self, words: str) -> list[str]:
        """Why words cannot be this rule's, each as a sentence."""
        return [str(_(fault.words) % fault.values) for fault in drafting.faults(words, self.shipped.names)]

    def change(self, *, by: Any, words: str, order: int, on: bool) -> None:
        """New words (none: as shipped), place or state. Raises NotPublishable with every fault of the words."""
        words = " ".join(words.split())
        words = "" if words == self.shipped.words else words
        if problems := self.faults(words):
            raise NotPublishable(problems)
        if (words, order, on) == (self.words, self.order, self.on):
            return
        self.words, self.order, self.on, self.changed_by, self.changed_at = words, order, on, by, timezone.now()
        self.save()


class Drafted(models.Model):
    """What a story's first words were made by: the declaration, and for each sentence its rule and why; and which rules wrote
    nothing, and why not. Insert-only: the rules may be worded otherwise tomorrow."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="drafted")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="drafts")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    said = models.JSONField()
    unsaid = models.JSONField()

    class Meta:
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.article} from {self.contest_id}"

    @property
    def sentences(self) -> list[Told]:
        return [told(row) for row in self.said]

    @property
    def silent(self) -> list[Told]:
        return [told(row) for row in self.unsaid]

    @property
    def thin(self) -> bool:
        """Whether the record had too little for a full story."""
        return sum(row["part"] not in ("headline", "standfirst") for row in self.said) < drafting.FEWEST


@dataclass(frozen=True)
class Told:
    """A rule of a draft for people: what it is about, what it wrote ("" where nothing), and why."""

    about: str
    text: str
    why: str


def told(row: Mapping[str, Any]) -> Told:
    """A kept row in the reader's language."""
    about = SHIPPED[row["rule"]].about if row["rule"] in SHIPPED else row["rule"]
    return Told(_(about), prose.plain(row.get("text", "")), drafting.capital(_(row["why"]) % row["values"]))


def kept(one: DraftSentence | SilentRule) -> dict[str, Any]:
    """A sentence, or a rule that wrote none, as JSON."""
    row = {"rule": one.rule, "why": one.why.words, "values": dict(one.why.values)}
    return {**row, "part": one.part, "text": one.text} if isinstance(one, DraftSentence) else row


@dataclass(frozen=True)
class Preview:
    """What a draft would be now."""

    sentences: list[Told]
    silent: list[Told]


def preview_of(contest: Contest) -> Preview:
    draft = draft_of(contest)
    return Preview([told(kept(one)) for one in draft.said], [told(kept(one)) for one in draft.unsaid])


def draft_of(contest: Contest) -> Draft:
    """The draft that the record and the desk's rules make now. Saves nothing."""
    material = material_of(results.result(contest.pk, history=True))
    return compose(material, DraftRule.objects.rules(), names_of(material))


def drafts_of(contest: Contest) -> list[Article]:
    """The stories that were drafted from a contest, the newest first."""
    return list(Article.objects.filter(drafted__contest=contest).order_by("-pk"))


def write_draft(contest: Contest, *, by: Any) -> Article:
    """A new story in draft from the contest's result, its words those of `draft_of`. Raises NotPublishable before a result."""
    with transaction.atomic():
        declaration = contest.newest_declaration()
        if declaration is None:
            raise NotPublishable([_("Nothing is declared for this contest yet: a draft is made from a declaration.")])
        draft = draft_of(contest)
        slug = free_slug(draft.headline, Article.objects.values_list("slug", flat=True))
        article = Article.objects.create(slug=slug)
        ArticleContest.objects.create(article=article, contest=contest, position=1)
        revision = article.write(by=by, headline=draft.headline, standfirst=draft.standfirst, body=draft.body)
        Drafted.objects.create(
            article=article,
            contest=contest,
            declaration=declaration,
            revision=revision,
            said=[kept(one) for one in draft.said],
            unsaid=[kept(one) for one in draft.unsaid],
        )
        return article


# From the record to what a draft is made of.


def material_of(result: Result) -> Material:
    """A result, asked for with its history, with what surrounds it: what else was decided that day, and what was said."""
    others = list(_others(result))
    people = {of.person for of in result.outcome.count.lines} | {other.winner.person for other in others}
    ids = [one[1] for one in people if isinstance(one, tuple) and one[0] == "register"]
    slugs = dict(Person.objects.filter(pk__in=ids).values_list("pk", "slug"))
    return Material(
        area=result.area,
        area_kind=result.area_kind,
        council=result.place.parent,
        election_kind=result.election_kind,
        polling_on=result.polling_on,
        kind=result.kind or "",
        outcome=result.outcome,
        figures=result.figures,
        previous=result.previous,
        previous_on=result.previous_polling_on,
        previous_id=result.previous_ballot_paper_id,
        notional_before=result.previous_notional,
        history=result.history or (),
        people={("register", pk): slug for pk, slug in slugs.items()},
        surnames={key: name.family_name for key, name in result.names.items() if name.family_name},
        by_election=result.by_election,
        reason=result.by_election_reason,
        rehearsal=result.rehearsal,
        one_person=result.one_person,
        note=result.public_note,
        others=others,
        reactions=list(_reactions(result)),
    )


def _others(result: Result) -> Iterator[Other]:
    """Contests of the same day for one seat that are declared: in the same area, its parent or its parts, and the posts of
    mayors and commissioners; those near first."""
    if result.rehearsal:
        return
    contest = Contest.objects.select_related("area").get(pk=result.id)
    family = Q(area=contest.area) | Q(area__parent=contest.area_id)
    if contest.area.parent_id:
        family |= Q(area=contest.area.parent_id) | Q(area__parent=contest.area.parent_id)
    posts = Q(election__kind__in=["mayor", "pcc"])
    same = Q(election__polling_on=result.polling_on, election__rehearsal=False, declarations__isnull=False, seats=1)
    near = set(Contest.objects.filter(same & family).exclude(pk=result.id).values_list("pk", flat=True)[:MOST_OF_A_DAY])
    pks = [*near, *Contest.objects.filter(same & posts).exclude(pk=result.id).values_list("pk", flat=True)[: drafting.MOST]]
    found = results.results(Q(pk__in=pks), ["election__kind", "area__sort_name", "pk"])
    for other in sorted(found, key=lambda one: one.id not in near):
        if other.outcome.winner and other.outcome.count.elects:
            yield Other(
                other.ballot_paper_id,
                other.outcome.winner,
                office_name(other.area, other.area_kind, other.election_kind),
                other.id in near,
            )


def _reactions(result: Result) -> Sequence[Reaction]:
    """Verified quotes in stories about the contest, and those that its candidates said since the poll; in the order in which they
    were said."""
    states = [Quote.State.VERIFIED, Quote.State.PUBLISHED]
    stood = Q(person__candidacies__contest=result.id, said_at__date__gte=result.polling_on)
    found = Quote.objects.filter(Q(articles__contests=result.id) | stood, state__in=states).distinct()
    return [
        Reaction(one.slug, one.person.name, one.person.slug, one.role_at_time, one.medium, one.outlet.name if one.outlet else "")
        for one in found.select_related("person", "outlet").order_by("said_at", "pk")
    ]
