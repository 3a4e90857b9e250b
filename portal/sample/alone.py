"""What happens to a case between two acts, without anybody: the sweeps of enquiries.workflows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from enquiries.models import Event
from enquiries.states import Status
from enquiries.wording import WENT_ON, may_be_late, passed

from .clocks import COMPLETION, STAGE_NAMES
from .diary import day_of
from .rounds import Job, Turn
from .rows import DeadlineRow

if TYPE_CHECKING:
    from .case import Case

What = Event.What


def sweep(case: Case, until: datetime) -> None:
    """Do what the rounds up to an instant do, one thing after the other: each may lead to more."""
    rounds = case.rounds
    while (turn := rounds.first(turns(case, until))) and turn[0] < until:
        rounds.at, rounds.job, row = turn
        if row is None:
            act = go_on if rounds.job == Job.RETURN else remind
            act(case, rounds.at)
        else:
            find(case, rounds.at, rounds.job, row)


def turns(case: Case, until: datetime) -> Iterator[Turn]:
    if not case.is_open:
        return iter(())
    if case.row.status == Status.WAITING:
        return case.rounds.waiting(case.questions[-1])
    return case.rounds.working(case.deadlines, case.clocks.moved_at, until)


def find(case: Case, at: datetime, job: Job, row: DeadlineRow) -> None:
    if job in (Job.MISS, Job.MISS_URGENT):
        miss(case, at, row, urgent=job == Job.MISS_URGENT)
    elif job == Job.DELAY:
        tell_delay(case, at, row)
    elif job == Job.LEADER:
        row.leader_told_at = at
    elif job == Job.MANAGER:
        row.manager_told_at = at
    else:
        tell_urgent(case, at, row)


def miss(case: Case, at: datetime, row: DeadlineRow, *, urgent: bool) -> None:
    row.missed_at = at
    text = passed(STAGE_NAMES[row.stage], f"{day_of(row.target_at):%-d %B %Y}")
    case.record(What.MISSED, at, None, text, public=False)
    case.misses.append((case.events[-1], row))
    if urgent and row.due_at < at:
        tell_urgent(case, at, row)


def tell_urgent(case: Case, at: datetime, row: DeadlineRow) -> None:
    row.owner_told_at = at
    row.leader_told_at = at if case.row.team_id in case.world.led else None


def tell_delay(case: Case, at: datetime, row: DeadlineRow) -> None:
    row.delay_told_at = at
    text = may_be_late(row.due_on, is_work=row.stage == COMPLETION)
    case.record(What.DELAYED, at, None, text)
    case.heard(at)


def remind(case: Case, at: datetime) -> None:
    case.questions[-1].nudged_at = at
    case.record(What.NUDGED, at, None, case.questions[-1].text)


def go_on(case: Case, at: datetime) -> None:
    case.questions[-1].returned_at = at
    case.move(Status.LOOKING, What.RETURNED, at, None, WENT_ON)
    case.resume(at)
    case.heard(at)
