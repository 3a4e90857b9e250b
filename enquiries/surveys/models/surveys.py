"""The invitation after a closure, and the closures after which none was sent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..querysets import SurveyQuerySet

PERSON = settings.AUTH_USER_MODEL


class Survey(models.Model):
    """One invitation for one closure, reached by tokens of which only the hashes are kept.

    `person` was asked last; the reminder has a token of its own. Officer, team, kind, parish and
    outcome are those at the closing: the database refuses to change them.
    """

    answer = models.OneToOneField(
        "enquiries.Answer", on_delete=models.PROTECT, related_name="survey"
    )
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.ForeignKey("enquiries.Kind", on_delete=models.PROTECT, related_name="+")
    parish = models.ForeignKey("parishes.Parish", on_delete=models.PROTECT, related_name="+")
    outcome = models.ForeignKey("enquiries.Outcome", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    reminder_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    invited_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("invited_at")), name="survey_closes_after_invitation"
            ),
            models.CheckConstraint(
                condition=Q(reminded_at=None, reminder_hash=None)
                | Q(reminded_at__gt=F("invited_at"), reminder_hash__isnull=False),
                name="reminder_with_its_token",
            ),
        ]
        indexes = [models.Index(fields=["invited_at"], name="surveys_by_invited")]

    def __str__(self) -> str:
        return f"Survey on {self.answer}"

    @property
    def is_answered(self) -> bool:
        return self.replies.exists()

    @property
    def latest(self):
        """What was said last, which is what counts; None while nobody has said anything."""
        return self.replies.order_by("version").last()


class NotSent(models.Model):
    """A closure after which nobody is asked, and why."""

    class Why(models.TextChoices):
        DUPLICATE = "duplicate", "It was joined to another enquiry, which is asked about instead"
        WITHDRAWN = "withdrawn", "The council withdrew it"
        SIGNPOSTED = "signposted", "It was passed on to somebody else, who answers it"
        WAIVED = "waived", "An officer said that none should follow"
        REOPENED = "reopened", "It was opened again, so the answer was not the last word"
        NOBODY = "nobody", "Nobody acts for the council now"

    enquiry = models.ForeignKey(
        "enquiries.Enquiry", on_delete=models.PROTECT, related_name="not_surveyed"
    )
    round = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=10, choices=Why)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = "survey not sent"
        verbose_name_plural = "surveys not sent"
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "round"], name="one_why_for_each_closure")
        ]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.get_why_display()}"
