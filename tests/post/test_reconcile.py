"""Letters come to an end within three days, or somebody can see which did not."""

from datetime import timedelta

import pytest

from post.models import Letter, Mailing
from post.states import BACK_OFF, SETTLED_WITHIN

pytestmark = pytest.mark.django_db(transaction=True)

ENDS = [
    {"status": "sent"}, {"status": "failed", "error": "x"}, {"status": "parked", "error": "x"},
    {"status": "dropped", "error": "x"},
]  # fmt: skip


def unsettled(now) -> set[str]:
    return set(Letter.objects.unsettled(now).values_list("key", flat=True))


@pytest.mark.parametrize("fields", ENDS, ids=lambda fields: fields["status"])
def test_what_came_to_an_end_is_settled(write, at, fields):
    write("a")
    sent_at = {"sent_at": at} if fields["status"] == "sent" else {}
    Letter.objects.update(**fields, **sent_at)
    assert unsettled(at + timedelta(days=99)) == set()


def test_what_waits_after_three_days_is_not(write, at):
    write("a"), write("b"), write("c")
    Letter.objects.filter(key="key:b").update(status="sending", leased_until=at)
    Letter.objects.filter(key="key:c").update(status="kept")
    assert unsettled(at + SETTLED_WITHIN) == set()
    late = at + SETTLED_WITHIN + timedelta(seconds=1)
    assert unsettled(late) == {"key:a", "key:b", "key:c"}


def test_what_may_take_long_is_no_trouble(write, at, adam):
    mailing = Mailing.objects.create(
        key="m", kind="k", name="M", created_at=at, paused_at=at, paused_by=adam
    )
    write("a", mailing=mailing), write("b", not_before=at + timedelta(days=9))
    assert unsettled(at + timedelta(days=8)) == set()
    Mailing.objects.update(paused_at=None, paused_by=None)
    assert unsettled(at + timedelta(days=10)) == {"key:a", "key:b"}


def test_every_try_is_made_by_then():
    assert sum(BACK_OFF, timedelta()) < SETTLED_WITHIN
