"""Rows into PostgreSQL by COPY, and the numbers and keys they are given."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from enquiries.models import Enquiry

from .case import Case
from .rows import (
    MODELS,
    AnswerRow,
    DateChangeRow,
    DeadlineRow,
    EnquiryRow,
    EventRow,
    QuestionRow,
    ReplyRow,
    SurveyRow,
    columns,
)

ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
CELLS: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    str: lambda value: value.translate(ESCAPED),
    date: str,
    datetime: str,
    UUID: str,
}
BLOCK = 500


@transaction.atomic
def reserve(count: int) -> tuple[int, int]:
    """Reserve consecutive keys and numbers for enquiries; return the first of each.

    The lock keeps an enquiry logged meanwhile from taking a number out of the middle.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE enquiries_enquiry IN EXCLUSIVE MODE")
        cursor.execute("SELECT pg_get_serial_sequence('enquiries_enquiry', 'id')")
        return take_block(cursor, cursor.fetchone()[0], count), take_block(
            cursor, "enquiry_number", count
        )


def take_block(cursor, sequence: str, count: int) -> int:
    cursor.execute("SELECT nextval(%s)", [sequence])
    first = cursor.fetchone()[0]
    cursor.execute("SELECT setval(%s, %s)", [sequence, first + count - 1])
    return first


def next_keys(model, count: int) -> Iterator[int]:
    """Yield keys of a table for which other rows wait."""
    query = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [model._meta.db_table, count])
        return iter([key for (key,) in cursor.fetchall()])


def write_cases(cases: list[Case]) -> None:
    """Write every row of these enquiries. Keys that other rows hold are given here."""
    changes = number_deadlines(cases)
    answers = [row for case in cases for row in case.answers]
    surveys = [pair for case in cases for pair in case.surveys]
    replies = [pair for case in cases for pair in case.replies]
    number(answers, surveys, replies)
    copy(EnquiryRow, (case.row for case in cases))
    copy(DeadlineRow, (row for case in cases for row in case.deadlines))
    copy(DateChangeRow, changes)
    copy(EventRow, (row for case in cases for row in case.events))
    copy(QuestionRow, (row for case in cases for row in case.questions))
    copy(AnswerRow, answers)
    copy(SurveyRow, (row for row, _ in surveys))
    copy(ReplyRow, (row for row, _ in replies))


def number_deadlines(cases: list[Case]) -> list[DateChangeRow]:
    """Give each deadline its key, and the events and changes that name it; return the changes."""
    deadlines = [row for case in cases for row in case.deadlines]
    keys = next_keys(MODELS[DeadlineRow], len(deadlines))
    for row, key in zip(deadlines, keys, strict=True):
        row.id = key
    for event, row in (pair for case in cases for pair in case.misses):
        event.deadline_id = row.id
    changes = [pair for case in cases for pair in case.clocks.changes]
    for change, row in changes:
        change.deadline_id = row.id
    return [change for change, _ in changes]


def number(answers, surveys, replies) -> None:
    for row, key in zip(answers, next_keys(MODELS[AnswerRow], len(answers)), strict=True):
        row.id = key
    keys = next_keys(MODELS[SurveyRow], len(surveys))
    for (row, answer), key in zip(surveys, keys, strict=True):
        row.id, row.answer_id = key, answer.id
    for row, survey in replies:
        row.survey_id = survey.id


def copy(kind: type, rows: Iterable[Any]) -> None:
    """Send rows of one kind as COPY's text format."""
    names = columns(kind)
    statement = f"COPY {MODELS[kind]._meta.db_table} ({', '.join(names)}) FROM STDIN"
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(statement) as into:
        for block in blocks(lines(rows, attrgetter(*names))):
            into.write(block)


def lines(rows: Iterable[Any], values: attrgetter) -> Iterator[str]:
    cells = CELLS
    for row in rows:
        yield "\t".join([cells[type(value)](value) for value in values(row)]) + "\n"


def blocks(lines: Iterator[str]) -> Iterator[str]:
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) == BLOCK:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def analyze() -> None:
    """Tell the planner how much there is now."""
    tables = ", ".join(model._meta.db_table for model in MODELS.values())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def has_enquiries() -> bool:
    return Enquiry.objects.exists()
