"""The XmR chart: has it changed, or is it the usual to and fro? Wheeler, Understanding Variation.

Limits are the mean and 2.66 mean moving ranges to either side. The rules are named on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

SCALE = 2.66
RUN, TREND, LEAST = 8, 6, 8
OUTSIDE = "Outside the limits"
SHIFT = f"{RUN} or more in a row on one side of the mean"
DRIFT = f"{TREND} or more in a row rising, or falling"


@dataclass(frozen=True)
class Chart:
    """`signals` says by which rules each value stands out; limits are None with few values."""

    values: list[float]
    mean: float
    low: float | None
    high: float | None
    signals: list[list[str]]


def xmr(values: Sequence[float]) -> Chart:
    """Chart values in the order of time. Under eight of them no limits are drawn."""
    mean = fmean(values) if values else 0.0
    if len(values) < LEAST:
        return Chart(list(values), mean, None, None, [[] for _ in values])
    reach = SCALE * fmean(abs(after - before) for before, after in pairwise(values))
    low, high = mean - reach, mean + reach
    runs = in_runs([sign(value - mean) for value in values], RUN)
    steps = in_runs([0, *(sign(after - before) for before, after in pairwise(values))], TREND)
    signals = [
        [rule for rule, holds in ((OUTSIDE, not low <= value <= high), (SHIFT, run),
                                  (DRIFT, step)) if holds]
        for value, run, step in zip(values, runs, steps, strict=True)
    ]  # fmt: skip
    return Chart(list(values), mean, low, high, signals)


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def in_runs(signs: Sequence[int], least: int) -> list[bool]:
    """Say of each place whether it is in a run of so many equal signs; zeros end a run."""
    marks, start = [False] * len(signs), 0
    for end in range(1, len(signs) + 1):
        if end == len(signs) or signs[end] != signs[start]:
            if signs[start] and end - start >= least:
                marks[start:end] = [True] * (end - start)
            start = end
    return marks
