"""A council's own pages, and taking up an invitation."""

from django.urls import path

from . import views

COUNCIL = "councils/<int:council>/"

urlpatterns = [
    path("councils/", views.our_council, name="our_council"),
    path(COUNCIL, views.council, name="council"),
    path(COUNCIL + "meetings/", views.meetings, name="council_meetings"),
    path(COUNCIL + "invite/", views.invite, name="council_invite"),
    path(COUNCIL + "invitations/<int:pk>/withdraw/", views.withdraw, name="council_withdraw"),
    path(COUNCIL + "people/<int:member>/end/", views.end, name="council_end"),
    path("invitations/<str:invitation>/", views.invitation, name="invitation"),
]
