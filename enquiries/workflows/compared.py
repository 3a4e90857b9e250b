"""Sets an answer beside the answers to like enquiries, and keeps what was seen."""

from datetime import datetime

from ..models import Answer, Enquiry, Event, Outcome, Override
from ..precedents import NO_REASON_GIVEN, comparison, departs
from .move import record
from .overrides import LONGEST_REASON, override


def compare(*, enquiry: Enquiry, outcome: Outcome) -> tuple[dict, bool]:
    """Return what an answer keeps of the comparison, and whether it departs. One query."""
    counts = Answer.objects.outcomes_of(enquiry.kind_id)
    kept = {"alike": counts.total(), "alike_same": counts[outcome.pk]}
    return kept, departs(counts, outcome.pk)


def note_departure(*, answer: Answer, why: str, at: datetime, by) -> None:
    """Keep, for the county's eyes, that an answer is unlike others, and why if it was said."""
    said = comparison(answer.alike_same or 0, answer.alike or 0)
    why = why.strip()[:LONGEST_REASON] or NO_REASON_GIVEN
    enquiry = answer.enquiry
    record(
        enquiry=enquiry, what=Event.What.DEPARTED, at=at, by=by, public=False, text=f"{said} {why}"
    )
    override(
        enquiry=enquiry, what=Override.What.DEPARTED, reason=why, at=at, by=by,
        old=f"{answer.alike_same} of {answer.alike} like answers", new=answer.outcome.wording,
    )  # fmt: skip
