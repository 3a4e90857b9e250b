"""The broker only wakes a worker up: dead or frozen, it costs nobody a letter or a page."""

import logging
import signal
import socket
import time
from contextlib import contextmanager
from threading import Thread

import pytest
from django.db import transaction
from django.utils import timezone

from portal.celery import app
from post import nudge
from post.models import Letter
from post.outbox import put

# The workers' own patience would be five seconds and more; a busy machine adds some to one.
PATIENCE = 2.5


@contextmanager
def broker_at(url: str):
    """Lead our Celery application to another broker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.conf, "broker_url", url)
        patch.setattr(app.conf, "broker_write_url", url)
        yield


@pytest.fixture
def frozen(tmp_path):
    """A broker that lets us in and never answers, as a stopped process does."""
    address = str(tmp_path / "broker")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        with broker_at(f"redis+socket://{address}"):
            yield


@pytest.fixture
def silent():
    """The same over the network."""
    listener = socket.create_server(("127.0.0.1", 0))
    with listener, broker_at(f"redis://127.0.0.1:{listener.getsockname()[1]}/0"):
        yield


@pytest.fixture
def dead():
    with broker_at("redis://127.0.0.1:1/0"):
        yield


def seconds_of(call) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


@pytest.mark.parametrize("state", ["frozen", "silent", "dead"])
def test_a_broker_out_of_order_costs_a_second_once(request, state, caplog):
    request.getfixturevalue(state)
    with caplog.at_level(logging.WARNING):
        assert seconds_of(nudge.nudge) < PATIENCE
        assert seconds_of(nudge.nudge) < 0.05, "the breaker spares the next caller"
    assert len(caplog.records) == 1


def test_the_breaker_lets_one_try_again(frozen, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(nudge, "monotonic", lambda: now[0])
    nudge.nudge()
    assert not nudge.breaker.lets_through()
    now[0] += nudge.BREAKER_SECONDS
    assert nudge.breaker.lets_through()
    assert not nudge.breaker.lets_through(), "the others wait for what the first one finds"


def test_a_nudge_reaches_the_broker_from_any_thread():
    """Threads of the web server must find our application, not a default one."""
    opened = []

    def other():
        nudge.nudge()
        opened.append(nudge.breaker.open_until)

    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("celery")
        queue.clear()
        thread = Thread(target=other)
        thread.start()
        thread.join()
        message = queue.get(timeout=2)
        message.ack()
        queue.close()
    assert message.headers["task"] == nudge.TASK
    assert opened == [None]


@pytest.mark.django_db(transaction=True)
def test_with_a_frozen_broker_the_letter_is_written_and_leaves(
    frozen, plain_letter, sink, drain_loop
):
    """Written in about a second, without an error; the loop that needs no broker delivers it."""

    def write():
        with transaction.atomic():
            put(
                letter=plain_letter, to="a@people.example", key="a", context={"words": "x"},
                at=timezone.now(),
            )  # fmt: skip

    assert seconds_of(write) < PATIENCE
    with drain_loop(sink.url) as process:
        [message] = sink.wait_for(1)
        assert message["Message-ID"] == Letter.objects.get().message_id
        wait_until(lambda: Letter.objects.get().status == "sent")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0, "it ends cleanly when asked to"


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_a_real_worker_delivers_at_once(plain_letter, sink, celery_worker_process):
    with transaction.atomic():
        letter = put(
            letter=plain_letter, to="a@people.example", key="a", context={"words": "x"},
            at=timezone.now(),
        )  # fmt: skip
    [message] = sink.wait_for(1)
    assert message["Message-ID"] == letter.message_id
    wait_until(lambda: Letter.objects.get().status == "sent")


def wait_until(true, seconds: float = 10) -> None:
    finish = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < finish
        time.sleep(0.05)
