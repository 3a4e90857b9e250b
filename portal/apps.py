from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Makes our Celery application the one that shared tasks belong to."""
        from portal import celery  # noqa: F401
