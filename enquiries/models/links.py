"""Enquiries that belong together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .enquiry import Enquiry


class Link(models.Model):
    """Two enquiries that belong together; of a split, `enquiry` is part of `other`."""

    class How(models.TextChoices):
        RELATED = "related", "Related"
        SPLIT = "split", "Split from"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="linked_from")
    how = models.CharField(max_length=10, choices=How)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "other"], name="one_link_per_pair"),
            models.CheckConstraint(condition=~Q(enquiry=F("other")), name="linked_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.get_how_display()} {self.other}"
