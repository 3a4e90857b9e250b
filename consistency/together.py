"""Which counts of several published tables are one and the same.

A month has many measures: what one table leaves out another might give away. Each count has a name:
whose it is, of which months, and what it counts. Counts of one name are equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .figures import Panel
from .stats.withheld import Atom, Sum

Name = tuple[str, date, int, str]
ALL = "\0all"
# What the columns of a share count: the part, and the rest.
SHARES = {
    ("on-time", "on_time"): ("on_time", "late"), ("late-expected", "observed"): ("late", "on_time"),
    ("outcomes", "refused"): ("refused", "outcomes-rest"),
    ("refused-expected", "observed"): ("refused", "decided-rest"),
}  # fmt: skip
SINGLE = {("late-expected", "cases"): "answered", ("refused-expected", "cases"): "decided"}
ASKED = {"Overall": "satisfied", "Time taken": "time_taken_satisfied",
         "Clarity of reasons": "clarity_satisfied", "Kept informed": "informed_satisfied",
         "Treated fairly": "fairly_satisfied"}  # fmt: skip
MONTH_CODE = 7  # as in 2026-10


@dataclass(frozen=True)
class Table:
    """A published measure, the last month it tells of, and how many months it tells of."""

    panel: Panel
    month: date
    months: int = 1


def names(table: Table) -> Iterator[tuple[int, int, int, Name]]:
    """Yield line, column, place in the cell, and the name of every count of a table."""
    panel = table.panel
    lines = [*panel.lines, *([panel.total] if panel.total else [])]
    for row, line in enumerate(lines):
        whose = ALL if row == len(panel.lines) else line.name
        code = 0
        for column, cell in enumerate(line.cells):
            for place in range(len(cell.counts or ())):
                yield row, column, place, name_of(table, whose, panel.codes[code : code + 1], place)
            code += len(cell.values)


def name_of(table: Table, whose: str, codes: list[str], place: int) -> Name:
    """Return the name of a count. What is not known to be the same elsewhere is its own."""
    panel, code = table.panel, "".join(codes)
    period = (table.month, table.months)
    if panel.code == "survey-questions":
        return ALL, *period, f"{ASKED.get(whose, whose)}/{place}"
    if panel.code == "demand" and len(code) == MONTH_CODE and code[:4].isdigit():
        return whose, date.fromisoformat(f"{code}-01"), 1, "received"
    both = SHARES.get((panel.code, code))
    if both:
        return whose, *period, both[place]
    single = SINGLE.get((panel.code, code), code)
    shared = single if panel.code in SHARED else f"{panel.code}:{single}"
    return whose, *period, f"{shared}/{place}" if panel.code == "satisfaction" else shared


SHARED = {"on-time", "time-taken", "late-expected", "refused-expected", "outcomes", "reopened",
          "satisfaction", "demand"}  # fmt: skip


def links(named: dict[Atom, Name]) -> Iterator[Sum]:
    """Yield that counts of one name are equal."""
    for atom, name in named.items():
        yield Sum([atom], stands_for(name))


def stands_for(name: Name) -> Atom:
    return ("name", name, 0)
