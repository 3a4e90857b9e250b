"""A second, blind look at one enquiry in twenty: would a colleague have sorted it the same way?"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from enquiries.models import Enquiry, Kind, Priority


class SecondLook(models.Model):
    """What a second officer made of an enquiry without seeing what the first did.

    The first judgement is the enquiry's own, frozen when the second is given.
    """

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="+")
    chosen_on = models.DateField()
    first_kind = models.ForeignKey(Kind, on_delete=models.PROTECT, null=True, related_name="+")
    first_priority = models.CharField(max_length=2, choices=Priority, blank=True)
    second_kind = models.ForeignKey(Kind, on_delete=models.PROTECT, null=True, related_name="+")
    second_priority = models.CharField(max_length=2, choices=Priority, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["chosen_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(judged_at=None, judged_by=None)
                | Q(
                    judged_at__isnull=False, judged_by__isnull=False, first_kind__isnull=False,
                    second_kind__isnull=False,
                ),
                name="second_look_judged_when_by_whom_and_how",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Second look at {self.enquiry}"
