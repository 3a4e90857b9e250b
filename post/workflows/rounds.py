"""Delivering what waits: take back, take in hand, hand over, note; until nothing is due."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from post.delivery import LostLease, hand_over, hang_up, mail_line
from post.models import Letter, Sweep
from post.states import Verdict

from .leases import claim, reap
from .outcomes import settle, start_data

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
# Below the task's soft limit, so that a round ends by itself.
ROUND = timedelta(seconds=40)
SWEEP = "outbox"


def drain(*, clock: Clock, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Deliver what is due for at most 40 seconds, over one line; return how many of each verdict.

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
