"""Throws away what is of no use any more: drafts and photos that nobody sent, and old looks."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from ...models import Draft, Opening, Photo
from ..drafts import DRAFT_DAYS, discard_draft
from ..photos import throw_away
from .rounds import MOST_ROWS, all_of, one_by_one

# A day longer than the page says, so that nothing goes while somebody has it open.
KEPT = timedelta(days=DRAFT_DAYS + 1)
# An officer is shown the cases that she looked at last, not those of long ago.
LOOKS_KEPT = timedelta(days=90)


def old_drafts(now: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(enquiry=None, saved_at__lt=now - KEPT)


def old_photos(now: datetime) -> QuerySet[Photo]:
    return Photo.objects.filter(is_waiting=True, added_at__lt=now - KEPT)


def tidy(*, now: datetime) -> int:
    """Throw away drafts and photos that were left unsent, and old looks; return how many."""
    return all_of(tidy_drafts, tidy_photos, forget_looks, now=now)


def tidy_drafts(*, now: datetime) -> int:
    keys = old_drafts(now).order_by("saved_at").values_list("pk", flat=True)[:MOST_ROWS]
    return one_by_one(list(keys), discard, now=now)


def tidy_photos(*, now: datetime) -> int:
    keys = old_photos(now).order_by("added_at").values_list("pk", flat=True)[:MOST_ROWS]
    return one_by_one(list(keys), remove, now=now)


def forget_looks(*, now: datetime) -> int:
    """Forget who looked at which case long ago, in one statement."""
    return Opening.objects.filter(seen_at__lt=now - LOOKS_KEPT).delete()[0]


@transaction.atomic
def discard(*, pk: int, now: datetime) -> bool:
    """Discard a draft, unless somebody has it in hand, has saved or has sent it meanwhile."""
    draft = old_drafts(now).select_for_update(skip_locked=True).filter(pk=pk).first()
    if draft:
        discard_draft(draft=draft, by=None)
    return draft is not None


@transaction.atomic
def remove(*, pk: int, now: datetime) -> bool:
    photo = old_photos(now).select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if photo:
        throw_away(photo)
    return photo is not None
