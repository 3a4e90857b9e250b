"""The exact spot on the ground, where it is known. A map and a grid reference are aids only."""

from django.db import models
from django.db.models import Q

from ..grid import Position, grid_reference, shape_of

BOTH_OR_NEITHER = Q(latitude=None, longitude=None) | Q(
    latitude__range=(-90, 90), longitude__range=(-180, 180)
)


class Spot(models.Model):
    """Degrees of WGS 84, and what they were worked out from. What the clerk wrote is kept beside.

    The road and her words are the truth: a position may be wrong, outside the county or missing.
    """

    class From(models.TextChoices):
        GRID = "grid", "Grid reference"
        DEGREES = "degrees", "Latitude and longitude"
        MAP = "map", "Map"

    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    spot_from = models.CharField(max_length=7, choices=From, blank=True, db_default="")

    class Meta:
        abstract = True

    @property
    def is_on_the_map(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def position(self) -> Position | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude, self.spot_from)

    @property
    def grid_reference(self) -> str:
        """The square of ten metres that the spot lies in; blank if none, or outside the grid."""
        return grid_reference(*self.position[:2]) if self.position else ""

    @property
    def degrees(self) -> str:
        """Latitude and longitude as people paste them, to about a metre."""
        return "{:.5f}, {:.5f}".format(*self.position) if self.position else ""

    @property
    def spot_as_given(self) -> str:
        """What kind of address her words hold that we keep but do not look up; often blank."""
        return shape_of(getattr(self, "spot", "")) or shape_of(getattr(self, "road", ""))


def spot_constraint(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=BOTH_OR_NEITHER, name=f"{model}_has_both_degrees_or_neither"
    )
