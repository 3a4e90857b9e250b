"""Where GOV.UK Notify tells what became of a letter. It speaks plain text and no more of it."""

import json
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..delivery.notify import moment
from ..workflows.receipts import News, tell
from .doors import Request

NUMBER = re.compile(r"[0-9A-Fa-f-]{36}")
# A Message-ID of ours, or whatever another sender on the same account wrote; never a control sign.
REFERENCE = re.compile(r"[\x20-\x7e]{0,200}")


class Unreadable(Exception):
    """This is not what Notify sends."""


@csrf_exempt
@require_POST
def callback(request: Request) -> HttpResponse:
    """Take one piece of news. The token is compared in a time that tells nothing of it.

    Notify asks again after a 5xx only. What is not about a letter of ours, or told already, is
    taken and forgotten.
    """
    if not settings.NOTIFY_CALLBACK_TOKEN:
        return plain("Not found.", 404)
    if not is_notify(request):
        return plain("The bearer token is wrong.", 403)
    try:
        news = read(request)
    except Unreadable as error:
        return plain(str(error), 400)
    tell(news=news, at=request.now)
    return HttpResponse(status=204)


def plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


def is_notify(request: HttpRequest) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return constant_time_compare(token, settings.NOTIFY_CALLBACK_TOKEN) and kind == "Bearer"


def read(request: Request) -> News:
    """Return the news in a request. Raises Unreadable where anything is not as Notify writes it."""
    said = read_object(request)
    number, status = matching(said, "id", NUMBER), said.get("status")
    if not isinstance(status, str):
        raise Unreadable("status must be a text.")
    completed = said.get("completed_at")
    when = moment(completed) if isinstance(completed, str) else None
    reference = "" if said.get("reference") is None else matching(said, "reference", REFERENCE)
    return News(number.lower(), reference, status, when or request.now)


def read_object(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError, RequestDataTooBig):
        raise Unreadable("The body must be JSON.") from None
    if not isinstance(said, dict):
        raise Unreadable("The body must be an object.")
    return said


def matching(said: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Unreadable(f"{name} is not as expected.")
    return value
