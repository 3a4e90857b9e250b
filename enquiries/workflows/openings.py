"""Notes who looks at a case. Not an act on it: nothing of the enquiry changes."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from ..models import Enquiry, Opening

# One statement, which does not wait until the disk has it: a look that a crash loses is no loss.
# Inside a transaction of others it leaves alone how safely that one is kept.
NOTE_AND_READ = """
WITH noted AS (
    INSERT INTO enquiries_opening (enquiry_id, person_id, opened_at, seen_at)
    SELECT %(enquiry)s, %(person)s, %(at)s, %(at)s FROM set_config(
        'synchronous_commit',
        CASE WHEN %(alone)s THEN 'off' ELSE current_setting('synchronous_commit') END, true)
    ON CONFLICT (enquiry_id, person_id) DO UPDATE SET seen_at = excluded.seen_at,
        opened_at = CASE WHEN enquiries_opening.seen_at >= %(edge)s
            THEN enquiries_opening.opened_at ELSE excluded.opened_at END
)
SELECT person.name, opening.opened_at
FROM enquiries_opening opening JOIN accounts_user person ON person.id = opening.person_id
WHERE opening.enquiry_id = %(enquiry)s AND opening.person_id <> %(person)s
    AND opening.seen_at >= %(edge)s AND person.is_officer
ORDER BY opening.seen_at DESC
"""


class Look(NamedTuple):
    """Somebody has a case open, since an aware instant in UTC."""

    name: str
    opened_at: datetime


def note_opening(*, enquiry: Enquiry, at: datetime, by) -> list[Look]:
    """Note that a person has a case open; return the looks of others who could act on it.

    A look after she was forgotten is a new one.
    """
    values = {
        "enquiry": enquiry.pk,
        "person": by.pk,
        "at": at,
        "edge": Opening.objects.edge(at),
        "alone": not connection.in_atomic_block,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE_AND_READ, values)
        return [Look(*row) for row in cursor.fetchall()]
