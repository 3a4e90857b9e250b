"""The cases behind a number: the same rows that were counted, one line each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from . import readings
from .selection import Selection


@dataclass(frozen=True)
class Measure:
    """What a number counts, its rows, their order, and the ways from a row to its enquiry and kind.

    The kind is the one it is counted under.
    """

    title: str
    rows: Callable[[Selection], QuerySet]
    order: str
    path: str = ""
    kind: str = "kind"
    has_period: bool = True


MEASURES = {
    "received": Measure("Received", readings.received, "-received_at"),
    "answered": Measure("Answered", readings.answered, "-met_at", "enquiry", "standard__kind"),
    "on_time": Measure(
        "Answered on time", readings.on_time, "-met_at", "enquiry", "standard__kind"
    ),
    "late": Measure(
        "Late now", readings.late_now, "target_at", "enquiry", "standard__kind", has_period=False
    ),
    "asked": Measure(
        "Asked how satisfied they are", readings.asked, "-invited_at", "answer__enquiry",
        "answer__kind",
    ),
    "replied": Measure(
        "Replied to the survey", readings.replied, "-invited_at", "answer__enquiry", "answer__kind"
    ),
}  # fmt: skip


def cases(measure: Measure, chosen: Selection) -> QuerySet:
    """Return the rows of a measure in order, each with what its line shows."""
    path = f"{measure.path}__" if measure.path else ""
    joined = [f"{path}parish__district", measure.kind]
    return measure.rows(chosen).order_by(measure.order, "pk").select_related(*joined)


def case_of(row, measure: Measure) -> tuple:
    """Return a row's enquiry, and the kind it is counted under."""
    return follow(row, measure.path), follow(row, measure.kind)


def follow(row, path: str):
    for name in filter(None, path.split("__")):
        row = getattr(row, name)
    return row
