"""The desk's pages for what is not a first count: a correction of figures, names or parties, a withdrawal, a winner before the
figures, a poll that was not held, is void, or is being recounted. The same two people, and before each entry a page that says
what will change where."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import figures
from elections.forms import MOST_STAGES, STAGES, CorrectionForm, NamesForm, NoticeForm, StagesForm, TypedCorrectionForm, fill
from elections.models import FOLLOWS, Contest, Declaration, Kind, Refused, Seen, Stale, preview, renamed

NAMES = "names"  # a correction of who stands, and of no figure
ACTS = {
    Kind.CORRECTION: gettext_lazy("Correct this result"),
    NAMES: gettext_lazy("Correct a candidate’s name or party"),
    Kind.WITHDRAWAL: gettext_lazy("Withdraw what is published"),
    Kind.RECOUNT: gettext_lazy("A recount is on"),
    Kind.WINNER: gettext_lazy("Declare the winner, before the figures"),
    Kind.UNCONTESTED: gettext_lazy("Uncontested: no more candidates than seats"),
    Kind.COUNTERMANDED: gettext_lazy("Poll countermanded: a candidate has died"),
    Kind.CANCELLED: gettext_lazy("Poll cancelled"),
    Kind.VOID: gettext_lazy("Election void"),
}


def acts(contest: Contest) -> list[tuple[str, str]]:
    """What else than figures may be declared next: (kind, what the desk calls it)."""
    return [(str(kind), str(words)) for kind, words in ACTS.items() if _may_follow(contest, kind)]


def _may_follow(contest: Contest, kind: str) -> bool:
    """Whether this may be declared now; names are corrected where figures stand, which are published again with them."""
    return contest.declared in (Kind.FIGURES, Kind.CORRECTION) if kind == NAMES else kind in FOLLOWS[contest.declared]


class Notices:
    """Two pages of the contest's admin: `declare`, for one kind of declaration, and `record`, who did what and when."""

    def declare(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        if not request.user.has_perm("elections.enter_sheet"):
            raise PermissionDenied
        contest = self._contest(pk)
        if kind not in ACTS:
            raise Http404
        if not _may_follow(contest, kind):
            messages.warning(request, _("This cannot be declared now: look at what is published."))
            return redirect("admin:elections_contest_count", contest.pk)
        shown = {"kind": kind, "act": ACTS[kind]}
        if request.method == "POST":
            return self._noticed(request, contest, self._form(request, contest, kind), shown)
        of = Kind.CORRECTION if kind == NAMES else kind
        sheets = contest.sheets.filter(for_revision=contest.revision + 1, kind=of)
        mine = sheets.filter(by=request.user).order_by("-pk").first()
        if mine and "again" not in request.GET:
            differing = [sheet for sheet in mine.rivals() if sheet.paper().figures != mine.paper().figures]
            return self._page(request, "declare", contest, mine=mine, differing=differing, **shown)
        return self._page(request, "declare", contest, form=self._form(request, contest, kind), **shown)

    def _form(self, request: HttpRequest, contest: Contest, kind: str) -> CorrectionForm | NoticeForm:
        typed = request.POST if request.method == "POST" else None
        if kind == NAMES:
            return NamesForm(contest, typed)
        if kind != Kind.CORRECTION:
            return NoticeForm(contest, kind, typed)
        asked = StagesForm(request.POST or request.GET)
        return CorrectionForm(contest, typed, stages=asked.cleaned_data["stages"] if asked.is_valid() else STAGES)

    def _noticed(
        self, request: HttpRequest, contest: Contest, form: CorrectionForm | NoticeForm, shown: dict[str, Any]
    ) -> HttpResponse:
        """What was typed: refused, shown with what it would change, or handed in; or filled with what was pasted, or given one
        more stage, which both save nothing."""
        if "fill" in request.POST and isinstance(form, CorrectionForm):
            form, filled = fill(TypedCorrectionForm, contest, request.POST, stages=form.stages)
            return self._page(request, "declare", contest, form=form, filled=filled, typed=True, **shown)
        if "add_stage" in request.POST:
            stages = min(form.stages + 1, MOST_STAGES)
            form = CorrectionForm(contest, stages=stages, initial={**request.POST.dict(), "stages": stages})
            return self._page(request, "declare", contest, form=form, **shown)
        if not form.is_valid():
            return self._page(request, "declare", contest, form=form, **shown)
        try:
            if "confirm" not in request.POST:
                found = preview(contest, form.paper, by=request.user)
                names = {one.slug: one.ballot_name for one in contest.standing()}
                changes = form.changes() if isinstance(form, NamesForm) else []
                changes += [(_(what), was, now) for what, was, now in figures.changed(found.before, found.after, names)]
                unsent = ("csrfmiddlewaretoken", "pasted")
                typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in unsent]
                confirm = {"typed": typed, "changes": changes, "effects": found.effects, "paper": form.paper}
                return self._page(request, "declare", contest, confirm=confirm, **shown)
            stands = form.let_stand if isinstance(form, CorrectionForm) else None
            entered = contest.enter_sheet(form.paper, by=request.user, submission=form.cleaned_data["submission"], stands=stands)
        except Stale:
            form.add_error(
                None, _("This contest was declared in the meantime. Nothing of yours was saved: look at what is published.")
            )
        except Seen:
            form.add_error(None, _("You have seen another person’s sheet: somebody who has not must be the second person."))
        except Refused as refusal:
            form.doubt(refusal.doubts)
        else:
            return self._entered(request, contest, shown["kind"], entered.declaration)
        return self._page(request, "declare", contest, form=form, **shown)

    def _entered(self, request: HttpRequest, contest: Contest, kind: str, declaration: Declaration | None) -> HttpResponse:
        if declaration:
            messages.success(request, _("Two people have entered the same. It is published."))
            return redirect("admin:elections_contest_count", contest.pk)
        messages.success(request, _("Your entry is handed in. A second person must now enter the same."))
        return redirect("admin:elections_contest_declare", contest.pk, kind)

    def record(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every entry, confirmation, override and correction of a contest, with old and new figures, who and when. Of what is
        not declared yet it says who has handed something in, and not what: the second entry is blind."""
        if not request.user.has_perm("elections.view_contest"):
            raise PermissionDenied
        contest = self._contest(pk)
        names = {one.slug: one.ballot_name for one in contest.standing()}
        corrected = renamed(contest.pk)
        people = ("entered_by", "checked_by", "overridden_by", "sheet", "confirming_sheet")
        before: dict[str, Any] = {}
        published = []
        for declaration in contest.declarations.select_related(*people).order_by("revision"):
            after = declaration.as_published["figures"]
            changes = [(_("Candidate"), was, now) for _slug, was, now in corrected.get(declaration.revision, ())]
            changes += [(_(what), was, now) for what, was, now in figures.changed(before, after, names)] if before else []
            sheets = contest.sheets.filter(for_revision=declaration.revision).select_related("by").order_by("pk")
            published.append((declaration, changes, sheets))
            before = after
        waiting = contest.sheets.filter(for_revision=contest.revision + 1).select_related("by").order_by("pk")
        return self._page(request, "record", contest, published=published[::-1], waiting=waiting)
