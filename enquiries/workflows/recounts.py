"""Counts running deadlines again when a day stops counting. A date is never brought forward."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from django.db import connection
from django.db.models import Max, Prefetch, QuerySet

from .. import emails
from ..deadlines.calendars import service_calendar
from ..deadlines.clock import Calendar, close_of, count, london_day
from ..deadlines.models import BankHoliday, ClosureDay
from ..models import DateChange, Deadline, Enquiry, Event
from ..wording import calendar_moved, long_date
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
    reason: str
    close: time

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

    A date that has passed was judged, and an officer's date for work was not counted.
    """
    ends = datetime.combine(max(days), time(), tzinfo=at.tzinfo) + timedelta(days=2)
    return Deadline.objects.filter(
        met_at=None, stopped_at=None, missed_at=None, days__isnull=False,
        due_at__gte=at, due_on__gte=min(days), starts_at__lt=ends,
    )  # fmt: skip


def batches(rows: QuerySet[Deadline]) -> Iterator[list[int]]:
    """Yield the keys of the rows' enquiries, some hundreds at a time, in one order for all."""
    last = 0
    while True:
        after = rows.filter(enquiry_id__gt=last).order_by("enquiry_id")
        keys = list(after.values_list("enquiry_id", flat=True).distinct()[:BATCH])
        if not keys:
            return
        yield keys
        last = keys[-1]


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
            yield Recount(deadline, due_on, target_at, reason_of(covered, calendar), calendar.close)


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


def recount_all(*, days: set[date], at: datetime, by) -> int:
    """Move what falls later now that the days do not count. Call it in a transaction.

    Returns how many dates moved. A second time nothing moves.
    """
    if not days:
        return 0
    mark = Deadline.objects.aggregate(last=Max("pk"))["last"] or 0
    moved = move_rows(rows=spanning(days, at), days=days, at=at, by=by)
    wait_for_readers()
    return moved + move_rows(rows=spanning(days, at).filter(pk__gt=mark), days=days, at=at, by=by)


def only_one_change() -> None:
    """Let one change of the calendar follow another: each must count by the days of both."""
    lock_calendar("SHARE ROW EXCLUSIVE")


def wait_for_readers() -> None:
    """Let end whoever counts by the old days, and let nobody begin until we have committed.

    A transaction that logs an enquiry has read the calendar and holds its table until it ends.
    """
    lock_calendar("ACCESS EXCLUSIVE")


def lock_calendar(mode: str) -> None:
    names = ", ".join(model._meta.db_table for model in (BankHoliday, ClosureDay))
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN {mode} MODE")


def move_rows(*, rows: QuerySet[Deadline], days: set[date], at: datetime, by) -> int:
    return sum(move_batch(rows=rows, keys=keys, days=days, at=at, by=by) for keys in batches(rows))


def move_batch(
    *, rows: QuerySet[Deadline], keys: list[int], days: set[date], at: datetime, by
) -> int:
    """Move the deadlines of some enquiries, locked in the order in which all verbs lock them."""
    locked = Enquiry.objects.select_for_update(of=("self",), no_key=True).with_names()
    enquiries = {row.pk: row for row in locked.filter(pk__in=keys).order_by("pk")}
    mine = rows.filter(enquiry_id__in=keys).select_for_update(of=("self",), no_key=True)
    found = list(recounted(mine, days))
    move_targets(found)
    moves = [each for each in found if each.is_later]
    keep_changes(moves=moves, at=at, by=by)
    move_dates(moves, enquiries)
    tell(moves=moves, enquiries=enquiries, at=at, by=by)
    return len(moves)


def move_targets(found: list[Recount]) -> None:
    """What counts as on time moves with the day, also where an extension keeps the live date."""
    later = [each for each in found if each.target_at > each.deadline.target_at]
    for each in later:
        each.deadline.target_at = each.target_at
    Deadline.objects.bulk_update([each.deadline for each in later], ["target_at"])


def keep_changes(*, moves: list[Recount], at: datetime, by) -> None:
    DateChange.objects.bulk_create(
        DateChange(
            deadline=each.deadline, cause=DateChange.Cause.CALENDAR,
            old_due_on=each.deadline.due_on, new_due_on=each.due_on, reason=each.reason,
            changed_at=at, changed_by=by,
        )
        for each in moves
    )  # fmt: skip


def move_dates(moves: list[Recount], enquiries: dict[int, Enquiry]) -> None:
    replies = [each for each in moves if each.is_reply_date]
    for each in replies:
        enquiry = enquiries[each.deadline.enquiry_id]
        enquiry.due_on, enquiry.due_at = each.due_on, close_of(each.due_on, each.close)
    mine = [enquiries[each.deadline.enquiry_id] for each in replies]
    Enquiry.objects.bulk_update(mine, ["due_on", "due_at"])
    Deadline.objects.bulk_update(
        [
            Deadline(
                pk=each.deadline.pk, due_on=each.due_on, due_at=close_of(each.due_on, each.close)
            )
            for each in moves
        ],
        ["due_on", "due_at"],
    )


def tell(*, moves: list[Recount], enquiries: dict[int, Enquiry], at: datetime, by) -> None:
    """Write each move in the timeline; a reply date's is the clerk's to read, by letter too."""
    events = Event.objects.bulk_create(event_of(each=each, at=at, by=by) for each in moves)
    for each, event in zip(moves, events, strict=True):
        if each.is_reply_date:
            enquiry = enquiries[each.deadline.enquiry_id]
            emails.date_moved(enquiry=enquiry, event=event, at=at)


def event_of(*, each: Recount, at: datetime, by) -> Event:
    deadline = each.deadline
    text = calendar_moved(
        deadline.get_stage_display(), deadline.due_on, each.due_on, each.reason,
        is_reply=each.is_reply_date,
    )  # fmt: skip
    return Event(
        enquiry_id=deadline.enquiry_id, what=Event.What.MOVED, at=at, by=by, text=text,
        is_public=each.is_reply_date,
    )  # fmt: skip
