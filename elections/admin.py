"""The results desk: setting up contests, and entering the returning officer's paper twice.

Results have no form of the stock admin's: a sheet is handed in, a second person's equal sheet publishes it. Nobody sees
another person's sheet before handing in their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import finding, importers, results, scrutiny, versions
from elections.forms import (
    MOST_STAGES,
    STAGES,
    CandidaciesForm,
    FileForm,
    Line,
    OverrideForm,
    SheetForm,
    StagesForm,
    TypedForm,
    fill,
    has_stages,
    stages_of,
)
from elections.locking import OptimisticLocking
from elections.models import (
    FOLLOWS,
    Area,
    AreaCode,
    Candidacy,
    Contest,
    Declaration,
    Effect,
    Election,
    Import,
    Kind,
    Look,
    NotMergeable,
    Party,
    Person,
    PersonName,
    Presence,
    Refused,
    Role,
    Seen,
    Sheet,
    Stale,
    Upload,
    merge,
    preview_of_merge,
    registering,
)
from elections.notices import Notices, acts


class Kept:
    """Nothing on record is deleted: people are deactivated, results superseded."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


admin.site.unregister([User, Group])


@admin.register(User)
class StaffAdmin(Kept, OptimisticLocking, UserAdmin):
    """Accounts. An inactive one keeps its history."""

    readonly_fields = ["last_login", "date_joined"]  # a sign-in while an account is open is no conflict


@admin.register(Group)
class RoleAdmin(Kept, OptimisticLocking, GroupAdmin):
    """Roles are made by `newsroom.roles` after every migration; here they can be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Registering:
    """A form of the register with everything below it is one act: who repeats its words is told once."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with registering():
            return super().changeform_view(request, *args, **kwargs)


@admin.register(Party)
class PartyAdmin(Registering, Kept, OptimisticLocking, admin.ModelAdmin):
    list_display = ["name", "short_name", "abbreviation", "continues"]
    search_fields = ["name", "short_name", "abbreviation"]
    prepopulated_fields = {"slug": ["short_name"]}
    autocomplete_fields = ["continues"]
    list_select_related = ["continues"]


class PersonNameInline(admin.TabularInline):
    model = PersonName
    extra = 0
    can_delete = False


class RoleInline(admin.TabularInline):
    model = Role
    extra = 0
    can_delete = False
    autocomplete_fields = ["party"]


@admin.register(Person)
class PersonAdmin(Registering, Kept, OptimisticLocking, admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "sort_name", "names__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [PersonNameInline, RoleInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).standing()

    def get_urls(self) -> list:
        merge_page = self.admin_site.admin_view(self.merge)
        return [path("<int:pk>/merge/", merge_page, name="elections_person_merge"), *super().get_urls()]

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Puts another entry of the register together with this one: first what would change, then, with a reason, the act."""
        if not request.user.has_perm("elections.merge_person"):
            raise PermissionDenied
        kept = get_object_or_404(Person.objects.standing(), pk=pk)
        typed = (request.POST.get("with") or request.GET.get("with", "")).strip().strip("/")
        gone = Person.objects.filter(slug=typed).first() if typed else None
        problems = [] if gone or not typed else [_("There is no person “%s” in the register.") % typed]
        effects: list[Effect] = []
        refused = False
        try:
            if gone and request.method == "POST":
                merge(gone, kept, by=request.user, reason=request.POST.get("reason", ""))
                messages.success(request, _("The two are one entry now."))
                return redirect("admin:elections_person_change", kept.pk)
        except NotMergeable as refusal:
            problems = refusal.problems
        try:
            effects = preview_of_merge(gone, kept, by=request.user) if gone else []
        except NotMergeable as refusal:
            problems, refused = refusal.problems, True
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "kept": kept,
            "gone": gone,
            "typed": typed,
            "problems": problems,
            "refused": refused,
            "effects": effects,
            "reason": request.POST.get("reason", ""),
            "names": [gone.name, *gone.names.values_list("name", flat=True)] if gone else (),
            "roles": gone.roles.all() if gone else (),
            "candidacies": gone.candidacies.select_related("contest__area", "contest__election") if gone else (),
            "alike": finding.alike(kept, 10),
            "merges": kept.merges.select_related("gone", "by"),
        }
        return render(request, "admin/elections/person/merge.html", context)


class AreaCodeInline(admin.TabularInline):
    model = AreaCode
    extra = 0
    can_delete = False


@admin.register(Area)
class AreaAdmin(Registering, Kept, OptimisticLocking, admin.ModelAdmin):
    list_display = ["name", "kind", "country", "region"]
    list_filter = ["kind", "country"]
    search_fields = ["name", "sort_name", "codes__code"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent", "predecessors"]
    inlines = [AreaCodeInline]


@admin.register(Election)
class ElectionAdmin(Kept, OptimisticLocking, admin.ModelAdmin):
    list_display = ["name", "kind", "polling_on", "rehearsal"]
    list_filter = ["kind", "rehearsal"]
    search_fields = ["name", "slug"]
    date_hierarchy = "polling_on"


class CandidacyInline(admin.TabularInline):
    """The candidates in the order of the ballot paper. Once the contest is declared, a change to them is a correction."""

    model = Candidacy
    formset = CandidaciesForm
    fk_name = "contest"
    extra = 0
    can_delete = False
    autocomplete_fields = ["party", "adjunct_party", "person"]
    prepopulated_fields = {"slug": ["ballot_name"]}

    def get_fields(self, request: HttpRequest, obj: Contest | None = None) -> list[str]:
        """What is typed for everybody first, what few need last; the boxes of lists only where there are lists."""
        places = ["on_list", "list_position"] if has_lists(obj) else []
        first = ["ballot_order", "ballot_name", *places, "party", "standing_as", "kind", "withdrawn", "died"]
        return [*first, "description", "given_name", "family_name", "person", "adjunct_party", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidacy]:
        """In the order of the ballot paper, each list with its members below it."""
        candidacies = super().get_queryset(request).select_related("on_list")
        order = Coalesce("on_list__ballot_order", "ballot_order"), Coalesce("on_list", "pk")
        return candidacies.order_by(*order, F("list_position").asc(nulls_first=True), "pk")

    def has_add_permission(self, request: HttpRequest, obj: Contest | None = None) -> bool:
        return not declared(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Contest | None = None) -> bool:
        return not declared(obj) and super().has_change_permission(request, obj)


def declared(contest: Contest | None) -> bool:
    return bool(contest and contest.pk and contest.declarations.exists())


def has_lists(contest: Contest | None) -> bool:
    """Whether a contest has lists with members, by its voting system or because some are on record."""
    if contest is None:
        return False
    systems = (Contest.VotingSystem.AMS, Contest.VotingSystem.CLOSED_LIST)
    return contest.voting_system in systems or contest.candidacies.filter(on_list__isnull=False).exists()


@dataclass(frozen=True)
class Difference:
    """One line of two sheets side by side: a number, the words of a tick or a lot, or None where a sheet does not say."""

    name: str
    party: str
    one: int | Decimal | str | None
    two: int | Decimal | str | None
    column: str = ""  # of a candidate's box, the same for every candidate

    @property
    def differs(self) -> bool:
        return self.one != self.two

    @property
    def apart(self) -> int | Decimal | None:
        """How many votes lie between them."""
        one, two = self.one, self.two
        return abs(one - two) if isinstance(one, int | Decimal) and isinstance(two, int | Decimal) else None

    @property
    def swapped(self) -> bool:
        """Whether the one is the other with two neighbouring digits swapped."""
        one, two = self.one, self.two
        return isinstance(one, int | Decimal) and one == int(one) and two in scrutiny.swaps(int(one))


def party_of(candidacy: Candidacy | None) -> str:
    if candidacy is None:
        return ""
    return candidacy.party.short_name if candidacy.party else _("Independent")


def compare(one: Sheet, two: Sheet) -> list[Difference]:
    """Every figure that one of two sheets states, those that differ first."""
    papers = one.paper(), two.paper()
    form = SheetForm(one.contest, stages=stages_of(*papers))
    mine, theirs = (form.read(paper) for paper in papers)
    lines = [
        Difference(
            str(box.label),
            party_of(candidacy),
            mine.get(box.name),
            theirs.get(box.name),
            box.name.replace(f"_{candidacy.pk}", "", 1) if candidacy else "",
        )
        for candidacy, box in form.boxes()
        if box.name in mine or box.name in theirs
    ]
    return sorted(lines, key=lambda line: not line.differs)


def exchanged(lines: list[Difference]) -> list[tuple[Difference, Difference]]:
    """Each two candidates of whom either has on one sheet what the other has on the other sheet."""
    votes = [line for line in lines if line.column.startswith("votes") and line.apart]
    return [
        (line, other)
        for line, other in combinations(votes, 2)
        if line.column == other.column and (line.one, line.two) == (other.two, other.one)
    ]


@dataclass(frozen=True)
class Reading:
    """A sheet to look at, laid out like its form: each row with its figures below the headings, then its lots and ticks. What
    the paper does not state is not there."""

    sheet: Sheet
    form: SheetForm
    rows: list[tuple[Line, list[int | Decimal | str | None]]]
    more: list[tuple[str, int | Decimal | str]]


def reading(sheet: Sheet, contest: Contest) -> Reading:
    paper = sheet.paper()
    form, said = SheetForm(contest, stages=stages_of(paper)), SheetForm.read(paper)
    lines = [*form.lines(), *form.totals()]
    rows = [(line, [said.get(box.name) if box else None for _column, box in line.cells]) for line in lines]
    shown = {box.name for line in lines for box in line.boxes}
    more = [(str(box.label), said[box.name]) for _about, box in form.boxes() if box.name in said and box.name not in shown]
    sources = sorted({row.lot_source for row in paper.rows if row.lot_source})
    rows = [(line, figures) for line, figures in rows if line.candidacy or any(figure is not None for figure in figures)]
    return Reading(sheet, form, rows, [*more, *((str(form.fields["lot_source"].label), source) for source in sources)])


@admin.register(Contest)
class ContestAdmin(Notices, Kept, OptimisticLocking, admin.ModelAdmin):
    list_display = ["area", "election", "voting_system", "state", "enter"]
    list_filter = ["election__kind", "election__rehearsal", "voting_system"]
    search_fields = ["area__name", "area__sort_name", "ballot_paper_id", "election__name"]
    date_hierarchy = "election__polling_on"
    ordering = ["-election__polling_on", "area__sort_name"]
    autocomplete_fields = ["election", "area", "replaces", "comparison", "list_contest"]
    list_select_related = ["area", "election"]
    inlines = [CandidacyInline]
    fieldsets = [
        (None, {"fields": ["ballot_paper_id", "election", "area", ("voting_system", "seats"), "electorate"]}),
        (gettext_lazy("What it is measured by"), {"fields": ["comparison", "notional"]}),
        (gettext_lazy("By-elections and polls held again"), {"fields": ["by_election_reason", "replaces"]}),
        (
            gettext_lazy("Lists"),
            {
                "fields": ["list_contest", "threshold_divisor"],
                "description": gettext_lazy(
                    "For additional members and closed lists. Save the contest first, then its lists among the candidates; "
                    "then each list can be chosen for its members."
                ),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contest]:
        contests = super().get_queryset(request).with_declaration()
        people = Count("sheets__by", distinct=True, filter=Q(sheets__for_revision=F("revision") + 1))
        return contests.annotate(people=people)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Contest], search_term: str) -> tuple[QuerySet, bool]:
        """As on the board; where nothing is called so the nearest are shown, and a word above them says so."""
        found = finding.find(queryset, search_term)
        if found.nearest and request.resolver_match.url_name.endswith("_changelist"):
            messages.info(request, _("Nothing is called “%s”. What comes nearest is below.") % search_term)
        return found.contests, False

    def get_readonly_fields(self, request: HttpRequest, obj: Contest | None = None) -> list[str]:
        """Once declared, what a contest is cannot be changed here: that is a correction."""
        if declared(obj):
            return [field.name for field in Contest._meta.fields if field.name != "id"]
        return []

    @admin.display(description=gettext_lazy("State"))
    def state(self, contest: Contest) -> str:
        if contest.declared:
            return Kind(contest.declared).label
        states = {0: _("awaited"), 1: _("one sheet in: second person wanted")}
        return states.get(contest.people, _("sheets differ"))

    @admin.display(description=gettext_lazy("Count"))
    def enter(self, contest: Contest) -> str:
        words = _("Enter count") if Kind.FIGURES in FOLLOWS[contest.declared] else _("View count")
        return format_html('<a href="{}">{}</a>', reverse("admin:elections_contest_count", args=[contest.pk]), words)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.take_in), name="elections_contest_import"),
            path("<int:pk>/count/", view(self.count), name="elections_contest_count"),
            path("<int:pk>/count/so-far/", view(self.so_far), name="elections_contest_so_far"),
            path("<int:pk>/count/present/", view(self.present), name="elections_contest_present"),
            path("<int:pk>/override/", view(self.override), name="elections_contest_override"),
            path("<int:pk>/declare/<str:kind>/", view(self.declare), name="elections_contest_declare"),
            path("<int:pk>/record/", view(self.record), name="elections_contest_record"),
            *super().get_urls(),
        ]

    def _contest(self, pk: int) -> Contest:
        return get_object_or_404(Contest.objects.with_declaration().select_related("election", "area"), pk=pk)

    def _page(self, request: HttpRequest, template: str, contest: Contest, **context: Any) -> HttpResponse:
        parties, _rows = results.party_colours()
        if "form" in context and request.user.has_perm("elections.enter_sheet") and template in ("count", "declare"):
            context["others"] = note_presence(contest, request.user)
        shared = {
            **self.admin_site.each_context(request),
            "is_nav_sidebar_enabled": False,  # the sheet needs the width
            "contest": contest,
            "result": results.result(contest.pk),
            "opts": self.opts,
            "parties": versions.name(parties),
            "acts": acts(contest) if request.user.has_perm("elections.enter_sheet") else [],
            "may_override": request.user.has_perm("elections.override_declaration"),
        }
        return render(request, f"admin/elections/contest/{template}.html", {**shared, **context})

    def count(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter count: the sheet, the wait for the second person, the two sheets where they differ, and what was declared."""
        if not request.user.has_perm("elections.enter_sheet"):
            raise PermissionDenied
        contest = self._contest(pk)
        own = contest.sheets.filter(by=request.user, for_revision=contest.revision + 1, kind=Kind.FIGURES)
        mine = own.prefetch_related("tallies").order_by("-pk").first()
        if request.method == "POST":
            return self._typed(request, contest, step=2 if mine else 1)
        if Kind.FIGURES not in FOLLOWS[contest.declared]:
            declaration, following = contest.newest_declaration(), next_for(request.user, contest)
            paper = reading(declaration.sheet, contest)
            return self._page(request, "count", contest, declaration=declaration, reading=paper, following=following, step=4)
        if mine is None or "again" in request.GET:
            return self._blank(request, contest, mine)
        rivals = [(sheet, lines, exchanged(lines)) for sheet in mine.rivals() for lines in [compare(mine, sheet)]]
        following = next_for(request.user, contest)
        return self._page(request, "count", contest, mine=mine, rivals=rivals, following=following, step=3 if rivals else 2)

    def _blank(self, request: HttpRequest, contest: Contest, mine: Sheet | None) -> HttpResponse:
        """An empty sheet; where the paper is a table of stages, how many it has is asked first."""
        stages = stages_of(mine.paper()) if mine else STAGES
        if has_stages(contest):
            asked = StagesForm(request.GET if "stages" in request.GET else None, initial={"stages": stages})
            if not asked.is_valid():
                return self._page(request, "count", contest, asked=asked, step=1)
            stages = asked.cleaned_data["stages"]
        return self._page(request, "count", contest, form=SheetForm(contest, stages=stages), step=1)

    def _typed(self, request: HttpRequest, contest: Contest, step: int) -> HttpResponse:
        """What was typed: handed in, refused, filled with what was pasted, or given one more stage; the last two save nothing."""
        asked = StagesForm(request.POST)
        stages = asked.cleaned_data["stages"] if asked.is_valid() else STAGES
        if "fill" in request.POST:
            form, filled = fill(TypedForm, contest, request.POST, stages=stages)
            return self._page(request, "count", contest, form=form, filled=filled, typed=True, step=step)
        if "add_stage" in request.POST:
            stages = min(stages + 1, MOST_STAGES)
            form = SheetForm(contest, stages=stages, initial={**request.POST.dict(), "stages": stages})
            return self._page(request, "count", contest, form=form, step=step)
        form = SheetForm(contest, request.POST, stages=stages)
        answer = self._hand_in(request, contest, form) if form.is_valid() else None
        return answer or self._page(request, "count", contest, form=form, step=step)

    def so_far(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The sheet with what follows from the figures typed so far and every doubt about them. It saves nothing, and reads
        nobody's sheet."""
        if not request.user.has_perm("elections.enter_sheet"):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:elections_contest_count", pk)
        asked = StagesForm(request.POST)
        stages = asked.cleaned_data["stages"] if asked.is_valid() else STAGES
        form = TypedForm(self._contest(pk), request.POST, stages=stages)
        form.is_valid()
        return render(request, "admin/elections/contest/_sheet.html", {"contest": form.contest, "form": form, "typed": True})

    def present(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An open sheet says that it is open, and hears who else has it open, if that is not what it shows already. It tells
        nothing of any sheet."""
        if not request.user.has_perm("elections.enter_sheet"):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:elections_contest_count", pk)
        contest = self._contest(pk)
        others = note_presence(contest, request.user)
        if request.POST.get("shown", "") == " ".join(map(str, others)):
            return HttpResponse(status=204)  # what is written anew would be read out anew
        return render(request, "admin/elections/contest/_others.html", {"others": others})

    def _hand_in(self, request: HttpRequest, contest: Contest, form: SheetForm) -> HttpResponse | None:
        """Hands the sheet in; None where it was refused, with the reason in the form and everything typed still there."""
        try:
            token = form.cleaned_data["submission"]
            entered = contest.enter_sheet(form.paper, by=request.user, submission=token, stands=form.let_stand)
        except Stale as stale:
            form.add_error(None, stale_words(stale.declaration, form))
            return None
        except Seen:
            form.add_error(None, _("You have seen another person’s sheet: somebody who has not must be the second person."))
            return None
        except Refused as refusal:
            form.doubt(refusal.doubts)
            return None
        if entered.declaration:
            messages.success(request, _("Your sheet equals the first one. The result is declared and published."))
        elif entered.sheet.rivals():
            messages.warning(request, _("Your sheet is handed in. It differs from another person's: nothing is published."))
        else:
            messages.success(request, _("Your sheet is handed in. A second person must now enter the same paper."))
        return redirect("admin:elections_contest_count", contest.pk)

    def override(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A duty editor publishes one person's sheet, with a reason that readers see."""
        if not request.user.has_perm("elections.override_declaration"):
            raise PermissionDenied
        contest = self._contest(pk)
        sheets = contest.sheets.filter(for_revision=contest.revision + 1).select_related("by").prefetch_related("tallies")
        newest = list(sheets.order_by("by", "-pk").distinct("by"))
        if all(sheet.by_id != request.user.pk for sheet in newest):  # who has handed in their own has read the paper blind
            looks = [Look(sheet=sheet, by=request.user) for sheet in newest]
            Look.objects.bulk_create(looks, ignore_conflicts=True)
        form = OverrideForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            chosen = next((sheet for sheet in newest if sheet.pk == form.cleaned_data["sheet"]), None)
            try:
                if chosen is None:
                    raise Stale(contest.newest_declaration())
                contest.declare(chosen, overridden_by=request.user, override_reason=form.cleaned_data["reason"])
            except Stale:
                form.add_error(None, _("This sheet is no longer the one to publish. Look at the sheets below again."))
            else:
                messages.success(request, _("Published on one person's sheet. The page says so, with your reason."))
                return redirect("admin:elections_contest_count", contest.pk)
        return self._page(request, "override", contest, form=form, readings=[reading(sheet, contest) for sheet in newest])

    # A file of results: tried, which saves nothing, then taken in as one person's sheets.

    def take_in(self, request: HttpRequest) -> HttpResponse:
        may_publish = request.user.has_perm("elections.override_declaration")
        if not request.user.has_perm("elections.enter_sheet") or ("alone" in request.POST and not may_publish):
            raise PermissionDenied
        if request.method != "POST":
            return self._file_page(request, FileForm(by=request.user))
        form = FileForm(request.POST, request.FILES, by=request.user)
        if not form.is_valid():
            return self._file_page(request, form)
        try:
            return self._taken(request, form) if "take" in request.POST else self._tried(request, form)
        except importers.BadFile as bad:
            problems = bad.problems
        except (Stale, IntegrityError):
            problems = [_("Somebody entered one of these contests at the same moment. Try the file again.")]
        except DataError:
            problems = [_("A cell of the file is longer, or its number larger, than can be kept. Look at its names and figures.")]
        return self._file_page(request, form, problems=problems[:MOST_PROBLEMS], more=len(problems[MOST_PROBLEMS:]))

    def _tried(self, request: HttpRequest, form: FileForm) -> HttpResponse:
        report = import_of(form, dry_run=True)
        made = [one.partition(" ") for one in report.created]
        created = {words: [name for kind, _space, name in made if kind == what] for what, words in NEW.items()}
        # Whether figures equal another person's is told to who has handed theirs in: else they could be tried until they do.
        declared = report.declared if form.cleaned_data.get("alone") else None
        return self._file_page(request, form, step=2, report=report, declared=declared, created=created, submission=uuid4())

    def _taken(self, request: HttpRequest, form: FileForm) -> HttpResponse:
        submission = form.cleaned_data["submission"] or uuid4()
        same = Import.objects.filter(submission=submission, by=request.user)
        with transaction.atomic():
            # a form sent twice at one moment: the second waits here and finds the first one's import
            list(Upload.objects.filter(pk=form.cleaned_data["file"].pk).select_for_update())
            if not same.exists():
                import_of(form, submission=submission)
        taken = same.get()
        messages.success(request, _("The file is taken in."))
        if taken.entered and not taken.confirmed_as:
            messages.info(request, _("What a second person has not entered yet waits for them: the same file confirms it."))
        return redirect("admin:elections_import_change", taken.pk)

    def _file_page(self, request: HttpRequest, form: FileForm, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "step": 1}
        return render(request, "admin/elections/contest/import.html", {**shared, **context})


MOST_PROBLEMS = 200  # on one page
NEW = {"party": gettext_lazy("Parties"), "contest": gettext_lazy("Contests")}  # of a report's `created`


def import_of(form: FileForm, **how: Any) -> importers.Report:
    """Takes in the files of a form, or tries them. Raises BadFile, Stale, and the database's errors."""
    data = form.cleaned_data
    files = [importers.File(kept.name, bytes(kept.data)) for kept in (data["file"], data["second"]) if kept]
    alone = form.by if data.get("alone") else None
    reason = data.get("reason", "")
    return importers.import_results(*files, by=form.by, confirm_as=alone, reason=reason, polling_on=data["polling_day"], **how)


@admin.register(Import)
class ImportAdmin(Kept, OptimisticLocking, admin.ModelAdmin):
    """What was taken in from files, to look at."""

    list_display = ["at", "by", "name", "format", "entered", "declared", "unchanged", "short_hash"]
    list_filter = ["by"]
    search_fields = ["name", "sha256"]
    date_hierarchy = "at"
    list_select_related = ["by"]
    change_list_template = "admin/elections/contest/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Not by the warnings, whose figures an address could ask for digit by digit."""
        return not lookup.startswith("warnings") and super().lookup_allowed(lookup, value, request)

    def get_fields(self, request: HttpRequest, obj: Import | None = None) -> list[str]:
        """The warnings name figures: until a second person has entered theirs, they are for who brought the file."""
        sums = ["entered", "declared", "unchanged", "awaiting"]
        said = ["said"] if obj and obj.by_id == request.user.pk else []
        return ["at", "who", "name", "format", "sha256", *sums, "published_by", "reason", *said]

    @admin.display(description=gettext_lazy("by whom"))
    def who(self, taken: Import) -> str:
        return taken.by.get_username()

    @admin.display(description=gettext_lazy("published without a second person by"))
    def published_by(self, taken: Import) -> str:
        return taken.confirmed_as.get_username() if taken.confirmed_as else ""

    @admin.display(description=gettext_lazy("hash"))
    def short_hash(self, taken: Import) -> str:
        return taken.sha256[:12]

    @admin.display(description=gettext_lazy("warnings"))
    def said(self, taken: Import) -> str:
        if not taken.warnings:
            return _("none")
        rows = format_html_join("", "<li>{}</li>", ((warning,) for warning in taken.warnings))
        return format_html('<ol class="file__said">{}</ol>', rows)


def note_presence(contest: Contest, user: User) -> list[Presence]:
    """Notes that somebody has the sheet open; who else has."""
    Presence.note(contest, by=user)
    return [one for one in Presence.objects.at(contest) if one.by_id != user.pk]


def next_for(user: User, contest: Contest) -> Contest | None:
    """The contest of the same polling day that somebody should enter next: without a result, its polls closed, which they have
    neither entered nor seen another's sheet of. Where another person's sheet waits comes first."""
    same = {"election__polling_on": contest.election.polling_on, "election__rehearsal": contest.election.rehearsal}
    sheets = Sheet.objects.filter(contest=OuterRef("pk"))
    done = Exists(sheets.filter(by=user)) | Exists(Look.objects.filter(sheet__contest=OuterRef("pk"), by=user))
    early = Q(election__polls_close_at__gt=timezone.now())
    waiting = Contest.objects.filter(~early, ~done, declarations=None, **same).exclude(pk=contest.pk).select_related("area")
    return waiting.annotate(begun=Exists(sheets)).order_by("-begun", "area__sort_name", "pk").first()


def stale_words(declaration: Declaration | None, form: SheetForm) -> str:
    """Why a sheet came too late, and whether what was typed agrees with what was published meanwhile."""
    if declaration is None:
        return _("This form is out of date. Nothing of yours was saved; your figures are still in the boxes below.")
    typed, published = form.paper.figures, declaration.sheet.paper().figures
    words = (
        _("This contest was declared at %(at)s, while you had the form open. Your figures equal the published ones.")
        if typed == published
        else _(
            "This contest was declared at %(at)s, while you had the form open. Your figures differ from the published ones: "
            "they are still in the boxes below. Compare them, and tell the duty editor."
        )
    )
    return words % {"at": date_format(timezone.localtime(declaration.published_at), "H:i T")}
