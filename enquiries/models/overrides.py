"""What an officer decided against the usual course: one row each, with why, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..querysets import OverrideQuerySet
from .enquiry import Enquiry


class Override(models.Model):
    """One decision that departs from the rules, for a manager to count: what, from, to, why, whom.

    `parish` is the parish it had afterwards. The database refuses updates and deletions.
    """

    class What(models.TextChoices):
        EXTENDED = "extended", "Took longer than promised"
        PRIORITY = "priority", "Priority changed"
        ASSIGNED = "assigned", "Given to somebody else"
        KIND = "kind", "Kind corrected"
        PARISH = "parish", "Parish corrected"
        MERGED = "merged", "Joined to another enquiry"
        TREATED = "treated", "Moved to another procedure"
        SURVEY = "survey", "No survey sent"
        DEPARTED = "departed", "Answered unlike others"

    what = models.CharField(max_length=10, choices=What)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="overrides")
    round = models.PositiveSmallIntegerField(default=1)
    parish = models.ForeignKey("parishes.Parish", on_delete=models.PROTECT, related_name="+")
    old = models.CharField("from", max_length=200, blank=True)
    new = models.CharField("to", max_length=200, blank=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="override_has_a_reason")
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="overrides_by_day")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.enquiry}"
