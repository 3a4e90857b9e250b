"""An officer's list as its address describes it: its rows, their order, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode

from .filters import Filters
from .models import Enquiry
from .querysets import EnquiryQuerySet
from .search import search

# Where a page of the list begins; part of the address, but no filter.
MARKS = ("after", "before")
MOST_ASKED = 20
# A search is a list too; its words stand where filters would.
SEARCHED = "q"


@dataclass(frozen=True)
class EnquiryList:
    """Open work by due date, or closed work by its closing, newest first."""

    filters: Filters
    rows: EnquiryQuerySet

    @classmethod
    def asked(cls, asked: Mapping[str, str], user, *, now: datetime, today: date) -> "EnquiryList":
        """Return what a person sees of the list asked for; what is not on offer is left out."""
        filters = Filters(asked, user)
        visible = Enquiry.objects.visible_to(user, on=today)
        return cls(filters, filters.apply(visible, now))

    @property
    def is_closed(self) -> bool:
        return self.filters.lists_closed

    @property
    def order(self) -> str:
        """The instant by which it is ordered."""
        return "closed_at" if self.is_closed else "due_at"

    def along(self, *, after=None, back: bool = False) -> EnquiryQuerySet:
        """Return the rows in order from behind an (instant, key), or backwards from it."""
        return self.rows.along(self.order, after=after, descending=self.is_closed != back)

    def next_after(self, enquiry: Enquiry) -> Enquiry | None:
        """Return the row behind an enquiry as it was read; the first where it has no place."""
        instant = getattr(enquiry, self.order)
        rows = self.along(after=instant and (instant, enquiry.pk))
        return rows.exclude(pk=enquiry.pk).first()


def ask_search(words: str) -> str:
    """Write a search as a list's state."""
    return urlencode({SEARCHED: words})


def to_state(filters: Filters, asked: Mapping[str, str]) -> str:
    """Write a list and the page of it, for the addresses of its cases."""
    marks = {name: asked[name] for name in MARKS if asked.get(name)}
    return urlencode({**filters.chosen, **marks})


def from_state(state: str) -> dict[str, str]:
    """Read what to_state wrote; nothing of what is no address."""
    try:
        return dict(parse_qsl(state, max_num_fields=MOST_ASKED))
    except ValueError:
        return {}


def next_in(state: str, enquiry: Enquiry, *, user, now: datetime, today: date) -> Enquiry | None:
    """Return what follows an enquiry in the list its officer came from, or None at its end.

    Pass the enquiry as it was read before it was saved: saving may move it in the list, or out.
    """
    asked = from_state(state)
    if SEARCHED in asked:
        keys = search(asked[SEARCHED], user, on=today).keys
        behind = keys[keys.index(enquiry.pk) + 1 :] if enquiry.pk in keys else keys
        return Enquiry.objects.filter(pk__in=behind[:1]).first()
    return EnquiryList.asked(asked, user, now=now, today=today).next_after(enquiry)
