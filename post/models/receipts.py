"""What became of a letter after it left, and what came in by mail."""

from django.conf import settings
from django.db import models

from .letters import Letter


class Receipt(models.Model):
    """One thing that happened to a letter, never changed. `at` is UTC.

    `source` makes it one row per message or callback, so that the same news twice is no news.
    `by` is the person who released or cancelled a parked letter; None for what came by itself.
    """

    class What(models.TextChoices):
        DELIVERED = "delivered", "Delivered"
        SOFT = "soft", "Not taken for now"
        DELAYED = "delayed", "Still being tried"
        HARD = "hard", "Refused for good"
        AUTO = "auto", "Automatic reply"
        RELEASED = "released", "Released by a person"
        CANCELLED = "cancelled", "Cancelled by a person"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="receipts")
    what = models.CharField(max_length=9, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=200, unique=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.letter}"


class Incoming(models.Model):
    """One message that came in, and what was done about it. Its text is not kept here.

    `source` is the mailbox, its validity number and the message's number in it, so that a message
    is handled once however often the mailbox is read. All instants are UTC.
    """

    class Done(models.TextChoices):
        BOUNCE = "bounce", "Noted as a bounce"
        AUTO = "auto", "Stopped: an automatic reply"
        REPLY = "reply", "Added to its enquiry"
        ANSWERED = "answered", "Answered with where to write"
        IGNORED = "ignored", "Nothing to do"
        FAILED = "failed", "Could not be read"

    source = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    came_at = models.DateTimeField()
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    done = models.CharField(max_length=8, choices=Done)
    why = models.CharField(max_length=500, blank=True)
    letter = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="incoming"
    )
    about = models.CharField("reference", max_length=30, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "incoming"

    def __str__(self) -> str:
        return f"{self.subject} from {self.sender}"
