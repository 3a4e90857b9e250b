"""Lets one beat, of however many, do a periodic job for a period, and shows which had none."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from ..deadlines.models import JobRun

SWEEP = "sweep"
ROUND, ROUNDS_WATCHED = timedelta(minutes=5), 12
KEPT = timedelta(days=60)


def once(*, job: str, period: str, at: datetime) -> JobRun | None:
    """Take the one run of a job for a period, or return None when somebody else has it.

    Call it inside the transaction of the work: a crash then gives the run back to the next beat.
    A rival waits at the unique pair until that transaction ends.
    """
    run, is_ours = JobRun.objects.get_or_create(job=job, period=period, defaults={"started_at": at})
    return run if is_ours else None


def finish(*, run: JobRun, done: int, at: datetime) -> None:
    """Note when a run ended and add how many rows it acted on."""
    JobRun.objects.filter(pk=run.pk).update(finished_at=at, done=F("done") + done)


def open_round(*, at: datetime) -> JobRun | None:
    """Return the row of the sweep's round at an instant, or None when the round is done.

    The row is written before the work and outside its transactions, which are many: a round that
    died stays unfinished in sight, and whoever comes next takes it up. Two at once may share it,
    since each row of the work is claimed by itself.
    """
    with transaction.atomic():
        run, _ = JobRun.objects.get_or_create(
            job=SWEEP, period=round_of(at), defaults={"started_at": at}
        )
    return None if run.finished_at else run


def round_of(at: datetime) -> str:
    """Name the five minutes of an instant, in UTC: in London one hour of autumn comes twice."""
    whole = at.astimezone(UTC).replace(second=0, microsecond=0)
    start = whole - timedelta(minutes=whole.minute % 5)
    return f"{start:%Y-%m-%dT%H:%MZ}"


def unfinished_rounds(*, now: datetime) -> list[str]:
    """Return the rounds of the last hour that nobody finished, oldest first.

    This round and those before the very first one are not missed.
    """
    rows = JobRun.objects.filter(job=SWEEP)
    first = rows.order_by("period").values_list("period", flat=True).first()
    expected = [period for period in rounds_before(now) if first and period >= first]
    finished = rows.filter(period__in=expected, finished_at__isnull=False)
    done = set(finished.values_list("period", flat=True))
    return [period for period in expected if period not in done]


def rounds_before(now: datetime) -> Iterator[str]:
    for back in range(ROUNDS_WATCHED, 0, -1):
        yield round_of(now - ROUND * back)


def forget_rounds(*, now: datetime) -> int:
    """Delete rounds of long ago. No other run is deleted, since a digest goes by the last one."""
    old = JobRun.objects.filter(job=SWEEP, period__lt=round_of(now - KEPT))
    return old.delete()[0]
