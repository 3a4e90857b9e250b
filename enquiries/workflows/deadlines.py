"""Starts, meets, moves and misses deadlines. Dates are days in Europe/London."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from ..deadlines.calendars import service_calendar
from ..deadlines.clock import Calendar, Pause, Receipt, close_of, count, london_day, working_days
from ..deadlines.models import Standard
from ..models import Deadline, Enquiry, Event, Kind, Question
from .move import record

Stage = Deadline.Stage


class NoStandard(Exception):
    """A kind of enquiry without a standard cannot be promised a date."""


def standard_for(kind: Kind, *, on: date) -> Standard:
    """Return the version of a kind's standard in force on a day. Raises NoStandard."""
    standard = kind.standards.filter(valid_from__lte=on).order_by("-version").first()
    if standard is None:
        raise NoStandard(f"No reply time is set for “{kind.name}”.")
    return standard


def promise(*, kind: Kind, at: datetime) -> Receipt:
    """Work out when an enquiry received at an instant will be answered, day by day.

    Raises NoStandard, or BeyondCalendar past the known bank holidays.
    """
    day = london_day(at)
    return count(at, standard_for(kind, on=day).answer_days, service_calendar(since=day))


def plan(*, kind: Kind, at: datetime) -> dict[Stage, tuple[Standard, int, Receipt]]:
    """Return each stage with its standard, its working days and its count."""
    day = london_day(at)
    standard, calendar = standard_for(kind, on=day), service_calendar(since=day)
    stages = {
        Stage.FIRST_REPLY: min(standard.first_reply_days, standard.answer_days),
        Stage.ANSWER: standard.answer_days,
    }
    return {stage: (standard, days, count(at, days, calendar)) for stage, days in stages.items()}


def start(*, enquiry: Enquiry, stages, at: datetime) -> None:
    """Write the promises of a round."""
    Deadline.objects.bulk_create(
        Deadline(
            enquiry=enquiry,
            stage=stage,
            round=enquiry.round,
            standard=standard,
            days=days,
            starts_at=at,
            promised_on=receipt.due_on,
            due_on=receipt.due_on,
            due_at=receipt.due_at,
        )
        for stage, (standard, days, receipt) in stages.items()
    )


def pauses_of(enquiry: Enquiry, *, until: date | None = None) -> list[Pause]:
    """Return the days the county waited for the parish; an open wait runs to `until`."""
    rows = Question.objects.filter(enquiry=enquiry).values_list("asked_at", "replied_at")
    return [
        Pause(london_day(asked), london_day(replied) if replied else until)
        for asked, replied in rows
    ]


def running(enquiry: Enquiry):
    return enquiry.deadlines.filter(met_at=None, stopped_at=None, round=enquiry.round)


def meet(*, enquiry: Enquiry, stages: list[Stage], at: datetime) -> None:
    """Note that stages were met: when, after how many working days, with how many paused."""
    for deadline in running(enquiry).filter(stage__in=stages):
        calendar = service_calendar(since=london_day(deadline.starts_at))
        taken, paused = spent(deadline, calendar, at)
        deadline.met_at, deadline.days_taken, deadline.days_paused = at, taken, paused
        deadline.save(update_fields=["met_at", "days_taken", "days_paused"])


def spent(deadline: Deadline, calendar: Calendar, at: datetime) -> tuple[int, int]:
    """Return working days taken and paused of a deadline up to an instant."""
    day = london_day(at)
    pauses = pauses_of(deadline.enquiry, until=day) if deadline.stage == Stage.ANSWER else []
    return working_days(london_day(deadline.starts_at), day, calendar, pauses)


def resume(*, enquiry: Enquiry) -> None:
    """Count the answer's date again now that the parish has replied; the promise stays."""
    deadline = running(enquiry).filter(stage=Stage.ANSWER).first()
    if deadline is None or deadline.days is None:
        return
    calendar = service_calendar(since=london_day(deadline.starts_at))
    receipt = count(deadline.starts_at, deadline.days, calendar, pauses_of(enquiry))
    deadline.due_on, deadline.due_at = receipt.due_on, receipt.due_at
    deadline.save(update_fields=["due_on", "due_at"])
    enquiry.due_on, enquiry.due_at = receipt.due_on, receipt.due_at
    enquiry.save(update_fields=["due_on", "due_at"])


def start_completion(*, enquiry: Enquiry, planned_for: date, at: datetime) -> datetime:
    """Start the clock of promised work and return the instant it is due."""
    close = service_calendar(since=london_day(at)).close
    due_at = close_of(planned_for, close)
    Deadline.objects.create(
        enquiry=enquiry,
        stage=Stage.COMPLETION,
        round=enquiry.round,
        starts_at=at,
        promised_on=planned_for,
        due_on=planned_for,
        due_at=due_at,
    )
    return due_at


def stop(*, enquiry: Enquiry, at: datetime) -> None:
    """Stop what still runs, when there is nothing left to promise."""
    running(enquiry).update(stopped_at=at)


def sweep(*, now: datetime) -> int:
    """Note each deadline that has passed, once, and return how many. Safe to run twice."""
    due = Deadline.objects.filter(
        Q(met_at=None, stopped_at=None, missed_at=None), due_at__lt=now
    ).exclude(enquiry__status="waiting")
    return sum(miss(pk=pk, now=now) for pk in list(due.values_list("pk", flat=True)[:5000]))


@transaction.atomic
def miss(*, pk: int, now: datetime) -> bool:
    """Mark one deadline missed if nobody has; only the winner writes the event.

    Verbs lock the enquiry first and its deadlines then: in the other order the two would wait
    for each other, and an officer's answer be thrown out. What somebody holds is left for the
    next sweep.
    """
    free = Enquiry.objects.select_for_update(of=("self",), skip_locked=True)
    enquiry = free.filter(deadlines=pk).first()
    if enquiry is None:
        return False
    row = Deadline.objects.filter(pk=pk, met_at=None, stopped_at=None, missed_at=None)
    if not row.update(missed_at=now):
        return False
    deadline = Deadline.objects.get(pk=pk)
    text = f"{deadline.get_stage_display()} was due on {deadline.due_on:%-d %B %Y}."
    record(enquiry=enquiry, what=Event.What.MISSED, at=now, by=None, text=text, public=False)
    return True
