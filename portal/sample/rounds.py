"""When the rounds between two acts do what by themselves, as enquiries.workflows.sweeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from enquiries.deadlines.models import Setting
from enquiries.workflows.sweeps.hours import OPENS

from .clocks import JUDGED, SILENCE
from .diary import ONE_DAY, Diary, day_of, next_sweep
from .rows import DeadlineRow, QuestionRow

JUST_AFTER = time(OPENS.hour, 2, 30)
MOMENT = timedelta(microseconds=1)


class Job(IntEnum):
    """In the order in which one round does them; the day's own job comes last."""

    MISS = 0
    MISS_URGENT = 1
    TELL_URGENT = 2
    RETURN = 3
    REMIND = 4
    DELAY = 5
    LEADER = 6
    MANAGER = 7
    ACT = 9


Turn = tuple[datetime, Job, DeadlineRow | None]


@dataclass
class Rounds:
    """When each job finds something to do. `at` and `job` say what happened last."""

    diary: Diary
    days: Setting
    is_urgent: bool
    at: datetime
    job: Job = Job.ACT

    def first(self, turns: Iterator[Turn]) -> Turn | None:
        return min(turns, key=lambda turn: turn[:2], default=None)

    def waiting(self, question: QuestionRow) -> Iterator[Turn]:
        """While the parish has the turn only the question itself is looked at."""
        over = self.diary.midnight(question.reply_by + ONE_DAY)
        yield self.office(over, Job.RETURN), Job.RETURN, None
        if question.nudged_at is None:
            due = day_of(question.asked_at) + timedelta(days=self.days.nudge_days)
            at = self.office(self.diary.midnight(due), Job.REMIND)
            if day_of(at) <= question.reply_by:
                yield at, Job.REMIND, None

    def working(
        self, rows: list[DeadlineRow], moved_at: datetime | None, until: datetime
    ) -> Iterator[Turn]:
        """Look at what runs; what cannot come before `until` is left out, for speed."""
        for row in rows:
            if row.is_running:
                yield from self.misses(row, until)
                if row.stage in JUDGED and row.due_at > self.at:
                    yield from self.delays(row, moved_at, until)
                if row.missed_at and row.stage != SILENCE:
                    yield from self.passed_on(row, until)

    def misses(self, row: DeadlineRow, until: datetime) -> Iterator[Turn]:
        urgent = self.is_urgent and row.stage != SILENCE
        if row.missed_at is None:
            if row.target_at < until:
                job = Job.MISS_URGENT if urgent else Job.MISS
                yield self.round(row.target_at, job), job, row
        elif urgent and row.owner_told_at is None and row.target_at < row.due_at < until:
            yield self.round(row.due_at, Job.TELL_URGENT), Job.TELL_URGENT, row

    def delays(
        self, row: DeadlineRow, moved_at: datetime | None, until: datetime
    ) -> Iterator[Turn]:
        told = row.delay_told_at
        if told and not (moved_at and moved_at > told):
            return
        day = self.diary.before(row.due_on, self.days.delay_notice_days)
        day = max(day, day_of(row.starts_at) + ONE_DAY)
        if (since := self.diary.midnight(day)) < until:
            at = self.office(since, Job.DELAY)
            if at < row.due_at:
                yield at, Job.DELAY, row

    def passed_on(self, row: DeadlineRow, until: datetime) -> Iterator[Turn]:
        for job, told_at, days in (
            (Job.LEADER, row.leader_told_at, self.days.leader_days),
            (Job.MANAGER, row.manager_told_at, self.days.manager_days),
        ):
            if told_at is None:
                day = self.diary.after(row.due_on, days)
                if self.diary.midnight(day) < until:
                    yield self.opening(day, job), job, row

    def free(self, job: Job) -> datetime:
        """Return the first round that this job can still be part of."""
        is_open = self.job != Job.ACT and job >= self.job
        return self.at if is_open else next_sweep(self.at)

    def round(self, passed: datetime, job: Job) -> datetime:
        """Return the first round after an instant, at any hour."""
        return max(next_sweep(passed), self.free(job))

    def office(self, since: datetime, job: Job) -> datetime:
        """Return the first round in office hours, not before an instant."""
        at = max(next_sweep(since - MOMENT), self.free(job))
        day = day_of(at)
        if not self.diary.is_working_day(day) or at >= self.diary.close_of(day):
            return self.opens(self.diary.working_day(day + ONE_DAY))
        return max(at, self.opens(day))

    def opening(self, day: date, job: Job) -> datetime:
        """Return the first round of a working day, not before a day: what is done once a day."""
        free = self.free(job)
        day = self.diary.working_day(max(day, day_of(free)))
        at = self.opens(day)
        return at if at >= free else self.opens(self.diary.working_day(day + ONE_DAY))

    def opens(self, day: date) -> datetime:
        return opens(self.diary, day)


def opens(diary: Diary, day: date) -> datetime:
    """Return the first round of a day's office hours."""
    return diary.at_time(day, JUST_AFTER)
