"""Messages that no person wrote, and our own that came back. Answering them would never end."""

import re
from collections.abc import Iterable
from email.message import Message

from .parts import header, raw_header, sender

MOST_HOPS = 50
MACHINES = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply")
PRECEDENCE = ("bulk", "junk", "list", "auto_reply")
REPORTS = ("disposition-notification", "feedback-report", "delivery-status")
MARKS = ("X-Autoreply", "X-Autorespond", "X-Autorespond-To", "X-Auto-Reply", "List-Id")
# The last resort, only at the beginning: a person's own reply begins with Re:.
SUBJECTS = re.compile(
    r"(auto(matic|mated)?[ -]?(reply|response|responder)\b"
    r"|(i am |i'm |currently )?(out of|away from) (the |my )?(office|desk)\b"
    r"|on (annual )?(leave|holiday)\b|vacation (reply|response)\b)",
    re.IGNORECASE,
)


def why_automatic(message: Message) -> str:
    """Say by what a message shows that no person wrote it; nothing if a person may have."""
    submitted = header(message, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return f"Auto-Submitted: {submitted[:100]}"
    if mark := next((name for name in MARKS if message.get(name) is not None), ""):
        return mark
    precedence = header(message, "Precedence").lower()
    if precedence in PRECEDENCE:
        return f"Precedence: {precedence}"
    if report := report_of(message):
        return f"Report: {report}"
    return why_by_address(message) or why_by_subject(message)


def report_of(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    kind = str(message.get_param("report-type") or "").lower()
    return kind if kind in REPORTS else ""


def why_by_address(message: Message) -> str:
    """A letter with no way back (RFC 5321, 4.5.5), or from an address where nobody reads."""
    way_back = message.get("Return-Path")
    if way_back is not None and raw_header(message, "Return-Path").strip() in ("<>", ""):
        return "Return-Path: <>"
    local = sender(message).partition("@")[0]
    return f"From: {local}" if local in MACHINES else ""


def why_by_subject(message: Message) -> str:
    found = SUBJECTS.match(header(message, "Subject"))
    return f"Subject: {found[0]}" if found else ""


def why_ours(message: Message, *, domain: str, addresses: Iterable[str]) -> str:
    """Say by what a message shows that it left here, or goes round in circles; else nothing."""
    if header(message, "Message-ID").lower().rstrip(">").endswith(f"@{domain.lower()}"):
        return "It has a Message-ID of ours."
    came_from = sender(message)
    local, _, host = came_from.rpartition("@")
    plain = f"{local.partition('+')[0]}@{host}"
    if came_from and plain in {address.lower() for address in addresses if address}:
        return "It is from our own address."
    if message.get("X-Loop") is not None:
        return "It says that it goes in a loop."
    hops = len(message.get_all("Received", []))
    return f"It passed {hops} servers." if hops > MOST_HOPS else ""
