"""What happens to surveys: they are sent, answered, and looked into."""

from .. import emails
from .asking import (
    FROM,
    MIDNIGHT,
    frozen,
    invite,
    invite_all,
    note_not_sent,
    remind_all,
    who_to_ask,
)
from .importing import Plan, import_replies, plan
from .replying import change, may_change, reply, take
from .reviewing import finish_review, open_review

__all__ = [
    "FROM",
    "MIDNIGHT",
    "Plan",
    "change",
    "emails",
    "finish_review",
    "frozen",
    "import_replies",
    "invite",
    "invite_all",
    "may_change",
    "note_not_sent",
    "open_review",
    "plan",
    "remind_all",
    "reply",
    "take",
    "who_to_ask",
]
