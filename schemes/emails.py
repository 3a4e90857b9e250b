"""The one letter of this room: an editor is told which schemes to review."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from post import outbox, wordings
from post.models import Letter

from .models import Scheme

REVIEWS = "schemes/reviews"
MOST_LINES = 10


def reviews(*, editor: User, schemes: Sequence[Scheme], day: date, at: datetime) -> Letter:
    """Name the schemes whose review comes due, the earliest first."""
    keys = "-".join(str(scheme.pk) for scheme in schemes[:MOST_LINES])
    return outbox.put(
        letter=REVIEWS,
        to=editor.email,
        key=f"scheme-reviews:{day}:{editor.pk}:{keys}",
        context=context(schemes),
        at=at,
        person=editor,
    )


def context(schemes: Sequence[Scheme]) -> dict:
    lines = [(scheme.name, scheme.review_due_on) for scheme in schemes[:MOST_LINES]]
    return {
        "lines": lines,
        "count": len(schemes),
        "more": len(schemes) - len(lines),
        "url": settings.SITE_URL + reverse("scheme_desk"),
    }


def made_up() -> dict:
    """Return what a made-up letter is written from."""
    return context([Scheme(name="Zebra crossing", review_due_on=date(2026, 12, 3))])


def make_known() -> None:
    """Let administrators add words to the letter. Called when the product starts."""
    wordings.letter(REVIEWS, wordings.Known("To editors: schemes to review", made_up, {}))
