"""Who may come in to the pages of the post, and what their requests carry."""

from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest

from ..permissions import Refused, may_run_post


class Request(HttpRequest):
    """`now` is aware, in UTC; `today` is its day in Europe/London. Sign-in is settled."""

    user: Any
    now: datetime
    today: date


def administrators_only(view):
    """To anybody else the page does not exist: letters are other people's."""

    @wraps(view)
    def guarded(request: Request, *args, **kwargs):
        if not may_run_post(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def attempt(request: Request, verb, *, done: str, **words) -> bool:
    """Do a verb and say that it is done, was done already, or why it was refused."""
    try:
        changed = verb(**words, at=request.now, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
        return False
    if changed is False:
        messages.info(request, "That was done already.")
        return False
    messages.success(request, done)
    return True
