"""How the clerk sees an enquiry: its row, its four steps, its timeline, what she can do now."""

from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string

from ..models import Enquiry, Event
from ..permissions import may_reopen, may_speak_for
from ..states import MOVES, STEPS, Status
from ..wording import moment, short_date
from .photos import Shelf, Shown

What = Event.What
COUNTY = "the county council"

# The council's own acts carry the name of the person; everything else the county did.
BY_THE_COUNCIL = {What.REPLY, What.ADDED, What.WITHDRAWN, What.REOPENED}

TITLES: dict[str, str] = {
    What.LOGGED: "Enquiry sent",
    What.UPDATE: "Update from us",
    What.QUESTION: "We asked you a question",
    What.REPLY: "Your council replied",
    What.ADDED: "Your council added information",
    What.ANSWERED: "We answered",
    What.PASSED_ON: "We passed this on",
    What.CLOSED: "Work finished",
    What.WITHDRAWN: "Your council withdrew this",
    What.REOPENED: "Opened again",
    What.CLAIMED: "We began to look into this",
    What.DELAYED: "We may be late",
    What.NUDGED: "We reminded you of our question",
    What.RETURNED: "We go on without a reply",
}


@dataclass(frozen=True)
class Tally:
    """How many enquiries wait for the clerk, are with us, or came back lately."""

    waiting: int = 0
    with_us: int = 0
    answered: int = 0

    @property
    def open(self) -> int:
        return self.waiting + self.with_us

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.waiting + other.waiting,
            self.with_us + other.with_us,
            self.answered + other.answered,
        )


def tallies(enquiries, *, answered_since: datetime) -> dict[int, Tally]:
    """Return the tally of each council, by its key; a council with nothing is left out."""
    found = enquiries.tally_by_council(answered_since=answered_since)
    return {row.pop("council"): Tally(**row) for row in found}


@dataclass(frozen=True)
class Row:
    """One line of a clerk's list: the enquiry, what comes next, and whether we are late."""

    enquiry: Enquiry
    next: str
    late: bool
    question: str = ""


def row_of(enquiry, *, now: datetime) -> Row:
    """Return the line of an enquiry that was read `with_open_question`."""
    question = next(iter(enquiry.open_questions), None)
    return Row(
        enquiry,
        next=what_next(enquiry, question, now),
        late=enquiry.is_late(now),
        question=question.text if question else "",
    )


def what_next(enquiry: Enquiry, question, now: datetime) -> str:
    """Say in a few words what comes next and when."""
    if enquiry.is_late(now):
        return f"We said {short_date(enquiry.due_on)}. We are sorry."
    if question:
        return f"Reply by {short_date(question.reply_by)}"
    if enquiry.status == Status.PLANNED and enquiry.planned_for:
        return f"Planned for {short_date(enquiry.planned_for)}"
    if enquiry.closed_on:
        return f"{enquiry.look.tag} {short_date(enquiry.closed_on)}"
    return f"We reply by {short_date(enquiry.due_on)}"


def steps_of(enquiry: Enquiry) -> list[dict]:
    """The four fixed steps. The last is called what it was; a withdrawal skips the middle."""
    here, withdrawn = enquiry.look.step, enquiry.status == Status.WITHDRAWN
    last = enquiry.look.tag if here == len(STEPS) else STEPS[-1]
    return [
        {
            "text": name,
            "done": number < here and (number == 1 or not withdrawn),
            "current": number == here,
        }
        for number, name in enumerate([*STEPS[:-1], last], 1)
    ]


def timeline_for_clerk(enquiry: Enquiry, photos: Shelf) -> list[dict]:
    """Public events with the photos that came with each, newest first.

    The county's people are the county council, without names.
    """
    events = enquiry.events.filter(is_public=True).select_related("by")
    return [
        {
            "title": title_of(event, enquiry),
            "by": who(event, enquiry),
            "date": moment(event.at),
            "datetime": event.at.isoformat(),
            "text": event.text,
            "after": pictured(photos.get(event.pk, [])),
        }
        for event in events
    ]


def pictured(photos: list[Shown]) -> str:
    return render_to_string("enquiries/_photos.html", {"photos": photos}) if photos else ""


def title_of(event: Event, enquiry: Enquiry) -> str:
    if event.what == What.LOGGED and not is_own(event, enquiry):
        return "Enquiry received"
    return TITLES.get(event.what, event.get_what_display())


def is_own(event: Event, enquiry: Enquiry) -> bool:
    """Done on the council's side. An enquiry taken down by telephone was not."""
    logged_it = event.what == What.LOGGED and event.by_id == enquiry.asked_by_id
    return event.what in BY_THE_COUNCIL or logged_it


def who(event: Event, enquiry: Enquiry) -> str:
    """A clerk's name on what her council did; nobody's name on what the county did."""
    return event.by.name if is_own(event, enquiry) and event.by else COUNTY


@dataclass(frozen=True)
class Action:
    text: str
    url_name: str
    classes: str


REPLY = Action("Reply", "enquiry_reply", "")
ADD = Action("Add information", "enquiry_add", "govuk-button--secondary")
WITHDRAW = Action("Withdraw", "enquiry_withdraw", "govuk-button--secondary")
REOPEN = Action("This does not answer our question", "enquiry_reopen", "govuk-button--secondary")


def actions_for(user, enquiry: Enquiry, *, at: datetime, on: date) -> list[Action]:
    """What the council can do with an enquiry at an instant."""
    if not may_speak_for(user, enquiry, on=on):
        return []
    status = Status(enquiry.status)
    valid = {
        REPLY: status == Status.WAITING,
        ADD: enquiry.is_open and status != Status.WAITING,
        WITHDRAW: Status.WITHDRAWN in MOVES[status],
        REOPEN: may_reopen(user, enquiry, at=at, on=on),
    }
    return [action for action, is_valid in valid.items() if is_valid]
