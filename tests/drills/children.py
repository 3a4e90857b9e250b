"""Which processes stand below which, and who is talking to whom; read from /proc."""

import os
from contextlib import suppress
from pathlib import Path

ESTABLISHED = "01"


def pids_below(pid: int) -> list[int]:
    """The processes that this one started, and theirs."""
    below: list[int] = []
    with suppress(OSError):
        for listed in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, listed.read_text().split()):
                below += [child, *pids_below(child)]
    return below


def talking_to(port: int, pids: list[int]) -> list[int]:
    """Those of these processes that have a line open to a port of the loopback."""
    sockets = {f"socket:[{inode}]" for inode in inodes_to(port)}
    return [pid for pid in pids if sockets & open_files(pid)]


def inodes_to(port: int) -> set[str]:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    wanted = f":{port:04X}"
    return {row[9] for row in rows if row[2].endswith(wanted) and row[3] == ESTABLISHED}


def open_files(pid: int) -> set[str]:
    found = set()
    with suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.add(os.readlink(link))
    return found
