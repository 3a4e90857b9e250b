"""Asking GOV.UK Notify what became of letters of which nothing was heard."""

from datetime import timedelta

import pytest

from portal.testing.letters import free_port
from post.models import Letter, Receipt
from post.states import BACK_OFF
from post.workflows import ask_notify, drain

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status


@pytest.fixture
def sent(write, clock, notify) -> Letter:
    write("a")
    drain(clock=clock)
    return Letter.objects.get()


def becomes(notify, letter, status, at) -> None:
    row = notify.kept[letter.provider_id]
    row |= {"status": status, "completed_at": at.isoformat().replace("+00:00", "Z")}


@pytest.mark.parametrize(
    ("status", "what", "arrived"),
    [
        ("delivered", "delivered", True),
        ("temporary-failure", "soft", False),
        ("permanent-failure", "hard", False),
    ],
)
def test_notify_is_asked_after_some_minutes(clock, notify, sent, status, what, arrived):
    happened = clock.now + timedelta(minutes=1)
    becomes(notify, sent, status, happened)
    clock.go_on(minutes=2)
    assert ask_notify(clock=clock) == 0, "it may yet tell by itself"
    clock.go_on(minutes=10)
    assert ask_notify(clock=clock) == 1
    sent.refresh_from_db()
    receipt = sent.receipts.get()
    assert (receipt.what, receipt.at) == (what, happened)
    assert (sent.delivered_at == happened) is arrived
    assert (sent.bounced_at == happened) is not arrived
    clock.go_on(minutes=10)
    assert (ask_notify(clock=clock), notify.looked) == (0, 1), "and not asked again"


def test_one_asks_a_minute_and_not_for_ever(clock, notify, sent):
    clock.go_on(minutes=10)
    assert [ask_notify(clock=clock) for _ in range(3)] == [0, 0, 0]
    assert notify.looked == 1
    clock.go_on(days=5)
    ask_notify(clock=clock)
    assert notify.looked == 1


def test_a_number_notify_forgot_stops_nobody(clock, notify, write):
    for name in "abc":
        write(name)
    drain(clock=clock)
    forgotten, *others = Letter.objects.order_by("id")
    del notify.kept[forgotten.provider_id]
    for letter in others:
        becomes(notify, letter, "delivered", clock.now)
    clock.go_on(minutes=10)
    assert ask_notify(clock=clock) == 2


def test_asking_is_bounded(clock, notify, write, monkeypatch):
    monkeypatch.setattr("post.workflows.receipts.AT_ONCE", 2)
    for name in "abc":
        write(name)
    drain(clock=clock)
    clock.go_on(minutes=10)
    ask_notify(clock=clock)
    assert notify.looked == 2


def test_where_notify_is_away_asking_ends_at_once(clock, notify, write, settings):
    for name in "abc":
        write(name)
    drain(clock=clock)
    settings.NOTIFY_URL = f"http://127.0.0.1:{free_port()}"
    clock.go_on(minutes=10)
    assert ask_notify(clock=clock) == 0
    assert not Receipt.objects.exists()


def test_by_smtp_nothing_is_asked(clock, settings, django_assert_num_queries):
    assert not settings.NOTIFY_API_KEY
    with django_assert_num_queries(0):
        assert ask_notify(clock=clock) == 0


def test_what_notify_could_not_pass_on_is_sent_again(clock, notify, sent):
    becomes(notify, sent, "technical-failure", clock.now)
    clock.go_on(minutes=10)
    assert ask_notify(clock=clock) == 1
    sent.refresh_from_db()
    assert (sent.status, sent.sent_at) == (Status.WAITING, None)
    clock.now = sent.not_before + BACK_OFF[0]
    assert drain(clock=clock) == {"taken": 1}
    assert len(notify.asked) == 2, "the first copy never left Notify"
