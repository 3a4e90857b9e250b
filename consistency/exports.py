"""The figures as CSV: one row a group, ISO dates, nobody's name, no formula a sheet would run."""

from collections.abc import Iterator

from govuk import sheets

from .figures import Figures, Row

COLUMNS = [
    "first_day", "last_day", "compared_by", "code", "name", "received", "answered", "on_time",
    "on_time_percent", "median_working_days", "ninth_in_ten_working_days", "late_now", "asked",
    "replied", "replied_percent", "scored", "satisfied", "satisfied_percent", "read_at",
]  # fmt: skip


def cells(row: Row, figures: Figures) -> list[object]:
    chosen = figures.chosen
    return [
        chosen.since.isoformat(), chosen.until.isoformat(), chosen.by.value, row.code, row.name,
        row.received, row.answered, row.on_time, row.on_time_share.percent, row.median, row.ninth,
        row.late, row.asked, row.replied, row.response.percent, row.scored, row.satisfied,
        row.satisfaction.percent, chosen.now.isoformat(timespec="seconds"),
    ]  # fmt: skip


def lines(figures: Figures) -> Iterator[list[object]]:
    yield [*COLUMNS]
    for row in figures.rows:
        yield cells(row, figures)


def to_csv(figures: Figures) -> str:
    return sheets.to_csv(lines(figures))


def file_name(figures: Figures) -> str:
    chosen = figures.chosen
    return f"consistency-by-{chosen.by}-{chosen.since:%Y-%m}-to-{chosen.until:%Y-%m}.csv"
