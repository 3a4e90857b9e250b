from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "enquiries.surveys"
    label = "surveys"
    verbose_name = "Surveys"
