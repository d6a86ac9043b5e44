"""When each sentence of a first draft is written, and why or why not, in words with the figures that decided. Pure.

An editor may change the words of a rule, its order and whether it is on (`newsroom.rules`); the conditions stay here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction

from elections.counting import Hands, StandingAs, _, compare, half_up
from elections.standings import Held
from newsroom.drafting import (
    Material,
    Named,
    Names,
    Other,
    Verdict,
    adjective,
    counted,
    listed,
    month,
    nameless,
    nearest_of,
    no,
    plain,
    plain_words,
    side,
    spoken,
    yes,
)

NARROW = Fraction(1, 50)  # of the valid votes: a majority below it is called narrow
MOVED = Fraction(1, 20)  # of the valid votes: what another party must rise or fall by to be named
ENOUGH = 3  # earlier polls with a figure, before it is called the largest or smallest of them
MOST_OTHERS = 3  # other contests of the day, and reactions


def shown(value: Fraction | None) -> str:
    return "?" if value is None else f"{half_up(value * 100, 1)}%"


# One seat.


def outcome_is(
    *, gain: bool = False, hold: bool = False, independent: bool = False, unnamed: bool = False
) -> Callable[[Material], Verdict]:
    """A seat that changed hands or did not, won by a party's candidate or by somebody alone, and not by lot."""

    def when(m: Material) -> Verdict:
        change, winner = m.change, m.winner
        if winner is None:
            return no(_("Nobody is elected to one seat here."))
        if m.kind == "uncontested" or m.outcome.decided_by_lot:
            return no(_("The seat was not decided by votes alone: another rule says how."))
        if change is None or change.hands is None or change.former is None:
            return no(_("It is not known who won the seat before, so that neither hold nor gain can be said."))
        is_gain, alone = change.hands is Hands.GAIN, winner.standing_as != StandingAs.PARTY
        values = {"winner": side(winner), "former": side(change.former), "when": month(m.previous_on) if m.previous_on else "?"}
        if is_gain != gain or is_gain == hold:
            words = (
                _("It is a gain: %(former)s won in %(when)s.") if is_gain else _("It is a hold: %(former)s won in %(when)s too.")
            )
            return no(words, **values)
        if nameless(winner) != unnamed:
            return no(_("Another rule has the words for who has, or has not, a name on record."))
        if alone != independent:
            return no(_("Another rule has the words for who stood as %(winner)s."), **values)
        if is_gain:
            return yes(_("%(winner)s won, and %(former)s had won in %(when)s: a gain."), **values)
        return yes(_("%(winner)s won, as in %(when)s: a hold."), **values)

    return when


def elected_unnamed(m: Material) -> Verdict:
    if m.winner is None or not nameless(m.winner) or (m.change and m.change.hands):
        return no(_("Who is elected has a name on record, or hold and gain are known."))
    return yes(_("One seat, of whose winner the record has only the party."))


def elected_plain(m: Material) -> Verdict:
    if m.winner is not None and nameless(m.winner):
        return no(_("The record has only the party of who is elected."))
    if m.winner is None:
        return no(_("Nobody is elected to one seat here."))
    if m.kind == "uncontested" or m.outcome.decided_by_lot:
        return no(_("The seat was not decided by votes alone: another rule says how."))
    if m.change and m.change.hands:
        return no(_("It is known who won the seat before: another rule says hold or gain."))
    return yes(_("One seat, won by %(name)s; who won before is not on record."), name=spoken(m.winner.name))


def by_lot(m: Material) -> Verdict:
    if not m.outcome.decided_by_lot or m.winner is None:
        return no(_("No lot was drawn for one seat."))
    return yes(_("Equal votes, and the lot is on the sheet."))


def lot_among_several(m: Material) -> Verdict:
    if not m.outcome.decided_by_lot or m.winner is not None:
        return no(_("No lot was drawn for the last of several seats."))
    return yes(_("Equal votes at the cut, and the lot is on the sheet."))


def lot_hands(hands: Hands) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        if not by_lot(m).fires or m.change is None or m.change.hands is not hands:
            return no(_("Not a %(hands)s that a lot decided."), hands=hands.value)
        return yes(_("The lot decided, against the winner of the contest that is compared with: a %(hands)s."), hands=hands.value)

    return when


def awaiting_lot(*, several: bool) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        if not m.outcome.awaiting_lot:
            return no(_("No lot is awaited."))
        if bool(m.outcome.elected or m.outcome.count.seats > 1) != several:
            return no(_("Another rule has the words for how many seats the lot decides."))
        return yes(_("Equal votes for fewer seats than candidates, and no lot on the sheet."))

    return when


def unopposed(*, several: bool) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        if m.kind != "uncontested" or not m.outcome.elected:
            return no(_("There was a contest."))
        if (len(m.outcome.elected) > 1) != several:
            return no(_("Another rule has the words for how many were returned."))
        return yes(_("Declared without a poll: no more stood than there were seats."))

    return when


def declared_as(kind: str, why: str) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        return yes(why) if m.kind == kind else no(_("The contest is not declared so."))

    return when


def votes_told(m: Material, *, shares: bool) -> Verdict:
    if m.winner is None or m.place_of(2) is None:
        return no(_("There is no first and second of one seat with votes on record."))
    if m.outcome.final_round:
        return no(_("Two rounds were counted: their own rules say the votes."))
    if m.outcome.decided_by_lot:
        return no(_("Their votes are equal: the sentence on the lot says them."))
    if bool(m.known(f"share.{m.winner.key}")) != shares:
        return no(_("Another rule has the words with, or without, shares."))
    return yes(_("First and second are known, with their votes."))


def two_rounds(m: Material) -> Verdict:
    if not m.outcome.final_round:
        return no(_("There was no second round."))
    return yes(_("Nobody had more than half of the first preferences, so that second preferences were added."))


def first_round_decided(m: Material) -> Verdict:
    second = m.outcome.second_round
    if second is None or second.stayed or not m.winner or len(m.outcome.count.candidates) < 3:
        return no(_("Not a supplementary vote of three or more that the first preferences decided."))
    return yes(_("More than half of the first preferences, so that second preferences were not counted."))


def second_preferences_awaited(m: Material) -> Verdict:
    second = m.outcome.second_round
    if second is None or not second.stayed or second.totals:
        return no(_("No second preferences are awaited."))
    return yes(_("Nobody had more than half, and second preferences are not on record yet."))


# The majority.


def majority(*, compared: bool, hold: bool = False) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        now, before = m.value("majority"), m.value("previous.majority")
        if now is None:
            return no(_("There is no majority: not one seat with votes, or they are not on record."))
        if now <= 1:
            return no(_("Another rule has the words for a tie, or for one vote."))
        if m.outcome.final_round:
            return no(_("Another rule has the words for a majority of a second round."))
        has = before is not None and before > 0 and bool(m.change and m.change.hands)
        if has != compared:
            return no(_("Another rule has the words with, or without, the majority before."))
        if compared and (m.change is not None and m.change.hands is Hands.HOLD) != hold:
            return no(_("Another rule has the words for a hold, or for a gain."))
        if before is None:
            return yes(_("The majority is %(now)s; none before is on record."), now=f"{now:,}")
        return yes(_("The majority is %(now)s; it was %(before)s."), now=f"{now:,}", before=f"{before:,}")

    return when


def rounds_majority(m: Material) -> Verdict:
    if not m.outcome.final_round or (m.value("majority") or 0) <= 1:
        return no(_("There is no majority of a second round in more than one vote."))
    return yes(_("The second round decided, by %(now)s."), now=f"{m.value('majority'):,}")


def rounds_overtook(m: Material) -> Verdict:
    if not m.outcome.final_round or m.winner is None or m.outcome.ranks.get(m.winner.key) == 1:
        return no(_("Who won two rounds led in the first, or there were no two."))
    return yes(_("Who won was not first on first preferences."))


def held_majority(sign: int) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        verdict = majority(compared=True, hold=True)(m)
        if not verdict.fires:
            return verdict
        now, before = m.value("majority") or Fraction(0), m.value("previous.majority") or Fraction(0)
        if (now > before) - (now < before) != sign:
            return no(_("Another rule has the words for a majority that rose, fell or stayed."))
        return verdict

    return when


def one_vote(m: Material) -> Verdict:
    if m.value("majority") != 1:
        return no(_("The majority is not one vote."))
    return yes(_("The majority is 1: in words."))


def narrow(m: Material) -> Verdict:
    share = m.value("majority_share")
    if share is None or (m.value("majority") or 0) == 0:
        return no(_("There is no majority, or its share is not known."))
    if share >= NARROW:
        return no(_("The majority is %(share)s of the valid votes: not below 2%%."), share=shown(share))
    return yes(_("The majority fell below 2%% of the valid votes: called narrow (%(share)s)."), share=shown(share))


def record(path: str, *, largest: bool) -> Callable[[Material], Verdict]:
    """A majority beyond every earlier one on record for the seat, at enough polls."""

    def when(m: Material) -> Verdict:
        now = m.value(path)
        if now is None or m.winner is None:
            return no(_("The figure is not known here."))
        known = [
            (Fraction(held.outcome.majority), held) for held in m.before if held.outcome and held.outcome.majority is not None
        ]
        if len(known) < ENOUGH:
            words = _("Only %(number)s earlier polls for the seat have it on record; %(enough)s are needed to call it a record.")
            return no(words, number=counted(len(known)), enough=counted(ENOUGH))
        value, held = max(known, key=lambda pair: pair[0]) if largest else min(known, key=lambda pair: pair[0])
        if (now <= value) if largest else (now >= value):
            return no(_("The record for the seat is %(value)s, in %(when)s."), value=f"{value:,}", when=month(held.polling_on))
        return Verdict(
            True,
            yes(_("Beyond %(value)s, in %(when)s, over %(number)s earlier polls on record."), value=f"{value:,}",
                when=month(held.polling_on), number=counted(len(known))).why,
            [_record_names(f"{value:,}", held, "majority")],
        )  # fmt: skip

    return when


def record_swing(m: Material) -> Verdict:
    """A swing beyond every earlier one between polls that follow each other, at enough of them."""
    swing = m.change.swing if m.change else None
    if swing is None or not swing.usual:
        return no(_("There is no swing to measure."))
    polls = [held for held in reversed(m.before) if held.outcome]
    found = []
    for then, now in itertools.pairwise(polls):
        if then.outcome and now.outcome and (former := compare(now.outcome, then.outcome).swing) and former.usual:
            found.append((former.size, now))
    if len(found) < ENOUGH:
        words = _("Only %(number)s earlier swings for the seat are on record; %(enough)s are needed to call it a record.")
        return no(words, number=counted(len(found)), enough=counted(ENOUGH))
    size, held = max(found, key=lambda pair: pair[0])
    if swing.size <= size:
        return no(_("The record for the seat is %(value)s, in %(when)s."), value=shown(size), when=month(held.polling_on))
    why = _("Beyond %(value)s, in %(when)s, over %(number)s earlier swings on record.")
    values = {"value": shown(size), "when": month(held.polling_on), "number": counted(len(found))}
    return Verdict(True, yes(why, **values).why, [{"record_when": Named(month(held.polling_on), month(held.polling_on))}])


def _record_names(text: str, held: Held, path: str) -> dict[str, Named]:
    target = f"{held.ballot_paper_id}/{path}"
    when = month(held.polling_on)
    return {"record_figure": Named(f"[{text}](figure:{target})", text, target), "record_when": Named(when, when)}


# The seat's past, change and swing.


def held(hands: Hands) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        tenure, change = m.tenure, m.change
        if tenure is None or m.winner is None:
            return no(_("No earlier poll for the seat is on record."))
        if m.outcome.count.seats != 1 or tenure.holder.standing_as == StandingAs.SPEAKER:
            return no(_("Who held it has no party to name."))
        if change is None or change.hands is not hands:
            return no(_("Another rule has the words for a hold, or for a gain."))
        if change.former and tenure.holder.identity != change.former.identity:
            return no(_("The seat had changed hands since: another rule says who held it."))
        values = {"since": str(tenure.since.year), "polls": counted(len(tenure.polls))}
        if tenure.first:
            return yes(_("Won without a break at %(polls)s polls on record, the first of them in %(since)s."), **values)
        return yes(_("Won without a break since %(since)s, at %(polls)s polls."), **values)

    return when


def held_meanwhile(m: Material) -> Verdict:
    former = m.change.former if m.change else None
    if m.tenure is None or former is None or m.tenure.holder.identity == former.identity or m.winner is None:
        return no(_("Who held the seat on the day is who won the contest that is compared with."))
    return yes(_("The seat changed hands after the contest that is compared with."))


def first_win(m: Material) -> Verdict:
    winner = m.winner
    if winner is None or winner.standing_as != StandingAs.PARTY or not m.outcome.elected:
        return no(_("No party won one seat."))
    if len(m.before) < ENOUGH:
        return no(_("Fewer than %(enough)s earlier polls for the seat are on record."), enough=counted(ENOUGH))
    if any(poll.winner.identity == winner.identity for poll in m.before):
        return no(_("The party has won the seat before."))
    return yes(_("The party won none of the %(number)s earlier polls on record."), number=counted(len(m.before)))


UP, DOWN = 1, -1


def changes(first: int, second: int | None) -> Callable[[Material], Verdict]:
    """Whether the shares of first and second rose or fell; `second` None where only the first's change is known."""

    def when(m: Material) -> Verdict:
        one, two = m.place_of(1), m.place_of(2)
        mine = m.value(f"change.{one.key}") if one else None
        theirs = m.value(f"change.{two.key}") if two else None
        if mine is None:
            return no(_("How the winner’s share changed is not known."))
        if _sign(mine) != first or (theirs is None) != (second is None):
            return no(_("Another rule has the words for these shares."))
        if theirs is not None and _sign(theirs) != second:
            return no(_("Another rule has the words for these shares."))
        values = {"first": _points(mine), "second": _points(theirs) if theirs is not None else "?"}
        if theirs is None:
            return yes(_("First %(first)s; how the second’s share changed is not known."), **values)
        return yes(_("First %(first)s, second %(second)s."), **values)

    return when


def _sign(value: Fraction) -> int:
    """Of a change as it is shown: 0.04 points are none."""
    points = half_up(value * 100, 1)
    return (points > 0) - (points < 0)


def _points(value: Fraction) -> str:
    points = half_up(value * 100, 1)
    return f"{'+' if points >= 0 else '−'}{abs(points)}"


def swing(m: Material) -> Verdict:
    found = m.change.swing if m.change else None
    if found is None:
        return no(_("First and second are not two parties that both stood before, so that there is no swing."))
    if not found.usual:
        return no(_("Other parties led the last time: a swing between these two would mislead."))
    if _sign(found.size) == 0:
        return no(_("There was no swing to speak of."))
    return yes(_("The same two parties led both times."))


def notional(m: Material) -> Verdict:
    if not m.notional_before:
        return no(_("The contest that is compared with was a poll, not an estimate."))
    return yes(_("The contest that is compared with is an estimate on new boundaries."))


# Turnout and papers.


def turnout(direction: int | None) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        now, before = m.value("turnout"), m.value("previous.turnout")
        if now is None:
            return no(_("The electorate, or the number of valid papers, is not on record."))
        if (before is None) != (direction is None):
            return no(_("Another rule has the words with, or without, the turnout before."))
        if before is not None and _sign(Fraction(half_up(now * 100, 1) - half_up(before * 100, 1)) / 100) != direction:
            return no(_("Another rule has the words for a turnout that rose, fell or stayed."))
        if before is None:
            return yes(_("Turnout is %(now)s; none before is on record."), now=shown(now))
        return yes(_("Turnout is %(now)s; it was %(before)s."), now=shown(now), before=shown(before))

    return when


def papers_turnout(m: Material) -> Verdict:
    if m.value("turnout") is not None or m.value("turnout_with_rejected") is None:
        return no(_("Turnout is measured by valid papers, or not at all."))
    return yes(_("Only all ballot papers are known, rejected ones among them."))


def number_of(path: str, *, one: bool) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        number = m.value(path)
        if not number:
            return no(_("There were none, or they are not on record."))
        if (number == 1) != one:
            return no(_("Another rule has the words for one, or for more."))
        return yes(_("The sheet has %(number)s."), number=f"{number:,}")

    return when


def valid_votes(m: Material) -> Verdict:
    if not m.outcome.count.one_vote or not m.value("valid_votes"):
        return no(_("A paper carries several votes here, or they are not on record."))
    return yes(_("A paper carries one vote, so that valid votes are valid papers."))


# The field.


def third(m: Material) -> Verdict:
    line = m.place_of(3)
    if line is None:
        return no(_("Nobody alone is third for one seat."))
    if m.outcome.final_round:
        return no(_("Two rounds were counted: who was third is told with them."))
    if not m.known(f"share.{line.key}"):
        return no(_("The third’s share is not known."))
    return yes(_("One seat, and nobody shares the third place."))


def mover(*, up: bool) -> Callable[[Material], Verdict]:
    """Another party than the first two whose share moved most, by a twentieth of the valid votes at least."""

    def when(m: Material) -> Verdict:
        if not m.change or not m.previous or m.place_of(2) is None:
            return no(_("Shares before are not known."))
        leading = {line.key for line in (m.place_of(1), m.place_of(2)) if line}
        moved = {key: change for key, change in m.change.shares.items() if change is not None and key not in leading}
        far = [key for key, change in moved.items() if (change >= MOVED if up else change <= -MOVED)]
        if not far:
            return no(_("No other party’s share moved by five points or more this way."))
        key = max(far, key=lambda one: (abs(moved[one]), one))
        line = m.outcome.lines[key]
        before = [then for then in m.previous.count.lines if then.identity == line.identity]
        path = f"previous.share.{before[0].key}" if len(before) == 1 else ""
        names = Names(m)
        names.say("mover", side(line))
        names.figure("mover_now", f"share.{key}")
        names.figure("mover_before", path)
        why = yes(_("%(party)s %(points)s points, the largest move of the others."), party=side(line), points=_points(moved[key]))
        return Verdict(True, why.why, [names])

    return when


def absent(m: Material) -> Verdict:
    if not m.previous or not m.previous.shares or not m.outcome.count.known:
        return no(_("Who stood now, or the shares before, are not all on record."))
    there = {line.identity for line in m.outcome.count.lines}
    if any(line.aggregate for line in m.outcome.count.lines):
        return no(_("Others are only known together: a party may be among them."))
    gone = [line for line in m.previous.count.candidates if line.standing_as == StandingAs.PARTY and line.identity not in there]
    gone = [line for line in gone if m.previous.shares.get(line.key, Fraction(0)) >= MOVED]
    if not gone:
        return no(_("Every party with a twentieth of the votes before stood again."))
    line = max(gone, key=lambda one: m.previous.shares[one.key] if m.previous else Fraction(0))
    names = Names(m)
    names.say("absent", side(line))
    names.figure("absent_share", f"previous.share.{line.key}")
    return Verdict(True, yes(_("%(party)s stood before and not now."), party=side(line)).why, [names])


def deposits(kind: str) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        lost = m.value("deposits_lost")
        if lost is None:
            return no(_("No deposit is at stake here, or votes are not all on record."))
        found = {0: "none", 1: "one"}.get(int(lost), "few" if lost <= 4 else "many")
        if found != kind:
            return no(_("Another rule has the words for how many lost their deposits."))
        return yes(_("%(number)s had not more than a twentieth of the valid votes."), number=counted(int(lost)).capitalize())

    return when


def field_size(m: Material) -> Verdict:
    if deposits("many")(m).fires:
        return no(_("The sentence on deposits says how many stood."))
    if m.kind == "winner" or m.kind == "uncontested" or not m.outcome.count.elects:
        return no(_("Not every candidate is on record, or there was no poll."))
    if any(line.aggregate for line in m.outcome.count.lines) or m.outcome.count.by_lists:
        return no(_("Lists, or others counted together, are not a number of candidates."))
    if (m.value("candidates") or 0) < 2:
        return no(_("Not every candidate is on record."))
    return yes(_("The record has every candidate."))


# Several seats.


def members(m: Material) -> Verdict:
    if m.outcome.count.seats == 1 or m.outcome.count.by_lists or not m.outcome.elected:
        return no(_("Not several seats for candidates."))
    if m.kind == "uncontested":
        return no(_("There was no contest."))
    return yes(_("Several seats: all who are elected, most votes first."))


def members_votes(m: Material) -> Verdict:
    if not members(m).fires or m.outcome.count.transferable:
        return no(_("Not several seats by plurality."))
    if not m.outcome.count.known:
        return no(_("Votes are not on record."))
    return yes(_("The votes of all who are elected are known."))


def parties_of_members(*, one: bool) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        if not members(m).fires or m.outcome.awaiting_lot:
            return no(_("Not several seats, all of them filled."))
        lines = [m.outcome.lines[key] for key in m.outcome.elected]
        alone = all(line.standing_as == StandingAs.PARTY for line in lines) and len({line.identity for line in lines}) == 1
        if alone != one:
            return no(_("Another rule has the words for seats of one party, or of several."))
        return yes(_("All seats fell to one party.")) if one else yes(_("The seats fell to more than one."))

    return when


def nearest(*, one: bool) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        margin = m.value("margin")
        if margin is None or nearest_of(m) is None:
            return no(_("Not several seats by plurality, or nobody alone came nearest."))
        if margin == 0:
            return no(_("The last seat was decided by lot."))
        if (margin == 1) != one:
            return no(_("Another rule has the words for one vote, or for more."))
        return yes(_("The last elected had %(margin)s votes more."), margin=f"{margin:,}")

    return when


# Lists.


def lists(m: Material) -> Verdict:
    if not m.outcome.allocation or not m.outcome.elected:
        return no(_("No seats for lists were allocated here."))
    return yes(_("Seats were allocated to lists by their votes."))


def list_votes(*, shares: bool) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        lines = [line for line in m.outcome.ordered if not line.aggregate and line.votes is not None]
        if not lists(m).fires or len(lines) < 2 or lines[0].votes == lines[1].votes:
            return no(_("There are no two lists of which one had more votes."))
        if any(line.aggregate and (line.votes is None or line.votes >= (lines[1].votes or 0)) for line in m.outcome.count.lines):
            return no(_("A list with more votes may be among those known only together."))
        if bool(m.known(f"share.{lines[0].key}")) != shares:
            return no(_("Another rule has the words with, or without, shares."))
        return yes(_("The two lists with the most votes."))

    return when


def list_members(m: Material) -> Verdict:
    if not lists(m).fires:
        return no(_("No seats for lists were allocated here."))
    winning = [key for key in m.outcome.elected if m.outcome.lines[key].is_list]
    if not all(m.outcome.elected_members(key) for key in winning):
        return no(_("The candidates on the lists are not on record."))
    return yes(_("Who is elected follows from the order of each list."))


def list_constituencies(m: Material) -> Verdict:
    if not lists(m).fires or not any(line.constituency_seats for line in m.outcome.count.lines):
        return no(_("No seats in constituencies are counted with the lists."))
    return yes(_("The sheet states the constituency seats that count against list seats."))


def list_empty(m: Material) -> Verdict:
    if not lists(m).fires or any(line.aggregate for line in m.outcome.count.lines):
        return no(_("Not every list is on record by itself."))
    number = sum(not m.outcome.seats(line.key) for line in m.outcome.count.lines)
    return (
        yes(_("%(number)s lists have no seat."), number=counted(number)) if number > 1 else no(_("No such lists, or only one."))
    )


def partial(m: Material) -> Verdict:
    if not any(line.aggregate for line in m.outcome.count.lines):
        return no(_("Every line of the count is on record by itself."))
    return yes(_("The record has a line for others together."))


# Transferable votes.


def first_preferences(m: Material) -> Verdict:
    count = m.outcome.count
    if not count.transferable or not count.known:
        return no(_("No first preferences of a transferable vote are on record."))
    votes = sorted((line.votes or 0 for line in count.candidates), reverse=True)
    if len(votes) > 1 and votes[0] == votes[1]:
        return no(_("Two led on first preferences with equal votes."))
    return yes(_("One candidate led on first preferences."))


def at_the_quota(*, some: bool) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        quota = m.value("quota")
        if quota is None:
            return no(_("No quota is known: not a transferable vote, or without its votes."))
        reached = [line for line in m.outcome.count.candidates if Fraction(line.votes or 0) >= quota]
        if bool(reached) != some:
            return no(_("Another rule has the words for whether anybody reached the quota at once."))
        return yes(_("The quota is %(quota)s; %(number)s had that many first preferences."), quota=f"{half_up(quota, 0):,}",
                   number=counted(len(reached)))  # fmt: skip

    return when


def transfers(*, one: bool) -> Callable[[Material], Verdict]:
    """Seats that first preferences did not fill."""

    def when(m: Material) -> Verdict:
        verdict, quota = at_the_quota(some=True)(m), m.value("quota")
        if not verdict.fires or quota is None:
            return no(_("Nobody reached the quota at once, or it is not known."))
        reached = sum(Fraction(line.votes or 0) >= quota for line in m.outcome.count.candidates)
        left = len(m.outcome.elected) - reached
        if left < 1 or (left == 1) != one:
            return no(_("Another rule has the words for how many seats were left."))
        return yes(_("First preferences filled %(reached)s of %(seats)s seats."), reached=counted(reached),
                   seats=counted(len(m.outcome.elected)))  # fmt: skip

    return when


def overtook(m: Material) -> Verdict:
    if not m.outcome.count.transferable or not m.outcome.count.known:
        return no(_("No first preferences of a transferable vote are on record."))
    seats = m.outcome.count.seats
    late = [key for key in m.outcome.elected if m.outcome.ranks.get(key, 0) > seats]
    if not late:
        return no(_("Who is elected led on first preferences too."))
    return yes(_("Not among the first %(seats)s on first preferences, and elected."), seats=counted(seats))


# What surrounds the result.


def always(m: Material) -> Verdict:
    return yes(_("Every draft has a headline."))


def cause(m: Material) -> Verdict:
    if not m.by_election or not m.reason:
        return no(_("Not a by-election with its cause on record."))
    return yes(_("A by-election, with its cause as the desk entered it."))


def note_quoted(m: Material) -> Verdict:
    if m.kind not in ("correction", "withdrawal", "recount", "void", "countermanded", "cancelled") or not m.note.strip():
        return no(_("No public note explains the declaration."))
    if any(letter.isdigit() for letter in m.note):
        return no(_("The public note types a number, which no figure of the record is bound to."))
    return yes(_("The declaration carries a note for readers."))


def council(m: Material) -> Verdict:
    if m.election_kind != "local" or not m.council:
        return no(_("Not a ward of a council that is on record."))
    return yes(_("A ward, with its council on record."))


def polled(m: Material) -> Verdict:
    if m.kind in ("uncontested", "countermanded", "cancelled"):
        return no(_("There was no poll."))
    return yes(_("The day is on record."))


def figures_awaited(m: Material) -> Verdict:
    if m.kind != "winner":
        return no(_("The votes are on record, or there is no winner."))
    return yes(_("The winner is declared before the figures."))


def single(m: Material) -> Verdict:
    if not m.one_person:
        return no(_("Two people read the same figures."))
    return yes(_("Published on one person’s sheet."))


def rehearsal(m: Material) -> Verdict:
    return yes(_("The election is marked as a rehearsal.")) if m.rehearsal else no(_("A real election."))


def others(m: Material) -> Verdict:
    near = [one for one in m.others if one.near][:MOST_OTHERS]
    if not near:
        return no(_("No other contest of the day in this area has a winner of one seat on record."))
    each = []
    for one in near:
        marked, text = _other(m, one)
        each.append(
            {
                "other_winner": Named(marked, text, f"{one.ballot_paper_id}/winner"),
                "other_party": Named(plain(adjective(one.winner)), adjective(one.winner)),
                "other_office": Named(plain(one.office), one.office),
                "other_result": Named("", "", f"{one.ballot_paper_id}/result"),
            }
        )
    return Verdict(True, yes(_("Decided on the same day in the same area, its parent or its parts.")).why, each)


def others_away(m: Material) -> Verdict:
    if others(m).fires:
        return no(_("What was decided in the same area is told instead."))
    found = m.others[:MOST_OTHERS]
    if not found:
        return no(_("No mayor or commissioner elected on the same day is on record."))
    parts = []
    for place, one in enumerate(found):
        (marked, text), party = _other(m, one), adjective(one.winner)
        elected = f"{'' if place else 'was elected '}{one.office}"
        target = f"figure:{one.ballot_paper_id}/result"
        parts.append((f"{marked} ({plain(party)}) [{plain_words(elected)}]({target})", f"{text} ({party}) {elected}"))
    named = Named(listed([marked for marked, _text in parts]), listed([text for _marked, text in parts]))
    return Verdict(
        True, yes(_("Mayors and commissioners of the day; nothing else of this area is on record.")).why, [{"others": named}]
    )


def _other(m: Material, one: Other) -> tuple[str, str]:
    """Who won another contest, bound to the register or to that result, and as plain text."""
    words, slug = plain_words(spoken(one.winner.name)), m.people.get(one.winner.person)
    if words != one.winner.name and not slug:
        return plain(words), words
    return f"[{words}]({f'person:{slug}' if slug else f'figure:{one.ballot_paper_id}/winner'})", words


SAYING = {"post": "post", "statement": "statement", "speech": "speech"}


def reacted(medium: str) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        first = [one for one in m.reactions[:MOST_OTHERS] if SAYING.get(one.medium, "interview") == medium]
        if not first:
            return no(_("No verified quote of this kind is there."))
        each = [
            {
                "speaker": Named(f"[{plain_words(one.name)}](person:{one.person})", one.name),
                "speaker_role": Named(plain(one.role), one.role),
                "outlet": Named(plain(one.outlet or "its source"), one.outlet or "its source"),
            }
            for one in first
        ]
        why = yes(_("A verified quote in a story about this contest, or by somebody who stood in it.")).why
        return Verdict(True, why, each, [one.slug for one in first])

    return when


def _plain_majority_known(m: Material) -> Verdict:
    now = m.value("majority")
    if m.winner is None or not now:
        return no(_("There is no majority to tell."))
    return yes(_("One seat with a majority."))


def winner_named(m: Material) -> Verdict:
    if m.winner is None or nameless(m.winner) or m.kind == "uncontested":
        return no(_("Nobody with a name is elected to one seat by a poll."))
    return yes(_("One seat, won by %(name)s."), name=spoken(m.winner.name))


def with_turnout(known: bool) -> Callable[[Material], Verdict]:
    def when(m: Material) -> Verdict:
        verdict = _plain_majority_known(m)
        if verdict.fires and (m.value("turnout") is not None) != known:
            return no(_("Another rule has the words with, or without, turnout."))
        return verdict

    return when
