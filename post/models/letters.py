"""Letters: a row is written with what it tells of, and the row is the truth."""

from django.db import models
from django.db.models import Q

from ..querysets import LetterQuerySet
from .mailings import Mailing


class Letter(models.Model):
    """One letter to one address, its final text fixed when it was decided.

    `key` makes it unique per event and recipient; `message_id` never changes, so a second
    delivery can be recognised. `attempts` is counted when a worker takes the letter in hand, so
    that a letter which kills its worker stops too. All instants are UTC.

    `only_if` names what must still be true when it leaves (`post.hooks`), `expires_at` is the last
    instant at which it is worth reading. `daily` is the daily letter in which a kept one was told.
    `era` is the database's when it was last taken in hand (`Era`).
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        PARKED = "parked", "Parked for a person"
        KEPT = "kept", "Kept for the daily letter"
        TOLD = "told", "Told in the daily letter"
        DROPPED = "dropped", "Not sent"

    class Policy(models.TextChoices):
        REQUEUE = "requeue", "Send again when in doubt"
        PARK = "park", "Let a person decide when in doubt"

    class Priority(models.IntegerChoices):
        FIRST = 1, "Somebody waits for it"
        CASE = 5, "Word of an enquiry"
        BULK = 9, "One of many"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    about = models.CharField("reference", max_length=30, blank=True, db_index=True)
    person = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="letters"
    )
    to = models.EmailField("address")
    reply_to = models.EmailField("replies go to", blank=True)
    unsubscribe_url = models.URLField("way out of a mailing", max_length=500, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    policy = models.CharField(max_length=8, choices=Policy, default=Policy.REQUEUE)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.CASE)
    mailing = models.ForeignKey(
        Mailing, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    daily = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    only_if = models.CharField("only if still true", max_length=40, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    data_started_at = models.DateTimeField(null=True, blank=True)
    era = models.UUIDField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField("provider's number", max_length=60, blank=True)
    error = models.CharField(max_length=500, blank=True)

    # Not kept: known only while it is written.
    at_once = False

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
                condition=~Q(status__in=["failed", "parked", "dropped"]) | ~Q(error=""),
                name="not_sent_means_why",
            ),
            models.CheckConstraint(
                condition=Q(status="told", daily__isnull=False)
                | (~Q(status="told") & Q(daily=None)),
                name="told_means_in_which_letter",
            ),
            models.UniqueConstraint(
                fields=["mailing", "to"],
                condition=Q(mailing__isnull=False) & ~Q(to=""),
                name="one_letter_per_mailing_and_address",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "not_before", "id"],
                condition=Q(status="waiting"),
                name="letters_waiting",
            ),
            models.Index(
                fields=["leased_until"], condition=Q(status="sending"), name="letters_in_hand"
            ),
            models.Index(
                fields=["-id"],
                condition=Q(status__in=["failed", "parked"]),
                name="letters_for_a_person",
            ),
            models.Index(fields=["person", "id"], condition=Q(status="kept"), name="letters_kept"),
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="letters_at_provider"
            ),
            models.Index(fields=["-sent_at"], condition=Q(status="sent"), name="letters_sent"),
            models.Index(
                fields=["-created_at"], condition=Q(status="dropped"), name="letters_not_sent"
            ),
            models.Index(
                fields=["-bounced_at"],
                condition=Q(bounced_at__isnull=False),
                name="letters_that_came_back",
            ),
            models.Index(fields=["to"], name="letters_to"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
