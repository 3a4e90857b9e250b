"""What the beat wakes: loads nothing, delegates."""

from celery import shared_task
from django.utils import timezone

from . import workflows


@shared_task
def catch_up() -> int:
    return workflows.catch_up(at=timezone.now())
