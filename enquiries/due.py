"""The groups in which officers see open work, by what is due when. Plain Python, no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .deadlines.clock import london_day, midnight


class Due(StrEnum):
    """In the order in which they are worked; each open enquiry is in exactly one."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    REPLIED = "replied"
    WAITING = "waiting"
    LATER = "later"


LABELS = {
    Due.OVERDUE: "Overdue",
    Due.TODAY: "Due today",
    Due.WEEK: "Due this week",
    Due.REPLIED: "Clerk replied",
    Due.WAITING: "Waiting for the clerk",
    Due.LATER: "Later",
}


@dataclass(frozen=True)
class Edges:
    """The instants that part the groups: now, the end of today and of the week (Europe/London)."""

    now: datetime
    tomorrow: datetime
    next_week: datetime

    def section_of(self, due_at: datetime) -> Due:
        """Return the group by the date alone, as a list in order of dates is headed."""
        if due_at < self.now:
            return Due.OVERDUE
        if due_at < self.tomorrow:
            return Due.TODAY
        return Due.WEEK if due_at < self.next_week else Due.LATER

    def group_of(self, due_at: datetime, *, waiting: bool, replied: bool) -> Due:
        """Return the one group of an open enquiry, as EnquiryQuerySet.in_due_group finds it."""
        if waiting:
            return Due.REPLIED if replied else Due.WAITING
        section = self.section_of(due_at)
        return Due.REPLIED if replied and section == Due.LATER else section


def edges(now: datetime) -> Edges:
    """Return the edges of the groups at an aware instant. On a weekend the week to come counts."""
    today = london_day(now)
    monday = today + timedelta(days=7 - today.weekday() + 7 * (today.weekday() >= 5))
    return Edges(now, midnight(today + timedelta(days=1)), midnight(monday))
