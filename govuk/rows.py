"""Reads one CSV file strictly: what is wrong is named by file, line and column."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Parse = Callable[[str], Any]


class BadRow(Exception):
    """A file cannot be loaded. The message names the file, the line and the column."""

    def __init__(self, file: str, line: int, column: str, why: str):
        where = f"{file}, line {line}" + (f", column {column}" if column else "")
        super().__init__(f"{where}: {why}")


@dataclass(frozen=True)
class Row:
    """One parsed line; `row["name"]` is the value of a column, already checked."""

    file: str
    line: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def bad(self, column: str, why: str) -> BadRow:
        return BadRow(self.file, self.line, column, why)


def read(path: Path, columns: Mapping[str, Parse], *, key: tuple[str, ...]) -> list[Row]:
    """Return the rows of a CSV file in UTF-8. Columns not asked for are ignored.

    Raises BadRow at the first fault, and for two lines with the same key.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadRow(path.name, 1, "", f"the file cannot be read ({error.strerror})") from error
    lines = records(path.name, content)
    header = check_header(path.name, next(lines, (1, []))[1], columns)
    rows = [parse(path.name, line, header, cells, columns) for line, cells in lines]
    refuse_twins(rows, key)
    return rows


def records(file: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not empty with the number of its first line."""
    text = content.decode("utf-8-sig", errors="surrogateescape")
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadRow(file, line, "", f"not well-formed CSV ({error})") from error
        if cells is None:
            return
        if cells:
            yield line, cells
        line = reader.line_num + 1


def check_header(file: str, header: list[str], columns: Mapping[str, Parse]) -> list[str]:
    header = [name.strip() for name in header]
    for column in columns:
        if header.count(column) != 1:
            why = "the column is missing" if column not in header else "the column is there twice"
            raise BadRow(file, 1, column, why)
    return header


def parse(
    file: str, line: int, header: list[str], cells: list[str], columns: Mapping[str, Parse]
) -> Row:
    check_width(file, line, header, cells)
    texts = dict(zip(header, cells, strict=True))
    for column, text in texts.items():
        check_text(file, line, column, text)
    values = {}
    for column, convert in columns.items():
        try:
            values[column] = convert(texts[column].strip())
        except ValueError as error:
            raise BadRow(file, line, column, str(error)) from error
    return Row(file, line, values)


def check_width(file: str, line: int, header: list[str], cells: list[str]) -> None:
    if len(cells) == len(header):
        return
    column = header[len(cells)] if len(cells) < len(header) else f"{header[-1]} and after"
    raise BadRow(file, line, column, f"{len(cells)} fields where {len(header)} are expected")


def check_text(file: str, line: int, column: str, text: str) -> None:
    if "\0" in text:
        raise BadRow(file, line, column, "a NUL character is not text")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadRow(file, line, column, "not UTF-8 text")


def refuse_twins(rows: list[Row], key: tuple[str, ...]) -> None:
    seen: dict[tuple, int] = {}
    for row in rows:
        value = tuple(row[column] for column in key)
        if value in seen:
            shown = ", ".join(str(part) for part in value)
            raise row.bad(key[0], f"“{shown}” is already on line {seen[value]}")
        seen[value] = row.line
