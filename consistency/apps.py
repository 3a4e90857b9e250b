from django.apps import AppConfig


class ConsistencyConfig(AppConfig):
    name = "consistency"
    label = "consistency"
    verbose_name = "Consistency"

    def ready(self) -> None:
        from . import emails, news

        emails.make_known()
        news.make_known()
