"""One letter a working day to each officer, leader and manager who has something to do.

It stands for a letter per case. What it says is read by facts that no sweep in hand can change:
dates that have passed since the last digest, and lateness marked before any digest of the day.
"""

from datetime import datetime
from functools import partial

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from ... import emails
from ...deadlines.clock import ONE_DAY, Calendar, london_day, midnight
from ...deadlines.models import JobRun
from ..runs import finish, once
from .agenda import Span, agenda_of
from .hours import days_ahead, days_behind
from .rounds import one_by_one

SOON_DAYS = 2


def send_digests(*, now: datetime, calendar: Calendar) -> int:
    """Send each person's digest of the day; return how many were written."""
    act = partial(send_digest, calendar=calendar)
    return one_by_one(people_without(london_day(now).isoformat()), act, now=now)


def people_without(day: str) -> list[int]:
    """Return who works for the county and has not had the digest of a day looked at yet."""
    roles = Q(is_officer=True) | Q(is_manager=True) | Q(leads__isnull=False)
    people = get_user_model().objects.filter(roles, is_active=True)
    keys = people.order_by("pk").distinct().values_list("pk", flat=True)
    taken = set(JobRun.objects.filter(period=day).values_list("job", flat=True))
    return [pk for pk in keys if job_of(pk) not in taken]


def job_of(pk: int) -> str:
    return f"digest {pk}"


@transaction.atomic
def send_digest(*, pk: int, now: datetime, calendar: Calendar) -> bool:
    """Write one person's digest, or only note that there was nothing to say today."""
    today = london_day(now)
    run = once(job=job_of(pk), period=today.isoformat(), at=now)
    if run is None:
        return False
    person = get_user_model().objects.get(pk=pk)
    agenda = agenda_of(person, span_of(run, now, calendar))
    if agenda:
        emails.digest(person=person, agenda=agenda, day=today, at=now)
    finish(run=run, done=sum(section.total for section in agenda), at=now)
    return bool(agenda)


def span_of(run: JobRun, now: datetime, calendar: Calendar) -> Span:
    """Return the instants of a digest: since the person's last one, until the end of soon."""
    today = london_day(now)
    last = JobRun.objects.filter(job=run.job, started_at__lt=now).exclude(pk=run.pk).first()
    soon = days_ahead(today, SOON_DAYS, calendar)
    return Span(
        since=last.started_at if last else midnight(days_behind(today, 2, calendar)),
        now=now,
        tomorrow=midnight(today + ONE_DAY),
        end=midnight(soon + ONE_DAY),
    )
