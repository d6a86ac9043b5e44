"""THE DOOR FOR READERS: results as frozen dataclasses, in a fixed number of queries, whatever the number of candidates.

Pages, fragments, stories and exports read results here and nowhere else. Everything derived is computed from the tallies
by the pure files; nothing of it is stored, so nothing can disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from elections import charts, counting, figures, rounds, standings
from elections.models import NO_RESULT, Change, Contest, Declaration, Election, Kind, Party, renamed
from elections.papers import outcome_of
from elections.standings import Held, Tenure
from elections.tables import (
    Allocation,
    ListMember,
    ListRow,
    Quotient,
    RoundRow,
    Rounds,
    Row,
    Stages,
    bands_of,
    length,
    party_class,
    places_of,
    quotient,
    seat_of,
    stage_row,
)
from elections.versions import Version

ELECTED = [Kind.FIGURES, Kind.WINNER, Kind.CORRECTION]  # declarations that say who is elected after a poll
LEADERS = 2  # who are shown large above the table
FIRST_ROWS = 5  # of the table; the rest can be opened
AS_IT_HAPPENED = timedelta(days=8)  # from the beginning of a polling day: a result that is published later is put on record
REMARKS = {  # by kind of declaration
    "winner": gettext_lazy("The winner is declared; the figures are not on record yet."),
    "uncontested": gettext_lazy("No more candidates stood than there were seats, so that no poll was held."),
    "countermanded": gettext_lazy("A candidate died, so that the poll was stopped; it is held anew."),
    "cancelled": gettext_lazy("The poll was not held."),
    "void": gettext_lazy("The election is void: nobody is elected by it."),
    "recount": gettext_lazy("The votes are being counted again; no figures stand until that is done."),
    "withdrawal": gettext_lazy("The result was withdrawn; no figures stand."),
    "correction": gettext_lazy("This result was corrected."),
}
NOTHING = Fraction(0)
THIN = Fraction(1, 50)  # in the share bar, who has less stands among the others


@dataclass(frozen=True)
class Won:
    """Who is elected, in a line of a list of contests; `seats` is 0 for a candidate."""

    name: str
    party_class: str
    party_abbreviation: str
    seats: int

    @property
    def words(self) -> str:
        return f"{self.name} {self.seats}" if self.seats else self.name


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
    def awaited(self) -> bool:
        """Whether a result is still to come: nothing is declared, or what was has been taken back."""
        return self.kind in NO_RESULT

    @property
    def taken_back(self) -> bool:
        """Whether figures that readers have seen stand no more."""
        return self.declared and not self.outcome.count.elects

    @property
    def told_at(self) -> datetime | None:
        """When readers were told, where that was as it happened; None for what was put on record later."""
        at = self.published_at
        return at if at and at.date() < self.polling_on + AS_IT_HAPPENED else None

    @property
    def state(self) -> str:
        """Where the result stands: awaited, confirmed by two people, or single, published on one person's sheet."""
        if self.awaited:
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
            shared=list(result.ranks.values()).count(result.ranks.get(line.key, 0)) > 1,
            share=result.shares.get(line.key),
            change=changes.get(line.key),
            new=line.key in changes and changes[line.key] is None,
            elected=line.key in result.elected,
            by_lot=line.lot == counting.Lot.WON,
            awaiting_lot=line.key in result.awaiting_lot,
            deposit_lost=line.key in (result.deposits_lost or ()),
            withdrawn=line.withdrawn,
            died=line.died,
            continues=self._former_name(line),
        )

    def _former_name(self, line: counting.Line) -> str:
        """The name under which this party stood in the comparison, where it was another."""
        if not self.previous or line.identity is None or line.standing_as != "party":
            return ""
        names = {then.party_short for then in self.previous.count.lines if then.identity == line.identity}
        return "" if not names or line.party_short in names else names.pop()

    @cached_property
    def segments(self) -> tuple[charts.Segment, ...]:
        """The share bar from left to right, of the round that decided; those under two per cent are one segment, "others"."""
        rows = self.leaders if self.outcome.final_round else self.rows
        shown = [charts.Part(self._called(row), row.party_class, row.share) for row in rows if row.share is not None]
        parts = [part for part in shown if part.share >= THIN]
        if others := [part for part in shown if part not in parts]:
            name = others[0].name if len(others) == 1 else _("%(number)d others") % {"number": len(others)}
            parts.append(charts.Part(name, "p-other", sum((part.share for part in others), NOTHING)))
        return charts.share_bar(parts, labels=LEADERS)

    @cached_property
    def change_bars(self) -> tuple[charts.ChangeBar, ...]:
        """How the shares have moved, of those with two per cent now or a change of as much; none where several are elected by
        plurality, or nobody stood both times."""
        if self.several:
            return ()
        return charts.change_bars(
            [
                charts.Moved(
                    row.slug,
                    row.name if self.outcome.lines[row.slug].standing_as == "independent" else row.party,
                    row.party_class,
                    row.change,
                )
                for row in self.rows
                if (row.change is not None or row.new) and max(row.share or NOTHING, abs(row.change or NOTHING)) >= THIN
            ]
        )

    @cached_property
    def slope(self) -> charts.Slope | None:
        """Both parties of the swing, where there is one, then and now."""
        if self.swing is None or self.previous is None or self.change is None:
            return None
        then = {line.identity: self.previous.shares.get(line.key) for line in self.previous.count.lines}
        courses = []
        for line in (self.swing.gainer, self.swing.loser):
            name = _(figures.party(line))
            before, now = then.get(line.identity), self.outcome.shares.get(line.key)
            if before is None or now is None:
                return None
            courses.append(charts.Course(name, line.party_abbreviation or name, party_class(line), before, now))
        return charts.slope(courses)

    @cached_property
    def seat_history(self) -> charts.History | None:
        """Who won this seat with what majority on what turnout, where more than one poll is on record."""
        if not self.history or len(self.history) < 2:
            return None
        return charts.history([polled(held, shown=held.ballot_paper_id == self.ballot_paper_id) for held in self.history])

    @property
    def places(self) -> charts.Strip:
        """A square for each seat, in the order in which they were won; those still open come last."""
        seats = self.outcome.allocation
        keys = [award.to for award in seats.awards] if seats else self.outcome.elected
        rows = {row.slug: row for row in self.rows}
        last = {key: n for n, key in enumerate(keys)}  # of a list's seats, a lot can only give the last
        taken = [charts.Place(rows[key].party_class, rows[key].by_lot and n == last[key]) for n, key in enumerate(keys)]
        return charts.strip([*taken, *[charts.Place("")] * (self.seats - len(taken))])

    @property
    def renamed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.continues)

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
        """Who stands large above the table: the first two for one seat, with the votes of the round that decided; all who are
        elected for several by plurality."""
        if not self.outcome.count.known or not (self.one_seat or self.several):
            return ()
        if self.rounds and self.rounds.second:
            return tuple(replace(one.row, votes=one.total, share=one.share, change=None) for one in self.rounds.stayed)
        return self.rows[:LEADERS] if self.one_seat else tuple(row for row in self.rows if row.elected)

    @cached_property
    def announcement(self) -> str:
        """One sentence for who hears the page."""
        if not self.declared:
            return _("%(title)s: result awaited.") % {"title": self.title}
        values = {"title": self.title, "answer": self.answer, "majority": f"{self.outcome.majority or 0:,}"}
        if self.outcome.majority:
            return _("%(title)s: %(answer)s, majority %(majority)s.") % values
        return _("%(title)s: %(answer)s.") % values

    # Counts that take more than one step: several seats, lists, two rounds, stages.

    @property
    def counted(self) -> bool:
        """Whether any votes are on record."""
        return self.declared and any(line.votes is not None for line in self.outcome.count.lines)

    @property
    def compared(self) -> bool:
        """Whether any share is known to have changed, or to be new."""
        return bool(self.change and self.change.shares)

    @property
    def remark(self) -> str:
        """What a declaration without a full count means, in a sentence; "" for a result with its figures."""
        return str(REMARKS.get(self.kind or "", ""))

    @property
    def body(self) -> str:
        """What is elected and how, in a few words: "council, 3 seats", "mayor, supplementary vote"."""
        return ", ".join(self._body)

    @property
    def manner(self) -> str:
        """The same beside the title, without what that says already: "supplementary vote" beside "Marshland mayor"."""
        kind, *rest = self._body
        return ", ".join(rest if self.title.endswith(kind) else [kind, *rest])

    @property
    def _body(self) -> list[str]:
        parts = [str(Election.Kind(self.election_kind).label)]
        if self.seats > 1:
            parts.append(ngettext("%(number)d seat", "%(number)d seats", self.seats) % {"number": self.seats})
        if self.voting_system != "FPTP":
            parts.append(str(Contest.VotingSystem(self.voting_system).label).lower())
        return parts

    @property
    def winner_party(self) -> str:
        return _(figures.party(self.outcome.winner)) if self.outcome.winner else ""

    @property
    def won(self) -> tuple[Won, ...]:
        """Who is elected where there are several seats: candidates, or lists with their seats."""
        rows = {row.slug: row for row in self.rows}
        lists = self.outcome.allocation is not None
        return tuple(
            Won(rows[key].party if lists and self.outcome.lines[key].is_list else rows[key].name, rows[key].party_class,
                "" if lists else rows[key].party_abbreviation, self.outcome.seats(key) if lists else 0)
            for key in sorted(self.outcome.elected, key=lambda key: -self.outcome.seats(key))
        )  # fmt: skip

    @property
    def one_seat(self) -> bool:
        """Whether one seat goes to the most votes, so that half of them is a mark worth showing."""
        return self.seats == 1 and self.voting_system in ("FPTP", "SV")

    @property
    def several(self) -> bool:
        """Whether several are elected by plurality, by voters who have several votes."""
        return not self.outcome.count.one_vote

    @property
    def by_first_preferences(self) -> bool:
        return self.outcome.count.transferable or self.voting_system == "SV"

    @property
    def filled(self) -> int:
        """How many seats are filled."""
        seats = self.outcome.allocation
        return len(seats.awards) if seats else len(self.outcome.elected)

    @property
    def seats_awaiting_lot(self) -> int:
        return self.seats - self.filled if self.outcome.awaiting_lot else 0

    @property
    def bar(self) -> Decimal | None:
        """The share of all votes that a list needs, in per cent, or None where there is no bar."""
        divisor = self.outcome.count.threshold_divisor
        if not divisor:
            return None
        exact = Fraction(100, divisor)
        return counting.half_up(exact, 0 if exact.denominator == 1 else 1)

    @cached_property
    def lists(self) -> tuple[ListRow, ...]:
        """Every list, most votes first; none under another voting system."""
        if not self.outcome.count.by_lists:
            return ()
        return tuple(self._list(row, self.outcome.lines[row.slug]) for row in self.rows)

    def _called(self, row: Row) -> str:
        """A list by its party's short name, everybody else by name."""
        line = self.outcome.lines[row.slug]
        return row.party if line.is_list and not line.aggregate else row.name

    def _list(self, row: Row, line: counting.Line) -> ListRow:
        seats = self.outcome.allocation
        won = seats.seats(line.key) if seats and not line.aggregate else None
        held = line.constituency_seats
        elected = self.outcome.elected_members(line.key)
        return ListRow(
            row=row,
            name=self._called(row),
            abbreviation=row.party_abbreviation if line.is_list else row.name,
            constituency_seats=held,
            list_seats=won,
            total=None if won is None or held is None else won + held,
            below_bar=bool(seats and line.key in seats.barred),
            length=length(line),
            members=tuple(ListMember(one.name, one.position, one in elected, one.elsewhere) for one in line.members),
        )

    @property
    def first_lists(self) -> tuple[ListRow, ...]:
        """Those with a seat, and no fewer than the first rows of any table."""
        last = max(
            (place for place, one in enumerate(self.lists, start=1) if one.list_seats or one.constituency_seats), default=0
        )
        return self.lists[: max(FIRST_ROWS, last)]

    @property
    def more_lists(self) -> tuple[ListRow, ...]:
        return self.lists[len(self.first_lists) :]

    @property
    def lists_summed(self) -> bool:
        """Whether some of the lists are only known together."""
        return bool(self.lists) and any(line.aggregate for line in self.outcome.count.lines)

    @property
    def constituencies_known(self) -> bool:
        return any(one.constituency_seats is not None for one in self.lists)

    @property
    def members_known(self) -> bool:
        return any(one.members for one in self.lists)

    @cached_property
    def allocation(self) -> Allocation | None:
        """The list seats one after the other, once every list's votes are known."""
        seats = self.outcome.allocation
        if seats is None:
            return None
        lists = {one.row.slug: one for one in self.lists if not one.below_bar and one.row.votes and one.list_seats is not None}
        order = [award.to for award in seats.awards]
        runner_up = self._runner_up(lists, order)
        near = {*order, *seats.awaiting_lot, *([runner_up.to.row.slug] if runner_up else [])}
        columns = tuple(one for key, one in lists.items() if key in near or one.constituency_seats)
        tied = [lists[key] for key in seats.awaiting_lot]
        return Allocation(
            columns=columns,
            seats=tuple(seat_of(lists, columns, order, number) for number in range(1, len(order) + 1)),
            seats_left=tuple(range(len(order) + 1, self.seats + 1)) if tied else (),
            awaiting_lot=tuple(quotient(one, order) for one in tied),
            runner_up=runner_up,
        )

    def _runner_up(self, lists: Mapping[str, ListRow], order: Sequence[str]) -> Quotient | None:
        """Who had the second highest figure for the last seat; not known where lists that might have had it are only summed."""
        if len(order) < self.seats or (self.lists_summed and self.bar is None):
            return None
        met = [quotient(one, order[:-1]) for key, one in lists.items() if key != order[-1]]
        return max((one for one in met if one.exact is not None), key=lambda one: one.exact or 0, default=None)

    @cached_property
    def rounds(self) -> Rounds | None:
        """The two rounds of a supplementary vote, once its first preferences are known."""
        second = self.outcome.second_round
        if second is None:
            return None
        totals, whole = second.totals, sum(second.totals.values())
        rows = [
            RoundRow(
                row=row,
                stayed=row.slug in second.stayed,
                added=totals[row.slug] - (row.votes or 0) if row.slug in totals else None,
                total=totals.get(row.slug),
                share=counting.ratio(totals.get(row.slug), whole),
            )
            for row in self.rows
        ]
        rows.sort(key=lambda one: (not one.stayed, -(one.total or 0), not one.row.elected))
        over = [row for row in self.rows if row.elected] if not second.stayed and len(self.outcome.count.candidates) > 2 else []
        first = sum(row.votes or 0 for row in self.rows)
        return Rounds(
            rows=tuple(rows),
            first=first,
            more_than_half=over[0] if over else None,
            neither=first - whole if totals else None,
            awaiting=bool(second.stayed and not totals),
            bands=bands_of(rows, first),
        )

    @property
    def behind(self) -> int | None:
        """How many first preferences who won the second round was behind the leader of the first; None where they led."""
        if not self.outcome.final_round or not self.outcome.winner:
            return None
        most, own = self.rows[0].votes, self.outcome.winner.votes
        return most - own if most is not None and own is not None and most > own else None

    @cached_property
    def stages(self) -> Stages | None:
        """The stage table as declared, where more than the first preferences are known."""
        table = self.outcome.stages
        if table is None or table.count < 2:
            return None
        numbers = range(1, table.count + 1)
        quota = table.quota if table.quota is not None else Decimal(rounds.droop(table.valid_votes, table.seats))
        stated = len(table.non_transferable) == table.count and None not in table.non_transferable
        lost = [table.lost(stage) for stage in numbers]
        places = [
            places_of([*(row[stage - 1] for row in table.totals.values() if len(row) >= stage), lost[stage - 1]])
            for stage in numbers
        ]
        return Stages(
            numbers=tuple(numbers),
            rows=tuple(stage_row(row, table.totals[row.slug], quota, places) for row in self.rows if row.slug in table.totals),
            lost=tuple(counting.half_up(votes, place) for votes, place in zip(lost, places, strict=True)),
            lost_stated=stated,
            quota=counting.half_up(quota, places_of([quota])),
            quota_stated=table.quota is not None,
            divisor=table.seats + 1,
        )


def result(pk: int, *, history: bool = False) -> Result:
    """One result."""
    return results(Q(pk=pk), history=history)[0]


def results(which: Q, order: Sequence[str] = (), *, history: bool = False) -> list[Result]:
    """The results of every contest that matches, in one query; with `history`, who has held their seats since when."""
    contests = Contest.objects.filter(which).with_record(history=history)
    return [_result(contest) for contest in (contests.order_by(*order) if order else contests)]


def polled(held: Held, *, shown: bool = False) -> charts.Polled:
    """A poll of a seat's history as its picture takes it."""
    line, outcome = held.winner, held.outcome
    name = _(figures.party(line))
    short = _("Ind") if line.standing_as == "independent" else line.party_abbreviation or line.party_short
    return charts.Polled(
        key=held.ballot_paper_id,
        polling_on=held.polling_on,
        holder=line.identity,
        name=name,
        short=short,
        party_class=party_class(line),
        majority=outcome.majority if outcome else None,
        turnout=outcome.turnout if outcome else None,
        shown=shown,
    )


def _history(records: Sequence[Mapping[str, Any]]) -> Iterator[Held]:
    """The polls that gave a seat to somebody."""
    for record in records:
        outcome = outcome_of(record)
        if winner := outcome.winner:
            day = date.fromisoformat(record["polling_on"])
            yield Held(day, record["ballot_paper_id"], winner, record["declaration"], outcome)


def versions(ballot_paper_id: str) -> tuple[Contest, Version, Version] | None:
    """(contest, version of its fragment, version of its page) in one query: all that answering "unchanged" takes.

    The page shows stories and quotes beside the result, so that any change of a story moves it, and the way to the results
    of the same day, so that a declaration of any of them does.
    """
    contest = (
        Q(kind="contest", key=OuterRef("pk"))
        | Q(kind="contest", key=OuterRef("comparison_id"))
        | Q(kind="election", key=OuterRef("election_id"))
        | Q(kind="area", key=OuterRef("area_id"))
        | Q(kind="party")
    )
    day = Election.objects.filter(polling_on=OuterRef(OuterRef("election__polling_on")))
    page = contest | Q(kind="article") | Q(kind="person") | Q(kind="election", key__in=day.values("pk"))
    row = (
        Contest.objects.filter(ballot_paper_id=ballot_paper_id)
        .with_declaration()
        .annotate(
            fragment=Change.objects.version(contest), page=Change.objects.version(page), parties=Change.objects.party_version()
        )
        .first()
    )
    return (row, Version.of(row.fragment), Version.of(row.page)) if row else None


def neighbours(result: Result) -> tuple[Result | None, Result | None]:
    """The declared results before and after this one among those of its polling day, by election and place, in two queries; of
    a rehearsal those of its own election."""
    same = Q(election__slug=result.election_slug) if result.rehearsal else Q(election__polling_on=result.polling_on)
    day = Contest.objects.filter(same, election__rehearsal=result.rehearsal).with_declaration()
    shown = day.filter(Q(declared__in=ELECTED) | Q(pk=result.id)).order_by("election__name", "area__sort_name", "pk")
    keys = [None, *shown.values_list("pk", flat=True), None]
    place = keys.index(result.id)
    before, after = keys[place - 1], keys[place + 1]
    found = {one.id: one for one in results(Q(pk__in=[key for key in (before, after) if key]))}
    return found.get(before or 0), found.get(after or 0)


@dataclass(frozen=True)
class Published:
    """One declaration of a contest as readers may see it: what it said, when, why, and what changed by it."""

    revision: int
    kind: str
    published_at: datetime
    public_note: str
    one_person: bool
    changes: tuple[tuple[str, str, str], ...]


def history(result: Result) -> tuple[Published, ...]:
    """Every declaration of a contest, the newest first, with old and new figures; none for a contest declared once."""
    if result.revision < 2:
        return ()
    names = {line.key: line.name for line in result.outcome.count.lines}
    found: list[Published] = []
    before: dict[str, Any] = {}
    corrected = renamed(result.id)
    for declaration in reversed(declarations(result.id)):
        after = declaration.as_published["figures"]
        called = [(_("Candidate"), was, now) for _slug, was, now in corrected.get(declaration.revision, ())]
        changes = [(_(what), was, now) for what, was, now in figures.changed(before, after, names)] if before else []
        found.append(
            Published(
                declaration.revision,
                str(Kind(declaration.kind).label),
                declaration.published_at,
                declaration.public_note,
                declaration.checked_by_id is None,
                (*called, *changes),
            )
        )
        before = after
    return tuple(reversed(found))


def declarations(pk: int) -> list[Declaration]:
    """Every declaration of a contest, the newest first: its history as it was published."""
    return list(Declaration.objects.filter(contest=pk).order_by("-revision"))


def party_colours() -> tuple[Version, list[tuple[str, str, str]]]:
    """The version of the parties, and (slug, light, dark) of each that has a colour."""
    version = Election.objects.annotate(parties=Change.objects.party_version()).values_list("parties", flat=True).first()
    rows = Party.objects.exclude(colour="").order_by("slug").values_list("slug", "colour", "colour_dark")
    return Version.of(version), list(rows)


def latest_declarations(limit: int, day: date | None = None) -> list[Result]:
    """The newest results, in two queries; rehearsals are not among them. What was told as it happened comes first, by polling day
    and then by publication, as a night goes; then what was put on record later, where `day` leads before any other."""
    first = Declaration.objects.filter(contest=OuterRef("pk")).order_by("revision").values("published_at")[:1]
    real = Contest.objects.filter(election__rehearsal=False).with_declaration().annotate(first=Subquery(first))
    told = ExpressionWrapper(Q(first__lt=F("election__polling_on") + AS_IT_HAPPENED), BooleanField())
    leads = ExpressionWrapper(Q(election__polling_on=day), BooleanField()) if day else Value(False)
    newest = real.filter(declared__in=ELECTED).annotate(told=told, leads=leads)
    order = ("-told", "-leads", "-election__polling_on", "-published_at", "pk")
    keys = list(newest.order_by(*order).values_list("pk", flat=True)[:limit])
    return sorted(results(Q(pk__in=keys)), key=lambda result: keys.index(result.id))


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
