"""Joins an enquiry to another about the same matter; both references stay alive."""

from datetime import datetime

from django.db import transaction

from .. import emails
from ..models import Enquiry, Event, Following, Outcome, Override, Reason
from ..permissions import Refused, check_may_work
from ..precedents import DUPLICATE, JOINED
from ..readers import enquiry_people
from .answers import check_not_promised, finish
from .follow import say
from .move import check_version, lock, record
from .overrides import check_reason, override
from .work import check_is_open

What = Event.What


@transaction.atomic
def merge(
    *,
    enquiry: Enquiry,
    main: Enquiry,
    explanation: str,
    at: datetime,
    by,
    version: int | None = None,
) -> Event:
    """Close an open enquiry as the same matter as another open one, and tell everybody concerned.

    Who heard of it hears of the other from now on, by following it. Its own clock ends here, met or
    missed as it is; the other's goes on. Raises Refused unless both are open and differ.
    """
    check_may_work(by, enquiry)
    explanation = check_reason(explanation)
    enquiry, main = lock_both(enquiry, main)
    check_version(enquiry, version)
    check_may_merge(enquiry, main)
    told = set(heard_of(enquiry, at))
    close_as_same(enquiry=enquiry, main=main, explanation=explanation, at=at, by=by)
    text = f"{enquiry.reference} was joined to this: it is about the same matter."
    event = record(enquiry=main, what=What.JOINED, at=at, by=by, text=text, public=True)
    emails.joined(enquiry=main, event=event, at=at, told={person.pk for _, person in told})
    for council, person in told:
        hears_of_main(enquiry=main, council=council, person=person, at=at, by=by)
    return event


def lock_both(enquiry: Enquiry, main: Enquiry) -> tuple[Enquiry, Enquiry]:
    """Lock two rows in one order, whoever merges which into which."""
    rows = {row.pk: lock(row) for row in sorted((enquiry, main), key=lambda row: row.pk)}
    return rows[enquiry.pk], rows[main.pk]


def check_may_merge(enquiry: Enquiry, main: Enquiry) -> None:
    if enquiry == main:
        raise Refused("Give the reference of another enquiry.", field="main")
    check_is_open(enquiry)
    check_not_promised(enquiry)
    if not main.is_open:
        raise Refused(f"{main.reference} is closed, so nothing can be joined to it.", field="main")


def close_as_same(*, enquiry: Enquiry, main: Enquiry, explanation: str, at: datetime, by) -> None:
    """Close with an outcome, a reason and what happens next; what it held goes to the main one."""
    outcome = Outcome.objects.filter(code=JOINED, is_active=True).first()
    reason = Reason.objects.filter(code=DUPLICATE, is_active=True).first()
    if outcome is None or reason is None:
        raise Refused("No outcome or reason is set up for this. Please tell an administrator.")
    Enquiry.objects.filter(merged_into=enquiry).update(merged_into=main)
    finish(
        enquiry=enquiry, outcome=outcome, what=What.MERGED, at=at, by=by, reason=reason,
        explanation=explanation, merged_into=main,
        next_step=f"We deal with both in {main.reference}. You hear from us there.",
    )  # fmt: skip
    override(
        enquiry=enquiry, what=Override.What.MERGED, old=enquiry.reference, new=main.reference,
        reason=explanation, at=at, by=by,
    )  # fmt: skip


def heard_of(enquiry: Enquiry, at: datetime) -> list[tuple]:
    """Return (council, person) of who hears of an enquiry: who asked, and who follows."""
    asked = [(enquiry.council, person) for person in enquiry_people(enquiry, at)]
    rows = enquiry.followings.filter(ended_at=None).select_related("council", "person")
    return asked + [(row.council, row.person) for row in rows]


def hears_of_main(*, enquiry: Enquiry, council, person, at: datetime, by) -> None:
    """Let a person follow the main enquiry, unless she hears of it as the one who asked."""
    if (council, person) in [(enquiry.council, each) for each in enquiry_people(enquiry, at)]:
        return
    row, is_new = Following.objects.get_or_create(
        enquiry=enquiry, council=council, person=person, defaults={"at": at}
    )
    if row.ended_at:
        row.ended_at, row.at = None, at
        row.save(update_fields=["ended_at", "at"])
    if is_new:
        say(what=What.FOLLOWED, enquiry=enquiry, council=council, at=at, by=by)
