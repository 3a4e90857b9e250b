"""One letter for many people: made in any number of goes, each once, and sent slowly."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min

from post.models import Letter, Mailing
from post.nudge import nudge_on_commit
from post.outbox import compose, unwritten, write

logger = logging.getLogger(__name__)
Status = Letter.Status

BATCH = 200
PACE = 300
# Later than the rounds of a quiet beat make a letter, a mailing has been held up.
LATE = timedelta(seconds=30)
CANCELLED = "Its mailing was cancelled."


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Whom a mailing reaches. `key` is the same each time she is named, such as her number."""

    key: str
    to: str
    person: Any = None
    unsubscribe_url: str = ""
    reply_to: str = ""


# What a letter's templates are given for one recipient.
ContextFor = Callable[[Recipient], dict]


def open_mailing(
    *, key: str, kind: str, name: str, at: datetime, per_minute: int = PACE
) -> Mailing:
    """Return the mailing of a key, made now if there is none. `kind` is its letters' kind."""
    fields = {"kind": kind, "name": name, "per_minute": per_minute, "created_at": at}
    return Mailing.objects.get_or_create(key=key, defaults=fields)[0]


def write_letters(
    *,
    mailing: Mailing,
    recipients: Iterable[Recipient],
    context_for: ContextFor,
    at: datetime,
    only_if: str = "",
    expires_at: datetime | None = None,
) -> int:
    """Write a letter for each recipient and return how many were new.

    Call it outside a transaction: it commits batch by batch, so that after a crash, or at once
    beside another caller, the same call goes on where the letters end, repeats nobody and misses
    nobody. Once all are written the mailing says so and nothing more is written. The letters leave
    at the mailing's pace, after every other letter; in doubt a person decides.
    """
    rest, done = iter(recipients), 0
    more = {"only_if": only_if, "expires_at": expires_at}
    while batch := list(islice(rest, BATCH)):
        new = without_letter(mailing, batch)
        rows = [one_of(mailing, one, context_for, at=at, more=more) for one in new]
        done += write_batch(mailing.pk, rows, at=at)
    Mailing.objects.filter(pk=mailing.pk, written_at=None).update(written_at=at)
    return done


def without_letter(mailing: Mailing, batch: list[Recipient]) -> list[Recipient]:
    """Return those of a batch who have no letter yet, so that none is made in vain."""
    keys = {key_of(mailing, one): one for one in batch}
    written = set(mailing.letters.filter(key__in=keys).values_list("key", flat=True))
    return [one for key, one in keys.items() if key not in written]


@transaction.atomic
def write_batch(pk: int, rows: list[Letter], *, at: datetime) -> int:
    """Write those who still have no letter. The mailing is locked: one writer at a time."""
    mailing = Mailing.objects.select_for_update().get(pk=pk)
    if not is_open(mailing):
        return 0
    times = paced(mailing, at)
    for row in rows:
        row.mailing, row.not_before = mailing, next(times)
    write(rows)
    mine = mailing.letters.filter(message_id__in=[row.message_id for row in rows])
    return mine.count()


def is_open(mailing: Mailing) -> bool:
    return not (mailing.written_at or mailing.cancelled_at)


def key_of(mailing: Mailing, recipient: Recipient) -> str:
    return f"mailing:{mailing.pk}:{recipient.key}"


def paced(mailing: Mailing, at: datetime) -> Iterator[datetime]:
    """Yield the instants of the next letters, behind those that are written."""
    step = timedelta(minutes=1) / mailing.per_minute
    last = mailing.letters.waiting().aggregate(last=Max("not_before"))["last"]
    instant = max(at, last + step) if last else at
    while True:
        yield instant
        instant += step


def one_of(
    mailing: Mailing, recipient: Recipient, context_for: ContextFor, *, at: datetime, more: dict
) -> Letter:
    """Compose one letter. One that cannot be written holds up no other, and says why."""
    fields = {
        "to": recipient.to.strip().lower(), "key": key_of(mailing, recipient), "at": at,
        "person": recipient.person, "mailing": mailing, "priority": Letter.Priority.BULK,
        "policy": Letter.Policy.PARK, "unsubscribe_url": recipient.unsubscribe_url,
        "reply_to": recipient.reply_to, **more,
    }  # fmt: skip
    try:
        return compose(letter=mailing.kind, context=context_for(recipient), **fields)
    except Exception as error:
        logger.exception("A letter of mailing %s could not be written", mailing.pk)
        return unwritten(letter=mailing.kind, name=mailing.name, error=error, **fields)


def keep_pace(*, at: datetime) -> None:
    """Let mailings that an outage held up go on at their pace, not all at once."""
    late = Letter.objects.due(at - LATE).filter(priority=Letter.Priority.BULK)
    late = late.filter(mailing__paused_at=None, mailing__cancelled_at=None)
    for pk in late.exclude(mailing=None).values_list("mailing", flat=True).distinct():
        put_off(pk, at=at)


@transaction.atomic
def put_off(pk: int, *, at: datetime) -> None:
    """Put all that waits of a mailing off by as much as its first letter is late.

    Nothing to do where another worker is about it.
    """
    if not Mailing.objects.select_for_update(skip_locked=True).filter(pk=pk).first():
        return
    rows = Letter.objects.waiting().filter(mailing=pk)
    first = rows.aggregate(first=Min("not_before"))["first"]
    if first and first < at - LATE:
        rows.update(not_before=F("not_before") + (at - first))
        logger.info("Mailing %s was late by %s", pk, at - first)


@transaction.atomic
def pause(*, mailing: Mailing, at: datetime, by) -> bool:
    """Keep the rest of a mailing back; False if it is paused, or at its end, already."""
    running = Mailing.objects.filter(pk=mailing.pk, paused_at=None, cancelled_at=None)
    return bool(running.update(paused_at=at, paused_by=by))


@transaction.atomic
def resume(*, mailing: Mailing, at: datetime, by) -> bool:
    """Let the rest leave, at its pace: each letter later by as long as the pause was."""
    paused = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if paused.paused_at is None:
        return False
    mailing.letters.waiting().update(not_before=F("not_before") + (at - paused.paused_at))
    Mailing.objects.filter(pk=mailing.pk).update(paused_at=None, paused_by=None)
    logger.info("Mailing %s goes on, by person %s", mailing.pk, by.pk)
    nudge_on_commit()
    return True


@transaction.atomic
def cancel(*, mailing: Mailing, at: datetime, by) -> bool:
    """End a mailing: what has not left stays, and says so. False if it is cancelled already."""
    row = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if row.cancelled_at:
        return False
    Mailing.objects.filter(pk=row.pk).update(
        cancelled_at=at, cancelled_by=by, paused_at=None, paused_by=None
    )
    stay = row.letters.waiting().update(status=Status.DROPPED, error=CANCELLED)
    logger.info("Mailing %s is cancelled by person %s; %s letters stay", row.pk, by.pk, stay)
    return True
