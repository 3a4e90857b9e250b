"""Moves running deadlines to the dates counted again. A date is never brought forward."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from .. import emails
from ..deadlines.models import BankHoliday, ClosureDay
from ..models import DateChange, Deadline, Enquiry, Event
from ..wording import calendar_moved
from .recounts import Recount, batches, recounted, spanning


def move_all(*, days: set[date], at: datetime, by) -> int:
    """Move what falls later now that the days do not count. Call it in a transaction.

    Returns how many dates moved. A second time nothing moves.
    """
    if not days:
        return 0
    only_one_change()
    mark = DateChange.objects.aggregate(last=Max("pk"))["last"] or 0
    moved = move_rows(rows=spanning(days, at), days=days, at=at, by=by)
    wait_for_readers()
    return moved + move_rows(rows=not_moved(spanning(days, at), mark), days=days, at=at, by=by)


def not_moved(rows: QuerySet[Deadline], mark: int) -> QuerySet[Deadline]:
    """Leave out what this change has moved; nobody else moves by the calendar meanwhile.

    What is left is little: rows that were written, or came to span the days, after we looked.
    """
    ours = DateChange.objects.filter(cause=DateChange.Cause.CALENDAR, pk__gt=mark)
    return rows.exclude(pk__in=ours.values("deadline"))


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
    events = Event.objects.bulk_create(event_of(each=each, at=at, by=by) for each in moves)
    move_dates(moves, enquiries)
    tell_clerks(moves, events, enquiries, at)
    return len(moves)


def move_targets(found: list[Recount]) -> None:
    """What counts as on time moves with the day, also where an extension keeps the live date."""
    later = [each for each in found if each.target_at > each.deadline.target_at]
    for target_at, rows in alike(later, attrgetter("target_at")):
        keys = [each.deadline.pk for each in rows]
        Deadline.objects.filter(pk__in=keys).update(target_at=target_at)


def alike(rows: list[Recount], what: Callable) -> Iterator[tuple[Any, list[Recount]]]:
    """Group rows that go to one date: of many, most do, and one statement moves them all."""
    for value, group in groupby(sorted(rows, key=what), what):
        yield value, list(group)


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
    for (due_on, due_at), rows in alike(moves, attrgetter("due_on", "due_at")):
        dates = {"due_on": due_on, "due_at": due_at}
        Deadline.objects.filter(pk__in=[each.deadline.pk for each in rows]).update(**dates)
        keys = [each.deadline.enquiry_id for each in rows if each.is_reply_date]
        Enquiry.objects.filter(pk__in=keys).update(**dates)
        for key in keys:
            enquiries[key].due_on, enquiries[key].due_at = due_on, due_at


def tell_clerks(
    moves: list[Recount], events: list[Event], enquiries: dict[int, Enquiry], at: datetime
) -> None:
    """Write the letters of a batch, after the enquiries have their new dates."""
    emails.dates_moved(
        news=[
            (enquiries[each.deadline.enquiry_id], event)
            for each, event in zip(moves, events, strict=True)
            if each.is_reply_date
        ],
        at=at,
    )


def event_of(*, each: Recount, at: datetime, by) -> Event:
    """Write a move for the timeline; a reply date's is the clerk's to read."""
    deadline = each.deadline
    text = calendar_moved(
        deadline.get_stage_display(), deadline.due_on, each.due_on, each.reason,
        is_reply=each.is_reply_date,
    )  # fmt: skip
    return Event(
        enquiry_id=deadline.enquiry_id, what=Event.What.MOVED, at=at, by=by, text=text,
        is_public=each.is_reply_date,
    )  # fmt: skip
