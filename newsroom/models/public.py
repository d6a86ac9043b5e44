"""What readers may see of the newsroom, and how the database tells open pages that it changed."""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger
from django.db.models import Q
from django.db.models.functions import Now

from elections.models import announces


class NotPublishable(Exception):
    """Something stands in the way; `problems` are sentences."""

    def __init__(self, problems: Sequence[str]):
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def visible(article: str = "") -> Q:
    """Of articles, at the end of the lookup `article` ("article__"): those that readers may see, by the database's clock. The
    one definition for pages, fragments, feeds and search."""
    return Q(**{f"{article}state": "live", f"{article}publish_at__lte": Now(), f"{article}published__isnull": False})


def announces_articles(of: str, *operations: pgtrigger.Operation) -> list[pgtrigger.Trigger]:
    """Changes of the articles in `of`, a FROM clause over `rows` with the article as `a`: those that readers know of, or will
    from their minute on. A draft changes nothing for them."""
    things = f"""
        SELECT 'article', a.id, greatest(transaction_timestamp(), a.publish_at) FROM {of}
        WHERE a.state IN ('live', 'withdrawn')"""  # noqa: S608 - every part is written below
    return announces(things, *operations, columns="kind, key, at")


OF_ROW = "rows JOIN newsroom_article a ON a.id = rows.article_id"
OF_QUOTE = "newsroom_placement p ON p.quote_id = {quote} JOIN newsroom_article a ON a.id = p.article_id"
