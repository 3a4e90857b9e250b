"""Chainable words for reading briefings."""

from datetime import date, datetime

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Max, Q

SENT = "sent"


class EditionQuerySet(models.QuerySet):
    def sent(self):
        """In the archive: on its way, or arrived."""
        return self.filter(status=SENT)

    def unsent(self):
        return self.exclude(status=SENT)

    def due(self, now: datetime):
        """Scheduled, and its time has come; or begun, and its letters are not all written."""
        begun = Q(status=SENT, mailing__isnull=False)
        begun &= Q(mailing__written_at=None, mailing__cancelled_at=None)
        return self.filter(Q(status="scheduled", scheduled_for__lte=now) | begun)

    def next_number(self) -> int:
        return (self.aggregate(last=Max("number"))["last"] or 0) + 1


class ItemQuerySet(models.QuerySet):
    def waiting(self):
        """Gathered, and in no edition yet."""
        return self.filter(edition=None)

    def published(self):
        return self.filter(edition__status=SENT)

    def news_on(self, day: date):
        """Published and not yet old on a day (Europe/London), the newest first."""
        fresh = Q(expires_on=None) | Q(expires_on__gte=day)
        return self.published().filter(fresh).order_by("-edition__sent_at", "order", "pk")

    def found_by(self, words: str):
        """Those whose title or body holds all these words, in any of their forms."""
        return self.filter(words=SearchQuery(words, config="english", search_type="websearch"))

    def whole(self):
        """Fetch what an item's text shows, so that items cost no queries."""
        return self.select_related("topic", "edition").prefetch_related(
            "dates", "images", "corrections", "districts", "divisions", "parishes"
        )


class SubscriberQuerySet(models.QuerySet):
    def active(self):
        """Those to whom briefings go: the public only once it has confirmed."""
        return self.filter(~Q(kind="public") | Q(confirmed_at__isnull=False), left_at=None)


class MeetingQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def coming(self, now: datetime):
        """Not over yet, the next first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def over(self, now: datetime):
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
