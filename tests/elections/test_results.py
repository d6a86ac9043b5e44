"""The door for readers: the by-election as published, every figure of it, in one query."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from elections import results
from elections.importers import import_results
from elections.models import Change, Contest
from elections.registers import import_parties
from elections.templatetags.formats import folded, paired, percent, points, thousands
from elections.versions import A_DAY, TEN_MINUTES, Version, build, name
from tests import world

FIXTURES = Path(settings.BASE_DIR) / "elections" / "fixtures"
BY_ELECTION = "parl.hartlepool.by.2021-05-06"


@pytest.fixture
def hartlepool(db):
    """The by-election of 6 May 2021 as the demo has it: through the importers, from the very files."""
    import_parties(FIXTURES / "parties.csv")
    for file in ("history", "2021"):
        for by in (world.editor(), world.checker()):
            import_results(FIXTURES / f"hartlepool-{file}.csv", by=by)
    return results.result(Contest.objects.get(ballot_paper_id=BY_ELECTION).pk)


# Hartlepool as published.

PUBLISHED = {  # votes, share, change, whether the deposit was lost: House of Commons Library
    "Jill Mortimer": ("15,529", "51.9", "+23.0", False),
    "Paul Williams": ("8,589", "28.7", "−9.0", False),
    "Sam Lee": ("2,904", "9.7", "new", False),
    "Claire Martin": ("468", "1.6", "new", True),
    "John Prescott": ("368", "1.2", "−24.6", True),
    "Rachel Featherstone": ("358", "1.2", "new", True),
    "Andrew Hagon": ("349", "1.2", "−3.0", True),
    "Thelma Walker": ("250", "0.8", "new", True),
    "Chris Killick": ("248", "0.8", "new", True),
    "Hilton Dawson": ("163", "0.5", "new", True),
    "W. Ralph Ward-Jackson": ("157", "0.5", "new", True),
    "Gemma Evans": ("140", "0.5", "new", True),
    "Adam Gaines": ("126", "0.4", "new", True),
    "Incredible Flying Brick": ("108", "0.4", "new", True),
    "David Bettney": ("104", "0.3", "new", True),
    "Steve Jack": ("72", "0.2", "new", True),
}


def test_every_row_of_the_by_election_is_as_published(hartlepool):
    shown = {
        row.name: (thousands(row.votes), percent(row.share), "new" if row.new else points(row.change), row.deposit_lost)
        for row in hartlepool.rows
    }
    assert shown == PUBLISHED


def test_the_rows_of_the_by_election_stand_by_votes(hartlepool):
    assert [row.name for row in hartlepool.rows] == list(PUBLISHED)


PUBLISHED_FIGURES = {
    "majority": "6,940",
    "majority_share": "23.2%",
    "turnout": "42.3%",
    "turnout_with_rejected": "42.6%",
    "electorate": "70,768",
    "valid_votes": "29,933",
    "rejected_ballots": "182",
    "swing": "16.0 points",
    "result": "Conservative gain from Labour",
    "winner": "Jill Mortimer",
    "runner_up": "Paul Williams",
    "candidates": "16",
    "deposits_lost": "13",
    "share.con": "51.9%",
    "change.ruk": "24.6 points",
    "previous.majority": "3,595",
    "previous.turnout": "57.9%",
    "previous.share.lab": "37.7%",
    "previous.winner": "Mike Hill",
}


def test_every_figure_of_the_by_election_is_as_published(hartlepool):
    assert {path: hartlepool.figures[path].shown for path in PUBLISHED_FIGURES} == PUBLISHED_FIGURES


def test_the_swing_of_the_by_election_is_from_labour_to_conservative(hartlepool):
    swing = hartlepool.swing
    assert (swing.loser.party_short, swing.gainer.party_short, percent(swing.size)) == ("Labour", "Conservative", "16.0")


def test_the_by_election_is_answered_in_words(hartlepool):
    assert hartlepool.answer == "Conservative gain from Labour"
    assert hartlepool.announcement == "Hartlepool by-election: Conservative gain from Labour, majority 6,940."


def test_reform_uk_is_compared_with_the_brexit_party(hartlepool):
    (renamed,) = hartlepool.renamed
    assert (renamed.party, renamed.continues) == ("Reform UK", "Brexit Party")


def test_the_by_election_is_compared_with_december_2019(hartlepool):
    assert (hartlepool.previous_year, hartlepool.previous_ballot_paper_id) == (2019, "parl.hartlepool.2019-12-12")


def test_the_shares_of_the_by_election_sum_to_one(hartlepool):
    assert sum(row.share for row in hartlepool.rows) == 1


# What readers see of a contest.


def result_of(contest):
    return results.result(contest.pk)


def test_before_the_declaration_the_candidates_stand_as_on_the_ballot_paper_without_figures(northmarsh):
    result = result_of(northmarsh)
    assert [row.name for row in result.rows] == ["Ada Quill", "Ben Rook", "Sam Stone", "Lil Wick"]
    assert {(row.votes, row.share, row.rank, row.elected) for row in result.rows} == {(None, None, None, False)}
    assert (result.state, result.declared, result.answer, result.leaders) == ("awaited", False, "", ())


def test_unconfirmed_sheets_show_in_nothing(northmarsh):
    before = result_of(northmarsh)
    northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor())
    assert result_of(northmarsh) == before


def test_a_result_of_two_people_is_confirmed(northmarsh):
    world.declare(northmarsh)
    result = result_of(northmarsh)
    assert (result.state, result.one_person, result.revision) == ("confirmed", False, 1)
    assert result.first_entered_at < result.confirmed_at <= result.published_at


def test_a_result_of_one_person_says_so_with_the_reason(northmarsh):
    sheet = northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor()).sheet
    northmarsh.declare(sheet, overridden_by=world.duty_editor(), override_reason="The line is down")
    result = result_of(northmarsh)
    assert (result.state, result.one_person, result.override_reason) == ("single", True, "The line is down")


def test_a_result_rests_on_its_declaration_and_on_the_comparison(northmarsh):
    declaration = world.declare(northmarsh)
    assert result_of(northmarsh).declarations == (declaration.pk, northmarsh.comparison.declarations.get().pk)


def test_a_renamed_party_is_compared_across_its_names(northmarsh):
    world.declare(northmarsh)
    (lantern,) = [row for row in result_of(northmarsh).rows if row.name == "Lil Wick"]
    assert (lantern.change, lantern.continues) == (Fraction(400, 24_721) - Fraction(5_000, 28_000), "Old Lantern")


def test_a_party_renamed_twice_is_still_one_party(northmarsh):
    oldest = world.party("Harbour Party")
    world.party("Old Lantern Party").__class__.objects.filter(name="Old Lantern Party").update(continues=oldest)
    assert {line.party for line in result_of(northmarsh).outcome.count.lines} >= {oldest.pk}
    roots = {line.name: line.party for line in result_of(northmarsh).outcome.count.lines}
    assert roots["Lil Wick"] == roots["Ada Quill"] == oldest.pk


def test_a_result_without_a_comparison_has_no_change(db):
    contest = world.contest("Southmarsh", world.NORTHMARSH)
    world.declare(contest)
    result = result_of(contest)
    assert (result.previous, result.change, result.swing, result.answer) == (None, None, None, "Ada Quill elected")


def test_an_undeclared_comparison_takes_nothing_away(db):
    before = world.contest("Northmarsh", world.NORTHMARSH_BEFORE, date(2029, 5, 3))
    contest = world.contest("Northmarsh", world.NORTHMARSH, comparison=before)
    world.declare(contest)
    result = result_of(contest)
    assert (result.answer, result.swing) == ("Ada Quill elected", None)


def test_a_tie_waits_for_the_lot_in_words(db):
    tied = {"Ada Quill": ("Harbour Party", 558), "Ben Rook": ("Orchard Party", 558)}
    contest = world.contest("Northmarsh", tied)
    world.declare(contest, tied)
    assert result_of(contest).answer == "Equal votes, awaiting lot"


def test_the_share_bar_is_as_wide_as_all_votes_and_keeps_the_small_together(hartlepool):
    segments = hartlepool.segments
    assert [segment.name for segment in segments] == ["Jill Mortimer", "Paul Williams", "Sam Lee", "13 others"]
    assert sum(segment.share for segment in segments) == 1


def test_changes_are_drawn_of_who_counts_by_party_and_the_largest_fills_its_side(hartlepool):
    bars = {bar.moved.name: bar for bar in hartlepool.change_bars}
    assert list(bars) == ["Conservative", "Labour", "Sam Lee", "Reform UK", "Liberal Democrat"]
    assert (bars["Reform UK"].x, bars["Reform UK"].width) == (0, 50)
    assert bars["Conservative"].x == 50 and bars["Labour"].x + bars["Labour"].width == 50
    assert bars["Sam Lee"].moved.change is None and not bars["Sam Lee"].width


def test_the_swing_is_drawn_with_both_parties_then_and_now(hartlepool):
    lines = [(line.label, percent(line.course.then), percent(line.course.now)) for line in hartlepool.slope.lines]
    assert lines == [("Con", "28.9", "51.9"), ("Labour", "37.7", "28.7")]


def test_the_seat_is_drawn_since_its_first_poll_and_what_is_not_known_is_not(hartlepool):
    picture = results.result(hartlepool.id, history=True).seat_history
    assert [column.polled.polling_on.year for column in picture.columns][:3] == [1974, 1974, 1979]
    assert [(column.polled.polling_on.year, column.polled.majority) for column in picture.known] == [(2019, 3_595), (2021, 6_940)]
    assert (picture.unknown_majorities, picture.unknown_turnouts) == (13, 13)
    assert [(band.polled.short, band.label) for band in picture.bands] == [("Lab", "Labour"), ("Con", "Con"), ("Lab", "Lab")]
    assert [column.polled.polling_on.year for column in picture.columns if column.polled.shown] == [2021]


def test_nothing_is_drawn_of_what_nobody_declared(northmarsh):
    result = results.result(northmarsh.pk, history=True)
    assert (result.change_bars, result.slope, result.seat_history) == ((), None, None)
    assert [seat.place.party_class for seat in result.places.seats] == [""]


def test_only_the_first_five_rows_stand_open(hartlepool):
    assert (len(hartlepool.first_rows), len(hartlepool.more_rows)) == (5, 11)


def crowd(number):
    return {f"Una Reed{n:03}": ("" if n % 2 else "Harbour Party", 1000 + n) for n in range(number)}


@pytest.mark.parametrize(("contests", "candidates"), [(1, 2), (1, 40), (6, 3)], ids=["one", "many candidates", "many contests"])
def test_results_take_one_query(db, django_assert_num_queries, contests, candidates):
    for n in range(contests):
        before = world.contest(f"Marsh{n}", crowd(candidates), date(2029, 5, 3))
        world.declare(before, crowd(candidates))
        world.declare(world.contest(f"Marsh{n}", crowd(candidates), comparison=before), crowd(candidates), electorate=90_000)
    with django_assert_num_queries(1):
        found = results.results(Q(comparison__isnull=False))
        assert [len(result.rows) for result in found] == [candidates] * contests
        assert {bool(result.figures and result.segments and result.answer) for result in found} == {True}


def test_results_come_in_the_order_asked_for(northmarsh):
    found = results.results(Q(), order=["election__polling_on"])
    assert [result.polling_on.year for result in found] == [2029, 2031]


def test_the_latest_declarations_are_real_and_newest_first(northmarsh):
    world.declare(northmarsh)
    rehearsed = world.contest("Southmarsh", world.NORTHMARSH, rehearsal=True)
    world.declare(rehearsed)
    world.contest("Westmarsh", world.NORTHMARSH)
    assert [result.id for result in results.latest_declarations(9)] == [northmarsh.pk, northmarsh.comparison_id]
    assert [result.id for result in results.latest_declarations(1)] == [northmarsh.pk]


def test_what_was_told_as_it_happened_leads_by_publication_and_what_was_put_on_record_later_follows(northmarsh):
    """Polls of 2031 are told as they happen; a poll of 2022 and one of 2021 are put on record now."""
    archive = [world.contest("Archivemarsh", world.NORTHMARSH, date(year, 5, 6)) for year in (2021, 2022)]
    second = world.contest("Southmarsh", world.NORTHMARSH)
    for contest in (second, northmarsh, *archive):
        world.declare(contest)
    night = [northmarsh.pk, second.pk, northmarsh.comparison_id]
    old, newer = (contest.pk for contest in archive)
    assert [result.id for result in results.latest_declarations(9)] == [*night, newer, old]
    assert [result.id for result in results.latest_declarations(9, date(2021, 5, 6))] == [*night, old, newer]
    world.declare(second, world.CORRECTED)
    assert [result.id for result in results.latest_declarations(1)] == [second.pk], "a correction is news"
    assert results.result(old).told_at is None and results.result(second.pk).told_at is not None


# How it is written.


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("Conservative 4, Labour 2", '<span class="num">Conservative 4</span>, <span class="num">Labour 2</span>'),
        ("Liberal Democrat 1", 'Liberal <span class="num">Democrat 1</span>'),
        ("majority 6,940.", '<span class="num">majority 6,940</span>.'),
        ("Ada <b> & Ben 2", 'Ada &lt;b&gt; &amp; <span class="num">Ben 2</span>'),
        ("Harbour hold", "Harbour hold"),
    ],
)
def test_a_number_stays_with_its_word(text, markup):
    assert paired(text) == markup


def test_a_line_may_end_after_a_slash_of_a_long_name():
    assert folded("Kincorth/Nigg & <b>") == "Kincorth/<wbr>Nigg &amp; &lt;b&gt;"


# Versions.


def versions_of(contest):
    _row, fragment, page = results.versions(contest.ballot_paper_id)
    return fragment.number, page.number


def moved(contest, act):
    """Whether an act moves (the fragment, the page) of a contest."""
    before = versions_of(contest)
    act()
    return tuple(now > then for now, then in zip(versions_of(contest), before, strict=True))


def test_a_declaration_moves_fragment_and_page(northmarsh):
    northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor())
    by = world.checker()
    assert moved(northmarsh, lambda: northmarsh.enter_sheet(world.paper(northmarsh), by=by)) == (True, True)


def test_an_unconfirmed_sheet_moves_nothing(northmarsh):
    by = world.editor()
    assert moved(northmarsh, lambda: northmarsh.enter_sheet(world.paper(northmarsh), by=by)) == (False, False)


def test_a_published_story_moves_the_page_and_not_the_fragment(northmarsh):
    world.declare(northmarsh)
    assert moved(northmarsh, lambda: world.story(northmarsh)) == (False, True)


def test_a_draft_moves_nothing(northmarsh):
    assert moved(northmarsh, lambda: world.story(northmarsh, body="Words.", published=False)) == (False, False)


def test_a_party_s_colour_moves_fragment_and_page(northmarsh):
    party = world.party("Harbour Party")
    assert moved(northmarsh, party.save) == (True, True)


def test_the_comparison_moves_fragment_and_page_wherever_it_was(db):
    before = world.contest("Oldmarsh", world.NORTHMARSH_BEFORE, date(2029, 5, 3))
    contest = world.contest("Northmarsh", world.NORTHMARSH, comparison=before)
    assert moved(contest, before.save) == (True, True)


def test_another_contest_moves_nothing(northmarsh):
    other = world.contest("Southmarsh", world.NORTHMARSH, date(2030, 5, 2))
    assert moved(northmarsh, other.save) == (False, False)


def test_a_version_counts_only_what_has_become_visible(northmarsh):
    ahead = Change(kind="contest", key=northmarsh.pk, at=timezone.now() + timedelta(days=1))
    assert moved(northmarsh, ahead.save) == (False, False)


def test_a_contest_that_is_not_there_has_no_version(db):
    assert results.versions("parl.nowhere.2031-05-01") is None


def test_versions_take_one_query(northmarsh, django_assert_num_queries):
    with django_assert_num_queries(1):
        results.versions(northmarsh.ballot_paper_id)


def test_quiet_is_how_long_nothing_has_changed(northmarsh):
    world.set_clock(timedelta(hours=2))
    _row, fragment, page = results.versions(northmarsh.ballot_paper_id)
    assert 7200 <= fragment.quiet == page.quiet < 7260


@pytest.mark.parametrize(
    ("declared", "quiet", "pace"),
    [
        (False, 0, "5s"),
        (False, A_DAY, "5s"),
        (True, 0, "5s"),
        (True, TEN_MINUTES - 1, "5s"),
        (True, TEN_MINUTES, "60s"),
        (True, A_DAY - 1, "60s"),
        (True, A_DAY, ""),
    ],
    ids=["awaited", "awaited for a day", "just declared", "still moving", "quiet", "almost settled", "settled"],
)
def test_an_open_page_asks_less_the_longer_nothing_changes(declared, quiet, pace):
    assert Version(7, quiet).pace(declared=declared) == pace


@pytest.mark.parametrize(("pace", "named"), [("5s", "5s"), ("60s", "60s"), ("", "0")])
def test_an_etag_is_weak_and_made_of_letter_version_pace_and_build(pace, named):
    assert Version(7, 0).etag("c", pace) == f'W/"c7-{named}-{build()}"'


def test_a_version_of_nothing_is_nought():
    assert (Version.of(None), Version.of({"number": 3, "quiet": 9})) == (Version(0, 0), Version(3, 9))


def test_the_party_stylesheet_is_named_by_the_parties_version_and_the_build():
    assert name({"number": 3, "quiet": 9}) == name(Version(3, 0)) == f"3-{build()}"
