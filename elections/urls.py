from django.urls import path, re_path

from elections import live, views

urlpatterns = [
    re_path(r"^contests/(?P<ballot_paper_id>[\w.-]+)/$", views.contest, name="contest"),
    re_path(r"^live/contests/(?P<ballot_paper_id>[\w.-]+)/$", live.contest, name="live_contest"),
    path("methodology/", views.methodology, name="methodology"),
    path("party-colours.<str:version>.css", views.party_colours, name="party_colours"),
]
