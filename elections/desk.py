"""The desk itself: Django's admin, whose first page is the board of the night."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from elections import board

MAY_LOOK = "elections.view_contest"


class Desk(admin.AdminSite):
    site_header = site_title = gettext_lazy("Hustings desk")
    index_title = gettext_lazy("What would you like to do?")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [path("board/", self.admin_view(self.board), name="board"), *super().get_urls()]

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """Every page of the desk: what is typed comes without NUL, which nobody types and no database keeps."""

        @wraps(view)
        def typed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.GET, request.POST = _without_nul(request.GET), _without_nul(request.POST)
            return view(request, *args, **kwargs)

        return super().admin_view(typed, cacheable)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The board of the night for who may look at contests, above Django's own list of what can be looked at."""
        return super().index(request, {**(extra_context or {}), **_context(request)})

    @staticmethod
    @require_safe
    @csp_override({})  # a fragment is no document: the policy is the page's
    def board(request: HttpRequest) -> HttpResponse:
        """The live part of the first page, for an open one that asks again. It depends on who looks, so nobody may keep it:
        the desk says so of all its pages."""
        context = _context(request)
        if not context:
            raise PermissionDenied
        return render(request, "admin/index.html#live", context)


def _without_nul(data: QueryDict) -> QueryDict:
    if not any("\0" in value for _name, values in data.lists() for value in values):
        return data
    clean = data.copy()
    for name, values in data.lists():
        clean.setlist(name, [value.replace("\0", "") for value in values])
    return clean


def _context(request: HttpRequest) -> dict[str, board.Board]:
    if not request.user.has_perm(MAY_LOOK):
        return {}
    return {"board": board.board(request.user, board.Asked.of(request.GET))}
