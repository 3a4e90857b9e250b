"""Noting what became of a letter in hand."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from post import hooks
from post.delivery import Answer, LostLease
from post.models import Letter
from post.states import AWAY_PAUSE, LEASE, MAX_ATTEMPTS, Verdict, pause_after

from .prepared import row_of

Status = Letter.Status

# By hand, since each letter has them. All of it reaches the disk a moment later (QUICK): a crash of
# the database, and nothing else, forgets its last three wal_writer_delay. Of letters that are sent
# again when in doubt those go out twice which were taken just then. Those that are parked when in
# doubt are parked if they were in hand, whatever was noted of them: see `reap`.
QUICK = "quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS done)"
START = f"""
WITH {QUICK}
UPDATE post_letter SET data_started_at = %(at)s, leased_until = %(until)s
  FROM quick
 WHERE quick.done = 'off' AND id = %(pk)s AND leased_until = %(lease)s AND status = 'sending'
RETURNING id
"""  # noqa: S608
TAKEN = """
UPDATE post_letter SET status = 'sent', sent_at = %(at)s, leased_until = NULL, error = '',
       provider_id = COALESCE(NULLIF(%(number)s, ''), provider_id)
  FROM quick WHERE quick.done = 'off' AND id = %(taken)s AND status <> 'sent'
RETURNING id
"""


def start_data(letter: Letter, *, at: datetime) -> None:
    """Note, before it happens, that the text goes out. Raises LostLease if it is not ours now.

    Of a letter that is sent again when in doubt that was noted when its turn began, and half a
    lease later it is asked afresh whether it is still ours.
    """
    if letter.policy == Letter.Policy.PARK or (letter.leased_until or at) - at < LEASE / 2:
        given = {"pk": letter.pk, "lease": letter.leased_until, "at": at, "until": at + LEASE}
        if row_of(START, given) is None:
            raise LostLease(f"Letter {letter.pk} was taken by another worker")
        letter.leased_until = at + LEASE
    letter.data_started_at = at


def settle(letter: Letter, answer: Answer, *, at: datetime) -> None:
    """Write the mail server's answer down."""
    VERBS[answer.verdict](letter, answer.words, at)


def in_hand(letter: Letter):
    """The row, if this worker still holds it: each hand has an end of its lease of its own."""
    return Letter.objects.sending().filter(pk=letter.pk, leased_until=letter.leased_until)


def taken(letter: Letter, words: str, at: datetime) -> None:
    """True whoever holds the row by now, and noting it stops a second copy."""
    given = {"taken": letter.pk, "number": letter.provider_id, "at": at}
    row_of(f"WITH {QUICK} {TAKEN}", given)


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
    undo(letter, not_before=at + AWAY_PAUSE, error=words[:500])


def undo(letter: Letter, **changes) -> None:
    """Let a letter wait again, as if its turn had not begun."""
    put_back(letter, attempts=F("attempts") - 1, **changes)


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
    changes |= {"leased_until": None, "data_started_at": letter.data_started_at}
    in_hand(letter).update(status=Status.WAITING, **changes)


def end(letter: Letter, status: str, words: str) -> bool:
    changes = {"leased_until": None, "data_started_at": letter.data_started_at}
    return bool(in_hand(letter).update(status=status, error=words[:500], **changes))
