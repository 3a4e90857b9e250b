"""Delivering what waits: take back, take in hand, ask, hand over, note; until nothing is due."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from post import hooks
from post.delivery import Answer, LostLease, hand_over, hang_up, mail_line
from post.models import Letter, Sweep
from post.outbox import RESTS
from post.states import Verdict

from .leases import claim, reap
from .mailings import CANCELLED
from .outcomes import settle, start_data

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
# A worker that is asked to end finishes its round, and has to be gone within 30 seconds.
ROUND = timedelta(seconds=15)
SWEEP = "outbox"
NOT_ASKED = "Whether it is still worth sending could not be found out"


def drain(*, clock: Clock, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Deliver what is due for at most 15 seconds, over one line; return how many of each verdict.

    `clock` returns aware UTC instants. `stop` is asked between letters. A round ends early when
    the mail server is away, since then no letter can leave.
    """
    finish, counts = clock() + ROUND, Counter[str]()
    reap(at=clock())
    line = mail_line()
    try:
        while not stop() and clock() < finish and (letter := claim(at=clock())):
            verdict = deliver(letter, line=line, clock=clock)
            counts[verdict] += 1
            if verdict == Verdict.AWAY:
                break
    finally:
        hang_up(line)
    Sweep.objects.update_or_create(name=SWEEP, defaults={"at": clock()})
    return counts


def deliver(letter: Letter, *, line: Any, clock: Clock) -> str:
    """Hand one letter over and note the answer. No transaction is open meanwhile."""
    if stays := reason_to_stay(letter, at=clock()):
        settle(letter, stays, at=clock())
        return stays.verdict

    def before_data() -> None:
        start_data(letter, at=clock())

    try:
        answer = hand_over(letter, line=line, before_data=before_data)
    except LostLease:
        logger.warning("Letter %s is in other hands", letter.pk)
        return "lost"
    settle(letter, answer, at=clock())
    if answer.verdict != Verdict.TAKEN:
        logger.info("Letter %s: %s", letter.pk, answer.verdict)
    return answer.verdict


def reason_to_stay(letter: Letter, *, at: datetime) -> Answer | None:
    """Ask whether a letter is still worth sending; what cannot be asked is asked again later."""
    try:
        why = why_not(letter, at=at)
    except Exception as error:
        logger.warning("Letter %s could not be asked about: %s", letter.pk, type(error).__name__)
        return Answer(Verdict.LATER, f"{NOT_ASKED} ({type(error).__name__}).")
    return Answer(Verdict.DROPPED, why) if why else None


def why_not(letter: Letter, *, at: datetime) -> str:
    """Say why a letter in hand must not leave: it may have been decided long ago."""
    if getattr(letter, "cancelled", False):
        return CANCELLED
    if getattr(letter, "rests", False) and letter.priority != Letter.Priority.FIRST:
        return RESTS
    return hooks.why_not(letter, at=at)
