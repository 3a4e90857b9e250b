"""Mailings: one letter for many people, decided once, sent slowly."""

from django.db import models


class Mailing(models.Model):
    """The parent of many letters of low priority.

    `key` makes it one per edition or occasion; its letters are made in any number of goes, and
    each address once. `per_minute` is the pace. While `paused_at` is set none is taken in hand.
    All instants are UTC.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    per_minute = models.PositiveIntegerField(default=300)
    created_at = models.DateTimeField()
    written_at = models.DateTimeField("all letters written", null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(per_minute__gte=1), name="a_mailing_has_a_pace"
            )
        ]

    def __str__(self) -> str:
        return self.name
