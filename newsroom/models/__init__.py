"""Stories, quotes, and the verbs that publish them. Everything that other files use of the parts stands here."""

from newsroom.models.articles import Article, ArticleContest, Revision, follow_results
from newsroom.models.bindings import Binding, Desk, Ground
from newsroom.models.public import NotPublishable
from newsroom.models.quotes import Outlet, Placement, Quote

__all__ = [
    "Article",
    "ArticleContest",
    "Binding",
    "Desk",
    "Ground",
    "NotPublishable",
    "Outlet",
    "Placement",
    "Quote",
    "Revision",
    "follow_results",
]
