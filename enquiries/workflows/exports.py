"""Makes a list into a file for one person: asked for, written by a worker, gone when it expires.

The row is the truth: a worker that dies leaves it to the next, once its claim has lapsed.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from ..deadlines.clock import london_day
from ..exports import MOST_ROWS, WRITERS, file_name, rows_of
from ..lists import EnquiryList, from_state
from ..models import Export
from ..permissions import Refused, check_may_read_lists

KEPT, LEASE = timedelta(hours=24), timedelta(minutes=5)
MOST_AT_ONCE = 3
NOTED_EVERY = 5_000
Clock = Callable[[], datetime]


@transaction.atomic
def ask_export(*, query: str, form: str, at: datetime, by) -> Export:
    """Ask for a list as a file. Raises Refused while MOST_AT_ONCE of hers are being made."""
    check_may_read_lists(by)
    waiting = Export.objects.filter(person=by, written_at=None, expires_at__gt=at)
    if waiting.count() >= MOST_AT_ONCE:
        raise Refused(f"{MOST_AT_ONCE} of your exports are being made. Wait for one of them.")
    return Export.objects.create(
        person=by, query=query, form=form, asked_at=at, expires_at=at + KEPT
    )


def write_exports(*, clock: Clock) -> int:
    """Write every file that was asked for and that nobody is writing; return how many."""
    done = 0
    while export := claim_export(at=clock()):
        write_export(export=export, clock=clock)
        done += 1
    return done


def claim_export(*, at: datetime) -> Export | None:
    """Take the oldest export that waits, or whose worker was not heard of for five minutes."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=at)
    waiting = Export.objects.filter(free, written_at=None, expires_at__gt=at)
    with transaction.atomic():
        export = waiting.select_for_update(skip_locked=True).order_by("pk").first()
        if export:
            export.claimed_until, export.rows = at + LEASE, 0
            export.save(update_fields=["claimed_until", "rows"])
    return export


def write_export(*, export: Export, clock: Clock) -> None:
    """Write one file, as what its person sees now; the rows so far are noted on the way."""
    at = clock()
    listed = EnquiryList.asked(
        from_state(export.query), export.person, now=at, today=london_day(at)
    )
    rows = noted(islice(rows_of(listed), MOST_ROWS), export, clock)
    with tempfile.TemporaryFile() as into:
        WRITERS[export.form](rows, into)
        into.seek(0)
        name = f"{export.token}-{file_name(export.form, at)}"
        export.file.save(name, File(into), save=False)
    export.written_at = clock()
    export.save(update_fields=["file", "rows", "written_at"])


def noted(rows: Iterable[list[str]], export: Export, clock: Clock) -> Iterator[list[str]]:
    """Count rows as they pass; every few thousand, say so and hold the claim for longer."""
    for row in rows:
        yield row
        export.rows += 1
        if export.rows % NOTED_EVERY == 0:
            export.claimed_until = clock() + LEASE
            export.save(update_fields=["claimed_until", "rows"])


def sweep_exports(*, now: datetime) -> int:
    """Delete what has expired, file and row; return how many."""
    gone = 0
    for export in Export.objects.filter(expires_at__lte=now):
        name, storage = export.file.name, export.file.storage
        export.delete()
        if name:
            storage.delete(name)
        gone += 1
    return gone
