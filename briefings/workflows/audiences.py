"""Audiences: whom editions go to, kept by name."""

from datetime import datetime

from django.db import IntegrityError, transaction

from ..models import Audience, Edition
from ..permissions import Refused, check_may_edit
from ..states import SEEN

MANY = ("districts", "groups", "topics")


@transaction.atomic
def set_audience(*, at: datetime, by, audience: Audience | None = None, **fields) -> Audience:
    """Add an audience or change one. Raises Refused while an approved edition goes to it."""
    check_may_edit(by)
    row = audience or Audience()
    going = Edition.objects.unsent().filter(audience=row.pk, status__in=SEEN) if row.pk else None
    if going is not None and going.exists():
        raise Refused("An edition for this audience is approved. Take that back first.")
    chosen = {name: fields.pop(name) for name in MANY}
    for name, value in fields.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("There is an audience of this name already.") from None
    for name, rows in chosen.items():
        getattr(row, name).set(rows)
    return row
