"""Chainable words for reading enquiries."""

from datetime import date, datetime

from django.apps import apps
from django.db import models
from django.db.models import Q

from .states import OPEN, Status

OPEN_VALUES = [status.value for status in OPEN]


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user, *, on: date):
        """Enquiries in a person's scope on a day: the county's people all, clerks their councils'."""
        if not user.is_authenticated:
            return self.none()
        if user.works_for_county:
            return self
        councils = apps.get_model("parishes.Council").objects.served_by(user, on=on)
        return self.filter(council__in=councils)

    def open(self):
        return self.filter(status__in=OPEN_VALUES)

    def closed(self):
        return self.exclude(status__in=OPEN_VALUES)

    def with_county(self):
        """Open, and the next act is the county's."""
        return self.open().exclude(status=Status.WAITING.value)

    def waiting(self):
        return self.filter(status=Status.WAITING.value)

    def overdue(self, now: datetime):
        return self.with_county().filter(due_at__lt=now)

    def owned_by(self, user):
        return self.filter(owner=user)

    def unassigned(self):
        return self.filter(owner__isnull=True)

    def in_teams_of(self, user):
        return self.filter(Q(team__in=user.teams.all()))

    def by_due(self):
        return self.order_by("due_at", "id")

    def with_names(self):
        """Join what every list row shows, so that rows cost no queries."""
        return self.select_related(
            "parish", "parish__district", "council", "kind", "team", "owner", "outcome"
        )
