"""The clock counts working days and says why each day counted or did not."""

from datetime import date, datetime, time, timedelta

import pytest

from enquiries.deadlines.clock import (
    LONDON,
    BeyondCalendar,
    Calendar,
    Pause,
    count,
    london_day,
    working_days,
)

from .oracles import london

CHRISTMAS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute)"}
CALENDAR = Calendar(CHRISTMAS, date(2027, 12, 31))


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


def test_only_the_cap_of_a_long_wait_is_paused():
    received, asked = london(2026, 11, 18, 10), date(2026, 11, 19)
    long = Pause(asked, date(2027, 1, 29), cap=10)
    assert count(received, 10, CALENDAR, [long]).due_on == count(received, 20, CALENDAR).due_on
    lines = count(received, 10, CALENDAR, [long]).days
    assert [line.why for line in lines].count("Waiting for the parish") == 10
    assert [line.date for line in lines if line.number == 2] == [date(2026, 12, 4)]


def test_a_cap_of_none_pauses_all_and_of_nought_pauses_nothing():
    received, asked = london(2026, 11, 18, 10), date(2026, 11, 18)
    reply = date(2026, 12, 2)
    assert count(received, 1, CALENDAR, [Pause(asked, reply)]).due_on == date(2026, 12, 3)
    assert count(received, 1, CALENDAR, [Pause(asked, reply, 0)]).due_on == date(2026, 11, 19)


def test_each_question_has_its_own_cap_and_no_day_is_paused_twice():
    received = london(2026, 11, 18, 10)
    first = Pause(date(2026, 11, 18), date(2026, 12, 18), 5)
    second = Pause(date(2026, 11, 23), date(2026, 12, 18), 5)
    waits = [first, second, first]
    assert working_days(date(2026, 11, 18), date(2026, 12, 4), CALENDAR, waits) == (4, 8)
    assert count(received, 1, CALENDAR, waits).due_on == date(2026, 12, 1)


def test_an_open_pause_is_counted_up_to_today_and_to_its_cap():
    start, today = date(2026, 11, 18), date(2026, 12, 16)
    assert working_days(start, today, CALENDAR, [Pause(date(2026, 11, 19))]) == (1, 19)
    assert working_days(start, today, CALENDAR, [Pause(date(2026, 11, 19), cap=10)]) == (10, 10)


def test_asked_and_answered_on_one_day_pauses_nothing():
    same = Pause(date(2026, 11, 19), date(2026, 11, 19))
    assert count(london(2026, 11, 18, 10), 3, CALENDAR, [same]).due_on == date(2026, 11, 23)


def test_a_pause_near_the_horizon_does_not_fail_a_count_that_ends_before_it():
    wait = Pause(date(2027, 12, 30), date(2028, 3, 1), 10)
    assert count(london(2027, 12, 28, 9), 2, CALENDAR, [wait]).due_on == date(2027, 12, 30)
    with pytest.raises(BeyondCalendar):
        count(london(2027, 12, 28, 9), 3, CALENDAR, [wait])


def test_a_pause_that_runs_backwards_is_refused():
    with pytest.raises(ValueError, match="asked on 3 March 2027, answered on 1 March 2027"):
        Pause(date(2027, 3, 3), date(2027, 3, 1))
    with pytest.raises(ValueError, match="0 or more"):
        Pause(date(2027, 3, 3), cap=-1)


@pytest.mark.parametrize("days", [0, -1])
def test_a_deadline_of_no_days_is_refused(days):
    with pytest.raises(ValueError, match="at least one working day"):
        count(london(2026, 11, 18), days, CALENDAR)


def test_beyond_the_calendar_the_error_says_what_to_load():
    with pytest.raises(BeyondCalendar) as refused:
        count(london(2026, 11, 18), 10_000, CALENDAR)
    assert str(refused.value) == (
        "Bank holidays are loaded to 31 December 2027. "
        "Load the next ones with manage.py import_holidays FILE."
    )


def test_nothing_is_counted_backwards():
    assert working_days(date(2026, 11, 20), date(2026, 11, 18), CALENDAR) == (0, 0)


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        count(datetime(2026, 11, 18), 1, CALENDAR)
