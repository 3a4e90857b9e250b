"""What becomes of a question that the clerk does not answer: a reminder, then we go on without."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from ... import emails
from ...deadlines.clock import Calendar, london_day, midnight
from ...deadlines.models import Setting
from ...models import Enquiry, Event, Question
from ...states import Status
from ...wording import WENT_ON
from .. import deadlines
from ..move import lock, move, record
from .rounds import MOST_ROWS, one_by_one


def unanswered() -> QuerySet[Question]:
    return Question.objects.filter(replied_at=None, returned_at=None)


def to_remind(now: datetime) -> QuerySet[Question]:
    """Questions asked as many days ago as is settled, or more, whose day to reply by is to come."""
    today = london_day(now)
    day = today - timedelta(days=Setting.current().nudge_days - 1)
    return unanswered().filter(nudged_at=None, asked_at__lt=midnight(day), reply_by__gte=today)


def to_return(now: datetime) -> QuerySet[Question]:
    """Questions whose day to reply by has passed: on that day itself the clerk may still reply."""
    return unanswered().filter(reply_by__lt=london_day(now))


def keys(questions: QuerySet[Question]) -> list[int]:
    return list(questions.order_by("asked_at").values_list("pk", flat=True)[:MOST_ROWS])


def locked(question: int) -> Enquiry:
    """Return the enquiry of a question, locked as every verb locks it first."""
    return lock(Enquiry(pk=Question.objects.values_list("enquiry", flat=True).get(pk=question)))


def remind_all(*, now: datetime, calendar: Calendar) -> int:
    """Remind of each question that has waited for the settled number of days, once."""
    return one_by_one(keys(to_remind(now)), remind, now=now)


@transaction.atomic
def remind(*, pk: int, now: datetime) -> bool:
    enquiry = locked(pk)
    if not to_remind(now).filter(pk=pk).update(nudged_at=now):
        return False
    question = Question.objects.get(pk=pk)
    event = record(
        enquiry=enquiry, what=Event.What.NUDGED, at=now, by=None, text=question.text, public=True
    )
    emails.nudge(enquiry=enquiry, event=event, at=now)
    return True


def return_all(*, now: datetime, calendar: Calendar) -> int:
    """Take back each question whose day to reply by has passed, and go on without the reply."""
    return one_by_one(keys(to_return(now)), go_on, now=now)


@transaction.atomic
def go_on(*, pk: int, now: datetime) -> bool:
    """End the wait without a reply: the clock goes on, and the clerk may still write."""
    enquiry = locked(pk)
    if not to_return(now).filter(pk=pk).update(returned_at=now):
        return False
    move(
        enquiry=enquiry, to=Status.LOOKING, what=Event.What.RETURNED, at=now, by=None, text=WENT_ON
    )
    deadlines.resume(enquiry=enquiry)
    deadlines.heard(enquiry=enquiry, at=now)
    return True
