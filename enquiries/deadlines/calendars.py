"""Loads a calendar from the rows an administrator edits. Read afresh each time: never stale."""

from datetime import date, time

from django.conf import settings

from .clock import BeyondCalendar, Calendar
from .models import BankHoliday, ClosureDay


def service_calendar(*, since: date) -> Calendar:
    """Return the calendar of service promises from a day on: England's holidays and closures.

    Raises BeyondCalendar when no bank holiday is loaded at all.
    """
    holidays = BankHoliday.objects.filter(
        nation=BankHoliday.Nation.ENGLAND_AND_WALES, date__gte=since
    )
    skipped = dict(holidays.values_list("date", "title"))
    if not skipped:
        raise BeyondCalendar(f"No bank holidays are loaded from {since:%-d %B %Y} on")
    last_known = date(max(skipped).year, 12, 31)
    closures = ClosureDay.objects.filter(date__gte=since).values_list("date", "why")
    skipped |= {day: f"Offices closed: {why}" for day, why in closures}
    return Calendar(skipped, last_known, time.fromisoformat(settings.CLOSE_OF_BUSINESS))
