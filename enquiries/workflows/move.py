"""The one door for a change of status: lock, check, save, write the event."""

from datetime import datetime, timedelta

from django.db import transaction

from ..models import Enquiry, Event
from ..permissions import Refused
from ..states import Status, check_move

SECOND_CLICK = timedelta(minutes=10)


MOVED_ON = (
    "This enquiry has changed since you opened this page, so nothing was sent. "
    "Read what is new, then send this again if you still want to."
)


class Changed(Refused):
    """Somebody did something to the enquiry since this person last saw it.

    `events` are the lines of the timeline that she has not seen, the oldest first.
    """

    def __init__(self, events: list[Event]):
        super().__init__(
            "This enquiry has changed since you opened it, so nothing was sent or saved. "
            "Your words are still here: read what changed, then send them again if they still fit."
        )
        self.events = events


def lock(enquiry: Enquiry, version: int | None = None) -> Enquiry:
    """Return the row as it is now, locked until the transaction ends.

    Locked first and read afterwards: a row that another transaction changed while we waited is read
    anew, but what is joined to it in the same statement is not, such as its owner.

    Raises Changed if it is not as it was at the version a person has seen; None sees no more than
    the verb itself asks.
    """
    Enquiry.objects.select_for_update().only("pk").get(pk=enquiry.pk)
    locked = Enquiry.objects.with_names().get(pk=enquiry.pk)
    check_version(locked, version)
    return locked


def check_version(enquiry: Enquiry, version: int | None) -> None:
    """Raise Changed if a locked enquiry is not as it was at the version a person has seen."""
    if version is not None and enquiry.version != version:
        unseen = enquiry.events.of_people().filter(pk__gt=version).select_related("by")
        raise Changed(list(unseen.order_by("pk")))


def check_standing(enquiry: Enquiry, seen: str) -> None:
    """Raise Refused if a locked enquiry does not stand as on the page she saw; "" saw none."""
    if seen and seen != enquiry.standing:
        raise Refused(MOVED_ON)


def record(
    *, enquiry: Enquiry, what: Event.What, at: datetime, by, text: str = "", public: bool, **moved
) -> Event:
    """Write one line of the timeline."""
    return Event.objects.create(
        enquiry=enquiry, what=what, at=at, by=by, text=text, is_public=public, **moved
    )


def said_just_now(
    *, enquiry: Enquiry, what: Event.What, text: str, at: datetime, by
) -> Event | None:
    """Return the latest event if these are the same words again: a second click, not news.

    The same words a month later are news again.
    """
    latest = enquiry.events.filter(at__gt=at - SECOND_CLICK).first()
    same = latest and (latest.what, latest.text, latest.by_id) == (what, text, by.pk)
    return latest if same else None


def move(
    *,
    enquiry: Enquiry,
    to: Status,
    what: Event.What,
    at: datetime,
    by,
    text: str = "",
    public: bool = True,
    **changes,
) -> Event:
    """Move a locked enquiry to a status, with the fields that go with it, and record it.

    Raises IllegalMove if the table of moves forbids it, TransactionManagementError outside
    a transaction.
    """
    transaction.get_connection().validate_no_broken_transaction()
    old = Status(
        Enquiry.objects.select_for_update().values_list("status", flat=True).get(pk=enquiry.pk)
    )
    check_move(old, to)
    for name, value in {"status": to, **changes}.items():
        setattr(enquiry, name, value)
    enquiry.save(update_fields=["status", *changes])
    return record(
        enquiry=enquiry,
        what=what,
        at=at,
        by=by,
        text=text,
        public=public,
        old_status=old,
        new_status=to,
    )
