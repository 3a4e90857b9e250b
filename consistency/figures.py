"""What a figure is made of: lines from which table, chart, CSV and sentence are all drawn."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.http import urlencode

from .charts import Bars, Plot
from .selection import Choice, Selection

# Fewer cases than this say too little for a percentage.
FEW = 10


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


# A table has thousands of them: frozen, each would take three times as long to make.
@dataclass(slots=True)
class Cell:
    """One number: as a sheet has it, as people read it, and the way to the cases behind it.

    A share is two columns of a sheet: its part, and the percentage if there are cases enough.
    `counts` are the cases that a reader learns from it: a number its own, a share its part and the
    rest, a median or a number of councils none. A cell that does not say is never published.
    """

    values: tuple[object, ...]
    text: str
    url: str = ""
    counts: tuple[int, ...] | None = None

    @property
    def value(self) -> object:
        return self.values[-1]


@dataclass(frozen=True)
class Line:
    """One row of the table, one point of the chart, one row of the CSV."""

    name: str
    cells: list[Cell]
    is_few: bool = False


@dataclass(frozen=True)
class Panel:
    """One measure. `columns` are the headings; `codes` their names in the CSV.

    Where `adds_up`, the last count of each line is the sum of the others.
    """

    code: str
    title: str
    sentences: list[str]
    columns: list[str]
    codes: list[str]
    lines: list[Line]
    first: str = "Name"
    total: Line | None = None
    says: str = ""
    bars: Bars | None = None
    plot: Plot | None = None
    notes: list[str] = field(default_factory=list)
    has_period: bool = True
    adds_up: bool = False


def cases_url(
    chosen: Selection, what: str, choice: Choice | None = None, more: dict[str, str] | None = None,
    without: tuple[str, ...] = (),
) -> str:  # fmt: skip
    """Return the address of the very cases that a number counts."""
    left_out = (*without, chosen.by.value) if choice else without
    start = chosen.once(("address", what, left_out), lambda: first_part(chosen, what, left_out))
    if choice:
        start += f"&{chosen.by.value}={quote_plus(choice.value)}"
    return f"{start}&{urlencode(more)}" if more else start


def first_part(chosen: Selection, what: str, left_out: tuple[str, ...]) -> str:
    """Write what the addresses of a column have in common: a table has hundreds of them."""
    common = {name: each for name, each in chosen.parameters.items() if name not in left_out}
    return f"{reverse('consistency_cases', args=[what])}?{urlencode(common)}"


def number(chosen: Selection, what: str, value: int, choice: Choice | None = None) -> Cell:
    return Cell((value,), f"{value:,}", cases_url(chosen, what, choice), (value,))


def share(chosen: Selection, what: str, part: int, whole: int, choice: Choice | None) -> Cell:
    """Show a share, with the link to the cases of its part; `what` blank has no such list."""
    found = Share(part, whole)
    url = cases_url(chosen, what, choice) if whole and what else ""
    return Cell((part, found.percent), str(found), url, (part, whole - part))


def plain(value: object, text: str | None = None, counts: tuple[int, ...] = ()) -> Cell:
    """Show what leads to no list; unless told otherwise it counts no cases."""
    shown = ("–" if value is None else str(value)) if text is None else text
    return Cell((value,), shown, counts=counts)


def percentile(spread: Counter, part: float) -> int | None:
    """Return the days that such a part of the answers do not exceed; None without answers."""
    left = part * spread.total()
    for days in sorted(spread):
        left -= spread[days]
        if left <= 1e-9:
            return days
    return None
