"""What an officer does on the way: claim, give back, note, tell the clerk how it goes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from .. import emails
from ..models import Deadline, Enquiry, Event, Photo
from ..permissions import Refused, check_may_work
from ..states import Status
from . import deadlines
from .move import check_version, lock, move, record, said_just_now
from .photos import attach_held

What = Event.What


def check_is_open(enquiry: Enquiry) -> None:
    if not enquiry.is_open:
        raise Refused("This enquiry is closed.")


@transaction.atomic
def claim(*, enquiry: Enquiry, at: datetime, by) -> Event:
    """Take an enquiry on. Raises Refused if another officer already has it."""
    check_may_work(by, enquiry)
    enquiry = lock(enquiry)
    check_is_open(enquiry)
    if enquiry.owner and enquiry.owner != by:
        raise Refused(f"{enquiry.owner.name} already has this enquiry.")
    if same := said_just_now(enquiry=enquiry, what=What.CLAIMED, text="", at=at, by=by):
        return same
    return take(enquiry=enquiry, what=What.CLAIMED, text="", public=False, at=at, by=by)


def take(*, enquiry: Enquiry, what: Event.What, text: str, public: bool, at: datetime, by) -> Event:
    """Record an act of an officer, who owns what nobody owned and starts what was not begun."""
    owner = enquiry.owner or by
    if enquiry.status == Status.RECEIVED:
        return move(
            enquiry=enquiry, to=Status.LOOKING, what=what, at=at, by=by, text=text, public=public,
            owner=owner, clerk_replied=False,
        )  # fmt: skip
    enquiry.owner, enquiry.clerk_replied = owner, False
    enquiry.save(update_fields=["owner", "clerk_replied"])
    return record(enquiry=enquiry, what=what, at=at, by=by, text=text, public=public)


@transaction.atomic
def give_back(*, enquiry: Enquiry, at: datetime, by, version: int | None = None) -> Event:
    """Put an enquiry back for the team. Raises Refused if nobody has it."""
    check_may_work(by, enquiry)
    enquiry = lock(enquiry, version)
    check_is_open(enquiry)
    if enquiry.owner is None:
        raise Refused("Nobody has this enquiry, so it cannot be given back.")
    if enquiry.owner != by and enquiry.owner.is_active:
        raise Refused(f"{enquiry.owner.name} has this enquiry. Assign it instead, and say why.")
    enquiry.owner = None
    enquiry.save(update_fields=["owner"])
    return record(enquiry=enquiry, what=What.RELEASED, at=at, by=by, public=False)


@transaction.atomic
def note(*, enquiry: Enquiry, text: str, at: datetime, by, held: Iterable[Photo] = ()) -> Event:
    """Write a note that only the county's people can see, with the photos chosen beside it."""
    check_may_work(by)
    enquiry = lock(enquiry)
    said = {"enquiry": enquiry, "what": What.NOTE, "text": text, "at": at, "by": by}
    event = said_just_now(**said) or record(**said, public=False)
    attach_held(event=event, held=held, by=by)
    return event


@transaction.atomic
def withdraw_note(*, note: Event, at: datetime, by) -> Event:
    """Take one's own note back: it is shown to nobody any more, and the record keeps it."""
    check_may_work(by)
    enquiry = lock(note.enquiry)
    if note.by_id != by.pk:
        raise Refused("Only who wrote a note can withdraw it.")
    taken = enquiry.events.filter(withdraws=note).first()
    return taken or record(
        enquiry=enquiry, what=What.UNNOTED, at=at, by=by, public=False, withdraws=note
    )


@transaction.atomic
def update(
    *, enquiry: Enquiry, text: str, at: datetime, by, version: int | None = None,
    held: Iterable[Photo] = (),
) -> Event:  # fmt: skip
    """Tell the clerk how it is going, with the photos beside it. Counts as the first reply."""
    check_may_work(by, enquiry)
    enquiry = lock(enquiry)
    check_is_open(enquiry)
    if same := said_just_now(enquiry=enquiry, what=What.UPDATE, text=text, at=at, by=by):
        attach_held(event=same, held=held, by=by)
        return same
    check_version(enquiry, version)
    event = take(enquiry=enquiry, what=What.UPDATE, text=text, public=True, at=at, by=by)
    attach_held(event=event, held=held, by=by)
    deadlines.meet(enquiry=enquiry, stages=[Deadline.Stage.FIRST_REPLY], at=at)
    deadlines.heard(enquiry=enquiry, at=at)
    emails.update(enquiry=enquiry, event=event, at=at)
    return event
