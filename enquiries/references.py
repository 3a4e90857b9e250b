"""Reference numbers: short, in order, easy over the telephone, unlike the council's six digits.

Enquiry number 10417 is written PE-10-417: two letters, then groups of at most three digits.
"""

import re

FIRST_NUMBER = 10_001
PATTERN = r"PE(-[0-9]{1,3}){2,5}"


def to_text(number: int) -> str:
    """Write an enquiry's number the way people read it out."""
    return f"PE-{number:,}".replace(",", "-")


def parse(text: str) -> int | None:
    """Read a reference however it was typed ("pe 10 417"); None if it is not one."""
    digits = re.fullmatch(r"\s*PE[\s\-–.]*((?:[0-9][\s\-–.]*){1,15})", text, re.IGNORECASE)
    return int(re.sub(r"[^0-9]", "", digits[1])) if digits else None


class ReferenceConverter:
    """URL path converter: enquiries are addressed by their reference in its one spelling."""

    regex = PATTERN

    def to_python(self, value: str) -> int:
        number = int(value[2:].replace("-", ""))
        if to_text(number) != value or number > 2**62:
            raise ValueError("Not a reference")
        return number

    def to_url(self, value: int) -> str:
        return to_text(int(value))
