"""Who of the county has which case open, so that two people do not answer the same."""

from django.conf import settings
from django.db import models

from ..querysets import OpeningQuerySet
from .enquiry import Enquiry


class Opening(models.Model):
    """One person's look at one case: since when, and when the portal last saw her there.

    It is no part of the case, as a session is none: looking changes nothing. Who was not seen for
    OPENING_MINUTES counts as gone. Both instants are UTC.
    """

    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, related_name="openings", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="openings", db_index=False
    )
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "person"], name="one_opening_per_person")
        ]
        indexes = [models.Index(fields=["person", "-seen_at"], name="seen_lately")]

    def __str__(self) -> str:
        return f"{self.person} has {self.enquiry} open"
