"""Numbers that come in an address or a hidden field, where anybody can write anything."""

# A key of eighteen digits fits the database's widest whole number.
MOST_DIGITS = 18


def whole_number(text: str, *, most_digits: int = MOST_DIGITS) -> int | None:
    """Return a whole number of ASCII digits and nothing else; None for any other text."""
    fits = text.isascii() and text.isdigit() and len(text) <= most_digits
    return int(text) if fits else None
