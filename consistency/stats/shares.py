"""Shares with the interval in which the true one lies in 95 of 100 such samples."""


def interval(part: int, whole: int) -> tuple[float, float]:
    """Return the Wilson interval of a share, as shares. Raises ValueError without cases."""
    from scipy.stats import binomtest

    found = binomtest(part, whole).proportion_ci(0.95, method="wilson")
    return float(found.low), float(found.high)
