"""Questions to the clerk, which pause the clock in sight of both, and what she says."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from .. import emails
from ..deadlines.clock import london_day
from ..deadlines.models import Setting
from ..models import Deadline, Enquiry, Event, Photo, Question
from ..permissions import Refused, check_may_speak_for, check_may_work
from ..states import Status
from . import deadlines
from .move import check_standing, lock, move, record, said_just_now
from .photos import attach_held
from .unreached import warn_of_rest


@transaction.atomic
def ask(*, enquiry: Enquiry, text: str, at: datetime, by, version: int | None = None) -> Question:
    """Ask the clerk; the answer clock pauses from tomorrow until she replies.

    She has as many calendar days as the council has set, the last one included. That day and the
    cap of the pause are kept with the question, so what she was told holds if the setting changes.
    """
    check_may_work(by, enquiry)
    enquiry = lock(enquiry, version)
    event = move(
        enquiry=enquiry, to=Status.WAITING, what=Event.What.QUESTION, at=at, by=by, text=text,
        owner=enquiry.owner or by, clerk_replied=False,
    )  # fmt: skip
    days = Setting.current()
    question = Question.objects.create(
        enquiry=enquiry, text=text, asked_at=at, asked_by=by, cap_days=days.pause_cap_days,
        reply_by=london_day(at) + timedelta(days=days.return_days),
    )  # fmt: skip
    deadlines.meet(enquiry=enquiry, stages=[Deadline.Stage.FIRST_REPLY], at=at)
    deadlines.heard(enquiry=enquiry, at=at)
    emails.question(enquiry=enquiry, event=event, at=at)
    warn_of_rest(event=event, at=at)
    return question


@transaction.atomic
def reply(
    *, enquiry: Enquiry, text: str, at: datetime, by, held: Iterable[Photo] = (), seen: str = ""
) -> Event:
    """Answer the county's question; the clock goes on, its date moved by the days paused.

    `held` are the photos this person chose beside her words. Raises Refused if nothing is asked,
    or the enquiry does not stand as she has `seen` it.
    """
    check_may_speak_for(by, enquiry, on=london_day(at))
    enquiry = lock(enquiry)
    if same := said_just_now(enquiry=enquiry, what=Event.What.REPLY, text=text, at=at, by=by):
        attach_held(event=same, held=held, by=by)
        return same
    question = enquiry.open_question
    if question is None:
        raise Refused("This question has already been answered.")
    check_standing(enquiry, seen)
    question.reply, question.replied_at, question.replied_by = text, at, by
    question.save(update_fields=["reply", "replied_at", "replied_by"])
    event = move(
        enquiry=enquiry, to=Status.LOOKING, what=Event.What.REPLY, at=at, by=by, text=text,
        clerk_replied=True,
    )  # fmt: skip
    attach_held(event=event, held=held, by=by)
    deadlines.resume(enquiry=enquiry)
    deadlines.heard(enquiry=enquiry, at=at)
    emails.reply_received(enquiry=enquiry, event=event, at=at)
    return event


@transaction.atomic
def add_information(
    *, enquiry: Enquiry, text: str, at: datetime, by, held: Iterable[Photo] = ()
) -> Event:
    """Add the council's words, and the photos chosen beside them, to an open enquiry."""
    check_may_speak_for(by, enquiry, on=london_day(at))
    enquiry = lock(enquiry)
    if not enquiry.is_open:
        raise Refused("This enquiry is closed, so nothing can be added to it.")
    if same := said_just_now(enquiry=enquiry, what=Event.What.ADDED, text=text, at=at, by=by):
        attach_held(event=same, held=held, by=by)
        return same
    enquiry.clerk_replied = True
    enquiry.save(update_fields=["clerk_replied"])
    event = record(enquiry=enquiry, what=Event.What.ADDED, at=at, by=by, text=text, public=True)
    attach_held(event=event, held=held, by=by)
    emails.reply_received(enquiry=enquiry, event=event, at=at)
    return event


def settle_open_question(*, enquiry: Enquiry, at: datetime, by) -> None:
    """End the wait when the county goes on without the clerk's reply."""
    waiting = Question.objects.filter(enquiry=enquiry, replied_at=None, returned_at=None)
    if waiting.update(replied_at=at, replied_by=by):
        deadlines.resume(enquiry=enquiry)
