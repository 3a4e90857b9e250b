"""Readers: the public asks and confirms; everybody chooses, and leaves with one act."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.workflows import may_be_asked

from .. import emails
from ..models import Subscriber
from ..tokens import read_confirm, read_reader

Kind = Subscriber.Kind


@transaction.atomic
def ask(
    *, email: str, topics: Collection, districts: Collection, connection: str, at: datetime
) -> None:
    """Write to an address whether its owner wants briefings. Nothing else tells what is known.

    Whoever reads already is not asked again, nor told so here; the page says the same to all.
    `connection` is the network address that asks. Beyond the limits nothing is written.
    """
    asks = {"to": f"briefings {email.strip().lower()}", "from": f"briefings {connection}"}
    if not may_be_asked(asks, at):
        return
    row, _ = Subscriber.objects.get_or_create(
        email=email.strip().lower(), defaults={"kind": Kind.PUBLIC, "asked_at": at}
    )
    if row.kind != Kind.PUBLIC or row.is_active:
        return
    row.asked_at = at
    row.save(update_fields=["asked_at"])
    row.topics.set(topics)
    row.districts.set(districts)
    emails.confirm(subscriber=row, at=at)


@transaction.atomic
def confirm(*, token: str, at: datetime) -> Subscriber | None:
    """Take a reader in who pressed the button of her letter; None for a link that is too old."""
    row = asked_by(token)
    if row is not None and not row.is_active:
        Subscriber.objects.filter(pk=row.pk).update(confirmed_at=at, left_at=None)
        row.refresh_from_db()
    return row


def asked_by(token: str) -> Subscriber | None:
    """Return who asked, of a link to confirm. One from before she left does not count."""
    found = read_confirm(token)
    if found is None:
        return None
    pk, asked_at = found
    rows = Subscriber.objects.filter(pk=pk, kind=Kind.PUBLIC)
    return rows.exclude(left_at__gt=asked_at).first()


def reader_of(token: str, *, at: datetime) -> Subscriber | None:
    """Return the reader of a link in a letter, as a row that may not be written yet."""
    found = read_reader(token)
    if found is None:
        return None
    kind, number = found
    if kind == "s":
        return Subscriber.objects.filter(pk=number).first()
    person = get_user_model().objects.filter(pk=number).first()
    if person is None:
        return None
    row = Subscriber.objects.filter(person=person).first()
    return row or Subscriber(kind=Kind.PERSON, person=person, asked_at=at)


@transaction.atomic
def leave(*, reader: Subscriber, at: datetime) -> None:
    """Send her no more briefings. Letters about enquiries come even so."""
    row = kept(reader)
    if row.left_at is None:
        row.left_at = at
        row.save()


@transaction.atomic
def choose(
    *, reader: Subscriber, wanted: bool, topics: Collection, districts: Collection, at: datetime
) -> None:
    """Note what a reader chooses. Wanting again ends an earlier leave."""
    row = kept(reader)
    row.left_at = None if wanted else row.left_at or at
    row.save()
    row.topics.set(topics)
    row.districts.set(districts)


def kept(reader: Subscriber) -> Subscriber:
    """Return the row of a reader, written now if it is not; two at once write it once."""
    if reader.pk:
        return Subscriber.objects.select_for_update().get(pk=reader.pk)
    fresh = {"kind": Kind.PERSON, "asked_at": reader.asked_at}
    return Subscriber.objects.get_or_create(person=reader.person, defaults=fresh)[0]
