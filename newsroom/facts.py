"""The fact check beside the story form: what is found in the words while they are typed, and the buttons that settle it. Each
works without a script as a post of the form, which is answered with the form filled and nothing saved."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import paging
from elections.models import Contest
from newsroom import prose
from newsroom.findings import BOXES
from newsroom.models import Answer, Article, NotPublishable, StoryCheck, check_words
from newsroom.reviews import form_of

SETTLE = "settle"  # the name of every button; its value says what it does, and to which finding: "bind:3f2a…"


class Unsaved:
    """A form that is shown again with other words in its boxes, and not saved."""

    def clean(self) -> None:
        super().clean()
        raise ValidationError(_("Nothing is saved yet."), code="unsaved")


class Facts:
    """Of the story's admin: the findings beside its form."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("findings/", self.admin_site.admin_view(self.findings), name="newsroom_article_findings"),
            *super().get_urls(),
        ]

    def findings(self, request: HttpRequest) -> HttpResponse:
        """What the record says of the words in an open form. Nothing of the story is saved; an answer for words is, where one
        is given."""
        article = self._at(request)
        if request.method != "POST":
            return HttpResponseRedirect(form_of(article))
        said, problems = "", []
        checked = check_words(_texts(request), _contests(request, article), article)
        if request.POST.get(SETTLE):
            try:
                said = self._answer(request, article, checked)
            except NotPublishable as refusal:
                problems = refusal.problems
            checked = check_words(checked.texts, _contests(request, article), article)
        context = panel(request, article, checked)
        if not said and not problems and context["seen"] == request.POST.get("findings_seen"):
            return HttpResponse(status=204)
        return render(request, "admin/newsroom/article/_findings.html", {**context, "said": said, "problems": problems})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if request.method == "POST" and request.POST.get(SETTLE):
            article = self.get_object(request, unquote(object_id)) if object_id else None
            allowed = self.has_change_permission(request, article) if object_id else self.has_add_permission(request)
            if allowed and (article or not object_id):
                self._settle(request, article)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type:
        form = super().get_form(request, *args, **kwargs)
        return type(form)(form.__name__, (Unsaved, form), {}) if hasattr(request, "settled") else form

    def _settle(self, request: HttpRequest, article: Article | None) -> None:
        """Does what a button says to the words that were posted, so that the form comes back with them."""
        checked = check_words(_texts(request), _contests(request, article), article)
        act, _colon, key = request.POST[SETTLE].partition(":")
        data = request.POST.copy()
        chosen = checked.bindable if act == "bind-all" else [one for one in checked.of([key]) if one.put]
        try:
            if act in ("bind", "bind-all", "mend"):
                if not chosen:
                    raise NotPublishable([_("These words have changed meanwhile. Look at the findings again.")])
                for box, text in checked.rewritten(chosen).items():
                    if any(one.box == box for one in chosen):
                        data[box] = text + _text(request.POST.get(box, ""))[prose.LONGEST :]
                number = len(chosen)
                words = ngettext("One phrase is written anew.", "%(n)d phrases are written anew.", number) % {"n": number}
                messages.success(request, words + " " + _("Nothing is saved yet."))
            else:
                messages.success(request, self._answer(request, article, checked))
        except NotPublishable as refusal:
            for problem in refusal.problems:
                messages.error(request, str(problem))
        request.POST = data
        request.settled = True

    def _answer(self, request: HttpRequest, article: Article | None, checked: StoryCheck) -> str:
        """Answers for words as a button says; answers with what was done."""
        act, _colon, key = request.POST[SETTLE].partition(":")
        if article is None:
            raise NotPublishable([_("Save the story first: an answer for its words is kept with it.")])
        chosen = checked.unknown if act == "waive-unknown" else checked.of([key])
        told = request.POST.get("told-unknown" if act == "waive-unknown" else f"told-{key}", "")
        kind = Answer.Kind.SOURCED if act == "source" else Answer.Kind.WAIVED
        given = Answer.give(article, chosen, by=request.user, kind=kind, told=told)
        words = ngettext("One phrase stands, in your name.", "%(n)d phrases stand, in your name.", len(given))
        return words % {"n": len(given)}

    def _beside(self, request: HttpRequest, context: dict) -> dict:
        """The findings of what stands in the boxes of a form that is about to be shown."""
        form, article = context["adminform"].form, context.get("original")
        texts = {box: _text(form[box].value() or "")[: prose.LONGEST] for box in BOXES}
        keys = [form["contest"].value(), *(form["more_contests"].value() or ())]
        if hasattr(request, "settled"):
            context["errors"] = []  # that nothing is saved is said already; what is wrong stands beside its box
        return panel(request, article, check_words(texts, _papers(keys), article))


def panel(request: HttpRequest, article: Article | None, checked: StoryCheck) -> dict[str, Any]:
    """What the panel of findings is drawn from. `seen` is another one whenever the panel would look otherwise."""
    rows = [(one.key, one.line, one.start, one.verdict, one.put, one.finding.why) for one in checked.found]
    drawn = repr((rows, [(key, answer.pk) for key, answer in checked.answers.items()]))
    return {
        "checked": checked,
        "checked_form": True,
        "checked_article": article,
        "may_publish": request.user.has_perm("newsroom.publish_article"),
        "seen": hashlib.sha256(drawn.encode()).hexdigest()[:12],
    }


def _texts(request: HttpRequest) -> dict[str, str]:
    """What is checked: what is longer than a story can be is not read to its end."""
    return {box: _text(request.POST.get(box, ""))[: prose.LONGEST] for box in BOXES}


def _text(typed: str) -> str:
    """What stands in a box, as it would be kept."""
    return prose.seen(typed.replace("\r\n", "\n"))


def _contests(request: HttpRequest, article: Article | None) -> list[str]:
    """The contests of an open form; of a live story a journalist cannot change them, and they are not sent."""
    if article is not None and "contest" not in request.POST:
        return list(article.article_contests.order_by("position", "pk").values_list("contest__ballot_paper_id", flat=True))
    return _papers([key for name in ("contest", "more_contests") for key in request.POST.getlist(name)])


def _papers(keys: Sequence[object]) -> list[str]:
    """Primary keys as a form has them, as the ids of ballot papers in the same order."""
    wanted = dict.fromkeys(filter(None, (paging.number(str(key)) for key in keys)))
    found = Contest.objects.in_bulk(list(wanted)) if wanted else {}
    return [found[pk].ballot_paper_id for pk in wanted if pk in found]
