"""The sentences people read. The same date and the same sentence everywhere."""

from datetime import date, datetime, timedelta

from govuk.times import moment

from .deadlines.clock import london_day
from .states import LOOKS, REOPEN_DAYS, Status

NOTHING_TO_DO = "You do not need to do anything."
WENT_ON = (
    "We had no reply to our question, so we go on with what we know. You can still write to us."
)


def long_date(day: date) -> str:
    """Write a day as the promise shows it: Thursday 3 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """Write a day for a table: 3 Dec 2026."""
    return f"{day.day} {day:%b %Y}"


def opened_by(name: str, since: datetime, now: datetime) -> str:
    """Say which officer has a case open, and since when: Priya Shah opened this 2 minutes ago."""
    minutes = int((now - since).total_seconds()) // 60
    if minutes < 1:
        return f"{name} opened this just now"
    ago = f"{minutes} minute{'s' * (minutes > 1)}"
    return (
        f"{name} opened this {ago} ago" if minutes < 60 else f"{name} opened this {moment(since)}"
    )


def calendar_moved(stage: str, old: date, new: date, reason: str, *, is_reply: bool) -> str:
    """Say that a day which no longer counts moved a date, and which day."""
    if is_reply:
        said = f"We said we would reply by {long_date(old)}."
        return f"{said} The new date is {long_date(new)}, because {reason} as a working day."
    return f"{stage}: moved from {long_date(old)} to {long_date(new)}, because {reason}."


def received(enquiry) -> str:
    day = long_date(enquiry.due_on)
    return f"We have your enquiry. The county council will reply by {day}. {NOTHING_TO_DO}"


def late(enquiry) -> str:
    day = long_date(enquiry.due_on)
    return (
        f"We said we would reply by {day} and we are late. We are sorry. "
        f"We are still working on it. {NOTHING_TO_DO}"
    )


def extended(promised: date, due: date, reason: str) -> str:
    """Say that we need longer than we promised, why, and that we are sorry."""
    return (
        f"We said we would reply by {long_date(promised)}. We need until {long_date(due)}: "
        f"{reason.rstrip('. ')}. We are sorry."
    )


def replanned(old: date, new: date, reason: str) -> str:
    """Say that promised work is planned for another day, and why; sorry if it is a later one."""
    sorry = " We are sorry." if new > old else ""
    return (
        f"We said the work was planned for {long_date(old)}. It is now planned for "
        f"{long_date(new)}: {reason.rstrip('. ')}.{sorry}"
    )


def staged(stage, expected_on: date | None, text: str) -> str:
    """Say to which stage a scheme request came, what that is, until when if known, and more."""
    until = f" We expect to finish this stage by {long_date(expected_on)}." if expected_on else ""
    return f"Your request is now at the stage “{stage.name}”. {stage.what_happens}{until}\n\n{text}"


def may_be_late(due_on: date, *, is_work: bool) -> str:
    """Say before a date passes that it may. No new date: that is an officer's to promise."""
    what = "the work would be done" if is_work else "we would reply"
    return (
        f"We said {what} by {long_date(due_on)}. We may be late. We are sorry. We are still "
        f"working on it and will write as soon as there is news. {NOTHING_TO_DO}"
    )


def passed(stage: str, due_on: str) -> str:
    """Note that a date has passed: the stage's name and the day, both as written."""
    return f"{stage} was due on {due_on}."


def looking(enquiry) -> str:
    if change := enquiry.extension:
        promised = london_day(change.deadline.target_at)
        return f"{extended(promised, enquiry.due_on, change.reason)} {NOTHING_TO_DO}"
    day = long_date(enquiry.due_on)
    return f"We are looking into this. We expect to reply by {day}. {NOTHING_TO_DO}"


def waiting(enquiry) -> str:
    question = enquiry.open_question
    return (
        f"We need something from you by {long_date(question.reply_by)}: {question.text} "
        "The reply date moves until we hear from you."
    )


def planned(enquiry) -> str:
    day = long_date(enquiry.planned_for)
    return f"We have agreed to do this. It is planned for {day}. {NOTHING_TO_DO}"


def passed_on(enquiry) -> str:
    day, body = long_date(enquiry.closed_on), enquiry.passed_to
    where = f"This is looked after by {body}. We passed it to them on {day}."
    if body.is_procedure:
        where = f"We deal with this under another procedure since {day}: {body}."
    return f"{where} {enquiry.next_step} {NOTHING_TO_DO}"


def answered(enquiry) -> str:
    if enquiry.merged_into_id:
        return (
            f"This is about the same matter as {enquiry.merged_into.reference}. We deal with both "
            f"there. {NOTHING_TO_DO}"
        )
    return (
        f"We answered on {long_date(enquiry.closed_on)}: {enquiry.outcome.wording}. {NOTHING_TO_DO}"
    )


def answered_lately(enquiry, now: datetime) -> bool:
    """Whether the parish can still say that an answer does not answer."""
    until = timedelta(days=REOPEN_DAYS)
    return enquiry.status == Status.ANSWERED and now <= enquiry.closed_at + until


def objecting(enquiry) -> str:
    day = long_date(london_day(enquiry.closed_at + timedelta(days=REOPEN_DAYS)))
    return f"If this does not answer your question, tell us before {day}."


def withdrawn(enquiry) -> str:
    return f"Your council withdrew this on {long_date(enquiry.closed_on)}. {NOTHING_TO_DO}"


SENTENCES = {
    Status.RECEIVED: received,
    Status.LOOKING: looking,
    Status.WAITING: waiting,
    Status.PLANNED: planned,
    Status.PASSED_ON: passed_on,
    Status.ANSWERED: answered,
    Status.WITHDRAWN: withdrawn,
}


def status_sentence(enquiry, now: datetime) -> str:
    """Say in one breath where an enquiry is at an instant, and whether the clerk must act."""
    if enquiry.is_late(now):
        return late(enquiry)
    said = SENTENCES[Status(enquiry.status)](enquiry)
    return f"{said} {objecting(enquiry)}" if answered_lately(enquiry, now) else said


def next_act(enquiry, *, first_reply, question, now: datetime, answer_waits: bool = False) -> str:
    """Tell an officer what must happen next, and by when.

    `first_reply` is its deadline while it runs, `question` the one the clerk has not answered;
    `answer_waits` while a second officer has to approve what is written.
    """
    if not enquiry.is_open:
        return next_for_closed(enquiry)
    if enquiry.status == Status.PLANNED:
        return next_for_planned(enquiry, now)
    if answer_waits:
        day = long_date(enquiry.due_on)
        return (
            "The answer is written and waits for another officer to approve it. Nothing of it is "
            f"sent yet, and the reply date, {day}, still runs."
        )
    if question is not None:
        return (
            f"The clerk has until {long_date(question.reply_by)} to answer our question. The reply "
            "date is paused and moves until then. You can answer without it."
        )
    said = "The clerk has written: read it first. " if enquiry.clerk_replied else ""
    claim = "" if enquiry.owner_id else "Nobody has this enquiry: claim it. "
    return f"{said}{claim}{next_reply(enquiry, first_reply, now)}"


def next_for_closed(enquiry) -> str:
    day = long_date(enquiry.closed_on)
    if enquiry.status == Status.PASSED_ON:
        return f"Nothing: passed to {enquiry.passed_to} on {day}."
    return f"Nothing: {LOOKS[Status(enquiry.status)].tag.lower()} on {day}."


def next_for_planned(enquiry, now: datetime) -> str:
    day = long_date(enquiry.planned_for)
    if enquiry.is_late(now):
        return f"The work was planned for {day}. Say that it is done, or tell the clerk why not."
    return f"The work is planned for {day}. When it is finished, say so to close the enquiry."


def next_reply(enquiry, first_reply, now: datetime) -> str:
    day = long_date(enquiry.due_on)
    if enquiry.is_late(now):
        return f"The answer was due by {day} and is late: answer, or tell the clerk when you will."
    if first_reply is None:
        return f"Answer by {day}."
    if first_reply.due_at < now:
        due = long_date(first_reply.due_on)
        return f"The first reply was due by {due} and is late: write now. Answer by {day}."
    return f"Send a first reply by {long_date(first_reply.due_on)}. Answer in full by {day}."
