"""The figures against plain Python on the same cases."""

import math
import statistics
from dataclasses import replace
from datetime import date, timedelta

import pytest

from consistency import figures, readings
from consistency.figures import Row, Share
from consistency.selection import By, Selection
from enquiries import workflows
from enquiries.models import Kind

from .conftest import DONT_KNOW, Case, standard_of

pytestmark = pytest.mark.django_db


def year(now, **changes) -> Selection:
    words = {"by": By.DISTRICT, "since": date(2025, 12, 1), "until": now.date(), "now": now}
    return Selection(**words | changes)


def oracle(cases: list[Case], chosen: Selection) -> dict:
    """Work the figures of some cases out by hand."""

    def inside(days: int | None) -> bool:
        if days is None:
            return False
        return chosen.since <= (chosen.now - timedelta(days=days)).date() <= chosen.until

    answers = [case for case in cases if inside(case.answered)]
    taken = sorted(case.taken for case in answers)
    asked = [case for case in answers if case.asked]
    replies = [case.score for case in asked if case.score is not None]
    scores = [score for score in replies if score != DONT_KNOW]
    return {
        "received": sum(inside(case.came) for case in cases),
        "answered": len(answers),
        "on_time": sum(not case.late for case in answers),
        "median": statistics.median_low(taken) if taken else None,
        "ninth": taken[math.ceil(0.9 * len(taken)) - 1] if taken else None,
        "late": sum(c.late and c.answered is None and not c.waiting for c in cases),
        "asked": len(asked),
        "replied": len(replies),
        "scored": len(scores),
        "satisfied": sum(score >= 4 for score in scores),
    }


def numbers(row: Row) -> dict:
    return {name: value for name, value in vars(row).items() if name not in ("code", "name")}


def names(cases: list[Case], by: By) -> list[tuple]:
    groups = {getattr(case, by) for case in cases}
    return [(g.pk, g.gss_code if by == By.DISTRICT else g.code, g.name) for g in groups]


@pytest.mark.parametrize("by", By)
def test_every_figure_agrees_with_the_oracle(county, now, by):
    chosen = year(now, by=by)
    found = figures.read(chosen, names(county, by))
    for row in found.rows:
        cases = [case for case in county if getattr(case, by).name == row.name]
        assert numbers(row) == oracle(cases, chosen), row.name
    assert numbers(found.total) == oracle(county, chosen)


@pytest.mark.parametrize(
    "period", [(date(2026, 5, 1), date(2026, 8, 31)), (date(2024, 1, 1), None)]
)
def test_a_period_is_days_of_london_both_included(county, now, period):
    since, until = period[0], period[1] or now.date()
    chosen = year(now, since=since, until=until)
    found = figures.read(chosen, names(county, By.DISTRICT))
    assert numbers(found.total) == oracle(county, chosen)


def test_filters_narrow_every_figure(county, now, kinds, places):
    chosen = year(now, kind=kinds[1], district=places[1].district)
    cases = [c for c in county if c.kind == kinds[1] and c.parish == places[1]]
    found = figures.read(chosen, names(county, By.DISTRICT))
    assert numbers(found.total) == oracle(cases, chosen)
    assert [row.name for row in found.rows] == ["Blaby"]


def test_midnight_belongs_to_the_day_it_begins(write, places, kinds, now):
    case = Case(places[0], kinds[0], came=0)
    enquiry = write(case)
    midnight = now.replace(month=11, day=1, hour=0)
    enquiry.received_at = midnight
    enquiry.save()
    november = year(now, since=date(2026, 11, 1))
    october = year(now, since=date(2026, 10, 1), until=date(2026, 10, 31))
    assert readings.received(november).count() == 1
    assert readings.received(october).count() == 0
    enquiry.received_at = midnight - timedelta(microseconds=1)
    enquiry.save()
    assert readings.received(october).count() == 1


def test_one_extreme_case_moves_the_ninth_and_not_the_median(write, places, kinds, now):
    def read() -> Row:
        return figures.read(year(now), [(places[0].district.pk, "", "Harborough")]).total

    for _ in range(9):
        write(Case(places[0], kinds[0], answered=5, taken=4))
    assert (read().median, read().ninth) == (4, 4)
    for _ in range(2):
        write(Case(places[0], kinds[0], answered=5, taken=300))
    assert (read().median, read().ninth) == (4, 300)


def test_rows_are_alphabetical_and_empty_ones_left_out(county, now, district):
    groups = [*names(county, By.DISTRICT), (0, "", "Nowhere")]
    found = figures.read(year(now), groups)
    assert [row.name for row in found.rows] == ["=Melton", "Blaby", "Harborough"]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "None"), (3, 4, "3 of 4"), (9, 9, "9 of 9"), (0, 10, "0%"), (9, 10, "90%"),
        (10, 10, "100%"), (999, 1000, "99%"), (1, 1000, "1%"), (2, 3000, "1%"),
    ],
)  # fmt: skip
def test_no_percentage_under_ten(part, whole, shown):
    assert str(Share(part, whole)) == shown


@pytest.mark.parametrize("by", By)
def test_the_queries_do_not_grow_with_the_rows(county, now, by, django_assert_num_queries):
    groups = names(county, by)
    for some in (groups[:1], groups):
        with django_assert_num_queries(5):
            figures.read(year(now, by=by), some)


def by_kind(groups, now) -> dict[str, Row]:
    found = figures.read(year(now, by=By.KIND), [(k.pk, k.code, k.name) for k in groups])
    return {row.code: row for row in found.rows}


def test_correcting_a_kind_leaves_what_was_promised_with_the_old_one(
    enquiry, kind, oscar, alice, outcomes, now
):
    """A missed answer, a second round that is late, and a kind that promises more time."""
    other = Kind.objects.create(code="X1", group=kind.group, name="Verges", priority="P4")
    standard_of(other)
    words = {"explanation": "Counted.", "next_step": "None.", "outcome": outcomes["advice"]}
    at = now + timedelta(days=16)
    workflows.answer(enquiry=enquiry, reason=None, planned_for=None, at=at, by=oscar, **words)
    at += timedelta(days=1)
    workflows.reopen(enquiry=enquiry, text="No.", at=at, by=alice)
    at += timedelta(days=21)
    before = by_kind([kind, other], at)
    assert (before["SP1"].answered, before["SP1"].on_time, before["SP1"].late) == (1, 0, 1)
    workflows.correct_kind(enquiry=enquiry, kind=other, reason="Grass.", at=at, by=oscar)
    after = by_kind([kind, other], at)
    assert replace(after["SP1"], received=1) == before["SP1"]
    assert (after["X1"].received, after["X1"].answered, after["X1"].late) == (1, 0, 0)


def test_a_later_date_takes_nothing_out_of_late_now(enquiry, oscar, now):
    late = now + timedelta(days=15)
    workflows.extend(
        enquiry=enquiry, new_due_on=date(2026, 12, 16), reason="Snow.", at=now, by=oscar
    )
    assert readings.late_now(year(late)).count() == 1
    assert readings.late_now(year(now)).count() == 0


def test_late_work_is_late_and_a_late_answer_is_late_once(enquiry, oscar, outcomes, now):
    words = {"explanation": "Agreed.", "next_step": "Paint.", "outcome": outcomes["will-do"]}
    workflows.answer(
        enquiry=enquiry, reason=None, planned_for=date(2026, 11, 25), at=now, by=oscar, **words
    )
    assert readings.late_now(year(now + timedelta(days=8))).count() == 1
