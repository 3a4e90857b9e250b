"""What the demo's surveys led to: why some were not sent, and low scores looked into."""

from datetime import datetime, timedelta

from accounts.models import User
from enquiries.surveys.models import Reply, Review, Setting
from enquiries.surveys.workflows import note_not_sent
from enquiries.surveys.workflows.reviewing import day_after

from .people import DOMAIN

RECENT = timedelta(days=28)
FOUND = (
    "The answer was right and came late: two officers were away. We have said sorry.",
    "The reasons were in our own terms. The team now says what was measured and where.",
    "We telephoned. The clerk wanted a date, which we have given.",
)


def make_reviews(*, now: datetime) -> None:
    """Note why nobody was asked, and have the low scores of the last four weeks looked into."""
    note_not_sent(at=now)
    manager = User.objects.get(email=f"manager@{DOMAIN}")
    low, days = Setting.current().low_score, Setting.current().review_days
    said = Reply.objects.filter(answered_at__gt=now - RECENT).order_by("answered_at")
    rows = [
        Review(
            survey_id=reply.survey_id, reply=reply, opened_at=reply.answered_at,
            due_on=day_after(reply.answered_at, days),
        )
        for reply in said
        if any(value <= low for value in reply.scores.values())
    ]  # fmt: skip
    for index, row in enumerate(rows[:-4]):
        row.outcome, row.done_by = FOUND[index % len(FOUND)], manager
        row.done_at = min(row.opened_at + timedelta(days=2), now)
    Review.objects.bulk_create(rows)
