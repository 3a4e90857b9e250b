"""What the beat wakes: tasks load nothing and hold no rules."""

from celery import shared_task
from django.utils import timezone

from .workflows import links, meetings, rhythm, sending


@shared_task
def send() -> int:
    """Send editions whose time has come, and go on with what was cut off."""
    return sending.send_due(at=timezone.now())


@shared_task
def daily() -> int:
    """Draft the next edition, remind of meetings and try links, each when it is due."""
    at = timezone.now()
    rhythm.draft_next(at=at)
    return meetings.remind_all(at=at) + links.check_links(at=at)
