"""What the beat wakes: it loads nothing and holds no rules."""

from celery import shared_task
from django.utils import timezone

from . import workflows


@shared_task(name="schemes.tasks.remind")
def remind() -> int:
    """Remind editors of reviews. Safe to run twice at once, and again after a crash."""
    return workflows.remind_of_reviews(at=timezone.now())
