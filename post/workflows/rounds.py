"""Delivering what waits: take back, take in hand, ask, hand over, note; until nothing is due."""

import logging
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from post import hooks
from post.delivery import Answer, Line, LostLease, hand_over, hang_up, mail_line
from post.models import Letter, Sweep
from post.nudge import nudge
from post.outbox import RESTS
from post.states import Verdict

from .leases import claim, give_back, reap
from .mailings import CANCELLED, keep_pace
from .outcomes import settle, start_data, undo
from .turns import Turn, begin

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
# A worker that is asked to end finishes its round, and has to be gone within 30 seconds. Its end
# also lets go of what a slow worker has in hand, long before the lease does.
ROUND = timedelta(seconds=15)
SWEEP, LOST = "outbox", "lost"
NOT_ASKED = "Whether it is still worth sending could not be found out"


def drain(*, clock: Clock, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Deliver what is due for at most 15 seconds, over one line; return how many of each verdict.

    `clock` returns aware UTC instants. `stop` is asked between letters. A round ends early when
    the mail server is away, since then no letter can leave. One that ends with letters left wakes
    a worker for the next.
    """
    finish, counts = clock() + ROUND, Counter[str]()
    reap(at=clock())
    line, paced = mail_line(), False

    def goes_on() -> bool:
        return not stop() and clock() < finish

    try:
        while goes_on() and not counts[Verdict.AWAY] and (letters := claim(at=clock())):
            counts += deliver_in_turn(letters, line=line, clock=clock, goes_on=goes_on)
            if counts[Verdict.TAKEN] and not paced:
                paced = True
                keep_pace(at=clock())
    finally:
        hang_up(line)
    if clock() >= finish and not counts[Verdict.AWAY] and Letter.objects.due(clock()).exists():
        nudge()
    Sweep.objects.update_or_create(name=SWEEP, defaults={"at": clock()})
    return counts


def deliver_in_turn(
    letters: list[Letter], *, line: Line, clock: Clock, goes_on: Callable[[], bool]
) -> Counter[str]:
    """Deliver letters in hand one by one; those whose turn does not come soon wait again.

    That one was taken is noted with the beginning of the next.
    """
    rest, counts = deque(letters), Counter[str]()
    before = None
    try:
        while rest and not counts[Verdict.AWAY] and goes_on():
            letter = rest.popleft()
            turn = begin(letter, after=before, at=clock())
            before = None
            if turn and turn.waits:
                undo(letter)
                if turn.overtaken:
                    break
                continue
            verdict = deliver(letter, turn, line=line, clock=clock) if turn else LOST
            counts[verdict] += 1
            before = letter if verdict == Verdict.TAKEN else None
    finally:
        if before:
            settle(before, Answer(Verdict.TAKEN), at=clock())
        give_back(rest)
    return counts


def deliver(letter: Letter, turn: Turn, *, line: Line, clock: Clock) -> str:
    """Hand one letter over, and note the answer unless it was taken: that is left to the caller.

    No transaction is open meanwhile.
    """
    if stays := reason_to_stay(letter, turn, at=clock()):
        settle(letter, stays, at=clock())
        return stays.verdict

    def before_data() -> None:
        start_data(letter, at=clock())

    try:
        answer = hand_over(letter, line=line, before_data=before_data)
    except LostLease:
        logger.warning("Letter %s is in other hands", letter.pk)
        return LOST
    letter.provider_id = answer.provider_id
    if answer.verdict != Verdict.TAKEN:
        settle(letter, answer, at=clock())
        logger.info("Letter %s: %s", letter.pk, answer.verdict)
    return answer.verdict


def reason_to_stay(letter: Letter, turn: Turn, *, at: datetime) -> Answer | None:
    """Ask whether a letter is still worth sending; what cannot be asked is asked again later."""
    try:
        why = why_not(letter, turn, at=at)
    except Exception as error:
        logger.warning("Letter %s could not be asked about: %s", letter.pk, type(error).__name__)
        return Answer(Verdict.LATER, f"{NOT_ASKED} ({type(error).__name__}).")
    return Answer(Verdict.DROPPED, why) if why else None


def why_not(letter: Letter, turn: Turn, *, at: datetime) -> str:
    """Say why a letter in hand must not leave: it may have been decided long ago."""
    if turn.cancelled:
        return CANCELLED
    if turn.rests and letter.priority != Letter.Priority.FIRST:
        return RESTS
    return hooks.why_not(letter, at=at)
