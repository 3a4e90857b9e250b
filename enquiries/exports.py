"""A list as a spreadsheet: the rows the list shows, in its order, nobody's contact details.

Rows are read a block at a time, so that memory stays flat whatever the length.
"""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import IO

from govuk.sheets import csv_parts, neutral

from .deadlines.clock import LONDON
from .filters import TAGS
from .lists import EnquiryList
from .querysets import EnquiryQuerySet
from .references import to_text

BLOCK, PART = 2_000, 64 * 1024
# What a sheet of Excel holds, less its heading.
MOST_ROWS = 1_048_575
# So many letters of a cell are seen.
WIDTH = 16
COLUMNS = {
    "reference": "number", "status": "status", "received": "received_at", "promised": "promised_on",
    "due": "due_on", "closed": "closed_at", "district": "parish__district__name",
    "parish": "parish__name", "council": "council__name", "road": "road", "spot": "spot",
    "kind_code": "kind__code", "kind": "kind__name", "priority": "priority", "team": "team__name",
    "owner": "owner__name", "channel": "channel", "round": "round",
    "clerk_replied": "clerk_replied", "outcome": "outcome__wording", "reason": "reason__wording",
    "passed_to": "passed_to__name", "outside_reference": "external_reference",
    "description": "description",
}  # fmt: skip
HEADING = list(COLUMNS)


def cells(values: tuple) -> list[str]:
    """Write one row in words: ISO days of Europe/London."""
    number, status, *rest = values
    return [to_text(number), TAGS[status], *map(plain, rest)]


def plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return day(value)
    return "" if value is None else str(value)


def day(instant: datetime) -> str:
    return instant.astimezone(LONDON).date().isoformat()


def rows_of(listed: EnquiryList) -> Iterator[list[str]]:
    """Yield the rows of a list in its order, found a block at a time behind the last one.

    Each block is a query of its own, so an export of minutes holds no transaction open.
    """
    mark = None
    while block := read(listed.along(after=mark), listed.order):
        for *values, _, _ in block:
            yield cells(tuple(values))
        *_, instant, key = block[-1]
        mark = (instant.astimezone(UTC), key)


def read(rows: EnquiryQuerySet, order: str) -> list[tuple]:
    return list(rows.first_rows(BLOCK).values_list(*COLUMNS.values(), order, "pk"))


def write_csv(rows: Iterable[list[str]], into: IO[bytes]) -> None:
    for part in csv_parts(chain([HEADING], rows)):
        into.write(part.encode())


def write_xlsx(rows: Iterable[list[str]], into: IO[bytes]) -> None:
    """Write a workbook of one sheet, a row at a time; every cell is text, so none is computed."""
    import xlsxwriter  # heavy, and most processes never write a workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(into, options) as book:
        sheet = book.add_worksheet("Enquiries")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEADING) - 1, WIDTH)
        sheet.set_row(0, None, book.add_format({"bold": True}))
        for at, row in enumerate(chain([HEADING], rows)):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, neutral(cell))


def parts(rows: Iterable[list[str]], form: str) -> Iterator[bytes]:
    """Yield a file in parts: CSV as it is read, a workbook once it is whole."""
    if form == "csv":
        yield from (part.encode() for part in csv_parts(chain([HEADING], rows)))
        return
    with tempfile.TemporaryFile() as into:
        write_xlsx(rows, into)
        into.seek(0)
        yield from iter(lambda: into.read(PART), b"")


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_name(form: str, at: datetime) -> str:
    return f"enquiries-{at.astimezone(LONDON):%Y-%m-%d-%H%M}.{form}"
