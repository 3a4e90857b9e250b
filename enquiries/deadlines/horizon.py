"""How far the calendar reaches, and the sentence that says when it is about to run out."""

from dataclasses import dataclass
from datetime import date

from .calendars import service_calendar
from .clock import BeyondCalendar

WARN_DAYS = 90


@dataclass(frozen=True)
class Horizon:
    """The last day whose holidays are known, None if not even today is, seen from a day."""

    today: date
    last_known: date | None

    @property
    def days_left(self) -> int:
        return (self.last_known - self.today).days if self.last_known else 0

    @property
    def is_near(self) -> bool:
        return self.days_left <= WARN_DAYS

    @property
    def sentence(self) -> str:
        if self.last_known is None:
            return f"No bank holidays are loaded for {self.today.year}."
        known = f"Bank holidays are loaded to {self.last_known:%-d %B %Y}"
        return f"{known}, {self.days_left} days from now." if self.is_near else f"{known}."


def horizon(today: date) -> Horizon:
    """Return how far the calendar of service promises reaches from a day in Europe/London."""
    try:
        return Horizon(today, service_calendar(since=today).last_known)
    except BeyondCalendar:
        return Horizon(today, None)
