"""The story desk's pages for what is done with a story besides writing it: where it stands, approval, comparing revisions,
answering for flagged words, wording corrections, withdrawal, the duty board, and what an open form keeps by itself."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import paging
from newsroom import compare, duty, prose, stories
from newsroom.models import (
    PREVIEW_HOURS,
    Article,
    Autosave,
    Desk,
    Flag,
    NotPublishable,
    PreviewLink,
    Review,
    Revision,
    check_revisions,
)

ACTS = {  # each page, and what it is called
    "publish": gettext_lazy("Look and publish"),
    "review": gettext_lazy("Where it stands"),
    "withdraw": gettext_lazy("Withdraw the story"),
    "compare": gettext_lazy("Compare revisions"),
    "waive": gettext_lazy("Flagged words"),
    "word": gettext_lazy("Wording of corrections"),
    "duty": gettext_lazy("Duty board"),
}
TYPED = ["headline", "standfirst", "body", "slug", "byline", "contest", "more_contests", "correction", "cause"]


class ScheduleForm(forms.Form):
    """When readers shall see a story: at once, or from a minute that is still to come."""

    at = forms.SplitDateTimeField(
        label=gettext_lazy("Not before"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=gettext_lazy("London time. Empty: at once. It appears at that minute by itself."),
    )

    def clean_at(self) -> datetime | None:
        at = self.cleaned_data["at"]
        if at is not None and at <= timezone.now():
            raise forms.ValidationError(_("That minute has passed: choose a later one, or leave it empty to publish at once."))
        return at


class Reviews:
    """Pages of the story's admin, each under the permission that its act needs."""

    def get_urls(self) -> list[URLPattern]:
        pages = [name for name in ACTS if name != "duty"]
        named = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(getattr(self, name)), name=f"newsroom_article_{name}")
            for name in pages
        ]
        named += [
            path(f"{name}/", self.admin_site.admin_view(getattr(self, name)), name=f"newsroom_article_{name}")
            for name in ("duty", "autosave")
        ]
        return [*named, *super().get_urls()]

    def _article(self, request: HttpRequest, pk: int, permission: str) -> Article:
        if not request.user.has_perm(f"newsroom.{permission}_article"):
            raise PermissionDenied
        return get_object_or_404(Article.objects.select_related("published"), pk=pk)

    def _page(self, request: HttpRequest, name: str, article: Article | None = None, **context: Any) -> HttpResponse:
        newest = article.newest if article else None
        shared = {"opts": self.opts, "article": article, "newest": newest, "title": ACTS[name], **context}
        return render(request, f"admin/newsroom/article/{name}.html", {**self.admin_site.each_context(request), **shared})

    # Approval.

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What readers would see, what stands in the way, and the buttons: publish, now or later, or send it back."""
        article = self._article(request, pk, "publish")
        newest, problems = article.newest, []
        due = article.publish_at if article.publish_at and article.publish_at > timezone.now() else None
        form = ScheduleForm(request.POST if "number" in request.POST else None, initial={"at": due})
        try:
            if "back" in request.POST:
                article.send_back(by=request.user, note=request.POST.get("note", ""))
                messages.success(request, _("The story is sent back."))
                return redirect("admin:newsroom_article_review", pk)
            if request.method == "POST" and form.is_valid():
                at = form.cleaned_data["at"]
                article.publish(by=request.user, number=paging.number(request.POST.get("number", "")) or 0, at=at)
                if article.is_held:
                    messages.warning(request, _("The story is held back: flagged words still stand in it."))
                    return redirect("admin:newsroom_article_waive", pk)
                messages.success(request, _("The story is scheduled.") if at else _("The story is published."))
                return redirect("admin:newsroom_article_change", pk)
        except NotPublishable as refusal:
            problems = refusal.problems
        context = {
            "form": form,
            "problems": problems or article.problems(request.user),
            "may_schedule": article.publish_at is None or article.is_scheduled or article.is_held,
            "shown": newest and newest.pk == article.published_id,
            "changes": _changes(article.published, newest) if article.published and newest else (),
            "waiting": Article.objects.waiting().filter(pk=pk).exists(),
            "flags": Flag.objects.open().filter(article=article),
        }
        return self._page(request, "publish", article, **context, **(stories.draft(newest) if newest else {}))

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where the story stands: who did what, its revisions and versions; asking for approval; a link for others to look."""
        article = self._article(request, pk, "change" if request.method == "POST" else "view")
        problems: list = []
        if request.method == "POST":
            try:
                if "link" in request.POST:
                    PreviewLink.make(article, by=request.user)
                    messages.success(request, _("A new address is made. The one before it has ended."))
                else:
                    article.send_to_review(by=request.user, note=request.POST.get("note", "").strip()[:500])
                    messages.success(request, _("The story is sent to review."))
                return redirect("admin:newsroom_article_review", pk)
            except NotPublishable as refusal:
                problems = refusal.problems
        newest = article.newest
        checked = check_revisions([newest])[0] if newest else None
        link = PreviewLink.objects.valid().filter(article=article).select_related("by").first()
        context = {
            "problems": problems,
            "revisions": article.revisions.select_related("by").order_by("-number"),
            "steps": Review.objects.filter(revision__article=article).select_related("by", "revision").order_by("-pk"),
            "editions": article.editions.seen().select_related("revision").order_by("-number"),
            "holds": article.holds.all(),
            "withdrawals": article.withdrawals.select_related("by"),
            "waiting": Article.objects.waiting().filter(pk=pk).exists(),
            "link": link,
            "hours": PREVIEW_HOURS,
            "may_change": request.user.has_perm("newsroom.change_article"),
            "flags": article.flags.select_related("waiver__by").order_by("-pk"),
            "checked": checked,
            "answers": article.answers.select_related("by").order_by("-pk"),
            "held": {answer.pk for answer in checked.answers.values()} if checked else (),
        }
        return self._page(request, "review", article, **context)

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two revisions, word by word: those asked for, or the newest and the one that readers see, else the one before."""
        article = self._article(request, pk, "view")
        revisions = list(article.revisions.select_related("by").order_by("-number"))
        numbered = {str(revision.number): revision for revision in revisions}
        new = numbered.get(request.GET.get("new", "")) or (revisions[0] if revisions else None)
        before = [revision for revision in revisions if new and revision.number < new.number]
        shown = next((revision for revision in before if revision.pk == article.published_id), before[0] if before else None)
        old = numbered.get(request.GET.get("old", "")) or shown
        changes = _changes(old, new) if old and new else ()
        return self._page(request, "compare", article, revisions=revisions, old=old, new=new, changes=changes)

    # What is flagged, corrected, withdrawn.

    def waive(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The story's flagged words, each with what the record says: other words put it right, or somebody lets them stand."""
        article = self._article(request, pk, "publish")
        problems: list = []
        if request.method == "POST" and (key := paging.number(request.POST.get("flag", ""))):
            flag = get_object_or_404(article.flags, pk=key)
            try:
                flag.waive(by=request.user, reason=request.POST.get("reason", "")[:300])
            except NotPublishable as refusal:
                problems = refusal.problems
            else:
                messages.success(request, _("These words stand, in your name."))
                return redirect("admin:newsroom_article_waive", pk)
        return self._page(request, "waive", article, problems=problems, flags=Flag.objects.open().filter(article=article))

    def word(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The story's corrections as readers have them, each with its wordings and a box for a better one."""
        article = self._article(request, pk, "publish")
        problems: list = []
        if request.method == "POST" and (key := paging.number(request.POST.get("correction", ""))):
            correction = get_object_or_404(article.corrections, pk=key)
            try:
                correction.word(request.POST.get("text", ""), by=request.user)
            except NotPublishable as refusal:
                problems = refusal.problems
            else:
                messages.success(request, _("Readers have this wording now. The one before it is kept."))
                return redirect("admin:newsroom_article_word", pk)
        corrections = article.corrections.worded().prefetch_related("wordings__by")
        return self._page(request, "word", article, problems=problems, corrections=corrections)

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a published story away from readers, with a note that they read; or, for legal reasons, without a word of it."""
        article = self._article(request, pk, "publish")
        problems: list = []
        if request.method == "POST":
            try:
                note = request.POST.get("note", "")[:500]
                article.withdraw(by=request.user, note=note, legal=request.POST.get("how") == "legal")
            except NotPublishable as refusal:
                problems = refusal.problems
            else:
                messages.success(request, _("Readers do not see the story any more."))
                return redirect("admin:newsroom_article_review", pk)
        return self._page(request, "withdraw", article, problems=problems, note=request.POST.get("note", ""))

    def duty(self, request: HttpRequest) -> HttpResponse:
        """Everything that waits for somebody in the newsroom."""
        if not request.user.has_perm("newsroom.view_article"):
            raise PermissionDenied
        may_publish = request.user.has_perm("newsroom.publish_article")
        return self._page(request, "duty", board=duty.board(), may_publish=may_publish)

    # What an open form keeps by itself.

    def autosave(self, request: HttpRequest) -> HttpResponse:
        """Keeps what stands in an open form, for its author alone, and answers what the record says of it by now. Nothing of the
        story changes. Who asks to throw it away is led back to the form."""
        article = self._at(request)
        if request.method != "POST" or "discard" in request.POST:
            if request.method == "POST":
                Autosave.objects.filter(person=request.user, article=article).delete()
                messages.success(request, _("What was left unsaved is thrown away."))
            return HttpResponseRedirect(form_of(article))
        kept = self._keep(request, article)
        newest = article.newest if article else None
        opened = paging.number(request.POST.get("opened_revision", ""))
        overtaken = newest if newest and opened is not None and newest.number > opened else None
        news = _news(request, article)
        seen = hashlib.sha256(repr((kept and kept.at, news, overtaken and overtaken.pk)).encode()).hexdigest()[:12]
        if seen == request.POST.get("seen"):
            return HttpResponse(status=204)
        context = {"kept": kept, "news": news, "overtaken": overtaken, "seen": seen}
        return render(request, "admin/newsroom/article/_autosave.html", context)

    def _at(self, request: HttpRequest) -> Article | None:
        """The story whose form is open; None for a new one."""
        key = paging.number(request.POST.get("autosave_for", ""))
        if not request.user.has_perm("newsroom.change_article" if key else "newsroom.add_article"):
            raise PermissionDenied
        return get_object_or_404(Article, pk=key) if key else None

    def _keep(self, request: HttpRequest, article: Article | None) -> Autosave | None:
        typed = {name: request.POST.getlist(name) for name in TYPED if name in request.POST}
        words = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("headline", "standfirst", "body")}
        newest = article.newest if article else None
        before = {name: getattr(newest, name) if newest else "" for name in words}
        saves = Autosave.objects.filter(person=request.user, article=article)
        if words == before and not request.POST.get("correction"):
            return saves.first()
        save = saves.first()
        if save and save.typed == typed:
            return save
        values = {"typed": typed, "opened_with": request.POST.get("opened_with", ""), "at": timezone.now()}
        return Autosave.objects.update_or_create(person=request.user, article=article, defaults=values)[0]

    def _restored(self, request: HttpRequest, context: dict, article: Article | None) -> dict:
        """What a form is opened with besides itself: what its author left unsaved, offered, or put back into the boxes with the
        note of what the form was opened with then, so that what others saved meanwhile is shown."""
        save = Autosave.objects.filter(person=request.user, article=article).first()
        newest = article.newest if article else None
        found = {"autosave": save, "autosave_for": article, "opened_revision": newest.number if newest else ""}
        if save and request.method == "GET" and "restore" in request.GET:
            form = context["adminform"].form
            for name, values in save.typed.items():
                if name in form.fields:
                    form.initial[name] = values if name == "more_contests" else (values or [""])[0]
            return {**found, "restored": True, **({"opened_with": save.opened_with} if article and save.opened_with else {})}
        return {**found, "offered": save is not None and request.method == "GET"}


def form_of(article: Article | None) -> str:
    return reverse("admin:newsroom_article_change", args=[article.pk]) if article else reverse("admin:newsroom_article_add")


def _news(request: HttpRequest, article: Article | None) -> list[str]:
    """What the record says by now of the words in an open form, each naming its line."""
    texts = [request.POST.get(name, "")[: prose.LONGEST] for name in ("standfirst", "body")]
    keys = filter(None, (paging.number(key) for name in ("contest", "more_contests") for key in request.POST.getlist(name)))
    fixed = article is not None and "contest" not in request.POST  # of a live story a journalist cannot change them
    desk = Desk.of(article, *texts) if fixed else Desk.over(dict.fromkeys(keys), *texts)
    return desk.untrue(*texts) + desk.corrected(*texts)


def _changes(old: Revision, new: Revision) -> list[tuple[str, list[compare.Part]]]:
    """What two revisions have otherwise, by the name of the box."""
    boxes = {
        "headline": _("Headline"), "standfirst": _("Standfirst"), "body": _("Body"), "correction": _("Correction"),
    }  # fmt: skip
    pairs = ((label, getattr(old, name), getattr(new, name)) for name, label in boxes.items())
    return [(label, compare.parts(was, now)) for label, was, now in pairs if was != now]
