"""Instants as people say them, in the site's time zone."""

from datetime import datetime

from django.utils import timezone


def clock(instant: datetime) -> str:
    """Write the time of day of an aware instant: 10:02am."""
    local = timezone.localtime(instant)
    return f"{local:%-I:%M}{'am' if local.hour < 12 else 'pm'}"


def moment(instant: datetime) -> str:
    """Write the day and the time of an aware instant: 3 December 2026, 10:02am."""
    local = timezone.localtime(instant)
    return f"{local.day} {local:%B %Y}, {clock(instant)}"
