"""Surveys for a spreadsheet: one line for each closure. docs/surveys.md explains the columns."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Prefetch

from enquiries.deadlines.clock import london_day

from .elsewhere import signed_reference
from .models import SCORES, NotSent, Reply, Review, Survey

YEAR = timedelta(days=366)
BLOCK = 500
HEAD = [
    "enquiry", "round", "reference", "parish", "kind", "team", "officer", "outcome", "invited_on",
    "reminded_on", "closes_on", "not_sent", "answered_on", "via", "version", *SCORES, "comment",
    "reviewed_on", "review",
]  # fmt: skip
DONT_KNOW = "dont-know"
# Everything after the columns that every closure has.
OF_SURVEYS = len(HEAD) - HEAD.index("not_sent") - 1


def lines(*, since: datetime) -> Iterator[list]:
    """Yield the columns' names, then each survey sent since an instant, then each not sent."""
    yield HEAD
    rows = (
        Survey.objects.filter(invited_at__gte=since)
        .order_by("pk")
        .select_related("answer__enquiry", "parish", "kind", "team", "officer", "outcome")
    )
    said = Prefetch("replies", Reply.objects.order_by("version"))
    looked_into = Prefetch("reviews", Review.objects.order_by("pk"))
    for survey in rows.prefetch_related(said, looked_into).iterator(BLOCK):
        yield line_of(survey)
    noted = NotSent.objects.filter(noted_at__gte=since).order_by("pk")
    for row in noted.select_related("enquiry__parish", "enquiry__kind", "enquiry__team"):
        yield line_of_not_sent(row)


def line_of(survey: Survey) -> list:
    answer = survey.answer
    head = [
        answer.enquiry.reference, answer.round, signed_reference(survey), survey.parish.name,
        survey.kind.name, survey.team.name if survey.team else "", survey.officer.name,
        survey.outcome.wording, on(survey.invited_at), on(survey.reminded_at),
        on(survey.closes_at), "",
    ]  # fmt: skip
    replies, reviews = list(survey.replies.all()), list(survey.reviews.all())
    said = cells_of(replies[-1]) if replies else [""] * (len(SCORES) + 4)
    last = reviews[-1] if reviews else None
    return [*head, *said, on(last.done_at) if last else "", last.outcome if last else ""]


def cells_of(reply: Reply) -> list:
    scores = [getattr(reply, name) for name in SCORES]
    return [
        on(reply.answered_at), reply.via, reply.version,
        *(DONT_KNOW if score is None else score for score in scores), reply.comment,
    ]  # fmt: skip


def line_of_not_sent(row: NotSent) -> list:
    enquiry = row.enquiry
    team = enquiry.team.name if enquiry.team else ""
    head = [enquiry.reference, row.round, "", enquiry.parish.name, enquiry.kind.name, team]
    return [*head, "", "", "", "", "", row.why, *[""] * OF_SURVEYS]


def on(instant: datetime | None) -> str:
    """Write the London day of an instant as ISO 8601, nothing for none."""
    return london_day(instant).isoformat() if instant else ""
