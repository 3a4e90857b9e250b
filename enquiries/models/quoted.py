"""The scheme that is asked about, pinned to the version that was quoted when it was asked."""

from django.db import models
from django.db.models import Q


class Quoted(models.Model):
    """Asks about a version of a scheme, and perhaps one of its options; or about none."""

    scheme_version = models.ForeignKey(
        "schemes.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scheme_option = models.ForeignKey(
        "schemes.Option", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def quoted(self) -> str:
        """The scheme, the option and the version, as they were named then; blank if none was."""
        if self.scheme_version is None:
            return ""
        shot = self.scheme_version.snapshot
        named = {each["id"]: each["name"] for each in shot["options"]}
        option = named.get(self.scheme_option_id)
        words = f"{shot['name']}, {option}" if option else shot["name"]
        return f"{words} (version {self.scheme_version.number})"


def quoted_constraint(table: str) -> models.CheckConstraint:
    """An option is one of a version's: never alone."""
    return models.CheckConstraint(
        condition=Q(scheme_option=None) | Q(scheme_version__isnull=False),
        name=f"{table}_quotes_an_option_of_a_version",
    )
