"""What workers and the beat do for the post. Nothing depends on it: drain_outbox does the same."""

from celery import shared_task
from django.utils import timezone

from . import workflows


@shared_task(name="post.tasks.drain")
def drain() -> dict[str, int]:
    """Deliver what waits. Safe to run twice at once, and again after a crash."""
    return dict(workflows.drain(clock=timezone.now))


@shared_task(name="post.tasks.daily_letters")
def daily_letters() -> int:
    """Write the daily letters whose hour has come. Safe to run twice at once."""
    return workflows.tell_kept(at=timezone.now())


@shared_task(name="post.tasks.read_inbox")
def read_inbox() -> dict[str, int]:
    """Handle what came in by mail. Safe to run twice at once, and again after a crash."""
    return dict(workflows.read_inbox(clock=timezone.now))


@shared_task(name="post.tasks.ask_notify")
def ask_notify() -> int:
    """Ask GOV.UK Notify what became of letters. Nothing to do where they leave by SMTP."""
    return workflows.ask_notify(clock=timezone.now)
