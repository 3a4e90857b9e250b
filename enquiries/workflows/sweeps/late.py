"""Passes lateness on: to the team's leader, later to the managers. Once a day, each row once.

Their digests of that day carry the rows; urgent ones have a letter of their own as well.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from ... import emails
from ...deadlines.clock import ONE_DAY, Calendar, london_day, midnight
from ...deadlines.models import Setting
from ...models import Deadline, Enquiry, Event, Priority
from ...states import Status
from ..runs import finish, once
from .hours import days_behind

Stage = Deadline.Stage
MOST_TOLD = 10_000


@transaction.atomic
def tell_late(*, now: datetime, calendar: Calendar) -> int:
    """Mark what is so late that the leader, or the managers, must hear of it today."""
    today, days = london_day(now), Setting.current()
    run = once(job="late", period=today.isoformat(), at=now)
    if run is None:
        return 0
    done = 0
    for role, limit, people in (
        ("leader", days.leader_days, leaders_of),
        ("manager", days.manager_days, managers_of),
    ):
        late = late_since(midnight(days_behind(today, limit, calendar) + ONE_DAY))
        done += tell(role, late, people, now=now)
    finish(run=run, done=done, at=now)
    return done


def late_since(instant: datetime) -> QuerySet[Deadline]:
    """Missed, the live date before an instant, still running while it is not the parish's turn."""
    rows = Deadline.objects.filter(
        met_at=None, stopped_at=None, missed_at__isnull=False, due_at__lt=instant
    )
    return rows.exclude(stage=Stage.SILENCE).exclude(enquiry__status=Status.WAITING)


def tell(role: str, late: QuerySet[Deadline], people: Callable, *, now: datetime) -> int:
    """Mark rows as told to a role; the newest first, if there are too many for one day."""
    untold = {f"{role}_told_at": None}
    rows = late.filter(**untold).order_by("-due_at").select_for_update(of=("self",))
    keys = list(rows.values_list("pk", flat=True)[:MOST_TOLD])
    done = Deadline.objects.filter(pk__in=keys, **untold).update(**{f"{role}_told_at": now})
    for deadline in Deadline.objects.filter(pk__in=keys, enquiry__priority=Priority.P1):
        tell_at_once(deadline, people, now=now)
    return done


def tell_at_once(deadline: Deadline, people: Callable, *, now: datetime) -> None:
    enquiry = Enquiry.objects.with_names().get(pk=deadline.enquiry_id)
    event = Event.objects.filter(what=Event.What.MISSED, deadline=deadline).latest("at")
    for person in people(enquiry):
        emails.escalated(enquiry=enquiry, event=event, person=person, at=now)


def leaders_of(enquiry: Enquiry) -> list:
    leader = enquiry.team.leader if enquiry.team else None
    return [leader] if leader and leader.is_active else []


def managers_of(enquiry: Enquiry) -> list:
    return list(get_user_model().objects.filter(is_manager=True, is_active=True))
