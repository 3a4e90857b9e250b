"""Keeps what is being typed, and sends it once."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from parishes.models import Council, Parish

from ..deadlines.clock import london_day
from ..models import Draft, Enquiry, Signpost
from ..permissions import Refused, check_may_ask_for
from .log import check_place, log_enquiry
from .photos import throw_away
from .unsent import DISCARDED, hold_unsent

# So long a draft that nobody saves again is kept; the page says so.
DRAFT_DAYS = 30


@transaction.atomic
def start_draft(
    *, council: Council, parish: Parish, asked_by, at: datetime, by, token: UUID | None = None,
    **words,
) -> Draft:  # fmt: skip
    """Begin an enquiry with where it is. Raises Refused for a council or parish not theirs.

    `token` is the page's own: sent twice it is one draft, with the words that came last.
    """
    check_may_ask_for(by, council, on=london_day(at))
    check_place(council, parish)
    place = {"council": council, "parish": parish}
    row = {"asked_by": asked_by, "saved_at": at, **place, **words}
    draft, is_new = Draft.objects.get_or_create(token=unused(token, by), author=by, defaults=row)
    return draft if is_new else save_draft(draft=draft, at=at, by=by, **place, **words)


def unused(token: UUID | None, author) -> UUID:
    """Return the token, or another where it stands for what was sent or for somebody else's."""
    if token is None:
        return uuid4()
    taken = Draft.objects.filter(token=token).exclude(author=author, enquiry=None)
    return uuid4() if taken.exists() else token


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
def send_draft(*, draft: Draft, at: datetime, by, shown: str = "") -> Enquiry:
    """Log the draft's enquiry; sent twice, even at the same instant, it is one enquiry.

    `shown` is the day that was promised on the page, as in log_enquiry.
    """
    found = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if found is None:
        raise Refused(DISCARDED)
    draft = with_what_was_read(found, draft)
    if draft.enquiry:
        return draft.enquiry
    if draft.kind is None or not draft.is_complete:
        raise Refused("Say what you would like us to look at before you send this.")
    enquiry = log_enquiry(
        council=draft.council, parish=draft.parish, kind=draft.kind, road=draft.road,
        spot=draft.spot, description=draft.description, minute=draft.minute,
        channel=draft.channel, asked_by=draft.asked_by, token=draft.token, at=at, by=by,
        position=draft.position, scheme_version=draft.scheme_version,
        scheme_option=draft.scheme_option, shown=shown,
    )  # fmt: skip
    draft.enquiry = enquiry
    draft.save(update_fields=["enquiry"])
    draft.photos.update(enquiry=enquiry)
    Signpost.objects.filter(draft=draft).update(enquiry=enquiry)
    return enquiry


def with_what_was_read(draft: Draft, read: Draft) -> Draft:
    """Return a locked draft with the rows that its page has read, where it still leads to them."""
    for name in ("council", "parish", "kind"):
        known = read._state.fields_cache.get(name)
        if known is not None and known.pk == getattr(draft, f"{name}_id"):
            setattr(draft, name, known)
    return draft
