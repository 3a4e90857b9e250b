"""Who looks after what is not the county's, and what a clerk did when we told her."""

from datetime import datetime

from django.conf import settings
from django.db import models

from .drafts import Draft
from .enquiry import Enquiry
from .kinds import Body, Kind


class RoadOwner(models.Model):
    """A road that another body looks after, by the name or number that clerks write.

    `only_parish` narrows it to one parish; blank means wherever the name is written.
    """

    name = models.CharField("road name or number", max_length=100)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="roads")
    only_parish = models.ForeignKey(
        "parishes.Parish", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "road of another body"
        verbose_name_plural = "roads of other bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "body", "only_parish"],
                nulls_distinct=False,
                name="one_row_per_road_body_and_parish",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body}"


class SignpostQuerySet(models.QuerySet["Signpost"]):
    def shown_in(self, *, since: datetime, until: datetime):
        """Those shown from one aware instant until before another."""
        return self.filter(shown_at__gte=since, shown_at__lt=until)

    def by_owner(self):
        """Count for each owner how often it was shown and what the clerks did then, most first.

        Rows are `owner`, `shown`, `theirs`, `anyway`, `not_theirs` and `no_choice`. One query.
        """
        choices = {
            name: models.Count("pk", filter=models.Q(choice=choice))
            for name, choice in (
                ("theirs", Signpost.Choice.THEIRS), ("anyway", Signpost.Choice.ANYWAY),
                ("not_theirs", Signpost.Choice.NOT_THEIRS), ("no_choice", Signpost.Choice.SHOWN),
            )
        }  # fmt: skip
        counted = self.order_by().values("owner").annotate(shown=models.Count("pk"), **choices)
        return counted.order_by("-shown", "owner")


class Signpost(models.Model):
    """One time a clerk was told that somebody else looks after it, and what she did then.

    Kept when the draft goes, so that signposting is counted and is no silent end. Instants UTC.
    """

    class Choice(models.TextChoices):
        SHOWN = "shown", "Shown"
        THEIRS = "theirs", "Went to them"
        ANYWAY = "anyway", "Sent to us anyway"
        NOT_THEIRS = "not_theirs", "Said that it is not theirs"

    draft = models.OneToOneField(
        Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="signpost"
    )
    enquiry = models.OneToOneField(
        Enquiry, on_delete=models.SET_NULL, null=True, blank=True, related_name="signpost"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    parish = models.ForeignKey("parishes.Parish", on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(
        Kind, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.CharField("looked after by", max_length=300, blank=True)
    choice = models.CharField(max_length=10, choices=Choice, default=Choice.SHOWN)
    shown_at = models.DateTimeField()
    chosen_at = models.DateTimeField(null=True, blank=True)

    objects = SignpostQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.owner}: {self.get_choice_display()}"
