"""Small numbers outside the team: under five is not shown, nor what would give it away."""

from collections.abc import Sequence
from dataclasses import replace

from .figures import Cell, Line, Panel

LEAST = 5
HIDDEN = "fewer than 5"
ALSO = "not shown"


def hidden(counts: Sequence[int | None]) -> list[bool]:
    """Say which counts of a column to leave out, so that none is found from the total.

    A lone small one takes the next smallest with it (secondary suppression). Nought is no secret.
    """
    marks = [count is not None and 0 < count < LEAST for count in counts]
    if sum(marks) == 1:
        rest = [(count, place) for place, count in enumerate(counts) if count and not marks[place]]
        if rest:
            marks[min(rest)[1]] = True
    return marks


def suppressed(panel: Panel) -> Panel:
    """Return a measure fit for everybody: small counts hidden, no bars or dots that show them."""
    columns = list(zip(*(line.cells for line in panel.lines), strict=True)) if panel.lines else []
    marks = [hidden([count_of(cell) for cell in column]) for column in columns]
    if not any(map(any, marks)):
        return panel
    lines = [
        Line(
            line.name,
            [hide(cell) if marks[place][row] else cell for place, cell in enumerate(line.cells)],
            line.is_few,
        )
        for row, line in enumerate(panel.lines)
    ]
    return replace(panel, lines=lines, bars=None, plot=None)


def count_of(cell: Cell) -> int | None:
    """Return the count that a cell shows, or the part that a share is of."""
    value = cell.values[0]
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def hide(cell: Cell) -> Cell:
    value = count_of(cell) or 0
    return Cell((None,) * len(cell.values), HIDDEN if 0 < value < LEAST else ALSO)
