"""How far two people who judge the same cases agree beyond chance: Cohen's kappa."""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 10


@dataclass(frozen=True)
class Agreement:
    """`agreed` of `cases` were judged alike. Kappa and its 95 % interval need ten cases."""

    cases: int
    agreed: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Compare the first and the second judgement of each case."""
    agreed = sum(first == second for first, second in pairs)
    names = sorted({name for pair in pairs for name in pair})
    # Where all judge everything alike, chance agrees as well: there is nothing to measure.
    if len(pairs) < LEAST or len(names) < 2:
        return Agreement(len(pairs), agreed)
    from statsmodels.stats.inter_rater import cohens_kappa

    table = [[pairs.count((first, second)) for second in names] for first in names]
    found = cohens_kappa(table)
    return Agreement(
        len(pairs), agreed, float(found.kappa), float(found.kappa_low), float(found.kappa_upp)
    )
