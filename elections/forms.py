"""The forms of the results desk: the count sheet, box by box, which knows no rule of its own but asks scrutiny; a contest's
candidates; a file of results."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import counting, paste, scrutiny
from elections.models import Candidacy, Contest, Kind, Party, Tally, Upload, candidacy_rows
from elections.papers import ELSEWHERE, Naming, Paper, Row, count_of

LARGEST = 9_999_999  # above every electorate of one contest, and the most that a tally can hold
MOST_SEATS = 999
MOST_STAGES = 50
STAGES = 2  # asked of a transferable vote until its paper says otherwise
LONGEST_PASTE = 50_000  # characters; a notice of a hundred candidates takes a tenth
DECIMALS = 5  # of transferred votes: Scotland states five, Northern Ireland two


class NumberField(forms.Field):
    """A number as people write it: 15529, 15,529 or 15 529, and 1,529.25 where `decimals` are allowed. What it refuses it names,
    and says what to enter instead."""

    default_error_messages = {
        "negative": gettext_lazy("%s is below nought. Enter 0 or more."),
        "decimal": gettext_lazy("%s has a decimal part. Votes are whole numbers."),
        "decimals": gettext_lazy("%s has more than five decimals. Enter five at most."),
        "text": gettext_lazy("“%s” is not a number. Enter digits only, such as 15,529."),
        "decimal_text": gettext_lazy("“%s” is not a number. Enter digits, and a point before decimals, such as 1,529.25."),
        "large": gettext_lazy("%s is more than there are voters. Look at the paper again."),
    }

    def __init__(self, *, decimals: int = 0, largest: int = LARGEST, **kwargs: object):
        self.decimals, self.largest = decimals, largest
        mode = "decimal" if decimals else "numeric"
        super().__init__(widget=forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}), **kwargs)

    def to_python(self, value: str | None) -> int | Decimal | None:
        typed = (value or "").strip()
        text = re.sub(r"[\s\u00a0\u202f]", "", typed)
        if not text:
            return None
        if fault := self._fault(text):
            raise forms.ValidationError(self.error_messages[fault] % typed, code=fault)
        digits = text.replace(",", "")
        number = Decimal(digits) if self.decimals else int(digits)
        if number > self.largest:
            raise forms.ValidationError(self.error_messages["large"] % typed, code="large")
        return number

    def _fault(self, text: str) -> str:
        """The name of the error in what was typed, or nothing."""
        if re.fullmatch(r"[-−–][\d.,]+", text):
            return "negative"
        if not self.decimals and re.fullmatch(r"\d*\.\d+|\d+,\d{1,2}|\d+\.", text):
            return "decimal"
        whole, point, part = text.partition(".") if self.decimals else (text, "", "")
        if not re.fullmatch(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+", whole) or (point and not re.fullmatch(r"[0-9]+", part)):
            return "decimal_text" if self.decimals else "text"
        return "decimals" if len(part) > self.decimals else ""


class Column(NamedTuple):
    """A column of the sheet's table: its heading, the same after a name ("Ada Quill, stage 2"), and what its boxes hold."""

    heading: str
    spoken: str
    what: str
    stage: int = 1


@dataclass(frozen=True)
class Query:
    """What scrutiny asks about a sheet: its sentence, the box that it stands beside, if any, and whether it is ticked. A tick is
    for the sentence as it was read: another figure asks anew."""

    sentence: str
    value: str
    box: str | None
    ticked: bool
    id: str


@dataclass(frozen=True)
class Line:
    """A row of the sheet's table: its heading, the box in each column, or None where there is none, what is asked about them,
    what stood in them before somebody pasted, as (label, figure), and what the first figure may be with two digits swapped."""

    heading: str
    cells: tuple[tuple[Column, forms.BoundField | None], ...]
    candidacy: Candidacy | None = None
    queries: tuple[Query, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    share: Fraction | None = None
    running: int | None = None

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [box for _column, box in self.cells if box]

    @property
    def sole(self) -> forms.BoundField | None:
        """The only box of the row, whose label the heading is."""
        return self.boxes[0] if len(self.boxes) == 1 else None

    @property
    def wrong(self) -> list[forms.BoundField]:
        return [box for box in self.boxes if box.errors]

    @property
    def beside(self) -> list[tuple[forms.BoundField, list[Query]]]:
        """Each box of the row with what is asked about it."""
        return [(box, [query for query in self.queries if query.box == box.name]) for box in self.boxes]


@dataclass(frozen=True)
class SoFar:
    """What follows from the figures that are typed: of `boxes` votes `filled` make up `total`. `result` is as if nobody else
    stood; its shares are of the stated total, or of the sum while none is stated."""

    total: int
    filled: int
    boxes: int
    stated: int | None
    result: counting.Outcome

    @property
    def apart(self) -> int | None:
        """The sum less the stated total."""
        return None if self.stated is None else self.total - self.stated

    @property
    def leaders(self) -> list[counting.Line]:
        return [line for line in self.result.ordered if self.result.ranks.get(line.key) == 1]


def has_stages(contest: Contest) -> bool:
    """Whether the paper is a table of stages, as many as it took."""
    return contest.voting_system.startswith("STV")


def stages_of(*papers: Paper) -> int:
    return max((row.stage for paper in papers for row in paper.rows), default=1)


def name_of(what: str, candidacy_id: int | None, stage: int = 1) -> str:
    """The name of a box; without a candidacy, of the votes that were not transferable."""
    name = f"{what}_{candidacy_id or 'lost'}"
    return name if stage == 1 else f"{name}_{stage}"


class StagesForm(forms.Form):
    """How many columns the sheet of a transferable vote needs."""

    stages = forms.IntegerField(
        label=gettext_lazy("Stages on the paper"),
        min_value=1,
        max_value=MOST_STAGES,
        help_text=gettext_lazy("You can add a stage later; what you do not fill in is left out."),
        error_messages={"required": gettext_lazy("Enter the number of stages."), "invalid": gettext_lazy("Enter a number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class SheetForm(forms.Form):
    """One person's entry for one contest and revision, with the boxes of its voting system. `paper` is what was typed, once the
    form is valid. `stages` is how many columns of votes a transferable vote has; other systems have their own number."""

    for_revision = forms.IntegerField(widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("Where you read the figures: the declaration paper, its photograph, who read it out."),
        error_messages={"required": gettext_lazy("Say where the figures come from.")},
    )
    electorate = NumberField(label=gettext_lazy("Electorate"), required=False)
    ballot_papers = NumberField(label=gettext_lazy("Ballot papers"), required=False)
    valid_votes = NumberField(label=gettext_lazy("Valid votes, as stated"), required=False)
    rejected_ballots = NumberField(label=gettext_lazy("Rejected ballots"), required=False)
    lot_source = forms.CharField(
        label=gettext_lazy("Source of the lot"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Who reported it, if it does not stand on the paper itself."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Figures, copied from anywhere"),
        required=False,
        help_text=gettext_lazy(
            "A column in the order of the ballot paper, a table from a spreadsheet, or the returning officer’s text. Names and "
            "parties are matched; what fits nobody, or more than one, is shown and left to you. Nothing is handed in by it."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    stands = forms.Field(required=False, widget=forms.SelectMultiple)  # the sentences of the queries that are ticked
    stands_why = forms.CharField(
        label=gettext_lazy("Why it stands"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("In a few words, for all that is ticked. It is kept with the sheet."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, contest: Contest, *args: object, stages: int = STAGES, **kwargs: object):
        self.contest, self.stages = contest, stages
        kwargs.setdefault("initial", {"for_revision": contest.revision + 1, "submission": uuid.uuid4(), "stages": stages})
        kwargs.setdefault("auto_id", "sheet-%s")
        super().__init__(*args, **kwargs)
        every = contest.standing()
        self.candidacies = [candidacy for candidacy in every if candidacy.on_list_id is None]
        members = [candidacy for candidacy in every if candidacy.on_list_id] if self._system == "AMS" else []
        self.members = sorted(members, key=lambda member: member.list_position or 0)
        self.columns, self.queries, self.replaced = self._columns(), list[Query](), dict[str, str]()
        self.so_far: SoFar | None = None
        self._add_boxes()
        for name, field in self.fields.items():
            if isinstance(field, NumberField):  # what is said about it stands there, now or later
                field.widget.attrs["aria-describedby"] = f"{self.auto_id % name}_error"

    @property
    def _system(self) -> str:
        return self.contest.voting_system

    @property
    def in_stages(self) -> bool:
        return has_stages(self.contest)

    @property
    def may_grow(self) -> bool:
        return self.in_stages and self.stages < MOST_STAGES

    def _columns(self) -> list[Column]:
        if self.in_stages:
            stages = range(1, self.stages + 1)
            numbered = [Column(_("Stage %d") % stage, _("stage %d") % stage, "votes", stage) for stage in stages]
            return [*numbered, Column(_("Elected"), _("elected"), "elected")]
        if self._system == "SV":
            return [
                Column(_("First preferences"), _("first preferences"), "votes"),
                Column(_("Second preferences transferred"), _("second preferences transferred"), "votes", 2),
            ]
        votes = Column(_("Votes"), _("votes"), "votes")
        if self._system == "AMS":
            return [votes, Column(_("Constituency seats"), _("constituency seats"), "seats")]
        return [votes]

    def _add_boxes(self) -> None:
        for candidacy in self.candidacies:
            for column in self.columns:
                self.fields[self._name(column, candidacy.pk)] = self._field(candidacy, column)
            label = _("%s, lot") % candidacy.ballot_name
            lots = forms.ChoiceField(label=label, choices=Tally.Lot.choices, required=False)
            self.fields[name_of("lot", candidacy.pk)] = lots
        for member in self.members:
            label = _("%s, elected in a constituency") % member.ballot_name
            self.fields[name_of("elsewhere", member.pk)] = forms.BooleanField(label=label, required=False)
        if self._system == "SV":
            self.fields["rejected_ballots"].label = _("Rejected ballots, first preferences")
            label = _("Rejected ballots, second preferences")
            self.fields["rejected_ballots_2"] = NumberField(label=label, required=False)
        if self.in_stages:
            hidden = forms.HiddenInput
            self.fields["stages"] = forms.IntegerField(min_value=1, max_value=MOST_STAGES, widget=hidden)
            self.fields["quota"] = NumberField(label=_("Quota"), decimals=DECIMALS, required=False)
            for column in self.columns[:-1]:
                label = _("Not transferable, %s") % column.spoken
                lost = NumberField(label=label, decimals=DECIMALS, required=False)
                self.fields[self._name(column, None)] = lost

    def _field(self, candidacy: Candidacy, column: Column) -> forms.Field:
        """A box of a line. First preferences are whole numbers in every system."""
        name, required = candidacy.ballot_name, candidacy.kind != Candidacy.Kind.AGGREGATE
        label = name if len(self.columns) == 1 else _("%(name)s, %(what)s") % {"name": name, "what": column.spoken}
        if column.what == "elected":
            return forms.BooleanField(label=label, required=False)
        if column.what == "seats":
            messages = {
                "required": _("Enter the constituency seats of %s; 0 if none were won.") % name,
                "decimal": _("%s has a decimal part. Seats are whole numbers."),
                "large": _("%s is more than there are seats. Look at the paper again."),
            }
            return NumberField(label=label, required=required, largest=MOST_SEATS, error_messages=messages)
        if column.stage > 1:
            return NumberField(label=label, required=False, decimals=DECIMALS if self.in_stages else 0)
        missing = _("Enter the votes for %s; 0 if none were cast.") % name
        return NumberField(label=label, required=required, error_messages={"required": missing})

    # What the page shows.

    def lines(self) -> Iterator[Line]:
        """The candidates in the order of the ballot paper; then the votes that stayed with nobody."""
        total = 0
        for candidacy in self.candidacies:
            line = self._line(candidacy.ballot_name, [self._name(column, candidacy.pk) for column in self.columns], candidacy)
            typed = self.so_far.result.lines.get(candidacy.slug) if self.so_far else None
            if self.so_far and typed:
                total += typed.votes or 0
                share, hint = self.so_far.result.shares.get(candidacy.slug), self.hints.get(candidacy.slug, "")
                line = replace(line, share=share, running=total, hint=hint)
            yield line
        if self.in_stages:
            yield self._line(_("Not transferable"), [self._name(column, None) for column in self.columns])

    def totals(self) -> Iterator[Line]:
        for name in ("valid_votes", "quota", "rejected_ballots", "ballot_papers", "electorate"):
            if name == "rejected_ballots" and self._system == "SV":
                yield self._line(_("Rejected ballots"), [name, "rejected_ballots_2"])
            elif name in self.fields:
                yield self._line(str(self.fields[name].label), [name])

    def _line(self, heading: str, names: Sequence[str], candidacy: Candidacy | None = None) -> Line:
        boxes = (self[name] if name in self.fields else None for name in names)
        queries = tuple(query for query in self.queries if query.box in names)
        replaced = tuple((str(self.fields[name].label), self.replaced[name]) for name in names if name in self.replaced)
        return Line(heading, tuple(zip_longest(self.columns, boxes)), candidacy, queries, replaced)

    @property
    def queries_apart(self) -> list[Query]:
        """What is asked about the sheet as a whole."""
        return [query for query in self.queries if query.box is None]

    @staticmethod
    def _name(column: Column, candidacy_id: int | None) -> str:
        return name_of(column.what, candidacy_id, column.stage)

    def lots(self) -> list[forms.BoundField]:
        return [self[name_of("lot", candidacy.pk)] for candidacy in self.candidacies]

    @property
    def lots_wrong(self) -> list[forms.BoundField]:
        return [box for box in (*self.lots(), self["lot_source"]) if box.errors]

    @property
    def lots_open(self) -> bool:
        """Whether something stands in the part for lots, so that it is not folded away."""
        return bool(self.lots_wrong) or any(box.value() for box in (*self.lots(), self["lot_source"]))

    def lists(self) -> Iterator[tuple[Candidacy, list[tuple[Candidacy, forms.BoundField]], bool]]:
        """(list, its members in their order with their boxes, whether one is ticked)."""
        for one in self.candidacies:
            boxes = [(member, self[name_of("elsewhere", member.pk)]) for member in self.members if member.on_list_id == one.pk]
            if boxes:
                yield one, boxes, any(box.value() for _member, box in boxes)

    def boxes(self) -> Iterator[tuple[Candidacy | None, forms.BoundField]]:
        """Every box that two people must have equal, with the candidacy that it is about, in the order of the page."""
        for line in (*self.lines(), *self.totals()):
            yield from ((line.candidacy, box) for box in line.boxes)
        yield from zip(self.candidacies, self.lots(), strict=True)
        yield from ((member, box) for _one, members, _ticked in self.lists() for member, box in members)

    # Between boxes and papers.

    def clean(self) -> dict:
        data = super().clean() or {}
        self.so_far = self._so_far()
        if not self.errors:
            self.doubt(self.contest.doubts(self.paper))
        return data

    def _so_far(self) -> SoFar:
        paper = replace(self.paper, for_revision=self.contest.revision + 1)
        count = count_of(self.contest.ballot, paper, candidacy_rows([self.contest.pk])[self.contest.pk])
        typed = tuple(line for line in count.lines if line.votes is not None)
        total = sum(line.votes or 0 for line in typed)
        result = counting.outcome(replace(count, lines=typed))
        return SoFar(total, len(typed), len(count.lines), count.valid_votes, result)

    @cached_property
    def hints(self) -> dict[str, str]:
        """Where the boxes do not add up: beside each figure that two swapped digits would mend, what it may be, by candidate."""
        if self.so_far is None or self.so_far.filled < self.so_far.boxes or not self.so_far.result.count.one_vote:
            return {}
        mends = scrutiny.mends(self.so_far.result.count)[: scrutiny.SWAPS_NAMED]
        words = _("%(typed)s may be %(right)s, with two digits swapped: then the boxes would add up.")
        if len(mends) == 1:
            words = _("%(typed)s may be %(right)s, with two digits swapped: of all the boxes only this would make them add up.")
        return {line.key: words % {"typed": f"{line.votes:,}", "right": f"{right:,}"} for line, right in mends}

    def doubt(self, doubts: Sequence[scrutiny.Doubt]) -> None:
        """Puts each refusal and each query beside the box that it is about. A query without its tick, or without a reason, keeps
        the sheet from being handed in."""
        ticked = self.cleaned_data.get("stands") or ()
        self.queries = []
        for number, doubt in enumerate(doubts):
            box, words = self._box_of(doubt), _(doubt.sentence.words) % doubt.sentence.values
            if doubt.level is scrutiny.Level.REFUSE:
                self.add_error(box, words)
            else:
                self.queries.append(Query(words, str(doubt), box, str(doubt) in ticked, f"stands-{box or number}-{doubt.code}"))
        self._ask()

    def _ask(self) -> None:
        if not all(query.ticked for query in self.queries):
            self.add_error(None, _("Nothing was saved yet. Look at the paper again: tick each doubt that stands, and say why."))
        if self.queries and not self.cleaned_data.get("stands_why"):
            self.add_error("stands_why", _("Say why it stands, such as “as read out”."))

    @property
    def let_stand(self) -> dict[str, str]:
        """Why each query that is ticked may stand, by its sentence."""
        return dict.fromkeys(self.cleaned_data["stands"] or (), self.cleaned_data["stands_why"])

    def _box_of(self, doubt: scrutiny.Doubt) -> str | None:
        """The name of the box that a doubt is about, or None; what is wrong with a whole stage stands below its column."""
        slugs = {candidacy.slug: candidacy.pk for candidacy in self.candidacies}
        name = doubt.box
        if doubt.line in slugs or doubt.stage:
            name = name_of("votes", slugs.get(doubt.line), doubt.stage or 1)
        return name if name in self.fields else None

    @property
    def paper(self) -> Paper:
        data = {**dict.fromkeys(self.fields), **self.cleaned_data}
        rejected = [data["rejected_ballots"], data.get("rejected_ballots_2")]
        while rejected and rejected[-1] is None:
            rejected.pop()
        return Paper(
            contest_id=self.contest.pk,
            for_revision=data["for_revision"],
            source=data["source"],
            electorate=data["electorate"],
            ballot_papers=data["ballot_papers"],
            valid_votes=data["valid_votes"],
            rejected_ballots=tuple(rejected),
            quota=data.get("quota"),
            rows=tuple(self._rows(data)),
        )

    def _rows(self, data: Mapping[str, object]) -> Iterator[Row]:
        """A row for every line, and one for each later stage that has a figure and each member who is ticked."""
        for candidacy in self.candidacies:
            lot = data[name_of("lot", candidacy.pk)] or ""
            yield Row(
                candidacy.pk,
                votes=data[name_of("votes", candidacy.pk)],
                constituency_seats=data.get(name_of("seats", candidacy.pk)),
                elected=data.get(name_of("elected", candidacy.pk)) or None,
                lot=lot,
                lot_source=(data["lot_source"] or data["source"]) if lot else "",
            )
        for key in (*(candidacy.pk for candidacy in self.candidacies), None):
            for column in self.columns[0 if key is None else 1 :]:
                votes = data.get(name_of("votes", key, column.stage)) if column.what == "votes" else None
                if votes is not None:
                    yield Row(key, stage=column.stage, votes=votes)
        for member in self.members:
            if data[name_of("elsewhere", member.pk)]:
                yield Row(member.pk, status=ELSEWHERE)

    @staticmethod
    def read(paper: Paper) -> dict[str, int | Decimal | str]:
        """What a paper says, by the name of the box: a number, or the words of a tick or a lot. What it does not say is not
        there."""
        said: dict[str, int | Decimal | str | None] = {
            name: getattr(paper, name) for name in ("valid_votes", "quota", "ballot_papers", "electorate")
        }
        for stage, number in enumerate(paper.rejected_ballots, start=1):
            said["rejected_ballots" if stage == 1 else f"rejected_ballots_{stage}"] = number
        for row in paper.rows:
            said[name_of("votes", row.candidacy_id, row.stage)] = row.votes
            said[name_of("seats", row.candidacy_id, row.stage)] = row.constituency_seats
            said[name_of("elected", row.candidacy_id, row.stage)] = _("elected") if row.elected else None
            said[name_of("lot", row.candidacy_id, row.stage)] = str(Tally.Lot(row.lot).label) if row.lot else None
            said[name_of("elsewhere", row.candidacy_id)] = _("elected") if row.status == ELSEWHERE else None
        return {name: value for name, value in said.items() if value is not None}


class TypedForm(SheetForm):
    """A sheet while it is typed, of which nothing is saved: what is empty is not missing yet, and nobody is asked for a tick."""

    def clean(self) -> dict:
        faults = self.errors.as_data()
        for name in [name for name, found in faults.items() if any(fault.code == "required" for fault in found)]:
            del self.errors[name]
        self.so_far = self._so_far()
        paper = replace(self.paper, for_revision=self.contest.revision + 1)
        self.doubt([doubt for doubt in self.contest.doubts(paper) if self._due(doubt)])
        return self.cleaned_data

    def _due(self, doubt: scrutiny.Doubt) -> bool:
        """Whether a doubt is one already: a later stage adds up once its last box, of what was not transferable, is filled."""
        last = name_of("votes", None, doubt.stage)
        unfinished = self.in_stages and doubt.stage > 1 and self.cleaned_data.get(last) is None
        return doubt.code != "missing" and not unfinished

    def _ask(self) -> None:
        pass


class CorrectionForm(SheetForm):
    """The whole paper again, with a note that says to readers what changes and why."""

    public_note = forms.CharField(
        label=gettext_lazy("Note for readers"),
        max_length=500,
        help_text=gettext_lazy("What changes and why, as it will stand on the contest’s page."),
        error_messages={"required": gettext_lazy("Say in a note for readers what changes and why.")},
    )

    @property
    def paper(self) -> Paper:
        return replace(super().paper, kind=Kind.CORRECTION, public_note=self.cleaned_data.get("public_note", ""))


class TypedCorrectionForm(TypedForm, CorrectionForm):
    """A correction while it is typed."""


# Pasting.


@dataclass(frozen=True)
class Filled:
    """What a paste did to a sheet: `boxes` hold what it says; `replaced` are those where something else had been typed, as
    (label, what stood there, what stands there now), and `without` the candidates for whom it had nothing, with what is still
    in their box."""

    pasted: paste.Pasted
    boxes: int
    replaced: tuple[tuple[str, str, str], ...]
    without: tuple[tuple[str, str], ...]

    @property
    def unplaced(self) -> list[tuple[str, str]]:
        return [(one.text, _(one.why.words) % one.why.values) for one in self.pasted.unplaced]

    @property
    def complete(self) -> bool:
        return not (self.replaced or self.without or self.pasted.unplaced)


def fill[Typed: TypedForm](of: type[Typed], contest: Contest, typed: QueryDict, *, stages: int) -> tuple[Typed, Filled]:
    """The sheet with what somebody pasted in its boxes, to be looked at: nothing of it is saved. What was typed into a box gives
    way to the paste, and is shown beside it; what the paste does not say stays. A paste that is placed whole is cleared away."""
    blank = of(contest, stages=stages)
    lines = [
        paste.Line(
            tuple(blank._name(column, candidacy.pk) for column in blank.columns if column.what != "elected"),
            candidacy.ballot_name,
            candidacy.family_name,
            _called(candidacy),
        )
        for candidacy in blank.candidacies
    ]
    totals = [box.name for line in blank.totals() for box in line.boxes]
    pasted = paste.read(typed.get("pasted", "")[:LONGEST_PASTE], lines, totals, decimals=blank.in_stages)
    data, replaced = typed.copy(), dict[str, tuple[str, str]]()
    for name, value in pasted.filled.items():
        before, now = data.get(name, "").strip(), f"{value.normalize():,f}"
        if before and _figure(before) != value:
            replaced[name] = (before, now)
        data[name] = now
    without = tuple((line.name, data.get(line.boxes[0], "").strip()) for line in lines if line.boxes[0] not in pasted.filled)
    said = tuple((str(blank.fields[name].label), before, now) for name, (before, now) in replaced.items())
    filled = Filled(pasted, len(pasted.filled), said, without)
    data["pasted"] = "" if not pasted.unplaced else data["pasted"]
    form = of(contest, data, stages=stages)
    form.replaced = {name: before for name, (before, _now) in replaced.items()}
    form.is_valid()
    return form, filled


def _called(candidacy: Candidacy) -> tuple[str, ...]:
    """Every way in which papers call what a candidate stands for."""
    if candidacy.standing_as == Candidacy.StandingAs.INDEPENDENT:
        return (*paste.INDEPENDENT, candidacy.description)
    if candidacy.standing_as == Candidacy.StandingAs.SPEAKER:
        return (_("Speaker"), str(Candidacy.StandingAs.SPEAKER.label), candidacy.description)
    party = candidacy.party
    names = (party.name, party.short_name, party.abbreviation, *party.aliases) if party else ()
    return (*names, candidacy.description)


def _figure(typed: str) -> int | Decimal | None:
    try:
        return NumberField(decimals=DECIMALS, required=False).clean(typed)
    except forms.ValidationError:
        return None


class NoticeForm(forms.Form):
    """A declaration without figures: who won before the figures are known, or that a poll was not held, or is void."""

    for_revision = forms.IntegerField(widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("Where you read it: the notice, its photograph, who read it out."),
        error_messages={"required": gettext_lazy("Say where this comes from.")},
    )
    public_note = forms.CharField(
        label=gettext_lazy("Note for readers"),
        max_length=500,
        help_text=gettext_lazy("Why, as it will stand on the contest’s page."),
        error_messages={"required": gettext_lazy("Say to readers why.")},
    )

    def __init__(self, contest: Contest, kind: str, *args: object, **kwargs: object):
        self.contest, self.kind = contest, kind
        kwargs.setdefault("initial", {"for_revision": contest.revision + 1, "submission": uuid.uuid4()})
        kwargs.setdefault("auto_id", "sheet-%s")
        super().__init__(*args, **kwargs)
        self.candidacies = [candidacy for candidacy in contest.standing() if candidacy.on_list_id is None]
        self.fields["public_note"].required = kind != Kind.WINNER
        for candidacy in self.candidacies if kind == Kind.WINNER else ():
            label = _("%s is elected") % candidacy.ballot_name
            self.fields[name_of("elected", candidacy.pk)] = forms.BooleanField(label=label, required=False)

    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("elected_")]

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors:
            self.doubt(self.contest.doubts(self.paper))
        return data

    def doubt(self, doubts: Iterable[scrutiny.Doubt]) -> None:
        for doubt in (doubt for doubt in doubts if doubt.level is scrutiny.Level.REFUSE):
            self.add_error(doubt.box if doubt.box in self.fields else None, _(doubt.sentence.words) % doubt.sentence.values)

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        everyone = self.kind == Kind.UNCONTESTED
        ticked = [c for c in self.candidacies if everyone or data.get(name_of("elected", c.pk))]
        return Paper(
            contest_id=self.contest.pk,
            for_revision=data["for_revision"],
            kind=self.kind,
            source=data["source"],
            public_note=data["public_note"],
            rows=tuple(Row(candidacy.pk, elected=True) for candidacy in ticked),
        )


class NamesForm(NoticeForm):
    """Corrected names and parties of who stands in a declared contest; its figures are taken over as they are published."""

    def __init__(self, contest: Contest, *args: object, **kwargs: object):
        super().__init__(contest, Kind.CORRECTION, *args, **kwargs)
        self.fields["public_note"].help_text = _("What was wrong and why, as it will stand on the contest’s page.")
        self.standing = [one for one in contest.standing() if one.kind != Candidacy.Kind.AGGREGATE]
        apart = [(value, label) for value, label in Candidacy.StandingAs.choices if value != Candidacy.StandingAs.PARTY]
        parties = [*Party.objects.values_list("pk", "name"), *apart]
        for one in self.standing:
            name = forms.CharField(
                label=_("%s: name") % one.ballot_name,
                max_length=200,
                initial=one.ballot_name,
                error_messages={"required": _("Enter the name as on the ballot paper.")},
            )
            chosen = one.party_id or one.standing_as
            party = forms.ChoiceField(label=_("%s: party") % one.ballot_name, choices=parties, initial=chosen)
            self.fields |= {f"name_{one.pk}": name, f"party_{one.pk}": party}

    def rows(self) -> list[tuple[Candidacy, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"name_{one.pk}"], self[f"party_{one.pk}"]) for one in self.standing]

    def clean(self) -> dict:
        if not self.errors and not self.namings:
            raise forms.ValidationError(_("Nothing is changed yet. Correct a name or a party."))
        return super().clean()

    @property
    def namings(self) -> tuple[Naming, ...]:
        """What is to be changed: a line for each who is called otherwise, or stands for another party, than now."""
        found = []
        for one in self.standing:
            said = self.cleaned_data[f"party_{one.pk}"]
            party = int(said) if said.isdecimal() else None
            standing_as = Candidacy.StandingAs.PARTY if party else said
            naming = Naming(one.pk, " ".join(self.cleaned_data[f"name_{one.pk}"].split()), str(standing_as), party)
            if naming != (one.pk, one.ballot_name, one.standing_as, one.party_id):
                found.append(naming)
        return tuple(found)

    def changes(self) -> list[tuple[str, str, str]]:
        """The same in words: (what, before, after)."""
        parties = dict(self.fields[f"party_{self.standing[0].pk}"].choices)
        by_key = {one.pk: one for one in self.standing}
        found = []
        for naming in self.namings:
            one = by_key[naming.candidacy_id]
            before = f"{one.ballot_name}, {parties[one.party_id or one.standing_as]}"
            after = f"{naming.ballot_name}, {parties[naming.party_id or naming.standing_as]}"
            found.append((str(_("Candidate")), before, after))
        return found

    @property
    def paper(self) -> Paper:
        """The published paper again, with the names."""
        data, published = self.cleaned_data, self.contest.newest_declaration().sheet.paper()
        said = {name: data[name] for name in ("for_revision", "source", "public_note")}
        return replace(published, kind=Kind.CORRECTION, namings=self.namings, **said)


class OverrideForm(forms.Form):
    """A duty editor publishes one person's sheet."""

    sheet = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Readers see it, with the words “entered by one person”."),
        error_messages={"required": gettext_lazy("Give the reason: readers see it.")},
    )


# Setting up.


class CandidaciesForm(forms.BaseInlineFormSet):
    """The candidates of a contest. Members stand on its own lists only, each in a place of their own."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = Candidacy.objects.filter(contest=self.instance.pk, kind=Candidacy.Kind.LIST)
        self.lists = [("", "---------"), *((one.pk, one.ballot_name) for one in found)]

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if on_list := form.fields.get("on_list"):
            on_list.queryset = Candidacy.objects.filter(contest=self.instance.pk, kind=Candidacy.Kind.LIST)
            on_list.choices = self.lists  # read once, not once for each row
            on_list.error_messages["invalid_choice"] = _("Choose a list of this contest.")

    def clean(self) -> None:
        super().clean()
        places: dict[tuple[int, int], str] = {}
        for form in self.forms:
            row = form.instance
            if "kind" in form.changed_data and row.pk and row.kind != Candidacy.Kind.LIST and row.members.exists():
                form.add_error("kind", _("Members stand on this list: it stays a list."))
            if row.on_list_id and row.list_position and not form.errors:
                taken = places.setdefault((row.on_list_id, row.list_position), row.ballot_name)
                if taken != row.ballot_name:
                    form.add_error("list_position", _("%s has this place. Give each member another one.") % taken)


# Files.

LARGEST_FILE = 20 * 1024 * 1024  # bytes; a general election of 4,500 candidates takes two
KINDS = {  # how a file begins that is no CSV, and what to do with it
    b"PK\x03\x04": gettext_lazy("%s is a spreadsheet or a zip archive. Open it, save it as CSV in UTF-8, and choose that file."),
    b"\xd0\xcf\x11\xe0": gettext_lazy("%s is an old Excel file. Open it, save it as CSV in UTF-8, and choose that file."),
    b"%PDF": gettext_lazy("%s is a PDF. Ask its publisher for the table as CSV, or enter the counts by hand."),
}


class FileForm(forms.Form):
    """A file of results, or the House of Commons Library's two, as somebody chooses it. A file that can be read is kept, so that
    it need not be chosen again, whatever is wrong with another box: `kept` has it by the name of its box. `by` is who
    chooses."""

    kept_file = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kept_second = forms.UUIDField(required=False, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=95,
        help_text=gettext_lazy(
            "CSV, 20 MB at most: in our own format, of Democracy Club, or of the House of Commons Library, by candidate."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    second = forms.FileField(
        label=gettext_lazy("Second file"),
        required=False,
        max_length=95,
        help_text=gettext_lazy("Only for the House of Commons Library’s pair: the results by constituency."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    polling_day = forms.DateField(
        label=gettext_lazy("Polling day"),
        required=False,
        help_text=gettext_lazy("Only where the file does not say it, as 2024-07-04."),
        error_messages={"invalid": gettext_lazy("Enter a date as 2024-07-04.")},
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )
    alone = forms.BooleanField(label=gettext_lazy("Publish without a second person"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Readers see it, with the words “entered by one person”."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any):
        super().__init__(*args, auto_id="file-%s", **kwargs)
        self.by, self.kept = by, dict[str, Upload]()
        if not by.has_perm("elections.override_declaration"):
            del self.fields["alone"], self.fields["reason"]

    def clean_file(self) -> Upload:
        if found := self._keep("file"):
            return found
        raise forms.ValidationError(_("Choose the file."))

    def clean_second(self) -> Upload | None:
        return self._keep("second")

    def _keep(self, name: str) -> Upload | None:
        """What was chosen now, or else what was kept when the form was sent before."""
        chosen, key = self.cleaned_data[name], self.cleaned_data.get(f"kept_{name}")
        if chosen:
            if fault := fault_of(chosen):
                raise forms.ValidationError(fault)
            self.kept[name] = Upload.keep(chosen.name, chosen.read(), by=self.by)
        elif key:
            found = Upload.objects.filter(pk=key, by=self.by).first()
            if found is None:
                raise forms.ValidationError(_("The file was kept for a day, and is gone. Choose it again."))
            self.kept[name] = found
        return self.kept.get(name)

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("alone") and not data.get("reason"):
            self.add_error("reason", _("Give the reason: readers see it."))
        if data.get("reason") and not data.get("alone"):
            self.add_error("alone", _("Tick this too, or leave the reason empty."))
        return data


def fault_of(chosen: UploadedFile) -> str:
    """Why a file cannot even be read, and what to do instead; nothing where it may be tried."""
    if chosen.size > LARGEST_FILE:
        return _("%s is larger than 20 MB. Split it by contest, or ask the operator to import it.") % chosen.name
    start = chosen.read(4)
    chosen.seek(0)
    return next((str(words) % chosen.name for mark, words in KINDS.items() if start.startswith(mark)), "")
