"""Notes each deadline that has passed, once.

By the thousand in one statement; only urgent ones are told at once and so go one by one.
"""

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from ... import emails
from ...models import Deadline, Enquiry, Event, Priority
from ...states import Status
from ...wording import passed
from ..move import lock, record
from .rounds import MOST_ROWS, one_by_one

Stage = Deadline.Stage
BATCH = 500
MOST_BATCHES = 100

# A row that another transaction has in hand is left for the next sweep: it may be met just now.
# The event takes a key share of its enquiry anyway; asking for it first keeps us from waiting.
MISS = """
WITH due AS (
    SELECT deadline.id FROM enquiries_deadline deadline
    JOIN enquiries_enquiry enquiry ON enquiry.id = deadline.enquiry_id
    WHERE deadline.met_at IS NULL AND deadline.stopped_at IS NULL AND deadline.missed_at IS NULL
      AND deadline.due_at < %(now)s AND enquiry.status <> %(waiting)s
      AND (enquiry.priority <> %(urgent)s OR deadline.stage = %(silence)s)
    ORDER BY deadline.due_at LIMIT %(batch)s
    FOR NO KEY UPDATE OF deadline SKIP LOCKED FOR KEY SHARE OF enquiry SKIP LOCKED
), missed AS (
    UPDATE enquiries_deadline deadline SET missed_at = %(now)s FROM due
    WHERE deadline.id = due.id AND deadline.missed_at IS NULL
    RETURNING deadline.enquiry_id, deadline.stage, deadline.due_on
)
INSERT INTO enquiries_event (enquiry_id, what, at, old_status, new_status, text, is_public)
SELECT enquiry_id, %(what)s, %(now)s, '', '',
       format(%(words)s, %(labels)s::jsonb ->> stage, to_char(due_on, 'FMDD FMMonth YYYY')), false
FROM missed
"""
WORDS: dict[str, Any] = {
    "waiting": Status.WAITING.value,
    "urgent": Priority.P1.value,
    "silence": Stage.SILENCE.value,
    "what": Event.What.MISSED.value,
    "words": passed("%s", "%s"),
    "labels": json.dumps(dict(Stage.choices)),
    "batch": BATCH,
}


def miss_all(*, now: datetime) -> int:
    """Note every deadline that has passed at an instant, and return how many. Safe to run twice.

    While the county waits for the parish nothing passes.
    """
    return miss_quietly(now=now) + one_by_one(urgent(now), miss, now=now)


def miss_quietly(*, now: datetime) -> int:
    done = 0
    for _ in range(MOST_BATCHES):
        batch = miss_batch(now=now)
        done += batch
        if batch < BATCH:
            break
    return done


@transaction.atomic
def miss_batch(*, now: datetime) -> int:
    """Mark the longest overdue rows missed and write their events, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(MISS, WORDS | {"now": now})
        return cursor.rowcount


def running() -> QuerySet[Deadline]:
    return Deadline.objects.filter(Q(met_at=None, stopped_at=None, missed_at=None))


def urgent(now: datetime) -> list[int]:
    """Return the keys of urgent deadlines that have passed; silence is never urgent."""
    rows = running().filter(due_at__lt=now, enquiry__priority=Priority.P1)
    rows = rows.exclude(stage=Stage.SILENCE).exclude(enquiry__status=Status.WAITING)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:MOST_ROWS])


@transaction.atomic
def miss(*, pk: int, now: datetime) -> bool:
    """Mark one urgent deadline missed if nobody has; only the winner tells of it, at any hour."""
    enquiry = lock(Enquiry(pk=Deadline.objects.values_list("enquiry", flat=True).get(pk=pk)))
    row = running().filter(pk=pk, due_at__lt=now)
    if enquiry.status == Status.WAITING or not row.update(missed_at=now):
        return False
    deadline = Deadline.objects.get(pk=pk)
    event = record(
        enquiry=enquiry, what=Event.What.MISSED, at=now, by=None, public=False,
        text=passed(deadline.get_stage_display(), f"{deadline.due_on:%-d %B %Y}"),
    )  # fmt: skip
    if emails.missed(enquiry=enquiry, event=event, at=now):
        Deadline.objects.filter(pk=pk).update(leader_told_at=now)
    return True
