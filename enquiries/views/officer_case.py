"""What the officer's page of one enquiry shows beside the enquiry itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.requests import Request

from ..deadlines.calendars import service_calendar
from ..deadlines.clock import BeyondCalendar, london_day, working_days
from ..models import Deadline, Enquiry, Link, Photo, Proposal, Question, Signpost
from ..permissions import may_work
from ..querysets import CappedCount, EnquiryQuerySet
from ..states import MOVES, Status
from ..wording import opened_by, short_date
from ..workflows import note_opening

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
