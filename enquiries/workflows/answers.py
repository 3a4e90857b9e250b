"""Answers an enquiry with an outcome and reasons, and the other ways it ends or begins again."""

from datetime import date, datetime

from django.db import transaction

from .. import emails
from ..blanks import blanks, is_as_written
from ..deadlines.clock import london_day
from ..models import (
    Answer,
    Deadline,
    Enquiry,
    Event,
    Outcome,
    Reason,
    StandardWording,
)
from ..permissions import Refused, check_may_reopen, check_may_speak_for, check_may_work
from ..precedents import JOINED
from ..states import Status
from . import deadlines
from .compared import compare, note_departure
from .move import check_standing, lock, move
from .questions import settle_open_question
from .unreached import warn_of_rest

Stage, What = Deadline.Stage, Event.What
REPLIED = [Stage.FIRST_REPLY, Stage.ANSWER]
NO_LONGER_NEEDED = "The council no longer needs an answer."
AFTER_WITHDRAWING = "Nothing more happens. Your council can send a new enquiry at any time."


def check_answer(outcome: Outcome, reason: Reason | None, explanation: str, next_step: str) -> None:
    """Raise Refused unless the clerk would learn what, why and what next, with nothing blank."""
    if outcome.needs_reason and reason is None:
        raise Refused("Choose the reason that the clerk will be shown.")
    if not explanation.strip():
        raise Refused("Give the reasons in plain English.")
    if not next_step.strip():
        raise Refused("Say what happens next.")
    check_filled(explanation, next_step)


def check_filled(*texts: str) -> None:
    """Raise Refused while standard wording has something to fill in."""
    if left := blanks("\n".join(texts)):
        raise Refused(f"Fill in {' and '.join(left)}, or take it out.")


def check_not_promised(enquiry: Enquiry) -> None:
    """Work once promised ends by being done: a second answer in a round would hide the first."""
    if enquiry.status == Status.PLANNED:
        raise Refused("The work is already promised. Say when it is done instead.")


@transaction.atomic
def answer(*, enquiry: Enquiry, at: datetime, by, **words) -> Answer:
    """Answer the clerk; the words are those of `give`.

    Raises Refused where a second officer has to approve answers of this kind.
    """
    check_may_work(by, enquiry)
    if lock(enquiry).kind.needs_approval:
        raise Refused("Another officer approves answers of this kind. Send it for approval.")
    return give(enquiry=enquiry, at=at, by=by, **words)


@transaction.atomic
def give(
    *,
    enquiry: Enquiry,
    outcome: Outcome,
    reason: Reason | None,
    explanation: str,
    next_step: str,
    at: datetime,
    by,
    planned_for: date | None = None,
    version: int | None = None,
    wording: StandardWording | None = None,
    why_different: str = "",
    approved_by=None,
) -> Answer:
    """Answer the clerk. Promised work leaves the enquiry open until it is done.

    `wording` is the standard wording it began with, `why_different` a line for managers on why it
    departs from like answers. Raises Refused without a reason, an explanation, a next step or, for
    promised work, a date, and while anything is left to fill in.
    """
    check_answer(outcome, reason, explanation, next_step)
    if outcome.leads_to not in (Status.ANSWERED, Status.PLANNED):
        raise Refused("Use “Pass on” to pass an enquiry on.")
    if outcome.code == JOINED:
        raise Refused("Use “Join this to another enquiry” to join enquiries.")
    words = {"reason": reason, "explanation": explanation, "next_step": next_step}
    enquiry = lock(enquiry, version)
    check_not_promised(enquiry)
    kept, differs = compare(enquiry=enquiry, outcome=outcome)
    kept |= begun_with(wording, explanation)
    kept |= {"approved_by": approved_by, "approved_at": at if approved_by else None}
    done = {"enquiry": enquiry, "outcome": outcome, "kept": kept, "at": at, "by": by, **words}
    if outcome.leads_to == Status.PLANNED:
        row = plan_work(planned_for=planned_for, **done)
    else:
        row = finish(what=What.ANSWERED, **done)
    if differs:
        note_departure(answer=row, why=why_different, at=at, by=by)
    return row


def begun_with(wording: StandardWording | None, explanation: str) -> dict:
    """Return what an answer keeps of the standard wording it began with."""
    edited = wording is not None and not is_as_written(explanation, wording.text)
    return {"wording": wording, "is_wording_edited": edited}


def plan_work(
    *, enquiry: Enquiry, outcome: Outcome, planned_for: date | None, at: datetime, by, kept: dict,
    **words,
) -> Answer:  # fmt: skip
    if planned_for is None or planned_for <= london_day(at):
        raise Refused(
            "Give the day the work is planned for. It must be after today.", field="planned_for"
        )
    settle_open_question(enquiry=enquiry, at=at, by=by)
    deadlines.meet(enquiry=enquiry, stages=REPLIED, at=at)
    due_at = deadlines.start_completion(enquiry=enquiry, planned_for=planned_for, at=at)
    event = move(
        enquiry=enquiry, to=Status.PLANNED, what=What.ANSWERED, at=at, by=by,
        text=words["explanation"], outcome=outcome, planned_for=planned_for, due_on=planned_for,
        due_at=due_at, owner=enquiry.owner or by, clerk_replied=False, **words,
    )  # fmt: skip
    deadlines.heard(enquiry=enquiry, at=at)
    emails.answered(enquiry=enquiry, event=event, at=at)
    warn_of_rest(event=event, at=at)
    return freeze(enquiry=enquiry, outcome=outcome, at=at, by=by, **kept)


def finish(
    *, enquiry: Enquiry, outcome: Outcome, what: Event.What, at: datetime, by,
    kept: dict | None = None, **words,
) -> Answer:  # fmt: skip
    """Close with an answer: the status comes from the outcome's row.

    `words` are fields of the enquiry, `kept` more fields of the answer that is kept.
    """
    settle_open_question(enquiry=enquiry, at=at, by=by)
    deadlines.meet(enquiry=enquiry, stages=REPLIED, at=at)
    event = move(
        enquiry=enquiry, to=Status(outcome.leads_to), what=what, at=at, by=by,
        text=words["explanation"], outcome=outcome, closed_at=at, closed_by=by,
        clerk_replied=False, **words,
    )  # fmt: skip
    deadlines.heard(enquiry=enquiry, at=at)
    letter = emails.passed_on if what == What.PASSED_ON else emails.answered
    letter(enquiry=enquiry, event=event, at=at)
    warn_of_rest(event=event, at=at)
    closed = {"closed_at": at, "closed_by": by}
    return freeze(enquiry=enquiry, outcome=outcome, at=at, by=by, **closed, **kept or {})


def freeze(*, enquiry: Enquiry, outcome: Outcome, at: datetime, by, **kept) -> Answer:
    """Keep the answer as it is now, for surveys and figures."""
    return Answer.objects.create(
        enquiry=enquiry,
        round=enquiry.round,
        outcome=outcome,
        reason=enquiry.reason,
        explanation=enquiry.explanation,
        next_step=enquiry.next_step,
        kind=enquiry.kind,
        parish=enquiry.parish,
        team=enquiry.team,
        answered_at=at,
        answered_by=by,
        **kept,
    )


@transaction.atomic
def close(
    *,
    enquiry: Enquiry,
    text: str,
    next_step: str,
    at: datetime,
    by,
    version: int | None = None,
) -> Answer:
    """Say that promised work is finished, and what happens next.

    The outcome and its reasons stay those of the promise.
    """
    check_may_work(by, enquiry)
    if not text.strip():
        raise Refused("Say what was done.")
    if not next_step.strip():
        raise Refused("Say what happens next.")
    check_filled(text, next_step)
    enquiry = lock(enquiry, version)
    if enquiry.status != Status.PLANNED:
        raise Refused("Only promised work can be done. Answer this enquiry instead.")
    event = move(
        enquiry=enquiry, to=Status.ANSWERED, what=What.CLOSED, at=at, by=by, text=text,
        next_step=next_step, closed_at=at, closed_by=by, clerk_replied=False,
    )  # fmt: skip
    deadlines.meet(enquiry=enquiry, stages=[Stage.COMPLETION], at=at)
    deadlines.heard(enquiry=enquiry, at=at)
    emails.work_done(enquiry=enquiry, event=event, at=at)
    row = enquiry.answers.get(round=enquiry.round)
    row.closed_at, row.closed_by = at, by
    row.save(update_fields=["closed_at", "closed_by"])
    return row


@transaction.atomic
def withdraw(*, enquiry: Enquiry, text: str, at: datetime, by, seen: str = "") -> Event:
    """Withdraw an enquiry on the council's side, as she has `seen` it; no survey follows."""
    check_may_speak_for(by, enquiry, on=london_day(at))
    enquiry = lock(enquiry)
    check_standing(enquiry, seen)
    settle_open_question(enquiry=enquiry, at=at, by=by)
    deadlines.stop(enquiry=enquiry, at=at)
    event = move(
        enquiry=enquiry, to=Status.WITHDRAWN, what=What.WITHDRAWN, at=at, by=by, text=text,
        outcome=outcome_that_leads_to(Status.WITHDRAWN), closed_at=at, closed_by=by,
        explanation=text.strip() or NO_LONGER_NEEDED, next_step=AFTER_WITHDRAWING,
        clerk_replied=False,
    )  # fmt: skip
    emails.withdrawn_confirmed(enquiry=enquiry, event=event, at=at)
    return event


@transaction.atomic
def reopen(*, enquiry: Enquiry, text: str, at: datetime, by, seen: str = "") -> Event:
    """Say that the answer she has `seen` does not answer: a second round, with its own clock.

    The first round's deadlines and answer stay as they were.
    """
    enquiry = lock(enquiry)
    check_may_reopen(by, enquiry, at=at, on=london_day(at))
    check_standing(enquiry, seen)
    enquiry.round += 1
    stages = deadlines.plan(kind=enquiry.kind, at=at)
    receipt = stages[Stage.ANSWER][2]
    event = move(
        enquiry=enquiry, to=Status.LOOKING, what=What.REOPENED, at=at, by=by, text=text,
        round=enquiry.round, promised_on=receipt.due_on, due_on=receipt.due_on,
        due_at=receipt.due_at, closed_at=None, closed_by=None, outcome=None, reason=None,
        explanation="", next_step="", planned_for=None, passed_to=None, merged_into=None,
        clerk_replied=True,
    )  # fmt: skip
    deadlines.start(enquiry=enquiry, stages=stages, at=at)
    emails.reopened(enquiry=enquiry, event=event, at=at)
    return event


def outcome_that_leads_to(status: Status) -> Outcome:
    """Return the council's own wording for passing on or withdrawing."""
    outcome = Outcome.objects.filter(leads_to=status, is_active=True).first()
    if outcome is None:
        raise Refused("No outcome is set up for this. Please tell an administrator.")
    return outcome
