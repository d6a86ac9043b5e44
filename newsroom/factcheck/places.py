"""Places told in words: who came where, ahead of whom, who beat whom, who kept a deposit, and for whom somebody stood. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from elections.counting import Line, half_up
from newsroom.factcheck.lexicon import (
    AFTER_PLACE,
    BEAT,
    FALLS,
    HELD,
    LAST_WHAT,
    LED,
    LOST,
    NO_PLACE,
    NOBODY,
    PAST,
    PLACED,
    PLACING,
    RISES,
)
from newsroom.factcheck.names import Mention
from newsroom.factcheck.numbers import Form, Quantity
from newsroom.factcheck.record import Finding, Kind, Poll, Role
from newsroom.factcheck.subjects import Subjects
from newsroom.factcheck.telling import ahead, in_order, stands_for, told_ordinal

SAVED = {"saved", "saves", "save", "forfeited", "forfeits", "forfeit"}  # a deposit
MONTHS_BEFORE = timedelta(days=200)  # how long before a poll somebody may have left the party that they are still called by


class Places(Subjects):
    """The places that one sentence tells."""

    def findings(self) -> Iterator[Finding]:
        scene = self.scene
        yield from self._standing()
        if scene.now is None:
            return
        yield from self._by_word(RULES)
        for quantity in scene.quantities:
            if quantity.form is Form.ORDINAL and not scene.mute(quantity.first) and not scene.quoted(quantity.first):
                yield from self._judged(self._place, quantity, quantity.first)

    def _runner_up(self, at: int) -> Iterator[Finding]:
        """ "was runner-up": whether they came second."""
        poll, subject = self._poll(at), self._subject(at)
        if poll is None or subject is None or self.words[at + 1 : at + 3] != ("-", "up") or poll.outcome.count.seats > 1:
            return
        ranks = [poll.outcome.ranks[line.key] for line in subject.lines(poll) if line.key in poll.outcome.ranks]
        second = poll.figures["runner_up"].value
        if ranks and second:
            says = f"{second} came second ({poll.title})."
            yield self._say(at, at + 2, (2 in ranks) != self.scene.denied(at), says, poll, "runner_up")

    def _of_deposit(self, at: int) -> bool:
        return bool({"deposit", "deposits"} & set(self.words[at + 1 : at + 5]))

    def _first_round(self, at: int) -> Iterator[Finding]:
        """ "led after the first round", "trailed on first preferences": by first preferences alone."""
        poll, subject = self._poll(at), self._subject(at)
        near = self.words[at + 1 : at + 7]
        if poll is None or subject is None or poll.outcome.second_round is None or "first" not in near:
            return
        firsts = {line.key: line.votes or 0 for line in poll.lines}
        own = [firsts[line.key] for line in subject.lines(poll)]
        if not own or self._numbers_between(at, at + 7) or self.scene.after(at, end=at + 7):
            return
        leads = max(own) == max(firsts.values())
        right = leads == (self.words[at] in LED) if not self.scene.denied(at) else leads != (self.words[at] in LED)
        leader = max(poll.lines, key=lambda line: line.votes or 0)
        yield self._say(subject.first, at, right, f"{leader.name} had most first preferences ({poll.title}).", poll)

    def _topped(self, at: int) -> Iterator[Finding]:
        """ "topped the poll", "topped the list vote": whether they had most votes, by first preferences."""
        poll, subject = self._poll(at), self._subject(at)
        if poll is None or subject is None or not {"poll", "vote", "ballot", "list"} & set(self.words[at + 1 : at + 5]):
            return
        own = [line.votes for line in subject.lines(poll) if line.votes is not None]
        most = max((line.votes for line in poll.lines if line.votes is not None), default=None)
        if own and most is not None and not self._numbers_between(at, at + 4):
            top = next(line for line in poll.lines if line.votes == most)
            right = (max(own) == most) != self.scene.denied(at)
            why = f"{top.name} had most votes, {most:,} ({poll.title})."
            yield self._say(subject.first, at, right, why, poll, f"votes.{top.key}")

    def _ahead_of(self, at: int) -> Iterator[Finding]:
        """ "finished ahead of Labour", "came in behind the Greens", "second on 8,589, ahead of Sam Lee"."""
        if self.words[at] == "ahead" and self.word(at + 1) != "of":
            return
        near = {"first", "round", "early", "earlier", "until", "polls", "far", "once", "points"} & set(self.words)
        poll, subject = self._poll(at), self._subject(at)
        start, end = self.scene.clause(at)
        if poll is None:  # "had come fourth in 2024, behind Labour": of the time that the verb is of
            poll = next((self._poll(i) for i in range(at - 1, start - 1, -1) if self.words[i] in PLACING), None)
        placed = PLACING & set(self.words[max(0, at - 3) : at]) or (
            PLACING & set(self.words[start:at]) and self.word(at - 1) != "votes"
        )
        if poll is None or subject is None or near or not placed:
            return
        other = next((one for one in self.scene.after(at, end=min(end, at + 7))), None)
        passed = [one for one in self._before(at, start=start) if one.first > subject.last]
        if other is None or passed:
            return
        leads = ahead(subject, other, poll)
        if leads is not None:
            right = (leads == (self.words[at] in ("ahead", "above"))) != self.scene.denied(at)
            first = at if self._numbers_between(subject.last, at) else subject.first
            yield self._say(first, other.last, right, f"The record has {in_order(subject, other, poll)}.", poll)

    def _beat(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll is None or (self.words[at] == "saw" and self.word(at + 1) != "off"):
            return
        if self._passive(at):
            loser, winner = self._subject(at), self._agent(at)
            if winner is None and loser is not None and self.words[at] in ("beaten", "defeated", "ousted", "unseated"):
                elected = self._elected(loser, poll)
                if elected is not None and not self.scene.denied(at):
                    yield self._say(loser.first, at, not elected, f"The record has {self._result(poll)}.", poll, "result")
                return
        else:
            winner, loser = self._subject(at), self._object(at, 10)
        if winner is None or loser is None:
            return
        leads = ahead(winner, loser, poll)
        if leads is None:
            return
        if self.scene.denied(at):
            leads = not leads
        first, last = min(winner.first, loser.first, at), max(winner.last, loser.last, at)
        yield self._say(
            first, last, leads, f"The record has {self._result(poll)}: {in_order(winner, loser, poll)}.", poll, "result"
        )

    def _place(self, one: Quantity) -> Iterator[Finding]:
        at = one.first
        after = self.word(one.last + 1)
        earlier = {
            q.first for q in self.scene.quantities if q.form is Form.ORDINAL and q.first < at and self.word(q.first - 1) == "from"
        }
        moved_to = self.word(at - 1) == "to" and bool(earlier)  # "from first to third", "from fourth in 2024 to second"
        moved_to = moved_to or (self.word(at - 1) == "to" and self.word(at - 2) in FALLS | RISES)
        moved_from = self.word(at - 1) == "from" and "to" in self.words[one.last + 1 : one.last + 5]
        hyphened = after == "-" and self.word(one.last + 2) in ("place", "placed")
        placed = moved_to or moved_from or hyphened or after in ("place", "spot")
        verb = any(self.words[i] in PLACED for i in range(max(0, at - 4), at)) and self.word(at - 1) not in (
            "the",
            "a",
            "his",
            "her",
            "their",
            "its",
        )
        if after in NO_PLACE and not placed:
            return
        if not placed and not (verb and (after in AFTER_PLACE or after in ("after", ""))):
            return
        if not placed and not PLACING & set(self.words[max(0, at - 4) : at]):
            return
        poll = self._poll(at)
        if moved_to:
            poll = self.scene.poll_at(at)
        if poll and moved_from and poll is self.scene.poll_at(at):
            poll = self.scene.record.comparison(poll)
        if poll is None or not poll.outcome.ranks:
            return
        _start, end = self.scene.clause(at)
        lead_in = self.words[at - 1] in ("in", "with") if at else False
        subject = next(iter(self._nearest(at)), None)
        following = next(iter(self.scene.after(one.last, end=end)), None)
        if following and (subject is None or after == "was" or self.word(one.last + 2) == "was"):
            between = self.words[one.last + 1 : following.first]
            if (
                "was" in between
                or "went" in between
                or "to" in between
                or (after == "-" and following.first <= one.last + 5)
                or (placed and lead_in and subject is None)
            ):
                subject = following
        if after == "-" and following and following.first <= one.last + 4:
            subject = following
        if subject is None or self._behind(subject):
            return
        lines = subject.lines(poll)
        ranks = [poll.outcome.ranks[line.key] for line in lines if line.key in poll.outcome.ranks]
        if not ranks:
            return
        right = int(one.value) in ranks
        if self.scene.denied(at):
            right = not right
        best = min(ranks)
        close = subject.last < at <= subject.last + 4 and not self._numbers_between(subject.last, at)
        yield self._say(
            subject.first if close and not right else at,
            one.last,
            right,
            f"{lines[0].name} came {told_ordinal(best)} of {len(poll.lines)} ({poll.title}).",
            poll,
            f"place.{lines[0].key}",
        )

    def _behind(self, mention: Mention) -> bool:
        """Whether a name is not who is placed: "third behind Labour"."""
        return self.word(mention.first - 1) in ("behind", "beating", "than") or self.words[
            max(0, mention.first - 2) : mention.first
        ] in (("ahead", "of"), ("behind", "the"))

    def _last(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at) if self.word(at - 1) in PLACED | {"dead", "rock", "at", "in"} else None
        if poll is None or not poll.outcome.ranks or self.word(at + 1) in LAST_WHAT:
            return
        if self.words[at] == "last" and self.word(at - 1) not in (
            "came",
            "finished",
            "dead",
            "was",
            "placed",
            "finishing",
            "coming",
        ):
            return
        subject = next(iter(self._nearest(at)), None)
        lines = subject.lines(poll) if subject else ()
        if len(lines) != 1 or any(line.aggregate for line in poll.outcome.count.lines):
            return
        rank = poll.outcome.ranks.get(lines[0].key)
        right = rank == max(poll.outcome.ranks.values())
        yield self._say(
            at,
            at,
            right,
            f"{lines[0].name} came {told_ordinal(rank or 0)} of {len(poll.lines)} ({poll.title}).",
            poll,
            f"place.{lines[0].key}",
        )

    def _deposit(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at) if self._of_deposit(at) else None
        if poll is None or poll.outcome.deposits_lost is None:
            return
        named = self._nearest(at)
        if not named:
            yield from self._nobodys_deposit(at, poll)
            return
        subjects = [named[0]]
        for earlier in named[1:]:
            if all(t in ("and", ",", "the", "both") for t in self.words[earlier.last + 1 : subjects[-1].first]):
                subjects.append(earlier)
        if (
            self.word(subjects[-1].first - 1) in ("no", "neither", "every", "each", "other", "another")
            or self._behind(subjects[0])
            or (self.word(subjects[0].last + 1) == "'s" and not self._candidate_of(subjects[0], at))
        ):
            return
        if any(
            self.words[i] in ("others", "rest", "all", "everyone", "other", "remaining", "neither")
            for i in range(subjects[0].last + 1, at)
        ):
            return
        lost = self.words[at] in LOST | {"forfeited", "forfeits", "forfeit"}
        if self.word(at + 1) in ("no", "neither"):  # "kept no deposit", "lost no deposit"
            lost = not lost
        if self.scene.denied(at):
            lost = not lost
        for subject in subjects:
            lines = subject.lines(poll)
            if not lines:
                continue
            truly = [line.key in poll.outcome.deposits_lost for line in lines]
            right = (all(truly) if lost else not any(truly)) if len(lines) == 1 or lost else not all(truly)
            share = poll.outcome.shares.get(lines[0].key)
            says = f"{lines[0].name} had {half_up((share or 0) * 100, 1)}%; who has not more than 5% loses it ({poll.title})."
            yield self._say(min(subject.first, at), at, right, says, poll, f"share.{lines[0].key}")
            if not right:
                return

    def _nobodys_deposit(self, at: int, poll: Poll) -> Iterator[Finding]:
        """ "nobody lost a deposit", "all the candidates kept their deposits"."""
        start, _end = self.scene.clause(at)
        lead = set(self.words[start:at])
        lost = self.words[at] in LOST | {"forfeited", "forfeits", "forfeit"}
        number = len(poll.outcome.deposits_lost or ())
        if self._numbers_between(start, at) or not (lead & NOBODY or ("all" in lead and "but" not in lead)):
            return
        right = number == (0 if lost == bool(lead & NOBODY) else len(poll.lines))
        says = f"{number} of {len(poll.lines)} lost their deposits ({poll.title})."
        yield self._say(at, at, right, says, poll, "deposits_lost")

    def _standing(self) -> Iterator[Finding]:
        """Whether somebody stood for the party that the words give them."""
        scene = self.scene
        for party, person in scene.standing():
            if not person.stood or (scene.mute(party.first) and scene.sentence.question):
                continue
            between = self.words[party.last + 1 : person.first] if party.last < person.first else ()
            if {"former", "mp", "mayor", "councillor", "cllr", "leader"} & set(between) or (
                self.word(party.first - 1) in ("former", "ex", "-")
                and self.word(party.first - 2) in ("ex", "former", "")
                and self.word(party.first - 1) != "-"
            ):
                continue
            if (self.words[max(0, party.first - 2) : party.first] == ("for", "the") and not self._stands(person, party)) or (
                self.word(party.first - 1) == "for" and party.first > person.last and not self._stands(person, party)
            ):
                continue
            lines = self._lines_now(person, party)
            right = any(stands_for(line, party) for line in lines)
            poll, line = next(((p, one) for p, one in person.stood if scene.now and p.id == scene.now.id), person.stood[0])
            if person.people and not right:
                right = any(self._sat_for(role, party, poll) for one in person.people for role in one.roles)
            called = line.party_short if line.standing_as == "party" else "an independent"
            why = f"{line.name} stood {'as ' if line.standing_as != 'party' else 'for '}{called} ({poll.title})."
            if not right:
                yield self._say(party.first, party.last, False, why, poll, kind=Kind.ROLE)

    def _lines_now(self, person: Mention, party: Mention) -> list[Line]:
        """The candidacies that a party may be said of: of the poll that the words speak of, else any."""
        polls, _said = self.scene.polls(person.first)
        past = PAST & set(self.words[max(0, min(person.first, party.first) - 4) : max(person.last, party.last) + 5])
        now = person.lines(polls[0]) if len(polls) == 1 and not past else ()
        return list(now) or [line for _poll, line in person.stood]

    @staticmethod
    def _sat_for(role: Role, party: Mention, poll: Poll) -> bool:
        """Whether somebody sat for a party up to the day of a poll, which they may have fought for another."""
        same = bool(role.party) and role.party.lower() == party.called.lower()
        return same and (role.end is None or role.end >= poll.polling_on - MONTHS_BEFORE)

    def _stands(self, person: Mention, party: Mention) -> bool:
        return bool({"standing", "stood", "candidate", ","} & set(self.words[person.last + 1 : party.first]))


RULES = {
    **dict.fromkeys(("last", "bottom"), Places._last),
    **dict.fromkeys(BEAT | {"saw"}, Places._beat),
    **dict.fromkeys(LED | {"trailed", "trailing"}, Places._first_round),
    **dict.fromkeys(("behind", "ahead", "above", "below"), Places._ahead_of),
    "runner": Places._runner_up,
    **dict.fromkeys(("topped", "tops", "topping", "headed"), Places._topped),
    **dict.fromkeys(LOST | HELD | SAVED, Places._deposit),
}
"""Which rule reads a word; of two that do, the later."""
