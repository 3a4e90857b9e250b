"""Changes the days that do not count, and moves the dates that rest on them: all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from .. import emails
from ..deadlines import changes
from ..deadlines.calendars import service_calendar
from ..deadlines.changes import Changes
from ..deadlines.clock import london_day
from ..deadlines.horizon import Horizon, horizon
from ..deadlines.models import ClosureDay
from ..deadlines.published import Published
from ..permissions import Refused, check_may_set_calendar
from ..wording import long_date
from .recounts import Forecast, forecast
from .runs import finish, once
from .shifts import move_all, only_one_change

LONGEST_WHY = 200


@dataclass(frozen=True)
class Preview:
    """What a change would do: to the holidays, and to the dates of open enquiries."""

    changes: Changes
    moves: Forecast


def check_closure(day: date, why: str, *, today: date) -> None:
    """Raise Refused unless a day to come counts so far and there is a reason to close."""
    if not why.strip():
        raise Refused("Say why the offices close. Clerks are shown it.")
    if len(why) > LONGEST_WHY:
        raise Refused(f"Say why in {LONGEST_WHY} characters or fewer.")
    if day < today:
        raise Refused("A closure in the past would rewrite promises already judged.")
    if ClosureDay.objects.filter(date=day).exists():
        raise Refused(f"{long_date(day)} is a closure day already.")
    if reason := service_calendar(since=today).why_skipped(day):
        off = "a weekend" if day.weekday() >= 5 else f"a bank holiday ({reason})"
        raise Refused(f"{long_date(day)} is {off}, so it does not count already.")


@transaction.atomic
def add_closure(*, date: date, why: str, at: datetime, by) -> ClosureDay:
    """Close the offices on a day from today on, and move the dates that rest on it.

    Raises Refused, or BeyondCalendar if a date would pass the last year that is loaded.
    """
    check_may_set_calendar(by)
    only_one_change()
    closure = write_closure(day=date, why=why.strip(), at=at, by=by)
    recompute(days={date}, at=at, by=by)
    return closure


def write_closure(*, day: date, why: str, at: datetime, by) -> ClosureDay:
    check_closure(day, why, today=london_day(at))
    try:
        with transaction.atomic():
            return ClosureDay.objects.create(date=day, why=why, added_by=by)
    except IntegrityError:
        raise Refused(f"{long_date(day)} is a closure day already.") from None


@transaction.atomic
def preview_closure(*, date: date, why: str, at: datetime, by) -> Forecast:
    """Say what a closure would move. Writes nothing that stays. Raises as `add_closure` does."""
    check_may_set_calendar(by)
    with transaction.atomic():
        write_closure(day=date, why=why.strip(), at=at, by=by)
        found = forecast(off={date}, on=set(), at=at)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def remove_closure(*, closure: ClosureDay, at: datetime, by) -> None:
    """Let a day to come count again. Dates that were moved by it stay: none is brought forward."""
    check_may_set_calendar(by)
    if closure.date < london_day(at):
        raise Refused("A closure in the past stays: promises were judged by it.")
    only_one_change()
    closure.delete()


@transaction.atomic
def import_holidays(
    *, rows: Iterable[Published], at: datetime, by, seen: list[str] | None = None
) -> Changes:
    """Take over a file of holidays and move the dates that rest on them; return what changed.

    `seen` are the changes that were agreed to, in words. `by` is None at the command line. Raises
    BadFile, BeyondCalendar, or Refused if others would be made now; then nothing is written.
    """
    if by is not None:
        check_may_set_calendar(by)
    only_one_change()
    found = changes.changes(rows, today=london_day(at))
    if seen is not None and seen != found.lines():
        raise Refused("The calendar changed after you checked the file. Check it again.")
    changes.write(found)
    recompute(days=found.days_off(), at=at, by=by)
    return found


def preview_holidays(*, rows: Iterable[Published], at: datetime) -> Preview:
    """Say what a file would change and move, by doing it and taking it back.

    Raises BadFile or BeyondCalendar.
    """
    found = changes.changes(rows, today=london_day(at))
    with transaction.atomic():
        changes.write(found)
        moves = forecast(off=found.days_off(), on=found.days_on(), at=at)
        transaction.set_rollback(True)
    return Preview(found, moves)


@transaction.atomic
def recompute(*, days: set[date], at: datetime, by) -> int:
    """Count again each running deadline whose span covers one of the days; return how many moved.

    A later date is written with its reason, and the clerk told of a new reply date. An earlier one
    is not taken. What is met, stopped or past keeps its dates. Safe to run twice.
    """
    return move_all(days=days, at=at, by=by)


@transaction.atomic
def warn_horizon(*, at: datetime) -> int:
    """Write to administrators, once a London month, that the calendar is about to run out.

    Returns how many letters: none while the last day loaded is more than 90 days away.
    """
    left = horizon(london_day(at))
    if not left.is_near:
        return 0
    run = once(job="calendar runs out", period=f"{left.today:%Y-%m}", at=at)
    if run is None:
        return 0
    told = tell_administrators(left, at=at)
    finish(run=run, done=told, at=at)
    return told


def tell_administrators(left: Horizon, *, at: datetime) -> int:
    people = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("pk")
    for person in people:
        emails.calendar_runs_out(person=person, left=left, at=at)
    return len(people)
