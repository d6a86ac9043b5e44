"""What readers may see of the newsroom, and how the database tells open pages that it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pgtrigger
from django.db.models import Q
from django.db.models.functions import Now

from elections.models import announces


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stands in the way of publication: what it is about, and a sentence that says what to do."""

    class Kind(StrEnum):
        WORDS = "words"
        FIGURE = "figure"
        QUOTE = "quote"
        FACT = "fact"
        APPROVAL = "approval"

    kind: Kind
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class NotPublishable(Exception):
    """Something stands in the way; `problems` are sentences, or know their kind."""

    def __init__(self, problems: Sequence[Problem | str]):
        super().__init__(" ".join(map(str, problems)))
        self.problems = list(problems)


def visible(article: str = "") -> Q:
    """Of articles, at the end of the lookup `article` ("article__"): those that readers may see, by the database's clock. The
    one definition for pages, fragments, feeds and search."""
    return Q(**{f"{article}state": "live", f"{article}publish_at__lte": Now(), f"{article}published__isnull": False})


def readable() -> Q:
    """Of articles: those at whose address readers find something, be it that the story was withdrawn."""
    return visible() | Q(state__in=("withdrawn", "taken down"))


def announces_articles(of: str, *operations: pgtrigger.Operation) -> list[pgtrigger.Trigger]:
    """Changes of the articles in `of`, a FROM clause over `rows` with the article as `a`: those that readers know of, or will
    from their minute on. A draft changes nothing for them."""
    things = f"""
        SELECT 'article', a.id, greatest(transaction_timestamp(), a.publish_at) FROM {of}
        WHERE a.state IN ('live', 'withdrawn', 'taken down')"""  # noqa: S608 - every part is written below
    return announces(things, *operations, columns="kind, key, at")


OF_ROW = "rows JOIN newsroom_article a ON a.id = rows.article_id"
OF_QUOTE = "newsroom_placement p ON p.quote_id = {quote} JOIN newsroom_article a ON a.id = p.article_id"
