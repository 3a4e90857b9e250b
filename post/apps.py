from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "post"
    label = "post"
    verbose_name = "The post"

    def ready(self) -> None:
        from .workflows import daily

        daily.make_known()
