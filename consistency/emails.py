"""The one letter of this room: the month in sentences, to managers."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from post import outbox, wordings
from post.models import Letter

from .models import Snapshot

LETTER = "consistency/month"


def month_kept(*, person, snapshot: Snapshot, sentences: list[str], at: datetime) -> None:
    """Tell a manager how a month went, with one link. In doubt it is parked."""
    outbox.put(
        letter=LETTER,
        to=person.email,
        key=f"figures:{person.pk}:{snapshot.month:%Y-%m}",
        context=context_of(snapshot.month, sentences),
        at=at,
        person=person,
        policy=Letter.Policy.PARK,
    )


def context_of(month: date, sentences: list[str]) -> dict:
    url = settings.SITE_URL + reverse("consistency_snapshot", args=[f"{month:%Y-%m}"])
    return {"month": f"{month:%B %Y}", "sentences": sentences, "url": url}


def make_known() -> None:
    """Let administrators add words to the letter. Called when the product starts."""
    made = ["From 1 to 31 October 2026 we received 144 enquiries and gave 136 answers."]
    wordings.letter(
        LETTER,
        wordings.Known("To managers: the month", lambda: context_of(date(2026, 10, 1), made), {}),
    )
