"""Passes an enquiry to the body that looks after it, and writes to it if the officer wants."""

from datetime import datetime

from django.db import transaction

from .. import emails
from ..models import Answer, Body, Enquiry, Event
from ..permissions import Refused, check_may_work
from ..readers import enquiry_people
from ..states import Status
from .answers import check_answer, check_filled, finish, outcome_that_leads_to
from .move import lock, record

What = Event.What
DIRECT = "They will answer you direct."
NAMELESS = (
    "They do not have your name or address, so they cannot answer you. You can ask them yourself."
)
GIVEN = "We gave them your name and e-mail address, so that they can answer you."


@transaction.atomic
def pass_on(
    *,
    enquiry: Enquiry,
    body: Body,
    explanation: str,
    at: datetime,
    by,
    message: str = "",
    send: bool = False,
    with_clerk: bool = False,
    version: int | None = None,
) -> Answer:
    """Pass an enquiry to the body that looks after it, and tell the clerk who that is.

    `message` is what the officer tells that body; it is kept where only officers read it, and sent
    to the body only by `send`. `with_clerk` gives them her name and address, and she is told so;
    without it she is told that they cannot answer her. Not sent from here, it went another way.
    """
    check_may_work(by, enquiry)
    outcome = outcome_that_leads_to(Status.PASSED_ON)
    clerk = clerk_to_name(enquiry, at) if send and with_clerk else None
    next_step = NAMELESS if send and not clerk else DIRECT
    check_answer(outcome, None, explanation, next_step)
    if body.is_procedure:
        raise Refused(f"{body.name} is a procedure of ours. Use “Treat as”.")
    if send:
        check_may_write_to(body, message)
    if clerk:
        explanation = f"{explanation.strip()}\n\n{GIVEN}"
    enquiry = lock(enquiry, version)
    done = finish(
        enquiry=enquiry, outcome=outcome, what=What.PASSED_ON, at=at, by=by,
        passed_to=body, reason=None, explanation=explanation, next_step=next_step,
    )  # fmt: skip
    keep = write_to if send else note_for
    if message := message.strip():
        keep(body=body, enquiry=enquiry, message=message, clerk=clerk, at=at, by=by)
    return done


def check_may_write_to(body: Body, message: str) -> None:
    """Raise Refused where there is no address to write to, or nothing whole to say."""
    if not body.email:
        raise Refused(
            f"We have no e-mail address of {body.name}. An administrator can add it; "
            "until then, untick “E-mail this to them”."
        )
    if not message.strip():
        raise Refused("Write what you tell them, or untick “E-mail this to them”.")
    check_filled(message)


def clerk_to_name(enquiry: Enquiry, at: datetime):
    """Return who asked, or who acts for her council now. Raises Refused where nobody does."""
    person = next(iter(enquiry_people(enquiry, at)), None)
    if person is None:
        raise Refused("Nobody acts for this council now, so there is no clerk to name.")
    return person


def note_for(*, body: Body, enquiry: Enquiry, message: str, at: datetime, by, **_) -> None:
    """Keep, for officers, what another body is to be told some other way."""
    text = f"For {body.name}:\n{message}"
    record(enquiry=enquiry, what=What.NOTE, at=at, by=by, text=text, public=False)


def write_to(*, body: Body, enquiry: Enquiry, message: str, clerk, at: datetime, by) -> None:
    """Keep what is told to a body, to whom and who was named, and send it."""
    named = f"\nNamed to them: {clerk.name}, {clerk.email}" if clerk else ""
    text = f"To {body.name}, {body.email}:\n{message}{named}"
    event = record(enquiry=enquiry, what=What.WROTE, at=at, by=by, text=text, public=False)
    emails.for_body(enquiry=enquiry, event=event, message=message, clerk=clerk, at=at)
