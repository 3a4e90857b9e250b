"""An edition to five thousand readers: composed and handed over, beside a bare loop over smtplib.

The floor sends the same messages over one line, and composes and notes nothing.
"""

import resource
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import User
from briefings.models import Audience, Edition, Item, Recipient, Subscriber
from briefings.workflows import sending
from post.delivery.message import message_of
from post.models import Letter, Mailing
from post.workflows import drain

from .letters import address, alone, seconds, smtp
from .sink import sink

FEW, READERS, ITEMS = 1_000, 5_000, 6
BODY = "We grit the main roads when ice is likely. The map shows which roads come first.\n\n" * 8
# The pace of a mailing is to spare mail servers. Here all copies are due within ten seconds, and
# then the clock stands still: half a minute late, and the post would put them off again.
PER_MINUTE, LATER = 30_000, timedelta(seconds=20)
MARK = "briefing-bench"


def briefing_5000(rows: int) -> dict:
    """Time an edition from its ledger to the last letter taken.

    Memory is the most this process ever held, in MB: after an edition to a fifth of the readers,
    after all copies of the great one were composed, and after all were handed over.
    """
    memory = []
    with alone(), sink() as port, override_settings(**smtp(port)):
        with crowd(FEW) as edition:
            write_all(edition)
            send_all(edition)
            memory.append(most_held())
        with crowd(READERS) as edition:
            composing = seconds(lambda: write_all(edition))
            memory.append(most_held())
            handing = seconds(lambda: send_all(edition))
            memory.append(most_held())
            floor = seconds(lambda: bare(copies_of(edition)))
    ours = composing + handing
    return {
        "bench": "briefing_5000",
        "rows": rows,
        "p50_ms": round(ours / READERS * 1000, 2),
        "floor_p50_ms": round(floor / READERS * 1000, 2),
        "ratio": round(ours / floor, 2),
        "letters_per_second": round(READERS / ours),
        "smtplib_per_second": round(READERS / floor),
        "of_smtplib": round(floor / ours, 2),
        "composed_per_second": round(READERS / composing),
        "handed_over_per_second": round(READERS / handing),
        "memory_mb": memory,
    }


def write_all(edition: Edition) -> None:
    at = due(edition)
    begun = sending.begin(edition=edition, at=at)
    assert begun.is_sent
    Mailing.objects.filter(key=key_of(edition)).update(per_minute=PER_MINUTE)
    while sending.send_due(at=at):
        pass


def send_all(edition: Edition) -> None:
    """Drain the outbox. Raises RuntimeError if not all copies left."""
    at, rows = due(edition) + LATER, copies_of(edition)
    while drain(clock=lambda: at)["taken"]:
        pass
    if left := rows.exclude(status="sent").count():
        raise RuntimeError(f"{left} of {rows.count()} copies did not leave.")


def due(edition: Edition) -> datetime:
    assert edition.scheduled_for
    return edition.scheduled_for


def key_of(edition: Edition) -> str:
    return f"briefing:{edition.pk}"


def copies_of(edition: Edition) -> QuerySet[Letter]:
    return Letter.objects.filter(mailing__key=key_of(edition))


def bare(rows) -> None:
    with smtplib.SMTP(*address()) as line:
        for row in rows.iterator(chunk_size=200):
            words = message_of(row).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
            line.sendmail("post@bench.example", [row.to], words)


def most_held() -> int:
    """Return the most this process has held, in megabytes: it only grows."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


@contextmanager
def crowd(readers: int) -> Iterator[Edition]:
    """Make readers and an edition that is due, and leave nothing of either."""
    now = timezone.now()
    edition = make(readers, now)
    try:
        yield edition
    finally:
        Recipient.objects.filter(edition=edition).delete()
        mailing = Mailing.objects.filter(key=key_of(edition))
        Letter.objects.filter(mailing__in=mailing)._raw_delete(Letter.objects.db)
        Item.objects.filter(edition=edition).delete()
        audience = edition.audience
        Edition.objects.filter(pk=edition.pk).delete()
        mailing.delete()
        Audience.objects.filter(pk=audience.pk if audience else 0).delete()
        Subscriber.objects.filter(name=MARK).delete()


def make(readers: int, now: datetime) -> Edition:
    editor, other = (User.objects.get(email=f"{who}@demo.example") for who in ("editor", "manager"))
    Subscriber.objects.bulk_create(
        Subscriber(name=MARK, email=f"b{n}@bench.example", asked_at=now, confirmed_at=now)
        for n in range(readers)
    )
    audience = Audience.objects.create(name=MARK, to_councils=False, to_public=True)
    edition = Edition.objects.create(
        number=Edition.objects.next_number(), title="Bench", audience=audience, status="scheduled",
        made_at=now, changed_at=now, submitted_at=now, submitted_by=editor, approved_at=now,
        approved_by=other, scheduled_at=now, scheduled_by=editor, scheduled_for=now,
    )  # fmt: skip
    Item.objects.bulk_create(
        Item(edition=edition, order=n, title=f"Item {n}", anchor=f"item-{n}", body=BODY,
             added_at=now, changed_at=now)
        for n in range(ITEMS)
    )  # fmt: skip
    return edition
