"""What was published, word for word, and everything that happened on the way. Neither changes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..querysets import StepQuerySet, VersionQuerySet
from .scheme import Scheme


class Version(models.Model):
    """A scheme as it was published: a snapshot and its SHA-256. The database refuses to change it.

    `snapshot` is described in `schemes.snapshots`.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField("what changed", max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="versions_are_numbered"),
            models.CheckConstraint(
                condition=~Q(published_by=F("proposed_by")), name="two_pairs_of_eyes"
            ),
        ]
        indexes = [models.Index(fields=["-published_at", "-id"], name="versions_by_date")]

    def __str__(self) -> str:
        return f"{self.snapshot.get('name', 'A scheme')}, version {self.number}"


class Step(models.Model):
    """Something that happened to a scheme: who, when, what, and the lines that changed."""

    class What(models.TextChoices):
        MADE = "made", "Made"
        EDITED = "edited", "Edited"
        PRICED = "priced", "Prices changed from a file"
        SIGNED = "signed", "Signed off"
        UNSIGNED = "unsigned", "Signature taken back"
        SENT = "sent", "Sent for review"
        RETURNED = "returned", "Returned to its author"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"
        CHECKED = "checked", "Reviewed, nothing to change"

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=9, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    lines = models.JSONField("what changed", default=list, blank=True)
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["scheme", "-at"], name="steps_of_a_scheme")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.scheme}"
