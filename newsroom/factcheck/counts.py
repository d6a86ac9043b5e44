"""How a count went, told in words: stages and rounds, the quota, the last seat, lots and ties, seats won, polls without a
contest, and why a by-election was held. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from elections import rounds
from elections.counting import Line
from newsroom.factcheck.lexicon import NOBODY, POLLED, VOTES
from newsroom.factcheck.names import Mention
from newsroom.factcheck.numbers import UNITS, Form, Near, Quantity, fits
from newsroom.factcheck.record import Finding, Poll
from newsroom.factcheck.subjects import Subjects
from newsroom.factcheck.words import Token

STAGES = {"stage", "count", "round"}
GONE = {"eliminated", "excluded", "knocked"}
REACHED = {"reached", "exceeded", "passed", "met", "topped", "reaching", "exceeding", "cleared"}
WON_SEATS = set(
    "bagged captured claimed earned earns gained got grabbed had held picked secured take takes taking took win winning wins"
    " won".split()
)
SEATS = {"seat", "seats"}
HOW_MANY = {"no": 0, "none": 0, "neither": 0, "a": 1, "one": 1, "both": 2, "all": -1, "every": -1}
STOOD = {"candidate", "candidates", "party", "parties", "contender", "contenders", "list", "lists", "people", "independents"}
REASONS = {  # why a by-election is held: what stories call it, and how it stands in the reason on record
    "resign": {"resignation", "resigned", "quit", "resigning", "quitting", "resigns"},
    "death": {"death", "died", "dying", "dies"},
    "recall": {"recall", "recalled"},
    "expulsion": {"expulsion", "expelled"},
    "disqualification": {"disqualification", "disqualified"},
    "elevation": {"elevation", "peerage", "ennobled"},
}
CALLED = {"triggered", "caused", "prompted", "called", "forced", "sparked", "follows", "followed", "following", "brought"}


def stage_of_election(poll: Poll, key: str) -> int | None:
    """At which stage of a transferable vote somebody was elected: at the first with a quota, else at the last."""
    stages = poll.outcome.stages
    if stages is None or key not in poll.outcome.elected or key not in stages.totals:
        return None
    reached = (at for at, votes in enumerate(stages.totals[key], start=1) if votes is not None and votes >= quota_of(stages))
    return next(reached, stages.count)


def stage_of_exclusion(poll: Poll, key: str) -> int | None:
    """The last stage at which somebody who was not elected still had votes."""
    stages = poll.outcome.stages
    if stages is None or key in poll.outcome.elected or key not in stages.totals:
        return None
    return max((at for at, votes in enumerate(stages.totals[key], start=1) if votes), default=None)


def quota_of(stages: rounds.Stages) -> Decimal:
    return stages.quota if stages.quota is not None else Decimal(rounds.droop(stages.valid_votes, stages.seats))


class Counts(Subjects):
    """The claims of one sentence about the count."""

    def findings(self) -> Iterator[Finding]:
        if self.scene.now is None:
            return
        yield from self._by_word(RULES)
        for at, text in enumerate(self.words):
            if text in ("preferences", "preference") and self._before_that(at) and not self.scene.quoted(at):
                yield from self._second_preferences(at)
        for one in self.scene.quantities:
            if not self.scene.quoted(one.first) and not self.scene.mute(one.first):
                yield from self._so_many_won(one)
                yield from self._so_many_more(one)
        yield from self._listed()

    def _named_before(self, at: int) -> list[Mention]:
        """Who stands before a verb, in its clause, each parted from the next by a comma or "and" only."""
        start, _end = self.scene.clause(at)
        found: list[Mention] = []
        for mention in self._before(at, start=start):
            beside = not found or set(self.words[mention.last + 1 : found[-1].first]) <= {",", "and", "the", "'s", "both"}
            if not beside and not self.scene.party_of(found[-1]):
                break
            found.append(mention)
        return found

    def _lines(self, mentions: list[Mention], poll: Poll) -> list[Line]:
        return [line for mention in mentions for line in mention.lines(poll)]

    # Stages and rounds.

    def _stage(self, at: int) -> Iterator[Finding]:
        """ "elected at the seventh stage", "eliminated in round two", "won outright in the first round"."""
        told = next((one for one in self.scene.quantities if one.form is Form.ORDINAL and one.last == at - 1), None)
        after = self.scene.tokens[at + 1] if at + 1 < len(self.words) else None
        number = int(told.value) if told else self._number(after) if after else None
        poll = self._poll(at)
        start, end = self.scene.clause(at)
        clause = self.words[start:end]
        if number is None or poll is None or not poll.declared or (told and self.word(told.first - 1) == "no"):
            return
        told_of = GONE | {"elected", "won", "took", "seat", "in"}
        verb = next(
            (i for i in range(at - 1, start - 1, -1) if self.words[i] in told_of and (self.words[i] != "in" or self._got(i))),
            None,
        )
        if verb is None:
            verb = next((i for i in range(at + 1, min(end, at + 12)) if self.words[i] in GONE | {"elected"}), None)
        if verb is None or self._numbers_between(verb, told.first if told else at):
            return
        lines = self._lines(self._named_before(verb), poll)
        if not lines:
            return
        last = at if told else at + 1
        if poll.outcome.stages is None:
            yield from self._round(verb, last, number, lines, poll)
            return
        gone = self.words[verb] in GONE
        truly = [stage_of_exclusion(poll, line.key) if gone else stage_of_election(poll, line.key) for line in lines]
        if self.words[at] == "round" and not {"elected", *GONE} & set(clause):
            return
        right = all(one is not None and number in ({one, one + 1} if gone else {one}) for one in truly)
        did = "excluded after" if gone else "elected at"
        says = "; ".join(
            f"{line.name} was {did} stage {one}" if one else f"{line.name} was not {'excluded' if gone else 'elected'}"
            for line, one in zip(lines, truly, strict=True)
        )
        yield self._say(told.first if told else at, last, right != self.scene.denied(verb), f"{says} ({poll.title}).", poll)

    def _got(self, at: int) -> bool:
        return self.word(at - 1) in ("got", "gets", "was", "scraped", "squeaked")  # "got in at stage four"

    @staticmethod
    def _number(token: Token) -> int | None:
        return int(token.text) if token.text.isdecimal() else UNITS.get(token.lower)

    def _round(self, verb: int, last: int, number: int, lines: list[Line], poll: Poll) -> Iterator[Finding]:
        """In which round of a supplementary vote somebody won or went out."""
        second = poll.outcome.second_round
        if second is None or number > 2:
            return
        through = bool(second.totals)
        for line in lines[:1]:
            if self.words[verb] in GONE:
                right = through and line.key not in second.totals and number == 1
                says = f"{line.name} {'stayed in' if line.key in second.totals else 'went out after the first round'}"
            else:
                right = line.key in poll.outcome.elected and (number == 2) == through
                says = f"{poll.outcome.lines[poll.outcome.elected[0]].name} won in the {'second' if through else 'first'} round"
            yield self._say(verb, last, right != self.scene.denied(verb), f"{says} ({poll.title}).", poll)

    def _gone(self, at: int) -> Iterator[Finding]:
        """ "was eliminated", "the first to be eliminated", where no stage is told."""
        poll = self._poll(at)
        if poll is None or any(text in STAGES for text in self.words[at + 1 : at + 6]):
            return
        if not {"was", "were", "been", "is", "being", "got", "be", "out"} & set(self.words[max(0, at - 2) : at + 2]):
            return
        lines = self._lines(self._named_before(at), poll)
        second, stages = poll.outcome.second_round, poll.outcome.stages
        if not lines or (stages is None and (second is None or not second.totals)):
            return
        out = {line.key: stage_of_exclusion(poll, line.key) for line in poll.lines} if stages else {}
        keys = [key for key, stage in out.items() if stage] if stages else [
            line.key for line in poll.lines if second and line.key not in second.totals
        ]  # fmt: skip
        right = all(line.key in keys for line in lines)
        says = f"{', '.join(line.name for line in poll.lines if line.key in keys)} went out before the last stage"
        order = next((i for i in range(at - 1, max(-1, at - 6), -1) if self.words[i] in ("first", "last")), None)
        if stages and order is not None and keys:
            place = min if self.words[order] == "first" else max
            edge = place(out[key] or 0 for key in keys)
            right = all(out.get(line.key) == edge for line in lines)
            names = ", ".join(poll.outcome.lines[key].name for key in keys if out[key] == edge)
            says = f"{names} was the {self.words[order]} to go out"
        yield self._say(order or at, at, right != self.scene.denied(at), f"{says} ({poll.title}).", poll)

    def _transferred(self, at: int) -> Iterator[Finding]:
        """ "votes were transferred": whether there was anything to transfer."""
        poll = self._poll(at)
        if poll is not None and poll.declared and not self.scene.denied(at):
            right = poll.outcome.stages is not None or bool(poll.outcome.second_round and poll.outcome.second_round.totals)
            says = f"{'Votes were transferred' if right else 'No votes are transferred'} in {poll.title}."
            yield self._say(at, at, right, says, poll)

    def _before_that(self, at: int) -> bool:
        return self.word(at - 1) == "second" and not self.scene.sentence.question

    def _second_preferences(self, at: int) -> Iterator[Finding]:
        """ "needed second preferences to win", "no second preferences were counted": whether there was a second round."""
        poll = self._poll(at)
        second = poll.outcome.second_round if poll else None
        needed = {"needed", "need", "required", "counted", "relied", "used"} & set(self.words[max(0, at - 5) : at + 4])
        if poll is None or not poll.declared or not needed or self._numbers_between(max(0, at - 4), at):
            return
        not_so = (
            self.scene.denied(at)
            or self.word(at - 2) in ("no", "without")
            or bool({"not", "never"} & set(self.words[at : at + 4]))
        )
        right = bool(second and second.totals) != not_so
        counted = bool(second and second.totals)
        says = f"{'Second preferences decided' if counted else 'No second preferences were needed in'} {poll.title}."
        yield self._say(at - 1, at, right, says, poll)

    def _stood(self, at: int) -> Iterator[Finding]:
        """ "who did not stand last time", "also stood in 2019": whether somebody was on the ballot paper of another poll."""
        polls, said = self.scene.polls(at)
        subject = self._subject(at)
        if len(polls) != 1 or not said or subject is None or not polls[0].declared:
            return
        then = polls[0]
        if any(line.aggregate or line.votes is None for line in then.outcome.count.lines):
            return
        stood = bool(subject.lines(then))
        says = f"{subject.called or 'They'} {'stood' if stood else 'did not stand'} in {then.title}."
        yield self._say(at, at, stood != self.scene.denied(at), says, then)

    def _reached(self, at: int) -> Iterator[Finding]:
        """ "reached the quota on first preferences": who, or how many."""
        if "quota" not in self.words[at + 1 : at + 4]:
            return
        poll = self._poll(at)
        stages = poll.outcome.stages if poll else None
        if poll is None or stages is None:
            return
        _start, end = self.scene.clause(at)
        rest = set(self.words[at:end])
        first = bool({"first", "preferences", "immediately", "straight"} & rest)
        reach = {line.key for line in poll.lines if stage_of_election(poll, line.key) is not None}
        if first:
            reach = {line.key for line in poll.lines if line.votes is not None and line.votes >= quota_of(stages)}
        lines = self._lines(self._named_before(at), poll)
        number = next((one for one in self.scene.quantities if one.form is Form.COUNT and at - 5 <= one.first < at), None)
        at_once = " on first preferences" if first else ""
        says = f"The quota was {quota_of(stages):,.0f}; {len(reach)} reached it{at_once} ({poll.title})."
        if lines:
            yield self._say(at, at + 2, all(line.key in reach for line in lines) != self.scene.denied(at), says, poll, "quota")
        elif number:
            yield self._say(number.first, number.last, fits(number, Fraction(len(reach))), says, poll, "quota")

    # Seats.

    def _seats(self, at: int) -> Iterator[Finding]:
        """ "won two of the three seats", "took no regional seat", "the last seat went to Joe Last"."""
        poll = self._poll(at)
        if poll is None or not poll.declared or poll.outcome.count.seats < 2:
            return
        before = self.words[max(0, at - 6) : at]
        nth = next((one for one in self.scene.quantities if one.form is Form.ORDINAL and at - 4 <= one.first < at), None)
        if {"last", "final", "remaining"} & set(before[-4:]) or (nth and nth.value == poll.outcome.count.seats):
            yield from self._last_seat(at, poll)
            return
        start, _end = self.scene.clause(at)
        verb = next((i for i in range(at - 1, max(start, at - 9) - 1, -1) if self.words[i] in WON_SEATS), None)
        if verb is None or (self.words[verb] in ("had", "held") and self.words[at] == "seats" and "constituency" in before):
            return
        told = [one for one in self.scene.quantities if one.form is Form.COUNT and verb < one.first < at]
        words = [i for i in range(verb + 1, at) if self.words[i] in HOW_MANY]
        subjects = self._named_before(verb)
        if not subjects or "constituency" in before or {"§"} & set(before):
            return
        first = min([one.first for one in told] + words, default=None)
        if first is None or self._numbers_between(verb, first) or "short" in self.words[verb:at]:
            return
        lines = self._lines(subjects, poll)
        numbers = self._numbers_of_seats(lines, self.words[verb + 1 : at], poll)
        aggregate = any(line.aggregate for line in poll.outcome.count.lines)
        if not lines and (aggregate or any(not one.is_party for one in subjects)):
            return
        seats = poll.outcome.count.seats
        count = next((one for one in told if one.first == first), None)
        if count:
            right = any(fits(count, Fraction(number)) for number in numbers)
        else:
            said = HOW_MANY[self.words[first]]
            right = (seats if said < 0 else said) in numbers or (self.words[first] == "a" and max(numbers) > 0)
            right = right and not (self.words[first] == "both" and seats != 2)
        who = subjects[0].called or (lines[0].name if lines else "")
        says = f"{who} won {numbers[0]} of {seats} seats ({poll.title})."
        yield self._say(first, at, right != self.scene.denied(verb), says, poll, "result")

    @staticmethod
    def _numbers_of_seats(lines: list[Line], adjectives: tuple[str, ...], poll: Poll) -> list[int]:
        """How many seats lines have won here; of a list also those of its constituencies, and all, unless it is said which."""
        won = sum(poll.outcome.seats(line.key) for line in lines)
        if (
            {"list", "regional", "region"} & set(adjectives)
            or any(line.constituency_seats is None for line in lines)
            or not lines
        ):
            return [won]
        constituencies = sum(line.constituency_seats or 0 for line in lines)
        return [won, constituencies, won + constituencies]

    def _listed(self) -> Iterator[Finding]:
        """ "Con 2, Green 1": the seats of each party, as lists of results have them."""
        poll = self.scene.now
        if poll is None or not poll.declared or poll.outcome.count.seats < 2:
            return
        pairs = [
            (mention, one)
            for mention in self.scene.mentions
            for one in self.scene.quantities
            if mention.is_party and one.form is Form.COUNT and one.first == mention.last + 1
            and one.value <= poll.outcome.count.seats
            and self.word(one.last + 1) in (",", ".", ";", ")", "and", "")
        ]  # fmt: skip
        for mention, one in pairs if len(pairs) > 1 else ():
            lines = mention.lines(poll)
            won = sum(poll.outcome.seats(line.key) for line in lines)
            says = f"{mention.called} won {won} of {poll.outcome.count.seats} seats ({poll.title})."
            yield self._say(one.first, one.last, one.value in self._numbers_of_seats(list(lines), (), poll), says, poll, "result")

    def _last_seat(self, at: int, poll: Poll) -> Iterator[Finding]:
        """Who took the last seat: elected last by stages, by votes, or by the divisors of the lists."""
        start, end = self.scene.clause(at)
        outcome = poll.outcome
        ahead = set(self.words[at + 1 : at + 4])
        winners = self.scene.after(at, end=end)[:1] if {"went", "to", "fell"} & ahead else []
        if not winners and {"took", "takes", "won", "wins", "claimed", "clinched", "grabbed", "secured", "picked"} & set(
            self.words[start:at]
        ):
            winners = self._named_before(
                next(i for i in range(start, at) if self.words[i] in WON_SEATS | {"takes", "wins", "clinched", "secured"})
            )[:1]
        lines = self._lines(winners, poll)
        if not lines:
            return
        if outcome.stages:
            when = {key: stage_of_election(poll, key) or 0 for key in outcome.elected}
            last = {key for key, stage in when.items() if stage == max(when.values())}
        elif outcome.allocation:
            last = {outcome.allocation.awards[-1].to}
        else:
            last = {max(outcome.elected, key=lambda key: outcome.ranks.get(key, 0))}
        right = any(line.key in last for line in lines) != self.scene.denied(at)
        says = f"The last seat went to {' or '.join(outcome.lines[key].name for key in last)} ({poll.title})."
        first = min(at, winners[0].first)
        yield self._say(max(first, at - 3) if first == at else first, max(at, winners[0].last), right, says, poll, "result")

    def _so_many_won(self, one: Quantity) -> Iterator[Finding]:
        """ "no party won more than a third", "three candidates polled more than 500 votes": how many lines it fits."""
        if one.form not in (Form.PER_CENT, Form.FRACTION, Form.COUNT):
            return
        after = self.words[one.last + 1 : one.last + 5]
        if one.form is Form.COUNT and not (VOTES & set(after) or one.value >= 100):
            return
        start, _end = self.scene.clause(one.first)
        verb = next(
            (
                i
                for i in range(one.opens - 1, max(start, one.opens - 4) - 1, -1)
                if self.words[i] in POLLED | {"reached", "topped"}
            ),
            None,
        )
        poll = self._poll(one.first)
        if verb is None or poll is None or not poll.declared or any(line.votes is None for line in poll.lines):
            return
        lead = self.words[max(start, verb - 6) : verb]
        who = next((i for i in range(max(start, verb - 6), verb) if self.words[i] in NOBODY), None)
        number = next(
            (q for q in self.scene.quantities if q.form is Form.COUNT and verb - 6 <= q.first < verb and q.value < 100), None
        )
        if number and self.word(number.opens - 1) in ("the", "both", "these") and self.word(number.opens - 2) not in ("of",):
            return  # "the two main parties took": those two together
        if (
            (who is None and number is None)
            or not (STOOD | {"one", "nobody", "none"}) & set(lead)
            or {"other", "others", "else", "rest"} & set(lead)
        ):
            return
        if any(start <= m.first < verb for m in self.scene.actors):
            return
        least = one if one.near is not Near.EXACT or who is None else _at_least(one)
        shares = poll.outcome.shares
        fitting = [
            line for line in poll.lines
            if fits(least, Fraction(line.votes or 0) if one.form is Form.COUNT else shares.get(line.key, Fraction(0)) * 100)
        ]  # fmt: skip
        says = f"{len(fitting)} did: {', '.join(line.name for line in fitting) or 'nobody'} ({poll.title})."
        first = who if who is not None else number.first if number else verb
        right = not fitting if who is not None else bool(number and fits(number, Fraction(len(fitting))))
        yield self._say(first, one.last, right, says, poll)

    def _so_many_more(self, one: Quantity) -> Iterator[Finding]:
        """ "seven candidates stood, two more than in 2017": against the candidates of the poll before."""
        ahead = self.words[one.last + 1 : one.last + 4]
        poll = self.scene.poll_at(one.first)
        then = self.scene.record.comparison(poll) if poll else None
        if one.form is not Form.COUNT or one.value >= 50 or not {"more", "fewer"} & set(ahead[:1]) or ahead[1:2] != ("than",):
            return
        if (
            poll is None
            or then is None
            or self.scene.after(one.last, end=one.last + 6)
            or not STOOD & set(self.words[: one.first])
        ):
            return
        now, was = len(poll.lines), len(then.lines)
        says = f"{now} stood in {poll.title}, {was} in {then.title}."
        yield self._say(
            one.first, one.last + 1, now - was == (one.value if ahead[0] == "more" else -one.value), says, poll, "candidates"
        )

    # Lots, ties, and polls without a contest.

    def _lot(self, at: int) -> Iterator[Finding]:
        near = self.words[max(0, at - 4) : at + 4]
        poll = self._poll(at)
        if poll is None or not poll.declared or not {"drawn", "drawing", "drew", "draw", "by", "cast", "casting"} & set(near):
            return
        says = f"{'A lot decided' if poll.outcome.decided_by_lot else 'No lot was needed in'} {poll.title}."
        yield self._say(at, at, poll.outcome.decided_by_lot != self.scene.denied(at), says, poll)

    def _tied(self, at: int) -> Iterator[Finding]:
        """ "tied on 558 votes", "a dead heat": whether any two, or those who are named, have equal votes."""
        poll = self._poll(at)
        said = {
            "tied": self.word(at + 1) in ("on", "for", "with", "at", "in", "after", ",", ".", ""),
            "tie": self.word(at - 1) in ("a", "the", "in"),
            "heat": self.word(at - 1) == "dead",
        }
        if poll is None or not poll.declared or not said[self.words[at]]:
            return
        level = _level(poll)
        lines = self._lines([one for one in self.scene.before(at, start=self.scene.clause(at)[0]) if one.is_person], poll)
        number = next((one for one in self.scene.quantities if one.form is Form.COUNT and at < one.first <= at + 4), None)
        votes = ", ".join(f"{number:,}" for number in sorted(level))
        says = f"{f'Level in {poll.title} were those with {votes}' if level else f'No two had equal votes in {poll.title}'}."
        right = bool(level)
        if len(lines) > 1:
            right = len({line.votes for line in lines}) == 1
        if right and number:
            right = any(fits(number, Fraction(one)) for one in level)
        yield self._say(at, number.last if number else at, right != self.scene.denied(at), says, poll)

    def _unopposed(self, at: int) -> Iterator[Finding]:
        poll = self._poll(at)
        if poll is not None and poll.declared:
            without = poll.outcome.count.kind == "uncontested"
            lines = self._lines(self._named_before(at), poll)
            right = without and all(line.key in poll.outcome.elected for line in lines)
            says = f"{'There was no poll for' if without else 'There was a poll for'} {poll.title}."
            yield self._say(at, at, right != self.scene.denied(at), says, poll, "result")

    def _reason(self, at: int) -> Iterator[Finding]:
        """ "triggered by the resignation of", "followed the death of": against the reason that the record has."""
        poll = self.scene.now
        end = min(self.scene.clause(at)[1], at + 9)
        told = {stem: i for i in range(at + 1, end) for stem, words in REASONS.items() if self.words[i] in words}
        if (
            poll is None
            or not poll.reason
            or len(told) != 1
            or not {"by", "contest", "poll", "election", "vote"} & set(self.words[:at] + self.words[at:end])
        ):
            return
        (stem, place), known = next(iter(told.items())), poll.reason.lower()
        if any(word in known for words in REASONS.values() for word in words):
            right = any(word in known for word in REASONS[stem])
            yield self._say(place, place, right, f"The reason on record is: {poll.reason}.", poll)


RULES = {
    **dict.fromkeys(GONE, Counts._gone),
    **dict.fromkeys(REACHED, Counts._reached),
    **dict.fromkeys(SEATS, Counts._seats),
    **dict.fromkeys(("lot", "lots"), Counts._lot),
    **dict.fromkeys(("tied", "tie", "heat"), Counts._tied),
    **dict.fromkeys(("unopposed", "uncontested"), Counts._unopposed),
    **dict.fromkeys(CALLED, Counts._reason),
    **dict.fromkeys(STAGES, Counts._stage),
    **dict.fromkeys(("stood", "stand"), Counts._stood),
    "transferred": Counts._transferred,
}
"""Which rule reads a word."""


def _level(poll: Poll) -> set[int]:
    """Every number of votes that more than one candidate has."""
    votes = [line.votes for line in poll.lines if line.votes]
    return {one for one in votes if votes.count(one) > 1}


def _at_least(one: Quantity) -> Quantity:
    return replace(one, near=Near.LEAST)
