"""Counts running deadlines again by the calendar as it is now, and says what would move."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from django.db.models import Prefetch, QuerySet

from ..deadlines.calendars import service_calendar
from ..deadlines.clock import Calendar, close_of, count, london_day
from ..models import DateChange, Deadline
from ..wording import long_date
from .deadlines import recount

Stage = Deadline.Stage
BATCH = 500
SHOWN = 50
LONGEST_REASON = 500
EXTENSIONS = DateChange.objects.filter(cause=DateChange.Cause.EXTENSION)


@dataclass(frozen=True)
class Recount:
    """A running deadline whose span covers a changed day, and where it would fall now."""

    deadline: Deadline
    due_on: date
    target_at: datetime
    due_at: datetime
    reason: str

    @property
    def is_later(self) -> bool:
        return self.due_on > self.deadline.due_on

    @property
    def is_earlier(self) -> bool:
        return self.due_on < self.deadline.due_on

    @property
    def is_reply_date(self) -> bool:
        """The date that the clerk was told, and the list goes by."""
        return self.deadline.stage == Stage.ANSWER


@dataclass
class Forecast:
    """What a change of the calendar would move: reply dates with the first of them, and others."""

    replies: int = 0
    others: int = 0
    kept: int = 0
    shown: list[Recount] = field(default_factory=list)

    def add(self, found: Recount) -> None:
        if found.is_earlier:
            self.kept += 1
        elif found.is_later and found.is_reply_date:
            self.replies += 1
            self.shown += [found] if len(self.shown) < SHOWN else []
        elif found.is_later:
            self.others += 1


def spanning(days: set[date], at: datetime) -> QuerySet[Deadline]:
    """Return what still runs, was counted, and is not past, with one of the days in its span.

    A date that has passed stays, and an officer's date for work was not counted. An answer that an
    officer took longer for may be missed already while its live date is to come.
    """
    ends = datetime.combine(max(days), time(), tzinfo=at.tzinfo) + timedelta(days=2)
    return Deadline.objects.filter(
        met_at=None, stopped_at=None, days__isnull=False, due_at__gte=at,
        due_on__gte=min(days), starts_at__lt=ends,
    )  # fmt: skip


def batches(rows: QuerySet[Deadline]) -> Iterator[list[int]]:
    """Yield the keys of the rows' enquiries, some hundreds at a time, in one order for all.

    They are looked for once: a few MB of keys for 100,000 enquiries, where each look costs more
    the more has moved already.
    """
    keys = list(rows.order_by("enquiry_id").values_list("enquiry_id", flat=True).distinct())
    yield from (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def recounted(rows: QuerySet[Deadline], days: set[date]) -> Iterator[Recount]:
    """Count rows again by the calendar as it is now, each from its start with its pauses.

    Raises BeyondCalendar where a count runs into a year that is not loaded.
    """
    calendars = cache(lambda year: service_calendar(since=date(year, 1, 1)))
    fetched = rows.select_related("enquiry").prefetch_related(
        "enquiry__questions", Prefetch("changes", EXTENSIONS, to_attr="extensions")
    )
    for deadline in fetched.order_by("enquiry_id", "pk"):
        start = london_day(deadline.starts_at)
        if covered := [day for day in sorted(days) if start < day <= deadline.due_on]:
            calendar = calendars(start.year)
            due_on, target_at = counted(deadline, calendar)
            target_at = deadline.target_at if deadline.missed_at else target_at
            due_at = close_of(due_on, calendar.close)
            yield Recount(deadline, due_on, target_at, due_at, reason_of(covered, calendar))


def counted(deadline: Deadline, calendar: Calendar) -> tuple[date, datetime]:
    """Return the live day and the target. A wait that goes on is counted at its end."""
    is_paused = deadline.stage == Stage.ANSWER
    asked = deadline.enquiry.questions.all() if is_paused else []
    pauses = [question.pause() for question in asked if not question.is_open]
    if deadline.extensions:  # type: ignore[attr-defined]
        return recount(deadline, calendar, pauses)
    assert deadline.days is not None
    receipt = count(deadline.starts_at, deadline.days, calendar, pauses)
    return receipt.due_on, receipt.due_at


def reason_of(days: list[date], calendar: Calendar) -> str:
    """Name the days that no longer count, and why."""
    named = [f"{long_date(day)} ({why})" for day in days if (why := calendar.why_skipped(day))]
    text = " and ".join(named) + (" is" if len(named) == 1 else " are") + " not counted"
    return text if len(text) <= LONGEST_REASON else f"{text[: LONGEST_REASON - 1]}…"


def forecast(*, off: set[date], on: set[date], at: datetime) -> Forecast:
    """Say what would move, by the same count as the move itself; nothing is written or locked."""
    found, days = Forecast(), off | on
    if not days:
        return found
    rows = spanning(days, at)
    for keys in batches(rows):
        for each in recounted(rows.filter(enquiry_id__in=keys), days):
            found.add(each)
    return found
