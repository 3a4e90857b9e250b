"""Text fit for a letter: it breaks no header, no row of the database and no reader's trust."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import escape, linebreaks

SUBJECT_LIMIT = 200
BODY_LIMIT = 100_000
ADDRESS_LIMIT = 254
CUT = "… The rest was too long for a letter."
BARE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{subject}</title></head>
<body>{words}</body></html>
"""
# Characters that turn the reading direction could make text show other than it is.
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BREAKS = frozenset("\n\t")
UNFIT = {
    number: " "
    for number in range(0x10000)
    if chr(number) in BIDI or unicodedata.category(chr(number)) in {"Cc", "Cs", "Zl", "Zp"}
}
UNFIT_IN_BODY = {number: gap for number, gap in UNFIT.items() if chr(number) not in BREAKS}


def one_line(text: str) -> str:
    """Flatten what could break a header or mislead a reader, and cut at the limit."""
    # A subject of a megabyte is not worth splitting into words.
    line = " ".join(text[: SUBJECT_LIMIT * 10].translate(UNFIT).split())
    return line if len(line) <= SUBJECT_LIMIT else line[: SUBJECT_LIMIT - 1].rstrip() + "…"


def body(text: str) -> str:
    """Close the gaps that template tags leave behind, take out what no letter holds, and cut."""
    text = text[: BODY_LIMIT * 2].replace("\r\n", "\n").translate(UNFIT_IN_BODY)
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    whole = re.sub(r"\n{3,}", "\n\n", lines).strip()
    return f"{whole}\n" if len(whole) <= BODY_LIMIT else f"{whole[:BODY_LIMIT].rstrip()}{CUT}\n"


def page(html: str, text: str, subject: str) -> str:
    """Return the HTML of a letter; too long to keep, it is made anew from the cut text.

    HTML that is cut off in the middle of a tag would show nothing, or something else.
    """
    if len(html) <= BODY_LIMIT:
        return html.translate(UNFIT_IN_BODY).strip() + "\n"
    head = f'<meta charset="utf-8"><title>{escape(subject)}</title>'
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>{made(text)}</body></html>\n'
    )


def made(text: str) -> str:
    return linebreaks(text, autoescape=True)


def is_address(text: str) -> bool:
    """Say whether text is one address and nothing else."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= ADDRESS_LIMIT and one_line(text) == text


def address(text: str) -> str:
    """Return what can be kept of an address, whatever it is."""
    return one_line(text)[:ADDRESS_LIMIT]
