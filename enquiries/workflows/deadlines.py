"""Starts, meets and moves deadlines; sweeps/ misses them. Dates are days in Europe/London.

The silence stage runs in parts while the next act is the county's: each public word of the county
meets the running part and opens the next; a question ends it without a next one, since now the
county waits; the parish's reply opens the next; closing meets it, withdrawing stops it.
"""

from dataclasses import replace
from datetime import date, datetime

from ..deadlines.calendars import service_calendar
from ..deadlines.clock import (
    ONE_DAY,
    BeyondCalendar,
    Calendar,
    Pause,
    Receipt,
    close_of,
    count,
    london_day,
    working_days,
)
from ..deadlines.models import Standard
from ..models import DateChange, Deadline, Enquiry, Kind
from ..states import Turn

Stage = Deadline.Stage
Planned = tuple[Standard, int, Receipt]


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


def plan(*, kind: Kind, at: datetime) -> dict[Stage, Planned]:
    """Return each stage with its standard, its working days and its count."""
    day = london_day(at)
    standard, calendar = standard_for(kind, on=day), service_calendar(since=day)
    stages = {
        Stage.FIRST_REPLY: min(standard.first_reply_days, standard.answer_days),
        Stage.ANSWER: standard.answer_days,
        Stage.SILENCE: standard.silence_days,
    }
    return {stage: (standard, days, count(at, days, calendar)) for stage, days in stages.items()}


def start(*, enquiry: Enquiry, stages: dict[Stage, Planned], at: datetime) -> None:
    """Write the promises of a round."""
    Deadline.objects.bulk_create(
        promised(enquiry, stage, planned, at=at) for stage, planned in stages.items()
    )


def promised(
    enquiry: Enquiry, stage: Stage, planned: Planned, *, at: datetime, part: int = 1
) -> Deadline:
    """Return the row of one promise: until something moves it, its three dates are one."""
    standard, days, receipt = planned
    return Deadline(
        enquiry=enquiry,
        stage=stage,
        round=enquiry.round,
        part=part,
        standard=standard,
        days=days,
        starts_at=at,
        promised_on=receipt.due_on,
        due_on=receipt.due_on,
        due_at=receipt.due_at,
        target_at=receipt.due_at,
    )


def pauses_of(enquiry: Enquiry, *, until: date | None = None) -> list[Pause]:
    """Return the days the county waited for the parish; an open wait runs to `until`."""
    return [question.pause(until=until) for question in enquiry.questions.all()]


def running(enquiry: Enquiry):
    return enquiry.deadlines.filter(met_at=None, stopped_at=None, round=enquiry.round)


def meet(*, enquiry: Enquiry, stages: list[Stage], at: datetime) -> None:
    """Note that stages were met: when, after how many working days, with how many paused."""
    for deadline in running(enquiry).filter(stage__in=stages):
        calendar = service_calendar(since=london_day(deadline.starts_at))
        taken, paused = spent(deadline, calendar, at)
        deadline.met_at, deadline.days_taken, deadline.days_paused = at, taken, paused
        deadline.save(update_fields=["met_at", "days_taken", "days_paused"])


def heard(*, enquiry: Enquiry, at: datetime) -> None:
    """Note a word that the clerk was given, and promise the next while the county has the turn.

    Call it after the status has moved. When nothing runs, as after the parish's reply, it only
    opens the next part, by the standard that this round was promised under.
    """
    meet(enquiry=enquiry, stages=[Stage.SILENCE], at=at)
    rows = enquiry.deadlines.filter(round=enquiry.round)
    answer = rows.filter(stage=Stage.ANSWER).select_related("standard").first()
    if enquiry.look.turn != Turn.COUNTY or answer is None:
        return
    days = answer.standard.silence_days
    try:
        receipt = count(at, days, service_calendar(since=london_day(at)))
    except BeyondCalendar:
        return  # no day can be promised, and the word itself must not be held up
    part = rows.filter(stage=Stage.SILENCE).count() + 1
    promised(enquiry, Stage.SILENCE, (answer.standard, days, receipt), at=at, part=part).save()


def pauses_for(deadline: Deadline, *, until: date | None = None) -> list[Pause]:
    """Return what pauses a deadline: only the full answer waits for the parish."""
    is_paused = deadline.stage == Stage.ANSWER
    return pauses_of(deadline.enquiry, until=until) if is_paused else []


def spent(deadline: Deadline, calendar: Calendar, at: datetime) -> tuple[int, int]:
    """Return working days taken and paused of a deadline up to an instant.

    Past the last bank holidays known, weekends alone are left out: a figure that may be a day too
    high is better than an officer who cannot answer.
    """
    day = london_day(at)
    pauses = pauses_for(deadline, until=day)
    known = replace(calendar, last_known=max(calendar.last_known, day))
    return working_days(london_day(deadline.starts_at), day, known, pauses)


def recount(deadline: Deadline, calendar: Calendar, pauses: list[Pause]) -> tuple[date, datetime]:
    """Return the live day and the target of a counted deadline, by a calendar and its pauses.

    The live day is the target's, or the day to which an officer extended it if that is later.
    """
    assert deadline.days is not None
    receipt = count(deadline.starts_at, deadline.days, calendar, pauses)
    extension = deadline.changes.filter(cause=DateChange.Cause.EXTENSION).last()
    if extension is None:
        return receipt.due_on, receipt.due_at
    return max(receipt.due_on, extended_to(extension, calendar, pauses)), receipt.due_at


def extended_to(extension: DateChange, calendar: Calendar, pauses: list[Pause]) -> date:
    """Return the day of an extension, moved on by the working days paused since it was given."""
    eve = extension.new_due_on - ONE_DAY
    paused = working_days(london_day(extension.changed_at), eve, calendar, pauses)[1]
    return count(close_of(eve, calendar.close), paused + 1, calendar, pauses).due_on


def put_on(deadline: Deadline, due_on: date, calendar: Calendar) -> None:
    """Move a live date, and the enquiry's with it if this is the deadline it goes by.

    Saves the target and the days paused too, for those who counted them again.
    """
    deadline.due_on, deadline.due_at = due_on, close_of(due_on, calendar.close)
    deadline.save(update_fields=["due_on", "due_at", "target_at", "days_paused"])
    if deadline.stage in (Stage.ANSWER, Stage.COMPLETION):
        enquiry = deadline.enquiry
        enquiry.due_on, enquiry.due_at = deadline.due_on, deadline.due_at
        enquiry.save(update_fields=["due_on", "due_at"])


def resume(*, enquiry: Enquiry) -> None:
    """Count the answer's date again now that the parish has replied; the promise stays.

    A date is never brought forward, even if days count by now that did not when it was set; and
    a target that was missed stays where it was missed.
    """
    deadline = running(enquiry).filter(stage=Stage.ANSWER).first()
    if deadline is None or deadline.days is None:
        return
    calendar = service_calendar(since=london_day(deadline.starts_at))
    pauses = pauses_of(enquiry)
    due_on, target_at = recount(deadline, calendar, pauses)
    if deadline.missed_at is None:
        deadline.target_at = max(target_at, deadline.target_at)
    replied_on = max(pause.until for pause in pauses if pause.until)
    started_on = london_day(deadline.starts_at)
    deadline.days_paused = working_days(started_on, replied_on, calendar, pauses)[1]
    put_on(deadline, max(due_on, deadline.due_on), calendar)


def start_completion(*, enquiry: Enquiry, planned_for: date, at: datetime) -> datetime:
    """Start the clock of promised work and return the instant it is due.

    An officer sets its day; the standard of its round is kept so that it stays with its kind.
    """
    close = service_calendar(since=london_day(at)).close
    due_at = close_of(planned_for, close)
    Deadline.objects.create(
        enquiry=enquiry,
        stage=Stage.COMPLETION,
        round=enquiry.round,
        standard=enquiry.deadlines.get(stage=Stage.ANSWER, round=enquiry.round).standard,
        starts_at=at,
        promised_on=planned_for,
        due_on=planned_for,
        due_at=due_at,
        target_at=due_at,
    )
    return due_at


def stop(*, enquiry: Enquiry, at: datetime) -> None:
    """Stop what still runs, when there is nothing left to promise."""
    running(enquiry).update(stopped_at=at)
