"""The figures: one list of rows, from which sentences, chart, table and CSV are all drawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from . import readings
from .selection import Selection

# Fewer cases than this say too little for a percentage.
FEW = 10
ADDABLE = ("received", "answered", "on_time", "late", "asked", "replied", "scored", "satisfied")


@dataclass(frozen=True)
class Share:
    """A part of a whole: a percentage, or the bare numbers where there are few."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Whole per cent; all but all is 99, hardly any is 1; None under ten cases."""
        if self.whole < FEW:
            return None
        if 0 < self.part < self.whole:
            return min(max(round(100 * self.part / self.whole), 1), 99)
        return 100 if self.part else 0

    def __str__(self) -> str:
        if not self.whole:
            return "None"
        return f"{self.part} of {self.whole}" if self.percent is None else f"{self.percent}%"


@dataclass(frozen=True)
class Row:
    """The figures of one district or kind, or of all. Median and ninth are working days."""

    code: str
    name: str
    received: int = 0
    answered: int = 0
    on_time: int = 0
    median: int | None = None
    ninth: int | None = None
    late: int = 0
    asked: int = 0
    replied: int = 0
    scored: int = 0
    satisfied: int = 0

    @property
    def on_time_share(self) -> Share:
        return Share(self.on_time, self.answered)

    @property
    def response(self) -> Share:
        return Share(self.replied, self.asked)

    @property
    def satisfaction(self) -> Share:
        return Share(self.satisfied, self.scored)

    @property
    def is_few(self) -> bool:
        return self.answered < FEW

    @property
    def is_empty(self) -> bool:
        return not (self.received or self.answered or self.late or self.asked)


@dataclass(frozen=True)
class Figures:
    """Rows in alphabetical order, never ranked, and what they come to together."""

    chosen: Selection
    rows: list[Row]
    total: Row


def read(chosen: Selection, names: Iterable[tuple[int, str, str]]) -> Figures:
    """Read the figures of a selection for groups of (key, code, name); five queries.

    Groups in which nothing happened are left out.
    """
    found = readings.by_group(chosen)
    every = [
        row_of(code, name, *(part.get(key, {}) for part in found)) for key, code, name in names
    ]
    rows = sorted((row for row in every if not row.is_empty), key=lambda row: row.name.casefold())
    sums = {field: sum(getattr(row, field) for row in rows) for field in ADDABLE}
    return Figures(
        chosen, rows, row_of("", "All", sums, {"spread": readings.spread_of_all(chosen)})
    )


def row_of(code: str, name: str, *parts: dict) -> Row:
    merged = {field: value for part in parts for field, value in part.items()}
    median, ninth = merged.pop("spread", None) or (None, None)
    return Row(code=code, name=name, median=median, ninth=ninth, **merged)
