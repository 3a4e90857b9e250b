"""Indirect standardisation: what each group would have at the county's rate in every stratum."""

from collections import defaultdict
from collections.abc import Hashable, Iterable

from .funnel import Unit

# Group, stratum, cases, and those of them that are counted.
Counted = tuple[str, Hashable, int, int]


def standardise(counted: Iterable[Counted]) -> list[Unit]:
    """Return observed, expected and variance of every group, in the order of their keys.

    The variance is that of drawing the group's cases out of the county's, stratum by stratum.
    """
    cells: dict[tuple[str, Hashable], list[int]] = defaultdict(lambda: [0, 0])
    county: dict[Hashable, list[int]] = defaultdict(lambda: [0, 0])
    for group, stratum, cases, observed in counted:
        for cell in (cells[group, stratum], county[stratum]):
            cell[0] += cases
            cell[1] += observed
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for (group, stratum), (cases, observed) in cells.items():
        everywhere, of_them = county[stratum]
        rate = of_them / everywhere
        rest = (everywhere - cases) / (everywhere - 1) if everywhere > 1 else 0.0
        for place, value in enumerate(
            (cases, observed, cases * rate, cases * rate * (1 - rate) * rest)
        ):
            sums[group][place] += value
    return [Unit(key, int(n), int(o), e, v) for key, (n, o, e, v) in sorted(sums.items())]
