from django.urls import path

from elections import live, views

urlpatterns = [
    path("contests/<str:ballot_paper_id>/", views.contest, name="contest"),
    path("live/contests/<str:ballot_paper_id>/", live.contest, name="live_contest"),
    path("party-colours.<str:version>.css", views.party_colours, name="party_colours"),
]
