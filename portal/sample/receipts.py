"""When enquiries arrive: mostly on weekdays in office hours, hardly on bank holidays."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from .diary import Diary, day_of
from .life import cumulative
from .weights import HOURS, WEEKDAYS

HOUR_NAMES, HOUR_WEIGHTS = tuple(HOURS), tuple(HOURS.values())
HOLIDAY_SHARE = 0.1


def receipts(count: int, *, seed: int, months: int, now: datetime, diary: Diary) -> list[datetime]:
    """Return so many instants of the months before `now`, in order. The same for a seed."""
    chance = Random(f"receipts:{seed}")  # noqa: S311 - chance, not a secret
    days = list(days_before(now, months))
    weights = cumulative(tuple(weight_of(day, diary) for day in days))
    drawn = chance.choices(days, cum_weights=weights, k=count)
    return sorted(instant(chance, diary, day, now) for day in drawn)


def days_before(now: datetime, months: int) -> Iterator[date]:
    today = day_of(now)
    for back in range(round(months * 30.44), -1, -1):
        yield today - timedelta(days=back)


def weight_of(day: date, diary: Diary) -> float:
    is_holiday = day.weekday() < 5 and not diary.is_working_day(day)
    return WEEKDAYS[day.weekday()] * (HOLIDAY_SHARE if is_holiday else 1)


def instant(chance: Random, diary: Diary, day: date, now: datetime) -> datetime:
    """Return an instant of a day; what would lie in the future arrives a day earlier."""
    hour = chance.choices(HOUR_NAMES, HOUR_WEIGHTS)[0]
    minutes = hour * 60 + chance.uniform(0, 60)
    at = diary.at(day, minutes)
    return at if at <= now else diary.at(day - timedelta(days=1), minutes)
