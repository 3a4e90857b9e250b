"""Working days up to now; past the last bank holidays known, weekends alone are left out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import BeyondCalendar, Calendar, working_days


def counter(days: Iterable[date], until: date):
    """Return what counts the working days from any of some days to another.

    A figure that may be a day too high is better than no figures.
    """
    try:
        calendar = service_calendar(since=min(days, default=until))
    except BeyondCalendar:
        calendar = Calendar({}, until)
    known = replace(calendar, last_known=max(calendar.last_known, until))
    return lambda first, last: working_days(first, last, known, [])[0]
