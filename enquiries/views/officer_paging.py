"""Pages of a long list, found by where the last one ended and never by counting rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..lists import EnquiryList
from .officer_rows import Row, RowWriter, from_mark, to_mark

ROWS_PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows, and the marks of the pages before and after: empty where there is none."""

    rows: list[Row]
    before: str = ""
    after: str = ""


def read_page(listed: EnquiryList, writer: RowWriter, asked: Mapping[str, str]) -> Page:
    """Return the page a URL asks for, or the first one if it asks for none that exists."""
    walk = Walk(listed, writer)
    if mark := from_mark(asked.get("after", "")):
        page = walk.after(mark)
    elif mark := from_mark(asked.get("before", "")):
        page = walk.before(mark)
    else:
        page = None
    return page or walk.first()


@dataclass(frozen=True)
class Walk:
    """A list in its order, read a page at a time."""

    listed: EnquiryList
    writer: RowWriter

    def read(self, mark=None, *, back: bool = False) -> tuple[list[Row], bool]:
        """Return a page's rows from behind a mark, and whether more lie further on."""
        found = self.listed.along(after=mark, back=back)
        rows = self.writer.read(found.first_rows(ROWS_PER_PAGE + 1))
        return rows[:ROWS_PER_PAGE], len(rows) > ROWS_PER_PAGE

    def first(self) -> Page:
        rows, more = self.read()
        return Page(rows, after=to_mark(rows[-1]) if more else "")

    def after(self, mark) -> Page | None:
        rows, more = self.read(mark)
        if not rows:
            return None
        return Page(rows, before=to_mark(rows[0]), after=to_mark(rows[-1]) if more else "")

    def before(self, mark) -> Page | None:
        """None where the start is reached: the first page is then shown whole."""
        rows, more = self.read(mark, back=True)
        rows.reverse()
        return Page(rows, before=to_mark(rows[0]), after=to_mark(rows[-1])) if more else None
