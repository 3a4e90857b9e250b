"""Meetings of clerks with the county, as dated pages."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..querysets import MeetingQuerySet
from .pairs import maybe


class Meeting(models.Model):
    """A meeting; instants are UTC. `joining` is only for signed-in clerks and the county."""

    class Kind(models.TextChoices):
        OPERATIONAL = "operational", "Clerk operational meeting"
        LIAISON = "liaison", "Annual liaison event"
        OTHER = "other", "Other meeting"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OPERATIONAL)
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    joining = models.TextField("how to join", max_length=2000, blank=True)
    agenda = models.TextField(max_length=20_000, blank=True)
    notes = models.TextField("what was said", max_length=20_000, blank=True)
    attended = models.PositiveIntegerField("how many came", null=True, blank=True)
    is_published = models.BooleanField("on the website", default=False)
    remind_days = models.PositiveSmallIntegerField("remind this many days before", default=3)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = maybe()
    mailing = models.OneToOneField(
        "post.Mailing", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetings_end_after_they_start"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A paper for a meeting, as a page of ours rather than a file."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=20_000)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """A topic that a council's person would like to be talked about."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="proposals")
    text = models.CharField(max_length=500)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Coming(models.Model):
    """A person said that she comes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="coming")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="comes_once")]

    def __str__(self) -> str:
        return f"{self.person} comes"
