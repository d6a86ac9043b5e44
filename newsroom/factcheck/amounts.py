"""Whether the record allows a number, once it is plain which figure it speaks of. Pure.

Only where the family and whose it is are plain, and no figure of that family fits, a number disagrees; without a cue it is
unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

from elections import rounds
from elections.counting import Line, StandingAs, half_up, ratio
from elections.figures import Unit
from newsroom.factcheck.cues import CHANGES, Cue, Reader
from newsroom.factcheck.lexicon import DOWN, LEAD, OF_OTHER_MATTERS, OF_RESULTS, POLLED, UP, WINNING
from newsroom.factcheck.numbers import Form, Near, amounts, fits
from newsroom.factcheck.record import Finding, Kind, Poll, Verdict
from newsroom.factcheck.scene import Scene

FAMILIES = {  # what a family is called where that is not its own name
    "share": "share of the vote",
    "change": "change in share",
    "candidates": "number of candidates",
    "total": "number of valid votes",
    "rejected": "number of rejected ballots",
    "papers": "number of ballot papers",
    "deposits": "number of lost deposits",
    "majority_share": "majority",
    "any_votes": "number of votes",
    "votes_change": "change in votes",
}


NEVER_DENIED = {"candidates", "electorate", "total", "papers"}  # "none of the six candidates": there are six all the same
TOGETHER = {"between", "combined", "shared", "together"}
COMPARED = UP | DOWN | set("ahead behind between clear extra fewer gap gained less lost more separated than".split())
LOOKS_BACK = set("ago before defending earlier former had last previous previously year years".split())
TOP = {"three": 3, "third": 3, "four": 4, "fourth": 4, "five": 5, "fifth": 5}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a number may be of: its path as in a link ("" where it has none), its value in the unit that readers see,
    and how the record says it."""

    path: str
    value: Fraction
    says: str
    poll: Poll


def check(scene: Scene) -> Iterator[Finding]:
    """A finding for each number of a sentence that speaks of a result, or might."""
    for quantity in amounts(scene.quantities):
        judged = Judge(scene, quantity).finding()
        if judged:
            yield judged


class Judge(Reader):
    """One number of a sentence, judged."""

    def finding(self) -> Finding | None:
        if self._of_other_matters():
            return None
        cue = self._cue()
        if cue is None:
            return self._stray()
        if cue.family == "none":
            return None
        figures = list(self._figures(cue))
        held = [one for one in figures if self._holds(cue, one)]
        if held:
            best = held[0]
            return self._found(Verdict.AGREES, f"The record says so: {best.says}.", best)
        if not figures:
            of_results = self._told_of_results if cue.family == "relative" and not cue.whose else not self.scene.mute(self.at)
            if not self._plain() or (cue.family in ("seats", "relative") and not of_results):
                return None
            return self._found(
                Verdict.UNKNOWN,
                f"The {FAMILIES.get(cue.family, cue.family)} that this speaks of is not on record: source it, or waive it.",
            )
        best = (
            min(figures, key=lambda one: abs(abs(one.value) - self.said.value))
            if cue.family in ("majority", "total")
            else figures[0]
        )
        says_how_many = self.word(self.opens - 1) in ("by", "within")  # "missed out by 32 votes"
        denied = self.scene.denied(self.at) and not says_how_many and cue.family not in NEVER_DENIED
        open_to_doubt = not cue.sure or denied or self._elsewhere_true(cue) or self._from_another_poll(cue)
        if open_to_doubt or self.scene.mute(self.at) or self.scene.quoted(self.at):
            if not self._plain() and cue.family != "swing":
                return None
            where = (
                "These are somebody's words; the record says otherwise"
                if self.scene.quoted(self.at)
                else "It is not plain which figure this is"
            )
            return self._found(Verdict.UNKNOWN, f"{where}: {best.says}.", best, path="")
        return self._found(Verdict.DISAGREES, f"{self._fault(best)}: {best.says}.", best, stretch=self._wrong(cue, best))

    def _elsewhere_true(self, cue: Cue) -> bool:
        """Whether a number written out is the votes between two candidates, or between two polls, or a figure of the poll before
        in a sentence that looks back: then it is rather the sentence that is misread than the number that is wrong."""
        poll = self.scene.poll_at(self.at)
        exact = self.said.form is Form.COUNT and self.said.near is Near.EXACT and self.said.step < 100 <= self.said.value
        if poll is None or not exact or cue.family not in ("votes", "majority", "total"):
            return False
        then = self.scene.record.comparison(poll)
        now = {line.key: line.votes for line in poll.lines if line.votes is not None}
        before = {line.identity: line.votes for line in then.lines if line.votes is not None} if then else {}
        values: set[int | None] = set()
        if COMPARED & set(self.words):
            values |= {abs(one - other) for one, other in combinations(now.values(), 2)} - {poll.outcome.majority}
            both = [line for line in poll.lines if line.key in now and line.identity in before]
            values |= {abs(now[line.key] - before[line.identity]) for line in both}
        if then and LOOKS_BACK & set(self.words):
            values |= {then.outcome.majority, then.outcome.valid_votes, *before.values()}
        return self.said.value in values

    def _from_another_poll(self, cue: Cue) -> bool:
        """Whether a change is measured from a year that is not that of the poll it is on record from: "since 2017"."""
        poll = self.scene.poll_at(self.at)
        then = self.scene.record.comparison(poll) if poll else None
        if cue.family not in CHANGES | {"swing"} or poll is None:
            return False
        years = [
            one for one in self.scene.quantities if one.form is Form.YEAR and self.word(one.first - 1) in ("since", "from", "on")
        ]
        years += self.scene.years(*self.scene.clause(self.at))  # "Orpington in 1962, when he won on a swing of"
        return any(one.year not in (poll.polling_on.year, then.polling_on.year if then else None) for one in years)

    def _wrong(self, cue: Cue, best: Figure) -> tuple[int, int]:
        """The tokens that are wrong: the number, or where it is right but not which way it went, the words for that too."""
        first, last = self.said.opens, self.said.last
        if not fits(self.said, abs(best.value)):
            return first, last
        if cue.family == "swing":
            named = [mention.last for mention in self.scene.mentions if mention.is_party and mention.last > last]
            way = min([one.first for one in cue.whose if one.first < first], default=first)
            return way, max([last, *(at for at in named if at < self.scene.clause(self.at)[1] + 6)])
        direction, away = self._moved()
        noun, at, _passed = self._after()
        if noun in UP | DOWN:
            return first, at
        return (min(first, self.opens - away) if direction else first), last

    def _fault(self, best: Figure) -> str:
        if self.said.near is not Near.EXACT and abs(abs(best.value) - self.said.value) * 10 <= self.said.value:
            return "The words before the number are not true of it"
        return "The record has another figure"

    def _stray(self) -> Finding | None:
        if not self._plain() or self.said.form in (Form.FRACTION, Form.TIMES, Form.ORDINAL):
            return None
        if self.said.form is Form.COUNT and (self.said.value < 10 or self._of_other_things() or self._year_of_votes()):
            return None
        supposed = "if" in self.words[slice(self.scene.clause(self.at)[0], self.at)]
        if supposed or (self.scene.quoted(self.at) and not self._told_of_results):
            return None
        return self._found(
            Verdict.UNKNOWN, "Nothing beside this number says which figure it is: bind it, source it, or waive it."
        )

    @property
    def _told_of_results(self) -> bool:
        """Whether the clause of the number speaks of a result, of votes or of somebody who stood for a party."""
        start, end = self.scene.clause(self.at)
        polled = POLLED - {"on", "with", "had", "has", "have", "having", "put", "got", "getting"}
        words = set(self.words[start:end])
        if ("was", "held") in pairwise(self.words):
            words.discard("held")  # a count, a meeting
        return bool((OF_RESULTS | WINNING | LEAD | polled) & words)

    def _of_other_matters(self) -> bool:
        """Whether a number is of what no election decides: "an approval rating of minus 41", "fares rose by 9 per cent"."""
        words = set(self.words[slice(*self.scene.clause(self.at))])
        if words & {"leave", "remain"} and words & {"eu", "europe", "european", "brexit", "uk"}:
            return True
        return bool(OF_OTHER_MATTERS & words) and not self._told_of_results

    def _year_of_votes(self) -> bool:
        """Whether it is a year behind what was polled then: "the votes of 2019"."""
        year = self.said.step == 1 and 1900 <= self.said.value <= self.scene.record.on.year
        return year and self.words[max(0, self.at - 2) : self.at] in (
            ("votes", "of"),
            ("vote", "of"),
            ("total", "of"),
            ("election", "of"),
        )

    def _of_other_things(self) -> bool:
        """Whether a number counts things that no result has, in a clause that tells none: "a school with 400 pupils"."""
        noun, at, _passed = self._after()
        several = (noun.endswith("s") and len(noun) > 3) or noun in ("people", "children", "men", "women", "staff", "police")
        if self.word(self.said.last + 1) == "past" or self.word(self.opens - 1) in ("employs", "employed", "employing", "employ"):
            return True  # "ten past four"
        return several and self._foreign(noun, at) and noun not in OF_RESULTS | {"councils"} and not self._told_of_results

    def _found(
        self,
        verdict: Verdict,
        why: str,
        figure: Figure | None = None,
        path: str | None = None,
        stretch: tuple[int, int] | None = None,
    ) -> Finding:
        tokens = self.scene.tokens
        first, last = stretch or (self.said.opens, self.said.last)
        start, end = tokens[first].start, tokens[last].end
        return Finding(
            start, end, "", Kind.FIGURE, verdict, why,
            figure=(figure.path if figure else "") if path is None else path,
            record=figure.says if figure else "",
            source=figure.poll.source if figure else "",
        )  # fmt: skip

    def _holds(self, cue: Cue, figure: Figure) -> bool:
        value, said = figure.value, self.said
        if cue.family == "share" and said.form is Form.COUNT:
            said = replace(said, form=Form.PER_CENT)  # in a list: "Green 34.1"
        if cue.family in ("change", "swing") and figure.value is not None:
            sign = said.signed or cue.direction
            if sign and value and (value > 0) != (sign > 0):
                return False
            value = abs(value)
            if said.form is Form.FRACTION:
                return fits(said, value) and False
        if fits(said, value) or (cue.family == "majority" and self._within(value)):
            return True
        if (
            said.form is Form.POINTS
            and said.near is Near.EXACT
            and cue.family in ("change", "swing")
            and said.step == Fraction(1, 10)
        ):
            return abs(value - said.value) <= Fraction(1, 10) and "rounded" in figure.says
        return False

    def _within(self, value: Fraction) -> bool:
        """Whether somebody "came within 3,500 votes" of what they missed by so many, or by not many fewer."""
        return self.word(self.opens - 1) == "within" and self.said.value * 4 <= value * 5 <= self.said.value * 5

    def _figures(self, cue: Cue) -> Iterator[Figure]:
        for poll in cue.polls:
            if poll is not None and (poll.declared or cue.family in ("candidates", "electorate", "seats")):
                yield from self._of_poll(cue, poll)

    def _of_poll(self, cue: Cue, poll: Poll) -> Iterator[Figure]:
        outcome, count = poll.outcome, poll.outcome.count
        family = cue.family
        if family in ("votes", "share", "change", "firsts", "seconds", "relative", "any_votes", "votes_change", "seats"):
            yield from self._of_lines(cue, poll)
        elif family == "majority":
            yield from self._majorities(cue, poll)
        elif family == "majority_share":
            yield from self._named(poll, "majority_share")
            if cue.whose:
                yield from self._leads(poll, [line for m in cue.whose for line in m.lines(poll)])
        elif family == "abstention":
            for name in ("turnout", "turnout_with_rejected"):
                turnout = getattr(outcome, name)
                if turnout is not None:
                    says = f"turnout was {half_up(turnout * 100, 1)}% ({poll.title})"
                    yield self._figure(poll, "turnout", 100 - turnout * 100, says)
        elif family in ("turnout", "turnout_change", "turnout_relative"):
            yield from self._turnouts(family, poll)
        elif family == "swing" and cue.whose:
            yield from self._swing_of(cue, poll)
        elif family == "swing":
            yield from self._named(poll, "swing")
            yield from self._swing_needed(poll)
        elif family == "electorate":
            yield from self._named(poll, "electorate")
        elif family == "rejected":
            yield from self._named(poll, "rejected_ballots")
        elif family == "total":
            yield from self._named(poll, "valid_votes", "ballot_papers")
            yield from self._all_papers(poll)
        elif family == "papers":
            yield from self._named(poll, "ballot_papers", "valid_votes")
            yield from self._all_papers(poll)
        elif family == "quota":
            quota = outcome.stages.quota if outcome.stages else None
            if quota is None and count.voting_system.startswith("STV") and outcome.valid_papers:
                quota = Decimal(rounds.droop(outcome.valid_papers, count.seats))
            if quota is not None:
                yield self._figure(poll, "", Fraction(quota), f"the quota was {quota:,.0f}")
        elif family == "deposits":
            yield from self._named(poll, "deposits_lost")
        elif family == "deposits_kept" and outcome.deposits_lost is not None:
            kept = len(poll.lines) - len(outcome.deposits_lost)
            yield self._figure(poll, "", Fraction(kept), f"{kept} of {len(poll.lines)} kept their deposits ({poll.title})")
        elif family == "candidates":
            lines = count.candidates
            if cue.whose:
                lines = tuple(line for m in cue.whose for line in m.lines(poll))
            if cue.among == "independent":
                lines = tuple(line for line in count.candidates if line.standing_as == StandingAs.INDEPENDENT)
            number = len(lines) - bool(cue.others)
            if any(line.aggregate for line in count.lines):
                return
            says = f"{len(lines)} {'independents ' if cue.among else ''}stood in {poll.title}"
            yield self._figure(poll, "" if cue.others or cue.among or cue.whose else "candidates", Fraction(number), says)
            if cue.others:
                yield self._figure(poll, "", Fraction(len(lines) - 2), says)
                yield self._figure(poll, "", Fraction(len(lines) - 3), says)

    def _all_papers(self, poll: Poll) -> Iterator[Figure]:
        valid, rejected = poll.outcome.valid_papers, poll.outcome.count.rejected_ballots
        if valid is not None and rejected is not None:
            yield self._figure(poll, "", Fraction(valid + rejected), f"{valid + rejected:,} ballot papers with the rejected ones")

    def _figure(self, poll: Poll, path: str, value: Fraction, says: str) -> Figure:
        return Figure(self.scene.record.path(poll, path) if path else "", value, says, poll)

    def _named(self, poll: Poll, *paths: str) -> Iterator[Figure]:
        """Figures by their paths, in the unit that readers see."""
        for path in paths:
            figure = poll.figures.get(path)
            if figure is None or figure.value is None or not isinstance(figure.value, int | Fraction):
                continue
            scaled = Fraction(figure.value) * (100 if figure.unit in (Unit.PER_CENT, Unit.POINTS) else 1)
            name = path.replace("_", " ").replace(".", " of ")
            said = f"{name} {figure.shown} ({poll.title})"
            if path == "swing" and poll.change and poll.change.swing:
                swing = poll.change.swing
                said = f"a swing of {figure.shown} from {swing.loser.party_short} to {swing.gainer.party_short} ({poll.title})"
            yield self._figure(poll, path, scaled, said)

    def _swing_of(self, cue: Cue, poll: Poll) -> Iterator[Figure]:
        """The swing between two parties that the words name: half of what one gained and the other lost."""
        lines = [line for mention in cue.whose for line in mention.lines(poll)]
        shares = poll.change.shares if poll.change else {}
        changes = [shares.get(line.key) for line in lines]
        if len(lines) == 2 and changes[0] is not None and changes[1] is not None:
            size = (changes[0] - changes[1]) * 50
            to, lost = (line.party_short or line.name for line in (lines if size >= 0 else lines[::-1]))
            says = f"a swing of {half_up(abs(size), 1)} points from {lost} to {to} ({poll.title})"
            swing = poll.change.swing if poll.change else None
            usual = swing and {swing.gainer.key, swing.loser.key} == {line.key for line in lines}
            yield self._figure(poll, "swing" if usual else "", size, says)
        elif not lines:
            yield from self._named(poll, "swing")

    def _swing_needed(self, poll: Poll) -> Iterator[Figure]:
        """The swing that would have changed, or would change, who wins: half of a majority, where the words ask for one."""
        if not {"need", "needed", "needs", "require", "required", "requires"} & set(self.words):
            return
        then = self.scene.record.comparison(poll)
        for one in (then, poll):
            if one is not None and one.outcome.majority_share is not None:
                share = one.outcome.majority_share
                says = f"half of a majority of {half_up(share * 100, 1)}% ({one.title})"
                yield self._figure(poll, "", abs(share) * 50, says)

    def _turnouts(self, family: str, poll: Poll) -> Iterator[Figure]:
        if family == "turnout":
            yield from self._named(poll, "turnout", "turnout_with_rejected")
            return
        then = self.scene.record.comparison(poll)
        before = then.outcome if then else poll.previous
        if before is None:
            return
        for name in ("turnout", "turnout_with_rejected"):
            now, was = getattr(poll.outcome, name), getattr(before, name)
            if now is None or was is None:
                continue
            change = (now - was) * 100
            says = f"turnout went from {half_up(was * 100, 1)}% to {half_up(now * 100, 1)}% ({poll.title})"
            if self.said.form is Form.POINTS:
                yield self._signed(poll, "", change, says)
            else:
                yield self._signed(poll, "", change / was, says)

    def _signed(self, poll: Poll, path: str, change: Fraction, says: str) -> Figure:
        """A change as the number says it: without a sign where the words say the direction rightly."""
        cue_direction = self.said.signed or self._direction
        right = not cue_direction or not change or (change > 0) == (cue_direction > 0)
        return self._figure(poll, path, abs(change) if right else -abs(change), says)

    @property
    def _direction(self) -> int:
        noun = self._after()[0]
        return 1 if noun in UP else -1 if noun in DOWN else self._moved()[0]

    def _of_lines(self, cue: Cue, poll: Poll) -> Iterator[Figure]:
        lines: list[Line] = []
        for mention in cue.whose:
            lines += [line for line in mention.lines(poll) if line not in lines]
        if cue.family == "any_votes":
            lines = list(poll.lines)
        if not lines and cue.whose and self.poll_said is False and len(cue.polls) == 1:
            for mention in cue.whose:  # somebody who stood another time, or elsewhere
                for other, _line in mention.stood[:4]:
                    if other.id != poll.id:
                        yield from (
                            self._of_poll(replace(cue, polls=[other], whose=[mention]), other)
                            if _line in mention.lines(other)
                            else ()
                        )
            return
        parties = [mention for mention in cue.whose if mention.is_party]
        outcome = poll.outcome
        second = outcome.second_round
        for line in lines:
            who = line.name
            if cue.family in ("votes", "firsts", "any_votes") and line.votes is not None:
                if cue.family != "firsts" and second and line.key in second.totals:
                    total = second.totals[line.key]
                    yield self._figure(
                        poll,
                        f"final_votes.{line.key}",
                        Fraction(total),
                        f"{total:,} votes for {who} after second preferences ({poll.title})",
                    )
                yield self._figure(
                    poll, f"votes.{line.key}", Fraction(line.votes), f"{line.votes:,} votes for {who} ({poll.title})"
                )
            if cue.family in ("seconds", *self._transferred) and second and line.key in second.totals and line.votes is not None:
                added = second.totals[line.key] - line.votes
                if cue.family == "share":
                    every = sum(second.totals[one.key] - (one.votes or 0) for one in poll.lines if one.key in second.totals)
                    says = f"{added:,} of {every:,} second preferences for {who} ({poll.title})"
                    yield from [self._figure(poll, "", Fraction(100 * added, every), says)] if every else []
                    yield from self._shares(poll, line)
                    continue
                yield self._figure(
                    poll,
                    f"second_preferences.{line.key}",
                    Fraction(added),
                    f"{added:,} second preferences for {who} ({poll.title})",
                )
            elif cue.family == "share":
                yield from self._shares(poll, line)
            elif cue.family in ("change", "relative", "votes_change"):
                yield from self._changes(cue, poll, line)
            elif cue.family == "seats" and (outcome.allocation or line.constituency_seats is not None):
                won = outcome.seats(line.key) if outcome.allocation else None
                held = line.constituency_seats
                for path, number, kind in (
                    (f"seats.{line.key}", won, "list regional"),
                    (f"constituency_seats.{line.key}", held, "constituency"),
                    ("", None if won is None or held is None else won + held, ""),
                ):
                    if number is not None and (not cue.among or cue.among in kind):
                        yield self._figure(
                            poll,
                            path,
                            Fraction(number),
                            f"{who}: list seats {_known(won)}, constituency seats {_known(held)} ({poll.title})",
                        )
        together = parties or TOGETHER & set(self.words)
        if cue.family in ("votes", "share", "firsts") and together and len(lines) > 1:
            whole = [line.votes for line in lines]
            if None not in whole:
                total = sum(votes or 0 for votes in whole)
                if cue.family != "share":
                    yield self._figure(poll, "", Fraction(total), f"{total:,} votes together ({poll.title})")
                elif outcome.valid_votes:
                    share = Fraction(total, outcome.valid_votes)
                    yield self._figure(poll, "", share * 100, f"{half_up(share * 100, 1)}% together ({poll.title})")
        if cue.family == "seats" and not cue.whose:
            yield self._figure(poll, "", Fraction(poll.outcome.count.seats), f"{poll.outcome.count.seats} seats ({poll.title})")

    @property
    def _transferred(self) -> tuple[str, ...]:
        """The families that may be of second preferences alone, where the sentence speaks of these."""
        told = ("second", "preferences") in pairwise(self.words) or {"transfers", "transferred"} & set(self.words)
        return ("votes", "any_votes", "share") if told else ()

    def _shares(self, poll: Poll, line: Line) -> Iterator[Figure]:
        """The share of the vote, and that of the second round."""
        outcome, second = poll.outcome, poll.outcome.second_round
        if line.key not in outcome.shares:
            return
        if second and line.key in second.totals:
            share = ratio(second.totals[line.key], sum(second.totals.values()))
            if share is not None:
                says = f"{half_up(share * 100, 1)}% for {line.name} after second preferences ({poll.title})"
                yield self._figure(poll, f"final_share.{line.key}", share * 100, says)
        share = outcome.shares[line.key]
        yield self._figure(poll, f"share.{line.key}", share * 100, f"{half_up(share * 100, 1)}% for {line.name} ({poll.title})")

    def _changes(self, cue: Cue, poll: Poll, line: Line) -> Iterator[Figure]:
        change = poll.change.shares.get(line.key) if poll.change else None
        if change is None or poll.previous is None:
            return
        now = poll.outcome.shares[line.key]
        was = now - change
        size, way = abs(half_up(change * 100, 1)), "up" if change > 0 else "down"
        moved = f"from {half_up(was * 100, 1)}% to {half_up(now * 100, 1)}%, {size} points {way}"
        says = f"{line.party_short or line.name} went {moved} ({poll.title})"
        if cue.family == "change":
            yield self._figure(poll, f"change.{line.key}", change * 100, says)
            rounded = Fraction(half_up(now * 100, 1) - half_up(was * 100, 1))
            yield self._figure(poll, f"change.{line.key}", rounded, says)
        elif cue.family == "relative" and was:
            yield self._signed(poll, "", change / was * 100, says)
            before = [one.votes for one in poll.previous.count.lines if one.identity == line.identity]
            if line.votes is not None and len(before) == 1 and before[0]:
                yield self._signed(poll, "", Fraction(line.votes - before[0], before[0]) * 100, says)
        elif cue.family == "votes_change":
            before = [one.votes for one in poll.previous.count.lines if one.identity == line.identity]
            if line.votes is not None and len(before) == 1 and before[0]:
                yield self._figure(
                    poll,
                    "",
                    Fraction(abs(line.votes - before[0])),
                    f"{line.party_short or line.name} went from {before[0]:,} votes to {line.votes:,} ({poll.title})",
                )

    def _majorities(self, cue: Cue, poll: Poll) -> Iterator[Figure]:
        """The majority; where two are named, the votes between them."""
        outcome = poll.outcome
        lines: list[Line] = []
        for mention in cue.whose:
            lines += [line for line in mention.lines(poll) if line not in lines]
        ranked = [line for line in lines if line.votes is not None]
        yield from self._named(poll, "majority")
        if outcome.margin is not None:
            yield self._figure(poll, "margin", Fraction(outcome.margin), f"a margin of {outcome.margin:,} votes ({poll.title})")
        second = outcome.second_round
        yield from self._gaps(cue, poll)
        tables = [{line.key: line.votes or 0 for line in ranked}]
        if second and second.totals:
            tables.append(dict(second.totals))
        for table in tables:
            for i, one in enumerate(ranked):
                for other in ranked[i + 1 :]:
                    if one.key in table and other.key in table:
                        gap = abs(table[one.key] - table[other.key])
                        if gap != outcome.majority:
                            yield self._figure(
                                poll, "", Fraction(gap), f"{gap:,} votes between {one.name} and {other.name} ({poll.title})"
                            )

    def _gaps(self, cue: Cue, poll: Poll) -> Iterator[Figure]:
        """The lead of a first round, and what lies between the first and the third of a close contest, where the words say so."""
        ranked = sorted((line.votes for line in poll.lines if line.votes is not None), reverse=True)
        clause = self.words[slice(*self.scene.clause(self.at))]
        if poll.outcome.second_round and len(ranked) > 1 and {"first", "initial", "behind"} & set(clause):
            lead = ranked[0] - ranked[1]
            yield self._figure(poll, "", Fraction(lead), f"a lead of {lead:,} votes in the first round ({poll.title})")
        elected = [line.votes for line in poll.lines if line.key in poll.outcome.elected and line.votes is not None]
        for line in (line for mention in cue.whose for line in mention.lines(poll)) if len(elected) > 1 else ():
            if line.votes is not None and line.key not in poll.outcome.elected:
                short = min(elected) - line.votes
                yield self._figure(poll, "", Fraction(short), f"{line.name} was {short:,} votes short of a seat ({poll.title})")
        among = next((TOP[text] for text in clause if text in TOP), 0)
        if 2 < among <= len(ranked):
            gap = ranked[0] - ranked[among - 1]
            yield self._figure(poll, "", Fraction(gap), f"{gap:,} votes between the first {among} ({poll.title})")

    def _leads(self, poll: Poll, lines: Sequence[Line]) -> Iterator[Figure]:
        shares = poll.outcome.shares
        for i, one in enumerate(lines):
            for other in lines[i + 1 :]:
                if one.key in shares and other.key in shares:
                    gap = abs(shares[one.key] - shares[other.key]) * 100
                    yield self._figure(
                        poll, "", gap, f"{half_up(gap, 1)} points between {one.name} and {other.name} ({poll.title})"
                    )


def _known(number: int | None) -> str:
    return "unknown" if number is None else str(number)
