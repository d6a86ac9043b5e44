from django.contrib import admin
from django.urls import include, path, re_path

from newsroom import feeds, live, views

urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("live/front/", live.front, name="live_front"),
    path("people/", views.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("quotes/<slug:slug>/", views.quote, name="quote"),
    path("articles/<slug:slug>/v/<int:n>/", views.article_version, name="article_version"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections.atom", feeds.corrections_atom, name="corrections_atom"),
    path("preview/<str:token>/", views.preview, name="preview"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("feed.atom", feeds.feed, name="feed"),
    path("areas/<slug:slug>/feed.atom", feeds.area_feed, name="area_feed"),
    path("parties/<slug:slug>/feed.atom", feeds.party_feed, name="party_feed"),
    path("people/<slug:slug>/feed.atom", feeds.person_feed, name="person_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap.<int:n>.xml", feeds.sitemap_part, name="sitemap_part"),
    path("news-sitemap.xml", feeds.news_sitemap, name="news_sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("live/articles/<slug:slug>/", live.article, name="live_article"),
    re_path(r"^cards/site\.(?P<digest>[0-9a-f]{12})\.png$", views.site_card, name="site_card"),
    re_path(
        r"^cards/contests/(?P<ballot_paper_id>[\w.-]+)\.(?P<digest>[0-9a-f]{12})\.png$", views.contest_card, name="contest_card"
    ),
    re_path(r"^cards/articles/(?P<slug>[\w-]+)\.(?P<digest>[0-9a-f]{12})\.png$", views.article_card, name="article_card"),
    path("", include("elections.urls")),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("admin/", admin.site.urls),
]
