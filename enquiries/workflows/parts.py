"""Splits an enquiry that asks two things, and links those that belong together."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from .. import emails
from ..models import Enquiry, Event, Kind, Link
from ..permissions import Refused, check_may_work
from .log import write
from .move import lock, record
from .overrides import check_reason
from .work import check_is_open

What = Event.What


@transaction.atomic
def split(
    *,
    enquiry: Enquiry,
    kind: Kind,
    road: str,
    description: str,
    reason: str,
    at: datetime,
    by,
    version: int | None = None,
) -> Enquiry:
    """Make a second enquiry of a part of an open one, and tell the clerk of both.

    The part was received when the whole was: its promise counts from that day, so that a split
    wins no time. History and photos stay with the whole, to which it is linked.
    """
    check_may_work(by, enquiry)
    reason, whole = check_reason(reason), lock(enquiry, version)
    check_is_open(whole)
    same = ["council", "parish", "asked_by", "received_at", "received_by", "channel", "minute"]
    if road == whole.road:
        same += ["spot", "latitude", "longitude", "spot_from"]
    part = write(
        kind=kind, road=road, description=description, form_token=uuid.uuid4(), at=at,
        **{name: getattr(whole, name) for name in same},
    )  # fmt: skip
    Link.objects.create(enquiry=part, other=whole, how=Link.How.SPLIT, at=at, by=by)
    text = f"Part of this is now {part.reference}: {kind.name}, {road}. {reason}"
    event = record(enquiry=whole, what=What.SPLIT, at=at, by=by, text=text, public=True)
    emails.update(enquiry=whole, event=event, at=at)
    return part


@transaction.atomic
def link(*, enquiry: Enquiry, other: Enquiry, at: datetime, by, version: int | None = None) -> Link:
    """Note that two enquiries belong together. Only the county's people see it."""
    check_may_work(by)
    enquiry = lock(enquiry, version)
    if enquiry == other:
        raise Refused("Give the reference of another enquiry.", field="other")
    pair = Q(enquiry=enquiry, other=other) | Q(enquiry=other, other=enquiry)
    if Link.objects.filter(pair).exists():
        raise Refused(f"{other.reference} is linked already.", field="other")
    row = Link.objects.create(enquiry=enquiry, other=other, how=Link.How.RELATED, at=at, by=by)
    tell_both(what=What.LINKED, enquiry=enquiry, other=other, at=at, by=by)
    return row


@transaction.atomic
def unlink(
    *, enquiry: Enquiry, other: Enquiry, at: datetime, by, version: int | None = None
) -> bool:
    """Take back that two enquiries belong together. A split stays: it is what happened."""
    check_may_work(by)
    enquiry = lock(enquiry, version)
    pair = Q(enquiry=enquiry, other=other) | Q(enquiry=other, other=enquiry)
    if not Link.objects.filter(pair, how=Link.How.RELATED).delete()[0]:
        raise Refused(f"{other.reference} is not linked as related.", field="other")
    tell_both(what=What.UNLINKED, enquiry=enquiry, other=other, at=at, by=by)
    return True


def tell_both(*, what: Event.What, enquiry: Enquiry, other: Enquiry, at: datetime, by) -> None:
    for one, another in ((enquiry, other), (other, enquiry)):
        record(enquiry=one, what=what, at=at, by=by, text=another.reference, public=False)
