"""What is read for a page is what counting the facts gives, whatever is chosen and compared."""

from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest

from consistency import directory, readings
from consistency.days import counter
from consistency.figures import Share, percentile
from consistency.models import Round
from consistency.selection import By, Selection
from enquiries.deadlines.clock import Calendar, working_days
from enquiries.deadlines.models import BankHoliday
from enquiries.models import Enquiry
from parishes.models import Division

from .conftest import until_fresh

pytestmark = pytest.mark.django_db
PLAIN = {
    By.DISTRICT: lambda r: [r.parish.district_id], By.PARISH: lambda r: [r.parish_id],
    By.DIVISION: lambda r: [d.pk for d in r.parish.divisions.all()],
    By.COUNCIL: lambda r: [r.council_id], By.COUNCIL_KIND: lambda r: [r.council.kind],
    By.KIND: lambda r: [r.kind_id], By.TEAM: lambda r: [r.team_id or 0],
    By.OFFICER: lambda r: [r.officer_id or 0], By.CHANNEL: lambda r: [r.channel],
}  # fmt: skip


@pytest.fixture
def counted(county, places, now):
    divisions = [Division.objects.create(gss_code=f"E58{n}", name=f"Division {n}") for n in "12"]
    places[0].divisions.add(*divisions)
    places[1].divisions.add(divisions[0])
    some = list(Enquiry.objects.order_by("pk").values_list("pk", flat=True)[::3])
    Enquiry.objects.filter(pk__in=some).update(channel="phone")
    until_fresh(now)


def year(now, by=By.DISTRICT, **only) -> Selection:
    chosen = {By(name): choice for name, choice in only.items()}
    return Selection(by, date(2025, 12, 1), now.date(), now, chosen)


def oracle(chosen: Selection, by: By | None) -> dict[str, Counter]:
    found: dict[str, Counter] = {}
    for of, (month, row) in product(readings.MONTHS, months()):
        kept = getattr(row, readings.MONTHS[of])
        if month != of or kept is None or not chosen.since <= kept <= chosen.until:
            continue
        if not all(choice.key in keys(row, each, of) for each, choice in chosen.only.items()):
            continue
        for key in keys(row, by, of) if by else [""]:
            found.setdefault(key, Counter()).update(figures_of(row, of))
    return found


def months():
    rows = list(Round.objects.select_related("parish", "council"))
    return [(of, row) for row in rows for of in readings.MONTHS]


def keys(row: Round, by: By, of: str) -> list[str]:
    if by == By.KIND and of == "received":
        return [str(row.asked_kind_id)]
    return [str(key) for key in PLAIN[by](row)]


def figures_of(row: Round, of: str) -> dict[str, int]:
    if of == "received":
        return {"received": 1}
    if of == "asked":
        scores = {"": row.score, "_time_taken": row.score_time_taken, "_clarity": row.score_clarity,
                  "_informed": row.score_informed, "_fairly": row.score_fairly}  # fmt: skip
        return {
            "asked": 1, "replied": row.replied,
            **{f"scored{end}": score is not None for end, score in scores.items()},
            **{f"satisfied{end}": (score or 0) >= 4 for end, score in scores.items()},
        }  # fmt: skip
    return {
        "answered": 1, "on_time": row.on_time, "refused": bool(row.refused),
        "uncited": bool(row.uncited), "reopened": row.reopened, "paused": row.paused > 0,
        "words_kept": row.words_kept, "words_broken": row.words_broken,
    }  # fmt: skip


def same(found: dict[str, Counter], wanted: dict[str, Counter]) -> bool:
    return {k: +c for k, c in found.items() if +c} == {k: +c for k, c in wanted.items() if +c}


@pytest.mark.parametrize("by", [None, *By])
def test_m05_every_comparison_counts_what_is_there(counted, now, by):
    chosen = year(now)
    assert same(readings.counts(chosen, by), oracle(chosen, by))
    assert same(readings.from_rounds(chosen, by), oracle(chosen, by))


@pytest.mark.parametrize("narrow", [by for by in By if by != By.OFFICER])
@pytest.mark.parametrize("by", [None, By.PARISH, By.KIND])
def test_m05_every_filter_narrows_to_what_is_there(counted, now, narrow, by):
    for choice in directory.with_nobody(narrow):
        chosen = year(now, **{narrow.value: choice})
        assert same(readings.counts(chosen, by), oracle(chosen, by))


def test_m05_filters_of_different_sorts_narrow_together(counted, now, kinds, places):
    two = {
        "kind": next(c for c in directory.choices(By.KIND) if c.key == str(kinds[1].pk)),
        "channel": next(c for c in directory.choices(By.CHANNEL) if c.key == "phone"),
    }
    chosen = year(now, **two)
    assert same(readings.counts(chosen, By.DISTRICT), oracle(chosen, By.DISTRICT))
    assert oracle(chosen, None)


@pytest.mark.parametrize("by", [By.DISTRICT, By.KIND, By.DIVISION, By.OFFICER])
def test_spreads_are_those_of_the_facts(counted, now, by):
    chosen = year(now)
    rows = Round.objects.filter(answered_month__range=chosen.months)
    assert same(readings.spreads(chosen, by), spread_of(rows, by))
    for place in directory.choices(By.PARISH):
        only = readings.spreads(year(now, parish=place), by)
        assert same(only, spread_of(rows.filter(parish=place.key), by))
    phone = next(c for c in directory.choices(By.CHANNEL) if c.key == "phone")
    assert sum(readings.spreads(year(now, channel=phone), by).values(), Counter())


def spread_of(rows, by: By) -> dict[str, Counter]:
    found: dict[str, Counter] = {}
    for row in rows:
        for key in keys(row, by, "answered"):
            found.setdefault(key, Counter())[row.days] += 1
    return found


def test_by_month_adds_up_to_the_period(counted, now):
    chosen = year(now)
    months = readings.by_month(chosen)
    total = sum((+Counter(row) for row in months.values()), Counter())
    assert total == +readings.counts(chosen, None)[""]


@pytest.mark.parametrize("by", readings.STANDARDS)
@pytest.mark.parametrize("what", ["late", "refused"])
def test_kept_and_worked_out_comparisons_are_the_same(counted, now, by, what):
    """Without a filter the kept rows answer; with one that keeps everybody, the spot does."""
    everybody = {"council_kind": next(
        c for c in directory.choices(By.COUNCIL_KIND) if c.key == "parish council"
    )}  # fmt: skip
    kept = {unit.key: unit for unit in readings.compared(year(now, by), what)}
    spot = {unit.key: unit for unit in readings.compared(year(now, by, **everybody), what)}
    assert set(kept) == set(spot)
    for key, unit in kept.items():
        assert (unit.cases, unit.observed) == (spot[key].cases, spot[key].observed)
        assert unit.expected == pytest.approx(spot[key].expected)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "None"), (3, 4, "3 of 4"), (9, 9, "9 of 9"), (0, 10, "0%"), (9, 10, "90%"),
        (10, 10, "100%"), (999, 1000, "99%"), (1, 1000, "1%"), (2, 3000, "1%"),
    ],
)  # fmt: skip
def test_m06_no_percentage_under_ten(part, whole, shown):
    assert str(Share(part, whole)) == shown


def test_m08_one_extreme_case_moves_the_ninth_and_not_the_median():
    spread = Counter({4: 9})
    assert (percentile(spread, 0.5), percentile(spread, 0.9)) == (4, 4)
    spread[300] += 1
    assert (percentile(spread, 0.5), percentile(spread, 0.9)) == (4, 4)
    spread[300] += 1
    assert (percentile(spread, 0.5), percentile(spread, 0.9)) == (4, 300)
    assert percentile(Counter(), 0.5) is None


def test_working_days_of_thousands_are_those_of_the_clock_one_by_one():
    BankHoliday.objects.all().delete()
    BankHoliday.objects.create(date=date(2026, 8, 31), title="Summer", nation="england-and-wales")
    days = [date(2026, 8, 20) + timedelta(days=number) for number in range(16)]
    until = days[-1]
    took = counter(days, until)
    calendar = Calendar({date(2026, 8, 31): "Summer"}, until)
    for first, last in product(days, days):
        assert took(first, last) == working_days(first, last, calendar)[0], (first, last)
    assert took(days[0], until + timedelta(days=30)) == took(days[0], until)
