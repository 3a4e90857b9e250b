"""Noting what became of a letter in hand."""

from datetime import datetime

from django.db.models import F

from post.delivery import Answer, LostLease
from post.models import Letter
from post.states import AWAY_PAUSE, LEASE, MAX_ATTEMPTS, Verdict, pause_after

Status = Letter.Status


def start_data(letter: Letter, *, at: datetime) -> None:
    """Note, before it happens, that the text goes out. Raises LostLease if it is not ours now."""
    if not in_hand(letter).update(data_started_at=at, leased_until=at + LEASE):
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
    Letter.objects.filter(pk=letter.pk).exclude(status=Status.SENT).update(
        status=Status.SENT, sent_at=at, leased_until=None, error=""
    )


def never(letter: Letter, words: str, at: datetime) -> None:
    end(letter, Status.FAILED, words)


def dropped(letter: Letter, words: str, at: datetime) -> None:
    end(letter, Status.DROPPED, words)


def later(letter: Letter, words: str, at: datetime) -> None:
    """Nothing was taken: try again after a pause, until the tries are used up."""
    if letter.attempts >= MAX_ATTEMPTS:
        end(letter, Status.FAILED, f"Gave up after {letter.attempts} tries. {words}")
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


def end(letter: Letter, status: str, words: str) -> None:
    in_hand(letter).update(status=status, leased_until=None, error=words[:500])
