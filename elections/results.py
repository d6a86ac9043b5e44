"""THE DOOR FOR READERS: results as frozen dataclasses, in a fixed number of queries, whatever the number of candidates.

Pages, fragments, stories and exports read results here and nowhere else. Everything derived is computed from the tallies
by the pure files; nothing of it is stored, so nothing can disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _

from elections import counting, figures, standings
from elections.models import Change, Contest, Election, Kind, Party
from elections.papers import outcome_of
from elections.standings import Held, Tenure
from elections.versions import Version

LEADERS = 2  # who are shown large above the table
FIRST_ROWS = 5  # of the table; the rest can be opened
THIN = Fraction(1, 50)  # in the share bar, who has less stands among the others


@dataclass(frozen=True)
class Segment:
    """A part of the share bar, in per cent of its width."""

    name: str
    party_class: str
    x: Decimal
    width: Decimal
    share: Fraction
    labelled: bool


@dataclass(frozen=True)
class Row:
    """One line as readers see it. `share` and `change` are Fractions of 1; `new` means not there in the comparison."""

    slug: str
    name: str
    party: str
    party_abbreviation: str
    party_class: str
    votes: int | None
    rank: int | None
    share: Fraction | None
    change: Fraction | None
    new: bool
    elected: bool
    by_lot: bool
    deposit_lost: bool
    continues: str


@dataclass(frozen=True)
class Names:
    """How a candidacy is named apart from the ballot paper: what counting does not need and a file does."""

    given_name: str
    family_name: str
    external_id: str
    adjunct_party: str


@dataclass(frozen=True)
class Place:
    """Where a contest is: the area's parent, country, region and GSS code, each "" where it is not known."""

    parent: str
    country: str
    region: str
    gss: str


@dataclass(frozen=True)
class Result:
    """One contest as readers see it; before it is declared, the candidates in the order of the ballot paper."""

    id: int
    ballot_paper_id: str
    area: str
    area_slug: str
    area_kind: str
    election: str
    election_slug: str
    election_kind: str
    polling_on: date
    by_election: bool
    by_election_reason: str
    rehearsal: bool
    notional: bool
    voting_system: str
    seats: int
    revision: int
    kind: str | None
    published_at: datetime | None
    first_entered_at: datetime | None
    confirmed_at: datetime | None
    one_person: bool
    override_reason: str
    public_note: str
    source: str
    outcome: counting.Outcome
    declared_at: datetime | None
    previous: counting.Outcome | None
    previous_year: int | None
    previous_ballot_paper_id: str
    previous_polling_on: date | None
    previous_notional: bool
    replaces: str
    replaced_by: str
    declarations: tuple[int, ...]
    history: tuple[Held, ...] | None
    place: Place
    names: Mapping[str, Names]

    @property
    def anchor_prefix(self) -> str:
        """What the ids of this result begin with where it is not the first one on a page."""
        return f"c{self.id}-"

    @property
    def declared(self) -> bool:
        return self.kind is not None

    @property
    def state(self) -> str:
        """Where the result stands: awaited, confirmed by two people, or single, published on one person's sheet."""
        if not self.declared:
            return "awaited"
        return "single" if self.one_person else "confirmed"

    @property
    def party_class(self) -> str:
        """The colour of the whole: the winner's, or none while there is no winner."""
        winner = self.outcome.winner
        return party_class(winner) if winner else "result--awaited"

    @property
    def title(self) -> str:
        if self.by_election:
            return _("%(area)s by-election") % {"area": self.area}
        if self.election_kind == "mayor":
            return _("%(area)s mayor") % {"area": self.area}
        if self.election_kind == "pcc":
            return _("%(area)s police and crime commissioner") % {"area": self.area}
        return self.area

    @cached_property
    def change(self) -> counting.Change | None:
        return counting.compare(self.outcome, self.previous) if self.previous else None

    @cached_property
    def figures(self) -> dict[str, figures.Figure]:
        found = figures.figures(self.outcome, self.previous)
        return found if self.history is None else {**found, **figures.history(self.defending)}

    @cached_property
    def defending(self) -> Tenure | None:
        """Who held the seat when it was voted on, and since when, where the result was asked for with its history."""
        return standings.defending(self.history or (), self.polling_on)

    @property
    def last_held_by(self) -> Tenure | None:
        """Who held the seat on the day, where that is not the winner of the comparison, against whom hold and gain are said."""
        held, former = self.defending, self.change.former if self.change else None
        if held is None or former is None or None in (held.holder.identity, former.identity):
            return None
        return held if held.holder.identity != former.identity else None

    @property
    def holder(self) -> str:
        """What who held the seat stood for."""
        return _(figures.party(self.defending.holder)) if self.defending else ""

    def rests_on(self, path: str) -> tuple[int, ...]:
        """The declarations that a figure rests on: the contest's and its comparison's, or those of the seat's history."""
        if path.startswith("held_"):
            return tuple(poll.declaration for poll in self.defending.polls) if self.defending else ()
        return self.declarations

    @cached_property
    def answer(self) -> str:
        """The result in words."""
        words = figures.answer(self.outcome, self.change)
        return _(words.words) % words.values if words else ""

    @property
    def swing(self) -> counting.Swing | None:
        """The swing, where the same two parties led both times."""
        swing = self.change.swing if self.change else None
        return swing if swing and swing.usual else None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every line, winner first."""
        return tuple(self._row(line) for line in self.outcome.ordered)

    def _row(self, line: counting.Line) -> Row:
        result, change = self.outcome, self.change
        changes = change.shares if change else {}
        return Row(
            slug=line.key,
            name=line.name,
            party=_(figures.party(line)),
            party_abbreviation=_("Ind") if line.standing_as == "independent" else line.party_abbreviation or line.party_short,
            party_class=party_class(line),
            votes=line.votes,
            rank=result.ranks.get(line.key),
            share=result.shares.get(line.key),
            change=changes.get(line.key),
            new=line.key in changes and changes[line.key] is None,
            elected=line.key in result.elected,
            by_lot=line.lot == counting.Lot.WON,
            deposit_lost=line.key in (result.deposits_lost or ()),
            continues=self._former_name(line),
        )

    def _former_name(self, line: counting.Line) -> str:
        """The name under which this party stood in the comparison, where it was another."""
        if not self.previous or line.identity is None or line.standing_as != "party":
            return ""
        names = {then.party_short for then in self.previous.count.lines if then.identity == line.identity}
        return "" if not names or line.party_short in names else names.pop()

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The share bar from left to right; those under two per cent are one segment, "others"."""
        shown = [(row.name, row.party_class, row.share) for row in self.rows if row.share is not None]
        parts = [part for part in shown if part[2] >= THIN]
        if others := [part for part in shown if part not in parts]:
            name = others[0][0] if len(others) == 1 else _("%(number)d others") % {"number": len(others)}
            parts.append((name, "p-other", sum((part[2] for part in others), Fraction(0))))
        segments: list[Segment] = []
        x = Fraction(0)
        for name, look, share in parts:
            labelled = len(segments) < LEADERS and share >= Fraction(1, 6)
            left, wide_by = (counting.half_up(value * 100, 2) for value in (x, share))
            segments.append(Segment(name, look, left, wide_by, share, labelled))
            x += share
        return tuple(segments)

    @property
    def renamed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.continues)

    @cached_property
    def final_round(self) -> tuple[tuple[Row, int, int], ...]:
        """(row, second preferences transferred, total) of those who stayed for a second round, most first."""
        second = self.outcome.second_round
        totals = second.totals if second else {}
        stayed = ((row, totals[row.slug] - (row.votes or 0), totals[row.slug]) for row in self.rows if row.slug in totals)
        return tuple(sorted(stayed, key=lambda line: -line[2]))

    @property
    def first_rows(self) -> tuple[Row, ...]:
        return self.rows[:FIRST_ROWS]

    @property
    def more_rows(self) -> tuple[Row, ...]:
        return self.rows[FIRST_ROWS:]

    @property
    def any_new(self) -> bool:
        return any(row.new for row in self.rows)

    @property
    def leaders(self) -> tuple[Row, ...]:
        return self.rows[:LEADERS] if self.outcome.count.known else ()

    @cached_property
    def announcement(self) -> str:
        """One sentence for who hears the page."""
        if not self.declared:
            return _("%(title)s: result awaited.") % {"title": self.title}
        values = {"title": self.title, "answer": self.answer, "majority": f"{self.outcome.majority or 0:,}"}
        if self.outcome.majority:
            return _("%(title)s: %(answer)s, majority %(majority)s.") % values
        return _("%(title)s: %(answer)s.") % values


def party_class(line: counting.Line) -> str:
    """The class that gives a line its colour in the party stylesheet."""
    if line.standing_as == "independent":
        return "p-ind"
    return f"p-{line.party_slug}" if line.party_slug and not line.aggregate else "p-other"


def result(pk: int, *, history: bool = False) -> Result:
    """One result."""
    return results(Q(pk=pk), history=history)[0]


def results(which: Q, order: Sequence[str] = (), *, history: bool = False) -> list[Result]:
    """The results of every contest that matches, in one query; with `history`, who has held their seats since when."""
    contests = Contest.objects.filter(which).with_record(history=history)
    return [_result(contest) for contest in (contests.order_by(*order) if order else contests)]


def _history(records: Sequence[Mapping[str, Any]]) -> Iterator[Held]:
    """The polls that gave a seat to somebody."""
    for record in records:
        if winner := outcome_of(record).winner:
            day = date.fromisoformat(record["polling_on"])
            yield Held(day, record["ballot_paper_id"], winner, record["declaration"])


def versions(ballot_paper_id: str) -> tuple[Contest, Version, Version] | None:
    """(contest, version of its fragment, version of its page) in one query: all that answering "unchanged" takes.

    The page shows stories and quotes beside the result, so that any change of a story moves it.
    """
    contest = (
        Q(kind="contest", key=OuterRef("pk"))
        | Q(kind="contest", key=OuterRef("comparison_id"))
        | Q(kind="election", key=OuterRef("election_id"))
        | Q(kind="area", key=OuterRef("area_id"))
        | Q(kind="party")
    )
    page = contest | Q(kind="article") | Q(kind="person")
    row = (
        Contest.objects.filter(ballot_paper_id=ballot_paper_id)
        .with_declaration()
        .annotate(
            fragment=Change.objects.version(contest), page=Change.objects.version(page), parties=Change.objects.party_version()
        )
        .first()
    )
    return (row, Version.of(row.fragment), Version.of(row.page)) if row else None


def party_colours() -> tuple[Version, list[tuple[str, str, str]]]:
    """The version of the parties, and (slug, light, dark) of each that has a colour."""
    version = Election.objects.annotate(parties=Change.objects.party_version()).values_list("parties", flat=True).first()
    rows = Party.objects.exclude(colour="").order_by("slug").values_list("slug", "colour", "colour_dark")
    return Version.of(version), list(rows)


def latest_declarations(limit: int) -> list[Result]:
    """The newest results, newest first; rehearsals are not among them."""
    real = Contest.objects.filter(election__rehearsal=False).with_declaration()
    newest = real.filter(declared__in=[Kind.FIGURES, Kind.WINNER]).order_by("-election__polling_on", "-published_at", "pk")
    ids = list(newest.values_list("pk", flat=True)[:limit])
    return sorted(results(Q(pk__in=ids)), key=lambda result: ids.index(result.id))


def _result(contest: Contest) -> Result:
    record: Mapping[str, Any] = contest.record  # type: ignore[attr-defined] # by with_record
    then: Mapping[str, Any] | None = contest.comparison_record  # type: ignore[attr-defined]
    declared = bool(record["declaration"])
    return Result(
        id=contest.pk,
        ballot_paper_id=contest.ballot_paper_id,
        area=contest.area.name,
        area_slug=contest.area.slug,
        area_kind=contest.area.kind,
        election=contest.election.name,
        election_slug=contest.election.slug,
        election_kind=contest.election.kind,
        polling_on=contest.election.polling_on,
        by_election=contest.by_election,
        by_election_reason=contest.by_election_reason,
        rehearsal=contest.election.rehearsal,
        notional=contest.notional,
        voting_system=contest.voting_system,
        seats=contest.seats,
        revision=record["revision"],
        kind=record["kind"],
        published_at=_moment(record["published_at"]),
        first_entered_at=_moment(record["first_entered_at"]),
        confirmed_at=_moment(record["confirmed_at"]),
        one_person=declared and not record["confirmed_at"],
        override_reason=record["override_reason"] or "",
        public_note=record["public_note"] or "",
        source=record["source"] or "",
        outcome=outcome_of(record),
        declared_at=_moment(record["declared_at"]),
        previous=outcome_of(then) if then else None,
        previous_year=date.fromisoformat(then["polling_on"]).year if then else None,
        previous_ballot_paper_id=then["ballot_paper_id"] if then else "",
        previous_polling_on=date.fromisoformat(then["polling_on"]) if then else None,
        previous_notional=bool(then and then["notional"]),
        replaces=record["replaces"] or "",
        replaced_by=record["replaced_by"] or "",
        history=tuple(_history(contest.history_records or ())) if hasattr(contest, "history_records") else None,
        place=Place(record["area_parent"] or "", contest.area.country, contest.area.region, record["gss"] or ""),
        names={
            line["slug"]: Names(line["given_name"], line["family_name"], line["external_id"], line["adjunct"] or "")
            for line in record["lines"]
        },
        declarations=tuple(side["declaration"] for side in (record, then) if side and side["declaration"]),
    )


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
