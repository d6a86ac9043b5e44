"""Stories, quotes, and the verbs that publish them.

A story's words are its Revisions; each is kept. Publication records in Bindings what was shown and on which declarations it
rests. When a result changes, `follow_results` gives every story that is bound to it a new revision in the same transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import figures, results
from elections.models import APPEND_ONLY, Change, Contest, Declaration, Effect, Election, Person, announces
from elections.versions import Live, Version
from newsroom import prose

USER = settings.AUTH_USER_MODEL


def _announces_articles(of: str, *operations: pgtrigger.Operation) -> list[pgtrigger.Trigger]:
    """Changes of the articles in `of`, a FROM clause over `rows` with the article as `a`: those that readers know of, or will
    from their minute on. A draft changes nothing for them."""
    things = f"""
        SELECT 'article', a.id, greatest(transaction_timestamp(), a.publish_at) FROM {of}
        WHERE a.state IN ('live', 'withdrawn')"""  # noqa: S608 - every part is written below
    return announces(things, *operations, columns="kind, key, at")


_OF_ROW = "rows JOIN newsroom_article a ON a.id = rows.article_id"
_OF_QUOTE = "newsroom_placement p ON p.quote_id = {quote} JOIN newsroom_article a ON a.id = p.article_id"


class Outlet(models.Model):
    """Where words were published: a broadcaster, a paper, a platform."""

    class Kind(models.TextChoices):
        BROADCASTER = "broadcaster", gettext_lazy("broadcaster")
        PAPER = "paper", gettext_lazy("paper")
        PLATFORM = "platform", gettext_lazy("platform")
        PARTY = "party", gettext_lazy("party")
        OWN = "own", gettext_lazy("our own interview")

    name = models.CharField(max_length=100, unique=True)
    url = models.URLField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        ordering = ["name"]
        triggers = _announces_articles(
            f"rows JOIN newsroom_quote q ON q.outlet_id = rows.id JOIN {_OF_QUOTE.format(quote='q.id')}", pgtrigger.Update
        )

    def __str__(self) -> str:
        return self.name


class QuoteQuerySet(models.QuerySet):
    def public(self) -> QuoteQuerySet:
        """Published, and standing in a story that readers can see."""
        placed = Placement.objects.filter(quote=OuterRef("pk"), article__in=Article.objects.public())
        return self.filter(Exists(placed), state=Quote.State.PUBLISHED).select_related("person", "party", "outlet")


@pghistory.track()
class Quote(models.Model):
    """What somebody said: their words verbatim and apart from what is only reported, when, where, and who they were then."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        VERIFIED = "verified", gettext_lazy("verified")
        PUBLISHED = "published", gettext_lazy("published")
        RETRACTED = "retracted", gettext_lazy("retracted")

    class Medium(models.TextChoices):
        POST = "post", gettext_lazy("social post")
        BROADCAST = "broadcast", gettext_lazy("broadcast interview")
        STATEMENT = "statement", gettext_lazy("statement")
        SPEECH = "speech", gettext_lazy("speech")
        INTERVIEW = "interview", gettext_lazy("interview")
        PRINT = "print", gettext_lazy("article in print")

    class Precision(models.TextChoices):
        MINUTE = "minute", gettext_lazy("to the minute")
        DAY = "day", gettext_lazy("to the day")
        MONTH = "month", gettext_lazy("to the month")

    slug = models.SlugField(max_length=100, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="quotes")
    words = ArrayField(models.TextField(), default=list, blank=True)
    reported = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_precision = models.CharField(max_length=10, choices=Precision, default=Precision.MINUTE)
    medium = models.CharField(max_length=20, choices=Medium)
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="quotes")
    source_text = models.CharField(max_length=300)
    source_url = models.URLField(blank=True)
    role_at_time = models.CharField(max_length=300)
    party = models.ForeignKey("elections.Party", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "pk"]
        permissions = [("verify_quote", "Can verify another person's quote")]
        constraints = [
            models.CheckConstraint(
                name="quote_says_something",
                condition=Q(words__len__gt=0) | ~Q(reported=""),
                violation_error_message=gettext_lazy("Enter the words that were said, or what they were reported to say."),
            ),
            models.CheckConstraint(
                name="quote_verified_by_another",
                condition=Q(state="draft") | (Q(verified_by__isnull=False) & ~Q(verified_by=F("entered_by"))),
            ),
        ]
        triggers = _announces_articles(
            "(SELECT * FROM rows WHERE state IN ('published', 'retracted')) q JOIN " + _OF_QUOTE.format(quote="q.id"),  # noqa: S608
            pgtrigger.Update,
        )

    def __str__(self) -> str:
        said = self.words[0] if self.words else self.reported
        return f"{self.person}: {said[:60]}"

    @property
    def spoken(self) -> list[str]:
        """The words that the reported speech does not already contain."""
        return [words for words in self.words if words not in self.reported]

    @property
    def fingerprint(self) -> str:
        """Of what a second person compares: other words have another."""
        return hashlib.sha256(repr((self.words, self.reported, self.person_id, self.source_text)).encode()).hexdigest()

    def verify(self, *, by: Any, seen: str | None = None) -> None:
        """A second person has compared the words with their source: those of the fingerprint `seen`, if it is given.

        Raises NotPublishable for who entered them, and for words that changed meanwhile.
        """
        with transaction.atomic():
            quote = Quote.objects.select_for_update().get(pk=self.pk)
            if quote.entered_by_id == by.pk:
                raise NotPublishable([_("You entered this quote: another person must compare it with its source.")])
            if seen is not None and seen != quote.fingerprint:
                raise NotPublishable([_("The words were changed while you compared them. Compare them again.")])
            if quote.state == Quote.State.DRAFT:
                Quote.objects.filter(pk=self.pk).update(state=Quote.State.VERIFIED, verified_by=by)
        self.refresh_from_db()


class ArticleQuerySet(models.QuerySet):
    def public(self) -> ArticleQuerySet:
        """What readers may see, by the database's clock: the one door for pages, fragments, feeds and search."""
        return self.filter(state=Article.State.LIVE, publish_at__lte=Now(), published__isnull=False).select_related("published")

    def with_version(self) -> ArticleQuerySet:
        """Adds `version`: over the story, the people quoted in it, and its contests with what they are compared with."""
        contests = ArticleContest.objects.filter(article=OuterRef(OuterRef("pk")))
        people = Placement.objects.filter(article=OuterRef(OuterRef("pk"))).values("quote__person")
        things = (
            Q(kind="article", key=OuterRef("pk"))
            | Q(kind="contest", key__in=contests.values("contest"))
            | Q(kind="contest", key__in=contests.values("contest__comparison"))
            | Q(kind="election", key__in=contests.values("contest__election"))
            | Q(kind="area", key__in=contests.values("contest__area"))
            | Q(kind="person", key__in=people)
            | Q(kind="party")
        )
        undeclared = ArticleContest.objects.filter(article=OuterRef("pk"), contest__declarations__isnull=True)
        doubtful = Binding.objects.filter(revision=OuterRef("published"), holds=False)
        return self.annotate(
            version=Change.objects.version(things),
            parties=Change.objects.party_version(),
            declared=~Exists(undeclared),
            being_checked=Exists(doubtful),
        )


@pghistory.track()
class Article(models.Model):
    """A story. What readers see of it is its `published` revision; later revisions are drafts until they are published."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        REVIEW = "review", gettext_lazy("in review")
        LIVE = "live", gettext_lazy("live")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    slug = models.SlugField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    byline = models.CharField(max_length=200, default="Hustings desk")
    publish_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    page_version = models.PositiveIntegerField(default=0, editable=False)
    published = models.ForeignKey("Revision", models.PROTECT, null=True, editable=False, related_name="+")
    contests = models.ManyToManyField(Contest, through="ArticleContest", related_name="articles")
    quotes = models.ManyToManyField(Quote, through="Placement", related_name="articles")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "-pk"]
        permissions = [("publish_article", "Can publish a story")]
        constraints = [
            models.CheckConstraint(
                name="article_live_is_published",
                condition=~Q(state="live") | Q(published__isnull=False, publish_at__isnull=False),
            )
        ]
        triggers = _announces_articles("rows a")

    def __str__(self) -> str:
        return self.slug

    def live(self, url: str) -> Live:
        """The story's live section; the story comes from `with_version`."""
        return Live(url, "a", Version.of(self.version), self.declared)

    def page(self) -> dict[str, Any]:
        """What the story's page shows beside its own row, in two queries."""
        order = ["article_contests__position", "article_contests__pk"]
        found = results.results(Q(article_contests__article=self), order, history=True)
        placed = self.placements.select_related("quote__person", "quote__party", "quote__outlet")
        quotes = {row.quote.slug: row.quote for row in placed if row.quote.state == Quote.State.PUBLISHED}
        blocks = [  # the HTML was sanitised when it was written
            {"quote": quotes.get(block["quote"])} if "quote" in block else {"html": mark_safe(block["html"])}
            for block in self.published.shown_body
        ]
        inline = {block["quote"].slug for block in blocks if block.get("quote")}
        return {
            "results": found,
            "standfirst": mark_safe(self.published.shown_standfirst),
            "blocks": blocks,
            "timeline": sorted(quotes.values(), key=lambda quote: (quote.said_at, quote.pk)),
            "inline": inline,
            "rehearsal": any(result.rehearsal for result in found),
        }

    @property
    def is_public(self) -> bool:
        """Whether readers see it now; pages ask `public()`, which goes by the database's clock."""
        return self.state == Article.State.LIVE and self.publish_at is not None and self.publish_at <= timezone.now()

    @property
    def newest(self) -> Revision | None:
        return self.revisions.order_by("-number").first()

    def write(self, *, by: Any, headline: str, standfirst: str, body: str) -> Revision:
        """A new draft revision; nothing that readers see changes. The same words again make none."""
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=self.pk)
            newest = self.newest
            if newest and (newest.headline, newest.standfirst, newest.body) == (headline, standfirst, body):
                return newest
            return self._revise(by=by, headline=headline, standfirst=standfirst, body=body, kind=Revision.Kind.UPDATE)

    def _revise(self, *, by: Any, headline: str, standfirst: str, body: str, kind: str) -> Revision:
        desk = Desk.of(self, standfirst, body)
        last = self.revisions.aggregate(last=models.Max("number"))["last"] or 0
        return Revision.objects.create(
            article=self,
            number=last + 1,
            headline=headline,
            standfirst=standfirst,
            body=body,
            shown_standfirst=prose.render_line(standfirst, desk.show),
            shown_body=prose.render(body, desk.show),
            kind=kind if last else Revision.Kind.NEW,
            by=by,
        )

    def problems(self) -> list[str]:
        """What stands in the way of publication, each as a sentence."""
        revision = self.newest
        if revision is None:
            return [_("The story has no text yet.")]
        desk = Desk.of(self, revision.standfirst, revision.body)
        found = desk.unknown(revision.standfirst, revision.body) + desk.untrue(revision.standfirst, revision.body)
        places = prose.places(revision.body)
        slugs = {place.slug for place in places}
        known = set(Quote.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        for place in places:
            if place.slug not in known or not place.alone:
                words = _("Line %(line)d: the quote “%(slug)s” is not there, or does not stand on a line of its own.")
                found.append(words % {"line": place.line, "slug": place.slug})
        for quote in Quote.objects.filter(Q(placements__article=self) | Q(slug__in=slugs)).distinct():
            if quote.state == Quote.State.DRAFT:
                found.append(_("The quote %(slug)s has not been verified by a second person.") % {"slug": quote.slug})
            elif quote.state == Quote.State.RETRACTED:
                found.append(_("The quote %(slug)s has been retracted: take it out.") % {"slug": quote.slug})
        return found

    def publish(self, *, by: Any, at: Any = None, number: int | None = None) -> None:
        """Shows the newest revision to readers, now or from `at` on. Raises NotPublishable with every reason why not.

        `number` is the revision that was looked at: a later one is refused. Publishing what is published changes nothing.
        """
        with transaction.atomic():
            article = Article.objects.select_for_update().get(pk=self.pk)
            newest = article.newest
            if newest and article.is_public:
                if at is not None:
                    raise NotPublishable([_("The story is live: its next version is shown at once or not at all.")])
                if article.published_id == newest.pk and not newest.bindings.filter(holds=False).exists():
                    return
            if newest and number is not None and number != newest.number:
                raise NotPublishable([_("Somebody saved another revision while you looked at this one. Look again.")])
            if problems := article.problems():
                raise NotPublishable(problems)
            revision = article.newest
            article.place([place.slug for place in prose.places(revision.body)])
            Quote.objects.filter(placements__article=article, state=Quote.State.VERIFIED).update(state=Quote.State.PUBLISHED)
            article._show(revision, by=by, at=at)
        self.refresh_from_db()

    def place(self, slugs: Sequence[str]) -> None:
        """Puts the quotes that the text places among the story's quotes, after those that are there."""
        there = set(self.placements.values_list("quote__slug", flat=True))
        missing = [slug for slug in dict.fromkeys(slugs) if slug not in there]
        quotes = Quote.objects.in_bulk(missing, field_name="slug")
        last = self.placements.aggregate(last=models.Max("position"))["last"] or 0
        rows = [Placement(article=self, quote=quotes[slug], position=last + n) for n, slug in enumerate(missing, start=1)]
        Placement.objects.bulk_create(rows)

    def follow(self, *, by: Any = None) -> bool:
        """Brings the published words in line with the record; answers whether anything changed for readers.

        Numbers take the record's value in the writer's format. Words that carry a judgement stay as they are; where they
        stopped being true, or can no longer be vouched for, the binding says so and the page shows that it is being checked.
        A draft in the making stays the newest revision, with the same numbers.
        """
        revision, newest = self.published, self.newest
        desk = Desk.of(self, revision.standfirst, revision.body)
        before = {binding.position: binding for binding in revision.bindings.all()}
        standfirst, body = desk.kept(revision.standfirst, revision.body, before)
        standfirst, body = prose.restate(standfirst, desk.words), prose.restate(body, desk.words)
        after = desk.bindings(standfirst, body, before)
        unchanged = [(b.shown, b.holds) for b in after] == [(b.shown, b.holds) for b in before.values()]
        if unchanged and (standfirst, body) == (revision.standfirst, revision.body):
            return False
        kind = Revision.Kind.RESULT
        new = self._revise(by=by, headline=revision.headline, standfirst=standfirst, body=body, kind=kind)
        self._show(new, by=by, bindings=after)
        if newest != revision:
            desk = Desk.of(self, newest.standfirst, newest.body)
            standfirst, body = prose.restate(newest.standfirst, desk.words), prose.restate(newest.body, desk.words)
            kind = Revision.Kind.UPDATE
            self._revise(by=newest.by, headline=newest.headline, standfirst=standfirst, body=body, kind=kind)
        return True

    def _show(self, revision: Revision, *, by: Any, at: Any = None, bindings: list[Binding] | None = None) -> None:
        now = timezone.now()
        desk = Desk.of(self, revision.standfirst, revision.body)
        standfirst, body = (prose.restate(text, desk.words) for text in (revision.standfirst, revision.body))
        stale = prose.render(body, desk.show) != revision.shown_body or revision.pk == self.published_id
        if stale or (standfirst, body) != (revision.standfirst, revision.body):  # the record moved since it was written
            kind = Revision.Kind.RESULT
            revision = self._revise(by=by, headline=revision.headline, standfirst=standfirst, body=body, kind=kind)
        for binding in (rows := bindings if bindings is not None else desk.bindings(standfirst, body, {})):
            binding.revision = revision
        Binding.objects.bulk_create(rows)
        Ground.objects.bulk_create(Ground(binding=row, declaration_id=pk) for row in rows for pk in row.rests_on)
        Article.objects.filter(pk=self.pk).update(
            state=Article.State.LIVE,
            publish_at=F("publish_at") if bindings is not None or self.is_public else at or now,  # who follows keeps its minute
            changed_at=at or now,
            page_version=F("page_version") + 1,
            published=revision,
        )


class ArticleContest(models.Model):
    """A contest that a story is about. The first one is meant where a binding names none."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_contests")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="article_contests")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "contest"], name="article_contest_once")]
        triggers = _announces_articles(_OF_ROW)

    def __str__(self) -> str:
        return f"{self.article_id} {self.contest_id}"


class Placement(models.Model):
    """A quote's place in a story."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="placements")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="placements")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "quote"], name="placement_once")]
        triggers = _announces_articles(_OF_ROW)

    def __str__(self) -> str:
        return f"{self.quote_id} in {self.article_id}"


class Revision(models.Model):
    """A story's words at one time, and what readers saw of them. Insert-only: every version stays readable."""

    class Kind(models.TextChoices):
        NEW = "new", gettext_lazy("first version")
        UPDATE = "update", gettext_lazy("update")
        RESULT = "result", gettext_lazy("followed the result")

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=110)
    standfirst = models.CharField(max_length=500, blank=True)
    body = models.TextField()
    shown_standfirst = models.TextField(blank=True)
    shown_body = models.JSONField(default=list)
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"


class Binding(models.Model):
    """What a published revision bound: the words, what readers saw, whether that is true, and the declarations it rests on.

    `holds` is None where the words cannot be judged ("more than half"); it turns false when the figure under them moves.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="bindings")
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


class NotPublishable(Exception):
    """Something stands in the way; `problems` are sentences."""

    def __init__(self, problems: Sequence[str]):
        super().__init__(" ".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Desk:
    """What a story's words can be bound to: the figures of its contests, and the register of people."""

    contests: Sequence[results.Result]
    people: Mapping[str, Person]
    attached: int = 0  # how many of the contests are the story's own; the others are only named in its text

    @classmethod
    def of(cls, article: Article, *texts: str) -> Desk:
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
            return prose.Shown(bound.words or (person.name if person else bound.target))
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


HISTORY = "held_"  # what the figures of a seat's history begin with: they rest on the earlier polls for it


def _of_history(target: str) -> bool:
    return target.rpartition("/")[2].startswith(HISTORY)


# The front page.


def site_versions() -> tuple[Version, Mapping | None]:
    """The version of everything that readers see, and of the parties, in one query."""
    everything = Change.objects.version(Q())
    row = (
        Election.objects.annotate(everything=everything, parties=Change.objects.party_version())
        .values("everything", "parties")
        .first()
    )
    return (Version.of(row["everything"]), row["parties"]) if row else (Version(0, 0), None)


def front_stories(more: int) -> tuple[Article | None, list[Article]]:
    """The lead, which is the newest story about a real contest, and the newest others; each knows its first contest."""
    contests = ArticleContest.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
    rehearsal = Exists(contests.filter(contest__election__rehearsal=True))
    stories = Article.objects.public().annotate(
        first_contest=models.Subquery(contests.values("contest")[:1]), is_rehearsal=rehearsal
    )
    newest = list(stories.order_by("is_rehearsal", "-publish_at", "-pk")[: more + 1])
    return (newest[0], newest[1:]) if newest else (None, [])


def newest_reactions(limit: int) -> list[Quote]:
    """What was said last, in stories that readers can see; each knows one such story."""
    story = Article.objects.public().filter(placements__quote=OuterRef("pk")).order_by("-publish_at")
    quotes = Quote.objects.public().annotate(story=models.Subquery(story.values("slug")[:1]))
    return list(quotes.order_by("-said_at", "pk")[:limit])


def follow_results(declarations: list[Declaration]) -> list[Effect]:
    """Called inside every publication: the live stories bound to these contests, or to what is compared with them, follow.
    Answers which of them changed, with the words that did."""
    ids = {declaration.contest_id for declaration in declarations}
    areas = {declaration.contest.area_id for declaration in declarations}
    history = Q(contest__area__in=areas) & Q(target__regex=rf"(^|/){HISTORY}")
    bound = Binding.objects.filter(revision=OuterRef("published")).filter(
        Q(contest__in=ids) | Q(contest__comparison__in=ids) & Q(kind="figure") | history
    )
    stories = Article.objects.filter(Exists(bound), state=Article.State.LIVE).order_by("pk")
    effects = []
    for article in stories.select_for_update(of=("self",)).select_related("published"):
        former = list(article.published.bindings.values_list("shown", flat=True))
        if article.follow():
            article.refresh_from_db()
            shown = article.published.bindings.values_list("shown", flat=True)
            changes = tuple((was, now) for was, now in zip(former, shown, strict=False) if was != now)
            effects.append(Effect(article.published.headline, reverse("article", args=[article.slug]), changes))
    return effects
