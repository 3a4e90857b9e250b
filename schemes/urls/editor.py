"""Editors and engineers: a page for each task."""

from django.urls import path

from ..views import editor as views

ROOT = "editor/schemes/"
SCHEME = ROOT + "<slug:scheme>/"
OPTION = SCHEME + "options/<int:option>/"

urlpatterns = [
    path(ROOT, views.desk, name="scheme_desk"),
    path(ROOT + "new/", views.add_scheme, name="scheme_add"),
    path(ROOT + "prices/", views.prices, name="scheme_prices"),
    path(ROOT + "prices.csv", views.prices_csv, name="scheme_prices_csv"),
    path(SCHEME, views.scheme, name="scheme_edit"),
    path(SCHEME + "name/", views.name, name="scheme_name"),
    path(SCHEME + "facts/<slug:topic>/", views.fact, name="scheme_fact"),
    path(SCHEME + "options/add/", views.option, name="scheme_option_add"),
    path(OPTION, views.option, name="scheme_option"),
    path(OPTION + "prices/add/", views.cost, name="scheme_cost_add"),
    path(OPTION + "prices/<int:cost>/", views.cost, name="scheme_cost"),
    path(SCHEME + "synonyms/", views.synonyms, name="scheme_synonyms"),
    path(SCHEME + "problems/", views.problems, name="scheme_problems"),
    path(SCHEME + "alternatives/", views.alternatives, name="scheme_alternatives"),
    path(SCHEME + "examples/add/", views.example, name="scheme_example_add"),
    path(SCHEME + "examples/<int:example>/", views.example, name="scheme_example"),
    path(SCHEME + "pictures/add/", views.add_picture, name="scheme_picture_add"),
    path(SCHEME + "pictures/<int:picture>/", views.picture, name="scheme_picture"),
    path(SCHEME + "preview/", views.preview, name="scheme_preview"),
    path(SCHEME + "review/", views.review, name="scheme_review"),
    path(SCHEME + "sign-off/", views.sign_off, name="scheme_sign_off"),
    path(SCHEME + "history/", views.history, name="scheme_history"),
]
