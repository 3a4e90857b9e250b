"""What a person wrote in a message: the best text part, without quoted letters and signatures.

The rules are few and work line by line, so that no text however made takes long. In doubt words
stay: a line of our own letter too many does no harm, a line of hers too few does.
"""

import re
from email.message import Message
from typing import NamedTuple

from ..plain import body
from .files import is_attached
from .html import html_to_text
from .parts import children, text

DEEPEST = 50
MOST_WORDS = 5000
MOST_LINE = 400
ATTRIBUTION_LINES = 4
BLOCK_LINES = 6

ATTRIBUTION = re.compile(r"on\b.*\bwrote ?:$", re.IGNORECASE)
DATED = re.compile(r"@|\b20\d\d\b|\d:\d\d")
SEPARATOR = re.compile(
    r"-{2,} ?(original message|forwarded message|original appointment) ?-{2,}$", re.IGNORECASE
)
HEAD = re.compile(r"\*?(from|sent|date|to|cc|subject) ?:\*?(\s|$)", re.IGNORECASE)
DEVICE = re.compile(
    r"(sent (from|via) (my|outlook|mail|yahoo|samsung|proton)|get outlook for)\b.{0,60}$",
    re.IGNORECASE,
)


class Words(NamedTuple):
    text: str
    was_cut: bool


def words_of(message: Message) -> Words:
    """Return what the sender wrote, at most 5,000 words of it; nothing if she only quoted."""
    return limited(without_quotes(body_of(message)))


def limited(said: str) -> Words:
    cut, count = len(said), 0
    for count, word in enumerate(re.finditer(r"\S+", said), 1):
        cut = word.end()
        if count == MOST_WORDS:
            break
    kept = body(said[:cut]).strip()
    return Words(kept, count == MOST_WORDS and bool(said[cut:].strip()))


def body_of(part: Message, depth: int = 0) -> str:
    """Join the text parts; of alternatives take the first that says something."""
    if depth > DEEPEST or is_attached(part):
        return ""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        said = [found for child in children(part) if (found := body_of(child, depth + 1)).strip()]
        is_choice = part.get_content_subtype() == "alternative"
        return "".join(said[:1]) if is_choice else "\n".join(said)
    if part.get_content_type() == "text/html":
        return html_to_text(text(part))
    return text(part) if part.get_content_type() == "text/plain" else ""


def without_quotes(said: str) -> str:
    """Cut off the letter that was answered, wherever it stands, and a signature."""
    lines = [line.rstrip() for line in said.replace("\r\n", "\n").split("\n")]
    kept: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number].lstrip("\u200b\ufeff ")[:MOST_LINE]
        if ends_here(lines, number, line):
            break
        length = attribution_at(lines, number)
        if not length and not line.startswith(">"):
            kept.append(lines[number])
        number += length or 1
    return "\n".join(without_device(kept)).strip()


def ends_here(lines: list[str], number: int, line: str) -> bool:
    """Whether all that follows is a signature or an earlier letter with its head on top."""
    if line in ("--", "-- ") or SEPARATOR.match(line):
        return True
    if HEAD.match(line):
        following = lines[number : number + BLOCK_LINES]
        return len([1 for other in following if HEAD.match(other.lstrip()[:MOST_LINE])]) >= 3
    return bool(attribution_at(lines, number)) and not quotes_follow(lines, number)


def attribution_at(lines: list[str], number: int) -> int:
    """Return over how many lines “On … wrote:” goes; 0 if it is not that, or her own words."""
    if not lines[number].lstrip()[:3].lower().startswith("on "):
        return 0
    for length in range(1, ATTRIBUTION_LINES + 1):
        joined = " ".join(line.strip() for line in lines[number : number + length])[:MOST_LINE]
        if ATTRIBUTION.match(joined):
            sure = DATED.search(joined) or quotes_follow(lines, number + length - 1)
            return length if sure else 0
    return 0


def quotes_follow(lines: list[str], number: int) -> bool:
    """Whether the next line with words, soon after an attribution, is marked as quoted."""
    following = lines[number + 1 : number + 2 + ATTRIBUTION_LINES]
    return any(line.lstrip().startswith(">") for line in following)


def without_device(lines: list[str]) -> list[str]:
    """Leave off “Sent from my …” at the end."""
    while lines and (not lines[-1].strip() or DEVICE.match(lines[-1].strip()[:MOST_LINE])):
        lines.pop()
    return lines
