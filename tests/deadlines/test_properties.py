"""P1 to P13: what holds for every count, whatever the day, the number and the calendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from enquiries.deadlines.clock import (
    LONDON,
    BeyondCalendar,
    Calendar,
    Pause,
    close_of,
    count,
    walk,
    working_days,
)
from enquiries.due import Due, edges

from .oracles import ENGLAND, numpy_due, shipped, slow_due, waited

FIRST, LAST = date(2019, 1, 1), date(2028, 6, 1)
HORIZON = date(2028, 12, 31)
ONE_DAY = timedelta(days=1)
CLOCK_CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]

days_of_life = st.dates(FIRST, LAST)
hours = st.times()
numbers = st.integers(1, 60)
closures = st.lists(st.dates(FIRST, HORIZON), max_size=8)


def at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LONDON)


def due(start: date, days: int, calendar: Calendar, pauses=()) -> date:
    return count(at(start, time(12)), days, calendar, pauses).due_on


@st.composite
def calendars(draw) -> Calendar:
    """England's bank holidays, and a few days on which the offices close."""
    closed = {day: "Offices closed" for day in draw(closures)}
    return Calendar(closed | shipped(ENGLAND), HORIZON)


@st.composite
def waits(draw, start: date, **bounds) -> Pause:
    asked = start + ONE_DAY * draw(st.integers(0, 40))
    cap = draw(st.none() | st.integers(0, 12))
    return Pause(asked, asked + ONE_DAY * draw(st.integers(0, 40)), cap)


@given(days_of_life, numbers, calendars())
@example(date(2026, 12, 23), 10, Calendar(shipped(ENGLAND), HORIZON))
def test_p1_the_due_day_is_a_working_day(start, days, calendar):
    last = count(at(start, time(12)), days, calendar).days[-1]
    assert last.date.weekday() < 5 and last.date not in calendar.skipped
    assert last.number == days and last.why == ""


@given(days_of_life, st.integers(0, 30), numbers, calendars())
def test_p2_later_and_longer_are_never_due_earlier(start, later, days, calendar):
    assert due(start, days, calendar) < due(start, days + 1, calendar)
    assert due(start, days, calendar) <= due(start + ONE_DAY * later, days, calendar)


@given(days_of_life, numbers, numbers, calendars())
def test_p3_counting_in_two_steps_is_counting_at_once(start, first, second, calendar):
    halfway = due(start, first, calendar)
    assert due(halfway, second, calendar) == due(start, first + second, calendar)


@given(days_of_life, numbers, calendars())
def test_p4_one_working_day_fewer_lies_strictly_between(start, days, calendar):
    end = due(start, days, calendar)
    between = range(start.toordinal() + 1, end.toordinal())
    assert sum(map(calendar.is_working_day, map(date.fromordinal, between))) == days - 1
    assert working_days(start, end, calendar) == (days, 0)


@given(days_of_life, numbers, calendars())
@example(date(2026, 12, 27), 1, Calendar(shipped(ENGLAND), HORIZON))
def test_p5_a_day_off_counts_as_the_working_day_before_it(start, days, calendar):
    before = start
    while not calendar.is_working_day(before):
        before -= ONE_DAY
    assert due(start, days, calendar) == due(before, days, calendar)


@given(days_of_life, numbers, calendars(), st.integers(-10, 100))
def test_p6_a_new_holiday_moves_exactly_what_it_falls_into(start, days, calendar, offset):
    holiday = start + ONE_DAY * offset
    more = Calendar({**calendar.skipped, holiday: "One-off"}, HORIZON)
    before, after = due(start, days, calendar), due(start, days, more)
    inside = start < holiday <= before and calendar.is_working_day(holiday)
    assert after >= before and (after > before) == inside


@given(days_of_life, numbers, calendars(), st.integers(1, 60))
def test_p7_a_holiday_taken_back_changes_nothing(start, days, calendar, offset):
    received, holiday = at(start, time(9)), start + ONE_DAY * offset
    assume(holiday not in calendar.skipped)
    before = count(received, days, calendar)
    more = Calendar({**calendar.skipped, holiday: "One-off"}, HORIZON)
    skipped = {day: why for day, why in more.skipped.items() if day != holiday}
    assert count(received, days, Calendar(skipped, HORIZON)) == before


@given(st.data(), days_of_life, numbers, calendars())
def test_p8_a_pause_of_k_working_days_moves_the_date_by_k(data, start, days, calendar):
    plain = due(start, days, calendar)
    asked = start + ONE_DAY * data.draw(st.integers(0, (plain - start).days - 1))
    until = asked + ONE_DAY * data.draw(st.integers(0, 60))
    assume(until <= HORIZON - ONE_DAY * 150)
    k = working_days(asked, until, calendar)[0]
    assert due(start, days, calendar, [Pause(asked, until)]) == due(start, days + k, calendar)


@given(st.data(), days_of_life, numbers, calendars())
def test_p8_capped_and_overlapping_pauses_in_any_order(data, start, days, calendar):
    pauses = data.draw(st.lists(waits(start), max_size=4))
    paused = waited(pauses, calendar.skipped)
    expected = slow_due(start, days, calendar.skipped.keys() | paused)
    assert due(start, days, calendar, pauses) == expected
    assert due(start, days, calendar, data.draw(st.permutations(pauses))) == expected
    assert due(start, days, calendar, [*pauses, *pauses]) == expected
    inside = [day for day in paused if start < day <= expected]
    assert working_days(start, expected, calendar, pauses) == (days, len(inside))


@given(days_of_life, st.tuples(hours, hours), st.integers(-12, 14), numbers, calendars())
def test_p9_any_instant_of_one_london_day_from_anywhere(day, moments, offset, days, calendar):
    here, there = (at(day, hour) for hour in moments)
    elsewhere = there.astimezone(UTC) + timedelta(hours=offset) - timedelta(hours=offset)
    assert count(here, days, calendar) == count(elsewhere, days, calendar)
    assert count(here, days, calendar).received_on == day


@given(st.integers(0, 600), numbers, calendars())
def test_p10_due_at_five_by_the_clock_on_the_wall(offset, days, calendar):
    receipt = count(at(date(2026, 1, 1) + ONE_DAY * offset, time(9)), days, calendar)
    wall = receipt.due_at.astimezone(UTC).astimezone(LONDON)
    assert (wall.date(), wall.time()) == (receipt.due_on, time(17))


@pytest.mark.parametrize("sunday", CLOCK_CHANGES, ids=str)
def test_p10_the_days_on_which_the_clocks_change(sunday):
    spring = sunday.month == 3
    assert close_of(sunday, time(17)).astimezone(UTC).hour == (16 if spring else 17)
    calendar = Calendar({}, HORIZON)
    before = count(at(sunday - ONE_DAY * 3, time(9)), 1, calendar).due_at
    after = count(at(sunday - ONE_DAY * 3, time(9)), 2, calendar).due_at
    assert (before.date(), after.date()) == (sunday - ONE_DAY * 2, sunday + ONE_DAY)
    elapsed = after.astimezone(UTC) - before.astimezone(UTC)
    assert elapsed == timedelta(days=3, hours=-1 if spring else 1)
    start, end = (at(day, time()).astimezone(UTC) for day in (sunday, sunday + ONE_DAY))
    assert end - start == timedelta(hours=23 if spring else 25)
    quarters = (start + timedelta(minutes=15) * n for n in range((end - start).seconds // 900 + 96))
    inside = [moment for moment in quarters if moment < end]
    assert {count(moment, 1, calendar).due_on for moment in inside} == {sunday + ONE_DAY}


@given(days_of_life, numbers, st.lists(st.integers(-200_000, 20_000), min_size=2, unique=True))
@example(date(2026, 3, 20), 5, [-1, 0, 1])
def test_p11_it_is_late_once_and_never_again_in_time(start, days, minutes):
    due_at = count(at(start, time(9)), days, Calendar(shipped(ENGLAND), HORIZON)).due_at
    moments = [due_at.astimezone(UTC) + timedelta(minutes=each) for each in sorted(minutes)]
    found = [edges(moment).section_of(due_at) for moment in moments]
    order = [Due.LATER, Due.WEEK, Due.TODAY, Due.OVERDUE]
    assert all(order.index(a) <= order.index(b) for a, b in pairwise(found))
    assert [each == Due.OVERDUE for each in found] == [moment > due_at for moment in moments]


@given(days_of_life, numbers, calendars(), st.integers(0, 120))
def test_p12_past_the_horizon_there_is_an_error_and_no_date(start, days, calendar, ahead):
    known = due(start, days, calendar)
    short = Calendar(calendar.skipped, start + ONE_DAY * ahead)
    if known <= short.last_known:
        assert due(start, days, short) == known
        return
    with pytest.raises(BeyondCalendar, match=f"loaded to {short.last_known:%-d %B %Y}"):
        due(start, days, short)


@given(st.data(), days_of_life, hours, numbers, calendars())
def test_p13_counting_again_says_the_same(data, start, hour, days, calendar):
    pauses = data.draw(st.lists(waits(start), max_size=3))
    first = count(at(start, hour), days, calendar, pauses)
    assert count(at(start, hour), days, calendar, iter(pauses)) == first
    assert tuple(islice(walk(start, calendar, pauses), len(first.days))) == first.days
    dates = [line.date for line in first.days]
    assert dates == [start + ONE_DAY * n for n in range(1, len(dates) + 1)]


@given(days_of_life, numbers, calendars())
def test_both_oracles_agree(start, days, calendar):
    found = due(start, days, calendar)
    assert found == slow_due(start, days, calendar.skipped)
    assert found == numpy_due(start, days, calendar.skipped).astype(object)
