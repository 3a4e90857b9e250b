"""Whom a person acts for on a day. A day is a date in Europe/London: memberships are dated."""

from datetime import date

from django.core.exceptions import PermissionDenied

from .models import Council, Parish
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
