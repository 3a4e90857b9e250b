"""What the beat wakes: loads nothing, delegates."""

from celery import shared_task
from django.utils import timezone

from . import workflows


@shared_task(name="enquiries.surveys.tasks.invite")
def invite() -> int:
    now = timezone.now()
    return workflows.invite_all(at=now) + workflows.remind_all(at=now)
