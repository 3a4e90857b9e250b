"""Sending: the ledger is made whole first, then letters, then the post; killed, it goes on."""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic

from django.db import transaction

from enquiries.deadlines.clock import london_day
from parishes.models import Membership
from post import wordings
from post.models import Mailing
from post.moulds import Mould
from post.tokens import reply_address
from post.workflows import mailings

from .. import emails, rendering
from ..audiences import Reach, Reader, reach
from ..models import Edition, Recipient
from ..permissions import Refused, check_may_edit
from ..personal import Part, parts_for
from ..states import Status
from . import move
from .editions import NOBODY

logger = logging.getLogger(__name__)
BATCH = 200
# Well within what a task may take.
TURN_SECONDS = 20
# So many variants of an edition are kept in hand: one for each choice of places and topics.
VARIANTS = 64
DOOR = "briefing"
LONG_AGO = timedelta(days=21)


class MoreToCome(Exception):
    """A turn of a worker is over; the next one goes on where this ended."""


@dataclass(frozen=True, kw_only=True)
class Copy(mailings.Recipient):
    """A copy with its row of the ledger and what it tells of the reader's own councils.

    `ways` are its reader's ways out of briefings, and to her choices.
    """

    row: Recipient
    ways: dict[str, str]
    parts: list[Part] = field(default_factory=list)


def send_due(*, at: datetime) -> int:
    """Send what is due, and go on with what was cut off; return how many letters were written.

    Safe to run twice, at once, or killed at any moment: nobody is left out or written to twice.
    """
    written = 0
    for edition in Edition.objects.due(at).order_by("number"):
        try:
            written += send(edition=edition, at=at)
        except Refused as refused:
            logger.warning("%s was not sent: %s", edition, refused)
    return written


def send(*, edition: Edition, at: datetime) -> int:
    """Begin an edition whose time has come, or go on; return how many letters were written."""
    row = begin(edition=edition, at=at)
    return write_copies(row, at=at) if row.is_sent else 0


@transaction.atomic
def begin(*, edition: Edition, at: datetime) -> Edition:
    """Publish a scheduled edition and write its ledger, whole or not at all.

    Where nobody would get it now, it is approved again, and not sent.
    """
    row = move.lock(edition)
    if row.status != Status.SCHEDULED or row.scheduled_for is None or row.scheduled_for > at:
        return row
    found = reach_of(row, at=at)
    if not found.sent:
        nothing = {"scheduled_at": None, "scheduled_by": None, "scheduled_for": None}
        move.move(row, Status.APPROVED, **nothing)
        logger.error("%s was not sent. %s", row, NOBODY)
        return row
    row.mailing = mailings.open_mailing(
        key=f"briefing:{row.pk}", kind=emails.EDITION, name=str(row)[:200], at=at
    )
    write_ledger(row, found.readers)
    move.move(row, Status.SENT, sent_at=at, sent_by=row.scheduled_by)
    return row


def reach_of(edition: Edition, *, at: datetime) -> Reach:
    """Say who would get an edition at an aware instant."""
    if edition.audience is None:
        return Reach()
    return reach(edition.audience, list(edition.items.whole()), on=london_day(at))


def write_ledger(edition: Edition, readers: list[Reader]) -> None:
    rows = rows_of(edition, readers)
    while batch := list(islice(rows, BATCH)):
        Recipient.objects.bulk_create(batch)


def rows_of(edition: Edition, readers: list[Reader]) -> Iterator[Recipient]:
    for reader in readers:
        yield Recipient(
            edition=edition, key=reader.key, to=reader.to.strip().lower()[:254],
            name=reader.name[:150], why=reader.why, not_sent=reader.not_sent,
            person=reader.person, subscriber=reader.subscriber,
            councils=list(reader.councils), items=list(reader.items),
        )  # fmt: skip


def write_copies(edition: Edition, *, at: datetime) -> int:
    """Write the letters that are missing, batch by batch. Call it outside a transaction."""
    mailing = edition.mailing
    if mailing is None or mailing.written_at or mailing.cancelled_at:
        return 0
    before = mailing.letters.count()
    with suppress(MoreToCome):
        mailings.write_letters(
            mailing=mailing,
            recipients=in_turn(copies(edition, at=at)),
            context_for=Writer(edition, at=at).context_for,
            at=at,
            only_if=emails.EDITION,
        )
    return mailing.letters.count() - before


def in_turn(rows: Iterable[Copy]) -> Iterator[Copy]:
    """Yield copies until the turn is over. It ends with an exception: the mailing is not whole.

    A worker that went on would be cut off in the middle of a letter.
    """
    until = monotonic() + TURN_SECONDS
    for row in rows:
        if monotonic() > until:
            raise MoreToCome
        yield row


def copies(edition: Edition, *, at: datetime) -> Iterator[Copy]:
    """Yield every copy of the ledger, a batch in hand at a time."""
    rows = edition.recipients.filter(not_sent="").select_related("person", "subscriber")
    rows = rows.order_by("pk")
    since, last = previous(edition), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        acts = acting(batch, at)
        parts = parts_for({pk for row in batch for pk in row.councils}, since=since)
        for row in batch:
            mine = [parts[pk] for pk in row.councils if (pk, row.person_id) in acts and pk in parts]
            yield copy_of(edition, row, mine)


def copy_of(edition: Edition, row: Recipient, parts: list[Part]) -> Copy:
    clerk, ways = row.person_id if parts else None, emails.ways_out(row.key)
    return Copy(
        key=row.key, to=row.to, person=row.person, row=row, parts=parts, ways=ways,
        unsubscribe_url=ways["unsubscribe_url"],
        reply_to=reply_address(DOOR, edition.number, clerk) if clerk else "",
    )  # fmt: skip


def acting(rows: Collection[Recipient], at: datetime) -> set[tuple[int, int]]:
    """Return which of these people act for which council now: only they read its figures."""
    current = Membership.objects.current(london_day(at))
    mine = current.filter(user__in=[row.person_id for row in rows if row.person_id])
    return set(mine.values_list("council", "user"))


def previous(edition: Edition) -> datetime:
    """Return since when a copy counts what was answered: when the last edition was sent."""
    sent = Edition.objects.sent().filter(number__lt=edition.number, sent_at__isnull=False)
    last = sent.order_by("-sent_at").values_list("sent_at", flat=True).first()
    return last or (edition.sent_at or edition.made_at) - LONG_AGO


class Writer:
    """Writes what copies say; what many share is made once."""

    def __init__(self, edition: Edition, *, at: datetime):
        self.edition, self.today = edition, london_day(at)
        self.items = {item.pk: item for item in edition.items.whole()}
        self.words = wordings.read(emails.EDITION)
        self.made: dict[tuple[int, ...], dict] = {}

    def shared(self, items: Collection[int]) -> dict:
        key = tuple(items)
        if key not in self.made:
            if len(self.made) >= VARIANTS:
                self.made.clear()
            chosen = [self.items[pk] for pk in key if pk in self.items]
            made = rendering.copies(self.edition, chosen, today=self.today)
            self.made[key] = made | {"wordings": self.words, "mould": Mould(emails.OWN)}
        return self.made[key]

    def context_for(self, copy: mailings.Recipient) -> dict:
        assert isinstance(copy, Copy)
        row = copy.row
        shared = self.shared(row.items)
        return emails.copy(shared, ways=copy.ways, why=reason(row), parts=copy.parts)


def reason(row: Recipient) -> str:
    """Say why a copy came, in words for its reader."""
    if row.person_id:
        return f"you are {row.why[:1].lower()}{row.why[1:]}" if row.why else "you act for a council"
    kind = row.subscriber.kind if row.subscriber else ""
    said = {"partner": "you work with us for parishes", "member": "you are a county councillor"}
    return said.get(kind, "you asked for briefings")


@transaction.atomic
def send_test(*, edition: Edition, at: datetime, by) -> None:
    """Send an edition, as it stands, to the person who asks and to nobody else."""
    check_may_edit(by)
    items = list(edition.items.whole())
    if not items:
        raise Refused("There are no items in this edition yet.")
    shared = rendering.copies(edition, items, today=london_day(at))
    emails.edition_test(edition=edition, shared=shared, parts=[], at=at, by=by)


def pause(*, edition: Edition, at: datetime, by) -> bool:
    """Keep back what has not left; False if it is kept back already."""
    return mailings.pause(mailing=mailing_of(edition=edition, by=by), at=at, by=by)


def resume(*, edition: Edition, at: datetime, by) -> bool:
    return mailings.resume(mailing=mailing_of(edition=edition, by=by), at=at, by=by)


def stop(*, edition: Edition, at: datetime, by) -> int:
    """End the sending for good: what has not left stays, and says so."""
    return mailings.cancel(mailing=mailing_of(edition=edition, by=by), at=at, by=by)


def mailing_of(*, edition: Edition, by) -> Mailing:
    check_may_edit(by)
    if edition.mailing is None:
        raise Refused("This edition is not being sent.")
    return edition.mailing
