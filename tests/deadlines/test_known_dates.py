"""Dates that others have published, and the days that were moved or came once."""

from datetime import date

import pytest

from enquiries.deadlines.clock import Calendar, count

from .oracles import london, service

# Every weekday that was a bank holiday in some part of the United Kingdom, October 2008 to April
# 2009: Christmas, Boxing Day, New Year, 2 January (Scotland), St Patrick's Day (Northern Ireland),
# Good Friday, Easter Monday. 30 November 2008 was a Sunday: its substitute (Scotland) a Monday.
OF_2008_AND_2009 = [
    date(2008, 12, 1), date(2008, 12, 25), date(2008, 12, 26), date(2009, 1, 1), date(2009, 1, 2),
    date(2009, 3, 17), date(2009, 4, 10), date(2009, 4, 13),
]  # fmt: skip


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ((2008, 10, 1), (2008, 10, 29)),
        ((2009, 3, 12), (2009, 4, 14)),
        ((2009, 3, 13), (2009, 4, 15)),
        ((2009, 3, 14), (2009, 4, 15)),
        ((2009, 3, 15), (2009, 4, 15)),
        ((2009, 3, 16), (2009, 4, 16)),
    ],
)
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_the_worked_dates_of_alaveteli(received, due, hour):
    calendar = Calendar(dict.fromkeys(OF_2008_AND_2009, "Bank holiday"), date(2009, 12, 31))
    assert count(london(*received, hour, 59), 20, calendar).due_on == date(*due)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2020, 5, 8), "Early May bank holiday (VE day)"),
        (date(2022, 6, 2), "Spring bank holiday"),
        (date(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (date(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Bank holiday for the coronation of King Charles III"),
    ],
)
def test_one_off_and_moved_days_do_not_count(day, title):
    eve = day.replace(day=day.day - 1) if day.weekday() else day.replace(day=day.day - 3)
    lines = count(london(eve.year, eve.month, eve.day, 10), 1, service()).days
    assert [line.why.casefold() for line in lines if line.date == day] == [title.casefold()]
    assert lines[-1].date > day


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30)])
def test_the_monday_a_holiday_was_moved_from_counts(day):
    friday = day.replace(day=day.day - 3) if day.day > 3 else date(2020, 5, 1)
    assert count(london(friday.year, friday.month, friday.day, 10), 1, service()).due_on == day


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [((2028, 2, 28), 1, (2028, 2, 29)), ((2028, 2, 29), 1, (2028, 3, 1)),
     ((2028, 2, 18), 10, (2028, 3, 3)), ((2027, 2, 26), 1, (2027, 3, 1))],
)  # fmt: skip
def test_leap_day_is_a_day_like_any_other(received, days, due):
    assert count(london(*received, 10), days, service()).due_on == date(*due)


def test_over_christmas_and_new_year():
    receipt = count(london(2026, 12, 23, 15), 10, service())
    assert receipt.due_at.isoformat() == "2027-01-11T17:00:00+00:00"
    assert [line.why for line in receipt.days if not line.number] == [
        "Christmas Day", "Saturday", "Sunday", "Boxing Day", "New Year's Day", "Saturday", "Sunday",
        "Saturday", "Sunday",
    ]  # fmt: skip
