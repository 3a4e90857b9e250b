"""Lets the calendar warn of its end, also when it has already come to it."""

from datetime import datetime

from ...deadlines.calendars import close_of_business
from ..calendar import warn_horizon
from .hours import is_day_time


def warn_of_horizon(*, now: datetime) -> int:
    """Warn on weekdays by day; the calendar sees to it that it does so once a month."""
    if not is_day_time(now, close_of_business()):
        return 0
    return warn_horizon(at=now)
