from .invitations import Refused, invite, take_up, withdraw
from .meetings import note_meeting, set_meetings
from .members import end_membership

__all__ = [
    "Refused",
    "end_membership",
    "invite",
    "note_meeting",
    "set_meetings",
    "take_up",
    "withdraw",
]
