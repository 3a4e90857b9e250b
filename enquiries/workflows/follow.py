"""A council that has the same matter follows an enquiry instead of sending it again."""

from datetime import datetime

from django.db import transaction

from parishes.models import Council

from ..deadlines.clock import london_day
from ..models import Enquiry, Event, Following
from ..permissions import check_may_ask_for
from .log import check_place
from .move import lock, record


@transaction.atomic
def follow(*, enquiry: Enquiry, council: Council, at: datetime, by) -> Following:
    """Let a person hear, for her council, what the asking council hears. Twice is once.

    Raises Refused unless she acts for the council and it serves the enquiry's parish.
    """
    check_may_ask_for(by, council, on=london_day(at))
    check_place(council, enquiry.parish)
    lock(enquiry)
    row, is_new = Following.objects.get_or_create(
        enquiry=enquiry, council=council, person=by, defaults={"at": at}
    )
    if row.ended_at:
        is_new, row.ended_at, row.at = True, None, at
        row.save(update_fields=["ended_at", "at"])
    if is_new:
        say(what=Event.What.FOLLOWED, enquiry=enquiry, council=council, at=at, by=by)
    return row


@transaction.atomic
def stop_following(*, enquiry: Enquiry, at: datetime, by) -> int:
    """End what this person follows of an enquiry; return how many followings ended."""
    lock(enquiry)
    rows = list(Following.objects.filter(enquiry=enquiry, person=by, ended_at=None))
    for row in rows:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        say(what=Event.What.UNFOLLOWED, enquiry=enquiry, council=row.council, at=at, by=by)
    return len(rows)


def say(*, what: Event.What, enquiry: Enquiry, council: Council, at: datetime, by) -> None:
    record(enquiry=enquiry, what=what, at=at, by=by, text=council.name, public=False)
