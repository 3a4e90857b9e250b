"""What is counted, as querysets: the figures and the lists of cases behind them read the same rows.

Received: enquiries by the day they came, under the kind they have now: what was asked for.
Answered: full answers by the day they were given, once for each round. Late now: answers and work
not given though the target has passed, the county's turn. These two read the frozen rows of
deadlines, under the kind whose standard was promised: to correct a kind moves no figure of the
past. Asked: survey invitations by the day they were sent, under the kind and the place at the time
of the answer. Otherwise the place is the one the enquiry has now.
"""

from django.db.models import Count, F, Q, QuerySet

from enquiries.models import Deadline, Enquiry
from enquiries.states import Status
from enquiries.surveys.models import Survey

from .aggregates import MedianAndNinth
from .selection import By, Selection

# The ways from a row to what it is counted under.
OF_ENQUIRY = {By.DISTRICT: "parish__district", By.KIND: "kind"}
OF_DEADLINE = {By.DISTRICT: "enquiry__parish__district", By.KIND: "standard__kind"}
OF_SURVEY = {By.DISTRICT: "answer__parish__district", By.KIND: "answer__kind"}
Ways = dict[By, str]
# Against the promise, moved only by days that do not count: an extension makes nothing on time.
ON_TIME = Q(met_at__lte=F("target_at"))
Stage = Deadline.Stage
LATE_STAGES = [Stage.ANSWER, Stage.COMPLETION]
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


def within(rows: QuerySet, chosen: Selection, ways: Ways) -> QuerySet:
    """Keep the rows of the chosen district and kind."""
    if chosen.district:
        rows = rows.filter(**{ways[By.DISTRICT]: chosen.district.pk})
    if chosen.kind:
        rows = rows.filter(**{ways[By.KIND]: chosen.kind.pk})
    return rows


def during(rows: QuerySet, instant: str, chosen: Selection) -> QuerySet:
    start, end = chosen.period
    return rows.filter(**{f"{instant}__gte": start, f"{instant}__lt": end})


def received(chosen: Selection) -> QuerySet[Enquiry]:
    return within(during(Enquiry.objects.all(), "received_at", chosen), chosen, OF_ENQUIRY)


def answered(chosen: Selection) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(stage=Stage.ANSWER)
    return within(during(rows, "met_at", chosen), chosen, OF_DEADLINE)


def on_time(chosen: Selection) -> QuerySet[Deadline]:
    return answered(chosen).filter(ON_TIME)


def late_now(chosen: Selection) -> QuerySet[Deadline]:
    """Would be late if it were done at `chosen.now`, whenever it came: a backlog has no period.

    Judged as answers are, by the target: a later date that the clerk was given takes nothing out.
    At most one such row of an enquiry runs.
    """
    rows = Deadline.objects.filter(stage__in=LATE_STAGES, met_at=None, stopped_at=None)
    rows = rows.filter(target_at__lt=chosen.now).exclude(enquiry__status=Status.WAITING)
    return within(rows, chosen, OF_DEADLINE)


def asked(chosen: Selection) -> QuerySet[Survey]:
    return within(during(Survey.objects.all(), "invited_at", chosen), chosen, OF_SURVEY)


def replied(chosen: Selection) -> QuerySet[Survey]:
    return asked(chosen).filter(reply__isnull=False)


def grouped(rows: QuerySet, chosen: Selection, ways: Ways, **figures) -> dict[int, dict]:
    """Count rows for each district or kind: its key, then its figures."""
    found = rows.order_by().values(key=F(ways[chosen.by])).annotate(**figures)
    return {row.pop("key"): row for row in found}


def by_group(chosen: Selection) -> list[dict[int, dict]]:
    """Return every figure by key of the group; four queries."""
    return [
        grouped(received(chosen), chosen, OF_ENQUIRY, received=Count("pk")),
        grouped(answered(chosen), chosen, OF_DEADLINE, **ANSWER_FIGURES),
        grouped(late_now(chosen), chosen, OF_DEADLINE, late=Count("pk")),
        grouped(asked(chosen), chosen, OF_SURVEY, **SURVEY_FIGURES),
    ]


def spread_of_all(chosen: Selection) -> list[int] | None:
    """Return median and ninth of all rows together: percentiles do not add up."""
    return answered(chosen).aggregate(spread=MedianAndNinth("days_taken"))["spread"]
