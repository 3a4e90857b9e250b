"""An edition to five thousand readers: composed and handed over, beside a bare loop over smtplib.

The floor sends the same messages over one line, and composes and notes nothing.
"""

import resource
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

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

READERS, ITEMS = 5_000, 6
BODY = "We grit the main roads when ice is likely. The map shows which roads come first.\n\n" * 8
# Behind the pace of every mailing, so that all are due at once.
LATER = timedelta(days=365)
MARK = "briefing-bench"


def briefing_5000(rows: int) -> dict:
    """Time an edition from its ledger to the last letter taken; memory before and after, in MB."""
    with alone(), crowd() as edition, sink() as port, override_settings(**smtp(port)):
        before = memory()
        composing = seconds(write_all)
        middle = memory()
        handing = seconds(send_all)
        after = memory()
        sent = Letter.objects.filter(mailing__key=f"briefing:{edition.pk}", status="sent")
        if sent.count() != READERS:
            raise RuntimeError(f"Only {sent.count()} of {READERS} copies left.")
        floor = seconds(lambda: bare(sent))
    ours = composing + handing
    return {
        "bench": "briefing_5000",
        "rows": rows,
        "letters_per_second": round(READERS / ours),
        "smtplib_per_second": round(READERS / floor),
        "of_smtplib": round(floor / ours, 2),
        "composed_per_second": round(READERS / composing),
        "handed_over_per_second": round(READERS / handing),
        "memory_mb": [round(before), round(middle), round(after)],
    }


def write_all() -> None:
    while sending.send_due(at=timezone.now()):
        pass


def send_all() -> None:
    while drain(clock=lambda: timezone.now() + LATER)["taken"]:
        pass


def bare(rows) -> None:
    with smtplib.SMTP(*address()) as line:
        for row in rows.iterator(chunk_size=200):
            words = message_of(row).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
            line.sendmail("post@bench.example", [row.to], words)


def memory() -> float:
    """Return the most this process has held, in megabytes: it only grows."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def crowd() -> Iterator[Edition]:
    """Make readers and an edition that is due, and leave nothing of either."""
    now = timezone.now()
    edition = make(now)
    try:
        yield edition
    finally:
        Recipient.objects.filter(edition=edition).delete()
        mailing = Mailing.objects.filter(key=f"briefing:{edition.pk}")
        Letter.objects.filter(mailing__in=mailing)._raw_delete(Letter.objects.db)
        Item.objects.filter(edition=edition).delete()
        audience = edition.audience
        Edition.objects.filter(pk=edition.pk).delete()
        mailing.delete()
        Audience.objects.filter(pk=audience.pk if audience else 0).delete()
        Subscriber.objects.filter(name=MARK).delete()


def make(now: datetime) -> Edition:
    editor, other = (User.objects.get(email=f"{who}@demo.example") for who in ("editor", "manager"))
    Subscriber.objects.bulk_create(
        Subscriber(name=MARK, email=f"b{n}@bench.example", asked_at=now, confirmed_at=now)
        for n in range(READERS)
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
