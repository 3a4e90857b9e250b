"""Small numbers outside the team: under five is not shown, nor what would give it away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from .figures import Cell, Line, Panel
from .stats.withheld import Atom, Known, Place, Sum, left_out
from .together import Name, Table, links, names

HIDDEN = "not shown"


def suppressed(panel: Panel) -> Panel:
    """Return a measure fit for everybody; the same one where nothing of it is small.

    Small counts go, and those from which they could be worked out, and what is made of either:
    the rest of the line, the chart, the sentences. All look alike, since a reader who is told
    which are small can say more. Of a measure that does not say what it counts nothing is shown.
    """
    return suppressed_in_turn([Table(panel, date.min)])[0]


def suppressed_in_turn(tables: Sequence[Table]) -> list[Panel]:
    """Return measures fit for everybody, in the order in which they were published.

    What was shown stays shown. A later one leaves out what would give away, with those before it,
    a small count of any of them.
    """
    counts: dict[Atom, int] = {}
    named: dict[Atom, Name] = {}
    sums: list[Sum] = []
    marks: set[Place] = set()
    fixed: set[Place] = set()
    found = []
    for number, table in enumerate(tables):
        if is_unsaid(table.panel):
            found.append(nothing_of(table.panel))
            continue
        own = counts_of(table.panel, number)
        counts |= own
        named |= {((number, row), column, place): name for row, column, place, name in names(table)}
        sums += sums_of(table.panel, number)
        also = links(named) if len(tables) > 1 else ()
        marks |= left_out(counts, sums, Known(frozenset(fixed), frozenset(marks), [*also]))
        fixed |= {atom[:2] for atom in own} - marks
        found.append(without(table.panel, {at for at in marks if at[0][0] == number}))
    return found


def is_unsaid(panel: Panel) -> bool:
    return any(cell.counts is None for line in lines_of(panel) for cell in line.cells)


def nothing_of(panel: Panel) -> Panel:
    return replace(panel, sentences=[], lines=[], total=None, bars=None, plot=None)


def lines_of(panel: Panel) -> list[Line]:
    return [*panel.lines, *([panel.total] if panel.total else [])]


def counts_of(panel: Panel, number: int) -> dict[Atom, int]:
    return {
        ((number, row), column, place): count
        for row, line in enumerate(lines_of(panel))
        for column, cell in enumerate(line.cells)
        for place, count in enumerate(cell.counts or ())
    }


def sums_of(panel: Panel, number: int) -> list[Sum]:
    def at(atom: Atom) -> Atom:
        return ((number, atom[0]), *atom[1:])

    plain = [*sums_down(panel), *sums_across(panel.adds_up, lines_of(panel))]
    return [Sum([at(part) for part in one.parts], one.whole and at(one.whole)) for one in plain]


def without(panel: Panel, marks: set[Place]) -> Panel:
    if not marks:
        return panel
    shown = [
        fit(line, {column for (_, at), column in marks if at == row})
        for row, line in enumerate(lines_of(panel))
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
