"""What a clerk tells her council: every enquiry of a time once, by where it stands today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q

from .deadlines.clock import london_day, midnight
from .models import Enquiry
from .querysets import OPEN_VALUES
from .states import Status
from .wording import long_date, short_date

MOST_SHOWN = 500


class Part(StrEnum):
    NEW = "New"
    WAITING = "Waiting for you"
    WITH_US = "With the county council"
    ANSWERED = "Answered"


@dataclass(frozen=True)
class Line:
    """An enquiry as a report tells of it. `next` says what comes next and when, or nothing."""

    part: Part
    enquiry: Enquiry
    sent: date
    sentence: str
    next: str
    next_on: date | None

    @property
    def minute(self) -> str:
        """One paragraph for the minutes."""
        enquiry = self.enquiry
        where = f"{enquiry.reference}, {enquiry.road}, {enquiry.parish}"
        said = f"{where}: {enquiry.kind.name}. Sent {long_date(self.sent)}. {self.sentence}"
        return f"{said} {self.next}".rstrip()


@dataclass(frozen=True)
class Report:
    """Both days are included (Europe/London). `is_cut` says that more than are shown were found."""

    since: date
    until: date
    lines: list[Line]
    is_cut: bool

    @property
    def parts(self) -> list[tuple[Part, list[Line]]]:
        found = [(part, [line for line in self.lines if line.part == part]) for part in Part]
        return [(part, lines) for part, lines in found if lines]

    @property
    def minutes(self) -> str:
        """The whole report as text to paste: a heading for each part, a paragraph for each case."""
        return "\n\n".join(
            "\n\n".join([part.upper(), *(line.minute for line in lines)])
            for part, lines in self.parts
        )


def report(enquiries, *, since: date, until: date, now: datetime) -> Report:
    """Tell of the enquiries of a time: still open, or closed since its first day.

    What was sent after its last day is left to the next report. States are those of `now`.
    """
    closed = Q(closed_at__gte=midnight(since))
    rows = enquiries.filter(
        Q(status__in=OPEN_VALUES) | closed, received_at__lt=midnight(until + timedelta(days=1))
    )
    found = list(
        rows.with_names()
        .select_related("merged_into")
        .with_open_question()
        .with_extensions()
        .order_by("number")[: MOST_SHOWN + 1]
    )
    lines = [line_of(enquiry, since, now) for enquiry in found[:MOST_SHOWN]]
    return Report(since, until, lines, is_cut=len(found) > MOST_SHOWN)


def line_of(enquiry: Enquiry, since: date, now: datetime) -> Line:
    said, day = what_next(enquiry, now)
    sent = london_day(enquiry.received_at)
    return Line(
        part_of(enquiry, since), enquiry, sent, enquiry.sentence_at(now), next=said, next_on=day
    )


def part_of(enquiry: Enquiry, since: date) -> Part:
    if not enquiry.is_open:
        return Part.ANSWERED
    if enquiry.status == Status.WAITING:
        return Part.WAITING
    return Part.NEW if london_day(enquiry.received_at) >= since else Part.WITH_US


def what_next(enquiry: Enquiry, now: datetime) -> tuple[str, date | None]:
    """Say what comes next, and its day, as it stands in the sentence of the enquiry."""
    if not enquiry.is_open:
        return "", None
    question = enquiry.open_question
    if question:
        return f"Your council's reply is due {short_date(question.reply_by)}.", question.reply_by
    if enquiry.planned_for:
        return f"Work planned for {short_date(enquiry.planned_for)}.", enquiry.planned_for
    late = " (late)" if enquiry.is_late(now) else ""
    return f"Next date: {short_date(enquiry.due_on)}{late}.", enquiry.due_on


COLUMNS = [
    "part", "reference", "parish", "road", "kind", "sent", "minute_reference", "status",
    "where_it_stands", "next_date", "outcome", "answer", "what_happens_next", "closed", "link",
]  # fmt: skip


def cells(report: Report, *, link) -> Iterator[Iterable[object]]:
    """Yield the lines of a spreadsheet; `link(enquiry)` writes the full address of one."""
    yield COLUMNS
    for line in report.lines:
        each = line.enquiry
        yield [
            line.part, each.reference, each.parish, each.road, each.kind, line.sent, each.minute,
            each.look.tag, line.sentence, line.next_on, each.outcome, each.explanation,
            each.next_step, each.closed_on, link(each),
        ]  # fmt: skip
