"""Folders of the servers: who holds one, where its sockets go, and throwaway ones for tests."""

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.servers.errors import LauncherError

# The kernel keeps 107 bytes for the path of a unix socket.
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")
# Below this a memory disk is too small for a test database.
ROOM_NEEDED_BYTES = 1_000_000_000
THROWAWAY = f"parish-test-{os.getuid()}-"


@dataclass
class Home:
    """A folder held by this process alone, until it ends."""

    path: Path
    sockets: Path
    throwaway: bool
    lock: IO[str]

    def release(self) -> None:
        if self.sockets.parent != self.path:
            shutil.rmtree(self.sockets, ignore_errors=True)
        if self.throwaway:
            shutil.rmtree(self.path, ignore_errors=True)
        self.lock.close()


def hold(path: Path) -> Home:
    """Raises LauncherError when another supervisor holds the folder."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = take_lock(path)
    if lock is None:
        raise LauncherError(
            f"{path} is in use by process {holder(path)}. Stop that one first: two servers on"
            " one data folder would destroy it."
        )
    return Home(path, sockets_for(path), throwaway=False, lock=lock)


def hold_throwaway() -> Home:
    """A fresh folder in memory where there is room, else on disk. Abandoned ones are removed."""
    parent = throwaway_parent()
    for abandoned in parent.glob(f"{THROWAWAY}*"):
        remove_if_free(abandoned)
    path = Path(tempfile.mkdtemp(prefix=THROWAWAY, dir=parent))
    lock = take_lock(path)
    if lock is None:
        raise LauncherError(f"{path} was taken by another process.")
    return Home(path, sockets_for(path), throwaway=True, lock=lock)


def take_lock(path: Path) -> IO[str] | None:
    lock = (path / "supervisor.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    lock.seek(0)
    lock.truncate()
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def holder(path: Path) -> str:
    return (path / "supervisor.lock").read_text() or "unknown"


def remove_if_free(path: Path) -> None:
    with suppress(OSError):
        lock = take_lock(path)
        if lock is not None:
            shutil.rmtree(path, ignore_errors=True)
            lock.close()


def throwaway_parent() -> Path:
    memory = Path("/dev/shm")  # noqa: S108
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_NEEDED_BYTES:
        return memory
    return Path(tempfile.gettempdir())


def sockets_for(path: Path) -> Path:
    """Inside the folder, or a short private one where the project's path is too long."""
    inside = path / "run"
    if len(os.fsencode(inside)) + LONGEST_SOCKET_NAME > LONGEST_SOCKET_PATH:
        return Path(tempfile.mkdtemp(prefix="parish-", dir="/tmp"))
    inside.mkdir(mode=0o700, exist_ok=True)
    return inside
