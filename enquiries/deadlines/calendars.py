"""Loads a calendar from the rows an administrator edits. Read afresh each time: never stale."""

from collections.abc import Iterable
from datetime import date, time
from itertools import groupby
from operator import itemgetter

from django.conf import settings

from .clock import BeyondCalendar, Calendar
from .models import BankHoliday, ClosureDay

Nation = BankHoliday.Nation
# A day, the title of its bank holiday, and the nation that keeps it.
Holiday = tuple[date, str, str]


def service_calendar(*, since: date) -> Calendar:
    """Return the calendar of service promises from a day on: England's holidays and closures.

    Raises BeyondCalendar when the bank holidays of that day's year are not loaded.
    """
    holidays = holidays_of([Nation.ENGLAND_AND_WALES], since)
    last_known = end_of([Nation.ENGLAND_AND_WALES], holidays, since)
    closures = ClosureDay.objects.filter(date__gte=since).values_list("date", "why")
    skipped = {day: f"Offices closed: {why}" for day, why in closures}
    skipped |= {day: title for day, title, _ in holidays}
    return Calendar(skipped, last_known, close_of_business())


def statutory_calendar(*, since: date) -> Calendar:
    """Return the calendar of statutory requests from a day on: holidays anywhere in the UK.

    Freedom of Information Act 2000, section 10(6). The council's closure days count as any other.
    Raises BeyondCalendar when the bank holidays of that day's year are not loaded for each nation.
    """
    nations = list(Nation)
    holidays = holidays_of(nations, since)
    skipped = {day: titled(rows) for day, rows in groupby(holidays, key=itemgetter(0))}
    return Calendar(skipped, end_of(nations, holidays, since), close_of_business())


def holidays_of(nations: Iterable[str], since: date) -> list[Holiday]:
    """Return the bank holidays from the first day of a day's year on, in order."""
    rows = BankHoliday.objects.filter(nation__in=nations, date__gte=date(since.year, 1, 1))
    return list(rows.order_by("date", "nation").values_list("date", "title", "nation"))


def end_of(nations: Iterable[Nation], holidays: Iterable[Holiday], since: date) -> date:
    """Return the last day before the first year that lacks the holidays of one of the nations."""
    loaded, year = {(nation, day.year) for day, _, nation in holidays}, since.year
    while not (missing := [nation for nation in nations if (nation, year) not in loaded]):
        year += 1
    if year == since.year:
        raise BeyondCalendar(
            f"No bank holidays of {missing[0].label} are loaded for {year}. "
            "Load them with manage.py import_holidays FILE."
        )
    return date(year - 1, 12, 31)


def titled(holidays: Iterable[Holiday]) -> str:
    """Return what one day is called and by which nations, unless all of them call it the same."""
    keepers: dict[str, list[str]] = {}
    for _, title, nation in holidays:
        keepers.setdefault(title, []).append(Nation(nation).label)
    return "; ".join(
        title if len(nations) == len(Nation) else f"{title} ({', '.join(nations)})"
        for title, nations in keepers.items()
    )


def close_of_business() -> time:
    return time.fromisoformat(settings.CLOSE_OF_BUSINESS)
