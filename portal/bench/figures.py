"""Taking ten thousand changes into the managers' figures, on data put back."""

import time

from django.db import connection, transaction
from django.utils import timezone

from consistency import workflows
from consistency.models import Change, Round, StaleQuarter

CHANGES = 10_000
# The newest rounds, as in a busy month, and as many spread over all the years.
NEWEST = "SELECT enquiry_id FROM consistency_round ORDER BY received_at DESC LIMIT %s"
ANY = "SELECT enquiry_id FROM consistency_round ORDER BY md5(id::text) LIMIT %s"
TOUCH = """
UPDATE enquiries_deadline SET days_paused = days_paused + 1
WHERE stage = 'answer' AND enquiry_id IN ({})
"""


def figures(rows: int) -> dict:
    """Time catching up after changes; the floor is the bare UPDATE that made them."""
    if not Round.objects.exists():
        workflows.rebuild(at=timezone.now())
    workflows.catch_up(at=timezone.now())
    changes = min(CHANGES, rows)
    least, took = caught_up(NEWEST, changes)
    _, scattered = caught_up(ANY, changes)
    return {
        "bench": "figures",
        "rows": rows,
        "changes": changes,
        "p50_ms": round(took * 1000, 1),
        "floor_p50_ms": round(least * 1000, 1),
        "ratio": round(took / least, 2),
        "catch_up_seconds": round(took, 2),
        "scattered_seconds": round(scattered, 2),
    }


def caught_up(whose: str, changes: int) -> tuple[float, float]:
    """Return the seconds of changing so many enquiries and of taking that in, and undo both."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            began = time.perf_counter()
            cursor.execute(TOUCH.format(whose), [changes])
            changed = time.perf_counter()
        while Change.objects.exists() or StaleQuarter.objects.exists():
            workflows.catch_up(at=timezone.now())
        done = time.perf_counter()
        transaction.set_rollback(True)
    return changed - began, done - changed
