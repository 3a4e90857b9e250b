"""How often clerks were told that somebody else looks after it, and what they did then."""

from enquiries.models import Signpost

from .decisions import Line
from .selection import Selection

HEADINGS = {
    "theirs": "Went to them",
    "anyway": "Sent it to us anyway",
    "not_theirs": "Said it is not theirs",
    "no_choice": "Did neither",
}


def read(chosen: Selection) -> list[Line]:
    """Count the signposts of a period by who looks after it, most first, in one query."""
    since, until = chosen.period
    return [
        Line(row["owner"] or "Not said", [row[name] for name in HEADINGS], row["shown"])
        for row in Signpost.objects.shown_in(since=since, until=until).by_owner()
    ]
