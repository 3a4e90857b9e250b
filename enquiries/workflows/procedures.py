"""Moves what is no enquiry, such as a complaint, to the procedure it belongs to."""

from datetime import datetime

from django.db import transaction

from ..deadlines.calendars import statutory_calendar
from ..deadlines.clock import count, london_day
from ..models import Answer, Body, Enquiry, Event, Outcome, Override
from ..permissions import Refused, check_may_work
from ..wording import long_date
from . import deadlines
from .answers import check_not_promised, finish
from .move import lock
from .overrides import check_reason, override
from .work import check_is_open

OUTCOME = "procedure"


@transaction.atomic
def treat_as(
    *,
    enquiry: Enquiry,
    body: Body,
    explanation: str,
    at: datetime,
    by,
    version: int | None = None,
) -> Answer:
    """Treat an open enquiry as a complaint or a request for information, and tell the clerk so.

    It leaves this clock: what still ran is stopped, neither met nor missed, and what was missed
    stays missed. Where the law gives days they are counted from receipt by the statutory calendar.
    Raises Refused for a body that is no procedure, BeyondCalendar past the known bank holidays.
    """
    check_may_work(by, enquiry)
    explanation, enquiry = check_reason(explanation), lock(enquiry, version)
    check_is_open(enquiry)
    check_not_promised(enquiry)
    if not body.is_procedure:
        raise Refused(f"{body.name} is another body. Use “Pass on”.")
    outcome = body.outcome or Outcome.objects.filter(code=OUTCOME, is_active=True).first()
    if outcome is None:
        raise Refused("No outcome is set up for this. Please tell an administrator.")
    deadlines.stop(enquiry=enquiry, at=at)
    override(
        enquiry=enquiry, what=Override.What.TREATED, new=body.name, reason=explanation, at=at, by=by
    )
    return finish(
        enquiry=enquiry, outcome=outcome, what=Event.What.PASSED_ON, at=at, by=by, reason=None,
        passed_to=body, explanation=explanation, next_step=what_next(body, enquiry),
    )  # fmt: skip


def what_next(body: Body, enquiry: Enquiry) -> str:
    """Say by when the law wants an answer, if it says; how to reach who gives it stands beside."""
    if not body.answer_days:
        return f"{body.name}: you get an answer under that procedure, not by the date we gave."
    since = enquiry.received_at
    receipt = count(since, body.answer_days, statutory_calendar(since=london_day(since)))
    day = long_date(receipt.due_on)
    return (
        f"The law gives {body.answer_days} working days from the day we received it: you get an "
        f"answer by {day}."
    )
