"""One row for each time an enquiry was answered, frozen as it was: surveys and figures read it."""

from django.conf import settings
from django.db import models

from ..querysets import AnswerQuerySet
from .enquiry import Enquiry
from .kinds import Kind, Outcome, Reason
from .standard_wordings import StandardWording


class Answer(models.Model):
    """An answer with its outcome and reasons, and who held the enquiry at that moment.

    `closed_at` is set when the enquiry left the county's hands with this answer; a survey
    belongs to that closure. Fields repeat the enquiry's on purpose: they never move later.

    `alike` counts the answers to like enquiries that it was compared with, `alike_same` those of
    the same outcome. That it departs from them is kept as an Override.
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField(default=1)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="answers")
    reason = models.ForeignKey(
        Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    explanation = models.TextField()
    next_step = models.TextField()
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="answers")
    parish = models.ForeignKey("parishes.Parish", on_delete=models.PROTECT, related_name="answers")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    wording = models.ForeignKey(
        StandardWording, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    is_wording_edited = models.BooleanField(
        "the wording was edited", default=False, db_default=False
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+", db_index=False,
    )  # fmt: skip
    alike = models.PositiveSmallIntegerField("like answers", null=True, blank=True)
    alike_same = models.PositiveSmallIntegerField("of the same outcome", null=True, blank=True)
    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["answered_at"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "round"], name="one_answer_per_round"),
            models.CheckConstraint(
                condition=~models.Q(explanation="") & ~models.Q(next_step=""),
                name="answer_says_why_and_what_next",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="answer_closed_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="answer_approved_at_with_by",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-answered_at"], include=["outcome"], name="alike"),
            models.Index(fields=["parish", "kind", "-answered_at"], name="alike_in_parish"),
            models.Index(fields=["closed_at"], name="closures"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.enquiry}"
