"""One address: the link in the invitation."""

from django.urls import path

from . import views

urlpatterns = [
    path("<str:token>/", views.survey, name="survey"),
]
