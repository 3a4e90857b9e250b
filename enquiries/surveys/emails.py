"""The one letter of this room."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from enquiries.deadlines.clock import london_day
from post import outbox
from post.models import Letter

from .models import Survey


def invitation(*, survey: Survey, token: str, person, at: datetime) -> None:
    """Ask one person how it went. In doubt it is parked: nobody wants to be asked twice."""
    enquiry = survey.answer.enquiry
    outbox.put(
        letter="surveys/invitation",
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
    )
