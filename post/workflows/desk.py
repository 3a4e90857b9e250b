"""What an administrator decides about letters that wait for a person."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from post.models import Letter, Receipt
from post.nudge import nudge_on_commit
from post.permissions import Refused, check_may_run_post

Status, What = Letter.Status, Receipt.What
TOO_LATE = "Somebody has decided about this letter already."
CANCELLED = "Cancelled by an administrator: "
ERROR_LENGTH = 500


@transaction.atomic
def release(*, letter: Letter, at: datetime, by) -> None:
    """Let a parked or failed letter wait again, the same letter with the same Message-ID.

    `at` is an aware UTC instant. Its tries are not forgotten, since they tell one worker from
    another: a letter that has used them up is tried once more. Raises Refused for a second click.
    """
    check_may_run_post(by)
    held = in_doubt(letter)
    note(held, What.RELEASED, held.error, at=at, by=by)
    change(held, status=Status.WAITING, not_before=at, error="")
    nudge_on_commit()


@transaction.atomic
def cancel(*, letter: Letter, why: str, at: datetime, by) -> None:
    """Decide that a parked or failed letter is not sent. `at` is an aware UTC instant.

    Raises Refused if somebody has decided already.
    """
    check_may_run_post(by)
    held = in_doubt(letter)
    note(held, What.CANCELLED, why, at=at, by=by)
    change(held, status=Status.DROPPED, error=f"{CANCELLED}{why}"[:ERROR_LENGTH])


def in_doubt(letter: Letter) -> Letter:
    """Lock the row. Of two people who decide at once, the second finds it decided."""
    rows = Letter.objects.needing_a_person().select_for_update()
    held = rows.filter(pk=letter.pk).first()
    if held is None:
        raise Refused(TOO_LATE)
    return held


def change(letter: Letter, **fields) -> None:
    Letter.objects.filter(pk=letter.pk).update(**fields)


def note(letter: Letter, what: str, words: str, *, at: datetime, by) -> None:
    source = f"{what}:{uuid4().hex}"
    words = words[:ERROR_LENGTH]
    Receipt.objects.create(letter=letter, what=what, at=at, by=by, source=source, words=words)
