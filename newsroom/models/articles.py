"""Stories and the verbs that write and publish them.

A story's words are its Revisions; each is kept. Publication records in Bindings what was shown and on which declarations it
rests. When a result changes, `follow_results` gives every story that is bound to it a new revision in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import APPEND_ONLY, Change, Contest, Declaration, Effect
from elections.versions import Live, Version
from newsroom import prose
from newsroom.models.bindings import HISTORY, Binding, Desk, Ground
from newsroom.models.public import OF_ROW, NotPublishable, announces_articles, visible
from newsroom.models.quotes import Placement, Quote

USER = settings.AUTH_USER_MODEL


class ArticleQuerySet(models.QuerySet):
    def public(self) -> ArticleQuerySet:
        """What readers may see, by the database's clock, with what they see of it."""
        return self.filter(visible()).select_related("published")

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
        triggers = announces_articles("rows a")

    def __str__(self) -> str:
        return self.slug

    def live(self, url: str) -> Live:
        """The story's live section; the story comes from `with_version`."""
        return Live(url, "a", Version.of(self.version), self.declared)

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
            verified = Quote.objects.filter(placements__article=article, state=Quote.State.VERIFIED)
            verified.update(state=Quote.State.PUBLISHED, published_at=at or timezone.now())
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

    def follow(self, *, by: Any = None, quotes: bool = False) -> bool:
        """Brings the published words in line with the record; answers whether anything changed for readers, as it always did
        where `quotes` that it places changed.

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
        if unchanged and not quotes and (standfirst, body) == (revision.standfirst, revision.body):
            return False
        kind = Revision.Kind.QUOTE if quotes else Revision.Kind.RESULT
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
        triggers = announces_articles(OF_ROW)

    def __str__(self) -> str:
        return f"{self.article_id} {self.contest_id}"


class Revision(models.Model):
    """A story's words at one time, and what readers saw of them. Insert-only: every version stays readable."""

    class Kind(models.TextChoices):
        NEW = "new", gettext_lazy("first version")
        UPDATE = "update", gettext_lazy("update")
        RESULT = "result", gettext_lazy("followed the result")
        QUOTE = "quote", gettext_lazy("followed a quote")

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
