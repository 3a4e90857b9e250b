"""What the beat wakes: tasks take no rows; they load, delegate, and hold no rules."""

from celery import shared_task
from django.utils import timezone

from . import workflows
from .workflows import sweeps


@shared_task
def sweep_deadlines() -> int:
    """Act on every row whose time has come, if nobody has in these five minutes."""
    return sweeps.sweep(now=timezone.now())


@shared_task
def daily() -> int:
    """Do what is done once a London day, such as the officers' digests."""
    return sweeps.daily(now=timezone.now())


@shared_task
def learn_words() -> int:
    """Learn the words of the newest enquiries, for searches with a misspelt one."""
    return workflows.learn_words(now=timezone.now())


@shared_task(soft_time_limit=1500, time_limit=1560)
def write_exports() -> int:
    """Write the files that were asked for. A worker that dies leaves its file to the next."""
    return workflows.write_exports(clock=timezone.now)


@shared_task
def sweep_exports() -> int:
    """Delete the files that have expired."""
    return workflows.sweep_exports(now=timezone.now())
