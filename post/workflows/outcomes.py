"""Noting what became of a letter in hand."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from post import hooks
from post.delivery import Answer, LostLease
from post.models import Letter
from post.states import AWAY_PAUSE, LEASE, MAX_ATTEMPTS, Verdict, pause_after

Status = Letter.Status

# Two statements by hand, since each letter has them. That a letter goes out which is parked when
# in doubt must be on the disk before it does; one that is sent again when in doubt is sent again
# with or without the note, so there it is enough that all see it. That a letter was taken reaches
# the disk a moment later as well: a crash of the database forgets one of each worker at most.
START = """
WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', %(commit)s, true) AS done)
UPDATE post_letter SET data_started_at = %(at)s, leased_until = %(until)s
  FROM quick WHERE quick.done = %(commit)s AND id = %(pk)s AND attempts = %(attempts)s
   AND status = 'sending'
"""
COMMIT = {Letter.Policy.PARK.value: "on", Letter.Policy.REQUEUE.value: "off"}
TAKEN = """
WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS done)
UPDATE post_letter SET status = 'sent', sent_at = %(at)s, leased_until = NULL, error = ''
  FROM quick WHERE quick.done = 'off' AND id = %(pk)s AND status <> 'sent'
"""


def start_data(letter: Letter, *, at: datetime) -> None:
    """Note, before it happens, that the text goes out. Raises LostLease if it is not ours now."""
    mine = {"pk": letter.pk, "attempts": letter.attempts, "commit": COMMIT[letter.policy]}
    if not execute(START, mine | {"at": at, "until": at + LEASE}):
        raise LostLease(f"Letter {letter.pk} was taken by another worker")


def settle(letter: Letter, answer: Answer, *, at: datetime) -> None:
    """Write the mail server's answer down."""
    if answer.provider_id:
        Letter.objects.filter(pk=letter.pk).update(provider_id=answer.provider_id)
    VERBS[answer.verdict](letter, answer.words, at)


def in_hand(letter: Letter):
    """The row, if this worker still holds it: each claim has its own number of attempts."""
    return Letter.objects.sending().filter(pk=letter.pk, attempts=letter.attempts)


def taken(letter: Letter, words: str, at: datetime) -> None:
    """True whoever holds the row by now, and noting it stops a second copy."""
    execute(TAKEN, {"pk": letter.pk, "at": at})


@transaction.atomic
def never(letter: Letter, words: str, at: datetime) -> None:
    """It will not leave: the room that wrote it hears of it."""
    if end(letter, Status.FAILED, words):
        hooks.tell_unreached(letter=letter, at=at, words=words)


def dropped(letter: Letter, words: str, at: datetime) -> None:
    end(letter, Status.DROPPED, words)


def later(letter: Letter, words: str, at: datetime) -> None:
    """Nothing was taken: try again after a pause, until the tries are used up."""
    if letter.attempts >= MAX_ATTEMPTS:
        never(letter, f"Gave up after {letter.attempts} tries. {words}", at)
    else:
        pause = pause_after(letter.attempts, words, spread=letter.pk % 97 / 97)
        put_back(letter, not_before=at + pause, error=words[:500])


def away(letter: Letter, words: str, at: datetime) -> None:
    """The server was never reached, so this was not one of the letter's tries."""
    put_back(letter, not_before=at + AWAY_PAUSE, error=words[:500], attempts=F("attempts") - 1)


def unknown(letter: Letter, words: str, at: datetime) -> None:
    """It may have been taken: send the same letter again, or ask a person, as its policy says."""
    if letter.policy == Letter.Policy.PARK:
        end(letter, Status.PARKED, f"It may have been sent. {words}")
    else:
        later(letter, words, at)


VERBS = {
    Verdict.TAKEN: taken,
    Verdict.NEVER: never,
    Verdict.DROPPED: dropped,
    Verdict.LATER: later,
    Verdict.AWAY: away,
    Verdict.UNKNOWN: unknown,
}


def put_back(letter: Letter, **changes) -> None:
    in_hand(letter).update(status=Status.WAITING, leased_until=None, **changes)


def end(letter: Letter, status: str, words: str) -> bool:
    return bool(in_hand(letter).update(status=status, leased_until=None, error=words[:500]))


def execute(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
