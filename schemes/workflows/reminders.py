"""Tells editors of reviews that come due, once for each review date."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from accounts.models import User

from .. import emails
from ..models import Scheme, Setting

LONDON = ZoneInfo("Europe/London")


@transaction.atomic
def remind_of_reviews(*, at: datetime) -> int:
    """Write to editors about each scheme whose review comes due, or is; return how many letters.

    Safe to call as often as one likes, and by two at once: a scheme is claimed by a conditional
    update in the transaction of its letters. Nothing happens while there is nobody to tell.
    """
    today = at.astimezone(LONDON).date()
    until = today + timedelta(days=Setting.now().remind_days)
    editors = list(User.objects.filter(is_editor=True, is_active=True))
    if not editors:
        return 0
    rows = Scheme.objects.review_near(until).select_for_update(of=("self",), skip_locked=True)
    due: dict[User, list[Scheme]] = defaultdict(list)
    for scheme in rows.order_by("review_due_on", "name"):
        claimed = Scheme.objects.filter(pk=scheme.pk, review_due_on=scheme.review_due_on)
        if claimed.update(told_of_review_on=F("review_due_on")):
            for editor in [e for e in editors if e.pk == scheme.editor_id] or editors:
                due[editor].append(scheme)
    for editor, schemes in due.items():
        emails.reviews(editor=editor, schemes=schemes, day=today, at=at)
    return len(due)
