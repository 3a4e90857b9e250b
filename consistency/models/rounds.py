"""One row a round: what the figures count, in one place and narrow enough to count a million."""

from typing import Any

from django.conf import settings
from django.db import models


def pointer(to: str, **options) -> models.ForeignKey:
    """Point at a row without guarding it: these rows are made afresh and never keep any other."""
    plain: dict[str, Any] = {"on_delete": models.DO_NOTHING, "related_name": "+", "db_index": False}
    return models.ForeignKey(to, db_constraint=False, **plain | options)


class Round(models.Model):
    """One round of one enquiry as the figures see it: received, perhaps answered, perhaps asked.

    Made from the enquiry's own rows by `facts.py` and by nothing else. `asked_kind` is the kind
    the enquiry has now, `kind` the one whose reply time was promised. The place, the team and the
    officer are those frozen with the answer, before it the enquiry's own. Months are first days of
    calendar months in Europe/London; `days` and `paused` are working days. `refused` is empty
    without an answer of the county's; `uncited` is a “no” without one of the listed reasons.
    `score` is the overall one of the survey, as it was last said.
    """

    enquiry = pointer("enquiries.Enquiry", db_index=True)
    round = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    asked_kind = pointer("enquiries.Kind")
    kind = pointer("enquiries.Kind")
    priority = models.CharField(max_length=2)
    channel = models.CharField(max_length=10)
    council = pointer("parishes.Council")
    parish = pointer("parishes.Parish")
    team = pointer("accounts.Team", null=True)
    officer = pointer(settings.AUTH_USER_MODEL, null=True)
    outcome = pointer("enquiries.Outcome", null=True)
    reason = pointer("enquiries.Reason", null=True)
    received_at = models.DateTimeField()
    received_month = models.DateField()
    target_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_month = models.DateField(null=True)
    stopped_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    paused = models.PositiveSmallIntegerField()
    refused = models.BooleanField(null=True)
    uncited = models.BooleanField(null=True)
    reopened = models.BooleanField()
    words_kept = models.PositiveSmallIntegerField()
    words_broken = models.PositiveSmallIntegerField()
    invited_at = models.DateTimeField(null=True)
    invited_month = models.DateField(null=True)
    replied = models.BooleanField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    score_time_taken = models.PositiveSmallIntegerField(null=True)
    score_clarity = models.PositiveSmallIntegerField(null=True)
    score_informed = models.PositiveSmallIntegerField(null=True)
    score_fairly = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "round"], name="one_fact_per_round")
        ]
        indexes = [
            models.Index(fields=["answered_month", "kind"], name="facts_by_answered"),
            models.Index(fields=["received_month", "asked_kind"], name="facts_by_received"),
            models.Index(fields=["invited_month", "kind"], name="facts_by_asked"),
            models.Index(
                fields=["received_month"],
                condition=models.Q(answered_at=None),
                name="facts_without_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, round {self.round}"


class Change(models.Model):
    """An enquiry whose rows changed since they were counted. Triggers of the database write it."""

    enquiry_id = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.enquiry_id)
