"""A periodic job is taken once for each period."""

from datetime import UTC, datetime

import pytest

from enquiries.deadlines.models import JobRun
from enquiries.workflows import runs

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
