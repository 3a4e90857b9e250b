"""What standard wording leaves to fill in: words in square brackets, such as [date of survey]."""

import re

BLANK = re.compile(r"\[[A-Za-z][^\[\]\n]{0,100}\]")


def blanks(text: str) -> list[str]:
    """Return what is still to fill in, each once, in the order of the text."""
    return list(dict.fromkeys(BLANK.findall(text)))


def pieces(text: str) -> list[tuple[str, bool]]:
    """Divide a text into pieces; True beside those that are still to fill in."""
    found = re.split(f"({BLANK.pattern})", text)
    return [(piece, number % 2 == 1) for number, piece in enumerate(found) if piece]


def filled(text: str, facts: dict[str, str]) -> str:
    """Fill in what is known, by the words between the brackets in small letters."""
    return BLANK.sub(lambda blank: facts.get(blank[0][1:-1].lower(), blank[0]), text)


def is_as_written(text: str, standard: str) -> bool:
    """Whether a text is the standard wording with nothing changed but its blanks."""
    first, *others = [part.strip() for part in BLANK.split(one_way(standard))]
    rest = one_way(text)
    if not others:
        return rest == first
    if not (rest.startswith(first) and rest.endswith(others[-1])):
        return False
    rest = rest[len(first) : len(rest) - len(others[-1])]
    for part in others[:-1]:
        before, found, rest = rest.partition(part)
        if not found or not before.strip():
            return False
    return bool(rest.strip())


def one_way(text: str) -> str:
    """Write line ends in one way: browsers send their own."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
