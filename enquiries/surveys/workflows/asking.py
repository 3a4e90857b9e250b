"""Asks the person who asked us how it went, once for each closure, or notes why she is not."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.tokens import hash_of, new_token
from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import LONDON, BeyondCalendar, close_of, london_day
from enquiries.models import Answer, Enquiry, Override
from enquiries.readers import enquiry_people
from enquiries.states import Status

from .. import emails
from ..models import NotSent, Setting, Survey

ASKED_WITHIN = timedelta(days=28)
MIDNIGHT = time(23, 59, 59)
# Nobody is asked at night, at the weekend or on a day that does not count.
FROM = time(9)
ONE_DAY = timedelta(days=1)
BATCH = 1000
Why = NotSent.Why


def is_time_to_ask(at: datetime) -> bool:
    """Say whether letters may be written now: from nine on a working day in London."""
    day = london_day(at)
    if at < close_of(day, FROM):
        return False
    try:
        return service_calendar(since=day).is_working_day(day)
    except BeyondCalendar:
        return day.weekday() < 5


def last_closed(at: datetime) -> datetime:
    """Return the end of the closures that are asked about at an instant: those before its day."""
    return datetime.combine(london_day(at), time(), tzinfo=LONDON)


def closed_lately(at: datetime) -> QuerySet[Answer]:
    """Answers that closed an enquiry before today, and neither survey nor why not came of it.

    Newest first, so that nothing that cannot be done ever holds up the others.
    """
    noted = NotSent.objects.filter(enquiry=OuterRef("enquiry"), round=OuterRef("round"))
    rows = Answer.objects.filter(survey=None, closed_at__lt=last_closed(at))
    lately = rows.filter(closed_at__gt=at - ASKED_WITHIN)
    return lately.exclude(Exists(noted)).order_by("-closed_at")


def waiting_for_survey(at: datetime) -> QuerySet[Answer]:
    """Closures to be asked about at an instant, if there is anybody to ask."""
    waived = Override.objects.filter(
        enquiry=OuterRef("enquiry"), round=OuterRef("round"), what=Override.What.SURVEY
    )
    return (
        closed_lately(at)
        .filter(
            enquiry__status=Status.ANSWERED.value, enquiry__round=F("round"),
            enquiry__merged_into=None,
        )
        .exclude(Exists(waived))
    )  # fmt: skip


def invite_all(*, at: datetime) -> int:
    """Send the invitations that are due and return how many. Safe to run twice, or at once."""
    if not is_time_to_ask(at):
        return 0
    note_not_sent(at=at)
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
        note(answer.enquiry, answer.round, Why.NOBODY, at=at)
        return None
    token, open_for = new_token(), timedelta(days=Setting.current().open_days)
    survey = Survey.objects.create(
        answer=answer, person=person, token_hash=hash_of(token), invited_at=at,
        closes_at=close_of(london_day(at) + open_for, MIDNIGHT), **frozen(answer),
    )  # fmt: skip
    emails.invitation(survey=survey, token=token, person=person, at=at)
    return survey


def frozen(answer: Answer) -> dict:
    """Return who and what a closure is credited to: as it was, since closed enquiries rest."""
    enquiry = answer.enquiry
    return {
        "officer_id": answer.closed_by_id, "team_id": enquiry.team_id, "kind_id": enquiry.kind_id,
        "parish_id": enquiry.parish_id, "outcome_id": answer.outcome_id,
    }  # fmt: skip


def who_to_ask(enquiry, *, at: datetime):
    """Return the person who asked, or a successor; None when the council has nobody now."""
    return next(iter(enquiry_people(enquiry, at)), None)


def remind_all(*, at: datetime) -> int:
    """Send the reminders that are due, one for each survey at most, and return how many."""
    if not is_time_to_ask(at):
        return 0
    keys = list(waiting_for_reminder(at).values_list("pk", flat=True)[:BATCH])
    return sum(remind(pk=pk, at=at) is not None for pk in keys)


def waiting_for_reminder(at: datetime) -> QuerySet[Survey]:
    """Open surveys that nobody answered for so many days, and whose answer still stands."""
    setting = Setting.current()
    days, lately = timedelta(days=setting.remind_days), timedelta(days=setting.open_days + 2)
    rows = Survey.objects.open_at(at).unanswered().filter(reminded_at=None)
    return rows.filter(
        invited_at__gt=at - lately,
        invited_at__lt=last_closed(at) - days + ONE_DAY,
        answer__enquiry__status=Status.ANSWERED.value,
        answer__enquiry__round=F("answer__round"),
    )  # fmt: skip


@transaction.atomic
def remind(*, pk: int, at: datetime) -> Survey | None:
    """Remind of one survey by a token of its own, unless another runner has it.

    Where another person speaks for the council by now, she is asked, and the first link is dead.
    """
    locked = Survey.objects.select_for_update(of=("self",), skip_locked=True)
    survey = locked.select_related("answer__enquiry").filter(pk=pk).first()
    if survey is None or not waiting_for_reminder(at).filter(pk=pk).exists():
        return None
    person = who_to_ask(survey.answer.enquiry, at=at)
    if person is None:
        return None
    token = new_token()
    if survey.person_id not in (None, person.pk):
        survey.token_hash = hash_of(new_token())
    survey.person, survey.reminded_at, survey.reminder_hash = person, at, hash_of(token)
    survey.save(update_fields=["person", "reminded_at", "reminder_hash", "token_hash"])
    emails.reminder(survey=survey, token=token, person=person, at=at)
    return survey


def note_not_sent(*, at: datetime) -> int:
    """Note of each closure before today that nobody is asked about, and why; return how many."""
    rows = [
        NotSent(enquiry_id=key, round=round, why=why, noted_at=at)
        for why, closures in not_asked(at).items()
        for key, round in closures.values_list(*closures_by(closures.model))[:BATCH]
    ]
    return len(NotSent.objects.bulk_create(rows, ignore_conflicts=True))


def closures_by(model) -> tuple[str, str]:
    return ("pk", "round") if model is Enquiry else ("enquiry", "round")


def not_asked(at: datetime) -> dict[str, QuerySet]:
    """Return the closures that are not asked about, by why. A withdrawn enquiry has no answer."""
    answers = closed_lately(at)
    last = answers.filter(enquiry__round=F("round"))
    waived = Override.objects.filter(
        enquiry=OuterRef("enquiry"), round=OuterRef("round"), what=Override.What.SURVEY
    )
    again = ~Q(enquiry__round=F("round"))
    noted = NotSent.objects.filter(enquiry=OuterRef("pk"), round=OuterRef("round"))
    withdrawn = Enquiry.objects.filter(
        status=Status.WITHDRAWN.value, closed_at__lt=last_closed(at),
        closed_at__gt=at - ASKED_WITHIN,
    )  # fmt: skip
    answered = last.filter(enquiry__status=Status.ANSWERED.value)
    return {
        Why.DUPLICATE: answered.exclude(enquiry__merged_into=None),
        Why.SIGNPOSTED: last.filter(enquiry__status=Status.PASSED_ON.value),
        Why.WITHDRAWN: withdrawn.exclude(Exists(noted)),
        Why.WAIVED: answered.filter(Exists(waived), enquiry__merged_into=None),
        Why.REOPENED: answers.filter(again),
    }


def note(enquiry: Enquiry, round: int, why: str, *, at: datetime) -> None:
    NotSent.objects.get_or_create(
        enquiry=enquiry, round=round, defaults={"why": why, "noted_at": at}
    )
