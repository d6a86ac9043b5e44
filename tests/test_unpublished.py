"""Nothing unpublished gets out: at no address, to nobody, by no version."""

import itertools
import re
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from elections import results, versions
from elections.models import Change, Person, Sheet
from newsroom.models import Article, Autosave, Placement, PreviewLink, Quote, Revision
from tests import world

CANARY = "zqxcanary"
SECRET_VOTES = {
    "Ada Quill": ("Harbour Party", 7_654_321),
    "Ben Rook": ("Orchard Party", 6_543_217),
    "Sam Stone": ("", 5_432_176),
    "Lil Wick": ("Lantern Party", 4_321_765),
}
HEADERS = [
    {}, {"hx-request": "true"}, {"hx-request": "true", "hx-boosted": "true"}, {"hx-history-restore-request": "true"},
    {"accept": "application/json"}, {"x-forwarded-host": "evil.example"}, {"if-none-match": '"x"'}, {"range": "bytes=0-9999"},
]  # fmt: skip
QUERIES = ["", f"?q={CANARY}", "?preview=1", "?format=json", "?page=1"]


def secrets() -> list[str]:
    """Everything that must not be found, as it would be written."""
    votes = sorted((votes for _party, votes in SECRET_VOTES.values()), reverse=True)
    numbers = [*votes, sum(votes), votes[0] - votes[1], 87_654_321]
    return [CANARY, *(f"{number:,}" for number in numbers), *map(str, numbers)]


def public_world() -> None:
    """What everybody may see before anything secret is there."""
    northmarsh = world.northmarsh()
    world.declare(northmarsh)
    waiting = world.contest("Southmarsh", world.NORTHMARSH)
    world.contest("Eastmarsh", world.NORTHMARSH)
    world.quote("Everybody heard this.", slug="heard")
    world.story(northmarsh, waiting, body="[](figure:majority)\n\n{quote:heard}", slug="live")
    world.story(waiting, body="[](figure:majority)", slug="waiting")
    for name in (world.journalist, world.duty_editor, world.editor, world.checker):
        name()


def plant() -> None:
    """Through the desk's own verbs: one of everything that is not for readers yet."""
    live = Article.objects.get(slug="live")
    northmarsh, waiting = live.contests.order_by("article_contests__position")
    eastmarsh = type(waiting).objects.get(area__name="Eastmarsh")
    said = {"source": f"{CANARY} source", "public_note": f"{CANARY} note", "electorate": 87_654_321}
    waiting.enter_sheet(world.paper(waiting, SECRET_VOTES, **said), by=world.editor())  # one person's
    northmarsh.enter_sheet(world.paper(northmarsh, SECRET_VOTES, **said), by=world.editor())  # a correction, one person's
    swapped = {**SECRET_VOTES, "Ada Quill": ("Harbour Party", 7_654_312)}
    eastmarsh.enter_sheet(world.paper(eastmarsh, SECRET_VOTES, **said), by=world.editor())  # two that differ
    eastmarsh.enter_sheet(world.paper(eastmarsh, swapped, **said), by=world.checker())

    drafted = world.quote(f"{CANARY} not verified", slug=f"{CANARY}-drafted", verified=False)
    verified = world.quote(f"{CANARY} verified", slug=f"{CANARY}-verified")
    world.quote(f"{CANARY} in a scheduled story", slug=f"{CANARY}-scheduled")
    words = {"headline": f"{CANARY} headline", "standfirst": f"{CANARY} standfirst"}
    body = f"{CANARY} [](figure:majority)\n\n{{quote:{CANARY}-%s}}"
    world.story(waiting, slug=f"{CANARY}-draft", body=body % "drafted", published=False, **words)
    world.story(waiting, slug=f"{CANARY}-ready", body=body % "verified", published=False, **words)
    scheduled = world.story(northmarsh, slug=f"{CANARY}-soon", body=body % "scheduled", published=False, **words)
    scheduled.publish(by=world.duty_editor(), at=timezone.now() + timedelta(hours=2))
    told = {"correction": f"{CANARY} told"}
    live.write(by=world.journalist(), body=f"{CANARY} later\n\n{{quote:{CANARY}-verified}}", **words, **told)
    live.send_to_review(by=world.journalist(), note=f"{CANARY} note")
    PreviewLink.make(live, by=world.journalist())
    Autosave.objects.create(person=world.journalist(), article=live, typed={"body": [f"{CANARY} typed"]})
    for quote in (drafted, verified):  # chosen at the desk for stories that are not out
        Placement.objects.get_or_create(article=Article.objects.get(slug=f"{CANARY}-draft"), quote=quote)


def routes(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":  # the desk has tests of its own
                yield from routes(entry)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} needs a name"
            yield entry.name, list(entry.pattern.converters)


def addresses() -> list[str]:
    """Every address that the site has, for every value that its parameters may take here."""
    version, _rows = results.party_colours()
    values = {
        "slug": sorted({slug for model in (Article, Quote, Person) for slug in model.objects.values_list("slug", flat=True)}),
        "ballot_paper_id": [f"parl.{place}.2031-05-01" for place in ("northmarsh", "southmarsh", "eastmarsh")],
        "version": [versions.name(version), "0"],
        "n": [1, 2, 3],
        "token": ["0"],
        "pk": [1, *Article.objects.values_list("pk", flat=True), *Revision.objects.values_list("pk", flat=True)],
    }
    found = []
    for name, parameters in routes():
        missing = [parameter for parameter in parameters if parameter not in values]
        assert not missing, f"teach addresses() about {missing} of {name}"
        for combination in itertools.product(*(values[parameter] for parameter in parameters)):
            try:
                found.append(reverse(name, kwargs=dict(zip(parameters, combination, strict=True))))
            except NoReverseMatch:
                continue
    return found


def leaks(address: str, client: Client, **headers: str) -> list[str]:
    response = client.get(address, headers=headers)
    body = b"".join(response) if response.streaming else response.content
    said = body.decode(errors="replace") + str(dict(response.headers)) + str(response.cookies)
    said = said.replace(f'name="q" value="{CANARY}"', "")  # a search box keeps what its reader typed
    return [secret for secret in secrets() if secret in said]


def test_nothing_unpublished_is_at_any_address_for_anybody(db):
    public_world()
    plant()
    editor, reader = Client(), Client()
    editor.force_login(world.user("olga", is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    reader.force_login(get_user_model().objects.create_user("reader"), backend="django.contrib.auth.backends.ModelBackend")
    found = []
    queries, headers = itertools.cycle(QUERIES), itertools.cycle(HEADERS)
    for address in addresses():
        # Each header and each query at each address, in pairs that differ from one address to the next.
        ways = [*((next(queries), header) for header in HEADERS), *((query, next(headers)) for query in QUERIES)]
        editor.get(address)  # may fill a cache with what only editors see
        for (query, header), (who, client) in itertools.product(ways, [("anonymous", Client()), ("reader", reader)]):
            for secret in leaks(address + query, client, **header):
                found.append(f"{who} found {secret} at {address}{query} with {header}")
    assert not found, "\n".join(found)


def test_the_search_for_what_is_unpublished_does_find_it_once_it_is_published(db):
    public_world()
    plant()
    waiting = Article.objects.get(slug="waiting").contests.get()
    said = {"source": f"{CANARY} source", "public_note": f"{CANARY} note", "electorate": 87_654_321}
    waiting.enter_sheet(world.paper(waiting, SECRET_VOTES, **said), by=world.checker())
    Article.objects.get(slug="live").publish(by=world.duty_editor())
    found = {secret for address in addresses() for secret in leaks(address, Client())}
    assert CANARY in found and {"7,654,321", "1,111,104", "87,654,321"} <= found


def everything() -> dict[str, tuple]:
    answers = {address: Client().get(address) for address in addresses() if CANARY not in address}
    return {address: (answer.status_code, answer.content, dict(answer.headers)) for address, answer in answers.items()}


def test_nothing_unpublished_moves_a_version_an_etag_or_a_letter(db):
    public_world()
    before, changes = everything(), list(Change.objects.filter(at__lte=timezone.now()).values_list("kind", "key"))
    plant()
    assert Sheet.objects.filter(source__contains=CANARY).count() == 4
    after = everything()
    assert [address for address in before if after[address] != before[address]] == []
    world.set_clock(timedelta(minutes=-1))
    assert list(Change.objects.filter(at__lte=timezone.now()).values_list("kind", "key")) == changes


def test_an_unpublished_thing_and_a_thing_that_does_not_exist_answer_alike(db):
    public_world()
    plant()
    client = Client()
    for address in addresses():
        if CANARY in address:
            there = client.get(address)
            nothing = client.get(re.sub(rf"{CANARY}-\w+", "zqxnothing", address))
            assert (there.status_code, there.content, dict(there.headers)) == (
                nothing.status_code, nothing.content, dict(nothing.headers),
            )  # fmt: skip
            assert there.status_code == 404
