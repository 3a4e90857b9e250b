"""The council's own rules of the catalogue, and the index of prices if there is one."""

from django.db import models
from django.db.models import Q


class Setting(models.Model):
    """How old a price may be, how often a scheme is reviewed, what a parish may pay. One row."""

    price_years = models.PositiveSmallIntegerField(
        "prices are being checked when older than so many years", default=2
    )
    adjust_years = models.PositiveSmallIntegerField(
        "show a range adjusted for inflation when older than so many years", default=2
    )
    review_months = models.PositiveSmallIntegerField(
        "review each scheme after so many months", default=12
    )
    remind_days = models.PositiveSmallIntegerField(
        "remind the editor so many days before a review is due", default=14
    )
    parish_share = models.PositiveSmallIntegerField(
        "per cent that a parish pays",
        null=True,
        blank=True,
        help_text="Blank where no policy says so: then no worked example is shown.",
    )
    parish_share_source = models.CharField("policy that says so", max_length=300, blank=True)

    class Meta:
        verbose_name = "rules of the catalogue"
        verbose_name_plural = "rules of the catalogue"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_catalogue_rules"),
            models.CheckConstraint(
                condition=Q(parish_share=None)
                | Q(parish_share__range=(1, 100)) & ~Q(parish_share_source=""),
                name="a_share_names_its_policy",
            ),
            models.CheckConstraint(
                condition=Q(price_years__gte=1, adjust_years__gte=1, review_months__gte=1),
                name="catalogue_rules_of_some_length",
            ),
        ]

    def __str__(self) -> str:
        return "Rules of the catalogue"

    @classmethod
    def now(cls) -> "Setting":
        """Return the council's row, or the defaults while it has none."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class PriceIndex(models.Model):
    """How prices stood in a year, by a published index. None is shipped: none is invented."""

    name = models.CharField("index", max_length=150)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=10, decimal_places=3)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["name", "year"]
        verbose_name = "value of a price index"
        verbose_name_plural = "values of a price index"
        constraints = [
            models.UniqueConstraint(fields=["name", "year"], name="one_index_value_a_year"),
            models.CheckConstraint(condition=Q(value__gt=0), name="index_above_nothing"),
            models.CheckConstraint(condition=~Q(source=""), name="index_names_its_source"),
            models.CheckConstraint(
                condition=Q(year__range=(1900, 2100)), name="index_of_a_real_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.year}"
