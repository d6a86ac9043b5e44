"""Claims about time: since when a seat is held and for how long, the only seat of the day, the day of the poll. Pure.

The record of a seat goes back only so far: what lies before it is unknown, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from elections.standings import Tenure
from newsroom.factcheck.lexicon import (
    COMMONS,
    HOLDING,
    NOT_OF_THE_SEAT,
    NOT_POLLING,
)
from newsroom.factcheck.numbers import Form, Near, Quantity, fits
from newsroom.factcheck.record import Finding, Kind, Poll
from newsroom.factcheck.telling import Telling, same_party, told_day


class Years(Telling):
    """The claims about time of one sentence."""

    def findings(self) -> Iterator[Finding]:
        scene = self.scene
        if scene.now is not None:
            for at, text in enumerate(self.words):
                if (
                    text == "only"
                    and self.word(at - 1) in ("the", "'s", "night", "day")
                    and not scene.quoted(at)
                    and not scene.mute(at)
                ):
                    yield from self._only(at)
            for quantity in scene.quantities:
                if scene.mute(quantity.first) or scene.quoted(quantity.first):
                    continue
                if quantity.form in (Form.YEAR, Form.DATE):
                    yield from self._since(quantity)
                elif quantity.form is Form.SPAN:
                    yield from self._years(quantity)
        yield from self._days()

    def _since(self, one: Quantity) -> Iterator[Finding]:
        """Since when a seat is held: "Labour since 1974", "created in 1974", "for the first time since 1959"."""
        before = self.words[max(0, one.first - 6) : one.first]
        _start, _end = self.scene.clause(one.first)
        made = {"created", "creation", "formed", "established", "inception", "existence"} & set(before)
        if one.year is None or not ("since" in before[-2:] or made):
            return
        poll = self.scene.poll_at(one.first)
        if poll is None or not poll.history:
            return
        tenure = poll.defending
        if tenure is None:
            return
        whole = len(tenure.polls) >= 3 or not tenure.first
        first = self.words[: one.first]
        if "first" in first[-9:] and not made:
            yield from self._first_since(one, poll)
            return
        if made and "since" not in before[-2:]:
            first_poll = min(held.polling_on for held in poll.history)
            if first_poll.year == one.year or whole:
                yield self._say(
                    one.first,
                    one.last,
                    first_poll.year == one.year,
                    f"The first poll on record for {poll.area} is of {told_day(first_poll)}.",
                    poll,
                    "held_since",
                )
            return
        if not HOLDING & set(self.words[max(0, one.first - 14) : one.first + 1]) and not any(
            m.is_party and m.last >= one.first - 4 for m in self.scene.mentions if m.last < one.first
        ):
            return
        if (NOT_OF_THE_SEAT | {"share", "vote", "votes", "points"}) & set(self.words[max(0, one.first - 10) : one.first]):
            return
        parties = [m for m in self.scene.mentions if m.is_party and m.last < one.first][-3:] or [
            m for m in self.scene.mentions if m.is_party
        ][:1]
        holders = [m for m in parties if same_party(m, tenure.holder, poll)]
        says = held_since(tenure, poll)
        if not parties:
            if tenure.since.year == one.year:
                yield self._say(one.first, one.last, True, says, poll, "held_since")
            return
        right = bool(holders) and tenure.since.year == one.year
        if right:
            yield self._say(one.first, one.last, True, says, poll, "held_since")
        elif whole:
            yield self._say(one.first if holders else parties[-1].first, one.last, False, says, poll, "held_since")
        else:
            yield self._say(
                one.first, one.last, None, f"The record of {poll.area} goes back no further than {told_day(tenure.since)}.", poll
            )

    def _first_since(self, one: Quantity, poll: Poll) -> Iterator[Finding]:
        """ "for the first time since 1959": when the winner last won, or when the loser last lost."""
        winner = poll.outcome.winner
        tenure = poll.defending
        if winner is None or tenure is None:
            return
        wins = [
            held.polling_on
            for held in poll.history
            if held.polling_on < poll.polling_on and held.winner.identity == winner.identity
        ]
        if wins:
            last = max(wins)
            yield self._say(
                one.first,
                one.last,
                last.year == one.year,
                f"{winner.party_short or winner.name} last won {poll.area} on {told_day(last)}.",
                poll,
            )
        elif one.year is not None and one.year >= tenure.since.year and len(tenure.polls) >= 3:
            if one.year == tenure.since.year:
                yield self._say(one.first, one.last, None, f"The record of {poll.area} begins on {told_day(tenure.since)}.", poll)
            else:
                yield self._say(
                    one.first,
                    one.last,
                    False,
                    held_since(tenure, poll),
                    poll,
                    "held_since",
                )
        else:
            yield self._say(
                one.first,
                one.last,
                None,
                f"The record of {poll.area} goes back no further than {told_day(min(h.polling_on for h in poll.history))}.",
                poll,
            )

    def _years(self, one: Quantity) -> Iterator[Finding]:
        """How long a seat was held: "for 47 years", "after 47 years of Labour rule"; how long after an election something was."""
        yield from self._after(one)
        poll = self.scene.poll_at(one.first)
        tenure = poll.defending if poll else None
        if (
            poll is None
            or tenure is None
            or one.unit not in ("year", "decade")
            or self.word(one.last + 1) in ("ago", "earlier", "later", "before", "since")
        ):
            return
        near = self.words[max(0, one.first - 9) : one.last + 8]
        lead = self.words[max(0, one.opens - 2) : one.opens]
        if not (
            lead[-1:] in (("for",), ("after",), ("of",), ("in",), ("than",), ("ends",), ("ended",), ("ending",))
            and (HOLDING - {"has", "had", "been", "party"}) & set(near)
        ):
            return
        if {"mp", "leader", "councillor", "prison", "aged", "jail", "turnout", "opposition", "power", "conservatives'"} & set(
            near
        ) or (lead[-1:] == ("in",) and "first" not in near):
            return
        if not any(same_party(m, tenure.holder, poll) for m in self.scene.mentions if m.is_party) and "rule" not in near:
            return
        months = Fraction((poll.polling_on - tenure.since).days * 12 * 100, 36525)
        years, said = months / 12, one.value / 12
        right = (
            abs(years - said) < 1
            if one.near is Near.EXACT
            else fits(Quantity(Form.COUNT, said, 0, 0, 0, step=Fraction(1), near=one.near), years)
        )
        says = f"{held_since(tenure, poll)} That is {int(years)} years."
        if right or len(tenure.polls) >= 3 or not tenure.first:
            yield self._say(one.opens, one.last, right, says, poll, "held_since")

    def _after(self, one: Quantity) -> Iterator[Finding]:
        """ "in April 2020, four months after the general election": between a day that is told and the election before it."""
        if self.word(one.last + 1) not in ("after", "before", "following") or one.unit not in ("month", "year"):
            return
        told = [q for q in self.scene.quantities if q.form is Form.DATE and q.year and q.month and abs(q.last - one.first) < 8]
        ahead = self.words[one.last + 1 : one.last + 30]
        if not told or ("election" not in ahead and "elections" not in ahead):
            return
        said = date(told[0].year or 1, told[0].month or 1, told[0].day or 15)
        generals = [poll.polling_on for poll in self.scene.record.polls if poll.kind == "parl" and not poll.by_election]
        generals += [
            held.polling_on
            for poll in self.scene.record.polls
            for held in poll.history
            if poll.kind == "parl" and ".by." not in held.ballot_paper_id
        ]
        after = self.word(one.last + 1) != "before"
        sided = [day for day in generals if (day < said) == after]
        if not sided or ("general" not in ahead):
            return
        election = max(sided) if after else min(sided)
        months = abs((said.year - election.year) * 12 + said.month - election.month)
        right = (
            months == one.value
            or (one.unit == "year" and abs(months - one.value) < 12)
            or (one.near is not Near.EXACT and fits(one, Fraction(months)))
        )
        poll = next((p for p in self.scene.record.polls if p.polling_on == election), None)
        says = f"The general election was on {told_day(election)}, {months} months {'before' if after else 'after'}."
        yield self._say(one.opens, one.last, right, says, poll)

    def _only(self, at: int) -> Iterator[Finding]:
        """ "the only House of Commons seat": whether the day had one such contest."""
        near = self.words[at + 1 : at + 9]
        place = next(
            (
                i
                for i, text in enumerate(near)
                if text in ("seat", "contest", "by-election", "byelection", "constituency", "vacancy", "race", "mp")
                or (text == "election" and i and near[i - 1] == "-")
            ),
            None,
        )
        poll = self.scene.now
        if (
            place is None
            or poll is None
            or any(
                self.scene.tokens[at + 1 + i].is_name
                and near[i] not in ("house", "commons", "westminster", "parliamentary", "uk", "british")
                for i in range(place)
            )
        ):
            return
        if not COMMONS & set(near[: place + 1]) and not {
            "contested",
            "fought",
            "dispute",
            "stake",
            "day",
            "thursday",
            "up",
        } & set(self.words):
            return
        if "for" in self.words[at + 2 + place : at + 4 + place] or not poll.kind == "parl":
            return
        rest = set(self.words[at + place + 1 :])
        if {"lost", "won", "gained", "changed", "held", "hands", "gain", "loss"} & rest:
            return
        number = self.scene.record.on_the_day.get((poll.polling_on, poll.kind))
        if number is None:
            return
        says = f"{number} House of Commons contest{'s are' if number != 1 else ' is'} on record for {told_day(poll.polling_on)}."
        yield self._say(at - 1 if self.word(at - 1) == "the" else at, at + 1 + place, number == 1, says, poll)

    def _days(self) -> Iterator[Finding]:
        scene = self.scene
        for one in scene.quantities:
            if one.form is not Form.DATE or scene.mute(one.first) or scene.quoted(one.first):
                continue
            if one.weekday is not None and one.day and one.month:
                year = one.year or (scene.now.polling_on.year if scene.now else scene.record.on.year)
                try:
                    weekday = date(year, one.month, one.day).weekday()
                except ValueError:
                    yield self._say(one.first, one.last, False, "There is no such day.", None, kind=Kind.DATE)
                    continue
                if weekday != one.weekday and one.year:
                    yield self._say(
                        one.first,
                        one.last,
                        False,
                        f"{told_day(date(year, one.month, one.day))} was a {date(year, one.month, one.day):%A}.",
                        None,
                        kind=Kind.DATE,
                    )
                    continue
            yield from self._polling_day(one)

    def _polling_day(self, one: Quantity) -> Iterator[Finding]:
        """Whether a day on which a poll is said to have been is the day."""
        scene = self.scene
        poll = scene.poll_at(one.first)
        if poll is None:
            return
        start, end = scene.segment(one.first)
        near = set(self.words[max(start, one.first - 8) : min(end, one.last + 7)])
        told = self.words[one.last + 1 : one.last + 5]
        possessive = told[:1] in (("'s",), ("by",), ("by-election",), ("election",)) and bool(
            {"by", "by-election", "byelection", "election", "elections", "vote", "poll", "polls", "contest", "ballot"}
            & set(told[:4])
        )
        went = (
            {"polls", "voted", "polling"} & near
            or (
                ("held" in near or "place" in near or "on" in near)
                and {"by-election", "byelection", "election", "contest", "vote", "ballot"} & near
            )
            or ("by" in near and "election" in near)
        )
        if not (possessive or went) or (NOT_POLLING & near and not possessive) or "general" in near or "called" in near:
            return
        if one.day and one.month:
            day = (one.year or poll.polling_on.year, one.month, one.day)
            true = poll.polling_on
            known = [p.polling_on for p in scene.record.same_seat(poll)] + [held.polling_on for held in poll.history]
            right = day == (true.year, true.month, true.day) or any(
                day == (d.year, d.month, d.day) for d in known if d.year != true.year
            )
            if not right and one.year and one.year != true.year and not any(d.year == one.year for d in known) and not possessive:
                if abs(one.year - true.year) > 1:
                    return
            if right and one.weekday is not None and one.weekday != date(*day).weekday():
                right = False
            yield self._say(one.first, one.last, right, f"The poll was on {true:%A} {told_day(true)}.", poll, kind=Kind.DATE)
        elif one.weekday is not None and one.month is None and 0 <= (scene.record.on - poll.polling_on).days <= 7:
            if one.weekday != poll.polling_on.weekday():
                if (possessive and told[:1] == ("'s",)) or {"polls", "voted", "polling"} & near:
                    yield self._say(
                        one.first,
                        one.last,
                        False,
                        f"The poll was on {poll.polling_on:%A} {told_day(poll.polling_on)}.",
                        poll,
                        kind=Kind.DATE,
                    )
            elif possessive:
                yield self._say(
                    one.first,
                    one.last,
                    True,
                    f"The poll was on {poll.polling_on:%A} {told_day(poll.polling_on)}.",
                    poll,
                    kind=Kind.DATE,
                )


def held_since(tenure: Tenure, poll: Poll) -> str:
    holder = tenure.holder.party_short or tenure.holder.name
    return f"Before this poll, {holder} had won every one on record for {poll.area} since {told_day(tenure.since)}."
