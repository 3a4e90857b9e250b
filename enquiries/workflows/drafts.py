"""Keeps what is being typed, and sends it once."""

from datetime import datetime

from django.db import transaction

from parishes.models import Council, Parish

from ..deadlines.clock import london_day
from ..models import Draft, Enquiry, Signpost
from ..permissions import Refused, check_may_ask_for
from .log import check_place, log_enquiry
from .photos import throw_away
from .unsent import DISCARDED, hold_unsent


def start_draft(*, council: Council, parish: Parish, asked_by, at: datetime, by, **words) -> Draft:
    """Begin an enquiry with where it is. Raises Refused for a council or parish not theirs."""
    check_may_ask_for(by, council, on=london_day(at))
    check_place(council, parish)
    return Draft.objects.create(
        author=by, asked_by=asked_by, council=council, parish=parish, saved_at=at, **words
    )


@transaction.atomic
def save_draft(*, draft: Draft, at: datetime, by, **changes) -> Draft:
    """Keep what was typed on one page. A place is checked again.

    Raises Refused once it is sent: words kept then would reach nobody.
    """
    hold_unsent(draft)
    changes["saved_at"] = at
    for name, value in changes.items():
        setattr(draft, name, value)
    check_place(draft.council, draft.parish)
    draft.save(update_fields=[*changes])
    return draft


@transaction.atomic
def discard_draft(*, draft: Draft, by) -> None:
    """Throw an unsent draft away, photos included. Raises Refused if it is sent or gone."""
    hold_unsent(draft)
    for photo in draft.photos.all():
        throw_away(photo)
    draft.delete()


@transaction.atomic
def send_draft(*, draft: Draft, at: datetime, by) -> Enquiry:
    """Log the draft's enquiry; sent twice, even at the same instant, it is one enquiry."""
    found = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if found is None:
        raise Refused(DISCARDED)
    draft = found
    if draft.enquiry:
        return draft.enquiry
    if draft.kind is None or not draft.is_complete:
        raise Refused("Say what you would like us to look at before you send this.")
    enquiry = log_enquiry(
        council=draft.council, parish=draft.parish, kind=draft.kind, road=draft.road,
        spot=draft.spot, description=draft.description, minute=draft.minute,
        channel=draft.channel, asked_by=draft.asked_by, token=draft.token, at=at, by=by,
        position=draft.position,
    )  # fmt: skip
    draft.enquiry = enquiry
    draft.save(update_fields=["enquiry"])
    draft.photos.update(enquiry=enquiry)
    Signpost.objects.filter(draft=draft).update(enquiry=enquiry)
    return enquiry
