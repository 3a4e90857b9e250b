"""Observed beside expected: exact limits of chance, what lies outside, and over-dispersion.

Spiegelhalter, Funnel plots for comparing institutional performance, Stat Med 2005;24:1185-1202.
A group is judged by its own cases: `expected` is their number times the county's rate in each
stratum, `variance` what chance alone would make of it, allowing for the group being part of the
county. With one stratum in a large county this is the binomial distribution exactly; with several
it is the one with the same mean and variance.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

# Two-sided: an alert lies outside 95 in 100, an alarm outside 998 in 1,000.
ALERT, ALARM = 0.05, 0.002
FEW = 10
WINSORISED = 0.1
Z = {ALERT: 1.959964, ALARM: 3.090232}


@dataclass(frozen=True)
class Unit:
    """One group: of so many cases so many are of the kind that is counted."""

    key: str
    cases: int
    observed: int
    expected: float
    variance: float

    @property
    def ratio(self) -> float | None:
        return self.observed / self.expected if self.expected > 0 else None

    @property
    def can_be_judged(self) -> bool:
        """Ten cases at least, and something to compare them with."""
        return self.cases >= FEW and self.variance > 1e-9 and self.expected > 0

    @property
    def z(self) -> float:
        return (self.observed - self.expected) / self.variance**0.5


@dataclass(frozen=True)
class Limits:
    """The least and the most of the observed that chance explains, and how often it does not."""

    low: float
    high: float
    chance: float


@dataclass(frozen=True)
class Verdict:
    unit: Unit
    alert: Limits | None
    alarm: Limits | None

    @property
    def is_alert(self) -> bool:
        return is_outside(self.unit, self.alert)

    @property
    def is_alarm(self) -> bool:
        return is_outside(self.unit, self.alarm)

    @property
    def is_more(self) -> bool:
        return self.unit.observed > self.unit.expected


@dataclass(frozen=True)
class Funnel:
    """Every group with its verdict. `tau` is the spread beyond chance, 0 where there is none."""

    verdicts: list[Verdict]
    phi: float
    tau: float

    @cached_property
    def judged(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.alert]

    @property
    def is_overdispersed(self) -> bool:
        return self.tau > 0

    def by_chance(self, level: float) -> float:
        """Return how many groups chance alone would put outside."""
        limits = (v.alert if level == ALERT else v.alarm for v in self.judged)
        return sum(one.chance for one in limits if one)

    @property
    def outside(self) -> list[Verdict]:
        return [verdict for verdict in self.judged if verdict.is_alert]


def is_outside(unit: Unit, limits: Limits | None) -> bool:
    return limits is not None and not limits.low <= unit.observed <= limits.high


def judge(units: Sequence[Unit]) -> Funnel:
    """Judge every group of ten cases or more; wider limits where all of them vary too much."""
    fit = [unit for unit in units if unit.can_be_judged]
    phi = dispersion([unit.z for unit in fit])
    tau2 = between(fit, phi) if phi > 1 + 2 * (2 / max(len(fit), 1)) ** 0.5 else 0.0
    make = wider(tau2) if tau2 > 0 else exact
    verdicts = [
        Verdict(unit, make(unit, ALERT), make(unit, ALARM))
        if unit.can_be_judged
        else Verdict(unit, None, None)
        for unit in units
    ]
    return Funnel(verdicts, phi, tau2**0.5)


def exact(unit: Unit, level: float) -> Limits:
    """Return the limits of the binomial distribution with this mean and variance.

    Each tail holds at most half the level, so the chance is the level or less.
    """
    below, above = distribution(unit)
    span = 6 * unit.variance**0.5 + 6
    counts = range(max(int(unit.expected - span), 0), int(unit.expected + span) + 1)
    # Both tails only grow along their way, so the first beyond is found by halving.
    low = counts[bisect_right(counts, level / 2, key=below)]
    high = counts[bisect_left(counts, -level / 2, key=lambda count: -above(count - 1)) - 1]
    return Limits(low, high, below(low - 1) + above(high))


def drawn(unit: Unit, level: float) -> tuple[float, float]:
    """Return the limits between whole counts, for a line without steps (Spiegelhalter, A.1.1)."""
    below, above = distribution(unit)
    limits = exact(unit, level)
    low, high = int(limits.low), int(limits.high)
    down = (below(low) - level / 2) / (below(low) - below(low - 1))
    up = (above(high - 1) - level / 2) / (above(high - 1) - above(high))
    return low - down, high + up - 1


def distribution(unit: Unit):
    """Return P(at most so many) and P(more than so many), as functions.

    By the incomplete beta function, for which the number of trials need not be whole.
    """
    from scipy.special import betainc

    share = 1 - unit.variance / unit.expected
    trials = unit.expected / share if share > 0 else 0.0
    if share <= 0:
        return poisson(unit.expected)

    def below(count: int) -> float:
        if count < 0:
            return 0.0
        return float(betainc(trials - count, count + 1, 1 - share)) if count < trials else 1.0

    def above(count: int) -> float:
        if count < 0:
            return 1.0
        return float(betainc(count + 1, trials - count, share)) if count < trials else 0.0

    return below, above


def poisson(mean: float):
    from scipy.special import pdtr, pdtrc

    def below(count: int) -> float:
        return float(pdtr(count, mean)) if count >= 0 else 0.0

    def above(count: int) -> float:
        return float(pdtrc(count, mean)) if count >= 0 else 1.0

    return below, above


def dispersion(scores: Iterable[float]) -> float:
    """Return the mean square of the scores, a tenth of them drawn in at either end."""
    ordered = sorted(scores)
    if not ordered:
        return 0.0
    low, high = quantile(ordered, WINSORISED), quantile(ordered, 1 - WINSORISED)
    return sum(min(max(score, low), high) ** 2 for score in ordered) / len(ordered)


def quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    first = int(place)
    second = min(first + 1, len(ordered) - 1)
    return ordered[first] + (place - first) * (ordered[second] - ordered[first])


def between(units: Sequence[Unit], phi: float) -> float:
    """Return the variance between groups of observed over expected, beyond chance."""
    weights = [unit.expected**2 / unit.variance for unit in units]
    spare = sum(weights) - sum(w * w for w in weights) / sum(weights)
    return max((len(units) * phi - (len(units) - 1)) / spare, 0.0) if spare > 0 else 0.0


def wider(tau2: float):
    """Return what makes limits that allow for the spread between groups (additive model)."""

    def limits(unit: Unit, level: float) -> Limits:
        reach = Z[level] * (unit.variance + tau2 * unit.expected**2) ** 0.5
        return Limits(unit.expected - reach, unit.expected + reach, level)

    return limits
