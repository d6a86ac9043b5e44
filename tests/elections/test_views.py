"""Pages and fragments that anyone may keep: few queries, exact headers, and nothing of a reader in them."""

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest

from elections.counting import half_up
from elections.models import Party
from elections.papers import Paper
from elections.versions import CACHING, build
from tests import world

PAGE, FRAGMENT = "/contests/{}/", "/live/contests/{}/"
BOTH = pytest.mark.parametrize("address", [PAGE, FRAGMENT], ids=["page", "fragment"])


def pass_by(seconds):
    """The time goes by without a change."""
    world.set_clock(timedelta(seconds=seconds))


def text(response):
    return response.content.decode()


# Queries.


def crowd(number):
    return {f"Una Reed{n:03}": ("" if n % 2 else "Harbour Party", 1000 + n) for n in range(number)}


@pytest.mark.parametrize("candidates", [2, 40])
@pytest.mark.parametrize(("address", "most"), [(PAGE, 5), (FRAGMENT, 3)], ids=["page", "fragment"])
def test_queries_are_few_whatever_the_number_of_candidates(client, db, django_assert_max_num_queries, address, most, candidates):
    before = world.contest("Southmarsh", crowd(candidates), date(2029, 5, 3))
    world.declare(before, crowd(candidates))
    contest = world.contest("Southmarsh", crowd(candidates), comparison=before)
    world.declare(contest, crowd(candidates))
    with django_assert_max_num_queries(most):
        assert text(client.get(address.format(contest.ballot_paper_id))).count("Una Reed") >= candidates


@pytest.mark.parametrize("quotes", [1, 6])
def test_queries_of_a_page_do_not_grow_with_stories_and_quotes(client, declared, django_assert_max_num_queries, quotes):
    for n in range(quotes):
        slug = world.quote(f"This is day {n}.", f"day-{n}").slug
        world.story(declared, slug=f"story-{n}", body=f"The majority was [](figure:majority).\n\n{{quote:{slug}}}")
    with django_assert_max_num_queries(5):
        page = text(client.get(PAGE.format(declared.ballot_paper_id)))
    assert [f"This is day {n}." in page for n in range(quotes)] == [True] * quotes


@BOTH
def test_an_unchanged_answer_takes_one_query(client, declared, django_assert_num_queries, address):
    etag = client.get(address.format(declared.ballot_paper_id))["ETag"]
    with django_assert_num_queries(1):
        client.get(address.format(declared.ballot_paper_id), headers={"if-none-match": etag})


# Headers.


@BOTH
@pytest.mark.parametrize(
    ("is_declared", "quiet", "pace"),
    [(False, 0, "5s"), (False, 200_000, "5s"), (True, 0, "5s"), (True, 700, "60s"), (True, 90_000, "")],
    ids=["awaited", "awaited long", "declared", "quiet", "settled"],
)
def test_caches_keep_an_answer_as_long_as_its_pace_says(client, northmarsh, address, is_declared, quiet, pace):
    if is_declared:
        world.declare(northmarsh)
    pass_by(quiet)
    assert client.get(address.format(northmarsh.ballot_paper_id))["Cache-Control"] == CACHING[pace]


@BOTH
def test_an_answer_varies_on_the_encoding_only_and_sets_no_cookie(client, declared, address):
    response = client.get(address.format(declared.ballot_paper_id))
    assert (response["Vary"], response.cookies, response["Content-Type"]) == ("Accept-Encoding", {}, "text/html; charset=utf-8")


@BOTH
def test_an_answer_is_compressed_for_who_takes_it(client, declared, address):
    response = client.get(address.format(declared.ballot_paper_id), headers={"accept-encoding": "gzip"})
    assert (response["Content-Encoding"], response["Vary"]) == ("gzip", "Accept-Encoding")


@BOTH
def test_who_is_signed_in_gets_the_same_answer(client, declared, address):
    before = client.get(address.format(declared.ballot_paper_id))
    client.force_login(world.duty_editor())
    after = client.get(address.format(declared.ballot_paper_id))
    assert (after.content, after["Vary"], after["ETag"]) == (before.content, "Accept-Encoding", before["ETag"])


@BOTH
def test_who_has_this_version_is_told_so_and_gets_no_body(client, declared, address):
    first = client.get(address.format(declared.ballot_paper_id))
    again = client.get(address.format(declared.ballot_paper_id), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (again["Cache-Control"], again["Vary"]) == (first["Cache-Control"], first["Vary"])


@BOTH
def test_who_has_an_older_version_gets_the_new_one(client, northmarsh, address):
    first = client.get(address.format(northmarsh.ballot_paper_id))
    world.declare(northmarsh)
    again = client.get(address.format(northmarsh.ballot_paper_id), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "12,345" in text(again)


@BOTH
def test_an_unconfirmed_sheet_leaves_no_trace(client, northmarsh, address):
    first = client.get(address.format(northmarsh.ballot_paper_id))
    northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor())
    again = client.get(address.format(northmarsh.ballot_paper_id))
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])


@BOTH
def test_a_new_pace_is_a_new_etag(client, declared, address):
    first = client.get(address.format(declared.ballot_paper_id))
    pass_by(700)
    again = client.get(address.format(declared.ballot_paper_id), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200


def test_page_and_fragment_never_share_an_etag(client, declared):
    one, two = (client.get(address.format(declared.ballot_paper_id))["ETag"] for address in (PAGE, FRAGMENT))
    assert one != two


@BOTH
def test_an_unknown_contest_is_not_found(client, db, address):
    response = client.get(address.format("parl.nowhere.2031-05-01"))
    assert (response.status_code, response.cookies) == (404, {})
    assert "Cookie" not in response.get("Vary", "")


@BOTH
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_but_reading_is_allowed(client, declared, address, method):
    response = getattr(client, method)(address.format(declared.ballot_paper_id))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@BOTH
def test_head_answers_with_the_headers_of_get(client, declared, address):
    get, head = (getattr(client, method)(address.format(declared.ballot_paper_id)) for method in ("get", "head"))
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


@BOTH
def test_being_asked_by_htmx_changes_nothing(client, declared, address):
    plain = client.get(address.format(declared.ballot_paper_id))
    asked = client.get(address.format(declared.ballot_paper_id), headers={"hx-request": "true", "hx-target": "contest-live"})
    assert (asked.content, asked.headers) == (plain.content, plain.headers)


@BOTH
def test_a_query_string_changes_nothing(client, declared, address):
    plain, asked = (client.get(address.format(declared.ballot_paper_id) + query) for query in ("", "?utm_source=x"))
    assert (asked.content, asked["ETag"]) == (plain.content, plain["ETag"])


def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(client, declared):
    policy = client.get(PAGE.format(declared.ballot_paper_id))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "nonce" not in policy


# What they show.


def test_a_page_is_born_with_what_its_fragment_would_bring(client, declared):
    page, fragment = (text(client.get(address.format(declared.ballot_paper_id))) for address in (PAGE, FRAGMENT))
    assert fragment.strip().startswith('<section id="contest-live"') and fragment.strip() in page


def test_a_fragment_carries_its_own_etag_and_version(client, declared):
    response = client.get(FRAGMENT.format(declared.ballot_paper_id))
    etag = response["ETag"].replace('"', "&quot;")
    number = re.match(r'W/"c(\d+)-', response["ETag"])[1]
    assert f'data-etag="{etag}" data-version="{number}"' in text(response)


@pytest.mark.parametrize(("quiet", "trigger"), [(0, "every 5s"), (700, "every 60s")])
def test_a_fragment_asks_again_at_its_pace(client, declared, quiet, trigger):
    pass_by(quiet)
    fragment = text(client.get(FRAGMENT.format(declared.ballot_paper_id)))
    assert f'hx-get="/live/contests/{declared.ballot_paper_id}/" hx-trigger="{trigger}" hx-swap="outerHTML"' in fragment


@BOTH
def test_what_is_settled_asks_for_nothing_more(client, declared, address):
    pass_by(90_000)
    assert "hx-" not in text(client.get(address.format(declared.ballot_paper_id)))


@BOTH
def test_before_the_declaration_the_result_is_awaited_and_no_figure_stands(client, northmarsh, address):
    shown = text(client.get(address.format(northmarsh.ballot_paper_id)))
    assert "Result awaited" in shown and "Ada Quill" in shown
    assert "12,345" not in shown and "Majority" not in shown


@BOTH
def test_the_state_says_that_a_result_was_corrected_or_taken_back(client, declared, address):
    address = address.format(declared.ballot_paper_id)
    assert "Confirmed <time" in text(client.get(address))
    world.declare(declared, world.CORRECTED)
    assert "Corrected <time" in text(client.get(address)) and "Confirmed <time" not in text(client.get(address))
    back = Paper(contest_id=declared.pk, for_revision=3, source="the officer", kind="withdrawal", public_note="Of another place.")
    for person in (world.editor(), world.checker()):
        declared.enter_sheet(back, by=person)
    assert "Withdrawn <time" in text(client.get(address)) and "</svg>Result awaited" not in text(client.get(address))


SAID = [
    "Harbour gain from Orchard",
    "12,345",
    "9,876",
    "Majority <b>2,469</b> (10.0%).",
    "Turnout 41.2%.",
    "Swing 13.9 points, Orchard to Harbour.",
    "Changes since 2029.",
    "Lantern is compared with Old Lantern of 2029: one party, renamed.",
    "two people, equal sheets",
    "Source: the declaration paper.",
    "4 candidates add up to the 24,721 valid votes stated.",
    "Counting the 100 rejected papers too it is 41.4%.",
]


@BOTH
def test_a_declared_result_says_how_it_went_and_how_it_was_checked(client, declared, address):
    shown = text(client.get(address.format(declared.ballot_paper_id)))
    assert [words for words in SAID if words not in shown] == []


def test_a_result_of_one_person_says_so(client, northmarsh):
    sheet = northmarsh.enter_sheet(world.paper(northmarsh), by=world.editor()).sheet
    northmarsh.declare(sheet, overridden_by=world.duty_editor(), override_reason="The line is down")
    page = text(client.get(PAGE.format(northmarsh.ballot_paper_id)))
    assert "Entered by one person" in page and "Reason given: The line is down" in page
    assert "two people, equal sheets" not in page


def test_nobody_at_the_desk_is_named_to_readers(client, declared):
    page = text(client.get(PAGE.format(declared.ballot_paper_id)))
    assert "erin" not in page and "chen" not in page


@pytest.mark.parametrize(("rehearsal", "said"), [(True, True), (False, False)], ids=["rehearsal", "real"])
def test_a_rehearsal_says_that_it_is_one(client, db, rehearsal, said):
    contest = world.contest("Southmarsh", world.NORTHMARSH, rehearsal=rehearsal)
    assert ("This is not a real election" in text(client.get(PAGE.format(contest.ballot_paper_id)))) is said


def test_names_are_escaped(client, db):
    contest = world.contest("Southmarsh", {'<b>Una</b> "Reed"': ("", 5)})
    page = text(client.get(PAGE.format(contest.ballot_paper_id)))
    assert "&lt;b&gt;Una&lt;/b&gt;" in page and "<b>Una" not in page


# Party colours.


def stylesheet(client, contest):
    return re.search(r"/party-colours\.[^\"]+\.css", text(client.get(PAGE.format(contest.ballot_paper_id))))[0]


def test_the_party_stylesheet_never_changes_under_its_own_version(client, declared):
    response = client.get(stylesheet(client, declared))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (response["Content-Type"], response["Vary"]) == ("text/css; charset=utf-8", "Accept-Encoding")
    assert ".p-harbour { --fill: #0077b6;" in text(response)


@pytest.mark.parametrize("version", ["0-old", "1-x"])
def test_the_party_stylesheet_is_not_kept_under_another_version(client, declared, version):
    assert client.get(f"/party-colours.{version}.css")["Cache-Control"] == CACHING["5s"]


def test_a_new_colour_is_a_new_stylesheet(client, declared):
    before = stylesheet(client, declared)
    Party.objects.filter(slug="harbour").update(colour="#123456")
    after = stylesheet(client, declared)
    assert before != after
    assert client.get(before)["Cache-Control"] == CACHING["5s"]
    assert ".p-harbour { --fill: #123456;" in text(client.get(after))


# How everything is counted.

METHODOLOGY = "/methodology/"
RULES = [
    "first-past-the-post", "several-seats", "supplementary-vote", "lists", "additional-member", "closed-lists",
    "transferable-vote", "ties", "shares", "majority", "turnout", "change", "hold-and-gain", "swing", "deposits", "pictures",
    "two-people", "corrections", "rehearsals", "identifiers", "addresses", "licence",
]  # fmt: skip


def test_every_rule_has_an_address_of_its_own(client, db):
    page = text(client.get(METHODOLOGY))
    ids = re.findall(r' id="([^"]+)"', page)
    assert [rule for rule in RULES if rule not in ids] == []
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_rules_take_no_query_and_are_kept_until_the_next_build(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        first = client.get(METHODOLOGY)
        again = client.get(METHODOLOGY, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, first["Cache-Control"], first["Vary"]) == (200, CACHING[""], "Accept-Encoding")
    assert (first["ETag"], again.status_code) == (f'W/"m-{build()}"', 304)


def test_the_worked_example_is_the_record(client, db):
    page = text(client.get(METHODOLOGY))
    votes, valid, before = Fraction(15_529), 29_933, Fraction(11_869, 41_037)
    fall = Fraction(15_464, 41_037) - Fraction(8_589, valid)
    swing = (votes / valid - before + fall) / 2
    assert f"a swing of {half_up(swing * 100, 1)} points from Labour to Conservative" in page
    assert f"{half_up(votes / valid * 100, 1)}</td>" in page and f"+{half_up((votes / valid - before) * 100, 1)}</td>" in page
