"""When the offices are open, and working days counted from today. Days are Europe/London."""

from datetime import date, datetime, time

from ...deadlines.clock import LONDON, ONE_DAY, Calendar

OPENS = time(8)


def is_office_time(now: datetime, calendar: Calendar) -> bool:
    """Between 8:00 and close of business of a working day, as clocks in London show it.

    Raises BeyondCalendar when nobody knows whether the day is a working day.
    """
    local = now.astimezone(LONDON)
    return calendar.is_working_day(local.date()) and OPENS <= local.time() < calendar.close


def days_ahead(today: date, days: int, calendar: Calendar) -> date:
    """Return the working day so many working days after a day; the day itself for none."""
    while days > 0:
        today += ONE_DAY
        days -= calendar.is_working_day(today)
    return today


def days_behind(today: date, days: int, calendar: Calendar) -> date:
    """Return the last day after which so many working days have come, today included."""
    while days > 0:
        days -= calendar.is_working_day(today)
        today -= ONE_DAY
    return today
