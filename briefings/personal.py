"""What each copy says of its reader's own council, from live data."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from enquiries.models import Enquiry
from enquiries.wording import short_date
from parishes.models import Council

MOST_SHOWN = 3


@dataclass
class Part:
    """How a council stands. Lines hold reference, road and date."""

    council: str
    open: int = 0
    answered: int = 0
    promised: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def parts_for(councils: Collection[int], *, since: datetime) -> dict[int, Part]:
    """Return how some councils stand, what was answered counted since an aware instant.

    Four queries, however many councils. It asks nobody who reads: whoever calls has to.
    """
    rows = Council.objects.filter(pk__in=councils).values_list("pk", "name")
    found = {pk: Part(name) for pk, name in rows}
    mine = Enquiry.objects.filter(council__in=found)
    for row in mine.tally_by_council(answered_since=since):
        part = found[row["council"]]
        part.open, part.answered = row["waiting"] + row["with_us"], row["answered"]
    for council, lines in first_of(mine.with_county(), "due_on").items():
        found[council].promised = lines
    for council, lines in first_of(asked(mine), "reply_by").items():
        found[council].questions = lines
    return found


def asked(rows):
    """Enquiries that wait for the council, with the day by which it should reply."""
    unanswered = rows.waiting().filter(
        questions__replied_at__isnull=True, questions__returned_at__isnull=True
    )
    return unanswered.annotate(reply_by=F("questions__reply_by"))


def first_of(rows, day: str) -> dict[int, list[str]]:
    """Return the first lines of each council along a day."""
    place = Window(RowNumber(), partition_by=F("council"), order_by=[F(day), F("pk")])
    ranked = rows.order_by().annotate(place=place).filter(place__lte=MOST_SHOWN)
    lines: dict[int, list[str]] = defaultdict(list)
    for row in ranked.order_by("council", "place"):
        lines[row.council_id].append(line(row, getattr(row, day)))
    return lines


def line(enquiry: Enquiry, day: date) -> str:
    return f"{enquiry.reference} {enquiry.road}: {short_date(day)}"
