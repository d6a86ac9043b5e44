from django.contrib import admin
from django.urls import include, path

from newsroom import live, views

urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("people/", views.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("quotes/<slug:slug>/", views.quote, name="quote"),
    path("live/articles/<slug:slug>/", live.article, name="live_article"),
    path("", include("elections.urls")),
    path("admin/", admin.site.urls),
]
