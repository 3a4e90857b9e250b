"""What a mail server's answer means for a letter, and when to try again. Plain Python.

A letter is lost when nobody sends it and nobody is told; it is doubled when it is sent again
although it was taken. So each answer has one verdict, and silence after the text has one too.
"""

from datetime import timedelta
from enum import StrEnum


class Verdict(StrEnum):
    TAKEN = "taken"  # the server has it
    NEVER = "never"  # refused for good
    LATER = "later"  # refused for now, and surely not taken
    AWAY = "away"  # no server to talk to: nothing to do with this letter
    UNKNOWN = "unknown"  # the text was handed over, and no answer came
    DROPPED = "dropped"  # no longer worth sending: it never left


class Stage(StrEnum):
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"


# The first matching line decides. A refused sender or a demand to sign in is our own trouble,
# which somebody repairs; it must not condemn the letter.
VERDICTS = (
    (Stage.SENDER, range(500, 600), Verdict.LATER),
    (Stage.RECIPIENT, range(530, 540), Verdict.LATER),
    (Stage.RECIPIENT, range(500, 600), Verdict.NEVER),
    (Stage.DATA, range(500, 600), Verdict.NEVER),
    (Stage.SENDER, range(400, 500), Verdict.LATER),
    (Stage.RECIPIENT, range(400, 500), Verdict.LATER),
    (Stage.DATA, range(400, 500), Verdict.LATER),
    (Stage.DATA, range(-1, 400), Verdict.UNKNOWN),
)

# With the beat's and the loop's own intervals, a letter of a dead worker is found in two minutes.
LEASE = timedelta(seconds=100)
# Twelve tries over about three days: long enough for a full mailbox or a weekend.
BACK_OFF = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 1080, 1440)
)
MAX_ATTEMPTS = len(BACK_OFF) + 1
# By then every letter has come to an end, or a person must look.
SETTLED_WITHIN = timedelta(hours=72)
AWAY_PAUSE = timedelta(minutes=1)
# The server has too many of our talks or letters at once: they must not all come back together.
CROWDED = ("432", "452 4.5.3", "452 4.3.2")
SPREAD = timedelta(minutes=10)


def verdict_on(stage: Stage, code: int) -> Verdict:
    """Say what a server's reply code at a stage of the talk means for the letter."""
    for where, codes, verdict in VERDICTS:
        if where == stage and code in codes:
            return verdict
    return Verdict.LATER


def pause_after(attempts: int, words: str = "", *, spread: float = 0) -> timedelta:
    """Return how long to wait after this many tries, given what the server said.

    `spread` from 0 to 1 is the letter's place within half a pause more, up to ten minutes, where
    the server had too many at once.
    """
    pause = BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1]
    return pause + min(pause / 2, SPREAD) * spread if words.startswith(CROWDED) else pause
