"""Mailings: one letter for many people, decided once, sent slowly."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Mailing(models.Model):
    """The parent of many letters of low priority.

    `key` makes it one per edition or occasion; its letters are made in any number of goes, and
    each address once. `per_minute` is the pace. While `paused_at` is set none is taken in hand;
    once `cancelled_at` is set none leaves any more. All instants are UTC.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    per_minute = models.PositiveIntegerField(default=300)
    created_at = models.DateTimeField()
    written_at = models.DateTimeField("all letters written", null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(per_minute__gte=1), name="a_mailing_has_a_pace"),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_by__isnull=True)
                | Q(paused_at__isnull=False, paused_by__isnull=False),
                name="mailing_paused_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="mailing_cancelled_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.name
