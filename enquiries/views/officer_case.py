"""What the officer's page of one enquiry shows beside the enquiry itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.requests import Request

from ..deadlines.calendars import service_calendar
from ..deadlines.clock import BeyondCalendar, london_day, working_days
from ..models import Deadline, Enquiry, Event, Link, Photo, Proposal, Question, Signpost
from ..permissions import may_work
from ..querysets import CappedCount, EnquiryQuerySet
from ..ready import Given, ReadyQuery
from ..states import MOVES, Status
from ..wording import long_date, moment, opened_by, short_date
from ..workflows import note_opening
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

# The verb of workflows/ that a move needs, the address that does it, and its words.
ACTIONS = [
    ("answer", "case_answer", "Answer"),
    ("ask", "case_ask", "Ask the clerk"),
    ("pass_on", "case_pass_on", "Pass on"),
    ("close", "case_close", "Say the work is done"),
]


def rows() -> EnquiryQuerySet:
    """Return enquiries with their places, the key of an answer that waits for approval as
    `proposal_waits`, and `parish_open`, how many the parish has open.

    A case joins to a dozen small tables, and planning that costs more than reading it: people
    come in a query of their own, and what most cases lack only where there is some.
    """
    return put_together().all()


@cache
def put_together() -> EnquiryQuerySet:
    """The query, which is the same for each case and is dear to put together."""
    open_here = Enquiry.objects.open().filter(parish=OuterRef("parish")).by_due()
    places = Enquiry.objects.select_related("parish__district", "council", "kind", "team")
    waits = Proposal.objects.filter(
        enquiry=OuterRef("pk"), round=OuterRef("round"), decided_at=None
    )
    of_it = {"enquiry": OuterRef("pk")}
    linked = Link.objects.filter(Q(**of_it) | Q(other=OuterRef("pk")))
    return places.annotate(
        parish_open=CappedCount(open_here),
        proposal_waits=Subquery(waits.values("pk")[:1]),
        has_joined=Exists(Enquiry.objects.filter(merged_into=OuterRef("pk"))),
        has_links=Exists(linked),
        has_photos=Exists(Photo.objects.filter(**of_it)),
        has_questions=Exists(Question.objects.filter(**of_it)),
        has_signpost=Exists(Signpost.objects.filter(**of_it)),
    )


def with_people(enquiry: Enquiry) -> Enquiry:
    """Fill in who asked, who logged it and who owns it, in one query."""
    roles = ("owner", "asked_by", "received_by")
    keys = {role: getattr(enquiry, f"{role}_id") for role in roles}
    people = get_user_model().objects.in_bulk({key for key in keys.values() if key})
    for role, key in keys.items():
        setattr(enquiry, role, people.get(key))
    return enquiry


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


@dataclass(frozen=True)
class Stage:
    """One deadline in words; days are working days, `url` leads to its receipt."""

    name: str
    promised: str
    due: str
    state: str
    taken: str
    paused: str
    url: str


def stages(
    enquiry: Enquiry, deadlines: Iterable[Deadline], questions: list[Question], now: datetime
) -> list[Stage]:
    """Return each promise beside its live date and what became of it."""
    return [
        Stage(
            name=f"{row.get_stage_display()}{f' (round {row.round})' * (enquiry.round > 1)}",
            promised=short_date(row.promised_on),
            due=short_date(row.due_on),
            state=state_of(row, questions, now),
            taken="" if row.days_taken is None else str(row.days_taken),
            paused=str(paused_days(row, questions, london_day(now))),
            url=reverse("case_date", args=[enquiry.number, row.pk]),
        )
        for row in shown(deadlines)
    ]


def shown(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Leave out all parts of a round's silence stage but the last: each word begins one."""
    rows = list(deadlines)
    latest: dict[int, int] = {}
    for row in rows:
        latest[row.round] = max(latest.get(row.round, 1), row.part)
    silence = Deadline.Stage.SILENCE
    return [row for row in rows if row.stage != silence or row.part == latest[row.round]]


def is_paused(row: Deadline, questions: list[Question]) -> bool:
    """Only the full answer waits for the clerk."""
    waiting = any(question.is_open for question in questions)
    return row.is_running and row.stage == Deadline.Stage.ANSWER and waiting


def state_of(row: Deadline, questions: list[Question], now: datetime) -> str:
    if row.met_at:
        return f"{'Met' if row.was_on_time else 'Met late'}, {short_date(london_day(row.met_at))}"
    if row.stopped_at:
        return f"Stopped, {short_date(london_day(row.stopped_at))}"
    if is_paused(row, questions):
        return "Paused"
    if row.due_at < now:
        return "Late"
    return "Promise missed, new date running" if row.missed_at else "Running"


def paused_days(row: Deadline, questions: list[Question], today: date) -> int:
    """Return the working days paused: as recorded, but counted up to now while a question waits."""
    if not is_paused(row, questions):
        return row.days_paused
    start, pauses = london_day(row.starts_at), [each.pause() for each in questions]
    try:
        return working_days(start, today, service_calendar(since=start), pauses)[1]
    except BeyondCalendar:
        return row.days_paused


def openings(request: Request, enquiry: Enquiry) -> list[str]:
    """Note that this person looks; say which other officers have the case open, since when."""
    others = note_opening(enquiry=enquiry, at=request.now, by=request.user)
    return [opened_by(look.name, look.opened_at, request.now) for look in others]


def actions(enquiry: Enquiry, user) -> list[tuple[str, str]]:
    """Return (address, words) of what this person may do now, the likeliest first."""
    if not may_work(user, enquiry) or not enquiry.is_open:
        return []
    verbs = set(MOVES[Status(enquiry.status)].values())
    waits = vars(enquiry).get("proposal_waits")
    moves = [(name, words) for verb, name, words in ACTIONS if verb in verbs]
    moves = [each for each in moves if not (waits and each[0] == "case_answer")]
    back = [("case_give_back", "Give back")] if enquiry.owner_id else []
    found = [*moves, ("case_update", "Send an update"), *back]
    links = [(reverse(name, args=[enquiry.number]), words) for name, words in found]
    if waits:
        approve = reverse("case_approve", args=[enquiry.number, waits])
        links = [(approve, "Read the answer that waits for approval"), *links]
    return links


def promise_actions(enquiry: Enquiry, user) -> list[tuple[str, str]]:
    """Return (address, words) of what this person may change about the dates and the kind."""
    if not may_work(user, enquiry) or not enquiry.is_open:
        return []
    moves = {
        Status.RECEIVED: [("case_extend", "Take longer to answer")],
        Status.LOOKING: [("case_extend", "Take longer to answer")],
        Status.PLANNED: [("case_replan", "Change the date of the work")],
    }
    kind = ("case_correct_kind", "Correct the kind of enquiry")
    stage = [("case_stage", "Move to another stage")] if enquiry.kind.follows_stages else []
    found = [*stage, *moves.get(Status(enquiry.status), []), kind]
    return [(reverse(name, args=[enquiry.number]), words) for name, words in found]


# What can be sorted out while a case is open, after it was answered, and at any time.
WHILE_OPEN = [
    ("case_assign", "Assign"),
    ("case_priority", "Change the priority"),
    ("case_parish", "Correct the parish"),
    ("case_merge", "Join to another enquiry"),
    ("case_split", "Split in two"),
    ("case_treat_as", "Treat as a complaint or a request for information"),
]
ONCE_ANSWERED = [("case_no_survey", "Send no survey")]
ALWAYS = [
    ("case_link", "Link a related enquiry"),
    ("case_reference", "Reference in another system"),
]


def triage_actions(enquiry: Enquiry, user) -> list[tuple[str, str]]:
    """Return (address, words) of what this person may sort out now."""
    survey = [] if enquiry.is_open else [(reverse("case_survey", args=[enquiry.number]), "Survey")]
    if not may_work(user):
        return survey
    answered = ONCE_ANSWERED if enquiry.status == Status.ANSWERED else []
    now = (WHILE_OPEN if enquiry.is_open else answered) if may_work(user, enquiry) else []
    found = [*now, *ALWAYS]
    return [*((reverse(name, args=[enquiry.number]), words) for name, words in found), *survey]
