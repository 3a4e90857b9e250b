"""Standard wording that officers may begin an answer with: rows an administrator reviews."""

from calendar import month_name

from django.db import models
from django.db.models import Q

from ..querysets import StandardWordingQuerySet
from .kinds import Kind, Outcome, Reason

MONTHS = [(number, month_name[number]) for number in range(1, 13)]


class StandardWording(models.Model):
    """Words for some kinds and one outcome; without them, for every kind and outcome.

    What stands in square brackets, such as [date of survey], has to be filled in before sending.
    With months it is offered from the first to the last of them, also over the turn of the year.
    """

    title = models.CharField(max_length=120)
    text = models.TextField("reasons in plain English", max_length=5000)
    next_step = models.TextField("what happens next", blank=True, max_length=2000)
    kinds = models.ManyToManyField(Kind, blank=True, related_name="standard_wordings")
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.ForeignKey(
        Reason, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_month = models.PositiveSmallIntegerField(choices=MONTHS, null=True, blank=True)
    to_month = models.PositiveSmallIntegerField(choices=MONTHS, null=True, blank=True)
    reviewed_on = models.DateField("last reviewed", null=True, blank=True)
    reviewer = models.CharField("reviewed by", max_length=100, blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_sample = models.BooleanField("a sample, not the council's own", default=False)
    is_active = models.BooleanField("offered to officers", default=True)

    objects = StandardWordingQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "standard wordings"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="wording_has_words"),
            models.CheckConstraint(
                condition=Q(from_month=None, to_month=None)
                | Q(from_month__isnull=False, from_month__range=(1, 12))
                & Q(to_month__isnull=False, to_month__range=(1, 12)),
                name="wording_from_and_to_month",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None, reviewer="")
                | (Q(reviewed_on__isnull=False) & ~Q(reviewer="")),
                name="wording_reviewed_on_with_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.title
