"""First drafts, without a database: each kind of result against its golden text, the language of a rule's words, and why."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.counting import Count, Line, Lot, Member, StandingAs, outcome
from elections.figures import figures, history
from elections.standings import Held, defending
from newsroom import prose
from newsroom.drafting import (
    MOST,
    PARTS,
    VOCABULARY,
    Draft,
    Material,
    Named,
    Other,
    Reaction,
    capital,
    compose,
    faults,
    fill,
    names_of,
    reason,
    side,
    spoken,
)
from newsroom.rules import RULES

DAY, BEFORE = date(2031, 5, 1), date(2029, 5, 3)
PARTIES = {"Harbour": 1, "Orchard": 2, "Lantern": 3}


def line(name: str, votes: int | None, party: str = "", **more) -> Line:
    standing = StandingAs.PARTY if party else StandingAs.INDEPENDENT
    key = name.lower().replace(" ", "-")
    named = {"party": PARTIES.get(party), "party_name": f"{party} Party", "party_short": party, "party_abbreviation": party[:3]}
    return Line(key, name, votes, standing_as=standing, **(named if party else {}), **more)


ADA, BEN, SAM, LIL = (
    line("Ada Quill", 12_345, "Harbour"),
    line("Ben Rook", 9_876, "Orchard"),
    line("Sam Stone", 2_100),
    line("Lil Wick", 400, "Lantern"),
)
THEN = Count((line("Otto Pear", 14_000, "Orchard"), line("Ada Quill", 9_000, "Harbour"), line("Wim Wick", 5_000, "Lantern")),
             electorate=60_000, deposit=True)  # fmt: skip
NOW = Count((ADA, BEN, SAM, LIL), electorate=60_000, rejected_ballots=100, deposit=True)


def material(now: Count, then: Count | None = None, polls: tuple[Held, ...] = (), **more) -> Material:
    one, before = outcome(now), outcome(then) if then else None
    if before and before.winner and not polls:
        polls = (Held(BEFORE, "parl.northmarsh.before", before.winner, outcome=before),)
    found = {**figures(one, before), **history(defending(polls, DAY))}
    facts = {"area": "Northmarsh", "area_kind": "constituency", "council": "", "election_kind": "parl", "polling_on": DAY}
    facts |= {"kind": now.kind, "previous_on": BEFORE if before else None}
    return Material(outcome=one, previous=before, history=polls, figures=found, **{**facts, **more})


def draft(of: Material, rules=RULES) -> Draft:
    return compose(of, rules, names_of(of))


def words(text: str) -> str:
    """As readers see it: every binding by its words."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def sentences(of: Material) -> list[str]:
    return [words(one.text) for one in draft(of).sentences]


# Golden texts.


def test_a_gain():
    of = material(NOW, THEN, reason="resignation of Otto Pear, 1 March 2031", by_election=True)
    made = draft(of)
    assert made.headline == "Harbour Party gain Northmarsh from Orchard Party"
    assert words(made.standfirst) == "Ada Quill wins with a majority of 2,469 on a turnout of 41.2 per cent"
    assert [words(block) for block in made.body.split("\n\n")] == [
        "Ada Quill, the Harbour candidate, has been elected MP for Northmarsh, taking the seat from the Orchard Party.",
        "Ada Quill received 12,345 votes, or 49.9 per cent of those cast, and Ben Rook (Orchard) came second with 9,876, or 39.9 "
        "per cent. The majority of 2,469 compares with one of 5,000 for the Orchard Party in May 2029.",
        "The seat had been Orchard since 2029.",
        "The Harbour share rose by 17.8 points from May 2029, while the Orchard share fell by 10.1 points. The swing from the "
        "Orchard Party to the Harbour Party was 13.9 points.",
        "Sam Stone (independent) came third with 2,100 votes, or 8.5 per cent. The Lantern Party fell from 17.9 per cent to 1.6 "
        "per cent. Lil Wick (Lantern) lost the deposit, with no more than a twentieth of the votes. There were four candidates.",
        "Turnout was 41.2 per cent, down from 46.7 per cent in May 2029. There were 24,721 valid votes. There were 100 rejected "
        "ballot papers.",
        "The by-election followed the resignation of Otto Pear on 1 March 2031. Polling took place on Thursday 1 May 2031.",
    ]


def test_every_figure_is_bound_and_every_claim_tied_to_what_it_follows_from():
    body = draft(material(NOW, THEN)).body
    for bound in (
        "[12,345](figure:votes.ada-quill)", "[2,469](figure:majority)", "[49.9 per cent](figure:share.ada-quill)",
        "[5,000](figure:previous.majority)", "[2029](figure:held_since)", "[41.2 per cent](figure:turnout)",
        "[Ada Quill](figure:winner)", "[Ben Rook](figure:runner_up)", "[down from](figure:turnout)",
        "[has been elected MP for Northmarsh, taking the seat from the Orchard Party](figure:result)",
    ):  # fmt: skip
        assert bound in body


def test_a_hold_with_a_larger_and_with_a_smaller_majority():
    then = replace(THEN, lines=(line("Ada Quill", 9_000, "Harbour"), line("Otto Pear", 8_000, "Orchard")))
    found = sentences(material(NOW, then))
    assert found[0] == "Ada Quill has been elected MP for Northmarsh, holding the seat for the Harbour Party."
    assert "The majority is 2,469, up from 1,000 in May 2029." in found
    assert "The seat has been Harbour since 2029." in found
    then = replace(then, lines=(line("Ada Quill", 14_000, "Harbour"), line("Otto Pear", 8_000, "Orchard")))
    assert "The majority is 2,469, down from 6,000 in May 2029." in sentences(material(NOW, then))


def test_an_independent_takes_a_seat_and_nothing_says_for_an_independent():
    now = replace(NOW, lines=(replace(SAM, votes=13_000), BEN))
    made = draft(material(now, THEN))
    assert made.headline == "Sam Stone gains Northmarsh from Orchard Party"
    assert words(made.sentences[0].text) == (
        "Sam Stone, an independent, has been elected MP for Northmarsh, taking the seat from the Orchard Party."
    )
    assert "for an independent" not in made.body


TIED = (replace(ADA, votes=5_000, lot=Lot.WON), replace(BEN, votes=5_000, lot=Lot.LOST))


def test_a_tie_decided_by_lot():
    made = draft(material(replace(NOW, lines=TIED), THEN))
    assert made.headline == "Ada Quill wins Northmarsh by lot after a tie"
    assert [words(one.text) for one in made.sentences][:3] == [
        "Ada Quill, the Harbour candidate, has been elected MP for Northmarsh by lot after a tie with Ben Rook.",
        "Each had 5,000 votes, and the returning officer drew the lot that the law asks for.",
        "The result is a gain from the Orchard Party.",
    ]
    assert "majority" not in made.body


def test_a_tie_that_awaits_its_lot_elects_nobody():
    made = draft(material(replace(NOW, lines=tuple(replace(one, lot=Lot.NONE) for one in TIED)), THEN))
    assert made.headline == "Tie in Northmarsh is to be decided by lot"
    assert words(made.sentences[0].text) == (
        "Ada Quill and Ben Rook have equal votes in the election in Northmarsh, and the returning officer is to decide between "
        "them by lot."
    )
    assert "elected" not in made.body and "Another rule" not in made.body


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        (0, "No candidate lost a deposit."),
        (1, "Lil0 Wick (Lantern) lost the deposit, with no more than a twentieth of the votes."),
        (2, "Lil0 Wick (Lantern) and Lil1 Wick (Lantern) lost their deposits, each with no more than a twentieth of the votes."),
        (5, "Of the seven candidates, five lost their deposits, each with no more than a twentieth of the votes."),
        (12, "Of the 14 candidates, 12 lost their deposits, each with no more than a twentieth of the votes."),
    ],
)
def test_lost_deposits_in_the_right_number(lost, sentence):
    small = tuple(line(f"Lil{n} Wick", 100 - n, "Lantern") for n in range(lost))
    assert sentence in sentences(material(replace(NOW, lines=(ADA, BEN, *small))))


def test_a_majority_of_one_is_a_single_vote_and_a_narrow_one_is_called_so():
    found = sentences(material(replace(NOW, lines=(ADA, replace(BEN, votes=12_344)))))
    assert "The majority is a single vote." in found
    assert "The result was narrow: the majority is 0.0 per cent of the votes." in found


def test_narrow_is_below_two_per_cent_and_not_at_two():
    at = replace(NOW, lines=(replace(ADA, votes=51), replace(BEN, votes=49)))
    assert not any("narrow" in one for one in sentences(material(at)))
    below = replace(NOW, lines=(replace(ADA, votes=509), replace(BEN, votes=491)))
    assert any("narrow" in one for one in sentences(material(below)))


def test_uncontested():
    one = material(Count((replace(ADA, votes=None, elected=True),), kind="uncontested"))
    assert sentences(one) == [
        "Ada Quill, the Harbour candidate, has been elected MP for Northmarsh unopposed.",
        "No poll was held, because no other candidate stood.",
    ]
    both = tuple(replace(of, votes=None, elected=True) for of in (ADA, SAM))
    several = material(Count(both, kind="uncontested", seats=2), area_kind="ward", election_kind="local")
    assert draft(several).headline == "Candidates returned unopposed in Northmarsh ward"
    assert sentences(several) == [
        "Ada Quill (Harbour) and Sam Stone (independent) have been returned unopposed in Northmarsh ward.",
        "No poll was held, because no more candidates stood than there were seats.",
    ]


WARD = {"area": "Mill", "area_kind": "ward", "election_kind": "local", "council": "Harrow Council"}


def test_a_ward_of_several_seats():
    of = material(replace(NOW, seats=2, deposit=False), **WARD)
    made = draft(of)
    assert made.headline == "Mill ward elects two councillors"
    assert [words(one.text) for one in made.sentences] == [
        "Ada Quill (Harbour) and Ben Rook (Orchard) have been elected in Mill ward.",
        "Ada Quill received 12,345 votes and Ben Rook 9,876.",
        "Of the two seats, one went to the Harbour Party and one to the Orchard Party.",
        "Sam Stone (independent), with 2,100 votes, was 7,776 short of the last seat.",
        "There were four candidates.",
        "There were 100 rejected ballot papers.",
        "Mill ward elects councillors of Harrow Council.",
        "Polling took place on Thursday 1 May 2031.",
    ]


def test_every_seat_to_one_party_and_one_vote_short():
    two = replace(NOW, seats=2, lines=(ADA, line("Una Reed", 2_101, "Harbour"), SAM))
    made = draft(material(two, **WARD))
    assert made.headline == "Harbour Party win every seat in Mill ward"
    assert "Every seat went to the Harbour Party." in words(made.body)
    assert "Sam Stone (independent), with 2,100 votes, was a single vote short of a seat." in words(made.body)


def test_a_supplementary_vote_decided_on_second_preferences():
    two = (replace(ADA, votes=450, later=(Decimal(20),)), replace(BEN, votes=400, later=(Decimal(90),)), replace(LIL, votes=150))
    of = material(
        Count(two, voting_system="SV", deposit=True), area="Eastvale", area_kind="combined authority", election_kind="mayor"
    )
    made = draft(of)
    assert made.headline == "Ben Rook elected mayor of Eastvale"
    assert [words(one.text) for one in made.sentences][:6] == [
        "Ben Rook, the Orchard candidate, has been elected mayor of Eastvale.",
        "No candidate won more than half of the first preferences, so second preferences were counted.",
        "Ben Rook had 400 first preferences and Ada Quill (Harbour) had 450.",
        "With second preferences added, Ben Rook finished on 490 and Ada Quill on 470.",
        "The majority is 20, or 2.1 per cent of the votes in the second round.",
        "Ben Rook won from behind, having trailed on first preferences.",
    ]
    assert "[490](figure:final_votes.ben-rook)" in made.body


def test_a_supplementary_vote_that_waits_for_its_second_preferences():
    two = (replace(ADA, votes=450), replace(BEN, votes=400), replace(LIL, votes=150))
    made = draft(material(Count(two, voting_system="SV"), area="Eastvale", election_kind="mayor"))
    assert words(made.sentences[0].text) == (
        "No candidate in the election for mayor of Eastvale has more than half of the first preferences, and the second "
        "preferences are not known yet."
    )


def list_of(party: str, votes: int, seats: int = 0, *members: str) -> Line:
    those = tuple(Member(name, n) for n, name in enumerate(members, start=1))
    return replace(line(f"{party} Party", votes, party), is_list=True, constituency_seats=seats, members=those)


LISTS = Count((list_of("Harbour", 600, 2, "Una Reed", "Gus Hazel"), list_of("Orchard", 351, 0, "Nell Harrow", "Otto Pear"),
               list_of("Lantern", 49)), voting_system="AMS", seats=3)  # fmt: skip


def test_lists():
    made = draft(material(LISTS, area="Skerry", area_kind="region", election_kind="sp"))
    assert made.headline == "Harbour Party lead the list vote in the Skerry region"
    assert [words(one.text) for one in made.sentences] == [
        "Of the three list seats in the Skerry region, two went to the Orchard Party and one to the Harbour Party.",
        "The Harbour Party received 600 list votes, or 60.0 per cent, and the Orchard Party received 351, or 35.1 per cent.",
        "The lists elect, for the Orchard Party, Nell Harrow and Otto Pear; for the Harbour Party, Una Reed.",
        "In the constituencies, whose seats count against list seats, the Harbour Party won two seats.",
        "There were 1,000 valid votes.",
        "Polling took place on Thursday 1 May 2031.",
    ]
    assert "[two](figure:seats.orchard-party)" in made.body


def test_lists_known_only_together_are_said_to_be():
    others = Line("others", "Others", 900, aggregate=True)
    found = sentences(
        material(replace(LISTS, lines=(*LISTS.lines, others)), area="Skerry", area_kind="region", election_kind="gla")
    )
    assert "The votes of the remaining candidates or lists are known only together." in found
    assert not any("list votes" in one for one in found), "a list with more votes may be among the others"


def test_transferable_votes():
    lines = (
        replace(ADA, votes=450, elected=True),
        replace(BEN, votes=250),
        replace(LIL, votes=200),
        replace(SAM, votes=240, elected=True),
    )
    of = material(Count(lines, voting_system="STV-SCT", seats=2), **WARD)
    assert sentences(of)[:5] == [
        "Ada Quill (Harbour) and Sam Stone (independent) have been elected in Mill ward.",
        "Of the two seats, one went to the Harbour Party and one to an independent.",
        "Ada Quill (Harbour) led on first preferences with 450.",
        "Ada Quill reached the quota of 381 on first preferences.",
        "The remaining seat was filled as votes were transferred.",
    ]
    assert "Sam Stone gained a seat through transferred votes from behind on first preferences." in sentences(of)


def polls(*majorities: int) -> tuple[Held, ...]:
    """Earlier polls that the Orchard Party won from the Harbour Party by these majorities, the oldest first."""
    found = []
    for year, by in enumerate(majorities, start=2030 - len(majorities)):
        count = Count((line("Otto Pear", 5_000 + by, "Orchard"), line("Ada Quill", 5_000, "Harbour")))
        found.append(Held(date(year, 5, 1), f"parl.northmarsh.{year}-05-01", outcome(count).winner, year, outcome(count)))
    return tuple(found)


def test_a_majority_and_a_swing_beyond_all_on_record():
    made = draft(material(NOW, THEN, polls(1_000, 2_000, 1_500, 2_200)))
    assert "It is the largest majority on record for the seat, above the 2,200 of May 2029." in words(made.body)
    assert "[2,200](figure:parl.northmarsh.2029-05-01/majority)" in made.body
    assert "It is the largest swing on record for the seat, beyond that of" in words(made.body)
    assert "It is the first win on record in the seat for the Harbour Party." in words(made.body)


def test_two_earlier_polls_are_no_record_and_a_larger_one_before_is_none_either():
    assert "on record" not in draft(material(NOW, THEN, polls(1_000, 2_000))).body
    silent = {one.rule: str(one.why) for one in draft(material(NOW, THEN, polls(1_000, 2_000))).unsaid}
    assert (
        silent["majority-record"]
        == "Only two earlier polls for the seat have it on record; three are needed to call it a record."
    )
    assert "largest majority" not in draft(material(NOW, THEN, polls(9_000, 2_000, 1_000))).body


def test_a_winner_before_the_figures_says_so_and_a_nameless_one_is_its_party():
    of = material(Count((replace(ADA, votes=None, elected=True),), kind="winner"), THEN)
    assert sentences(of)[:2] == [
        "Ada Quill, the Harbour candidate, has been elected MP for Northmarsh, taking the seat from the Orchard Party.",
        "The candidates’ votes are not on record.",
    ]
    nameless = replace(line("Harbour", None, "Harbour"), elected=True)
    assert sentences(material(Count((nameless,), kind="winner"), THEN))[0] == (
        "The seat in Northmarsh has gone to the Harbour Party from the Orchard Party."
    )


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("countermanded", "The poll in Northmarsh has been countermanded because a candidate died."),
        ("cancelled", "The poll in Northmarsh has been cancelled and was not held."),
        ("void", "The election in Northmarsh is void, and nobody is elected by it."),
        ("recount", "The votes in Northmarsh are being counted again."),
        ("withdrawal", "The result in Northmarsh has been withdrawn, and no figures stand."),
    ],
)
def test_what_elects_nobody_names_nobody(kind, sentence):
    made = draft(material(replace(NOW, kind=kind), THEN))
    assert words(made.sentences[0].text) == sentence
    assert "Ada Quill" not in made.body and "majority" not in made.body


def test_a_public_note_is_quoted_unless_it_types_a_number():
    told = material(replace(NOW, kind="withdrawal"), note="Two boxes were counted twice.")
    assert "The reason given is: “Two boxes were counted twice”." in sentences(told)
    numbers = draft(replace(told, note="Box 7 was counted twice."))
    assert "reason given" not in numbers.body
    assert "types a number" in next(str(one.why) for one in numbers.unsaid if one.rule == "note")


def test_a_rehearsal_says_so_in_headline_and_text():
    made = draft(material(NOW, THEN, rehearsal=True))
    assert made.headline.startswith("Rehearsal: ") and made.body.startswith("This is a rehearsal and no real election.")


def test_what_else_was_decided_and_what_was_said():
    others = [Other("mayor.eastvale.2031-05-01", BEN, "mayor of Eastvale", near=True)]
    said = [Reaction("harrow-day", "Nell Harrow", "nell-harrow", "Leader of the Orchard Party", "broadcast", "Marsh Radio")]
    body = draft(material(NOW, others=others, reactions=said)).body
    assert (
        "On the same day [Ben Rook](figure:mayor.eastvale.2031-05-01/winner) (Orchard) "
        "[was elected mayor of Eastvale](figure:mayor.eastvale.2031-05-01/result)." in body
    )
    assert "[Nell Harrow](person:nell-harrow) (Leader of the Orchard Party) spoke to Marsh Radio.\n\n{quote:harrow-day}" in body
    (place,) = prose.places(body)
    assert place.alone


def test_who_is_in_the_register_is_bound_to_it():
    known = replace(ADA, person=("register", 7))
    body = draft(material(replace(NOW, lines=(known, BEN)), people={("register", 7): "ada-quill"})).body
    assert body.startswith("[Ada Quill](person:ada-quill), the Harbour candidate,")


# The language of the words.


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("It was {majorty}.", "There is no figure “majorty” here. These can be named: "),
        ("It [was](majorty) so.", "There is no figure “majorty” here."),
        ("It was {majority.", "There is a “{” too many."),
        ("It was [so.", "There is a “[” too many."),
        ("It was 6,940.", "“6,940” is typed and would not follow the record."),
        ("It [was in 1974](result).", "“1974” is typed"),
        ("It [was](place) so.", "Words cannot be tied to “place”"),
        ("One.\nTwo.", "A rule is one sentence on one line."),
    ],
)
def test_words_that_cannot_be_taken_are_refused_with_what_to_do(typed, says):
    assert any(str(fault).startswith(says) for fault in faults(typed))


def test_every_shipped_rule_is_in_order():
    assert [(rule.key, str(fault)) for rule in RULES for fault in faults(rule.words, rule.names)] == []
    assert len({rule.key for rule in RULES}) == len(RULES)
    assert {rule.part for rule in RULES} == set(PARTS)


def test_the_names_that_are_written_are_the_vocabulary():
    assert set(names_of(material(NOW, THEN))) <= set(VOCABULARY)


def test_a_name_without_a_value_silences_its_rule_and_says_so():
    worded = [replace(rule, words="It was {turnout}.") if rule.key == "majority" else rule for rule in RULES]
    made = draft(material(replace(NOW, electorate=None)), worded)
    assert "It was" not in made.body
    assert {one.rule: str(one.why) for one in made.unsaid}["majority"] == (
        "Its words name “turnout”, which this contest does not have."
    )


def test_changed_words_order_and_a_switch_are_followed():
    worded = [
        replace(rule, words="{winner} has it.") if rule.key == "lead-elected" else replace(rule, on=rule.key != "votes")
        for rule in RULES
    ]
    made = draft(material(NOW), worded)
    assert words(made.sentences[0].text) == "Ada Quill has it."
    assert {one.rule: str(one.why) for one in made.unsaid}["votes"] == "Switched off at the desk."


def test_fill_binds_and_capital_reaches_into_a_link():
    names = {"majority": Named("[6](figure:majority)", "6", "majority")}
    assert fill("{majority} or [{majority} more](majority)", names) == "[6](figure:majority) or [6 more](figure:majority)"
    assert capital("[two went](figure:x)") == "[Two went](figure:x)"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("resignation of Otto Pear (Orchard), 16 March 2021", "the resignation of Otto Pear (Orchard) on 16 March 2021"),
        ("Death of Otto Pear", "the death of Otto Pear"),
        ("a resignation", "a resignation"),
        ("The seat was vacated.", "the seat was vacated"),
    ],
)
def test_the_cause_of_a_by_election_follows_after(typed, written):
    assert reason(typed) == written


def test_ballot_names_and_parties_as_they_are_said():
    assert spoken("Brash J.J.F.") == "J.J.F. Brash" and spoken("Ada Quill") == "Ada Quill"
    assert side(line("A", 1, "Green")) == "the Greens" and side(line("A", 1)) == "an independent"


# Whatever the count.


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=9),
    st.sampled_from(["FPTP", "SV", "AMS", "PR-CL", "STV-SCT"]),
    st.integers(1, 4),
    st.sampled_from(["figures", "winner", "uncontested", "recount", "void", "correction"]),
    st.booleans(),
)
def test_no_draft_holds_an_unbound_digit_or_binds_what_is_not_there(votes, system, seats, kind, compared):
    lines = tuple(
        replace(line(f"Ann {chr(65 + n)}bel", number, ["Harbour", "Orchard", "Lantern", ""][n % 4]), elected=n < seats,
                is_list=system in ("AMS", "PR-CL") and n % 4 != 3)
        for n, number in enumerate(votes)
    )  # fmt: skip
    of = material(Count(lines, kind=kind, voting_system=system, seats=seats, electorate=9_000), THEN if compared else None)
    made = draft(of)
    assert made == draft(of)
    assert len(made.sentences) <= MOST
    assert made.headline and len(made.headline) <= 110
    for text in (made.standfirst, made.body):
        for bound in prose.bounds(text):
            assert of.figures[bound.target].value is not None, bound.raw
        loose = re.sub(r"\[[^\]]*\]\([^)]*\)", "", text)
        loose = re.sub(r"(\d{1,2} )?(May|March) \d{4}", "", loose)  # dates
        assert not re.search(r"\d", loose), loose
        assert "{" not in text and "None" not in text and "  " not in text
    for one in (*made.said, *made.unsaid):
        assert str(one.why)
    for one in made.sentences:
        assert words(one.text)[0].isupper() and words(one.text).endswith((".", "”.")), one
