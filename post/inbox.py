"""Reading the mailbox to which letters come back. The only place that speaks IMAP."""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

logger = logging.getLogger(__name__)

TIMEOUT = 20
PORTS = {"imaps": 993, "imap": 143}
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
UID = re.compile(rb"UID (\d+)")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
NAME_LIMIT = 150


class Away(Exception):
    """The mailbox cannot be read now. The message holds no password."""


@dataclass(frozen=True)
class Where:
    """A mailbox, from imaps://user:password@host:993/INBOX, reserved characters as %40."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str


def where(url: str) -> Where:
    """Read the address of a mailbox. Raises Away if it is none."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Away("INBOX_URL must be like imaps://user:password@host:993/INBOX.")
    return Where(
        parts.scheme,
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
    )


@contextmanager
def open_box(url: str) -> Iterator["Box"]:
    """Sign in and select the mailbox. Raises Away for whatever goes wrong on the line."""
    place = where(url)
    try:
        line = connect(place)
    except (OSError, imaplib.IMAP4.error) as error:
        raise Away(f"{place.host}: {type(error).__name__}") from error
    try:
        line.login(place.user, place.password)
        yield Box(line, place)
        line.logout()
    except BaseException as error:
        hang_up(line)
        if isinstance(error, (OSError, imaplib.IMAP4.error)):
            raise Away(f"{place.host}: {type(error).__name__}") from error
        raise


def connect(place: Where) -> imaplib.IMAP4:
    """A line is made safe before the password passes it, unless it stays within this machine."""
    safe = ssl.create_default_context()
    if place.scheme == "imaps":
        return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=safe, timeout=TIMEOUT)
    line = imaplib.IMAP4(place.host, place.port, timeout=TIMEOUT)
    if place.host not in THIS_MACHINE:
        line.starttls(safe)
    return line


def hang_up(line: imaplib.IMAP4) -> None:
    """Close a line without a word: a server that hangs would make us wait once more."""
    try:
        line.shutdown()
    except (OSError, imaplib.IMAP4.error) as error:
        logger.info("The line to the mailbox broke: %s", type(error).__name__)


class Box:
    """A mailbox, selected. Every method may raise what `open_box` turns into Away."""

    def __init__(self, line: imaplib.IMAP4, place: Where) -> None:
        self.line = line
        folder = place.folder.replace("\\", "\\\\").replace('"', '\\"')
        self.ask("SELECT", *line.select(f'"{folder}"'))
        validity = line.response("UIDVALIDITY")[1][0]
        # Numbers hold only while the mailbox keeps this one.
        number = validity.decode("ascii", "replace") if isinstance(validity, bytes) else "0"
        name = f"{place.user}@{place.host}/{place.folder}"[:NAME_LIMIT]
        self.source = f"{name}/{number}"

    def waiting(self, after: int | None) -> list[int]:
        """Return the numbers of what is not read; and of what is newer than a number, even read.

        Somebody who opens the mailbox in a mail program must not make a message disappear.
        """
        newer = [] if after is None else ["OR", "UNSEEN", "UID", f"{after + 1}:*"]
        found = self.ask("SEARCH", *self.line.uid("SEARCH", *(newer or ["UNSEEN"])))
        return sorted({int(number) for line in found if line for number in line.split()})

    def size(self, number: int) -> int | None:
        """Return how many bytes a message has; None if it is gone."""
        for line in self.ask("FETCH", *self.line.uid("FETCH", str(number), "(UID RFC822.SIZE)")):
            if isinstance(line, bytes) and is_of(line, number) and (found := SIZE.search(line)):
                return int(found[1])
        return None

    def message(self, number: int, *, head_only: bool = False) -> bytes | None:
        """Return a message as it came, without marking it; None if it is gone."""
        what = "(UID BODY.PEEK[HEADER])" if head_only else "(UID BODY.PEEK[])"
        for part in self.ask("FETCH", *self.line.uid("FETCH", str(number), what)):
            if isinstance(part, tuple):
                return part[1]
        return None

    def mark(self, number: int, *, failed: bool = False) -> None:
        """Mark a message as read; one that a person should look at gets a flag too."""
        flags = r"(\Seen \Flagged)" if failed else r"(\Seen)"
        self.ask("STORE", *self.line.uid("STORE", str(number), "+FLAGS.SILENT", flags))

    def ask(self, what: str, answer: str, found: list) -> list:
        if answer != "OK":
            raise imaplib.IMAP4.error(f"{what} was refused")
        return found


def is_of(line: bytes, number: int) -> bool:
    found = UID.search(line)
    return found is not None and int(found[1]) == number
