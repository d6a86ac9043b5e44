"""Stories, quotes, and the verbs that publish them. Everything that other files use of the parts stands here."""

from newsroom.models.articles import Article, ArticleContest, Revision, follow_results
from newsroom.models.bindings import Binding, Desk, Ground
from newsroom.models.drafts import Drafted, DraftRule, drafts_of, preview_of, write_draft
from newsroom.models.public import NotPublishable
from newsroom.models.quotes import (
    Checked,
    Comparison,
    Outlet,
    Placement,
    Quote,
    QuoteRevision,
    Retraction,
    SourceCapture,
)
from newsroom.models.words import StoryWords

__all__ = [
    "Article",
    "ArticleContest",
    "Binding",
    "Checked",
    "Comparison",
    "Desk",
    "DraftRule",
    "Drafted",
    "Ground",
    "NotPublishable",
    "Outlet",
    "Placement",
    "Quote",
    "QuoteRevision",
    "Retraction",
    "Revision",
    "SourceCapture",
    "StoryWords",
    "drafts_of",
    "follow_results",
    "preview_of",
    "write_draft",
]
