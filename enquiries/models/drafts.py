"""What a clerk has typed so far, kept on the server so that nothing is lost."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .enquiry import Channel, Enquiry
from .kinds import Kind
from .quoted import Quoted, quoted_constraint
from .spots import Spot, spot_constraint


class Draft(Spot, Quoted):
    """An enquiry being written. Its token becomes the enquiry's, so one draft sends once."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    council = models.ForeignKey("parishes.Council", on_delete=models.CASCADE, related_name="+")
    parish = models.ForeignKey("parishes.Parish", on_delete=models.CASCADE, related_name="+")
    road = models.CharField(max_length=200)
    spot = models.CharField(max_length=300, blank=True)
    kind = models.ForeignKey(Kind, on_delete=models.CASCADE, null=True, blank=True)
    description = models.TextField(blank=True, max_length=5000)
    minute = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    saved_at = models.DateTimeField()
    enquiry = models.OneToOneField(
        Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="draft"
    )

    class Meta:
        ordering = ["-saved_at"]
        constraints = [spot_constraint("draft"), quoted_constraint("draft")]
        indexes = [
            models.Index(
                fields=["author", "-saved_at"], condition=Q(enquiry=None), name="unsent_drafts"
            )
        ]

    def __str__(self) -> str:
        return f"Draft about {self.road}"

    @property
    def is_complete(self) -> bool:
        return bool(self.kind_id and self.description)
