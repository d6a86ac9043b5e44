"""What politicians said: their words verbatim, where and when, who they were then, and where a story places them.

What readers see of a quote is its last revision that a second person compared with a captured source. Every revision is kept,
and so is what was captured; the database writes the revisions of a draft itself, and lets nothing into a verified quote that
was not compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import APPEND_ONLY, Person
from elections.offices import known_as, overtaken
from newsroom import verbatim
from newsroom.models.public import OF_QUOTE, OF_ROW, NotPublishable, announces_articles, visible
from newsroom.models.readings import stand_still

USER = settings.AUTH_USER_MODEL
OWN = "en"  # the language of the site: words in another one are marked as such
language_tag = RegexValidator(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", gettext_lazy("Write a language as en, cy, gd, fr or pt-BR: its code in small letters.")
)


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
        triggers = announces_articles(
            f"rows JOIN newsroom_quote q ON q.outlet_id = rows.id JOIN {OF_QUOTE.format(quote='q.id')}", pgtrigger.Update
        )

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """What a quote and each of its revisions state: everything that a second person compares with the source.

    `words` are verbatim, in fragments said apart and in `language`; `reported` is indirect speech in the language of the site;
    `translation` has a fragment for each of the words'.
    """

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

    words = ArrayField(models.TextField(), default=list, blank=True)
    reported = models.TextField(blank=True)
    language = models.CharField(max_length=20, default=OWN, validators=[language_tag])
    translation = ArrayField(models.TextField(), default=list, blank=True)
    translator = models.CharField(max_length=100, blank=True)
    said_at = models.DateTimeField()
    said_precision = models.CharField(max_length=10, choices=Precision, default=Precision.MINUTE)
    medium = models.CharField(max_length=20, choices=Medium)
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="+")
    source_text = models.CharField(max_length=300)
    source_url = models.URLField(blank=True)
    role_at_time = models.CharField(max_length=300)
    party = models.ForeignKey("elections.Party", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def spoken(self) -> list[str]:
        """The words that the reported speech does not already contain."""
        return [words for words in self.words if words not in self.reported]

    @property
    def foreign(self) -> bool:
        """Whether the words are in another language than the site."""
        return self.language.partition("-")[0] != OWN

    @property
    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FACTS}


FACTS = [field.attname for field in Statement._meta.fields]
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in FACTS) for row in ("OLD", "NEW"))
_SAME = " AND ".join(f"r.{name} IS NOT DISTINCT FROM NEW.{name}" for name in FACTS)
_KEEP = f"""
    INSERT INTO newsroom_quoterevision (quote_id, number, by_id, at, reason, {", ".join(FACTS)})
    VALUES (NEW.id, (SELECT count(*) + 1 FROM newsroom_quoterevision r WHERE r.quote_id = NEW.id), NEW.entered_by_id,
            statement_timestamp(), '', {_NEW});"""  # noqa: S608 - every part is written here


class QuoteQuerySet(models.QuerySet):
    def placed(self) -> QuoteQuerySet:
        """Standing in a story that readers can see."""
        placed = Placement.objects.filter(visible("article__"), quote=OuterRef("pk"))
        return self.filter(Exists(placed)).select_related("person", "party", "outlet")

    def public(self) -> QuoteQuerySet:
        """Published, and standing in a story that readers can see."""
        return self.placed().filter(state=Quote.State.PUBLISHED)

    def known(self) -> QuoteQuerySet:
        """What has a page: the public ones, and those retracted since, of which it shows the notice alone."""
        return self.placed().filter(state__in=[Quote.State.PUBLISHED, Quote.State.RETRACTED])

    def follow_register(self) -> None:
        """Says of each that a second person has compared whether the register still bears out who somebody was then: where it
        does not, readers and the desk are told."""
        verified = self.filter(state__in=[Quote.State.VERIFIED, Quote.State.PUBLISHED])
        for quote in verified.select_related("person").prefetch_related("person__roles__party").order_by("pk"):
            doubted = overtaken(quote.role_at_time, quote.registered, quote.register_says())
            if doubted != quote.role_doubted:
                Quote.objects.filter(pk=quote.pk).update(role_doubted=doubted)

    def doubted(self) -> QuoteQuerySet:
        """Those that readers see with a note that we are checking who somebody was then."""
        return self.filter(state=Quote.State.PUBLISHED, role_doubted=True).select_related("person")

    def to_verify(self) -> QuoteQuerySet:
        """Waiting for a second person: drafts, and revisions of what was verified before."""
        compared = Comparison.objects.filter(revision=OuterRef("pk"))
        waiting = QuoteRevision.objects.filter(~Exists(compared), quote=OuterRef("pk"), number__gt=OuterRef("accepted"))
        return self.filter(Q(state=Quote.State.DRAFT) | Exists(waiting)).exclude(state=Quote.State.RETRACTED)


@pghistory.track()
class Quote(Statement):
    """What somebody said: their words verbatim and apart from what is only reported, when, where, and who they were then.

    `accepted` is the number of the revision that the quote shows; a later one waits for a second person. `registered` is what the
    register said of who they were then when somebody last answered for the label; `role_doubted`, that it says otherwise now.
    """

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        VERIFIED = "verified", gettext_lazy("verified")
        PUBLISHED = "published", gettext_lazy("published")
        RETRACTED = "retracted", gettext_lazy("retracted")

    slug = models.SlugField(max_length=100, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="quotes")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    accepted = models.PositiveSmallIntegerField(default=0, editable=False)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    registered = models.TextField(blank=True, editable=False)
    role_doubted = models.BooleanField(default=False, editable=False)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "pk"]
        permissions = [("verify_quote", "Can verify another person's quote"), ("retract_quote", "Can retract a quote")]
        constraints = [
            models.CheckConstraint(
                name="quote_says_something",
                condition=Q(words__len__gt=0) | ~Q(reported=""),
                violation_error_message=gettext_lazy("Enter the words that were said, or what they were reported to say."),
            ),
            models.CheckConstraint(
                name="quote_translation_named",
                condition=Q(translation__len=0) | ~Q(translator=""),
                violation_error_message=gettext_lazy("Say who translated the words."),
            ),
            models.CheckConstraint(
                name="quote_verified_by_another",
                condition=Q(state="draft") | (Q(verified_by__isnull=False) & ~Q(verified_by=F("entered_by"))),
            ),
        ]
        triggers = [
            *announces_articles(
                "(SELECT * FROM rows WHERE state IN ('published', 'retracted')) q JOIN " + OF_QUOTE.format(quote="q.id"),  # noqa: S608
                pgtrigger.Update,
            ),
            pgtrigger.Trigger(
                name="first_revision", when=pgtrigger.After, operation=pgtrigger.Insert, func=f"{_KEEP} RETURN NULL;"
            ),
            pgtrigger.Trigger(
                name="every_revision",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                func=f"""
                    IF ({_OLD}) IS NOT DISTINCT FROM ({_NEW}) THEN
                        RETURN NULL;
                    END IF;
                    IF NEW.state = 'draft' THEN
                        {_KEEP}
                    ELSIF NOT EXISTS (
                        SELECT FROM newsroom_quoterevision r JOIN newsroom_comparison c ON c.revision_id = r.id
                        WHERE r.quote_id = NEW.id AND r.number = NEW.accepted AND {_SAME}
                    ) THEN
                        RAISE EXCEPTION 'A verified quote takes only what a second person has compared with its source'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;""",
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        said = self.words[0] if self.words else self.reported
        return f"{self.person}: {said[:60]}"

    @property
    def newest(self) -> QuoteRevision:
        return self.revisions.order_by("-number").select_related("outlet", "party", "by").first()

    @property
    def capture(self) -> SourceCapture | None:
        """The newest capture of the source."""
        return self.captures.order_by("-pk").select_related("captured_by").first()

    @property
    def pending(self) -> QuoteRevision | None:
        """A revision of a verified quote that waits for a second person."""
        newest = self.newest if self.state != Quote.State.DRAFT else None
        return newest if newest and newest.number > self.accepted else None

    @property
    def fingerprint(self) -> str:
        """Of what a second person compares: another revision, or another capture, has another."""
        compared = sorted(self.newest.facts.items()), self.person_id, getattr(self.capture, "sha256", "")
        return hashlib.sha256(repr(compared).encode()).hexdigest()

    def register_says(self) -> str:
        """Who they were when they said it, as the register has it now."""
        return known_as([role.office for role in self.person.roles.all()], timezone.localdate(self.said_at))

    def capture_source(self, *, by: Any, text: str) -> SourceCapture:
        """Keeps what the source says, with its hash. The same text again is not kept twice."""
        newest = self.capture
        if newest and newest.captured_text == text:
            return newest
        digest = hashlib.sha256(text.encode()).hexdigest()
        return SourceCapture.objects.create(quote=self, captured_text=text, sha256=digest, captured_by=by)

    def checked(self) -> Checked:
        """The newest revision against the newest capture, word by word."""
        return Checked.of(self.newest, self.capture)

    def revise(self, *, by: Any, reason: str, **facts: Any) -> QuoteRevision:
        """Proposes other words, or another fact, for a verified quote: readers see it once a second person has compared it.

        Raises NotPublishable without a reason, and for what was retracted. What says nothing new makes no revision.
        """
        with transaction.atomic():
            quote = Quote.objects.select_for_update().get(pk=self.pk)
            newest = quote.newest
            if {**newest.facts, **facts} == newest.facts:
                return newest
            if quote.state == Quote.State.RETRACTED:
                raise NotPublishable([_("This quote was retracted: it stays as it was.")])
            if not reason.strip():
                raise NotPublishable([_("Say why the quote is changed: readers see the reason.")])
            stated = {**newest.facts, **facts}
            return QuoteRevision.objects.create(quote=quote, number=newest.number + 1, reason=reason.strip(), by=by, **stated)

    def verify(self, *, by: Any, seen: str | None = None) -> None:
        """A second person has compared the newest revision with its source: that of the fingerprint `seen`, if it is given.

        Of a published quote it is shown at once, and every live story that places the quote gets a new version that says so.
        Raises NotPublishable for who entered it, for what changed meanwhile, and for words that the source does not have.
        """
        with transaction.atomic():
            stand_still()  # who they were then is read from the register
            self._lock_stories()
            quote = Quote.objects.select_for_update().get(pk=self.pk)
            revision, capture = quote.newest, quote.capture
            if by.pk in (revision.by_id, quote.entered_by_id if quote.state == Quote.State.DRAFT else None):
                raise NotPublishable([_("You entered this quote: another person must compare it with its source.")])
            if seen is not None and seen != quote.fingerprint:
                raise NotPublishable([_("The words were changed while you compared them. Compare them again.")])
            if quote.state == Quote.State.RETRACTED:
                raise NotPublishable([_("This quote was retracted: it stays as it was.")])
            if revision.number > quote.accepted:
                checked = Checked.of(revision, capture)
                if checked.problems:
                    raise NotPublishable(checked.problems)
                Comparison.objects.create(revision=revision, capture=capture, allowed=list(checked.allowed), by=by)
                public = quote.state == Quote.State.PUBLISHED
                state = quote.state if public else Quote.State.VERIFIED
                stated = {**revision.facts, "entered_by": revision.by, "verified_by": by, "accepted": revision.number}
                told = quote.corrected_by(revision)
                for name, value in revision.facts.items():
                    setattr(quote, name, value)
                label = {"registered": quote.register_says(), "role_doubted": False}
                Quote.objects.filter(pk=self.pk).update(state=state, **stated, **label)
                if public:
                    self._follow(text=told)
        self.refresh_from_db()

    def let_stand(self, *, by: Any, reason: str) -> None:
        """Somebody answers by name for who the quote says that they were, until the register says something else again."""
        if not (reason := reason.strip()[:300]):
            raise NotPublishable([_("Say why these words may stand.")])
        with transaction.atomic():
            stand_still()
            quote = Quote.objects.select_for_update().get(pk=self.pk)
            if quote.role_doubted:
                says = quote.register_says()
                LabelAnswer.objects.create(quote=quote, label=quote.role_at_time, register=says, reason=reason, by=by)
                Quote.objects.filter(pk=self.pk).update(registered=says, role_doubted=False)
        self.refresh_from_db()

    def retract(self, *, by: Any, note: str) -> None:
        """Takes the quote from readers, who see in its place that it was removed, when, and the note. It stays on record.

        Raises NotPublishable without a note.
        """
        if not note.strip():
            raise NotPublishable([_("Say why the quote is removed: readers see the note.")])
        with transaction.atomic():
            self._lock_stories()
            quote = Quote.objects.select_for_update().get(pk=self.pk)
            if quote.state not in (Quote.State.VERIFIED, Quote.State.PUBLISHED):
                raise NotPublishable([_("Only a verified quote can be retracted, and only once.")])
            Retraction.objects.create(quote=quote, note=note.strip(), by=by)
            Quote.objects.filter(pk=self.pk).update(state=Quote.State.RETRACTED)
            about = {"person": quote.person, "note": note.strip()}
            self._follow(text=_("A quote by %(person)s was removed. %(note)s") % about, by=by)
        self.refresh_from_db()

    def _lock_stories(self) -> None:
        """Stories before quotes, as publishing a story locks them."""
        list(self.articles.select_for_update(of=("self",)).order_by("pk").values_list("pk"))

    def corrected_by(self, revision: Statement) -> str:
        """What readers are told when other words take the place of these; nothing where only the facts around them change."""
        was, now = (" … ".join([*one.words, *filter(None, [one.reported])]) for one in (self, revision))
        values = {"person": self.person, "was": was, "now": now}
        told = _("An earlier version of this story gave the words of %(person)s as “%(was)s”; they are “%(now)s”.")
        return told % values if was != now else ""

    def _follow(self, **told: Any) -> None:
        for story in self.articles.filter(state="live").order_by("pk").select_related("published"):
            story.follow_quote(**told)


class QuoteRevision(Statement):
    """A quote as somebody stated it at one time, and why. Insert-only: every wording is kept."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["quote", "number"]
        constraints = [models.UniqueConstraint(fields=["quote", "number"], name="quote_revision_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.quote_id} ({self.number})"


class LabelAnswer(models.Model):
    """Somebody let stand who a quote says that they were then, where the register says something else. Insert-only."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="label_answers")
    label = models.CharField(max_length=300)
    register = models.TextField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.label}: {self.reason}"


class SourceCapture(models.Model):
    """What the source said when somebody looked, with its hash: posts are deleted, and pages change. Insert-only."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="captures")
    captured_text = models.TextField()
    captured_at = models.DateTimeField(default=timezone.now)
    captured_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["quote", "pk"]
        constraints = [
            models.CheckConstraint(
                name="capture_hash",
                condition=Q(
                    sha256=Func(
                        Func(Func(F("captured_text"), Value("UTF8"), function="convert_to"), function="sha256"),
                        Value("hex"),
                        function="encode",
                    )
                ),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.sha256[:12]}"


class Comparison(models.Model):
    """A second person compared a revision with a capture, and let stand what the editor had put in. Insert-only."""

    revision = models.OneToOneField(QuoteRevision, models.PROTECT, related_name="comparison")
    capture = models.ForeignKey(SourceCapture, models.PROTECT, related_name="comparisons")
    allowed = ArrayField(models.TextField(), default=list)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="by_another_person",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM newsroom_quoterevision r JOIN newsroom_sourcecapture s ON s.quote_id = r.quote_id
                        WHERE r.id = NEW.revision_id AND s.id = NEW.capture_id AND r.by_id <> NEW.by_id
                    ) THEN
                        RAISE EXCEPTION 'A quote is compared with a capture of its own source, by another person'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;""",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} by {self.by_id}"


class Retraction(models.Model):
    """A quote was taken from readers, with the note that they see instead. Insert-only."""

    quote = models.OneToOneField(Quote, models.PROTECT, related_name="retraction")
    note = models.CharField(max_length=300)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = [APPEND_ONLY, *announces_articles(f"rows JOIN {OF_QUOTE.format(quote='rows.quote_id')}", pgtrigger.Insert)]

    def __str__(self) -> str:
        return f"{self.quote_id}: {self.note}"


@dataclass(frozen=True)
class Checked:
    """A revision against a capture of its source: what stands in the way of verifying it, each as a sentence; what an editor
    put in; and the passages of the source that the words are."""

    problems: Sequence[str] = ()
    allowed: Sequence[str] = ()
    passages: Sequence[str] = ()

    @classmethod
    def of(cls, revision: Statement, capture: SourceCapture | None) -> Checked:
        if capture is None:
            return cls([_("Nothing of the source is kept yet: paste its text into the quote.")])
        problems, allowed, passages = [], [], []
        for words in [*revision.words, *verbatim.quoted(revision.reported)]:
            found = verbatim.compare(words, capture.captured_text)
            allowed += found.allowed
            passages += found.passages
            if found.difference:
                where = {"word": found.difference.word, "source": found.difference.source, "words": words[:60]}
                said = _("In “%(words)s” the word “%(word)s” is not in the source.")
                other = _("In “%(words)s” the word “%(word)s” is not the source’s, which has “%(source)s”.")
                problems.append((other if found.difference.source else said) % where)
        return cls(problems, allowed, passages)


class Placement(models.Model):
    """A quote's place in a story."""

    article = models.ForeignKey("newsroom.Article", models.CASCADE, related_name="placements")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="placements")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "quote"], name="placement_once")]
        triggers = announces_articles(OF_ROW)

    def __str__(self) -> str:
        return f"{self.quote_id} in {self.article_id}"
