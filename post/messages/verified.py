"""Whether the server that took a message in found it to be from where it says (RFC 8601)."""

import re
from email.message import Message

from .parts import HEADER_LIMIT

HEADER = "Authentication-Results"
METHOD = re.compile(r"(?:^|;)\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")


def why_unverified(message: Message, server: str) -> str:
    """Say why a message may not be from its sender, as `server` found; nothing if it is.

    Only the topmost header counts: a server puts its own above what others wrote, and anybody can
    write one below.
    """
    found = str((message.get_all(HEADER) or [""])[0])[:HEADER_LIMIT]
    name, _, said = COMMENT.sub(" ", found).partition(";")
    if (name.split() or [""])[0].lower() != server.lower():
        return f"{server} did not say whether it is from its sender."
    results = METHOD.findall(";" + said)
    known = {method.lower(): result.lower() for method, result in reversed(results)}
    passed = {method.lower() for method, result in results if result.lower() == "pass"}
    if known.get("dmarc", "none") not in ("none", "pass") or not passed:
        shown = ", ".join(f"{method}={result}" for method, result in sorted(known.items()))
        return f"It may not be from its sender ({shown or 'nothing was checked'})."
    return ""
