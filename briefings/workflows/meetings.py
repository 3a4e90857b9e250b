"""Meetings: kept as dated pages; clerks say that they come and propose topics; reminders leave."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from enquiries.deadlines.clock import london_day
from parishes.models import Membership
from parishes.permissions import councils_of
from post.workflows import mailings

from .. import emails
from ..models import Coming, Meeting, Paper, Proposal
from ..permissions import Refused, Stale, check_may_edit
from .move import TWO_EDITORS

MOST_PROPOSALS = 10


@transaction.atomic
def set_meeting(
    *, at: datetime, by, meeting: Meeting | None = None, version: int = 0, **fields: Any
) -> Meeting:
    """Add a meeting or change one. Raises Refused, also if somebody else changed it meanwhile."""
    check_may_edit(by)
    if fields["ends_at"] <= fields["starts_at"]:
        raise Refused("The meeting has to end after it starts.", field="ends")
    if meeting is None:
        return Meeting.objects.create(changed_at=at, changed_by=by, **fields)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.version != version:
        raise Stale(TWO_EDITORS)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version, row.changed_at, row.changed_by = row.version + 1, at, by
    row.save()
    return row


@transaction.atomic
def add_paper(*, meeting: Meeting, title: str, body: str, at: datetime, by) -> Paper:
    """Add a paper. B3: it is a page of ours, not a file."""
    check_may_edit(by)
    Meeting.objects.filter(pk=meeting.pk).update(changed_at=at, changed_by=by)
    return Paper.objects.create(meeting=meeting, title=title, body=body)


def check_may_take_part(*, meeting: Meeting, at: datetime, by) -> None:
    """Raise Refused unless this person acts for a council and the meeting is still to come."""
    if not councils_of(by, london_day(at)).exists():
        raise Refused("Only people who act for a parish or town council can do this.")
    if meeting.ends_at <= at:
        raise Refused("This meeting is over.")


@transaction.atomic
def come(*, meeting: Meeting, comes: bool, at: datetime, by) -> None:
    """Note that a person comes, or does not after all."""
    check_may_take_part(meeting=meeting, at=at, by=by)
    if comes:
        Coming.objects.get_or_create(meeting=meeting, person=by, defaults={"said_at": at})
    else:
        Coming.objects.filter(meeting=meeting, person=by).delete()


@transaction.atomic
def propose(*, meeting: Meeting, text: str, at: datetime, by) -> Proposal:
    """Propose something to talk about. Raises Refused after ten by one person."""
    check_may_take_part(meeting=meeting, at=at, by=by)
    if meeting.proposals.filter(person=by).count() >= MOST_PROPOSALS:
        raise Refused("You have proposed ten topics already. Telephone us about the others.")
    return Proposal.objects.create(meeting=meeting, text=text, person=by, made_at=at)


def remind_all(*, at: datetime) -> int:
    """Write the reminders that are due; return how many letters. Safe to run again or at once."""
    return sum(remind(meeting=meeting, at=at) for meeting in to_remind(at))


def to_remind(at: datetime) -> list[Meeting]:
    rows = Meeting.objects.published().filter(starts_at__gt=at, mailing__written_at=None)
    return [row for row in rows if row.starts_at - timedelta(days=row.remind_days) <= at]


def remind(*, meeting: Meeting, at: datetime) -> int:
    """Remind everybody who acts for a council of a meeting, each once."""
    mailing = mailings.open_mailing(
        key=f"meeting:{meeting.pk}", kind=emails.REMINDER, name=meeting.title, at=at
    )
    Meeting.objects.filter(pk=meeting.pk).update(mailing=mailing)
    shared = emails.about_meeting(meeting)
    return mailings.write_letters(
        mailing=mailing,
        recipients=clerks(at),
        context_for=lambda one: shared | emails.ways_out(one.key) | {"person": one.person},
        at=at,
        only_if=emails.REMINDER,
        expires_at=meeting.starts_at,
    )


def clerks(at: datetime):
    """Yield everybody who acts for a council now, and has not left briefings."""
    rows = Membership.objects.current(london_day(at)).filter(user__is_active=True)
    people = {row.user_id: row.user for row in rows.select_related("user").order_by("user")}
    for pk, person in people.items():
        key = f"p{pk}"
        yield mailings.Recipient(
            key=key, to=person.email, person=person,
            unsubscribe_url=emails.ways_out(key)["unsubscribe_url"],
        )  # fmt: skip


@transaction.atomic
def remove_paper(*, paper: Paper, at: datetime, by) -> None:
    check_may_edit(by)
    Meeting.objects.filter(pk=paper.meeting_id).update(changed_at=at, changed_by=by)
    paper.delete()
