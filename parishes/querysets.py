from datetime import date, datetime

from django.apps import apps
from django.db import models
from django.db.models import Q

from .outlines import may_contain


class MembershipQuerySet(models.QuerySet):
    def current(self, on: date):
        """Memberships that hold on a day (Europe/London); the last day counts."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class CouncilQuerySet(models.QuerySet):
    def served_by(self, user, *, on: date):
        """Councils this person acts for on a day."""
        memberships = apps.get_model("parishes.Membership").objects
        current = memberships.filter(user=user).current(on)
        return self.filter(pk__in=current.values("council"))


class ParishQuerySet(models.QuerySet):
    def of(self, councils):
        """Parishes served by any of these councils."""
        return self.filter(councils__in=councils).distinct()


class OutlineQuerySet(models.QuerySet):
    def of_districts(self):
        return self.filter(is_ward=False)

    def surround(self, latitude: float, longitude: float) -> bool:
        """Say whether a point may lie in one of these; yes where no outline is known."""
        found = list(self.values_list("geometry", flat=True))
        return not found or any(may_contain(each, latitude, longitude) for each in found)


class InvitationQuerySet(models.QuerySet):
    def open(self, at: datetime):
        """Invitations that may still be taken up at an aware instant."""
        return self.filter(taken_up_at=None, withdrawn_at=None, expires_at__gt=at)
