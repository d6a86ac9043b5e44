"""Stories, quotes, and the verbs that publish them. Everything that other files use of the parts stands here."""

from newsroom.models.answers import Answer, StoryCheck, check_revisions, check_words, sentence_of, summary_of
from newsroom.models.articles import (
    CHECKS,
    Article,
    ArticleContest,
    Revision,
    check_stories,
    follow_names,
    follow_results,
)
from newsroom.models.bindings import Binding, Desk, Flag, Ground, Waiver
from newsroom.models.corrections import Correction, Edition, Said, Withdrawal, Wording
from newsroom.models.drafts import Drafted, DraftRule, drafts_of, preview_of, write_draft
from newsroom.models.public import NotPublishable, Problem
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
from newsroom.models.workflow import PREVIEW_HOURS, Autosave, PreviewLink, Review

__all__ = [
    "CHECKS",
    "PREVIEW_HOURS",
    "Answer",
    "Article",
    "ArticleContest",
    "Autosave",
    "Binding",
    "Checked",
    "Comparison",
    "Correction",
    "Desk",
    "DraftRule",
    "Drafted",
    "Edition",
    "Flag",
    "Ground",
    "NotPublishable",
    "Outlet",
    "Placement",
    "PreviewLink",
    "Problem",
    "Quote",
    "QuoteRevision",
    "Retraction",
    "Review",
    "Revision",
    "Said",
    "SourceCapture",
    "StoryCheck",
    "StoryWords",
    "Waiver",
    "Withdrawal",
    "Wording",
    "check_revisions",
    "check_stories",
    "check_words",
    "drafts_of",
    "follow_names",
    "follow_results",
    "preview_of",
    "sentence_of",
    "summary_of",
    "write_draft",
]
