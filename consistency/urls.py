"""Addresses of the managers' figures."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.consistency, name="consistency"),
    path("decisions/", views.consistency_decisions, name="consistency_decisions"),
    path("cases/<str:what>/", views.consistency_cases, name="consistency_cases"),
    path("<str:by>.csv", views.consistency_csv, name="consistency_csv"),
]
