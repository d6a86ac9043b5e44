"""Finding a contest by what somebody types at night: whatever the accents, capitals, hyphens and order of the words, and, where
nothing is called that, by what comes nearest. The database's function `plain` says when two spellings are one.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db import connection
from django.db.models import CharField, F, Func, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Greatest

from elections.models import Area, Candidacy, Contest, Election, Party

LONGEST = 200  # characters that are read of what was typed
MOST_WORDS = 8
NEAREST = 20  # contests, where nothing is called what was typed
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
    exact = contests.filter(*(_with(word) for word in words))
    if exact.exists():
        place = TrigramStrictWordSimilarity(Value(" ".join(words)), Plain(F("area__name")))
        return Found(exact.order_by(place.desc(), "-election__polling_on", "area__sort_name", "pk"))
    near = contests.annotate(alike=_all_alike(words)).filter(alike__gte=ALIKE).order_by("-alike", "-election__polling_on", "pk")
    keys = list(near.values_list("pk", flat=True)[:NEAREST])
    return Found(near.filter(pk__in=keys), nearest=bool(keys))


def words_of(typed: str) -> list[str]:
    """The words that are looked for, as the database reads them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plain(%s)", [typed[:LONGEST].replace("\0", "")])
        (plain,) = cursor.fetchone()
    return list(dict.fromkeys(plain.split()))[:MOST_WORDS]


def _with(word: str) -> Q:
    """Contests in which a word stands: in the place's name, the id, the election's name, or a candidate's or party's."""

    def called(names: QuerySet, *columns: str) -> QuerySet:
        text = Plain(Concat(*columns, output_field=TextField()) if len(columns) > 1 else F(columns[0]))
        return names.annotate(plain=text).filter(plain__contains=word)

    parties = called(Party.objects.all(), *_PARTY).values("pk")
    lines = Candidacy.objects.order_by()
    return (
        Q(area__in=called(Area.objects.order_by(), "name").values("pk"))
        | Q(election__in=called(Election.objects.order_by(), "name").values("pk"))
        | Q(pk__in=called(Contest.objects.order_by(), "ballot_paper_id").values("pk"))
        | Q(pk__in=called(lines, "ballot_name").values("contest"))
        | Q(pk__in=lines.filter(party__in=parties).values("contest"))
    )


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
