from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "enquiries.surveys"
    label = "surveys"
    verbose_name = "Surveys"

    def ready(self) -> None:
        from . import checks, emails

        checks.register()
        emails.make_known()
