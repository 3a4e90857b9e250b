"""A draft may be changed until it is sent, in whichever of two tabs that happens first."""

from ..models import Draft
from ..permissions import Refused

DISCARDED = "This draft has been discarded."


def hold_unsent(draft: Draft) -> None:
    """Lock a draft until the transaction ends. Raises Refused if it is sent or discarded."""
    row = Draft.objects.select_for_update().filter(pk=draft.pk).values("enquiry").first()
    if row is None:
        raise Refused(DISCARDED)
    if row["enquiry"]:
        raise Refused("This enquiry has been sent, so what you sent cannot be changed.")
