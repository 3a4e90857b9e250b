"""The request as views are given it: sign-in is settled and the clock has been read, once."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest

from .models import User

LAST_VISIT, BY_LETTER, AT_COUNCIL = "last_visit", "by_letter", "at_council"
# So long a person who came by letter may choose a password without the old one.
FRESH = timedelta(minutes=10)


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


def note_letter(request: HttpRequest, *, at: datetime) -> None:
    """Keep for this session that the person opened it with a letter of ours, at `at` (UTC)."""
    request.session[BY_LETTER] = at.isoformat()


def forget_letter(request: HttpRequest) -> None:
    request.session.pop(BY_LETTER, None)


def came_by_letter(request: HttpRequest, *, at: datetime) -> bool:
    """Say whether this session was opened by letter, not more than ten minutes before `at`."""
    noted = request.session.get(BY_LETTER)
    return at < datetime.fromisoformat(noted) + FRESH if noted else False


def note_council(request: HttpRequest, *, key: str, name: str) -> None:
    """Keep for this session at which of her councils a person works; without a name, nothing."""
    noted = {"key": key, "name": name} if name else None
    if request.session.get(AT_COUNCIL) != noted:
        request.session[AT_COUNCIL] = noted


def at_council(request: HttpRequest) -> dict[str, str]:
    """Return the key and the name of what was noted; nothing for whoever acts for one council.

    It is what she looked at, not what she may see: memberships say that, on each request.
    """
    session = getattr(request, "session", None)
    return (session.get(AT_COUNCIL) if session is not None else None) or {}
