"""How a person wants her letters, and what becomes of those that were kept for her."""

from datetime import datetime

from django.db import transaction

from post.models import Letter, Preference
from post.nudge import nudge_on_commit

Status = Letter.Status


@transaction.atomic
def choose(
    *,
    is_daily: bool,
    hour: int | None = None,
    monthly_summary: bool | None = None,
    at: datetime,
    by,
) -> Preference:
    """Note how `by` wants her own letters. `at` is an aware UTC instant.

    `hour` is that of the daily letter in Europe/London. None leaves a choice as it was. Letters
    kept so far leave at once when she no longer wants one letter a day.
    """
    chosen, _ = Preference.objects.select_for_update().get_or_create(
        person=by, defaults={"changed_at": at}
    )
    chosen.is_daily, chosen.changed_at = is_daily, at
    chosen.hour = chosen.hour if hour is None else hour
    if monthly_summary is not None:
        chosen.monthly_summary = monthly_summary
    chosen.save()
    if not is_daily:
        release_kept(by.pk, at=at)
    return chosen


def release_kept(person: int, *, at: datetime) -> int:
    """Let every letter kept for a person leave, and return how many."""
    kept = Letter.objects.filter(person=person, status=Status.KEPT)
    released = kept.update(status=Status.WAITING, not_before=at)
    if released:
        nudge_on_commit()
    return released
