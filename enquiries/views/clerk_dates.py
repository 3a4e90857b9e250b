"""The dates on a clerk's pages: why the reply date moved, and the ways to how it was worked out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from ..models import DateChange, Deadline, Enquiry

Cause, Stage = DateChange.Cause, Deadline.Stage
CLERKS_STAGES = [Stage.FIRST_REPLY, Stage.ANSWER, Stage.COMPLETION]
MOVED = {
    Cause.EXTENSION: "we need longer. {}",
    Cause.CALENDAR: "the days that count have changed. {}",
}


@dataclass(frozen=True)
class Way:
    """The way to the receipt of one date, named by its stage."""

    stage: str
    url: str


def of_round(enquiry: Enquiry) -> list[Deadline]:
    """Return the deadlines of this round that a clerk may read, in the order they began."""
    rows = enquiry.deadlines.filter(round=enquiry.round, stage__in=CLERKS_STAGES)
    return list(rows.order_by("id"))


def ways(enquiry: Enquiry, deadlines: Iterable[Deadline]) -> list[Way]:
    return [
        Way(row.get_stage_display().lower(), reverse("enquiry_date", args=[enquiry.number, row.pk]))
        for row in deadlines
    ]


def why_moved(deadlines: Iterable[Deadline]) -> list[str]:
    """Say why the answer's date is not the one we promised."""
    answer = next((row for row in deadlines if row.stage == Stage.ANSWER), None)
    if answer is None:
        return []
    waited = ["it moved because we waited for you."] if answer.days_paused else []
    moved = [change for change in answer.changes.all() if change.cause in MOVED]
    return waited + [MOVED[Cause(change.cause)].format(change.reason) for change in moved]
