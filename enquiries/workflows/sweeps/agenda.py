"""What a digest says: sections of lines, each about one enquiry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from ...models import Deadline, Enquiry, Priority
from ...states import Status
from ...wording import short_date

Stage = Deadline.Stage
MOST_LINES = 10


@dataclass(frozen=True)
class Span:
    """Aware instants: the last digest, this one, and the ends of today and of what is soon."""

    since: datetime
    now: datetime
    tomorrow: datetime
    end: datetime


@dataclass(frozen=True)
class Line:
    enquiry: Enquiry
    words: str

    @property
    def place(self) -> str:
        return f"{' '.join(self.enquiry.road.split())}, {self.enquiry.parish}"


@dataclass(frozen=True)
class Section:
    """A heading, its first lines, and how many there are in all; `short` goes in the subject."""

    title: str
    short: str
    lines: tuple[Line, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def agenda_of(person, span: Span) -> list[Section]:
    """Return the sections that have something to say to a person, the most pressing first."""
    found = (*for_lateness(person, span), *for_owner(person, span), *for_teams(person))
    return [section for section in found if section.total]


def for_lateness(person, span: Span) -> Iterator[Section]:
    """Dates that passed since the last digest, and lateness passed on to this person."""
    led = Q(enquiry__team__leader=person)
    fresh = Q(enquiry__owner=person) | led & Q(leader_told_at=None)
    title = "Dates that have passed since we last wrote"
    yield of_deadlines(title, "passed", passed(span).filter(fresh))
    yield of_deadlines("Late in your team", "late", told("leader", span).filter(led))
    if person.is_manager:
        late = told("manager", span)
        yield of_deadlines("Late for so long that managers are told", "very late", late)


def for_owner(person, span: Span) -> Iterator[Section]:
    hers = unmet().filter(enquiry__owner=person)
    words, acts = hers.filter(stage=Stage.SILENCE), hers.exclude(stage=Stage.SILENCE)
    today = acts.filter(due_at__gte=span.now, due_at__lt=span.tomorrow)
    soon = acts.filter(due_at__gte=span.tomorrow, due_at__lt=span.end)
    silent = words.filter(due_at__gte=span.now, due_at__lt=span.end)
    replied = Enquiry.objects.open().owned_by(person).filter(clerk_replied=True).by_due()
    yield of_deadlines("Due today", "due today", today)
    yield of_deadlines("Due in the next two working days", "due soon", soon)
    yield of_deadlines("Overdue", "overdue", acts.filter(due_at__lt=span.since))
    yield of_deadlines("The clerk is due a word from us", "due a word", silent)
    yield of_enquiries("The clerk has written", "replied", replied)


def for_teams(person) -> Iterator[Section]:
    teams = Q(team__in=person.teams.all()) | Q(team__leader=person)
    nobodys = Enquiry.objects.open().unassigned().filter(teams).by_due()
    yield of_enquiries("Nobody in your team has taken these on", "not taken on", nobodys)


def unmet() -> QuerySet[Deadline]:
    """Promises neither met nor stopped, while it is the county's turn."""
    rows = Deadline.objects.filter(met_at=None, stopped_at=None)
    return rows.exclude(enquiry__status=Status.WAITING)


def passed(span: Span) -> QuerySet[Deadline]:
    """Promises of the span that passed unmet. Of what is urgent a letter has told already."""
    at_once = Q(enquiry__priority=Priority.P1) & ~Q(stage=Stage.SILENCE)
    return unmet().filter(due_at__gte=span.since, due_at__lt=span.now).exclude(at_once)


def told(role: str, span: Span) -> QuerySet[Deadline]:
    """Lateness that was marked for a role since the last digest; the urgent had its own letter."""
    marked = {f"{role}_told_at__gt": span.since, f"{role}_told_at__lte": span.now}
    return unmet().filter(**marked).exclude(enquiry__priority=Priority.P1)


def of_enquiries(title: str, short: str, rows) -> Section:
    first = rows.select_related("parish")[:MOST_LINES]
    lines = [Line(row, f"due {short_date(row.due_on)}") for row in first]
    return section(title, short, lines, rows)


def of_deadlines(title: str, short: str, rows: QuerySet[Deadline]) -> Section:
    first = rows.select_related("enquiry__parish").order_by("due_at", "id")[:MOST_LINES]
    lines = [Line(row.enquiry, words_of(row)) for row in first]
    return section(title, short, lines, rows)


def words_of(row: Deadline) -> str:
    return f"{row.get_stage_display().lower()} due {short_date(row.due_on)}"


def section(title: str, short: str, lines: Iterable[Line], rows: QuerySet) -> Section:
    lines = tuple(lines)
    total = rows.count() if len(lines) == MOST_LINES else len(lines)
    return Section(title, short, lines, total)
