"""Handing letters to the mail server. The only place that speaks to it."""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends import smtp

from .models import Letter
from .states import Stage, Verdict, verdict_on

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What became of a letter at the mail server, and its words."""

    verdict: Verdict
    words: str = ""


class LostLease(Exception):
    """Another worker has this letter now; this one must not hand it over."""


class Announcing:
    """Says when the text is about to be handed over: the address is accepted, DATA comes next."""

    announce: Callable[[], None] = staticmethod(lambda: None)

    def data(self, msg):
        self.announce()
        return super().data(msg)  # type: ignore[misc]


class AnnouncingSMTP(Announcing, smtplib.SMTP):
    pass


class AnnouncingSMTPOverTLS(Announcing, smtplib.SMTP_SSL):
    pass


class AnnouncingBackend(smtp.EmailBackend):
    connection: Any
    _partial_connection: Any

    @property
    def connection_class(self):
        return AnnouncingSMTPOverTLS if self.use_ssl else AnnouncingSMTP

    def open(self):
        """Start afresh where the server has hung up meanwhile."""
        if self.connection and self.connection.sock is None:
            self.connection = None
        return super().open()

    def drop(self) -> None:
        """Close without saying goodbye: a server that hangs would make us wait again."""
        for talk in filter(None, [self.connection, self._partial_connection]):
            talk.close()
        self.connection = self._partial_connection = None


def mail_line() -> Any:
    """Return a line to the mail server of the settings, not yet open. It carries many letters."""
    chosen = get_connection()
    return AnnouncingBackend() if type(chosen) is smtp.EmailBackend else chosen


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """Build the message. Copies sent twice are equal, down to Message-ID and Date."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers={
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.created_at),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def hand_over(letter: Letter, *, line: Any, before_data: Callable[[], None]) -> Answer:
    """Give a letter to the mail server. `before_data` runs just before its text is sent.

    Only LostLease is raised. After anything but a plain answer the line is closed, so that the
    next letter starts on a fresh one.
    """
    try:
        line.open()
    except Exception as error:
        drop(line)
        return Answer(Verdict.AWAY, in_words(error))
    started = False

    def announce() -> None:
        nonlocal started
        before_data()
        started = True

    try:
        speak(letter, line, announce)
    except LostLease:
        drop(line)
        raise
    except Exception as error:
        return read(error, line, started=started)
    return Answer(Verdict.TAKEN)


def speak(letter: Letter, line: Any, announce: Callable[[], None]) -> None:
    message = message_of(letter)
    if isinstance(line, AnnouncingBackend):
        line.connection.announce = announce
    else:
        announce()
    line.send_messages([message])


def read(error: Exception, line: Any, *, started: bool) -> Answer:
    """Turn a failed talk into an answer: the server's own, or our best knowledge."""
    if reply := reply_in(error):
        stage, code, words = reply
        return Answer(verdict_on(stage, code), f"{code} {words}")
    drop(line)
    if started:
        verdict = Verdict.UNKNOWN
    elif isinstance(error, (ValueError, smtplib.SMTPNotSupportedError)):
        verdict = Verdict.NEVER
    else:
        verdict = Verdict.LATER
    if not isinstance(error, OSError):
        logger.warning("A letter could not be sent: %s", type(error).__name__)
    return Answer(verdict, in_words(error))


def reply_in(error: Exception) -> tuple[Stage, int, str] | None:
    """Return at which stage the server refused, with its code and words; None if it did not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return Stage.RECIPIENT, code, plain(words)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Stage.SENDER, error.smtp_code, plain(error.smtp_error)
    if isinstance(error, smtplib.SMTPDataError):
        return Stage.DATA, error.smtp_code, plain(error.smtp_error)
    return None


def plain(words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(text.replace("\x00", " ").split())


def in_words(error: Exception) -> str:
    return plain(f"{type(error).__name__}: {error}")


def drop(line: Any) -> None:
    """Give up a line that broke."""
    line.drop() if isinstance(line, AnnouncingBackend) else hang_up(line)


def hang_up(line: Any) -> None:
    """Close the line politely, whatever state it is in."""
    try:
        line.close()
    except Exception as error:
        logger.info("The line to the mail server broke: %s", type(error).__name__)
