from django.urls import path, re_path

from elections import live, views

urlpatterns = [
    path("elections/", views.elections, name="elections"),
    re_path(r"^elections/(?P<slug>[\w.-]+)\.json$", views.election_json, name="election_json"),
    re_path(r"^elections/(?P<slug>[\w.-]+)\.csv$", views.election_csv, name="election_csv"),
    re_path(r"^elections/(?P<slug>[\w.-]+)/$", views.election, name="election"),
    re_path(r"^live/elections/(?P<slug>[\w.-]+)/$", live.election, name="live_election"),
    re_path(r"^contests/(?P<ballot_paper_id>[\w.-]+)\.json$", views.contest_json, name="contest_json"),
    re_path(r"^contests/(?P<ballot_paper_id>[\w.-]+)/history\.json$", views.contest_history, name="contest_history"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("parties/<slug:slug>/", views.party, name="party"),
    re_path(r"^contests/(?P<ballot_paper_id>[\w.-]+)/$", views.contest, name="contest"),
    re_path(r"^live/contests/(?P<ballot_paper_id>[\w.-]+)/$", live.contest, name="live_contest"),
    re_path(r"^embed/contests/(?P<ballot_paper_id>[\w.-]+)/$", views.embed, name="embed"),
    re_path(r"^live/embed/contests/(?P<ballot_paper_id>[\w.-]+)/$", live.embed, name="live_embed"),
    path("methodology/", views.methodology, name="methodology"),
    path("styles.<str:version>.css", views.stylesheet, name="stylesheet"),
    path("party-colours.<str:version>.css", views.party_colours, name="party_colours"),
]
