"""The council's colour, where it differs from the one built into the style sheet."""

import re

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def stylesheet(colour: str) -> str:
    """CSS that paints the pages in `colour`, a hex colour such as #00594f.

    Raises ValueError for anything else, so that a setting can never carry other CSS.
    White text must be readable on it: WCAG 2.2, 1.4.3 asks for a contrast of 4.5 to 1.
    """
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a hex colour such as #00594f")
    if contrast_with_white(colour) < 4.5:
        raise ValueError(f"White text on {colour} has a contrast under 4.5 to 1")
    return f":root{{--govuk-brand-colour:{colour.lower()}}}\n"


def contrast_with_white(colour: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    digits = colour.lstrip("#")
    pairs = [c * 2 for c in digits] if len(digits) == 3 else re.findall("..", digits)
    red, green, blue = (_linear(int(pair, 16) / 255) for pair in pairs)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
