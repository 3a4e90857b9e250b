"""Reading a message's head and finding its parts, whatever state they are in."""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from ..plain import is_address, one_line

MOST_BYTES = 25 * 1024 * 1024
MOST_PARTS = 200
MOST_CHARACTERS = 300_000
HEADER_LIMIT = 4000
ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]{1,64}@[^\s<>,;:\"'()\[\]]{1,255}")
# Where the address that a server delivered to is found, the surest first.
TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


def parse(raw: bytes) -> Message:
    """Read any bytes as a message; what cannot be understood becomes text or nothing."""
    return message_from_bytes(raw)


def header(message: Message, name: str) -> str:
    """Return a header as one harmless line; nothing if it is not there."""
    return one_line(decoded(raw_header(message, name)))


def raw_header(message: Message, name: str) -> str:
    return str(message.get(name, ""))[:HEADER_LIMIT]


def decoded(value: str) -> str:
    """Undo the encoding of a header's words, as far as it can be undone."""
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else text_of(piece, charset) for piece, charset in pieces
    )


def text_of(content: bytes, charset: str | None) -> str:
    """Decode bytes; an unknown or wrong charset costs some characters, never the text."""
    try:
        return content.decode(charset or "utf-8", errors="replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", errors="replace")


def sender(message: Message) -> str:
    """Return the one address a message says it is from, in small letters; nothing if unclear.

    The address is looked for before words are decoded: a name must not pass for an address.
    """
    lines = message.get_all("From", [])
    found = getaddresses([str(lines[0])[:HEADER_LIMIT]]) if len(lines) == 1 else []
    address = found[0][1].lower() if len(found) == 1 else ""
    return address if is_address(address) else ""


def recipients(message: Message) -> list[str]:
    """Return the addresses a message was sent to, the surest first."""
    lines = [str(line)[:HEADER_LIMIT] for name in TO for line in message.get_all(name, [])[:20]]
    return [address for line in lines for address in ADDRESS.findall(line)]


def identity(message: Message, raw: bytes) -> str:
    """Return the Message-ID; where there is none, a fingerprint of the whole."""
    given = header(message, "Message-ID")
    return given or f"sha256:{hashlib.sha256(raw).hexdigest()}"


def leaves(message: Message) -> Iterator[Message]:
    """Walk the parts that hold something, in reading order and not without end.

    A message inside a message is one part: what it holds was not written by this sender.
    """
    waiting = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(children(part)))
        else:
            yield part


def children(part: Message) -> list[Message]:
    payload = part.get_payload()
    few = payload[:MOST_PARTS] if isinstance(payload, list) else []
    return [child for child in few if isinstance(child, Message)]


def content(part: Message) -> bytes:
    """Return what a part holds, decoded as far as it can be."""
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return found if isinstance(found, bytes) else b""


def text(part: Message) -> str:
    """Return the text of a part, at most 300,000 characters of it."""
    held = content(part)[: MOST_CHARACTERS * 4]
    charset = part.get_content_charset() if part.get_params() else None
    return text_of(held, charset)[:MOST_CHARACTERS]
