"""Notes who looks at a case. Not an act on it: nothing of the enquiry changes."""

from datetime import datetime

from django.db import connection, transaction

from ..models import Enquiry, Opening

READ = ("enquiry", "opened_at", "person__name", "person__is_officer")


def note_opening(*, enquiry: Enquiry, at: datetime, by) -> list[Opening]:
    """Note that a person has a case open; return the openings of others who could act on it.

    A look after she was forgotten is a new one.
    """
    live = list(enquiry.openings.live(at).select_related("person").only(*READ))
    mine = next((row for row in live if row.person_id == by.pk), None)
    note_own(
        Opening(enquiry=enquiry, person=by, opened_at=mine.opened_at if mine else at, seen_at=at)
    )
    return [row for row in live if row.person_id != by.pk and row.person.is_officer]


def note_own(opening: Opening) -> None:
    """Write a look without waiting until the disk has it: one that a crash loses is no loss."""
    alone = not connection.in_atomic_block
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if alone:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        Opening.objects.bulk_create(
            [opening], update_conflicts=True, unique_fields=["enquiry", "person"],
            update_fields=["opened_at", "seen_at"],
        )  # fmt: skip
