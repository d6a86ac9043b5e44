"""Stories, quotes, and the verbs that publish them. Everything that other files use of the parts stands here."""

from newsroom.models.answers import Answer, StoryCheck, check_revisions, check_words, sentence_of, summary_of
from newsroom.models.articles import CHECKS, FOLLOWING, Article, ArticleContest, Revision
from newsroom.models.bindings import Binding, Desk, Flag, Ground, Waiver
from newsroom.models.corrections import Correction, Edition, Hold, Said, Withdrawal, Wording
from newsroom.models.drafts import Drafted, DraftRule, drafts_of, preview_of, write_draft
from newsroom.models.following import check_stories, follow_register, follow_results
from newsroom.models.public import NotPublishable, Problem
from newsroom.models.quotes import (
    Checked,
    Comparison,
    LabelAnswer,
    Outlet,
    Placement,
    Quote,
    QuoteRevision,
    Retraction,
    SourceCapture,
)
from newsroom.models.readings import Reading, Scope
from newsroom.models.words import StoryWords
from newsroom.models.workflow import PREVIEW_HOURS, Autosave, PreviewLink, Review

__all__ = [
    "CHECKS",
    "FOLLOWING",
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
    "Hold",
    "LabelAnswer",
    "NotPublishable",
    "Outlet",
    "Placement",
    "PreviewLink",
    "Problem",
    "Quote",
    "QuoteRevision",
    "Reading",
    "Retraction",
    "Review",
    "Revision",
    "Said",
    "Scope",
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
    "follow_register",
    "follow_results",
    "preview_of",
    "sentence_of",
    "summary_of",
    "write_draft",
]
