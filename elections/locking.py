"""Optimistic locking: what one person saves at the desk is never undone unseen by another who had the same form open.

A change form carries a signed note of every value that it was opened with, its inline rows included. A save takes the row's
lock, then compares the note with what now stands there. Where they differ nothing is saved: both values are shown side by
side, everything typed is still in its box, and the form carries a new note, so that saving again is a decision.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.timezone import template_localtime
from django.utils.translation import gettext as _

from elections import paging

NOTE = "opened_with"  # the hidden box
Values = dict[str, str]  # of one row: its boxes by name, each value as a digest
Opened = dict[str, dict[str, Values]]  # by the prefix of the formset, "" for the form itself, and by primary key


@dataclass(frozen=True)
class Conflict:
    """One box whose value on record is not what somebody typed. `meanwhile`: it changed since their form was opened."""

    box: str
    now: str
    typed: str
    meanwhile: bool


def values_of(form: forms.BaseForm) -> Values:
    """What stands in the boxes that can be typed into, without those of a formset's own bookkeeping."""
    return {name: digest(form[name]) for name in form.base_fields if name in form.fields and not form.fields[name].disabled}


def digest(box: forms.BoundField) -> str:
    value = box.field.prepare_value(box.initial)
    if isinstance(value, list | tuple | set | QuerySet):  # rows in no order
        value = sorted(str(one) for one in value)
    elif value is None or value is False:
        value = ""
    return hashlib.sha256(str(value).encode()).hexdigest()[:12]


def opened_with(form: forms.BaseForm, pk: object, formsets: list[forms.BaseInlineFormSet]) -> Opened:
    rows = {one.prefix: {str(form.instance.pk): values_of(form) for form in one.initial_forms} for one in formsets}
    return {"": {str(pk): values_of(form)}, **rows}


def said(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(str(one) for one in value) or _("empty")
    return "\n".join(str(localize(template_localtime(value))).splitlines())  # a browser sends other line ends than a file has


def read(field: forms.Field, value: Any) -> str:
    """A value of a form as a person reads it: names for rows, labels for choices."""
    try:
        value = field.clean(value)
    except ValidationError:
        pass  # it is shown as it was typed
    choices = field.choices if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField) else ()
    return said(dict(choices).get(value, value) if isinstance(value, str) else value)


def on_record(field: forms.Field, value: Any) -> str:
    value = field.prepare_value(value)
    parts = isinstance(field.widget, forms.MultiWidget)
    return read(field, field.widget.decompress(value) if parts else value)


class Refusal:
    """A form that is not saved, whatever stands in it."""

    def clean(self) -> None:
        super().clean()
        raise ValidationError(_("Nothing of yours is saved yet, and all of it is still here."), code="overtaken")


class OptimisticLocking:
    """For every ModelAdmin: a save on top of values that its author has not seen is refused, and shown."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None or "_saveasnew" in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            row = self._locked(request, object_id)
            if row is None or not self.has_change_permission(request):
                return super().changeform_view(request, object_id, form_url, extra_context)
            form, formsets = self._forms(request, row)
            opened, now = self._opened(request, row), opened_with(form, row.pk, self._editable(request, row, formsets))
            context = {**(extra_context or {}), NOTE: self._sign(row, now)}
            if opened != now and (conflicts := list(self._conflicts(request, row, form, formsets, opened, now))):
                context["conflicts"] = conflicts
                if self.has_change_permission(request, row) and any(values for of in now.values() for values in of.values()):
                    request.overtaken = True
                    for formset in formsets:
                        request.POST = with_removed_rows_as_new(request.POST, formset)
                elif opened:  # it can no longer be changed at all: looked at, beside what was typed
                    request = copy.copy(request)
                    request.method = "GET"
            return super().changeform_view(request, object_id, form_url, context)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type:
        form = super().get_form(request, *args, **kwargs)
        return type(form)(form.__name__, (Refusal, form), {}) if hasattr(request, "overtaken") else form

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        """The note is of the very values that the page shows, not of what was saved while it was made."""
        row = context.get("original")
        if row is not None and NOTE not in context:
            formsets = [one.formset for one in context["inline_admin_formsets"] if one.has_change_permission]
            context[NOTE] = self._sign(row, opened_with(context["adminform"].form, row.pk, formsets))
        return super().render_change_form(request, context, *args, **kwargs)

    def _locked(self, request: HttpRequest, object_id: str) -> Model | None:
        """The row as it is now and stays until this save is over; None if there is none."""
        row = self.get_object(request, unquote(object_id))
        if row is not None and self.model._base_manager.select_for_update(no_key=True).filter(pk=row.pk).first():
            return self.get_object(request, unquote(object_id))
        return None

    def _forms(self, request: HttpRequest, row: Model) -> tuple[forms.ModelForm, list[forms.BaseInlineFormSet]]:
        """The forms as somebody who opened them now would have them."""
        fields = flatten_fieldsets(self.get_fieldsets(request, row))
        form = self.get_form(request, row, change=True, fields=fields)(instance=row)
        pairs = self.get_formsets_with_inlines(request, row)
        return form, [formset(instance=row, queryset=inline.get_queryset(request)) for formset, inline in pairs]

    def _editable(self, request: HttpRequest, row: Model, formsets: list) -> list:
        inlines = [inline for _formset, inline in self.get_formsets_with_inlines(request, row)]
        pairs = zip(formsets, inlines, strict=True)
        return [formset for formset, inline in pairs if inline.has_change_permission(request, row)]

    def _salt(self, row: Model) -> str:
        return f"{NOTE} {row._meta.label_lower} {row.pk}"

    def _sign(self, row: Model, opened: Opened) -> str:
        return signing.dumps(opened, salt=self._salt(row), compress=True)

    def _opened(self, request: HttpRequest, row: Model) -> Opened:
        """The note that came with the form; without a true one nothing is taken as seen."""
        try:
            return signing.loads(request.POST.get(NOTE, ""), salt=self._salt(row))
        except signing.BadSignature:
            return {}

    def _conflicts(
        self, request: HttpRequest, row: Model, form: forms.ModelForm, formsets: list, opened: Opened, now: Opened
    ) -> Iterator[Conflict]:
        """Every box where what was typed is not what now stands there, and the rows that came or went meanwhile."""
        pk = str(row.pk)
        fields = {name: self._field(request, form, name) for name in opened.get("", {}).get(pk) or form.fields}
        yield from boxes(request, "", "", row, form, fields, opened.get("", {}).get(pk, {}), now[""][pk])
        for formset in formsets:
            if formset.prefix not in (opened or now):  # only to be looked at
                continue
            yield from rows(request, formset, opened.get(formset.prefix, {}), now.get(formset.prefix, {}))

    def _field(self, request: HttpRequest, form: forms.ModelForm, name: str) -> forms.Field | None:
        """The field of a box, even if the form has meanwhile become one without it."""
        if name in form.fields:
            return form.fields[name]
        try:
            return self.formfield_for_dbfield(self.model._meta.get_field(name), request)
        except FieldDoesNotExist:
            return form.declared_fields.get(name)


def number(data: QueryDict, formset: forms.BaseInlineFormSet, what: str) -> int:
    """How many rows an inline says it sent: a browser's word, so never more than a formset reads."""
    return min(paging.number(data.get(f"{formset.prefix}-{what}_FORMS", "")) or 0, formset.absolute_max)


def with_removed_rows_as_new(data: QueryDict, formset: forms.BaseInlineFormSet) -> QueryDict:
    """What was sent, with those rows of an inline as new ones that somebody else removed: a formset would drop them unsaid."""
    key, there = formset.model._meta.pk.name, {str(form.instance.pk) for form in formset.initial_forms}
    old, every = range(number(data, formset, "INITIAL")), range(number(data, formset, "TOTAL"))
    gone = [n for n in old if data.get(f"{formset.prefix}-{n}-{key}") not in there]
    order = [*(n for n in old if n not in gone), *gone, *every[len(old) :]]
    places = {f"{formset.prefix}-{n}-": f"{formset.prefix}-{place}-" for place, n in enumerate(order)}
    sent = QueryDict(mutable=True)
    for name, values in data.lists():
        start = next((start for start in places if name.startswith(start)), "")
        sent.setlist(places.get(start, "") + name.removeprefix(start), values)
    for n in gone:
        sent[f"{formset.prefix}-{order.index(n)}-{key}"] = ""
    if gone:
        sent[f"{formset.prefix}-INITIAL_FORMS"] = str(len(old) - len(gone))
    return sent


def rows(
    request: HttpRequest, formset: forms.BaseInlineFormSet, opened: Mapping[str, Values], now: Mapping[str, Values]
) -> Iterator[Conflict]:
    """The conflicts of an inline: its rows that were sent, and those that somebody else added."""
    data, prefix = request.POST, formset.prefix
    there = {str(form.instance.pk): form for form in formset.initial_forms}
    what = capfirst(formset.model._meta.verbose_name)
    sent = set()
    for n in range(number(data, formset, "TOTAL")):
        place = f"{prefix}-{n}"
        pk = data.get(f"{place}-{formset.model._meta.pk.name}", "")
        sent.add(pk)
        if form := there.get(pk):
            fields = {name: form.fields[name] for name in form.base_fields if name in form.fields}
            row = form.instance
            yield from boxes(request, f"{what} “{row}”: ", place, row, form, fields, opened.get(pk, {}), now.get(pk, {}))
        elif (new := formset.form(data, request.FILES, prefix=place)).has_changed():
            values = [f"{new[name].label}: {read(new.fields[name], new[name].data)}" for name in new.changed_data]
            yield Conflict(what, _("not there"), "\n".join(values), meanwhile=bool(pk))
    for pk in there.keys() - sent:
        if pk in now and pk not in opened:
            row, form = there[pk].instance, there[pk]
            values = [f"{form[name].label}: {on_record(form.fields[name], form[name].initial)}" for name in now[pk]]
            yield Conflict(f"{what} “{row}”", "\n".join(values), _("not in your form"), meanwhile=True)


def boxes(
    request: HttpRequest,
    about: str,
    prefix: str,
    row: Model,
    form: forms.ModelForm,
    fields: Mapping[str, forms.Field | None],
    opened: Values,
    now: Values,
) -> Iterator[Conflict]:
    """The conflicts of one row's boxes."""
    for name, field in fields.items():
        if field is None or (opened and name not in opened):
            continue
        place = f"{prefix}-{name}" if prefix else name
        value = form[name].initial if name in form.fields else row._meta.get_field(name).value_from_object(row)
        typed = read(field, field.widget.value_from_datadict(request.POST, request.FILES, place))
        if (here := on_record(field, value)) != typed:
            label = field.label or pretty_name(name)
            yield Conflict(f"{about}{label}", here, typed, opened.get(name) != now.get(name))
