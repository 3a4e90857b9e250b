"""What the portal does by itself. Nobody acts here, so no verb ends in `by`; each is told the time.

`sweep` takes the rows whose time has come, every few minutes; `daily` does what is done once a
day. Each row is claimed by a conditional update in one transaction with its event and its letters,
so two sweepers, a crash or a clock that goes backwards neither lose nor double anything. Each round
and each job of a day has a row in JobRun, by which one sees what ran. docs/sweeps.md says what
happens when.
"""

from datetime import datetime, timedelta

from ...deadlines.calendars import service_calendar
from ...deadlines.clock import Calendar, london_day
from ..runs import finish, forget_rounds, open_round
from .delays import tell_delays
from .digests import send_digests
from .horizon import warn_of_horizon
from .hours import is_office_time
from .late import tell_late
from .missed import miss_all
from .monthly import send_monthly
from .rounds import all_of
from .tidy import tidy
from .waits import remind_all, return_all

__all__ = ["act", "daily", "is_office_time", "miss_all", "sweep"]

# How far back the calendar must reach to count how late something is.
LOOK_BACK = timedelta(days=100)


def sweep(*, now: datetime) -> int:
    """Do everything whose time has come, once in five minutes; return how many rows were acted on.

    Call it as often as one likes. A round that failed or died is taken up by the next call. Raises
    ExceptionGroup after all that could be done.
    """
    run = open_round(at=now)
    if run is None:
        return 0
    done = act(now=now)
    finish(run=run, done=done, at=now)
    forget_rounds(now=now)
    return done


def act(*, now: datetime) -> int:
    """Act on each row whose time has come at an aware instant.

    What only takes note happens at any hour, and so does word of a missed urgent date; what
    writes to people waits for office hours.
    """
    return all_of(miss_all, in_office_hours(return_all, remind_all, tell_delays), now=now)


def daily(*, now: datetime) -> int:
    """Do what is done once a London day, in office hours; return how many letters or rows.

    Safe to call as often as one likes. Raises ExceptionGroup after all that could be done.
    """
    written = in_office_hours(tell_late, send_digests, send_monthly)
    return all_of(warn_of_horizon, written, tidy, now=now)


def in_office_hours(*jobs):
    """Return one job that does these while the offices are open, with the calendar they need."""

    def job(*, now: datetime) -> int:
        calendar = calendar_of(now)
        if not is_office_time(now, calendar):
            return 0
        return all_of(*jobs, now=now, calendar=calendar)

    return job


def calendar_of(now: datetime) -> Calendar:
    return service_calendar(since=london_day(now) - LOOK_BACK)
