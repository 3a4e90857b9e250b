"""Photos and papers that a council sends with an enquiry."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .drafts import Draft
from .enquiry import Enquiry
from .events import Event


class PhotoQuerySet(models.QuerySet):
    def shown_to(self, user):
        """Leave out what is not sent.

        For the councils also what has a blacked-out copy, and what came with an officer's note.
        """
        sent = self.filter(is_waiting=False)
        if user.works_for_county:
            return sent
        return sent.filter(blacked_out=None).exclude(event__is_public=False)

    def held_for(self, enquiry: Enquiry, *, by):
        """What a person chose to add to an enquiry and has not sent."""
        return self.filter(enquiry=enquiry, added_by=by, is_waiting=True)


class Photo(models.Model):
    """A photo or paper, made afresh by us: without position or hidden data. Served only by a view.

    `thumbnail` is a small picture of it. `event` is the entry of the timeline it came with, for
    what was added later. `original` is what a blacked-out copy was made from: from then on only
    the county's people see that one. `is_waiting` is what was chosen beside words that are not
    sent yet. The small picture's width and height are in pixels.
    """

    class Form(models.TextChoices):
        PICTURE = "picture", "Photo"
        PAPER = "paper", "PDF"

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(
        Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="photos"
    )
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )
    original = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="blacked_out"
    )
    form = models.CharField(max_length=7, choices=Form, default=Form.PICTURE, db_default="picture")
    image = models.FileField(upload_to="photos/%Y/%m/")
    thumbnail = models.FileField(upload_to="photos/%Y/%m/", blank=True, db_default="")
    thumbnail_width = models.PositiveSmallIntegerField(default=0, db_default=0)
    thumbnail_height = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_waiting = models.BooleanField(default=False, db_default=False)
    original_name = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False) | Q(enquiry__isnull=False),
                name="photo_belongs_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.original_name or f"Photo {self.pk}"
