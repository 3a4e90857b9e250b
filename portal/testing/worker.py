"""A real Celery worker in a process of its own, on the test database."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from portal.servers.process import Child, spawn
from portal.testing.letters import Sink

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@pytest.fixture(scope="session")
def start_celery_worker(
    django_db_setup: None, smtp_server: Sink, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Child]]:
    """A function that starts a worker: ``start_celery_worker(pool="prefork", beat=False)``."""
    started: list[Child] = []

    def start(*, pool: str = "solo", beat: bool = False) -> Child:
        log = tmp_path_factory.mktemp("worker") / "worker.log"
        child = launch(log, smtp_server, pool, beat)
        started.append(child)
        wait_until_ready(child)
        return child

    yield start
    for child in started:
        child.stop()


@pytest.fixture(scope="module")
def celery_worker_process(start_celery_worker: Callable[..., Child]) -> Iterator[Child]:
    """One worker for a module. Its tests need ``django_db(transaction=True)``.

    Work left in the queue by earlier tests is thrown away first: its rows are gone.
    """
    from portal.celery import app

    app.control.purge()
    child = start_celery_worker()
    yield child
    child.stop()


def launch(log: Path, sink: Sink, pool: str, beat: bool) -> Child:
    command = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "-l", "info"]
    command += ["-P", pool, "-c", "2", "--without-mingle", "--without-gossip", "-n", "test@%h"]
    if beat:
        command += ["--beat", "--schedule", str(log.with_name("beat-schedule"))]
    env = os.environ | {"DATABASE_URL": database_url(), "EMAIL_URL": sink.url}
    with log.open("wb") as output:
        process = spawn(command, env=env, output=output, cwd=ROOT)
    return Child("Celery worker", process, patience=20, log=log)


def database_url() -> str:
    """The test database's own address."""
    from django.db import connection

    known = connection.settings_dict
    host, port = quote(known["HOST"], safe=""), f":{known['PORT']}" if known["PORT"] else ""
    password = f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else ""
    return f"postgres://{quote(known['USER'])}{password}@{host}{port}/{known['NAME']}"


def wait_until_ready(child: Child) -> None:
    assert child.log is not None
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.is_alive():
        if " ready." in child.log.read_text(errors="replace"):
            return
        time.sleep(0.05)
    with suppress(OSError):
        child.stop()
    raise AssertionError(f"the Celery worker did not start:\n{child.last_words(40)}")
