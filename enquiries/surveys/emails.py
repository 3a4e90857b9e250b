"""The letters of this room: how did we do, the same once more, and word of a low score."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from enquiries.deadlines.clock import london_day
from enquiries.letters import CASE_FIELDS, made_enquiry
from post import outbox, wordings
from post.models import Letter

from .checks import INVITATION, REMINDER
from .models import Review, Survey

LOW_SCORE = "surveys/low_score"


def invitation(*, survey: Survey, token: str, person, at: datetime) -> None:
    """Ask one person how it went. In doubt it is parked: nobody wants to be asked twice."""
    ask(INVITATION, f"survey:{survey.answer_id}", survey, token, person, at)


def reminder(*, survey: Survey, token: str, person, at: datetime) -> None:
    """Ask once more, by a link of its own."""
    ask(REMINDER, f"survey-reminder:{survey.answer_id}", survey, token, person, at)


def ask(letter: str, key: str, survey: Survey, token: str, person, at: datetime) -> None:
    enquiry = survey.answer.enquiry
    outbox.put(
        letter=letter,
        to=person.email,
        key=key,
        context={
            "enquiry": enquiry,
            "url": settings.SITE_URL + reverse("survey", args=[token]),
            "closes_on": london_day(survey.closes_at),
        },
        at=at,
        about=enquiry.reference,
        person=person,
        policy=Letter.Policy.PARK,
        only_if=letter,
        expires_at=survey.closes_at,
    )


def low_score(*, review: Review, at: datetime) -> None:
    """Tell the team's leader, or else its mailbox, that a low score waits. It says no score."""
    survey = review.survey
    leader = survey.team.leader if survey.team else None
    if leader and not leader.is_active:
        leader = None
    outbox.put(
        letter=LOW_SCORE,
        to=leader.email if leader else survey.team.email if survey.team else "",
        key=f"low-score:{review.pk}",
        context={
            "enquiry": survey.answer.enquiry,
            "url": settings.SITE_URL + reverse("survey_review", args=[review.pk]),
            "due_on": review.due_on,
        },
        at=at,
        about=survey.answer.enquiry.reference,
        person=leader,
    )


FIELDS = {name: CASE_FIELDS[name] for name in ("reference", "road", "parish")}


def made_invitation() -> dict:
    """Return what a made-up invitation is written from."""
    url = settings.SITE_URL + reverse("survey", args=["made-up"])
    return {"enquiry": made_enquiry(), "url": url, "closes_on": date(2026, 12, 31)}


def made_low_score() -> dict:
    """Return what a made-up word of a low score is written from."""
    url = settings.SITE_URL + reverse("survey_review", args=[1])
    return {"enquiry": made_enquiry(), "url": url, "due_on": date(2026, 12, 31)}


def make_known() -> None:
    """Let administrators add words to the letters. Called when the product starts."""
    for name, label, made in (
        (INVITATION, "To clerks: how did we do?", made_invitation),
        (REMINDER, "To clerks: how did we do, a reminder", made_invitation),
        (LOW_SCORE, "To team leaders: a low score to look into", made_low_score),
    ):
        wordings.letter(name, wordings.Known(label, made, FIELDS))
