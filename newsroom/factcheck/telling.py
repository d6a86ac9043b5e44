"""What every claim told in words needs: the poll that it is about, and how a verdict is said. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from elections.counting import Line
from newsroom.factcheck.names import Mention
from newsroom.factcheck.record import Finding, Kind, Poll, Verdict
from newsroom.factcheck.scene import Scene

HANGING_ON = {"behind", "ahead", "above", "below", "beating", "beaten", "trailing"}


@dataclass
class Telling:
    """The claims of one sentence."""

    scene: Scene

    def __post_init__(self) -> None:
        self.words = self.scene.words

    def word(self, at: int) -> str:
        return self.scene.word(at)

    def _say(
        self,
        first: int,
        last: int,
        holds: bool | None,
        why: str,
        poll: Poll | None,
        path: str = "",
        kind: Kind = Kind.CLAIM,
        says: str = "",
    ) -> Finding:
        tokens = self.scene.tokens
        verdict = Verdict.UNKNOWN if holds is None else Verdict.AGREES if holds else Verdict.DISAGREES
        figure = self.scene.record.path(poll, path) if poll and path else ""
        return Finding(
            tokens[first].start,
            tokens[last].end,
            "",
            kind,
            verdict,
            why,
            figure=figure,
            record=says or why,
            source=poll.source if poll else "",
        )

    def _poll(self, at: int) -> Poll | None:
        """The one poll that a claim at a token is about, where the words say which."""
        polls, said = self.scene.polls(at)
        if not polls or self.scene.elsewhere(at):
            return None
        if len(polls) > 1 and not said:
            return polls[0] if self._present(at) else None
        return polls[0]

    def _present(self, at: int) -> bool:
        """Whether a claim in a sentence that names another time too stands apart from it, behind a comma or "and"."""
        start, end = self.scene.segment(at)
        hangs_on = start == at > self.scene.clause(at)[0] and self.words[at] in HANGING_ON  # "had come fourth, behind Labour"
        return not hangs_on and not self.scene.years(start, end) and self.word(at - 1) not in ("had", "previously", "who")


def stands_for(line: Line, party: Mention) -> bool:
    if party.independent:
        return line.standing_as == "independent"
    return line.standing_as == "party" and line.party == party.party


def same_party(mention: Mention, line: Line, poll: Poll) -> bool:
    """Whether a line of another poll is that of a party or person."""
    if mention.is_party:
        return stands_for(line, mention)
    names = {one.name for _poll, one in mention.stood}
    return line.name in names or any(
        one.identity and one.identity == line.identity and one.standing_as != "party" for _poll, one in mention.stood
    )


def told_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def told_ordinal(number: int) -> str:
    return f"{number}{'th' if 10 <= number % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _strength(line: Line, poll: Poll) -> tuple[int, int] | None:
    if line.votes is None and line.key not in poll.outcome.elected:
        return None
    rank = poll.outcome.ranks.get(line.key)
    return (0 if line.key in poll.outcome.elected else 1, rank or 0)


def ahead(winner: Mention, loser: Mention, poll: Poll) -> bool | None:
    """Whether one came before another; None where the record does not say."""
    above = [_strength(line, poll) for line in winner.lines(poll)]
    below = [_strength(line, poll) for line in loser.lines(poll)]
    if not above or not below or None in above or None in below or set(winner.lines(poll)) == set(loser.lines(poll)):
        return None
    return min(one for one in above if one) < max(one for one in below if one)


def in_order(winner: Mention, loser: Mention, poll: Poll) -> str:
    lines = sorted(
        {line.key: line for line in (*winner.lines(poll), *loser.lines(poll))}.values(),
        key=lambda line: poll.outcome.ranks.get(line.key, 999),
    )
    return ", ".join(f"{line.name} {line.votes:,}" for line in lines if line.votes is not None)
