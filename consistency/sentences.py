"""Words for numbers: the sentences of the figures are made from what their tables hold."""

from datetime import date

from .figures import Share
from .selection import NAMES, Selection


def day(of: date) -> str:
    return f"{of.day} {of:%B %Y}"


def period(chosen: Selection) -> str:
    return f"{day(chosen.since)} to {day(chosen.until)}"


def during(chosen: Selection) -> str:
    """Write “In October 2026” for one whole month, else from day to day."""
    since, until = chosen.months
    is_one = since == until and chosen.until == chosen.last_day
    return f"In {since:%B %Y}" if is_one else f"From {period(chosen)}"


def scope(chosen: Selection) -> str:
    """Say whose enquiries the figures are about."""
    parts = [f"{NAMES[by]}: {choice.name}" for by, choice in chosen.only.items()]
    return f" ({'; '.join(parts)})" if parts else ""


def plural(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def days(count: float) -> str:
    return f"{count:g} working day{'' if count == 1 else 's'}"


def with_percent(found: Share, what: str) -> str:
    """Write “790 of 880 answers (90%)”, without the percentage where cases are few."""
    percent = f" ({found.percent}%)" if found.percent is not None else ""
    return f"{found.part:,} of {found.whole:,} {what}{percent}"


def listed(names: list[str]) -> str:
    """Write “A, B and C”."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
