"""Small numbers outside the team: under five is not shown, nor what would give it away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .figures import Cell, Line, Panel
from .stats.withheld import Atom, Sum, left_out

HIDDEN = "not shown"


def suppressed(panel: Panel) -> Panel:
    """Return a measure fit for everybody; the same one where nothing of it is small.

    Small counts go, and those from which they could be worked out, and what is made of either:
    the rest of the line, the chart, the sentences. All look alike, since a reader who is told
    which are small can say more. Of a measure that does not say what it counts nothing is shown.
    """
    lines = [*panel.lines, *([panel.total] if panel.total else [])]
    if any(cell.counts is None for line in lines for cell in line.cells):
        return replace(panel, sentences=[], lines=[], total=None, bars=None, plot=None)
    counts = {
        (row, column, place): count
        for row, line in enumerate(lines)
        for column, cell in enumerate(line.cells)
        for place, count in enumerate(cell.counts or ())
    }
    marks = left_out(counts, [*sums_down(panel), *sums_across(panel.adds_up, lines)])
    if not marks:
        return panel
    shown = [
        fit(line, {column for at, column in marks if at == row}) for row, line in enumerate(lines)
    ]
    total = shown.pop() if panel.total else None
    return replace(panel, sentences=[], lines=shown, total=total, bars=None, plot=None)


def sums_down(panel: Panel) -> Iterator[Sum]:
    """Each column adds up to its total, known from another measure where there is none here."""
    end = len(panel.lines)
    for column, cell in enumerate(panel.lines[0].cells if panel.lines else []):
        for place in range(len(cell.counts or ())):
            parts = [(row, column, place) for row in range(end)]
            yield Sum(parts, (end, column, place) if panel.total else None)


def sums_across(adds_up: bool, lines: Sequence[Line]) -> Iterator[Sum]:
    """A share and its rest are the count it is of; where lines add up, all are the last."""
    for row, line in enumerate(lines):
        single = {
            (row, at, 0): cell.counts[0]
            for at, cell in enumerate(line.cells)
            if cell.counts and len(cell.counts) == 1
        }
        for column, cell in enumerate(line.cells):
            if cell.counts and len(cell.counts) > 1:
                parts: list[Atom] = [(row, column, place) for place in range(len(cell.counts))]
                together = sum(cell.counts)
                yield from (Sum(parts, at) for at, count in single.items() if count == together)
        if adds_up:
            *several, last = single
            yield Sum(several, last)


def fit(line: Line, marks: set[int]) -> Line:
    """Return a line without some of its counts, nor anything that is made of them."""
    if not marks:
        return line
    cells = [
        Cell((None,) * len(cell.values), HIDDEN, counts=())
        if column in marks or not cell.counts
        else cell
        for column, cell in enumerate(line.cells)
    ]
    return Line(line.name, cells)
