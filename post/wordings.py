"""The council's own words in letters: which letters there are, and what may stand in braces.

A field such as {road} is replaced in one pass over the administrator's text, by plain text. What
stands in its place is never read again, and no template engine ever sees either.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .models import Wording

Read = Callable[[dict], object]
FIELD = re.compile(r"\{(\w+)\}")
BRACES = re.compile(r"\{[^{}]*\}?|\}")
BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")

# In every letter: the field, and where its value stands in what the letter is written from.
EVERYWHERE: dict[str, Read] = {
    "county": lambda shown: shown["council_name"],
    "service": lambda shown: shown["service_name"],
    "telephone": lambda shown: shown["contact_phone"],
}


@dataclass(frozen=True)
class Known:
    """A kind of letter in plain words, a made-up one to look at, and its fields."""

    label: str
    sample: Callable[[], dict]
    fields: Mapping[str, Read] = field(default_factory=dict)


letters: dict[str, Known] = {}


def letter(kind: str, known: Known) -> None:
    """Let administrators add words to a kind of letter. Rooms say so when the product starts."""
    letters[kind] = known


def fields_of(kind: str) -> dict[str, Read]:
    """Return the fields that a kind of letter knows; blank is every letter."""
    return EVERYWHERE | dict(letters[kind].fields if kind in letters else {})


def unknown(text: str, kind: str) -> list[str]:
    """Return whatever stands in braces, or is a lone brace, and is no field of a kind."""
    known = fields_of(kind)
    rest = FIELD.sub(lambda found: "" if found[1] in known else found[0], text)
    return BRACES.findall(rest)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace each known {field}, once; everything else stays as it is written."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def paragraphs(text: str, kind: str, shown: dict) -> list[str]:
    """Return the paragraphs of a text, filled with what a letter is written from."""
    values = {name: flat(read(shown)) for name, read in fields_of(kind).items()}
    parts = BETWEEN_PARAGRAPHS.split(text.replace("\r\n", "\n").strip())
    return [fill(part, values) for part in parts if part]


def flat(value: object) -> str:
    return " ".join(str(value).split())


def read(kind: str) -> list[Wording]:
    """Return the rows that stand in a kind of letter: its own, then those of every letter."""
    return list(Wording.objects.filter(kind__in=[kind, ""]).order_by("-kind"))


def own_words(kind: str, shown: dict) -> list[str]:
    """Return the council's paragraphs for a letter.

    Whoever writes many letters of a kind at once reads the rows once, as `wordings` in `shown`.
    """
    rows = shown["wordings"] if "wordings" in shown else read(kind)
    return [part for row in rows for part in paragraphs(row.text, row.kind, shown)]
