"""Addresses of the managers' figures."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.consistency, name="consistency"),
    path("cases/<str:what>/", views.consistency_cases, name="consistency_cases"),
    path("cases.csv", views.consistency_cases_csv, name="consistency_cases_csv"),
    path("figures.xlsx", views.consistency_workbook, name="consistency_workbook"),
    path("decisions/", views.consistency_decisions, name="consistency_decisions"),
    path("somebody-else/", views.consistency_signposted, name="consistency_signposted"),
    path("months/", views.consistency_snapshots, name="consistency_snapshots"),
    path("months/<str:month>/", views.consistency_snapshot, name="consistency_snapshot"),
    path(
        "months/<str:month>/cases/",
        views.consistency_snapshot_cases,
        name="consistency_snapshot_cases",
    ),
    path(
        "months/<str:month>/<str:measure>/", views.consistency_publish, name="consistency_publish"
    ),
    path("second-looks/", views.second_looks, name="second_looks"),
    path("second-looks/<int:look>/", views.second_look, name="second_look"),
    path("signals/", views.consistency_signals, name="consistency_signals"),
    path("signals/<int:signal>/", views.consistency_signal, name="consistency_signal"),
    path("<str:measure>.csv", views.consistency_csv, name="consistency_csv"),
    path("<str:question>/", views.consistency_question, name="consistency_question"),
]
