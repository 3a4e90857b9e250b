"""The turn of a letter in hand: its try is counted, and what is to be asked just then is asked."""

import logging
from datetime import datetime
from typing import NamedTuple

from post.models import Letter
from post.states import LEASE

from .outcomes import QUICK, TAKEN
from .prepared import row_of

logger = logging.getLogger(__name__)

# One statement for each letter: it notes that the letter before was taken, and begins this one.
# Neither has to reach the disk at once, see `outcomes`. The try is counted before anything is done
# that could kill the worker.
# Where a letter is sent again in doubt, this is the note that its text goes out, some moments
# early. Where a person decides in doubt it must not be early, see `start_data`.
BEGIN = f"""
WITH {QUICK}, before AS ({TAKEN})
UPDATE post_letter letter
   SET attempts = attempts + 1, leased_until = %(until)s,
       data_started_at = CASE policy WHEN 'requeue' THEN %(at)s::timestamptz END
  FROM quick
 WHERE quick.done = 'off' AND id = %(pk)s AND status = 'sending' AND leased_until = %(lease)s
RETURNING attempts,
    EXISTS (SELECT FROM post_address WHERE address = lower(letter."to")
            AND rests_since IS NOT NULL),
    EXISTS (SELECT FROM post_mailing mailing WHERE mailing.id = letter.mailing_id
            AND mailing.cancelled_at IS NOT NULL),
    EXISTS (SELECT FROM post_mailing mailing WHERE mailing.id = letter.mailing_id
            AND mailing.paused_at IS NOT NULL),
    EXISTS (SELECT FROM post_letter other
             WHERE other.status = 'waiting' AND other.priority < letter.priority
               AND other.not_before <= %(at)s AND other.mailing_id IS NULL)
"""  # noqa: S608


class Turn(NamedTuple):
    """What is so when a letter's turn comes.

    rests: letters to its address come back. cancelled, paused: its mailing is. overtaken: since
    it was taken in hand another has come that must leave earlier.
    """

    attempts: int
    rests: bool
    cancelled: bool
    paused: bool
    overtaken: bool

    @property
    def waits(self) -> bool:
        return self.paused or self.overtaken


def begin(letter: Letter, *, after: Letter | None, at: datetime) -> Turn | None:
    """Begin a letter in hand, and note that the one before it was taken, if there was one.

    None if the letter is in other hands by now; the one before is noted even so.
    """
    until = at + LEASE
    before = {"taken": after and after.pk, "number": after.provider_id if after else ""}
    mine = {"pk": letter.pk, "lease": letter.leased_until, "at": at, "until": until}
    row = row_of(BEGIN, mine | before)
    if row is None:
        logger.warning("Letter %s is in other hands", letter.pk)
        return None
    turn = Turn(*row)
    letter.attempts, letter.leased_until = turn.attempts, until
    return turn
