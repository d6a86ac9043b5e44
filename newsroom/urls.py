from django.contrib import admin
from django.urls import include, path

from newsroom import feeds, live, views

urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/v/<int:n>/", views.article_version, name="article_version"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections.atom", feeds.corrections_atom, name="corrections_atom"),
    path("preview/<str:token>/", views.preview, name="preview"),
    path("live/articles/<slug:slug>/", live.article, name="live_article"),
    path("", include("elections.urls")),
    path("admin/", admin.site.urls),
]
