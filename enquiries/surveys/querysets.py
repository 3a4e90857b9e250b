"""Chainable words for reading surveys."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.tokens import hash_of


class SurveyQuerySet(models.QuerySet):
    def reached_by(self, token: str):
        """The survey a link leads to, if any: by the invitation's token or the reminder's."""
        known = hash_of(token)
        return self.filter(Q(token_hash=known) | Q(reminder_hash=known))

    def open_at(self, now: datetime):
        return self.filter(closes_at__gt=now)

    def unanswered(self):
        replies = self.model._meta.get_field("replies").related_model
        return self.exclude(Exists(replies.objects.filter(survey=OuterRef("pk"))))

    def with_enquiry(self):
        """Join what the survey's page says about the enquiry."""
        return self.select_related(
            "answer__enquiry__parish", "answer__outcome", "answer__reason", "team"
        )


class ReplyQuerySet(models.QuerySet):
    def latest_of_each(self, *, before: datetime | None = None):
        """Only what was said last in each survey, or last before an instant: that is what counts.

        Few change their mind, so the few changes are looked through and not all that was said.
        """
        by_then = Q() if before is None else Q(answered_at__lt=before)
        changes = self.model._default_manager.filter(by_then, version__gt=1)
        later = changes.filter(survey=OuterRef("survey"), version__gt=OuterRef("version"))
        return self.filter(by_then).exclude(Exists(later))

    def with_survey(self):
        """Join what a line about a reply says of its enquiry."""
        return self.select_related(
            "survey__answer__enquiry", "survey__team", "survey__kind", "survey__parish",
            "survey__outcome", "survey__officer", "taken_by",
        )  # fmt: skip
