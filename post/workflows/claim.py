"""Taking one letter in hand, so that no other worker takes it."""

from datetime import datetime

from post.models import Letter
from post.states import LEASE

# One statement, so that nothing is held while the letter is sent. Rows in other hands are skipped.
CLAIM = """
UPDATE post_letter
   SET status = 'sending', attempts = attempts + 1, leased_until = %(until)s,
       data_started_at = NULL
 WHERE id = (
       SELECT id FROM post_letter
        WHERE status = 'waiting' AND not_before <= %(at)s
        ORDER BY not_before, id
        LIMIT 1
        FOR UPDATE SKIP LOCKED)
RETURNING *
"""


def claim(*, at: datetime) -> Letter | None:
    """Take the due letter that has waited longest for two minutes; None when nothing is due."""
    rows = list(Letter.objects.raw(CLAIM, {"at": at, "until": at + LEASE}))
    return rows[0] if rows else None
