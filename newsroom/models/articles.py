"""Stories and the verbs that write and publish them.

A story's words are its Revisions; each is kept. Publication records in Bindings what was shown and on which declarations it
rests, and in Readings what the fact check said of all other words. When the record changes, `following` brings both in line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import APPEND_ONLY, Change, Contest, Declaration
from elections.versions import Live, Version
from newsroom import prose
from newsroom.findings import BOXES
from newsroom.models.answers import Answer, StoryCheck, check_facts, check_texts
from newsroom.models.bindings import Binding, Desk, Flag, Ground
from newsroom.models.corrections import Correction, Edition, Hold, Said, Withdrawal, rows_of
from newsroom.models.public import OF_ROW, NotPublishable, Problem, announces_articles, readable, visible
from newsroom.models.quotes import Placement, Quote
from newsroom.models.readings import Reading, keep, read, read_so_far, stand_still
from newsroom.models.workflow import Review

USER = settings.AUTH_USER_MODEL


class ArticleQuerySet(models.QuerySet):
    def public(self) -> ArticleQuerySet:
        """What readers may see, by the database's clock, with what they see of it, and whether it is being checked."""
        return self.filter(visible()).select_related("published").with_doubts()

    def readable(self) -> ArticleQuerySet:
        """Those at whose address readers find something: what is public, and what was, with the note that took it away."""
        return self.filter(readable()).select_related("published")

    def waiting(self) -> ArticleQuerySet:
        """Those that somebody sent to review and nobody has approved or sent back since."""
        last = Review.objects.filter(revision__article=OuterRef("pk")).order_by("-pk")
        return self.annotate(step=Subquery(last.values("kind")[:1])).filter(step=Review.Kind.ASKED)

    def with_doubts(self) -> ArticleQuerySet:
        """Adds `being_checked`: words that readers see are flagged, and nobody has let them stand."""
        doubtful = {"revision": OuterRef("published"), "flag__isnull": False, "flag__waiver__isnull": True}
        bound, unbound = Binding.objects.filter(**doubtful), Reading.objects.filter(**doubtful)
        return self.annotate(being_checked=Exists(bound) | Exists(unbound))

    def with_version(self) -> ArticleQuerySet:
        """Adds `version`: over the story, the people quoted in it, and its contests with what they are compared with; and
        `earlier`, the number of the last version that readers saw before this one."""
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
        earlier = Edition.objects.seen().filter(article=OuterRef("pk"), number__lt=OuterRef("page_version"))
        return self.with_doubts().annotate(
            version=Change.objects.version(things),
            parties=Change.objects.party_version(),
            declared=~Exists(undeclared),
            earlier=Subquery(earlier.order_by("-number").values("number")[:1]),
        )


@dataclass(frozen=True)
class Restated:
    """A story's published words as the record has them now: the texts by box, what they are bound to, and the bindings until now
    (by position) and from now on, unsaved."""

    texts: Mapping[str, str]
    desk: Desk
    before: Mapping[int, Binding]
    after: list[Binding]


FLAGGED = """
    SELECT FROM newsroom_flag f LEFT JOIN newsroom_waiver w ON w.flag_id = f.id WHERE w.id IS NULL AND f.article_id = NEW.id
    AND (EXISTS (SELECT FROM newsroom_binding b WHERE b.flag_id = f.id AND b.revision_id = NEW.published_id)
      OR EXISTS (SELECT FROM newsroom_reading r WHERE r.flag_id = f.id AND r.revision_id = NEW.published_id))"""


@pghistory.track()
class Article(models.Model):
    """A story. What readers see of it is its `published` revision; later revisions are drafts until they are published."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        REVIEW = "review", gettext_lazy("in review")
        LIVE = "live", gettext_lazy("live")
        HELD = "held", gettext_lazy("held back")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
        TAKEN_DOWN = "taken down", gettext_lazy("taken down")

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
    being_checked = False  # from `with_doubts`

    class Meta:
        ordering = ["-publish_at", "-pk"]
        permissions = [("publish_article", "Can publish a story")]
        constraints = [
            models.CheckConstraint(
                name="article_live_is_published",
                condition=~Q(state__in=("live", "held")) | Q(published__isnull=False, publish_at__isnull=False),
            )
        ]
        triggers = [
            *announces_articles("rows a"),
            pgtrigger.Trigger(
                name="shows_what_was_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF NEW.published_id IS DISTINCT FROM OLD.published_id AND NEW.published_id IS NOT NULL AND NOT EXISTS (
                        SELECT FROM newsroom_revision shown JOIN newsroom_revision approved
                        ON approved.article_id = shown.article_id AND approved.number <= shown.number
                        JOIN newsroom_review ON revision_id = approved.id AND newsroom_review.kind = 'approved'
                        WHERE shown.id = NEW.published_id AND (shown.kind = 'result' OR approved.id = shown.id)
                    ) THEN
                        RAISE EXCEPTION 'A revision is shown to readers once it is approved'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;""",
            ),
            pgtrigger.Trigger(
                name="held_while_flagged",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="held", new__state="live"),
                func=f"""
                    IF EXISTS ({FLAGGED}) THEN
                        RAISE EXCEPTION 'A story that is held back appears once none of its words is flagged'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;""",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def live(self, url: str) -> Live:
        """The story's live section; the story comes from `with_version`."""
        return Live(url, "a", Version.of(self.version), self.declared)

    @property
    def title(self) -> str:
        """The headline where it stands alone, in lists, feeds and shared links: it says where words of the story are being
        checked."""
        headline = self.published.headline
        return _("%(headline)s (being checked)") % {"headline": headline} if self.being_checked else headline

    @property
    def is_public(self) -> bool:
        """Whether readers see it now; pages ask `public()`, which goes by the database's clock."""
        return self.state == Article.State.LIVE and self.publish_at is not None and self.publish_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        """Whether readers will see it once its minute has come."""
        return self.state == Article.State.LIVE and not self.is_public

    @property
    def is_held(self) -> bool:
        """Whether it waits at the desk, and not for its minute alone: the record has overtaken its words."""
        return self.state == Article.State.HELD

    @property
    def newest(self) -> Revision | None:
        return self.revisions.order_by("-number").first()

    # Writing.

    def write(
        self, *, by: Any, headline: str, standfirst: str, body: str, correction: str = "", cause: str = Correction.Cause.FACT
    ) -> Revision:
        """A new draft revision; nothing that readers see changes. The same words again make none. `correction` is what readers
        are told with it, once it is approved: what the version before it had wrong. Letters that nobody sees are left out."""
        words = {"headline": prose.seen(headline), "standfirst": prose.seen(standfirst), "body": prose.seen(body)}
        with transaction.atomic():
            article = Article.objects.select_for_update().get(pk=self.pk)
            newest = self.newest
            told = newest.correction if newest and newest.pk != article.published_id else ""  # with what is published it is said
            if newest and told == correction and all(getattr(newest, name) == value for name, value in words.items()):
                return newest
            words["correction"] = correction
            return self._revise(by=by, kind=Revision.Kind.UPDATE, cause=cause if correction else "", **words)

    def _revise(
        self,
        *,
        by: Any,
        headline: str,
        standfirst: str,
        body: str,
        kind: str,
        correction: str = "",
        cause: str = "",
        desk: Desk | None = None,
    ) -> Revision:
        desk = desk or Desk.of(self, standfirst, body)
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
            correction=correction,
            cause=cause,
            by=by,
        )

    # From who wrote it to who approves it.

    def editors(self) -> set[int]:
        """Who edited the story since it was last approved, by primary key: none of them can approve it."""
        approved = self.revisions.filter(reviews__kind=Review.Kind.APPROVED).aggregate(last=models.Max("number"))["last"] or 0
        edited = self.revisions.filter(number__gt=approved, by__isnull=False).exclude(kind=Revision.Kind.RESULT)
        return set(edited.values_list("by", flat=True))

    def send_to_review(self, *, by: Any, note: str = "") -> None:
        """Asks for somebody's approval of the newest revision. Raises NotPublishable where there is nothing to approve."""
        with transaction.atomic():
            article = Article.objects.select_for_update().get(pk=self.pk)
            newest = article.newest
            if newest is None:
                raise NotPublishable([_("The story has no text yet.")])
            if newest.pk == article.published_id:
                raise NotPublishable([_("There is nothing to approve: readers see this revision already.")])
            if not Article.objects.waiting().filter(pk=self.pk).exists():
                Review.objects.create(revision=newest, kind=Review.Kind.ASKED, note=note, by=by)
            Article.objects.filter(pk=self.pk, state=Article.State.DRAFT).update(state=Article.State.REVIEW)
        self.refresh_from_db()

    def send_back(self, *, by: Any, note: str) -> None:
        """Who should approve it says what is missing."""
        if not (note := note.strip()):
            raise NotPublishable([_("Say what is missing.")])
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=self.pk)
            if (newest := self.newest) and Article.objects.waiting().filter(pk=self.pk).exists():
                Review.objects.create(revision=newest, kind=Review.Kind.RETURNED, note=note, by=by)
            Article.objects.filter(pk=self.pk, state=Article.State.REVIEW).update(state=Article.State.DRAFT)
        self.refresh_from_db()

    def problems(self, by: Any = None) -> list[Problem]:
        """What stands in the way of publication, of each of the CHECKS; and of its approval by somebody."""
        revision = self.newest
        if revision is None:
            return [Problem(Problem.Kind.WORDS, _("The story has no text yet."))]
        desk = Desk.of(self, revision.standfirst, revision.body)
        found = [problem for check in CHECKS for problem in check(self, revision, desk)]
        if by is not None and by.pk in self.editors():
            words = _("You edited this story since it was last approved: another person must approve it.")
            found.append(Problem(Problem.Kind.APPROVAL, words))
        return found

    def publish(self, *, by: Any, at: Any = None, number: int | None = None) -> None:
        """Approves the newest revision and shows it to readers, now or from `at` on. Raises NotPublishable with every reason why
        not; who edited the story since it was last approved is one.

        `number` is the revision that was looked at: a later one is refused. Publishing what is published changes nothing: words
        that are flagged are answered for by other words, or by name with a reason.
        """
        with transaction.atomic():
            stand_still()
            article = Article.objects.select_for_update().get(pk=self.pk)
            newest, public = article.newest, article.is_public
            if newest and article.publish_at and not (article.is_scheduled or article.is_held) and at is not None:
                raise NotPublishable([_("Readers know this story: its next version is shown at once or not at all.")])
            if newest and public and article.published_id == newest.pk:
                return
            if newest and number is not None and number != newest.number:
                raise NotPublishable([_("Somebody saved another revision while you looked at this one. Look again.")])
            if problems := article.problems(by):
                raise NotPublishable(problems)
            Review.objects.create(revision=newest, kind=Review.Kind.APPROVED, by=by)
            article.place([place.slug for place in prose.places(newest.body)])
            verified = Quote.objects.filter(placements__article=article, state=Quote.State.VERIFIED)
            verified.update(state=Quote.State.PUBLISHED, published_at=at or timezone.now())
            article._show(newest, by=by, at=at)
            if newest.correction and public:
                article._correct(newest.cause, text=newest.correction, by=newest.by)
        self.refresh_from_db()

    def withdraw(self, *, by: Any, note: str, legal: bool = False) -> None:
        """Shows the story to readers no more. Its page says `note` and when; taken down for legal reasons, neither it nor its
        versions show a word. A story that only waits for its minute becomes a draft again."""
        if not (note := note.strip()):
            raise NotPublishable([_("Say why: readers are told.")])
        with transaction.atomic():
            article = Article.objects.select_for_update().get(pk=self.pk)
            if article.published_id is None or (article.state == Article.State.TAKEN_DOWN):
                raise NotPublishable([_("Readers do not see this story: there is nothing to withdraw.")])
            Withdrawal.objects.create(article=article, note=note, legal=legal, version=article.page_version, by=by)
            state = Article.State.TAKEN_DOWN if legal else Article.State.WITHDRAWN
            if article.is_scheduled or article.is_held:
                Article.objects.filter(pk=self.pk).update(state=Article.State.DRAFT, published=None, publish_at=None)
            else:
                Article.objects.filter(pk=self.pk).update(state=state, changed_at=timezone.now())
        self.refresh_from_db()

    def place(self, slugs: Sequence[str]) -> None:
        """Puts the quotes that the text places among the story's quotes, after those that are there."""
        there = set(self.placements.values_list("quote__slug", flat=True))
        missing = [slug for slug in dict.fromkeys(slugs) if slug not in there]
        quotes = Quote.objects.in_bulk(missing, field_name="slug")
        last = self.placements.aggregate(last=models.Max("position"))["last"] or 0
        rows = [Placement(article=self, quote=quotes[slug], position=last + n) for n, slug in enumerate(missing, start=1)]
        Placement.objects.bulk_create(rows)

    # Following the record.

    def restated(self) -> Restated:
        """The published words as the record has them now."""
        revision = self.published
        desk = Desk.of(self, revision.standfirst, revision.body)
        before = {binding.position: binding for binding in revision.bindings.select_related("flag__waiver")}
        standfirst, body = desk.kept(revision.standfirst, revision.body, before)
        standfirst, body = prose.restate(standfirst, desk.words), prose.restate(body, desk.words)
        texts = {"headline": revision.headline, "standfirst": standfirst, "body": body}
        return Restated(texts, desk, before, desk.bindings(standfirst, body, before))

    def follow(
        self,
        now: Restated,
        checked: StoryCheck,
        *,
        declarations: Sequence[Declaration] = (),
        cause: str = Correction.Cause.RESULT,
    ) -> bool:
        """Brings the published words in line with the record: `now` is what they are then, `checked` what the fact check says
        of them. Answers whether anything changed for readers. The story's row is locked by the caller.

        Numbers take the record's value in the writer's format, and readers are told what they were. Words that carry a
        judgement, and words that are tied to nothing, stay as they are; where they stopped being true, or can no longer be
        vouched for, a flag says so and the page shows that it is being checked; a story that waits for its minute is held back.
        A draft in the making stays the newest revision, with the same numbers.
        """
        revision, newest, public = self.published, self.newest, self.is_public
        before, after = now.before, now.after
        former = read_so_far(revision.readings.select_related("flag__waiver"))
        readings = read(self, checked, former)
        unchanged = [(b.shown, b.holds) for b in after] == [(b.shown, b.holds) for b in before.values()]
        for row, was in zip(after, before.values(), strict=True):  # somebody answered for words on another figure
            unchanged &= not (was.flag_id and was.value != row.value and hasattr(was.flag, "waiver"))
        unchanged &= {row.key: row.flag for row in readings if row.doubted} == {r.key: r.flag for r in former if r.doubted}
        scope = [poll.id for poll in checked.record.polls]
        if unchanged and all(now.texts[box] == getattr(revision, box) for box in BOXES):
            known = {row.key: row.said for row in former}
            keep(revision, [row for row in readings if known.get(row.key) != row.said], scope)
            return False
        said = now.desk.said(after, before)
        new = self._revise(by=None, kind=Revision.Kind.RESULT, desk=now.desk, **now.texts)
        self._bind(new, after, now.desk.flags(self, after, before))
        keep(new, readings, scope)
        self._turn(new, self.publish_at)
        if said and public:
            grounds = {pk for row in after for pk in row.rests_on}
            because = next((declaration for declaration in declarations if declaration.pk in grounds), None)
            self._correct(cause, said=said, declaration=because)
        if newest != revision:
            desk = Desk.of(self, newest.standfirst, newest.body)
            words = {name: prose.restate(getattr(newest, name), desk.words) for name in ("standfirst", "body")}
            told = {"headline": newest.headline, "correction": newest.correction, "cause": newest.cause}
            self._revise(by=newest.by, kind=Revision.Kind.UPDATE, **words, **told)
        return True

    def read_again(self) -> None:
        """Reads the words that readers see, or would at their minute, against the record after somebody answered for some."""
        with transaction.atomic():
            locked = Article.objects.select_for_update(of=("self",)).select_related("published").get(pk=self.pk)
            if locked.state in FOLLOWING:
                now = locked.restated()
                locked.follow(now, check_texts([(locked, now.texts)])[0])

    def answered(self, flag: Flag, *, by: Any, reason: str) -> None:
        """Somebody let flagged words stand: those that are tied to nothing are answered for wherever the story says them, and a
        story that was held back for them alone appears."""
        with transaction.atomic():
            article = Article.objects.select_for_update(of=("self",)).select_related("published").get(pk=self.pk)
            rows = read_so_far(flag.readings.filter(revision=article.published_id))
            Answer.objects.bulk_create(
                Answer(
                    article=article,
                    words=row.words,
                    sentence=row.sentence,
                    verdict=row.verdict,
                    record=row.says,
                    kind=Answer.Kind.WAIVED,
                    told=reason,
                    by=by,
                )
                for row in rows
            )
            if article.is_held and not article.flags.open().exists():
                article._turn(article.published, article.publish_at)

    def _show(self, revision: Revision, *, by: Any, at: Any = None) -> None:
        """Shows an approved revision, as the record has its figures now. Words that were flagged and still stand stay so."""
        desk = Desk.of(self, revision.standfirst, revision.body)
        standfirst, body = (prose.restate(text, desk.words) for text in (revision.standfirst, revision.body))
        before = self._flagged(standfirst, body)
        stale = prose.render(body, desk.show) != revision.shown_body or revision.bindings.exists()
        texts = {"headline": revision.headline, "standfirst": standfirst, "body": body}
        if stale or (standfirst, body) != (revision.standfirst, revision.body):  # the record moved since it was written
            revision = self._revise(by=by, kind=Revision.Kind.RESULT, desk=desk, **texts)
        rows = desk.bindings(standfirst, body, before)
        self._bind(revision, rows, desk.flags(self, rows, before))
        (checked,) = check_texts([(self, texts)])
        keep(revision, read(self, checked, ()), [poll.id for poll in checked.record.polls])
        seen = self.page_version and not (self.is_scheduled or self.is_held)
        known = seen and self.publish_at  # its first minute is kept
        self._turn(revision, known or at or timezone.now())

    def _flagged(self, standfirst: str, body: str) -> dict[int, Binding]:
        """By position in these texts: the flagged bindings that readers see now and whose very words stand in them still."""
        flagged = list(self.published.bindings.filter(flag__isnull=False).select_related("flag")) if self.published else []
        found = {}
        for position, bound in enumerate([*prose.bounds(standfirst), *prose.bounds(body)], start=1):
            same = next((b for b in flagged if (b.kind, b.target, b.words) == (bound.kind, bound.target, bound.words)), None)
            if same:
                flagged.remove(same)
                found[position] = same
        return found

    def _bind(self, revision: Revision, rows: list[Binding], flags: list[Flag]) -> None:
        Flag.objects.bulk_create(flags)
        for row in rows:
            row.revision = revision
            row.flag = row.flag  # its key, now that it has one
        Binding.objects.bulk_create(rows)
        Ground.objects.bulk_create(Ground(binding=row, declaration_id=pk) for row in rows for pk in row.rests_on)

    def _turn(self, revision: Revision, publish_at: Any) -> None:
        """The next version of the page. Of a story that no reader has seen there is none while its words are flagged: it is held
        back, past its minute if need be, and appears when nothing of it is flagged any more."""
        now, waits = timezone.now(), self.is_held or publish_at > timezone.now()
        self.published = revision
        if waits and Flag.objects.standing(revision).exists():
            if not self.is_held:
                Hold.objects.create(article=self)
            self.state, self.publish_at = Article.State.HELD, publish_at
            self.save(update_fields=["state", "published", "publish_at"])
            return
        publish_at = max(publish_at, now) if self.is_held else publish_at
        self.state, self.publish_at, self.changed_at = Article.State.LIVE, publish_at, max(now, publish_at)
        self.page_version += 1
        Edition.objects.create(article=self, number=self.page_version, revision=revision, shown_at=self.changed_at)
        self.save(update_fields=["state", "published", "publish_at", "changed_at", "page_version"])

    def _correct(
        self, cause: str, *, said: Sequence[Said] = (), text: str = "", by: Any = None, declaration: Declaration | None = None
    ) -> None:
        """Tells readers what the version before this one had wrong."""
        Correction.objects.create(
            article=self,
            cause=cause,
            changes=rows_of(said),
            text=text,
            from_version=self.page_version - 1,
            to_version=self.page_version,
            declaration=declaration,
            by=by,
        )

    def follow_quote(self, *, text: str, by: Any = None) -> None:
        """The next version shows a quote as it is now: its words put right, or that it was removed. Readers are told so in
        `text`, or nothing where the words are the same. The story's row is locked by the caller."""
        self._turn(self.published, self.publish_at)
        if self.is_public and text:
            self._correct(Correction.Cause.QUOTE, text=text, by=by)


def check_figures(article: Article, revision: Revision, desk: Desk) -> Iterator[Problem]:
    """Bound words that lead nowhere, or that the record contradicts."""
    texts = revision.standfirst, revision.body
    return (Problem(Problem.Kind.FIGURE, sentence) for sentence in desk.unknown(*texts) + desk.untrue(*texts))


def check_quotes(article: Article, revision: Revision, desk: Desk) -> Iterator[Problem]:
    """Quotes that are not there, not verified, or retracted."""
    places = prose.places(revision.body)
    slugs = {place.slug for place in places}
    known = set(Quote.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for place in places:
        if place.slug not in known or not place.alone:
            words = _("Line %(line)d: the quote “%(slug)s” is not there, or does not stand on a line of its own.")
            yield Problem(Problem.Kind.QUOTE, words % {"line": place.line, "slug": place.slug})
    for quote in Quote.objects.filter(Q(placements__article=article) | Q(slug__in=slugs)).distinct():
        if quote.state == Quote.State.DRAFT:
            words = _("The quote %(slug)s has not been verified by a second person.")
            yield Problem(Problem.Kind.QUOTE, words % {"slug": quote.slug})
        elif quote.state == Quote.State.RETRACTED:
            yield Problem(Problem.Kind.QUOTE, _("The quote %(slug)s has been retracted: take it out.") % {"slug": quote.slug})


CHECKS: list[Callable[[Article, Revision, Desk], Iterable[Problem]]] = [check_figures, check_facts, check_quotes]
"""What is asked of a revision before readers see it: each answers with what stands in the way."""


FOLLOWING = (Article.State.LIVE, Article.State.HELD)
"""The states in which a story follows the record: readers see it, or will."""


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

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=110)
    standfirst = models.CharField(max_length=500, blank=True)
    body = models.TextField()
    shown_standfirst = models.TextField(blank=True)
    shown_body = models.JSONField(default=list)
    kind = models.CharField(max_length=10, choices=Kind)
    correction = models.TextField(blank=True)
    cause = models.CharField(max_length=10, choices=Correction.Cause, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"
