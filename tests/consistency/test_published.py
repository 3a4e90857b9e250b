"""Every statistic against a worked example that somebody published; each is named."""

import math

import pytest
from scipy.stats import binom, hypergeom, poisson_binom

from consistency.stats.agreement import agreement
from consistency.stats.funnel import (
    ALARM,
    ALERT,
    Unit,
    between,
    dispersion,
    distribution,
    exact,
    judge,
)
from consistency.stats.shares import intervals
from consistency.stats.standard import standardise
from consistency.stats.survival import Wait, survival
from consistency.stats.trend import DRIFT, OUTSIDE, SHIFT, xmr

# SAS/STAT User's Guide, PROC STDRATE, Getting Started: skin cancer in Florida and in the United
# States, 2000, by age: deaths and person-years. Printed: SMR 1.0175.
FLORIDA = [0, 0, 4, 14, 43, 72, 70, 126, 136, 73]
FLORIDA_YEARS = [953785, 1997935, 1885014, 1957573, 2356649, 2088000, 1548371, 1447432, 1087524,
                 335944]  # fmt: skip
STATES = [0, 1, 41, 186, 626, 1199, 1303, 1637, 1624, 803]
STATES_YEARS = [19175798, 41077577, 39183891, 39892024, 45148527, 37677952, 24274684, 18390986,
                12361180, 4239587]  # fmt: skip
# Children's heart surgery in England, 1991-95: operations and deaths under one year of age
# (Spiegelhalter et al., Commissioned analysis of surgical performance, Bristol Inquiry, 2000).
BRISTOL = {
    "Bristol": (143, 41), "Leicester": (187, 25), "Leeds": (323, 24), "Oxford": (122, 23),
    "Guys": (164, 25), "Liverpool": (405, 42), "Southampton": (239, 24), "Ormond": (482, 53),
    "Newcastle": (195, 26), "Harefield": (177, 25), "Birmingham": (581, 58), "Brompton": (301, 31),
}  # fmt: skip


def test_indirect_standardisation_sas_skin_cancer_in_florida():
    """The standard there is the whole country, so Florida's own rows are taken off the rest."""
    ages = range(len(FLORIDA))
    rows = [("Florida", age, FLORIDA_YEARS[age], FLORIDA[age]) for age in ages]
    rows += [
        ("elsewhere", age, STATES_YEARS[age] - FLORIDA_YEARS[age], STATES[age] - FLORIDA[age])
        for age in ages
    ]
    florida = next(unit for unit in standardise(rows) if unit.key == "Florida")
    assert florida.observed == 538
    assert florida.ratio == pytest.approx(1.0175, abs=5e-5)


def bristol() -> list[Unit]:
    return standardise((name, "", ops, deaths) for name, (ops, deaths) in BRISTOL.items())


def test_funnel_bristol_alone_lies_outside():
    """Spiegelhalter 2005, section 4: Bristol is the one centre above the 99.8 % limit."""
    found = judge(bristol())
    assert [v.unit.key for v in found.verdicts if v.is_alarm and v.is_more] == ["Bristol"]


@pytest.mark.parametrize(("cases", "rate"), [(60, 0.4), (200, 0.05), (12, 0.5), (1000, 0.9)])
@pytest.mark.parametrize("level", [ALERT, ALARM])
def test_limits_are_the_exact_binomial_ones(cases, rate, level):
    unit = Unit("", cases, 0, cases * rate, cases * rate * (1 - rate))
    limits = exact(unit, level)
    assert (limits.low, limits.high) == tuple(binom.ppf([level / 2, 1 - level / 2], cases, rate))
    chance = binom.cdf(limits.low - 1, cases, rate) + binom.sf(limits.high, cases, rate)
    assert limits.chance == pytest.approx(chance)
    assert limits.chance <= level


def test_a_group_of_a_small_county_is_drawn_without_putting_back():
    """One stratum in a county of 100: the hypergeometric distribution has this variance."""
    unit = standardise([("a", "", 40, 10), ("b", "", 60, 20)])[0]
    truth = hypergeom(100, 30, 40)
    assert (unit.expected, unit.variance) == pytest.approx(truth.stats())
    below, above = distribution(unit)
    assert max(abs(below(k) - truth.cdf(k)) for k in range(31)) < 0.01
    assert below(11) + above(11) == pytest.approx(1)


def test_several_strata_are_within_half_a_per_cent_of_their_sum():
    rates = [0.1] * 20 + [0.3] * 15 + [0.7] * 25
    unit = Unit("", 60, 0, sum(rates), sum(p * (1 - p) for p in rates))
    below, _ = distribution(unit)
    truth = poisson_binom(rates)
    assert max(abs(below(k) - truth.cdf(k)) for k in range(61)) < 0.005


def test_over_dispersion_as_spiegelhalter_defines_it():
    """Stat Med 2005;24:1185, A.3: phi is the mean square of z, tau the rest of it."""
    assert dispersion([2.0] * 10) == 4
    units = [Unit(str(n), 100, 50, 50.0, 25.0) for n in range(10)]
    weight = 50**2 / 25
    assert between(units, 4) == pytest.approx((10 * 4 - 9) / (10 * weight - weight))
    assert between(units, 0.5) == 0


def test_a_tenth_at_either_end_is_drawn_in():
    scores = [0.0] * 9 + [1.0] * 9 + [100.0, -100.0]
    assert dispersion(scores) == pytest.approx((10 * 1 + 1 * 0) / 20, abs=0.06)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_intervals_of_newcombe_1998(part, whole, low, high):
    """Newcombe, Two-sided confidence intervals, Stat Med 1998;17:857-872, table I, method 3."""
    assert intervals([part], [whole])[0] == pytest.approx((low, high), abs=5e-5)


def test_survival_of_freireich_1963():
    """Weeks in remission under 6-MP, 9 relapsed and 12 censored, as in every textbook since.

    Freireich et al., Blood 1963;21:699; Kaplan-Meier in Kleinbaum and Klein, table 2.1.
    """
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = survival(
        [Wait(week, 1, True) for week in relapsed] + [Wait(week, 1, False) for week in censored]
    )
    printed = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {week: round(share, 3) for week, share in found.curve} == printed
    assert (found.median.days, found.median.low, found.median.high) == (23, 13, None)
    assert found.ninth.days is None


def test_survival_counts_cases_in_one_line_as_many_lines():
    many = [Wait(days, 1, True) for days in (3, 3, 3, 5, 5, 9)]
    few = [Wait(3, 3, True), Wait(5, 2, True), Wait(9, 1, True)]
    assert survival(many) == survival(few)
    assert survival([Wait(4, 7, False)]) is None


def test_xmr_of_nist():
    """NIST/SEMATECH e-Handbook, 6.3.2.2: flow rates of ten batches."""
    rates = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    found = xmr(rates)
    assert found.mean == pytest.approx(50.81)
    assert (found.low, found.high) == pytest.approx((45.8159, 55.8041), abs=0.02)
    assert not any(found.signals)


def test_the_rules_of_the_trend_are_the_named_ones():
    steady = [10, 12] * 6
    assert OUTSIDE in xmr([*steady, 30]).signals[-1]
    shifted = xmr([*steady, *[9.0] * 2, *[20, 21, 20, 21, 20, 21, 20, 21]])
    assert all(SHIFT in marks for marks in shifted.signals[-8:])
    assert DRIFT in xmr([*steady, 1, 2, 3, 4, 5, 6, 7]).signals[-1]
    assert xmr([1, 2, 3]).high is None
    assert not math.isnan(xmr([]).mean)


def test_kappa_of_altman_1991():
    """Altman, Practical Statistics for Medical Research, p. 404: 85 xeromammograms, kappa 0.47."""
    table = [[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]]
    pairs = [(str(a), str(b)) for a in range(4) for b in range(4) for _ in range(table[a][b])]
    found = agreement(pairs)
    assert (found.cases, found.agreed) == (85, 54)
    assert round(found.kappa, 2) == 0.47
    assert found.low < found.kappa < found.high


@pytest.mark.parametrize("pairs", [[("P1", "P1")] * 9, [("P1", "P1")] * 50, []])
def test_kappa_says_nothing_of_few_or_like_cases(pairs):
    assert agreement(pairs).kappa is None


def test_nothing_to_compare_with_is_never_outside():
    alone = standardise([("a", "only ours", 50, 30), ("b", "only theirs", 50, 1)])
    assert not judge(alone).judged
    assert not judge([]).outside
