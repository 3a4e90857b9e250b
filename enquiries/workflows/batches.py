"""Does one thing to many enquiries, each by the verb that does it to one: no rule is skipped."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Team, User

from ..deadlines.clock import BeyondCalendar
from ..models import Batch, Enquiry
from ..permissions import Refused, check_may_work
from ..states import IllegalMove
from .answers import answer
from .deadlines import NoStandard
from .promises import correct_kind
from .questions import ask
from .triage import assign, holder

REFUSALS = (Refused, IllegalMove, NoStandard, BeyondCalendar)
UNDONE = "The assignment of several at once was undone."


def assign_one(
    *, enquiry: Enquiry, team: Team | None, owner: User | None, reason: str, at: datetime, by
) -> dict:
    """Assign, and return who had it before and who has it now; without a team it keeps its own."""
    had = [enquiry.team_id, enquiry.owner_id]
    team = team or enquiry.team
    assign(enquiry=enquiry, team=team, owner=owner, reason=reason, at=at, by=by)
    return {"had": had, "has": [team and team.pk, owner and owner.pk]}


VERBS: dict[str, Callable] = {
    Batch.What.ASSIGN: assign_one,
    Batch.What.KIND: correct_kind,
    Batch.What.ASK: ask,
    Batch.What.CLOSE: answer,
}


def run_batch(
    *, what: str, enquiries: Iterable[Enquiry], words: dict, to: str, token: UUID, at: datetime, by
) -> Batch:
    """Do one thing to each enquiry in a transaction of its own, and keep what became of each.

    What is refused leaves its enquiry as it was, and says why; the others go on. The same token
    again does nothing. The row is written before the work and after each enquiry, so that a crash
    leaves it true.
    """
    check_may_work(by)
    batch, is_new = Batch.objects.get_or_create(
        token=token, defaults={"what": what, "to": to[:200], "done_at": at, "done_by": by}
    )
    for enquiry in enquiries if is_new else ():
        batch.results.append(one(what=what, enquiry=enquiry, words=words, at=at, by=by))
        batch.save(update_fields=["results"])
    return batch


def one(*, what: str, enquiry: Enquiry, words: dict, at: datetime, by) -> dict:
    result = {"number": enquiry.number, "done": True, "why": ""}
    try:
        done = VERBS[what](enquiry=enquiry, at=at, by=by, **words)
    except REFUSALS as refused:
        return {**result, "done": False, "why": str(refused)}
    return {**result, **done} if what == Batch.What.ASSIGN else result


def undo_batch(*, batch: Batch, at: datetime, by) -> Batch:
    """Give back what an assignment took, where nobody has changed it since. Once only."""
    check_may_work(by)
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if batch.what != Batch.What.ASSIGN:
            raise Refused("Only an assignment can be undone.")
        if batch.undone_at:
            return batch
        batch.undone_at, batch.undone_by = at, by
        for result in batch.done:
            result["undone"], result["why"] = undo_one(result=result, at=at, by=by)
        batch.save(update_fields=["results", "undone_at", "undone_by"])
    return batch


def undo_one(*, result: dict, at: datetime, by) -> tuple[bool, str]:
    """Return whether one enquiry is back where it was, and why not."""
    enquiry = Enquiry.objects.select_related("team", "owner").get(number=result["number"])
    if [enquiry.team_id, enquiry.owner_id] != result["has"]:
        return False, f"{holder(enquiry.team, enquiry.owner)} has it by now, so it was left alone."
    team, owner = result["had"]
    try:
        with transaction.atomic():
            assign(
                enquiry=enquiry, team=Team.objects.filter(pk=team).first(),
                owner=User.objects.filter(pk=owner).first(), reason=UNDONE, at=at, by=by,
            )  # fmt: skip
    except REFUSALS as refused:
        return False, str(refused)
    return True, ""
