"""The files that came with a message. They are never opened here, so nothing unpacks itself."""

import unicodedata
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from ..plain import one_line
from .parts import content, decoded, leaves

MOST_FILES = 20
NAME_LIMIT = 100
# Letterheads and signatures bring small pictures along, which nobody meant to send.
LOGO_BYTES = 20_000
SEALS = ("pgp-signature", "pkcs7-signature", "x-pkcs7-signature")


class File(NamedTuple):
    """`name` is the sender's, made harmless; `content` is what it holds, not looked into."""

    name: str
    content: bytes


def files_in(message: Message) -> list[File]:
    """Return at most twenty files; letterheads' pictures and seals are left out."""
    return [file for file, _ in zip(walk(message), range(MOST_FILES), strict=False)]


def walk(message: Message) -> Iterator[File]:
    for part in leaves(message):
        if is_file(part):
            held = content(part)
            if not is_logo(part, held):
                yield File(name_of(part), held)


def is_file(part: Message) -> bool:
    if part.get_content_subtype() in SEALS:
        return False
    words = part.get_content_maintype() == "text" and part.get_content_subtype() in (
        "plain",
        "html",
    )
    return is_attached(part) if words else part.get_content_maintype() != "multipart"


def is_attached(part: Message) -> bool:
    return disposition(part) == "attachment"


def disposition(part: Message) -> str:
    return str(part.get("Content-Disposition", "")).partition(";")[0].strip().lower()


def is_logo(part: Message, held: bytes) -> bool:
    shown_inside = part.get("Content-ID") is not None or disposition(part) == "inline"
    return part.get_content_maintype() == "image" and shown_inside and len(held) < LOGO_BYTES


def name_of(part: Message) -> str:
    """Return the sender's name of a file, without what is hidden or turns reading around."""
    try:
        given = decoded(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        given = ""
    text = unicodedata.normalize("NFKC", one_line(given))
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    return kept.strip()[-NAME_LIMIT:] or "a file without a name"
