"""Whether a letter of an enquiry is still true when it leaves, which may be hours after it was put.

Each check says why a letter must stay, or nothing. What already happened, such as an answer, stays
true and needs none.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import F, QuerySet

from post import hooks
from post.models import Letter

from . import references
from .models import DateChange, Deadline, Enquiry, Event, Question
from .states import Status
from .wording import may_be_late

Stage = Deadline.Stage
CLOSED = "The enquiry was closed meanwhile."
REPLIED = "The question is no longer open."
OTHER_DATE = "The date changed again meanwhile."
NOT_LATE = "It is no longer late: it was answered, or it waits for the council."
ANSWERED = "It was answered, or its date changed, meanwhile."


def enquiry_of(letter: Letter) -> Enquiry:
    return Enquiry.objects.get(number=references.parse(letter.about) or 0)


def event_of(letter: Letter) -> Event:
    """The event that a letter tells of: its key begins with it."""
    return Event.objects.get(pk=letter.key.partition(":")[0])


def running(enquiry: Enquiry) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(enquiry=enquiry, met_at=None, stopped_at=None)
    return rows.exclude(stage=Stage.SILENCE)


def is_open(*, letter: Letter, at: datetime) -> str:
    return "" if enquiry_of(letter).is_open else CLOSED


def question_is_open(*, letter: Letter, at: datetime) -> str:
    event = event_of(letter)
    mine = Question.objects.filter(enquiry=event.enquiry_id, text=event.text)
    return "" if mine.filter(replied_at=None, returned_at=None).exists() else REPLIED


def may_still_be_late(*, letter: Letter, at: datetime) -> str:
    """True while we would say the very same of a date that still runs."""
    event = event_of(letter)
    enquiry = event.enquiry
    said = {
        may_be_late(row.due_on, is_work=row.stage == Stage.COMPLETION) for row in running(enquiry)
    }
    return "" if enquiry.status != Status.WAITING and event.text in said else ANSWERED


def is_still_late(*, letter: Letter, at: datetime) -> str:
    """True while the very deadline still runs, and it is not the council's turn."""
    event = event_of(letter)
    return lateness(event.enquiry, running(event.enquiry).filter(pk=event.deadline_id or 0))


def anything_is_late(*, letter: Letter, at: datetime) -> str:
    """True while any of its dates has passed: what is passed on is the enquiry, not the date."""
    enquiry = enquiry_of(letter)
    return lateness(enquiry, running(enquiry).filter(missed_at__isnull=False))


def lateness(enquiry: Enquiry, late: QuerySet[Deadline]) -> str:
    return "" if enquiry.status != Status.WAITING and late.exists() else NOT_LATE


def is_the_date(*, letter: Letter, at: datetime) -> str:
    """True while the date that was told is the live one."""
    event = event_of(letter)
    change = DateChange.objects.filter(
        deadline__in=running(event.enquiry), changed_at=event.at, new_due_on=F("deadline__due_on")
    )
    return "" if change.exists() else OTHER_DATE


# By letter. The name of a check is the letter's own.
CHECKS: dict[str, Callable[..., str]] = {
    "enquiries/for_triage": is_open,
    "enquiries/question": question_is_open,
    "enquiries/nudge": question_is_open,
    "enquiries/delay": may_still_be_late,
    "enquiries/missed": is_still_late,
    "enquiries/escalated": anything_is_late,
    "enquiries/new_date": is_the_date,
    "enquiries/date_moved": is_the_date,
}


def register() -> None:
    """Let the post ask. Called when the product starts."""
    for name, check in CHECKS.items():
        hooks.check(name, check)
