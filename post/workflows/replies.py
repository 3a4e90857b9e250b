"""What a person wrote in reply to a letter, and the doors through which it reaches its record."""

from dataclasses import dataclass, field
from datetime import datetime

from post import hooks
from post.messages import File
from post.models import Incoming
from post.tokens import ReplyToken

Done = Incoming.Done
# The door for whoever writes without one of our addresses, or with one that leads nowhere.
STRANGERS = ""


@dataclass(frozen=True)
class Reply:
    """A message by a person. Its sender is what it claims: doors compare it with their records.

    `source` is unlike any other's. `is_too_large` means that only its head was read, `was_cut` that
    its text goes on.
    """

    sender: str
    source: str
    token: ReplyToken | None = None
    text: str = ""
    was_cut: bool = False
    files: list[File] = field(default_factory=list)
    is_too_large: bool = False


@dataclass(frozen=True)
class Taken:
    """What a door did with a reply; `why` is for the record, `about` the reference."""

    done: str
    why: str = ""
    about: str = ""


def hand_in(*, reply: Reply, at: datetime) -> Taken:
    """Give a reply to its door, and what has none to the strangers' one.

    A door is a function (reply=, at=) that returns a Taken. `at` is an aware UTC instant.
    """
    name = reply.token.door if reply.token else STRANGERS
    door = hooks.doors.get(name) or hooks.doors.get(STRANGERS)
    if door is None:
        return Taken(Done.IGNORED, "There is no door for it.")
    return door(reply=reply, at=at)
