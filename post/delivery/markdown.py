"""Our plain text as GOV.UK Notify's Markdown, so that it reads as it was written.

Notify makes headings, quotes, lists, rules, tables and links out of marks. What people type into
an enquiry must not turn into any of these. A backslash protects most marks; where Notify knows
none, a mark that looks alike takes its place.
"""

import re

# Gaps and marks without width at the start of a line: some make code of it, some hide a mark.
INDENT = re.compile(r"^[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
# At the start of a line: heading, list, rule, fence, quote; and the dot of a numbered list.
LEADING = re.compile(r"^(\d*)([#*+\-_`~]|(?<=\d)\.)")
# Anywhere: links, images, tables, the backslash itself, and the second bracket of a gap to fill.
ANYWHERE = re.compile(r"[\\\[\]|]|(?<=\()\(")
ALIKE = str.maketrans({"^": "\u02c6", "=": "\uff1d", "\u2022": "\u00b7"})
# Notify takes this sign for the end of a line.
END_OF_LINE = "\u2424"


def safe(text: str) -> str:
    """Return the text with Notify's marks protected, line by line."""
    return "\n".join(map(safe_line, text.replace(END_OF_LINE, " ").splitlines()))


def safe_line(line: str) -> str:
    line = ANYWHERE.sub(r"\\\g<0>", INDENT.sub("", line))
    return LEADING.sub(r"\1\\\2", line[:1].translate(ALIKE) + line[1:])


def safe_subject(subject: str) -> str:
    """A subject knows no Markdown, but two brackets begin a gap to fill."""
    return re.sub(r"(?<=\()\(", " (", subject)
