"""Editions: begun, filled, ordered, seen by a second person, scheduled, deleted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from enquiries.deadlines.clock import london_day

from ..audiences import reach
from ..findings import findings
from ..models import Edition, Item
from ..permissions import Refused, check_may_approve, check_may_edit
from ..states import Status
from . import move
from .items import free_anchor, last_place

NUMBER_TAKEN = "There is a briefing with this number already."
NOBODY = "Nobody would get this edition. Choose another audience."


@transaction.atomic
def start_edition(*, number: int, at: datetime, by, **fields: Any) -> Edition:
    """Begin an edition; `by` is nobody when the portal does. Raises Refused for a taken number."""
    if by is not None:
        check_may_edit(by)
    try:
        with transaction.atomic():
            return Edition.objects.create(
                number=number, made_at=at, made_by=by, changed_at=at, changed_by=by, **fields
            )
    except IntegrityError:
        raise Refused(NUMBER_TAKEN, field="number") from None


@transaction.atomic
def change_edition(*, edition: Edition, version: int, at: datetime, by, **fields: Any) -> Edition:
    """Change what an edition says of itself. Raises Refused, also if somebody else did."""
    check_may_edit(by)
    row = move.hold(edition, version=version)
    try:
        with transaction.atomic():
            move.changed(edition=row, at=at, by=by, **fields)
    except IntegrityError:
        raise Refused(NUMBER_TAKEN, field="number") from None
    return row


@transaction.atomic
def take_in(*, edition: Edition, items: Iterable[Item], at: datetime, by) -> int:
    """Put waiting items at the end of an edition; return how many still waited."""
    if by is not None:
        check_may_edit(by)
    row = move.hold(edition)
    waiting = Item.objects.waiting().filter(pk__in=[item.pk for item in items])
    taken = list(waiting.select_for_update().order_by("due_on", "pk"))
    for item in taken:
        item.edition, item.order = row, last_place(row)
        item.anchor, item.version = free_anchor(item), item.version + 1
        item.save()
    if taken:
        move.changed(edition=row, at=at, by=by)
    return len(taken)


@transaction.atomic
def put_back(*, item: Item, at: datetime, by) -> None:
    """Let an item wait for a later edition."""
    check_may_edit(by)
    if item.edition is None:
        return
    row = move.hold(item.edition)
    Item.objects.filter(pk=item.pk, edition=row).update(edition=None, order=0)
    move.changed(edition=row, at=at, by=by)


@transaction.atomic
def shift(*, item: Item, up: bool, at: datetime, by) -> None:
    """Move an item one place up or down; at either end it stays."""
    check_may_edit(by)
    if item.edition is None:
        raise Refused("This item is in no edition.")
    row = move.hold(item.edition)
    rows = list(row.items.select_for_update())
    place = next((n for n, each in enumerate(rows) if each.pk == item.pk), None)
    other = None if place is None else place - 1 if up else place + 1
    if place is None or other is None or not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, each in enumerate(rows, 1):
        each.order = order
    Item.objects.bulk_update(rows, ["order"])
    move.changed(edition=row, at=at, by=by)


@transaction.atomic
def delete_edition(*, edition: Edition, at: datetime, by) -> None:
    """Delete an edition that is not sent; its items wait for another. Raises Refused."""
    check_may_edit(by)
    row = move.hold(edition)
    if row.questions.exists():
        raise Refused("Somebody asked a question about it, so it stays.")
    row.items.update(edition=None, order=0)
    row.delete()


@transaction.atomic
def submit(*, edition: Edition, version: int, at: datetime, by) -> None:
    """Ask for a second pair of eyes. Raises Refused while something has to be mended."""
    check_may_edit(by)
    row = move.hold(edition, version=version)
    check_fit(row, at)
    move.move(row, Status.READY, submitted_at=at, submitted_by=by)


def check_fit(edition: Edition, at: datetime) -> None:
    """Raise Refused while a finding stops the edition, or nobody would get it."""
    items = list(edition.items.whole())
    for finding in findings(edition, items, on=london_day(at)):
        if finding.stops:
            where = f"{finding.item.title}: " if finding.item else ""
            raise Refused(f"{where}{finding.words}")
    if not edition.audience or not reach(edition.audience, items, on=london_day(at)).sent:
        raise Refused(NOBODY)


@transaction.atomic
def send_back(*, edition: Edition, at: datetime, by) -> None:
    """Let it be written again: not approved, or approval taken back."""
    row = move.hold(edition)
    if row.status == Status.READY:
        if by.pk != row.submitted_by_id:
            check_may_approve(by, row)
    else:
        check_may_edit(by)
    move.changed(edition=row, at=at, by=row.changed_by)


@transaction.atomic
def approve(*, edition: Edition, version: int, at: datetime, by) -> None:
    """Say that it may leave as it is. Raises Refused for whoever had a hand in it."""
    row = move.hold(edition, version=version)
    check_may_approve(by, row)
    check_fit(row, at)
    move.move(row, Status.APPROVED, approved_at=at, approved_by=by)


@transaction.atomic
def schedule(*, edition: Edition, moment: datetime, at: datetime, by) -> None:
    """Say when it leaves, an aware instant that is not over. Raises Refused."""
    check_may_edit(by)
    row = move.hold(edition)
    if moment < at:
        raise Refused("This time is over. Choose a later one.", field="clock")
    check_fit(row, at)
    move.move(row, Status.SCHEDULED, scheduled_at=at, scheduled_by=by, scheduled_for=moment)


@transaction.atomic
def unschedule(*, edition: Edition, at: datetime, by) -> None:
    """Take the time back: it stays approved, and nothing leaves."""
    check_may_edit(by)
    row = move.hold(edition)
    nothing = {"scheduled_at": None, "scheduled_by": None, "scheduled_for": None}
    move.move(row, Status.APPROVED, **nothing)
