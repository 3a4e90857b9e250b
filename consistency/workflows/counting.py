"""Takes in what changed: facts made afresh, and the difference they make to their months."""

from datetime import datetime

from django.db import connection, transaction

from .. import facts, standards
from ..models import Change, Freshness, Round

BATCH, BATCHES, QUARTERS, ALL = 10_000, 5, 4, 10_000
# One number for the whole database: whoever holds it takes in changes.
LOCK = 7_104_001
TAKE = """
DELETE FROM consistency_change WHERE id IN (
    SELECT id FROM consistency_change ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING enquiry_id
"""


def catch_up(*, at: datetime) -> int:
    """Take in what changed and return how many enquiries that were.

    Safe to run twice, or at once: the second finds nothing. What changes while this runs stays in
    the list, since its line is committed with it.
    """
    done = 0
    for _ in range(BATCHES):
        taken, is_all = take_in(at=at)
        done += taken
        if is_all:
            break
    freshen(QUARTERS)
    return done


@transaction.atomic
def freshen(quarters: int) -> None:
    """Work out what is expected in the quarters whose answers changed, some at a time."""
    if alone():
        standards.work_out_stale(quarters)


@transaction.atomic
def take_in(*, at: datetime) -> tuple[int, bool]:
    """Take a batch in; return how many enquiries that were, and whether nothing is left to do."""
    if not alone():
        return 0, True
    enquiries = take()
    if enquiries:
        facts.count_afresh(enquiries)
    is_all = not Change.objects.exists()
    if is_all:
        note(at)
    return len(enquiries), is_all


@transaction.atomic
def rebuild(*, at: datetime) -> int:
    """Count everything afresh, as after a bulk load; return how many rounds there are."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    Change.objects.all().delete()
    facts.count_everything()
    standards.work_out_stale(ALL)
    note(at)
    facts.tell_the_planner()
    return Round.objects.count()


def alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def take() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [BATCH])
        return sorted({key for (key,) in cursor.fetchall()})


def note(at: datetime) -> None:
    Freshness.objects.bulk_create(
        [Freshness(pk=1, caught_up_at=at)],
        update_conflicts=True, unique_fields=["id"], update_fields=["caught_up_at"],
    )  # fmt: skip
