"""The one letter of this room: a colleague is asked to act for a council."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from post import outbox, wordings
from post.models import Letter

from .checks import INVITATION
from .models import Invitation

LONDON = ZoneInfo("Europe/London")


def invitation(*, row: Invitation, token: str, at: datetime) -> Letter:
    """Ask somebody, who may have no account yet."""
    return outbox.put(
        letter=INVITATION,
        to=row.email,
        key=f"invitation:{row.pk}",
        context={
            "council": row.council.name,
            "inviter": row.invited_by.name,
            "role": row.get_role_display().lower(),
            "url": settings.SITE_URL + reverse("invitation", args=[token]),
            "until": row.expires_at.astimezone(LONDON).date(),
        },
        at=at,
        person=User.objects.filter(email=row.email).first(),
        priority=Letter.Priority.FIRST,
        at_once=True,
        expires_at=row.expires_at,
        only_if=INVITATION,
    )


def made_up() -> dict:
    """Return what a made-up invitation is written from."""
    url = settings.SITE_URL + reverse("invitation", args=["made-up"])
    return {
        "council": "Billesdon Parish Council",
        "inviter": "Alice Clerk",
        "role": "deputy clerk",
        "url": url,
        "until": date(2026, 12, 31),
    }


FIELDS: dict[str, wordings.Read] = {"council": lambda shown: shown["council"]}


def make_known() -> None:
    """Let administrators add words to the invitation. Called when the product starts."""
    known = wordings.Known("To colleagues of a clerk: act for our council", made_up, FIELDS)
    wordings.letter(INVITATION, known)
