from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "govuk"
    verbose_name = "GOV.UK joinery"

    def ready(self) -> None:
        """Each of these modules registers what it prepares for its components."""
        from govuk import content, controls, dates, enhanced  # noqa: F401
