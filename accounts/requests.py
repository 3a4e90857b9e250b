"""The request as views are given it: sign-in is settled and the clock has been read, once."""

from datetime import date, datetime

from django.http import HttpRequest

from .models import User


class Request(HttpRequest):
    """`now` is aware, in UTC; `today` is its day in Europe/London.

    On the few public pages `user` may be anonymous: ask `is_authenticated` before anything else.
    """

    user: User  # type: ignore[assignment]
    now: datetime
    today: date
