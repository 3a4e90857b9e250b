"""How long until an answer, when some still wait: the Kaplan-Meier estimate."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """So many cases took so many working days, or are still open after them."""

    days: int
    cases: int
    is_answered: bool


@dataclass(frozen=True)
class Estimate:
    """A number of working days and its 95 % interval; None is “longer than anybody waited yet”."""

    days: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Survival:
    """The share still waiting after each number of days, the median and the ninth in ten."""

    curve: list[tuple[int, float]]
    median: Estimate
    ninth: Estimate


def survival(waits: Sequence[Wait]) -> Survival | None:
    """Estimate from answered and open cases alike; None where nothing was answered."""
    if not any(wait.is_answered and wait.cases for wait in waits):
        return None
    from numpy import array, errstate, repeat
    from statsmodels.duration.survfunc import SurvfuncRight

    # Line by line: given weights instead, the library computes the errors of a survey.
    cases = array([wait.cases for wait in waits])
    found = SurvfuncRight(
        repeat(array([float(wait.days) for wait in waits]), cases),
        repeat(array([int(wait.is_answered) for wait in waits]), cases),
    )
    curve = [
        (int(day), float(share))
        for day, share in zip(found.surv_times, found.surv_prob, strict=True)
    ]
    # Where nobody waits any more the interval's transformation has no value, and wants none.
    with errstate(divide="ignore", invalid="ignore"):
        return Survival(curve, estimate(found, 0.5), estimate(found, 0.9))


def estimate(found, share: float) -> Estimate:
    low, high = found.quantile_ci(share)
    return Estimate(known(found.quantile(share)), known(low), known(high))


def known(days: float) -> float | None:
    from math import isfinite

    return float(days) if isfinite(days) else None
