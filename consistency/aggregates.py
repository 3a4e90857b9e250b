"""Percentiles that PostgreSQL computes and Django has no name for."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, IntegerField


class MedianAndNinth(Aggregate):
    """The values that half, and nine in ten, of the rows do not exceed: [median, ninth].

    Both are values that really occurred (percentile_disc), found in one sort; None without rows.
    """

    template = "percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(IntegerField())
