"""Whether a letter about a survey is still worth sending when it leaves."""

from datetime import datetime

from enquiries.states import Status
from post import hooks
from post.models import Letter

from .models import Survey

INVITATION = "surveys/invitation"
REMINDER = "surveys/reminder"
OPEN_AGAIN = "The enquiry was opened again, so the answer was not the last word."
ANSWERED = "The survey was answered already."


def closure_stands(*, letter: Letter, at: datetime) -> str:
    """True while the enquiry is closed by the answer that the survey asks about."""
    survey = Survey.objects.select_related("answer__enquiry").get(
        answer=int(letter.key.rpartition(":")[2])
    )
    if survey.is_answered:
        return ANSWERED
    answer, enquiry = survey.answer, survey.answer.enquiry
    stands = enquiry.status == Status.ANSWERED and enquiry.round == answer.round
    return "" if stands else OPEN_AGAIN


def register() -> None:
    """Let the post ask. Called when the product starts."""
    hooks.check(INVITATION, closure_stands)
    hooks.check(REMINDER, closure_stands)
