"""What was said in a survey, and what a low score leads to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..querysets import ReplyQuerySet
from .surveys import Survey

PERSON = settings.AUTH_USER_MODEL
SCORES = ("overall", "time_taken", "clarity", "informed", "fairly")


class Score(models.IntegerChoices):
    VERY_SATISFIED = 5, "Very satisfied"
    SATISFIED = 4, "Satisfied"
    NEITHER = 3, "Neither satisfied nor dissatisfied"
    DISSATISFIED = 2, "Dissatisfied"
    VERY_DISSATISFIED = 1, "Very dissatisfied"


def score_field(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, choices=Score, null=True, blank=True)


class Reply(models.Model):
    """What was said: 5 is very satisfied, 1 very dissatisfied, empty “don't know” or not asked.

    A change of mind is a new row with the next version; only the last one counts. The database
    refuses to change a row, except to blank its comment when it has been kept long enough.
    `taken_by` is the officer who wrote down what she was told, or who imported it.
    """

    class Via(models.TextChoices):
        LINK = "link", "By the link in the letter"
        TELEPHONE = "telephone", "By telephone"
        PAPER = "paper", "On paper"
        IMPORT = "import", "In the engagement software"

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="replies")
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    overall = score_field("overall")
    time_taken = score_field("the time it took")
    clarity = score_field("the clarity of the reasons")
    informed = score_field("being kept informed")
    fairly = score_field("being treated fairly")
    comment = models.TextField(blank=True, max_length=2000)
    answered_at = models.DateTimeField()
    via = models.CharField(max_length=10, choices=Via, default=Via.LINK, db_default=Via.LINK)
    taken_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 5)}),
                    name=f"{name}_from_1_to_5",
                )
                for name in SCORES
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="replies_count_from_1"),
            models.UniqueConstraint(fields=["survey", "version"], name="one_reply_per_version"),
            models.CheckConstraint(
                condition=Q(via="link", taken_by=None) | Q(~Q(via="link"), taken_by__isnull=False),
                name="reply_taken_by_somebody_unless_by_link",
            ),
        ]

    def __str__(self) -> str:
        return f"Reply to {self.survey}"

    @property
    def scores(self) -> dict[str, int]:
        """The scores that were given, by question; “don't know” is none."""
        found = {name: getattr(self, name) for name in SCORES}
        return {name: value for name, value in found.items() if value is not None}


class Review(models.Model):
    """A low score, for the leader of the team to look into by a day, and what came of it."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="reviews")
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    outcome = models.TextField(blank=True, max_length=2000)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False, outcome__regex=r"\S"),
                name="review_done_at_by_with_outcome",
            ),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(done_at=None), name="one_open_review_per_survey"
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.survey}"

    def is_late(self, today) -> bool:
        return self.done_at is None and self.due_on < today
