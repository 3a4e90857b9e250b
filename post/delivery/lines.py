"""A line carries many letters. Which one there is, the settings say."""

import logging
from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends import smtp as django_smtp

from .. import plain
from ..models import Letter
from ..states import Verdict
from .answers import Answer, LostLease, in_words
from .notify import NotifyLine
from .smtp import SmtpLine
from .trial import TrialLine

logger = logging.getLogger(__name__)


class Line(Protocol):
    """What each line can do."""

    def open(self) -> object:
        """Get ready to carry letters, if need be afresh. What it raises means that none can go."""

    def carry(self, letter: Letter, announce: Callable[[], None]) -> str:
        """Hand a letter over; call `announce` before its text goes. Return the provider's number.

        Raises what `announce` raises, and whatever went wrong.
        """

    def read(self, error: Exception, *, started: bool) -> Answer:
        """Turn what `carry` raised into an answer. `started` says that the text was announced."""

    def drop(self) -> None:
        """Give the line up without a word: at the other end something broke."""

    def close(self) -> None:
        """Say goodbye."""


def mail_line() -> Line:
    """Return the line that the settings choose, not yet open."""
    if settings.NOTIFY_API_KEY:
        return NotifyLine()
    chosen = get_connection()
    return SmtpLine() if type(chosen) is django_smtp.EmailBackend else TrialLine(chosen)


def hand_over(letter: Letter, *, line: Line, before_data: Callable[[], None]) -> Answer:
    """Hand a letter over. `before_data` runs just before its text is sent.

    Only LostLease is raised. After anything but a plain answer the line is dropped, so that the
    next letter starts on a fresh one.
    """
    if not plain.is_address(letter.to):
        return Answer(Verdict.NEVER, "This is not one e-mail address.")
    try:
        line.open()
    except Exception as error:
        line.drop()
        return Answer(Verdict.AWAY, in_words(error))
    return speak(letter, line, before_data)


def speak(letter: Letter, line: Line, before_data: Callable[[], None]) -> Answer:
    started = False

    def announce() -> None:
        nonlocal started
        before_data()
        started = True

    try:
        number = line.carry(letter, announce)
    except LostLease:
        line.drop()
        raise
    except Exception as error:
        return line.read(error, started=started)
    return Answer(Verdict.TAKEN, provider_id=number)


def hang_up(line: Line) -> None:
    """Close the line politely, whatever state it is in."""
    try:
        line.close()
    except Exception as error:
        logger.info("The line broke: %s", type(error).__name__)
