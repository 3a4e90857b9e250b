"""The clock of promises with a memory: the same day is counted once for a million enquiries."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from enquiries.deadlines import clock
from enquiries.deadlines.clock import Calendar, Pause

NOON = time(12)
ONE_DAY = timedelta(days=1)
# The sweep of deadlines comes round every five minutes: at :02:30, :07:30 and so on.
SWEEP, SWEEP_PHASE = timedelta(minutes=5), timedelta(minutes=2, seconds=30)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Diary:
    """Days and instants of one calendar. Days are Europe/London, instants are UTC.

    What is remembered is kept by instance, so that two calendars never share an answer.
    """

    def __init__(self, calendar: Calendar):
        self.calendar = calendar
        self.due = lru_cache(None)(self.count_due)
        self.midnight = lru_cache(None)(self.count_midnight)
        self.is_working_day = lru_cache(None)(calendar.is_working_day)
        self.before = lru_cache(None)(self.count_before)
        self.at_time = lru_cache(None)(self.count_at_time)
        self.spent = lru_cache(200_000)(self.count_spent)

    def count_due(
        self, start: date, days: int, pauses: tuple[Pause, ...] = ()
    ) -> tuple[date, datetime]:
        """Return the day and the instant that `days` working days after a day fall due."""
        received = datetime.combine(start, NOON, tzinfo=clock.LONDON)
        receipt = clock.count(received, days, self.calendar, pauses)
        return receipt.due_on, receipt.due_at.astimezone(UTC)

    def count_spent(
        self, start: date, end: date, pauses: tuple[Pause, ...] = ()
    ) -> tuple[int, int]:
        """Return working days counted and paused after `start`, up to and including `end`."""
        return clock.working_days(start, end, self.calendar, pauses)

    def close_of(self, day: date) -> datetime:
        return self.at_time(day, self.calendar.close)

    def count_at_time(self, day: date, clock_time: time) -> datetime:
        return clock.close_of(day, clock_time).astimezone(UTC)

    def count_midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=clock.LONDON).astimezone(UTC)

    def at(self, day: date, minutes: float) -> datetime:
        """Return the instant so many minutes after a London day began, never on a sweep's."""
        seconds = int(minutes * 60)
        return self.midnight(day) + timedelta(seconds=seconds + (seconds % 60 == 30))

    def working_day(self, day: date) -> date:
        """Return the day itself, or the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def after(self, day: date, days: int) -> date:
        """Return the working day that many working days after a day."""
        return self.due(day, days)[0] if days > 0 else self.working_day(day)

    def count_before(self, day: date, days: int) -> date:
        """Return the working day that many working days before a day."""
        while days:
            day -= ONE_DAY
            days -= self.is_working_day(day)
        return day


def day_of(instant: datetime) -> date:
    return clock.london_day(instant)


def next_sweep(instant: datetime) -> datetime:
    """Return when the sweep comes round after an instant."""
    rounds = (instant - EPOCH - SWEEP_PHASE) // SWEEP + 1
    return EPOCH + SWEEP_PHASE + SWEEP * rounds
