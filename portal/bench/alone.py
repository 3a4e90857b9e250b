"""Benches that no page stands for: each takes the rows and returns its line."""

import time
import timeit
from collections.abc import Callable
from datetime import date, datetime
from statistics import median

from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import LONDON, Calendar, count

from .briefing import briefing_5000
from .closure import closure
from .figures import figures
from .letters import claims, letters
from .served import catalogue_served
from .sweep import deadline_sweep

DAYS, TURNS, SAMPLES = 10, 200, 40
RECEIVED = datetime(2026, 12, 23, 15, tzinfo=LONDON)


def deadline_explain(rows: int) -> dict:
    """Time one deadline of ten days over Christmas with its explanation, and the calendar's load.

    The floor adds up the days and explains nothing.
    """
    calendar = service_calendar(since=RECEIVED.date())
    ours = microseconds(lambda: count(RECEIVED, DAYS, calendar))
    floor = microseconds(lambda: bare(RECEIVED.date(), DAYS, calendar))
    return {
        "bench": "deadline_explain",
        "rows": rows,
        "p50_ms": round(ours / 1000, 4),
        "p50_us": round(ours, 1),
        "floor_p50_us": round(floor, 1),
        "ratio": round(ours / floor, 2),
        "calendar_ms": round(milliseconds(lambda: service_calendar(since=RECEIVED.date())), 2),
    }


def bare(start: date, days: int, calendar: Calendar) -> date:
    """Return the due day and nothing else."""
    ordinal = start.toordinal()
    while days:
        ordinal += 1
        day = date.fromordinal(ordinal)
        days -= day.weekday() < 5 and day not in calendar.skipped
    return date.fromordinal(ordinal)


def microseconds(work: Callable[[], object]) -> float:
    """Return the median time of one of many calls, as one is too short to time."""
    return median(timeit.repeat(work, number=TURNS, repeat=SAMPLES)) / TURNS * 1e6


def milliseconds(work: Callable[[], object]) -> float:
    took = []
    for _ in range(SAMPLES):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


ALONE: dict[str, Callable[[int], dict]] = {
    "deadline_explain": deadline_explain,
    "deadline_sweep": deadline_sweep,
    "letters": letters,
    "claims": claims,
    "closure": closure,
    "figures": figures,
    "briefing_5000": briefing_5000,
    "catalogue_served": catalogue_served,
}
