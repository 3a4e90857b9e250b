"""Which counts of a table to leave out, so that no small one is found from those that are shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

LEAST = 5

Place = tuple[Any, Any]  # a cell: its line and its column
Atom = tuple[Any, Any, int]  # a count: its cell, and which of the cell's counts
Row = dict[Atom, Fraction]


@dataclass(frozen=True)
class Sum:
    """Counts that add up to another; without `whole` the reader knows the sum from elsewhere."""

    parts: Sequence[Atom]
    whole: Atom | None = None

    @property
    def atoms(self) -> list[Atom]:
        return [*self.parts, *([self.whole] if self.whole else [])]


@dataclass(frozen=True)
class Known:
    """What a reader may know besides: tables shown before, and counts that are the same in two.

    Cells of `fixed` have been shown and stay so; those `hidden` before stay hidden. `links` are
    sums that tie the counts of several tables to one another.
    """

    fixed: frozenset[Place] = frozenset()
    hidden: frozenset[Place] = frozenset()
    links: Sequence[Sum] = ()


def left_out(
    counts: Mapping[Atom, int], sums: Sequence[Sum], known: Known | None = None
) -> set[Place]:
    """Return the cells to leave out: those of small counts, and others until nothing gives them.

    Nought is no secret. What hides a small count is the smallest that will do.
    """
    known = known or Known()
    marks = {atom[:2] for atom, count in counts.items() if is_small(count)} | known.hidden
    while more := partners(counts, sums, {a for a in counts if a[:2] in marks}, known):
        marks |= more
    return marks


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def partners(
    counts: Mapping[Atom, int], sums: Sequence[Sum], unknown: set[Atom], known: Known
) -> set[Place]:
    """Return one more cell for each sum that gives something away, the plain ones first."""

    def picked(troubled: Iterable[Sum]) -> set[Place]:
        shown = [
            [a for a in one.atoms if a in counts and a not in unknown and a[:2] not in known.fixed]
            for one in troubled
        ]
        return {
            min(open_to, key=lambda at: (not counts[at], counts[at], at))[:2]
            for open_to in shown
            if open_to
        }

    plain = [one for one in sums if is_plain(counts, one, unknown)]
    if more := picked(plain):
        return more
    nowhere = {atom for one in known.links for atom in one.atoms if atom not in counts}
    solved = worked_out([*sums, *known.links], unknown | nowhere)
    found = {atom for atom in solved if is_told(counts, known, atom, unknown)}
    if not found:
        return set()
    every = [*sums, *known.links]
    return picked(one for one in every if found.intersection(one.atoms)) or picked(sums)


def is_told(counts: Mapping[Atom, int], known: Known, atom: Atom, unknown: set[Atom]) -> bool:
    """Say whether what a reader works out is a secret: small, and shown in no table."""
    if atom in counts:
        return is_small(counts[atom])
    same = [one.parts[0] for one in known.links if one.whole == atom]
    return is_small(counts[same[0]]) and all(each in unknown for each in same)


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
    holders: defaultdict[Atom, set[Atom]] = defaultdict(set)

    def note(key: Atom) -> None:
        for atom in solved[key]:
            if atom != key:
                holders[atom].add(key)

    for one in sums:
        row = equation(one, unknown)
        for first in [atom for atom in row if atom in solved]:
            row = without(row, first, solved[first])
        if row:
            first, factor = next(iter(row.items()))
            row = {atom: value / factor for atom, value in row.items()}
            for key in holders.pop(first, set()):
                solved[key] = without(solved[key], first, row)
                note(key)
            solved[first] = row
            note(first)
    return {first for first, row in solved.items() if len(row) == 1}


def equation(one: Sum, unknown: set[Atom]) -> Row:
    row = {atom: Fraction(1) for atom in one.parts if atom in unknown}
    return row | {one.whole: Fraction(-1)} if one.whole in unknown else row


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
