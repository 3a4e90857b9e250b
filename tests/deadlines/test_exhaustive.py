"""The clock against a slow walk and against numpy: a sample always, every case on demand."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from enquiries.deadlines.clock import LONDON, Calendar, count

from .oracles import ENGLAND, NATIONS, SCOTLAND, numpy_due, published, shipped, slow_due

FIRST, LAST = date(2012, 1, 1), date(2028, 9, 28)
STARTS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
DAYS = range(1, 61)
HORIZON = date(2028, 12, 31)
# Scotland's holiday for the World Cup, of which the library's copy does not know yet.
ANNOUNCED_SINCE = {SCOTLAND: {date(2026, 6, 15)}}
CALENDARS = {"service": (ENGLAND,), "statutory": NATIONS}


def counted(start: date, days: int, calendar: Calendar) -> date:
    """By the clock, received at another hour of the day each time."""
    minute = (start.toordinal() * 61 + days * 17) % 1440
    received = datetime(start.year, start.month, start.day, *divmod(minute, 60), tzinfo=LONDON)
    return count(received, days, calendar).due_on


def disagreements(starts: list[date], holidays: dict[date, str]) -> tuple[int, int, int]:
    """Return the cases, and how often the clock differs from the walk and from numpy."""
    calendar, walk, array = Calendar(holidays, HORIZON), 0, 0
    arrays = np.array(starts, dtype="datetime64[D]")
    for days in DAYS:
        theirs = numpy_due(arrays, days, holidays).astype(object)
        for start, other in zip(starts, theirs, strict=True):
            ours = counted(start, days, calendar)
            walk += ours != slow_due(start, days, holidays)
            array += ours != other
    return len(starts) * len(DAYS), walk, array


@pytest.mark.parametrize("name", CALENDARS)
def test_a_sample_of_every_start_and_length(name):
    cases, walk, array = disagreements(STARTS[::97], published(*CALENDARS[name]))
    assert (cases, walk, array) == (3840, 0, 0)


@pytest.mark.exhaustive
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", CALENDARS)
def test_every_start_and_every_length(name):
    cases, walk, array = disagreements(STARTS, published(*CALENDARS[name]))
    print(f"{name}: {cases:,} cases, disagreements: slow walk {walk}, numpy {array}")
    assert (cases, walk, array) == (366_960, 0, 0)


@pytest.mark.parametrize("nation", NATIONS)
def test_the_shipped_bank_holidays_are_the_published_ones(nation):
    theirs = {day for day in published(nation) if day.year >= 2019}
    assert set(shipped(nation)) == theirs | ANNOUNCED_SINCE.get(nation, set())
    assert max(theirs).year == 2028
