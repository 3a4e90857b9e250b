"""Reads the results of the engagement software strictly; each fault by its line and column.

Columns: reference (as we signed it), answered_at (ISO 8601; a day alone is noon in London),
overall, and if there are any time_taken, clarity, informed, fairly and comment. A score is 1 to 5,
or in the words of the scale; blank or “don't know” is none. Other columns are left out.
"""

import csv
import io
from datetime import date, datetime, time
from typing import NamedTuple

from enquiries.deadlines.clock import LONDON
from govuk.forms import UNREADABLE, scrub
from govuk.sheets import told

from .models import SCORES, Words

NEEDED = ("reference", "answered_at", "overall")
COLUMNS = (*NEEDED, *SCORES[1:], "comment")
MOST_BYTES, MOST_LINES, MOST_FAULTS = 1024 * 1024, 2000, 20
LONGEST = 2000


class BadSheet(Exception):
    """A file of results cannot be used. `faults` say where and why, each fit to show."""

    def __init__(self, *faults: str):
        super().__init__(faults[0])
        self.faults = list(faults)


class Row(NamedTuple):
    """One answer of a file, and the line it stands in."""

    line: int
    reference: str
    answered_at: datetime
    scores: dict[str, int | None]
    comment: str


def read(content: bytes) -> list[Row]:
    """Return the answers of a file in its order. Raises BadSheet with up to 20 faults."""
    lines = list(lines_of(text_of(content)))
    if not lines:
        raise BadSheet("The file is empty.")
    header = [cell.strip().lower() for cell in lines[0][1]]
    if missing := [name for name in NEEDED if header.count(name) != 1]:
        raise BadSheet(*(f"Line 1: there must be one column named “{name}”." for name in missing))
    if len(lines) > MOST_LINES + 1:
        raise BadSheet(f"The file has more than {MOST_LINES:,} answers. Divide it.")
    reader = Reader(header, Words.current())
    rows = [row for number, cells in lines[1:] if (row := reader.row(number, cells))]
    if reader.faults:
        raise BadSheet(*reader.faults[:MOST_FAULTS])
    if not rows:
        raise BadSheet("The file has no answers in it.")
    return rows


def text_of(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise BadSheet("The file is larger than 1 MB. Divide it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadSheet(f"Line {line}: not UTF-8 text.") from error


def lines_of(text: str):
    """Yield each line that has cells, with its number in the file."""
    reader, number = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadSheet(f"Line {number}: not well-formed CSV ({error}).") from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield number, cells
        number = reader.line_num + 1


class Reader:
    """Reads the lines below a header, and gathers what is wrong with them."""

    def __init__(self, header: list[str], words: dict[str, str]):
        self.header, self.faults = header, list[str]()
        self.seen: dict[str, int] = {}
        ours = dict(Words.Code.choices)
        self.points = {
            text.replace("’", "'").casefold(): code
            for known in (ours, words)
            for code, text in known.items()
            if code.isdigit() or code == Words.Code.DONT_KNOW
        }

    def fault(self, line: int, column: str, why: str) -> None:
        self.faults.append(f"Line {line}, column “{column}”: {why}")

    def row(self, line: int, cells: list[str]) -> Row | None:
        before = len(self.faults)
        if len(cells) != len(self.header):
            count = f"{len(cells)} fields where {len(self.header)} are expected."
            self.faults.append(f"Line {line}: {count}")
            return None
        given = dict(zip(self.header, map(told, cells), strict=True))
        row = Row(
            line, self.reference(line, given), self.instant(line, given["answered_at"].strip()),
            {name: self.score(line, name, given.get(name, "")) for name in SCORES},
            self.comment(line, given.get("comment", "")),
        )  # fmt: skip
        return row if len(self.faults) == before else None

    def reference(self, line: int, given: dict[str, str]) -> str:
        reference = given["reference"].strip()
        if reference in self.seen:
            self.fault(line, "reference", f"stands in line {self.seen[reference]} already.")
        self.seen.setdefault(reference, line)
        return reference

    def instant(self, line: int, text: str) -> datetime:
        try:
            if len(text) == len("2026-11-18"):
                return datetime.combine(date.fromisoformat(text), time(12), tzinfo=LONDON)
            found = datetime.fromisoformat(text)
            return found if found.tzinfo else found.replace(tzinfo=LONDON)
        except ValueError:
            self.fault(line, "answered_at", f"{shown(text)} is not a day such as 2026-11-18.")
            return datetime.now(LONDON)

    def score(self, line: int, column: str, cell: str) -> int | None:
        text = cell.strip().replace("’", "'").casefold()
        code = text if text in {"1", "2", "3", "4", "5"} else self.points.get(text)
        if code is None and text not in ("", Words.Code.DONT_KNOW):
            self.fault(line, column, f"{shown(cell)} is not 1 to 5, a word of the scale or blank.")
        return int(code) if code and code.isdigit() else None

    def comment(self, line: int, cell: str) -> str:
        text = cell.strip().replace("\r\n", "\n")
        if len(text) > LONGEST:
            self.fault(line, "comment", f"has more than {LONGEST:,} characters.")
        if UNREADABLE in scrub(text):
            self.fault(line, "comment", "has characters that cannot be shown.")
        return text


def shown(text: str) -> str:
    """Quote a cell that may be anything, shortly."""
    text = "".join(each if each.isprintable() else UNREADABLE for each in text)
    return f"“{text[:30]}…”" if len(text) > 30 else f"“{text}”"
