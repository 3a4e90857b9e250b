"""What the people of a council change about it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from .models import Council
from .permissions import check_may_act_for

LONDON = ZoneInfo("Europe/London")


def note_meeting(*, council: Council, day: date, at: datetime, by) -> None:
    """Note the day of the council's last meeting, from which its next report counts.

    Raises PermissionDenied unless the person acts for the council on the London day of `at`.
    """
    check_may_act_for(by, council, at.astimezone(LONDON).date())
    council.last_meeting_on = day
    council.save(update_fields=["last_meeting_on"])
