"""What is kept for good: months as they stood, what was published of them, and signals."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Snapshot(models.Model):
    """A month as it stood when it was over: its figures, and the very cases they were counted from.

    The database refuses to change or delete it. `figures` is a list of measures by question;
    `cases` is the CSV of the cases, compressed; `sha256` is of both.
    """

    month = models.DateField(unique=True)
    made_at = models.DateTimeField()
    figures = models.JSONField()
    cases = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}"


class Publication(models.Model):
    """A measure of a snapshot that a manager has shown to everybody, until it is taken back."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="published")
    measure = models.CharField(max_length=30)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "measure"],
                condition=Q(withdrawn_at=None),
                name="published_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="publication_withdrawn_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.snapshot}"


class Signal(models.Model):
    """Something that stood out: who looks into it, what she found, and what came of it."""

    class Outcome(models.TextChoices):
        CHANCE = "chance", "Nothing found: most likely chance"
        CASES = "cases", "The cases are different, and rightly so"
        DATA = "data", "The figures were wrong"
        CHANGED = "changed", "Something was wrong and has been changed"
        WATCH = "watch", "Not clear: look again next month"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="signals")
    measure = models.CharField(max_length=30)
    name = models.CharField(max_length=150)
    sentence = models.CharField(max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True, max_length=5000)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-snapshot__month", "measure", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "measure", "name"], name="one_signal_per_name_and_measure"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
                name="signal_closed_when_by_whom_and_with_what",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    def words(self) -> dict[str, object]:
        """Return what people write of it, as it is now."""
        return {"owner": self.owner_id, "note": self.note, "outcome": self.outcome}
