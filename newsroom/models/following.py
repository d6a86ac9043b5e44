"""Stories follow the record: in the very act that changes a result or the register, every story that rests on it is read again.

Which stories these are is asked of the database; what becomes of each is `Article.follow`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse

from elections.models import Contest, Declaration, Effect, Moved
from newsroom.models.answers import check_texts
from newsroom.models.articles import FOLLOWING, Article, ArticleContest
from newsroom.models.bindings import HISTORY, Binding
from newsroom.models.corrections import Correction
from newsroom.models.quotes import Quote
from newsroom.models.readings import Scope, move_on


def follow_results(declarations: list[Declaration]) -> list[Effect]:
    """Called inside every publication: the stories that rest on these contests follow, be it that they are bound to a figure of
    one, are attached to it or to what is compared with it, or only name it. Answers which of them changed, with the words that
    did."""
    ids = {declaration.contest_id for declaration in declarations}
    areas = {declaration.contest.area_id: declaration.contest.area.name for declaration in declarations}
    history = Q(contest__area__in=areas) & Q(target__regex=rf"(^|/){HISTORY}")
    bound = Q(contest__in=ids) | Q(contest__comparison__in=ids) & Q(kind="figure") | history
    attached = Q(contest__in=ids) | Q(contest__comparison__in=ids) | Q(contest__area__in=areas)
    which = (
        _bound(bound)
        | Exists(ArticleContest.objects.filter(attached, article=OuterRef("pk")))
        | Exists(Scope.objects.filter(article=OuterRef("pk"), contest__in=ids))
        | _saying(areas.values())
    )
    return _follow(which, declarations=declarations)


def follow_register(moved: Moved) -> list[Effect]:
    """Called inside every act that changes what the register says: the stories that name whom it is about follow, and say so, and
    so do the labels of quotes that say who somebody was. Where two entries of a person were put together, the quotes of the one
    are the other's. Answers which stories and quotes changed."""
    effects = []
    for gone, kept in moved.merged.items():
        for quote in Quote.objects.filter(person=gone).select_related("person").order_by("pk"):
            effects.append(Effect(str(quote), reverse("quote", args=[quote.slug])))
        Quote.objects.filter(person=gone).update(person=kept)
    standing = Contest.objects.filter(
        Q(candidacies__party__in=moved.parties) | Q(comparison__candidacies__party__in=moved.parties)
    )
    bound = Q(person__in=moved.people) | Q(kind="figure", contest__in=standing)
    effects += _follow(_bound(bound) | _saying(moved.names), cause=Correction.Cause.NAME)
    named = Q(person__in=moved.people) | Q(person__roles__party__in=moved.parties)
    Quote.objects.filter(named).distinct().follow_register()
    return effects


def check_stories() -> list[Effect]:
    """Brings every story that readers see, or will, in line with the record. Answers which were not; a second time none is."""
    with transaction.atomic():
        effects = _follow(Q())
        Quote.objects.all().follow_register()
    return effects


def _bound(bound: Q) -> Exists:
    return Exists(Binding.objects.filter(bound, revision=OuterRef("published")))


def _saying(names: Iterable[str]) -> Q:
    """Stories whose published words have one of these names; each is looked up in the index of a search."""
    found = """
        SELECT r.id FROM unnest(%s::text[]) AS said (name)
        JOIN newsroom_revision r ON r.words @@ phraseto_tsquery('public.hustings', said.name)"""
    return Q(published__in=RawSQL(found, [sorted(set(names))]))  # noqa: S611 - no part of it is anybody's


def _follow(which: Q | Exists, *, declarations: Sequence[Declaration] = (), cause: str = Correction.Cause.RESULT) -> list[Effect]:
    move_on()
    stories = Article.objects.filter(which, state__in=FOLLOWING).order_by("pk")
    found = [(one, one.restated()) for one in stories.select_for_update(of=("self",)).select_related("published")]
    effects = []
    for (article, now), checked in zip(found, check_texts([(one, now.texts) for one, now in found]), strict=True):
        former = [binding.shown for _position, binding in sorted(now.before.items())]
        if article.follow(now, checked, declarations=declarations, cause=cause):
            shown = article.published.bindings.values_list("shown", flat=True)
            changes = tuple((was, now) for was, now in zip(former, shown, strict=False) if was != now)
            effects.append(Effect(article.published.headline, reverse("article", args=[article.slug]), changes))
    return effects
