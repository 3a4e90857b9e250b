from datetime import date

from django.db import models
from django.db.models import Count, F, Prefetch, Q

from .states import State


class SchemeQuerySet(models.QuerySet):
    def live(self):
        """Schemes that the public can read, each with the version it reads; A to Z."""
        return self.filter(current__isnull=False).select_related("current", "category")

    def in_state(self, state: State):
        return self.filter(state=state)

    def review_overdue(self, on: date):
        """Published schemes whose review date has passed on a day in Europe/London."""
        return self.filter(current__isnull=False, review_due_on__lt=on)

    def review_near(self, on: date):
        """Published schemes to be reviewed by a day, of which nobody was reminded yet."""
        due = self.filter(current__isnull=False, review_due_on__lte=on)
        return due.exclude(told_of_review_on=F("review_due_on"))

    def whole(self):
        """With everything that a snapshot holds, in a fixed number of queries."""
        related = [
            "facts", "fits__problem", "synonyms", "alternative_rows__other", "examples",
            "options__costs__authority",
        ]  # fmt: skip
        pictures = Prefetch("pictures", self.model._meta.get_field("pictures").related_model
                            ._default_manager.filter(is_removed=False))  # fmt: skip
        return self.select_related("category", "current").prefetch_related(*related, pictures)

    def with_unsigned(self):
        """Each with `unsigned`, how many facts and prices no engineer has signed off."""
        facts = Count("facts", filter=Q(facts__signed_at=None), distinct=True)
        active = Q(options__is_dropped=False, options__costs__isnull=False)
        costs = Count(
            "options__costs", filter=active & Q(options__costs__signed_at=None), distinct=True
        )
        return self.annotate(unsigned=facts + costs)


class VersionQuerySet(models.QuerySet):
    def live(self):
        """The versions that the public reads now, A to Z, without asking for their schemes."""
        order = ["current_of__letter", "current_of__name"]
        return self.filter(current_of__isnull=False).order_by(*order)

    def changes(self):
        """All that was ever published, the newest first: what the feed tells."""
        return self.select_related("scheme").order_by("-published_at", "-id")


class StepQuerySet(models.QuerySet):
    def since_publishing(self, scheme):
        """What happened to a scheme after its last version, if it has any."""
        rows = self.filter(scheme=scheme)
        last = rows.filter(what="published").order_by("-id").first()
        return rows.filter(pk__gt=last.pk) if last else rows
