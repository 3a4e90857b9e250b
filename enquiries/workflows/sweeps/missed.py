"""Notes each deadline whose target has passed, once.

By the thousand in one statement; only urgent ones are told at once and so go one by one. The
target is what counts, so a miss goes on record also when an officer has taken longer; what people
are told of as late goes by the live date.
"""

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from ... import emails
from ...deadlines.clock import LONDON, london_day
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
      AND deadline.target_at < %(now)s AND enquiry.status <> %(waiting)s
      AND (enquiry.priority <> %(urgent)s OR deadline.stage = %(silence)s)
    ORDER BY deadline.target_at LIMIT %(batch)s
    FOR NO KEY UPDATE OF deadline SKIP LOCKED FOR KEY SHARE OF enquiry SKIP LOCKED
), missed AS (
    UPDATE enquiries_deadline deadline SET missed_at = %(now)s FROM due
    WHERE deadline.id = due.id AND deadline.missed_at IS NULL
    RETURNING deadline.id, deadline.enquiry_id, deadline.stage, deadline.target_at
)
INSERT INTO enquiries_event
    (enquiry_id, deadline_id, what, at, old_status, new_status, text, is_public)
SELECT enquiry_id, id, %(what)s, %(now)s, '', '',
       format(%(words)s, %(labels)s::jsonb ->> stage,
              to_char(target_at AT TIME ZONE %(london)s, 'FMDD FMMonth YYYY')), false
FROM missed ORDER BY target_at, id
"""
WORDS: dict[str, Any] = {
    "waiting": Status.WAITING.value,
    "urgent": Priority.P1.value,
    "silence": Stage.SILENCE.value,
    "what": Event.What.MISSED.value,
    "words": passed("%s", "%s"),
    "labels": json.dumps(dict(Stage.choices)),
    "london": str(LONDON),
    "batch": BATCH,
}


def miss_all(*, now: datetime) -> int:
    """Note every target that has passed at an instant, and return how many rows were acted on.

    While the county waits for the parish nothing passes. Safe to run twice.
    """
    return (
        miss_quietly(now=now)
        + one_by_one(keys(urgent(to_miss(now))), miss, now=now)
        + one_by_one(keys(urgent(to_tell(now))), tell, now=now)
    )


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


def to_miss(now: datetime) -> QuerySet[Deadline]:
    """Targets that have passed and are not yet noted."""
    running = Deadline.objects.filter(met_at=None, stopped_at=None, missed_at=None)
    return running.filter(target_at__lt=now)


def to_tell(now: datetime) -> QuerySet[Deadline]:
    """Noted when they were not late yet, because an officer took longer; now they are."""
    noted = Deadline.objects.filter(met_at=None, stopped_at=None, missed_at__isnull=False)
    return noted.filter(owner_told_at=None, due_at__gt=F("target_at"), due_at__lt=now)


def urgent(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Keep what is urgent and the county's turn; silence is never urgent."""
    found = rows.filter(enquiry__priority=Priority.P1).exclude(stage=Stage.SILENCE)
    return found.exclude(enquiry__status=Status.WAITING)


def keys(rows: QuerySet[Deadline]) -> list[int]:
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:MOST_ROWS])


@transaction.atomic
def miss(*, pk: int, now: datetime) -> bool:
    """Mark one urgent deadline missed if nobody has; only the winner tells of it, at any hour."""
    enquiry = locked(pk)
    if enquiry.status == Status.WAITING or not to_miss(now).filter(pk=pk).update(missed_at=now):
        return False
    deadline = Deadline.objects.get(pk=pk)
    event = record(
        enquiry=enquiry, what=Event.What.MISSED, at=now, by=None, public=False, deadline=deadline,
        text=passed(
            deadline.get_stage_display(), f"{london_day(deadline.target_at):%-d %B %Y}"
        ),
    )  # fmt: skip
    if deadline.due_at < now:
        write(deadline, enquiry, event, now)
    return True


@transaction.atomic
def tell(*, pk: int, now: datetime) -> bool:
    """Tell of an urgent deadline that was noted before its live date passed, once."""
    enquiry = locked(pk)
    rows = to_tell(now).filter(pk=pk)
    if enquiry.status == Status.WAITING or not rows.update(owner_told_at=now):
        return False
    write(Deadline.objects.get(pk=pk), enquiry, Event.objects.get(deadline=pk), now)
    return True


def locked(deadline: int) -> Enquiry:
    """Return the enquiry of a deadline, locked as every verb locks it first."""
    return lock(Enquiry(pk=Deadline.objects.values_list("enquiry", flat=True).get(pk=deadline)))


def write(deadline: Deadline, enquiry: Enquiry, event: Event, now: datetime) -> None:
    """Write to the owner and the leader, and note who was told."""
    leader_is_told = emails.missed(enquiry=enquiry, event=event, at=now)
    deadline.owner_told_at, deadline.leader_told_at = now, now if leader_is_told else None
    deadline.save(update_fields=["owner_told_at", "leader_told_at"])
