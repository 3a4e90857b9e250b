"""What officers keep of their lists: views by name, what was done to many at once, and exports."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class SavedView(models.Model):
    """A list under a name, for one person or for a whole team. `query` is the list's address."""

    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, help_text="The part of the address after the “?”.")
    person = models.ForeignKey(
        PERSON, on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(team__isnull=True), name="view_of_one_or_team"
            ),
            models.UniqueConstraint(
                fields=["person", "name"], condition=Q(team=None), name="views_of_a_person"
            ),
            models.UniqueConstraint(
                fields=["team", "name"], condition=Q(person=None), name="views_of_a_team"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One act on many enquiries: what became of each, and who had it before.

    `results` holds for each, in order: number, done, why not, and for an assignment the team and
    the owner before and after. The token makes a second click the same act.
    """

    class What(models.TextChoices):
        ASSIGN = "assign", "Assigned"
        KIND = "kind", "Kind changed"
        ASK = "ask", "Asked for more information"
        CLOSE = "close", "Closed"

    token = models.UUIDField(unique=True, editable=False)
    what = models.CharField(max_length=10, choices=What)
    to = models.CharField(max_length=200, blank=True)
    results = models.JSONField(default=list)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="batches")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_at_with_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {len(self.results)}"

    @property
    def done(self) -> list[dict]:
        return [each for each in self.results if each["done"]]


class Export(models.Model):
    """A list as a file, made by a worker for one person, until it expires.

    A worker holds it until `claimed_until`; whoever comes after that begins again.
    """

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel"

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="exports")
    query = models.CharField(max_length=500, blank=True)
    form = models.CharField(max_length=4, choices=Form)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField("rows so far", default=0)
    written_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="exports/", blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["expires_at"], name="exports_by_end")]

    def __str__(self) -> str:
        return f"{self.get_form_display()} for {self.person}"
