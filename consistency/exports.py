"""The figures as CSV and as a workbook, and the cases behind them: ISO dates, nobody's name."""

import io
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from enquiries import references
from govuk import sheets

from .facts import QUESTIONS
from .figures import Panel
from .models import Round
from .selection import Selection

SCORES = [f"score_{name}" for name in QUESTIONS]
CASE_COLUMNS = [
    "reference", "round", "received_month", "answered_month", "invited_month", "received_at",
    "answered_at", "target_at", "stopped_at", "asked_kind", "kind", "priority", "channel",
    "district", "parish", "council", "council_kind", "team", "officer", "outcome", "reason",
    "working_days", "paused_days", "on_time", "refused", "uncited", "reopened", "words_kept",
    "words_broken", "replied", "score", *SCORES,
]  # fmt: skip
PATHS = [
    "number", "round", "received_month", "answered_month", "invited_month", "received_at",
    "answered_at", "target_at", "stopped_at", "asked_kind__code", "kind__code", "priority",
    "channel", "parish__district__gss_code", "parish__gss_code", "council", "council__kind", "team",
    "officer", "outcome__code", "reason__code", "days", "paused", "on_time", "refused", "uncited",
    "reopened", "words_kept", "words_broken", "replied", "score", *SCORES,
]  # fmt: skip


def lines(panel: Panel, chosen: Selection) -> Iterator[list[object]]:
    """Yield the heading and one line for each line of the table."""
    yield ["first_day", "last_day", panel.first.lower().replace(" ", "_"), *panel.codes]
    for line in panel.lines:
        values = [value for cell in line.cells for value in cell.values]
        yield [chosen.since.isoformat(), chosen.until.isoformat(), line.name, *values]


def to_csv(panel: Panel, chosen: Selection) -> str:
    return sheets.to_csv(lines(panel, chosen))


def file_name(panel: Panel, chosen: Selection, kind: str = "csv") -> str:
    return f"{panel.code}-{chosen.since:%Y-%m}-to-{chosen.until:%Y-%m}.{kind}"


def case_lines(rows: QuerySet[Round]) -> Iterator[Iterable[object]]:
    """Yield one line a round: whoever has these can count every figure again.

    No person is named: an officer is a number, and of the council's people there is nothing.
    """
    yield CASE_COLUMNS
    found = rows.order_by("number", "round").values_list(*PATHS)
    for number, *values in found.iterator(chunk_size=2000):
        yield [references.to_text(number), *map(plain, values)]


def plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def workbook(panels: Iterable[Panel], chosen: Selection, about: Iterable[str]) -> bytes:
    """Return an XLSX workbook: a sheet a measure, and one about the figures."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    notes = book.add_worksheet("About")
    for place, text in enumerate(about):
        notes.write_string(place, 0, text)
    for panel in panels:
        sheet = book.add_worksheet(panel.code[:31])
        for place, values in enumerate(lines(panel, chosen)):
            for column, value in enumerate(values):
                write(sheet, place, column, value, bold if not place else None)
        sheet.freeze_panes(1, 3)
    book.close()
    return file.getvalue()


def write(sheet, row: int, column: int, value: object, look) -> None:
    if value is None:
        return
    if isinstance(value, (int, float)):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, str(value), look)
