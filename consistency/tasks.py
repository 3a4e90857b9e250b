"""What the beat wakes: loads nothing, delegates."""

from celery import shared_task
from django.utils import timezone

from . import monthly, workflows
from .workflows import looks


@shared_task
def catch_up() -> int:
    return workflows.catch_up(at=timezone.now())


@shared_task
def choose_second_looks() -> int:
    return looks.choose(at=timezone.now())


@shared_task
def keep_month() -> bool:
    """Keep the month that is over, if nobody has yet."""
    return monthly.keep_month(at=timezone.now()) is not None
