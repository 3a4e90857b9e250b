"""Calendars are read from the rows each time, and refuse years that are not loaded."""

from datetime import date

import pytest

from enquiries.deadlines.calendars import service_calendar, statutory_calendar
from enquiries.deadlines.clock import BeyondCalendar, count
from enquiries.deadlines.models import BankHoliday

from .oracles import london

Nation = BankHoliday.Nation


def test_service_skips_england_and_closures(every_nation, closed):
    closed(date(2026, 12, 24))
    calendar = service_calendar(since=date(2026, 11, 1))
    assert calendar.skipped[date(2026, 12, 25)] == "Christmas Day"
    assert calendar.skipped[date(2026, 12, 24)] == "Offices closed: Staff conference"
    assert calendar.is_working_day(date(2026, 11, 30))
    assert calendar.last_known == date(2028, 12, 31)


def test_statutory_skips_holidays_of_every_nation_and_says_whose(every_nation, closed):
    closed(date(2026, 12, 24))
    skipped = statutory_calendar(since=date(2026, 1, 1)).skipped
    assert skipped[date(2026, 12, 25)] == "Christmas Day"
    assert skipped[date(2026, 11, 30)] == "St Andrew's Day (Scotland)"
    assert skipped[date(2026, 3, 17)] == "St Patrick's Day (Northern Ireland)"
    assert skipped[date(2026, 4, 6)] == "Easter Monday (England and Wales, Northern Ireland)"
    assert date(2026, 12, 24) not in skipped
    assert sum(day.year == 2026 and day.weekday() < 5 for day in skipped) == 14


def test_twenty_days_differ_between_the_calendars(every_nation):
    received = london(2026, 11, 18, 10)
    service, statutory = (
        count(received, 20, make(since=date(2026, 11, 18))).due_on
        for make in (service_calendar, statutory_calendar)
    )
    assert (service, statutory) == (date(2026, 12, 16), date(2026, 12, 17))


@pytest.mark.parametrize(("make", "queries"), [(service_calendar, 2), (statutory_calendar, 1)])
def test_each_is_read_afresh(every_nation, closed, django_assert_num_queries, make, queries):
    with django_assert_num_queries(queries):
        make(since=date(2026, 11, 1))
    row = {"date": date(2026, 11, 26), "nation": Nation.ENGLAND_AND_WALES, "title": "One-off"}
    BankHoliday.objects.create(**row)
    assert make(since=date(2026, 11, 1)).skipped[date(2026, 11, 26)].startswith("One-off")


def test_a_closure_on_a_bank_holiday_is_still_the_bank_holiday(every_nation, closed):
    closed(date(2026, 12, 25))
    assert service_calendar(since=date(2026, 11, 1)).skipped[date(2026, 12, 25)] == "Christmas Day"


@pytest.mark.parametrize("make", [service_calendar, statutory_calendar])
@pytest.mark.parametrize("year", [2018, 2029])
def test_a_year_that_is_not_loaded_is_named(every_nation, make, year):
    with pytest.raises(BeyondCalendar, match=f"are loaded for {year}. Load them with manage.py"):
        make(since=date(year, 6, 1))


def test_nothing_loaded_is_refused(db):
    with pytest.raises(BeyondCalendar, match="No bank holidays of England and Wales"):
        service_calendar(since=date(2026, 6, 1))


def test_a_missing_year_ends_the_calendar_before_it(every_nation):
    BankHoliday.objects.filter(date__year=2027).delete()
    assert service_calendar(since=date(2026, 6, 1)).last_known == date(2026, 12, 31)


def test_statutory_knows_only_what_is_loaded_of_every_nation(every_nation):
    BankHoliday.objects.filter(nation=Nation.SCOTLAND, date__year=2028).delete()
    assert statutory_calendar(since=date(2026, 6, 1)).last_known == date(2027, 12, 31)
    assert service_calendar(since=date(2026, 6, 1)).last_known == date(2028, 12, 31)
