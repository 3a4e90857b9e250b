"""Moves a scheme request along the published stages: its assessment must not look like silence."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from schemes.models import Stage

from .. import emails
from ..deadlines.clock import london_day
from ..models import RESULT, SENT, Deadline, Enquiry, Event, Phase, StageMove
from ..permissions import Refused, check_may_work
from ..wording import staged
from . import deadlines
from .move import lock
from .work import check_is_open, take


def movable() -> list[Stage | Phase]:
    """Return what an officer can move a request to: our own stages, then the phases."""
    numbers = dict(Stage.objects.filter(code__in=(SENT, RESULT)).values_list("code", "number"))
    stages = Stage.objects.filter(is_active=True, number__gt=numbers.get(SENT, 0))
    if RESULT in numbers:
        stages = stages.filter(number__lt=numbers[RESULT])
    return [*stages, *Phase.objects.filter(is_active=True)]


def check_stage(
    enquiry: Enquiry, stage: Stage | Phase, expected_on: date | None, today: date
) -> None:
    """Raise Refused unless a request can come to a stage now."""
    if not enquiry.kind.follows_stages:
        raise Refused("Only scheme requests go through these stages. Correct the kind first.")
    if stage not in movable():
        raise Refused(
            "That stage is not ours to set. Answer the enquiry to give its result.", field="stage"
        )
    last = StageMove.objects.filter(enquiry=enquiry).last()
    if last is not None and last.at == stage:
        raise Refused(f"This request is at “{stage.name}” already.", field="stage")
    if expected_on is not None and expected_on <= today:
        raise Refused("The day by which it is expected must be after today.", field="expected_on")


@transaction.atomic
def move_stage(
    *,
    enquiry: Enquiry,
    stage: Stage | Phase,
    owner: User,
    text: str,
    at: datetime,
    by,
    expected_on: date | None = None,
    version: int | None = None,
) -> StageMove:
    """Say that a scheme request has come to a stage, who looks after it, and until when.

    It is a word to the clerk: the clock of silence begins anew. Raises Refused where the kind goes
    through no stages, for the stage it is at, and without words.
    """
    check_may_work(by, enquiry)
    if not text.strip():
        raise Refused("Say what happens in this stage.")
    enquiry = lock(enquiry, version)
    check_is_open(enquiry)
    check_stage(enquiry, stage, expected_on, london_day(at))
    said = staged(stage, expected_on, text)
    event = take(enquiry=enquiry, what=Event.What.STAGED, text=said, public=True, at=at, by=by)
    deadlines.meet(enquiry=enquiry, stages=[Deadline.Stage.FIRST_REPLY], at=at)
    deadlines.heard(enquiry=enquiry, at=at)
    emails.staged(enquiry=enquiry, event=event, at=at)
    return StageMove.objects.create(
        enquiry=enquiry, owner=owner, expected_on=expected_on, text=text, moved_at=at, moved_by=by,
        **{"phase" if isinstance(stage, Phase) else "stage": stage},
    )  # fmt: skip
