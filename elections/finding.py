"""Finding a contest, a place, a party or a person by what somebody types: whatever the accents, capitals, hyphens and order of
the words, and, where nothing is called that, by what comes nearest. The database's function `plain` says when two spellings are
one.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db import connection
from django.db.models import CharField, F, Func, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce, Concat, Greatest

from elections.models import Area, Candidacy, Contest, Election, Party, Person, PersonName, Role

LONGEST = 200  # characters that are read of what was typed
MOST_WORDS = 8
NEAREST = 20  # contests, where nothing is called what was typed
NEAR = 0.3  # of what was typed and a name's trigrams, from which on the name may be meant
ALIKE = 0.2  # of two words' trigrams together, from which on one may be another spelling: Ynis for Ynys


class Plain(Func):
    """Letters and digits only, without accents and capitals."""

    function = "plain"
    output_field = TextField()


@dataclass(frozen=True)
class Found:
    """What was found: every contest in which each word stands somewhere; or, `nearest`, some that come near it."""

    contests: QuerySet[Contest]
    nearest: bool = False


def find(contests: QuerySet[Contest], typed: str) -> Found:
    """The contests, of these, that somebody means, best first: those whose place is called so, then the newest poll. Three
    queries at most, beside that for the contests themselves."""
    words = words_of(typed) if typed.strip() else []
    if not words:
        return Found(contests)
    exact = called(contests, words)
    if exact.exists():
        return Found(exact)
    near = contests.annotate(alike=_all_alike(words)).filter(alike__gte=ALIKE).order_by("-alike", "-election__polling_on", "pk")
    keys = list(near.values_list("pk", flat=True)[:NEAREST])
    return Found(near.filter(pk__in=keys), nearest=bool(keys))


def called(contests: QuerySet[Contest], words: list[str]) -> QuerySet[Contest]:
    """Those in which each word stands somewhere: first those whose place is called so, then the newest poll."""
    place = _likeness(words, "area__name")
    return contests.filter(*(_with(word) for word in words)).order_by(place, "-election__polling_on", "area__sort_name", "pk")


def areas(words: list[str]) -> QuerySet[Area]:
    """The places in whose name each word stands, best first."""
    found = Area.objects.annotate(plain=Plain(F("name"))).filter(*(Q(plain__contains=word) for word in words))
    return found.order_by(_likeness(words, "name"), "sort_name", "pk")


def parties(words: list[str]) -> QuerySet[Party]:
    """The parties in one of whose names each word stands, best first."""
    found = _plain(Party.objects.all(), *_PARTY).filter(*(Q(plain__contains=word) for word in words))
    return found.order_by(_likeness(words, "name"), "sort_name", "pk")


def people(words: list[str]) -> QuerySet[Person]:
    """The people in whose names and roles each word stands, best first. A known misspelling finds whose it is."""
    found = Person.objects.standing()
    for word in words:
        other = _plain(PersonName.objects.all(), "name").filter(plain__contains=word)
        held = _plain(Role.objects.order_by(), "label").filter(plain__contains=word)
        own = _plain(Person.objects.order_by(), "name").filter(plain__contains=word)
        found = found.filter(Q(pk__in=own.values("pk")) | Q(pk__in=other.values("person")) | Q(pk__in=held.values("person")))
    return found.order_by(_likeness(words, "name"), "sort_name", "pk")


def alike(person: Person, limit: int) -> QuerySet[Person]:
    """Others of the register who are called much like somebody, the likest first."""
    near = TrigramStrictWordSimilarity(Value(person.name), Plain(F("name")))
    others = Person.objects.standing().exclude(pk=person.pk).annotate(alike=near).filter(alike__gte=NEAR)
    return others.order_by("-alike", "sort_name", "pk")[:limit]


def nearest(words: list[str], limit: int) -> list[tuple[str, str, str]]:
    """What is called something like it where nothing is called so, the likest first: its kind ("area", "party" or "person"),
    slug and name."""
    typed = Value(" ".join(words))
    near = [
        rows.order_by()
        .annotate(which=Value(kind), alike=TrigramStrictWordSimilarity(typed, Plain(F("name"))))
        .filter(alike__gte=NEAR)
        .values_list("which", "slug", "name", "alike")
        for kind, rows in (("area", Area.objects.all()), ("party", Party.objects.all()), ("person", Person.objects.standing()))
    ]
    found = near[0].union(*near[1:]).order_by("-alike", "name", "which", "slug")[:limit]
    return [(kind, slug, name) for kind, slug, name, _alike in found]


def words_of(typed: str) -> list[str]:
    """The words that are looked for, as the database reads them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plain(%s)", [typed[:LONGEST].replace("\0", "")])
        (plain,) = cursor.fetchone()
    return list(dict.fromkeys(plain.split()))[:MOST_WORDS]


def _with(word: str) -> Q:
    """Contests in which a word stands: in the place's name, the id, the election's name, or a candidate's or party's."""

    def with_it(names: QuerySet, *columns: str) -> QuerySet:
        return _plain(names, *columns).filter(plain__contains=word)

    parties = with_it(Party.objects.all(), *_PARTY).values("pk")
    lines = Candidacy.objects.order_by()
    return (
        Q(area__in=with_it(Area.objects.order_by(), "name").values("pk"))
        | Q(election__in=with_it(Election.objects.order_by(), "name").values("pk"))
        | Q(pk__in=with_it(Contest.objects.order_by(), "ballot_paper_id").values("pk"))
        | Q(pk__in=with_it(lines, "ballot_name").values("contest"))
        | Q(pk__in=lines.filter(party__in=parties).values("contest"))
    )


def _plain(names: QuerySet, *columns: str) -> QuerySet:
    """With `plain`, these columns in plain letters."""
    return names.annotate(plain=Plain(Concat(*columns, output_field=TextField()) if len(columns) > 1 else F(columns[0])))


def _likeness(words: list[str], name: str) -> OrderBy:
    """For ordering: what is called most like the words comes first."""
    return TrigramStrictWordSimilarity(Value(" ".join(words)), Plain(F(name))).desc()


_ALIASES = Func(F("aliases"), Value(" "), function="array_to_string", output_field=CharField())
_PARTY = ("name", Value(" "), "short_name", Value(" "), "abbreviation", Value(" "), _ALIASES)


def _all_alike(words: list[str]) -> Combinable:
    """How much the words are like a contest's, on average: one that is nowhere does not hide where the others are."""
    return functools.reduce(operator.add, map(_alike, words)) / Value(float(len(words)))


def _alike(word: str) -> Greatest:
    """How much a word is like the nearest one of the place, the candidates and their parties: 0 to 1."""
    texts = ("ballot_name", Value(" "), Coalesce("party__name", Value("")), Value(" "), Coalesce("party__short_name", Value("")))
    line = TrigramStrictWordSimilarity(Value(word), Plain(Concat(*texts, output_field=TextField())))
    lines = Candidacy.objects.filter(contest=OuterRef("pk")).order_by().values("contest")
    place = TrigramStrictWordSimilarity(Value(word), Plain(F("area__name")))
    paper = TrigramStrictWordSimilarity(Value(word), Plain(F("ballot_paper_id")))
    return Greatest(place, paper, Coalesce(Subquery(lines.annotate(best=Max(line)).values("best")), 0.0))
