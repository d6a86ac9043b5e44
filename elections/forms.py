"""The count sheet as a form: the returning officer's paper, box by box. It knows no rule of its own; scrutiny does."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import scrutiny
from elections.models import Candidacy, Contest, candidacy_rows, examine
from elections.papers import Paper, Row

LARGEST = 99_999_999  # above every electorate of the kingdom


class WholeNumberField(forms.Field):
    """Votes as people write them: 15529, 15,529 or 15 529. What it refuses it names, and says what to enter instead."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: str | None) -> int | None:
        typed = (value or "").strip()
        text = re.sub(r"[\s\u00a0\u202f]", "", typed)
        if not text:
            return None
        if re.fullmatch(r"[-−–][\d.,]+", text):
            raise forms.ValidationError(_("%s is below nought. Enter 0 or more.") % typed, code="negative")
        if re.fullmatch(r"\d*\.\d+|\d+,\d{1,2}|\d+\.", text):
            raise forms.ValidationError(_("%s has a decimal part. Votes are whole numbers.") % typed, code="decimal")
        if not re.fullmatch(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+", text):
            raise forms.ValidationError(_("“%s” is not a number. Enter digits only, such as 15,529.") % typed, code="text")
        number = int(text.replace(",", ""))
        if number > LARGEST:
            raise forms.ValidationError(_("%s is more than there are voters. Look at the paper again.") % typed, code="large")
        return number


class SheetForm(forms.Form):
    """One person's entry for one contest and revision. `paper` is what was typed, once the form is valid."""

    for_revision = forms.IntegerField(widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("Where you read the figures: the declaration paper, its photograph, who read it out."),
        error_messages={"required": gettext_lazy("Say where the figures come from.")},
    )
    electorate = WholeNumberField(label=gettext_lazy("Electorate"), required=False)
    ballot_papers = WholeNumberField(label=gettext_lazy("Ballot papers"), required=False)
    valid_votes = WholeNumberField(label=gettext_lazy("Valid votes, as stated"), required=False)
    rejected_ballots = WholeNumberField(label=gettext_lazy("Rejected ballots"), required=False)

    def __init__(self, contest: Contest, *args: object, **kwargs: object):
        self.contest = contest
        kwargs.setdefault("initial", {"for_revision": contest.revision + 1, "submission": uuid.uuid4()})
        kwargs.setdefault("auto_id", "sheet-%s")
        super().__init__(*args, **kwargs)
        self.candidacies = list(contest.candidacies.filter(on_list=None).select_related("party").order_by("ballot_order", "pk"))
        for candidacy in self.candidacies:
            missing = _("Enter the votes for %s; 0 if none were cast.") % candidacy.ballot_name
            field = WholeNumberField(
                label=candidacy.ballot_name,
                required=candidacy.kind != Candidacy.Kind.AGGREGATE,
                error_messages={"required": missing},
            )
            self.fields[self._name(candidacy)] = field
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    @staticmethod
    def _name(candidacy: Candidacy) -> str:
        return f"votes_{candidacy.pk}"

    def lines(self) -> Iterator[tuple[Candidacy, forms.BoundField]]:
        """The candidates with their boxes, in the order of the ballot paper."""
        for candidacy in self.candidacies:
            yield candidacy, self[self._name(candidacy)]

    def totals(self) -> list[forms.BoundField]:
        return [self[name] for name in ("valid_votes", "rejected_ballots", "ballot_papers", "electorate")]

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors:
            lines = candidacy_rows([self.contest.pk])[self.contest.pk]
            self.doubt(examine(self.contest, self.paper, lines))
        return data

    def doubt(self, doubts: tuple[scrutiny.Doubt, ...]) -> None:
        """Puts each refusal beside the box that it is about."""
        names = {candidacy.slug: self._name(candidacy) for candidacy in self.candidacies}
        for doubt in doubts:
            if doubt.level is not scrutiny.Level.REFUSE:
                continue
            self.add_error(names.get(doubt.line) or doubt.box or None, _(doubt.sentence.words) % doubt.sentence.values)

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        rejected = data["rejected_ballots"]
        return Paper(
            contest_id=self.contest.pk,
            for_revision=data["for_revision"],
            source=data["source"],
            electorate=data["electorate"],
            ballot_papers=data["ballot_papers"],
            valid_votes=data["valid_votes"],
            rejected_ballots=() if rejected is None else (rejected,),
            rows=tuple(Row(candidacy.pk, votes=data[self._name(candidacy)]) for candidacy in self.candidacies),
        )


class OverrideForm(forms.Form):
    """A duty editor publishes one person's sheet."""

    sheet = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Readers see it, with the words “entered by one person”."),
        error_messages={"required": gettext_lazy("Give the reason: readers see it.")},
    )
