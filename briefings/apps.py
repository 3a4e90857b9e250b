from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "briefings"
    label = "briefings"
    verbose_name = "Parish briefings"

    def ready(self) -> None:
        from . import checks, emails, sources
        from .workflows import questions

        checks.register()
        emails.make_known()
        sources.make_known()
        questions.open_door()
