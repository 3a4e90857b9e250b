"""The one letter of this room."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from enquiries.deadlines.clock import london_day
from enquiries.letters import CASE_FIELDS, made_enquiry
from post import outbox, wordings
from post.models import Letter

from .checks import INVITATION
from .models import Survey


def invitation(*, survey: Survey, token: str, person, at: datetime) -> None:
    """Ask one person how it went. In doubt it is parked: nobody wants to be asked twice."""
    enquiry = survey.answer.enquiry
    outbox.put(
        letter=INVITATION,
        to=person.email,
        key=f"survey:{survey.answer_id}",
        context={
            "enquiry": enquiry,
            "url": settings.SITE_URL + reverse("survey", args=[token]),
            "closes_on": london_day(survey.closes_at),
        },
        at=at,
        about=enquiry.reference,
        person=person,
        policy=Letter.Policy.PARK,
        only_if=INVITATION,
        expires_at=survey.closes_at,
    )


FIELDS = {name: CASE_FIELDS[name] for name in ("reference", "road", "parish")}


def made_invitation() -> dict:
    """Return what a made-up invitation is written from."""
    url = settings.SITE_URL + reverse("survey", args=["made-up"])
    return {"enquiry": made_enquiry(), "url": url, "closes_on": date(2026, 12, 31)}


def make_known() -> None:
    """Let administrators add words to the invitation. Called when the product starts."""
    known = wordings.Known("To clerks: how did we do?", made_invitation, FIELDS)
    wordings.letter("surveys/invitation", known)
