"""The ground of one size: private servers in var/bench-<rows>, loaded once and kept."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from portal.servers import folders, provision
from portal.servers.folders import Home

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
GIVEN = ("DATABASE_URL", "CELERY_BROKER_URL")
# Raised when the sample data changes so much that figures cannot be compared.
RECIPE = 1
WEEK = 7 * 24 * 3600
SEED = "1"


@contextmanager
def ground(rows: int) -> Iterator[dict[str, str]]:
    """Start the servers of a size and yield the environment that leads to them.

    Raises LauncherError when another run holds the folder.
    """
    path = VAR / f"bench-{rows}"
    for name in GIVEN:
        os.environ.pop(name, None)
    home = folders.hold(path)
    if not is_fresh(path, rows):
        wipe(home)
    servers = provision.start(home)
    try:
        environment = {**os.environ, **production(), **servers.environment}
        prepare(path, rows, environment)
        yield environment
    finally:
        servers.stop()


def wipe(home: Home) -> None:
    """Remove what an older or broken run left; the folder is ours already."""
    for old in home.path.glob("*"):
        if old.is_dir() and old != home.sockets:
            shutil.rmtree(old)
    (home.path / "loaded.json").unlink(missing_ok=True)


def is_fresh(path: Path, rows: int) -> bool:
    """Open work ages: after a week everything would be overdue."""
    note = path / "loaded.json"
    if not note.exists():
        return False
    loaded = json.loads(note.read_text())
    same = (loaded["recipe"], loaded["rows"]) == (RECIPE, rows)
    return same and time.time() - loaded["at"] < WEEK


def production() -> dict[str, str]:
    """Production settings, with throwaway values where they want secrets."""
    return {
        "PORTAL_MODE": "production",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "testserver",
        "BEHIND_TLS_PROXY": "true",
        "STATIC_ROOT": str(VAR / "bench-static"),
        "LOG_LEVEL": "ERROR",
    }


def prepare(path: Path, rows: int, environment: dict[str, str]) -> None:
    """Bring the tables up to date, and load them where they are empty."""
    manage(environment, "collectstatic", "--noinput", "--verbosity=0")
    manage(environment, "migrate", "--verbosity=0")
    note = path / "loaded.json"
    if not note.exists():
        manage(environment, "load_reference", "--verbosity=0")
        manage(environment, "make_enquiries", str(rows), "--seed", SEED)
        note.write_text(json.dumps({"recipe": RECIPE, "rows": rows, "at": time.time()}))
    settle(environment["DATABASE_URL"])


def manage(environment: dict[str, str], *command: str) -> None:
    """Run a command of manage.py; what it says goes to stderr, since stdout is for figures."""
    patient = {**environment, "STATEMENT_TIMEOUT_MS": "0"}
    subprocess.run(
        [sys.executable, "manage.py", *command],
        env=patient,
        cwd=ROOT,
        stdout=sys.stderr,
        check=True,
    )


def settle(url: str) -> None:
    """Leave nothing for autovacuum to do while we measure, nor what earlier benches left."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
