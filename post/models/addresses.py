"""What is known of an address: whether letters to it come back."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from ..querysets import AddressQuerySet


class Address(models.Model):
    """An address from which something came back. No row means that nothing ever did.

    A hard bounce, or too many soft ones in a row, lets it rest (`rests_since`): only letters that
    somebody waits for are still tried. A letter that arrives, or a person, ends the rest; which
    person last did, and when, is kept. On `vouched_on`, a day in Europe/London, its own reader last
    said that it is right. All instants are UTC.
    """

    class Bounce(models.TextChoices):
        HARD = "hard", "It will never take letters"
        SOFT = "soft", "It did not take them for now"

    address = models.EmailField(unique=True)
    last = models.CharField(max_length=4, choices=Bounce)
    last_at = models.DateTimeField()
    soft_in_a_row = models.PositiveSmallIntegerField(default=0)
    rests_since = models.DateTimeField(null=True, blank=True)
    words = models.CharField("what its server said", max_length=500, blank=True)
    vouched_on = models.DateField(null=True, blank=True)
    rest_ended_at = models.DateTimeField(null=True, blank=True)
    rest_ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["address"]
        verbose_name_plural = "addresses"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address=Lower("address")), name="known_address_in_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(rest_ended_at__isnull=True, rest_ended_by__isnull=True)
                | models.Q(rest_ended_at__isnull=False, rest_ended_by__isnull=False),
                name="rest_ended_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-rests_since"],
                condition=models.Q(rests_since__isnull=False),
                name="addresses_at_rest",
            )
        ]

    def __str__(self) -> str:
        return self.address
