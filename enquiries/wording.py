"""The sentences people read. The same date and the same sentence everywhere."""

from datetime import date, datetime

from .states import Status

NOTHING_TO_DO = "You do not need to do anything."


def long_date(day: date) -> str:
    """Write a day as the promise shows it: Thursday 3 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """Write a day for a table: 3 Dec 2026."""
    return f"{day.day} {day:%b %Y}"


def received(enquiry) -> str:
    who = f"The {enquiry.team.name} team" if enquiry.team else "The county council"
    day = long_date(enquiry.due_on)
    return f"We have your enquiry. {who} will reply by {day}. {NOTHING_TO_DO}"


def late(enquiry) -> str:
    day = long_date(enquiry.due_on)
    return (
        f"We said we would reply by {day} and we are late. We are sorry. "
        f"We are still working on it. {NOTHING_TO_DO}"
    )


def looking(enquiry) -> str:
    day = long_date(enquiry.due_on)
    return f"We are looking into this. We expect to reply by {day}. {NOTHING_TO_DO}"


def waiting(enquiry) -> str:
    question = enquiry.open_question
    return (
        f"We need an answer from you by {long_date(question.reply_by)}: {question.text} "
        "The reply date moves until we hear from you."
    )


def planned(enquiry) -> str:
    day = long_date(enquiry.planned_for)
    return f"We have agreed to do this. It is planned for {day}. {NOTHING_TO_DO}"


def passed_on(enquiry) -> str:
    return (
        f"This is looked after by {enquiry.passed_to}. We passed it to them on "
        f"{long_date(enquiry.closed_on)}. They will answer you direct. {NOTHING_TO_DO}"
    )


def answered(enquiry) -> str:
    return (
        f"We answered on {long_date(enquiry.closed_on)}: {enquiry.outcome.wording}. {NOTHING_TO_DO}"
    )


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
    return SENTENCES[Status(enquiry.status)](enquiry)
