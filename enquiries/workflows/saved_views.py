"""Keeps a list under a name, for an officer or a team, and forgets it."""

from datetime import datetime

from django.db import transaction

from accounts.models import Team

from ..models import SavedView
from ..permissions import Refused, check_may_keep_view, check_may_read_lists

MOST_VIEWS = 20


@transaction.atomic
def save_view(*, name: str, query: str, team: Team | None, at: datetime, by) -> SavedView:
    """Keep a list under a name; the same name again is the same view with the new list.

    Without a team it is the person's own. Raises Refused for a team she is not in, and when there
    are MOST_VIEWS already: more would hide the list below them.
    """
    check_may_read_lists(by)
    if team and not by.teams.filter(pk=team.pk).exists():
        raise Refused(f"Only members of {team.name} can save a view for it.", field="whose")
    whose = {"team": team} if team else {"person": by}
    kept = SavedView.objects.filter(**whose)
    if kept.count() >= MOST_VIEWS and not kept.filter(name=name).exists():
        raise Refused(f"There are {MOST_VIEWS} views already. Remove one first.")
    view, _ = kept.update_or_create(
        name=name, defaults={**whose, "query": query, "saved_at": at, "saved_by": by}
    )
    return view


def forget_view(*, view: SavedView, by) -> None:
    """Remove a view. Its list stays what it is."""
    check_may_keep_view(by, view)
    view.delete()
