"""Which counts of a table to leave out, so that no small one is found from those that are shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAST = 5

Place = tuple[int, int]  # a cell: its line and its column
Atom = tuple[int, int, int]  # a count: its cell, and which of the cell's counts
Row = dict[Atom, Fraction]


@dataclass(frozen=True)
class Sum:
    """Counts that add up to another; without `whole` the reader knows the sum from elsewhere."""

    parts: Sequence[Atom]
    whole: Atom | None = None

    @property
    def atoms(self) -> list[Atom]:
        return [*self.parts, *([self.whole] if self.whole else [])]


def left_out(counts: Mapping[Atom, int], sums: Sequence[Sum]) -> set[Place]:
    """Return the cells to leave out: those of small counts, and others until nothing gives them.

    Nought is no secret. What hides a small count is the smallest that will do.
    """
    marks = {atom[:2] for atom, count in counts.items() if is_small(count)}
    while more := partners(counts, sums, {atom for atom in counts if atom[:2] in marks}):
        marks |= more
    return marks


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def partners(counts: Mapping[Atom, int], sums: Sequence[Sum], unknown: set[Atom]) -> set[Place]:
    """Return one more cell for each sum that gives something away, the plain ones first."""

    def picked(troubled: Iterable[Sum]) -> set[Place]:
        shown = [[atom for atom in one.atoms if atom not in unknown] for one in troubled]
        return {
            min(known, key=lambda at: (not counts[at], counts[at], at))[:2]
            for known in shown
            if known
        }

    plain = [one for one in sums if is_plain(counts, one, unknown)]
    if more := picked(plain):
        return more
    found = {atom for atom in worked_out(sums, unknown) if is_small(counts[atom])}
    if not found:
        return set()
    return picked(one for one in sums if found.intersection(one.atoms)) or picked(sums)


def is_plain(counts: Mapping[Atom, int], one: Sum, unknown: set[Atom]) -> bool:
    """Say whether a sum by itself gives a hidden count away, or a small number of several."""
    return sum(atom in unknown for atom in one.atoms) == 1 or is_small(
        hidden_sum(counts, one, unknown)
    )


def hidden_sum(counts: Mapping[Atom, int], one: Sum, unknown: set[Atom]) -> int:
    """Return what the hidden parts of a sum are together, where a reader can tell; else 0."""
    if one.whole in unknown:
        return 0
    return sum(counts[atom] for atom in one.parts if atom in unknown)


def worked_out(sums: Iterable[Sum], unknown: set[Atom]) -> set[Atom]:
    """Return the hidden counts that follow from the others: the sums are solved as equations."""
    solved: dict[Atom, Row] = {}
    for one in sums:
        row = {atom: Fraction(1) for atom in one.parts if atom in unknown}
        if one.whole in unknown:
            row[one.whole] = Fraction(-1)
        for first, other in solved.items():
            row = without(row, first, other)
        if row:
            first, factor = next(iter(row.items()))
            row = {atom: value / factor for atom, value in row.items()}
            solved = {key: without(other, first, row) for key, other in solved.items()}
            solved[first] = row
    return {first for first, row in solved.items() if len(row) == 1}


def without(row: Row, atom: Atom, other: Row) -> Row:
    """Take an unknown out of an equation by means of another that begins with it."""
    factor = row.get(atom, Fraction(0))
    if not factor:
        return row
    changed = {
        each: row.get(each, Fraction(0)) - factor * other.get(each, Fraction(0))
        for each in {**row, **other}
    }
    return {each: value for each, value in changed.items() if value}
