"""Prices of many schemes at once, from a file: all of it or nothing."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db import transaction

from ..models import Scheme
from ..permissions import Stale, check_may_edit
from ..price_file import Priced, read
from .edit import put
from .record import What, changing

CHANGED = "The catalogue was changed after this file was checked. See below what it changes now."


def changes_in(priced: Iterable[Priced]) -> list[str]:
    """Return what a file would change, line by line, in words."""
    return [str(change) for line in priced for change in line.changes]


@transaction.atomic
def apply_prices(*, content: bytes, seen: list[str], at: datetime, by) -> int:
    """Change the prices as a file says; return how many schemes changed.

    `seen` is what `changes_in` said when it was checked. Raises Stale if the file would change
    something else now, BadFile if it cannot be used; then nothing is written.
    """
    check_may_edit(by)
    # Held before it is read: what is compared with `seen` is what is written over.
    list(Scheme.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    priced = [line for line in read(content) if line.changes]
    if changes_in(priced) != seen:
        raise Stale(CHANGED)
    priced.sort(key=lambda line: line.cost.option.scheme.pk)
    groups = groupby(priced, key=lambda line: line.cost.option.scheme)
    return sum(price(scheme, lines, at=at, by=by) for scheme, lines in groups)


def price(scheme, lines: Iterable[Priced], *, at: datetime, by) -> int:
    with changing(scheme, at=at, by=by, what=What.PRICED):
        for line in lines:
            put(line.cost, line.words)
    return 1
