"""What an officer does to a promise: takes longer, plans the work anew, corrects the kind.

The promise itself stays. Whether it was kept is judged by `Deadline.target_at`, which none of
these verbs moves: an extension cannot turn a miss into a hit, nor can a change of kind. Each change
is a row with its reason and its author, and figures read only the rows of deadlines.
"""

from datetime import date, datetime

from django.db import transaction

from .. import emails
from ..deadlines.calendars import service_calendar
from ..deadlines.clock import Calendar, london_day
from ..models import DateChange, Deadline, Enquiry, Event, Kind, Override
from ..permissions import Refused, check_may_work
from ..states import Status, Turn
from ..wording import extended, long_date, replanned
from . import deadlines
from .move import lock, record
from .overrides import check_reason, override
from .work import check_is_open, take

Cause, Stage, What = DateChange.Cause, Deadline.Stage, Event.What


def check_may_extend(enquiry: Enquiry) -> None:
    """Raise Refused unless the answer is the county's next act."""
    check_is_open(enquiry)
    if enquiry.status == Status.PLANNED:
        raise Refused("The answer is given. Change the day the work is planned for instead.")
    if enquiry.look.turn != Turn.COUNTY:
        raise Refused("The reply date is paused until the clerk answers, so it cannot be moved.")


def check_later(day: date, old: date, today: date, calendar: Calendar) -> None:
    """Raise Refused unless a day is a working day, to come, and later than the old one.

    Raises BeyondCalendar past the known bank holidays.
    """
    if day <= today:
        raise Refused("The new date must be after today.", field="new_due_on")
    if day <= old:
        raise Refused(f"The new date must be later than {long_date(old)}.", field="new_due_on")
    if why := calendar.why_skipped(day):
        raise Refused(
            f"{long_date(day)} is not a working day ({why}). Choose a working day.",
            field="new_due_on",
        )


@transaction.atomic
def extend(
    *,
    enquiry: Enquiry,
    new_due_on: date,
    reason: str,
    at: datetime,
    by,
    version: int | None = None,
) -> DateChange:
    """Take longer to answer: the live date moves, the promise and the target stay.

    Whether the answer was on time is judged against the promise, moved only by days paused, so an
    answer by the new date is still a late one. The clerk is told both dates and the reason.
    Raises Refused unless the day is a working day after today and later than the date so far.
    """
    check_may_work(by, enquiry)
    reason, enquiry = check_reason(reason), lock(enquiry, version)
    check_may_extend(enquiry)
    deadline = deadlines.running(enquiry).get(stage=Stage.ANSWER)
    calendar = service_calendar(since=london_day(deadline.starts_at))
    check_later(new_due_on, deadline.due_on, london_day(at), calendar)
    text = extended(london_day(deadline.target_at), new_due_on, reason)
    change = move_date(
        enquiry=enquiry, deadline=deadline, to=new_due_on, calendar=calendar,
        cause=Cause.EXTENSION, reason=reason, at=at, by=by,
    )  # fmt: skip
    override(
        enquiry=enquiry, what=Override.What.EXTENDED, old=change.old_due_on, new=new_due_on,
        reason=reason, at=at, by=by,
    )  # fmt: skip
    tell(enquiry=enquiry, text=text, at=at, by=by)
    return change


@transaction.atomic
def replan(
    *,
    enquiry: Enquiry,
    planned_for: date,
    reason: str,
    at: datetime,
    by,
    version: int | None = None,
) -> DateChange:
    """Change the day that promised work is planned for, sooner or later, and tell the clerk why.

    Whether it was done on time is judged against the day that was promised first.
    """
    check_may_work(by, enquiry)
    reason, enquiry = check_reason(reason), lock(enquiry, version)
    check_may_replan(enquiry, planned_for, london_day(at))
    deadline = deadlines.running(enquiry).get(stage=Stage.COMPLETION)
    text = replanned(deadline.due_on, planned_for, reason)
    change = move_date(
        enquiry=enquiry, deadline=deadline, to=planned_for,
        calendar=service_calendar(since=london_day(at)), cause=Cause.WORK, reason=reason, at=at,
        by=by,
    )  # fmt: skip
    enquiry.planned_for = planned_for
    enquiry.save(update_fields=["planned_for"])
    tell(enquiry=enquiry, text=text, at=at, by=by)
    return change


def check_may_replan(enquiry: Enquiry, planned_for: date, today: date) -> None:
    """Raise Refused unless work is promised and the day is another one, after today."""
    if enquiry.status != Status.PLANNED:
        raise Refused("No work is planned, so there is no date of work to change.")
    if planned_for <= today:
        raise Refused("The new date must be after today.", field="planned_for")
    if planned_for == enquiry.planned_for:
        raise Refused(
            f"The work is already planned for {long_date(planned_for)}.", field="planned_for"
        )


def move_date(
    *,
    enquiry: Enquiry,
    deadline: Deadline,
    to: date,
    calendar: Calendar,
    cause: DateChange.Cause,
    reason: str,
    at: datetime,
    by,
) -> DateChange:
    """Move the live date of a deadline and keep why. `enquiry` is the locked row it belongs to."""
    old, deadline.enquiry = deadline.due_on, enquiry
    deadlines.put_on(deadline, to, calendar)
    return DateChange.objects.create(
        deadline=deadline,
        cause=cause,
        old_due_on=old,
        new_due_on=to,
        reason=reason,
        changed_at=at,
        changed_by=by,
    )


def tell(*, enquiry: Enquiry, text: str, at: datetime, by) -> None:
    """Tell the clerk of a new date. A word from us, but not the first reply she was promised."""
    event = take(enquiry=enquiry, what=What.MOVED, text=text, public=True, at=at, by=by)
    deadlines.heard(enquiry=enquiry, at=at)
    emails.new_date(enquiry=enquiry, event=event, at=at)


@transaction.atomic
def correct_kind(
    *,
    enquiry: Enquiry,
    kind: Kind,
    reason: str,
    at: datetime,
    by,
    version: int | None = None,
) -> Event:
    """Correct the kind of an open enquiry: its team and priority follow, its clocks do not.

    Running deadlines keep the standard they were promised under, and their dates; the new kind's
    standard counts only from a new round on. So a change of kind cannot turn a missed target into
    a met one, nor shorten what the clerk was promised. The reason is kept with the answer's
    deadline, whose date is noted as unmoved. A new team hears of it as of a new enquiry.
    """
    check_may_work(by, enquiry)
    reason, enquiry = check_reason(reason), lock(enquiry, version)
    check_is_open(enquiry)
    if kind == enquiry.kind:
        raise Refused(f"This is already “{kind.name}”. Choose another kind.", field="kind")
    text = f"From “{enquiry.kind.name}” to “{kind.name}”: {reason}"
    had, old = enquiry.team, enquiry.kind
    enquiry.kind, enquiry.priority, enquiry.team = kind, kind.priority, kind.team
    enquiry.save(update_fields=["kind", "priority", "team"])
    keep_reason(enquiry=enquiry, reason=text, at=at, by=by)
    override(
        enquiry=enquiry, what=Override.What.KIND, old=old, new=kind, reason=reason, at=at, by=by
    )
    event = record(enquiry=enquiry, what=What.REKINDED, at=at, by=by, text=text, public=True)
    if enquiry.team != had:
        emails.for_triage(enquiry=enquiry, event=event, at=at)
    return event


def keep_reason(*, enquiry: Enquiry, reason: str, at: datetime, by) -> None:
    """Note beside the answer's running deadline that the kind changed and the date did not."""
    longest = DateChange._meta.get_field("reason").max_length
    for deadline in deadlines.running(enquiry).filter(stage=Stage.ANSWER):
        DateChange.objects.create(
            deadline=deadline, cause=Cause.KIND, old_due_on=deadline.due_on,
            new_due_on=deadline.due_on, reason=reason[:longest], changed_at=at, changed_by=by,
        )  # fmt: skip
