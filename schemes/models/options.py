"""The options of a scheme and what each costs, line by line, each with who said so and when."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from .scheme import Scheme
from .signed import Signed, Worded
from .vocabulary import Authority


class Option(Worded):
    """One way to do a scheme. A dropped one stays for the enquiries that named it."""

    WORDS = ("name",)

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="options")
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    is_dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="option_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CostLine(Signed):
    """A price as somebody published it, in pounds. No high figure means “from”; no low, unknown.

    `price_date` is what the source says; `price_year` the year in it, blank where it says none.
    """

    WORDS = (
        "authority_id", "low", "high", "qualifier", "unit", "price_date", "price_year", "includes",
        "excludes", "vat", "basis", "source",
    )  # fmt: skip

    class Vat(models.TextChoices):
        NOT_SAID = "", "The source does not say"
        PLUS = "plus", "VAT comes on top"
        INCLUDED = "included", "VAT is included"
        NONE = "none", "There is no VAT"

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="costs")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="costs")
    low = models.DecimalField("from (£)", max_digits=10, decimal_places=2, null=True, blank=True)
    high = models.DecimalField("to (£)", max_digits=10, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField("how sure", max_length=100, blank=True)
    unit = models.CharField("for each", max_length=100, blank=True)
    price_date = models.CharField("date of the price", max_length=100, blank=True)
    price_year = models.PositiveSmallIntegerField("year of the price", null=True, blank=True)
    includes = models.CharField("what is in", max_length=300, blank=True)
    excludes = models.CharField("what is out", max_length=300, blank=True)
    vat = models.CharField("VAT", max_length=8, choices=Vat, blank=True, default="")

    class Meta:
        ordering = ["pk"]
        constraints = [
            *Signed.Meta.constraints,
            models.UniqueConstraint(
                fields=["option", "authority"], name="one_price_of_an_option_by_each"
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(low__gte=Decimal(0)), name="cost_not_below_nothing"
            ),
            models.CheckConstraint(
                condition=Q(high=None) | Q(low__isnull=False, low__lte=F("high")),
                name="cost_low_not_above_high",
            ),
            models.CheckConstraint(
                condition=Q(price_year=None) | Q(price_year__range=(1900, 2100)),
                name="cost_of_a_real_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option}, {self.authority}"
