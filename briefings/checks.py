"""Whether a copy is still wanted when it leaves."""

from datetime import datetime

from django.db.models import Q

from enquiries.deadlines.clock import london_day
from parishes.models import Membership
from post import hooks
from post.models import Letter

from .emails import EDITION, REMINDER
from .models import Subscriber

LEFT = "Unsubscribed from briefings."
NO_LONGER = "This person does not act for a council any more."


def still_wanted(*, letter: Letter, at: datetime) -> str:
    """Ask, a moment before a copy leaves, whether its reader has unsubscribed or gone."""
    mine = Q(email__iexact=letter.to) | Q(person=letter.person_id, person__isnull=False)
    if Subscriber.objects.filter(mine, left_at__isnull=False).exists():
        return LEFT
    if letter.person_id is None:
        return ""
    acts = Membership.objects.current(london_day(at)).filter(user=letter.person_id)
    return "" if acts.exists() else NO_LONGER


def register() -> None:
    """Let the post ask. Called when the product starts."""
    hooks.check(EDITION, still_wanted)
    hooks.check(REMINDER, still_wanted)
