"""Shares with the interval in which the true one lies in 95 of 100 such samples."""

from collections.abc import Sequence


def intervals(parts: Sequence[int], wholes: Sequence[int]) -> list[tuple[float, float]]:
    """Return the Wilson interval of each share, as shares; every whole is one case at least."""
    if not parts:
        return []
    from numpy import array
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(array(parts), array(wholes), alpha=0.05, method="wilson")
    return list(zip(low.tolist(), high.tolist(), strict=True))
