"""The rules of a first draft as the house ships them: one sentence each, in the order of a story. Pure.

Editors may change words, order and whether a rule is on at the desk. No rule says more than the record does: no cause, no
adjective, no pronoun that it has no ground for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from elections.counting import Hands, _
from newsroom import conditions as on
from newsroom.conditions import DOWN, UP
from newsroom.drafting import Material, Rule, Verdict

OTHER = ("other_winner", "other_party", "other_office", "other_result")
QUOTE = ("speaker", "speaker_role", "outlet")
RECORD = ("record_figure", "record_when")


def rule(
    key: str, part: str, about: str, words: str, when: Callable[[Material], Verdict], weight: int = 50, own: tuple[str, ...] = ()
) -> Rule:
    return Rule(key, part, about, words, when, weight, own)


HEADLINES = (
    rule("headline-lot", "headline", _("One seat, decided by lot"), "{winner} wins {place} by lot after a tie", on.by_lot),
    rule("headline-gain", "headline", _("A gain"), "{winner_side} gain {place} from {former_side}", on.outcome_is(gain=True)),
    rule(
        "headline-gain-alone", "headline", _("A gain by an independent"), "{winner} gains {place} from {former_side}",
        on.outcome_is(gain=True, independent=True),
    ),
    rule("headline-hold", "headline", _("A hold"), "{winner_side} hold {place}", on.outcome_is(hold=True)),
    rule(
        "headline-hold-alone", "headline", _("A hold by an independent or the Speaker"), "{winner} holds {place}",
        on.outcome_is(hold=True, independent=True),
    ),
    rule(
        "headline-unopposed", "headline", _("One candidate, without a poll"), "{winner} returned unopposed in {place}",
        on.unopposed(several=False),
    ),
    rule(
        "headline-unopposed-many", "headline", _("As many candidates as seats"), "Candidates returned unopposed in {place}",
        on.unopposed(several=True),
    ),
    rule("headline-elected", "headline", _("One seat, nothing to compare"), "{winner} elected {office}", on.elected_plain),
    rule(
        "headline-gain-unnamed", "headline", _("A gain, of whose winner only the party is known"),
        "{winner_side} gain {place} from {former_side}", on.outcome_is(gain=True, unnamed=True),
    ),
    rule(
        "headline-hold-unnamed", "headline", _("A hold, of whose winner only the party is known"), "{winner_side} hold {place}",
        on.outcome_is(hold=True, unnamed=True),
    ),
    rule(
        "headline-unnamed", "headline", _("One seat, of whose winner only the party is known"), "{winner_side} win {place}",
        on.elected_unnamed,
    ),
    rule(
        "headline-tie", "headline", _("Equal votes, lot awaited"), "Tie in {place} is to be decided by lot",
        on.awaiting_lot(several=False),
    ),
    rule(
        "headline-second-preferences", "headline", _("Second preferences awaited"),
        "Second preferences are to decide {place}", on.second_preferences_awaited,
    ),
    rule(
        "headline-one-party", "headline", _("Several seats, all of one party"), "{elected_side} win every seat in {place}",
        on.parties_of_members(one=True),
    ),
    rule("headline-members", "headline", _("Several seats"), "{place} elects {seats} {members}", on.members),
    rule(
        "headline-lists", "headline", _("List seats"), "{list_leader_side} lead the list vote in {place}",
        on.list_votes(shares=True),
    ),
    rule(
        "headline-lists-plain", "headline", _("List seats, no list alone in front"), "{place} elects its list members",
        on.lists,
    ),
    rule(
        "headline-countermanded", "headline", _("Poll countermanded"), "Poll in {place} is countermanded",
        on.declared_as("countermanded", _("The declaration is that the poll is countermanded.")),
    ),
    rule(
        "headline-cancelled", "headline", _("Poll cancelled"), "Poll in {place} is cancelled",
        on.declared_as("cancelled", _("The declaration is that the poll is cancelled.")),
    ),
    rule(
        "headline-void", "headline", _("Election void"), "Election in {place} is void",
        on.declared_as("void", _("The declaration is that the election is void.")),
    ),
    rule(
        "headline-recount", "headline", _("Recount"), "Votes in {place} are being counted again",
        on.declared_as("recount", _("The declaration is that the votes are being counted again.")),
    ),
    rule(
        "headline-withdrawal", "headline", _("Result withdrawn"), "Result in {place} is withdrawn",
        on.declared_as("withdrawal", _("The declaration is that the result is withdrawn.")),
    ),
    rule("headline-plain", "headline", _("Nothing that another rule has words for"), "The result in {place}", on.always),
)  # fmt: skip

STANDFIRSTS = (
    rule(
        "standfirst-turnout", "standfirst", _("One seat, with turnout"),
        "[{winner} wins](result) with a majority of {majority} on a turnout of {turnout}", on.with_turnout(True),
    ),
    rule(
        "standfirst-majority", "standfirst", _("One seat, turnout not known"),
        "[{winner} wins](result) with a majority of {majority}", on.with_turnout(False),
    ),
    rule(
        "standfirst-members", "standfirst", _("Several seats"), "[Elected](result): {elected_with_parties}", on.members,
    ),
    rule(
        "standfirst-lists", "standfirst", _("List seats, one list in front"),
        "{list_leader} [lead the list vote](result) with {list_leader_share}", on.list_votes(shares=True),
    ),
    rule(
        "standfirst-elected", "standfirst", _("One seat, no majority on record"), "[{winner} is elected {office}](result)",
        on.winner_named,
    ),
)  # fmt: skip

LEADS = (
    rule("rehearsal", "note", _("A rehearsal says so"), "This is a rehearsal and no real election.", on.rehearsal, 100),
    rule(
        "lead-gain", "lead", _("A gain"),
        "{winner}, {winner_described}, [has been elected {office}, taking {seat} from {former_party}](result).",
        on.outcome_is(gain=True), 100,
    ),
    rule(
        "lead-gain-alone", "lead", _("A gain by an independent"),
        "{winner}, {winner_described}, [has been elected {office}, taking {seat} from {former_party}](result).",
        on.outcome_is(gain=True, independent=True), 100,
    ),
    rule(
        "lead-hold", "lead", _("A hold"),
        "{winner} [has been elected {office}, holding {seat} for {winner_party}](result).", on.outcome_is(hold=True), 100,
    ),
    rule(
        "lead-hold-alone", "lead", _("A hold by an independent or the Speaker"),
        "{winner}, {winner_described}, [has been elected {office}, holding {seat}](result).",
        on.outcome_is(hold=True, independent=True), 100,
    ),
    rule(
        "lead-elected", "lead", _("One seat, nothing to compare"),
        "{winner}, {winner_described}, [has been elected {office}](result).", on.elected_plain, 100,
    ),
    rule(
        "lead-gain-unnamed", "lead", _("A gain, of whose winner only the party is known"),
        "{seat} in {place} [has gone to {winner_party} from {former_party}](result).",
        on.outcome_is(gain=True, unnamed=True), 100,
    ),
    rule(
        "lead-hold-unnamed", "lead", _("A hold, of whose winner only the party is known"),
        "{seat} in {place} [has been held by {winner_party}](result).", on.outcome_is(hold=True, unnamed=True), 100,
    ),
    rule(
        "lead-unnamed", "lead", _("One seat, of whose winner only the party is known"),
        "{seat} in {place} [has been won by {winner_party}](result).", on.elected_unnamed, 100,
    ),
    rule(
        "lead-lot", "lead", _("Decided by lot"),
        "{winner}, {winner_described}, [has been elected {office} by lot](result) after a tie with {lot_losers}.",
        on.by_lot, 100,
    ),
    rule(
        "lead-lot-votes", "lead", _("The votes before the lot"),
        "Each had {winner_votes} votes, and the returning officer drew the lot that the law asks for.", on.by_lot, 99,
    ),
    rule(
        "lead-lot-gain", "lead", _("A lot that changed hands"), "The result is [a gain from {former_party}](result).",
        on.lot_hands(Hands.GAIN), 98,
    ),
    rule(
        "lead-lot-hold", "lead", _("A lot that held the seat"), "The result is [a hold for {winner_party}](result).",
        on.lot_hands(Hands.HOLD), 98,
    ),
    rule(
        "lead-tie", "lead", _("Equal votes, lot awaited"),
        "{tied} [have equal votes in {poll}](result), and the returning officer is to decide between them by lot.",
        on.awaiting_lot(several=False), 100,
    ),
    rule(
        "lead-unopposed", "lead", _("One candidate, without a poll"),
        "{winner}, {winner_described}, [has been elected {office} unopposed](result).", on.unopposed(several=False), 100,
    ),
    rule(
        "lead-unopposed-many", "lead", _("As many candidates as seats"),
        "{elected_with_parties} [have been returned unopposed](result) in {place}.", on.unopposed(several=True), 100,
    ),
    rule(
        "unopposed-why", "lead", _("Why there was no poll"), "No poll was held, because no other candidate stood.",
        on.unopposed(several=False), 95,
    ),
    rule(
        "unopposed-why-many", "lead", _("Why there was no poll, several seats"),
        "No poll was held, because no more candidates stood than there were seats.", on.unopposed(several=True), 95,
    ),
    rule(
        "lead-second-preferences", "lead", _("Second preferences awaited"),
        "No candidate in {poll} [has more than half of the first preferences](result), and the second preferences are not known "
        "yet.", on.second_preferences_awaited, 100,
    ),
    rule(
        "lead-members", "lead", _("Several seats"), "{elected_with_parties} [have been elected](result) in {place}.",
        on.members, 100,
    ),
    rule(
        "lead-lists", "lead", _("List seats"), "Of the {seats} [list seats](result) in {place}, {list_seats}.", on.lists, 100,
    ),
    rule(
        "lead-countermanded", "lead", _("Poll countermanded"),
        "The poll in {place} [has been countermanded](result) because a candidate died.",
        on.declared_as("countermanded", _("The declaration is that the poll is countermanded.")), 100,
    ),
    rule(
        "countermanded-again", "lead", _("What follows a countermanded poll"), "The poll is to be held again.",
        on.declared_as("countermanded", _("A countermanded poll is held anew.")), 90,
    ),
    rule(
        "lead-cancelled", "lead", _("Poll cancelled"), "The poll in {place} [has been cancelled](result) and was not held.",
        on.declared_as("cancelled", _("The declaration is that the poll is cancelled.")), 100,
    ),
    rule(
        "lead-void", "lead", _("Election void"), "The election in {place} [is void](result), and nobody is elected by it.",
        on.declared_as("void", _("The declaration is that the election is void.")), 100,
    ),
    rule(
        "lead-recount", "lead", _("Recount"), "The votes in {place} [are being counted again](result).",
        on.declared_as("recount", _("The declaration is that the votes are being counted again.")), 100,
    ),
    rule(
        "recount-stands", "lead", _("What stands during a recount"), "No figures stand until that is done.",
        on.declared_as("recount", _("A recount takes the figures back.")), 90,
    ),
    rule(
        "lead-withdrawal", "lead", _("Result withdrawn"),
        "The result in {place} [has been withdrawn](result), and no figures stand.",
        on.declared_as("withdrawal", _("The declaration is that the result is withdrawn.")), 100,
    ),
    rule("note", "lead", _("The public note of a notice"), "The reason given is: “{note}”.", on.note_quoted, 85),
    rule(
        "figures-awaited", "lead", _("A winner before the figures"), "The candidates’ votes are not on record.",
        on.figures_awaited, 95,
    ),
)  # fmt: skip

COUNT = (
    rule(
        "votes", "count", _("First and second"),
        "{winner_surname} received {winner_votes} votes, or {winner_share} of those cast, and {second} ({second_party}) "
        "[came second](runner_up) with {second_votes}, or {second_share}.",
        lambda m: on.votes_told(m, shares=True), 95,
    ),
    rule(
        "votes-plain", "count", _("First and second, shares not known"),
        "{winner_surname} received {winner_votes} votes, and {second} ({second_party}) [came second](runner_up) with "
        "{second_votes}.", lambda m: on.votes_told(m, shares=False), 95,
    ),
    rule(
        "rounds-needed", "count", _("Why there was a second round"),
        "No candidate [won more than half of the first preferences](result), so second preferences were counted.",
        on.two_rounds, 96,
    ),
    rule(
        "rounds-first", "count", _("First preferences of the two who stayed"),
        "{winner_surname} had {winner_votes} first preferences and {second} ({second_party}) had {second_votes}.",
        on.two_rounds, 93,
    ),
    rule(
        "rounds-totals", "count", _("Totals after second preferences"),
        "With second preferences added, {winner_surname} [finished](result) on {winner_total} and {second} on {second_total}.",
        on.two_rounds, 94,
    ),
    rule(
        "rounds-none", "count", _("No second round was needed"),
        "As {winner_surname} had [more than half of the first preferences](result), second preferences were not counted.",
        on.first_round_decided, 80,
    ),
    rule(
        "majority", "count", _("The majority, none before"), "The majority is {majority}, or {majority_share} of the votes.",
        on.majority(compared=False), 90,
    ),
    rule(
        "majority-gain", "count", _("The majority after a gain"),
        "The majority of {majority} compares with one of {previous_majority} for {former_party} in {previous_when}.",
        on.majority(compared=True), 90,
    ),
    rule(
        "majority-up", "count", _("The majority of a hold, larger"),
        "The majority is {majority}, [up from](majority) {previous_majority} in {previous_when}.", on.held_majority(UP), 90,
    ),
    rule(
        "majority-down", "count", _("The majority of a hold, smaller"),
        "The majority is {majority}, [down from](majority) {previous_majority} in {previous_when}.", on.held_majority(DOWN), 90,
    ),
    rule(
        "majority-same", "count", _("The majority of a hold, the same"),
        "The majority is {majority}, [the same as](majority) in {previous_when}.", on.held_majority(0), 90,
    ),
    rule(
        "majority-rounds", "count", _("The majority of a second round"),
        "The majority is {majority}, or {majority_share} of the votes in the second round.", on.rounds_majority, 90,
    ),
    rule(
        "rounds-overtook", "count", _("Won from behind on first preferences"),
        "{winner_surname} [won from behind](result), having trailed on first preferences.", on.rounds_overtook, 87,
    ),
    rule("majority-one", "count", _("A majority of one"), "The majority is [a single vote](majority).", on.one_vote, 90),
    rule(
        "majority-narrow", "count", _("A narrow majority"),
        "The result was [narrow](majority_share): the majority is {majority_share} of the votes.", on.narrow, 88,
    ),
    rule(
        "majority-record", "count", _("The largest majority on record"),
        "It is [the largest majority on record for the seat](majority), above the {record_figure} of {record_when}.",
        on.record("majority", largest=True), 72, RECORD,
    ),
    rule(
        "majority-smallest", "count", _("The smallest majority on record"),
        "It is [the smallest majority on record for the seat](majority), below the {record_figure} of {record_when}.",
        on.record("majority", largest=False), 72, RECORD,
    ),
    rule(
        "members-votes", "count", _("Votes of all who are elected"), "{elected_votes}.", on.members_votes, 95,
    ),
    rule(
        "members-one-party", "count", _("Every seat to one party"), "[Every seat went to {elected_party}](result).",
        on.parties_of_members(one=True), 92,
    ),
    rule(
        "members-parties", "count", _("Seats by party"), "Of the {seats} seats, {elected_parties}.",
        on.parties_of_members(one=False), 92,
    ),
    rule(
        "members-lot", "count", _("The last seat by lot"), "The last seat was [decided by lot](result) after a tie.",
        on.lot_among_several, 97,
    ),
    rule(
        "members-tie", "count", _("The last seats await a lot"),
        "{tied} [have equal votes](result), and the returning officer is to decide between them by lot.",
        on.awaiting_lot(several=True), 97,
    ),
    rule(
        "nearest", "count", _("Who missed the last seat"),
        "{next} ({next_party}), with {next_votes} votes, was {margin} short of [the last seat](result).",
        on.nearest(one=False), 80,
    ),
    rule(
        "nearest-one", "count", _("Who missed the last seat by one vote"),
        "{next} ({next_party}), with {next_votes} votes, was [a single vote](margin) short of a seat.",
        on.nearest(one=True), 80,
    ),
    rule(
        "list-votes", "count", _("The two lists in front"),
        "{list_leader} received {list_leader_votes} list votes, or {list_leader_share}, and {list_second} received "
        "{list_second_votes}, or {list_second_share}.", on.list_votes(shares=True), 94,
    ),
    rule(
        "list-votes-plain", "count", _("The two lists in front, shares not known"),
        "{list_leader} received {list_leader_votes} list votes and {list_second} received {list_second_votes}.",
        on.list_votes(shares=False), 94,
    ),
    rule("list-members", "count", _("Who is elected from the lists"), "The lists elect, {list_members}.", on.list_members, 80),
    rule(
        "list-constituencies", "count", _("Constituency seats that count against list seats"),
        "In the constituencies, whose seats count against list seats, {constituency_seats}.",
        on.list_constituencies, 78,
    ),
    rule(
        "list-empty", "count", _("Lists without a seat"),
        "[The other {list_empty} lists and candidates won no list seat](result).",
        on.list_empty, 60,
    ),
    rule(
        "partial", "count", _("Others known only together"),
        "The votes of the remaining candidates or lists are known only together.", on.partial, 60,
    ),
    rule(
        "first-preferences", "count", _("Who led on first preferences"),
        "{first} ({first_party}) led on first preferences with {first_votes}.", on.first_preferences, 92,
    ),
    rule(
        "quota-reached", "count", _("Elected at once"),
        "{over_quota} [reached the quota](result) of {quota} on first preferences.", on.at_the_quota(some=True), 85,
    ),
    rule(
        "transfers", "count", _("Seats filled by transfers"),
        "The remaining seats [were filled](result) as votes were transferred.", on.transfers(one=False), 70,
    ),
    rule(
        "transfers-one", "count", _("The last seat filled by transfers"),
        "The remaining seat [was filled](result) as votes were transferred.", on.transfers(one=True), 70,
    ),
    rule(
        "quota-not-reached", "count", _("Nobody elected at once"),
        "Nobody reached [the quota](quota) of {quota} on first preferences.", on.at_the_quota(some=False), 85,
    ),
    rule(
        "overtook", "count", _("Elected from behind"),
        "{overtook} [gained a seat](result) through transferred votes from behind on first preferences.", on.overtook, 84,
    ),
)  # fmt: skip

PAST = (
    rule(
        "held-gain", "past", _("Since when the seat was held, after a gain"),
        "{seat} had been {held_by} since {held_since}.", on.held(Hands.GAIN), 80,
    ),
    rule(
        "held-hold", "past", _("Since when the seat is held, after a hold"),
        "{seat} has been {held_by} since {held_since}.", on.held(Hands.HOLD), 80,
    ),
    rule(
        "held-meanwhile", "past", _("Who held the seat on the day, where it had changed hands"),
        "The comparison is with {previous_when}: {seat} changed hands after that and had been {held_by} since {held_since}.",
        on.held_meanwhile, 80,
    ),
    rule(
        "first-win", "past", _("A first win on record"),
        "It is [the first win on record in the seat](result) for {winner_party}.", on.first_win, 57,
    ),
)  # fmt: skip

SHARES = (
    (
        "up-down", _("First rose, second fell"), UP, DOWN,
        "rose by {winner_change} from {previous_when}, while {second_share_of} fell",
    ),
    ("up-up", _("Both rose"), UP, UP, "rose by {winner_change} from {previous_when}, and {second_share_of} rose"),
    ("down-down", _("Both fell"), DOWN, DOWN, "fell by {winner_change} from {previous_when}, and {second_share_of} fell"),
    (
        "down-up", _("First fell, second rose"), DOWN, UP,
        "fell by {winner_change} from {previous_when}, while {second_share_of} rose",
    ),
)  # fmt: skip
CHANGE = (
    *(
        rule(f"change-{name}", "change", about, f"{{winner_share_of}} {words} by {{second_change}}.", on.changes(one, two), 85)
        for name, about, one, two, words in SHARES
    ),
    rule(
        "change-up", "change", _("First rose, second not compared"),
        "{winner_share_of} rose by {winner_change} from {previous_when}.", on.changes(UP, None), 85,
    ),
    rule(
        "change-down", "change", _("First fell, second not compared"),
        "{winner_share_of} fell by {winner_change} from {previous_when}.", on.changes(DOWN, None), 85,
    ),
    rule("swing", "change", _("Swing"), "The swing from {swing_from} to {swing_to} was {swing}.", on.swing, 75),
    rule(
        "swing-record", "change", _("The largest swing on record"),
        "It is [the largest swing on record for the seat](swing), beyond that of {record_when}.", on.record_swing, 71, RECORD,
    ),
    rule(
        "notional", "change", _("Compared with an estimate"),
        "Changes are measured from an estimate for the seat’s new boundaries.", on.notional, 82,
    ),
)  # fmt: skip

FIELD = (
    rule(
        "third", "field", _("Who came third"),
        "{third} ({third_party}) came [third](third_place) with {third_votes} votes, or {third_share}.", on.third, 60,
    ),
    rule(
        "mover-down", "field", _("Another party that fell"), "{mover} fell from {mover_before} to {mover_now}.",
        on.mover(up=False), 58, ("mover", "mover_before", "mover_now"),
    ),
    rule(
        "mover-up", "field", _("Another party that rose"), "{mover} rose from {mover_before} to {mover_now}.",
        on.mover(up=True), 58, ("mover", "mover_before", "mover_now"),
    ),
    rule(
        "absent", "field", _("A party that did not stand again"),
        "No candidate stood this time for {absent}, whose share was {absent_share} in {previous_when}.", on.absent, 56,
        ("absent", "absent_share"),
    ),
    rule(
        "deposits-none", "field", _("No deposit lost"), "[No candidate](deposits_lost) lost a deposit.",
        on.deposits("none"), 50,
    ),
    rule(
        "deposits-one", "field", _("One deposit lost"),
        "{deposit_names} [lost the deposit](deposits_lost), with no more than a twentieth of the votes.", on.deposits("one"), 65,
    ),
    rule(
        "deposits-few", "field", _("A few deposits lost"),
        "{deposit_names} [lost their deposits](deposits_lost), each with no more than a twentieth of the votes.",
        on.deposits("few"), 65,
    ),
    rule(
        "deposits-many", "field", _("Many deposits lost"),
        "Of the {candidates} candidates, {deposits_lost} lost their deposits, each with no more than a twentieth of the votes.",
        on.deposits("many"), 65,
    ),
    rule("candidates", "field", _("How many stood"), "There were {candidates} candidates.", on.field_size, 40),
)  # fmt: skip

TURNOUT = (
    rule(
        "turnout-down", "turnout", _("Turnout fell"), "Turnout was {turnout}, [down from](turnout) {previous_turnout} in "
        "{previous_when}.", on.turnout(DOWN), 70,
    ),
    rule(
        "turnout-up", "turnout", _("Turnout rose"), "Turnout was {turnout}, [up from](turnout) {previous_turnout} in "
        "{previous_when}.", on.turnout(UP), 70,
    ),
    rule(
        "turnout-same", "turnout", _("Turnout stayed"), "Turnout was {turnout}, [the same as](turnout) in {previous_when}.",
        on.turnout(0), 70,
    ),
    rule("turnout", "turnout", _("Turnout, none before"), "Turnout was {turnout}.", on.turnout(None), 70),
    rule(
        "turnout-papers", "turnout", _("Turnout by all ballot papers"),
        "Counting rejected papers, turnout was {turnout_with_rejected}.", on.papers_turnout, 70,
    ),
    rule("valid-votes", "turnout", _("Valid votes"), "There were {valid_votes} valid votes.", on.valid_votes, 22),
    rule(
        "rejected", "turnout", _("Rejected ballot papers"), "There were {rejected_ballots} rejected ballot papers.",
        on.number_of("rejected_ballots", one=False), 20,
    ),
    rule(
        "rejected-one", "turnout", _("One rejected ballot paper"), "There was {rejected_ballots} rejected ballot paper.",
        on.number_of("rejected_ballots", one=True), 20,
    ),
)  # fmt: skip

AROUND = (
    rule("cause", "around", _("Why there was a by-election"), "The by-election followed {reason}.", on.cause, 55),
    rule("body", "around", _("What the ward is part of"), "{place} elects councillors of {body}.", on.council, 28),
    rule("polling-day", "around", _("When the poll was"), "Polling took place on {polling_day}.", on.polled, 30),
    rule(
        "others", "around", _("What else was decided that day"),
        "On the same day {other_winner} ({other_party}) [was elected {other_office}](other_result).", on.others, 45, OTHER,
    ),
    rule(
        "others-away", "around", _("Mayors and commissioners of the day"), "Among the other results of the day, {others}.",
        on.others_away, 25, ("others",),
    ),
    rule(
        "single", "around", _("One person’s sheet"),
        "The result was entered by one person and has not been confirmed by a second.",
        on.single, 40,
    ),
    rule("post", "reactions", _("A reaction posted online"), "{speaker} ({speaker_role}) responded on {outlet}.",
         on.reacted("post"), 62, QUOTE),
    rule("statement", "reactions", _("A reaction in a statement"), "{speaker} ({speaker_role}) responded in a statement.",
         on.reacted("statement"), 62, QUOTE),
    rule("speech", "reactions", _("A reaction in a speech"), "{speaker} ({speaker_role}) responded in a speech.",
         on.reacted("speech"), 62, QUOTE),
    rule("interview", "reactions", _("A reaction told to somebody"), "{speaker} ({speaker_role}) spoke to {outlet}.",
         on.reacted("interview"), 62, QUOTE),
)  # fmt: skip

RULES = tuple(
    replace(one, order=10 * place)
    for place, one in enumerate((*HEADLINES, *STANDFIRSTS, *LEADS, *COUNT, *PAST, *CHANGE, *FIELD, *TURNOUT, *AROUND), start=1)
)
