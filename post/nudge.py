"""Waking a worker up. The letter leaves without it too, only some seconds later."""

import logging
from threading import Lock
from time import monotonic

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)

TASK = "post.tasks.drain"
# Whoever calls is a person waiting for a page: a second at most, not the workers' patience.
IMPATIENT = {
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "health_check_interval": 0,
    "max_retries": 0,
    "retry_on_timeout": False,
}
BREAKER_SECONDS = 30


class Breaker:
    """Spares everybody the wait for a broker that did not answer one of them."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.open_until: float | None = None

    def lets_through(self) -> bool:
        """After the pause one caller goes ahead; the others wait for what it finds."""
        with self.lock:
            if self.open_until is None:
                return True
            if monotonic() < self.open_until:
                return False
            self.open_until = monotonic() + BREAKER_SECONDS
            return True

    def opens(self) -> None:
        with self.lock:
            self.open_until = monotonic() + BREAKER_SECONDS

    def closes(self) -> None:
        with self.lock:
            self.open_until = None


breaker = Breaker()


def nudge_on_commit() -> None:
    """Ask for one nudge when the transaction commits, however many letters it holds."""
    callbacks = (callback for _, callback, _ in transaction.get_connection().run_on_commit)
    if nudge not in callbacks:
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Ask a worker to deliver what waits. Never raises, and takes about a second at worst."""
    if not breaker.lets_through():
        return
    try:
        send()
    except Exception as error:
        breaker.opens()
        logger.warning("No worker could be woken up (%s); letters wait", type(error).__name__)
    else:
        breaker.closes()


def send() -> None:
    """A connection of its own, since the pool's has the workers' long time-outs."""
    with current_app.connection_for_write(
        connect_timeout=1, transport_options=IMPATIENT
    ) as connection:
        producer = current_app.amqp.Producer(connection)
        current_app.send_task(TASK, producer=producer, retry=False, ignore_result=True, expires=60)
