"""The timeline of a case for officers: what happened, under the day it happened on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from ..deadlines.clock import london_day
from ..models import Enquiry, Event
from ..ready import Given, ReadyQuery
from ..wording import long_date, moment
from .photos import Shelf, Shown

What = Event.What
MESSAGES = frozenset(
    {What.UPDATE, What.STAGED, What.QUESTION, What.REPLY, What.ADDED, What.ANSWERED, What.PASSED_ON,
     What.CLOSED, What.WITHDRAWN, What.REOPENED}
)  # fmt: skip
READ = ("pk", "what", "at", "text", "is_public", "withdraws", "by", "by__name")
SHORT = 250
ALWAYS_OPEN = 3
MOST_EVENTS = 200
DAYS_HEADED = 10


class Happened(NamedTuple):
    """What a line of the timeline says of an event. `name` is None if the portal did it itself."""

    pk: int
    what: str
    at: datetime
    text: str
    is_public: bool
    withdraws: int | None
    by: int | None
    name: str | None


EVENTS = ReadyQuery(
    lambda: Event.objects.filter(enquiry=Given("enquiry")).values_list(*READ)[:MOST_EVENTS]
)
MESSAGES_ONLY = ReadyQuery(
    lambda: Event.objects.filter(enquiry=Given("enquiry"), what__in=MESSAGES).values_list(*READ)[
        :MOST_EVENTS
    ]
)


@dataclass(frozen=True)
class Line:
    """One event; `is_open` is False for a long text that waits to be unfolded."""

    title: str
    by: str
    when: str
    iso: str
    text: str
    is_public: bool
    is_open: bool
    photos: list[Shown]
    withdraw: int | None = None


@dataclass(frozen=True)
class Day:
    heading: str
    lines: list[Line]


def timeline(
    enquiry: Enquiry, today: date, photos: Shelf, *, messages_only: bool, reader=None
) -> list[Day]:
    """Return the newest events under the day they happened on, in one query.

    A note that its author took back leaves one line; a `reader` may take his own notes back.
    """
    rows = (MESSAGES_ONLY if messages_only else EVENTS).rows(enquiry=enquiry.pk)
    events = in_place_of_notes([Happened(*row) for row in rows])
    latest = {event.pk for event in [each for each in events if each.text][:ALWAYS_OPEN]}
    lines = [
        (
            heading_of(e.at, today),
            line(
                e,
                photos.get(e.pk, []),
                is_open=len(e.text) < SHORT or e.pk in latest,
                reader=reader,
            ),
        )
        for e in events
    ]
    days = [
        Day(heading, [line for _, line in held])
        for heading, held in groupby(lines, key=lambda pair: pair[0])
    ]
    earlier = [line for day in days[DAYS_HEADED:] for line in day.lines]
    return days[:DAYS_HEADED] + ([Day("Earlier", earlier)] if earlier else [])


def in_place_of_notes(events: list[Happened]) -> list[Happened]:
    """Leave out notes that were withdrawn: what says so is newer, so it was read as well."""
    withdrawn = {event.withdraws for event in events}
    return [event for event in events if event.pk not in withdrawn]


def line(
    event: Happened, photos: Iterable[Shown] = (), *, is_open: bool = True, reader=None
) -> Line:
    own = event.what == What.NOTE and reader is not None and event.by == reader.pk
    return Line(
        title=What(event.what).label,
        by=event.name or "the portal",
        when=moment(event.at),
        iso=event.at.isoformat(timespec="minutes"),
        text=event.text,
        is_public=event.is_public,
        is_open=is_open,
        photos=list(photos),
        withdraw=event.pk if own else None,
    )


def unseen_lines(events: Iterable[Event]) -> list[Line]:
    """Return what happened while somebody wrote."""
    return [
        line(
            Happened(
                e.pk, e.what, e.at, e.text, e.is_public, None, None, e.by.name if e.by else None
            )
        )
        for e in events
    ]


def heading_of(at: datetime, today: date) -> str:
    day = london_day(at)
    near = {today: "Today", today - timedelta(days=1): "Yesterday"}
    return near.get(day) or long_date(day)
