"""Two entries of the register that are one person: put together, with everything that was said of either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from elections.models.changes import APPEND_ONLY, announces
from elections.models.contests import Candidacy, Contest
from elections.models.refusals import NotMergeable
from elections.models.register import Person, PersonName, Role
from elections.models.registering import Effect, registering


class Merge(models.Model):
    """That `gone` is `kept`: what is said of the one is said of the other, and the address of the one leads to the other.
    Insert-only; an entry goes once, and never into one that has gone."""

    gone = models.OneToOneField(Person, models.PROTECT, related_name="merged")
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="merge_of_two", condition=~Q(gone=F("kept")) & ~Q(reason=""))]
        triggers = [
            APPEND_ONLY,
            *announces(
                "SELECT 'person', thing.key FROM rows CROSS JOIN LATERAL (VALUES (rows.gone_id), (rows.kept_id)) AS thing (key)",
                pgtrigger.Insert,
            ),
            pgtrigger.Trigger(
                name="of_one_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (SELECT FROM elections_merge WHERE gone_id = NEW.kept_id) THEN
                        RAISE EXCEPTION 'The entry that is kept has gone itself' USING ERRCODE = 'check_violation';
                    END IF;
                    IF EXISTS (
                        SELECT FROM elections_candidacy one JOIN elections_candidacy two ON two.contest_id = one.contest_id
                        WHERE one.person_id = NEW.gone_id AND two.person_id = NEW.kept_id AND one.slug <> two.slug
                    ) THEN
                        RAISE EXCEPTION 'Both stood in one contest: they are two people' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;""",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone.slug} into {self.kept.slug}"


def merge(gone: Person, kept: Person, *, by: Any, reason: str) -> list[Effect]:
    """Puts two entries together: names become other names of the one that is kept, roles and candidacies become its own, and so
    does what rests on them elsewhere. Answers what else changed by it. Raises NotMergeable with every reason why not."""
    with registering() as act:
        list(Person.objects.filter(pk__in=[gone.pk, kept.pk]).order_by("pk").select_for_update(no_key=True))
        if problems := [*_problems(gone, kept), *([] if reason.strip() else [_("Say how you know that they are one person.")])]:
            raise NotMergeable(problems)
        Merge.objects.create(gone=gone, kept=kept, reason=reason.strip()[:300], by=by)
        known = {kept.name, *kept.names.values_list("name", flat=True)}
        names = [(gone.name, PersonName.Kind.ALIAS), *gone.names.values_list("name", "kind")]
        PersonName.objects.bulk_create(
            PersonName(person=kept, name=name, kind=kind) for name, kind in dict(names).items() if name not in known
        )
        same = set(kept.roles.values_list("label", "start"))
        fresh = [pk for pk, *role in gone.roles.values_list("pk", "label", "start") if tuple(role) not in same]
        Role.objects.filter(pk__in=fresh).update(person=kept)
        Candidacy.objects.filter(person=gone).update(person=kept)
    return act.effects


def preview_of_merge(gone: Person, kept: Person, *, by: Any) -> list[Effect]:
    """What would change elsewhere: the very act, taken back. Raises NotMergeable."""
    with transaction.atomic():
        effects = merge(gone, kept, by=by, reason=_("A preview."))
        transaction.set_rollback(True)
    return effects


def _problems(gone: Person, kept: Person) -> Iterator[str]:
    if gone.pk == kept.pk:
        yield _("This is one entry: choose another one that is the same person.")
        return
    for person in (gone, kept):
        if person.now != person:
            where = {"slug": person.slug, "name": person.now.name}
            yield _("%(slug)s has been put together with %(name)s already.") % where
    both = Contest.objects.filter(candidacies__person=gone).filter(candidacies__person=kept).select_related("area", "election")
    for contest in both.distinct():
        yield _("Both stood in %(contest)s: they are two people.") % {"contest": contest}
    for one, two in ((gone, kept), (kept, gone)):
        alone = {"standing_as": Candidacy.StandingAs.INDEPENDENT}
        later = Candidacy.objects.filter(person=one, contest__declarations__isnull=False, **alone)
        earlier = Candidacy.objects.filter(person=two, **alone).values("contest")
        for row in later.filter(contest__comparison__in=earlier).select_related("contest__area", "contest__election").distinct():
            yield _(
                "As independents they are compared in %(contest)s, whose change is published without it: that would change "
                "without a declaration. Leave the two apart."
            ) % {"contest": row.contest}
