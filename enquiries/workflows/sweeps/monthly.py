"""The summary of a month for everybody who acts for a council, on its first working day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from parishes.models import Council, Membership
from post.models import Preference

from ... import emails
from ...deadlines.clock import ONE_DAY, Calendar, london_day, midnight
from ...deadlines.models import JobRun
from ...models import Enquiry
from ...states import Status
from ...wording import short_date
from ..runs import finish, once
from .rounds import one_by_one

MOST_LINES = 10
# A portal that was away on the first working day still writes within a week.
LATEST_DAY = 7


@dataclass(frozen=True)
class Line:
    """One open enquiry: where it is about, and what comes next."""

    reference: str
    road: str
    words: str


@dataclass(frozen=True)
class Desk:
    """One council: how many were answered in the month, are open now, and wait for the clerk."""

    council: Council
    answered: int
    open: int
    waiting: int
    lines: tuple[Line, ...]

    @property
    def more(self) -> int:
        return self.open - len(self.lines)


def send_monthly(*, now: datetime, calendar: Calendar) -> int:
    """Send each person's summary of the month that has ended; return how many were written.

    Call it in office hours: the first of them in a month are those of its first working day.
    """
    today = london_day(now)
    if today.day > LATEST_DAY:
        return 0
    ended = today.replace(day=1) - ONE_DAY
    month = ended.replace(day=1)
    return one_by_one(people_without(month, today), partial(send_one, month=month), now=now)


def people_without(month: date, today: date) -> list[int]:
    """Return who acts for a council, wants the summary, and has not had this one looked at."""
    members = Membership.objects.current(today).values("user")
    unwilling = Preference.objects.filter(monthly_summary=False).values("person")
    people = get_user_model().objects.filter(pk__in=members, is_active=True)
    keys = people.exclude(pk__in=unwilling).order_by("pk").values_list("pk", flat=True)
    taken = set(JobRun.objects.filter(period=period_of(month)).values_list("job", flat=True))
    return [pk for pk in keys if job_of(pk) not in taken]


def job_of(pk: int) -> str:
    return f"monthly {pk}"


def period_of(month: date) -> str:
    return f"{month:%Y-%m}"


@transaction.atomic
def send_one(*, pk: int, now: datetime, month: date) -> bool:
    """Write one person's summary, or only note that there was nothing to say."""
    run = once(job=job_of(pk), period=period_of(month), at=now)
    if run is None:
        return False
    person = get_user_model().objects.get(pk=pk)
    desks = list(desks_of(person, month, london_day(now)))
    if desks:
        emails.monthly(person=person, desks=desks, month=month, at=now)
    finish(run=run, done=len(desks), at=now)
    return bool(desks)


def desks_of(person, month: date, today: date) -> Iterator[Desk]:
    """Yield each of a person's councils that has something to tell."""
    for council in Council.objects.served_by(person, on=today).order_by("name"):
        desk = desk_of(council, month, today)
        if desk.answered or desk.open:
            yield desk


def desk_of(council: Council, month: date, today: date) -> Desk:
    rows = Enquiry.objects.filter(council=council)
    still = rows.open().by_due()
    return Desk(
        council=council,
        answered=answered_in(rows, month, today.replace(day=1)),
        open=still.count(),
        waiting=rows.waiting().count(),
        lines=tuple(line_of(row) for row in still.with_open_question()[:MOST_LINES]),
    )


def answered_in(rows: QuerySet[Enquiry], month: date, after: date) -> int:
    """Count what was answered or passed on in a month of Europe/London."""
    closed = rows.filter(closed_at__gte=midnight(month), closed_at__lt=midnight(after))
    return closed.filter(status__in=[Status.ANSWERED, Status.PASSED_ON]).count()


def line_of(row: Enquiry) -> Line:
    return Line(row.reference, " ".join(row.road.split()), next_of(row))


def next_of(row: Enquiry) -> str:
    """Say what comes next, and when: from the clerk, or from the county."""
    if question := row.open_question:
        return f"we need your answer by {short_date(question.reply_by)}"
    if row.status == Status.PLANNED and row.planned_for:
        return f"work is planned for {short_date(row.planned_for)}"
    return f"reply by {short_date(row.due_on)}"
