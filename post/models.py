"""Letters: a row is written with what it tells of, and the row is the truth."""

from django.db import models
from django.db.models import Q

from .querysets import LetterQuerySet


class Letter(models.Model):
    """One letter to one address, its final text fixed when it was decided.

    `key` makes it unique per event and recipient; `message_id` never changes, so a second
    delivery can be recognised. `attempts` is counted when a worker takes the letter in hand, so
    that a letter which kills its worker stops too. All instants are UTC.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        PARKED = "parked", "Parked for a person"

    class Policy(models.TextChoices):
        REQUEUE = "requeue", "Send again when in doubt"
        PARK = "park", "Let a person decide when in doubt"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    about = models.CharField("reference", max_length=30, blank=True, db_index=True)
    person = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="letters"
    )
    to = models.EmailField("address")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    policy = models.CharField(max_length=8, choices=Policy, default=Policy.REQUEUE)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    data_started_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="sent_means_when",
            ),
            models.CheckConstraint(
                condition=Q(status="sending", leased_until__isnull=False)
                | (~Q(status="sending") & Q(leased_until__isnull=True)),
                name="sending_means_leased",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["failed", "parked"]) | ~Q(error=""),
                name="not_sent_means_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"], condition=Q(status="waiting"), name="letters_waiting"
            ),
            models.Index(
                fields=["leased_until"], condition=Q(status="sending"), name="letters_in_hand"
            ),
            models.Index(
                fields=["-id"],
                condition=Q(status__in=["failed", "parked"]),
                name="letters_for_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


class Sweep(models.Model):
    """When a round that runs by itself last came to its end. The status page reads it."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
