"""One closure day among as many open enquiries as there may be, on data put back."""

import resource
import time
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import count, london_day
from enquiries.models import DateChange, Deadline, Event
from enquiries.workflows import calendar
from post.models import Letter

from .sweep import execute

OPEN, DAYS, INSIDE = 100_000, 10, 5
# What the demo's data has running would be moved as well, and cannot be counted beforehand.
STILL = "UPDATE enquiries_deadline SET stopped_at = now() WHERE met_at IS NULL"
OPENED = """
UPDATE enquiries_enquiry SET status = 'received', closed_at = NULL, closed_by_id = NULL,
    outcome_id = NULL, due_on = %s, due_at = %s
WHERE id IN (SELECT id FROM enquiries_enquiry ORDER BY id LIMIT %s)
"""
RUNNING = """
INSERT INTO enquiries_deadline
    (enquiry_id, stage, round, part, standard_id, days, starts_at, promised_on, due_on, due_at,
     target_at, days_paused)
SELECT enquiry.id, stage, 99, 1, standard.id, %s, %s, %s, %s, %s, %s, 0
FROM (SELECT id, kind_id FROM enquiries_enquiry ORDER BY id LIMIT %s) enquiry
JOIN deadlines_standard standard ON standard.kind_id = enquiry.kind_id AND standard.version = 1,
     (VALUES ('answer'), ('silence')) stages (stage)
"""
FLOOR = [
    """UPDATE enquiries_deadline SET due_on = due_on + 1, due_at = due_at + interval '1 day',
       target_at = target_at + interval '1 day' WHERE round = 99""",
    """UPDATE enquiries_enquiry SET due_on = due_on + 1, due_at = due_at + interval '1 day'
       WHERE id IN (SELECT enquiry_id FROM enquiries_deadline WHERE round = 99)""",
]
WRITTEN = (DateChange, Event, Letter)


def closure(rows: int) -> dict:
    """Time a closure beside two bare UPDATEs of the rows whose dates it moves.

    Every one of the open enquiries has an answer and a word from us running over the day. The
    peak is what the process grew by meanwhile, in MB.
    """
    opened = min(OPEN, rows)
    with transaction.atomic():
        day = prepare(opened)
        least, _ = taken_back(bare)
        before, peak = counts(), resident()
        took, after = taken_back(lambda: close(day))
        grew = resident() - peak
        transaction.set_rollback(True)
    moved, changes, events, letters = (new - old for new, old in zip(after, before, strict=True))
    clean()
    return {
        "bench": "closure",
        "rows": rows,
        "open": opened,
        "moved": moved,
        "logged": changes,
        "events": events,
        "letters": letters,
        "p50_ms": round(took * 1000, 1),
        "floor_p50_ms": round(least * 1000, 1),
        "ratio": round(took / least, 2),
        "ms_a_letter": round(took * 1000 / max(letters, 1), 3),
        "grew_mb": round(grew, 1),
    }


def prepare(opened: int) -> date:
    """Open enquiries that were received just now, and return a day on which all of them wait."""
    execute("SET LOCAL statement_timeout = 0")
    execute("SET LOCAL lock_timeout = 0")
    execute(STILL)
    now = timezone.now()
    days = service_calendar(since=london_day(now))
    receipt = count(now, DAYS, days)
    due = [receipt.due_on, receipt.due_at]
    execute(OPENED, [*due, opened])
    execute(RUNNING, [DAYS, now, receipt.due_on, *due, receipt.due_at, opened])
    execute("ANALYZE enquiries_deadline, enquiries_enquiry")
    return next(line.date for line in receipt.days if line.number == INSIDE)


def close(day: date) -> None:
    """As the command does, by an administrator."""
    by = User.objects.filter(is_staff=True, is_active=True).earliest("pk")
    calendar.add_closure(date=day, why="Staff training", at=timezone.now(), by=by)


def bare() -> None:
    for statement in FLOOR:
        execute(statement)


def clean() -> None:
    """Take away the dead rows of what was put back, however long it takes."""
    execute("SET statement_timeout = 0")
    execute("VACUUM enquiries_deadline, enquiries_enquiry, enquiries_event, post_letter")
    execute("RESET statement_timeout")


def counts() -> list[int]:
    """Return how many deadlines were moved, and the rows that a move writes."""
    moved = Deadline.objects.filter(round=99, due_on__gt=F("promised_on")).count()
    return [moved, *(model.objects.count() for model in WRITTEN)]


def taken_back(work: Callable[[], None]) -> tuple[float, list[int]]:
    """Return the seconds of some work and what is there after it, and undo it."""
    with transaction.atomic():
        began = time.perf_counter()
        work()
        took = time.perf_counter() - began
        found = counts()
        transaction.set_rollback(True)
    return took, found


def resident() -> float:
    """Return the most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
