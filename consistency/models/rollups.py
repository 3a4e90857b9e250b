"""What was counted, month by month: dashboards read these rows and count nothing themselves."""

from django.db import models


class Dimension(models.TextChoices):
    """What a month's rows are counted by. A row of `ALL` has the key 0, as has “nobody”."""

    ALL = "all", "All"
    PARISH = "parish", "Parish"
    COUNCIL = "council", "Council"
    KIND = "kind", "Kind of enquiry"
    TEAM = "team", "Team"
    OFFICER = "officer", "Officer"
    CHANNEL = "channel", "Channel"


class Cell(models.Model):
    month = models.DateField()
    dimension = models.CharField(max_length=8, choices=Dimension)
    key = models.CharField(max_length=12)

    class Meta:
        abstract = True


class Month(Cell):
    """The counts of one month (Europe/London) and one parish, kind or other key.

    `scored` and `satisfied` are overall; the other four questions of the survey have their own.
    """

    received = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    uncited = models.PositiveIntegerField()
    reopened = models.PositiveIntegerField()
    paused = models.PositiveIntegerField("answers for which we waited for the parish")
    words_kept = models.PositiveIntegerField()
    words_broken = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    replied = models.PositiveIntegerField()
    scored = models.PositiveIntegerField()
    satisfied = models.PositiveIntegerField()
    scored_time_taken = models.PositiveIntegerField(default=0, db_default=0)
    satisfied_time_taken = models.PositiveIntegerField(default=0, db_default=0)
    scored_clarity = models.PositiveIntegerField(default=0, db_default=0)
    satisfied_clarity = models.PositiveIntegerField(default=0, db_default=0)
    scored_informed = models.PositiveIntegerField(default=0, db_default=0)
    satisfied_informed = models.PositiveIntegerField(default=0, db_default=0)
    scored_fairly = models.PositiveIntegerField(default=0, db_default=0)
    satisfied_fairly = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "month", "key"], name="one_month_per_dimension_and_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}, {self.dimension} {self.key}"


class Spread(Cell):
    """How many answers of a month took so many working days: medians come from these."""

    days = models.PositiveSmallIntegerField()
    cases = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "month", "key", "days"], name="one_spread_per_month_and_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}, {self.dimension} {self.key}: {self.days} days"


class Wait(Cell):
    """How many of what was received in a month were answered after so many working days."""

    days = models.PositiveSmallIntegerField()
    cases = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "month", "key", "days"], name="one_wait_per_month_and_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}, {self.dimension} {self.key}: {self.days} days"


class Freshness(models.Model):
    """When the figures last took in what had changed. One row."""

    caught_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_freshness")
        ]

    def __str__(self) -> str:
        return f"{self.caught_up_at:%Y-%m-%d %H:%M}"


class Standard(models.Model):
    """What a group has in a month beside what it would have at the county's rates.

    Indirect standardisation over kind, priority, channel and quarter, among answers: `late` ones,
    and among the `decided` those `refused`. The variance is that of drawing its cases out of the
    county's.
    """

    month = models.DateField()
    dimension = models.CharField(max_length=8)
    key = models.CharField(max_length=12)
    cases = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    late_expected = models.FloatField()
    late_variance = models.FloatField()
    decided = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    refused_expected = models.FloatField()
    refused_variance = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "month", "key"], name="one_standard_per_month_and_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}, {self.dimension} {self.key}"


class StaleQuarter(models.Model):
    """A quarter, by its first day, whose answers changed since its standard was worked out."""

    quarter = models.DateField(unique=True)

    def __str__(self) -> str:
        return f"{self.quarter:%Y-%m}"
