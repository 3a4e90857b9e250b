"""What the next edition is drafted from: facts that stand in the portal already.

A room that knows something readers should hear of says so with `source`; rooms above do, when the
product starts. Each thing found has a key of its own, so that it is drafted once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse

from enquiries.deadlines.clock import london_day, midnight
from enquiries.deadlines.models import BankHoliday, ClosureDay
from enquiries.models import Enquiry
from enquiries.wording import long_date
from schemes.models import Version

from .models import Item, Meeting

Kind = Item.Kind
AHEAD = timedelta(days=70)
# Fewer could tell who asked.
FEWEST_TOLD = 5


@dataclass(frozen=True)
class Found:
    """An item to draft. `dates` are days in Europe/London with their words."""

    key: str
    kind: str
    title: str
    body: str
    expires_on: date | None = None
    dates: list[tuple[date, str]] = field(default_factory=list)


# function(since, now): what is new since an aware instant, as of another.
Source = Callable[[datetime, datetime], Iterator[Found]]
sources: dict[str, Source] = {}


def source(name: str, function: Source) -> None:
    """Let the next edition ask `function(since, now)`."""
    sources[name] = function


def found_since(since: datetime, *, now: datetime) -> list[Found]:
    """Return everything that is new since an aware instant, in the order of the sources."""
    return [found for function in sources.values() for found in function(since, now)]


def closures(since: datetime, now: datetime) -> Iterator[Found]:
    """Days on which the offices close, which were added since; and bank holidays that come."""
    today = london_day(now)
    for row in ClosureDay.objects.filter(date__gte=today, added_at__gt=since):
        yield closed_on(f"closure:{row.pk}:{row.date}", row.date, row.why)
    nation = BankHoliday.Nation.ENGLAND_AND_WALES
    rows = BankHoliday.objects.filter(nation=nation, date__gte=today, date__lte=today + AHEAD)
    for holiday in rows:
        yield closed_on(f"holiday:{holiday.date}", holiday.date, holiday.title)


def closed_on(key: str, day: date, why: str) -> Found:
    said = (
        f"Our offices are closed on {long_date(day)} ({why}). It is not a working day, so it does "
        f"not count towards our reply dates. [How we count days]({reverse('how_we_deal')})."
    )
    title = f"Our offices are closed on {day.day} {day:%B}"
    return Found(key, Kind.DATE, title, said, day, [(day, f"Offices closed: {why}")])


def meetings(since: datetime, now: datetime) -> Iterator[Found]:
    """Published meetings that come."""
    for row in Meeting.objects.published().coming(now).filter(starts_at__lte=now + AHEAD):
        day = london_day(row.starts_at)
        said = (
            f"{row.title} is on {long_date(day)}. "
            f"[Agenda, papers and how to take part]({reverse('meeting', args=[row.pk])})."
        )
        key = f"meeting:{row.pk}:{day}"
        yield Found(key, Kind.DATE, row.title, said, day, [(day, row.title)])


def scheme_changes(since: datetime, now: datetime) -> Iterator[Found]:
    """Schemes of the catalogue that were published, for the first time or anew."""
    for row in Version.objects.changes().filter(published_at__gt=since, published_at__lte=now):
        name, is_new = row.snapshot.get("name", "A scheme"), row.number == 1
        said = f"{name} is {'new' if is_new else 'changed'} in our catalogue of schemes."
        link = f"[What it is, and what it may cost]({reverse('scheme', args=[row.scheme.slug])})."
        body = "\n\n".join(filter(None, [said, row.note, link]))
        title = f"{'New' if is_new else 'Changed'} in the catalogue: {name}"
        yield Found(f"scheme:{row.scheme_id}:{row.number}", Kind.SCHEME, title, body)


def figures(since: datetime, now: datetime) -> Iterator[Found]:
    """How many enquiries the last whole month brought, and how many were answered in it."""
    first = london_day(now).replace(day=1)
    month = (first - timedelta(days=1)).replace(day=1)
    begins, ends = midnight(month), midnight(first)
    if not since < ends <= now:
        return
    received = Enquiry.objects.filter(received_at__gte=begins, received_at__lt=ends).count()
    answered = Enquiry.objects.answered_since(begins).filter(closed_at__lt=ends).count()
    if received < FEWEST_TOLD:
        return
    said = (
        f"In {month:%B %Y} parish and town councils sent us {received} enquiries. "
        f"We answered {answered} in that month. "
        f"[How we deal with enquiries]({reverse('how_we_deal')})."
    )
    yield Found(f"figures:{month:%Y-%m}", Kind.PRACTICE, f"Your enquiries in {month:%B %Y}", said)


def make_known() -> None:
    """Called once, when the product starts."""
    source("scheme changes", scheme_changes)
    source("figures", figures)
    source("closures", closures)
    source("meetings", meetings)
