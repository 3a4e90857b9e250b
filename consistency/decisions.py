"""What officers decided against the usual course, counted by parish and by officer."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from enquiries.models import Override

from .selection import Selection

LATEST = 100
BY_PARISH, BY_OFFICER = "parish__name", "by__name"
NAMES = dict(Override.What.choices)


@dataclass(frozen=True)
class Line:
    """One parish or officer: how many of each sort, in the order of the table, and together."""

    name: str
    counts: list[int]
    total: int


@dataclass(frozen=True)
class Decisions:
    headings: list[str]
    parishes: list[Line]
    officers: list[Line]
    latest: list[Override]
    total: int


def read(chosen: Selection) -> Decisions:
    """Read the decisions of a period, in three queries."""
    rows = Override.objects.between(*chosen.period)
    parishes, officers = lines(rows, BY_PARISH), lines(rows, BY_OFFICER)
    latest = rows.select_related("enquiry", "parish", "by")[:LATEST]
    total = sum(line.total for line in parishes)
    return Decisions(list(NAMES.values()), parishes, officers, list(latest), total)


def lines(rows, field: str) -> list[Line]:
    """Count by a name, in alphabetical order: it shows where to look, and is no league table."""
    found: dict[str, Counter] = defaultdict(Counter)
    for name, what, count in rows.tally(field).values_list(field, "what", "count"):
        found[name][what] += count
    return [
        Line(name, [counts[what] for what in NAMES], counts.total())
        for name, counts in sorted(found.items())
    ]
