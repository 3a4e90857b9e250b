"""How a date was worked out, for the county and for the clerk: its days, changes and standard."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from post.models import Letter

from ..deadlines.calendars import service_calendar
from ..deadlines.clock import BeyondCalendar, london_day
from ..deadlines.models import Standard
from ..models import DateChange, Deadline, Enquiry, Question
from ..wording import long_date, moment, short_date
from .clerk import readers_side
from .clerk_dates import CLERKS_STAGES
from .desk import case_url, county_only, fetch
from .officer_case import paused_days, state_of
from .receipt_days import Line, ended_at, lines, note_on

Stage = Deadline.Stage
ACKNOWLEDGED = {
    Letter.Status.FAILED: "By letter, which could not be sent",
    Letter.Status.DROPPED: "By letter, which could not be sent",
    Letter.Status.TOLD: "In the daily letter",
}
UNKNOWN = "Bank holidays of that time are not loaded, so the days cannot be listed."


@dataclass(frozen=True)
class Change:
    when: str
    old: str
    new: str
    reason: str
    by: str


@dataclass(frozen=True)
class Receipt:
    """A deadline explained. `note` says why the list of days is short, or differs."""

    name: str
    rule: str
    facts: list[tuple[str, str]]
    lines: list[Line]
    changes: list[Change]
    note: str


@county_only
@require_safe
def for_officers(request: Request, number: int, pk: int) -> HttpResponse:
    """Explain any deadline of an enquiry, and say who changed it."""
    enquiry = fetch(request, number)
    return page(request, enquiry, rows(enquiry), pk, back=case_url(enquiry), with_names=True)


@require_safe
@readers_side
def for_clerks(request: Request, enquiry: Enquiry, pk: int) -> HttpResponse:
    """Explain a deadline that a clerk was promised."""
    back = reverse("enquiry", args=[enquiry.number])
    found = rows(enquiry).filter(stage__in=CLERKS_STAGES)
    return page(request, enquiry, found, pk, back=back, with_names=False)


def rows(enquiry: Enquiry):
    return enquiry.deadlines.select_related("standard__kind", "standard__confirmed_by")


def page(
    request: Request, enquiry: Enquiry, found, pk: int, *, back: str, with_names: bool
) -> HttpResponse:
    deadline = get_object_or_404(found, pk=pk)
    deadline.enquiry = enquiry
    context = {
        "enquiry": enquiry,
        "receipt": explain(deadline, request.now, with_names=with_names),
        "with_names": with_names,
        "back": back,
    }
    return render(request, "enquiries/receipt.html", context)


def explain(deadline: Deadline, now: datetime, *, with_names: bool) -> Receipt:
    """Return a deadline explained at an instant. `with_names` is for the county's people."""
    questions = questions_of(deadline)
    is_waiting = deadline.is_running and any(question.is_open for question in questions)
    try:
        calendar = service_calendar(since=london_day(deadline.starts_at))
        days = list(lines(deadline, calendar, questions, london_day(now), is_waiting))
        note = note_on(deadline, calendar, questions, is_waiting, len(days))
    except BeyondCalendar:
        days, note = [], UNKNOWN
    changes = deadline.changes.select_related("changed_by")
    return Receipt(
        name=name_of(deadline),
        rule=rule_of(deadline),
        facts=facts(deadline, questions, now, with_names=with_names),
        lines=days,
        changes=[change_of(change) for change in changes],
        note=note,
    )


def questions_of(deadline: Deadline) -> list[Question]:
    """Return the questions that paused it: those asked while it ran, if it is one that waits."""
    if deadline.stage != Stage.ANSWER:
        return []
    end = ended_at(deadline)
    asked = deadline.enquiry.questions.filter(asked_at__gte=deadline.starts_at)
    return list(asked.filter(asked_at__lte=end) if end else asked)


def name_of(deadline: Deadline) -> str:
    number = f" (round {deadline.round})" if deadline.round > 1 else ""
    return f"{deadline.get_stage_display()}{number}"


def rule_of(deadline: Deadline) -> str:
    if deadline.days is None:
        return (
            "An officer set this date when the work was promised. It is not counted from a "
            "standard. Working days are numbered here so that you can see how long it takes."
        )
    return (
        f"The day it began is day 0. The date is day {deadline.days}, at the close of business. "
        "Weekends, bank holidays and days when the council's offices are closed are not counted."
    )


def facts(
    deadline: Deadline, questions: list[Question], now: datetime, *, with_names: bool
) -> list[tuple[str, str]]:
    """Return what stands in the summary, label by value."""
    taken = "" if deadline.days_taken is None else str(deadline.days_taken)
    found = [
        ("Acknowledged", acknowledged(deadline)),
        ("We promised", long_date(deadline.promised_on)),
        ("The date now", long_date(deadline.due_on)),
        ("On time until", long_date(london_day(deadline.target_at))),
        ("What became of it", state_of(deadline, questions, now)),
        ("Working days taken", taken),
        ("Working days paused", str(paused_days(deadline, questions, london_day(now)))),
        ("Standard", standard_words(deadline.standard, deadline.days, with_names=with_names)),
    ]
    return [(label, value) for label, value in found if value]


def acknowledged(deadline: Deadline) -> str:
    """Say when the letter left that is written in the transaction in which the enquiry is logged.

    The letter is the record of this stage: it is promised at once, so there is no day to count.
    """
    if deadline.stage != Stage.ANSWER or deadline.round > 1:
        return ""
    letters = Letter.objects.about(deadline.enquiry.reference).filter(kind="enquiries/received")
    first = letters.order_by("sent_at").first()
    if first is None:
        return ""
    if first.sent_at:
        return f"By letter, sent on {moment(first.sent_at)}"
    return ACKNOWLEDGED.get(first.status, "By letter, which has not left yet")


def standard_words(standard: Standard, days: int | None, *, with_names: bool) -> str:
    """Name the version that the promise came from, and whether the council stands by it."""
    if days is None:
        return ""
    plural = "working day" if days == 1 else "working days"
    what = f"{standard.kind.name}, version {standard.version}: {days} {plural}."
    if standard.confirmed_at is None:
        return f"{what} This is a default: the council has not confirmed it yet."
    by = f" by {standard.confirmed_by.name}" if with_names and standard.confirmed_by else ""
    return f"{what} Confirmed{by} on {short_date(london_day(standard.confirmed_at))}."


def change_of(change: DateChange) -> Change:
    return Change(
        when=moment(change.changed_at),
        old=short_date(change.old_due_on),
        new=short_date(change.new_due_on),
        reason=change.reason,
        by=change.changed_by.name if change.changed_by else "the portal",
    )
