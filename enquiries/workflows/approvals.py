"""A second officer's eyes: an answer waits, and is sent as it stands or goes back to its author.

The reply date is not moved by it: the wait is the county's own.
"""

from datetime import datetime

from django.db import transaction

from .. import emails
from ..models import Answer, Enquiry, Event, Outcome, Proposal, Reason
from ..permissions import Refused, check_may_approve, check_may_work
from .answers import check_answer, check_not_promised, give
from .move import lock, record
from .work import check_is_open

What = Event.What
WAITS = "An answer already waits for approval. Send that one back first."


@transaction.atomic
def propose(
    *,
    enquiry: Enquiry,
    outcome: Outcome,
    reason: Reason | None,
    explanation: str,
    next_step: str,
    at: datetime,
    by,
    version: int | None = None,
    **more,
) -> Proposal:
    """Let a whole answer wait for a second officer. Nothing is sent to the clerk.

    `more` is what else `give` takes. Raises Refused as `give` would, or while another one waits.
    """
    check_may_work(by, enquiry)
    check_answer(outcome, reason, explanation, next_step)
    enquiry = lock(enquiry, version)
    check_is_open(enquiry)
    check_not_promised(enquiry)
    if waiting(enquiry):
        raise Refused(WAITS)
    row = Proposal.objects.create(
        enquiry=enquiry, round=enquiry.round, outcome=outcome, reason=reason,
        explanation=explanation, next_step=next_step, proposed_at=at, proposed_by=by, **more,
    )  # fmt: skip
    event = record(enquiry=enquiry, what=What.PROPOSED, at=at, by=by, public=False)
    emails.approval_wanted(enquiry=enquiry, event=event, at=at)
    return row


def waiting(enquiry: Enquiry) -> Proposal | None:
    """Return the answer that waits for approval in this round, if any."""
    return enquiry.proposals.filter(round=enquiry.round, decided_at=None).first()


def lock_waiting(proposal: Proposal, version: int | None = None) -> tuple[Proposal, Enquiry]:
    """Return both rows, locked. Raises Refused if it was decided meanwhile."""
    enquiry = lock(proposal.enquiry, version)
    row = enquiry.proposals.select_for_update().get(pk=proposal.pk)
    if row.decided_at or row.round != enquiry.round or not enquiry.is_open:
        raise Refused("This answer no longer waits for approval.")
    return row, enquiry


@transaction.atomic
def approve(*, proposal: Proposal, at: datetime, by, version: int | None = None) -> Answer:
    """Send an answer as its author wrote it. Raises Refused for the author himself."""
    row, enquiry = lock_waiting(proposal, version)
    check_may_approve(by, row)
    decide(proposal=row, is_approved=True, comment="", at=at, by=by)
    record(enquiry=enquiry, what=What.APPROVED, at=at, by=by, public=False)
    return give(
        enquiry=enquiry, outcome=row.outcome, reason=row.reason, explanation=row.explanation,
        next_step=row.next_step, planned_for=row.planned_for, wording=row.wording,
        why_different=row.why_different, approved_by=by, at=at, by=row.proposed_by,
    )  # fmt: skip


@transaction.atomic
def send_back(*, proposal: Proposal, comment: str, at: datetime, by) -> Proposal:
    """Give an answer back to its author with what to change; the author may take it back."""
    if not comment.strip():
        raise Refused("Say what should change.")
    row, enquiry = lock_waiting(proposal)
    check_may_work(by, enquiry)
    decide(proposal=row, is_approved=False, comment=comment, at=at, by=by)
    event = record(enquiry=enquiry, what=What.SENT_BACK, at=at, by=by, text=comment, public=False)
    if by != row.proposed_by:
        emails.sent_back(enquiry=enquiry, event=event, person=row.proposed_by, at=at)
    return row


def decide(*, proposal: Proposal, is_approved: bool, comment: str, at: datetime, by) -> None:
    proposal.decided_at, proposal.decided_by = at, by
    proposal.is_approved, proposal.comment = is_approved, comment
    proposal.save(update_fields=["decided_at", "decided_by", "is_approved", "comment"])
