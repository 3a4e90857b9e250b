"""When the offices are open, and working days counted from today. Days are Europe/London."""

from datetime import date, datetime, time

from ...deadlines.clock import LONDON, ONE_DAY, Calendar, london_day

OPENS = time(8)


def is_office_time(now: datetime, calendar: Calendar) -> bool:
    """Between 8:00 and close of business of a working day, as clocks in London show it.

    Raises BeyondCalendar when nobody knows whether the day is a working day.
    """
    return calendar.is_working_day(london_day(now)) and is_day_time(now, calendar.close)


def is_day_time(now: datetime, close: time) -> bool:
    """Between 8:00 and close of business of any weekday: all that is sure without a calendar."""
    local = now.astimezone(LONDON)
    return local.weekday() < 5 and OPENS <= local.time() < close


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
