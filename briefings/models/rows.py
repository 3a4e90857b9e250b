"""The council's own rhythm, and what is known of links."""

from django.db import models
from django.db.models import Q


class Rhythm(models.Model):
    """How often briefings and meetings come. One row; days in Europe/London."""

    is_on = models.BooleanField("draft editions by itself", default=False)
    weeks = models.PositiveSmallIntegerField("weeks between editions", default=3)
    lead_days = models.PositiveSmallIntegerField("draft it so many days before", default=7)
    next_on = models.DateField("next edition", null=True, blank=True)
    audience = models.ForeignKey(
        "briefings.Audience", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    meeting_weeks = models.PositiveSmallIntegerField("weeks between clerk meetings", default=6)
    standing_line = models.TextField(
        "words that open each edition", max_length=1000, blank=True,
        default="This is our regular briefing for parish and town councils. "
        "Please use it on your own website, and tell us what you think.",
    )  # fmt: skip
    question_kind = models.ForeignKey(
        "enquiries.Kind", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="kind of enquiry that a question is",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "rhythm of briefings"
        verbose_name_plural = "rhythm of briefings"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_rhythm"),
            models.CheckConstraint(
                condition=Q(weeks__range=(1, 52), meeting_weeks__range=(1, 52)),
                name="a_rhythm_of_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"Every {self.weeks} weeks"

    @classmethod
    def current(cls) -> "Rhythm":
        """Return the council's row, or the defaults while it has none."""
        rows = cls.objects.select_related("audience", "question_kind")
        return rows.filter(pk=1).first() or cls(pk=1)


class LinkCheck(models.Model):
    """What a link to elsewhere answered when it was last tried; blank words mean that it works."""

    url = models.URLField(max_length=500, unique=True)
    words = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField()

    class Meta:
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url
