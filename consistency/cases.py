"""The cases behind a number: the same rows that were counted, one line each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from . import readings
from .selection import Selection


@dataclass(frozen=True)
class Measure:
    """What a number counts, its rows, their order, and the way from a row to its enquiry."""

    title: str
    rows: Callable[[Selection], QuerySet]
    order: str
    path: str = ""
    has_period: bool = True


MEASURES = {
    "received": Measure("Received", readings.received, "-received_at"),
    "answered": Measure("Answered", readings.answered, "-met_at", "enquiry"),
    "on_time": Measure("Answered on time", readings.on_time, "-met_at", "enquiry"),
    "late": Measure("Late now", readings.late_now, "due_at", has_period=False),
    "asked": Measure(
        "Asked how satisfied they are", readings.asked, "-invited_at", "answer__enquiry"
    ),
    "replied": Measure("Replied to the survey", readings.replied, "-invited_at", "answer__enquiry"),
}


def cases(measure: Measure, chosen: Selection) -> QuerySet:
    """Return the rows of a measure in order, each with what its line shows."""
    path = f"{measure.path}__" if measure.path else ""
    joined = [f"{path}parish__district", f"{path}kind"]
    return measure.rows(chosen).order_by(measure.order, "pk").select_related(*joined)


def enquiry_of(row, measure: Measure):
    """Follow a row to its enquiry."""
    for name in filter(None, measure.path.split("__")):
        row = getattr(row, name)
    return row
