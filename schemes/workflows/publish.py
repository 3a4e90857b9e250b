"""From a draft to what the public reads, past two pairs of eyes, and out of sight again."""

import calendar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from ..differences import between
from ..models import Scheme, Setting, Version
from ..permissions import Refused, Stale, check_may_edit, check_may_publish
from ..snapshots import digest_of, take
from ..states import State
from .record import What, hold, move, note, whole

LONDON = ZoneInfo("Europe/London")
CHANGED = "This scheme was changed after you opened the page. Look at it again before you publish."


@transaction.atomic
def send_for_review(*, scheme: Scheme, text: str = "", at: datetime, by) -> None:
    """Ask somebody else to publish it. Raises Refused unless it is a draft that says something."""
    check_may_edit(by)
    held = hold(scheme)
    if held.state != State.DRAFT:
        raise Refused(f"This scheme is {held.get_state_display().lower()}, so it cannot be sent.")
    check_says_enough(held)
    held.sent_at, held.sent_by = at, by
    move(held, State.REVIEW)
    note(held, What.SENT, at=at, by=by, text=text)


def check_says_enough(held: Scheme) -> None:
    """Raise Refused for what would tell the reader nothing."""
    needed = "problem" if held.is_done_here else "why_not"
    if not held.facts.filter(topic=needed).exists():
        words = "what problem it solves" if held.is_done_here else "why it is not done here"
        raise Refused(f"Say {words} before you send this.")


@transaction.atomic
def return_to_author(*, scheme: Scheme, text: str, at: datetime, by) -> None:
    """Give it back with what should be changed."""
    check_may_edit(by)
    held = hold(scheme)
    if held.state != State.REVIEW:
        raise Refused("This scheme is not in review any more.")
    move(held, State.DRAFT)
    note(held, What.RETURNED, at=at, by=by, text=text)


@transaction.atomic
def publish(
    *, scheme: Scheme, seen: str, at: datetime, by, review_due_on: date | None = None
) -> Version:
    """Freeze what was reviewed as the version that the public reads.

    `seen` is the digest of the snapshot that the page showed. Raises Refused for an author or
    what is not in review, Stale if it was changed meanwhile. Without a day, the next review is
    due after the council's number of months.
    """
    held = hold(scheme)
    check_may_publish(by, held)
    if held.sent_by is None:
        raise Refused("This scheme is not in review any more.")
    shot = take(whole(held))
    if digest_of(shot) != seen:
        raise Stale(CHANGED)
    version = Version.objects.create(
        scheme=held, number=held.versions.count() + 1, snapshot=shot, digest=seen,
        note=what_changed(held),
        proposed_by=held.sent_by, published_at=at, published_by=by,
    )  # fmt: skip
    lines = between(held.current.snapshot if held.current else None, shot)
    held.current = version
    set_review(held, at=at, due_on=review_due_on)
    move(held, State.PUBLISHED)
    note(held, What.PUBLISHED, at=at, by=by, version=version, lines=lines)
    return version


def what_changed(held: Scheme) -> str:
    """Return what the author wrote for whoever reads the change, when it was last sent."""
    sent = held.steps.filter(what=What.SENT).values_list("text", flat=True).first()
    return (sent or "")[:300]


def set_review(held: Scheme, *, at: datetime, due_on: date | None) -> None:
    """Note the review and the day of the next one. Raises Refused for a day that has passed."""
    held.reviewed_on = at.astimezone(LONDON).date()
    held.review_due_on = due_on or months_after(held.reviewed_on, Setting.now().review_months)
    held.told_of_review_on = None
    if held.review_due_on <= held.reviewed_on:
        raise Refused("The next review must be on a day to come.")


@transaction.atomic
def check_only(
    *, scheme: Scheme, text: str, at: datetime, by, review_due_on: date | None = None
) -> None:
    """Note that a published scheme was reviewed and nothing had to change."""
    check_may_edit(by)
    held = hold(scheme)
    if held.state != State.PUBLISHED:
        raise Refused("There are changes that are not published. Publish them to review it.")
    set_review(held, at=at, due_on=review_due_on)
    held.save()
    note(held, What.CHECKED, at=at, by=by, text=text)


@transaction.atomic
def withdraw(*, scheme: Scheme, why: str, at: datetime, by) -> None:
    """Take it out of the public catalogue. Versions stay for whoever was quoted one."""
    check_may_edit(by)
    held = hold(scheme)
    if held.current is None:
        raise Refused("This scheme is not published.")
    held.current, held.withdrawn_at, held.withdrawn_by = None, at, by
    held.why_withdrawn = why
    move(held, State.WITHDRAWN)
    note(held, What.WITHDRAWN, at=at, by=by, text=why)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
