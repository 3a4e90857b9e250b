"""The figures as CSV: one row a group, ISO dates, nobody's name, no formula a sheet would run."""

import csv
import io
from collections.abc import Iterator

from .figures import Figures, Row

# A spreadsheet reads UTF-8 as such only after this mark.
BOM = "\ufeff"
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
COLUMNS = [
    "first_day", "last_day", "compared_by", "code", "name", "received", "answered", "on_time",
    "on_time_percent", "median_working_days", "ninth_in_ten_working_days", "late_now", "asked",
    "replied", "replied_percent", "scored", "satisfied", "satisfied_percent", "read_at",
]  # fmt: skip


def neutral(cell: object) -> str:
    """Write a cell so that a spreadsheet shows it and never computes it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def cells(row: Row, figures: Figures) -> list[object]:
    chosen = figures.chosen
    return [
        chosen.since.isoformat(), chosen.until.isoformat(), chosen.by.value, row.code, row.name,
        row.received, row.answered, row.on_time, row.on_time_share.percent, row.median, row.ninth,
        row.late, row.asked, row.replied, row.response.percent, row.scored, row.satisfied,
        row.satisfaction.percent, chosen.now.isoformat(timespec="seconds"),
    ]  # fmt: skip


def lines(figures: Figures) -> Iterator[list[str]]:
    yield COLUMNS
    for row in figures.rows:
        yield [neutral(cell) for cell in cells(row, figures)]


def to_csv(figures: Figures) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines(figures))
    return BOM + text.getvalue()


def file_name(figures: Figures) -> str:
    chosen = figures.chosen
    return f"consistency-by-{chosen.by}-{chosen.since:%Y-%m}-to-{chosen.until:%Y-%m}.csv"
