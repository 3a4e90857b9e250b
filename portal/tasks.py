"""The one scheduled task of the roof."""

from celery import shared_task


@shared_task
def beat_heartbeat() -> None:
    """Shows that beat, broker and worker pass work on: its success is noted like every other."""
