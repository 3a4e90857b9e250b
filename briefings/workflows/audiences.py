"""Audiences: whom editions go to, kept by name."""

from datetime import datetime

from django.db import IntegrityError, transaction

from ..models import Audience, Edition
from ..permissions import Refused, Stale, check_may_edit
from ..states import SEEN
from .move import TWO_EDITORS

MANY = ("districts", "groups", "topics")


@transaction.atomic
def set_audience(
    *, at: datetime, by, audience: Audience | None = None, version: int | None = None, **fields
) -> Audience:
    """Add an audience or change one.

    Raises Refused while an approved edition goes to it, or if it was changed since `version`.
    """
    check_may_edit(by)
    row = hold(audience, version) if audience else Audience(version=0)
    going = Edition.objects.unsent().filter(audience=row.pk, status__in=SEEN) if row.pk else None
    if going is not None and going.exists():
        raise Refused("An edition for this audience is approved. Take that back first.")
    chosen = {name: fields.pop(name) for name in MANY}
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("There is an audience of this name already.", field="name") from None
    for name, rows in chosen.items():
        getattr(row, name).set(rows)
    return row


def hold(audience: Audience, version: int | None) -> Audience:
    row = Audience.objects.select_for_update().get(pk=audience.pk)
    if version is not None and row.version != version:
        raise Stale(TWO_EDITORS)
    return row
