"""Chainable words for reading surveys."""

from datetime import datetime

from django.db import models

from .tokens import hash_of


class SurveyQuerySet(models.QuerySet):
    def reached_by(self, token: str):
        """The survey a link leads to, if any."""
        return self.filter(token_hash=hash_of(token))

    def open_at(self, now: datetime):
        return self.filter(closes_at__gt=now)

    def with_enquiry(self):
        """Join what the survey's page says about the enquiry."""
        return self.select_related(
            "reply", "answer__enquiry__parish", "answer__outcome", "answer__reason"
        )
