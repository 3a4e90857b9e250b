"""The request as views are given it: sign-in is settled and the clock has been read, once."""

from datetime import date, datetime

from django.http import HttpRequest

from .models import User

LAST_VISIT = "last_visit"


class Request(HttpRequest):
    """`now` is aware, in UTC; `today` is its day in Europe/London.

    On the few public pages `user` may be anonymous: ask `is_authenticated` before anything else.
    """

    user: User  # type: ignore[assignment]
    now: datetime
    today: date


def note_visit(request: HttpRequest, *, before: datetime | None) -> None:
    """Keep for this session when the person had signed in before (UTC); None the first time."""
    request.session[LAST_VISIT] = before and before.isoformat()


def last_visit(request: HttpRequest) -> datetime | None:
    """Return the aware instant at which the person had signed in before, if she ever had."""
    noted = request.session.get(LAST_VISIT)
    return datetime.fromisoformat(noted) if noted else None
