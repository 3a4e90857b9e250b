"""Where a scheme request is among the published stages, for the clerk and for officers."""

from dataclasses import dataclass

from schemes.models import Stage

from ..deadlines.clock import london_day
from ..models import RESULT, SENT, Enquiry, Phase, StageMove
from ..wording import long_date

COUNTY, COUNCIL = "The county council", "Your council"


@dataclass(frozen=True)
class Step:
    """A stage of one request: `state` says since when, or that it is to come. Days are London's."""

    name: str
    meaning: str
    who: str
    state: str
    owner: str
    is_now: bool


def steps_of(enquiry: Enquiry) -> list[Step]:
    """Return the stages of a scheme request in at most three queries; none for other enquiries.

    The phases stand there once a third party's funding has brought it to one of them.
    """
    if not enquiry.kind.follows_stages:
        return []
    rows = StageMove.objects.filter(enquiry=enquiry)
    moves = list(rows.select_related("owner", "stage", "phase"))
    shown: list[Stage | Phase] = list(Stage.objects.filter(is_active=True))
    sent = next((stage.number for stage in shown if stage.code == SENT), 0)
    if any(move.phase_id for move in moves):
        shown += Phase.objects.filter(is_active=True)
    current = current_of(enquiry, moves, shown)
    return [step(each, enquiry, moves, sent=sent, is_now=each == current) for each in shown]


def current_of(enquiry: Enquiry, moves: list[StageMove], shown: list[Stage | Phase]):
    """Return the stage it is at: where it was moved to, else the sending; the result at the end."""
    if moves and enquiry.is_open:
        return moves[-1].at
    code = SENT if enquiry.is_open else RESULT
    return next((each for each in shown if each.code == code), None)


def step(
    stage: Stage | Phase, enquiry: Enquiry, moves: list[StageMove], *, sent: int, is_now: bool
) -> Step:
    last = next((move for move in reversed(moves) if move.at == stage), None)
    is_theirs = isinstance(stage, Stage) and stage.number <= sent
    return Step(
        name=stage.name,
        meaning=stage.what_happens,
        who=COUNCIL if is_theirs else COUNTY,
        state=since(last) if last else state_of(stage, enquiry, is_theirs=is_theirs),
        owner=last.owner.name if last else "",
        is_now=is_now,
    )


def since(move: StageMove) -> str:
    until = f", expected until {long_date(move.expected_on)}" if move.expected_on else ""
    return f"Since {long_date(london_day(move.moved_at))}{until}"


def state_of(stage: Stage | Phase, enquiry: Enquiry, *, is_theirs: bool) -> str:
    """Say when a stage was that nobody moved it to, or that it is to come."""
    if stage.code == SENT:
        return f"Sent on {long_date(london_day(enquiry.received_at))}"
    if is_theirs:
        return "Before you wrote to us"
    if stage.code == RESULT and enquiry.closed_at:
        return f"Given on {long_date(london_day(enquiry.closed_at))}"
    return "To come"
