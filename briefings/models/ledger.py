"""The ledger: one row for each reader of an edition, sent or not sent and why."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .editions import Edition
from .readers import Subscriber


class Recipient(models.Model):
    """A reader of an edition, as decided when it was sent. `key` is hers in every edition.

    `not_sent` says why no letter was written; what became of a letter stands in the post.
    `councils` and `districts` are keys: of what her personal part tells, and where she reads.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="recipients")
    key = models.CharField(max_length=20)
    to = models.CharField("address", max_length=254, blank=True)
    name = models.CharField(max_length=150, blank=True)
    why = models.CharField(max_length=250)
    not_sent = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    councils = ArrayField(models.BigIntegerField(), default=list, blank=True)
    items = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="one_row_per_reader"),
            models.UniqueConstraint(
                fields=["edition", "to"], condition=Q(not_sent=""), name="one_copy_per_address"
            ),
            models.CheckConstraint(
                condition=~Q(not_sent="") | ~Q(to=""), name="a_copy_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.to}, {self.edition}"

    @property
    def letter_key(self) -> str:
        """The key of her letter in the post."""
        return f"mailing:{self.edition.mailing_id}:{self.key}"
