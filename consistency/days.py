"""Working days up to now; past the last bank holidays known, weekends alone are left out."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import islice

from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import BeyondCalendar, Calendar, walk


def counter(days: Iterable[date], until: date) -> Callable[[date, date], int]:
    """Return what counts the working days from any of some days to another, `until` at most.

    The calendar is walked once, however many are asked for. A figure that may be a day too high is
    better than no figures.
    """
    first = min(days, default=until)
    try:
        calendar = service_calendar(since=first)
    except BeyondCalendar:
        calendar = Calendar({}, until)
    known = replace(calendar, last_known=max(calendar.last_known, until))
    so_far, passed = 0, {first: 0}
    for day in islice(walk(first, known), max((until - first).days, 0)):
        so_far = day.number or so_far
        passed[day.date] = so_far

    def count(start: date, end: date) -> int:
        last = min(end, until)
        return passed[last] - passed[start] if last > start else 0

    return count
