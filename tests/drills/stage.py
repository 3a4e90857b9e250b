"""Servers of our own, and the portal's programs as child processes that are killed by their id."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
from redis import Redis

from portal.servers import broker, folders, postgres
from portal.servers.process import Child, spawn

ROOT = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).resolve().parent / "inside"
TEMPLATE = postgres.DATABASE
PREFIX = f"drill-{os.getuid()}-"


class Stage:
    """One PostgreSQL and one broker. Each run plays on a copy of the prepared database.

    What is committed is kept as in production: the servers are not throwaway ones, only their
    folder is.
    """

    def __init__(self) -> None:
        parent = folders.throwaway_parent()
        for abandoned in parent.glob(f"{PREFIX}*"):
            folders.remove_if_free(abandoned)
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        self.home = folders.hold(self.folder)
        self.plays = 0
        self.postgres: Child | None = None
        self.broker: Child | None = None

    def start(self) -> None:
        self.postgres, _ = postgres.start(self.home)
        self.start_broker()
        call("prepare", self.environment(TEMPLATE), self.folder / "prepare.log")

    def start_broker(self) -> None:
        self.broker, self.broker_url = broker.start(self.home)

    def empty_broker(self) -> None:
        """Kill the broker, with what it keeps on disk, and start it with nothing."""
        self.broker.kill()
        shutil.rmtree(self.folder / "broker")
        self.start_broker()

    def kill_postgres(self) -> None:
        """Stop at once, as `pg_ctl stop -m immediate` does."""
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(20)
        # The server's own children see its end a moment later.
        time.sleep(0.3)

    def start_postgres(self) -> None:
        self.postgres, _ = postgres.start(self.home)

    def environment(self, database: str) -> dict[str, str]:
        host = quote(str(self.home.sockets), safe="")
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "PORTAL_MODE": "test",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": f"postgres://{postgres.USER}@{host}/{database}",
            "CELERY_BROKER_URL": self.broker_url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "PYTHONPATH": f"{INSIDE}:{ROOT}",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore",
            "STATEMENT_TIMEOUT_MS": "60000",
        }

    def connect(self, database: str = TEMPLATE) -> psycopg.Connection:
        host = str(self.home.sockets)
        return psycopg.connect(host=host, user=postgres.USER, dbname=database, autocommit=True)

    def new_database(self) -> str:
        self.plays += 1
        name = f"play_{self.plays}"
        with self.connect("postgres") as line:
            line.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name

    def redis(self) -> Redis:
        return Redis(unix_socket_path=self.broker_url.removeprefix("redis+socket://"))

    def stop(self) -> None:
        for child in filter(None, [self.broker, self.postgres]):
            with suppress(ProcessLookupError):
                child.process.send_signal(signal.SIGCONT)
            child.stop()
        self.home.release()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def stage() -> Iterator[Stage]:
    made = Stage()
    try:
        made.start()
        yield made
    finally:
        made.stop()


def call(words: str, env: dict[str, str], log: Path) -> None:
    """Run a step of `seed.py` to its end. Raises RuntimeError with what it said."""
    with log.open("wb") as output:
        command = [sys.executable, "-m", "tests.drills.seed", *words.split()]
        process = spawn(command, env=env, output=output, cwd=ROOT)
    if process.wait(300):
        raise RuntimeError(f"seed {words} failed:\n{log.read_text()[-3000:]}")
