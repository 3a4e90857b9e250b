"""What belongs together: enquiries joined to another, split from it, or linked."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.requests import Request

from ..models import Enquiry, Link
from ..permissions import may_work
from ..wording import long_date

# In an address: show the enquiry itself, though it was joined to another.
ALONE = "alone"


@dataclass(frozen=True)
class Joined:
    """Another reference that leads here, since when, and where it can be read as it was sent."""

    reference: str
    day: str
    url: str


@dataclass(frozen=True)
class Linked:
    """Another enquiry, how it belongs to this one, and the way to take a link back, if any."""

    reference: str
    url: str
    words: str
    unlink_url: str


def led_on(
    request: Request, enquiry: Enquiry, name: str, *, within, query: str = ""
) -> HttpResponse | None:
    """Lead from a joined enquiry to the one that goes on, if the reader may read that one.

    Not where the joined one is asked for by itself.
    """
    if enquiry.merged_into is None or ALONE in request.GET:
        return None
    if not within.filter(pk=enquiry.merged_into_id).exists():
        return None
    return redirect(reverse(name, args=[enquiry.merged_into.number]) + query)


def joined_to(rows, name: str) -> list[Joined]:
    """Return the notes on enquiries that were joined to one; `name` is the address of a case."""
    return [
        Joined(
            row.reference,
            long_date(row.closed_on) if row.closed_on else "",
            f"{reverse(name, args=[row.number])}?{urlencode({ALONE: 1})}",
        )
        for row in rows.order_by("number")
    ]


def linked_to(enquiry: Enquiry, user) -> list[Linked]:
    """Return what belongs to a case, for officers, in one query."""
    rows = Link.objects.filter(Q(enquiry=enquiry) | Q(other=enquiry))
    return [linked(row, enquiry, user) for row in rows.select_related("enquiry", "other")]


def linked(row: Link, enquiry: Enquiry, user) -> Linked:
    is_first = row.enquiry_id == enquiry.pk
    other = row.other if is_first else row.enquiry
    words = {Link.How.RELATED: "Related"}.get(
        Link.How(row.how), "The whole it was split from" if is_first else "A part split from this"
    )
    unlink = (
        f"{reverse('case_unlink', args=[enquiry.number])}?{urlencode({'other': other.reference})}"
    )
    may = row.how == Link.How.RELATED and may_work(user)
    return Linked(
        other.reference, reverse("case", args=[other.number]), words, unlink if may else ""
    )


def parts_for_clerk(enquiry: Enquiry, rows) -> list[dict[str, Any]]:
    """Return the other parts of a split enquiry that the reader may see."""
    links = Link.objects.filter(Q(enquiry=enquiry) | Q(other=enquiry), how=Link.How.SPLIT)
    keys = {key for pair in links.values_list("enquiry", "other") for key in pair}
    if not keys:
        return []
    found = rows.filter(pk__in=keys - {enquiry.pk}).order_by("number")
    return [{"reference": each.reference, "road": each.road, "number": each.number}
            for each in found]  # fmt: skip
