"""What becomes of a question that the clerk does not answer: a reminder, then we go on without."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from ... import emails
from ...deadlines.clock import Calendar, london_day
from ...deadlines.models import Setting
from ...due import midnight
from ...models import Enquiry, Event, Question
from ...states import Status
from ...wording import WENT_ON
from .. import deadlines
from ..move import lock, move, record
from .rounds import MOST_ROWS, one_by_one


def open_for(days: int, now: datetime) -> QuerySet[Question]:
    """Questions without an answer that were asked so many days ago or more, by London's days."""
    day = london_day(now) - timedelta(days=days - 1)
    return Question.objects.filter(replied_at=None, returned_at=None, asked_at__lt=midnight(day))


def keys(questions: QuerySet[Question]) -> list[int]:
    return list(questions.order_by("asked_at").values_list("pk", flat=True)[:MOST_ROWS])


def locked(question: int) -> Enquiry:
    """Return the enquiry of a question, locked as every verb locks it first."""
    return lock(Enquiry(pk=Question.objects.values_list("enquiry", flat=True).get(pk=question)))


def remind_all(*, now: datetime, calendar: Calendar) -> int:
    """Remind of each question that has waited for the settled number of days, once."""
    rows = open_for(Setting.current().nudge_days, now).filter(nudged_at=None)
    return one_by_one(keys(rows), remind, now=now)


@transaction.atomic
def remind(*, pk: int, now: datetime) -> bool:
    enquiry = locked(pk)
    row = Question.objects.filter(pk=pk, replied_at=None, returned_at=None, nudged_at=None)
    if not row.update(nudged_at=now):
        return False
    question = Question.objects.get(pk=pk)
    event = record(
        enquiry=enquiry, what=Event.What.NUDGED, at=now, by=None, text=question.text, public=True
    )
    emails.nudge(enquiry=enquiry, event=event, at=now)
    return True


def return_all(*, now: datetime, calendar: Calendar) -> int:
    """Take back each question that has waited too long, and go on without the reply."""
    return one_by_one(keys(open_for(Setting.current().return_days, now)), go_on, now=now)


@transaction.atomic
def go_on(*, pk: int, now: datetime) -> bool:
    """End the wait without a reply: the clock goes on, and the clerk may still write."""
    enquiry = locked(pk)
    row = Question.objects.filter(pk=pk, replied_at=None, returned_at=None)
    if not row.update(returned_at=now):
        return False
    move(
        enquiry=enquiry, to=Status.LOOKING, what=Event.What.RETURNED, at=now, by=None, text=WENT_ON
    )
    deadlines.resume(enquiry=enquiry)
    deadlines.heard(enquiry=enquiry, at=now)
    return True
