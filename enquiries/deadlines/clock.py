"""Working-day arithmetic and its explanation: no database, no reading of the time of day.

The rule. Days are days in Europe/London.
- The day of receipt is day zero, whatever the hour. Day one is the first working day after it, so
  what arrives on a Friday evening or at the weekend is counted from the same Monday.
- A deadline falls at close of business of its n-th working day.
- A working day is Monday to Friday, less bank holidays of England, less the council's closure days.
- For statutory requests, a bank holiday anywhere in the United Kingdom does not count, and a
  closure of the council's offices does.
- Days on which the county waits for the parish do not count: from the day after the question up to
  and including the day of the reply, and of each question at most so many working days as it is
  capped at. What a long wait has beyond its cap counts again.
- Past the last year whose bank holidays are loaded there is no answer, only an error.

Sources. Freedom of Information Act 2000, section 10(1) and (6): twenty working days following the
date of receipt, and which days those are. Day zero, and a weekend that counts as the Friday before
it, follow the worked dates that Alaveteli, the software behind WhatDoTheyKnow, is tested with; they
are among our tests. Pauses, their cap and close of business are the council's own rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WAITING = "Waiting for the parish"


class BeyondCalendar(Exception):
    """The count runs into a year whose bank holidays are not loaded. Says what to load."""


@dataclass(frozen=True)
class Calendar:
    """Days that do not count, each with its reason, and the last day the data is good for."""

    skipped: Mapping[date, str]
    last_known: date
    close: time = time(17, 0)

    def why_skipped(self, day: date) -> str:
        """Return why a day does not count, or an empty string for a working day."""
        if day > self.last_known:
            raise BeyondCalendar(
                f"Bank holidays are loaded to {self.last_known:%-d %B %Y}. "
                "Load the next ones with manage.py import_holidays FILE."
            )
        weekday = day.weekday()
        return WEEKDAYS[weekday] if weekday >= 5 else self.skipped.get(day, "")

    def is_working_day(self, day: date) -> bool:
        return not self.why_skipped(day)


@dataclass(frozen=True)
class Pause:
    """The county waits for the parish; `until` is None while it still waits.

    Only the first `cap` working days of the wait are paused; None pauses all of it. Raises
    ValueError for a wait that ends before it begins, or a cap below zero.
    """

    asked_on: date
    until: date | None = None
    cap: int | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.asked_on:
            raise ValueError(
                f"A pause cannot end before it begins: asked on {self.asked_on:%-d %B %Y}, "
                f"answered on {self.until:%-d %B %Y}."
            )
        if self.cap is not None and self.cap < 0:
            raise ValueError("A pause is capped at a number of working days, 0 or more.")

    def covers(self, day: date) -> bool:
        """Return whether a day is one of waiting, without regard to the cap."""
        return self.asked_on < day and (self.until is None or day <= self.until)

    def capped(self, calendar: Calendar) -> "Pause":
        """Return the pause as it counts: it ends on the day that uses up its cap, if any does."""
        if self.cap is None:
            return self
        end, left = self.asked_on, self.cap
        last = min(self.until or calendar.last_known, calendar.last_known)
        while left and end < last:
            end += ONE_DAY
            left -= calendar.is_working_day(end)
        return self if left else replace(self, until=end, cap=None)


class Day(NamedTuple):
    """One line of the receipt: the day, its number if it counted, else why it did not."""

    date: date
    number: int | None
    why: str = ""


@dataclass(frozen=True)
class Receipt:
    """A deadline and how it was counted. `due_at` is an instant in Europe/London."""

    received_on: date
    due_on: date
    due_at: datetime
    days: tuple[Day, ...] = field(repr=False)


def london_day(instant: datetime) -> date:
    """Return the calendar day of an aware instant in Europe/London."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone")
    return instant.astimezone(LONDON).date()


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in Europe/London."""
    return close_of(day, time.min)


def close_of(day: date, close: time) -> datetime:
    """Return close of business of a day as an instant in Europe/London."""
    return datetime.combine(day, close, tzinfo=LONDON)


def walk(start: date, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Iterator[Day]:
    """Yield each day after `start`, numbered if it counts, with the reason if it does not.

    A day of two pauses is paused once. Raises BeyondCalendar past the known bank holidays.
    """
    waits, day, number = [pause.capped(calendar) for pause in pauses], start, 0
    while True:
        day += ONE_DAY
        why = calendar.why_skipped(day)
        if waits and not why and any(wait.covers(day) for wait in waits):
            why = WAITING
        number += not why
        yield Day(day, None if why else number, why)


def count(
    received: datetime, days: int, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Receipt:
    """Count `days` working days from an aware instant and explain every day on the way.

    Raises BeyondCalendar past the known bank holidays, ValueError for fewer than one day
    or a pause without an end, since then there is no date yet.
    """
    pauses = tuple(pauses)
    if days < 1:
        raise ValueError("A deadline is at least one working day away.")
    if any(pause.until is None for pause in pauses):
        raise ValueError("While the county waits there is no date: a pause needs its end.")
    received_on, lines = london_day(received), []
    for line in walk(received_on, calendar, pauses):
        lines.append(line)
        if line.number == days:
            break
    due_on = lines[-1].date
    return Receipt(received_on, due_on, close_of(due_on, calendar.close), tuple(lines))


def working_days(
    start: date, end: date, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> tuple[int, int]:
    """Return working days counted and paused after `start`, up to and including `end`.

    Raises BeyondCalendar past the known bank holidays; none are counted if `end` is not later.
    """
    span = max((end - start).days, 0)
    reasons = [line.why for line in islice(walk(start, calendar, pauses), span)]
    return reasons.count(""), reasons.count(WAITING)
