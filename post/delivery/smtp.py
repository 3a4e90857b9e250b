"""The line to a mail server."""

import logging
import smtplib
import time
from collections.abc import Callable
from io import BufferedReader, RawIOBase
from typing import Any

from django.core.mail.backends import smtp

from ..models import Letter
from ..states import Stage, Verdict, verdict_on
from .answers import Answer, flat, in_words
from .message import message_of

logger = logging.getLogger(__name__)


class Patience(RawIOBase):
    """Reads from a server until a moment, however slowly it speaks: byte by byte has no end."""

    def __init__(self, sock: Any) -> None:
        self.sock, self.until, self.reads = sock, 0.0, 0
        self.raw = sock.makefile("rb", buffering=0)

    def begin(self, timeout: float) -> None:
        """Wait for the next answer for so many seconds, which is the socket's own time-out too."""
        self.until, self.reads = time.monotonic() + timeout, 0

    def end(self, timeout: float) -> None:
        if self.reads > 1:
            self.sock.settimeout(timeout)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.reads += 1
        if self.reads > 1:
            left = self.until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer took too long")
            self.sock.settimeout(left)
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


class Announcing:
    """Says when the text is about to be handed over: the address is accepted, DATA comes next.

    Waits for each answer no longer than its timeout.
    """

    announce: Callable[[], None] = staticmethod(lambda: None)
    file: Any
    sock: Any
    timeout: Any

    def data(self, msg):
        self.announce()
        return super().data(msg)  # type: ignore[misc]

    def getreply(self):
        if self.file is None:
            self.file = BufferedReader(Patience(self.sock))
        patience = self.file.raw
        patience.begin(self.timeout)
        try:
            return super().getreply()  # type: ignore[misc]
        finally:
            if self.sock:
                patience.end(self.timeout)


class AnnouncingSMTP(Announcing, smtplib.SMTP):
    pass


class AnnouncingSMTPOverTLS(Announcing, smtplib.SMTP_SSL):
    pass


class SmtpLine(smtp.EmailBackend):
    """The framework's back end, which checks the server's certificate wherever TLS is on."""

    connection: Any
    _partial_connection: Any

    @property
    def connection_class(self):
        return AnnouncingSMTPOverTLS if self.use_ssl else AnnouncingSMTP

    def open(self):
        """Start afresh where the server has hung up meanwhile, and hear that it is ready.

        Otherwise each letter in turn would pay for a server that greets nobody.
        """
        if self.connection and self.connection.sock is None:
            self.connection = None
        opened = super().open()
        self.connection.ehlo_or_helo_if_needed()
        return opened

    def carry(self, letter: Letter, announce: Callable[[], None]) -> str:
        message = message_of(letter)
        self.connection.announce = announce
        self.send_messages([message])
        return ""

    def read(self, error: Exception, *, started: bool) -> Answer:
        """Turn a failed talk into an answer: the server's own, or our best knowledge."""
        if reply := reply_in(error):
            stage, code, words = reply
            return Answer(verdict_on(stage, code), f"{code} {words}")
        self.drop()
        if not isinstance(error, OSError):
            logger.warning("A letter could not be sent: %s", type(error).__name__)
        return Answer(best_guess(error, started), in_words(error))

    def drop(self) -> None:
        """Close without saying goodbye: a server that hangs would make us wait again."""
        for talk in filter(None, [self.connection, self._partial_connection]):
            talk.close()
        self.connection = self._partial_connection = None


def best_guess(error: Exception, started: bool) -> Verdict:
    if started:
        return Verdict.UNKNOWN
    unfit = isinstance(error, (ValueError, smtplib.SMTPNotSupportedError))
    return Verdict.NEVER if unfit else Verdict.LATER


def reply_in(error: Exception) -> tuple[Stage, int, str] | None:
    """Return at which stage the server refused, with its code and words; None if it did not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return Stage.RECIPIENT, code, flat(words)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Stage.SENDER, error.smtp_code, flat(error.smtp_error)
    if isinstance(error, smtplib.SMTPDataError):
        return Stage.DATA, error.smtp_code, flat(error.smtp_error)
    return None
