"""Whom a person acts for on a day. A day is a date in Europe/London: memberships are dated."""

from datetime import date

from django.core.exceptions import PermissionDenied

from .models import Council, Membership, Parish
from .querysets import CouncilQuerySet, ParishQuerySet


def councils_of(user, on: date) -> CouncilQuerySet:
    """Return the councils this person acts for on a day; none for a stranger."""
    if not user.is_authenticated:
        return Council.objects.none()
    return Council.objects.served_by(user, on=on)


def parishes_of(user, on: date) -> ParishQuerySet:
    """Return the parishes of the councils this person acts for on a day."""
    return Parish.objects.of(councils_of(user, on))


def may_act_for(user, council: Council, on: date) -> bool:
    return councils_of(user, on).filter(pk=council.pk).exists()


def check_may_act_for(user, council: Council, on: date) -> None:
    """Raise PermissionDenied, in words for the person, unless she acts for the council that day."""
    if not may_act_for(user, council, on):
        raise PermissionDenied(f"You do not act for {council} at the moment.")


# Who looks after the council's people: its clerk; where there is none, the chair; else a deputy.
FIRST_OF = [Membership.Role.CLERK, Membership.Role.CHAIR, Membership.Role.DEPUTY]


def may_manage(user, council: Council, on: date) -> bool:
    """Say whether this person invites colleagues to the council and ends their time."""
    current = council.members.current(on).filter(user__is_active=True)
    roles = dict.fromkeys(current.values_list("role", flat=True))
    chief = next((role for role in FIRST_OF if role in roles), None)
    return bool(chief) and current.filter(user=user, role=chief).exists()


def check_may_manage(user, council: Council, on: date) -> None:
    """Raise PermissionDenied, in words for the person, unless she manages the council's people."""
    check_may_act_for(user, council, on)
    if not may_manage(user, council, on):
        raise PermissionDenied(f"Only the clerk of {council} can do this.")
