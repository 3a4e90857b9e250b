"""What the beat wakes: tasks load, delegate, and hold no rules."""

from celery import shared_task
from django.utils import timezone

from .workflows import deadlines


@shared_task
def sweep_deadlines() -> int:
    return deadlines.sweep(now=timezone.now())
