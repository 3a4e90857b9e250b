"""Tells the clerk that we may be late, before the date passes."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from ... import emails
from ...deadlines.clock import Calendar, close_of, london_day, midnight
from ...deadlines.models import Setting
from ...models import DateChange, Deadline, Enquiry, Event
from ...states import Status
from ...wording import may_be_late
from .. import deadlines
from ..move import lock, record
from .hours import days_ahead
from .rounds import MOST_ROWS, one_by_one

Stage = Deadline.Stage


def tell_delays(*, now: datetime, calendar: Calendar) -> int:
    """Tell of every answer or promised work that is due so soon that it may be late.

    How many working days before is the council's setting; never on the day the clock started.
    """
    days = Setting.current().delay_notice_days
    until = close_of(days_ahead(london_day(now), days, calendar), calendar.close)
    rows = near(now, until).exclude(enquiry__status=Status.WAITING).order_by("due_at")
    keys = list(rows.values_list("pk", flat=True)[:MOST_ROWS])
    return one_by_one(keys, partial(tell_delay, until=until), now=now)


def near(now: datetime, until: datetime) -> QuerySet[Deadline]:
    """Deadlines whose live date is to come, up to an instant, and of it no delay was told."""
    moved = DateChange.objects.filter(
        deadline=OuterRef("pk"), changed_at__gt=OuterRef("delay_told_at")
    )
    return Deadline.objects.filter(
        Q(delay_told_at=None) | Exists(moved),
        stage__in=[Stage.ANSWER, Stage.COMPLETION],
        met_at=None,
        stopped_at=None,
        due_at__gt=now,
        due_at__lte=until,
        starts_at__lt=midnight(london_day(now)),
    )


@transaction.atomic
def tell_delay(*, pk: int, now: datetime, until: datetime) -> bool:
    """Say once that we may be late. It counts as a word from us, and promises no new date."""
    enquiry = lock(Enquiry(pk=Deadline.objects.values_list("enquiry", flat=True).get(pk=pk)))
    row = near(now, until).filter(pk=pk)
    if enquiry.status == Status.WAITING or not row.update(delay_told_at=told_at(pk, now)):
        return False
    deadline = Deadline.objects.get(pk=pk)
    event = record(
        enquiry=enquiry, what=Event.What.DELAYED, at=now, by=None, public=True,
        text=may_be_late(deadline.due_on, is_work=deadline.stage == Stage.COMPLETION),
    )  # fmt: skip
    deadlines.heard(enquiry=enquiry, at=now)
    emails.delay(enquiry=enquiry, event=event, at=now)
    return True


def told_at(pk: int, now: datetime) -> datetime:
    """Return an instant after every change so far, also when the clock has been set back."""
    changed = DateChange.objects.filter(deadline=pk).aggregate(at=Max("changed_at"))["at"]
    return max(now, changed) if changed else now
