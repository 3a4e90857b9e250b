"""Has a low score looked into by the leader of the team, by a day."""

from datetime import date, datetime, timedelta

from django.db import transaction

from enquiries.deadlines import clock
from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import BeyondCalendar, london_day
from enquiries.permissions import Refused

from .. import emails
from ..models import Reply, Review, Setting
from ..permissions import check_may_review


def open_review(*, reply: Reply, at: datetime) -> Review | None:
    """Open a review of a reply with a low score, unless one is open, and tell the leader."""
    setting = Setting.current()
    if not any(value <= setting.low_score for value in reply.scores.values()):
        return None
    due_on = day_after(at, setting.review_days)
    review, is_new = Review.objects.get_or_create(
        survey=reply.survey, done_at=None,
        defaults={"reply": reply, "due_on": due_on, "opened_at": at},
    )  # fmt: skip
    if is_new:
        emails.low_score(review=review, at=at)
    return review


def day_after(at: datetime, days: int) -> date:
    """Return the day so many working days after an instant; no reply is lost for want of a year."""
    try:
        return clock.count(at, days, service_calendar(since=london_day(at))).due_on
    except BeyondCalendar:
        return london_day(at) + timedelta(days=days * 7 // 5 + 1)


@transaction.atomic
def finish_review(*, review: Review, outcome: str, at: datetime, by) -> Review:
    """Say what came of looking into a low score. It can only be said once."""
    check_may_review(by, review)
    if not outcome.strip():
        raise Refused("Say what you found, and what came of it.")
    locked = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if locked.done_at:
        raise Refused("Somebody has reviewed this already.")
    locked.outcome, locked.done_at, locked.done_by = outcome.strip(), at, by
    locked.save(update_fields=["outcome", "done_at", "done_by"])
    return locked
