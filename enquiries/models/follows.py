"""Councils that follow another council's, or another of their own, enquiries."""

from django.conf import settings
from django.db import models

from .enquiry import Enquiry


class Following(models.Model):
    """A council that has the same matter: it hears what the asking council hears.

    `person` is who asked to follow and whom letters go to. `at` and `ended_at` are UTC.
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="followings")
    council = models.ForeignKey(
        "parishes.Council", on_delete=models.CASCADE, related_name="followings"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="followings"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "council", "person"], name="one_following_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.council} follows {self.enquiry}"
