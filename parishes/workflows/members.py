"""Who acts for a council, from which day to which. A time is ended, never deleted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from ..models import Council, Invitation, Membership
from ..permissions import check_may_manage

LONDON = ZoneInfo("Europe/London")


class Refused(Exception):
    """This cannot be done. The message is fit to show."""


def london_day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def hold(council: Council) -> None:
    """Let changes of a council's people happen one after the other; call it in a transaction."""
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)


@transaction.atomic
def end_membership(*, membership: Membership, last_day: date, at: datetime, by) -> None:
    """Let a person act for the council until a day (Europe/London), which still counts.

    Raises PermissionDenied for whoever does not manage the council, and Refused for a day that is
    over or if nobody else would act for the council on the day after. What she invited others to
    goes with her, unless she leaves by herself.
    """
    council, today = membership.council, london_day(at)
    hold(council)
    check_may_manage(by, council, today)
    if last_day < max(today, membership.starts_on):
        raise Refused("The last day cannot be before today or the first day")
    if not stays_served(council, without=membership, after=last_day):
        raise Refused("Nobody else would act for your council. Invite somebody first")
    membership.ends_on = last_day
    membership.save(update_fields=["ends_on"])
    if by != membership.user:
        hers = Invitation.objects.open(at).filter(council=council, invited_by=membership.user)
        hers.update(withdrawn_at=at, withdrawn_by=by)


def stays_served(council: Council, *, without: Membership, after: date) -> bool:
    """Say whether somebody else, who can sign in, acts for a council after a day."""
    others = council.members.exclude(user=without.user).filter(user__is_active=True)
    return others.filter(Q(ends_on=None) | Q(ends_on__gt=after), starts_on__lte=after).exists()
