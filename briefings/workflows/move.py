"""The one door for changes of an edition: lock, compare the version, check, save."""

from datetime import datetime
from typing import Any

from ..models import Edition, Item
from ..permissions import Refused, Stale
from ..states import MOVES, Status

TWO_EDITORS = (
    "Somebody else changed this while you were writing. Your words are still below: look at what "
    "was changed, and save again."
)
SENT = "This edition is sent. Correct its items instead, so that readers see what was changed."


def hold(edition: Edition, *, version: int | None = None) -> Edition:
    """Lock an edition that is not sent. Raises Refused if it is, or was changed since `version`."""
    row = lock(edition)
    if row.is_sent:
        raise Refused(SENT)
    if version is not None and row.version != version:
        raise Stale(TWO_EDITORS)
    return row


def lock(edition: Edition) -> Edition:
    """Lock an edition's row. Call it inside a transaction."""
    row = Edition.objects.select_for_update().filter(pk=edition.pk).first()
    if row is None:
        raise Refused("This edition was deleted.")
    return row


def move(edition: Edition, to: Status, **fields: Any) -> None:
    """Move a locked edition. Raises Refused where there is no such move."""
    if to not in MOVES[Status(edition.status)]:
        raise Refused(f"This edition is “{edition.look[0]}”, so that cannot be done now.")
    edition.status = to
    save(edition, **fields)


def save(edition: Edition, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(edition, name, value)
    edition.version += 1
    edition.save()


def changed(*, edition: Edition, at: datetime, by, **fields: Any) -> None:
    """Note a change of what a locked edition says: it has to be seen afresh before it leaves."""
    unseen: dict[str, Any] = {}
    if edition.status != Status.DRAFT:
        for name in ("submitted", "approved", "scheduled"):
            unseen |= {f"{name}_at": None, f"{name}_by": None}
        unseen["scheduled_for"] = None
        edition.status = Status.DRAFT
    edition.hands = sorted({*edition.hands, *([by.pk] if by else [])})
    save(edition, changed_at=at, changed_by=by, **unseen, **fields)


def hold_item(item: Item, *, version: int | None = None) -> Item:
    """Lock an item and the edition it is in. Raises Refused if it changed or is gone."""
    row = Item.objects.select_for_update().filter(pk=item.pk).first()
    if row is None:
        raise Refused("This item was removed.")
    if version is not None and row.version != version:
        raise Stale(TWO_EDITORS)
    return row
