"""Reads a file of bank holidays strictly: GOV.UK's JSON, or CSV with date, nation and title.

What is wrong is named by the line of the file, or by the nation and its entry. Opens no network.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from .models import BankHoliday

Nation = BankHoliday.Nation
MOST_BYTES = 1024 * 1024
LONGEST_TITLE = 100
COLUMNS = ("date", "nation", "title")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
YEARS = range(1990, 2101)
Key = tuple[str, date]


class BadFile(Exception):
    """A file of holidays cannot be used. The message says where and why, fit to show."""


class Published(NamedTuple):
    """One holiday of a file, and where in the file it stands."""

    date: date
    nation: Nation
    title: str
    where: str

    @property
    def key(self) -> Key:
        return self.nation, self.date

    def __str__(self) -> str:
        return f"{self.title}, {self.date:%-d %B %Y} ({self.nation.label})"


def read(content: bytes) -> list[Published]:
    """Return the holidays of a file in order of date. Raises BadFile at the first fault."""
    text = text_of(content)
    entries = from_json(text) if text.lstrip()[:1] in ("{", "[") else from_csv(text)
    rows = list(entries)
    if not rows:
        raise BadFile("The file has no holidays in it.")
    refuse_twins(rows)
    return sorted(rows, key=lambda row: (row.date, row.nation))


def text_of(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise BadFile("The file is larger than 1 MB. The published file is far smaller.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(f"Line {line}: not UTF-8 text.") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadFile(f"Line {line}: a NUL character is not text.")
    if not text.strip():
        raise BadFile("The file is empty.")
    return text


def from_json(text: str) -> Iterator[Published]:
    for name, division in parsed(text).items():
        nation = nation_of(name, f"“{shown(name)}”")
        events = division.get("events") if isinstance(division, dict) else None
        if not isinstance(events, list):
            raise BadFile(f"{name}: there is no list of events.")
        for number, event in enumerate(events, start=1):
            where = f"{name}, entry {number}"
            if not isinstance(event, dict):
                raise BadFile(f"{where}: not an event with a date and a title.")
            yield holiday(event.get("date"), nation, event.get("title"), where)


def parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=without_twins)
    except json.JSONDecodeError as error:
        raise BadFile(f"Line {error.lineno}: not well-formed JSON ({error.msg}).") from error
    except (RecursionError, ValueError) as error:
        raise BadFile("The file is not well-formed JSON.") from error
    if not isinstance(found, dict):
        raise BadFile("Line 1: the file must name each nation with its events.")
    return found


def without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a later name silently replace an earlier one; half a file would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twin = next(name for name, _ in pairs if [n for n, _ in pairs].count(name) > 1)
        raise BadFile(f"“{shown(twin)}” is there twice.")
    return found


def from_csv(text: str) -> Iterator[Published]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header, line = None, 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadFile(f"Line {line}: not well-formed CSV ({error}).") from error
        if cells is None:
            return
        if header is None:
            header = checked_header(cells)
        elif cells:
            yield from_cells(header, cells, f"Line {line}")
        line = reader.line_num + 1


def checked_header(cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    for column in COLUMNS:
        if header.count(column) != 1:
            raise BadFile(f"Line 1: there must be one column named “{column}”.")
    return header


def from_cells(header: list[str], cells: list[str], where: str) -> Published:
    if len(cells) != len(header):
        raise BadFile(f"{where}: {len(cells)} fields where {len(header)} are expected.")
    row = dict(zip(header, cells, strict=True))
    nation = nation_of(row["nation"].strip(), where)
    return holiday(row["date"].strip(), nation, row["title"], where)


def nation_of(name: str, where: str) -> Nation:
    if name not in Nation.values:
        known = ", ".join(Nation.values)
        raise BadFile(f"{where}: “{shown(name)}” is not a nation we know. Use {known}.")
    return Nation(name)


def holiday(day: Any, nation: Nation, title: Any, where: str) -> Published:
    title = plain(title) if isinstance(title, str) else ""
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        raise BadFile(f"{where}: the title must be text of 1 to {LONGEST_TITLE} characters.")
    return Published(day_of(day, where), nation, title, where)


def day_of(day: Any, where: str) -> date:
    try:
        if not isinstance(day, str) or not DAY.fullmatch(day):
            raise ValueError
        found = date.fromisoformat(day)
    except ValueError as error:
        raise BadFile(f"{where}: “{shown(day)}” is not a date like 2026-12-25.") from error
    if found.year not in YEARS:
        raise BadFile(f"{where}: {found.year} is not a year from {YEARS[0]} to {YEARS[-1]}.")
    return found


def plain(title: str) -> str:
    """Write a title as the shipped data does: straight apostrophes, single spaces."""
    return " ".join(title.replace("\u2019", "'").split())


def shown(value: Any) -> str:
    readable = str(value)[:40].encode("utf-8", "replace").decode()
    return readable.replace("\n", " ")


def refuse_twins(rows: Iterable[Published]) -> None:
    seen: dict[Key, Published] = {}
    for row in rows:
        if twin := seen.get(row.key):
            day = f"{row.date:%-d %B %Y}"
            raise BadFile(f"{row.where}: {day} is already there for {row.nation} ({twin.where}).")
        seen[row.key] = row
