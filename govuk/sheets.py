"""Tables for spreadsheets: UTF-8 that they read as such, and no cell that they would compute."""

import csv
from collections.abc import Iterable, Iterator

# A spreadsheet reads UTF-8 as such only after this mark.
BOM = "\ufeff"
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def neutral(cell: object) -> str:
    """Write a cell so that a spreadsheet shows it and never computes it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class Through:
    """Gives what csv.writer makes of a line straight back."""

    def write(self, text: str) -> str:
        return text


def csv_parts(lines: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield lines of cells as CSV text for a spreadsheet, each as it comes."""
    writer = csv.writer(Through())
    yield BOM
    for line in lines:
        yield writer.writerow([neutral(cell) for cell in line])


def to_csv(lines: Iterable[Iterable[object]]) -> str:
    """Write lines of cells as CSV text for a spreadsheet."""
    return "".join(csv_parts(lines))


def told(cell: str) -> str:
    """Undo what `neutral` did to a cell, in a file that came back from a spreadsheet."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell
