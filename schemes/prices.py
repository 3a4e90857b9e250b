"""Sums about prices: what year a source means, what is old, and what an index makes of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices

YEAR = re.compile(r"^(19\d\d|20\d\d)(?:$|[-/ ])")
# Whole tens of pounds: an adjusted figure is a guide, and its last digits would only look exact.
ROUNDED = Decimal(10)


class Age(TextChoices):
    FRESH = "fresh", "In date"
    OLD = "old", "Older than the council allows"
    UNDATED = "undated", "The source gives no date"


@dataclass(frozen=True)
class Adjusted:
    """A range moved by a published index from one year's prices to another's, in pounds."""

    low: Decimal
    high: Decimal | None
    from_year: int
    to_year: int
    index: str
    source: str


def year_of(words: str) -> int | None:
    """Return the year that a date begins with, as in 2024-04 or 2023/24; None for any other."""
    found = YEAR.match(words.strip())
    return int(found[1]) if found else None


def age_of(price_year: int | None, *, this_year: int, most_years: int) -> Age:
    """Say whether a price is older than so many years; one without a year cannot be trusted."""
    if price_year is None:
        return Age.UNDATED
    return Age.OLD if this_year - price_year > most_years else Age.FRESH


def adjusted(
    low: Decimal | None, high: Decimal | None, *, year: int | None, index: Sequence[Mapping]
) -> Adjusted | None:
    """Return a range in the prices of the index's last year.

    `index` holds rows of one index (`name`, `year`, `value`, `source`). None where there is no
    figure, no year, no value for that year, or nothing later.
    """
    values = {row["year"]: row for row in index}
    if low is None or year is None or year not in values or max(values) <= year:
        return None
    last = values[max(values)]
    factor = last["value"] / values[year]["value"]
    top = rounded(high * factor) if high is not None else None
    return Adjusted(
        rounded(low * factor), top, year, last["year"], last["name"], last["source"]
    )  # fmt: skip


def rounded(pounds: Decimal) -> Decimal:
    return (pounds / ROUNDED).quantize(Decimal(1), ROUND_HALF_UP) * ROUNDED


def plain(pounds: Decimal | None) -> str:
    """Write an amount as the price file does: 30000, 71.22; nothing where it is not known."""
    if pounds is None:
        return ""
    return f"{pounds.quantize(Decimal(1)) if pounds == pounds.to_integral() else pounds:f}"
