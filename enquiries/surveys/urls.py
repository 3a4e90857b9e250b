"""The county's pages about surveys, and the link in the invitation."""

from django.urls import path

from . import views

CASE = "of/<reference:number>/"
# A token is longer than any of these words.
urlpatterns = [
    path("results/", views.survey_results, name="survey_results"),
    path("words/", views.survey_words, name="survey_words"),
    path("surveys.csv", views.survey_export, name="survey_export"),
    path("import/", views.survey_import, name="survey_import"),
    path("reviews/", views.survey_reviews, name="survey_reviews"),
    path("reviews/<int:review>/", views.survey_review, name="survey_review"),
    path(CASE, views.case_survey, name="case_survey"),
    path(f"{CASE}take/", views.case_survey_take, name="case_survey_take"),
    path(f"{CASE}paper/", views.case_survey_paper, name="case_survey_paper"),
    path("<str:token>/", views.survey, name="survey"),
    path("<str:token>/change/", views.survey_change, name="survey_change"),
]
