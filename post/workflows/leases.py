"""Letters in hand: taken by one worker at a time, and taken back from a dead one."""

import logging
from datetime import datetime

from django.db import transaction

from post.models import Letter
from post.states import LEASE

logger = logging.getLogger(__name__)
Status = Letter.Status

PARKED = "The sending was cut off after the text went out. It may have been sent."
FAILED = "Gave up: the sending was cut off too many times."

# One statement, so that nothing is held while the letter is sent. Rows in other hands are skipped.
# The commit of a claim need not reach the disk: a claim that a crash of the database forgets has
# sent nothing, because the note that the text goes out is on the disk first, and the claim with it.
CLAIM = """
WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS done)
UPDATE post_letter letter
   SET status = 'sending', attempts = attempts + 1, leased_until = %(until)s,
       data_started_at = NULL
  FROM quick
 WHERE quick.done = 'off' AND letter.id = (
       SELECT id FROM post_letter
        WHERE status = 'waiting' AND not_before <= %(at)s AND (mailing_id IS NULL OR mailing_id
              NOT IN (SELECT id FROM post_mailing WHERE paused_at IS NOT NULL))
        ORDER BY priority, not_before, id
        LIMIT 1
        FOR UPDATE SKIP LOCKED)
RETURNING letter.*,
    EXISTS (SELECT FROM post_address WHERE address = lower(letter."to")
            AND rests_since IS NOT NULL) AS rests,
    EXISTS (SELECT FROM post_mailing mailing WHERE mailing.id = letter.mailing_id
            AND mailing.cancelled_at IS NOT NULL) AS cancelled
"""


def claim(*, at: datetime) -> Letter | None:
    """Take the due letter of the first priority that has waited longest, for one lease.

    Letters of a mailing that is paused stay. None when nothing is due.
    """
    rows = list(Letter.objects.raw(CLAIM, {"at": at, "until": at + LEASE}))
    return rows[0] if rows else None


@transaction.atomic
def reap(*, at: datetime) -> int:
    """Take back letters whose lease has ended; return how many.

    A letter whose text never went out is always safe to send again.
    """
    lapsed = Letter.objects.lapsed(at)
    parked = lapsed.to_be_parked().update(status=Status.PARKED, leased_until=None, error=PARKED)
    failed = lapsed.worn_out().update(status=Status.FAILED, leased_until=None, error=FAILED)
    again = lapsed.update(status=Status.WAITING, leased_until=None, not_before=at)
    if parked or failed or again:
        logger.warning("Lapsed letters: %s parked, %s failed, %s again", parked, failed, again)
    return parked + failed + again
