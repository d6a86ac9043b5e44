"""The story desk: writing stories whose words are bound to the record. Quotes have a desk of their own, in `quotes`."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.admin import Kept
from elections.locking import OptimisticLocking
from elections.models import Contest, free_slug
from newsroom import prose
from newsroom.facts import Facts
from newsroom.models import (
    Article,
    ArticleContest,
    Autosave,
    Correction,
    Desk,
    DraftRule,
    Outlet,
    Placement,
    Quote,
    drafts_of,
    preview_of,
    write_draft,
)
from newsroom.quotes import OutletAdmin, QuoteAdmin
from newsroom.reviews import Reviews

BODY_HELP = gettext_lazy(
    "Markdown. [almost 7,000](figure:majority) ties words to a figure, [](figure:turnout) shows the figure itself, "
    "[Diane Abbott](person:diane-abbott) names a person, and a line {quote:slug} places a quote."
)


class ArticleForm(forms.ModelForm):
    """A story with the words of its newest revision, and the contests that its figures come from."""

    headline = forms.CharField(max_length=110, widget=forms.TextInput(attrs={"class": "vLargeTextField"}))
    standfirst = forms.CharField(max_length=500, required=False, widget=AdminTextareaWidget(attrs={"rows": 2}))
    body = forms.CharField(max_length=prose.LONGEST, widget=AdminTextareaWidget(attrs={"rows": 24}), help_text=BODY_HELP)
    contest = forms.ModelChoiceField(
        Contest.objects.select_related("area", "election"),
        required=False,
        help_text=gettext_lazy("What the story is about: figures that name no contest are this one's."),
    )
    more_contests = forms.ModelMultipleChoiceField(Contest.objects.select_related("area", "election"), required=False)

    correction = forms.CharField(
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Only where readers were told something wrong: a whole sentence with what was said and what is true. "
            "It is published with this revision, at the top of the story and in the list of corrections."
        ),
    )
    cause = forms.ChoiceField(
        required=False,
        choices=[choice for choice in Correction.Cause.choices if choice[0] != Correction.Cause.RESULT],
        initial=Correction.Cause.FACT,
        label=gettext_lazy("What was wrong"),
    )

    class Meta:
        model = Article
        fields = ["headline", "standfirst", "body", "correction", "cause", "slug", "byline", "contest", "more_contests"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Its address, for good once it is published. Empty: made from the headline.")
        if "contest" in self.fields:
            self.fields["contest"].widget = AutocompleteSelect(ArticleContest._meta.get_field("contest"), admin.site)
            self.fields["more_contests"].widget = AutocompleteSelectMultiple(Article._meta.get_field("contests"), admin.site)
            for name in ("contest", "more_contests"):
                self.fields[name].widget.choices = self.fields[name].choices
        if self.instance.published_id is None:  # there is nothing yet to correct
            for name in ("correction", "cause"):
                self.fields.pop(name, None)
        if self.instance.pk:
            newest = self.instance.newest
            if newest and newest.pk != self.instance.published_id and newest.correction:
                self.initial |= {"correction": newest.correction, "cause": newest.cause}
            if newest:
                self.initial |= {"headline": newest.headline, "standfirst": newest.standfirst, "body": newest.body}
            attached = list(self.instance.article_contests.values_list("contest", flat=True))
            self.initial |= {"contest": attached[0] if attached else None, "more_contests": attached[1:]}

    def contest_ids(self) -> list[int]:
        """The contests in order, the first one first."""
        first, more = self.cleaned_data.get("contest"), self.cleaned_data.get("more_contests") or ()
        return list(dict.fromkeys(contest.pk for contest in ([first] if first else []) + list(more)))

    def clean(self) -> dict:
        data = super().clean() or {}
        if "slug" in self.fields and not data.get("slug") and data.get("headline"):
            data["slug"] = free_slug(data["headline"], Article.objects.values_list("slug", flat=True))
        texts = {name: data.get(name, "") for name in ("standfirst", "body")}  # an error takes its text out of the data
        desk = Desk.over(self.contest_ids(), *texts.values())
        for name, text in texts.items():
            for problem in desk.unknown(text):
                self.add_error(name, problem)
        places = prose.places(texts["body"])
        known = set(Quote.objects.filter(slug__in=[place.slug for place in places]).values_list("slug", flat=True))
        for place in places:
            where = {"line": place.line, "slug": place.slug}
            if not place.alone:
                self.add_error("body", _("Line %(line)d: {quote:%(slug)s} must stand on a line of its own.") % where)
            elif place.slug not in known:
                self.add_error("body", _("Line %(line)d: there is no quote “%(slug)s”.") % where)
        return data


def may_touch(request: HttpRequest, article: Article | None) -> bool:
    """What is beside the words of a live story shows at once: only who may publish may change it."""
    return article is None or article.published_id is None or request.user.has_perm("newsroom.publish_article")


class PlacementInline(admin.TabularInline):
    model = Placement
    extra = 0
    autocomplete_fields = ["quote"]
    verbose_name = gettext_lazy("quote in this story")
    verbose_name_plural = gettext_lazy("quotes in this story, beside those that the text places")

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return may_touch(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return may_touch(request, obj) and super().has_delete_permission(request, obj)


@admin.register(Article)
class ArticleAdmin(Facts, Reviews, Kept, OptimisticLocking, admin.ModelAdmin):
    form = ArticleForm
    list_display = ["headline", "stage", "publish_at", "page_version"]
    list_filter = ["state"]
    search_fields = ["slug", "revisions__headline"]
    inlines = [PlacementInline]

    @admin.display(description=gettext_lazy("Headline"))
    def headline(self, article: Article) -> str:
        newest = article.newest
        return newest.headline if newest else article.slug

    @admin.display(description=gettext_lazy("State"), ordering="state")
    def stage(self, article: Article) -> str:
        return _("scheduled") if article.is_scheduled else article.get_state_display()

    # What the form has beside the row, for who may only look.

    @admin.display(description=gettext_lazy("Standfirst"))
    def standfirst(self, article: Article) -> str:
        return article.newest.standfirst if article.newest else ""

    @admin.display(description=gettext_lazy("Body"))
    def body(self, article: Article) -> str:
        return article.newest.body if article.newest else ""

    @admin.display(description=gettext_lazy("Correction"))
    def correction(self, article: Article) -> str:
        return article.newest.correction if article.newest else ""

    @admin.display(description=gettext_lazy("What was wrong"))
    def cause(self, article: Article) -> str:
        return article.newest.get_cause_display() if article.newest else ""

    @admin.display(description=gettext_lazy("Contest"))
    def contest(self, article: Article) -> str:
        return str(article.contests.order_by("article_contests__position").first() or "")

    @admin.display(description=gettext_lazy("More contests"))
    def more_contests(self, article: Article) -> str:
        return "\n".join(map(str, article.contests.order_by("article_contests__position")[1:]))

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        told = obj is not None and obj.published_id is not None
        return [name for name in ArticleForm.Meta.fields if told or name not in ("correction", "cause")]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        fixed = ["slug"] if obj and obj.published_id else []
        return fixed if may_touch(request, obj) else [*fixed, "byline"]

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        if not may_touch(request, obj):
            for name in ("contest", "more_contests"):  # copied: the form of every other person has the same field
                form.base_fields[name] = copy(form.base_fields[name])
                form.base_fields[name].disabled = True
        return form

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        """The row is written only if it changed: a statement on a live story moves the pages that show it."""
        if not change or {"slug", "byline"} & set(form.changed_data):
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        """The words become a new revision; readers see nothing of it until it is published."""
        article, ids = form.instance, form.contest_ids()
        if ids != list(article.article_contests.values_list("contest", flat=True)):  # else readers' pages would move for nothing
            article.article_contests.exclude(contest__in=ids).delete()
            for position, pk in enumerate(ids, start=1):
                ArticleContest.objects.update_or_create(article=article, contest_id=pk, defaults={"position": position})
        super().save_related(request, form, formsets, change)
        data = form.cleaned_data
        told = {name: data.get(name) or "" for name in ("correction", "cause")}
        article.write(by=request.user, headline=data["headline"], standfirst=data["standfirst"], body=data["body"], **told)
        Autosave.objects.filter(person=request.user, article=article if change else None).delete()
        texts = data["standfirst"], data["body"]
        desk = Desk.of(article, *texts)
        for problem in desk.untrue(*texts) + desk.corrected(*texts):
            messages.warning(request, problem)

    def get_urls(self) -> list:
        draft = self.admin_site.admin_view(self.draft)
        return [path("draft/<int:pk>/", draft, name="newsroom_article_draft"), *super().get_urls()]

    def draft(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A story drafted from a declared contest. Where one was drafted already it is offered first, beside what a new one would
        say; another is made only on purpose. Nothing is published."""
        if not request.user.has_perm("newsroom.add_article"):
            raise PermissionDenied
        contest = get_object_or_404(Contest.objects.with_declaration().select_related("area", "election"), pk=pk)
        stories = drafts_of(contest)
        if request.method == "POST" and contest.declared and (not stories or "another" in request.POST):
            article = write_draft(contest, by=request.user)
            messages.success(request, _("The story is drafted. Nothing is published: read it, and make it yours."))
            return redirect("admin:newsroom_article_change", article.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "contest": contest,
            "stories": stories,
            "draft": preview_of(contest) if contest.declared else None,
        }
        return render(request, "admin/newsroom/article/draft.html", context)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.has_change_permission(request):
            context |= self._restored(request, context, context.get("original"))
            context |= self._beside(request, context)
        return super().render_change_form(request, context, *args, **kwargs)


class DraftRuleForm(forms.ModelForm):
    """The words of one rule, in the box as they are used."""

    words = forms.CharField(
        max_length=500,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One sentence. {majority} writes a figure, bound to the record; [took the seat](result) ties your own words to one, "
            "so that they are flagged when it changes. Empty: the words that the house ships."
        ),
    )

    class Meta:
        model = DraftRule
        fields = ["words", "order", "on"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["words"] = self.instance.wording

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if problems := self.instance.faults(words):
            raise forms.ValidationError(problems)
        return words


@admin.register(DraftRule)
class DraftRuleAdmin(Kept, OptimisticLocking, admin.ModelAdmin):
    """The rules of first drafts: their words, order and whether they are used. When one is written stays in code."""

    form = DraftRuleForm
    list_display = ["__str__", "wording", "on", "order", "changed_by", "changed_at"]
    list_filter = ["on"]
    list_per_page = 200
    list_select_related = ["changed_by"]
    search_fields = ["key", "words"]
    readonly_fields = ["shipped_words", "names", "earlier"]
    fields = ["words", "order", "on", "shipped_words", "names", "earlier"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DraftRule]:
        return super().get_queryset(request).known()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=gettext_lazy("Words"))
    def wording(self, rule: DraftRule) -> str:
        return rule.wording

    @admin.display(description=gettext_lazy("As the house ships it"))
    def shipped_words(self, rule: DraftRule) -> str:
        return rule.shipped.words

    @admin.display(description=gettext_lazy("What the words may name"))
    def names(self, rule: DraftRule) -> str:
        rows = format_html_join("", "<dt><code>{{{}}}</code></dt><dd>{}</dd>", rule.nameable)
        return format_html('<details><summary>{}</summary><dl class="names">{}</dl></details>', _("Every name"), rows)

    @admin.display(description=gettext_lazy("Earlier words"))
    def earlier(self, rule: DraftRule) -> str:
        """Every state that the rule was in, the newest first, with who made it."""
        states = rule.events.filter(changed_by__isnull=False).select_related("changed_by").order_by("-pgh_id")
        rows = format_html_join(
            "",
            "<li>{}, {}: {}</li>",
            (
                (
                    date_format(timezone.localtime(state.changed_at), "j F Y, H:i T"),
                    state.changed_by.get_username(),
                    (state.words or rule.shipped.words) if state.on else _("switched off"),
                )
                for state in states
            ),
        )
        return format_html('<ol class="names">{}</ol>', rows) if rows else _("As the house ships it, from the beginning.")

    def save_model(self, request: HttpRequest, obj: DraftRule, form: DraftRuleForm, change: bool) -> None:
        row, data = DraftRule.objects.get(pk=obj.pk), form.cleaned_data
        row.change(by=request.user, words=data["words"], order=data["order"], on=data["on"])


admin.site.register(Quote, QuoteAdmin)
admin.site.register(Outlet, OutletAdmin)
