"""Invites the person who asked to say how it went, once for each closure, and takes the reply."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from enquiries.deadlines.clock import close_of, london_day
from enquiries.models import Answer, Override
from enquiries.readers import enquiry_people
from enquiries.states import Status

from . import emails
from .models import Reply, Survey
from .tokens import hash_of, new_token

INVITED_WITHIN = timedelta(days=28)
OPEN_FOR = timedelta(days=28)
MIDNIGHT = time(23, 59, 59)
BATCH = 1000


def waiting_for_survey(at: datetime) -> QuerySet[Answer]:
    """Answers that closed an enquiry lately, closed it still, and brought no survey yet.

    Not those of which an officer said that none follows, nor those joined to another enquiry.

    Newest first, so that a closure nobody can be asked about never holds up the others.
    """
    waived = Override.objects.filter(
        enquiry=OuterRef("enquiry"), round=OuterRef("round"), what=Override.What.SURVEY
    )
    return (
        Answer.objects.filter(
            survey=None,
            closed_at__gt=at - INVITED_WITHIN,
            closed_at__lte=at,
            enquiry__status=Status.ANSWERED.value,
            enquiry__round=F("round"),
            enquiry__merged_into=None,
        )
        .exclude(Exists(waived))
        .order_by("-closed_at")
    )


def invite_all(*, at: datetime) -> int:
    """Send the invitations that are due and return how many. Safe to run twice, or at once."""
    keys = list(waiting_for_survey(at).values_list("pk", flat=True)[:BATCH])
    return sum(invite(pk=pk, at=at) is not None for pk in keys)


@transaction.atomic
def invite(*, pk: int, at: datetime) -> Survey | None:
    """Invite for one answer, unless another runner has it or it has changed meanwhile.

    The row is locked first and asked about afterwards: only then is another's survey in sight.
    """
    locked = Answer.objects.select_for_update(of=("self", "enquiry"), skip_locked=True)
    answer = locked.select_related("enquiry").filter(pk=pk).first()
    if answer is None or not waiting_for_survey(at).filter(pk=pk).exists():
        return None
    person = who_to_ask(answer.enquiry, at=at)
    if person is None:
        return None
    token = new_token()
    survey = Survey.objects.create(
        answer=answer,
        token_hash=hash_of(token),
        invited_at=at,
        closes_at=close_of(london_day(at) + OPEN_FOR, MIDNIGHT),
    )
    emails.invitation(survey=survey, token=token, person=person, at=at)
    return survey


def who_to_ask(enquiry, *, at: datetime):
    """Return the person who asked, or a successor; None when the council has nobody now."""
    return next(iter(enquiry_people(enquiry, at)), None)


@transaction.atomic
def reply(*, survey: Survey, overall: int | None, comment: str, at: datetime) -> bool:
    """Keep the reply if it is the first; return whether it was. `overall` None is “don't know”.

    The bearer of the link is nobody we know, so this verb has no `by`.
    """
    words = {"overall": overall, "comment": comment, "answered_at": at}
    return Reply.objects.get_or_create(survey=survey, defaults=words)[1]
