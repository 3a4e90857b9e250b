"""Chainable words for reading the facts."""

from datetime import date

from django.db import models


class RoundQuerySet(models.QuerySet):
    def received_in(self, since: date, until: date):
        """What came from one month to another, both included."""
        return self.filter(received_month__range=(since, until))

    def answered_in(self, since: date, until: date):
        return self.filter(answered_month__range=(since, until))

    def invited_in(self, since: date, until: date):
        return self.filter(invited_month__range=(since, until))

    def reopened(self):
        return self.filter(round__gt=1)
