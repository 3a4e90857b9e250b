"""The letter that lets a person in."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from post import wordings
from post.models import Letter
from post.outbox import compose

from .models import SignInCode, User

SIGN_IN = "accounts/sign_in"


def sign_in(
    *, row: SignInCode, person: User | None, to: str, token: str, code: str, at: datetime
) -> Letter:
    """Compose the letter; whoever is not known gets none, but it takes as long to write."""
    return compose(
        letter=SIGN_IN,
        to=to,
        key=f"sign-in:{row.link_hash}",
        context=words(token, code),
        at=at,
        person=person,
        priority=Letter.Priority.FIRST,
        at_once=True,
        expires_at=row.expires_at,
    )


def words(token: str, code: str) -> dict[str, str]:
    link = reverse("sign_in_link", args=[token])
    return {"url": settings.SITE_URL + link, "code": f"{code[:3]} {code[3:]}"}


def made_up() -> dict[str, str]:
    """Return what a made-up letter is written from."""
    return words("made-up", "123456")


def make_known() -> None:
    """Let administrators add words to the letter. Called when the product starts."""
    wordings.letter(SIGN_IN, wordings.Known("To everybody: a link and a code to sign in", made_up))
