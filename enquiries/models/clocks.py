"""Deadlines of an enquiry, each kept beside the promise it came from, and what paused them."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..deadlines.clock import Pause, london_day
from .enquiry import Enquiry


class Deadline(models.Model):
    """One stage of one round: the frozen promise, the live date, and what became of it.

    Three dates stand side by side. `promised_on` is what the clerk was told first; nothing moves
    it. `due_at` is the live date that everybody works to, and that is called late. `target_at` is
    what counts: the promise moved only by days we waited for the parish, or by a day that no longer
    counts. It is missed (`missed_at`) when the target passes. An extension moves the live date and
    not the target, so it cannot turn a miss into a hit.

    `standard` is the version in force when its round began; `days`, `days_taken` and `days_paused`
    are working days, and `days` is empty where an officer set the day. A reopened enquiry is a new
    round, and each word to the clerk begins a new part of the silence stage. The last four instants
    say whom the portal told of lateness, so that nobody is told twice.
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
    standard = models.ForeignKey("deadlines.Standard", on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(null=True)
    starts_at = models.DateTimeField()
    promised_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    target_at = models.DateTimeField("on time until")
    met_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    days_taken = models.PositiveSmallIntegerField(null=True, blank=True)
    days_paused = models.PositiveSmallIntegerField(default=0)
    delay_told_at = models.DateTimeField(null=True, blank=True)
    owner_told_at = models.DateTimeField(null=True, blank=True)
    leader_told_at = models.DateTimeField(null=True, blank=True)
    manager_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["enquiry", "round", "due_at", "id"]
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
                fields=["target_at"],
                condition=Q(met_at=None, stopped_at=None, missed_at=None),
                name="deadlines_to_miss",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(met_at=None, stopped_at=None),
                name="deadlines_running",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(met_at=None, stopped_at=None, owner_told_at=None)
                & Q(missed_at__isnull=False, due_at__gt=F("target_at")),
                name="deadlines_missed_and_moved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} of {self.enquiry} by {self.due_on}"

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.stopped_at is None

    @property
    def was_on_time(self) -> bool:
        """Met by close of business of the target: an extension makes nothing on time."""
        return self.met_at is not None and self.met_at <= self.target_at


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
    """A question to the clerk. While it is open the answer clock is paused, in sight of both.

    It ends with her reply, or on the day the county goes on without one (`returned_at`).
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(max_length=2000)
    reply_by = models.DateField()
    cap_days = models.PositiveSmallIntegerField(
        "working days it pauses at most", null=True, blank=True
    )
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
                fields=["enquiry"],
                condition=Q(replied_at=None, returned_at=None),
                name="one_open_question",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, replied_by__isnull=True)
                | Q(replied_at__isnull=False, replied_by__isnull=False),
                name="replied_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def ended_at(self) -> datetime | None:
        """When the wait ended: she replied, or the county went on without her."""
        return self.replied_at or self.returned_at

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def pause(self, *, until: date | None = None) -> Pause:
        """Return the days we waited for its reply; while it is open, up to `until`.

        A wait that a clock set back would end before it began ends on the day it began.
        """
        asked_on = london_day(self.asked_at)
        last = london_day(self.ended_at) if self.ended_at else until
        return Pause(asked_on, last and max(asked_on, last), self.cap_days)
