from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "schemes"
    label = "schemes"
    verbose_name = "A roads to Zebras"

    def ready(self) -> None:
        from . import emails

        emails.make_known()
