"""An answer that waits for a second officer: nothing of it is sent before he approves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .enquiry import Enquiry
from .kinds import Outcome, Reason
from .standard_wordings import StandardWording


class Proposal(models.Model):
    """A whole answer as its author wrote it, and what a colleague decided about it.

    `is_approved` is empty while it waits. Returned or taken back, it stays with the comment.
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="proposals")
    round = models.PositiveSmallIntegerField()
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(
        Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    explanation = models.TextField()
    next_step = models.TextField()
    planned_for = models.DateField(null=True, blank=True)
    why_different = models.CharField(max_length=500, blank=True)
    wording = models.ForeignKey(
        StandardWording, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_approved = models.BooleanField(null=True, blank=True)
    comment = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "round"],
                condition=Q(decided_at=None),
                name="one_proposal_waits",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_approved=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_approved__isnull=False),
                name="proposal_decided_at_with_by",
            ),
            models.CheckConstraint(
                condition=~Q(is_approved=True) | ~Q(decided_by=models.F("proposed_by")),
                name="nobody_approves_his_own",
            ),
            models.CheckConstraint(
                condition=~Q(explanation="") & ~Q(next_step=""),
                name="proposal_says_why_and_what_next",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.enquiry}"
