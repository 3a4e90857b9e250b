"""The clock counts working days and says why each day counted or did not."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries.deadlines.clock import (
    LONDON,
    BeyondCalendar,
    Calendar,
    Pause,
    count,
    london_day,
    working_days,
)

CHRISTMAS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute)"}
CALENDAR = Calendar(CHRISTMAS, date(2027, 12, 31))


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


def test_day_one_is_the_first_working_day_after_receipt():
    assert count(london(2026, 11, 18, 10), 1, CALENDAR).due_on == date(2026, 11, 19)


@pytest.mark.parametrize(
    "received",
    [london(2026, 11, 20, 9), london(2026, 11, 20, 23, 50), london(2026, 11, 21, 9),
     london(2026, 11, 22, 23, 59)],
)  # fmt: skip
def test_friday_and_its_weekend_start_on_the_same_monday(received):
    assert count(received, 1, CALENDAR).due_on == date(2026, 11, 23)


def test_holidays_are_skipped_and_named():
    receipt = count(london(2026, 12, 23, 15), 3, CALENDAR)
    assert receipt.due_on == date(2026, 12, 30)
    reasons = [line.why for line in receipt.days]
    assert reasons == ["", "Christmas Day", "Saturday", "Sunday", "Boxing Day (substitute)", "", ""]


def test_due_at_close_of_business_in_london_on_both_sides_of_the_clock_change():
    for day in (date(2027, 3, 29), date(2027, 11, 1)):
        receipt = count(datetime.combine(day - timedelta(days=4), time(9), LONDON), 2, CALENDAR)
        assert receipt.due_at.astimezone(LONDON).time() == time(17)


def test_a_pause_of_k_working_days_moves_the_date_by_k():
    received = london(2026, 11, 18, 10)
    pause = Pause(date(2026, 11, 19), date(2026, 11, 24))
    assert count(received, 10, CALENDAR).due_on == date(2026, 12, 2)
    assert count(received, 10, CALENDAR, [pause]).due_on == date(2026, 12, 7)


def test_past_the_known_holidays_it_refuses_to_guess():
    with pytest.raises(BeyondCalendar, match="31 December 2027"):
        count(london(2027, 12, 20, 9), 20, CALENDAR)


def test_an_open_pause_has_no_date_yet():
    with pytest.raises(ValueError, match="its end"):
        count(london(2026, 11, 18), 5, CALENDAR, [Pause(date(2026, 11, 19))])


def test_an_instant_after_midnight_in_summer_is_the_london_day():
    assert london_day(datetime.fromisoformat("2027-06-30T23:30:00+00:00")) == date(2027, 7, 1)


STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)).map(
    lambda naive: naive.replace(tzinfo=LONDON)
)
DAYS = st.integers(1, 60)


@given(STARTS, DAYS)
def test_the_due_day_is_a_working_day_and_the_count_is_exact(received, days):
    receipt = count(received, days, CALENDAR)
    assert CALENDAR.is_working_day(receipt.due_on)
    assert working_days(receipt.received_on, receipt.due_on, CALENDAR) == (days, 0)


@given(STARTS, DAYS, DAYS)
def test_counting_in_two_steps_is_counting_at_once(received, first, second):
    middle = count(received, first, CALENDAR)
    assert (
        count(middle.due_at, second, CALENDAR).due_on
        == count(received, first + second, CALENDAR).due_on
    )


@given(STARTS, DAYS, st.integers(0, 400))
def test_a_new_holiday_never_makes_it_earlier(received, days, offset):
    holiday = date(2026, 1, 1) + timedelta(days=offset)
    more = Calendar({**CHRISTMAS, holiday: "One-off"}, CALENDAR.last_known)
    before, after = count(received, days, CALENDAR), count(received, days, more)
    falls_inside = before.received_on < holiday <= before.due_on
    counted = CALENDAR.is_working_day(holiday)
    assert (after.due_on > before.due_on) == (falls_inside and counted)
