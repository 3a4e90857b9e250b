"""How a person wants her letters."""

from django.conf import settings
from django.db import models

from ..querysets import PreferenceQuerySet

MORNING = 8


class Preference(models.Model):
    """A person's choice: a letter for each event, or one a day. No row means each event.

    `hour` is the hour of the daily letter in Europe/London. Letters that somebody waits for, such
    as questions, come at once whatever is chosen.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letter_preference"
    )
    is_daily = models.BooleanField("one letter a day", default=False)
    hour = models.PositiveSmallIntegerField(default=MORNING)
    monthly_summary = models.BooleanField("a summary each month", default=True)
    changed_at = models.DateTimeField()

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="daily_letter_at_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {'daily' if self.is_daily else 'each event'}"
