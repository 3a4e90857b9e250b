"""Ending the rest of an address: an administrator may, and its own reader once a day."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from post.models import Address
from post.permissions import Refused, check_may_run_post
from post.querysets import AddressQuerySet

ONCE_A_DAY = "You have said so today. We tried again, and the letters came back. Please contact us."


def rests(address: str) -> Address | None:
    """Return what is known of an address that rests; None while letters go there."""
    return Address.objects.filter(address=address.lower(), rests_since__isnull=False).first()


@transaction.atomic
def end_rest(*, address: Address, at: datetime, by) -> None:
    """Let letters go to an address again. `at` is an aware UTC instant."""
    check_may_run_post(by)
    go_again(Address.objects.filter(pk=address.pk), at=at, by=by)


@transaction.atomic
def vouch(*, at: datetime, by) -> None:
    """Let letters go again to the address of `by`, who says that it is right.

    Raises Refused the second time on one day in Europe/London.
    """
    today = timezone.localdate(at)
    mine = Address.objects.filter(address=by.email.lower(), rests_since__isnull=False)
    if not go_again(mine.exclude(vouched_on=today), at=at, by=by, vouched_on=today):
        raise Refused(ONCE_A_DAY)


def go_again(rows: AddressQuerySet, *, at: datetime, by, **changes) -> int:
    """End the rest of addresses, and note who did."""
    return rows.update(
        rests_since=None, soft_in_a_row=0, rest_ended_at=at, rest_ended_by=by, **changes
    )
