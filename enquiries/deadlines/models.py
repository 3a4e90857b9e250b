"""Days that do not count, and how many days each kind of enquiry is promised."""

from django.db import models
from django.db.models import Q


class BankHoliday(models.Model):
    """A bank holiday of one nation, as the government publishes it."""

    class Nation(models.TextChoices):
        ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
        SCOTLAND = "scotland", "Scotland"
        NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"

    date = models.DateField()
    nation = models.CharField(max_length=20, choices=Nation)
    title = models.CharField(max_length=100)

    class Meta:
        ordering = ["date", "nation"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "nation"], name="one_holiday_per_day_and_nation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.date:%-d %B %Y}"


class ClosureDay(models.Model):
    """A day the council's offices close, with who said so and why."""

    date = models.DateField(unique=True)
    why = models.CharField(max_length=200)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.why}, {self.date:%-d %B %Y}"


class Standard(models.Model):
    """How many working days a kind of enquiry is promised. A change is a new version."""

    kind = models.ForeignKey("enquiries.Kind", on_delete=models.PROTECT, related_name="standards")
    version = models.PositiveSmallIntegerField(default=1)
    first_reply_days = models.PositiveSmallIntegerField("first reply, working days")
    answer_days = models.PositiveSmallIntegerField("full answer, working days")
    silence_days = models.PositiveSmallIntegerField(
        "a word at least every, working days", default=10
    )
    basis = models.CharField(max_length=400, blank=True)
    valid_from = models.DateField()
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_standard_per_version"),
            models.CheckConstraint(
                condition=Q(
                    first_reply_days__range=(1, 60),
                    answer_days__range=(1, 60),
                    silence_days__range=(1, 60),
                ),
                name="standard_between_1_and_60_days",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="standard_confirmed_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer_days} working days (version {self.version})"


class JobRun(models.Model):
    """One run of a periodic job for one period: the unique pair lets only one beat do it.

    `period` names a month or a day in Europe/London, such as 2026-11-22, or five minutes in UTC,
    such as 2026-11-22T10:15Z. A run without an end failed, died or goes on.
    """

    job = models.CharField(max_length=40)
    period = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField("rows acted on", default=0)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["job", "period"], name="one_run_per_job_and_period")
        ]

    def __str__(self) -> str:
        return f"{self.job} for {self.period}"


class Setting(models.Model):
    """The council's own days: how early to say so, how late to tell whom. One row."""

    delay_notice_days = models.PositiveSmallIntegerField(
        "tell the clerk of a delay this many working days before the date", default=1
    )
    leader_days = models.PositiveSmallIntegerField(
        "tell the team's leader after this many working days late", default=1
    )
    manager_days = models.PositiveSmallIntegerField(
        "tell the managers after this many working days late", default=5
    )
    nudge_days = models.PositiveSmallIntegerField(
        "remind of our question after this many days", default=7
    )
    return_days = models.PositiveSmallIntegerField(
        "go on without a reply after this many days", default=14
    )
    pause_cap_days = models.PositiveSmallIntegerField(
        "most working days one question may pause", default=10
    )

    class Meta:
        verbose_name = "days of the clock"
        verbose_name_plural = "days of the clock"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_settings")]

    def __str__(self) -> str:
        return "Days of the clock"

    @classmethod
    def current(cls) -> "Setting":
        """Return the council's row, or the defaults while it has none."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
