from django.apps import AppConfig


class ParishesConfig(AppConfig):
    name = "parishes"
    label = "parishes"
    verbose_name = "Parishes and councils"

    def ready(self) -> None:
        from . import checks, emails

        checks.register()
        emails.make_known()
