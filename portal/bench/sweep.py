"""The sweep of deadlines among as many running ones as there are enquiries, on data put back."""

import time
from collections.abc import Callable
from datetime import datetime
from statistics import median

from django.db import connection, transaction
from django.utils import timezone

from enquiries.models import Deadline
from enquiries.workflows.sweeps.missed import miss_quietly

FALL_DUE, SAMPLES = 5_000, 5
# Every enquiry gets one more running deadline, so that the index is as large as it can be.
RUNNING = """
INSERT INTO enquiries_deadline
    (enquiry_id, stage, round, part, standard_id, starts_at, promised_on, due_on, due_at, target_at,
     days_paused)
SELECT enquiry.id, 'silence', 99, 1, standard.id, now(), current_date + 9, current_date + 9,
       now() + interval '9 days', now() + interval '9 days', 0
FROM enquiries_enquiry enquiry
JOIN deadlines_standard standard ON standard.kind_id = enquiry.kind_id AND standard.version = 1
"""
CLEAR = """
UPDATE enquiries_deadline SET missed_at = target_at WHERE missed_at IS NULL AND target_at < %s
"""
FALL = """
UPDATE enquiries_deadline SET target_at = %s - interval '1 hour' WHERE id IN (
    SELECT deadline.id FROM enquiries_deadline deadline
    JOIN enquiries_enquiry enquiry ON enquiry.id = deadline.enquiry_id
    WHERE deadline.round = 99 AND enquiry.status <> 'waiting' ORDER BY md5(deadline.id::text)
    LIMIT %s)
"""
FLOOR = """
UPDATE enquiries_deadline SET missed_at = %s
WHERE met_at IS NULL AND stopped_at IS NULL AND missed_at IS NULL AND target_at < %s RETURNING id
"""


def deadline_sweep(rows: int) -> dict:
    """Time the sweep beside one bare UPDATE of the rows that are due; leave nothing behind."""
    now, due = timezone.now(), min(FALL_DUE, rows // 20)
    with transaction.atomic():
        prepare(now, due)
        ours, floor = [], []
        for _ in range(SAMPLES):
            ours.append(taken_back(lambda: miss_quietly(now=now)))
            floor.append(taken_back(lambda: bare(now)))
        running = Deadline.objects.filter(met_at=None, stopped_at=None).count()
        transaction.set_rollback(True)
    execute("VACUUM enquiries_deadline, enquiries_event")
    took, least = median(each[0] for each in ours), median(each[0] for each in floor)
    return {
        "bench": "deadline_sweep",
        "rows": rows,
        "running": running,
        "due": due,
        "touched": ours[-1][1],
        "p50_ms": round(took * 1000, 1),
        "floor_p50_ms": round(least * 1000, 1),
        "ratio": round(took / least, 2),
    }


def prepare(now: datetime, due: int) -> None:
    execute("SET LOCAL statement_timeout = 0")
    execute(RUNNING)
    execute(CLEAR, [now])
    execute(FALL, [now, due])
    execute("ANALYZE enquiries_deadline")


def bare(now: datetime) -> int:
    return execute(FLOOR, [now, now])


def execute(statement: str, values: list | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def taken_back(work: Callable[[], int]) -> tuple[float, int]:
    """Return the seconds of some work and the deadlines it touched, and undo it."""
    with transaction.atomic():
        before = Deadline.objects.filter(missed_at__isnull=False).count()
        began = time.perf_counter()
        work()
        took = time.perf_counter() - began
        touched = Deadline.objects.filter(missed_at__isnull=False).count() - before
        transaction.set_rollback(True)
    return took, touched
