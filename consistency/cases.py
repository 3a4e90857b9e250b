"""The cases behind a number: the same rows that were counted, one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from enquiries.deadlines.clock import london_day
from enquiries.models import Deadline, Enquiry
from enquiries.states import Status

from . import readings
from .days import counter
from .selection import By, Selection

Stage = Deadline.Stage
LATE_STAGES = [Stage.ANSWER, Stage.COMPLETION]


@dataclass(frozen=True)
class Measure:
    """What a number counts, its rows, their order, and the ways from a row to enquiry and kind."""

    title: str
    rows: Callable[[Selection], QuerySet]
    order: str
    path: str = "enquiry"
    kind: str = "kind"
    has_period: bool = True


def of_rounds(of: str, **only) -> Callable[[Selection], QuerySet]:
    return lambda chosen: readings.rounds(chosen, of).filter(**only)


def late_now(chosen: Selection) -> QuerySet[Deadline]:
    """Would be late if it were done at `chosen.now`, whenever it came: a backlog has no period.

    Judged as answers are, by the target: a later date that the clerk was given takes nothing out.
    At most one such row of an enquiry runs.
    """
    rows = Deadline.objects.filter(stage__in=LATE_STAGES, met_at=None, stopped_at=None)
    rows = rows.filter(target_at__lt=chosen.now).exclude(enquiry__status=Status.WAITING)
    return narrowed(rows, chosen, "enquiry__")


def open_now(chosen: Selection) -> QuerySet[Enquiry]:
    return narrowed(Enquiry.objects.open(), chosen, "")


def narrowed(rows: QuerySet, chosen: Selection, prefix: str) -> QuerySet:
    for by, choice in chosen.only.items():
        path = f"{prefix}{readings.OPEN[by]}"
        if by == By.KIND and prefix:
            path = "standard__kind"
        rows = rows.filter(**{path: readings.none_or(choice.key, by)})
    return rows


def aged(rows: QuerySet[Enquiry], low: int, high: int | None, today: date) -> QuerySet[Enquiry]:
    """Keep what has been open for so many working days."""
    days = list(rows.order_by().values_list("received_at__date", flat=True).distinct())
    took = counter(days, today)
    most = high if high is not None else 10**6
    fit = [day for day in days if low <= took(day, today) <= most]
    return rows.filter(received_at__date__in=fit)


MEASURES = {
    "received": Measure("Received", of_rounds("received"), "-received_at", kind="asked_kind"),
    "answered": Measure("Answered", of_rounds("answered"), "-answered_at"),
    "on_time": Measure("Answered on time", of_rounds("answered", on_time=True), "-answered_at"),
    "late": Measure("Answered late", of_rounds("answered", on_time=False), "-answered_at"),
    "decided": Measure(
        "Answered with an outcome", of_rounds("answered", refused__isnull=False), "-answered_at"
    ),
    "refused": Measure("Answered with “no”", of_rounds("answered", refused=True), "-answered_at"),
    "uncited": Measure(
        "“No” without a listed reason", of_rounds("answered", uncited=True), "-answered_at"
    ),
    "reopened": Measure(
        "Opened again after the answer", of_rounds("answered", reopened=True), "-answered_at"
    ),
    "paused": Measure(
        "Answered, with a wait for the parish", of_rounds("answered", paused__gt=0), "-answered_at"
    ),
    "asked": Measure("Asked how satisfied they are", of_rounds("asked"), "-invited_at"),
    "replied": Measure("Replied to the survey", of_rounds("asked", replied=True), "-invited_at"),
    "late_now": Measure("Late now", late_now, "target_at", "enquiry", "standard__kind", False),
    "open": Measure("Open now", open_now, "received_at", "", "kind", False),
}  # fmt: skip


def cases(measure: Measure, chosen: Selection, ages: tuple[int, int | None] | None) -> QuerySet:
    """Return the rows of a measure in order, each with what its line shows."""
    rows = measure.rows(chosen)
    if ages and measure.path == "":
        rows = aged(rows, *ages, london_day(chosen.now))
    path = f"{measure.path}__" if measure.path else ""
    return rows.order_by(measure.order, "pk").select_related(f"{path}parish", measure.kind)


def case_of(row, measure: Measure) -> tuple:
    """Return a row's enquiry, and the kind it is counted under."""
    return follow(row, measure.path), follow(row, measure.kind)


def follow(row, path: str):
    for name in filter(None, path.split("__")):
        row = getattr(row, name)
    return row


def touched(chosen: Selection) -> QuerySet:
    """Every round that any figure of the period counts: what anybody may count again."""
    either = Q()
    for of, month in readings.MONTHS.items():
        narrow = Q(**{f"{month}__range": chosen.months})
        for by, choice in chosen.only.items():
            narrow &= Q(**{readings.path_of(by, of): readings.none_or(choice.key, by)})
        either |= narrow
    return readings.Round.objects.filter(either)
