"""Two other ways to count, which share nothing with the clock, and the days they count on."""

import csv
from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from pathlib import Path

import numpy as np
from govuk_bank_holidays.bank_holidays import BankHolidays

from enquiries.deadlines.clock import LONDON, Calendar, Pause

SHIPPED = Path(__file__).parents[2] / "portal" / "reference" / "data" / "bank_holidays.csv"
NATIONS = ENGLAND, SCOTLAND, _ = "england-and-wales", "scotland", "northern-ireland"


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


@cache
def shipped(*nations: str) -> dict[date, str]:
    """Bank holidays of the file that ships with the product, 2019 to 2028."""
    with SHIPPED.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["nation"] in nations]
    return {date.fromisoformat(row["date"]): row["title"] for row in rows}


@cache
def published(*nations: str) -> dict[date, str]:
    """Bank holidays bundled with a library that is not ours, 2012 to 2028. No network."""
    library = BankHolidays(use_cached_holidays=True)
    return {
        row["date"]: row["title"]
        for nation in nations
        for row in library.get_holidays(division=nation)
    }


def service() -> Calendar:
    """England as shipped, to the end of 2028."""
    return Calendar(shipped(ENGLAND), date(2028, 12, 31))


def slow_due(start: date, days: int, off: Collection[date]) -> date:
    """Strike off one day at a time."""
    ordinal = start.toordinal()
    while days:
        ordinal += 1
        day = date.fromordinal(ordinal)
        if day.isoweekday() <= 5 and day not in off:
            days -= 1
    return date.fromordinal(ordinal)


def numpy_due(starts, days, off: Collection[date]):
    """What numpy says, for arrays too: back to a working day, then so many on."""
    return np.busday_offset(starts, days, roll="preceding", holidays=sorted(off))


def waited(pauses: Collection[Pause], off: Collection[date]) -> set[date]:
    """The working days of the pauses, of each only as many as its cap."""
    found = set()
    for pause in pauses:
        span = range(pause.asked_on.toordinal() + 1, pause.until.toordinal() + 1)
        days = [day for day in map(date.fromordinal, span) if day.isoweekday() <= 5]
        found |= set([day for day in days if day not in off][: pause.cap])
    return found
