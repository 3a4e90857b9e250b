"""The timeline: one row for each thing that happened, never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .enquiry import Enquiry


class EventQuerySet(models.QuerySet):
    def of_people(self):
        """What somebody did, or what moved the status; not what the portal notes by itself."""
        return self.exclude(by=None, new_status="")


class Event(models.Model):
    """What happened, when, by whom, from which status to which, and who may read it.

    `by` is empty only for what the portal did by itself. `deadline` is the one that was missed; no
    other event has one. `withdraws` is a note that its author took back: it stays, shown to nobody.
    The database refuses updates, and a second miss of a deadline.
    """

    class What(models.TextChoices):
        LOGGED = "logged", "Enquiry received"
        CLAIMED = "claimed", "Taken on by an officer"
        RELEASED = "released", "Given back"
        NOTE = "note", "Note"
        UPDATE = "update", "Update"
        QUESTION = "question", "Question to the council"
        REPLY = "reply", "Reply from the council"
        ADDED = "added", "Information added by the council"
        ANSWERED = "answered", "Answered"
        PASSED_ON = "passed_on", "Passed on"
        WROTE = "wrote", "Letter to another body"
        CLOSED = "closed", "Work finished"
        WITHDRAWN = "withdrawn", "Withdrawn by the council"
        REOPENED = "reopened", "Opened again"
        MISSED = "missed", "Reply date passed"
        MOVED = "moved", "New reply date"
        DELAYED = "delayed", "We said that we are late"
        NUDGED = "nudged", "Reminded of our question"
        RETURNED = "returned", "Back with us without a reply"
        REKINDED = "rekinded", "Kind corrected"
        UNREACHED = "unreached", "We could not e-mail the clerk"
        FOLLOWED = "followed", "Followed by a council"
        UNFOLLOWED = "unfollowed", "No longer followed by a council"
        ASSIGNED = "assigned", "Assigned"
        PRIORITY = "priority", "Priority changed"
        REPLACED = "replaced", "Parish corrected"
        NUMBERED = "numbered", "Reference in another system"
        WAIVED = "waived", "No survey will be sent"
        MERGED = "merged", "Joined to another enquiry"
        JOINED = "joined", "Another enquiry was joined to this"
        SPLIT = "split", "Part of this became an enquiry of its own"
        LINKED = "linked", "Linked to another enquiry"
        UNLINKED = "unlinked", "No longer linked"
        BLACKED = "blacked", "Part of a photo blacked out"
        UNNOTED = "unnoted", "Note withdrawn"
        PROPOSED = "proposed", "Answer waits for approval"
        APPROVED = "approved", "Answer approved"
        SENT_BACK = "sent_back", "Answer sent back to its author"
        STAGED = "staged", "Stage of the scheme request"
        DEPARTED = "departed", "Answered unlike like enquiries"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    old_status = models.CharField(max_length=10, blank=True)
    new_status = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    is_public = models.BooleanField("the clerk may read it", default=False)
    deadline = models.ForeignKey(
        "enquiries.Deadline", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    withdraws = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["enquiry", "-at", "-id"], name="timeline")]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=Q(what="missed"),
                name="one_missed_event_per_deadline",
            ),
            models.UniqueConstraint(
                fields=["withdraws"],
                condition=Q(withdraws__isnull=False),
                name="a_note_is_withdrawn_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.enquiry}"
