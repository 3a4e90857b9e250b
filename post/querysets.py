"""Chainable words for reading letters."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Case, Min, Q, When

from .states import MAX_ATTEMPTS, SETTLED_WITHIN


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status="waiting")

    def sending(self):
        return self.filter(status="sending")

    def due(self, now: datetime):
        """Waiting, and its time has come."""
        return self.waiting().filter(not_before__lte=now)

    def lapsed(self, now: datetime):
        """In the hands of a worker that has not been heard of for a whole lease."""
        return self.sending().filter(leased_until__lt=now)

    def worn_out(self):
        return self.filter(attempts__gte=MAX_ATTEMPTS)

    def maybe_taken(self):
        """The text was being handed over: only the mail server knows whether it has it."""
        return self.filter(data_started_at__isnull=False)

    def of_another(self, era: UUID | None):
        """Taken in hand before the database crashed: it may have forgotten that the text went."""
        return self.filter(Q(era=None) | ~Q(era=era))

    def to_be_parked(self, era: UUID | None):
        """In doubt, and a second copy would do more harm than a missing one."""
        return (self.maybe_taken() | self.of_another(era)).filter(policy="park")

    def needing_a_person(self):
        return self.filter(Q(status="failed") | Q(status="parked"))

    def unsettled(self, now: datetime):
        """Neither at their end nor young: none, unless something is wrong.

        A letter whose time has not come, and those of a paused mailing, may take as long as that.
        """
        mine = self.filter(Q(status="waiting") | Q(status="sending") | Q(status="kept"))
        old = mine.filter(created_at__lt=now - SETTLED_WITHIN)
        early = Q(status="waiting", attempts=0, error="", not_before__gt=now)
        return old.exclude(early).exclude(status="waiting", mailing__paused_at__isnull=False)

    def about(self, reference):
        return self.filter(about=reference)

    def oldest_waiting(self, now: datetime):
        """The due letter that has waited longest, or None."""
        return self.due(now).order_by("not_before", "id").first()

    def waits_since(self, now: datetime) -> datetime | None:
        """Return since when the letter that has waited longest waits; None while none does.

        Each round that finds no mail server puts one letter off, so that by its next turn alone
        none would ever be old: what was never tried has waited since it was written. Letters of a
        paused mailing do not wait.
        """
        due, put_off = Q(not_before__lte=now), Q(attempts=0) & ~Q(error="")
        since = Case(When(attempts=0, error__gt="", then="created_at"), default="not_before")
        rows = self.waiting().filter(due | put_off).exclude(mailing__paused_at__isnull=False)
        return rows.aggregate(since=Min(since))["since"]


class AddressQuerySet(models.QuerySet):
    def resting(self, addresses: Iterable[str]) -> set[str]:
        """Return which of some addresses are given a rest, in lower case."""
        asked = {address.lower() for address in addresses}
        if not asked:
            return set()
        rows = self.filter(address__in=asked, rests_since__isnull=False)
        return set(rows.values_list("address", flat=True))


class PreferenceQuerySet(models.QuerySet):
    def daily(self, people: Iterable[int | None]) -> set[int]:
        """Return the keys of those among some people who want one letter a day."""
        asked = {pk for pk in people if pk}
        if not asked:
            return set()
        return set(self.filter(person__in=asked, is_daily=True).values_list("person", flat=True))
