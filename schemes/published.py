"""The whole catalogue as data for others: JSON and CSV, each figure with who said so and when."""

from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
COLUMNS = [
    "scheme_ref", "scheme_name", "category", "sort_letter", "done_here", "version",
    "published_on", "address", "option", "low_gbp", "high_gbp", "qualifier", "unit",
    "price_date", "includes", "excludes", "vat", "authority", "authority_role", "source",
    "signed_off_on",
]  # fmt: skip
FROM_LINE = {
    "low_gbp": "low", "high_gbp": "high", "qualifier": "qualifier", "unit": "unit",
    "price_date": "price_date", "includes": "includes", "excludes": "excludes", "vat": "vat",
    "authority": "authority", "authority_role": "role", "source": "source",
    "signed_off_on": "signed_on",
}  # fmt: skip


def as_json(versions: Iterable, *, about: dict[str, str], site: str) -> dict[str, Any]:
    """Return the catalogue as `static/schemas/catalogue-1.json` describes it."""
    return about | {"schemes": [one_as_json(version, site) for version in versions]}


def one_as_json(version, site: str) -> dict[str, Any]:
    shot = dict(version.snapshot)
    shot.pop("schema")
    head = {
        "address": f"{site}/schemes/{shot['slug']}/",
        "version": version.number,
        "published_at": version.published_at.isoformat(),
        "digest": version.digest,
    }
    return head | shot


def as_lines(versions: Iterable, *, site: str) -> Iterator[list[Any]]:
    """Yield a line of names, then a line for each price; for an option without one, a line too."""
    yield COLUMNS
    for version in versions:
        for cells in lines_of(version, site):
            yield [cells.get(column) for column in COLUMNS]


def lines_of(version, site: str) -> Iterator[dict[str, Any]]:
    shot = version.snapshot
    shared = {
        "scheme_ref": shot["ref"],
        "scheme_name": shot["name"],
        "category": shot["category"],
        "sort_letter": shot["letter"],
        "done_here": "yes" if shot["is_done_here"] else "no",
        "version": version.number,
        "published_on": version.published_at.astimezone(LONDON).date().isoformat(),
        "address": f"{site}/schemes/{shot['slug']}/",
    }
    for option in shot["options"] or [{"name": "", "costs": []}]:
        for line in option["costs"] or [{}]:
            priced = {column: line.get(name) for column, name in FROM_LINE.items()}
            yield shared | {"option": option["name"]} | priced
