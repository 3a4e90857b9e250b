"""Tells a clerk that somebody else looks after it, and keeps what she chose to do."""

from datetime import datetime

from django.db import transaction

from ..elsewhere import Elsewhere
from ..models import Draft, Signpost
from ..permissions import Refused
from .unsent import hold_unsent

CHOICES = (Signpost.Choice.THEIRS, Signpost.Choice.ANYWAY, Signpost.Choice.NOT_THEIRS)


@transaction.atomic
def show_signpost(*, draft: Draft, elsewhere: Elsewhere, at: datetime, by) -> Signpost:
    """Keep that a clerk was shown who looks after it; shown again, it is the same row."""
    hold_unsent(draft)
    owner = elsewhere.owner[:300]
    if row := Signpost.objects.filter(draft=draft, owner=owner, kind=draft.kind).first():
        return row
    Signpost.objects.filter(draft=draft).delete()
    return Signpost.objects.create(
        draft=draft, owner=owner, body=elsewhere.body, kind=draft.kind, person=by,
        parish=draft.parish, shown_at=at,
    )  # fmt: skip


@transaction.atomic
def choose_signpost(*, signpost: Signpost, choice: str, at: datetime, by) -> Signpost:
    """Keep what the clerk does about it. Raises Refused for a choice that there is not."""
    if choice not in CHOICES:
        raise Refused("Choose what you want to do.")
    signpost.choice, signpost.chosen_at = choice, at
    signpost.save(update_fields=["choice", "chosen_at"])
    return signpost
