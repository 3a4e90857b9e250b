"""A periodic job is taken once for each period."""

from datetime import UTC, datetime, timedelta

import pytest

from enquiries.deadlines.models import JobRun
from enquiries.workflows import runs, sweeps
from portal import health

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)


def test_the_first_to_ask_has_the_run_and_the_second_has_nothing():
    assert runs.once(job="sweep", period="2026-11-23T10:15", at=NOW) is not None
    assert runs.once(job="sweep", period="2026-11-23T10:15", at=NOW) is None


def test_another_period_and_another_job_are_runs_of_their_own():
    runs.once(job="sweep", period="2026-11-23", at=NOW)
    assert runs.once(job="sweep", period="2026-11-24", at=NOW)
    assert runs.once(job="digest", period="2026-11-23", at=NOW)


def test_a_finished_run_says_when_and_how_many():
    run = runs.once(job="sweep", period="2026-11-23", at=NOW)
    runs.finish(run=run, done=3, at=NOW)
    kept = JobRun.objects.get()
    assert (kept.finished_at, kept.done) == (NOW, 3)


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-11-23T10:15:00+00:00", "2026-11-23T10:15Z"),
        ("2026-11-23T10:19:59.999999+00:00", "2026-11-23T10:15Z"),
        ("2026-07-01T00:00:00+01:00", "2026-06-30T23:00Z"),
        ("2026-10-25T01:30:00+01:00", "2026-10-25T00:30Z"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25T01:30Z"),
    ],
)
def test_each_round_has_its_own_name_also_when_an_hour_comes_twice(at, period):
    assert runs.round_of(datetime.fromisoformat(at)) == period


def test_a_sweep_leaves_one_finished_row_for_each_five_minutes(enquiry, now):
    late = now + timedelta(days=30)
    found = [sweeps.sweep(now=late + timedelta(minutes=minute)) for minute in range(11)]
    assert found[0] > 0 and sum(found[1:]) == 0
    rows = JobRun.objects.filter(job="sweep").order_by("period")
    assert [row.done for row in rows] == [found[0], 0, 0]
    assert all(row.finished_at for row in rows)


def test_a_round_that_is_done_is_not_gone_through_again(holidays, monkeypatch):
    told = []
    monkeypatch.setattr(sweeps, "act", lambda now: told.append(now) or 0)
    for minute in (0, 1, 4, 5):
        sweeps.sweep(now=NOW + timedelta(minutes=minute))
    assert told == [NOW, NOW + timedelta(minutes=5)]


def test_a_round_that_failed_stays_in_sight_until_it_is_taken_up(enquiry, now, monkeypatch):
    late = now + timedelta(days=30)
    with monkeypatch.context() as patch:
        patch.setattr(sweeps, "miss_all", lambda now: 1 / 0)
        with pytest.raises(ExceptionGroup):
            sweeps.sweep(now=late)
    assert JobRun.objects.get(job="sweep").finished_at is None
    assert runs.unfinished_rounds(now=late + runs.ROUND) == [runs.round_of(late)]
    sweeps.sweep(now=late + timedelta(minutes=1))
    row = JobRun.objects.get(job="sweep")
    assert row.finished_at and row.done > 0
    assert runs.unfinished_rounds(now=late + runs.ROUND) == []


def test_the_status_page_names_the_rounds_that_are_missing(holidays):
    for minutes in (0, 5, 20, 25):
        sweeps.sweep(now=NOW + timedelta(minutes=minutes))
    reading = health.rounds(NOW + timedelta(minutes=33))
    assert reading.value == "not done: 2026-11-23T10:25Z, 2026-11-23T10:30Z"
    assert not reading.is_well
    assert health.rounds(NOW + timedelta(minutes=95)).value.count("Z") == 12
    sweeps.sweep(now=NOW + timedelta(minutes=30))
    assert health.rounds(NOW + timedelta(minutes=9)).is_well


def test_before_the_first_round_none_is_missing(db):
    assert health.rounds(NOW).is_well


def test_rounds_are_forgotten_after_sixty_days_and_other_runs_are_not(holidays):
    for days in (61, 59):
        runs.open_round(at=NOW - timedelta(days=days))
    runs.once(job="digest 1", period="2020-01-01", at=NOW)
    sweeps.sweep(now=NOW)
    kept = [runs.round_of(NOW - timedelta(days=59)), runs.round_of(NOW)]
    left = JobRun.objects.values_list("period", flat=True)
    assert sorted(left) == ["2020-01-01", *kept]
