"""Warns of the end of the calendar, once a month, whether or not the calendar still holds."""

from datetime import datetime
from importlib import import_module

from django.db import transaction

from ...deadlines.clock import london_day
from ..runs import finish, once


@transaction.atomic
def warn_of_horizon(*, now: datetime) -> int:
    """Let the calendar warn its administrators in the first round of a London month."""
    try:
        calendar = import_module("enquiries.workflows.calendar")
    except ModuleNotFoundError:
        return 0
    run = once(job="horizon", period=f"{london_day(now):%Y-%m}", at=now)
    if run is None:
        return 0
    calendar.warn_horizon(at=now)
    finish(run=run, done=1, at=now)
    return 1
