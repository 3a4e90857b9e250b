from .answers import Answer
from .clocks import DateChange, Deadline, Question
from .drafts import Draft, Photo
from .enquiry import Channel, Enquiry
from .events import Event
from .kinds import Body, Kind, KindGroup, Outcome, Priority, Reason

__all__ = [
    "Answer",
    "Body",
    "Channel",
    "DateChange",
    "Deadline",
    "Draft",
    "Enquiry",
    "Event",
    "Kind",
    "KindGroup",
    "Outcome",
    "Photo",
    "Priority",
    "Question",
    "Reason",
]
