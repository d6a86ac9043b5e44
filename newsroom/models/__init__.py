"""Stories, quotes, and the verbs that publish them. Everything that other files use of the parts stands here."""

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
from newsroom.models.public import NotPublishable, Problem
from newsroom.models.quotes import Outlet, Placement, Quote
from newsroom.models.workflow import PREVIEW_HOURS, Autosave, PreviewLink, Review

__all__ = [
    "CHECKS",
    "PREVIEW_HOURS",
    "Article",
    "ArticleContest",
    "Autosave",
    "Binding",
    "Correction",
    "Desk",
    "Edition",
    "Flag",
    "Ground",
    "NotPublishable",
    "Outlet",
    "Placement",
    "PreviewLink",
    "Problem",
    "Quote",
    "Review",
    "Revision",
    "Said",
    "Waiver",
    "Withdrawal",
    "Wording",
    "check_stories",
    "follow_names",
    "follow_results",
]
