"""Lets one beat, of however many, do a periodic job for a period."""

from datetime import datetime

from ..deadlines.models import JobRun


def once(*, job: str, period: str, at: datetime) -> JobRun | None:
    """Take the one run of a job for a period, or return None when somebody else has it.

    Call it inside the transaction of the work: a crash then gives the run back to the next beat.
    A rival waits at the unique pair until that transaction ends.
    """
    run, is_ours = JobRun.objects.get_or_create(job=job, period=period, defaults={"started_at": at})
    return run if is_ours else None


def finish(*, run: JobRun, done: int, at: datetime) -> None:
    """Note when a run ended and how many rows it acted on."""
    run.finished_at, run.done = at, done
    run.save(update_fields=["finished_at", "done"])
