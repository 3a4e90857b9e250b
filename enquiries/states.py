"""The statuses of an enquiry, the legal moves between them, and whose turn each status is.

Plain Python, so that the diagram in docs/ is drawn from the very table the code obeys.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    RECEIVED = "received"
    LOOKING = "looking"
    WAITING = "waiting"
    PLANNED = "planned"
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Turn(StrEnum):
    COUNTY = "the county council"
    PARISH = "the parish"
    OTHER_BODY = "another body"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Look:
    """How people see a status: its tag, the tag's colour, the step of four, whose turn it is."""

    tag: str
    colour: str
    step: int
    turn: Turn


LOOKS = {
    Status.RECEIVED: Look("Received", "blue", 1, Turn.COUNTY),
    Status.LOOKING: Look("Being looked at", "teal", 2, Turn.COUNTY),
    Status.WAITING: Look("Waiting for you", "yellow", 2, Turn.PARISH),
    Status.PLANNED: Look("Work planned", "purple", 3, Turn.COUNTY),
    Status.PASSED_ON: Look("Passed on", "grey", 4, Turn.OTHER_BODY),
    Status.ANSWERED: Look("Answered", "green", 4, Turn.NOBODY),
    Status.WITHDRAWN: Look("Withdrawn", "grey", 4, Turn.NOBODY),
}
STEPS = ("Received", "Being looked at", "Decided", "Answered")

OPEN = (Status.RECEIVED, Status.LOOKING, Status.WAITING, Status.PLANNED)
CLOSED = (Status.PASSED_ON, Status.ANSWERED, Status.WITHDRAWN)

# For so many days after an answer the parish can say that it does not answer.
REOPEN_DAYS = 28

# From -> to -> the verb in workflows/ that makes the move. What is not here cannot happen.
MOVES: dict[Status, dict[Status, str]] = {
    Status.RECEIVED: {
        Status.LOOKING: "claim, update or extend",
        Status.WAITING: "ask",
        Status.PLANNED: "answer",
        Status.PASSED_ON: "pass_on",
        Status.ANSWERED: "answer",
        Status.WITHDRAWN: "withdraw",
    },
    Status.LOOKING: {
        Status.WAITING: "ask",
        Status.PLANNED: "answer",
        Status.PASSED_ON: "pass_on",
        Status.ANSWERED: "answer",
        Status.WITHDRAWN: "withdraw",
    },
    Status.WAITING: {
        Status.LOOKING: "reply or return",
        Status.PLANNED: "answer",
        Status.PASSED_ON: "pass_on",
        Status.ANSWERED: "answer",
        Status.WITHDRAWN: "withdraw",
    },
    Status.PLANNED: {
        Status.ANSWERED: "close",
        Status.WITHDRAWN: "withdraw",
    },
    Status.PASSED_ON: {Status.LOOKING: "reopen"},
    Status.ANSWERED: {Status.LOOKING: "reopen"},
    Status.WITHDRAWN: {},
}


class IllegalMove(Exception):
    """The table of moves has no such move. The message is fit for the person who tried."""


def check_move(old: Status, new: Status) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in MOVES[old]:
        # Both sides read it, so the one who is waited for is named.
        tag = "Waiting for the clerk" if old == Status.WAITING else LOOKS[old].tag
        raise IllegalMove(f"This enquiry is “{tag}”, so this cannot be done now.")
