"""Satisfaction after a closure: the invitation, and the one reply it may bring."""

from django.db import models
from django.db.models import F, Q

from .querysets import SurveyQuerySet


class Survey(models.Model):
    """One invitation for one closure, reached by a token of which only the hash is kept."""

    answer = models.OneToOneField(
        "enquiries.Answer", on_delete=models.PROTECT, related_name="survey"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("invited_at")), name="survey_closes_after_invitation"
            )
        ]
        indexes = [models.Index(fields=["invited_at"], name="surveys_by_invited")]

    def __str__(self) -> str:
        return f"Survey on {self.answer}"

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "reply")


class Reply(models.Model):
    """What the clerk said: 5 is very satisfied, 1 very dissatisfied, empty is “don't know”."""

    class Score(models.IntegerChoices):
        VERY_SATISFIED = 5, "Very satisfied"
        SATISFIED = 4, "Satisfied"
        NEITHER = 3, "Neither satisfied nor dissatisfied"
        DISSATISFIED = 2, "Dissatisfied"
        VERY_DISSATISFIED = 1, "Very dissatisfied"

    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, related_name="reply")
    overall = models.PositiveSmallIntegerField(choices=Score, null=True, blank=True)
    comment = models.TextField(blank=True, max_length=2000)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                condition=Q(overall__isnull=True) | Q(overall__range=(1, 5)),
                name="score_from_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return f"Reply to {self.survey}"
