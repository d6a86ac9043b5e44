"""The verbs, and what the database holds by itself."""

import threading
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from elections.models import (
    Act,
    Area,
    AreaCode,
    Candidacy,
    Change,
    Contest,
    Declaration,
    Election,
    Party,
    Person,
    PersonName,
    Refused,
    Role,
    Sheet,
    Stale,
    Tally,
    after_publication,
    declare_many,
    enter_sheets,
)
from tests import world

MISREAD = {**world.NORTHMARSH, "Ada Quill": ("Harbour Party", 12_435)}  # two digits swapped


@pytest.fixture
def declared(northmarsh):
    """The by-election, declared by two people."""
    return world.declare(northmarsh)


@pytest.fixture
def followed():
    """The lists of declarations that were published while a test ran."""
    lists: list[list[Declaration]] = []
    after_publication.append(lists.append)
    yield lists
    after_publication.remove(lists.append)


def enter(contest, by, candidates=world.NORTHMARSH, **more):
    return contest.enter_sheet(world.paper(contest, candidates, **more), by=by)


@contextmanager
def refused(match=None):
    """The database itself refuses; the test's transaction goes on."""
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        yield


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


# Two people.


def test_two_people_declare(northmarsh):
    first = enter(northmarsh, world.editor())
    assert first.declaration is None
    second = enter(northmarsh, world.checker())
    assert second.declaration.revision == 1
    assert second.declaration.as_published["figures"]["majority"] == 2469


def test_a_declaration_names_who_entered_and_who_checked(declared):
    assert (declared.entered_by, declared.checked_by) == (world.editor(), world.checker())
    assert (declared.sheet.by, declared.confirming_sheet.by) == (world.editor(), world.checker())


def test_one_person_alone_declares_nothing(northmarsh):
    enter(northmarsh, world.editor())
    assert enter(northmarsh, world.editor()).declaration is None
    assert not northmarsh.declarations.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"electorate": 60_001},
        {"rejected_ballots": (99,)},
        {"rejected_ballots": ()},
        {"ballot_papers": 30_000},
        {"valid_votes": None},
    ],
    ids=["electorate", "rejected", "rejected not stated", "ballot papers", "valid votes not stated"],
)
def test_sheets_that_differ_in_any_figure_declare_nothing(northmarsh, more):
    enter(northmarsh, world.editor())
    assert enter(northmarsh, world.checker(), **more).declaration is None


def test_sheets_that_differ_in_votes_declare_nothing(northmarsh):
    enter(northmarsh, world.editor())
    assert enter(northmarsh, world.checker(), MISREAD).declaration is None


def test_source_and_note_are_not_compared(northmarsh):
    enter(northmarsh, world.editor(), source="the paper on the wall", public_note="")
    entered = enter(northmarsh, world.checker(), source="a photograph of it", public_note="A late count.")
    assert entered.declaration is not None


def test_who_misread_the_paper_enters_it_again_and_it_is_declared(northmarsh):
    enter(northmarsh, world.editor(), MISREAD)
    enter(northmarsh, world.checker())
    declaration = enter(northmarsh, world.editor()).declaration
    assert (declaration.entered_by, declaration.checked_by) == (world.checker(), world.editor())


def test_only_the_newest_sheet_of_a_person_can_be_confirmed(northmarsh):
    enter(northmarsh, world.editor(), MISREAD)
    enter(northmarsh, world.editor())
    assert enter(northmarsh, world.checker(), MISREAD).declaration is None


def test_a_third_person_can_confirm_either_of_two_sheets(northmarsh):
    enter(northmarsh, world.editor(), MISREAD)
    enter(northmarsh, world.checker())
    assert enter(northmarsh, world.duty_editor()).declaration.entered_by == world.checker()


def test_a_sheet_of_an_earlier_revision_confirms_nothing(declared):
    contest = declared.contest
    assert enter(contest, world.duty_editor()).declaration is None


def test_an_entry_keeps_every_sheet(northmarsh):
    enter(northmarsh, world.editor(), MISREAD)
    enter(northmarsh, world.editor())
    assert [int(sheet.tallies.get(candidacy__slug="ada-quill").votes) for sheet in northmarsh.sheets.order_by("pk")] == [
        12_435,
        12_345,
    ]


# What is refused, and what is entered twice.


def test_a_sheet_that_scrutiny_refuses_leaves_no_row(northmarsh):
    with pytest.raises(Refused, match="The boxes add up to 24,721; the paper says 24,712"):
        enter(northmarsh, world.editor(), valid_votes=24_712)
    assert not northmarsh.sheets.exists()


def test_a_result_is_refused_while_the_polls_are_open(northmarsh):
    Election.objects.filter(pk=northmarsh.election_id).update(polls_close_at=datetime(2999, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="The polls are still open"):
        enter(northmarsh, world.editor())


def test_figures_of_a_candidate_of_another_contest_are_refused(northmarsh):
    stranger = world.contest("Southmarsh", {"Una Reed": ("Harbour Party", 5)}).candidacies.get()
    paper = world.paper(northmarsh)
    rows = (*paper.rows, replace(paper.rows[0], candidacy_id=stranger.pk))
    with pytest.raises((Refused, DatabaseError)):
        northmarsh.enter_sheet(replace(paper, rows=rows), by=world.editor())


def test_a_form_opened_before_the_declaration_is_stale(northmarsh):
    paper = world.paper(northmarsh)
    declaration = world.declare(northmarsh)
    with pytest.raises(Stale) as stale:
        northmarsh.enter_sheet(paper, by=world.duty_editor())
    assert stale.value.declaration == declaration


def test_a_paper_for_a_revision_that_is_not_next_is_stale(northmarsh):
    with pytest.raises(Stale):
        northmarsh.enter_sheet(replace(world.paper(northmarsh), for_revision=2), by=world.editor())


def test_one_stale_paper_of_many_saves_none(northmarsh):
    other = world.contest("Southmarsh", {"Una Reed": ("Harbour Party", 5)})
    good = world.paper(other, {"Una Reed": ("", 5)}, valid_votes=5)
    with pytest.raises(Stale):
        enter_sheets([good, replace(world.paper(northmarsh), for_revision=9)], by=world.editor())
    assert not other.sheets.exists()


def test_the_same_form_sent_twice_makes_one_sheet(northmarsh):
    token = str(uuid.uuid4())
    first, second = (northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor(), submission=token) for _ in range(2))
    assert first.sheet == second.sheet
    assert northmarsh.sheets.count() == 1


def test_the_confirming_form_sent_twice_answers_with_the_one_declaration(northmarsh):
    enter(northmarsh, world.editor())
    token, paper = str(uuid.uuid4()), world.paper(northmarsh)
    first, second = (northmarsh.enter_sheet(paper, by=world.checker(), submission=token) for _ in range(2))
    assert first.declaration == second.declaration
    assert northmarsh.declarations.count() == 1


# One person and a reason.


def test_a_duty_editor_publishes_one_sheet_with_a_reason(northmarsh):
    sheet = enter(northmarsh, world.editor()).sheet
    declaration = northmarsh.declare(sheet, overridden_by=world.duty_editor(), override_reason="The line to the hall is down")
    assert (declaration.entered_by, declaration.checked_by) == (world.editor(), None)
    assert (declaration.overridden_by, declaration.override_reason) == (world.duty_editor(), "The line to the hall is down")


@pytest.mark.parametrize("how", [{}, {"override_reason": "in a hurry"}], ids=["nobody", "a reason of nobody"])
def test_one_sheet_without_a_duty_editor_is_not_published(northmarsh, how):
    sheet = enter(northmarsh, world.editor()).sheet
    with refused("declaration_two_people"):
        northmarsh.declare(sheet, **how)


def test_one_sheet_without_a_reason_is_not_published(northmarsh):
    sheet = enter(northmarsh, world.editor()).sheet
    with refused("declaration_two_people"):
        northmarsh.declare(sheet, overridden_by=world.duty_editor())


def test_a_sheet_of_a_declared_contest_cannot_be_published_again(declared):
    with pytest.raises(Stale):
        declared.contest.declare(declared.sheet, overridden_by=world.duty_editor(), override_reason="again")


# What follows a publication.


def test_a_confirmation_is_followed_once_with_its_declaration(northmarsh, followed):
    declaration = world.declare(northmarsh)
    assert followed == [[declaration]]


def test_an_override_is_followed_once_with_its_declaration(northmarsh, followed):
    sheet = enter(northmarsh, world.editor()).sheet
    declaration = northmarsh.declare(sheet, overridden_by=world.duty_editor(), override_reason="a reason")
    assert followed == [[declaration]]


def test_many_declarations_of_one_act_are_followed_once(db, followed):
    contests = [world.contest(name, {"Una Reed": ("Harbour Party", 5)}) for name in ("Southmarsh", "Westmarsh", "Eastmarsh")]
    papers = [world.paper(contest, {"Una Reed": ("", 5)}) for contest in contests]
    sheets = enter_sheets(papers, by=world.editor())
    declarations = declare_many([Act(s, overridden_by=world.duty_editor(), override_reason="archive") for s in sheets])
    assert followed == [declarations]


def test_an_unconfirmed_sheet_is_not_followed(northmarsh, followed):
    followed.clear()
    enter(northmarsh, world.editor())
    enter(northmarsh, world.checker(), MISREAD)
    assert followed == []


def test_what_fails_after_a_publication_takes_the_publication_back(northmarsh):
    def fail(declarations):
        assert Declaration.objects.filter(pk=declarations[0].pk).exists()  # inside: the rows are there
        raise ZeroDivisionError

    enter(northmarsh, world.editor())
    after_publication.append(fail)
    try:
        with pytest.raises(ZeroDivisionError):
            enter(northmarsh, world.checker())
    finally:
        after_publication.remove(fail)
    assert not northmarsh.declarations.exists()
    assert northmarsh.sheets.count() == 1


def test_many_declarations_take_as_many_queries_as_one(db):
    by, over = world.editor(), world.duty_editor()

    def queries(*names):
        contests = [world.contest(name, {"Una Reed": ("Harbour Party", 5)}) for name in names]
        papers = [world.paper(contest, {"Una Reed": ("", 5)}) for contest in contests]
        with CaptureQueriesContext(connection) as captured:
            sheets = enter_sheets(papers, by=by)
            declare_many([Act(sheet, overridden_by=over, override_reason="archive") for sheet in sheets])
        return len(captured)

    assert queries("Southmarsh") == queries("Westmarsh", "Eastmarsh", "Middlemarsh", "Overmarsh")


def test_figures_are_frozen_exactly_with_the_rules_and_the_comparison(northmarsh):
    frozen = world.declare(northmarsh).as_published
    assert frozen["rules"] == 1
    assert frozen["comparison"] == [northmarsh.comparison.ballot_paper_id, 1]
    assert frozen["figures"]["share.ada-quill"] == "12345/24721"
    assert frozen["figures"]["result"] == "Harbour gain from Orchard"


def test_figures_that_are_not_known_are_not_frozen(northmarsh):
    assert "ballot_papers" not in world.declare(northmarsh).as_published["figures"]


# Nobody is forgotten.


def test_who_entered_or_checked_a_result_cannot_be_deleted(declared):
    for person in (world.editor(), world.checker()):
        with pytest.raises(ProtectedError):
            person.delete()


def test_the_database_keeps_who_entered_a_result(declared):
    with refused():
        sql("SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM auth_user WHERE id = %s", declared.entered_by_id)


def test_an_inactive_user_keeps_the_history(declared):
    declared.entered_by.is_active = False
    declared.entered_by.save()
    assert Declaration.objects.get(pk=declared.pk).entered_by.get_username() == "erin"


def test_the_sheet_of_a_user_who_left_can_still_be_confirmed(northmarsh):
    enter(northmarsh, world.editor())
    type(world.editor()).objects.filter(username="erin").update(is_active=False)
    assert enter(northmarsh, world.checker()).declaration.entered_by.get_username() == "erin"


# What the database refuses by itself.


@pytest.mark.parametrize(
    ("model", "column"),
    [(Sheet, "electorate"), (Tally, "votes"), (Declaration, "revision"), (Change, "key")],
    ids=["sheet", "tally", "declaration", "change"],
)
def test_rows_on_record_are_neither_updated_nor_deleted(declared, model, column):
    with refused("Cannot update or delete rows"):
        model.objects.update(**{column: 7})
    with refused("Cannot update or delete rows"):
        model.objects.all()._raw_delete("default")
    with refused("Cannot update or delete rows"):
        sql(f"UPDATE {model._meta.db_table} SET {column} = 7")
    with refused("Cannot update or delete rows"):
        sql(f"DELETE FROM {model._meta.db_table}")


def publish(one, two=None, **more):
    """A declaration by hand, past the verbs."""
    values = {
        "contest": one.contest,
        "revision": one.for_revision,
        "kind": one.kind,
        "sheet": one,
        "confirming_sheet": two,
        "entered_by": one.by,
        "checked_by": two.by if two else None,
        "as_published": {},
    }
    with transaction.atomic():
        return Declaration.objects.create(**{**values, **more})


@pytest.fixture
def sheets(northmarsh):
    """Two equal sheets of two people that nobody has put together."""
    by_two = [*enter_sheets([world.paper(northmarsh)], by=world.editor())]
    return [*by_two, *enter_sheets([world.paper(northmarsh)], by=world.checker())]


def test_the_database_takes_a_declaration_on_two_equal_sheets(sheets):
    assert publish(*sheets).pk


@pytest.mark.parametrize(
    ("more", "rows"),
    [
        ({"electorate": 59_999}, {}),
        ({"electorate": None}, {}),
        ({"ballot_papers": 30_000}, {}),
        ({"valid_votes": None}, {}),
        ({"rejected_ballots": (99,)}, {}),
        ({}, {"Ada Quill": ("", 12_346), "Ben Rook": ("", 9_875)}),
    ],
    ids=["electorate", "electorate not stated", "papers", "valid votes not stated", "rejected", "votes"],
)
def test_the_database_refuses_unequal_sheets(northmarsh, more, rows):
    (one,) = enter_sheets([world.paper(northmarsh)], by=world.editor())
    (two,) = enter_sheets([world.paper(northmarsh, {**world.NORTHMARSH, **rows}, **more)], by=world.checker())
    with refused("The two sheets are not equal"):
        publish(one, two)


def test_the_database_refuses_a_second_sheet_with_fewer_lines(northmarsh, sheets):
    short = Sheet.objects.create(
        contest=northmarsh, for_revision=1, by=world.checker(), source="the paper", electorate=world.ELECTORATE,
        valid_votes=sheets[0].valid_votes, rejected_ballots=[100],
    )  # fmt: skip
    with refused("The two sheets are not equal"):
        publish(sheets[0], short)


def test_the_database_refuses_two_sheets_of_one_person(northmarsh):
    one, two = enter_sheets([world.paper(northmarsh)] * 2, by=world.editor())
    with refused("not by a second person"):
        publish(one, two)


def test_the_database_refuses_two_sheets_of_one_person_in_straight_sql(northmarsh):
    one, two = (enter(northmarsh, world.editor()).sheet for _n in range(2))
    values = [northmarsh.pk, one.pk, two.pk, world.editor().pk, world.checker().pk]
    insert = """
        INSERT INTO elections_declaration (contest_id, revision, kind, sheet_id, confirming_sheet_id, entered_by_id,
            checked_by_id, override_reason, published_at, public_note, as_published)
        VALUES (%s, 1, 'figures', %s, %s, %s, %s, '', now(), '', '{}')"""
    with pytest.raises(IntegrityError, match="not by a second person"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, values)
    assert not northmarsh.declarations.exists()


def test_the_database_refuses_two_sheets_of_one_person_under_another_name(northmarsh):
    one, two = enter_sheets([world.paper(northmarsh)] * 2, by=world.editor())
    with refused("not by a second person"):
        publish(one, two, checked_by=world.checker())


def test_the_database_refuses_one_sheet_as_its_own_confirmation(sheets):
    with refused("not by a second person"):
        publish(sheets[0], sheets[0], checked_by=world.checker())


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"revision": 2}, "not of this contest, revision, kind and person"),
        ({"kind": "correction"}, "not of this contest, revision, kind and person"),
        ({"entered_by": "duty editor"}, "not of this contest, revision, kind and person"),
        ({"checked_by": "duty editor"}, "not by a second person"),
        ({"contest": "comparison"}, "not of this contest, revision, kind and person"),
    ],
    ids=["another revision", "another kind", "entered by another", "checked by another", "another contest"],
)
def test_the_database_refuses_a_declaration_that_its_sheets_do_not_say(northmarsh, sheets, more, match):
    stand_in = {"duty editor": world.duty_editor(), "comparison": northmarsh.comparison}
    with refused(match):
        publish(*sheets, **{key: stand_in.get(value, value) for key, value in more.items()})


def test_the_database_refuses_sheets_of_another_revision(northmarsh):
    one, two = (
        Sheet.objects.create(contest=northmarsh, for_revision=3, by=by, source="the paper")
        for by in (world.editor(), world.checker())
    )
    with refused("The revision is not the next one"):
        publish(one, two)


def test_the_database_refuses_a_confirming_sheet_of_another_contest(northmarsh, sheets):
    other = world.contest("Southmarsh", {"Una Reed": ("Harbour Party", 5)})
    (foreign,) = enter_sheets([world.paper(other, {"Una Reed": ("", 5)})], by=world.checker())
    with refused("The two sheets are not equal"):
        publish(sheets[0], foreign)


def test_the_database_refuses_a_second_declaration_of_a_revision(declared):
    with refused():
        publish(declared.sheet, declared.confirming_sheet)


@pytest.mark.parametrize("which", ["sheet", "confirming_sheet"])
def test_the_database_refuses_a_tally_for_a_declared_sheet(declared, which):
    with refused("it takes no more tallies"):
        Tally.objects.create(sheet=getattr(declared, which), stage=2, votes=1)


def test_the_database_refuses_votes_below_nought(sheets):
    with refused("tally_not_negative"):
        Tally.objects.create(sheet=sheets[0], stage=2, votes=-1)


def test_the_database_refuses_a_candidate_twice_on_one_sheet(northmarsh, sheets):
    with refused("tally_once"):
        Tally.objects.create(sheet=sheets[0], candidacy=northmarsh.candidacies.first(), votes=1)


def test_the_database_refuses_a_sheet_without_a_source(northmarsh):
    with refused("sheet_has_source"):
        enter(northmarsh, world.editor(), source="")


@pytest.mark.parametrize("column", ["ballot_name", "slug", "withdrawn", "since_revision"])
def test_a_candidacy_of_a_declared_contest_is_not_changed(declared, column):
    value = {"ballot_name": "Ada Quilt", "slug": "ada-quilt", "withdrawn": True, "since_revision": 9}[column]
    with refused("a change to its candidates is a correction"):
        Candidacy.objects.filter(contest=declared.contest_id, slug="ada-quill").update(**{column: value})


def test_a_candidacy_of_a_declared_contest_is_not_deleted(declared):
    lonely = declared.contest.candidacies.create(slug="late", ballot_name="Late", standing_as="independent", since_revision=2)
    with refused("a change to its candidates is a correction"):
        sql("DELETE FROM elections_candidacy WHERE id = %s", lonely.pk)


def test_a_candidacy_does_not_move_into_a_declared_contest(declared):
    other = world.contest("Southmarsh", {"Una Reed": ("Harbour Party", 5)}).candidacies.get()
    with refused("a change to its candidates is a correction"):
        Candidacy.objects.filter(pk=other.pk).update(contest=declared.contest_id)


def test_a_new_candidacy_does_not_hold_for_what_is_declared_already(declared):
    with refused("a change to its candidates is a correction"):
        declared.contest.candidacies.create(slug="late", ballot_name="Late", standing_as="independent", since_revision=1)


def test_a_corrected_name_is_a_new_candidacy_for_the_next_revision(declared):
    old = declared.contest.candidacies.get(slug="ada-quill")
    new = declared.contest.candidacies.create(slug=old.slug, ballot_name="Ada Quilt", party=old.party, since_revision=2)
    assert new.pk


@pytest.mark.parametrize("column", ["seats", "voting_system", "ballot_paper_id", "comparison"])
def test_what_a_declared_result_rests_on_is_not_changed(declared, column):
    value = {"seats": 2, "voting_system": "SV", "ballot_paper_id": "parl.other.2031-05-01", "comparison": None}[column]
    with refused("what its result rests on cannot change"):
        Contest.objects.filter(pk=declared.contest_id).update(**{column: value})


def test_a_candidate_of_a_party_needs_one_and_an_independent_has_none(northmarsh):
    for standing_as, party in (("party", None), ("independent", world.party("Harbour Party"))):
        with refused("candidacy_"):
            northmarsh.candidacies.create(slug="new", ballot_name="New", standing_as=standing_as, party=party)


def test_a_role_does_not_end_before_it_starts(db):
    with refused("role_ends_after_start"):
        world.person().roles.create(label="Mayor", start=date(2031, 1, 2), end=date(2031, 1, 1), source="the register")


def test_a_colour_is_a_colour(db):
    with refused("party_colours"):
        Party.objects.filter(pk=world.party("Harbour Party").pk).update(colour="red")


# At the same moment.


def at_once(*acts):
    """Runs the acts in threads of their own, each with its own connection, and gives what each answered or raised."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n, act):
        try:
            barrier.wait()
            answers[n] = act()
        except Exception as error:
            answers[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def while_locked(contest, *acts, first=None):
    """`at_once`, with the contest locked, or `first` done and not committed, until every act waits for it: all have read what
    there was before any wrote."""
    answers: list = []
    with transaction.atomic():
        first() if first else Contest.objects.select_for_update().get(pk=contest.pk)
        whole = threading.Thread(target=lambda: answers.extend(at_once(*acts)))
        whole.start()
        waiting = 0
        while waiting < len(acts) and whole.is_alive():
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
                (waiting,) = cursor.fetchone()
    whole.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_one_moment_make_one_declaration():
    contest = world.northmarsh()
    enter(contest, world.editor())
    paper, people = world.paper(contest), (world.checker(), world.duty_editor())
    answers = at_once(*(lambda by=by: contest.enter_sheet(paper, by=by) for by in people))
    late = [answer for answer in answers if isinstance(answer, Stale)]
    (made,) = [answer.declaration for answer in answers if answer not in late]
    assert contest.declarations.get() == made == late[0].declaration


@pytest.mark.django_db(transaction=True)
def test_ten_confirmations_at_one_moment_make_one_declaration():
    contest = world.northmarsh()
    enter(contest, world.editor())
    paper, people = world.paper(contest), [world.user(f"checker-{n}", "checker") for n in range(10)]
    answers = while_locked(contest, *(lambda by=by: contest.enter_sheet(paper, by=by) for by in people))
    late = [answer for answer in answers if isinstance(answer, Stale)]
    (made,) = [answer.declaration for answer in answers if answer not in late]
    assert contest.declarations.get() == made and {answer.declaration for answer in late} == {made}
    assert contest.sheets.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_equal_sheets_at_one_moment_make_one_declaration():
    contest = world.northmarsh()
    paper, people = world.paper(contest), (world.editor(), world.checker())
    answers = while_locked(contest, *(lambda by=by: contest.enter_sheet(paper, by=by) for by in people))
    assert [answer.declaration for answer in answers].count(None) == 1
    assert contest.declarations.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_and_an_override_at_one_moment_make_one_declaration():
    contest = world.northmarsh()
    sheet = enter(contest, world.editor()).sheet
    paper, checker, over = world.paper(contest), world.checker(), world.duty_editor()
    answers = while_locked(
        contest,
        lambda: contest.enter_sheet(paper, by=checker),
        lambda: contest.declare(sheet, overridden_by=over, override_reason="a reason"),
    )
    assert [isinstance(answer, Stale) for answer in answers].count(True) == 1
    assert contest.declarations.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_candidate_added_while_the_contest_is_being_declared_is_refused():
    contest = world.northmarsh()
    late = {"ballot_name": "Lee Late", "slug": "lee-late", "standing_as": "independent"}
    (answer,) = while_locked(contest, lambda: contest.candidacies.create(**late), first=lambda: world.declare(contest))
    assert isinstance(answer, IntegrityError)
    assert not contest.candidacies.filter(slug="lee-late").exists()


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_one_moment_makes_one_sheet():
    contest = world.northmarsh()
    paper, by, token = world.paper(contest), world.editor(), str(uuid.uuid4())
    answers = while_locked(contest, *[lambda: contest.enter_sheet(paper, by=by, submission=token)] * 2)
    assert [getattr(answer, "sheet", answer) for answer in answers] == [contest.sheets.get()] * 2


@pytest.mark.django_db(transaction=True)
def test_the_confirming_form_sent_twice_at_one_moment_answers_twice_with_its_declaration():
    contest = world.northmarsh()
    enter(contest, world.editor())
    paper, by, token = world.paper(contest), world.checker(), str(uuid.uuid4())
    answers = while_locked(contest, *[lambda: contest.enter_sheet(paper, by=by, submission=token)] * 2)
    assert [answer if isinstance(answer, Exception) else answer.declaration for answer in answers] == [
        contest.declarations.get()
    ] * 2


# What moves for readers.


def things(act):
    """The kinds and keys of the Change rows that an act writes, in order."""
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act()
    return sorted(Change.objects.filter(pk__gt=last).values_list("kind", "key"))


def of(contest):
    return [("area", contest.area_id), ("contest", contest.pk), ("election", contest.election_id)]


def test_unconfirmed_sheets_change_nothing_for_readers(northmarsh):
    def enter_two_that_differ():
        enter(northmarsh, world.editor())
        enter(northmarsh, world.checker(), MISREAD)

    world.editor(), world.checker()
    assert things(enter_two_that_differ) == []


def test_a_refused_publication_changes_nothing_for_readers(northmarsh):
    sheet = enter(northmarsh, world.editor()).sheet

    def fail():
        with refused("declaration_two_people"):
            northmarsh.declare(sheet)

    assert things(fail) == []


def test_a_declaration_changes_its_contest_its_election_and_its_area(northmarsh):
    enter(northmarsh, world.editor())
    by = world.checker()
    assert things(lambda: enter(northmarsh, by)) == of(northmarsh)


def test_many_declarations_of_one_act_change_each_thing_once(db):
    contests = [world.contest(name, {"Una Reed": ("Harbour Party", 5)}) for name in ("Southmarsh", "Westmarsh")]
    sheets = enter_sheets([world.paper(contest, {"Una Reed": ("", 5)}) for contest in contests], by=world.editor())
    acts = [Act(sheet, overridden_by=world.duty_editor(), override_reason="archive") for sheet in sheets]
    assert things(lambda: declare_many(acts)) == sorted({*of(contests[0]), *of(contests[1])})


def _rows(contest):
    """A row of every table that pages show, with the things that it stands for."""
    person, party = world.person(), world.party("Harbour Party")
    candidacy = contest.candidacies.get(slug="sam-stone")
    return {
        "party": (party, [("party", party.pk)]),
        "person": (person, [("person", person.pk)]),
        "another name": (PersonName(person=person, name="N. Harrow"), [("person", person.pk)]),
        "role": (Role(person=person, label="Mayor", start=date(2030, 1, 1), source="register"), [("person", person.pk)]),
        "area": (contest.area, [("area", contest.area_id)]),
        "area code": (AreaCode(area=contest.area, code="X14000001"), [("area", contest.area_id)]),
        "election": (contest.election, [("election", contest.election_id)]),
        "contest": (contest, of(contest)),
        "candidacy": (candidacy, of(contest)),
    }


TABLES = ["party", "person", "another name", "role", "area", "area code", "election", "contest", "candidacy"]


@pytest.mark.parametrize("table", TABLES)
def test_saving_a_row_changes_what_it_stands_for(northmarsh, table):
    row, expected = _rows(northmarsh)[table]
    assert things(row.save) == expected


@pytest.mark.parametrize("table", ["another name", "role", "area code"])
def test_saving_a_row_again_and_deleting_it_change_what_it_stood_for(northmarsh, table):
    row, expected = _rows(northmarsh)[table]
    row.save()
    assert things(row.save) == expected
    assert things(row.delete) == expected


def test_deleting_a_candidacy_changes_its_contest(northmarsh):
    assert things(northmarsh.candidacies.get(slug="sam-stone").delete) == of(northmarsh)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: Party.objects.create(name="New", short_name="New", slug="new"), "party"),
        (lambda: Person.objects.create(name="New", slug="new"), "person"),
        (lambda: Area.objects.create(name="New", slug="new", kind="ward"), "area"),
        (lambda: Election.objects.create(name="New", slug="new", kind="local", polling_on=date(2031, 5, 1)), "election"),
    ],
    ids=["party", "person", "area", "election"],
)
def test_a_new_row_changes_itself_and_its_end_too(db, make, kind):
    made = []
    assert [of_kind for of_kind, _key in things(lambda: made.append(make()))] == [kind]
    key = made[0].pk
    assert things(made[0].delete) == [(kind, key)]


def test_a_bulk_update_changes_every_row_it_touches(northmarsh):
    expected = sorted(("party", key) for key in Party.objects.values_list("pk", flat=True))
    assert things(lambda: Party.objects.update(colour="#123456")) == expected


def test_sql_changes_what_it_touches_like_any_other_path(northmarsh):
    statement = "UPDATE elections_area SET name = 'Northern Marsh' WHERE id = %s"
    assert things(lambda: sql(statement, northmarsh.area_id)) == [("area", northmarsh.area_id)]


def test_a_statement_that_touches_no_row_changes_nothing(northmarsh):
    assert things(lambda: Party.objects.filter(pk=0).update(colour="#123456")) == []


def test_a_contest_that_moves_changes_the_place_it_leaves_and_the_place_it_comes_to(northmarsh):
    before, elsewhere = of(northmarsh), Area.objects.create(name="Southmarsh", slug="southmarsh", kind="constituency")
    northmarsh.area = elsewhere
    assert things(northmarsh.save) == sorted([*before, ("area", elsewhere.pk)])


def test_a_candidacy_that_moves_changes_both_contests(northmarsh):
    other = world.contest("Southmarsh", {"Una Reed": ("Harbour Party", 5)})
    candidacy = other.candidacies.get()
    candidacy.contest = northmarsh
    assert things(candidacy.save) == sorted({*of(northmarsh), *of(other)})
