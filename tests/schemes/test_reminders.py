"""P9: a review that comes due is told to its editor once, however often the beat runs."""

from datetime import timedelta

import pytest
from django.db import transaction

from post.models import Letter
from schemes import workflows
from schemes.models import Scheme

pytestmark = pytest.mark.django_db


def letters() -> list[str]:
    rows = Letter.objects.filter(kind="schemes/reviews").order_by("pk")
    return [f"{row.to}: {row.subject}" for row in rows]


def test_p09_nobody_is_reminded_too_early(zebra, publish, now):
    publish("XZ")
    assert workflows.remind_of_reviews(at=now + timedelta(days=350)) == 0
    assert letters() == []


def test_p09_every_editor_is_reminded_once_for_each_date(zebra, publish, edith, edgar, now):
    publish("XZ")
    publish("TCRH")
    soon = now + timedelta(days=352)
    assert workflows.remind_of_reviews(at=soon) == 2
    assert workflows.remind_of_reviews(at=soon) == 0
    assert workflows.remind_of_reviews(at=soon + timedelta(days=5)) == 0
    said = "2 schemes are due for review"
    assert letters() == [f"{who.email}: {said}" for who in (edgar, edith)]
    workflows.check_only(scheme=zebra, text="Asked.", at=soon, by=edith)
    again = soon + timedelta(days=360)
    assert workflows.remind_of_reviews(at=again) == 2
    assert "A scheme is due for review" in letters()[-1]


def test_p09_only_whoever_looks_after_it_is_reminded(zebra, publish, edith, now):
    publish("XZ")
    Scheme.objects.filter(pk=zebra.pk).update(editor=edith)
    assert workflows.remind_of_reviews(at=now + timedelta(days=400)) == 1
    assert letters() == [f"{edith.email}: A scheme is due for review"]


def test_p09_a_crash_gives_the_reminder_back(zebra, publish, now):
    publish("XZ")
    soon = now + timedelta(days=400)

    class Crash(Exception):
        pass

    with pytest.raises(Crash), transaction.atomic():
        workflows.remind_of_reviews(at=soon)
        raise Crash
    assert letters() == []
    assert workflows.remind_of_reviews(at=soon) == 2
