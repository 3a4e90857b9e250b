from .answers import Answer
from .clocks import DateChange, Deadline, Question
from .drafts import Draft
from .enquiry import Channel, Enquiry
from .events import Event
from .follows import Following
from .kinds import Body, Kind, KindGroup, Outcome, Priority, Reason
from .links import Link
from .lists import Batch, Export, SavedView
from .openings import Opening
from .overrides import Override
from .photos import Photo
from .signposts import RoadOwner, Signpost
from .spots import Spot
from .words import Word

__all__ = [
    "Answer",
    "Batch",
    "Body",
    "Channel",
    "DateChange",
    "Deadline",
    "Draft",
    "Enquiry",
    "Event",
    "Export",
    "Following",
    "Kind",
    "KindGroup",
    "Link",
    "Opening",
    "Outcome",
    "Override",
    "Photo",
    "Priority",
    "Question",
    "Reason",
    "RoadOwner",
    "SavedView",
    "Signpost",
    "Spot",
    "Word",
]
