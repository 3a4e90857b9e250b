"""The days of a receipt: each with its number, or with why it did not count.

They come from the very functions of the clock that set the date.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ..deadlines.clock import Calendar, Pause, count, london_day, walk
from ..models import Deadline, Question
from ..wording import long_date

Stage = Deadline.Stage
MOST_DAYS = 300
DONE = {
    Stage.FIRST_REPLY: "First reply sent",
    Stage.ANSWER: "Answered",
    Stage.SILENCE: "We wrote",
    Stage.COMPLETION: "Work done",
}

DIFFERS = (
    "The calendar has changed since this date was counted. The days are listed by the calendar of "
    "today; the dates above stay as they were."
)
PAUSED = "We wait for the parish now. The days to come are counted again once we have its reply."


@dataclass(frozen=True)
class Line:
    """One day: its number or that it was not counted, why, and what else happened on it."""

    day: str
    iso: str
    number: str
    why: str


def ended_at(deadline: Deadline) -> datetime | None:
    return deadline.met_at or deadline.stopped_at


def lines(
    deadline: Deadline,
    calendar: Calendar,
    questions: list[Question],
    today: date,
    is_waiting: bool,
) -> Iterator[Line]:
    """Yield the days from receipt to the date due, and on to the end or to today if later.

    While the county waits, nobody knows how the days to come will count: they are left out.
    """
    start, marks = london_day(deadline.starts_at), marks_of(deadline, questions)
    yield line(start, "Day 0", [start_words(deadline), *marks[start]])
    for day in walk(start, calendar, [question.pause() for question in questions]):
        if day.number is None:
            yield line(day.date, "Not counted", [day.why, *marks[day.date]])
        else:
            yield line(day.date, f"Day {day.number}", marks[day.date])
        if day.date >= last_day(deadline, calendar, today, is_waiting):
            break


def last_day(deadline: Deadline, calendar: Calendar, today: date, is_waiting: bool) -> date:
    end = ended_at(deadline)
    until = london_day(end) if end else today
    if not is_waiting:
        until = max(until, deadline.due_on, deadline.promised_on)
    most = date.fromordinal(london_day(deadline.starts_at).toordinal() + MOST_DAYS)
    return min(until, most, calendar.last_known)


def line(day: date, number: str, words: Iterable[str]) -> Line:
    return Line(long_date(day), day.isoformat(), number, "; ".join(words))


def start_words(deadline: Deadline) -> str:
    if deadline.stage == Stage.COMPLETION:
        return "The work was promised"
    if deadline.part > 1:
        return "The last word before this one was due"
    return "Received" if deadline.round == 1 else "Opened again"


def marks_of(deadline: Deadline, questions: list[Question]) -> dict[date, list[str]]:
    """Return what happened on which day, besides its being counted or not."""
    marks: dict[date, list[str]] = defaultdict(list)
    for question in questions:
        marks[london_day(question.asked_at)].append("We asked a question")
        if question.ended_at:
            said = "The council replied" if question.reply else "We went on without a reply"
            marks[london_day(question.ended_at)].append(said)
    marks[deadline.promised_on].append("The date we promised")
    target = london_day(deadline.target_at)
    if target not in (deadline.promised_on, deadline.due_on):
        marks[target].append("On time until the end of this day")
    if deadline.due_on != deadline.promised_on:
        marks[deadline.due_on].append("The date now")
    if deadline.met_at:
        marks[london_day(deadline.met_at)].append(DONE[Stage(deadline.stage)])
    if deadline.stopped_at:
        marks[london_day(deadline.stopped_at)].append("No longer needed")
    return marks


def note_on(
    deadline: Deadline, calendar: Calendar, questions: list[Question], is_waiting: bool, listed: int
) -> str:
    if is_waiting:
        return PAUSED
    if deadline.days and counts_otherwise(deadline, calendar, [each.pause() for each in questions]):
        return DIFFERS
    if listed > MOST_DAYS:
        return f"The first {MOST_DAYS} days are listed."
    last = max(deadline.due_on, deadline.promised_on)
    if last > calendar.last_known:
        known = long_date(calendar.last_known)
        return f"Days after {known} are not listed: their bank holidays are not known yet."
    return ""


def counts_otherwise(deadline: Deadline, calendar: Calendar, pauses: list[Pause]) -> bool:
    """Return whether the count of today differs from the one that was kept."""
    assert deadline.days is not None
    counted = count(deadline.starts_at, deadline.days, calendar, pauses)
    return counted.due_on != london_day(deadline.target_at)
