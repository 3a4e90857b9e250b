"""Rows of the officer's lists, each with its words ready, read from columns and not from models.

Fifty rows are drawn on every page, so a row costs one tuple, one object and no look-ups later.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from govuk.numbers import whole_number

from ..deadlines.clock import london_day
from ..due import LABELS, Due, Edges
from ..filters import CLOSED_STATUSES, TAGS
from ..models import Enquiry, Opening
from ..querysets import MOST_COUNTED, EnquiryQuerySet
from ..references import FIRST_NUMBER, to_text
from ..states import LOOKS, Status
from ..wording import long_date, opened_by, short_date

COLUMNS = (
    "id", "number", "parish__name", "road", "kind__name", "owner__name", "status", "due_at",
    "due_on", "closed_at", "clerk_replied", "round", "clerk_unreachable",
)  # fmt: skip
COLOURS = {status.value: look.colour for status, look in LOOKS.items()}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(slots=True, frozen=True)
class Row:
    pk: int
    instant: datetime
    reference: str
    url: str
    link: str
    parish: str
    road: str
    kind: str
    owner: str
    may_be_claimed: bool
    when: str
    tag: str
    colour: str
    note: str
    is_waiting: bool
    due_in_full: str


@dataclass(frozen=True)
class Section:
    heading: str
    rows: list[Row]


def due_words(due_on: date, today: date, *, late: bool, paused: bool) -> str:
    """Write a due date as a table shows it: 3 Dec 2026 (2 days)."""
    days = (due_on - today).days
    if paused:
        words = "paused"
    elif late:
        words = "overdue"
    else:
        words = {0: "today", 1: "tomorrow"}.get(days, f"{days} days")
    return f"{short_date(due_on)} ({words})"


def note_of(clerk_replied: bool, round_: int, opened: str, unreachable: bool) -> str:
    said = ["Clerk replied"] * clerk_replied + ["Opened again"] * (round_ > 1)
    said += ["We cannot e-mail the clerk"] * unreachable
    return ", ".join(said + [opened] * bool(opened))


class RowWriter:
    """Writes rows as true at one instant; the address of a case is worked out once.

    With a viewer, rows say which other officer has the case open. `within` a list, the link to each
    case carries that list along.
    """

    carried = ""

    def __init__(self, now: datetime, today: date, *, may_claim: bool, viewer=None):
        self.now, self.today, self.may_claim, self.viewer = now, today, may_claim, viewer
        sample = reverse("case", args=[FIRST_NUMBER])
        self.before, self.after = sample.split(to_text(FIRST_NUMBER))

    def within(self, state: str) -> "RowWriter":
        """Return a writer of the rows of one list."""
        writer = copy(self)
        writer.carried = f"?{urlencode({'list': state})}"
        return writer

    def write(self, values: tuple, opened: str = "") -> Row:
        (pk, number, parish, road, kind, owner, status, due_at, due_on, closed_at, replied,
         round_, unreachable) = values  # fmt: skip
        reference, closed = to_text(number), status in CLOSED_STATUSES
        url = f"{self.before}{reference}{self.after}"
        waiting = status == Status.WAITING
        when = (
            short_date(london_day(closed_at))
            if closed
            else due_words(due_on, self.today, late=due_at < self.now, paused=waiting)
        )
        return Row(
            pk, closed_at if closed else due_at, reference, url, f"{url}{self.carried}", parish,
            road, kind, owner or ("Nobody" if closed else "Unassigned"),
            self.may_claim and not closed and owner is None, when, TAGS[status], COLOURS[status],
            note_of(replied, round_, opened, unreachable and not closed), waiting,
            "" if closed else long_date(due_on),
        )  # fmt: skip

    def of(self, enquiry: Enquiry) -> Row:
        """Write the row of an enquiry that is already loaded with its names."""
        owner = enquiry.owner.name if enquiry.owner else None
        names = (enquiry.parish.name, enquiry.road, enquiry.kind.name, owner)
        dates = (enquiry.due_at, enquiry.due_on, enquiry.closed_at)
        return self.write(
            (enquiry.pk, enquiry.number, *names, enquiry.status, *dates, enquiry.clerk_replied,
             enquiry.round, getattr(enquiry, "clerk_unreachable", False))
        )  # fmt: skip

    def read(self, rows: EnquiryQuerySet) -> list[Row]:
        found = list(columns_of(rows))
        opened = self.opened([pk for pk, *_ in found])
        return [self.write(values, opened.get(values[0], "")) for values in found]

    def opened(self, keys: list[int]) -> dict[int, str]:
        """Say of each case which other officer had it open last; few are open at any time."""
        if self.viewer is None or not keys:
            return {}
        live = Opening.objects.live(self.now).of_others(self.viewer).filter(enquiry__in=keys)
        rows = live.order_by("seen_at").values_list("enquiry", "person__name", "opened_at")
        return {key: opened_by(name, since, self.now) for key, name, since in rows}


def columns_of(rows: EnquiryQuerySet) -> EnquiryQuerySet:
    """Return what rows are written from, and no more."""
    return rows.with_clerk_unreachable().values_list(*COLUMNS)


def in_sections(rows: Iterable[Row], edges: Edges) -> list[Section]:
    """Head the rows, which come by due date, with overdue, today, this week and later."""
    found = groupby(rows, key=lambda row: edges.section_of(row.instant))
    return [Section(heading(due, held), held) for due, held in ((d, list(r)) for d, r in found)]


def heading(due: Due, rows: list[Row]) -> str:
    """A date may have passed while we wait for the clerk: then the heading says so."""
    if due == Due.OVERDUE and any(row.is_waiting for row in rows):
        return "Overdue or paused"
    return LABELS[due]


def capped(count: int) -> str:
    """Write a count that may have stopped counting: 1,000+."""
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


def to_mark(row: Row) -> str:
    """Write where a row stands in the list's order, for the address of the page behind it."""
    return f"{(row.instant - EPOCH) // MICROSECOND}.{row.pk}"


def from_mark(text: str) -> tuple[datetime, int] | None:
    """Read a mark; None for anything that to_mark did not write."""
    before, _, after = text.partition(".")
    instant, pk = whole_number(before), whole_number(after)
    if instant is None or pk is None:
        return None
    try:
        return EPOCH + instant * MICROSECOND, pk
    except OverflowError:
        return None
