"""What pages ask of the catalogue beside its rows: how old prices are, and what is to be done."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from .models import PriceIndex, Setting
from .prices import Adjusted, Age, adjusted, age_of
from .snapshots import Snapshot, costs_of


def ages(snapshot: Snapshot, *, on: date, setting: Setting) -> set[Age]:
    """Return how old this county's own prices of a scheme are; empty where it has none."""
    return {
        age_of(line["price_year"], this_year=on.year, most_years=setting.price_years)
        for _, line in costs_of(snapshot, "ours", "local")
        if line["low"]
    }


def prices_are_being_checked(snapshot: Snapshot, *, on: date, setting: Setting) -> bool:
    """Say whether a page must warn that its prices are being checked: one is old or undated."""
    return bool(ages(snapshot, on=on, setting=setting) - {Age.FRESH})


def index_rows() -> list[Mapping]:
    """Return the values of the price index, the first by name; empty while none is loaded."""
    rows: list[Mapping] = list(PriceIndex.objects.values("name", "year", "value", "source"))
    return [row for row in rows if row["name"] == rows[0]["name"]]


def adjusted_line(
    line: dict, *, on: date, setting: Setting, index: Sequence[Mapping]
) -> Adjusted | None:
    """Return an old line's range in newer prices, to be labelled so; None where it cannot be."""
    age = age_of(line["price_year"], this_year=on.year, most_years=setting.adjust_years)
    if age != Age.OLD or not line["low"]:
        return None
    high = Decimal(line["high"]) if line["high"] else None
    return adjusted(Decimal(line["low"]), high, year=line["price_year"], index=index)
