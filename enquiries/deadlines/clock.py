"""Working-day arithmetic and its explanation: no database, no reading of the time of day.

The rule: the day of receipt (Europe/London) is day zero; day one is the first working day after
it; a deadline falls at close of business of its n-th working day. Days on which the county waits
for the parish do not count: from the day after the question to the day of the reply.
Working days are Monday to Friday less bank holidays of England less the council's closure days.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count as endless
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)


class BeyondCalendar(Exception):
    """The count runs past the last year whose bank holidays are known."""


@dataclass(frozen=True)
class Calendar:
    """Days that do not count, each with its reason, and the last day the data is good for."""

    skipped: Mapping[date, str]
    last_known: date
    close: time = time(17, 0)

    def why_skipped(self, day: date) -> str:
        """Return why a day does not count, or an empty string for a working day."""
        if day > self.last_known:
            raise BeyondCalendar(f"Bank holidays are not known after {self.last_known:%-d %B %Y}")
        if day.weekday() >= 5:
            return f"{day:%A}"
        return self.skipped.get(day, "")

    def is_working_day(self, day: date) -> bool:
        return not self.why_skipped(day)


@dataclass(frozen=True)
class Pause:
    """The county waits for the parish; `until` is None while it still waits."""

    asked_on: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.asked_on < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Day:
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


def close_of(day: date, close: time) -> datetime:
    """Return close of business of a day as an instant in Europe/London."""
    return datetime.combine(day, close, tzinfo=LONDON)


def walk(start: date, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Iterator[Day]:
    """Yield each day after `start`, numbered if it counts, with the reason if it does not."""
    pauses, number = tuple(pauses), 0
    for offset in endless(1):
        day = start + ONE_DAY * offset
        why = calendar.why_skipped(day)
        if not why and any(pause.covers(day) for pause in pauses):
            why = "Waiting for the parish"
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
    if days < 1 or any(pause.until is None for pause in pauses):
        raise ValueError("A deadline needs at least one day, and every pause its end")
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
    """Return working days counted and paused after `start`, up to and including `end`."""
    pauses, counted, paused = tuple(pauses), 0, 0
    day = start + ONE_DAY
    while day <= end:
        if calendar.is_working_day(day):
            waiting = any(pause.covers(day) for pause in pauses)
            counted, paused = counted + (not waiting), paused + waiting
        day += ONE_DAY
    return counted, paused
