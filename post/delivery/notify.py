"""The line to GOV.UK Notify, through its published client.

One template with the gaps ((subject)) and ((body)) takes every letter. Our Message-ID is Notify's
reference, so that a letter is recognised there before it is sent a second time.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import requests
from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from notifications_python_client import NotificationsAPIClient
from notifications_python_client.errors import APIError, HTTPError
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, SSLError

from ..models import Letter
from ..states import Verdict
from .answers import Answer, flat, in_words
from .markdown import safe, safe_subject

# The first matching line decides. Notify asks not to read the words of its errors, only codes.
# A refused key is our own trouble, which somebody repairs; a full minute or day is nobody's.
VERDICTS = (
    (range(400, 401), Verdict.NEVER),
    (range(413, 414), Verdict.NEVER),
    (range(429, 430), Verdict.AWAY),
    (range(400, 500), Verdict.LATER),
)
# What urllib3 says where no request left the house.
NOT_REACHED = (ConnectTimeoutError, NewConnectionError, SSLError)
NOT_SENT = "technical-failure"


class NotifyLine:
    """Carries letters to Notify over one connection."""

    def __init__(self) -> None:
        self.client: Any = None

    def open(self) -> object:
        self.client = self.client or NotificationsAPIClient(
            settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.EMAIL_TIMEOUT
        )
        return self.client

    def carry(self, letter: Letter, announce: Callable[[], None]) -> str:
        if letter.attempts > 1 and (number := self.number_of(letter)):
            return number
        announce()
        sent = self.client.send_email_notification(**parcel(letter))
        return str(sent["id"])[:60]

    def number_of(self, letter: Letter) -> str:
        """Return Notify's number of a letter it has already; nothing where it never left."""
        found = self.client.get_all_notifications(reference=letter.message_id)["notifications"]
        return next((row["id"] for row in found if row["status"] != NOT_SENT), "")

    def read(self, error: Exception, *, started: bool) -> Answer:
        """Turn what the client raised into an answer."""
        self.drop()
        verdict = verdict_on(error)
        if not started and verdict != Verdict.AWAY:
            verdict = Verdict.LATER
        return Answer(verdict, words_of(error))

    def status_of(self, number: str) -> tuple[str, datetime | None]:
        """Ask what became of a letter, and when; blank where Notify knows none of that number.

        Raises what the client raises.
        """
        self.open()
        try:
            found = self.client.get_notification_by_id(number)
        except HTTPError as error:
            if code_of(error) != 404:
                raise
            return "", None
        return found["status"], moment(found["completed_at"])

    def drop(self) -> None:
        self.close()

    def close(self) -> None:
        if self.client:
            self.client.request_session.close()
        self.client = None


def moment(text: str | None) -> datetime | None:
    """Read Notify's instants, which are UTC; None where there is none to read."""
    try:
        found = parse_datetime(text or "")
    except ValueError:
        return None
    return found if found and is_aware(found) else None


def parcel(letter: Letter) -> dict[str, Any]:
    """Say what Notify is asked to send. It takes a way out only where it is https."""
    url = letter.unsubscribe_url
    return {
        "email_address": letter.to,
        "template_id": settings.NOTIFY_TEMPLATE_ID,
        "personalisation": {"subject": safe_subject(letter.subject), "body": safe(letter.text)},
        "reference": letter.message_id,
        "email_reply_to_id": settings.NOTIFY_REPLY_TO_ID or None,
        "one_click_unsubscribe_url": url if url.startswith("https://") else None,
    }


def verdict_on(error: Exception) -> Verdict:
    code = code_of(error)
    if code is None:
        return Verdict.UNKNOWN if reached(error) else Verdict.AWAY
    return next((verdict for codes, verdict in VERDICTS if code in codes), Verdict.UNKNOWN)


def code_of(error: Exception) -> int | None:
    """Return the code Notify answered with; the client invents one where there is no answer."""
    response = error.response if isinstance(error, APIError) else None
    return None if response is None else response.status_code


def reached(error: Exception) -> bool:
    """Say whether a request may have left the house."""
    cause = error.__cause__
    if isinstance(cause, requests.ConnectionError) and cause.args:
        return not isinstance(getattr(cause.args[0], "reason", None), NOT_REACHED)
    return True


def words_of(error: Exception) -> str:
    return flat(str(error)) if isinstance(error, APIError) else in_words(error)
