"""The quotes desk: entering what was said with its source, comparing it as a second person, changing and retracting it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms.utils import from_current_timezone
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import paging
from elections.admin import Kept
from elections.locking import OptimisticLocking
from elections.models import Party, Person, free_slug
from newsroom import verbatim
from newsroom.models import Checked, NotPublishable, Quote
from newsroom.models.quotes import FACTS

NOON = time(12)  # stands for a day or a month of which no time is known


def _unquoted(words: str) -> str:
    """Words without a pair of quotation marks around the whole; marks within them are what was said."""
    inner, around = words[1:-1], words[:1] + words[-1:]
    return inner if len(words) > 1 and around in ("“”", "‘’", '""', "''") and not set(around) & set(inner) else words


def _parts(text: str) -> list[str]:
    """The fragments of a box: one for each paragraph."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return [_unquoted(" ".join(part.split())) for part in parts if part.strip()]


def role_on(person: Person, on: date) -> tuple[str, Party | None]:
    """Who somebody was on a day, as the register has it, and the party of the newest role that had one then."""
    roles = list(person.roles.select_related("party").order_by("-start", "label"))
    held = [role for role in roles if role.office.held(on)]
    independent = any(role.independent for role in held)
    party = next((role.party for role in held if role.party), None)
    return person.known_as(on), None if independent else party


class SaidField(forms.SplitDateTimeField):
    """A day, and the time of day where it is known."""

    widget = AdminSplitDateTime

    def __init__(self, **kwargs: Any):
        super().__init__(require_all_fields=False, **kwargs)
        self.fields[1].required = False

    def compress(self, data_list: list) -> datetime | None:
        if data_list and data_list[0]:
            return from_current_timezone(datetime.combine(data_list[0], data_list[1] or NOON))
        return super().compress(data_list)


class QuoteForm(forms.ModelForm):
    """What was said, in fragments: one for each paragraph of the box. Of a verified quote it proposes a revision."""

    words = forms.CharField(
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "To the letter, without quotation marks. Leave an empty line between parts said apart. "
            "What you put in goes in brackets, what you leave out is “…”."
        ),
    )
    translation = forms.CharField(
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("Only of words in another language: one paragraph for each of theirs. Both are shown."),
    )
    said_at = SaidField(label=gettext_lazy("Said on"))
    role_at_time = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Who they were then"),
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "data-offer": ""}),
        help_text=gettext_lazy("Empty: what the register says for that day, with the party."),
    )
    captured_text = forms.CharField(
        required=False,
        label=gettext_lazy("What the source says"),
        widget=AdminTextareaWidget(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Paste the post, the transcript or the passage. It is kept with its hash, and the words are compared."
        ),
    )
    reason = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Why it is changed"),
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=gettext_lazy("Readers see it beside the quote, once a second person has compared the change."),
    )

    class Meta:
        model = Quote
        fields = [
            "person", "said_at", "said_precision", "words", "reported", "captured_text", "medium", "outlet", "source_text",
            "source_url", "role_at_time", "party", "language", "translation", "translator", "slug",
        ]  # fmt: skip
        error_messages = {
            "person": {"required": gettext_lazy("Choose who said it.")},
            "source_text": {"required": gettext_lazy("Say where the words can be found.")},
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            newest = self.instance.pending or self.instance
            stated = {name.removesuffix("_id"): value for name, value in newest.facts.items()}
            self.initial |= stated | {name: "\n\n".join(stated[name]) for name in ("words", "translation")}
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Empty: made from the name and the first words.")
        if "reason" in self.fields and self.instance.state == Quote.State.DRAFT:
            del self.fields["reason"]

    def clean_words(self) -> list[str]:
        return _parts(self.cleaned_data["words"])

    def clean_translation(self) -> list[str]:
        return _parts(self.cleaned_data["translation"])

    def clean_captured_text(self) -> str:
        return self.cleaned_data["captured_text"].replace("\r\n", "\n").strip()

    def clean(self) -> dict:
        data = super().clean() or {}
        if "words" in data and not data["words"] and not data.get("reported"):
            self.add_error("words", _("Enter the words that were said, or below what they were reported to say."))
        if data.get("said_precision") == Quote.Precision.MINUTE and data.get("said_at") and not self["said_at"].data[1]:
            self.add_error("said_at", _("Enter the time, or say below that only the day is known."))
        self._clean_translation(data)
        self._offer_role(data)
        if "slug" in self.fields and not data.get("slug") and data.get("person"):
            first = (data.get("words") or [data.get("reported", "")])[0]
            name = f"{data['person'].slug} {' '.join(first.split()[:4])}"
            data["slug"] = free_slug(name, Quote.objects.values_list("slug", flat=True))
        if "reason" in self.fields and not data.get("reason") and not self.errors and self._facts_changed(data):
            self.add_error("reason", _("Say why the quote is changed: readers see the reason."))
        return data

    def _clean_translation(self, data: dict) -> None:
        words, translation = data.get("words") or [], data.get("translation") or []
        if translation and not data.get("translator"):
            self.add_error("translator", _("Say who translated the words."))
        if translation and data.get("language", "").partition("-")[0] == "en":
            self.add_error("language", _("Say in which language the words are: they have a translation."))
        if translation and len(translation) != len(words):
            counts = {"words": len(words), "translation": len(translation)}
            sentence = _("The words have %(words)d paragraphs, the translation %(translation)d: give one for each.")
            self.add_error("translation", sentence % counts)

    def _offer_role(self, data: dict) -> None:
        """An empty box takes what the register says for that day."""
        person, said_at = data.get("person") or getattr(self.instance, "person", None), data.get("said_at")
        if data.get("role_at_time") or "role_at_time" not in self.fields or person is None or said_at is None:
            return
        day = timezone.localdate(said_at)
        known, party = role_on(person, day)
        if known:
            data["role_at_time"] = known[:300]
            data["party"] = data.get("party") or party
        else:
            where = {"name": person.name, "day": day}
            self.add_error("role_at_time", _("Say who %(name)s was: the register has nothing for %(day)s.") % where)

    def _facts_changed(self, data: dict) -> bool:
        newest = self.instance.newest.facts
        return any(newest[name] != value for name, value in self.facts(data).items())

    @staticmethod
    def facts(data: dict) -> dict[str, Any]:
        """What the form states, under the names of `Quote.facts`."""
        values = {name: data.get(name.removesuffix("_id")) for name in FACTS}
        return {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}

    def _get_validation_exclusions(self) -> set[str]:
        """The words are checked above, in one sentence instead of the database's."""
        return super()._get_validation_exclusions() | {"words", "translation", "translator"}


class Waiting(admin.SimpleListFilter):
    """Quotes that a second person has not compared yet."""

    title = gettext_lazy("second person")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("1", _("waiting for one"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.to_verify() if self.value() else queryset


class QuoteAdmin(Kept, OptimisticLocking, admin.ModelAdmin):
    form = QuoteForm
    list_display = ["__str__", "state", "said_at", "outlet", "entered_by", "verified_by"]
    list_filter = [Waiting, "state", "medium"]
    search_fields = ["slug", "person__name", "person__names__name", "words", "reported"]
    autocomplete_fields = ["person", "outlet", "party"]
    list_select_related = ["person", "outlet", "entered_by", "verified_by"]

    def has_change_permission(self, request: HttpRequest, obj: Quote | None = None) -> bool:
        """What was retracted stays as it was."""
        return super().has_change_permission(request, obj) and (obj is None or obj.state != Quote.State.RETRACTED)

    def get_readonly_fields(self, request: HttpRequest, obj: Quote | None = None) -> list[str]:
        """A verified quote of somebody else is another quote."""
        return ["person", "slug"] if obj and obj.state != Quote.State.DRAFT else []

    def get_fields(self, request: HttpRequest, obj: Quote | None = None) -> list[str]:
        return [*QuoteForm.Meta.fields, *(["reason"] if obj and obj.state != Quote.State.DRAFT else [])]

    def save_model(self, request: HttpRequest, obj: Quote, form: QuoteForm, change: bool) -> None:
        data = form.cleaned_data
        if obj.state == Quote.State.DRAFT:
            for name, value in form.facts(data).items():
                setattr(obj, name, value)
            if not change or form.has_changed():
                obj.entered_by = request.user  # who changed the words last is who entered them, and cannot verify them
            super().save_model(request, obj, form, change)
        else:
            before = obj.newest.number
            revision = obj.revise(by=request.user, reason=data.get("reason", ""), **form.facts(data))
            if revision.number > before:
                said = _("The change is kept. Readers see it once another person has compared it with the source.")
                messages.info(request, said)
        if data["captured_text"]:
            obj.capture_source(by=request.user, text=data["captured_text"])
        checked = obj.checked()
        for problem in checked.problems:
            messages.warning(request, problem)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        """Beside the boxes stands what the register says, what is kept of the source, and every revision."""
        quote = context.get("original")
        if quote is not None:
            context |= {
                "register": role_on(quote.person, timezone.localdate(quote.said_at))[0],
                "captures": quote.captures.select_related("captured_by").order_by("-pk"),
                "revisions": quote.revisions.select_related("by", "comparison__by").order_by("-number"),
                "pending": quote.pending,
                "checked": quote.checked(),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/verify/", view(self.verify), name="newsroom_quote_verify"),
            path("<int:pk>/label/", view(self.label), name="newsroom_quote_label"),
            path("<int:pk>/retract/", view(self.retract), name="newsroom_quote_retract"),
            path("register/", view(self.register), name="newsroom_quote_register"),
            *super().get_urls(),
        ]

    def register(self, request: HttpRequest) -> HttpResponse:
        """What the register says of a person on a day, for the form to offer: {"said": words, "party": id, "name": its name}."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number, day = paging.number(request.GET.get("person", "")), request.GET.get("on", "")
        person = Person.objects.filter(pk=number).first() if number else None
        try:
            on = date.fromisoformat(day)
        except ValueError:
            on = None
        said, party = role_on(person, on) if person and on else ("", None)
        return JsonResponse({"said": said, "party": party.pk if party else None, "name": str(party or "")})

    def _page(self, request: HttpRequest, template: str, quote: Quote, **context: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "quote": quote, **context}
        return render(request, f"admin/newsroom/quote/{template}.html", context)

    def _quote(self, pk: int) -> Quote:
        return get_object_or_404(Quote.objects.select_related("person", "outlet", "party"), pk=pk)

    def verify(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A second person compares the newest revision with its source."""
        if not request.user.has_perm("newsroom.verify_quote"):
            raise PermissionDenied
        quote = self._quote(pk)
        problems: list[str] = []
        if request.method == "POST":
            try:
                with transaction.atomic():
                    quote.verify(by=request.user, seen=request.POST.get("seen", ""))
            except NotPublishable as refusal:
                problems = refusal.problems
            else:
                messages.success(request, _("The quote is verified."))
                return redirect("admin:newsroom_quote_changelist")
        revision, capture = quote.newest, quote.capture
        checked = Checked.of(revision, capture)
        context = {
            "revision": revision,
            "public": quote if quote.pending else None,
            "capture": capture,
            "source": verbatim.marked(capture.captured_text, checked.passages) if capture else [],
            "checked": checked,
            "problems": problems or checked.problems,
        }
        return self._page(request, "verify", quote, **context)

    def label(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who the quote says that they were, beside what the register says now: other words, or these by name."""
        if not request.user.has_perm("newsroom.retract_quote"):
            raise PermissionDenied
        quote = self._quote(pk)
        problems: list[str] = []
        reason = request.POST.get("reason", "")
        if request.method == "POST":
            try:
                quote.let_stand(by=request.user, reason=reason)
            except NotPublishable as refusal:
                problems = refusal.problems
            else:
                messages.success(request, _("These words stand, in your name."))
                return redirect("admin:newsroom_quote_label", pk)
        context = {"register": quote.register_says(), "answers": quote.label_answers.select_related("by")}
        return self._page(request, "label", quote, problems=problems, reason=reason, **context)

    def retract(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a quote from readers, with a note that they see in its place."""
        if not request.user.has_perm("newsroom.retract_quote"):
            raise PermissionDenied
        quote = self._quote(pk)
        problems: list[str] = []
        note = request.POST.get("note", "").strip()
        if request.method == "POST":
            try:
                quote.retract(by=request.user, note=note[:300])
            except NotPublishable as refusal:
                problems = refusal.problems
            else:
                messages.success(request, _("The quote is retracted. The stories that placed it show the note."))
                return redirect("admin:newsroom_quote_change", pk)
        stories = quote.articles.filter(state="live").select_related("published")
        return self._page(request, "retract", quote, problems=problems, note=note, stories=stories)


class OutletAdmin(Kept, OptimisticLocking, admin.ModelAdmin):
    list_display = ["name", "kind"]
    search_fields = ["name"]
