"""Logs an enquiry: the row, its event, its deadlines and its letters, or none of them."""

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

from parishes.models import Council, Parish

from .. import emails
from ..deadlines.clock import london_day
from ..grid import Position, find_in
from ..models import Channel, Deadline, Enquiry, Event, Kind
from ..permissions import Refused, check_may_ask_for
from ..states import Status
from . import deadlines
from .move import record

MOVED = "The day we will reply by has changed since you opened this page. Check it and send again."


def check_place(council: Council, parish: Parish) -> None:
    """Raise Refused unless the council serves the parish."""
    if not council.parishes.filter(pk=parish.pk).exists():
        raise Refused(f"{council.name} does not serve {parish.name}. Choose one of its parishes.")


def check_asked_by(council: Council, asked_by, *, on: date) -> None:
    """Raise Refused unless the one who asked acts for the council on that day."""
    if not council.members.current(on).filter(user=asked_by).exists():
        raise Refused(f"{asked_by.name} does not act for {council.name}.")


def log_enquiry(
    *,
    council: Council,
    parish: Parish,
    kind: Kind,
    road: str,
    description: str,
    asked_by,
    token: uuid.UUID,
    at: datetime,
    by,
    spot: str = "",
    minute: str = "",
    channel: str = Channel.WEB,
    position: Position | None = None,
    shown: str = "",
    **quotes,
) -> Enquiry:
    """Log an enquiry received at an instant; the same token a second time returns the first.

    Without a position, one is read out of the spot and the road. `quotes` are those of `quoted`.
    Raises Refused, also if another day (ISO 8601) was `shown` than is promised, NoStandard or
    BeyondCalendar; then nothing is written.
    """
    check_may_ask_for(by, council, on=london_day(at))
    check_asked_by(council, asked_by, on=london_day(at))
    check_place(council, parish)
    words: dict = {"road": road, "spot": spot, "description": description, "minute": minute}
    words |= spot_fields(position or find_in(spot, road)) | quoted(**quotes)
    try:
        with transaction.atomic():
            return write(
                council=council, parish=parish, kind=kind, asked_by=asked_by, received_by=by,
                form_token=token, received_at=at, channel=channel, shown=shown, at=at, **words,
            )  # fmt: skip
    except IntegrityError:
        if first := first_of(token=token, by=by):
            return first
        raise


def first_of(*, token: uuid.UUID, by) -> Enquiry | None:
    """Return what a person logged with a form. Raises Refused if somebody else used it."""
    first = Enquiry.objects.filter(form_token=token).first()
    if first and first.received_by_id != by.pk:
        raise Refused("This form was used already. Open it again.") from None
    return first


def quoted(scheme_version=None, scheme_option=None) -> dict:
    """Return what was quoted as a row keeps it. Raises Refused for an option of another scheme."""
    asked = scheme_version.scheme_id if scheme_version else None
    if scheme_option and scheme_option.scheme_id != asked:
        raise Refused("Choose an option of the scheme that you ask about.")
    return {"scheme_version": scheme_version, "scheme_option": scheme_option}


def spot_fields(position: Position | None) -> dict:
    """Return a position as a row keeps it: nothing at all, or both degrees and their source."""
    latitude, longitude, spot_from = position or (None, None, "")
    return {"latitude": latitude, "longitude": longitude, "spot_from": spot_from}


def write(
    *, kind: Kind, received_at: datetime, received_by, at: datetime, shown: str = "", **fields
) -> Enquiry:
    """Write the row and all that belongs to it; its letters are written `at`, in this hour."""
    stages = deadlines.plan(kind=kind, at=received_at)
    answer = stages[Deadline.Stage.ANSWER][2]
    if shown not in ("", answer.due_on.isoformat()):
        raise Refused(MOVED)
    enquiry = Enquiry.objects.create(
        kind=kind,
        priority=kind.priority,
        team=kind.team,
        status=Status.RECEIVED,
        promised_on=answer.due_on,
        due_on=answer.due_on,
        due_at=answer.due_at,
        received_at=received_at,
        received_by=received_by,
        **fields,
    )
    deadlines.start(enquiry=enquiry, stages=stages, at=received_at)
    event = record(
        enquiry=enquiry, what=Event.What.LOGGED, at=received_at, by=received_by, public=True,
        new_status=Status.RECEIVED,
    )  # fmt: skip
    emails.received(enquiry=enquiry, event=event, at=at)
    emails.for_triage(enquiry=enquiry, event=event, at=at)
    return enquiry
