"""Messages in which a mail server says what became of a letter (RFC 3464, or in its own way)."""

import re
from collections.abc import Iterator
from email import message_from_string
from email.message import Message
from typing import NamedTuple

from ..plain import one_line
from .parts import children, header, leaves, raw_header, text

HARD, SOFT, DELIVERED = "hard", "soft", "delivered"
WORDS_LIMIT = 500
LOOKED_AT = 100_000
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
FOR_GOOD = re.compile(
    r"permanent|no such (user|mailbox|recipient)|(user|recipient|address)[^.\n]{0,30}"
    r"(unknown|not exist|not found|rejected)|unknown (user|recipient)|does(n't| not) exist",
    re.IGNORECASE,
)
# Some write no whole address.
MACHINE = re.compile(r"(?<![\w.+-])(mailer-daemon|postmaster)\b(?![.+-])", re.IGNORECASE)
SUBJECTS = re.compile(
    r"undeliver|returned mail|failure notice|delivery (status|failure|failed|problem|incomplete)"
    r"|mail delivery|could ?n(o|')t be delivered|not delivered",
    re.IGNORECASE,
)
# Refused for good, but not because of the address: a full mailbox, a letter that is too large, or
# what a server thinks of the sender or the text (RFC 3463, X.2.2, X.2.3, X.3.4, X.7).
NOT_THE_ADDRESS = re.compile(r"5\.(2\.[23]|3\.4|7\.\d+)$")


class Bounce(NamedTuple):
    """What a server says. `what` is hard, soft or delivered; one not final is still being tried."""

    what: str
    is_final: bool
    words: str


def bounce_in(message: Message) -> Bounce | None:
    """Read what became of a letter; None if the message says nothing of that."""
    blocks = list(status_blocks(message))
    if blocks:
        return next(filter(None, map(of_block, blocks)), None)
    return of_words(message) if is_of_a_mail_system(message) else None


def identities_in(message: Message, domain: str) -> list[str]:
    """Return the Message-IDs of ours that a message speaks of or holds."""
    ours = re.compile(rf"<?([0-9a-f]{{32}}@{re.escape(domain)})>?", re.IGNORECASE)
    heads = [raw_header(message, name) for name in ("In-Reply-To", "References")]
    found = ours.findall("\n".join([*heads, everything_in(message)]))
    return list(dict.fromkeys(f"<{identity.lower()}>" for identity in found))[:20]


def status_blocks(message: Message) -> Iterator[Message]:
    """Walk the fields of a delivery report, one block for each address after the first."""
    for part in leaves(message):
        if part.get_content_subtype() == "delivery-status" and part.is_multipart():
            yield from children(part)
        elif part.get_content_subtype() in ("delivery-status", "global-delivery-status"):
            for block in re.split(r"\n[ \t\r]*\n", inside(part)[:LOOKED_AT]):
                yield message_from_string(block.lstrip())


def of_block(block: Message) -> Bounce | None:
    action = header(block, "Action").lower().split(" ")[0]
    said = f"{header(block, 'Status')} {header(block, 'Diagnostic-Code')}".strip()
    if action == "failed":
        return Bounce(how_hard(said), True, one_line(said)[:WORDS_LIMIT])
    if action == "delayed":
        return Bounce(SOFT, False, one_line(said)[:WORDS_LIMIT])
    return Bounce(DELIVERED, True, "") if action == "delivered" else None


def how_hard(said: str) -> str:
    """Tell a dead address from one that does not take letters now. In doubt it lives."""
    if status := STATUS.search(said):
        for_good = status[1].startswith("5") and not NOT_THE_ADDRESS.match(status[1])
    elif code := REPLY_CODE.search(said):
        for_good = code[1] in ("550", "551", "553")
    else:
        for_good = bool(FOR_GOOD.search(said))
    return HARD if for_good else SOFT


def is_of_a_mail_system(message: Message) -> bool:
    if message.get("X-Failed-Recipients") is not None:
        return True
    from_machine = MACHINE.search(header(message, "From"))
    no_way_back = raw_header(message, "Return-Path").strip() == "<>"
    return bool(from_machine or no_way_back) and bool(SUBJECTS.search(header(message, "Subject")))


def of_words(message: Message) -> Bounce:
    said = "\n".join(text(part)[:LOOKED_AT] for part in leaves(message) if is_text(part))
    line = next((line for line in said.splitlines() if STATUS.search(line)), "")
    line = line or next((line for line in said.splitlines() if REPLY_CODE.search(line)), "")
    shown = one_line(line) or header(message, "Subject")
    return Bounce(how_hard(line or said[:2000]), True, shown[:WORDS_LIMIT])


def is_text(part: Message) -> bool:
    return part.get_content_maintype() == "text"


def everything_in(message: Message) -> str:
    return "\n".join(inside(part)[:LOOKED_AT] for part in leaves(message))


def inside(part: Message) -> str:
    """Return a part as text: a message or its head is shown as it stands."""
    if is_text(part):
        return text(part)
    if part.get_content_maintype() != "message" or not part.is_multipart():
        return text(part) if part.get_content_maintype() == "message" else ""
    held = children(part)
    lines = (f"{name}: {value}" for child in held for name, value in child.items())
    bodies = (text(child) for child in held if not child.is_multipart())
    return "\n".join([*lines, "", *bodies])
