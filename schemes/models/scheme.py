"""A scheme: the working copy that editors change. The public reads `current`, a version of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..querysets import SchemeQuerySet
from ..states import NAMES, State
from .signed import Worded
from .vocabulary import Category


class Scheme(Worded):
    """Something that can be done about a road problem, or that is not done here, and why.

    `current` is what the public reads; it stays while the next version is written and reviewed.
    Days are Europe/London. `told_of_review_on` is the review date of which editors were reminded.
    """

    WORDS = ("name", "letter", "category_id", "is_done_here", "editor_id")

    ref = models.CharField("reference", max_length=10, unique=True)
    slug = models.SlugField("address", max_length=80, unique=True)
    name = models.CharField(max_length=150, unique=True)
    letter = models.CharField("letter in the A to Z", max_length=1)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="schemes")
    order = models.PositiveSmallIntegerField("place in the price file", default=0)
    is_done_here = models.BooleanField("done in this county", default=True)
    alternatives = models.ManyToManyField(
        "self", symmetrical=False, through="Alternative", blank=True, related_name="instead_of"
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="schemes_looked_after", verbose_name="looked after by",
        help_text="Is reminded of reviews. Blank reminds every editor.",
    )  # fmt: skip

    state = models.CharField(
        max_length=9, choices=[(state.value, NAMES[state]) for state in State], default=State.DRAFT
    )
    current = models.OneToOneField(
        "Version", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    sent_at = models.DateTimeField("sent for review", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_withdrawn = models.CharField(max_length=300, blank=True)
    reviewed_on = models.DateField("last reviewed", null=True, blank=True)
    review_due_on = models.DateField("next review due", null=True, blank=True)
    told_of_review_on = models.DateField(null=True, blank=True, editable=False)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["letter", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="scheme_has_a_name"),
            models.CheckConstraint(
                condition=Q(letter__regex=r"^[A-Z]$"), name="scheme_has_a_letter"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="scheme_sent_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state=State.REVIEW, sent_at__isnull=False)
                | ~Q(state=State.REVIEW) & Q(sent_at=None),
                name="in_review_means_sent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, why_withdrawn="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(why_withdrawn=""),
                name="scheme_withdrawn_when_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | Q(current=None, withdrawn_at__isnull=False),
                name="withdrawn_means_nothing_current",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | Q(current__isnull=False, review_due_on__isnull=False),
                name="published_means_a_version_and_a_review_date",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None) | Q(review_due_on__gt=models.F("reviewed_on")),
                name="next_review_after_the_last",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_review_overdue(self, on: date) -> bool:
        """Say whether its review date has passed on a day in Europe/London."""
        return bool(self.review_due_on and self.review_due_on < on and self.current_id)
