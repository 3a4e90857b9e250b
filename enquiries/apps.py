from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "enquiries"
    label = "enquiries"
    verbose_name = "Enquiries"

    def ready(self) -> None:
        from . import checks, letters
        from .workflows import by_post

        checks.register()
        letters.make_known()
        by_post.open_doors()
