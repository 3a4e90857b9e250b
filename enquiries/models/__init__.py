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
from .proposals import Proposal
from .signposts import RoadOwner, Signpost
from .spots import Spot
from .stages import RESULT, SENT, Phase, StageMove
from .standard_wordings import StandardWording
from .words import Word

__all__ = [
    "RESULT",
    "SENT",
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
    "Phase",
    "Photo",
    "Priority",
    "Proposal",
    "Question",
    "Reason",
    "RoadOwner",
    "SavedView",
    "Signpost",
    "Spot",
    "StageMove",
    "StandardWording",
    "Word",
]
