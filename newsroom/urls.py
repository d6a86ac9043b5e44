from django.contrib import admin
from django.urls import include, path

from newsroom import live, views

urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("live/articles/<slug:slug>/", live.article, name="live_article"),
    path("", include("elections.urls")),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("admin/", admin.site.urls),
]
