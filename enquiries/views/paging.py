"""Pages of a list by number: as quick at the far end as at the start."""

from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from govuk.paging import PAGE_LENGTH, rows_of


@dataclass(frozen=True)
class Page:
    """One page, newest first. The next ones begin beside the numbers `newer` and `older`."""

    rows: list
    count: int
    number: int
    newer: int | None
    older: int | None

    @property
    def pages(self) -> int:
        return max(ceil(self.count / PAGE_LENGTH), self.number)

    def links(self, **kept) -> dict[str, dict[str, str] | None]:
        """The pagination component's options; `kept` are the filters in the address."""
        return {
            "previous": link("Newer", self.number - 1, self, kept | {"after": self.newer}),
            "next": link("Older", self.number + 1, self, kept | {"before": self.older}),
        }


def link(text: str, number: int, page: Page, params: dict) -> dict[str, str] | None:
    if params.get("after", params.get("before")) is None:
        return None
    query = urlencode({name: value for name, value in params.items() if value is not None})
    return {"href": f"?{query}", "text": text, "label_text": f"Page {number} of {page.pages}"}


def page_of(enquiries, *, before: int | None, after: int | None) -> Page:
    """Return the page that ends before a number or begins after one; else the first."""
    rows = rows_of(enquiries, key="number", before=before, after=after)
    newest, oldest = (rows[0].number, rows[-1].number) if rows else (None, None)
    count = enquiries.count()
    ahead = enquiries.filter(number__gt=newest or 0).count() if rows else 0
    return Page(
        rows=rows,
        count=count,
        number=ceil(ahead / PAGE_LENGTH) + 1,
        newer=newest if ahead else None,
        older=oldest if ahead + len(rows) < count else None,
    )
