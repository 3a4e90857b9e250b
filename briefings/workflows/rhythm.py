"""The rhythm: the next edition drafts itself from what stands in the portal already."""

import logging
from datetime import date, datetime, timedelta
from itertools import count

from django.db import transaction
from django.db.models import Q

from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import BeyondCalendar, london_day
from enquiries.wording import long_date

from ..models import Edition, Item, Rhythm
from ..permissions import Refused, Stale, check_may_edit
from ..sources import Found, found_since
from . import editions, move
from .items import write_item

logger = logging.getLogger(__name__)
LONG_AGO = timedelta(days=21)


@transaction.atomic
def draft_next(*, at: datetime) -> Edition | None:
    """Draft the next edition if its day is near; each day is drafted once, also by two at once."""
    rhythm = Rhythm.objects.select_for_update(of=("self",)).filter(pk=1, is_on=True).first()
    if rhythm is None or rhythm.next_on is None:
        return None
    today, day = london_day(at), rhythm.next_on
    if today < day - timedelta(days=rhythm.lead_days):
        return None
    planned = working_day_from(max(day, today))
    edition = editions.start_edition(
        number=Edition.objects.next_number(), title=f"Briefing for {long_date(planned)}",
        intro=rhythm.standing_line, audience=rhythm.audience, planned_on=planned, at=at, by=None,
    )  # fmt: skip
    fill(edition=edition, at=at, by=None)
    weeks = timedelta(weeks=rhythm.weeks)
    rhythm.next_on = next(later for n in count(1) if (later := day + n * weeks) > today)
    rhythm.version += 1
    rhythm.save(update_fields=["next_on", "version"])
    return edition


def working_day_from(day: date) -> date:
    """Return the first working day from a day on; the day itself where holidays are not known."""
    try:
        calendar = service_calendar(since=day)
        days = (day + timedelta(days=n) for n in count())
        return next(later for later in days if calendar.is_working_day(later))
    except BeyondCalendar:
        return day


@transaction.atomic
def fill(*, edition: Edition, at: datetime, by) -> int:
    """Add what is new since the last edition, and gathered items that are due."""
    if by is not None:
        check_may_edit(by)
    row = move.hold(edition)
    known = set(Item.objects.exclude(source_key=None).values_list("source_key", flat=True))
    new = [found for found in found_since(last_sent(at), now=at) if found.key not in known]
    for found in new:
        draft(found=found, edition=row, at=at, by=by)
    day = row.planned_on or london_day(at)
    soon = min(day, date.max - LONG_AGO) + LONG_AGO
    due = Item.objects.waiting().filter(Q(due_on=None) | Q(due_on__lte=soon))
    fresh = due.exclude(expires_on__lt=day)
    taken = editions.take_in(edition=row, items=list(fresh), at=at, by=by)
    return len(new) + taken


def draft(*, found: Found, edition: Edition, at: datetime, by) -> Item:
    return write_item(
        at=at, by=by, edition=edition, dates=found.dates, kind=found.kind, title=found.title[:120],
        body=found.body, expires_on=found.expires_on, source_key=found.key[:120],
    )  # fmt: skip


def last_sent(at: datetime) -> datetime:
    """Return since when things are new: the last edition, or three weeks ago."""
    sent = Edition.objects.sent().order_by("-sent_at").values_list("sent_at", flat=True)
    return sent.first() or at - LONG_AGO


@transaction.atomic
def set_rhythm(*, at: datetime, by, version: int | None = None, **fields) -> Rhythm:
    """Set how often editions and meetings come. Raises Refused if it changed since `version`."""
    check_may_edit(by)
    if fields.get("is_on") and not fields.get("next_on"):
        words = "Enter the day of the next edition, or do not let it draft by itself."
        raise Refused(words, field="next_on")
    Rhythm.objects.get_or_create(pk=1)
    row = Rhythm.objects.select_for_update().get(pk=1)
    if version is not None and row.version != version:
        raise Stale(move.TWO_EDITORS)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row
