"""What is counted, as querysets: the figures and the lists of cases behind them read the same rows.

Received: enquiries by the day they came. Answered: full answers by the day they were given, once
for each round. Late now: open past the date, the county's turn. Asked: survey invitations by
the day they were sent. Place and kind are those the enquiry has now; for surveys, those it had
when it was answered, which saves a join over a year of them.
"""

from django.db.models import Count, F, Q, QuerySet

from enquiries.models import Deadline, Enquiry
from enquiries.surveys.models import Survey

from .aggregates import MedianAndNinth
from .selection import By, Selection

GROUP = {By.DISTRICT: "parish__district", By.KIND: "kind"}
# Against the promise, moved only by days that do not count: an extension makes nothing on time.
ON_TIME = Q(met_at__lte=F("target_at"))
ANSWER_FIGURES = {
    "answered": Count("pk"),
    "on_time": Count("pk", filter=ON_TIME),
    "spread": MedianAndNinth("days_taken"),
}
SURVEY_FIGURES = {
    "asked": Count("pk"),
    "replied": Count("reply"),
    "scored": Count("reply", filter=Q(reply__overall__isnull=False)),
    "satisfied": Count("reply", filter=Q(reply__overall__gte=4)),
}


def within(rows: QuerySet, chosen: Selection, path: str = "") -> QuerySet:
    """Keep the rows of the chosen district and kind; `path` leads to both."""
    if chosen.district:
        rows = rows.filter(**{f"{path}parish__district": chosen.district.pk})
    if chosen.kind:
        rows = rows.filter(**{f"{path}kind": chosen.kind.pk})
    return rows


def during(rows: QuerySet, instant: str, chosen: Selection) -> QuerySet:
    start, end = chosen.period
    return rows.filter(**{f"{instant}__gte": start, f"{instant}__lt": end})


def received(chosen: Selection) -> QuerySet[Enquiry]:
    return within(during(Enquiry.objects.all(), "received_at", chosen), chosen)


def answered(chosen: Selection) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(stage=Deadline.Stage.ANSWER)
    return within(during(rows, "met_at", chosen), chosen, "enquiry__")


def on_time(chosen: Selection) -> QuerySet[Deadline]:
    return answered(chosen).filter(ON_TIME)


def late_now(chosen: Selection) -> QuerySet[Enquiry]:
    """Open past their date at `chosen.now`, whenever they came: a backlog has no period."""
    return within(Enquiry.objects.overdue(chosen.now), chosen)


def asked(chosen: Selection) -> QuerySet[Survey]:
    return within(during(Survey.objects.all(), "invited_at", chosen), chosen, "answer__")


def replied(chosen: Selection) -> QuerySet[Survey]:
    return asked(chosen).filter(reply__isnull=False)


def grouped(rows: QuerySet, chosen: Selection, path: str = "", **figures) -> dict[int, dict]:
    """Count rows for each district or kind: its key, then its figures."""
    group = path + GROUP[chosen.by]
    found = rows.order_by().values(key=F(group)).annotate(**figures)
    return {row.pop("key"): row for row in found}


def by_group(chosen: Selection) -> list[dict[int, dict]]:
    """Return every figure by key of the group; four queries."""
    return [
        grouped(received(chosen), chosen, received=Count("pk")),
        grouped(answered(chosen), chosen, "enquiry__", **ANSWER_FIGURES),
        grouped(late_now(chosen), chosen, late=Count("pk")),
        grouped(asked(chosen), chosen, "answer__", **SURVEY_FIGURES),
    ]


def spread_of_all(chosen: Selection) -> list[int] | None:
    """Return median and ninth of all rows together: percentiles do not add up."""
    return answered(chosen).aggregate(spread=MedianAndNinth("days_taken"))["spread"]
