"""Calendar months, in Europe/London: the unit in which figures are asked for."""

from datetime import date, timedelta


def first_of(day: date) -> date:
    return day.replace(day=1)


def add_months(first: date, months: int) -> date:
    """Return the first day of the month so many months later, or earlier."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def last_of(first: date) -> date:
    return add_months(first, 1) - timedelta(days=1)


def latest(today: date, count: int) -> list[date]:
    """Return the first days of so many months, this one first."""
    return [add_months(first_of(today), -back) for back in range(count)]
