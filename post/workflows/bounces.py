"""Noting what became of a letter after it left, and letting an address rest that takes none."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from post import hooks
from post.models import Address, Letter, Receipt

What = Receipt.What
# A full mailbox is emptied some day; one that stays full is as good as none.
SOFT_LIMIT = 5
WORDS = 500


@transaction.atomic
def note(
    *, letter: Letter, what: str, at: datetime, source: str, words: str = "", by=None
) -> Receipt | None:
    """Note one piece of news of a letter; None if this `source` has told it already.

    `at` is the aware UTC instant at which it happened. A letter that was refused for good stays
    so, whatever is said later. Its row is locked meanwhile: news of a letter come one by one.
    """
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if Receipt.objects.filter(source=source).exists():
        return None
    receipt = Receipt.objects.create(
        letter=held, what=what, at=at, source=source, words=words[:WORDS], by=by
    )
    if act := ACTS.get(what):
        act(held, at, words[:WORDS])
    return receipt


def delivered(letter: Letter, at: datetime, words: str) -> None:
    """It arrived, so the address takes letters; unless it was refused for good."""
    if letter.receipts.filter(what=What.HARD).exists():
        return
    Letter.objects.filter(pk=letter.pk).update(
        delivered_at=Coalesce("delivered_at", at), bounced_at=None
    )
    Address.objects.filter(address=letter.to.lower(), last_at__lte=at).update(
        soft_in_a_row=0, rests_since=None
    )


def hard(letter: Letter, at: datetime, words: str) -> None:
    came_back(letter, at, words)
    rows = known(letter.to, Address.Bounce.HARD, at, words)
    rows.update(rests_since=Coalesce("rests_since", at))


def soft(letter: Letter, at: datetime, words: str) -> None:
    """Counted once a letter, and not at all where it arrived since."""
    if letter.bounced_at or (letter.delivered_at and at <= letter.delivered_at):
        return
    came_back(letter, at, words)
    rows = known(letter.to, Address.Bounce.SOFT, at, words)
    rows.update(soft_in_a_row=F("soft_in_a_row") + 1)
    rows.filter(soft_in_a_row__gte=SOFT_LIMIT).update(rests_since=Coalesce("rests_since", at))


ACTS: dict[str, Callable[[Letter, datetime, str], None]] = {
    What.DELIVERED: delivered,
    What.HARD: hard,
    What.SOFT: soft,
}


def came_back(letter: Letter, at: datetime, words: str) -> None:
    """The room that wrote it hears of it once, however often it is told."""
    if letter.bounced_at is None:
        hooks.tell_unreached(letter=letter, at=at, words=words)
    Letter.objects.filter(pk=letter.pk).update(bounced_at=Coalesce("bounced_at", at))


def known(address: str, bounce: str, at: datetime, words: str):
    """Return what is known of an address, with the latest bounce in it."""
    fields = {"last": bounce, "last_at": at, "words": words}
    rows = Address.objects.filter(address=address.lower())
    if not rows.filter(last_at__lte=at).update(**fields) and not rows.exists():
        Address.objects.bulk_create(
            [Address(address=address.lower(), **fields)], ignore_conflicts=True
        )
    return rows
