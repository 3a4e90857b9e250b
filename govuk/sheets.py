"""Tables for spreadsheets: UTF-8 that they read as such, and no cell that they would compute."""

import csv
import io
from collections.abc import Iterable

# A spreadsheet reads UTF-8 as such only after this mark.
BOM = "\ufeff"
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def neutral(cell: object) -> str:
    """Write a cell so that a spreadsheet shows it and never computes it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def to_csv(lines: Iterable[Iterable[object]]) -> str:
    """Write lines of cells as CSV text for a spreadsheet."""
    text = io.StringIO()
    csv.writer(text).writerows([neutral(cell) for cell in line] for line in lines)
    return BOM + text.getvalue()
