"""Letters in hand: taken by one worker at a time, and taken back from a dead one."""

import logging
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from django.db import transaction

from post.models import Era, Letter
from post.states import LEASE

logger = logging.getLogger(__name__)
Status = Letter.Status

PARKED = "The sending was cut off after the text went out. It may have been sent."
FAILED = "Gave up: the sending was cut off too many times."
# As many as a worker takes at once, so that taking them costs each of them little.
HANDFUL = 10

# One statement, so that nothing is held while letters are sent. Rows in other hands are skipped.
# A claim of letters that are parked when in doubt is on the disk before any of them goes out, with
# the era of the database: what is noted of each later may be forgotten, and then the era is another
# (see `reap`). A claim of letters that are sent again when in doubt may be forgotten too.
CLAIM = """
WITH due AS MATERIALIZED (
       SELECT id, policy FROM post_letter
        WHERE status = 'waiting' AND not_before <= %(at)s AND (mailing_id IS NULL OR mailing_id
              NOT IN (SELECT id FROM post_mailing WHERE paused_at IS NOT NULL))
        ORDER BY priority, not_before, id
        LIMIT %(most)s
        FOR UPDATE SKIP LOCKED),
     quick AS MATERIALIZED (
       SELECT CASE WHEN EXISTS (SELECT FROM due WHERE policy = 'park') THEN 'off'
              ELSE set_config('synchronous_commit', 'off', true) END AS done),
     begun AS (
       INSERT INTO post_era (id, is_now)
       SELECT gen_random_uuid(), true WHERE NOT EXISTS (SELECT FROM post_era)
       ON CONFLICT DO NOTHING RETURNING id)
UPDATE post_letter letter
   SET status = 'sending', leased_until = %(until)s, data_started_at = NULL,
       era = COALESCE((SELECT id FROM post_era), (SELECT id FROM begun))
  FROM quick, due
 WHERE quick.done = 'off' AND letter.id = due.id
RETURNING letter.*
"""


def claim(*, at: datetime, most: int = HANDFUL) -> list[Letter]:
    """Take some due letters for one lease: of the first priority, and those that waited longest.

    They come in the order in which they are to leave; none of them is tried yet, see `begin`.
    Letters of a mailing that is paused stay. Empty when nothing is due.
    """
    given = {"at": at, "until": at + LEASE, "most": most}
    rows = Letter.objects.raw(CLAIM, given)
    return sorted(rows, key=attrgetter("priority", "not_before", "id"))


def give_back(letters: Sequence[Letter]) -> None:
    """Let letters wait again that were not tried, save those that others have by now."""
    for until in {letter.leased_until for letter in letters}:
        mine = [letter.pk for letter in letters if letter.leased_until == until]
        rows = Letter.objects.sending().filter(pk__in=mine, leased_until=until)
        rows.update(status=Status.WAITING, leased_until=None)


@transaction.atomic
def reap(*, at: datetime) -> int:
    """Take back letters whose lease has ended; return how many.

    A letter whose text never went out is always safe to send again. Whether it did, a database that
    crashed meanwhile may not remember.
    """
    lapsed, era = Letter.objects.lapsed(at), Era.objects.values_list("pk", flat=True).first()
    parked = lapsed.to_be_parked(era).update(status=Status.PARKED, leased_until=None, error=PARKED)
    failed = lapsed.worn_out().update(status=Status.FAILED, leased_until=None, error=FAILED)
    again = lapsed.update(status=Status.WAITING, leased_until=None, not_before=at)
    if parked or failed or again:
        logger.warning("Lapsed letters: %s parked, %s failed, %s again", parked, failed, again)
    return parked + failed + again
