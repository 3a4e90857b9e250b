"""The broker is killed or frozen: enquiries are logged all the same, and their letters leave."""

import logging
import signal
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client

from enquiries.models import Enquiry, Kind
from portal.celery import app
from portal.servers import broker, folders
from portal.servers.process import Child
from post import nudge
from post.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Cars go past the school much too fast."


@pytest.fixture
def own_broker(monkeypatch) -> Iterator[Child]:
    """A broker of this test's own, that our application is led to, and that it may ruin."""
    home = folders.hold_throwaway()
    child, url = broker.start(home)
    monkeypatch.setattr(app.conf, "broker_url", url)
    monkeypatch.setattr(app.conf, "broker_write_url", url)
    nudge.breaker.closes()
    yield child
    nudge.breaker.closes()
    child.process.send_signal(signal.SIGCONT)
    child.kill()
    home.release()


RUIN = {
    "killed": lambda child: child.kill(),
    "frozen": lambda child: child.process.send_signal(signal.SIGSTOP),
}


def log_an_enquiry(client: Client, road: str) -> str:
    """Where, what, check, send; return the address of the confirmation."""
    kind = Kind.objects.get(name="Speeding vehicles")
    what = client.post("/enquiries/new/", {"road": road})
    check = client.post(what.url, {"kind": kind.pk, "description": WORDS})
    sent = client.post(check.url)
    assert [each.status_code for each in (what, check, sent)] == [302, 302, 302]
    return sent.url


@pytest.mark.parametrize("how", RUIN)
def test_a_clerk_logs_and_is_told_without_a_broker(people, own_broker, mail_to_sink, caplog, how):
    sink, client = mail_to_sink, Client()
    client.force_login(people["clerk"], "django.contrib.auth.backends.ModelBackend")
    RUIN[how](own_broker)

    with caplog.at_level(logging.WARNING):
        for road in ("Main Street", "Church Lane"):
            assert client.get(log_an_enquiry(client, road)).status_code == 200
    assert [enquiry.road for enquiry in Enquiry.objects.order_by("number")] == [
        "Main Street", "Church Lane",
    ]  # fmt: skip
    assert [record.levelname for record in caplog.records] == ["WARNING"], "told once, not raised"
    assert not nudge.breaker.lets_through(), "the next clerk is spared the wait"
    assert set(Letter.objects.values_list("status", flat=True)) == {Letter.Status.WAITING}

    call_command("drain_outbox", verbosity=0)
    sink.wait_for(4)
    assert len(sink.to("clerk@parish.example")) == len(sink.to("traffic@county.example")) == 2
    assert set(Letter.objects.values_list("status", flat=True)) == {Letter.Status.SENT}


def test_with_the_broker_up_a_worker_is_woken(people, own_broker):
    """So that the test above speaks of a broker that would have been asked."""
    client = Client()
    client.force_login(people["clerk"], "django.contrib.auth.backends.ModelBackend")
    log_an_enquiry(client, "Main Street")
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("celery")
        assert queue.get(timeout=2).headers["task"] == nudge.TASK
        queue.close()
