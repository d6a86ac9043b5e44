"""What was said: kept with its source, compared word by word, changed and retracted by verbs, and shown as it was known."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from elections.models import Change, Contest, Role, enter_sheets
from newsroom import people
from newsroom.models import Article, Comparison, NotPublishable, Quote, QuoteRevision, Retraction, SourceCapture
from newsroom.templatetags.coverage import balance
from tests import world
from tests.newsroom.desk import ADD_QUOTE, at_the_desk, boxes, fill, problems, quote_boxes, said

pytestmark = pytest.mark.django_db
STORY, QUOTE, PERSON = "/articles/a-day-in-northmarsh/", "/quotes/harrow-day/", "/people/nell-harrow/"
NOTE = "Marsh Radio took the recording back."
REASON = "The recording has “week”."


def text(address: str) -> str:
    return said(Client().get(address))


@pytest.fixture
def placed(northmarsh) -> Quote:
    """A published quote in two live stories."""
    world.declare(northmarsh)
    quote = world.quote()
    world.story(northmarsh, body="[](figure:majority)\n\n{quote:harrow-day}")
    world.story(northmarsh, body="{quote:harrow-day}", slug="another")
    quote.refresh_from_db()
    return quote


def olga():
    return world.user("olga", "duty editor")


def reword(quote: Quote, words: str = "This is a week to remember.", *, source: str = "", **more) -> QuoteRevision:
    quote.capture_source(by=world.journalist(), text=source or f"Nell Harrow: “{words}”")
    return quote.revise(by=world.journalist(), reason=REASON, words=[words], **more)


# The source.


def test_a_capture_is_kept_once_with_its_hash_and_by_whom():
    quote = world.quote(verified=False)
    capture = quote.capture_source(by=world.duty_editor(), text="Ynys Môn: “This is a day to remember.”")
    assert capture.sha256 == hashlib.sha256("Ynys Môn: “This is a day to remember.”".encode()).hexdigest()
    assert capture.captured_by == world.duty_editor()
    assert quote.capture_source(by=world.journalist(), text=capture.captured_text) == capture
    assert quote.captures.count() == 2


def test_the_database_compares_the_hash_with_the_text():
    with pytest.raises(IntegrityError, match="capture_hash"), transaction.atomic():
        SourceCapture.objects.create(
            quote=world.quote(), captured_text="Something", sha256="0" * 64, captured_by=world.journalist()
        )


@pytest.mark.parametrize("model", [SourceCapture, QuoteRevision, Comparison, Retraction])
def test_nothing_that_was_kept_of_a_quote_can_be_changed_or_deleted(placed, model):
    placed.retract(by=world.duty_editor(), note=NOTE)
    key = {SourceCapture: "captured_by", Retraction: "by", QuoteRevision: "by", Comparison: "by"}[model]
    for act in (lambda: model.objects.update(**{key: world.editor()}), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        Quote.objects.filter(pk=placed.pk)._raw_delete("default")


# Comparing.


def test_a_changed_word_blocks_verifying_and_is_named():
    quote = world.quote(verified=False)
    quote.capture_source(by=world.journalist(), text="She said: “This is a week to remember.”")
    with pytest.raises(NotPublishable, match="the word “day” is not the source’s, which has “week”"):
        quote.verify(by=world.duty_editor())
    quote.refresh_from_db()
    assert quote.state == "draft" and not Comparison.objects.exists()


def test_words_within_reported_speech_are_compared_too():
    quote = world.quote(words=[], reported="Called it a “week” to remember.", verified=False)
    quote.capture_source(by=world.journalist(), text="This is a day to remember.")
    with pytest.raises(NotPublishable, match="the word “week” is not in the source"):
        quote.verify(by=world.duty_editor())


def test_without_a_source_nothing_is_verified():
    quote = world.quote(verified=False)
    bare = Quote.objects.create(**{**quote.facts, "slug": "bare", "person": quote.person, "entered_by": world.journalist()})
    with pytest.raises(NotPublishable, match="Nothing of the source is kept yet"):
        bare.verify(by=world.duty_editor())


def test_brackets_and_ellipses_pass_and_are_kept_with_the_comparison():
    quote = world.quote("[It] is a day … we won", verified=False)
    quote.capture_source(by=world.journalist(), text="This is a day to remember: we won.")
    quote.verify(by=world.duty_editor())
    comparison = Comparison.objects.get()
    assert comparison.allowed == ["…", "[It]"] and comparison.capture == quote.capture and comparison.by == world.duty_editor()


def test_what_was_captured_while_somebody_compared_is_compared_again():
    quote = world.quote(verified=False)
    seen = quote.fingerprint
    quote.capture_source(by=world.journalist(), text="Another: “This is a day to remember.”")
    with pytest.raises(NotPublishable, match="changed while you compared"):
        quote.verify(by=world.duty_editor(), seen=seen)


# Every wording is kept.


def test_every_wording_of_a_draft_is_kept_whichever_way_it_was_changed():
    quote = world.quote(verified=False)
    Quote.objects.filter(pk=quote.pk).update(words=["Another day."], entered_by=world.duty_editor())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE newsroom_quote SET reported = 'Said so.'")
    Quote.objects.filter(pk=quote.pk).update(entered_at=datetime(2031, 5, 2, tzinfo=UTC))
    kept = quote.revisions.values_list("number", "words", "reported", "by__username")
    assert list(kept) == [
        (1, ["This is a day to remember."], "", "joan"), (2, ["Another day."], "", "dora"),
        (3, ["Another day."], "Said so.", "dora"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed", [{"words": ["Else."]}, {"role_at_time": "Mayor"}, {"said_precision": "day"}, {"accepted": 7, "reported": "x"}]
)
def test_the_database_lets_nothing_into_a_verified_quote_that_nobody_compared(placed, changed):
    with pytest.raises(IntegrityError, match="only what a second person has compared"), transaction.atomic():
        Quote.objects.filter(pk=placed.pk).update(**changed)


def test_a_change_of_a_published_quote_waits_for_a_second_person_and_moves_nothing(placed):
    before, changes = (text(STORY), text(QUOTE), text(PERSON)), Change.objects.count()
    revision = reword(placed)
    assert (revision.number, revision.reason, placed.pending) == (2, REASON, revision)
    assert list(Quote.objects.to_verify()) == [placed]
    assert (text(STORY), text(QUOTE), text(PERSON)) == before and Change.objects.count() == changes
    with pytest.raises(NotPublishable, match="another person"):
        placed.verify(by=world.journalist())


def test_a_changed_quote_changes_every_live_story_in_one_transaction_with_a_note(placed):
    waiting = world.story(Contest.objects.first(), body="{quote:harrow-day}", slug="draft", published=False)
    waiting.place(["harrow-day"])
    reword(placed)
    placed.verify(by=olga())
    assert (placed.words, placed.accepted, placed.state) == (["This is a week to remember."], 2, "published")
    assert (placed.entered_by, placed.verified_by) == (world.journalist(), olga())
    for story in Article.objects.filter(slug__in=["a-day-in-northmarsh", "another"]):
        assert story.page_version == 2 and story.published.bindings.count() < 2
        assert [(one.cause, one.from_version, one.to_version) for one in story.corrections.all()] == [("quote", 1, 2)]
        page = text(f"/articles/{story.slug}/")
        assert "“This is a week to remember.”" in page and page.count("a day to remember") == 2, (
            "in the correction alone, as words and as data"
        )
        earlier = text(f"/articles/{story.slug}/v/1/")
        assert "a day to remember" in earlier and "a week to remember" not in earlier
        assert REASON in page and "version 2" in page
    waiting.refresh_from_db()
    assert waiting.page_version == 0 and waiting.revisions.count() == 1
    assert not Quote.objects.to_verify().exists()


def test_nothing_changes_if_a_story_cannot_follow(placed, monkeypatch):
    reword(placed)
    monkeypatch.setattr(Article, "follow_quote", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        placed.verify(by=olga())
    placed.refresh_from_db()
    assert placed.accepted == 1 and Comparison.objects.count() == 1


def test_a_story_keeps_its_draft_in_the_making_when_a_quote_changes(placed):
    story = Article.objects.get(slug="another")
    story.write(by=world.journalist(), headline="Later", standfirst="", body="{quote:harrow-day}")
    reword(placed)
    placed.verify(by=olga())
    story.refresh_from_db()
    assert story.newest.headline == "Later" and story.published.headline == "A day in Northmarsh"


def test_the_same_again_makes_no_revision_and_a_change_needs_a_reason(placed):
    assert placed.revise(by=olga(), reason="", words=placed.words).number == 1
    with pytest.raises(NotPublishable, match="Say why the quote is changed"):
        placed.revise(by=olga(), reason=" ", words=["Else."])


def test_the_history_shows_what_readers_saw_and_nothing_else(placed):
    reword(placed, "This is a week to forget.")
    reword(placed)
    placed.verify(by=olga())
    reword(placed, "Nobody sees this.")
    page = text(QUOTE)
    assert "“This is a day to remember.”" in page and "“This is a week to remember.”" in page and REASON in page
    assert "forget" not in page and "Nobody sees this" not in page


def test_what_was_changed_before_publication_nobody_saw(northmarsh):
    quote = world.quote()
    reword(quote)
    quote.verify(by=olga())
    assert quote.state == "verified"
    world.story(northmarsh, body="{quote:harrow-day}")
    assert "a day to remember" not in text(QUOTE) and "Every wording" not in text(QUOTE) and REASON not in text(STORY)


# Retracting.


def test_a_retracted_quote_is_a_note_with_its_time_wherever_it_stood_and_stays_on_record(placed):
    etags = {address: Client().get(address)["ETag"] for address in (STORY, QUOTE, PERSON, "/")}
    placed.retract(by=world.duty_editor(), note=NOTE)
    for address in (STORY, "/articles/another/", QUOTE):
        page = text(address)
        assert "A quote was removed" in page and NOTE in page and "a day to remember" not in page
        assert f"{placed.retraction.at:%Y}, " in page
    for address in (PERSON, "/", f"/contests/{Contest.objects.get(by_election_reason='a resignation').ballot_paper_id}/"):
        assert "a day to remember" not in text(address)
    assert all(Client().get(address)["ETag"] != etag for address, etag in etags.items())
    assert Quote.objects.get().words == ["This is a day to remember."]
    assert Article.objects.get(slug="another").page_version == 2


def test_a_quote_is_retracted_once_with_a_note_and_then_stays_as_it_was(placed):
    with pytest.raises(NotPublishable, match="readers see the note"):
        placed.retract(by=world.duty_editor(), note=" ")
    placed.retract(by=world.duty_editor(), note=NOTE)
    for act in (
        lambda: placed.retract(by=world.duty_editor(), note=NOTE),
        lambda: placed.revise(by=olga(), reason=REASON, words=["x"]),
    ):
        with pytest.raises(NotPublishable):
            act()


def test_a_quote_that_was_never_public_has_no_page_not_even_retracted(northmarsh):
    quote = world.quote()
    assert Client().get(QUOTE).status_code == 404
    quote.retract(by=world.duty_editor(), note=NOTE)
    assert Client().get(QUOTE).status_code == 404


# As readers see it.


def test_the_quotes_page_says_who_they_were_where_it_is_from_and_how_it_was_checked(placed):
    page = text(QUOTE)
    for words in ("What Nell Harrow said", "Leader of the Orchard Party", "Marsh Radio", "Friday 2 May 2031, 08:30 BST"):
        assert words in page
    assert placed.capture.sha256 in page and page.count("A day in Northmarsh") == 2
    assert "breakfast news. Nell Harrow" not in page, "the captured text is not ours to publish"


def test_words_in_another_language_stand_beside_their_translation(northmarsh):
    world.quote("Diwrnod i'w gofio.", language="cy", translation=["A day to remember."], translator="Wyn Wick")
    world.story(northmarsh, body="{quote:harrow-day}")
    page = Client().get(STORY).content.decode()
    assert '<blockquote cite="https://radio.example/breakfast" lang="cy">' in page
    assert "“A day to remember.”" in page and "Translated by Wyn Wick" in page


def test_reactions_stand_in_the_order_in_which_they_are_known_against_the_declaration(northmarsh):
    first, second = (enter_sheets([world.paper(northmarsh)], by=by)[0] for by in (world.editor(), world.checker()))
    northmarsh.declare(first, confirming_sheet=second, declared_at=datetime(2031, 5, 2, 6, 52, tzinfo=UTC))
    times = {"late": (2, 7, 30), "early": (2, 6, 0), "unsure": (2, 11, 0), "next": (3, 9, 0)}
    for slug, (day, hour, minute) in times.items():
        precision = "day" if slug == "unsure" else "minute"
        world.quote(
            f"Words {slug}.", slug=slug, said_at=datetime(2031, 5, day, hour, minute, tzinfo=UTC), said_precision=precision
        )
    world.story(northmarsh, body="\n\n".join(f"{{quote:{slug}}}" for slug in times))
    result = people.results.result(northmarsh.pk)
    found = people.timeline([result], Quote.objects.all())
    assert [happening.quote.slug if happening.quote else "result" for happening in found] == [
        "early",
        "result",
        "late",
        "unsure",
        "next",
    ]
    page = text(STORY)
    assert "38 min after the declaration" in page and "before the declaration" in page
    assert "the day of the declaration" in page and "the day after the declaration" in page


def test_an_unknown_time_of_declaration_is_not_guessed(northmarsh):
    world.declare(northmarsh)
    world.quote()
    world.story(northmarsh, body="{quote:harrow-day}")
    assert "the declaration" not in text(STORY).replace("the declaration paper", "")


# At the desk.


@pytest.fixture
def register():
    nell = world.person()
    orchard = world.party("Orchard Party")
    Role.objects.create(person=nell, label="MP for Northmarsh", party=orchard, start=date(2025, 5, 1), source="the return")
    Role.objects.create(
        person=nell, label="Shadow Minister for Tides", start=date(2026, 1, 1), end=date(2030, 4, 5), source="list"
    )
    return nell


WAS = "Orchard MP for Northmarsh; Shadow Minister for Tides until April 2030"


def test_the_register_offers_who_somebody_was_on_that_day(register):
    desk = at_the_desk(world.journalist())
    asked = {"person": register.pk, "on": "2031-05-02"}
    answer = desk.get(reverse("admin:newsroom_quote_register"), asked).json()
    assert answer == {"said": WAS, "party": world.party("Orchard Party").pk, "name": "Orchard Party"}
    for asked in ({}, {"person": "x", "on": "2031-05-02"}, {"person": register.pk, "on": "soon"}, {"person": "9" * 30, "on": ""}):
        assert desk.get(reverse("admin:newsroom_quote_register"), asked).json()["said"] == ""


def test_an_empty_box_takes_what_the_register_says_and_a_filled_one_is_kept(register):
    desk = at_the_desk(world.journalist())
    fill(desk, ADD_QUOTE, **quote_boxes(role_at_time="", party="", slug="one"))
    assert (Quote.objects.get().role_at_time, Quote.objects.get().party) == (WAS, world.party("Orchard Party"))
    fill(desk, ADD_QUOTE, **quote_boxes(slug="two"))
    assert Quote.objects.get(slug="two").role_at_time == "Leader of the Orchard Party"
    page = fill(desk, ADD_QUOTE, **quote_boxes(role_at_time="", said_at_0="2020-05-02", slug="three"))
    assert problems(page) == ["Say who Nell Harrow was: the register has nothing for 2020-05-02."]
    shown = said(desk.get(reverse("admin:newsroom_quote_change", args=[Quote.objects.get(slug="two").pk])))
    assert f"The register says of that day: {WAS}" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"said_at_1": ""}, "Enter the time, or say below that only the day is known."),
        ({"language": "Welsh"}, "Write a language as en, cy, gd, fr or pt-BR: its code in small letters."),
        ({"language": "cy", "translation": "A day."}, "Say who translated the words."),
        ({"translation": "A day.", "translator": "W"}, "Say in which language the words are: they have a translation."),
        (
            {"language": "cy", "translation": "A day.\n\nTwo.", "translator": "W"},
            "The words have 1 paragraphs, the translation 2: give one for each.",
        ),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(typed, sentence, db):
    page = fill(at_the_desk(world.journalist()), ADD_QUOTE, **quote_boxes(captured_text="The source.", **typed))
    assert problems(page) == [sentence]
    assert boxes(page)["captured_text"].strip() == "The source." and not Quote.objects.exists()


def test_a_day_needs_no_time(db):
    fill(at_the_desk(world.journalist()), ADD_QUOTE, **quote_boxes(said_at_1="", said_precision="day"))
    assert f"{Quote.objects.get().said_at:%Y-%m-%d %H:%M}" == "2031-05-02 11:00"


def test_saving_says_at_once_where_the_words_are_not_the_sources(db):
    desk = at_the_desk(world.journalist())
    typed = quote_boxes(captured_text="“This is a week to remember.”")
    page = desk.post(ADD_QUOTE, {**boxes(desk.get(ADD_QUOTE)), **typed}, follow=True)
    assert "the word “day” is not the source’s, which has “week”" in said(page)
    assert Quote.objects.get().capture.captured_text == "“This is a week to remember.”"


def test_a_published_quote_is_changed_at_the_desk_by_two_people(placed):
    writer, duty = at_the_desk(world.journalist()), at_the_desk(olga())
    change, verify = (reverse(f"admin:newsroom_quote_{page}", args=[placed.pk]) for page in ("change", "verify"))
    typed = {"words": "This is a week to remember.", "captured_text": "“This is a week to remember.”"}
    page = fill(writer, change, **typed)
    assert problems(page) == ["Say why the quote is changed: readers see the reason."]
    assert fill(writer, change, **typed, reason=REASON).status_code == 302
    placed.refresh_from_db()
    assert placed.words == ["This is a day to remember."] and placed.pending.reason == REASON
    assert boxes(duty.get(change))["words"].strip() == "This is a week to remember."
    page = duty.get(verify)
    for words in ("“This is a week to remember.”", "As readers see it now", "“This is a day to remember.”", REASON):
        assert words in said(page)
    assert "<mark>This is a week to remember.</mark>" in page.content.decode()
    assert duty.post(verify, boxes(page)).status_code == 302
    assert "“This is a week to remember.”" in text(STORY)


def test_opening_and_saving_a_published_quote_changes_nothing(placed):
    change = reverse("admin:newsroom_quote_change", args=[placed.pk])
    assert fill(at_the_desk(world.journalist()), change).status_code == 302
    assert placed.revisions.count() == 1 and placed.captures.count() == 1


def test_a_duty_editor_retracts_at_the_desk(placed):
    address = reverse("admin:newsroom_quote_retract", args=[placed.pk])
    assert at_the_desk(world.journalist()).post(address, {"note": NOTE}).status_code == 403
    duty = at_the_desk(world.duty_editor())
    assert "A day in Northmarsh" in said(duty.get(address))
    assert "readers see the note" in said(duty.post(address, {"note": ""}))
    assert duty.post(address, {"note": NOTE}).status_code == 302
    assert NOTE in text(STORY)
    assert "newsroom/quote" in duty.get(reverse("admin:newsroom_quote_change", args=[placed.pk])).content.decode()


def test_the_list_of_quotes_can_be_narrowed_to_what_waits(placed):
    world.quote("Draft.", slug="draft", verified=False)
    reword(placed)
    world.quote("Verified.", slug="verified")
    page = at_the_desk(world.duty_editor()).get("/admin/newsroom/quote/?waiting=1")
    assert {quote.slug for quote in page.context["cl"].queryset} == {"draft", "harrow-day"}


def test_a_storys_desk_says_from_whose_side_its_reactions_come(placed, register):
    alone = {"party": None, "role_at_time": "independent MP"}
    world.quote("Alone.", slug="alone", **alone)
    world.quote("Never.", slug="never").retract(by=world.duty_editor(), note=NOTE)
    story = Article.objects.get(slug="a-day-in-northmarsh")
    story.write(by=world.journalist(), headline="A", standfirst="", body="{quote:harrow-day}\n\n{quote:alone}\n\n{quote:never}")
    sides = [(side.name, side.number, side.part) for side in balance(story)["sides"]]
    assert sides == [("Orchard", 2, "second"), ("Harbour", 0, "won")]
    page = at_the_desk(world.journalist()).get(reverse("admin:newsroom_article_change", args=[story.pk]))
    assert "Orchard 2 (who came second), Harbour 0 (who won)." in said(page)
    assert balance(world.story(slug="silent", body="No quotes.", published=False))["sides"] == []
