"""A page of a long list, found beside a key: as quick at the far end as at the start."""

from typing import Any

PAGE_LENGTH = 25


def rows_of(rows: Any, *, key: str, before: int | None, after: int | None) -> list:
    """Return the page that ends before a key or begins after one, the highest key first.

    A page that would be short at the top, or past the end, is the first page.
    """
    first = rows.order_by(f"-{key}")
    if after is not None:
        above = rows.filter(**{f"{key}__gt": after}).order_by(key)[:PAGE_LENGTH]
        found = list(above)[::-1]
        return found if len(found) == PAGE_LENGTH else list(first[:PAGE_LENGTH])
    if before is not None:
        found = list(first.filter(**{f"{key}__lt": before})[:PAGE_LENGTH])
        if found:
            return found
    return list(first[:PAGE_LENGTH])
