"""Deadlines of an enquiry, each kept beside the promise it came from, and what paused them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .enquiry import Enquiry


class Deadline(models.Model):
    """One stage of one round: the frozen promise, the live date, and what became of it.

    `days`, `days_taken` and `days_paused` are working days; a reopened enquiry is a new round, and
    each word to the clerk begins a new part of the silence stage. The last three instants say whom
    the portal told of lateness, so that nobody is told twice.
    """

    class Stage(models.TextChoices):
        FIRST_REPLY = "first_reply", "First reply"
        ANSWER = "answer", "Full answer"
        SILENCE = "silence", "Word from us"
        COMPLETION = "completion", "Work done"

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="deadlines")
    stage = models.CharField(max_length=12, choices=Stage)
    round = models.PositiveSmallIntegerField(default=1)
    part = models.PositiveSmallIntegerField(default=1)
    standard = models.ForeignKey(
        "deadlines.Standard", on_delete=models.PROTECT, null=True, related_name="+"
    )
    days = models.PositiveSmallIntegerField(null=True)
    starts_at = models.DateTimeField()
    promised_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    days_taken = models.PositiveSmallIntegerField(null=True, blank=True)
    days_paused = models.PositiveSmallIntegerField(default=0)
    delay_told_at = models.DateTimeField(null=True, blank=True)
    leader_told_at = models.DateTimeField(null=True, blank=True)
    manager_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["enquiry", "round", "due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "round", "stage", "part"],
                name="one_deadline_per_stage_round_and_part",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, days_taken__isnull=True)
                | Q(met_at__isnull=False, days_taken__isnull=False),
                name="met_means_days_taken",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(stopped_at__isnull=True),
                name="met_or_stopped_not_both",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(met_at=None, stopped_at=None, missed_at=None),
                name="deadlines_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} of {self.enquiry} by {self.due_on}"

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.stopped_at is None

    @property
    def was_on_time(self) -> bool:
        """Met by close of business of the live due date."""
        return self.met_at is not None and self.met_at <= self.due_at


class DateChange(models.Model):
    """Why a live date moved: from which day to which, by whom. The promise itself never moves.

    `changed_by` is empty only where a change of the calendar moved the date.
    """

    class Cause(models.TextChoices):
        EXTENSION = "extension", "An officer needs longer"
        CALENDAR = "calendar", "A day no longer counts, or counts again"
        WORK = "work", "The work was planned anew"
        KIND = "kind", "The kind of enquiry was corrected"

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    cause = models.CharField(max_length=10, choices=Cause)
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.CharField(max_length=500)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="date_change_has_a_reason"),
            models.CheckConstraint(
                condition=Q(cause="calendar") | Q(changed_by__isnull=False),
                name="date_change_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on} to {self.new_due_on}: {self.reason}"


class Question(models.Model):
    """A question to the clerk. While it is open the answer clock is paused, in sight of both."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(max_length=2000)
    reply_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reply = models.TextField(blank=True, max_length=5000)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    nudged_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(replied_at=None), name="one_open_question"
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, replied_by__isnull=True)
                | Q(replied_at__isnull=False, replied_by__isnull=False),
                name="replied_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return self.text
