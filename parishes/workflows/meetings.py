"""When a council meets: its reports count from one meeting to the next."""

from datetime import date, datetime

from ..models import Council
from ..permissions import check_may_act_for
from .members import london_day


def note_meeting(*, council: Council, day: date, at: datetime, by) -> None:
    """Note the day of the council's last meeting, from which its next report counts.

    Raises PermissionDenied unless the person acts for the council on the London day of `at`.
    """
    check_may_act_for(by, council, london_day(at))
    council.last_meeting_on = day
    council.save(update_fields=["last_meeting_on"])


def set_meetings(
    *, council: Council, last_on: date | None, next_on: date | None, at: datetime, by
) -> None:
    """Set the days (Europe/London) of the last and the next meeting; None is not known.

    Raises PermissionDenied unless the person acts for the council on the London day of `at`.
    """
    check_may_act_for(by, council, london_day(at))
    council.last_meeting_on, council.next_meeting_on = last_on, next_on
    council.save(update_fields=["last_meeting_on", "next_meeting_on"])
