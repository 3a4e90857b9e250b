"""Keeps what is said in a survey: once, then as changes, each a row of its own."""

from datetime import datetime, timedelta

from django.db import transaction

from ..models import SCORES, Reply, Setting, Survey
from ..permissions import check_may_take
from .reviewing import open_review

Via = Reply.Via


@transaction.atomic
def reply(*, survey: Survey, overall: int | None, comment: str, at: datetime, **more) -> bool:
    """Keep the reply if it is the first and the survey is open; return whether it was.

    Scores are 5 to 1; None is “don't know”. `more` are the other four questions. The bearer of the
    link is nobody we know, so this verb has no `by`.
    """
    survey = lock(survey)
    if at >= survey.closes_at or survey.latest:
        return False
    keep(survey=survey, said={"overall": overall, "comment": comment, **more}, at=at)
    return True


@transaction.atomic
def change(*, survey: Survey, at: datetime, **said) -> bool:
    """Keep another reply beside what was said before, which stays; return whether it may still be.

    The same again is no change, as of a second click.
    """
    survey = lock(survey)
    if not may_change(survey, at):
        return False
    last = survey.latest
    if said != said_in(last, said):
        keep(survey=survey, said={**said_in(last, [*SCORES, "comment"]), **said}, at=at)
    return True


@transaction.atomic
def take(*, survey: Survey, via: str, at: datetime, by, **said) -> bool:
    """Keep what an officer was told by telephone or read on paper, with who took it.

    Raises Refused for an officer who dealt with the enquiry. Returns whether it was the first.
    """
    check_may_take(by, survey)
    survey = lock(survey)
    if at >= survey.closes_at or survey.latest:
        return False
    keep(survey=survey, said=said, at=at, via=via, taken_by=by)
    return True


def may_change(survey: Survey, at: datetime) -> bool:
    """Say whether what was said may be changed: for so many days after it was first said."""
    first = survey.replies.order_by("version").first()
    days = timedelta(days=Setting.current().change_days)
    return first is not None and at < min(first.answered_at + days, survey.closes_at)


def lock(survey: Survey) -> Survey:
    return Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)


def said_in(reply: Reply, names) -> dict:
    return {name: getattr(reply, name) for name in names}


def keep(
    *, survey: Survey, said: dict, at: datetime, seen_at: datetime | None = None, **how
) -> Reply:
    """Write the next version of a locked survey's reply, and have a low score looked into.

    `seen_at` is when we heard of it, if that was later.
    """
    version = survey.replies.count() + 1
    row = Reply.objects.create(survey=survey, version=version, answered_at=at, **said, **how)
    open_review(reply=row, at=seen_at or at)
    return row
