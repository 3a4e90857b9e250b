"""Keeps a month as it stood, raises what stands out, and shows everybody what was chosen."""

from datetime import date, datetime, timedelta

from django.db import transaction

from enquiries.deadlines.clock import london_day
from schemes import fingerprints
from schemes.permissions import Stale

from ..models import Publication, Signal, Snapshot
from ..months import add_months, first_of
from ..selection import By, Selection

STALE = "Somebody else wrote here while you were writing. Nothing of yours is lost: see both."


def last_month(today: date) -> date:
    return add_months(first_of(today), -1)


def selection_of(month: date, months: int, at: datetime) -> Selection:
    """Return the months up to one that is over, by district, as everybody first sees them."""
    until = add_months(month, 1) - timedelta(days=1)
    return Selection(By.DISTRICT, add_months(month, 1 - months), until, at)


@transaction.atomic
def keep(
    *, month: date, figures: list[dict], cases: bytes, sha256: str, standing_out: list[dict],
    at: datetime,
) -> Snapshot | None:  # fmt: skip
    """Keep a month and raise its signals; None when it is kept already."""
    values = {"made_at": at, "figures": figures, "cases": cases, "sha256": sha256}
    snapshot, is_new = Snapshot.objects.get_or_create(month=month, defaults=values)
    if not is_new:
        return None
    Signal.objects.bulk_create(Signal(snapshot=snapshot, **one) for one in standing_out)
    return snapshot


@transaction.atomic
def publish(*, snapshot: Snapshot, measure: str, at: datetime, by) -> Publication:
    """Show a measure of a month to everybody. Publishing it twice is once."""
    values = {"published_at": at, "published_by": by}
    return Publication.objects.get_or_create(
        snapshot=snapshot, measure=measure, withdrawn_at=None, defaults=values
    )[0]


@transaction.atomic
def withdraw(*, publication: Publication, at: datetime, by) -> None:
    """Take a measure back from the public page. What it was stays in sight of managers."""
    rows = Publication.objects.filter(pk=publication.pk, withdrawn_at=None)
    rows.update(withdrawn_at=at, withdrawn_by=by)


@transaction.atomic
def look_into(
    *, signal: Signal, owner, note: str, outcome: str, seen: str, at: datetime, by
) -> Signal:
    """Say who looks into a signal, what was found and, when it is known, what came of it.

    `seen` is the mark (`fingerprints.of`) of its words as the page showed them. Raises Stale if
    somebody wrote others meanwhile. The same words twice are once.
    """
    signal = Signal.objects.select_for_update().get(pk=signal.pk)
    if signal.words() == {"owner": owner and owner.pk, "note": note, "outcome": outcome}:
        return signal
    if fingerprints.of(signal.words()) != seen:
        raise Stale(STALE)
    signal.owner, signal.note, signal.outcome = owner, note, outcome
    signal.closed_at, signal.closed_by = (at, by) if outcome else (None, None)
    signal.save()
    return signal


def is_due(at: datetime) -> date | None:
    """Return the month to keep, when one is over and not kept yet."""
    month = last_month(london_day(at))
    return None if Snapshot.objects.filter(month=month).exists() else month
